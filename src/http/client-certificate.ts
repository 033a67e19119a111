// The certificate that a client showed in the TLS handshake (RFC 8705), wherever TLS ends: here, or at a proxy that passes it on in a header.
// What it is good for, the rooms decide: it is only ever an addition to what a request may do, so that whatever is doubtful is none.
import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseCertificate, readCertificate, thumbprintOf } from '../credentials/public-key.ts'
import { networks } from './outbound.ts'

export type ClientCertificates = {
  /** PEM: whose certificates are verified, when TLS ends here. Undefined: none is asked for. */
  ca: string | undefined
  /** What a proxy names the header with the certificate. Undefined: no such header counts. */
  header: string | undefined
  /** What it names the header that says whether the certificate was verified. Undefined: no certificate counts as verified. */
  verified_header: string | undefined
}

export type ClientCertificate = {
  x509: X509Certificate
  /** RFC 8705 §3.1: `x5t#S256` */
  thumbprint: string
  /** A chain leads from it to an authority that the operator trusts. */
  isVerified: boolean
}

/** nginx's `$ssl_client_verify`; other proxies can be made to say it. */
const VERIFIED = 'SUCCESS'

const passedOn = new WeakMap<FastifyRequest, { certificate: string; isVerified: boolean }>()
/** Requests whose TLS connection is a proxy's: the certificate there, if any, is the proxy's own. */
const proxied = new WeakSet<FastifyRequest>()
const read = new WeakMap<FastifyRequest, ClientCertificate | null>()

/** Takes the headers off every request; what stood in them counts when it came from a trusted proxy itself, not through its like. */
export function takeClientCertificates(
  server: FastifyInstance,
  { header, verified_header }: ClientCertificates,
  trusted_proxies: readonly string[],
): void {
  const proxies = networks(trusted_proxies)
  const [name, verifiedName] = [header?.toLowerCase(), verified_header?.toLowerCase()]

  server.addHook('onRequest', async request => {
    const { headers, socket } = request.raw
    const peer = socket.remoteAddress ?? ''
    const family = isIP(peer)
    const isProxy = family !== 0 && proxies.check(peer, family === 6 ? 'ipv6' : 'ipv4')
    if (isProxy) proxied.add(request)
    const certificate = name === undefined ? undefined : headers[name]
    const verified = verifiedName === undefined ? undefined : headers[verifiedName]
    if (name !== undefined) delete headers[name]
    if (verifiedName !== undefined) delete headers[verifiedName]
    if (isProxy && typeof certificate === 'string' && certificate.trim() !== '')
      passedOn.set(request, { certificate, isVerified: verified === VERIFIED })
  })
}

/** RFC 9440 §2.1 (`:base64:`), the same without its colons, or PEM escaped as in a URL (nginx's `$ssl_client_escaped_cert`). */
function parsed(text: string): X509Certificate | undefined {
  try {
    const der = /^(:?)([A-Za-z0-9+/]+={0,2})\1$/.exec(text.trim())?.[2]
    return der === undefined ? readCertificate(decodeURIComponent(text)) : parseCertificate(Buffer.from(der, 'base64'))
  } catch {
    return undefined
  }
}

function find(request: FastifyRequest): Omit<ClientCertificate, 'thumbprint'> | undefined {
  const header = passedOn.get(request)
  if (header) {
    const x509 = parsed(header.certificate)
    if (!x509) request.log.warn('the client certificate that the proxy passed on cannot be read')
    return x509 && { x509, isVerified: header.isVerified }
  }
  if (proxied.has(request)) return undefined
  const socket = request.raw.socket as Partial<TLSSocket>
  const x509 = socket.getPeerX509Certificate?.()
  return x509 && { x509, isVerified: socket.authorized === true }
}

/** The client's certificate, if it showed one that is valid today. */
export function clientCertificateOf(request: FastifyRequest): ClientCertificate | undefined {
  const known = read.get(request)
  if (known !== undefined) return known ?? undefined
  const found = find(request)
  const now = Date.now()
  // Resumed TLS sessions and some proxies do not look at the dates again.
  const isValid = found && Date.parse(found.x509.validFrom) <= now && now < Date.parse(found.x509.validTo)
  const certificate = isValid ? { ...found, thumbprint: thumbprintOf(found.x509) } : null
  read.set(request, certificate)
  return certificate ?? undefined
}

/** RFC 8705 §3: a token that is bound to a certificate is good only together with it. @param cnf the token's confirmation (RFC 7800) */
export function hasBoundCertificate(request: FastifyRequest, cnf: unknown): boolean {
  const bound = (cnf as { 'x5t#S256'?: unknown } | null | undefined)?.['x5t#S256']
  return bound === undefined || bound === clientCertificateOf(request)?.thumbprint
}
