// How often one may try. Counters live in the database: replicas share them and a restart forgets nothing.
//
// | what                       | counted by                                   | limit         |
// | -------------------------- | -------------------------------------------- | ------------- |
// | failed sign-ins            | account and network, or account and device   | 10 in 15 min  |
// | failed sign-ins            | network                                      | 100 in 15 min |
// | sign-ups                   | network                                      | 50 in 15 min  |
// | codes of devices           | network                                      | 30 in 15 min  |
// | mails asked for            | address typed and network                    | 5 in 15 min   |
// | mails asked for            | network                                      | 50 in 15 min  |
// | mails sent                 | account and purpose                          | 10 in 60 min  |
// | requests to approve (CIBA) | account                                      | 5 in 1 min    |
//
// Nobody is locked out by a stranger: an account is never locked as such, only tries on it from one network. A device on which
// the account has signed in before is counted by itself, so it gets in even from a network where somebody else tries passwords.
import { networkOf } from '../http/network.ts'
import type { TenantStore } from '../store/store.ts'

const MINUTE = 60
const WINDOW = 15 * MINUTE

export const SIGN_IN_TRIES = 10
const NETWORK_TRIES = 100
const SIGN_UPS = 50
const MAILS_PER_ADDRESS = 5
const MAILS_PER_NETWORK = 50
const MAILS_PER_ACCOUNT = 10
export const USER_CODES = 30
const APPROVALS_PER_ACCOUNT = 5

export type SignInTry = {
  connection_id: string
  /** as typed, folded */
  identifier: string
  ip: string
  /** a device that this account is known on */
  device: string | undefined
}

const accountKey = ({ connection_id, identifier, ip, device }: SignInTry) => [
  'sign-in',
  connection_id,
  identifier,
  ...(device === undefined ? ['network', networkOf(ip)] : ['device', device]),
]
const networkKey = (ip: string) => ['sign-in', 'network', networkOf(ip)]

/**
 * Counts a try before the password is looked at, so that tries sent at once are counted too. `first` says that this is the first one
 * refused in its window.
 * @param per_account the connection's `brute_force_protection`
 */
export async function admitSignIn(
  store: TenantStore,
  attempt: SignInTry,
  per_account: boolean,
  now: Date,
): Promise<{ refused?: 'account' | 'network'; first: boolean }> {
  if (per_account) {
    const { count } = await store.throttles.hit(accountKey(attempt), WINDOW, now)
    if (count > SIGN_IN_TRIES) return { refused: 'account', first: count === SIGN_IN_TRIES + 1 }
  }
  if (attempt.device === undefined && (await store.throttles.count(networkKey(attempt.ip), now)) >= NETWORK_TRIES) {
    return { refused: 'network', first: false }
  }
  return { first: false }
}

/** @returns whether the network has just used up its tries */
export async function countFailedSignIn(store: TenantStore, attempt: SignInTry, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(networkKey(attempt.ip), WINDOW, now)
  return count === NETWORK_TRIES
}

/** The password was never looked at. */
export const takeBackSignIn = (store: TenantStore, attempt: SignInTry): Promise<void> =>
  store.throttles.refund(accountKey(attempt))

export const forgetFailedSignIns = (store: TenantStore, attempt: SignInTry): Promise<void> =>
  store.throttles.clear(accountKey(attempt))

export async function admitSignup(store: TenantStore, ip: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(['sign-up', networkOf(ip)], WINDOW, now)
  return count <= SIGN_UPS
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

/** What an account is really sent, from wherever it was asked for: nobody's mailbox is flooded. */
export async function admitMail(store: TenantStore, user_id: string, purpose: string, now: Date): Promise<boolean> {
  const { count } = await store.throttles.hit(['mail sent', purpose, user_id], 60 * MINUTE, now)
  return count <= MAILS_PER_ACCOUNT
}
