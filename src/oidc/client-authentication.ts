// How a client proves who it is without showing a secret: an assertion signed by its key (RFC 7523) or keyed with its secret, or the
// certificate of its TLS connection (RFC 8705 §2). oidc-provider (9.13.3) checks signatures, issuer, subject, audience and replay; here is what
// it leaves open.
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { isSameDistinguishedName } from '../credentials/distinguished-name.ts'
import { shownCertificate } from './certificates.ts'
import { credentialsFor, isSignedFor, PUBLIC_KEY_ALGS } from './client-keys.ts'
import { storedClient } from './client-metadata.ts'
import { checkFapiAssertion } from './fapi.ts'
import { requestFacts } from './request-facts.ts'

export const CLIENT_AUTHENTICATION_ALGS = ['HS256', 'HS384', 'HS512', ...PUBLIC_KEY_ALGS] as const

/** Seconds from now to an assertion's end: for so long it is remembered, lest it be used again. */
const LONGEST_LIFE = 3_600

type Claims = { readonly [claim: string]: unknown }

const refused = (detail: string) => new errors.InvalidClientAuth(detail)

/** RFC 7523 §3. The signature is one that oidc-provider accepted, but by a key for whatever purpose. */
export async function checkClientAssertion(
  ctx: KoaContextWithOIDC,
  claims: Claims,
  header: Claims,
  client: object,
): Promise<void> {
  const { now } = requestFacts()
  checkFapiAssertion(ctx, claims, header, client)
  // RFC 8725 §3.11: what the key signed as something else (a request object, a proof, a logout token) is no assertion.
  const typ = String(header.typ ?? 'JWT')
    .toLowerCase()
    .replace(/^application\//, '')
  if (typ.endsWith('+jwt') && typ !== 'client-authentication+jwt') throw refused('the JWT is of another type')
  if (Number(claims.exp) - now.getTime() / 1000 > LONGEST_LIFE)
    throw refused('the client_assertion JWT must expire within an hour')
  // An assertion that another server is meant to accept as well, that server can show here.
  const accepted = audiencesOf(ctx)
  if (Array.isArray(claims.aud) && claims.aud.some(audience => !accepted.has(audience)))
    throw refused('the client_assertion JWT is also for somebody else')
  const { clientAuthMethod, clientId } = client as { clientAuthMethod: string; clientId: string }
  if (claims.sub !== clientId) throw refused('sub (JWT subject) must be the client_id')
  if (clientAuthMethod !== 'private_key_jwt') return
  const assertion = String(ctx.oidc.params?.client_assertion)
  if (!(await isSignedFor(storedClient(client), 'authentication', assertion, now)))
    throw refused('no key that the client authenticates by has signed')
}

const audiencesOf = ({ oidc }: KoaContextWithOIDC): Set<unknown> =>
  (oidc as unknown as { clientJwtAuthExpectedAudience(): Set<string> }).clientJwtAuthExpectedAudience()

// --- RFC 8705 §2.1: a certificate that an authority vouches for ---

export const isCertificateAuthorized = (ctx: KoaContextWithOIDC): boolean => shownCertificate(ctx)?.isVerified === true

/** `DNS:a, URI:https://b/`; whatever could be taken for a separator stands in a JSON string (Node). */
function alternativeNames(text: string | undefined, kind: 'DNS' | 'URI' | 'email'): string[] {
  const names: string[] = []
  for (const [, name, value = ''] of (text ?? '').matchAll(/([^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/g)) {
    if (name === kind) names.push(value.startsWith('"') ? (JSON.parse(value) as string) : value)
  }
  return names
}

export function isCertificateOf(ctx: KoaContextWithOIDC, property: string, expected: string): boolean {
  const certificate = shownCertificate(ctx)?.x509
  const { client } = ctx.oidc
  if (!certificate || !client) return false
  const names = (kind: 'DNS' | 'URI' | 'email') => alternativeNames(certificate.subjectAltName, kind)
  switch (property) {
    case 'tls_client_auth_subject_dn':
      return credentialsFor(storedClient(client), 'authentication', requestFacts().now).some(
        ({ subject_dn }) => subject_dn !== null && isSameDistinguishedName(subject_dn, certificate.subject ?? ''),
      )
    case 'tls_client_auth_san_dns':
      return names('DNS').some(name => name.toLowerCase() === expected.toLowerCase())
    case 'tls_client_auth_san_uri':
      return names('URI').includes(expected)
    case 'tls_client_auth_san_email':
      return names('email').includes(expected)
    case 'tls_client_auth_san_ip':
      return certificate.checkIP(expected) !== undefined
    default:
      return false
  }
}
