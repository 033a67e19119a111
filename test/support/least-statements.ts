// What a request costs in statements once the facts it needs are in memory.
import type { TestApp } from './app.ts'
import { isBackground } from './statements.ts'

/** The fewer of two runs: the first may find the memory of facts just emptied. */
export async function leastStatements(app: TestApp, work: () => Promise<unknown>): Promise<number> {
  const counts = []
  for (let run = 0; run < 2; run++) {
    app.statements()
    await work()
    counts.push(app.statements().filter(sql => !isBackground(sql)).length)
  }
  return Math.min(...counts)
}
