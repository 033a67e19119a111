// What somebody has proved to an app while more is wanted of her: kept under a bearer, for one purpose, for one client. It is no session, opens
// nothing by itself, and is spent by one conditional update with one winner. It ends with her sessions (sessions.ts).
import { type Selectable, sql } from 'kysely'
import { newBearerValue } from '../ids.ts'
import { hashBearer } from './hash.ts'
import type { HeldProofsTable, JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

/**
 * `mfa_token`: a second factor is wanted. `login_ticket`: a browser comes for its session. `enrolment`: a new authenticator has yet to be
 * confirmed.
 */
export type HeldProofPurpose = 'mfa_token' | 'login_ticket' | 'enrolment'

/** @property amr RFC 8176 @property details what goes on when she has proved the rest */
export type HeldProof = Omit<Selectable<HeldProofsTable>, 'tenant_id' | 'created_at' | 'consumed_at'>
export type NewHeldProof = Omit<HeldProof, 'token_hash' | 'amr'> & { amr: readonly string[] }

const FIELDS = [
  'token_hash',
  'purpose',
  'user_id',
  'client_id',
  'connection_id',
  'amr',
  'authenticated_at',
  'details',
  'expires_at',
] as const

export function createHeldProofs({ db, tenant: { tenant_id } }: Scope) {
  const changing = (purpose: HeldProofPurpose, token_hash: string) =>
    db
      .updateTable('held_proofs')
      .where('tenant_id', '=', tenant_id)
      .where('token_hash', '=', token_hash)
      .where('purpose', '=', purpose)
      .where('consumed_at', 'is', null)

  return {
    /** Answers the bearer, which is told this once. */
    async create({ amr, details, ...proof }: NewHeldProof, now: Date): Promise<string> {
      const token = newBearerValue()
      await db
        .insertInto('held_proofs')
        .values({
          ...proof,
          amr: [...amr],
          details: JSON.stringify(details),
          tenant_id,
          token_hash: hashBearer(token),
          created_at: now,
          consumed_at: null,
        })
        .execute()
      return token
    },
    /** Undefined: there is none of this purpose that has yet to be spent. Whether it has expired, the caller's to say. */
    async find(purpose: HeldProofPurpose, token_hash: string): Promise<HeldProof | undefined> {
      return db
        .selectFrom('held_proofs')
        .select(FIELDS)
        .where('tenant_id', '=', tenant_id)
        .where('token_hash', '=', token_hash)
        .where('purpose', '=', purpose)
        .where('consumed_at', 'is', null)
        .executeTakeFirst()
    },
    /** Adds to what goes on. False: it has been spent, or is gone. */
    async note(purpose: HeldProofPurpose, token_hash: string, details: JsonObject): Promise<boolean> {
      const { numUpdatedRows } = await changing(purpose, token_hash)
        .set({ details: sql<string>`details || ${JSON.stringify(details)}::jsonb` })
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** Whether this call was the one that spent it. Compares with no clock: a loser's may be behind. */
    async spend(purpose: HeldProofPurpose, token_hash: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await changing(purpose, token_hash).set({ consumed_at: now }).executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
