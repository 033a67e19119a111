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
