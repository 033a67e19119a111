// Users: the people of a tenant, each tied by identities to the connections she may come in by. This file keeps the record that the
// Management API shows; user-accounts.ts what signing in needs, user-authorization.ts roles and permissions, user-identities.ts linking.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { newIdentityUserId } from '../ids.ts'
import { factorTriesKey } from './attempts.ts'
import type { Connection } from './connections.ts'
import { unlessSlow, violatedForeignKey, violatedUnique } from './database.ts'
import { erasing, linkedTo } from './erasure.ts'
import { hashAtRest } from './password-hashes.ts'
import type { JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'
import { type EndedSession, heardOf } from './sessions.ts'
import { totalOf } from './totals.ts'
import { createUserAccounts, folded } from './user-accounts.ts'
import { createUserAuthorization } from './user-authorization.ts'
import { createUserIdentities } from './user-identities.ts'
import { compileUserSearch, compileUserSort, type UserSort } from './user-search/compile.ts'

/** As Auth0 writes it; `user_id` is without the provider's prefix. */
export type Identity = {
  connection: string
  user_id: string
  provider: string
  isSocial: boolean
  /** of a linked identity: what it knew of the person */
  profileData?: JsonObject
}

export type User = {
  user_id: string
  email: string | null
  email_verified: boolean
  username: string | null
  phone_number: string | null
  phone_verified: boolean | null
  name: string | null
  given_name: string | null
  family_name: string | null
  nickname: string | null
  picture: string | null
  blocked: boolean
  user_metadata: JsonObject | null
  app_metadata: JsonObject | null
  last_password_reset: Date | null
  last_login: Date | null
  last_ip: string | null
  logins_count: number | null
  created_at: Date
  updated_at: Date
  /** the primary one first */
  identities: Identity[]
  /** Auth0: by whose means she proves more than her password; null: she has enrolled none */
  multifactor: string[] | null
}

export type Profile = Pick<
  User,
  | 'email'
  | 'email_verified'
  | 'username'
  | 'phone_number'
  | 'phone_verified'
  | 'name'
  | 'given_name'
  | 'family_name'
  | 'nickname'
  | 'picture'
  | 'blocked'
>

/** @property user_id chosen by the caller, without prefix */
export type NewUser = Partial<Profile> & {
  connection: Pick<Connection, 'id' | 'name' | 'strategy'>
  user_id?: string
  password_hash?: string
  user_metadata?: JsonObject
  app_metadata?: JsonObject
}

/** Metadata merge at their first level: null removes a key, `{}` all of them. Everything else replaces. */
export type UserPatch = Partial<Profile> & { user_metadata?: JsonObject; app_metadata?: JsonObject }

/** @property connection_id one of whose identities the users have */
export type UserFilter = { q?: string; connection_id?: string }

type Window = { limit: number; offset: number }

const COLUMNS = [
  'users.user_id',
  'users.email',
  'users.email_verified',
  'users.username',
  'users.phone_number',
  'users.phone_verified',
  'users.name',
  'users.given_name',
  'users.family_name',
  'users.nickname',
  'users.picture',
  'users.blocked',
  'users.user_metadata',
  'users.app_metadata',
  'users.last_password_reset',
  'users.created_at',
  'users.updated_at',
  'user_stats.last_login',
  'user_stats.last_ip',
  'user_stats.logins_count',
] as const

// A sub-select in the output is computed only for the rows that LIMIT leaves.
const IDENTITIES = sql<(Identity & { profileData: JsonObject | null })[]>`(
  select coalesce(json_agg(json_build_object(
    'connection', connection.name,
    'user_id', identity.identity_user_id,
    'provider', identity.provider,
    'isSocial', identity.is_social,
    'profileData', identity.profile_data
  ) order by identity.provider || '|' || identity.identity_user_id <> users.user_id, identity.created_at, identity.connection_id, identity.identity_user_id), '[]')
  from identities as identity
  join connections as connection on connection.tenant_id = identity.tenant_id and connection.id = identity.connection_id
  where identity.tenant_id = users.tenant_id and identity.user_id = users.user_id
)`.as('identities')

const MULTIFACTOR = sql<string[] | null>`(
  select array['guardian'] where exists (
    select from authentication_methods as method
    where method.tenant_id = users.tenant_id and method.user_id = users.user_id and method.confirmed and method.type <> 'passkey'
  )
)`.as('multifactor')

/** One e-mail address is one person to a database connection, however it is written. */
export const foldedNames = <T extends Partial<Profile>>(profile: T): T => ({
  ...profile,
  ...(profile.email ? { email: folded(profile.email) } : {}),
  ...(profile.username ? { username: folded(profile.username) } : {}),
})

/** Auth0: a picture by Gravatar's address for the e-mail; only the string is made here. */
const gravatar = (email: string) =>
  `https://s.gravatar.com/avatar/${createHash('md5').update(email).digest('hex')}?s=480&r=pg&d=identicon`

/** What a new user is called who was given no name. */
export function withDefaults<T extends Partial<Profile>>(
  profile: T,
): T & Pick<Profile, 'name' | 'nickname' | 'picture'> {
  const { email, username, phone_number } = profile
  return {
    ...profile,
    name: profile.name ?? email ?? username ?? phone_number ?? null,
    nickname: profile.nickname ?? email?.split('@')[0] ?? username ?? null,
    picture: profile.picture ?? (email ? gravatar(email) : null),
  }
}

async function unlessTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const constraint = violatedUnique(error)
    if (constraint?.includes('username'))
      throw new LintelError('username_exists', 'The username provided is in use already.', { cause: error })
    if (constraint) throw new LintelError('user_exists', 'The user already exists.', { cause: error })
    // A connection that was found a moment ago, and is gone.
    if (violatedForeignKey(error))
      throw new LintelError('inexistent_connection', 'The connection does not exist.', { cause: error })
    throw error
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }
const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>

/** What was verified of an address or a number holds for the same one only. */
const unverified = ({ email, phone_number }: { email?: string | null; phone_number?: string | null }) => ({
  ...(email === undefined
    ? {}
    : { email_verified: sql<boolean>`email_verified and email is not distinct from ${email}::text` }),
  ...(phone_number === undefined
    ? {}
    : { phone_verified: sql<boolean>`phone_verified and phone_number is not distinct from ${phone_number}::text` }),
})

/** Of each kind. Who may write her own must neither fill the disk nor make pages of users endless. */
const LARGEST_METADATA_KB = 256
const METADATA = ['user_metadata', 'app_metadata'] as const

function demandBound(kind: (typeof METADATA)[number], bytes: number): void {
  if (bytes > LARGEST_METADATA_KB * 1024)
    throw new LintelError('invalid_body', `${kind} would be larger than ${LARGEST_METADATA_KB} KB.`)
}

/** As they are given to somebody new. */
export function demandBoundedMetadata(kind: (typeof METADATA)[number], given: JsonObject | null | undefined): void {
  if (given) demandBound(kind, Buffer.byteLength(JSON.stringify(given)))
}

/** Metadata after a patch, computed where they are, so that two patches at once both count. */
function merged(column: 'user_metadata' | 'app_metadata', patch: JsonObject) {
  if (Object.keys(patch).length === 0) return sql<string>`'{}'::jsonb`
  const gone = Object.keys(patch).filter(key => patch[key] === null)
  return sql<string>`(coalesce(${sql.ref(column)}, '{}') || ${JSON.stringify(patch)}::jsonb) - ${gone}::text[]`
}

export function createUsers(scope: Scope) {
  const {
    db,
    tenant: { tenant_id },
  } = scope

  const all = () =>
    db
      .selectFrom('users')
      .leftJoin('user_stats', join =>
        join.onRef('user_stats.tenant_id', '=', 'users.tenant_id').onRef('user_stats.user_id', '=', 'users.user_id'),
      )
      .where('users.tenant_id', '=', tenant_id)

  type All = ReturnType<typeof all>

  const filtered = ({ q, connection_id }: UserFilter): All =>
    all()
      .$if(q !== undefined, query => query.where(compileUserSearch(q as string)))
      .$if(connection_id !== undefined, query =>
        query.where(({ exists, selectFrom }) =>
          exists(
            selectFrom('identities')
              .select('identities.user_id')
              .whereRef('identities.tenant_id', '=', 'users.tenant_id')
              .whereRef('identities.user_id', '=', 'users.user_id')
              .where('identities.connection_id', '=', connection_id as string),
          ),
        ),
      )

  async function read(query: All): Promise<User[]> {
    const rows = await query.select(COLUMNS).select(IDENTITIES).select(MULTIFACTOR).execute()
    return rows.map(({ identities, ...row }) => ({
      ...row,
      identities: identities.map(({ profileData, ...identity }) =>
        profileData === null ? identity : { ...identity, profileData },
      ),
    }))
  }

  async function countUpTo(most: number, query: All): Promise<number> {
    if (most === 0) return 0
    const counted = db.selectFrom(query.select('users.user_id').limit(most).as('counted'))
    return Number((await counted.select(sql<string>`count(*)`.as('count')).executeTakeFirstOrThrow()).count)
  }

  const find = async (user_id: string): Promise<User | undefined> =>
    (await read(all().where('users.user_id', '=', user_id)))[0]

  return {
    ...createUserAccounts(scope),
    ...createUserAuthorization(scope),
    ...createUserIdentities(scope),

    find,

    /** @param sort as the API takes it; undefined: in no particular order */
    list: (filter: UserFilter, sort: string | undefined, window: Window): Promise<User[]> =>
      unlessSlow(async () => {
        const order = sort === undefined ? [] : compileUserSort(sort)
        const page = (query: All, by: UserSort[], { limit, offset }: Window) =>
          read(
            by
              .reduce((sorted, { expression, direction }) => sorted.orderBy(expression, direction), query)
              .limit(limit)
              .offset(offset),
          )
        const [first, ...others] = order
        if (!first?.nullable) return page(filtered(filter), order, window)
        // Absent values come last either way round, which no index has: first those who have a value, then those who have none.
        const having = () => filtered(filter).where(sql<boolean>`${first.expression} is not null`)
        const found = await page(having(), order, window)
        const limit = window.limit - found.length
        if (limit === 0) return found
        const passed = found.length > 0 ? window.offset : await countUpTo(window.offset, having())
        const lacking = filtered(filter).where(sql<boolean>`${first.expression} is null`)
        return [...found, ...(await page(lacking, others, { limit, offset: window.offset - passed }))]
      }),

    /** Those after `from` (a user_id), in order of their ids: however far the walk has come, a page costs the same. */
    listAfter: (filter: UserFilter, from: string | undefined, take: number): Promise<User[]> =>
      unlessSlow(() =>
        read(
          filtered(filter)
            .$if(from !== undefined, query => query.where('users.user_id', '>', from as string))
            .orderBy('users.user_id')
            .limit(take),
        ),
      ),

    /** Exact to ten thousand, an estimate beyond. */
    count: (filter: UserFilter): Promise<number> =>
      unlessSlow(() => totalOf(db, filtered(filter).select('users.user_id').orderBy('users.user_id'))),

    /** Those with exactly this address, as it is stored. */
    listByEmail: (email: string): Promise<User[]> =>
      read(
        all()
          .where(sql<boolean>`lower(users.email) collate "C" = lower(${email}::text)`)
          .where('users.email', '=', email)
          .orderBy('users.created_at')
          .orderBy('users.user_id'),
      ),

    /** The user, her identity and her password in one statement: all or nothing. */
    async create(input: NewUser, now: Date): Promise<User> {
      const { connection, user_id: chosen, password_hash, user_metadata = null, app_metadata = null, ...given } = input
      demandBoundedMetadata('user_metadata', user_metadata)
      demandBoundedMetadata('app_metadata', app_metadata)
      const identity_user_id = chosen || newIdentityUserId(now)
      const record = {
        email: null,
        email_verified: false,
        username: null,
        phone_number: null,
        phone_verified: null,
        given_name: null,
        family_name: null,
        blocked: false,
        last_password_reset: null,
        ...withDefaults(foldedNames(given)),
        user_id: `${connection.strategy}|${identity_user_id}`,
        created_at: now,
        updated_at: now,
      }
      const json = (value: JsonObject | null) => value && JSON.stringify(value)
      const owner = { connection_id: connection.id, identity_user_id }
      const stored_hash = password_hash === undefined ? null : hashAtRest(scope, owner, password_hash)
      await unlessTaken(() =>
        db
          .with('person', qb =>
            qb.insertInto('users').values({
              ...record,
              tenant_id,
              connection_id: connection.id,
              user_metadata: json(user_metadata),
              app_metadata: json(app_metadata),
            }),
          )
          .with('identity', qb =>
            qb.insertInto('identities').values({
              tenant_id,
              connection_id: connection.id,
              identity_user_id,
              user_id: record.user_id,
              provider: connection.strategy,
              email: record.email,
              username: record.username,
              phone_number: record.phone_number,
              created_at: now,
            }),
          )
          .insertInto('passwords')
          .columns(['tenant_id', 'connection_id', 'identity_user_id', 'password_hash', 'updated_at'])
          .expression(
            db
              .selectNoFrom([
                sql<string>`${tenant_id}::text`.as('tenant_id'),
                sql<string>`${connection.id}::text`.as('connection_id'),
                sql<string>`${identity_user_id}::text`.as('identity_user_id'),
                sql<string>`${stored_hash}::text`.as('password_hash'),
                sql<Date>`${now}::timestamptz`.as('updated_at'),
              ])
              .where(sql<boolean>`${stored_hash}::text is not null`),
          )
          .execute(),
      )
      return {
        ...record,
        user_metadata,
        app_metadata,
        last_login: null,
        last_ip: null,
        logins_count: null,
        identities: [
          { connection: connection.name, user_id: identity_user_id, provider: connection.strategy, isSocial: false },
        ],
        multifactor: null,
      }
    },

    /**
     * An address or number that changes is no longer verified unless the patch says so. Call inside a transaction.
     * @param secondary whose names and verification the patch means, when not the primary identity's
     */
    async update(
      user_id: string,
      patch: UserPatch,
      now: Date,
      secondary?: { connection_id: string; identity_user_id: string },
    ): Promise<User | undefined> {
      const { user_metadata, app_metadata, ...given } = patch
      const { email, email_verified, username, phone_number, phone_verified, ...profile } = foldedNames(given)
      const names = defined({ email, username, phone_number })
      const verified = defined({ email_verified, phone_verified })
      const changed = METADATA.filter(kind => patch[kind])
      const sizes = await db
        .updateTable('users')
        .set({
          ...profile,
          ...(secondary ? {} : { ...unverified(names), ...names, ...verified }),
          ...(user_metadata ? { user_metadata: merged('user_metadata', user_metadata) } : {}),
          ...(app_metadata ? { app_metadata: merged('app_metadata', app_metadata) } : {}),
          updated_at: now,
        })
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .returning('user_id')
        .returning(changed.map(kind => sql<number>`octet_length(${sql.ref(kind)}::text)`.as(kind)))
        .executeTakeFirst()
      if (!sizes) return undefined
      for (const kind of changed) demandBound(kind, sizes[kind])
      const identities = db.updateTable('identities').where('tenant_id', '=', tenant_id).where('user_id', '=', user_id)
      if (secondary) {
        const known = { ...(email === undefined ? {} : { email_verified: false }), ...names, ...verified }
        const profile_data = sql<string>`coalesce(profile_data, '{}') || ${JSON.stringify(known)}::jsonb`
        await unlessTaken(() =>
          identities
            .where('connection_id', '=', secondary.connection_id)
            .where('identity_user_id', '=', secondary.identity_user_id)
            .set({ ...names, profile_data })
            .execute(),
        )
      } else if (Object.keys(names).length > 0)
        await unlessTaken(() =>
          identities.where(sql`provider || '|' || identity_user_id`, '=', user_id).set(names).execute(),
        )
      return find(user_id)
    },

    /**
     * What the person left in the log and in the outbox goes with her, under the names of her linked identities too. Inside a transaction.
     * Answers those of her sessions of whose end a client wants to hear; undefined: there was no such user.
     */
    async remove(user_id: string): Promise<EndedSession[] | undefined> {
      // Nobody is linked to her from here on; who was linked a moment ago is seen by the next statement.
      await db
        .selectFrom('users')
        .select('user_id')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .forUpdate()
        .execute()
      const { rows } = await sql<{ ended: EndedSession[] }>`
        with person as (
          delete from users where tenant_id = ${tenant_id} and user_id = ${user_id} returning user_id, email, username
        ), people as (
          select user_id, email, username from person union ${linkedTo(tenant_id, sql`(select user_id from person)`)}
        ), ${erasing(tenant_id)}, tries as (
          delete from throttles where tenant_id = ${tenant_id} and key = ${factorTriesKey(scope, user_id)}
        ), hers as (
          select * from sessions where tenant_id = ${tenant_id} and user_id = ${user_id}
        )
        select ${heardOf('hers')} as ended from person`.execute(db)
      return rows[0]?.ended
    },
  }
}
