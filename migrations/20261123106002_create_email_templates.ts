import { type Kysely, sql } from 'kysely'

/** A tenant's own mails, under Auth0's names. What is null is as the default has it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table email_templates (
      tenant_id text collate "C" not null references tenants on delete cascade,
      template text collate "C" not null,
      enabled boolean not null,
      body text,
      "from" text,
      subject text,
      result_url text,
      url_lifetime_in_seconds integer,
      include_email_in_redirect boolean,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      primary key (tenant_id, template)
    )`.execute(db)
  await sql`
    create trigger email_templates_revise after insert or update or delete on email_templates
      for each row execute function lintel_revise()`.execute(db)
}
