// The browser's sign-on sessions. `id` is public (the `sid` of tokens); the cookie's value is known by its hash only.
import { type Selectable, sql } from 'kysely'
import { ACCOUNT, type Account, accountOf } from './accounts.ts'
import { violatedForeignKey } from './database.ts'
import type { JsonObject, SessionsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type Session = Omit<Selectable<SessionsTable>, 'tenant_id' | 'cookie_hash'> & { client_ids: string[] }

export type SavedSession = Pick<
  Session,
  'id' | 'user_id' | 'connection_id' | 'payload' | 'authenticated_at' | 'idle_expires_at' | 'expires_at' | 'client_ids'
> & { cookie_hash: string; ip: string | undefined; user_agent: string | undefined }

/** What a request needs of its session. */
export type FoundSession = Pick<
  Session,
  'id' | 'user_id' | 'connection_id' | 'payload' | 'authenticated_at' | 'idle_expires_at' | 'expires_at'
> & { account: Account }

/** Which sessions end: one, or those of a user (but for the one she is in). */
export type WhichSessions = { id: string; user_id?: string } | { user_id: string; except_id?: string }

const FOUND = [
  'sessions.id',
  'sessions.user_id',
  'sessions.connection_id',
  'sessions.payload',
  'sessions.authenticated_at',
  'sessions.idle_expires_at',
  'sessions.expires_at',
] as const

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
      .select([
        'sessions.device',
        'sessions.session_metadata',
        'sessions.last_interacted_at',
        'sessions.created_at',
        'sessions.updated_at',
      ])
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

  type Row = Awaited<ReturnType<ReturnType<typeof withUser>['executeTakeFirstOrThrow']>>
  const found = (row: Row): FoundSession => ({
    id: row.id,
    user_id: row.user_id,
    connection_id: row.connection_id,
    payload: row.payload,
    authenticated_at: row.authenticated_at,
    idle_expires_at: row.idle_expires_at,
    expires_at: row.expires_at,
    account: accountOf(row),
  })

  return {
    /** Expired ones too, until they are swept. */
    async findByCookie(cookie_hash: string): Promise<FoundSession | undefined> {
      const row = await withUser().where('sessions.cookie_hash', '=', cookie_hash).executeTakeFirst()
      return row && found(row)
    },
    /** Expired ones too, until they are swept. */
    async findById(id: string): Promise<FoundSession | undefined> {
      const row = await withUser().where('sessions.id', '=', id).executeTakeFirst()
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
     * Stores a session that begins, or what changed in one that was found. False: it was ended meanwhile, or its user or connection is
     * gone; an ended session never comes back. One statement.
     */
    async save(session: SavedSession, begins: boolean, now: Date): Promise<boolean> {
      const { id, ip, user_agent, client_ids } = session
      const last = { last_ip: ip, last_user_agent: user_agent }
      const changing = {
        cookie_hash: session.cookie_hash,
        user_id: session.user_id,
        connection_id: session.connection_id,
        payload: JSON.stringify(session.payload),
        authenticated_at: session.authenticated_at,
        idle_expires_at: session.idle_expires_at,
        expires_at: session.expires_at,
        last_interacted_at: now,
        updated_at: now,
      }
      try {
        const saved = db.with('saved', query =>
          begins
            ? query
                .insertInto('sessions')
                .values({
                  ...changing,
                  tenant_id,
                  id,
                  device: JSON.stringify({ initial_ip: ip, initial_user_agent: user_agent, ...last }),
                  session_metadata: null,
                  created_at: now,
                })
                .returning('id')
            : query
                .updateTable('sessions')
                .set({ ...changing, device: sql<string>`device || ${JSON.stringify(last)}::jsonb` })
                .where('tenant_id', '=', tenant_id)
                .where('id', '=', id)
                .returning('id'),
        )
        const rows = await saved
          .with('client', query =>
            query
              .insertInto('session_clients')
              .columns(['tenant_id', 'session_id', 'client_id'])
              .expression(eb =>
                eb
                  .selectFrom('saved')
                  .select([
                    sql<string>`${tenant_id}::text`.as('tenant_id'),
                    'saved.id as session_id',
                    sql<string>`unnest(${client_ids}::text[])`.as('client_id'),
                  ]),
              )
              .onConflict(conflict => conflict.doNothing()),
          )
          .selectFrom('saved')
          .select('id')
          .execute()
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
     * Ends sessions and the grants that end with them (every grant of theirs, refresh tokens too, if `offline`). One statement; answers the
     * ids of those that ended.
     */
    async end(which: WhichSessions, { offline }: { offline: boolean }, now: Date): Promise<string[]> {
      const rows = await db
        .with('ended', query => {
          let ending = query.deleteFrom('sessions').where('tenant_id', '=', tenant_id)
          if ('id' in which) ending = ending.where('id', '=', which.id)
          else if (which.except_id !== undefined) ending = ending.where('id', '<>', which.except_id)
          if (which.user_id !== undefined) ending = ending.where('user_id', '=', which.user_id)
          return ending.returning('id')
        })
        .with('revoked', query => {
          // By the grants' own columns: a session that has expired, or is only being saved, may have no row.
          let revoking = query
            .updateTable('grants')
            .set({ revoked_at: now })
            .where('tenant_id', '=', tenant_id)
            .where('revoked_at', 'is', null)
          if ('id' in which) revoking = revoking.where('session_id', '=', which.id)
          else if (which.except_id !== undefined) revoking = revoking.where('session_id', '<>', which.except_id)
          if (which.user_id !== undefined) revoking = revoking.where('user_id', '=', which.user_id)
          return offline ? revoking : revoking.where('offline', '=', false)
        })
        .selectFrom('ended')
        .select('id')
        .execute()
      return rows.map(row => row.id)
    },
  }
}
