// What mails there are and what they say of whom. A mail is a job: queued on the transaction that causes it, made of views/mail or of the
// tenant's own template when its turn comes. Owns neither delivery (mail/) nor the words (words.ts).
import type { FastifyRequest } from 'fastify'
import { LintelError } from '../errors.ts'
import { domainOf, type Mailer, parseSender, RefusedMailError } from '../mail/mailer.ts'
import { createTenantMailer } from '../mail/smtp.ts'
import type { EmailProvider } from '../store/email-providers.ts'
import type { TicketPurpose } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import {
  EMAIL_TEMPLATES,
  type EmailTemplateName,
  factsFor,
  isSent,
  linkBy,
  ownMessage,
  ownTemplate,
  templateOf,
} from './email-templates.ts'
import type { Mails } from './mails.ts'
import type { Pin } from './outbound.ts'
import type { Client, Tenant } from './pages.ts'
import type { Views } from './views.ts'

declare module 'fastify' {
  interface FastifyInstance {
    hasMail: HasMail
  }
}

/** Auth0's default for a ticket's life. */
export const TICKET_LIFETIME_SECONDS = 432_000

const TICKET_PATHS: { [Purpose in TicketPurpose]: string } = {
  verify_email: 'u/email-verification',
  reset_password: 'u/reset-verify',
  async_approval: 'u/async-approval',
  unblock: 'u/unblock',
  change_email: 'account/email/confirm',
  enroll_factor: 'u/mfa-enroll',
}

/** From the issuer alone, never from a request's Host (CVE-2025-64101 and its kin). */
export const ticketUrl = (issuer: string, purpose: TicketPurpose, ticket: string): string =>
  `${issuer}${TICKET_PATHS[purpose]}?ticket=${ticket}`

/**
 * @property user_id whom it is about, so that it goes when she does
 * @property client_id the app that she uses, for a template to name
 * @property job_id the job of Auth0's /jobs that is done when it is out
 */
export type MailJob<Name extends keyof Mails = keyof Mails> = {
  mail: Name
  to: string
  user_id?: string
  client_id?: string | null | undefined
  /** as if its template were enabled: it is tried out */
  trying?: true
  job_id?: string | undefined
  data: Omit<Mails[Name], 'tenant'>
}

export const queueMail = <Name extends keyof Mails>(store: TenantStore, job: MailJob<Name>): Promise<void> =>
  store.enqueue('mail', job)

const TIMES = new Set(['expires_at', 'time'])

/** JSON has no dates. */
const withDates = (data: object) =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, TIMES.has(key) ? new Date(value) : value]))

/** What a mail says; its link opens a page in the language of the mail, in whatever browser. */
function factsOf({ language }: TenantStore, data: MailJob['data']) {
  const facts = withDates(data) as {
    url?: string
    result_url?: string
    code?: string
    client?: Client
    expires_at?: Date
  }
  return facts.url === undefined || language === undefined
    ? facts
    : { ...facts, url: `${facts.url}${facts.url.includes('?') ? '&' : '?'}ui_locales=${language}` }
}

export type MailParts = {
  views: Pick<Views, 'mail'>
  /** The operator's; undefined: there is none. */
  mailer: Mailer | undefined
  pin: Pin
  /** How the tenant calls herself. */
  shownTenant(store: TenantStore): Promise<Tenant>
}

/** The tenant's own server, if it is to be used. */
export async function ownProvider(store: TenantStore): Promise<EmailProvider | undefined> {
  const provider = await store.facts.derived('email provider', async () => (await store.email_providers.find()) ?? null)
  return provider?.enabled ? provider : undefined
}

/** Whether a tenant can send mail: by a server of its own, else by the operator's (in development: keep it). A warm process knows without asking. */
export type HasMail = (store: TenantStore) => Promise<boolean>

export const createHasMail =
  (mailer: Mailer | undefined): HasMail =>
  async store =>
    mailer !== undefined || (await ownProvider(store)) !== undefined

/** For what nobody gets without a mail. @param property what asked for one */
export async function demandMail({ server, store }: FastifyRequest, property?: string): Promise<void> {
  if (await server.hasMail(store)) return
  const which = property === undefined ? '' : `${property}: `
  throw new LintelError(
    'operation_not_supported',
    `${which}No mail can be sent: there is neither an email provider of the tenant’s nor one of the operator’s.`,
  )
}

type Delivery = { mailer: Mailer; close: boolean; mayBeFrom(from: string): boolean }

/**
 * At a server of its own a tenant is whom it says it is; at the operator's it speaks for the operator's domain only. What is no sender, since an
 * app's name was printed into it, is nobody: the mail goes out all the same.
 */
async function deliveryOf(store: TenantStore, { mailer, pin }: MailParts): Promise<Delivery> {
  const own = await ownProvider(store)
  if (own) {
    const { smtp_host: host, smtp_port: port, smtp_user: user, smtp_pass: pass } = own.credentials
    const from = own.default_from_address ?? mailer?.from ?? `no-reply@${host}`
    const server = { ...(await pin(host)), host, port, user, pass, from, headers: own.settings.headers }
    return { mailer: createTenantMailer(server), close: true, mayBeFrom: from => parseSender(from) !== undefined }
  }
  if (!mailer) throw new Error('there is no server that takes mail')
  return { mailer, close: false, mayBeFrom: from => domainOf(from) === domainOf(mailer.from) }
}

async function aboutOf(store: TenantStore, { user_id, client_id, data }: MailJob) {
  const user = user_id === undefined ? undefined : await store.users.findAccount(user_id)
  const client = client_id ? await store.facts.client(client_id) : undefined
  const facts = factsOf(store, data)
  return {
    url: facts.url ?? facts.result_url,
    code: facts.code,
    expires_at: facts.expires_at,
    application: client ?? facts.client,
    user,
    name: store.tenant.tenant_id,
    language: store.language,
  }
}

/** Does jobs of kind `mail`. What cannot be sent any more is said in the tenant's log, and given up. */
export const mailHandler =
  (parts: MailParts) =>
  async (
    store: TenantStore,
    job: MailJob,
    { job: id, last }: { job: string; last: boolean },
    now: Date,
  ): Promise<void> => {
    const { mail, to, user_id, data, job_id } = job
    // Auth0: Failed Sending Notification.
    const say = (description: string) => store.logs.write({ type: 'fn', user_id, description, details: { mail } }, now)
    const fail = async (description: string) => {
      await say(description)
      if (job_id !== undefined) await store.jobs.update(job_id, { status: 'failed', status_details: description }, now)
    }
    const { expires_at } = withDates(data) as { expires_at?: Date }
    if (expires_at !== undefined && expires_at <= now)
      return fail('What the mail is about has expired before it could be sent.')
    const name = templateOf(mail)
    const own = name && (await ownTemplate(store, name))
    try {
      if (!name || job.trying || isSent(name, own ?? null)) {
        const tenant = await parts.shownTenant(store)
        const standard = parts.views.mail(
          mail,
          { ...factsOf(store, data), tenant } as Mails[typeof mail],
          store.language,
        )
        const isOwn = own && (own.enabled || job.trying)
        const about = isOwn && { ...(await aboutOf(store, job)), tenant }
        let message: ReturnType<typeof ownMessage> = standard
        try {
          if (about) message = ownMessage(own, standard, about)
        } catch {
          // A mail without which nobody gets on goes out whatever its template does.
          await say(
            'The template breaks, or takes too much, with what this mail is about. Lintel’s own words went out.',
          )
        }
        const { from, ...rest } = message
        const { mailer, close, mayBeFrom } = await deliveryOf(store, parts)
        try {
          await mailer.send({ id, to, ...rest, ...(from && mayBeFrom(from) ? { from } : {}) })
        } finally {
          if (close) await mailer.close()
        }
      }
    } catch (error) {
      if (error instanceof RefusedMailError) return fail(error.message)
      if (last) await fail('The mail could not be sent.')
      throw error
    }
    if (job_id !== undefined) await store.jobs.update(job_id, { status: 'completed' }, now)
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
  const link = await linkBy(store, 'verify_email', TICKET_LIFETIME_SECONDS * 1000, now)
  const ticket = await store.tickets.create(
    {
      purpose: 'verify_email',
      user_id,
      connection_id,
      identity_user_id,
      client_id: client_id ?? null,
      email,
      ...link,
    },
    now,
  )
  const { expires_at } = link
  const url = ticketUrl(store.tenant.issuer, 'verify_email', ticket)
  await queueMail(store, { mail: 'verify-email', to: email, user_id, client_id, job_id, data: { url, expires_at } })
}

/** The default, as a tenant's template would say it. */
export function defaultEmail(views: Pick<Views, 'mail'>, name: EmailTemplateName): { subject: string; body: string } {
  const said = factsFor(name, {
    tenant: { friendly_name: '{{ friendly_name }}' },
    client: { name: '{{ application.name }}' },
    url: '{{ url }}',
    code: '{{ code }}',
    expires_at: '{{ expires }}',
  })
  const { mail } = EMAIL_TEMPLATES[name]
  const { subject, html } = views.mail(mail, said as unknown as Mails[typeof mail], 'en')
  return { subject, body: html }
}
