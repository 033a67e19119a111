// Attempts as attack protection counts them: failures in a row on an account, and what a network may do in a time. Rows of `throttles`, shared
// by replicas and kept over restarts. A try is counted before it is looked at, so that those sent at once are counted too, and settled after.
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { answering, type InteractionAnswer } from './artefacts.ts'
import { type Allowance, NETWORK_STAGES, type NetworkStage } from './attack-protection.ts'
import { PREPARED } from './database.ts'
import { type LogEvent, logRow } from './log-events.ts'
import type { Database } from './schema.ts'
import type { Scope } from './scope.ts'
import {
  type Credentials,
  type CredentialsRow,
  credentialsOf,
  type Identifier,
  loginOf,
  readCredentials,
} from './user-accounts.ts'

/** Failures are forgotten so long after the first of them (Auth0: what a block lasts at most). */
const REMEMBERED_MS = 30 * 24 * 60 * 60_000
/** Codes that may be wrong in a row before none counts: NIST SP 800-63B-4 §3.2.2. */
export const FACTOR_TRIES_IN_A_ROW = 100
/** Failed second factors are not forgotten by waiting. */
const FOR_GOOD = new Date('9999-12-31T00:00:00Z')

/** Where the tries at somebody's second factors are counted. */
export const factorTriesKey = ({ seal }: Pick<Scope, 'seal'>, user_id: string): string =>
  seal.mac(JSON.stringify(['tries at second factors', user_id]))

/** Tries on one account that are counted together. */
export type AccountTries = {
  connection_id: string
  /** as typed, folded */
  identifier: string
  /** a device that the account is known on: counted apart from everybody else */
  device?: string | undefined
  /** undefined: from wherever */
  network?: string | undefined
}

export type NetworkTries = Allowance & { stage: NetworkStage; network: string }

/** @property blocks whether a try beyond `max_attempts` is refused: it is no failure, and none of the network's */
export type Counting = {
  account?: (AccountTries & { ip: string; max_attempts: number; blocks: boolean }) | undefined
  network?: NetworkTries | undefined
}

/** @property ip from where @property event what the log says of it @property answer what it answers */
export type SignedIn = { user_id: string; ip: string; event: LogEvent; answer: InteractionAnswer }

/** Whose block it is. @property connection_id undefined: in every connection */
export type Blocked = { identifier: string; connection_id?: string | undefined }
export type Block = { identifier: string; connection_id: string; ip: string | null }

type Tried = { beyond?: number | null; refusals?: number | null } & Partial<CredentialsRow>

export function createAttempts(scope: Scope) {
  const { db, tenant, seal } = scope
  const { tenant_id } = tenant
  const accountKey = ({ connection_id, identifier, device, network }: AccountTries) =>
    seal.mac(
      JSON.stringify(['tries', connection_id, identifier, ...(device ? ['device', device] : ['network', network])]),
    )
  const networkKey = ({ stage, network }: Pick<NetworkTries, 'stage' | 'network'>) =>
    seal.mac(JSON.stringify(['tries', stage, network]))
  const subjectOf = (identifier: string) => seal.mac(JSON.stringify(['tries on', identifier]))

  /** What is left of an allowance would not do for one more. */
  const isUsedUp = ({ max_attempts, rate }: Allowance, now: Date) =>
    sql`extract(epoch from greatest(throttles.window_ends_at, ${now}::timestamptz) - ${now}::timestamptz) * 1000 > ${(max_attempts - 1) * rate}::numeric`
  const interval = (milliseconds: number) => sql`${milliseconds}::numeric * interval '1 millisecond'`

  /**
   * An allowance is a time: it moves on by `rate` with each attempt, and must not come to lie further ahead than `max_attempts` of them (nor does it
   * stay there when less is set). `count` is how many were refused since the last that was admitted.
   */
  const spending = (tries: NetworkTries, now: Date, condition = sql`true`) => sql`
    insert into throttles (tenant_id, key, count, window_ends_at)
    select ${tenant_id}, ${networkKey(tries)}, 0, ${now}::timestamptz + ${interval(tries.rate)} where ${condition}
    on conflict (tenant_id, key) do update set
      count = case when ${isUsedUp(tries, now)} then throttles.count + 1 else 0 end,
      window_ends_at = case when ${isUsedUp(tries, now)}
        then least(throttles.window_ends_at, ${now}::timestamptz + ${interval(tries.max_attempts * tries.rate)})
        else greatest(throttles.window_ends_at, ${now}::timestamptz) + ${interval(tries.rate)} end
    returning count`

  const counting = (tries: NonNullable<Counting['account']>, now: Date) => sql`
    insert into throttles (tenant_id, key, count, window_ends_at, subject, connection_id, ip)
    values (${tenant_id}, ${accountKey(tries)}, 1, ${new Date(now.getTime() + REMEMBERED_MS)},
      ${subjectOf(tries.identifier)}, ${tries.connection_id}, ${tries.network === undefined ? null : tries.ip})
    on conflict (tenant_id, key) do update set
      count = case when throttles.window_ends_at <= ${now} then 1
        when throttles.count < ${tries.max_attempts}::int then throttles.count + 1
        else throttles.count + ${tries.blocks ? 0 : 1}::int end,
      beyond = case when throttles.window_ends_at <= ${now} or throttles.count < ${tries.max_attempts}::int then 0
        else throttles.beyond + 1 end,
      window_ends_at = case when throttles.window_ends_at <= ${now} then excluded.window_ends_at else throttles.window_ends_at end,
      ip = excluded.ip
    returning beyond`

  const forgetting = (tries: AccountTries) =>
    sql`delete from throttles where tenant_id = ${tenant_id} and key = ${accountKey(tries)}`

  const givingBack = (tries: NetworkTries) => sql`
    update throttles set window_ends_at = window_ends_at - ${interval(tries.rate)}
    where tenant_id = ${tenant_id} and key = ${networkKey(tries)}`

  const oneOf = (blocked: readonly Blocked[]) => (eb: ExpressionBuilder<Database, 'throttles'>) =>
    eb.or(
      blocked.map(({ identifier, connection_id }) =>
        eb.and([
          eb('subject', '=', subjectOf(identifier)),
          ...(connection_id === undefined ? [] : [eb('connection_id', '=', connection_id)]),
        ]),
      ),
    )

  return {
    /**
     * Counts one try, in one statement: on the account, and from the network unless the account's block refuses it.
     * @param by who it is said to be, if that is to be looked up besides: in the same statement, whether or not there is someone of that name
     * @returns how many tries in a row were beyond the account's limit, and how many of the network's were refused in a row; this one included
     */
    async begin(
      { account, network }: Counting,
      now: Date,
      by?: { connection_id: string; identifier: Identifier },
    ): Promise<{ beyond: number; refusals: number; known?: Credentials | undefined }> {
      if (!account && !network && !by) return { beyond: 0, refusals: 0 }
      const goesOn = account?.blocks ? sql`(select beyond from account) = 0` : sql`true`
      const counted = sql`
        with account as (${account ? counting(account, now) : sql`select 0 as beyond`}),
          network as (${network ? spending(network, now, goesOn) : sql`select 0 as count`})`
      const counts = sql`(select beyond from account) as beyond, (select count from network) as refusals`
      const query = by
        ? sql<Tried>`${counted} select ${counts}, known.* from (select 1) as one
            left join (${credentialsOf(scope, by.connection_id, by.identifier)}) as known on true ${PREPARED}`
        : sql<Tried>`${counted} select ${counts}`
      const { rows } = await query.execute(db)
      const { beyond, refusals, ...row } = rows[0] ?? {}
      const known = by && row.user_id ? readCredentials(scope, by.connection_id, row as CredentialsRow) : undefined
      return { beyond: beyond ?? 0, refusals: refusals ?? 0, known }
    },
    /**
     * What `succeed` does, and she is in, which the log says: one statement, and so all of it or nothing. False: the interaction that she answers
     * by it is gone.
     */
    async signIn(
      { account, network }: Counting,
      { user_id, ip, event, answer }: SignedIn,
      now: Date,
    ): Promise<boolean> {
      const parts = [
        sql`answered as (${answering(tenant_id, answer)} returning id_hash)`,
        sql`logged as (${db.insertInto('log_events').values(logRow(tenant_id, event, now))})`,
        sql`noted as (${loginOf(scope, user_id, ip, now)})`,
        ...(account ? [sql`forgotten as (${forgetting(account)})`] : []),
        ...(network ? [sql`given_back as (${givingBack(network)})`] : []),
      ]
      const { rows } = await sql`with ${sql.join(parts)} select id_hash from answered ${PREPARED}`.execute(db)
      return rows.length > 0
    },
    /** It succeeded: the account's failures are forgotten, and the network has not failed. */
    async succeed({ account, network }: Counting): Promise<void> {
      if (account && network) await sql`with forgotten as (${forgetting(account)}) ${givingBack(network)}`.execute(db)
      else if (account) await forgetting(account).execute(db)
      else if (network) await givingBack(network).execute(db)
    },
    /** It was never looked at. */
    async takeBack({ account, network }: Counting): Promise<void> {
      if (account)
        await db
          .updateTable('throttles')
          .set(eb => ({ count: eb('count', '-', 1) }))
          .where('tenant_id', '=', tenant_id)
          .where('key', '=', accountKey(account))
          .where('count', '>', 0)
          .execute()
      if (network) await givingBack(network).execute(db)
    },
    /** Whose failures in a row are this many. */
    async listBlocks(
      blocked: readonly Blocked[],
      { max_attempts, mode }: { max_attempts: number; mode: 'count_per_identifier_and_ip' | 'count_per_identifier' },
      now: Date,
    ): Promise<Block[]> {
      if (blocked.length === 0) return []
      const names = new Map(blocked.map(({ identifier }) => [subjectOf(identifier), identifier]))
      const rows = await db
        .selectFrom('throttles')
        .select(['subject', 'connection_id', 'ip'])
        .where('tenant_id', '=', tenant_id)
        .where(oneOf(blocked))
        .where('count', '>=', max_attempts)
        .where('window_ends_at', '>', now)
        .where('ip', mode === 'count_per_identifier' ? 'is' : 'is not', null)
        .orderBy('window_ends_at', 'desc')
        .limit(100)
        .execute()
      return rows.map(({ subject, connection_id, ip }) => ({
        identifier: names.get(subject ?? '') ?? '',
        connection_id: connection_id ?? '',
        ip,
      }))
    },
    /** Failures by these names that have not been forgotten and began after this moment, from wherever and on whichever device. Infinity: a limit was reached. */
    async countFailures(names: readonly Blocked[], since: Date): Promise<number> {
      if (names.length === 0) return 0
      const { count, beyond } = await db
        .selectFrom('throttles')
        .select(eb => [eb.fn.sum<string | null>('count').as('count'), eb.fn.max<number | null>('beyond').as('beyond')])
        .where('tenant_id', '=', tenant_id)
        .where(oneOf(names))
        .where('window_ends_at', '>', new Date(since.getTime() + REMEMBERED_MS))
        .executeTakeFirstOrThrow()
      return beyond ? Number.POSITIVE_INFINITY : Number(count)
    },
    /** Forgets every failure of theirs. */
    async forget(blocked: readonly Blocked[]): Promise<void> {
      if (blocked.length === 0) return
      await db
        .deleteFrom('throttles')
        .where('tenant_id', '=', tenant_id)
        .where('subject', 'is not', null)
        .where(oneOf(blocked))
        .execute()
    },
    /** Counts a try at a second factor. Answers how many there have been since one was right. */
    async countFactorTry(user_id: string): Promise<number> {
      const { count } = await db
        .insertInto('throttles')
        .values({ tenant_id, key: factorTriesKey(scope, user_id), count: 1, window_ends_at: FOR_GOOD })
        .onConflict(conflict => conflict.columns(['tenant_id', 'key']).doUpdateSet({ count: sql`throttles.count + 1` }))
        .returning('count')
        .executeTakeFirstOrThrow()
      return count
    },
    /** Which of these have used up their tries. */
    async listLockedOut(user_ids: readonly string[]): Promise<string[]> {
      if (user_ids.length === 0) return []
      const users = new Map(user_ids.map(user_id => [factorTriesKey(scope, user_id), user_id]))
      const rows = await db
        .selectFrom('throttles')
        .select('key')
        .where('tenant_id', '=', tenant_id)
        .where('key', 'in', [...users.keys()])
        .where('count', '>=', FACTOR_TRIES_IN_A_ROW)
        .execute()
      return rows.flatMap(({ key }) => users.get(key) ?? []).sort()
    },
    /** One was right, or somebody who may has said that she shall have all her tries again. */
    async forgetFactorTries(user_id: string): Promise<void> {
      await db
        .deleteFrom('throttles')
        .where('tenant_id', '=', tenant_id)
        .where('key', '=', factorTriesKey(scope, user_id))
        .execute()
    },
    /** Whether one of these has nothing left. */
    async isUsedUp(tries: readonly NetworkTries[], now: Date): Promise<boolean> {
      if (tries.length === 0) return false
      const row = await db
        .selectFrom('throttles')
        .select('key')
        .where('tenant_id', '=', tenant_id)
        .where(eb =>
          eb.or(
            tries.map(each =>
              eb.and([
                eb('key', '=', networkKey(each)),
                isUsedUp(each, now) as never as ReturnType<typeof sql<SqlBool>>,
              ]),
            ),
          ),
        )
        .executeTakeFirst()
      return row !== undefined
    },
    /** Gives a network all that it may have. */
    async refill(network: string): Promise<void> {
      const keys = NETWORK_STAGES.map(stage => networkKey({ stage, network }))
      await db.deleteFrom('throttles').where('tenant_id', '=', tenant_id).where('key', 'in', keys).execute()
    },
  }
}
