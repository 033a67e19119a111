// Linking: a user becomes an identity of another one, and an identity a user of her own again. What a linked identity knew of the person is
// kept with it (`profile_data`); all else that the user had ends with her, as when she is deleted.
import { sql } from 'kysely'
import type { Scope } from './scope.ts'
import { type EndedSession, heardOf } from './sessions.ts'

/** Whose an identity is, and whether it is what she began as. */
export type FoundIdentity = {
  connection_id: string
  identity_user_id: string
  provider: string
  user_id: string
  is_primary: boolean
}

/** What decides whether a user may be linked. */
export type LinkableUser = { user_id: string; email: string | null; email_verified: boolean; blocked: boolean }

/** An identity is its user's primary one when it gave her its name. */
export const IS_PRIMARY = sql<boolean>`identities.provider || '|' || identities.identity_user_id = identities.user_id`

/** Whether the address that an identity signs in by is confirmed: the primary one's stands with its user, a linked one's with itself. */
export const IDENTITY_EMAIL_VERIFIED = sql<boolean>`case when ${IS_PRIMARY}
  then users.email_verified
  else coalesce((identities.profile_data ->> 'email_verified')::boolean, false)
end`

export const IDENTITY_PHONE_VERIFIED = sql<boolean>`case when ${IS_PRIMARY}
  then coalesce(users.phone_verified, false)
  else coalesce((identities.profile_data ->> 'phone_verified')::boolean, false)
end`

const PROFILE = [
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
]

export function createUserIdentities({ db, tenant: { tenant_id } }: Scope) {
  return {
    /** By what stands before and behind the bar of a user id. */
    async findIdentity(provider: string, identity_user_id: string): Promise<FoundIdentity | undefined> {
      return db
        .selectFrom('identities')
        .select(['connection_id', 'identity_user_id', 'provider', 'user_id', IS_PRIMARY.as('is_primary')])
        .where('tenant_id', '=', tenant_id)
        .where('provider', '=', provider)
        .where('identity_user_id', '=', identity_user_id)
        .executeTakeFirst()
    },

    /** As they stay until the open transaction ends, always locked in the same order; those that are gone are left out. */
    async listForUpdate(user_ids: readonly string[]): Promise<LinkableUser[]> {
      return db
        .selectFrom('users')
        .select(['user_id', 'email', 'email_verified', 'blocked'])
        .where('tenant_id', '=', tenant_id)
        .where('user_id', 'in', user_ids)
        .orderBy('user_id')
        .forUpdate()
        .execute()
    },

    /**
     * Makes the primary identity of `secondary_id` one of `user_id`. Both were locked before, and the secondary has no other identity. Answers
     * those of her sessions of whose end a client wants to hear.
     */
    async link(user_id: string, secondary_id: string): Promise<EndedSession[]> {
      const known = sql.join(PROFILE.map(name => sql`${sql.lit(name)}, ${sql.ref(`users.${name}`)}`))
      await sql`
        update identities set user_id = ${user_id}, profile_data = jsonb_strip_nulls(jsonb_build_object(${known}))
        from users
        where users.tenant_id = ${tenant_id} and users.user_id = ${secondary_id}
          and identities.tenant_id = users.tenant_id and identities.user_id = users.user_id`.execute(db)
      const { rows } = await sql<{ ended: EndedSession[] }>`
        with gone as (
          delete from users where tenant_id = ${tenant_id} and user_id = ${secondary_id} returning user_id
        ), hers as (
          select * from sessions where tenant_id = ${tenant_id} and user_id = ${secondary_id}
        )
        select ${heardOf('hers')} as ended from gone`.execute(db)
      return rows[0]?.ended ?? []
    },

    /**
     * Makes a linked identity a user of its own: as it knew the person, with its password, blocked if she is; and the links that were sent
     * for it are void. Its owner was locked before.
     */
    async unlink({ connection_id, identity_user_id }: FoundIdentity, now: Date): Promise<void> {
      const text = (name: string) => sql`profile_data ->> ${sql.lit(name)}`
      await sql`
        insert into users (
          tenant_id, user_id, connection_id, email, email_verified, username, phone_number, phone_verified,
          name, given_name, family_name, nickname, picture, blocked, created_at, updated_at
        )
        select
          identities.tenant_id, provider || '|' || identity_user_id, identities.connection_id, identities.email,
          ${IDENTITY_EMAIL_VERIFIED}, identities.username, identities.phone_number,
          (${text('phone_verified')})::boolean, ${text('name')}, ${text('given_name')}, ${text('family_name')},
          ${text('nickname')}, ${text('picture')}, users.blocked, ${now}::timestamptz, ${now}::timestamptz
        from identities
        join users on users.tenant_id = identities.tenant_id and users.user_id = identities.user_id
        where identities.tenant_id = ${tenant_id}
          and identities.connection_id = ${connection_id} and identity_user_id = ${identity_user_id}`.execute(db)
      await db
        .updateTable('identities')
        .set({ user_id: sql<string>`provider || '|' || identity_user_id`, profile_data: null })
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .where('identity_user_id', '=', identity_user_id)
        .execute()
      await db
        .deleteFrom('tickets')
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .where('identity_user_id', '=', identity_user_id)
        .execute()
    },

    /** A linked identity that is not to be a user again. */
    async removeIdentity({ connection_id, identity_user_id }: FoundIdentity): Promise<void> {
      await db
        .deleteFrom('identities')
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .where('identity_user_id', '=', identity_user_id)
        .execute()
    },
  }
}
