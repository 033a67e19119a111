import { type Kysely, sql } from 'kysely'

/** What Lintel proves itself with to the upstream of a connection. Sealed; good for one address only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table upstream_secrets (
      tenant_id text collate "C" not null references tenants on delete cascade,
      connection_id text collate "C" not null,
      address text not null,
      secret text not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, connection_id),
      foreign key (tenant_id, connection_id) references connections on delete cascade
    )`.execute(db)
}
