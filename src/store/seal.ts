// Secrets at rest: AES-256-GCM under a key ring. The first key seals; every key of the ring opens. Associated data ties a sealed
// value to its tenant, table, row and column, so that a value moved elsewhere does not open.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type KeyRing = readonly { id: string; key: Buffer }[]

/** Where a sealed value lives; part of what is authenticated. */
export type Place = { tenant_id: string; table: string; row: string; column: string }

export type Seal = {
  seal(plaintext: string, place: Place): string
  /** Throws when the value was altered, moved, or its key has left the ring. */
  open(sealed: string, place: Place): string
  /** Whether the ring's first key sealed this value. */
  isCurrent(sealed: string): boolean
  /** The ids of the keys that the ring has. */
  knows(sealed: string): boolean
  /** A secret of one tenant's for one purpose: the same on every replica and after a restart, another one when the first key changes. */
  secret(purpose: string, tenant_id: string): Buffer
  /** A keyed hash for values too short to be hashed bare (addresses, e-mails as throttle keys). */
  mac(value: string): string
}

const aad = (place: Place) => Buffer.from(JSON.stringify([place.tenant_id, place.table, place.row, place.column]))

export function createSeal(ring: KeyRing): Seal {
  const [first] = ring
  if (!first) throw new Error('the key ring is empty')
  const byId = new Map(ring.map(({ id, key }) => [id, key]))
  if (byId.size !== ring.length) throw new Error('the key ring names one id twice')
  for (const { id, key } of ring) if (key.length !== 32) throw new Error(`encryption key ${id} is not 32 bytes long`)
  // A purpose of its own for MACs: never the sealing key itself.
  const macKey = Buffer.from(hkdfSync('sha256', first.key, '', 'lintel mac', 32))
  const keyIdOf = (sealed: string) => sealed.split('.')[1] ?? ''

  return {
    seal(plaintext, place) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', first.key, iv).setAAD(aad(place))
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${first.id}.${iv.toString('base64url')}.${body.toString('base64url')}`
    },
    open(sealed, place) {
      const [version, id, iv, body, ...rest] = sealed.split('.')
      if (version !== 'v1' || !id || !iv || !body || rest.length > 0) throw new Error('not a sealed value')
      const key = byId.get(id)
      if (!key) throw new Error(`sealed with key "${id}", which LINTEL_ENCRYPTION_KEYS no longer names`)
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
        .setAAD(aad(place))
        .setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
    },
    isCurrent: sealed => keyIdOf(sealed) === first.id,
    knows: sealed => byId.has(keyIdOf(sealed)),
    secret: (purpose, tenant_id) =>
      Buffer.from(hkdfSync('sha256', first.key, tenant_id, `lintel secret: ${purpose}`, 32)),
    mac: value => createHmac('sha256', macKey).update(value).digest('base64url'),
  }
}
