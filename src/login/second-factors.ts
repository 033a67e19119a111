// Proving and enrolling what a person has beside her first proof, for the pages, the Authentication API and her own account alike. Owns the
// rules of a proof (what is spent, how often one may guess); neither pages, nor what a proof leads to.
import { newOneTimeCode, newRecoveryCode, readOneTimeCode, readRecoveryCode } from '../credentials/one-time-code.ts'
import { newTotpSecret, totpStep, totpUri } from '../credentials/totp.ts'
import { LintelError } from '../errors.ts'
import { queueMail } from '../http/mail.ts'
import { maySendToPhones, type PhoneSender } from '../http/phone.ts'
import type { Account } from '../store/accounts.ts'
import type { AuthenticationMethod } from '../store/authentication-methods.ts'
import { type CodeSettings, FACTOR_OF, type Factor, readMultiFactor } from '../store/multi-factor.ts'
import type { OneTimeCode } from '../store/one-time-codes.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { admitCodeTry, admitEnrollment, admitFactorTry, admitMail } from './throttles.ts'

export type Factors = {
  /** what the tenant allows */
  allowed: ReadonlySet<Factor>
  /** where a code found her for her first proof: another one that is sent there proves nothing more */
  proved: ReadonlySet<string>
  /** what she has enrolled and may use, the oldest first */
  methods: AuthenticationMethod[]
}

/** Her first proof. @property identifier as typed, folded, if that is known @property connection_id undefined: it was none that counts here */
export type Proved = { amr: readonly string[]; connection_id?: string | undefined; identifier?: string | undefined }

async function provedAddresses(
  store: TenantStore,
  user_id: string,
  { amr, connection_id, identifier: typed }: Proved,
): Promise<Factors['proved']> {
  const by = amr.includes('otp') ? 'email' : amr.includes('sms') ? 'phone' : undefined
  if (!by || amr.includes('pwd') || amr.includes('mfa')) return new Set()
  const names = await store.users.listSignInNames(user_id)
  return new Set(
    names
      .filter(name => name.connection_id === connection_id && (name.identifier === typed || typed === undefined))
      .map(({ identifier }) => identifier)
      .filter(identifier => identifier.includes('@') === (by === 'email')),
  )
}

/** What she could prove now. One query, two after a code. @param proof what she has proved already */
export async function factorsOf(store: TenantStore, user_id: string, proof: Proved = { amr: [] }): Promise<Factors> {
  const { factors } = readMultiFactor(await store.facts.settings())
  const allowed = new Set((Object.keys(factors) as Factor[]).filter(name => factors[name]))
  const proved = await provedAddresses(store, user_id, proof)
  const methods = (await store.authentication_methods.list(user_id)).filter(
    ({ type, confirmed, email, phone_number }) => {
      const factor = FACTOR_OF[type]
      return confirmed && factor !== undefined && allowed.has(factor) && !proved.has(email ?? phone_number ?? '')
    },
  )
  return { allowed, proved, methods }
}

/** The address that stands for a factor without being enrolled: hers, confirmed, and not what she has proved already. */
export const mailboxOf = (
  account: Pick<Account, 'email' | 'email_verified'> | undefined,
  { allowed }: Pick<Factors, 'allowed'>,
  { amr }: Pick<Proved, 'amr'>,
): string | undefined =>
  allowed.has('email') && account?.email_verified && (!amr.includes('otp') || amr.includes('pwd'))
    ? (account.email ?? undefined)
    : undefined

/** `too-many`, `locked`: nobody looked at it, by what throttles.ts says. */
export type FactorProof = { outcome: 'right' | 'wrong' | 'too-many' | 'locked' }

/** What the log says of a code that was refused, once too many in a row were wrong. */
export const CODES_LOCKED = {
  description:
    'Codes count for nothing after 100 failures in a row, until a security key, a recovery code or an administrator says otherwise',
}

/** The secret of an app that is about to be added; counts when a code of it was confirmed. Whatever was begun before and left is gone. */
export async function beginTotp(
  store: TenantStore,
  { user_id, account, name }: { user_id: string; account: string; name?: string | undefined },
  now: Date,
): Promise<{ method: AuthenticationMethod; secret: string; uri: string }> {
  const secret = newTotpSecret()
  const { friendly_name } = readSettings(await store.facts.settings())
  const method = await store.transaction(async tx => {
    await tx.authentication_methods.removeAll(user_id, { types: ['totp'], unconfirmed: true })
    return tx.authentication_methods.create({ user_id, type: 'totp', secret, name, confirmed: false }, now)
  })
  return { method, secret, uri: totpUri(secret, { issuer: friendly_name || 'Lintel', account }) }
}

/** The first code of an app that is being added. */
export async function confirmTotp(
  store: TenantStore,
  { user_id, id }: { user_id: string; id: string },
  code: string,
  now: Date,
): Promise<FactorProof> {
  if (!(await admitFactorTry(store, user_id, now))) return { outcome: 'too-many' }
  const method = await store.authentication_methods.find(user_id, id)
  const step = method?.type === 'totp' && method.secret !== null ? totpStep(method.secret, code, now) : undefined
  if (step === undefined) return { outcome: 'wrong' }
  return {
    outcome: (await store.authentication_methods.confirm(user_id, id, { last_step: step }, now)) ? 'right' : 'wrong',
  }
}

/** @param methods hers: any app of these may answer */
export async function proveTotp(
  store: TenantStore,
  user_id: string,
  methods: readonly AuthenticationMethod[],
  code: string,
  now: Date,
): Promise<FactorProof> {
  const admitted = await admitCodeTry(store, user_id, now)
  if (admitted !== 'ok') return { outcome: admitted }
  for (const { id, type, secret } of methods) {
    const step = type === 'totp' && secret !== null ? totpStep(secret, code, now) : undefined
    if (step === undefined) continue
    if (await store.authentication_methods.useStep(user_id, id, step, now)) return { outcome: 'right' }
  }
  return { outcome: 'wrong' }
}

const hashOfRecoveryCode = (store: TenantStore, user_id: string, code: string) =>
  store.mac('recovery code', JSON.stringify([user_id, readRecoveryCode(code)]))

/** A new one, in place of any before; shown this once. Inside the caller's transaction. @param code if she has it already */
export async function giveRecoveryCode(
  tx: TenantStore,
  user_id: string,
  now: Date,
  code = newRecoveryCode(),
): Promise<string> {
  await tx.authentication_methods.removeAll(user_id, { types: ['recovery-code'] })
  const code_hash = hashOfRecoveryCode(tx, user_id, code)
  await tx.authentication_methods.create({ user_id, type: 'recovery-code', code_hash }, now)
  return code
}

/** One that she has yet to save: it counts when she says so (`confirmRecoveryCode`). Inside the caller's transaction. */
export async function beginRecoveryCode(
  tx: TenantStore,
  user_id: string,
  now: Date,
): Promise<{ method: AuthenticationMethod; code: string }> {
  const code = newRecoveryCode()
  await tx.authentication_methods.removeAll(user_id, { types: ['recovery-code'], unconfirmed: true })
  const code_hash = hashOfRecoveryCode(tx, user_id, code)
  const method = await tx.authentication_methods.create(
    { user_id, type: 'recovery-code', code_hash, confirmed: false },
    now,
  )
  return { method, code }
}

/** It takes the place of the one before. False: there is none that waits. Inside the caller's transaction. */
export async function confirmRecoveryCode(tx: TenantStore, user_id: string, now: Date): Promise<boolean> {
  const codes = (await tx.authentication_methods.list(user_id)).filter(({ type }) => type === 'recovery-code')
  const waiting = codes.find(({ confirmed }) => !confirmed)
  if (!waiting) return false
  for (const { id, confirmed } of codes) if (confirmed) await tx.authentication_methods.remove(user_id, id)
  return tx.authentication_methods.confirm(user_id, waiting.id, {}, now)
}

/**
 * Takes one of hers away. A recovery code does not outlive the last authenticator that it stands in for: it would be all that she is asked for.
 * Undefined: she has none of this id. Inside the caller's transaction.
 */
export async function removeMethod(
  tx: TenantStore,
  user_id: string,
  id: string,
): Promise<AuthenticationMethod | undefined> {
  const removed = await tx.authentication_methods.remove(user_id, id)
  if (!removed) return undefined
  const left = (await tx.authentication_methods.list(user_id)).filter(({ confirmed }) => confirmed)
  if (left.every(({ type }) => type === 'recovery-code' || type === 'passkey'))
    await tx.authentication_methods.removeAll(user_id, { types: ['recovery-code'] })
  return removed
}

/** Spends the code. Auth0: the next one takes its place, and is shown this once. */
export async function proveRecoveryCode(
  store: TenantStore,
  user_id: string,
  code: string,
  now: Date,
): Promise<{ outcome: 'right'; next: string } | { outcome: 'wrong' | 'too-many' }> {
  if (!(await admitFactorTry(store, user_id, now))) return { outcome: 'too-many' }
  const next = newRecoveryCode()
  const [spent, following] = [code, next].map(one => hashOfRecoveryCode(store, user_id, one)) as [string, string]
  const used = await store.authentication_methods.useRecoveryCode(user_id, spent, following, now)
  return used ? { outcome: 'right', next } : { outcome: 'wrong' }
}

/** Where a code goes. `voice` reads it out. */
export type CodeChannel = { by: 'email'; to: string } | { by: 'sms' | 'voice'; to: string }

/** What the job that sends a code is given: the code itself is made when its turn comes. */
export type SendCodeJob = CodeChannel & { code_id: string; user_id?: string; length?: number; enrolls?: boolean }

/** What the tenant says of codes that are sent so. */
const codeSettings = async (store: TenantStore, { by }: CodeChannel): Promise<CodeSettings> =>
  readMultiFactor(await store.facts.settings()).codes[by === 'email' ? 'email' : 'phone']

/**
 * Asks for a code to be sent. Answers its handle, which tells nothing; whether it may be sent (how many the person gets) is found out by the job.
 * Throws `too_many_requests` (`isUnsent`) when the tenant sends no more to phones.
 * @param transaction where it was asked for, and where alone it will be taken
 * @param enrolls whether it adds what it is sent to: the message says so
 */
export async function sendCode(
  store: TenantStore,
  asked: {
    purpose: string
    transaction: string
    user_id: string
    channel: CodeChannel
    details?: { [name: string]: unknown }
    enrolls?: boolean
  },
  now: Date,
): Promise<string> {
  const { channel, purpose, transaction, user_id, details = {}, enrolls = false } = asked
  if (channel.by !== 'email' && !(await maySendToPhones(store, now, { is_enrolled: !enrolls })))
    throw new LintelError('too_many_requests', 'Too many messages were sent. Try again later.')
  const { otp_length: length, otp_expiration_time } = await codeSettings(store, channel)
  const expires_at = new Date(now.getTime() + otp_expiration_time * 1000)
  return store.transaction(async tx => {
    // One at a time: more codes would be more that a guess could hit.
    await tx.one_time_codes.removeAll({ purpose, transaction })
    const code_id = await tx.one_time_codes.create({ purpose, transaction, user_id, details, expires_at }, now)
    await tx.enqueue('one_time_code', { ...channel, code_id, user_id, length, enrolls } satisfies SendCodeJob)
    return code_id
  })
}

export const isUnsent = (error: unknown): boolean => error instanceof LintelError && error.code === 'too_many_requests'

/** Does jobs of kind `one_time_code`. */
export const sendCodeHandler =
  ({ phone }: { phone: PhoneSender }) =>
  async (store: TenantStore, { by, to, code_id, user_id, length, enrolls }: SendCodeJob, now: Date): Promise<void> => {
    if (!(await admitMail(store, user_id ?? to, `one-time code by ${by}`, now))) return
    if (enrolls && !(await admitEnrollment(store, to, now))) return
    const code = newOneTimeCode(length)
    await store.transaction(async tx => {
      const expires_at = await tx.one_time_codes.arm(code_id, code, now)
      if (!expires_at) return
      const about = user_id === undefined ? {} : { user_id }
      if (by === 'email') await queueMail(tx, { mail: 'one-time-code', to, ...about, data: { code, expires_at } })
      else
        await phone.send(
          tx,
          { type: enrolls ? 'otp_enroll' : 'otp_verify', to, by, code, expires_at, is_enrolled: !enrolls, ...about },
          now,
        )
    })
  }

/** A code that was sent: the right one is spent. */
export async function proveCode(
  store: TenantStore,
  code_id: string,
  { purpose, transaction, user_id }: { purpose: string; transaction: string; user_id: string },
  typed: string,
  now: Date,
): Promise<{ outcome: 'right'; code: OneTimeCode } | { outcome: 'wrong' | 'gone' | 'too-many' | 'locked' }> {
  const admitted = await admitCodeTry(store, user_id, now)
  if (admitted !== 'ok') return { outcome: admitted }
  const proof = await store.one_time_codes.try(code_id, { purpose, transaction }, readOneTimeCode(typed), now)
  if (proof.outcome === 'right' && proof.code.user_id !== user_id) return { outcome: 'wrong' }
  return proof
}
