// `npm run bench`: Lintel's flows, each beside its yardstick in the same run, and their SQL statements counted; writes docs/performance.md.
// `--users 1000000` says how many users the tenant has at the end; `npm run bench -- --quick` is shorter, and words (`npm run bench -- refresh discovery`) choose flows; both only print.
// Durable, on a PostgreSQL started for the run, or on the server that BENCH_DATABASE_URL names, in a database made for the run.
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import type { Statement } from '../test/support/plans.ts'
import type { Child } from './bench/child.ts'
import { start } from './bench/child.ts'
import { withDatabase } from './bench/database.ts'
import { createManagement, createProtocol, type ProtocolTarget, WORKERS } from './bench/flows.ts'
import { importBesideBare } from './bench/import.ts'
import type { LintelTarget } from './bench/lintel.ts'
import { hangUp, measure, pace, type Slice, type Step, send } from './bench/load.ts'
import type { MachineInput, SigningDelays } from './bench/machine.ts'
import { type FlowResult, type Report, render } from './bench/report.ts'
import { askAboutUsers, fill, withClient } from './bench/users.ts'

const DOCUMENT = path.join(import.meta.dirname, '../docs/performance.md')
const MARK = '<!-- Below this line: written by `npm run bench`. -->\n'

/** Units that statements are counted over: what a process does once in a while shows as a fraction. */
const COUNTED = 10
/** How long what a request leaves behind (a log event) may take to reach the database. */
const SETTLE_MS = 500
const SIGN_INS = 8
const FLOOD = 100
const HASH = 'argon2id verification'
/** By another library than Lintel's, the one that most others use. */
const REFERENCE_HASH = 'argon2id verification by the reference implementation'
const TOKEN_EVERY_MS = 20

const { values: flags, positionals: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, users: { type: 'string' } },
  allowPositionals: true,
})
const ROUNDS = flags.quick ? 2 : 5
const SLICE_MS = flags.quick ? 400 : 1_200
/** Of the first round: code that has run a few hundred times is compiled. */
const WARM_MS = flags.quick ? SLICE_MS : 8_000
/** In the tenant, once the flows are done with. */
const USERS = Number(flags.users ?? (flags.quick ? 20_000 : 200_000))
const SAMPLES = flags.quick ? 20 : 100
const IMPORTED = flags.quick ? 2_000 : 50_000

type Flow = {
  name: string
  beside: string
  /** Lintel's step, and what must be there before it */
  step: Step
  prepare?: () => Promise<void>
  workers: number
  yardstick: () => Promise<Slice>
}

/** What the statements of one request are, with those that follow its answer. */
async function countStatements(lintel: Child<unknown>, { step, prepare }: Flow): Promise<string[]> {
  await prepare?.()
  await step(0)
  await settle()
  await lintel.ask('statements')
  for (let n = 0; n < COUNTED; n++) await step(0)
  await settle()
  return (await lintel.ask<Statement[]>('statements')).map(({ sql }) => sql)
}

const settle = () => new Promise(resolve => setTimeout(resolve, SETTLE_MS))

async function bench(database_url: string): Promise<Report> {
  const { argon2, hashing_concurrency, database_pool_size: pool_size } = readConfig({})
  const children: Child<unknown>[] = []
  const begin = async <Ready>(file: string, input?: unknown): Promise<Child<Ready>> => {
    const child = await start<Ready>(file, input)
    children.push(child)
    return child
  }
  // Whoever waits for one that has stopped fails, and everything is cleaned up on the way out.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      for (const child of children) void child.stop()
    })
  try {
    const lintel = await begin<LintelTarget>(import.meta.resolve('./bench/lintel.ts'), { database_url })
    const bare = await begin<ProtocolTarget>(import.meta.resolve('./bench/bare.ts'))
    const empty = await begin<{ url: string }>(import.meta.resolve('./bench/empty-route.ts'))
    const input: MachineInput = { database_url, pool_size, argon2, hashing_concurrency }
    const machine = await begin<{ postgresql: string }>(import.meta.resolve('./bench/machine.ts'), input)

    const ours = createProtocol(lintel.ready.protocol)
    const theirs = createProtocol(bare.ready)
    const management = await createManagement(lintel.ready.management)
    await ours.prepare()
    await theirs.prepare()

    const beside = (step: Step) => () => measure(bare, step, WORKERS, SLICE_MS)
    const emptyUrl = new URL(empty.ready.url)
    const emptyStep: Step = async () => (await send(emptyUrl)).status === 200
    const besideEmpty = () => measure(empty, emptyStep, WORKERS, SLICE_MS)
    const protocol = { beside: 'bare oidc-provider', workers: WORKERS }
    const api = { beside: 'empty Fastify route', workers: WORKERS, yardstick: besideEmpty }
    const signIn = { name: 'password sign-in', step: ours.signIn, workers: SIGN_INS }
    const flows = (
      [
        { ...protocol, name: 'discovery', step: ours.discovery, yardstick: beside(theirs.discovery) },
        {
          ...protocol,
          name: 'client credentials',
          step: ours.clientCredentials,
          yardstick: beside(theirs.clientCredentials),
        },
        { ...protocol, name: 'authorize, signed in', step: ours.authorize, yardstick: beside(theirs.authorize) },
        {
          ...protocol,
          name: 'code exchange',
          prepare: ours.fillCodes,
          step: ours.exchange,
          yardstick: () => theirs.fillCodes().then(beside(theirs.exchange)),
        },
        { ...protocol, name: 'refresh', step: ours.refresh, yardstick: beside(theirs.refresh) },
        { ...api, name: 'user get', step: management.getUser },
        { ...api, name: 'user list (50)', step: management.listUsers },
        { ...signIn, beside: HASH, yardstick: () => machine.ask<Slice>('hashes', SLICE_MS) },
        { ...signIn, beside: REFERENCE_HASH, yardstick: () => machine.ask<Slice>('referenceHashes', SLICE_MS) },
      ] satisfies Flow[]
    ).filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)))
    if (flows.length === 0) throw new Error(`no such flow: ${wanted.join(', ')}`)

    const results: FlowResult[] = []
    for (const flow of flows as Flow[]) {
      const statements = await countStatements(lintel, flow)
      const { name, beside } = flow
      results.push({ name, beside, lintel: [], yardstick: [], statements, counted: COUNTED })
    }

    const questions = {
      signatures: 'RS256 signatures',
      hashes: `${HASH}s`,
      referenceHashes: 'argon2id verifications by the reference implementation',
      selects: '`SELECT 1`',
      commits: 'durable one-row commits',
    }
    const machineResults = Object.values(questions).map(name => ({ name, slices: [] as Slice[] }))
    // The first round warms and is thrown away.
    for (let round = 0; round <= ROUNDS; round++) {
      console.error(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
      for (const [at, { prepare, step, workers, yardstick }] of (flows as Flow[]).entries()) {
        await prepare?.()
        const ms = round === 0 ? WARM_MS : SLICE_MS
        const slices = [await measure(lintel, step, workers, ms), await yardstick()] as const
        if (round === 0) continue
        results[at]?.lintel.push(slices[0])
        results[at]?.yardstick.push(slices[1])
      }
      if (round === 0) await machine.ask('analyze')
      for (const [at, question] of Object.keys(questions).entries()) {
        const slice = await machine.ask<Slice>(question, SLICE_MS / 3)
        if (round > 0) machineResults[at]?.slices.push(slice)
      }
    }

    const signing = await machine.ask<SigningDelays>('signingDelays', SLICE_MS)
    const token = () => ours.clientCredentials(0)
    const end = performance.now() + SLICE_MS
    const idle = await pace(token, TOKEN_EVERY_MS, () => performance.now() > end)
    let flooding = true
    const submit = await ours.crowd(FLOOD)
    const flood = submit().then(() => {
      flooding = false
    })
    const during = await pace(token, TOKEN_EVERY_MS, () => !flooding)
    await flood

    let crowd: Report['crowd']
    let imported: Report['imported']
    if (wanted.length === 0) {
      console.error(`${IMPORTED.toLocaleString('en')} users to import`)
      imported = await withClient(database_url, client => importBesideBare(client, lintel.ready.management, IMPORTED))
      console.error(`${USERS.toLocaleString('en')} users`)
      await fill(database_url, USERS)
      crowd = { users: USERS, asked: await askAboutUsers(database_url, management.get, USERS, SAMPLES) }
    }

    return {
      date: new Date(),
      rounds: ROUNDS,
      slice_ms: SLICE_MS,
      workers: WORKERS,
      versions: await versions(machine.ready.postgresql),
      flows: results,
      machine: machineResults,
      signing,
      tokens: { idle, flood: during },
      crowd,
      imported,
    }
  } finally {
    hangUp()
    for (const child of children) await child.stop()
  }
}

async function versions(postgresql: string): Promise<{ [name: string]: string }> {
  const manifest = JSON.parse(await readFile(path.join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string
    dependencies: { [name: string]: string }
  }
  const shown = ['oidc-provider', 'fastify', 'pg', 'kysely', '@node-rs/argon2']
  return {
    Lintel: manifest.version,
    Node: process.versions.node,
    PostgreSQL: postgresql,
    ...Object.fromEntries(shown.map(name => [name, manifest.dependencies[name] ?? ''])),
  }
}

await withDatabase(async database_url => {
  const text = render(await bench(database_url))
  console.log(text)
  if (flags.quick || wanted.length > 0) return
  const [above = ''] = (await readFile(DOCUMENT, 'utf8')).split(MARK)
  await writeFile(DOCUMENT, `${above}${MARK}\n${text}`)
})
