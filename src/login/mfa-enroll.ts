// A ticket of the Management API's: its link lets a person add a second factor outside a sign-in. Opening it spends nothing, since mail scanners open
// links; the proof of what she has added does. The pages are those of a sign-in.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { totpUri } from '../credentials/totp.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { MfaEnrollResultPage, OtpEnrollmentPage, PhoneEnrollmentPage, SentCodePage } from '../http/pages.ts'
import type { Account } from '../store/accounts.ts'
import type { AuthenticationMethod } from '../store/authentication-methods.ts'
import { readMultiFactor } from '../store/multi-factor.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import type { TenantStore } from '../store/store.ts'
import type { Ticket } from '../store/tickets.ts'
import { readForm } from './form.ts'
import { queueNotice } from './mails.ts'
import { errorFor, isRefused } from './mfa/factor.ts'
import { maskedEmail, maskedPhone } from './mfa/sent-code.ts'
import { countryShown, typedNumber } from './phone-field.ts'
import {
  beginTotp,
  type CodeChannel,
  confirmTotp,
  factorsOf,
  giveRecoveryCode,
  isUnsent,
  proveCode,
  sendCode,
} from './second-factors.ts'
import { eventOf, formTo, homeOf, type Room, show, shownTenant, withResult } from './visit.ts'

const PATH = '/u/mfa-enroll'
const PURPOSE = 'enroll_factor'

/** Those that need nothing of the browser. */
const FACTORS = ['otp', 'sms', 'email'] as const
type Factor = (typeof FACTORS)[number]
const FACTOR_OF: { [type: string]: Factor | undefined } = { totp: 'otp', phone: 'sms', email: 'email' }

type Fields = { method?: string; sent?: string; factor?: string }
type Open = {
  room: Room
  request: FastifyRequest
  reply: FastifyReply
  raw: string
  ticket: Ticket
  account: Account
  /** what she may add */
  addable: readonly Factor[]
}

const nameOf = ({ account }: Open) => account.email ?? account.username ?? account.phone_number ?? account.user_id
const messageTypes = async (store: TenantStore) => readMultiFactor(await store.facts.settings()).message_types
const channelOf = ({ type, phone_number, email, preferred_authentication_method: by }: AuthenticationMethod) =>
  (type === 'phone' ? { by: by ?? 'sms', to: phone_number } : { by: 'email', to: email }) as CodeChannel
/** Codes of one ticket are of no use to another. */
const proofOf = ({ request, raw, account }: Open) => ({
  purpose: 'add a factor by ticket',
  transaction: request.store.mac('enrolment ticket', raw),
  user_id: account.user_id,
})

const linkTo = (raw: string, fields: Fields & { screen?: string } = {}) =>
  `${PATH}?${new URLSearchParams({ ticket: raw, ...fields })}`

async function showResult(
  room: Room,
  { store }: FastifyRequest,
  reply: FastifyReply,
  result: MfaEnrollResultPage['result'],
): Promise<FastifyReply> {
  const data = { tenant: await shownTenant(store), result, links: { continue: await homeOf(store, undefined) } }
  return show(room, reply, 'mfa/mfa-enroll-result', data, result === 'enrolled' ? 200 : 400)
}

/** She is done: on to where the template of the mail leads, if it leads anywhere. */
async function showEnrolled(room: Room, request: FastifyRequest, reply: FastifyReply, raw: string) {
  const ticket = await request.store.tickets.find(raw, PURPOSE, new Date())
  const result_url = ticket?.state === 'used' ? withResult(ticket, true, 'You have been enrolled.') : undefined
  return result_url ? reply.redirect(result_url, 303) : showResult(room, request, reply, 'enrolled')
}

/** Undefined: the request has been answered. */
async function open(room: Room, request: FastifyRequest, reply: FastifyReply, raw: string): Promise<Open | undefined> {
  const { store } = request
  const ticket = await store.tickets.find(raw, PURPOSE, new Date())
  const refuse = (result: MfaEnrollResultPage['result']) => void showResult(room, request, reply, result)
  if (ticket?.state !== 'live') {
    refuse(ticket?.state === 'used' ? 'alreadyUsed' : ticket ? 'expiredTicket' : 'invalidTicket')
    return undefined
  }
  const account = await store.users.findAccount(ticket.user_id)
  const { allowed, methods } = await factorsOf(store, ticket.user_id)
  if (!account || account.blocked) return refuse('invalidTicket')
  if (methods.length > 0 && ticket.options.allow_multiple_enrollments !== true) return refuse('alreadyEnrolled')
  const { factor } = ticket.options
  const offered = FACTORS.filter(name => allowed.has(name) && (factor === undefined || name === factor))
  const hasMail = await room.hasMail(store)
  const addable = offered.filter(name => name !== 'email' || (hasMail && account.email !== null))
  if (addable.length === 0) return refuse('genericError')
  return { room, request, reply, raw, ticket, account, addable }
}

async function frameOf({ request, reply, raw }: Open, fields: Fields = {}) {
  const tenant = await shownTenant(request.store)
  return {
    tenant,
    client: { name: tenant.friendly_name },
    ...formTo(request, reply, PATH),
    fields: { ticket: raw, ...fields },
  }
}
/** Back to where she chooses, if there is a choice. */
const otherOf = ({ raw, addable }: Open) => (addable.length > 1 ? linkTo(raw) : undefined)

async function showChoice(opened: Open, status = 200): Promise<FastifyReply> {
  const { room, reply, addable } = opened
  const page = await frameOf(opened)
  const errors = status === 403 ? [{ code: 'form-expired' } as const] : []
  return show(room, reply, 'mfa/mfa-begin-enroll-options', { ...page, factors: addable, errors }, status)
}

async function showPhone(
  opened: Open,
  {
    errors = [],
    typed,
    status = 200,
  }: { errors?: PhoneEnrollmentPage['errors']; typed?: string; status?: number } = {},
): Promise<FastifyReply> {
  const { room, request, reply, account } = opened
  const types = await messageTypes(request.store)
  const screen =
    types.length > 1
      ? 'mfa-phone/mfa-phone-enrollment'
      : types[0] === 'voice'
        ? 'mfa-voice/mfa-voice-enrollment'
        : 'mfa-sms/mfa-sms-enrollment'
  const page = await frameOf(opened, { factor: 'sms' })
  const values = { phone: typed ?? account.phone_number }
  const data = { ...page, country: countryShown(request), values, errors, links: { other: otherOf(opened) } }
  return show(room, reply, screen, data, status)
}

/** The page that takes a code of what is being added. */
async function showProof(
  opened: Open,
  method: AuthenticationMethod,
  sent: string,
  {
    screen,
    errors = [],
    status = 200,
  }: { screen?: string; errors?: OtpEnrollmentPage['errors']; status?: number } = {},
): Promise<FastifyReply> {
  const { room, reply, raw } = opened
  if (method.type === 'totp') {
    const fields = { method: method.id }
    const page = await frameOf(opened, fields)
    const [here, other] =
      screen === 'code'
        ? (['mfa-otp-enrollment-code', linkTo(raw, fields)] as const)
        : (['mfa-otp-enrollment-qr', linkTo(raw, { ...fields, screen: 'code' })] as const)
    const secret = method.secret ?? ''
    const uri = totpUri(secret, { issuer: page.tenant.friendly_name, account: nameOf(opened) })
    return show(
      room,
      reply,
      `mfa-otp/${here}`,
      { ...page, uri, secret, errors, links: { other, back: otherOf(opened) } },
      status,
    )
  }
  const { by, to } = channelOf(method)
  const page = await frameOf(opened, { method: method.id, sent })
  const data = {
    ...page,
    to: by === 'email' ? maskedEmail(to) : maskedPhone(to),
    resent: screen === 'resent',
    errors: errors as SentCodePage['errors'],
    links: { other: otherOf(opened) },
  }
  const name =
    by === 'email'
      ? 'mfa-email/mfa-email-challenge'
      : by === 'voice'
        ? 'mfa-voice/mfa-voice-challenge'
        : 'mfa-sms/mfa-sms-challenge'
  return show(room, reply, name, data, status)
}

/** What is being added with this ticket; undefined: nothing that she may add, or nothing any more. */
async function addingOf({ request, account, addable }: Open, id: string): Promise<AuthenticationMethod | undefined> {
  const method = await request.store.authentication_methods.find(account.user_id, id)
  const factor = method && FACTOR_OF[method.type]
  return method && !method.confirmed && factor && addable.includes(factor) ? method : undefined
}

/**
 * A phone or an address that a code is sent to: it counts when the code comes back.
 * @param before what was sent to it before, which stays good where nothing more is sent
 */
async function begin(
  opened: Open,
  channel: CodeChannel,
  now: Date,
  before?: { method: AuthenticationMethod; sent: string },
): Promise<FastifyReply> {
  const { request, reply, raw, account } = opened
  const { user_id } = account
  const type = channel.by === 'email' ? 'email' : 'phone'
  const beginning = request.store.transaction(async tx => {
    await tx.authentication_methods.removeAll(user_id, { types: [type], unconfirmed: true })
    const address =
      channel.by === 'email'
        ? { email: channel.to }
        : { phone_number: channel.to, preferred_authentication_method: channel.by }
    const { id } = await tx.authentication_methods.create({ user_id, type, ...address, confirmed: false }, now)
    const sent = await sendCode(tx, { ...proofOf(opened), channel, enrolls: true }, now)
    return { method: id, sent }
  })
  const fields = await beginning.catch(error => {
    if (isUnsent(error)) return undefined
    throw error
  })
  if (fields) return reply.redirect(linkTo(raw, { ...fields, ...(before ? { screen: 'resent' } : {}) }), 303)
  const refused = { errors: [{ code: 'too-many-codes' }], status: 429 } as const
  return before
    ? showProof(opened, before.method, before.sent, refused)
    : showPhone(opened, { ...refused, typed: channel.to })
}

/** To the page of this factor. */
async function choose(opened: Open, factor: Factor, now: Date): Promise<FastifyReply> {
  const { request, reply, raw, account } = opened
  if (factor === 'sms') return reply.redirect(linkTo(raw, { factor }), 303)
  if (factor === 'email') return begin(opened, { by: 'email', to: account.email ?? '' }, now)
  const { method } = await beginTotp(request.store, { user_id: account.user_id, account: nameOf(opened) }, now)
  return reply.redirect(linkTo(raw, { method: method.id }), 303)
}

type Outcome =
  | { outcome: 'right'; recovery_code: string | undefined }
  | { outcome: 'wrong' | 'gone' | 'too-many' | 'locked' | 'spent' }

/** The code of what is added: it counts from now on, and the ticket is spent, both or neither. */
async function finish(
  opened: Open,
  method: AuthenticationMethod,
  sent: string,
  code: string,
  now: Date,
): Promise<Outcome> {
  const { request, raw, account, room } = opened
  const { user_id } = account
  let spent = false
  const work = request.store.transaction<Outcome>(async tx => {
    const { outcome } =
      method.type === 'totp'
        ? await confirmTotp(tx, { user_id, id: method.id }, code, now)
        : await proveCode(tx, sent, proofOf(opened), code, now)
    if (outcome !== 'right') return { outcome }
    const ticket = await tx.tickets.consume(raw, PURPOSE, now)
    // Whatever was added by another form of the same ticket at this moment is taken back.
    spent = !ticket
    if (!ticket) throw new Error('the ticket is spent')
    if (method.type !== 'totp' && !(await tx.authentication_methods.confirm(user_id, method.id, {}, now)))
      return { outcome: 'wrong' }
    await tx.tickets.consumeAll(ticket, now)
    const about = { user_id, user_name: account.email ?? undefined }
    const details = { authenticator: FACTOR_OF[method.type] }
    await tx.logs.write(eventOf(request, {}, { type: 'gd_enrollment_complete', ...about, details }), now)
    await queueNotice(tx, room, 'factor-added', account, now)
    const { allowed, methods } = await factorsOf(tx, user_id)
    const wants = allowed.has('recovery-code') && !methods.some(({ type }) => type === 'recovery-code')
    return { outcome: 'right', recovery_code: wants ? await giveRecoveryCode(tx, user_id, now) : undefined }
  })
  return work.catch(error => {
    if (spent) return { outcome: 'spent' }
    throw error
  })
}

export function mfaEnroll(server: FastifyInstance, room: Room): void {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')

  server.get<{ Querystring: { [name: string]: unknown } }>(PATH, async (request, reply) => {
    const opened = await open(room, request, reply, text(request.query.ticket))
    if (!opened) return reply
    const { factor, method: id, sent, screen } = request.query
    const method = id === undefined ? undefined : await addingOf(opened, text(id))
    if (method) return showProof(opened, method, text(sent), { screen: text(screen) })
    return factor === 'sms' && opened.addable.includes('sms') ? showPhone(opened) : showChoice(opened)
  })

  server.post(PATH, async (request, reply) => {
    const now = new Date()
    const form = readForm(request, ['ticket', 'action', 'factor', 'phone', 'method', 'sent', 'code', 'done'])
    if (form.done !== '') return showEnrolled(room, request, reply, form.ticket)
    const opened = await open(room, request, reply, form.ticket)
    if (!opened) return reply
    if (!isOwnForm(request)) return showChoice(opened, 403)

    if (form.factor === 'sms' && opened.addable.includes('sms')) {
      const again = (code: 'no-phone' | 'invalid-phone-format') =>
        showPhone(opened, { errors: [{ code, field: 'phone' }], typed: form.phone, status: 400 })
      if (form.phone.trim() === '') return again('no-phone')
      const to = readPhoneNumber(typedNumber(request, form.phone))
      if (!isPhoneNumber(to)) return again('invalid-phone-format')
      const types = await messageTypes(request.store)
      return begin(opened, { by: types.find(type => type === form.action) ?? types[0] ?? 'sms', to }, now)
    }
    const method = await addingOf(opened, form.method)
    if (method && form.action === 'resend' && method.type !== 'totp')
      return begin(opened, channelOf(method), now, { method, sent: form.sent })
    if (method) {
      const result = await finish(opened, method, form.sent, form.code, now)
      if (result.outcome === 'spent') return showResult(room, request, reply, 'alreadyUsed')
      if (result.outcome !== 'right') {
        const errors = [{ code: errorFor(result.outcome), field: 'code' }] as const
        return showProof(opened, method, form.sent, { errors, status: isRefused(result.outcome) ? 429 : 400 })
      }
      if (result.recovery_code === undefined) return showEnrolled(room, request, reply, form.ticket)
      const page = await frameOf(opened)
      const data = { ...page, fields: { done: 'yes' }, code: result.recovery_code }
      return show(room, reply, 'mfa-recovery-code/mfa-recovery-code-enrollment', data)
    }
    const factor = opened.addable.find(name => name === form.action)
    return factor ? choose(opened, factor, now) : showChoice(opened)
  })
}
