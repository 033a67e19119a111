// How a client is told who a user is: what signs (ID tokens, /userinfo) and what is encrypted to the client, and by which name it knows the user
// (OpenID Connect Dynamic Client Registration §2).
import { isDeepStrictEqual } from 'node:util'
import { type Static, Type } from 'typebox'
import { readEncryptionKey } from '../../credentials/encryption-key.ts'
import { UnacceptableKey } from '../../credentials/public-key.ts'
import { invalidProperty } from '../../errors.ts'
import { type Outbound, OutboundError } from '../../http/outbound.ts'
import { checkUrl } from '../../http/urls.ts'
import type { Client } from '../../store/clients.ts'

/** Auth0's, and (ES256, EdDSA) ours. RS256 is the default. */
export const CLIENT_SIGNING_ALGS = ['HS256', 'RS256', 'RS512', 'PS256', 'ES256', 'EdDSA'] as const
const ENCRYPTION_ALGS = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const
const ENCRYPTION_ENCS = ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'] as const

const MAX_KEYS = 10
const name = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }))

/** RFC 7517 §4: members that are not known are let go. */
const EncryptionKey = Type.Object({
  kty: Type.Enum(['RSA', 'EC', 'OKP']),
  use: Type.Literal('enc'),
  kid: name,
  alg: Type.Optional(Type.Enum([...ENCRYPTION_ALGS])),
  crv: name,
  n: Type.Optional(Type.String({ maxLength: 2_000 })),
  e: name,
  x: name,
  y: name,
})

export const tokenRegistration = {
  subject_type: Type.Optional(Type.Enum(['public', 'pairwise'])),
  sector_identifier_uri: Type.Optional(Type.String()),
  jwks: Type.Optional(
    Type.Object({ keys: Type.Array(EncryptionKey, { maxItems: MAX_KEYS }) }, { additionalProperties: false }),
  ),
  jwks_uri: Type.Optional(
    Type.String({ description: 'Where a client that registered itself has its keys. It names it itself' }),
  ),
  id_token_encrypted_response_alg: Type.Optional(Type.Enum([...ENCRYPTION_ALGS])),
  id_token_encrypted_response_enc: Type.Optional(Type.Enum([...ENCRYPTION_ENCS])),
  userinfo_signed_response_alg: Type.Optional(Type.Enum([...CLIENT_SIGNING_ALGS])),
  userinfo_encrypted_response_alg: Type.Optional(Type.Enum([...ENCRYPTION_ALGS])),
  userinfo_encrypted_response_enc: Type.Optional(Type.Enum([...ENCRYPTION_ENCS])),
  /** RFC 9701 §6; RS256 where it is missing */
  introspection_signed_response_alg: Type.Optional(Type.Enum([...CLIENT_SIGNING_ALGS])),
  introspection_encrypted_response_alg: Type.Optional(Type.Enum([...ENCRYPTION_ALGS])),
  introspection_encrypted_response_enc: Type.Optional(Type.Enum([...ENCRYPTION_ENCS])),
  authorization_encrypted_response_alg: Type.Optional(Type.Enum([...ENCRYPTION_ALGS])),
  authorization_encrypted_response_enc: Type.Optional(Type.Enum([...ENCRYPTION_ENCS])),
}
const TokenRegistration = Type.Object(tokenRegistration)
type TokenRegistration = Static<typeof TokenRegistration> & { authorization_signed_response_alg?: string }

const tokenRegistrationOf = (client: Partial<Pick<Client, 'registration'>>) =>
  (client.registration ?? {}) as TokenRegistration

function publicKeyOf(key: Static<typeof EncryptionKey>, property: string) {
  try {
    return readEncryptionKey(key)
  } catch (error) {
    if (error instanceof UnacceptableKey) throw invalidProperty(error.message, property)
    throw error
  }
}

/** A registration as it is stored: of its keys the public members, and nothing else that came with them. */
export function settledRegistration<Given extends object>(registration: Given): Given {
  const { jwks } = registration as TokenRegistration
  if (!jwks) return { ...registration }
  const keys = jwks.keys.map((key, i) => publicKeyOf(key, `registration.jwks.keys.${i}`))
  const kids = keys.flatMap(({ kid }) => kid ?? [])
  if (new Set(kids).size < kids.length) throw invalidProperty('Two keys have one kid', 'registration.jwks')
  return { ...registration, jwks: { keys } }
}

/** What is signed to the client, with the algorithm of each. */
const signingAlgsOf = (client: Pick<Client, 'jwt_configuration' | 'registration'>) => {
  const { userinfo_signed_response_alg, introspection_signed_response_alg, authorization_signed_response_alg } =
    tokenRegistrationOf(client)
  return {
    'jwt_configuration.alg': client.jwt_configuration.alg,
    'registration.userinfo_signed_response_alg': userinfo_signed_response_alg,
    'registration.introspection_signed_response_alg': introspection_signed_response_alg,
    'registration.authorization_signed_response_alg': authorization_signed_response_alg,
  }
}

/** The algorithms that the tenant must have keys for. */
export const neededAlgs = (client: Partial<Pick<Client, 'jwt_configuration' | 'registration'>>): string[] =>
  Object.values(signingAlgsOf({ registration: {}, jwt_configuration: { alg: 'RS256' }, ...client } as Client)).filter(
    alg => alg !== undefined,
  )

/** The redirect URIs that share a sector, as the document at `uri` says. */
export type Sector = { uri: string; redirect_uris: ReadonlySet<string> }

/** OpenID Connect Registration §5. Call outside of a transaction: it asks a stranger. */
export async function readSector(
  outbound: Outbound,
  registration: Client['registration'] | undefined,
): Promise<Sector | undefined> {
  const { sector_identifier_uri: uri } = (registration ?? {}) as TokenRegistration
  if (uri === undefined) return undefined
  const property = 'registration.sector_identifier_uri'
  checkUrl(uri, 'https', property)
  let listed: unknown
  try {
    const { status, body } = await outbound(uri, { headers: { accept: 'application/json' } })
    listed = status === 200 ? JSON.parse(body.toString()) : undefined
  } catch (error) {
    if (!(error instanceof OutboundError || error instanceof SyntaxError)) throw error
  }
  if (!Array.isArray(listed) || listed.some(entry => typeof entry !== 'string'))
    throw invalidProperty('The document cannot be read, or is no JSON array of redirect URIs', property)
  return { uri, redirect_uris: new Set(listed as string[]) }
}

const WITHOUT_REDIRECT = ['urn:ietf:params:oauth:grant-type:device_code', 'urn:openid:params:grant-type:ciba']

function checkSubjectType(client: Client, sector: Sector | undefined, before: Client | undefined): void {
  const { subject_type, sector_identifier_uri } = tokenRegistrationOf(client)
  const isChecked =
    before !== undefined &&
    tokenRegistrationOf(before).sector_identifier_uri === sector_identifier_uri &&
    isDeepStrictEqual(before.callbacks, client.callbacks)
  if (sector_identifier_uri !== undefined && !isChecked) {
    if (sector?.uri !== sector_identifier_uri)
      throw invalidProperty('The client was changed meanwhile', 'registration.sector_identifier_uri')
    const missing = client.callbacks.find(callback => !sector.redirect_uris.has(callback))
    if (missing !== undefined)
      throw invalidProperty(`The document does not list ${missing}`, 'registration.sector_identifier_uri')
  }
  if (subject_type !== 'pairwise') return
  // OpenID Connect CIBA §4: these would be told apart by a jwks_uri, which Lintel does not read.
  const without = WITHOUT_REDIRECT.find(type => client.grant_types.includes(type))
  if (without !== undefined)
    throw invalidProperty(`A client with the grant type ${without} cannot be pairwise`, 'registration.subject_type')
  if (sector_identifier_uri !== undefined) return
  // Of a client that nobody is sent back to, oidc-provider takes no callback for its sector.
  const returns = client.grant_types.some(type => type === 'authorization_code' || type === 'implicit')
  // OpenID Connect Core §8.1
  const hosts = new Set(client.callbacks.map(callback => URL.parse(callback)?.host ?? ''))
  const [host = ''] = hosts
  if (!returns || hosts.size !== 1 || host === '' || host.includes('*'))
    throw invalidProperty(
      'A pairwise client without a sector_identifier_uri signs people in (authorization_code, implicit), at callbacks of one host',
      'registration.subject_type',
    )
}

/** Its keys would be replaced by what is read there. */
export function checkKeySetUri(client: Partial<Pick<Client, 'registration'>>, before?: Client): void {
  const { jwks_uri } = client.registration ?? {}
  if (jwks_uri !== undefined && jwks_uri !== before?.registration.jwks_uri)
    throw invalidProperty('Only a client that registers itself names one. Register keys', 'registration.jwks_uri')
}

/**
 * Throws unless the settings of a client, as it will be, fit together.
 * @param sector as it was read for this change
 */
export function checkTokens(client: Client, sector: Sector | undefined, before?: Client): void {
  for (const [property, alg] of Object.entries(signingAlgsOf(client))) {
    if (alg !== 'HS256') continue
    // OpenID Connect Core §10.1
    if (client.token_endpoint_auth_method === 'none')
      throw invalidProperty('HS256 needs a secret, and a public client cannot keep one', property)
    // RFC 7518 §3.2
    if (Buffer.byteLength(client.client_secret ?? '') < 32)
      throw invalidProperty('HS256 needs a client secret of 32 bytes or more', property)
  }
  const registration = tokenRegistrationOf(client)
  for (const what of ['id_token', 'userinfo', 'introspection', 'authorization'] as const) {
    const alg = registration[`${what}_encrypted_response_alg`]
    const property = `registration.${what}_encrypted_response_alg`
    if (alg === undefined) {
      if (registration[`${what}_encrypted_response_enc`] !== undefined)
        throw invalidProperty(`${what}_encrypted_response_enc needs ${what}_encrypted_response_alg`, property)
      continue
    }
    const isRsa = alg.startsWith('RSA')
    const keys = registration.jwks?.keys ?? []
    if (!keys.some(key => (key.kty === 'RSA') === isRsa && (key.alg ?? alg) === alg))
      throw invalidProperty(`registration.jwks has no key for ${alg}`, property)
  }
  checkSubjectType(client, sector, before)
}
