// What reaches a phone: how its words are made, how a provider is asked, what the log says of it. A message is a job: queued on the transaction
// that causes it, handed over when its turn comes. Owns neither when somebody is written to, nor what the code opens.
import { newMessageId } from '../ids.ts'
import type { PhoneProvider } from '../store/phone-providers.ts'
import type { DeliveryMethod, PhoneMessageType, PhoneTemplateContent } from '../store/schema.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { localesOf, wordsIn } from './languages.ts'
import { type Outbound, OutboundError } from './outbound.ts'
import { webhookHeaders } from './standard-webhooks.ts'
import { renderLiquid } from './templates.ts'
import { english, text } from './words.ts'

const TIMEOUT_MS = 10_000
const TWILIO = 'https://api.twilio.com'

/**
 * @property id the same each time it is sent
 * @property to E.164
 * @property user_id whom it is about, so that it goes when she does
 * @property expires_at until when it is of use
 */
export type PhoneMessage = {
  id: string
  type: PhoneMessageType
  to: string
  by: DeliveryMethod
  code: string
  user_id?: string | undefined
  expires_at: Date
}

export type PhoneSender = {
  /** On the open transaction, if there is one. @param by as factors and methods call it */
  send(
    store: TenantStore,
    message: Pick<PhoneMessage, 'to' | 'code' | 'user_id' | 'expires_at'> & {
      by: 'sms' | 'voice'
      type?: PhoneMessageType
      /** the phone is her second factor already */
      is_enrolled?: boolean
    },
    now: Date,
  ): Promise<void>
}

const HOUR_SECONDS = 3_600
const SENT_IN_HOUR = ['messages to phones', 'hour']
const SENT_IN_DAY = ['messages to phones', 'day']

const ceilingsOf = async (store: TenantStore) => readSettings(await store.facts.settings()).phone_messages

/**
 * What the tenant sends of them in an hour and in a day. Strangers, who have a phone to add or nothing but a number, are sent four fifths of it, so that
 * second factors go on when they have used theirs up.
 */
async function ceilingsFor(store: TenantStore, is_enrolled: boolean) {
  const { per_hour, per_day } = await ceilingsOf(store)
  const all = [
    { key: SENT_IN_HOUR, seconds: HOUR_SECONDS, most: per_hour, span: 'hour' },
    { key: SENT_IN_DAY, seconds: 24 * HOUR_SECONDS, most: per_day, span: 'day' },
  ]
  const open = all.map(each => ({ ...each, key: [...each.key, 'to strangers'], most: Math.ceil(each.most * 0.8) }))
  return is_enrolled ? all : [...open, ...all]
}

/** What one network may ask for without a first proof: a tenth of what there is, so that none uses it up alone. */
export async function networkCeilings(store: TenantStore): Promise<{ per_hour: number; per_day: number }> {
  const { per_hour, per_day } = await ceilingsOf(store)
  return { per_hour: Math.ceil(per_hour / 10), per_day: Math.ceil(per_day / 10) }
}

/** Whether the tenant sends messages to phones still: whoever asks for one is told before. @param is_enrolled whether the phone is her second factor */
export async function maySendToPhones(
  store: TenantStore,
  now: Date,
  { is_enrolled = false }: { is_enrolled?: boolean } = {},
): Promise<boolean> {
  for (const { key, most } of await ceilingsFor(store, is_enrolled))
    if ((await store.throttles.count(key, now)) >= most) return false
  return true
}

/**
 * Counts a message that is really to be sent. Whoever is paid for what reaches a number (SMS pumping) has many numbers, accounts and addresses to
 * ask from: what all of them cost together ends here. Told once each time.
 */
async function isWithinCeilings(
  store: TenantStore,
  by: DeliveryMethod,
  is_enrolled: boolean,
  now: Date,
): Promise<boolean> {
  for (const { key, seconds, most, span } of await ceilingsFor(store, is_enrolled)) {
    const { count } = await store.throttles.hit(key, seconds, now)
    if (count <= most) continue
    const description = `No more than ${most} messages are sent to phones in one ${span} (phone_messages of /tenants/settings).`
    if (count === most + 1) await store.logs.write({ type: FAILED[by], description }, now)
    return false
  }
  return true
}

export const createPhoneSender = (): PhoneSender => ({
  async send(store, { to, by, code, user_id, expires_at, type = 'otp_verify', is_enrolled = false }, now) {
    if (!(await isWithinCeilings(store, by === 'sms' ? 'text' : 'voice', is_enrolled, now))) return
    const about = user_id === undefined ? {} : { user_id }
    const delivery = by === 'sms' ? 'text' : 'voice'
    await store.enqueue('phone_message', { id: newMessageId(), type, to, by: delivery, code, expires_at, ...about })
  },
})

/** Where messages are kept when there is nobody to send them (development). */
export type PhoneMailbox = { keep(message: { to: string; from: string; subject: string; text: string }): void }

/** What is said, both ways: a provider may choose. */
export type Wording = { language: string; text: string; voice: string; from: string | undefined }

/** The message was not taken. `final`: nor will it be. The words are for an operator, and quote nothing that a provider says. */
export class PhoneError extends Error {
  override name = 'PhoneError'
  readonly final: boolean
  constructor(message: string, final: boolean) {
    super(message)
    this.final = final
  }
}

/** Where whoever reads a message out waits a moment. */
const PAUSE = '\u2029'

/** Lintel's own words as a tenant's template would say them. */
export function defaultContent(type: PhoneMessageType): PhoneTemplateContent {
  const variables = { code: '{{ code }}', companyName: '{{ friendly_name }}', pause: '{{ pause }}' }
  const say = (by: DeliveryMethod) => text(english, 'phone', type, by, variables)
  return { body: { text: say('text'), voice: say('voice') } }
}

/** @param content the tenant's own words; undefined: Lintel's, in the language of whoever asked */
export async function wordingOf(
  store: TenantStore,
  { type, code }: Pick<PhoneMessage, 'type' | 'code'>,
  content: PhoneTemplateContent | undefined,
): Promise<Wording> {
  const settings = readSettings(await store.facts.settings())
  const { friendly_name, support_email, support_url } = settings
  const [own = 'en'] = localesOf(settings)
  const language = store.language ?? own
  const companyName = friendly_name || 'Lintel'
  // Read out one by one.
  const spoken = [...code].join(' ')
  if (content) {
    const tenant = { friendly_name: companyName, support_email, support_url }
    const say = (template: string, code: string) =>
      renderLiquid(template, { code, friendly_name: companyName, tenant, locale: language, pause: PAUSE })
    return { language, text: say(content.body.text, code), voice: say(content.body.voice, spoken), from: content.from }
  }
  const say = (by: DeliveryMethod, code: string) =>
    text(wordsIn(language), 'phone', type, by, { code, companyName, pause: PAUSE })
  return { language, text: say('text', code), voice: say('voice', spoken), from: undefined }
}

const ENTITIES: { [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const escapeXml = (text: string) => text.replace(/[&<>"']/g, character => ENTITIES[character] as string)
const withoutPauses = (text: string) => text.replaceAll(PAUSE, '').replace(/ {2,}/g, ' ')

/** TwiML. */
function readOut(text: string, language: string): string {
  const { language: tongue, region } = new Intl.Locale(language).maximize()
  const say = (part: string) => `<Say language="${tongue}-${region}">${escapeXml(part)}</Say>`
  const parts = text.split(PAUSE).map(part => part.trim())
  return `<Response>${parts.filter(Boolean).map(say).join('<Pause length="1"/>')}</Response>`
}

type Post = { url: string; headers: { [name: string]: string }; body: string }

/** Twilio's REST API of 2010-04-01, which others speak too. */
function forTwilio(
  { configuration, credentials }: PhoneProvider,
  message: PhoneMessage,
  said: Wording,
  language: string,
): Post {
  const { sid = '', base_url = TWILIO, default_from, mssid } = configuration
  const from = said.from ?? default_from
  const voice = message.by === 'voice'
  if (voice && from === undefined) throw new PhoneError('Twilio calls nobody without a number to call from.', true)
  const sender: { [parameter: string]: string } =
    from === undefined ? { MessagingServiceSid: mssid ?? '' } : { From: from }
  const content: { [parameter: string]: string } = voice
    ? { Twiml: readOut(said.voice, language) }
    : { Body: withoutPauses(said.text) }
  return {
    url: `${base_url.replace(/\/$/, '')}/2010-04-01/Accounts/${encodeURIComponent(sid)}/${voice ? 'Calls' : 'Messages'}.json`,
    headers: {
      authorization: `Basic ${Buffer.from(`${sid}:${credentials.auth_token ?? ''}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ To: message.to, ...sender, ...content }).toString(),
  }
}

/** What an Action of Auth0's is told of a message (`event.notification`), as a signed webhook. */
function forWebhook(
  { configuration, credentials }: PhoneProvider,
  message: PhoneMessage,
  said: Wording,
  language: string,
  now: Date,
): Post {
  const { id, to, by, type, code } = message
  const notification = {
    message_type: type,
    delivery_method: by,
    recipient: to,
    ...(said.from === undefined ? {} : { from: said.from }),
    as_text: withoutPauses(said.text),
    as_voice: withoutPauses(said.voice),
    code,
    locale: language,
  }
  const body = JSON.stringify({ type: 'phone.message', timestamp: now.toISOString(), data: notification })
  return {
    url: configuration.webhook_url ?? '',
    headers: {
      'content-type': 'application/json',
      ...webhookHeaders(credentials.signing_secret ?? '', id, body, now),
    },
    body,
  }
}

const isForLater = (status: number) => status >= 500 || status === 408 || status === 429

/** Hands a message to the tenant's provider. Throws a PhoneError when it is not taken. */
export async function deliver(
  outbound: Outbound,
  provider: PhoneProvider,
  message: PhoneMessage,
  said: Wording,
  language: string,
  now: Date,
): Promise<void> {
  if (!provider.configuration.delivery_methods.includes(message.by))
    throw new PhoneError(`The phone provider does not deliver by ${message.by}.`, true)
  const { url, headers, body } =
    provider.name === 'twilio'
      ? forTwilio(provider, message, said, language)
      : forWebhook(provider, message, said, language, now)
  let status: number
  try {
    status = (await outbound(url, { method: 'POST', headers, body, timeout_ms: TIMEOUT_MS })).status
  } catch (error) {
    if (error instanceof OutboundError) throw new PhoneError(error.message, false)
    throw error
  }
  if (status < 200 || status >= 300)
    throw new PhoneError(`${new URL(url).host} answered ${status}`, !isForLater(status))
}

/** Auth0's types. That something was sent, whoever asked for it says. */
const FAILED: { [By in DeliveryMethod]: string } = { text: 'gd_send_sms_failure', voice: 'gd_send_voice_failure' }

/** Does jobs of kind `phone_message`. @param mailbox where they are kept where nobody is there to send them; undefined: nowhere */
export const phoneMessageHandler =
  ({ outbound, mailbox }: { outbound: Outbound; mailbox: PhoneMailbox | undefined }) =>
  async (
    store: TenantStore,
    { expires_at, ...queued }: Omit<PhoneMessage, 'expires_at'> & { expires_at: string },
    { last }: { last: boolean },
    now: Date,
  ): Promise<void> => {
    const message: PhoneMessage = { ...queued, expires_at: new Date(expires_at) }
    const { by, to, user_id } = message
    const about = { user_id, details: { delivery_method: by } }
    const fail = (description: string) => store.logs.write({ ...about, type: FAILED[by], description }, now)
    if (message.expires_at <= now) return fail('The code has expired before it could be sent.')

    const template = await store.phone_templates.findByType(message.type)
    const said = await wordingOf(store, message, template?.disabled ? undefined : template?.content)
    const provider = await store.phone_providers.find()
    if (!provider || provider.disabled) {
      if (!mailbox) return fail('The tenant has no phone provider.')
      const subject = by === 'voice' ? 'A call' : 'A text message'
      mailbox.keep({ to, from: said.from ?? 'Lintel', subject, text: withoutPauses(said[by]) })
      return
    }
    try {
      await deliver(outbound, provider, message, said, said.language, now)
    } catch (error) {
      if (!(error instanceof PhoneError)) throw error
      if (!error.final && !last) throw error
      return fail(error.message)
    }
  }
