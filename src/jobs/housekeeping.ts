// What a database needs now and then: room for the log's next months, and an end to what has ended. Owns the rhythm; the SQL is the
// store's (a storey does not know another: the hallway hands it in).
import type { Chore } from './outbox.ts'

export type Upkeep = {
  ensureLogPartitions(now: Date): Promise<void>
  /** Answers how many rows went: fewer than `limit`, and it is done. */
  removeLogs(before: Date, limit: number): Promise<number>
  removeEnded(now: Date, limit: number): Promise<number>
  /** Ends the sessions that have expired, and whoever wants to hear of it is told. */
  endExpiredSessions(now: Date, limit: number): Promise<number>
  /** Ends what administrators asked for and what uploads broke off. */
  removeJobs(now: Date, limit: number): Promise<number>
  removeUnusedClients(before: Date, limit: number): Promise<number>
}

const DAY_MS = 86_400_000
/** What a client has, after it described itself, until somebody uses it. */
const UNUSED_CLIENT_DAYS = 7
const BATCH = 500
// Two million rows in one round: then others get the connection back, and the next round goes on.
const MOST_BATCHES = 4_000

async function inBatches(remove: (limit: number) => Promise<number>): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch++) if ((await remove(BATCH)) < BATCH) return
}

export function housekeeping(upkeep: Upkeep, options: { log_retention_days: number }): Chore {
  return {
    every_seconds: 600,
    async run(now) {
      await upkeep.ensureLogPartitions(now)
      const before = new Date(now.getTime() - options.log_retention_days * DAY_MS)
      await inBatches(limit => upkeep.removeLogs(before, limit))
      await inBatches(limit => upkeep.endExpiredSessions(now, limit))
      await inBatches(limit => upkeep.removeEnded(now, limit))
      await inBatches(limit => upkeep.removeJobs(now, limit))
      const unused = new Date(now.getTime() - UNUSED_CLIENT_DAYS * DAY_MS)
      await inBatches(limit => upkeep.removeUnusedClients(unused, limit))
    },
  }
}
