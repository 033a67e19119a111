// What a request costs in statements, apart from the facts that the process may have just forgotten.
import type { TestApp } from './app.ts'
import { isBackground, isOfFacts } from './statements.ts'

/** The fewest of several runs: what the process writes by itself (buffered log events) may fall into one of them. */
export async function leastStatements(app: TestApp, work: () => Promise<unknown>): Promise<number> {
  const counts = []
  for (let run = 0; run < 4; run++) {
    app.statements()
    await work()
    counts.push(app.statements().filter(sql => !isBackground(sql) && !isOfFacts(sql)).length)
  }
  return Math.min(...counts)
}
