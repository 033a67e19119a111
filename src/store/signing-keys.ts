// Signing keys, those of each algorithm by themselves: one current, one next (published before it signs), previous ones for verification. The
// private half is sealed. RS256 is always there; other algorithms come when the first client or resource server asks for them, and stay.
import type { JsonObject, SigningKeyAlg, SigningKeyState } from './schema.ts'
import type { Scope } from './scope.ts'

export type { SigningKeyAlg } from './schema.ts'

export type SigningKey = {
  kid: string
  alg: SigningKeyAlg
  state: SigningKeyState
  public_jwk: JsonObject
  cert: string
  pkcs7: string
  fingerprint: string
  thumbprint: string
  current_since: Date | null
  current_until: Date | null
  revoked_at: Date | null
  created_at: Date
}

/** @property private_key PKCS #8, PEM */
export type NewSigningKey = Omit<
  SigningKey,
  'state' | 'current_since' | 'current_until' | 'revoked_at' | 'created_at'
> & { private_key: string }

const COLUMNS = [
  'kid',
  'alg',
  'state',
  'public_jwk',
  'cert',
  'pkcs7',
  'fingerprint',
  'thumbprint',
  'current_since',
  'current_until',
  'revoked_at',
  'created_at',
] as const

export function createSigningKeys({ db, tenant: { tenant_id }, seal }: Scope) {
  const place = (kid: string) => ({ tenant_id, table: 'signing_keys', row: kid, column: 'private_key' })
  const all = () => db.selectFrom('signing_keys').where('tenant_id', '=', tenant_id)

  /** Two rotations at once queue up here instead of both retiring the same key. */
  const lockTenant = () =>
    db
      .selectFrom('tenants')
      .select('tenant_id')
      .where('tenant_id', '=', tenant_id)
      .forUpdate()
      .executeTakeFirstOrThrow()

  return {
    /** Every key, revoked ones too, the newest first. */
    list: (): Promise<SigningKey[]> => all().select(COLUMNS).orderBy('created_at', 'desc').orderBy('kid').execute(),
    find: (kid: string): Promise<SigningKey | undefined> =>
      all().select(COLUMNS).where('kid', '=', kid).executeTakeFirst(),
    /** The private half, PKCS #8 PEM. */
    async openPrivateKey(kid: string): Promise<string | undefined> {
      const row = await all().select('private_key').where('kid', '=', kid).executeTakeFirst()
      return row && seal.open(row.private_key, place(kid))
    },
    async create(key: NewSigningKey, state: SigningKeyState, now: Date): Promise<void> {
      await db
        .insertInto('signing_keys')
        .values({
          ...key,
          public_jwk: JSON.stringify(key.public_jwk),
          private_key: seal.seal(key.private_key, place(key.kid)),
          tenant_id,
          state,
          current_since: state === 'current' ? now : null,
          current_until: null,
          revoked_at: null,
          created_at: now,
        })
        .execute()
    },
    /** The first keys of an algorithm, unless somebody else has just made them. Call inside a transaction. */
    async introduce(current: NewSigningKey, next: NewSigningKey, now: Date): Promise<void> {
      await lockTenant()
      const there = await all().select('kid').where('alg', '=', current.alg).executeTakeFirst()
      if (there) return
      await this.create(current, 'current', now)
      await this.create(next, 'next', now)
    },
    /**
     * Of each algorithm: the next key becomes the current one, the current one a previous one, and the one in `next` takes its place. Call
     * inside a transaction. Answers the ids of the new current keys, in the order of `next`.
     * @param next one for each algorithm that is to rotate
     */
    async rotate(next: NewSigningKey[], now: Date): Promise<string[]> {
      await lockTenant()
      const kids: string[] = []
      for (const key of next) {
        const { alg } = key
        await db
          .updateTable('signing_keys')
          .set({ state: 'previous', current_until: now })
          .where('tenant_id', '=', tenant_id)
          .where('alg', '=', alg)
          .where('state', '=', 'current')
          .execute()
        const { kid } = await db
          .updateTable('signing_keys')
          .set({ state: 'current', current_since: now })
          .where('tenant_id', '=', tenant_id)
          .where('alg', '=', alg)
          .where('state', '=', 'next')
          .returning('kid')
          .executeTakeFirstOrThrow()
        await this.create(key, 'next', now)
        kids.push(kid)
      }
      return kids
    },
    /** A revoked key leaves the JWKS at once. The current key cannot be revoked; rotate first. */
    async revoke(kid: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('signing_keys')
        .set({ revoked_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('kid', '=', kid)
        .where('state', '=', 'previous')
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
