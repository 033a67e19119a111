// A pool of one connection on which all is one transaction: what a command does stands as a whole or not at all, and a rehearsal of it
// leaves nothing behind. What would be a transaction of its own is a savepoint here.
import pg from 'pg'
import type { DatabaseOptions, Pool } from './database.ts'

export type OneTransaction = {
  /** In place of a pool; ended with the store that it is given to, and with it whatever was not committed. */
  pool: Pool
  commit(): Promise<void>
  rollback(): Promise<void>
}

const SAVEPOINT = 'lintel_lease'

export async function openOneTransaction(options: DatabaseOptions): Promise<OneTransaction> {
  const client = new pg.Client({
    connectionString: options.connection_string,
    connectionTimeoutMillis: options.connection_timeout,
    application_name: 'lintel command',
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
  })
  client.on('error', () => {})
  await client.connect()
  await client.query('begin')

  // The outermost lease is the savepoint; those taken while it is held share its fate, as they share the connection.
  let held = 0
  let failed = false
  let last: Promise<unknown> = Promise.resolve()

  async function query(text: string, values?: unknown[]): Promise<unknown> {
    if (/^(begin|start transaction|commit)\b/i.test(text)) return { rows: [], rowCount: 0, command: 'BEGIN' }
    if (/^rollback$/i.test(text)) {
      failed = true
      return { rows: [], rowCount: 0, command: 'ROLLBACK' }
    }
    try {
      return await client.query(text, values)
    } catch (error) {
      failed = true
      throw error
    }
  }
  async function connect() {
    if (held++ === 0) {
      await last
      failed = false
      await client.query(`savepoint ${SAVEPOINT}`)
    }
    return {
      query,
      release() {
        if (--held > 0) return
        const ending = failed
          ? `rollback to savepoint ${SAVEPOINT}; release savepoint ${SAVEPOINT}`
          : `release savepoint ${SAVEPOINT}`
        last = client.query(ending).catch(() => {})
      },
    }
  }
  const pool = {
    connect,
    async query(text: string, values?: unknown[]) {
      const lease = await connect()
      try {
        return await lease.query(text, values)
      } finally {
        lease.release()
      }
    },
    end: () => client.end(),
    totalCount: 1,
    idleCount: 0,
    waitingCount: 0,
    options: {},
  }
  const end = async (how: 'commit' | 'rollback') => {
    await last
    await client.query(how)
    await client.query('begin')
  }
  return {
    pool: pool as unknown as Pool,
    commit: () => end('commit'),
    rollback: () => end('rollback'),
  }
}
