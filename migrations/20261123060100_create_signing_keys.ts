import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table signing_keys (
      tenant_id text collate "C" not null references tenants on delete cascade,
      kid text collate "C" not null,
      alg text not null,
      state text not null check (state in ('next', 'current', 'previous')),
      public_jwk jsonb not null,
      private_key text not null,
      cert text not null,
      pkcs7 text not null,
      fingerprint text not null,
      thumbprint text not null,
      current_since timestamptz(3),
      current_until timestamptz(3),
      revoked_at timestamptz(3),
      created_at timestamptz(3) not null,
      primary key (tenant_id, kid)
    )`.execute(db)
  await sql`create unique index signing_keys_one_current on signing_keys (tenant_id) where state = 'current'`.execute(
    db,
  )
  await sql`create unique index signing_keys_one_next on signing_keys (tenant_id) where state = 'next'`.execute(db)
  await sql`
    create trigger signing_keys_revise after insert or update or delete on signing_keys
      for each row execute function lintel_revise()`.execute(db)
}
