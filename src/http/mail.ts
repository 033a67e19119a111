// What mails there are and what they say of whom. A mail is a job: queued on the transaction that causes it, made of views/mail when its
// turn comes. Owns neither delivery (mail/) nor the words (words.ts).
import type { Mailer } from '../mail/mailer.ts'
import type { TicketPurpose } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import type { Mails, Tenant } from './pages.ts'
import type { Views } from './views.ts'

/** Auth0's default for a ticket's life. */
export const TICKET_LIFETIME_SECONDS = 432_000

const TICKET_PATHS: { [Purpose in TicketPurpose]: string } = {
  verify_email: 'u/email-verification',
  reset_password: 'u/reset-verify',
  async_approval: 'u/async-approval',
  unblock: 'u/unblock',
  enroll_factor: 'u/mfa-enroll',
}

/** From the issuer alone, never from a request's Host (CVE-2025-64101 and its kin). */
export const ticketUrl = (issuer: string, purpose: TicketPurpose, ticket: string): string =>
  `${issuer}${TICKET_PATHS[purpose]}?ticket=${ticket}`

/**
 * @property user_id whom it is about, so that it goes when she does
 * @property job_id the job of Auth0's /jobs that is done when it is out
 */
export type MailJob<Name extends keyof Mails = keyof Mails> = {
  mail: Name
  to: string
  user_id?: string
  job_id?: string | undefined
  data: Omit<Mails[Name], 'tenant'>
}

export const queueMail = <Name extends keyof Mails>(store: TenantStore, job: MailJob<Name>): Promise<void> =>
  store.enqueue('mail', job)

const TIMES = new Set(['expires_at', 'time'])

/** JSON has no dates. */
const withDates = (data: object) =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, TIMES.has(key) ? new Date(value) : value]))

export type MailParts = {
  views: Pick<Views, 'mail'>
  mailer: Mailer
  /** How the tenant calls herself. */
  shownTenant(store: TenantStore): Promise<Tenant>
}

/** Does jobs of kind `mail`. */
export const mailHandler =
  ({ views, mailer, shownTenant }: MailParts) =>
  async (store: TenantStore, { mail, to, data, job_id }: MailJob, { last }: { last: boolean }): Promise<void> => {
    const tenant = await shownTenant(store)
    try {
      const facts = { ...withDates(data), tenant } as Mails[typeof mail]
      await mailer.send({ to, ...views.mail(mail, facts, store.language) })
    } catch (error) {
      if (job_id !== undefined && last)
        await store.jobs.update(job_id, { status: 'failed', status_details: 'The mail could not be sent.' }, new Date())
      throw error
    }
    if (job_id !== undefined) await store.jobs.update(job_id, { status: 'completed' }, new Date())
  }

/** Asks a user to confirm her primary identity's address. Nothing when she has none. */
export async function sendVerificationEmail(
  store: TenantStore,
  { user_id, client_id, job_id }: { user_id: string; client_id?: string; job_id?: string },
  now: Date,
): Promise<void> {
  const [identity] = await store.users.listIdentities(user_id)
  if (!identity?.email) return
  const { connection_id, identity_user_id, email } = identity
  const expires_at = new Date(now.getTime() + TICKET_LIFETIME_SECONDS * 1000)
  const ticket = await store.tickets.create(
    {
      purpose: 'verify_email',
      user_id,
      connection_id,
      identity_user_id,
      client_id: client_id ?? null,
      email,
      options: {},
      expires_at,
    },
    now,
  )
  const url = ticketUrl(store.tenant.issuer, 'verify_email', ticket)
  await queueMail(store, { mail: 'verify-email', to: email, user_id, job_id, data: { url, expires_at } })
}
