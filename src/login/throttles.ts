// How often one may try. Counters live in the database: replicas share them and a restart forgets nothing.
//
// | what                       | counted by                                   | limit                                             |
// | -------------------------- | -------------------------------------------- | ------------------------------------------------- |
// | failed sign-ins            | account and network, or account and device   | /attack-protection/brute-force-protection         |
// | failed sign-ins            | network                                      | /attack-protection/suspicious-ip-throttling       |
// | sign-ups                   | network                                      | /attack-protection/suspicious-ip-throttling       |
// | codes of devices           | network                                      | 30 in 15 min                                      |
// | mails asked for            | address typed and network                    | 5 in 15 min                                       |
// | mails asked for            | network                                      | 50 in 15 min                                      |
// | mails sent                 | account and purpose                          | 10 in 60 min                                      |
// | messages to phones asked for | network, without a first proof             | a tenth of phone_messages, in 60 min and in 24 h  |
// | messages to phones sent    | tenant (http/phone.ts)                       | phone_messages of /tenants/settings               |
// | codes to sign in by        | connection and address, or those and device  | 10 in 60 min, 30 in 24 h                          |
// | codes to add an address by | address                                      | 10 in 60 min, 30 in 24 h                          |
// | mails of breached passwords | account                                    | 1 in 24 h                                         |
// | second factors             | account                                      | 20 in 15 min                                      |
// | codes as second factors    | account                                      | 100 in a row                                      |
// | requests to approve (CIBA) | account                                      | 5 in 1 min                                        |
//
// Nobody is locked out by a stranger for good: a device on which the account has signed in before is counted by itself, so it gets in even
// where somebody else tries passwords, and who has the account's mailbox makes hers such a device (user-block.ts).
import { type BlockList, isIP } from 'node:net'
import { networkOf } from '../http/network.ts'
import { networks } from '../http/outbound.ts'
import { maySendToPhones, networkCeilings } from '../http/phone.ts'
import { type AttackProtection, type NetworkStage, readAttackProtection } from '../store/attack-protection.ts'
import { type Counting, FACTOR_TRIES_IN_A_ROW, type NetworkTries } from '../store/attempts.ts'
import type { TenantStore } from '../store/store.ts'
import { type Credentials, folded, type Identifier } from '../store/user-accounts.ts'

const MINUTE = 60
const WINDOW = 15 * MINUTE

const MAILS_PER_ADDRESS = 5
const MAILS_PER_NETWORK = 50
const MAILS_PER_ACCOUNT = 10
const CODES_PER_HOUR = 10
const CODES_PER_DAY = 30
export const USER_CODES = 30
const APPROVALS_PER_ACCOUNT = 5
const FACTOR_TRIES = 20

export type SignInTry = {
  connection_id: string
  /** as typed, folded */
  identifier: string
  ip: string
  /** a device that this account is known on */
  device: string | undefined
  /** what was counted of it */
  counted?: Counting
}

type Trusted = (ip: string) => boolean
type Protection = AttackProtection & {
  trusts: { [Part in 'brute_force_protection' | 'suspicious_ip_throttling']: Trusted }
}

function trusting(allowlist: readonly string[]): Trusted {
  const list: BlockList = networks(allowlist)
  return ip => list.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')
}

const protectionOf = (store: TenantStore): Promise<Protection> =>
  store.facts.derived('login/attack-protection', async () => {
    const protection = readAttackProtection(await store.facts.settings())
    const { brute_force_protection, suspicious_ip_throttling } = protection
    return {
      ...protection,
      trusts: {
        brute_force_protection: trusting(brute_force_protection.allowlist),
        suspicious_ip_throttling: trusting(suspicious_ip_throttling.allowlist),
      },
    }
  })

const EXCHANGE = 'pre-custom-token-exchange'

/** Undefined: this network's attempts are not counted. */
function triesOf(protection: Protection, stage: NetworkStage, ip: string): NetworkTries | undefined {
  const { suspicious_ip_throttling: throttling, trusts } = protection
  if (!throttling.enabled || throttling.shields.length === 0 || trusts.suspicious_ip_throttling(ip)) return undefined
  return { stage, network: networkOf(ip), ...throttling.stage[stage] }
}

/**
 * What became of a try. `reached`: the limits that were reached by this very try, as Auth0's log calls them: told once for each time and not once for
 * each try of a flood.
 */
export type Admission = {
  attempt: SignInTry
  refused?: 'account' | 'network'
  reached: ('limit_wc' | 'limit_mu')[]
  /** who has the name that was tried */
  known?: Credentials | undefined
  /** whether who has the account is to be told */
  notifies: boolean
}

/**
 * Counts a try before the password is looked at, so that tries sent at once are counted too.
 * @param per_account the connection's `brute_force_protection`
 * @param name whose holder is looked up besides
 */
export async function admitSignIn(
  store: TenantStore,
  attempt: SignInTry,
  per_account: boolean,
  now: Date,
  name?: Identifier,
): Promise<Admission> {
  const { connection_id, ip, device } = attempt
  const identifier = folded(attempt.identifier)
  const protection = await protectionOf(store)
  const { brute_force_protection: brute, suspicious_ip_throttling, trusts } = protection
  const { max_attempts, shields, mode } = brute
  const counts = per_account && brute.enabled && shields.length > 0 && !trusts.brute_force_protection(ip)
  const blocks = shields.includes('block')
  const network = mode === 'count_per_identifier' ? undefined : networkOf(ip)
  const counted: Counting = {
    account: counts ? { connection_id, identifier, device, network, ip, max_attempts, blocks } : undefined,
    network: triesOf(protection, 'pre-login', ip),
  }
  const by = name && { connection_id, identifier: name }
  const { beyond, refusals, known } = await store.attempts.begin(counted, now, by)
  // What a network was refused it has not used, and cannot be given back.
  if (refusals > 0) delete counted.network
  const admission: Admission = {
    attempt: { ...attempt, counted },
    known,
    reached: beyond === 1 ? ['limit_wc'] : [],
    notifies: beyond === 1 && shields.includes('user_notification'),
  }
  if (beyond > 0 && blocks) return { ...admission, refused: 'account' }
  if (refusals === 0 || device !== undefined) return admission
  if (refusals === 1) admission.reached.push('limit_mu')
  if (!suspicious_ip_throttling.shields.includes('block')) return admission
  // Who comes from a network that may not try has not tried this account.
  await store.attempts.takeBack({ account: counted.account })
  return { ...admission, refused: 'network' }
}

/** The password was never looked at. */
export const takeBackSignIn = (store: TenantStore, { counted = {} }: SignInTry): Promise<void> =>
  store.attempts.takeBack(counted)

export const forgetFailedSignIns = (store: TenantStore, { counted = {} }: SignInTry): Promise<void> =>
  store.attempts.succeed(counted)

/** `reached`: the network has just used up what it may have. */
export async function admitSignup(
  store: TenantStore,
  ip: string,
  now: Date,
): Promise<{ refused: boolean; reached: boolean }> {
  const protection = await protectionOf(store)
  const network = triesOf(protection, 'pre-user-registration', ip)
  const { refusals } = await store.attempts.begin({ network }, now)
  const blocks = protection.suspicious_ip_throttling.shields.includes('block')
  return { refused: blocks && refusals > 0, reached: refusals === 1 }
}

/**
 * Custom token exchange: only what is refused is counted, so that of many good ones at once none is; nobody guesses a token. `reached`: the network has
 * just used up what it may have refused.
 */
export async function admitExchange(
  store: TenantStore,
  ip: string,
  now: Date,
): Promise<{ refused: boolean; reached: boolean }> {
  const protection = await protectionOf(store)
  const network = triesOf(protection, EXCHANGE, ip)
  if (!network || !(await store.attempts.isUsedUp([network], now))) return { refused: false, reached: false }
  const { refusals } = await store.attempts.begin({ network }, now)
  const blocks = protection.suspicious_ip_throttling.shields.includes('block')
  return { refused: blocks && refusals > 0, reached: refusals === 1 }
}

export async function countRefusedExchange(store: TenantStore, ip: string, now: Date): Promise<void> {
  await store.attempts.begin({ network: triesOf(await protectionOf(store), EXCHANGE, ip) }, now)
}

const userCodeKey = (ip: string) => ['user code', networkOf(ip)]

/** RFC 8628 §5.1: counts a code before it is looked up, so that guesses sent at once are counted too; a right one is taken back. */
export async function admitUserCode(store: TenantStore, ip: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(userCodeKey(ip), WINDOW, now)
  return count <= USER_CODES
}

export const takeBackUserCode = (store: TenantStore, ip: string): Promise<void> =>
  store.throttles.refund(userCodeKey(ip))

/** Auth0's measure. An app that asks and asks must not wear its user down until she approves. */
export async function admitApprovalMail(store: TenantStore, user_id: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(['approval asked for', user_id], MINUTE, now)
  return count <= APPROVALS_PER_ACCOUNT
}

/** What a person asks for: counted by what was typed, whether or not there is such an account. */
export async function admitMailRequest(
  store: TenantStore,
  identifier: string,
  ip: string,
  now: Date,
): Promise<'ok' | 'address' | 'network'> {
  const network = await store.throttles.hit(['mail asked for', 'network', networkOf(ip)], WINDOW, now)
  if (network.count > MAILS_PER_NETWORK) return 'network'
  const address = await store.throttles.hit(['mail asked for', 'address', identifier, networkOf(ip)], WINDOW, now)
  return address.count > MAILS_PER_ADDRESS ? 'address' : 'ok'
}

/** The same for a code. One that goes to a phone costs money: a network has fewer of them, and there is none once the tenant has sent its share. */
export async function admitCodeRequest(
  store: TenantStore,
  { by, to }: { by: 'email' | 'sms'; to: string },
  ip: string,
  now: Date,
): Promise<boolean> {
  if ((await admitMailRequest(store, to, ip, now)) !== 'ok') return false
  if (by === 'email') return true
  const { per_hour, per_day } = await networkCeilings(store)
  const asked = ['phone message asked for', networkOf(ip)]
  if ((await store.throttles.hit(asked, 60 * MINUTE, now)).count > per_hour) return false
  if ((await store.throttles.hit([...asked, 'day'], 24 * 60 * MINUTE, now)).count > per_day) return false
  return maySendToPhones(store, now)
}

/** What an account is really sent, from wherever it was asked for: nobody's mailbox is flooded. */
export async function admitMail(store: TenantStore, user_id: string, purpose: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(['mail sent', purpose, user_id], 60 * MINUTE, now)
  return count <= MAILS_PER_ACCOUNT
}

/**
 * Codes that sign somebody in, sent to one address, from wherever they were asked for. Five tries at each of thirty eight-digit codes a day find
 * one in two thousand years. A device on which she has signed in before is counted by itself: no stranger uses hers up.
 */
export async function admitFirstCode(
  store: TenantStore,
  { connection_id, to, device = '' }: { connection_id: string; to: string; device?: string | undefined },
  now: Date,
): Promise<boolean> {
  return admitCode(store, ['code sent', connection_id, to, device], now)
}

/**
 * Codes and links that add a phone or a mailbox, whoever asks for them: with many accounts nobody floods somebody else's, nor has one dialled for money.
 * Those by which she signs in where it is hers already are not counted with them, so no stranger uses hers up.
 */
export const admitEnrollment = (store: TenantStore, to: string, now: Date): Promise<boolean> =>
  admitCode(store, ['code to add an address', to], now)

async function admitCode(store: TenantStore, key: readonly string[], now: Date): Promise<boolean> {
  const hour = await store.throttles.hit([...key, 'hour'], 60 * MINUTE, now)
  if (hour.count > CODES_PER_HOUR) return false
  const day = await store.throttles.hit([...key, 'day'], 24 * 60 * MINUTE, now)
  return day.count <= CODES_PER_DAY
}

/**
 * Tries at whatever a person proves beside her first proof, all kinds together and wherever they are made (CVE-2024-32868). Only who has given the
 * first proof can make one, so no stranger uses them up.
 */
export async function admitFactorTry(store: TenantStore, user_id: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(['second factor', user_id], WINDOW, now)
  return count <= FACTOR_TRIES
}

/**
 * Tries at what can be guessed: codes of an app, and codes that were sent. What waits a while can be guessed for years, so after a hundred in a row
 * that were wrong no code counts (`locked`) until she has proved herself by something else (a key, a recovery code) or an administrator says so. The
 * first that is refused has her told by mail.
 */
export async function admitCodeTry(
  store: TenantStore,
  user_id: string,
  now: Date,
): Promise<'ok' | 'too-many' | 'locked'> {
  if (!(await admitFactorTry(store, user_id, now))) return 'too-many'
  const tries = await store.attempts.countFactorTry(user_id)
  if (tries === FACTOR_TRIES_IN_A_ROW + 1) await store.enqueue('codes_locked', { user_id })
  return tries <= FACTOR_TRIES_IN_A_ROW ? 'ok' : 'locked'
}

/** Who goes on signing in by a breached password is told once a day. */
export async function admitBreachMail(store: TenantStore, user_id: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(['mail sent', 'stolen_credentials', user_id], 24 * 60 * MINUTE, now)
  return count === 1
}
