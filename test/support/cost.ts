// What one request costs: its SQL statements, the jobs it leaves, the passwords it hashes. What the process does by itself at the same time
// (polls, jobs) is told apart by the request's own asynchronous context.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { App, AppOptions } from '../../src/app.ts'
import { isOfFacts } from './statements.ts'

export type Cost = { statements: string[]; jobs: number; hashes: number }

export function meter(): {
  options: Pick<AppOptions, 'onStatement' | 'onHash'> & { routes(server: App['server']): void }
  /** What the requests made by `work` cost together. */
  costOf(work: () => Promise<unknown>): Promise<Cost>
} {
  const inRequest = new AsyncLocalStorage<true>()
  let cost: Cost = { statements: [], jobs: 0, hashes: 0 }
  return {
    options: {
      onStatement(sql) {
        if (!inRequest.getStore() || isOfFacts(sql)) return
        cost.statements.push(sql)
        if (/insert into pgboss/i.test(sql)) cost.jobs++
      },
      onHash() {
        if (inRequest.getStore()) cost.hashes++
      },
      routes(server) {
        server.addHook('onRequest', (_request, _reply, done) => inRequest.run(true, done))
      },
    },
    async costOf(work) {
      const spent = { statements: [], jobs: 0, hashes: 0 }
      cost = spent
      await work()
      cost = { statements: [], jobs: 0, hashes: 0 }
      return spent
    },
  }
}
