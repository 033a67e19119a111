// The tenant's log, with Auth0's type codes.
import { newLogId } from '../ids.ts'
import type { JsonObject, LogEventsTable } from './schema.ts'
import type { Scope } from './scope.ts'

/** One thing that happened. Undefined fields are unknown or do not apply. */
export type LogEvent = { type: string; details?: JsonObject } & {
  [Field in keyof Omit<LogEventsTable, 'tenant_id' | 'date' | 'log_id' | 'tx' | 'type' | 'details'>]?:
    | string
    | undefined
}

export function createLogEvents({ db, tenant: { tenant_id } }: Scope) {
  return {
    /** On the caller's transaction: the event stands if and only if the deed does. Several events are one statement. */
    async write(events: LogEvent | LogEvent[], now: Date): Promise<void> {
      const rows = [events].flat().map(({ details, ...event }) => ({
        ...event,
        details: details === undefined ? null : JSON.stringify(details),
        tenant_id,
        date: now,
        log_id: newLogId(now),
      }))
      await db.insertInto('log_events').values(rows).execute()
    },
  }
}
