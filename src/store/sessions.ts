// The browser's sign-on sessions. `id` is public (the `sid` of tokens); the cookie's value is known by its hash only.
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { ACCOUNT, type Account, accountOf } from './accounts.ts'
import { coding, type NewCode } from './artefacts.ts'
import { PREPARED, violatedForeignKey } from './database.ts'
import { type Grant, granting } from './grants.ts'
import type { JsonObject, OidcLogout, SessionsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type Session = Omit<Selectable<SessionsTable>, 'tenant_id' | 'cookie_hash'> & { client_ids: string[] }

export type SavedSession = Pick<
  Session,
  'id' | 'user_id' | 'connection_id' | 'payload' | 'authenticated_at' | 'idle_expires_at' | 'expires_at' | 'client_ids'
> & {
  /** Undefined: the browser keeps the one that it was found by. */
  cookie_hash: string | undefined
  ip: string | undefined
  user_agent: string | undefined
}

/**
 * What came of an authorization.
 * @property grant what was granted @property code stands for it
 * @property interaction hash of the id of the one that is over by it
 */
export type Authorized = { grant?: Grant; code?: NewCode; interaction?: string }

/** What a request needs of its session. */
export type FoundSession = Pick<
  Session,
  | 'id'
  | 'user_id'
  | 'connection_id'
  | 'payload'
  | 'authenticated_at'
  | 'last_interacted_at'
  | 'idle_expires_at'
  | 'expires_at'
> & { account: Account }

/** A client of a session that wants to hear of its end, by either channel. */
export type LogoutListener = {
  client_id: string
  oidc_logout: OidcLogout | null
  frontchannel_logout_uri: string | null
  frontchannel_logout_session_required: boolean | null
}

/** @property custom_domain_id where it was, if not at the tenant's own issuer */
export type EndedSession = Pick<Session, 'id' | 'user_id' | 'session_metadata'> & {
  custom_domain_id: string | null
  listeners: LogoutListener[]
}

/** Whether a row of `clients` hears of the end of a session. */
export const listens = sql<boolean>`(
  clients.oidc_logout #>> '{backchannel_logout_urls,0}' is not null
  or clients.registration ->> 'frontchannel_logout_uri' is not null
)`

/**
 * A select from `name`, sessions that end in this very statement: what hangs on them is still there to be read. Their clients that want to
 * hear of it come along, so that nothing is asked about those that do not.
 */
export const endedOf = (name: string) => sql<EndedSession>`
  select id, user_id, session_metadata, (
    select payload ->> 'custom_domain_id' from sessions
    where sessions.tenant_id = ending.tenant_id and sessions.id = ending.id
  ) as custom_domain_id, (
    select coalesce(json_agg(json_build_object(
      'client_id', clients.client_id,
      'oidc_logout', clients.oidc_logout,
      'frontchannel_logout_uri', clients.registration -> 'frontchannel_logout_uri',
      'frontchannel_logout_session_required', clients.registration -> 'frontchannel_logout_session_required'
    ) order by clients.client_id), '[]')
    from session_clients
    join clients on clients.tenant_id = session_clients.tenant_id and clients.client_id = session_clients.client_id
    where session_clients.tenant_id = ending.tenant_id and session_clients.session_id = ending.id and ${listens}
  ) as listeners
  from ${sql.table(name)} ending`

/** Which sessions end: one, or those of a user (but for the one she is in; or those only that she came to by this connection). */
export type WhichSessions =
  | { id: string; user_id?: string }
  | { user_id: string; except_id?: string; connection_id?: string }

const FOUND = [
  'sessions.id',
  'sessions.user_id',
  'sessions.connection_id',
  'sessions.payload',
  'sessions.authenticated_at',
  'sessions.last_interacted_at',
  'sessions.idle_expires_at',
  'sessions.expires_at',
] as const

/** The same as one value (JSON), and only those sessions that somebody wants to hear of. */
export const heardOf = (name: string) => sql<EndedSession[]>`(
  select coalesce(json_agg(ended), '[]') from (${endedOf(name)}) ended where json_array_length(ended.listeners) > 0
)`

export function createSessions({ db, tenant: { tenant_id } }: Scope) {
  const withUser = () =>
    db
      .selectFrom('sessions')
      .innerJoin('users', join =>
        join.onRef('users.tenant_id', '=', 'sessions.tenant_id').onRef('users.user_id', '=', 'sessions.user_id'),
      )
      .select(FOUND)
      .select(ACCOUNT)
      .where('sessions.tenant_id', '=', tenant_id)

  const live = (now: Date) =>
    db
      .selectFrom('sessions')
      .select(FOUND)
      .select(['sessions.device', 'sessions.session_metadata', 'sessions.created_at', 'sessions.updated_at'])
      .select(eb =>
        eb
          .fn<string[]>('array', [
            eb
              .selectFrom('session_clients')
              .select('session_clients.client_id')
              .whereRef('session_clients.tenant_id', '=', 'sessions.tenant_id')
              .whereRef('session_clients.session_id', '=', 'sessions.id')
              .orderBy('session_clients.client_id'),
          ])
          .as('client_ids'),
      )
      .where('sessions.tenant_id', '=', tenant_id)
      .where('sessions.idle_expires_at', '>', now)
      .where('sessions.expires_at', '>', now)

  /** A sign-in that was proved and has no session yet, in a browser or by an app: whoever proved it must not come by it later. */
  const endBegun = ({ user_id, connection_id }: { user_id: string; connection_id?: string }) => {
    const said = (name: string) => sql`payload #>> ${sql.lit(`{result,login,${name}}`)}`
    const held = (name: string) => sql`payload #>> ${sql.lit(`{result,held,${name}}`)}`
    const by = (user: RawBuilder<unknown>, connection: RawBuilder<unknown>) =>
      connection_id === undefined
        ? sql`${user} = ${user_id}`
        : sql`(${user} = ${user_id} and ${connection} = ${connection_id})`
    return sql`
      delete from artefacts where tenant_id = ${tenant_id} and kind = 'Interaction' and (
        ${by(said('accountId'), said('connection_id'))} or ${by(held('user_id'), held('connection_id'))}
      )`
  }
  const endHeld = ({ user_id, connection_id }: { user_id: string; connection_id?: string }) => sql`
    delete from held_proofs where tenant_id = ${tenant_id} and user_id = ${user_id}
      ${connection_id === undefined ? sql`` : sql`and connection_id = ${connection_id}`}`
  /** An address that somebody asked for in a session and has yet to confirm: whoever was put out must not make the account hers by it. */
  const endWaiting = (which: WhichSessions, now: Date) => sql`
    update tickets set consumed_at = ${now}
      where tenant_id = ${tenant_id} and purpose = 'change_email' and consumed_at is null and ${
        'id' in which
          ? sql`user_id in (select user_id from ended) and options ->> 'session_id' = ${which.id}`
          : which.connection_id === undefined
            ? sql`user_id = ${which.user_id}`
            : sql`user_id = ${which.user_id} and connection_id = ${which.connection_id}`
      }`

  type Row = Awaited<ReturnType<ReturnType<typeof withUser>['executeTakeFirstOrThrow']>>
  const found = (row: Row): FoundSession => ({
    id: row.id,
    user_id: row.user_id,
    connection_id: row.connection_id,
    payload: row.payload,
    authenticated_at: row.authenticated_at,
    last_interacted_at: row.last_interacted_at,
    idle_expires_at: row.idle_expires_at,
    expires_at: row.expires_at,
    account: accountOf(row),
  })

  return {
    /** Expired ones too, until they are swept. */
    async findByCookie(cookie_hash: string): Promise<FoundSession | undefined> {
      const row = await withUser()
        .where('sessions.cookie_hash', '=', cookie_hash)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      return row && found(row)
    },
    /** Expired ones too, until they are swept. */
    async findById(id: string): Promise<FoundSession | undefined> {
      const row = await withUser().where('sessions.id', '=', id).modifyEnd(PREPARED).executeTakeFirst()
      return row && found(row)
    },
    find: (id: string, now: Date): Promise<Session | undefined> =>
      live(now).where('sessions.id', '=', id).executeTakeFirst(),
    /** Those after `from` (an id) in the order of ids. */
    listAfter(user_id: string, from: string | undefined, take: number, now: Date): Promise<Session[]> {
      let query = live(now).where('sessions.user_id', '=', user_id).orderBy('sessions.id').limit(take)
      if (from !== undefined) query = query.where('sessions.id', '>', from)
      return query.execute()
    },
    async count(user_id: string, now: Date): Promise<number> {
      const { count } = await db
        .selectFrom('sessions')
        .select(eb => eb.fn.countAll<string>().as('count'))
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('idle_expires_at', '>', now)
        .where('expires_at', '>', now)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /**
     * Stores a session that begins, or what changed in one that was found, and with it what came of the authorization that it is saved for. False:
     * it was ended meanwhile, or its user, client or connection is gone, and nothing is stored; an ended session never comes back. One statement.
     */
    async save(session: SavedSession, begins: boolean, authorized: Authorized, now: Date): Promise<boolean> {
      const { id, cookie_hash, ip, user_agent, client_ids } = session
      const { grant, code, interaction } = authorized
      const last = { last_ip: ip, last_user_agent: user_agent }
      const changing = {
        user_id: session.user_id,
        connection_id: session.connection_id,
        payload: JSON.stringify(session.payload),
        authenticated_at: session.authenticated_at,
        idle_expires_at: session.idle_expires_at,
        expires_at: session.expires_at,
        last_interacted_at: now,
        updated_at: now,
      }
      const saved = begins
        ? db
            .insertInto('sessions')
            .values({
              ...changing,
              tenant_id,
              id,
              cookie_hash: cookie_hash as string,
              device: JSON.stringify({ initial_ip: ip, initial_user_agent: user_agent, ...last }),
              session_metadata: null,
              created_at: now,
            })
            .returning('id')
        : db
            .updateTable('sessions')
            .set({
              ...changing,
              // A request that only read the session must not undo the new cookie of a sign-in beside it.
              ...(cookie_hash === undefined ? {} : { cookie_hash }),
              device: sql<string>`device || ${JSON.stringify(last)}::jsonb`,
            })
            .where('tenant_id', '=', tenant_id)
            .where('id', '=', id)
            .returning('id')
      const parts = [
        sql`saved as (${saved})`,
        sql`clients as (
          insert into session_clients (tenant_id, session_id, client_id)
          select ${tenant_id}, id, unnest(${client_ids}::text[]) from saved on conflict do nothing
        )`,
        ...(grant ? [sql`granted as (${granting(tenant_id, grant, now)} from saved)`] : []),
        ...(code ? [sql`coded as (${coding(tenant_id, code, now)} from saved)`] : []),
        ...(interaction === undefined
          ? []
          : [
              sql`ended as (
                delete from artefacts
                where tenant_id = ${tenant_id} and kind = 'Interaction' and id_hash = ${interaction}
              )`,
            ]),
      ]
      try {
        const { rows } = await sql`with ${sql.join(parts)} select id from saved ${PREPARED}`.execute(db)
        return rows.length > 0
      } catch (error) {
        if (violatedForeignKey(error)) return false
        throw error
      }
    },
    async updateMetadata(id: string, session_metadata: JsonObject | null, now: Date): Promise<Session | undefined> {
      await db
        .updateTable('sessions')
        .set({ session_metadata: session_metadata && JSON.stringify(session_metadata), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .execute()
      return this.find(id, now)
    },
    /**
     * Ends sessions and the grants that end with them (every grant of theirs, refresh tokens too, if `offline`), a user's sign-ins too that
     * have yet to become sessions. One statement; answers those that ended.
     */
    async end(which: WhichSessions, { offline }: { offline: boolean }, now: Date): Promise<EndedSession[]> {
      const of = (session: RawBuilder<unknown>) =>
        sql.join(
          [
            sql`tenant_id = ${tenant_id}`,
            ...('id' in which ? [sql`${session} = ${which.id}`] : []),
            ...('except_id' in which && which.except_id !== undefined ? [sql`${session} <> ${which.except_id}`] : []),
            ...('connection_id' in which && which.connection_id !== undefined
              ? [sql`connection_id = ${which.connection_id}`]
              : []),
            ...(which.user_id === undefined ? [] : [sql`user_id = ${which.user_id}`]),
          ],
          sql` and `,
        )
      // The grants by their own columns: a session that has expired, or is only being saved, may have no row.
      const { rows } = await sql<EndedSession>`
        with ended as (
          delete from sessions where ${of(sql.ref('id'))} returning tenant_id, id, user_id, session_metadata
        ), revoked as (
          update grants set revoked_at = ${now} where revoked_at is null and ${of(sql.ref('session_id'))}
            ${offline ? sql`` : sql`and not offline`}
        ), waiting as (${endWaiting(which, now)}) ${'id' in which ? sql`` : sql`, begun as (${endBegun(which)}), held as (${endHeld(which)})`} ${endedOf('ended')}`.execute(
        db,
      )
      return rows
    },
    /** Those that came to their end before this moment, at most `limit`. The grants that end with them look for the row. */
    async endExpired(before: Date, limit: number): Promise<EndedSession[]> {
      const { rows } = await sql<EndedSession>`
        with ended as (
          delete from sessions where (tenant_id, id) in (
            select tenant_id, id from sessions where tenant_id = ${tenant_id} and idle_expires_at < ${before}
            order by idle_expires_at limit ${limit} for update skip locked
          ) returning tenant_id, id, user_id, session_metadata
        ) ${endedOf('ended')}`.execute(db)
      return rows
    },
  }
}
