// The server that takes a tenant's mail, in place of the operator's. One at most; its credentials are sealed.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { EmailProvidersTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type SmtpCredentials = { smtp_host: string; smtp_port: number; smtp_user?: string; smtp_pass?: string }
export type EmailProvider = Omit<
  Selectable<EmailProvidersTable>,
  'tenant_id' | 'created_at' | 'updated_at' | 'credentials'
> & { credentials: SmtpCredentials }

export function createEmailProviders({ db, tenant: { tenant_id }, seal }: Scope) {
  const placeOf = (name: string) => ({ tenant_id, table: 'email_providers', row: name, column: 'credentials' })
  const stored = ({ credentials, settings, ...rest }: EmailProvider) => ({
    ...rest,
    credentials: seal.seal(JSON.stringify(credentials), placeOf(rest.name)),
    settings: JSON.stringify(settings),
  })

  return {
    async find(): Promise<EmailProvider | undefined> {
      const row = await db
        .selectFrom('email_providers')
        .select(['name', 'enabled', 'default_from_address', 'credentials', 'settings'])
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirst()
      return row && { ...row, credentials: JSON.parse(seal.open(row.credentials, placeOf(row.name))) }
    },
    async create(provider: EmailProvider, now: Date): Promise<void> {
      try {
        await db
          .insertInto('email_providers')
          .values({ ...stored(provider), tenant_id, created_at: now, updated_at: now })
          .execute()
      } catch (error) {
        if (!violatedUnique(error)) throw error
        throw new LintelError('email_provider_conflict', 'The email provider is configured already.', { cause: error })
      }
    },
    async update(provider: EmailProvider, now: Date): Promise<void> {
      await db
        .updateTable('email_providers')
        .set({ ...stored(provider), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .execute()
    },
    async remove(): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('email_providers')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
