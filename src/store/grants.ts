// Grants (oidc-provider's word): what a user granted a client in one authorization, and the root of whatever comes of it. Revoking one
// kills its code, its access tokens and its refresh tokens, also those that are stored a moment later.
import { type ExpressionBuilder, sql } from 'kysely'
import { ACCOUNT, type Account, accountOf } from './accounts.ts'
import { PREPARED } from './database.ts'
import type { Database, JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

export type Grant = {
  id: string
  user_id: string
  client_id: string
  /** the connection that vouched for the user */
  connection_id: string
  session_id: string
  /** outlives its session */
  offline: boolean
  payload: JsonObject
  expires_at: Date
}

/** For the select of a query that joins `grants`. */
export const GRANT = [
  'grants.id as grant_id',
  'grants.user_id as grant_user_id',
  'grants.client_id as grant_client_id',
  'grants.connection_id as grant_connection_id',
  'grants.session_id as grant_session_id',
  'grants.offline as grant_offline',
  'grants.payload as grant_payload',
  'grants.expires_at as grant_expires_at',
] as const

export type GrantRow = { [Field in keyof Grant as `grant_${Field}`]: Grant[Field] }

export const grantOf = (row: GrantRow): Grant => ({
  id: row.grant_id,
  user_id: row.grant_user_id,
  client_id: row.grant_client_id,
  connection_id: row.grant_connection_id,
  session_id: row.grant_session_id,
  offline: row.grant_offline,
  payload: row.grant_payload,
  expires_at: row.grant_expires_at,
})

/** To be followed by `from`: a grant is stored if that has a row. */
export const granting = (tenant_id: string, grant: Grant, now: Date) => sql`
  insert into grants (
    tenant_id, id, user_id, client_id, connection_id, session_id, offline, payload, expires_at, created_at
  )
  select ${tenant_id}, ${grant.id}, ${grant.user_id}, ${grant.client_id}, ${grant.connection_id},
    ${grant.session_id}, ${grant.offline}::boolean, ${JSON.stringify(grant.payload)}::jsonb,
    ${grant.expires_at}::timestamptz, ${now}::timestamptz`

/** A grant that ends with its session ends when that one has expired, whether or not it has been swept. */
export const outlivesItsSession =
  (now: Date) =>
  ({ or, eb, exists, selectFrom }: ExpressionBuilder<Database, 'grants'>) =>
    or([
      eb('grants.offline', '=', true),
      // Made without a browser.
      eb('grants.session_id', '=', ''),
      exists(
        selectFrom('sessions')
          .select('sessions.id')
          .whereRef('sessions.tenant_id', '=', 'grants.tenant_id')
          .whereRef('sessions.id', '=', 'grants.session_id')
          .where('sessions.idle_expires_at', '>', now)
          .where('sessions.expires_at', '>', now),
      ),
    ])

/** Which grants: one, those of a user (with one client; `offline`: that outlive their session), or those that certain refresh tokens hang on. */
export type WhichGrants =
  | { id: string }
  | { user_id: string; client_id?: string; audience?: string; offline?: true }
  | { refresh_token_ids: readonly string[] }

/** Of a user at one client: more devices than anybody has. */
const MOST = 100

export function createGrants({ db, tenant: { tenant_id } }: Scope) {
  return {
    async find(id: string): Promise<{ grant: Grant; account: Account } | undefined> {
      const row = await db
        .selectFrom('grants')
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'grants.tenant_id').onRef('users.user_id', '=', 'grants.user_id'),
        )
        .select(GRANT)
        .select(ACCOUNT)
        .where('grants.tenant_id', '=', tenant_id)
        .where('grants.id', '=', id)
        .where('grants.revoked_at', 'is', null)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      return row && { grant: grantOf(row), account: accountOf(row) }
    },
    /**
     * What this user had granted this client before that moment and still stands, as its session does if it ends with one; the latest first.
     */
    async listLive(
      user_id: string,
      client_id: string,
      before: Date,
      now: Date,
    ): Promise<{ grant: Grant; account: Account }[]> {
      const rows = await db
        .selectFrom('grants')
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'grants.tenant_id').onRef('users.user_id', '=', 'grants.user_id'),
        )
        .select(GRANT)
        .select(ACCOUNT)
        .where('grants.tenant_id', '=', tenant_id)
        .where('grants.user_id', '=', user_id)
        .where('grants.client_id', '=', client_id)
        .where('grants.created_at', '<', before)
        .where('grants.revoked_at', 'is', null)
        .where('grants.expires_at', '>', now)
        .where(outlivesItsSession(now))
        .orderBy('grants.created_at', 'desc')
        .limit(MOST)
        .execute()
      return rows.map(row => ({ grant: grantOf(row), account: accountOf(row) }))
    },
    async create(grant: Grant, now: Date): Promise<void> {
      const payload = JSON.stringify(grant.payload)
      await db
        .insertInto('grants')
        .values({ ...grant, payload, tenant_id, revoked_at: null, created_at: now })
        .execute()
    },
    /** Lets a session's grants of this scope of a resource stand until then, whatever becomes of the session. */
    async detach(
      { session_id, resource, scope }: { session_id: string; resource: string; scope: string },
      until: Date,
    ): Promise<void> {
      await db
        .updateTable('grants')
        .set({ session_id: '', expires_at: sql<Date>`least(expires_at, ${until})` })
        .where('tenant_id', '=', tenant_id)
        .where('session_id', '=', session_id)
        .where('offline', '=', false)
        .where('revoked_at', 'is', null)
        .where(sql<boolean>`${scope} = any(string_to_array(payload #>> array['resources', ${resource}], ' '))`)
        .execute()
    },
    /** Answers how many were live until now. */
    async revoke(which: WhichGrants, now: Date): Promise<number> {
      let query = db
        .updateTable('grants')
        .set({ revoked_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('revoked_at', 'is', null)
      if ('id' in which) query = query.where('id', '=', which.id)
      else {
        const families = db.selectFrom('refresh_token_families').select('grant_id').where('tenant_id', '=', tenant_id)
        if ('refresh_token_ids' in which) {
          query = query.where('id', 'in', families.where('id', 'in', ['', ...which.refresh_token_ids]))
        } else {
          query = query.where('user_id', '=', which.user_id)
          if (which.client_id !== undefined) query = query.where('client_id', '=', which.client_id)
          if (which.offline) query = query.where('offline', '=', true)
          if (which.audience !== undefined) {
            const named = JSON.stringify([{ audience: which.audience }])
            query = query.where('id', 'in', families.where('resource_servers', '@>', named as never))
          }
        }
      }
      const { numUpdatedRows } = await query.executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}
