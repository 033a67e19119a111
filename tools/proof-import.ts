// `npm run proof:import`: a file of a million users (or as many as the argument says) is imported. Fails when somebody is missing, or when the
// process that imports grows with the file; prints how many users a second came in, beside plain inserts of the same rows.
// On a PostgreSQL started for the run, or on the server that BENCH_DATABASE_URL names, in a database made for the run.
import { parseArgs } from 'node:util'
import { start } from './bench/child.ts'
import { withDatabase } from './bench/database.ts'
import { databaseConnection, forgetImported, importUsers, insertBare, tokenOf } from './bench/import.ts'
import type { LintelTarget } from './bench/lintel.ts'
import { withClient } from './bench/users.ts'

const { positionals } = parseArgs({ allowPositionals: true })
const users = Number(positionals[0] ?? 1_000_000)
if (!Number.isInteger(users) || users < 1_000) throw new Error('how many users? At least 1000')

/** MiB: with more in hand Node.js lets garbage lie; with too little it ends. */
const HEAP = 192
/** What the process may grow by, whatever the size of the file: a million users are a file of 320 MiB. */
const MAY_GROW = 240 * 1024 * 1024
const SAMPLE_MS = 100
const BARE = Math.min(users, 50_000)

const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`
const perSecond = (count: number, seconds: number) => `${Math.round(count / seconds).toLocaleString('en')} users/s`

const problems = await withDatabase(async database_url => {
  const lintel = await start<LintelTarget>(
    import.meta.resolve('./bench/lintel.ts'),
    { database_url, forgetful: true },
    HEAP,
  )
  try {
    const memory = () => lintel.ask<number>('memory')
    const target = { issuer: lintel.ready.management.issuer, token: await tokenOf(lintel.ready.management) }
    return await withClient(database_url, async client => {
      const connection_id = await databaseConnection(client)
      await importUsers(target, connection_id, 1_000)
      await forgetImported(client)
      const bare_before = await insertBare(client, connection_id, 0, BARE)
      const before = await memory()
      let peak = before
      const sampling = setInterval(async () => {
        peak = Math.max(peak, await memory())
      }, SAMPLE_MS)
      let said = 0
      const imported = await importUsers(target, connection_id, users, async ({ summary }) => {
        const total = summary?.total ?? 0
        if (total >= said + 100_000) console.error(`${total.toLocaleString('en')} users, ${mib(peak)} at most`)
        said = total - (total % 100_000)
      })
      clearInterval(sampling)
      const bare_after = await insertBare(client, connection_id, BARE, BARE)
      const { rows } = await client.query(
        `select count(*)::int as count from passwords where password_hash like 'v1.%' and identity_user_id like 'import-%'`,
      )
      console.log(
        `imported: ${perSecond(users, imported.seconds)}, the upload took ${imported.uploaded_in.toFixed(0)} s of ${imported.seconds.toFixed(0)} s`,
      )
      console.log(
        `plain inserts of the same rows: ${perSecond(BARE, bare_before)} before, ${perSecond(BARE, bare_after)} after`,
      )
      console.log(`memory: ${mib(before)} before, ${mib(peak)} at most`)
      return [
        ...(rows[0].count === users ? [] : [`${rows[0].count} of ${users} users are there`]),
        ...(imported.summary.inserted === users ? [] : [`the job says ${JSON.stringify(imported.summary)}`]),
        ...(peak - before <= MAY_GROW ? [] : [`the process grew by ${mib(peak - before)}`]),
      ]
    })
  } finally {
    await lintel.stop()
  }
})
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
