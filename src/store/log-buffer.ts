// Log events of requests that change nothing else in the database (a token is exchanged): gathered for a moment and written together, so
// that they cost the request no statement. What a crash can lose is the last moment's; a deed and its event that must stand together are
// written in one transaction instead (log-events.ts).
import type { Kysely } from 'kysely'
import { isUnreachable } from './database.ts'
import { type LogEvent, logRow } from './log-events.ts'
import type { Database } from './schema.ts'
import type { Tenant } from './scope.ts'

export type LogBuffer = {
  push(tenant: Tenant, event: LogEvent, now: Date): void
  /** Writes what is left, or says how much could not be. */
  close(): Promise<void>
}

const WRITE_AFTER_MS = 50
const BATCH = 100
const CAPACITY = 10_000
const RETRY_AFTER_MS = 1_000

export function createLogBuffer(db: Kysely<Database>, onError: (error: Error) => void): LogBuffer {
  let waiting: ReturnType<typeof logRow>[] = []
  let refused = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined

  function writeAfter(ms: number): void {
    timer ??= setTimeout(() => void write(), ms)
  }

  /** Again, if need be: a connection can break after the commit. */
  const insert = (rows: typeof waiting) =>
    db
      .insertInto('log_events')
      .values(rows)
      .onConflict(conflict => conflict.doNothing())
      .execute()

  /** One event that cannot be stored (its tenant went) does not keep the others. */
  async function insertEach(rows: typeof waiting): Promise<void> {
    for (const row of rows) {
      try {
        await insert([row])
      } catch (cause) {
        if (isUnreachable(cause)) throw cause
        onError(new Error(`a log event of type "${row.type}" could not be stored`, { cause }))
      }
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH)
      try {
        await insert(batch)
      } catch (error) {
        if (isUnreachable(error)) throw error
        await insertEach(batch)
      }
      waiting = waiting.slice(batch.length)
    }
    if (refused > 0) onError(new Error(`${refused} log events were refused while the database was away`))
    refused = 0
  }

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing ??= writeAll()
      .catch(error => {
        onError(new Error(`${waiting.length} log events wait for the database`, { cause: error }))
        writeAfter(RETRY_AFTER_MS)
      })
      .finally(() => {
        writing = undefined
      })
    return writing
  }

  return {
    push(tenant, event, now) {
      if (waiting.length >= CAPACITY) {
        if (refused++ === 0)
          onError(new Error(`${CAPACITY} log events wait for the database; further ones are refused`))
        return
      }
      waiting.push(logRow(tenant.tenant_id, event, now))
      if (waiting.length >= BATCH) void write()
      else writeAfter(WRITE_AFTER_MS)
    },
    async close() {
      await write()
      // What came while the last batch was on its way.
      await write()
      clearTimeout(timer)
      if (waiting.length + refused > 0) onError(new Error(`${waiting.length + refused} log events were lost`))
    },
  }
}
