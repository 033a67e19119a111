// An authenticator made of a key pair, which says whatever a test wants it to say: a judge of what a relying party believes.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const base64url = (data: Buffer) => data.toString('base64url')

/** What it says. Unless told otherwise: what is true of a key of this site whose user has shown who she is. */
export type Said = {
  challenge: string
  origin: string
  rpId: string
  /** of what `clientDataJSON` says it is */
  type?: string
  signCount?: number
  present?: boolean
  verified?: boolean
  /** may leave the device, and has */
  synced?: boolean
  userHandle?: string
  crossOrigin?: boolean
  attachment?: 'platform' | 'cross-platform'
}

export class SoftwareKey {
  readonly id = base64url(randomBytes(32))
  readonly privateKey: KeyObject
  private readonly cose: Buffer

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.privateKey = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    // RFC 9052: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const head = Buffer.from('a5010203262001215820', 'hex')
    this.cose = Buffer.concat([
      head,
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
  }

  private clientData({ challenge, origin, crossOrigin = false }: Said, type: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }))
  }

  /** WebAuthn §6.1 */
  private data(
    { rpId, signCount = 0, present = true, verified = true, synced = false }: Said,
    attested: boolean,
  ): Buffer {
    const flags = (present ? 0x01 : 0) | (verified ? 0x04 : 0) | (synced ? 0x18 : 0) | (attested ? 0x40 : 0)
    const head = Buffer.alloc(5)
    head.writeUInt8(flags, 0)
    head.writeUInt32BE(signCount, 1)
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    return Buffer.concat([sha256(rpId), head, ...(attested ? [Buffer.alloc(16), length, id, this.cose] : [])])
  }

  /** The answer to `navigator.credentials.create`, without attestation. @param format of the attestation it claims to have */
  create(said: Said, format: { name: string; statement: Buffer } = { name: 'none', statement: Buffer.from([0xa0]) }) {
    const authData = this.data(said, true)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(authData.length)
    const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      ...[text('fmt'), text(format.name), text('attStmt'), format.statement, text('authData')],
      Buffer.from([0x59]),
      length,
      authData,
    ])
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: said.attachment ?? 'platform',
      response: {
        clientDataJSON: base64url(this.clientData(said, said.type ?? 'webauthn.create')),
        attestationObject: base64url(attestationObject),
        transports: ['internal', 'hybrid', 'nonsense'],
      },
    }
  }

  /** The answer to `navigator.credentials.get`. */
  get(said: Said) {
    const authenticatorData = this.data(said, false)
    const clientData = this.clientData(said, said.type ?? 'webauthn.get')
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: said.attachment ?? 'platform',
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), this.privateKey)),
        ...(said.userHandle === undefined ? {} : { userHandle: said.userHandle }),
      },
    }
  }
}
