// A user as sign-in sees her: who she is, what proves it, what she may do. Each function is one statement.
import { sql } from 'kysely'
import { ACCOUNT, type Account, accountOf } from './accounts.ts'
import { hashAtRest, hashFromRest, stillHas } from './password-hashes.ts'
import type { Scope } from './scope.ts'
import { IDENTITY_EMAIL_VERIFIED, IDENTITY_PHONE_VERIFIED, IS_PRIMARY } from './user-identities.ts'

export type Credentials = {
  user_id: string
  identity_user_id: string
  password_hash: string | undefined
  blocked: boolean
  email: string | null
  email_verified: boolean
}

/** Who may be sent a code there. */
export type Addressee = {
  user_id: string
  blocked: boolean
  user_name: string | null
  is_proven: boolean
  is_unused: boolean
}

export type Member = Pick<Credentials, 'blocked' | 'email' | 'email_verified'> & { username: string | null }

/** A way to come in. */
export type UserIdentity = {
  connection_id: string
  identity_user_id: string
  provider: string
  email: string | null
  is_primary: boolean
}

/** Names one signs in by are stored and compared in lower case, however their characters are composed. */
export const folded = (name: string): string => name.normalize('NFC').toLowerCase()

/** What counts a sign-in; nothing happens for a user who is gone. */
export const loginOf = ({ db, tenant: { tenant_id } }: Scope, user_id: string, ip: string, now: Date) =>
  db
    .insertInto('user_stats')
    .columns(['tenant_id', 'user_id', 'logins_count', 'last_login', 'last_ip'])
    .expression(
      db
        .selectFrom('users')
        .select([
          'tenant_id',
          'user_id',
          sql<number>`1`.as('logins_count'),
          sql<Date>`${now}::timestamptz`.as('last_login'),
          sql<string>`${ip}::text`.as('last_ip'),
        ])
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id),
    )
    .onConflict(conflict =>
      conflict.columns(['tenant_id', 'user_id']).doUpdateSet(eb => ({
        logins_count: eb('user_stats.logins_count', '+', 1),
        last_login: eb.ref('excluded.last_login'),
        last_ip: eb.ref('excluded.last_ip'),
      })),
    )

/** A name that somebody signs in by. */
export type Identifier = { email: string } | { username: string } | { phone_number: string }

export const credentialsOf = ({ db, tenant: { tenant_id } }: Scope, connection_id: string, identifier: Identifier) => {
  const [[column, name]] = Object.entries(identifier) as [['email' | 'username' | 'phone_number', string]]
  return db
    .selectFrom('identities')
    .innerJoin('users', join =>
      join.onRef('users.tenant_id', '=', 'identities.tenant_id').onRef('users.user_id', '=', 'identities.user_id'),
    )
    .leftJoin('passwords', join =>
      join
        .onRef('passwords.tenant_id', '=', 'identities.tenant_id')
        .onRef('passwords.connection_id', '=', 'identities.connection_id')
        .onRef('passwords.identity_user_id', '=', 'identities.identity_user_id'),
    )
    .select([
      'users.user_id',
      'identities.identity_user_id',
      'passwords.password_hash',
      'users.blocked',
      'identities.email',
      IDENTITY_EMAIL_VERIFIED.as('email_verified'),
    ])
    .where('identities.tenant_id', '=', tenant_id)
    .where('identities.connection_id', '=', connection_id)
    .where(`identities.${column}`, '=', folded(name))
}

export type CredentialsRow = Omit<Credentials, 'password_hash'> & { password_hash: string | null }

export function readCredentials(scope: Scope, connection_id: string, row: CredentialsRow): Credentials {
  const { user_id, identity_user_id, password_hash, blocked, email, email_verified } = row
  const owner = { connection_id, identity_user_id }
  return {
    user_id,
    identity_user_id,
    password_hash: password_hash === null ? undefined : hashFromRest(scope, owner, password_hash),
    blocked,
    email,
    email_verified,
  }
}

export function createUserAccounts(scope: Scope) {
  const {
    db,
    tenant: { tenant_id },
  } = scope
  return {
    async findAccount(user_id: string): Promise<Account | undefined> {
      const row = await db
        .selectFrom('users')
        .select(ACCOUNT)
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .executeTakeFirst()
      return row && accountOf(row)
    },

    /** Whose identity this is. By e-mail address: only who has confirmed it, and has it still. */
    async findByIdentity(
      connection_id: string,
      by: { identity_user_id: string } | { verified_email: string },
    ): Promise<Account | undefined> {
      let query = db
        .selectFrom('identities')
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'identities.tenant_id').onRef('users.user_id', '=', 'identities.user_id'),
        )
        .select(ACCOUNT)
        .where('identities.tenant_id', '=', tenant_id)
        .where('identities.connection_id', '=', connection_id)
      if ('identity_user_id' in by) query = query.where('identities.identity_user_id', '=', by.identity_user_id)
      else
        query = query
          .where('identities.email', '=', folded(by.verified_email))
          .where(IDENTITY_EMAIL_VERIFIED)
          .where(sql<boolean>`(users.email = identities.email or not ${IS_PRIMARY})`)
      const row = await query.executeTakeFirst()
      return row && accountOf(row)
    },

    /** The permissions on a resource server, the user's own and her roles'. */
    async permissionsFor(user_id: string, resource_server_id: string): Promise<string[]> {
      const rows = await db
        .selectFrom('user_permissions')
        .select('permission_name')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('resource_server_id', '=', resource_server_id)
        .union(
          db
            .selectFrom('user_roles')
            .innerJoin('role_permissions', join =>
              join
                .onRef('role_permissions.tenant_id', '=', 'user_roles.tenant_id')
                .onRef('role_permissions.role_id', '=', 'user_roles.role_id'),
            )
            .select('role_permissions.permission_name')
            .where('user_roles.tenant_id', '=', tenant_id)
            .where('user_roles.user_id', '=', user_id)
            .where('role_permissions.resource_server_id', '=', resource_server_id),
        )
        .orderBy('permission_name')
        .execute()
      return rows.map(row => row.permission_name)
    },

    /** The same work whether or not there is someone of that name. */
    async findCredentials(connection_id: string, identifier: Identifier): Promise<Credentials | undefined> {
      const row = await credentialsOf(scope, connection_id, identifier).executeTakeFirst()
      return row && readCredentials(scope, connection_id, row)
    },

    /**
     * Whose address or number this is. `is_proven`: she has confirmed it. `is_unused`: nobody has ever come in by this account, which has no other
     * identity and nothing that would let anybody in.
     */
    async findAddressee(
      connection_id: string,
      address: { email: string } | { phone_number: string },
    ): Promise<Addressee | undefined> {
      const [[column, value]] = Object.entries(address) as [['email' | 'phone_number', string]]
      return db
        .selectFrom('identities')
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'identities.tenant_id').onRef('users.user_id', '=', 'identities.user_id'),
        )
        .select([
          'users.user_id',
          'users.blocked',
          'users.name as user_name',
          (column === 'email' ? IDENTITY_EMAIL_VERIFIED : IDENTITY_PHONE_VERIFIED).as('is_proven'),
          sql<boolean>`${IS_PRIMARY}
            and not exists (select from identities as other where other.tenant_id = users.tenant_id
              and other.user_id = users.user_id and other.identity_user_id <> identities.identity_user_id)
            and not exists (select from passwords where passwords.tenant_id = users.tenant_id
              and passwords.connection_id = identities.connection_id
              and passwords.identity_user_id = identities.identity_user_id)
            and not exists (select from user_stats where user_stats.tenant_id = users.tenant_id
              and user_stats.user_id = users.user_id and user_stats.last_login is not null)
            and not exists (select from authentication_methods where authentication_methods.tenant_id = users.tenant_id
              and authentication_methods.user_id = users.user_id)`.as('is_unused'),
        ])
        .where('identities.tenant_id', '=', tenant_id)
        .where('identities.connection_id', '=', connection_id)
        .where(`identities.${column}`, '=', folded(value))
        .executeTakeFirst()
    },

    /** Who comes in there by something that says by itself who she is. */
    async findMember(connection_id: string, user_id: string): Promise<Member | undefined> {
      return db
        .selectFrom('identities')
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'identities.tenant_id').onRef('users.user_id', '=', 'identities.user_id'),
        )
        .select([
          'users.blocked',
          'identities.email',
          'identities.username',
          IDENTITY_EMAIL_VERIFIED.as('email_verified'),
        ])
        .where('identities.tenant_id', '=', tenant_id)
        .where('identities.connection_id', '=', connection_id)
        .where('identities.user_id', '=', user_id)
        .orderBy(IS_PRIMARY, 'desc')
        .orderBy('identities.created_at')
        .orderBy('identities.identity_user_id')
        .limit(1)
        .executeTakeFirst()
    },

    /** The primary identity first. */
    async listIdentities(user_id: string): Promise<UserIdentity[]> {
      return db
        .selectFrom('identities')
        .select(['connection_id', 'identity_user_id', 'provider', 'email'])
        .select(IS_PRIMARY.as('is_primary'))
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .orderBy(IS_PRIMARY, 'desc')
        .orderBy('created_at')
        .orderBy('connection_id')
        .orderBy('identity_user_id')
        .execute()
    },

    /** By what names she can sign in, and where; folded. */
    async listSignInNames(user_id: string): Promise<{ connection_id: string; identifier: string }[]> {
      const rows = await db
        .selectFrom('identities')
        .select(['connection_id', 'email', 'username', 'phone_number'])
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .execute()
      return rows.flatMap(({ connection_id, email, username, phone_number }) =>
        [email, username, phone_number].flatMap(name =>
          name === null ? [] : [{ connection_id, identifier: name.toLowerCase() }],
        ),
      )
    },

    /** Who signs in by this name, in whichever connection. */
    async listNamed(identifier: string): Promise<string[]> {
      const name = folded(identifier)
      const rows = await db
        .selectFrom('connections')
        .innerJoin('identities', join =>
          join
            .onRef('identities.tenant_id', '=', 'connections.tenant_id')
            .onRef('identities.connection_id', '=', 'connections.id')
            .on(eb =>
              eb.or([
                eb('identities.email', '=', name),
                eb('identities.username', '=', name),
                eb('identities.phone_number', '=', name),
              ]),
            ),
        )
        .select('identities.user_id')
        .distinct()
        .where('connections.tenant_id', '=', tenant_id)
        .orderBy('identities.user_id')
        .execute()
      return rows.map(({ user_id }) => user_id)
    },

    /** Where she has signed in from: the last time, and in the sessions that she has. */
    async addressesOf(user_id: string): Promise<string[]> {
      const { rows } = await sql<{ ip: string }>`
        select last_ip as ip from user_stats where tenant_id = ${tenant_id} and user_id = ${user_id}
        union select unnest(array[device ->> 'initial_ip', device ->> 'last_ip']) from sessions
          where tenant_id = ${tenant_id} and user_id = ${user_id}`.execute(db)
      return rows.map(({ ip }) => ip).filter(ip => ip !== null)
    },

    /** Nothing happens for a user who is gone. */
    async recordLogin(user_id: string, ip: string, now: Date): Promise<void> {
      await loginOf(scope, user_id, ip, now).execute()
    },

    /** Sets or replaces a password. False: the identity is not this user's. */
    async setPassword(
      user_id: string,
      connection_id: string,
      identity_user_id: string,
      password_hash: string,
      now: Date,
    ): Promise<boolean> {
      const stored = hashAtRest(scope, { connection_id, identity_user_id }, password_hash)
      const { rows } = await sql<{ user_id: string }>`
        with identity as (
          select tenant_id, connection_id, identity_user_id, user_id from identities
          where tenant_id = ${tenant_id} and connection_id = ${connection_id}
            and identity_user_id = ${identity_user_id} and user_id = ${user_id}
        ), proof as (
          insert into passwords (tenant_id, connection_id, identity_user_id, password_hash, updated_at)
          select tenant_id, connection_id, identity_user_id, ${stored}, ${now} from identity
          on conflict (tenant_id, connection_id, identity_user_id)
            do update set password_hash = excluded.password_hash, updated_at = excluded.updated_at
        ), forgotten as (
          delete from remembered_browsers using identity
          where remembered_browsers.tenant_id = identity.tenant_id and remembered_browsers.user_id = identity.user_id
        )
        update users set last_password_reset = ${now}, updated_at = ${now}
        from identity where users.tenant_id = identity.tenant_id and users.user_id = identity.user_id
        returning users.user_id`.execute(db)
      return rows.length > 0
    },

    /** The password that she has had elsewhere, where she has none yet. It is not a new one, so nothing says that she chose it. */
    async keepFirstPassword(
      connection_id: string,
      identity_user_id: string,
      password_hash: string,
      now: Date,
    ): Promise<void> {
      await db
        .insertInto('passwords')
        .values({ tenant_id, connection_id, identity_user_id, password_hash, updated_at: now })
        .onConflict(conflict => conflict.columns(['tenant_id', 'connection_id', 'identity_user_id']).doNothing())
        .execute()
    },

    /** The same password hashed with newer parameters; a password changed meanwhile stays. */
    async renewHash(
      connection_id: string,
      identity_user_id: string,
      old_hash: string,
      new_hash: string,
      now: Date,
    ): Promise<void> {
      await db
        .updateTable('passwords')
        .set({ password_hash: new_hash, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .where('identity_user_id', '=', identity_user_id)
        .where(stillHas(old_hash))
        .execute()
    },

    /** A number that she has proved to be hers, while it still is. False: it is not, or there is no such user. */
    async setPhoneVerified(user_id: string, phone_number: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('users')
        .set({ phone_verified: true, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('phone_number', '=', phone_number)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /**
     * @param email when given, only while it is still the user's address; a linked identity of hers has it verified too. False: it is not hers,
     * or there is no such user.
     */
    async setEmailVerified(user_id: string, now: Date, email?: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .with('linked', query =>
          query
            .updateTable('identities')
            .set({ profile_data: sql<string>`coalesce(profile_data, '{}') || '{"email_verified": true}'` })
            .where('tenant_id', '=', tenant_id)
            .where('user_id', '=', user_id)
            .where('email', '=', folded(email ?? ''))
            .where(sql<boolean>`not ${IS_PRIMARY}`),
        )
        .updateTable('users')
        .set({ email_verified: true, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .$if(email !== undefined, query => query.where('email', '=', folded(email as string)))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
