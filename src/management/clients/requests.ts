// How a client must ask (pushed beforehand, RFC 9126; signed, RFC 9101), by which algorithm it is answered (JARM), and the compliance level that
// says all of this at once (FAPI 2.0).
import { type Static, Type } from 'typebox'
import { SIGNING_ALGS } from '../../credentials/public-key.ts'
import { invalidProperty, LintelError } from '../../errors.ts'
import type { ClientCredential, NewClientCredential } from '../../store/client-credentials.ts'
import type { Client, NewClient } from '../../store/clients.ts'
import {
  COMPLIANCE_LEVELS,
  complianceOf,
  FAPI_ALGS,
  type ComplianceLevel as Level,
} from '../../store/compliance-levels.ts'
import { CredentialReference, PublicKeyCredential, readCredential } from './credentials.ts'
import { CLIENT_SIGNING_ALGS } from './tokens.ts'

/** Auth0's words for FAPI 1.0, which is not built: FAPI 2.0 has taken its place. */
const NOT_BUILT = ['fapi1_adv_pkj_par', 'fapi1_adv_mtls_par'] as const

const ComplianceLevel = Type.Enum(['none', ...NOT_BUILT, ...(Object.keys(COMPLIANCE_LEVELS) as Level[])], {
  description: 'FAPI 2.0, as a whole: fapi2_sp_* the Security Profile, fapi2_ms_* Message Signing as well',
})
const RESPONSE_TYPES = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const
const Expiry = Type.Integer({ minimum: 10, maximum: 600, description: 'Seconds for which a pushed request is good' })

export const requestSettings = {
  compliance_level: Type.Optional(Type.Union([ComplianceLevel, Type.Null()])),
  par_request_expiry: Type.Optional(Type.Union([Expiry, Type.Null()])),
  require_pushed_authorization_requests: Type.Optional(Type.Boolean()),
}

const SignedRequestObject = Type.Object(
  {
    required: Type.Optional(Type.Boolean()),
    credentials: Type.Optional(
      Type.Array(CredentialReference, { maxItems: 10, description: 'Those by which the client signs its requests' }),
    ),
  },
  { additionalProperties: false },
)
/** Of a new client: the credentials themselves. */
const NewSignedRequestObject = Type.Object(
  {
    required: Type.Optional(Type.Boolean()),
    credentials: Type.Optional(Type.Array(PublicKeyCredential, { maxItems: 10 })),
  },
  { additionalProperties: false },
)

export const newSignedRequests = {
  signed_request_object: Type.Optional(Type.Union([NewSignedRequestObject, Type.Null()])),
}
export const changedSignedRequests = {
  signed_request_object: Type.Optional(Type.Union([SignedRequestObject, Type.Null()])),
}

/** In an answer. */
export const requestAnswers = {
  compliance_level: Type.Optional(ComplianceLevel),
  par_request_expiry: Type.Optional(Expiry),
  require_pushed_authorization_requests: Type.Optional(Type.Boolean()),
  signed_request_object: Type.Optional(SignedRequestObject),
}

export const requestRegistration = {
  /** JARM §4; RS256 where it is missing */
  authorization_signed_response_alg: Type.Optional(Type.Enum([...CLIENT_SIGNING_ALGS])),
  /** OpenID Connect Registration §2; where it is missing, each key's own */
  request_object_signing_alg: Type.Optional(Type.Enum([...SIGNING_ALGS])),
  /** RFC 7591 §2; where it is missing, all that the grant types allow */
  response_types: Type.Optional(Type.Array(Type.Enum([...RESPONSE_TYPES]), { uniqueItems: true })),
}

type Signing = Client['signed_request_object']

export const signedRequestObjectOf = (given: Static<typeof SignedRequestObject> | null): Signing =>
  given && { required: given.required ?? false, credentials: (given.credentials ?? []).map(({ id }) => ({ id })) }

/**
 * The credentials that a new client brings along to sign its requests, and how it names them.
 * @param known those that it authenticates by: one that is for both is one
 */
export async function readSignedRequests(
  client_id: string,
  given: Static<typeof NewSignedRequestObject> | null | undefined,
  known: readonly NewClientCredential[],
): Promise<{ signed_request_object: Signing; credentials: NewClientCredential[] }> {
  if (!given) return { signed_request_object: null, credentials: [] }
  const { required = false, credentials = [] } = given
  const read = await Promise.all(
    credentials.map((value, i) => readCredential(client_id, value, `signed_request_object.credentials.${i}.`)),
  )
  const named = read.map(
    credential =>
      known.find(
        ({ credential_type, kid, alg, pem }) =>
          credential_type === 'public_key' &&
          kid === credential.kid &&
          alg === credential.alg &&
          pem === credential.pem,
      ) ?? credential,
  )
  return {
    signed_request_object: { required, credentials: named.map(({ id }) => ({ id })) },
    credentials: named.filter(credential => read.includes(credential)),
  }
}

function checkSignedRequests({ signed_request_object }: NewClient, credentials: readonly ClientCredential[]): void {
  if (!signed_request_object) return
  const { required, credentials: named = [] } = signed_request_object
  if (required && named.length === 0)
    throw invalidProperty('A client that must sign its requests needs a key', 'signed_request_object.credentials')
  if (new Set(named.map(({ id }) => id)).size < named.length)
    throw invalidProperty('A credential is named twice', 'signed_request_object.credentials')
  for (const [i, { id }] of named.entries()) {
    const property = `signed_request_object.credentials.${i}.id`
    const credential = credentials.find(one => one.id === id)
    if (!credential) throw invalidProperty('The client has no such credential', property)
    if (credential.credential_type !== 'public_key')
      throw invalidProperty('A request is signed by a public_key', property)
  }
}

const PASSWORD_GRANTS = ['password', 'http://auth0.com/oauth/grant-type/password-realm']
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?(\/|$)/

/** FAPI 2.0: what contradicts the level is named; what the level implies it brings along. */
function checkCompliance(client: NewClient, credentials: readonly ClientCredential[]): void {
  const level = complianceOf(client)
  if (!level) return
  const wrong = (why: string, property: string) =>
    invalidProperty(`The compliance level ${client.compliance_level} does not allow it: ${why}`, property)
  const [method] = Object.entries(client.client_authentication_methods ?? {})
  if (!method || !level.authentication.some(known => known === method[0]))
    throw wrong(`the client authenticates by ${level.authentication.join(' or ')}`, 'client_authentication_methods')
  if (client.grant_types.includes('implicit')) throw wrong('no token comes through the browser', 'grant_types')
  if (client.grant_types.some(type => PASSWORD_GRANTS.includes(type))) throw wrong('no passwords', 'grant_types')
  if (client.refresh_token.rotation_type === 'rotating')
    throw wrong('refresh tokens do not rotate', 'refresh_token.rotation_type')
  if (client.callbacks.some(url => url.startsWith('http:') && !(client.app_type === 'native' && LOOPBACK.test(url))))
    throw wrong('answers go over https', 'callbacks')
  if ((client.par_request_expiry ?? 0) >= 600) throw wrong('it is less than 600 seconds', 'par_request_expiry')

  const algs: { [property: string]: unknown } = { 'jwt_configuration.alg': client.jwt_configuration.alg }
  for (const [member, alg] of Object.entries(client.registration ?? {}))
    if (member.endsWith('_signed_response_alg')) algs[`registration.${member}`] = alg
  const settings = {
    signed_request_object: client.signed_request_object?.credentials ?? [],
    client_authentication_methods: method[1]?.credentials ?? [],
  }
  for (const [property, named] of Object.entries(settings))
    for (const { id } of named) {
      const credential = credentials.find(one => one.id === id)
      if (credential?.credential_type === 'public_key') algs[property] ??= credential.alg
      if (credential?.alg && !FAPI_ALGS.includes(credential.alg)) algs[property] = credential.alg
    }
  for (const [property, alg] of Object.entries(algs))
    if (!FAPI_ALGS.includes(String(alg))) throw wrong('what is signed is signed by PS256, ES256 or EdDSA', property)
  if (level.signs && settings.signed_request_object.length === 0)
    throw wrong('requests are signed, and so by a key', 'signed_request_object.credentials')
}

/**
 * A client as its level makes it. Throws where that is not what was asked.
 * @param client as it will be
 * @param body what was asked
 * @param credentials all of the client's
 */
export function settledRequests<Settled extends NewClient>(
  client: Settled,
  body: { require_pushed_authorization_requests?: boolean; require_proof_of_possession?: boolean },
  credentials: readonly ClientCredential[],
): Settled {
  if (NOT_BUILT.some(level => level === client.compliance_level))
    throw new LintelError(
      'operation_not_supported',
      `Lintel does not enforce the compliance_level ${client.compliance_level}. It has ${Object.keys(COMPLIANCE_LEVELS).join(', ')}.`,
    )
  checkSignedRequests(client, credentials)
  if (!complianceOf(client)) return client
  for (const flag of ['require_pushed_authorization_requests', 'require_proof_of_possession'] as const)
    if (body[flag] === false) throw invalidProperty(`The compliance level ${client.compliance_level} requires it`, flag)
  checkCompliance(client, credentials)
  return { ...client, require_pushed_authorization_requests: true, require_proof_of_possession: true }
}
