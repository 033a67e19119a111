// Enrolling and proving WebAuthn credentials, for the pages, the Authentication API and a person's own account alike: passkeys and second
// factors. Owns challenges and what is kept of a credential; neither pages, nor what a proof leads to.
//
// A challenge is no row: it carries its end and a keyed hash over what it is for, and is spent by the first who counts it. So a page costs no
// write, and nobody fills a table by asking for pages.
import { randomFillSync, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import {
  type Assertion,
  CEREMONY_MS,
  type CreationOptions,
  claimsOf,
  creationOptions,
  type RequestOptions,
  requestOptions,
  verifyAssertion,
  verifyCreation,
  type WebauthnType,
} from '../credentials/webauthn.ts'
import type { Signal } from '../http/pages.ts'
import type { AuthenticationMethod } from '../store/authentication-methods.ts'
import type { Client } from '../store/clients.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { admitFactorTry } from './throttles.ts'

export type { CreationOptions, RequestOptions, WebauthnType } from '../credentials/webauthn.ts'

const TYPES: readonly string[] = ['passkey', 'webauthn-roaming', 'webauthn-platform'] satisfies WebauthnType[]
/** Auth0's measure. */
const MOST_KEYS = 20

export type RelyingParty = { id: string; origin: string }

/** Whose credentials these are: from the issuer alone, never from a request's Host. Undefined: an address is no name that keys can be for. */
export function relyingPartyOf({ tenant: { issuer } }: TenantStore): RelyingParty | undefined {
  const { hostname, origin } = new URL(issuer)
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : undefined
}

function relyingParty(store: TenantStore): RelyingParty {
  const party = relyingPartyOf(store)
  if (!party) throw new Error('the issuer is an address: there are no WebAuthn credentials for it')
  return party
}

/**
 * Where an answer to the Authentication API may come from: the issuer's own pages, and the client's registered origins as far as browsers let
 * them use the issuer's credentials (WebAuthn §5.1.3: the relying party is their domain or a suffix of it).
 */
export function originsOf(store: TenantStore, { web_origins, allowed_origins }: Client): string[] {
  const { id, origin } = relyingParty(store)
  const own = [...web_origins, ...allowed_origins].filter(registered => {
    const url = URL.parse(registered)
    return url?.origin === registered && (url.hostname === id || url.hostname.endsWith(`.${id}`))
  })
  return [origin, ...own]
}

// --- challenges ---

/**
 * What a challenge is good for, and nothing else.
 * @property transaction where it was asked for (an interaction, an mfa_token, an auth_session)
 */
type Bound = { purpose: string; transaction: string; user_id?: string | undefined }

const NONCE = 16
const END = 6
const HEAD = NONCE + END

function macOf(store: TenantStore, { purpose, transaction, user_id = '' }: Bound, head: Buffer): Buffer {
  const about = JSON.stringify([purpose, transaction, user_id, head.toString('base64url')])
  return Buffer.from(store.mac('webauthn challenge', about), 'base64url')
}

function newChallenge(store: TenantStore, bound: Bound, now: Date): string {
  const head = Buffer.alloc(HEAD)
  randomFillSync(head, 0, NONCE).writeUIntBE(now.getTime() + CEREMONY_MS, NONCE, END)
  return Buffer.concat([head, macOf(store, bound, head)]).toString('base64url')
}

/** `gone`: it is too late, or somebody has used it. `wrong`: it is none of ours, or for something else. */
async function spendChallenge(
  store: TenantStore,
  bound: Bound,
  challenge: string,
  now: Date,
): Promise<'spent' | 'gone' | 'wrong'> {
  const bytes = Buffer.from(challenge, 'base64url')
  const head = bytes.subarray(0, HEAD)
  const [given, mac] = [bytes.subarray(HEAD), macOf(store, bound, head)]
  // Written in one way only, or one challenge would be two.
  if (bytes.toString('base64url') !== challenge || given.length !== mac.length || !timingSafeEqual(given, mac))
    return 'wrong'
  if (head.readUIntBE(NONCE, END) <= now.getTime()) return 'gone'
  const { count } = await store.throttles.hit(['webauthn challenge', challenge], (2 * CEREMONY_MS) / 1000, now)
  return count === 1 ? 'spent' : 'gone'
}

// --- enrolment ---

/** @property transaction where she enrols: nowhere else is the answer taken */
export type Enrolment = { user_id: string; type: WebauthnType; transaction: string }

const enrolling = ({ user_id, type, transaction }: Enrolment): Bound => ({
  purpose: `enrol ${type}`,
  transaction,
  user_id,
})

const keysOf = async (store: TenantStore, user_id: string): Promise<AuthenticationMethod[]> => {
  const { id } = relyingParty(store)
  const methods = await store.authentication_methods.list(user_id)
  return methods.filter(({ type, relying_party_identifier }) => TYPES.includes(type) && relying_party_identifier === id)
}

/** How authenticators call her: the same for all of hers, or one of them would keep two of her. */
const handleOf = (store: TenantStore, user_id: string, keys: readonly AuthenticationMethod[]): string =>
  keys.find(({ user_handle }) => user_handle !== null)?.user_handle ?? store.mac('webauthn user', user_id)

/** How she finds it again on her device. */
type Known = { name: string; display_name: string }

async function knownAs(store: TenantStore, user_id: string): Promise<Known> {
  const account = await store.users.findAccount(user_id)
  const name = account?.email ?? account?.username ?? account?.phone_number ?? user_id
  return { name, display_name: account?.name ?? name }
}

/** What the browser is to be asked for. @param local a passkey of this very device @param newcomer who has no account yet */
export async function beginWebauthnEnrollment(
  store: TenantStore,
  { local = false, newcomer, ...enrolment }: Enrolment & { local?: boolean | undefined; newcomer?: Known | undefined },
  now: Date,
): Promise<CreationOptions> {
  const { user_id, type } = enrolment
  const known = newcomer ?? (await knownAs(store, user_id))
  const keys = newcomer ? [] : await keysOf(store, user_id)
  return creationOptions({
    type,
    challenge: newChallenge(store, enrolling(enrolment), now),
    relying_party: { id: relyingParty(store).id, name: await nameOf(store) },
    user: { handle: handleOf(store, user_id, keys), ...known },
    exclude: keys,
    local,
  })
}

const nameOf = async (store: TenantStore): Promise<string> =>
  readSettings(await store.facts.settings()).friendly_name || 'Lintel'

/** `full`: she has as many as anybody may. `taken`: it is enrolled already. `gone`: she took too long. `too-many`: nobody looked at it. */
export type WebauthnEnrolled =
  | { outcome: 'right'; method: AuthenticationMethod; user_verified: boolean }
  | { outcome: 'wrong' | 'gone' | 'taken' | 'full' | 'too-many'; why?: string }

export type WebauthnAnswer = {
  /** the credential, as `toJSON()` has it */
  answer: unknown
  /** of the pages that may have asked; unless named, the issuer's */
  origins?: readonly string[] | undefined
}

/** What happens on the transaction that keeps it: an account for it, log events, a mail. */
export type Around = {
  before?(tx: TenantStore): Promise<void>
  after?(tx: TenantStore, method: AuthenticationMethod): Promise<void>
}

export async function finishWebauthnEnrollment(
  store: TenantStore,
  enrolled: Enrolment & WebauthnAnswer & { name?: string | undefined; user_agent?: string | undefined },
  now: Date,
  around: Around = {},
): Promise<WebauthnEnrolled> {
  const { user_id, type, answer, name, user_agent } = enrolled
  const party = relyingParty(store)
  if (!(await admitFactorTry(store, user_id, now))) return { outcome: 'too-many' }
  const claims = claimsOf(answer)
  if (!claims) return { outcome: 'wrong', why: 'no credential' }
  const spent = await spendChallenge(store, enrolling(enrolled), claims.challenge, now)
  if (spent !== 'spent') return { outcome: spent, why: 'the challenge' }
  const key = await verifyCreation(answer, {
    challenge: claims.challenge,
    relying_party_id: party.id,
    origins: enrolled.origins ?? [party.origin],
    verifies: type === 'passkey',
  })
  if ('refused' in key) return { outcome: 'wrong', why: key.refused }
  const { user_verified, ...kept } = key
  if (await store.authentication_methods.findByKey(key.key_id)) return { outcome: 'taken' }
  const keys = await keysOf(store, user_id)
  if (keys.length >= MOST_KEYS) return { outcome: 'full' }
  const method = await store.transaction(async tx => {
    await around.before?.(tx)
    const created = await tx.authentication_methods.create(
      {
        ...kept,
        user_id,
        type,
        name: name?.trim().slice(0, 100) || null,
        relying_party_identifier: party.id,
        user_handle: handleOf(store, user_id, keys),
        user_agent: user_agent?.slice(0, 500) ?? null,
      },
      now,
    )
    await around.after?.(tx, created)
    return created
  })
  return { outcome: 'right', method, user_verified }
}

// --- what the browser is told of them ---

/** Only of what the same browser has just presented. */
export const unknownCredential = (store: TenantStore, key_id: string): Signal => ({
  method: 'signalUnknownCredential',
  about: JSON.stringify({ rpId: relyingParty(store).id, credentialId: key_id }),
})

/** All of hers, second factors too: authenticators keep them under one name. */
export async function acceptedCredentials(store: TenantStore, user_id: string): Promise<Signal> {
  const keys = await keysOf(store, user_id)
  const about = {
    rpId: relyingParty(store).id,
    userId: handleOf(store, user_id, keys),
    allAcceptedCredentialIds: keys.map(({ key_id }) => key_id),
  }
  return { method: 'signalAllAcceptedCredentials', about: JSON.stringify(about) }
}

/** What she is called now. Undefined: no authenticator knows her. */
export async function currentDetails(store: TenantStore, user_id: string): Promise<Signal | undefined> {
  const party = relyingPartyOf(store)
  const keys = party ? await keysOf(store, user_id) : []
  if (!party || keys.length === 0) return undefined
  const { name, display_name: displayName } = await knownAs(store, user_id)
  const about = { rpId: party.id, userId: handleOf(store, user_id, keys), name, displayName }
  return { method: 'signalCurrentUserDetails', about: JSON.stringify(about) }
}

// --- proof ---

/** @property unknown the id of a credential that nobody here has */
export type WebauthnProof =
  | { outcome: 'right'; method: AuthenticationMethod; assertion: Assertion }
  | { outcome: 'wrong' | 'gone' | 'too-many'; why?: string; method?: AuthenticationMethod; unknown?: string }

/** The credential that an answer names, and what is kept of it, if it can prove anything here. */
async function prove(
  store: TenantStore,
  bound: Bound,
  { answer, origins }: WebauthnAnswer,
  { verifies, mayBe }: { verifies: boolean; mayBe(method: AuthenticationMethod): boolean },
  now: Date,
): Promise<WebauthnProof> {
  const party = relyingParty(store)
  const claims = claimsOf(answer)
  if (!claims) return { outcome: 'wrong', why: 'no credential' }
  const spent = await spendChallenge(store, bound, claims.challenge, now)
  if (spent !== 'spent') return { outcome: spent, why: 'the challenge' }
  const method = await store.authentication_methods.findByKey(claims.key_id)
  if (!method) return { outcome: 'wrong', why: 'an unknown credential', unknown: claims.key_id }
  if (!mayBe(method)) return { outcome: 'wrong', why: 'an unknown credential' }
  const { key_id, public_key, sign_count, credential_device_type, user_handle } = method
  if (key_id === null || public_key === null || method.relying_party_identifier !== party.id)
    return { outcome: 'wrong', why: 'a credential of another relying party', method }
  const key = { key_id, public_key, sign_count: sign_count ?? 0, credential_device_type, user_handle }
  const assertion = await verifyAssertion(answer, key, {
    challenge: claims.challenge,
    relying_party_id: party.id,
    origins: origins ?? [party.origin],
    verifies,
  })
  if ('refused' in assertion) return { outcome: 'wrong', why: assertion.refused, method }
  // Whoever signs twice at once with one counter is a copy.
  if (!(await store.authentication_methods.useKey(method.user_id, method.id, assertion, now)))
    return { outcome: 'wrong', why: 'the counter went back', method }
  return { outcome: 'right', method, assertion }
}

const SIGN_IN = 'passkey sign-in'

/** Any passkey of this tenant at this issuer, whosever it is: nobody is named before. */
export const beginPasskeySignIn = (store: TenantStore, transaction: string, now: Date): RequestOptions =>
  requestOptions({
    challenge: newChallenge(store, { purpose: SIGN_IN, transaction }, now),
    relying_party_id: relyingParty(store).id,
    verifies: true,
  })

/** Who signs in. Whether she may is for the caller to look at, and how often anybody tries. */
export const provePasskey = (
  store: TenantStore,
  { transaction, ...given }: WebauthnAnswer & { transaction: string },
  now: Date,
): Promise<WebauthnProof> =>
  prove(
    store,
    { purpose: SIGN_IN, transaction },
    given,
    { verifies: true, mayBe: ({ type, confirmed }) => type === 'passkey' && confirmed },
    now,
  )

const second = (user_id: string, transaction: string): Bound => ({ purpose: 'second factor', transaction, user_id })

/** @param methods hers: any of these may answer */
export const beginWebauthnProof = (
  store: TenantStore,
  { user_id, transaction, methods }: { user_id: string; transaction: string; methods: readonly AuthenticationMethod[] },
  now: Date,
): RequestOptions =>
  requestOptions({
    challenge: newChallenge(store, second(user_id, transaction), now),
    relying_party_id: relyingParty(store).id,
    keys: methods,
    verifies: false,
  })

/** @param methods hers: any of these may answer */
export async function proveWebauthn(
  store: TenantStore,
  {
    user_id,
    transaction,
    methods,
    ...given
  }: WebauthnAnswer & { user_id: string; transaction: string; methods: readonly AuthenticationMethod[] },
  now: Date,
): Promise<WebauthnProof> {
  if (!(await admitFactorTry(store, user_id, now))) return { outcome: 'too-many' }
  const ids = new Set(methods.map(({ id }) => id))
  const mayBe = ({ id, user_id: owner }: AuthenticationMethod) => owner === user_id && ids.has(id)
  return prove(store, second(user_id, transaction), given, { verifies: false, mayBe }, now)
}
