// Refresh tokens. A family is one signed-in device: it begins with a code exchange and hangs on that exchange's grant; what the Management
// API calls a refresh token is a family. Its tokens rotate: each is spent for its successor in one statement.
import { sql } from 'kysely'
import { ACCOUNT, type Account, accountOf } from './accounts.ts'
import { PREPARED } from './database.ts'
import { GRANT, type Grant, grantOf } from './grants.ts'
import type { Device, JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

export type RefreshTokenFamily = {
  id: string
  grant_id: string
  user_id: string
  client_id: string
  session_id: string
  rotating: boolean
  resource_servers: { audience: string; scopes: string }[]
  device: Device
  refresh_token_metadata: JsonObject | null
  last_exchanged_at: Date | null
  /** null: never */
  idle_expires_at: Date | null
  /** null: never */
  expires_at: Date | null
  created_at: Date
}

export type NewToken = { token_hash: string; payload: JsonObject; expires_at: Date }

/** What one exchange changes about a family. */
export type Exchange = {
  idle_expires_at: Date | null
  ip: string | undefined
  user_agent: string | undefined
  /** a resource server that a policy of the client adds to the family's */
  further?: { audience: string; scope: string[] } | undefined
}

export type FoundToken = {
  payload: JsonObject
  expires_at: Date
  consumed_at: Date | null
  /** A successor has been spent in its turn: this one is older than the previous token. */
  superseded: boolean
  family: Pick<RefreshTokenFamily, 'id' | 'expires_at' | 'created_at'>
  grant: Grant
  account: Account
}

const NEVER = new Date('9999-12-31T00:00:00Z')

export type RefreshTokenFilter = { user_id?: string; client_id?: string; rotating?: boolean }

const FAMILY = [
  'families.id',
  'families.grant_id',
  'families.user_id',
  'families.client_id',
  'families.session_id',
  'families.rotating',
  'families.resource_servers',
  'families.device',
  'families.refresh_token_metadata',
  'families.last_exchanged_at',
  'families.idle_expires_at',
  'families.expires_at',
  'families.created_at',
] as const

/** Once. */
function listedWith({ audience, scope }: { audience: string; scope: string[] }) {
  const entry = JSON.stringify([{ audience, scopes: scope.join(' ') }])
  return sql<string>`case
    when resource_servers @> ${JSON.stringify([{ audience }])}::jsonb then resource_servers
    else resource_servers || ${entry}::jsonb
  end`
}

export function createRefreshTokens({ db, tenant: { tenant_id } }: Scope) {
  const live = (now: Date) =>
    db
      .selectFrom('refresh_token_families as families')
      .innerJoin('grants', join =>
        join
          .onRef('grants.tenant_id', '=', 'families.tenant_id')
          .onRef('grants.id', '=', 'families.grant_id')
          .on('grants.revoked_at', 'is', null),
      )
      .where('families.tenant_id', '=', tenant_id)
      .where(eb => eb.or([eb('families.idle_expires_at', 'is', null), eb('families.idle_expires_at', '>', now)]))
      .where(eb => eb.or([eb('families.expires_at', 'is', null), eb('families.expires_at', '>', now)]))

  const filtered = ({ user_id, client_id, rotating }: RefreshTokenFilter, now: Date) =>
    live(now)
      .$if(user_id !== undefined, query => query.where('families.user_id', '=', user_id as string))
      .$if(client_id !== undefined, query => query.where('families.client_id', '=', client_id as string))
      .$if(rotating !== undefined, query => query.where('families.rotating', '=', rotating as boolean))

  const exchanged = ({ idle_expires_at, ip, user_agent, further }: Exchange, now: Date) => ({
    ...(further ? { resource_servers: listedWith(further) } : {}),
    last_exchanged_at: now,
    idle_expires_at,
    device: sql<string>`device || ${JSON.stringify({ last_ip: ip, last_user_agent: user_agent })}::jsonb`,
  })

  return {
    find: (id: string, now: Date): Promise<RefreshTokenFamily | undefined> =>
      live(now).select(FAMILY).where('families.id', '=', id).executeTakeFirst(),
    /** Those after `from` (an id) in the order of ids. */
    listAfter(
      filter: RefreshTokenFilter,
      from: string | undefined,
      take: number,
      now: Date,
    ): Promise<RefreshTokenFamily[]> {
      let query = filtered(filter, now).select(FAMILY).orderBy('families.id').limit(take)
      if (from !== undefined) query = query.where('families.id', '>', from)
      return query.execute()
    },
    list: (
      filter: RefreshTokenFilter,
      { limit, offset }: { limit: number; offset: number },
      now: Date,
    ): Promise<RefreshTokenFamily[]> =>
      filtered(filter, now).select(FAMILY).orderBy('families.id').limit(limit).offset(offset).execute(),
    async count(filter: RefreshTokenFilter, now: Date): Promise<number> {
      const { count } = await filtered(filter, now)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async updateMetadata(
      id: string,
      refresh_token_metadata: JsonObject | null,
      now: Date,
    ): Promise<RefreshTokenFamily | undefined> {
      await db
        .updateTable('refresh_token_families')
        .set({ refresh_token_metadata: refresh_token_metadata && JSON.stringify(refresh_token_metadata) })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .execute()
      return this.find(id, now)
    },
    /** The token whose hash this is, spent or not, with everything an exchange needs; undefined once its grant is revoked. */
    async findToken(token_hash: string): Promise<FoundToken | undefined> {
      const row = await db
        .selectFrom('refresh_tokens as tokens')
        .innerJoin('refresh_token_families as families', join =>
          join.onRef('families.tenant_id', '=', 'tokens.tenant_id').onRef('families.id', '=', 'tokens.family_id'),
        )
        .innerJoin('grants', join =>
          join
            .onRef('grants.tenant_id', '=', 'families.tenant_id')
            .onRef('grants.id', '=', 'families.grant_id')
            .on('grants.revoked_at', 'is', null),
        )
        .innerJoin('users', join =>
          join.onRef('users.tenant_id', '=', 'families.tenant_id').onRef('users.user_id', '=', 'families.user_id'),
        )
        .select(GRANT)
        .select(ACCOUNT)
        .select(['tokens.payload', 'tokens.expires_at', 'tokens.consumed_at'])
        .select([
          'families.id as family_id',
          'families.expires_at as family_expires_at',
          'families.created_at as family_created_at',
        ])
        .select(eb =>
          eb
            .exists(
              eb
                .selectFrom('refresh_tokens as children')
                .select('children.token_hash')
                .whereRef('children.tenant_id', '=', 'tokens.tenant_id')
                .whereRef('children.parent_hash', '=', 'tokens.token_hash')
                .where('children.consumed_at', 'is not', null),
            )
            .as('superseded'),
        )
        .where('tokens.tenant_id', '=', tenant_id)
        .where('tokens.token_hash', '=', token_hash)
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      if (!row) return undefined
      return {
        payload: row.payload,
        expires_at: row.expires_at,
        consumed_at: row.consumed_at,
        superseded: Boolean(row.superseded),
        family: { id: row.family_id, expires_at: row.family_expires_at, created_at: row.family_created_at },
        grant: grantOf(row),
        account: accountOf(row),
      }
    },
    /**
     * A family and its first token; its grant then lives as long as the family may. With the code that they are exchanged for, if they are: it is
     * spent in the same statement. False: it was spent before. No clock is compared, for a loser's may be behind.
     */
    async begin(
      family: Omit<RefreshTokenFamily, 'refresh_token_metadata' | 'last_exchanged_at' | 'created_at'>,
      token: NewToken,
      code_hash: string | undefined,
      now: Date,
    ): Promise<boolean> {
      const { resource_servers, device } = family
      // The grant is locked before its code, in the order in which a deletion cascades.
      const spent = sql`, spent as (
        update artefacts set consumed_at = ${now} from extended
        where artefacts.tenant_id = ${tenant_id} and artefacts.kind = 'AuthorizationCode'
          and artefacts.id_hash = ${code_hash} and artefacts.grant_id = extended.id and artefacts.consumed_at is null
        returning artefacts.id_hash
      )`
      const source = sql.raw(code_hash === undefined ? 'extended' : 'spent')
      const { numAffectedRows } = await sql`
        with extended as (
          update grants set expires_at = ${family.expires_at ?? NEVER}
          where tenant_id = ${tenant_id} and id = ${family.grant_id} returning id
        )${code_hash === undefined ? sql`` : spent}, family as (
          insert into refresh_token_families (
            tenant_id, id, grant_id, user_id, client_id, session_id, rotating, resource_servers, device,
            idle_expires_at, expires_at, created_at
          )
          select ${tenant_id}, ${family.id}, ${family.grant_id}, ${family.user_id}, ${family.client_id},
            ${family.session_id}, ${family.rotating}::boolean, ${JSON.stringify(resource_servers)}::jsonb,
            ${JSON.stringify(device)}::jsonb, ${family.idle_expires_at}::timestamptz,
            ${family.expires_at}::timestamptz, ${now}::timestamptz
          from ${source}
        )
        insert into refresh_tokens (tenant_id, token_hash, family_id, payload, expires_at, created_at)
        select ${tenant_id}, ${token.token_hash}, ${family.id}, ${JSON.stringify(token.payload)}::jsonb,
          ${token.expires_at}::timestamptz, ${now}::timestamptz
        from ${source} ${PREPARED}`.execute(db)
      return (numAffectedRows ?? 0n) > 0n
    },
    /**
     * Spends `parent_hash` and stores its successor in one statement, so that a crash between the two logs nobody out. False: it was spent
     * before, and no leeway covers that. Without leeway no clock is compared, for a loser's may be behind.
     */
    async rotate(
      parent_hash: string,
      leeway_seconds: number,
      successor: NewToken,
      exchange: Exchange,
      now: Date,
    ): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        // The family is locked before its tokens, in the order in which a deletion cascades.
        .with('family', query =>
          query
            .updateTable('refresh_token_families')
            .set(exchanged(exchange, now))
            .where('tenant_id', '=', tenant_id)
            .where('id', '=', eb =>
              eb
                .selectFrom('refresh_tokens')
                .select('family_id')
                .where('tenant_id', '=', tenant_id)
                .where('token_hash', '=', parent_hash),
            )
            .returning('id'),
        )
        .with('won', query =>
          query
            .updateTable('refresh_tokens')
            .from('family')
            .set(eb => ({ consumed_at: eb.fn.coalesce('refresh_tokens.consumed_at', eb.val(now)) }))
            .where('refresh_tokens.tenant_id', '=', tenant_id)
            .where('refresh_tokens.token_hash', '=', parent_hash)
            .whereRef('refresh_tokens.family_id', '=', 'family.id')
            .where(eb =>
              leeway_seconds > 0
                ? eb.or([
                    eb('refresh_tokens.consumed_at', 'is', null),
                    eb('refresh_tokens.consumed_at', '>', new Date(now.getTime() - leeway_seconds * 1000)),
                  ])
                : eb('refresh_tokens.consumed_at', 'is', null),
            )
            .returning('refresh_tokens.family_id'),
        )
        .insertInto('refresh_tokens')
        .columns([
          'tenant_id',
          'token_hash',
          'family_id',
          'parent_hash',
          'payload',
          'consumed_at',
          'expires_at',
          'created_at',
        ])
        .expression(eb =>
          eb
            .selectFrom('won')
            .select([
              sql<string>`${tenant_id}::text`.as('tenant_id'),
              sql<string>`${successor.token_hash}::text`.as('token_hash'),
              'won.family_id',
              sql<string>`${parent_hash}::text`.as('parent_hash'),
              sql<JsonObject>`${JSON.stringify(successor.payload)}::jsonb`.as('payload'),
              sql<Date | null>`null::timestamptz`.as('consumed_at'),
              sql<Date>`${successor.expires_at}::timestamptz`.as('expires_at'),
              sql<Date>`${now}::timestamptz`.as('created_at'),
            ]),
        )
        .modifyEnd(PREPARED)
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    /** A token that does not rotate was exchanged: it idles from now on. One statement. */
    async touch(token_hash: string, expires_at: Date, exchange: Exchange, now: Date): Promise<void> {
      await db
        .with('token', query =>
          query
            .updateTable('refresh_tokens')
            .set({ expires_at })
            .where('tenant_id', '=', tenant_id)
            .where('token_hash', '=', token_hash)
            .returning('family_id'),
        )
        .updateTable('refresh_token_families')
        .from('token')
        .set(exchanged(exchange, now))
        .where('refresh_token_families.tenant_id', '=', tenant_id)
        .whereRef('refresh_token_families.id', '=', 'token.family_id')
        .execute()
    },
  }
}
