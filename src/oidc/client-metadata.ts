// An Auth0-shaped client as RFC 7591 metadata. Pure.
import type { ClientMetadata as LibraryClientMetadata, ResponseType } from 'oidc-provider'
import { MAX_CLIENT_ID } from '../ids.ts'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { Client } from '../store/clients.ts'
import { complianceOf } from '../store/compliance-levels.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantSettings } from '../store/settings.ts'
import { allKeysOf } from './client-keys.ts'

/** The stored client rides along as `stored`, for what RFC 7591 has no word for. */
export type ClientMetadata = LibraryClientMetadata & { stored: RegisteredClient }

/** Auth0: the password grant that names its connection. */
export const PASSWORD_REALM = 'http://auth0.com/oauth/grant-type/password-realm'

/** RFC 8628 §3.4 */
export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'
/** CIBA Core §10.1 */
export const CIBA = 'urn:openid:params:grant-type:ciba'

/** RFC 8693 §2.1 */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
/** RFC 7523 §2.1 */
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** Auth0: a second factor for an mfa_token */
const MFA = 'http://auth0.com/oauth/grant-type/mfa-'
export const MFA_OTP = `${MFA}otp` as const
export const MFA_OOB = `${MFA}oob` as const
export const MFA_RECOVERY_CODE = `${MFA}recovery-code` as const
/** Ours, inside: whoever has one of those may ask to be challenged. */
export const MFA_CHALLENGE = 'lintel:mfa-challenge'

/** Auth0: a passkey */
export const WEBAUTHN = 'urn:okta:params:oauth:grant-type:webauthn'
/** Ours, inside: what comes before. */
export const PASSKEY_CHALLENGE = 'lintel:passkey-challenge'
export const PASSKEY_REGISTER = 'lintel:passkey-register'

/** Auth0: a code that was sent */
export const PASSWORDLESS_OTP = 'http://auth0.com/oauth/grant-type/passwordless/otp'
/** Ours, inside: what comes before. */
export const PASSWORDLESS_START = 'lintel:passwordless-start'
export const OTP_CHALLENGE = 'lintel:otp-challenge'

/** What a client may ask for besides what it was given: the endpoints before a grant. */
const insideTypes = (given: readonly string[]): string[] => [
  ...(given.some(type => type.startsWith(MFA)) ? [MFA_CHALLENGE] : []),
  ...(given.includes(WEBAUTHN) ? [PASSKEY_CHALLENGE, PASSKEY_REGISTER] : []),
  ...(given.includes(PASSWORDLESS_OTP) ? [PASSWORDLESS_START, OTP_CHALLENGE] : []),
]
export const isInside = (grant_type: string): boolean => grant_type.startsWith('lintel:')

export const GRANT_TYPES = [
  TOKEN_EXCHANGE,
  JWT_BEARER,
  DEVICE_CODE,
  CIBA,
  'authorization_code',
  'implicit',
  'refresh_token',
  'client_credentials',
  'password',
  PASSWORD_REALM,
  MFA_OTP,
  MFA_OOB,
  MFA_RECOVERY_CODE,
  WEBAUTHN,
  PASSWORDLESS_OTP,
] as const
export const AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const
/** oidc-provider knows one subject for each client; which ones there are, client-authentication.ts looks up. */
const REGISTERED_NAMES = 'registered'
export type AuthMethod = (typeof AUTH_METHODS)[number]

/** OAuth 2.0 Multiple Response Type Encoding Practices §3, §5; with the grant types that each takes. */
export const GRANT_TYPES_OF = {
  code: ['authorization_code'],
  id_token: ['implicit'],
  'id_token token': ['implicit'],
  'code id_token': ['authorization_code', 'implicit'],
  'code token': ['authorization_code', 'implicit'],
  'code id_token token': ['authorization_code', 'implicit'],
} as const satisfies { [type in ResponseType]?: readonly string[] }
export const RESPONSE_TYPES = Object.keys(GRANT_TYPES_OF) as (keyof typeof GRANT_TYPES_OF)[]

/** Anything else is no client: it must not even reach PostgreSQL, which refuses some strings. */
export const isClientId = (value: unknown): value is string =>
  typeof value === 'string' && (/^[A-Za-z0-9._~-]{1,64}$/.test(value) || isDocumentUrl(value))

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether a client_id names a document (draft-ietf-oauth-client-id-metadata-document-02 §3): https, a path, nothing that two parsers could read differently. Plain http is for loopback, and
 * read only where the operator lets Lintel reach that.
 */
export function isDocumentUrl(value: string): boolean {
  const url = value.length <= MAX_CLIENT_ID && /^https?:\/\/[!-~]+$/.test(value) ? URL.parse(value) : null
  return (
    url !== null &&
    // As WHATWG writes it: no dot segments, no default port, no upper case in the host.
    url.href === value &&
    (url.protocol === 'https:' || LOOPBACK.test(url.hostname)) &&
    url.username === '' &&
    url.password === '' &&
    url.pathname !== '/' &&
    !url.hostname.endsWith('.') &&
    !value.includes('#')
  )
}

/** The one method by which a client authenticates. */
export function authMethodOf(client: Client): AuthMethod {
  const [method = client.token_endpoint_auth_method] = Object.keys(client.client_authentication_methods ?? {})
  return method as AuthMethod
}

/** Auth0: to a third party's client in strict mode an API is open only where a client grant says so. Here to all that describe themselves. */
export const goesByClientGrants = ({
  external_metadata_type,
  third_party_security_mode,
}: Pick<Client, 'external_metadata_type' | 'third_party_security_mode'>): boolean =>
  third_party_security_mode === 'strict' || external_metadata_type !== null

/** Whether a client described itself, and nobody has looked. */
export const isStranger = (
  { external_metadata_created_by, external_metadata_type }: Client,
  { dynamic_client_registration }: TenantSettings,
): boolean =>
  external_metadata_created_by === 'client' &&
  // Somebody let it register.
  !(external_metadata_type === 'dcr' && dynamic_client_registration === 'initial_access_token')

/** The client as it was registered. */
export const storedClient = (client: object): RegisteredClient => (client as { stored: RegisteredClient }).stored

/** @param now of its keys, those are named that have not expired */
export function clientMetadata(client: RegisteredClient, now: Date): ClientMetadata {
  // oidc-provider refuses a client whole for a type that no resource server declares any more; authorization-details.ts looks at them.
  // Its keys are those that were read there (client-key-sets.ts), and oidc-provider fetches nothing.
  const {
    authorization_details_types: _,
    jwks_uri: __,
    response_types: named,
    ...registration
  } = client.registration as JsonObject & { response_types?: string[] }
  // oidc-provider wants signed what is encrypted. /userinfo's answer need not be (OpenID Connect Core §5.3.2), and is ours to make.
  if (registration.userinfo_signed_response_alg === undefined) {
    delete registration.userinfo_encrypted_response_alg
    delete registration.userinfo_encrypted_response_enc
  }
  // Without a place to return to, a browser flow is none.
  // CIBA Core §4: a client that cannot prove who it is must not call people out of bed.
  const grant_types = GRANT_TYPES.filter(
    type =>
      client.grant_types.includes(type) &&
      (client.callbacks.length > 0 || !['authorization_code', 'implicit'].includes(type)) &&
      (type !== CIBA || authMethodOf(client) !== 'none'),
  )
  const { alg } = client.jwt_configuration
  const token_endpoint_auth_method = authMethodOf(client)
  const signed_by = [alg, registration.userinfo_signed_response_alg, registration.authorization_signed_response_alg]
  const needs_secret = token_endpoint_auth_method.startsWith('client_secret_') || signed_by.includes('HS256')
  return {
    client_id: client.client_id,
    client_name: client.name,
    // RFC 8252 §7.3: only a native app's loopback redirects may come with any port.
    application_type: client.app_type === 'native' ? 'native' : 'web',
    token_endpoint_auth_method,
    ...(needs_secret && client.client_secret !== undefined ? { client_secret: client.client_secret } : {}),
    grant_types: [...grant_types, ...insideTypes(grant_types)],
    response_types: RESPONSE_TYPES.filter(
      type =>
        GRANT_TYPES_OF[type].every(needed => grant_types.includes(needed)) &&
        (named === undefined || named.includes(type)) &&
        // An access token through the browser (implicit and hybrid flows) is bound to nothing.
        (!needsBoundTokens(client) || !type.split(' ').includes('token')),
    ),
    redirect_uris: client.callbacks,
    id_token_signed_response_alg: alg as 'RS256' | 'HS256',
    ...boundTokens(client),
    ...requestMetadata(client),
    ...registration,
    ...backchannelMetadata(client, grant_types),
    ...authenticationMetadata(client, token_endpoint_auth_method, now),
    stored: client,
  }
}

/** Whether a client authenticates by the certificate of mutual TLS (RFC 8705 §2). */
const isByCertificate = (client: Client): boolean =>
  ['tls_client_auth', 'self_signed_tls_client_auth'].includes(authMethodOf(client))

const needsBoundTokens = (client: RegisteredClient): boolean =>
  client.require_proof_of_possession || complianceOf(client) !== undefined

/** Auth0: `require_proof_of_possession`. Who authenticates by a certificate is bound to it (RFC 8705 §3), anybody else by DPoP (RFC 9449). */
function boundTokens(client: RegisteredClient): Partial<LibraryClientMetadata> {
  if (!client.require_proof_of_possession) return {}
  return isByCertificate(client)
    ? { tls_client_certificate_bound_access_tokens: true }
    : { dpop_bound_access_tokens: true }
}

/** RFC 7523, RFC 8705 §2.1.2, §2.2.2 */
function authenticationMetadata(
  client: RegisteredClient,
  method: AuthMethod,
  now: Date,
): Partial<LibraryClientMetadata> {
  const byName = !Object.keys(client.registration).some(member => member.startsWith('tls_client_auth_san_'))
  return {
    jwks: allKeysOf(client, now) as NonNullable<LibraryClientMetadata['jwks']>,
    ...(method === 'tls_client_auth' && byName ? { tls_client_auth_subject_dn: REGISTERED_NAMES } : {}),
  }
}

/** CIBA Core §4. The ping is sent by us (ciba.ts), so oidc-provider need not know where; it only insists on a place. */
function backchannelMetadata(
  { registration }: RegisteredClient,
  grant_types: readonly string[],
): Partial<LibraryClientMetadata> {
  if (!grant_types.includes(CIBA)) return {}
  const pings = registration.backchannel_token_delivery_mode === 'ping'
  return {
    backchannel_token_delivery_mode: pings ? 'ping' : 'poll',
    ...(pings ? { backchannel_client_notification_endpoint: 'https://ping.invalid/' } : {}),
  }
}

/** How it must ask, and what its compliance level makes of that. */
function requestMetadata(client: RegisteredClient): Partial<LibraryClientMetadata> {
  const level = complianceOf(client)
  return {
    require_pushed_authorization_requests: level !== undefined || client.require_pushed_authorization_requests,
    require_signed_request_object: level?.signs || client.signed_request_object?.required === true,
    ...(level
      ? {
          dpop_bound_access_tokens: level.binding === 'dpop',
          tls_client_certificate_bound_access_tokens: level.binding === 'mtls',
          // JARM's default is RS256, which FAPI 2.0 does not know.
          authorization_signed_response_alg: client.jwt_configuration.alg as 'PS256',
        }
      : {}),
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/**
 * Whether a URL is one of those registered: the same string, or (Auth0) one whose `*`, the first label of an https host, is filled
 * with one label. The placeholder itself is no place to go.
 */
export function isRegistered(value: string, registered: readonly string[]): boolean {
  return registered.some(url => {
    if (url === value) return !url.includes('*')
    const [scheme, rest, ...more] = url.split('https://*.')
    if (scheme !== '' || rest === undefined || more.length > 0) return false
    return new RegExp(`^https://[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.${escaped(rest)}$`).test(value)
  })
}

/** Origins whose scripts may call the token endpoint for this client (Auth0: those of its callbacks always may). */
export function isAllowedOrigin(origin: string, client: Client): boolean {
  return (
    isRegistered(origin, [...client.allowed_origins, ...client.web_origins]) ||
    isRegistered(origin, client.callbacks.flatMap(originOf))
  )
}

/** As a browser writes it in `Origin`; nothing for a scheme that has none. */
function originOf(url: string): string[] {
  const origin = /^https?:\/\/[^/?#]+/.exec(url)?.[0]
  return origin === undefined ? [] : [origin]
}
