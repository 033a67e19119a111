// A tenant's own mails, under Auth0's names: what they say, from whom, and where their links lead.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { EmailTemplatesTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type EmailTemplate = Omit<Selectable<EmailTemplatesTable>, 'tenant_id' | 'created_at' | 'updated_at'>
export type EmailTemplatePatch = Partial<Omit<EmailTemplate, 'template'>>

const COLUMNS = [
  'template',
  'enabled',
  'body',
  'from',
  'subject',
  'result_url',
  'url_lifetime_in_seconds',
  'include_email_in_redirect',
] as const

export function createEmailTemplates({ db, tenant: { tenant_id } }: Scope) {
  return {
    find: (template: string): Promise<EmailTemplate | undefined> =>
      db
        .selectFrom('email_templates')
        .select(COLUMNS)
        .where('tenant_id', '=', tenant_id)
        .where('template', '=', template)
        .executeTakeFirst(),
    async create(template: EmailTemplate, now: Date): Promise<EmailTemplate> {
      try {
        return await db
          .insertInto('email_templates')
          .values({ ...template, tenant_id, created_at: now, updated_at: now })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow()
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new LintelError('email_template_conflict', 'The template already exists.', { cause: error })
      }
    },
    update: (template: string, patch: EmailTemplatePatch, now: Date): Promise<EmailTemplate | undefined> =>
      db
        .updateTable('email_templates')
        .set({ ...patch, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('template', '=', template)
        .returning(COLUMNS)
        .executeTakeFirst(),
  }
}
