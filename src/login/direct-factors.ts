// Second factors without a page, for the grants that take them and the endpoints around them (Auth0: mfa_token). What a person may prove or
// enrol by an app is here, and what of it is told to the log; the rules of each proof are second-factors.ts's.
import type { FastifyRequest } from 'fastify'
import { methodsOf } from '../credentials/webauthn.ts'
import type { AuthenticationMethod } from '../store/authentication-methods.ts'
import type { HeldProof } from '../store/held-proofs.ts'
import { type Factor, readMultiFactor } from '../store/multi-factor.ts'
import type { AuthenticationMethodType, JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { noticeOf, queueNotice } from './mails.ts'
import {
  CODES_LOCKED,
  type CodeChannel,
  confirmRecoveryCode,
  confirmTotp,
  type Factors,
  factorsOf,
  isUnsent,
  mailboxOf,
  proveCode,
  proveRecoveryCode,
  proveTotp,
  removeMethod,
  sendCode,
} from './second-factors.ts'
import { eventOf, type Room } from './visit.ts'
import { beginWebauthnProof, finishWebauthnEnrollment, originsOf, proveWebauthn, relyingPartyOf } from './webauthn.ts'

/** Auth0's names in mfa_requirements, and in the list of authenticators. */
export const FACTOR_NAMES: { [Type in AuthenticationMethodType]: string } = {
  totp: 'otp',
  phone: 'phone',
  email: 'email',
  'recovery-code': 'recovery-code',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
  passkey: 'passkey',
}

/** Auth0 has these on its pages only; here an app may ask for them by the same names. */
export const KEY_TYPES = ['webauthn-roaming', 'webauthn-platform'] as const
type KeyType = (typeof KEY_TYPES)[number]
export const isKeyType = (type: unknown): type is KeyType => KEY_TYPES.some(one => one === type)

/** What an app can enrol her with, without a page. */
const ENROLLABLE: readonly { factor: Factor; name: string }[] = [
  { factor: 'otp', name: 'otp' },
  { factor: 'sms', name: 'phone' },
  { factor: 'email', name: 'email' },
  ...KEY_TYPES.map(factor => ({ factor, name: factor })),
]

/** What an mfa_token has begun to add: an app by its id, a key by its type. */
export type Begun = { enrolling?: string; enrolling_key?: KeyType }

/** RFC 8176. A recovery code is a secret that she keeps. */
const AMR = { email: ['otp'], sms: ['sms'], voice: ['tel'] } as const

const PURPOSE = 'second factor of an app'

/** A method as far as it is asked for here. */
export type Way = Pick<
  AuthenticationMethod,
  'id' | 'type' | 'name' | 'email' | 'phone_number' | 'preferred_authentication_method'
>

/** A confirmed address of hers is a factor by itself. It is no method of its own, and cannot be removed. */
const MAILBOX = 'email|account'

/**
 * What she could prove now: what she has enrolled, and her mailbox, if that is not what she has proved already.
 * @param amr of what she has proved
 */
export async function waysOf(
  store: TenantStore,
  room: Pick<Room, 'hasMail'>,
  { user_id, amr, connection_id }: { user_id: string; amr: readonly string[]; connection_id?: string | undefined },
): Promise<Factors & { ways: Way[] }> {
  const factors = await factorsOf(store, user_id, { amr, connection_id })
  const { allowed, methods } = factors
  const account = allowed.has('email') ? await store.users.findAccount(user_id) : undefined
  const email = mailboxOf(account, factors, { amr })
  if (email === undefined || methods.some(method => method.email === email) || !(await room.hasMail(store)))
    return { ...factors, ways: methods }
  const mailbox = { type: 'email', name: null, phone_number: null, preferred_authentication_method: null } as const
  return { ...factors, ways: [...methods, { ...mailbox, id: MAILBOX, email }] }
}

/** How a code reaches her by this method; undefined: not at all. */
export function channelOf(
  {
    type,
    email,
    phone_number,
    preferred_authentication_method,
  }: Pick<Way, 'type' | 'email' | 'phone_number' | 'preferred_authentication_method'>,
  named?: string,
): CodeChannel | undefined {
  if (type === 'email' && email !== null) return { by: 'email', to: email }
  if (type !== 'phone' || phone_number === null) return undefined
  return {
    by: named === 'sms' || named === 'voice' ? named : (preferred_authentication_method ?? 'sms'),
    to: phone_number,
  }
}

type About = { user_id: string; client_id: string }

/** What the log says of it (Auth0: `gd_…`). */
export async function logFactor(
  tx: TenantStore,
  request: FastifyRequest,
  { user_id, client_id }: About,
  event: { type: string; description?: string; details?: JsonObject },
  now: Date,
): Promise<void> {
  const client = await tx.facts.client(client_id)
  const account = await tx.users.findAccount(user_id)
  const user_name = account?.email ?? account?.username ?? account?.phone_number ?? undefined
  await tx.logs.write(eventOf(request, { client }, { ...event, user_id, user_name }), now)
}

/** To her mailbox. */
async function tellOf(
  tx: TenantStore,
  { server }: FastifyRequest,
  user_id: string,
  notice: ReturnType<typeof noticeOf>,
  now: Date,
): Promise<void> {
  const account = await tx.users.findAccount(user_id)
  await queueNotice(tx, server, notice, { user_id, email: account?.email }, now)
}

const SENT = { email: 'gd_send_email', sms: 'gd_send_sms', voice: 'gd_send_voice' } as const

/** @param transaction where alone the code will be taken @param method_id what it proves, or confirms */
export async function sendFactorCode(
  store: TenantStore,
  request: FastifyRequest,
  about: About,
  {
    transaction,
    method_id,
    channel,
    enrolls = false,
  }: { transaction: string; method_id: string; channel: CodeChannel; enrolls?: boolean },
  now: Date,
): Promise<string> {
  return store.transaction(async tx => {
    const { user_id } = about
    const details = { method_id, by: channel.by }
    const code = await sendCode(tx, { purpose: PURPOSE, transaction, user_id, channel, details, enrolls }, now)
    await logFactor(tx, request, about, { type: SENT[channel.by] }, now)
    return code
  })
}

/** A code that `sendFactorCode` has sent; the right one is spent. */
export async function proveFactorCode(
  tx: TenantStore,
  { user_id, transaction }: { user_id: string; transaction: string },
  handle: string,
  typed: string,
  now: Date,
) {
  const proof = await proveCode(tx, handle, { purpose: PURPOSE, transaction, user_id }, typed, now)
  if (proof.outcome !== 'right') return { outcome: proof.outcome }
  const { method_id, by } = proof.code.details as { method_id: string; by: CodeChannel['by'] }
  return { outcome: proof.outcome, method_id, amr: [...AMR[by]] }
}

/** A new authenticator has proved itself: it counts, so does the recovery code that came with it, and whoever has the account is told. */
export async function completeEnrollment(
  tx: TenantStore,
  request: FastifyRequest,
  about: About,
  { type }: Pick<AuthenticationMethod, 'type'>,
  now: Date,
): Promise<void> {
  const { user_id } = about
  if (type !== 'recovery-code') await confirmRecoveryCode(tx, user_id, now)
  await logFactor(tx, request, about, { type: 'gd_enrollment_complete', details: { authenticator: type } }, now)
  await tellOf(tx, request, user_id, noticeOf(type, 'added'), now)
}

/**
 * A phone or an address that is about to be added: it counts when a code that was sent there is confirmed. Whatever was begun before and left is
 * gone.
 */
export const beginReachable = (
  store: TenantStore,
  user_id: string,
  { by, to }: CodeChannel,
  now: Date,
): Promise<AuthenticationMethod> =>
  store.transaction(async tx => {
    const type = by === 'email' ? 'email' : 'phone'
    await tx.authentication_methods.removeAll(user_id, { types: [type], unconfirmed: true })
    const reached = by === 'email' ? { email: to } : { phone_number: to, preferred_authentication_method: by }
    return tx.authentication_methods.create({ user_id, type, ...reached, confirmed: false }, now)
  })

/** False: she has none of this id. */
export const removeAuthenticator = (
  store: TenantStore,
  request: FastifyRequest,
  about: About,
  id: string,
  now: Date,
): Promise<boolean> =>
  store.transaction(async tx => {
    const { user_id } = about
    const removed = await removeMethod(tx, user_id, id)
    if (!removed) return false
    await logFactor(tx, request, about, { type: 'gd_unenroll', details: { authenticator: removed.type } }, now)
    if (removed.confirmed) await tellOf(tx, request, user_id, noticeOf(removed.type, 'removed'), now)
    return true
  })

type Proved = { amr: string[]; recovery_code?: string; refused?: never }
type Refused = { refused: 'wrong' | 'too-many' | 'locked' | 'pending' }
type Given =
  | { by: 'otp'; otp: string }
  | { by: 'oob'; oob_code: string; binding_code: string | undefined }
  | { by: 'recovery-code'; recovery_code: string }
  | { by: 'webauthn'; answer: JsonObject }

const refusedFor = (outcome: 'wrong' | 'gone' | 'too-many' | 'locked'): Refused => ({
  refused: outcome === 'gone' ? 'wrong' : outcome,
})

/** Whoever has proved one factor only must not choose the second, once there is one. */
export const mayEnroll = async (
  store: TenantStore,
  room: Pick<Room, 'hasMail'>,
  proved: Pick<HeldProof, 'user_id' | 'amr'> & { connection_id?: string | undefined },
): Promise<boolean> => proved.amr.includes('mfa') || (await waysOf(store, room, proved)).ways.length === 0

async function proveOtp(
  tx: TenantStore,
  request: FastifyRequest,
  held: HeldProof,
  otp: string,
  now: Date,
): Promise<Proved | Refused> {
  const { user_id, details } = held
  const { enrolling } = details as Begun
  const begun = enrolling === undefined ? undefined : await tx.authentication_methods.find(user_id, enrolling)
  if (begun?.type !== 'totp' || begun.confirmed) {
    const { methods } = await factorsOf(tx, user_id)
    const { outcome } = await proveTotp(tx, user_id, methods, otp, now)
    return outcome === 'right' ? { amr: ['otp'] } : refusedFor(outcome)
  }
  if (!(await mayEnroll(tx, request.server, held))) return { refused: 'wrong' }
  const { outcome } = await confirmTotp(tx, { user_id, id: begun.id }, otp, now)
  if (outcome !== 'right') return refusedFor(outcome)
  await completeEnrollment(tx, request, held, begun, now)
  return { amr: ['otp'] }
}

async function proveOob(
  tx: TenantStore,
  request: FastifyRequest,
  held: HeldProof,
  { oob_code, binding_code }: { oob_code: string; binding_code: string | undefined },
  now: Date,
): Promise<Proved | Refused> {
  const { user_id, token_hash: transaction } = held
  if (binding_code === undefined) {
    const waits = await tx.one_time_codes.find(oob_code, { purpose: PURPOSE, transaction }, now)
    return { refused: waits ? 'pending' : 'wrong' }
  }
  const proof = await proveFactorCode(tx, { user_id, transaction }, oob_code, binding_code, now)
  if (proof.outcome !== 'right') return refusedFor(proof.outcome)
  // What the tenant allows may have changed since it was asked for.
  const { ways } = await waysOf(tx, request.server, held)
  if (ways.some(({ id }) => id === proof.method_id)) {
    if (proof.method_id !== MAILBOX) await tx.authentication_methods.touch(user_id, proof.method_id, now)
    return { amr: proof.amr }
  }
  const method = await tx.authentication_methods.find(user_id, proof.method_id)
  if (!method || method.confirmed) return { refused: 'wrong' }
  if (!(await mayEnroll(tx, request.server, held))) return { refused: 'wrong' }
  if (!(await tx.authentication_methods.confirm(user_id, method.id, {}, now))) return { refused: 'wrong' }
  await completeEnrollment(tx, request, held, method, now)
  return { amr: proof.amr }
}

async function proveRecovery(
  tx: TenantStore,
  { user_id }: HeldProof,
  code: string,
  now: Date,
): Promise<Proved | Refused> {
  const { allowed } = await factorsOf(tx, user_id)
  if (!allowed.has('recovery-code')) return { refused: 'wrong' }
  const proof = await proveRecoveryCode(tx, user_id, code, now)
  return proof.outcome === 'right' ? { amr: ['kba'], recovery_code: proof.next } : refusedFor(proof.outcome)
}

/** A key of hers, or the one that is being added: an answer that makes one says so. */
async function proveKey(
  tx: TenantStore,
  request: FastifyRequest,
  held: HeldProof,
  answer: JsonObject,
  now: Date,
): Promise<Proved | Refused> {
  const { user_id, client_id, token_hash: transaction, details } = held
  const client = await tx.facts.client(client_id)
  if (!client || !relyingPartyOf(tx)) return { refused: 'wrong' }
  const given = { user_id, transaction, answer, origins: originsOf(tx, client) }
  const { allowed, methods } = await factorsOf(tx, user_id)
  const { enrolling_key: type } = details as Begun
  const { attestationObject } = (answer.response ?? {}) as { attestationObject?: unknown }
  if (type === undefined || attestationObject === undefined) {
    const proof = await proveWebauthn(tx, { ...given, methods: methods.filter(method => isKeyType(method.type)) }, now)
    return proof.outcome === 'right' ? { amr: methodsOf(proof.assertion) } : refusedFor(proof.outcome)
  }
  if (!allowed.has(type) || !(await mayEnroll(tx, request.server, held))) return { refused: 'wrong' }
  const user_agent = request.headers['user-agent']
  const enrolled = await finishWebauthnEnrollment(tx, { ...given, type, user_agent }, now, {
    after: (_tx, method) => completeEnrollment(tx, request, held, method, now),
  })
  if (enrolled.outcome === 'right') return { amr: methodsOf(enrolled) }
  return { refused: enrolled.outcome === 'too-many' ? enrolled.outcome : 'wrong' }
}

const CODE_EVENTS = {
  right: { type: 'gd_auth_succeed' },
  wrong: { type: 'gd_auth_failed' },
  'too-many': { type: 'gd_otp_rate_limit_exceed' },
  locked: { type: 'gd_otp_rate_limit_exceed', ...CODES_LOCKED },
} as const
const EVENTS = {
  otp: CODE_EVENTS,
  oob: CODE_EVENTS,
  webauthn: CODE_EVENTS,
  'recovery-code': {
    right: { type: 'gd_recovery_succeed' },
    wrong: { type: 'gd_recovery_failed' },
    'too-many': { type: 'gd_recovery_rate_limit_exceed' },
    locked: { type: 'gd_recovery_rate_limit_exceed' },
  },
} as const

async function prove(
  tx: TenantStore,
  request: FastifyRequest,
  held: HeldProof,
  given: Given,
  now: Date,
): Promise<Proved | Refused> {
  const proof =
    given.by === 'otp'
      ? await proveOtp(tx, request, held, given.otp, now)
      : given.by === 'oob'
        ? await proveOob(tx, request, held, given, now)
        : given.by === 'webauthn'
          ? await proveKey(tx, request, held, given.answer, now)
          : await proveRecovery(tx, held, given.recovery_code, now)
  if (!proof.refused) await tx.attempts.forgetFactorTries(held.user_id)
  if (proof.refused !== 'pending') await logFactor(tx, request, held, EVENTS[given.by][proof.refused ?? 'right'], now)
  return proof
}

/** What the protocol's grants are handed. */
export const directFactors = {
  async requirementsOf(
    { server, store }: FastifyRequest,
    proved: { user_id: string; amr: readonly string[]; connection_id: string },
  ): Promise<{ challenge: string[] } | { enroll: string[] }> {
    const { allowed, ways } = await waysOf(store, server, proved)
    if (ways.length > 0) return { challenge: [...new Set(ways.map(({ type }) => FACTOR_NAMES[type]))] }
    const isThere = (factor: Factor) => allowed.has(factor) && (!isKeyType(factor) || relyingPartyOf(store))
    return { enroll: ENROLLABLE.filter(({ factor }) => isThere(factor)).map(({ name }) => name) }
  },
  async challenge(
    request: FastifyRequest,
    held: HeldProof,
    asked: { types: readonly string[]; authenticator_id: string | undefined; oob_channel: string | undefined },
    now: Date,
  ) {
    const { types, authenticator_id, oob_channel } = asked
    const { store } = request
    const { methods, ways } = await waysOf(store, request.server, held)
    if (ways.length === 0) return { refused: 'nothing-enrolled' } as const
    const isMeant = ({ id }: { id: string }) => authenticator_id === undefined || id === authenticator_id
    const fits = ways.filter(isMeant)
    await logFactor(store, request, held, { type: 'gd_start_auth' }, now)
    if (types.includes('otp') && fits.some(({ type }) => type === 'totp')) return { challenge_type: 'otp' } as const
    // A key is for one relying party.
    const party = relyingPartyOf(store)?.id
    const keys = methods.filter(key => isMeant(key) && party !== undefined && key.relying_party_identifier === party)
    const challenge_type = KEY_TYPES.find(type => types.includes(type) && keys.some(key => key.type === type))
    if (challenge_type !== undefined) {
      const { user_id, token_hash: transaction } = held
      const those = keys.filter(({ type }) => type === challenge_type)
      const options = beginWebauthnProof(store, { user_id, transaction, methods: those }, now)
      return { challenge_type, authn_params_public_key: options } as const
    }
    const { message_types } = readMultiFactor(await store.facts.settings())
    const by: readonly string[] = ['email', ...message_types]
    const channels = fits.flatMap(({ id, ...method }) => {
      const channel = channelOf(method, oob_channel)
      return channel && by.includes(channel.by) ? [{ method_id: id, channel }] : []
    })
    const reached = channels.find(({ channel }) => oob_channel === undefined || channel.by === oob_channel)
    if (!types.includes('oob') || !reached) return { refused: 'unsupported' } as const
    const code = { transaction: held.token_hash, ...reached }
    const oob_code = await sendFactorCode(store, request, held, code, now).catch(error => {
      if (isUnsent(error)) return undefined
      throw error
    })
    if (oob_code === undefined) return { refused: 'too-many' } as const
    return { challenge_type: 'oob', oob_code, binding_method: 'prompt' } as const
  },
  prove,
}
