import { type Kysely, sql } from 'kysely'

/**
 * What somebody has proved to an app while more is wanted of her, under a bearer that is known by its hash only. Bound to what it is for
 * (`purpose`), to her, to the client and to the connection that she came by; goes with each of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table held_proofs (
      tenant_id text collate "C" not null references tenants on delete cascade,
      token_hash text collate "C" not null,
      purpose text not null,
      user_id text collate "C" not null,
      client_id text collate "C" not null,
      connection_id text collate "C" not null,
      amr text[] not null,
      authenticated_at timestamptz(3) not null,
      details jsonb not null,
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      consumed_at timestamptz(3),
      primary key (tenant_id, token_hash),
      foreign key (tenant_id, user_id) references users on delete cascade,
      foreign key (tenant_id, client_id) references clients on delete cascade,
      foreign key (tenant_id, connection_id) references connections on delete cascade
    )`.execute(db)
  await sql`create index held_proofs_by_user on held_proofs (tenant_id, user_id)`.execute(db)
  await sql`create index held_proofs_by_client on held_proofs (tenant_id, client_id)`.execute(db)
  await sql`create index held_proofs_by_connection on held_proofs (tenant_id, connection_id)`.execute(db)
  await sql`create index held_proofs_by_end on held_proofs (expires_at)`.execute(db)
}
