// The certificate that a client showed in the TLS handshake (RFC 8705), for whoever stands inside a request or inside oidc-provider.
import type { X509Certificate } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { type ClientCertificate, clientCertificateOf } from '../http/client-certificate.ts'
import type { RequestFacts } from './request-facts.ts'

export function shownCertificate(of: FastifyRequest | KoaContextWithOIDC): ClientCertificate | undefined {
  const request = 'oidc' in of ? (of.state.facts as RequestFacts | undefined)?.request : of
  return request && clientCertificateOf(request)
}

/** Valid today; whether an authority vouches for it is another question. */
export const certificateOf = (of: FastifyRequest | KoaContextWithOIDC): X509Certificate | undefined =>
  shownCertificate(of)?.x509

/** Whether this server gets to see certificates, and under which label before a tenant's host it asks for them. */
export type MutualTls = { offered: boolean; subdomain: string | undefined }
export type Metadata = { [member: string]: unknown }

const METHODS = ['tls_client_auth', 'self_signed_tls_client_auth']
const ALIASED = [
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'pushed_authorization_request_endpoint',
  'device_authorization_endpoint',
  'backchannel_authentication_endpoint',
  'userinfo_endpoint',
]

/** RFC 8705 §5, and nothing of it where no certificate can arrive. @param metadata as oidc-provider says it */
export function withMutualTls(
  metadata: Metadata,
  issuer: string,
  { offered, subdomain }: MutualTls,
  aliases: boolean,
): Metadata {
  if (!offered) {
    const { tls_client_certificate_bound_access_tokens: _, ...rest } = metadata
    for (const [member, value] of Object.entries(rest))
      if (member.endsWith('_endpoint_auth_methods_supported') && Array.isArray(value))
        rest[member] = value.filter(method => !METHODS.includes(method))
    return rest
  }
  if (!aliases || subdomain === undefined) return metadata
  const { protocol, host } = new URL(issuer)
  const mtls_endpoint_aliases = Object.fromEntries(
    ALIASED.flatMap(name => {
      const endpoint = metadata[name]
      return typeof endpoint === 'string'
        ? [[name, `${protocol}//${subdomain}.${host}${new URL(endpoint).pathname}`]]
        : []
    }),
  )
  return { ...metadata, mtls_endpoint_aliases }
}
