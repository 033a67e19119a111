// A tenant's own mails: which of Auth0's templates stand for which mail, what they may print, and what they say of the links that the mails
// carry. The templates are rows (store/email-templates.ts) in Liquid (templates.ts).
import type { EmailTemplate } from '../store/email-templates.ts'
import type { TenantStore } from '../store/store.ts'
import type { Mails, Message, Tenant } from './pages.ts'
import { parseLine, parsePiece } from './templates.ts'

/**
 * By Auth0's names, those of mails that are sent here. @property link whether it has one, of which the template says how long it lives and where it
 * leads in the end @property silenced whether a template that is not enabled keeps the mail back; without the others nobody gets on, so
 * the default goes out
 */
export const EMAIL_TEMPLATES = {
  verify_email: { mail: 'verify-email', link: true, silenced: true },
  reset_email: { mail: 'reset-password', link: true, silenced: false },
  blocked_account: { mail: 'blocked-account', link: false, silenced: true },
  stolen_credentials: { mail: 'stolen-credentials', link: true, silenced: true },
  async_approval: { mail: 'async-approval', link: false, silenced: false },
  mfa_oob_code: { mail: 'one-time-code', link: false, silenced: false },
  auth_email_by_code: { mail: 'one-time-code', link: false, silenced: false },
} as const satisfies { [template: string]: { mail: keyof Mails; link: boolean; silenced: boolean } }
export type EmailTemplateName = keyof typeof EMAIL_TEMPLATES

export const isEmailTemplate = (name: string): name is EmailTemplateName => Object.hasOwn(EMAIL_TEMPLATES, name)

/** Of a mail that says nothing else. */
export const templateOf = (mail: keyof Mails): EmailTemplateName | undefined =>
  (Object.keys(EMAIL_TEMPLATES) as EmailTemplateName[]).find(name => EMAIL_TEMPLATES[name].mail === mail)

/** The tenant's own, if there is one. */
export const ownTemplate = (store: TenantStore, name: EmailTemplateName): Promise<EmailTemplate | null> =>
  store.facts.derived(`email template ${name}`, async () => (await store.email_templates.find(name)) ?? null)

/** What a ticket is given whose link goes out by this template. */
export async function linkBy(
  store: TenantStore,
  name: EmailTemplateName,
  lifetime_ms: number,
  now: Date,
): Promise<{ expires_at: Date; result_url?: string; options: { includeEmailInRedirect?: boolean } }> {
  const own = await ownTemplate(store, name)
  const lasts = own?.url_lifetime_in_seconds ? own.url_lifetime_in_seconds * 1000 : lifetime_ms
  return {
    expires_at: new Date(now.getTime() + lasts),
    ...(own?.result_url ? { result_url: own.result_url } : {}),
    // Auth0: unless it says otherwise.
    options: own?.result_url ? { includeEmailInRedirect: own.include_email_in_redirect ?? true } : {},
  }
}

/** What a mail is about, for templates. */
export type About = {
  tenant: Tenant
  name: string
  url?: string | undefined
  code?: string | undefined
  expires_at?: Date | undefined
  user?: object | undefined
  application?: { name: string; client_id?: string | undefined } | undefined
  language: string | undefined
}

/** Auth0's names. */
const variablesOf = ({ tenant, name, url, code, expires_at, user, application, language }: About) => ({
  tenant: name,
  friendly_name: tenant.friendly_name,
  support_email: tenant.support_email,
  support_url: tenant.support_url,
  branding: tenant.look?.branding ?? {},
  application: application && { name: application.name, clientID: application.client_id },
  user,
  url,
  link: url,
  code,
  // Lintel's own: until when the link or the code can be used (UTC).
  expires: expires_at?.toLocaleString(language ?? 'en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
  request_language: language,
})

const BLOCK = /<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr|\/table|hr)\b[^>]*>/gi
const CHARACTERS: { [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/** The same as text, for who reads mail so: without markup, links written out. */
export function textOf(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[^>]*>[\s\S]{0,200000}?<\/\1\s*>/gi, '')
    .replace(/<a\b[^>]*?\bhref="([^"]*)"[^>]*>([^<]*)<\/a>/gi, (_, href: string, text: string) =>
      text.trim() === href ? href : `${text} ${href}`,
    )
    .replace(BLOCK, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, entity: string) => CHARACTERS[entity] as string)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** What stands in the tenant's template, in place of what the default says. */
export function ownMessage(own: EmailTemplate, standard: Message, about: About): Message & { from?: string } {
  const variables = variablesOf(about)
  const html = own.body ? parsePiece(own.body, 'body').render(variables) : standard.html
  const subject = own.subject ? parseLine(own.subject, 'subject').render(variables) : ''
  const from = own.from ? parseLine(own.from, 'from').render(variables) : ''
  return {
    subject: subject || standard.subject,
    html,
    text: own.body ? textOf(html) : standard.text,
    ...(from ? { from } : {}),
  }
}
