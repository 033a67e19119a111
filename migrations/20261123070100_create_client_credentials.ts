import { type Kysely, sql } from 'kysely'

/** Public keys and certificates by which a client proves who it is. Nothing secret is here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table client_credentials (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      client_id text collate "C" not null,
      name text,
      credential_type text not null,
      kid text,
      alg text,
      pem text,
      public_jwk jsonb,
      subject_dn text,
      thumbprint_sha256 text,
      expires_at timestamptz(3),
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, client_id) references clients on delete cascade
    )`.execute(db)
  await sql`create index client_credentials_by_client on client_credentials (tenant_id, client_id)`.execute(db)
  await sql`
    create trigger client_credentials_revise after insert or update or delete on client_credentials
      for each row execute function lintel_revise()`.execute(db)
}
