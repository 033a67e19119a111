// Certificates of every kind (RFC 5280), and requests that show them in the TLS handshake.
import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import https from 'node:https'

function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const value = Buffer.concat(contents)
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value])
  const digits = value.length.toString(16)
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value])
}
const sequence = (...items: Uint8Array[]) => tlv(0x30, ...items)
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
const octets = (value: Uint8Array) => tlv(0x04, value)

const ATTRIBUTES: { [type: string]: string } = {
  CN: '550403',
  C: '550406',
  L: '550407',
  ST: '550408',
  O: '55040a',
  OU: '55040b',
}
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))

/** The most general part first, as certificates have it. */
const nameOf = (subject: readonly [type: string, value: string][]) =>
  sequence(
    ...subject.map(([type, value]) => tlv(0x31, sequence(oid(ATTRIBUTES[type] ?? ''), tlv(0x0c, Buffer.from(value))))),
  )

const GENERAL_NAMES = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const
const time = (date: Date) => tlv(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`))
const pemOf = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END ${label}-----\n`

export type Issued = { cert: string; key: string; x509: X509Certificate; thumbprint: string; privateKey: KeyObject }

/** Signed by `issuer`, or by itself. */
export function issue(
  subject: readonly [type: string, value: string][],
  {
    issuer,
    ca = false,
    san = [],
    from = new Date(Date.now() - 3_600_000),
    to = new Date(Date.now() + 86_400_000),
    namedCurve = 'P-256',
  }: {
    issuer?: Issued
    ca?: boolean
    san?: readonly [kind: keyof typeof GENERAL_NAMES, value: string][]
    from?: Date
    to?: Date
    namedCurve?: string
  } = {},
): Issued {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
  const serial = randomBytes(16)
  serial[0] = 0x40 | (serial[0]! & 0x3f)
  const names = san.map(([kind, value]) =>
    tlv(GENERAL_NAMES[kind], kind === 'ip' ? Buffer.from(value.split('.').map(Number)) : Buffer.from(value)),
  )
  const extension = (id: string, value: Buffer) => sequence(oid(id), octets(value))
  const name = nameOf(subject)
  const tbs = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    ECDSA_WITH_SHA256,
    issuer ? subjectOf(issuer) : name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(
        extension('551d13', ca ? sequence(tlv(0x01, Buffer.from([0xff]))) : sequence()),
        ...(names.length > 0 ? [extension('551d11', sequence(...names))] : []),
      ),
    ),
  )
  const signature = sign('sha256', tbs, issuer?.privateKey ?? privateKey)
  const der = sequence(tbs, ECDSA_WITH_SHA256, tlv(0x03, Buffer.from([0]), signature))
  const x509 = new X509Certificate(der)
  encodedNames.set(x509, name)
  return {
    cert: pemOf('CERTIFICATE', der),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    x509,
    thumbprint: Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    privateKey,
  }
}
const encodedNames = new WeakMap<X509Certificate, Buffer>()
const subjectOf = ({ x509 }: Issued) => encodedNames.get(x509) as Buffer

/** fetch() over a connection of its own, with this certificate or none; every name is this machine's. */
export const fetchWith =
  (shown?: Pick<Issued, 'cert' | 'key'>): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init)
    const { hostname, port, pathname, search, host } = new URL(request.url)
    const body = Buffer.from(await request.arrayBuffer())
    return new Promise((resolve, reject) => {
      const sent = https.request(
        {
          host: '127.0.0.1',
          servername: hostname,
          port,
          path: pathname + search,
          method: request.method,
          headers: { ...Object.fromEntries(request.headers), host, 'content-length': body.length },
          agent: false,
          checkServerIdentity: () => undefined,
          ...(shown ? { cert: shown.cert, key: shown.key } : {}),
        },
        answer => {
          const chunks: Buffer[] = []
          answer.on('data', chunk => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            const headers = new Headers()
            for (let i = 0; i < answer.rawHeaders.length; i += 2)
              headers.append(answer.rawHeaders[i] as string, answer.rawHeaders[i + 1] as string)
            const status = answer.statusCode ?? 0
            resolve(new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers }))
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }
