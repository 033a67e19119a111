// How a client authenticates: by a secret (`token_endpoint_auth_method`), or by one of `client_authentication_methods`, which then takes the
// other's place. A client has one method.
import { isIP } from 'node:net'
import { type Static, Type } from 'typebox'
import { SIGNING_ALGS } from '../../credentials/public-key.ts'
import { invalidProperty } from '../../errors.ts'
import type { NewClientCredential } from '../../store/client-credentials.ts'
import type { Client } from '../../store/clients.ts'
import { complianceOf } from '../../store/compliance-levels.ts'
import type { ClientAuthenticationMethods, CredentialType } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import {
  CertificateCredential,
  CredentialReference,
  checkReferences,
  type GivenCredential,
  PublicKeyCredential,
  readCredential,
  SubjectDnCredential,
} from './credentials.ts'

/** Auth0's, and `client_secret_jwt`. */
export const AUTH_METHODS = ['none', 'client_secret_post', 'client_secret_basic', 'client_secret_jwt'] as const

type Method = keyof ClientAuthenticationMethods

/** What each takes as a proof. */
const TYPE_OF = {
  private_key_jwt: 'public_key',
  tls_client_auth: 'cert_subject_dn',
  self_signed_tls_client_auth: 'x509_cert',
} as const satisfies { [method in Method]: CredentialType }

/** RFC 7518 §3.2 */
const HMACS = ['HS256', 'HS384', 'HS512'] as const

const MOST = 20
const strict = { additionalProperties: false } as const
const one = { ...strict, minProperties: 1, maxProperties: 1 } as const

const named = Type.Optional(Type.Object({ credentials: Type.Array(CredentialReference, { maxItems: MOST }) }, strict))
const byReference = Type.Object(
  { private_key_jwt: named, tls_client_auth: named, self_signed_tls_client_auth: named },
  one,
)
const byValue = Type.Object(
  {
    private_key_jwt: Type.Optional(
      Type.Object({ credentials: Type.Array(PublicKeyCredential, { maxItems: MOST }) }, strict),
    ),
    tls_client_auth: Type.Optional(
      Type.Object({ credentials: Type.Array(SubjectDnCredential, { maxItems: MOST }) }, strict),
    ),
    self_signed_tls_client_auth: Type.Optional(
      Type.Object({ credentials: Type.Array(CertificateCredential, { maxItems: MOST }) }, strict),
    ),
  },
  one,
)

/** Auth0: a new client brings its credentials along; of one that is there they are named. */
export const newClientAuthentication = { client_authentication_methods: Type.Optional(byValue) }
export const changedClientAuthentication = {
  client_authentication_methods: Type.Optional(Type.Union([byReference, Type.Null()])),
}
export const answeredClientAuthentication = { client_authentication_methods: Type.Optional(byReference) }

const name = Type.Optional(Type.String({ minLength: 1, maxLength: 255 }))

export const clientAuthenticationRegistration = {
  /** RFC 8705 §2.1.2, in place of a credential with a subject_dn */
  tls_client_auth_san_dns: name,
  tls_client_auth_san_uri: name,
  tls_client_auth_san_ip: name,
  tls_client_auth_san_email: name,
  /** RFC 8705 §3.4 */
  tls_client_certificate_bound_access_tokens: Type.Optional(Type.Literal(true)),
  /** OpenID Connect Registration §2; where it is missing, each key's own, or any HMAC */
  token_endpoint_auth_signing_alg: Type.Optional(Type.Enum([...HMACS, ...SIGNING_ALGS])),
}
const San = Type.Object(clientAuthenticationRegistration)

/** The credentials that a new client brings along, and how it names them. */
export async function readMethods(
  client_id: string,
  given: Static<typeof byValue> | undefined,
): Promise<{ methods: ClientAuthenticationMethods | null; credentials: NewClientCredential[] }> {
  const [entry] = Object.entries(given ?? {}) as [Method, { credentials: GivenCredential[] }][]
  if (!entry) return { methods: null, credentials: [] }
  const [method, values] = entry
  const credentials = await Promise.all(
    values.credentials.map((value, i) =>
      readCredential(client_id, value, `client_authentication_methods.${method}.credentials.${i}.`),
    ),
  )
  return { methods: { [method]: { credentials: credentials.map(({ id }) => ({ id })) } }, credentials }
}

/** That each method has credentials of its own kind, each once, and that the client has them. */
export async function checkMethods(
  tx: TenantStore,
  client_id: string,
  methods: Static<typeof byReference>,
): Promise<void> {
  for (const method of Object.keys(methods) as Method[]) {
    const property = `client_authentication_methods.${method}.credentials`
    const references = methods[method]?.credentials ?? []
    if (new Set(references.map(({ id }) => id)).size < references.length)
      throw invalidProperty('A credential is named twice', property)
    await checkReferences(tx, client_id, references, TYPE_OF[method], property)
  }
}

type Asked = { token_endpoint_auth_method?: string | null; client_authentication_methods?: object | null }

/**
 * Which of the two settings holds.
 * @param before the client's methods until now
 * @param fallback the method by a secret, or none, of a client that is told nothing else
 */
export function settledMethod(
  asked: Asked,
  before: Pick<Client, 'client_authentication_methods' | 'token_endpoint_auth_method'> | undefined,
  fallback: string,
): string {
  const { token_endpoint_auth_method: by_secret, client_authentication_methods: others } = asked
  const stays = others === undefined && before?.client_authentication_methods
  if (by_secret && (others || stays))
    throw invalidProperty(
      others
        ? 'It cannot be given together with client_authentication_methods'
        : 'The client authenticates by client_authentication_methods. Set them to null as well',
      'token_endpoint_auth_method',
    )
  // Not a public client, whatever is asked of it without looking at its methods.
  if (others || stays) return 'client_secret_post'
  if (by_secret) return by_secret
  return by_secret === null || others === null || !before ? fallback : before.token_endpoint_auth_method
}

const SANS = ['dns', 'uri', 'ip', 'email'] as const

/** Whether what is said about authenticating fits together, as the client will be. */
export function checkAuthentication(client: Client): void {
  const registration = client.registration as Static<typeof San>
  const [method] = Object.keys(client.client_authentication_methods ?? {})
  const sans = SANS.filter(kind => registration[`tls_client_auth_san_${kind}`] !== undefined)
  const [san, another] = sans.map(kind => `registration.tls_client_auth_san_${kind}`)
  if (san !== undefined && method !== 'tls_client_auth')
    throw invalidProperty('It needs client_authentication_methods.tls_client_auth', san)
  // RFC 8705 §2.1.2: a client is known by exactly one subject.
  if (another !== undefined) throw invalidProperty('A client is known by one subject alternative name', another)
  if (san !== undefined && client.client_authentication_methods?.tls_client_auth?.credentials.length)
    throw invalidProperty('A client is known by its subject_dn or by a subject alternative name, not by both', san)
  const { tls_client_auth_san_ip: ip, tls_client_auth_san_dns: dns } = registration
  if (ip !== undefined && isIP(ip) === 0)
    throw invalidProperty('This is no address', 'registration.tls_client_auth_san_ip')
  if (dns !== undefined && !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(dns))
    throw invalidProperty('This is no host name', 'registration.tls_client_auth_san_dns')

  if (registration.tls_client_certificate_bound_access_tokens) {
    const property = 'registration.tls_client_certificate_bound_access_tokens'
    const byProof =
      complianceOf(client)?.binding === 'dpop' ||
      (client.require_proof_of_possession && !complianceOf(client) && !method?.includes('tls_client_auth'))
    if (byProof) throw invalidProperty("The client's tokens are bound by DPoP already", property)
    // RFC 8705 §3: a token that comes through the browser is bound to nothing.
    if (client.grant_types.includes('implicit'))
      throw invalidProperty('A client with the implicit grant gets tokens that cannot be bound', property)
  }
  const { token_endpoint_auth_signing_alg: alg } = registration
  if (alg !== undefined) {
    const fits =
      method === undefined
        ? client.token_endpoint_auth_method === 'client_secret_jwt' && alg.startsWith('HS')
        : method === 'private_key_jwt' && !alg.startsWith('HS')
    if (!fits)
      throw invalidProperty(
        'The client does not authenticate by what is signed so',
        'registration.token_endpoint_auth_signing_alg',
      )
  }
  // RFC 7518 §3.2
  if (client.token_endpoint_auth_method === 'client_secret_jwt' && Buffer.byteLength(client.client_secret ?? '') < 32)
    throw invalidProperty('client_secret_jwt needs a client secret of 32 bytes or more', 'token_endpoint_auth_method')
}
