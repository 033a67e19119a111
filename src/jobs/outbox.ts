// Background work through a transactional outbox: a job exists if and only if the transaction that caused it committed.
// Owns pg-boss and nothing of what a job does; each kind is a handler that the hallway hands in.
import { PgBoss } from 'pg-boss'

/** Runs one statement, on an open transaction or on the pool. */
export type Execute = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>

export type JobData = { tenant_id: string; [key: string]: unknown }
export type JobHandler = (data: JobData) => Promise<void>

export type Outbox = {
  /** @param kind one of those given to `createOutbox` */
  enqueue(execute: Execute, kind: string, data: JobData): Promise<void>
  /** Makes the outbox's own tables and begins to work. */
  start(): Promise<void>
  /** Lets running jobs finish. */
  stop(): Promise<void>
}

export type OutboxOptions = {
  execute: Execute
  handlers: { readonly [kind: string]: JobHandler }
  onError(error: Error): void
}

export function createOutbox({ execute, handlers, onError }: OutboxOptions): Outbox {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => execute(text, values) },
    schedule: false,
  })
  boss.on('error', onError)
  return {
    async enqueue(onTransaction, kind, data) {
      if (!(kind in handlers)) throw new Error(`no handler for jobs of kind "${kind}"`)
      await boss.send(kind, data, {
        db: { executeSql: (text: string, values?: unknown[]) => onTransaction(text, values) },
      })
    },
    async start() {
      await boss.start()
      for (const [kind, handle] of Object.entries(handlers)) {
        await boss.createQueue(kind)
        await boss.work<JobData>(kind, { batchSize: 10, pollingIntervalSeconds: 2 }, async jobs => {
          for (const job of jobs) await handle(job.data)
        })
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}
