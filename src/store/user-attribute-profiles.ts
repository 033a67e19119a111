// User attribute profiles (Auth0): what the attributes of a user are called in OpenID Connect, SAML and SCIM, under a name.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { UserAttributeProfilesTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type UserAttributeProfile = Omit<Selectable<UserAttributeProfilesTable>, 'tenant_id'>
export type NewUserAttributeProfile = Omit<UserAttributeProfile, 'created_at' | 'updated_at'>
export type UserAttributeProfilePatch = Partial<Omit<NewUserAttributeProfile, 'id'>>

export function createUserAttributeProfiles({ db, tenant: { tenant_id } }: Scope) {
  const all = () => db.selectFrom('user_attribute_profiles').where('tenant_id', '=', tenant_id)
  const shown = ({ tenant_id: _, ...row }: Selectable<UserAttributeProfilesTable>): UserAttributeProfile => row
  const stored = ({ user_id, user_attributes, ...rest }: UserAttributeProfilePatch) => ({
    ...rest,
    ...(user_id ? { user_id: JSON.stringify(user_id) } : {}),
    ...(user_attributes ? { user_attributes: JSON.stringify(user_attributes) } : {}),
  })

  async function unlessTaken<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!violatedUnique(error)) throw error
      throw new LintelError(
        'user_attribute_profile_conflict',
        'A user attribute profile with the same name exists already.',
        { cause: error },
      )
    }
  }

  return {
    async find(id: string): Promise<UserAttributeProfile | undefined> {
      const row = await all().selectAll().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    /** Those after `from` (an id) in the order of ids. */
    async listAfter(from: string | undefined, take: number): Promise<UserAttributeProfile[]> {
      const rows = await all()
        .selectAll()
        .$if(from !== undefined, query => query.where('id', '>', from as string))
        .orderBy('id')
        .limit(take)
        .execute()
      return rows.map(shown)
    },
    async create(profile: NewUserAttributeProfile, now: Date): Promise<UserAttributeProfile> {
      const row = await unlessTaken(
        db
          .insertInto('user_attribute_profiles')
          .values({
            ...profile,
            user_id: JSON.stringify(profile.user_id),
            user_attributes: JSON.stringify(profile.user_attributes),
            tenant_id,
            created_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      )
      return shown(row)
    },
    async update(id: string, patch: UserAttributeProfilePatch, now: Date): Promise<UserAttributeProfile | undefined> {
      const row = await unlessTaken(
        db
          .updateTable('user_attribute_profiles')
          .set({ ...stored(patch), updated_at: now })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && shown(row)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('user_attribute_profiles')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
