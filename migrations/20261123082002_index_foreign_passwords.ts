import { type Kysely, sql } from 'kysely'

/** Hashes that others made are sealed, our own are not: whoever seals anew finds them without reading all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index passwords_sealed on passwords (tenant_id, connection_id, identity_user_id)
      where password_hash like 'v1.%'`.execute(db)
}
