import { type Kysely, sql } from 'kysely'

/** Foreign tokens that may be exchanged, and how each kind is verified. Only public keys are here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table token_exchange_profiles (
      tenant_id text collate "C" not null references tenants on delete cascade,
      id text collate "C" not null,
      name text not null,
      subject_token_type text collate "C" not null,
      type text not null,
      subject_token_verification jsonb not null,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, id),
      unique (tenant_id, subject_token_type)
    )`.execute(db)
  await sql`
    create trigger token_exchange_profiles_revise after insert or update or delete on token_exchange_profiles
      for each row execute function lintel_revise()`.execute(db)
}
