// Who a user is to a client (OpenID Connect Core §8): her user id, or, for a client that registered `subject_type: 'pairwise'`, a name that
// only clients of the same sector share. It is the user id encrypted (§8.1 names this way), and so found again without a table: the same
// every time, of no use without the tenant's salt, and in another sector it does not open.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Client } from '../store/clients.ts'
import type { TenantStore } from '../store/store.ts'

type Registered = Pick<Client, 'callbacks' | 'registration'>
type Names = { of(sector: string, user_id: string): string; read(sector: string, sub: string): string | undefined }

const IV_BYTES = 16
/** Ids of one kind become names of one length. */
const PADDED_TO = 32

export const isPairwise = ({ registration }: Registered): boolean => registration.subject_type === 'pairwise'

/** OpenID Connect Core §8.1. Which callbacks a pairwise client may have, the Management API has checked. */
export function sectorOf({ callbacks, registration }: Registered): string {
  const { host } = new URL(String(registration.sector_identifier_uri ?? callbacks[0]))
  return host
}

/** Deterministic authenticated encryption, after RFC 5297: the IV is a MAC of what is encrypted and of the sector that it is for. */
function namesBy(salt: Buffer): Names {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', salt, '', `lintel pairwise ${purpose}`, 32))
  const [macKey, key] = [keyFor('mac'), keyFor('encryption')]
  const ivOf = (sector: string, plaintext: Buffer) =>
    createHmac('sha256', macKey)
      .update(`${Buffer.byteLength(sector)}:${sector}`)
      .update(plaintext)
      .digest()
      .subarray(0, IV_BYTES)
  return {
    of(sector, user_id) {
      // No user id holds a NUL: PostgreSQL has no such text.
      const plaintext = Buffer.alloc(Math.ceil(Buffer.byteLength(user_id) / PADDED_TO) * PADDED_TO)
      plaintext.write(user_id)
      const iv = ivOf(sector, plaintext)
      const cipher = createCipheriv('aes-256-ctr', key, iv)
      return Buffer.concat([iv, cipher.update(plaintext), cipher.final()]).toString('base64url')
    },
    read(sector, sub) {
      const bytes = Buffer.from(sub, 'base64url')
      if (bytes.length <= IV_BYTES || bytes.toString('base64url') !== sub) return undefined
      const iv = bytes.subarray(0, IV_BYTES)
      const decipher = createDecipheriv('aes-256-ctr', key, iv)
      const plaintext = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()])
      if (!timingSafeEqual(iv, ivOf(sector, plaintext))) return undefined
      return plaintext.toString('utf8').replace(/\0+$/, '')
    },
  }
}

const namesOf = (store: TenantStore): Promise<Names> =>
  store.facts.derived('oidc/pairwise', async () => namesBy(await store.subjects.salt()))

/** The `sub` by which this client knows the user. */
export async function subjectFor(store: TenantStore, client: Registered, user_id: string): Promise<string> {
  return isPairwise(client) ? (await namesOf(store)).of(sectorOf(client), user_id) : user_id
}

/** The user whom this client knows by this `sub`; undefined: it is no `sub` of this client's. There may be no such user. */
export async function userIdOf(store: TenantStore, client: Registered, sub: string): Promise<string | undefined> {
  return isPairwise(client) ? (await namesOf(store)).read(sectorOf(client), sub) : sub
}
