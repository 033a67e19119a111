// Background work through a transactional outbox: a job exists if and only if the transaction that caused it committed.
// Owns pg-boss, retries and when things run; nothing of what a job does: each kind is a handler that the hallway hands in. A job
// that is done, or given up, leaves no row behind.
import { type ConstructorOptions, type JobResult, type JobWithMetadata, PgBoss, type QueueOptions } from 'pg-boss'

/** Runs one statement, on an open transaction or on the pool. */
export type Execute = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>

/** Hears a channel (NOTIFY) until closed; `onListening` each time that begins, since what was said before is unknown. */
export type Listen = (
  channel: string,
  onNotification: (payload: string) => void,
  onListening: () => void,
) => Promise<{ close(): Promise<void> }>

/** Done when it resolves; tried again when it rejects. It may run twice: a process can die between the deed and the note of it. */
export type JobHandler<Data> = (data: Data, attempt: Attempt) => Promise<void>

/**
 * @property job the same at each attempt
 * @property last given up when this one fails
 */
export type Attempt = { job: string; last: boolean }

/** Work that comes round: once in its interval among all processes. */
export type Chore = { every_seconds: number; run(now: Date): Promise<void> }

export type Outbox<Data extends object> = {
  /** @param kind one of those given to `createOutbox` */
  enqueue(execute: Execute, kind: string, data: Data): Promise<void>
  /** Makes the outbox's own tables and begins to work. Several processes may start at once. */
  start(): Promise<void>
  /** Lets running jobs finish. */
  stop(): Promise<void>
}

export type OutboxOptions<Data extends object> = {
  execute: Execute
  listen: Listen
  handlers: { readonly [kind: string]: JobHandler<Data> }
  /** How often a kind is tried again, where not as often as the others. */
  retries?: { readonly [kind: string]: number }
  chores: { readonly [kind: string]: Chore }
  onError(error: Error): void
}

// Eleven attempts over about half an hour: 2, 4, 8 … seconds apart, at most ten minutes.
const RETRIES = 10
const JOB: QueueOptions = {
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 600,
  // A process that dies with a job in hand is not heard of any more: another takes it up.
  heartbeatSeconds: 30,
  // What a living one does not end.
  expireInSeconds: 120,
  retentionSeconds: 7 * 86_400,
  // Only what we failed to delete ourselves is left to pg-boss's own sweep.
  deleteAfterSeconds: 60,
}

const WORK = {
  batchSize: 5,
  burstWhenBatchFull: true,
  perJobResults: true,
  includeMetadata: true,
  // A new job is announced; the poll finds those whose next attempt is due.
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 5,
} as const

const BOSS: ConstructorOptions = {
  useListenNotify: true,
  schedule: false,
  registerInstance: false,
  // How soon the jobs of a dead process are noticed, once by all that live.
  superviseIntervalSeconds: 10,
  monitorIntervalSeconds: 10,
  // Flows are not used; their poll cannot be turned off.
  flowIntervalSeconds: 86_400,
}

const STOP_WITHIN_MS = 10_000

/** pg-boss emits copies that are no Errors. */
const asError = (thrown: { message: string }) => Object.assign(new Error(thrown.message), thrown)

export function createOutbox<Data extends object>(options: OutboxOptions<Data>): Outbox<Data> {
  const { execute, listen, handlers, retries = {}, chores, onError } = options
  const executeSql = (text: string, values?: unknown[]) => execute(text, values)
  const boss = new PgBoss({ ...BOSS, db: { executeSql, listen } })
  boss.on('error', error => onError(asError(error)))
  boss.on('warning', ({ message }) => onError(new Error(`pg-boss: ${message}`)))
  const timers: NodeJS.Timeout[] = []
  let starting: Promise<unknown> | undefined
  const startBoss = () => {
    // pg-boss 12.38: two processes that make its schema at once can clash (a negative catalog entry outlives its advisory lock).
    starting ??= boss.start({ attempts: 5 })
    return starting
  }

  async function work(kind: string, handle: JobHandler<Data>): Promise<void> {
    const settings: QueueOptions = { ...JOB, retryLimit: retries[kind] ?? RETRIES }
    // A queue made by an earlier release keeps its settings until told otherwise.
    await boss.createQueue(kind, { ...settings, notify: true })
    await boss.updateQueue(kind, { ...settings, notify: true })

    async function attempt(job: JobWithMetadata<Data>): Promise<JobResult> {
      const last = job.retryCount >= job.retryLimit
      try {
        await handle(job.data, { job: job.id, last })
      } catch (cause) {
        const what = `a job of kind "${kind}" failed, attempt ${job.retryCount + 1} of ${job.retryLimit + 1}`
        onError(new Error(last ? `${what}: given up` : what, { cause }))
        // The row says nothing of the cause: a server's answer may quote an address.
        if (!last) return { id: job.id, status: 'failed' }
      }
      await boss.deleteJob(kind, job).catch(onError)
      return { id: job.id, status: 'completed' }
    }

    const all = (jobs: JobWithMetadata<Data>[]) => Promise.all(jobs.map(attempt))
    await boss.work<Data, JobResult[], typeof WORK>(kind, WORK, all)
  }

  async function comeRound(kind: string, { every_seconds, run }: Chore): Promise<void> {
    // One at a time, and one row for each interval, which says that it had its turn.
    const settings: QueueOptions = { retryLimit: 0, expireInSeconds: 900, deleteAfterSeconds: 2 * every_seconds }
    await boss.createQueue(kind, { ...settings, policy: 'exclusive' })
    await boss.updateQueue(kind, settings)
    const due = () => boss.send(kind, {}, { singletonSeconds: every_seconds }).then(() => {}, onError)
    await due()
    await boss.work(kind, { pollingIntervalSeconds: Math.min(30, every_seconds) }, async () => {
      try {
        await run(new Date())
      } catch (cause) {
        onError(new Error(`the chore "${kind}" failed`, { cause }))
      }
    })
    timers.push(setInterval(due, (every_seconds * 1000) / 2).unref())
  }

  return {
    async enqueue(onTransaction, kind, data) {
      if (!Object.hasOwn(handlers, kind)) throw new Error(`no handler for jobs of kind "${kind}"`)
      // A command works on no jobs; what it queues waits for a server.
      await startBoss()
      await boss.send(kind, data, { db: { executeSql: (text, values) => onTransaction(text, values) } })
    },
    async start() {
      await startBoss()
      for (const [kind, handle] of Object.entries(handlers)) await work(kind, handle)
      for (const [kind, chore] of Object.entries(chores)) await comeRound(kind, chore)
    },
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await boss.stop({ graceful: true, timeout: STOP_WITHIN_MS })
    },
  }
}
