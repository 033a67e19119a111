// Readers who page from event to event see each event once, however late it commits; events of the token endpoint are written in batches.
import pg from 'pg'
import t, { type Test } from 'tap'
import { newLogId } from '../../src/ids.ts'
import { createLogBuffer } from '../../src/store/log-buffer.ts'
import { openStore } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { KEYS } from '../support/app.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { startFlakyDatabase } from '../support/flaky.ts'

const TENANT = { tenant_id: 'default', issuer: 'http://localhost:3000/' }
const NOW = new Date('2031-03-01T00:00:00Z')

async function open(t: Test, given?: { url: string; database: TestDatabase }) {
  const database = given?.database ?? (await createDatabase())
  const errors: Error[] = []
  const statements: string[] = []
  const store = await openStore({
    database: {
      connection_string: given?.url ?? database.url,
      pool_size: 5,
      statement_timeout: 10_000,
      connection_timeout: 5_000,
    },
    issuer: TENANT.issuer,
    seal: createSeal(KEYS),
    enqueue: async () => {},
    remember: false,
    onError() {},
    onStatement: sql => statements.push(sql),
  })
  t.teardown(async () => {
    await store.close()
    if (!given) await database.drop()
  })
  await database.query('delete from log_events')
  const onError = (error: Error) => void errors.push(error)
  return { store, database, errors, statements, onError, tenant: store.forTenant(TENANT) }
}

t.test('a reader sees what commits late exactly once, and what came meanwhile too', async t => {
  const { database, tenant } = await open(t)
  const slow = new pg.Client({ connectionString: database.url })
  await slow.connect()
  t.teardown(() => slow.end())
  const write = (type: string) => tenant.logs.write({ type }, new Date())

  const seen: string[] = []
  let from: string | undefined
  async function read(): Promise<void> {
    for (;;) {
      const page = await tenant.logs.listAfter({}, from, 2)
      if (page.length === 0) return
      seen.push(...page.map(event => event.type))
      from = page.at(-1)?.log_id
    }
  }
  /** Other tests' transactions, in the same cluster, may hold a reader back for a moment. */
  const readUntil = (type: string) =>
    eventually(async () => {
      await read()
      return seen.includes(type)
    })

  await write('before')
  await readUntil('before')

  const writeSlowly = (type: string) =>
    slow.query('insert into log_events (tenant_id, date, log_id, type) values ($1, $2, $3, $4)', [
      TENANT.tenant_id,
      NOW,
      newLogId(NOW),
      type,
    ])
  await slow.query('begin')
  await writeSlowly('slow, first half')
  for (let i = 0; i < 5; i++) await write(`fast ${i}`)
  await read()
  t.same(seen, ['before'], 'nothing is given out past a transaction that is still writing')
  await writeSlowly('slow, second half')
  await slow.query('commit')
  await write('after')
  await readUntil('after')
  const [before, ...rest] = seen
  t.same(
    [before, new Set(rest.slice(0, 2)), ...rest.slice(2)],
    [
      'before',
      new Set(['slow, first half', 'slow, second half']),
      'fast 0',
      'fast 1',
      'fast 2',
      'fast 3',
      'fast 4',
      'after',
    ],
  )
})

t.test('two writers at once and a reader who never waits: each event once', async t => {
  const { tenant, store } = await open(t)
  const EACH = 40
  const writer = async (name: string) => {
    for (let i = 0; i < EACH; i++)
      await tenant.transaction(async tx => {
        await tx.logs.write({ type: `${name} ${i}` }, new Date())
        // The order of commits is not the order of writes.
        await store.ping()
        if (i % 3 === 0) await tx.logs.write({ type: `${name} ${i} again` }, new Date())
      })
  }
  const seen: string[] = []
  let from: string | undefined
  const expected = 2 * (EACH + Math.ceil(EACH / 3))
  const reader = eventually(async () => {
    const page = await tenant.logs.listAfter({}, from, 7)
    seen.push(...page.map(event => event.type))
    from = page.at(-1)?.log_id ?? from
    return seen.length >= expected
  })
  await Promise.all([writer('a'), writer('b'), reader])
  t.equal(seen.length, expected)
  t.equal(new Set(seen).size, expected)
})

t.test('pushed events are written together: one statement for many', async t => {
  const { store, tenant, statements, errors, onError } = await open(t)
  const buffer = createLogBuffer(store.db, onError)
  statements.length = 0
  for (let i = 0; i < 30; i++) buffer.push(TENANT, { type: 'seacft', description: `${i}` }, NOW)
  t.equal(statements.length, 0, 'nothing yet')
  await eventually(() => statements.length > 0)
  await buffer.close()
  t.equal(statements.length, 1)
  const stored = await tenant.logs.list({}, { direction: 'asc', limit: 100, offset: 0 })
  t.same(new Set(stored.map(event => event.description)), new Set(Array.from({ length: 30 }, (_, i) => String(i))))
  t.same(errors, [])
})

t.test('a hundred events do not wait for the clock, and closing writes the rest', async t => {
  const { store, tenant, statements, errors, onError } = await open(t)
  const buffer = createLogBuffer(store.db, onError)
  statements.length = 0
  for (let i = 0; i < 250; i++) buffer.push(TENANT, { type: 'seacft' }, NOW)
  await buffer.close()
  t.equal(statements.length, 3)
  t.equal(await tenant.logs.count({}), 250)
  t.same(errors, [])
})

t.test('an event that cannot be stored is said, and does not keep the others', async t => {
  const { store, tenant, errors, onError } = await open(t)
  const buffer = createLogBuffer(store.db, onError)
  buffer.push(TENANT, { type: 'one' }, NOW)
  buffer.push({ ...TENANT, tenant_id: 'gone' }, { type: 'lost' }, NOW)
  buffer.push(TENANT, { type: 'two' }, NOW)
  await buffer.close()
  t.equal(await tenant.logs.count({}), 2)
  t.match(errors, [{ message: 'a log event of type "lost" could not be stored' }])
})

t.test('while the database is away events wait, up to a bound; those refused are counted', async t => {
  const flaky = await startFlakyDatabase(t)
  const { store, tenant, errors, onError } = await open(t, flaky)
  const buffer = createLogBuffer(store.db, onError)
  await flaky.goAway()
  for (let i = 0; i < 10_003; i++) buffer.push(TENANT, { type: 'seacft' }, NOW)
  await eventually(() => errors.length >= 2)
  t.match(errors, [
    { message: '10000 log events wait for the database; further ones are refused' },
    { message: '10000 log events wait for the database' },
  ])
  await flaky.comeBack()
  await eventually(() => errors.at(-1)?.message === '3 log events were refused while the database was away')
  await buffer.close()
  t.equal(await tenant.logs.count({}), 10_000)
})

t.test('what a closing buffer cannot write is counted', async t => {
  const flaky = await startFlakyDatabase(t)
  const { store, errors, onError } = await open(t, flaky)
  const buffer = createLogBuffer(store.db, onError)
  await flaky.goAway()
  for (let i = 0; i < 5; i++) buffer.push(TENANT, { type: 'seacft' }, NOW)
  await buffer.close()
  t.equal(errors.at(-1)?.message, '5 log events were lost')
})
