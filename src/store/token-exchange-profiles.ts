// Token exchange profiles (Auth0): which tokens of others may be exchanged for ours (RFC 8693, RFC 7523 §2.1), and what must be true of one.
// Auth0 lets code decide that (an Action); here it is stated, and Lintel verifies.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { TokenExchangeProfilesTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type TokenExchangeProfile = Omit<Selectable<TokenExchangeProfilesTable>, 'tenant_id'>
export type NewTokenExchangeProfile = Omit<TokenExchangeProfile, 'created_at' | 'updated_at'>
export type TokenExchangeProfilePatch = Partial<Omit<NewTokenExchangeProfile, 'id' | 'type'>>

export function createTokenExchangeProfiles({ db, tenant: { tenant_id } }: Scope) {
  const all = () => db.selectFrom('token_exchange_profiles').where('tenant_id', '=', tenant_id)
  const shown = ({ tenant_id: _, ...row }: Selectable<TokenExchangeProfilesTable>): TokenExchangeProfile => row

  async function unlessTaken<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!violatedUnique(error)) throw error
      throw new LintelError(
        'token_exchange_profile_conflict',
        'A token exchange profile with the same subject_token_type exists already.',
        { cause: error },
      )
    }
  }

  return {
    async find(id: string): Promise<TokenExchangeProfile | undefined> {
      const row = await all().selectAll().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    /** Those after `from` (an id) in the order of ids. */
    async listAfter(from: string | undefined, take: number): Promise<TokenExchangeProfile[]> {
      const rows = await all()
        .selectAll()
        .$if(from !== undefined, query => query.where('id', '>', from as string))
        .orderBy('id')
        .limit(take)
        .execute()
      return rows.map(shown)
    },
    async count(): Promise<number> {
      const { count } = await all()
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async create(profile: NewTokenExchangeProfile, now: Date): Promise<TokenExchangeProfile> {
      const row = await unlessTaken(
        db
          .insertInto('token_exchange_profiles')
          .values({
            ...profile,
            subject_token_verification: JSON.stringify(profile.subject_token_verification),
            tenant_id,
            created_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      )
      return shown(row)
    },
    async update(
      id: string,
      { subject_token_verification, ...patch }: TokenExchangeProfilePatch,
      now: Date,
    ): Promise<TokenExchangeProfile | undefined> {
      const row = await unlessTaken(
        db
          .updateTable('token_exchange_profiles')
          .set({
            ...patch,
            ...(subject_token_verification
              ? { subject_token_verification: JSON.stringify(subject_token_verification) }
              : {}),
            updated_at: now,
          })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && shown(row)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('token_exchange_profiles')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
