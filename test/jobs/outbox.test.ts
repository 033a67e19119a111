// A job exists if and only if the transaction that caused it committed; it is tried until it is done, and leaves nothing behind.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import pg from 'pg'
import t, { type Test } from 'tap'
import { createApp } from '../../src/app.ts'
import { createLogger } from '../../src/http/logger.ts'
import { createOutbox, type JobHandler, type Outbox, type OutboxOptions } from '../../src/jobs/outbox.ts'
import { openStore } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import type { SealedJob, TenantStore } from '../../src/store/store.ts'
import { ADMIN, CHEAP_ARGON2, KEYS } from '../support/app.ts'
import { createDatabase, serverUrl, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { startFlakyDatabase } from '../support/flaky.ts'

type Process = {
  store: TenantStore
  outbox: Outbox<SealedJob>
  errors: Error[]
  open(job: SealedJob): unknown
}

/** What a process has of the outbox, over a database of the test's own or a given one. */
async function startProcess(
  t: Test,
  parts: Partial<Pick<OutboxOptions<SealedJob>, 'handlers' | 'chores' | 'retries'>>,
  given?: { url: string; database: TestDatabase },
): Promise<Process & { database: TestDatabase }> {
  const database = given?.database ?? (await createDatabase())
  const connection_string = given?.url ?? database.url
  const errors: Error[] = []
  const onError = (error: Error) => void errors.push(error)
  const store = await openStore({
    database: { connection_string, pool_size: 5, statement_timeout: 10_000, connection_timeout: 5_000 },
    issuer: 'http://localhost:3000/',
    seal: createSeal(KEYS),
    enqueue: (execute, kind, data) => outbox.enqueue(execute, kind, data),
    remember: true,
    onError,
  })
  const outbox = createOutbox<SealedJob>({
    execute: store.execute,
    listen: store.listen,
    handlers: parts.handlers ?? {},
    ...(parts.retries ? { retries: parts.retries } : {}),
    chores: parts.chores ?? {},
    onError,
  })
  await outbox.start()
  t.teardown(async () => {
    await outbox.stop()
    await store.close()
    if (!given) await database.drop()
  })
  const tenant = store.forTenant({ tenant_id: 'default', issuer: 'http://localhost:3000/' })
  return { store: tenant, outbox, errors, database, open: job => store.openJob('note', job) }
}

/** A handler whose calls can be waited for. */
function spy(work: JobHandler<SealedJob> = async () => {}) {
  const calls = new PassThrough({ objectMode: true })
  const handle: JobHandler<SealedJob> = async (job, attempt) => {
    calls.write(job)
    await work(job, attempt)
  }
  const next = async (): Promise<SealedJob> => calls.read() ?? (await once(calls, 'readable').then(() => calls.read()))
  return { handle, next, pending: () => calls.readableLength }
}

async function rows(
  database: TestDatabase,
): Promise<{ name: string; data: unknown; output: unknown; state: string }[]> {
  return (await database.query("select * from pgboss.job where name = 'note'")).rows
}

const gone = (database: TestDatabase) => eventually(async () => (await rows(database)).length === 0)

t.test('a job of a transaction that rolls back never was; of one that commits it is done', async t => {
  const { handle, next, pending } = spy()
  const { store, database, open } = await startProcess(t, { handlers: { note: handle } })
  await t.rejects(
    store.transaction(async tx => {
      await tx.enqueue('note', { text: 'undone' })
      throw new Error('changed my mind')
    }),
    { message: 'changed my mind' },
  )
  t.same(await rows(database), [])
  await store.transaction(async tx => {
    await tx.enqueue('note', { text: 'done' })
    t.same(await rows(database), [], 'nobody else sees it before the commit')
  })
  t.same(open(await next()), { text: 'done' })
  await gone(database)
  t.equal(pending(), 0)
})

t.test('what a job says is sealed while it waits, also after a failure, and its row goes when it is done', async t => {
  let failures = 1
  const { handle, next } = spy(async () => {
    if (failures-- > 0) throw new Error('no luck with https://issuer/secret-link')
  })
  const { store, database, open, errors } = await startProcess(t, { handlers: { note: handle } })
  await store.enqueue('note', { to: 'ada@example.com', link: 'https://issuer/secret-link' })
  await next()
  await eventually(async () => (await rows(database))[0]?.state === 'retry')
  const [row] = await rows(database)
  t.notMatch(JSON.stringify(row), /ada|secret-link/)
  t.match(row?.data, { tenant_id: 'default', sealed: /^v1\.test\./ })
  t.match(errors, [{ message: 'a job of kind "note" failed, attempt 1 of 11' }])
  t.same(open(await next()), { to: 'ada@example.com', link: 'https://issuer/secret-link' }, 'the second attempt')
  await gone(database)
})

t.test('what is sealed for one tenant or kind does not open for another', async t => {
  const { handle, next } = spy()
  const { store, open } = await startProcess(t, { handlers: { note: handle, other: handle } })
  await store.enqueue('note', { text: 'x' })
  const job = await next()
  t.throws(() => open({ ...job, tenant_id: 'acme' }))
  await store.enqueue('other', { text: 'x' })
  const other = await next()
  t.throws(() => open(other))
})

t.test('a job whose last attempt failed is given up: said in the log, and gone', async t => {
  const { handle } = spy(async () => {
    throw new Error('never')
  })
  const { store, database, errors } = await startProcess(t, { handlers: { note: handle } })
  await database.query("update pgboss.queue set retry_limit = 0 where name = 'note'")
  await store.enqueue('note', {})
  await gone(database)
  t.match(errors, [{ message: 'a job of kind "note" failed, attempt 1 of 1: given up', cause: { message: 'never' } }])
})

t.test('a kind may be tried less often than the others, and knows its last attempt', async t => {
  const lasts: boolean[] = []
  const { handle, next } = spy(async (_job, { last }) => {
    lasts.push(last)
    throw new Error('never')
  })
  const { store, database, errors } = await startProcess(t, { handlers: { note: handle }, retries: { note: 1 } })
  await store.enqueue('note', {})
  await next()
  await next()
  await gone(database)
  t.same(lasts, [false, true])
  t.match(errors.at(-1), { message: 'a job of kind "note" failed, attempt 2 of 2: given up' })
})

t.test('a kind that nobody handles is refused', async t => {
  const { store } = await startProcess(t, {})
  await t.rejects(store.enqueue('note', {}), { message: 'no handler for jobs of kind "note"' })
  await t.rejects(store.enqueue('constructor', {}), { message: 'no handler for jobs of kind "constructor"' })
})

t.test('connections that break are made again: jobs go on', async t => {
  const { handle, next } = spy()
  const { store, database, open } = await startProcess(t, { handlers: { note: handle } })
  for (const text of ['first', 'second']) {
    await database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await eventually(() =>
      store.enqueue('note', { text }).then(
        () => true,
        () => false,
      ),
    )
    // A job whose connection breaks after the deed runs again.
    let job = open(await next())
    while ((job as { text: string }).text !== text) job = open(await next())
    t.same(job, { text })
  }
})

t.test('a database that goes away and comes back finds its jobs done, without a restart', async t => {
  const { handle, next } = spy()
  const flaky = await startFlakyDatabase(t)
  const { store, database, open } = await startProcess(t, { handlers: { note: handle } }, flaky)
  await store.enqueue('note', { text: 'before' })
  t.same(open(await next()), { text: 'before' })
  await gone(database)
  await flaky.goAway()
  await t.rejects(store.enqueue('note', { text: 'lost' }), 'whoever asks is told')
  // As another process would, meanwhile.
  const elsewhere = await startProcess(t, { handlers: { note: handle } }, { url: database.url, database })
  await elsewhere.outbox.stop()
  await elsewhere.store.enqueue('note', { text: 'meanwhile' })
  await flaky.comeBack()
  t.same(open(await next()), { text: 'meanwhile' })
  await gone(database)
})

t.test('stopping lets a running job finish', async t => {
  const { promise, resolve: finish } = Promise.withResolvers<void>()
  const { handle, next } = spy(() => promise)
  const { store, outbox, database } = await startProcess(t, { handlers: { note: handle } })
  await store.enqueue('note', {})
  await next()
  const stopped = outbox.stop()
  finish()
  await stopped
  t.same(await rows(database), [])
})

t.test('a chore comes round once in its interval among all processes', async t => {
  let runs = 0
  const chore = {
    every_seconds: 86_400,
    async run() {
      runs++
    },
  }
  const { database } = await startProcess(t, { chores: { chore } })
  await startProcess(t, { chores: { chore } }, { url: database.url, database })
  await eventually(async () => {
    const { rows } = await database.query("select state from pgboss.job where name = 'chore'")
    return rows.length === 1 && rows[0]?.state === 'completed'
  })
  t.equal(runs, 1)
})

t.test('a chore comes round again in the next interval, also after it failed, which is said in the log', async t => {
  let runs = 0
  const run = async () => {
    if (runs++ === 0) throw new Error('dust everywhere')
  }
  const { errors } = await startProcess(t, { chores: { chore: { every_seconds: 1, run } } })
  await eventually(() => runs >= 3)
  t.match(errors, [{ message: 'the chore "chore" failed', cause: { message: 'dust everywhere' } }])
})

t.test('two processes may start on one empty database at once', async t => {
  const name = `lintel_test_${randomBytes(6).toString('hex')}`
  const server = new pg.Client({ connectionString: serverUrl() })
  await server.connect()
  await server.query(`create database ${name}`)
  const start = async () => {
    const app = await createApp({
      argon2: CHEAP_ARGON2,
      bootstrap: ADMIN,
      client_certificates: { ca: undefined, header: undefined, verified_header: undefined },
      database_connection_timeout: 5_000,
      database_pool_size: 5,
      database_statement_timeout: 10_000,
      database_tls: undefined,
      database_url: serverUrl(name),
      encryption_keys: KEYS,
      breached_passwords_file: undefined,
      hashing_concurrency: 2,
      host: '127.0.0.1',
      issuer: 'http://localhost:3000/',
      log_retention_days: 30,
      logger: createLogger('silent'),
      management_rate_limit: 0,
      users_import_max_bytes: 1_073_741_824,
      metrics: { port: undefined, token: undefined },
      mtls_subdomain: undefined,
      dns_servers: [],
      migrate: true,
      outbound_allow: [],
      production: false,
      smtp: undefined,
      tls: undefined,
      trusted_proxies: [],
    })
    try {
      return await app.prepare()
    } finally {
      await app.close()
    }
  }
  const made = await Promise.all([start(), start()])
  t.equal(made.filter(Boolean).length, 1, 'one of them made the default tenant')
  await server.query(`drop database ${name} with (force)`)
  await server.end()
})
