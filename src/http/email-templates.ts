// A tenant's own mails: which of Auth0's templates stand for which mail, what they may print, and what they say of the links that the mails
// carry. The templates are rows (store/email-templates.ts) in Liquid (templates.ts).
import type { EmailTemplate } from '../store/email-templates.ts'
import type { TenantStore } from '../store/store.ts'
import type { Mails, Message } from './mails.ts'
import type { Tenant } from './pages.ts'
import { parseLine, parsePiece } from './templates.ts'

/**
 * By Auth0's names, those of mails that are sent here. @property carries a link or a code @property link whether it has one of which the template says
 * how long it lives and where it leads in the end (a welcome leads there at once) @property sent whether the default goes out where there is no template, and where one is not enabled: without some mails
 * nobody gets on
 */
export const EMAIL_TEMPLATES = {
  verify_email: { mail: 'verify-email', carries: 'url', link: true, sent: 'unless-disabled' },
  verify_email_by_code: { mail: 'verify-email-by-code', carries: 'code', link: false, sent: 'always' },
  reset_email: { mail: 'reset-password', carries: 'url', link: true, sent: 'always' },
  reset_email_by_code: { mail: 'reset-password-by-code', carries: 'code', link: false, sent: 'always' },
  welcome_email: { mail: 'welcome', carries: undefined, link: true, sent: 'if-enabled' },
  blocked_account: { mail: 'blocked-account', carries: 'url', link: false, sent: 'unless-disabled' },
  stolen_credentials: { mail: 'stolen-credentials', carries: 'url', link: true, sent: 'unless-disabled' },
  enrollment_email: { mail: 'enroll-factor', carries: 'url', link: true, sent: 'always' },
  async_approval: { mail: 'async-approval', carries: 'url', link: false, sent: 'always' },
  mfa_oob_code: { mail: 'one-time-code', carries: 'code', link: false, sent: 'always' },
  auth_email_by_code: { mail: 'sign-in-code', carries: 'code', link: false, sent: 'always' },
} as const satisfies {
  [template: string]: {
    mail: keyof Mails
    carries: 'url' | 'code' | undefined
    link: boolean
    sent: 'always' | 'unless-disabled' | 'if-enabled'
  }
}
export type EmailTemplateName = keyof typeof EMAIL_TEMPLATES

export const isEmailTemplate = (name: string): name is EmailTemplateName => Object.hasOwn(EMAIL_TEMPLATES, name)

/** Of a mail that says nothing else. */
export const templateOf = (mail: keyof Mails): EmailTemplateName | undefined =>
  (Object.keys(EMAIL_TEMPLATES) as EmailTemplateName[]).find(name => EMAIL_TEMPLATES[name].mail === mail)

/** Of what mails are made of, that which this one is. */
export function factsFor(
  name: EmailTemplateName,
  facts: { url: string; code: string; [fact: string]: unknown },
): object {
  const { url, code, ...rest } = facts
  const { carries } = EMAIL_TEMPLATES[name]
  return { ...rest, ...(carries === 'url' ? { url } : carries === 'code' ? { code } : {}) }
}

/** The tenant's own, if there is one. */
export const ownTemplate = (store: TenantStore, name: EmailTemplateName): Promise<EmailTemplate | null> =>
  store.facts.derived(`email template ${name}`, async () => (await store.email_templates.find(name)) ?? null)

/** Whether a mail goes out, as its template stands. */
export function isSent(name: EmailTemplateName, own: EmailTemplate | null): boolean {
  const { sent } = EMAIL_TEMPLATES[name]
  return sent === 'always' || (own ? own.enabled : sent === 'unless-disabled')
}

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

/** Elements whose content is no text; HTML §13.2.6.4.7: each ends at its end tag alone. */
const SILENT = new Set(['script', 'style', 'title'])
/** Elements after which a new line begins. */
const BLOCKS = new Set(['br', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'p', 'table', 'tr'])
const CHARACTERS: { [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function characterOf(reference: string, entity: string): string {
  if (!entity.startsWith('#')) return CHARACTERS[entity] ?? reference
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/**
 * The same as text, for who reads mail so: without markup, links written out. Whoever wrote it may not mean well, so it is gone through once,
 * from tag to tag, and nothing is looked at again.
 */
export function textOf(html: string): string {
  // Letter by letter: some letters have more than one in lower case.
  const lower = html.replace(/[A-Z]/g, letter => letter.toLowerCase())
  let text = ''
  let link: { href: string; from: number } | undefined
  let at = 0
  /** On to behind the next of these; behind everything, where there is none. */
  const pass = (end: string, from: number): number => {
    const found = lower.indexOf(end, from)
    return found === -1 ? html.length : found + end.length
  }
  while (at < html.length) {
    const begin = lower.indexOf('<', at)
    text += html.slice(at, begin === -1 ? html.length : begin).replace(/\s+/g, ' ')
    if (begin === -1) break
    at = lower.startsWith('<!--', begin) ? pass('-->', begin + 4) : pass('>', begin)
    const [, closes = '', name = ''] =
      /^<(\/?)([a-z][a-z0-9]*)/.exec(lower.slice(begin, Math.min(at, begin + 16))) ?? []
    if (SILENT.has(name) && !closes) at = pass('>', pass(`</${name}`, at))
    if (name === 'a' && !closes) {
      const [, double, single, bare] = /\shref=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(html.slice(begin, at)) ?? []
      link = { href: double ?? single ?? bare ?? '', from: text.length }
    } else if (name === 'a' && link) {
      const { href, from } = link
      if (href !== '' && text.slice(from).trim() !== href) text += ` ${href}`
      link = undefined
    }
    if (BLOCKS.has(name) && (closes || name === 'br' || name === 'hr')) text += '\n'
  }
  return text
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (reference, entity: string) =>
      characterOf(reference, entity.toLowerCase()),
    )
    .split('\n')
    .map(line => line.replace(/[^\S\n]+/g, ' ').trim())
    .join('\n')
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
