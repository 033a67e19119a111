// What a client may say of itself besides, where the tenant lets it (`dynamic_client_registration_security_mode: permissive`): OpenID Connect
// Dynamic Client Registration as its certification asks for it. What fits together is for the Management API's rules, handed in by the hallway.
import type { Outbound } from '../http/outbound.ts'
import type { Client } from '../store/clients.ts'
import type { JsonObject } from '../store/schema.ts'
import { UnusableDocument } from './client-documents.ts'
import { fetchKeySet, type KeySet, readKeySet } from './client-key-sets.ts'
import { type FurtherDescription, invalid, type SelfDescription, text, texts } from './self-description.ts'

/** Members of a client's `registration` that it speaks for; whatever else is there is an administrator's. */
const OWN_MEMBERS = [
  'authorization_encrypted_response_alg',
  'authorization_encrypted_response_enc',
  'default_max_age',
  'frontchannel_logout_session_required',
  'frontchannel_logout_uri',
  'id_token_encrypted_response_alg',
  'id_token_encrypted_response_enc',
  'introspection_encrypted_response_alg',
  'introspection_encrypted_response_enc',
  'jwks_uri',
  'request_object_signing_alg',
  'require_auth_time',
  'sector_identifier_uri',
  'subject_type',
  'token_endpoint_auth_signing_alg',
  'userinfo_encrypted_response_alg',
  'userinfo_encrypted_response_enc',
  'userinfo_signed_response_alg',
] as const

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== ''

/** RFC 7591 §2: by value, or by reference; not both. */
async function keySetOf(
  outbound: Outbound,
  { jwks, jwks_uri }: JsonObject,
  registration: JsonObject,
  now: Date,
): Promise<KeySet> {
  if (isGiven(jwks) && isGiven(jwks_uri)) throw invalid('jwks and jwks_uri must not both be there')
  if (isGiven(jwks)) return readKeySet(jwks, registration)
  if (typeof jwks_uri !== 'string' || jwks_uri === '') return { signing: [], encryption: [] }
  try {
    return (await fetchKeySet(outbound, jwks_uri, registration, now)).keys
  } catch (error) {
    if (error instanceof UnusableDocument) throw invalid(`jwks_uri: ${error.message}`)
    throw error
  }
}

/** @param before the client as it is, if it is there */
export async function furtherDescription(
  outbound: Outbound,
  metadata: JsonObject,
  { response_types, method }: { response_types: string[]; method: SelfDescription['method'] },
  before: Client | undefined,
  now: Date,
): Promise<{ further: FurtherDescription; keys: SelfDescription['keys'] }> {
  const own = Object.fromEntries(
    OWN_MEMBERS.filter(name => isGiven(metadata[name])).map(name => [name, metadata[name]]),
  )
  const { signing, encryption } = await keySetOf(outbound, metadata, own, now)
  if (method === 'private_key_jwt' && signing.length === 0)
    throw invalid('jwks or jwks_uri must have a key to authenticate by')
  if (own.request_object_signing_alg !== undefined && signing.length === 0)
    throw invalid('jwks or jwks_uri must have a key that signs requests')
  const others = Object.entries(before?.registration ?? {}).filter(
    ([name]) => !['jwks', 'response_types', ...OWN_MEMBERS].includes(name),
  )
  const backchannel_logout_uri = text(metadata, 'backchannel_logout_uri')
  return {
    keys: signing,
    further: {
      third_party_security_mode: null,
      allowed_logout_urls: texts(metadata, 'post_logout_redirect_uris') ?? [],
      initiate_login_uri: text(metadata, 'initiate_login_uri') ?? null,
      jwt_configuration: {
        lifetime_in_seconds: 36_000,
        secret_encoded: false,
        ...before?.jwt_configuration,
        alg: text(metadata, 'id_token_signed_response_alg') ?? 'RS256',
      },
      oidc_logout: backchannel_logout_uri === undefined ? null : { backchannel_logout_urls: [backchannel_logout_uri] },
      registration: {
        ...Object.fromEntries(others),
        ...own,
        response_types,
        ...(encryption.length === 0 ? {} : { jwks: { keys: encryption } }),
      },
    },
  }
}

/** Of a client that was registered so, and is registered anew where the tenant does not let it any more: nothing. */
export const nothingFurther = (before: Client): FurtherDescription => ({
  third_party_security_mode: 'strict',
  allowed_logout_urls: [],
  initiate_login_uri: null,
  jwt_configuration: { ...before.jwt_configuration, alg: 'RS256' },
  oidc_logout: null,
  registration: Object.fromEntries(
    Object.entries(before.registration).filter(([name]) => !['jwks', 'response_types', ...OWN_MEMBERS].includes(name)),
  ),
})

/** What of this it has, in the words of the standards (RFC 7591 §3.2.1). */
export function shownFurther(client: Client): JsonObject {
  const { allowed_logout_urls, initiate_login_uri, jwt_configuration, oidc_logout, registration } = client
  const [backchannel_logout_uri] = oidc_logout?.backchannel_logout_urls ?? []
  return {
    ...Object.fromEntries(OWN_MEMBERS.flatMap(name => (name in registration ? [[name, registration[name]]] : []))),
    ...(allowed_logout_urls.length === 0 ? {} : { post_logout_redirect_uris: allowed_logout_urls }),
    ...(initiate_login_uri === null ? {} : { initiate_login_uri }),
    // Every logout token says which session.
    ...(backchannel_logout_uri === undefined
      ? {}
      : { backchannel_logout_uri, backchannel_logout_session_required: true }),
    id_token_signed_response_alg: jwt_configuration.alg,
  }
}
