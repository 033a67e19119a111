// Clients in their own words (RFC 7591 §2): what of them is taken up, and what becomes of it. Whoever describes herself is a third party and
// nobody's acquaintance: OAuth 2.1, no API that is not granted, no sign-in that its user has not permitted (Auth0: `strict`).
import { errors } from 'oidc-provider'
import { problemOf } from '../http/urls.ts'
import type { Client, NewClient } from '../store/clients.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import type { AuthMethod } from './client-metadata.ts'

const MAX_REDIRECT_URIS = 20
const MAX_NAME = 140
const MONTH = 2_592_000

/** The rest of what it asks for is left out (RFC 7591 §3.2.1). */
const OFFERED_GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials']
/** In a tenant. Housekeeping takes those that nobody uses. */
const MOST_SELF_REGISTERED = 10_000

/** What a client says of itself, as far as it is taken up. Whatever else it says is not kept (RFC 7591 §2). */
export type SelfDescription = Pick<
  Client,
  'app_type' | 'callbacks' | 'grant_types' | 'logo_uri' | 'name' | 'token_endpoint_auth_method'
>

const invalid = (description: string) => new errors.InvalidClientMetadata(description)

function text(metadata: JsonObject, name: string): string | undefined {
  const value = metadata[name]
  // RFC 7592 §2.2: null is nothing.
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string`)
  return value
}

function texts(metadata: JsonObject, name: string): string[] | undefined {
  const value = metadata[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.length > MAX_REDIRECT_URIS || value.some(one => typeof one !== 'string'))
    throw invalid(`${name} must be an array of at most ${MAX_REDIRECT_URIS} strings`)
  return [...new Set(value as string[])]
}

/** Stands on the consent page: nothing in it may make a person read something else. */
function nameOf(metadata: JsonObject, callbacks: readonly string[], otherwise: string | undefined): string {
  const name = text(metadata, 'client_name')?.trim()
  if (!name) return otherwise ?? (URL.parse(callbacks[0] ?? '')?.host || 'Unnamed')
  if (name.length > MAX_NAME) throw invalid(`client_name must not be longer than ${MAX_NAME} characters`)
  if (/[\p{Cc}<>\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(name))
    throw invalid('client_name must not contain control characters, directional marks, < or >')
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

function appTypeOf(metadata: JsonObject, { callbacks, grant_types, token_endpoint_auth_method }: Described): string {
  const application_type = text(metadata, 'application_type')
  if (application_type !== undefined && !['web', 'native'].includes(application_type))
    throw invalid('application_type must be web or native')
  if (application_type === 'native' || (application_type === undefined && isNative(callbacks))) return 'native'
  if (!grant_types.includes('authorization_code')) return 'non_interactive'
  return token_endpoint_auth_method === 'none' ? 'spa' : 'regular_web'
}
type Described = Pick<SelfDescription, 'callbacks' | 'grant_types' | 'token_endpoint_auth_method'>

/**
 * @param methods by which it may authenticate, the one first that it gets when it names none
 * @param otherwise its name when it has none
 */
export function describedClient(
  metadata: JsonObject,
  methods: readonly AuthMethod[],
  otherwise?: string,
): SelfDescription {
  // RFC 7591 §3.2.2: nobody's statements are trusted here, and one that is passed over would be believed in.
  if (metadata.software_statement !== undefined)
    throw new errors.CustomOIDCProviderError('unapproved_software_statement', 'software statements are not accepted')
  const callbacks = callbacksOf(metadata)
  const token_endpoint_auth_method = text(metadata, 'token_endpoint_auth_method') ?? (methods[0] as AuthMethod)
  if (!(methods as readonly string[]).includes(token_endpoint_auth_method))
    throw invalid(`token_endpoint_auth_method must be one of ${methods.join(', ')}`)

  const asked = texts(metadata, 'grant_types') ?? ['authorization_code']
  const codes = asked.includes('authorization_code')
  const grant_types = OFFERED_GRANT_TYPES.filter(
    type =>
      asked.includes(type) &&
      // RFC 6749 §4.4: only a client that can keep a secret speaks for itself.
      (type !== 'client_credentials' || token_endpoint_auth_method !== 'none') &&
      (type !== 'refresh_token' || codes),
  )
  if (grant_types.length === 0)
    throw invalid(`grant_types must include one of ${OFFERED_GRANT_TYPES.join(', ')} that goes with the rest`)
  if (codes && callbacks.length === 0) throw invalid('redirect_uris must name where the client is answered')
  if (codes && !(texts(metadata, 'response_types') ?? ['code']).includes('code'))
    throw invalid('response_types must include code')

  const logo_uri = text(metadata, 'logo_uri') ?? null
  const problem = logo_uri === null ? undefined : problemOf(logo_uri, 'https')
  if (problem !== undefined) throw invalid(`logo_uri: ${problem}`)
  const described = { callbacks, grant_types, token_endpoint_auth_method }
  return {
    ...described,
    app_type: appTypeOf(metadata, described),
    logo_uri,
    name: nameOf(metadata, callbacks, otherwise),
  }
}

/** A client of a third party's, with nothing but what it said of itself. */
export const selfDescribedClient = (
  client_id: string,
  described: SelfDescription,
  external: Pick<Client, 'external_metadata_type' | 'external_metadata_created_by'>,
): NewClient => ({
  ...described,
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
})

/** Whether the tenant has room for one more client that nobody of its own made. */
export async function hasRoom(store: TenantStore): Promise<boolean> {
  return (await store.clients.countSelfRegistered()) < MOST_SELF_REGISTERED
}
