// `npm run proof:users`: a tenant of a million users (or as many as the argument says), what the Management API is asked about them, and
// how PostgreSQL finds it. Fails when a question is answered by reading a table of users from end to end; prints how long each took.
// On a PostgreSQL started for the run, or on the server that BENCH_DATABASE_URL names, in a database made for the run.
import { parseArgs } from 'node:util'
import { planOf, type Statement } from '../test/support/plans.ts'
import { start } from './bench/child.ts'
import { withDatabase } from './bench/database.ts'
import { createManagement } from './bench/flows.ts'
import type { LintelTarget } from './bench/lintel.ts'
import { hangUp } from './bench/load.ts'
import { crowdTable } from './bench/report.ts'
import { askAboutUsers, fill, withClient } from './bench/users.ts'

const SAMPLES = 200

const { positionals } = parseArgs({ allowPositionals: true })
const users = Number(positionals[0] ?? 1_000_000)
if (!Number.isInteger(users) || users < 20_000) throw new Error('how many users? At least 20000')

const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(0)} s`

const scans = await withDatabase(async database_url => {
  const lintel = await start<LintelTarget>(import.meta.resolve('./bench/lintel.ts'), { database_url })
  try {
    const began = performance.now()
    await fill(database_url, users, done => console.error(`${done.toLocaleString('en')} users, ${seconds(began)}`))
    return await withClient(database_url, async client => {
      const { rows } = await client.query('select pg_size_pretty(pg_database_size(current_database())) as size')
      console.error(`filled and analysed in ${seconds(began)}; ${rows[0].size}`)
      const { get } = await createManagement(lintel.ready.management)
      const found: string[] = []
      const asked = await askAboutUsers(database_url, get, users, SAMPLES, async ({ name, scans }, ask) => {
        await lintel.ask('statements')
        await ask()
        for (const statement of await lintel.ask<Statement[]>('statements')) {
          if (!/^(select|with)/i.test(statement.sql)) continue
          const { scanned } = await planOf((sql, parameters) => client.query(sql, parameters), statement)
          if (!scans && scanned.length > 0) found.push(`${name}\n  reads ${scanned}: ${statement.sql}`)
        }
      })
      console.log(crowdTable(asked))
      return found
    })
  } finally {
    hangUp()
    await lintel.stop()
  }
})
for (const scan of scans) console.error(scan)
console.error(
  scans.length === 0 ? 'Every question was answered along an index.' : `${scans.length} read a whole table.`,
)
process.exitCode = scans.length === 0 ? 0 : 1
