// The one pool of connections to PostgreSQL, and Kysely over it.
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { LintelError } from '../errors.ts'
import type { Database } from './schema.ts'

export type DatabaseOptions = {
  connection_string: string
  pool_size: number
  /** milliseconds; 0 for none */
  statement_timeout: number
  /** milliseconds to wait for a free connection before answering 503 */
  connection_timeout: number
  /** undefined: as the connection string says */
  ssl?: pg.ClientConfig['ssl']
}

// int8 as string (Kysely's types say so), timestamptz as Date: pg's defaults. Nothing to set.

/** By this name a serving process is known in pg_stat_activity. */
export const LISTENER = 'lintel listener'

export type Pool = pg.Pool

const MARK = '/* prepared */'
/** Ends a statement that requests ask all the time (`.modifyEnd(PREPARED)`): each connection then parses it once. */
export const PREPARED = sql.raw(MARK)

/** Of each statement's text, in this process. */
const names = new Map<string, string>()
/** Columns have changed since it was prepared (PostgreSQL's RevalidateCachedQuery): another process has migrated the database. */
const isOutdated = (error: unknown) => {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown }
  return code === '0A000' && routine === 'RevalidateCachedQuery'
}
let prepared = 0

class Client extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's own has seven shapes, and this is one that Kysely uses
  override query(...asked: any[]): any {
    const [text, values, ...rest] = asked
    const ask: (...asked: unknown[]) => Promise<pg.QueryResult> = super.query.bind(this)
    // Within a transaction a statement that fails could not be asked again.
    if (typeof text !== 'string' || !text.endsWith(MARK) || rest.length > 0 || this.getTransactionStatus() !== 'I')
      return ask(...asked)
    const name = names.get(text) ?? `lintel_${prepared++}`
    names.set(text, name)
    return ask({ name, text, values }).catch(error => {
      if (!isOutdated(error)) throw error
      if (names.get(text) === name) names.delete(text)
      return ask(text, values)
    })
  }
}

export function openPool(options: DatabaseOptions, onError: (error: Error) => void): Pool {
  const pool = new pg.Pool({
    Client,
    // A plan is made for the values and the sizes of the moment: one that is kept from when a table was all but empty reads it from end to end when it is
    // not, until PostgreSQL next analyzes it.
    onConnect: async client => {
      await client.query('set plan_cache_mode = force_custom_plan')
    },
    connectionString: options.connection_string,
    max: options.pool_size,
    connectionTimeoutMillis: options.connection_timeout,
    statement_timeout: options.statement_timeout,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'lintel',
    keepAlive: true,
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
  })
  // Without a listener a terminated idle connection is an uncaught exception.
  pool.on('error', onError)
  // So is one that breaks while it is in use: its statement rejects with the error, but the pool's listener is off.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** Hears of every statement once it has run; `parameters` never belong into a log. */
export type OnStatement = (sql: string, parameters: readonly unknown[]) => void

export function openKysely(pool: Pool, onStatement?: OnStatement): Kysely<Database> {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    ...(onStatement ? { log: event => onStatement(event.query.sql, event.query.parameters) } : {}),
  })
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, idle_in_transaction_session_timeout
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25P03',
  // connection exceptions
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
])

/** Whether the database was out of reach (then the answer is 503 and a retry may succeed), as opposed to a statement that failed. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && UNREACHABLE.has(code)) return true
  // pg's own messages carry no code
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/.test(
    error.message,
  )
}

/** The constraint that a unique violation (23505) names, or undefined. */
export function violatedUnique(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23505' && typeof constraint === 'string' ? constraint : undefined
}

/** The constraint that a foreign key violation (23503) names, or undefined. */
export function violatedForeignKey(error: unknown): string | undefined {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23503' && typeof constraint === 'string' ? constraint : undefined
}

export function unavailable(cause: unknown): LintelError {
  return new LintelError('unavailable', 'The database cannot be reached. Try again shortly.', { cause })
}

/** A search that takes too long (query_canceled) is answered 503, as Auth0 does. */
export async function unlessSlow<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: unknown }).code !== '57014') throw error
    throw new LintelError('unavailable', 'The query exceeded the timeout. Please try refining your search criteria.', {
      cause: error,
    })
  }
}
