// Clients in their own words (RFC 7591 §2): what of them is taken up, and what becomes of it. Whoever describes herself is a third party and
// nobody's acquaintance: OAuth 2.1, no API that is not granted, no sign-in that its user has not permitted (Auth0: `strict`).
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { errors } from 'oidc-provider'
import { readPublicKey, UnacceptableKey } from '../credentials/public-key.ts'
import { problemOf } from '../http/urls.ts'
import { newCredentialId } from '../ids.ts'
import type { ClientCredential, NewClientCredential } from '../store/client-credentials.ts'
import type { Client, NewClient } from '../store/clients.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { GRANT_TYPES_OF, RESPONSE_TYPES } from './client-metadata.ts'

const MAX_REDIRECT_URIS = 20
const MAX_NAME = 140
export const MAX_KEYS = 10
const MONTH = 2_592_000

/** The rest of what it asks for is left out (RFC 7591 §3.2.1). */
const OFFERED_GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials']
/** In a tenant. Housekeeping takes those that nobody uses. */
const MOST_SELF_REGISTERED = 10_000

/** What a client says of itself, as far as it is taken up. Whatever else it says is not kept (RFC 7591 §2). */
export type SelfDescription = Pick<Client, 'app_type' | 'callbacks' | 'grant_types' | 'logo_uri' | 'name'> & {
  method: OwnMethod
  /** by which it authenticates, if its method is private_key_jwt; and, in permissive mode, signs its requests */
  keys: OwnKey[]
  /** in permissive mode only */
  further?: FurtherDescription
}
export type OwnMethod = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'none' | 'private_key_jwt'
/** See permissive-registration.ts. */
export type FurtherDescription = Pick<
  Client,
  | 'allowed_logout_urls'
  | 'initiate_login_uri'
  | 'jwt_configuration'
  | 'oidc_logout'
  | 'registration'
  | 'third_party_security_mode'
>
export type OwnKey = Pick<NewClientCredential, 'alg' | 'kid'> & { pem: string; public_jwk: JsonObject }

export const invalid = (description: string) => new errors.InvalidClientMetadata(description)

export function text(metadata: JsonObject, name: string): string | undefined {
  const value = metadata[name]
  // RFC 7592 §2.2: null is nothing.
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string`)
  return value
}

export function texts(metadata: JsonObject, name: string): string[] | undefined {
  const value = metadata[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.length > MAX_REDIRECT_URIS || value.some(one => typeof one !== 'string'))
    throw invalid(`${name} must be an array of at most ${MAX_REDIRECT_URIS} strings`)
  return [...new Set(value as string[])]
}

// Some letters and symbols are blank: fillers of Hangul, the empty cell of Braille.
const VISIBLE = /(?![\u115f\u1160\u2800\u3164\uffa0])[\p{L}\p{N}\p{P}\p{S}]/u

/** Stands on the consent page: nothing in it may make a person read something else. */
function nameOf(metadata: JsonObject, callbacks: readonly string[], otherwise: string | undefined): string {
  const name = text(metadata, 'client_name')?.trim()
  if (!name) return otherwise ?? (URL.parse(callbacks[0] ?? '')?.host || 'Unnamed')
  if (name.length > MAX_NAME) throw invalid(`client_name must not be longer than ${MAX_NAME} characters`)
  if (!name.isWellFormed() || /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}<>]/u.test(name))
    throw invalid('client_name must not contain control characters, directional or invisible marks, < or >')
  if (!VISIBLE.test(name)) throw invalid('client_name must have something that can be seen')
  return name
}

function callbacksOf(metadata: JsonObject): string[] {
  const callbacks = texts(metadata, 'redirect_uris') ?? []
  for (const [index, url] of callbacks.entries()) {
    const problem = url.includes('*') ? 'A * stands for nothing here.' : problemOf(url, 'redirect')
    if (problem !== undefined) throw invalid(`redirect_uris.${index}: ${problem}`)
  }
  return callbacks
}

/** RFC 8252: a loopback redirect, or one by a scheme of its own, is an app's on somebody's device. */
const isNative = (callbacks: readonly string[]) => callbacks.some(url => !url.startsWith('https:'))

function appTypeOf(metadata: JsonObject, { callbacks, grant_types, method }: Described): string {
  const application_type = text(metadata, 'application_type')
  if (application_type !== undefined && !['web', 'native'].includes(application_type))
    throw invalid('application_type must be web or native')
  if (application_type === 'native' || (application_type === undefined && isNative(callbacks))) return 'native'
  if (!grant_types.some(type => type === 'authorization_code' || type === 'implicit')) return 'non_interactive'
  return method === 'none' ? 'spa' : 'regular_web'
}
type Described = Pick<SelfDescription, 'callbacks' | 'grant_types' | 'method'>

/** RFC 7517, RFC 7591 §2: public keys, each for one algorithm. */
function keysOf({ jwks }: JsonObject): OwnKey[] {
  const keys = (jwks as { keys?: unknown } | null | undefined)?.keys
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
    throw invalid(`jwks must hold 1 to ${MAX_KEYS} public keys, where a client authenticates by private_key_jwt`)
  return keys.map((key: unknown, index) => keyOf(key, `jwks.keys.${index}`))
}

/** @param preferred where the key does not name its algorithm, and can be used with this one */
export function keyOf(key: unknown, at: string, preferred?: string): OwnKey {
  if (key === null || typeof key !== 'object') throw invalid(`${at} must be a JWK`)
  const { alg, kid, ...given } = key as JsonObject
  // `createPublicKey` would take the public half and say nothing.
  if (given.kty === 'oct' || 'd' in given) throw invalid(`${at} must be a public key`)
  if (kid !== undefined && (typeof kid !== 'string' || !/^[!-~]{1,255}$/.test(kid)))
    throw invalid(`${at}.kid must be a string of at most 255 characters`)
  try {
    const pem = createPublicKey({ key: given as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const { jwk, algs } = readPublicKey(String(pem))
    const own = alg ?? algs.find(one => one === preferred) ?? algs[0]
    if (typeof own !== 'string' || !algs.includes(own)) throw invalid(`${at}.alg must be one of ${algs.join(', ')}`)
    return { alg: own, kid: kid ?? null, pem: String(pem), public_jwk: jwk as JsonObject }
  } catch (error) {
    if (error instanceof errors.OIDCProviderError) throw error
    throw invalid(`${at}: ${error instanceof UnacceptableKey ? error.message : 'no key that can be read'}`)
  }
}

/** What a client would believe itself protected by, and is not; with the values that ask for nothing. */
type Unheeded = { [name: string]: (value: unknown) => boolean }
const never = () => false
const UNHEEDED: Unheeded = {
  authorization_signed_response_alg: value => value === 'RS256',
  introspection_signed_response_alg: value => value === 'RS256',
  request_object_encryption_alg: never,
  require_pushed_authorization_requests: value => value === false,
  require_signed_request_object: value => value === false,
  tls_client_certificate_bound_access_tokens: value => value === false,
}
const UNHEEDED_IN_STRICT: Unheeded = {
  ...UNHEEDED,
  authorization_encrypted_response_alg: never,
  introspection_encrypted_response_alg: never,
  id_token_encrypted_response_alg: never,
  id_token_signed_response_alg: value => value === 'RS256',
  request_object_signing_alg: never,
  sector_identifier_uri: never,
  subject_type: value => value === 'public',
  userinfo_encrypted_response_alg: never,
  userinfo_signed_response_alg: never,
}

/** RFC 7591 §2 lets a server ignore what it does not know. What the discovery document offers, it knows: that is done, or refused. */
function refuseUnheeded(metadata: JsonObject, unheeded: Unheeded): void {
  for (const [name, isHarmless] of Object.entries(unheeded)) {
    const value = metadata[name]
    if (value !== undefined && value !== null && !isHarmless(value))
      throw invalid(`${name}: a client that describes itself cannot have it here`)
  }
}

/** OpenID Connect Registration §2: of the response types that it asks for those that there are. Each goes with its grant types. */
function responseTypesOf(metadata: JsonObject, grant_types: readonly string[]): string[] {
  const asked = (texts(metadata, 'response_types') ?? (grant_types.includes('authorization_code') ? ['code'] : [])).map(
    type => type.split(' ').sort().join(' '),
  )
  const kept = RESPONSE_TYPES.filter(type => asked.includes(type))
  for (const type of kept) {
    const missing = GRANT_TYPES_OF[type].find(needed => !grant_types.includes(needed))
    if (missing !== undefined) throw invalid(`response_types: ${type} needs the grant type ${missing}`)
  }
  return kept
}

/** OpenID Connect Registration §2: what comes in a fragment, any program on a device could take. */
function checkImplicit(metadata: JsonObject, { app_type, callbacks, grant_types }: Described & { app_type: string }) {
  if (!grant_types.includes('implicit')) return
  const isWeb = app_type !== 'native' || text(metadata, 'application_type') === 'web'
  const wrong = isWeb ? callbacks.find(url => !/^https:\/\/(?!localhost[:/?]|localhost$)/.test(url)) : undefined
  if (wrong !== undefined) throw invalid(`redirect_uris: a web client with the implicit grant cannot have ${wrong}`)
}

/**
 * @param terms.methods by which it may authenticate, the one first that it gets when it names none
 * @param terms.otherwise its name when it has none
 * @param terms.permissive see permissive-registration.ts
 */
export function describedClient(
  metadata: JsonObject,
  terms: { methods: readonly OwnMethod[]; otherwise?: string; permissive?: boolean },
): Omit<SelfDescription, 'further'> & { response_types: string[] } {
  const { methods, otherwise, permissive = false } = terms
  // RFC 7591 §3.2.2: nobody's statements are trusted here, and one that is passed over would be believed in.
  if (metadata.software_statement !== undefined)
    throw new errors.CustomOIDCProviderError('unapproved_software_statement', 'software statements are not accepted')
  refuseUnheeded(metadata, permissive ? UNHEEDED : UNHEEDED_IN_STRICT)
  const callbacks = callbacksOf(metadata)
  const asks = text(metadata, 'token_endpoint_auth_method') ?? methods[0]
  const method = methods.find(method => method === asks)
  if (method === undefined) throw invalid(`token_endpoint_auth_method must be one of ${methods.join(', ')}`)

  const offered = permissive ? [...OFFERED_GRANT_TYPES, 'implicit'] : OFFERED_GRANT_TYPES
  const asked = texts(metadata, 'grant_types') ?? ['authorization_code']
  const response_types = permissive ? responseTypesOf(metadata, asked) : []
  const isAnswered = (type: 'authorization_code' | 'implicit') =>
    permissive
      ? response_types.some(one => (GRANT_TYPES_OF[one as 'code'] as readonly string[]).includes(type))
      : asked.includes(type)
  const codes = asked.includes('authorization_code') && isAnswered('authorization_code')
  const grant_types = offered.filter(
    type =>
      asked.includes(type) &&
      // RFC 6749 §4.4: only a client that can keep a secret speaks for itself.
      (type !== 'client_credentials' || method !== 'none') &&
      (type !== 'refresh_token' || codes) &&
      (type !== 'authorization_code' || codes) &&
      (type !== 'implicit' || isAnswered(type)),
  )
  if (grant_types.length === 0)
    throw invalid(`grant_types must include one of ${offered.join(', ')} that goes with the rest`)
  if ((codes || grant_types.includes('implicit')) && callbacks.length === 0)
    throw invalid('redirect_uris must name where the client is answered')
  if (!permissive && codes && !(texts(metadata, 'response_types') ?? ['code']).includes('code'))
    throw invalid('response_types must include code')

  const logo_uri = text(metadata, 'logo_uri') ?? null
  const problem = logo_uri === null ? undefined : problemOf(logo_uri, 'https')
  if (problem !== undefined) throw invalid(`logo_uri: ${problem}`)
  const described = { callbacks, grant_types, method }
  const app_type = appTypeOf(metadata, described)
  checkImplicit(metadata, { ...described, app_type })
  return {
    ...described,
    response_types: permissive ? response_types : codes ? ['code'] : [],
    keys: method === 'private_key_jwt' && !permissive ? keysOf(metadata) : [],
    app_type,
    logo_uri,
    name: nameOf(metadata, callbacks, otherwise),
  }
}

/** The keys as they are stored. */
export const credentialsOf = (client_id: string, keys: readonly OwnKey[]): NewClientCredential[] =>
  keys.map(key => ({
    ...key,
    id: newCredentialId(),
    client_id,
    name: null,
    credential_type: 'public_key',
    subject_dn: null,
    thumbprint_sha256: null,
    expires_at: null,
  }))

export const fingerprints = (keys: readonly Pick<ClientCredential, 'alg' | 'kid' | 'pem'>[]): string[] =>
  keys.map(({ alg, kid, pem }) => JSON.stringify([alg, kid, pem])).sort()

/** Which of its keys are for what, of a client in permissive mode. */
export function keyReferences(
  client: Pick<Client, 'client_authentication_methods' | 'signed_request_object'>,
  keys: readonly NewClientCredential[],
): Pick<Client, 'client_authentication_methods' | 'signed_request_object'> {
  const credentials = keys.map(({ id }) => ({ id }))
  return {
    client_authentication_methods: client.client_authentication_methods && { private_key_jwt: { credentials } },
    signed_request_object:
      credentials.length === 0 ? null : { required: client.signed_request_object?.required ?? false, credentials },
  }
}

/** What it said of itself, as columns. */
export const columnsOf = (
  { app_type, callbacks, grant_types, logo_uri, name, further, method }: SelfDescription,
  credentials: readonly NewClientCredential[],
) => ({
  app_type,
  callbacks,
  grant_types,
  logo_uri,
  name,
  ...further,
  // Not a public client, whatever is asked of it without looking at its methods.
  token_endpoint_auth_method: method === 'private_key_jwt' ? 'client_secret_post' : method,
  client_authentication_methods:
    method === 'private_key_jwt' ? { private_key_jwt: { credentials: credentials.map(({ id }) => ({ id })) } } : null,
})

/** Puts its keys in the place of those that it had. On the caller's transaction. */
export async function replaceCredentials(
  tx: TenantStore,
  client_id: string,
  credentials: readonly NewClientCredential[],
  now: Date,
): Promise<ClientCredential[]> {
  for (const { id } of await tx.client_credentials.listFor(client_id)) await tx.client_credentials.remove(client_id, id)
  const kept: ClientCredential[] = []
  for (const credential of credentials) kept.push(await tx.client_credentials.create(credential, now))
  return kept
}

/** A client of a third party's, with nothing but what it said of itself. */
export const selfDescribedClient = (
  client_id: string,
  columns: Omit<ReturnType<typeof columnsOf>, 'client_authentication_methods'> &
    Partial<Pick<NewClient, 'client_authentication_methods' | 'signed_request_object'>>,
  external: Pick<Client, 'external_metadata_type' | 'external_metadata_created_by'>,
): NewClient => ({
  ...external,
  client_id,
  third_party_security_mode: 'strict',
  global: false,
  description: null,
  is_first_party: false,
  oidc_conformant: true,
  allowed_logout_urls: [],
  web_origins: [],
  allowed_origins: [],
  initiate_login_uri: null,
  jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
  // OAuth 2.1 §4.3.1
  refresh_token: {
    rotation_type: 'rotating',
    expiration_type: 'expiring',
    leeway: 0,
    token_lifetime: MONTH,
    infinite_token_lifetime: false,
    idle_token_lifetime: MONTH / 2,
    infinite_idle_token_lifetime: false,
  },
  client_metadata: {},
  ...columns,
})

/** Whether the tenant has room for one more client that nobody of its own made. */
export async function hasRoom(store: TenantStore): Promise<boolean> {
  return (await store.clients.countSelfRegistered()) < MOST_SELF_REGISTERED
}
