// Who reads the log in its order finds the next event by an index, however many there are; and goes on where he was when the order begins anew.
import t from 'tap'
import { leaseLogStreams, listUncounted } from '../../src/store/log-readers.ts'
import { createMaintenance } from '../../src/store/maintenance.ts'
import { openStore } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { KEYS } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { untilLogIsSettled } from '../support/logs.ts'
import { planOf, type Statement } from '../support/plans.ts'

const TENANT = { tenant_id: 'default', issuer: 'http://localhost:3000/' }
const NOW = new Date('2031-05-02T00:00:00Z')
const LATER = new Date('2031-05-03T00:00:00Z')

const database = await createDatabase()
const heard: Statement[] = []
const store = await openStore({
  database: { connection_string: database.url, pool_size: 3, statement_timeout: 20_000, connection_timeout: 5_000 },
  issuer: TENANT.issuer,
  seal: createSeal(KEYS),
  enqueue: async () => {},
  remember: false,
  onError() {},
  onStatement: (sql, parameters) => heard.push({ sql, parameters }),
})
t.teardown(async () => {
  await store.close()
  await database.drop()
})
const { logs, log_streams, stats } = store.forTenant(TENANT)
const maintenance = createMaintenance(store.db)
await maintenance.ensureLogPartitions(NOW)

const create = (id: string, position: { tx: string; log_id: string }) =>
  log_streams.create(
    {
      id,
      name: id,
      type: 'http',
      sink: { httpEndpoint: 'https://x.test/', httpContentType: 'x', httpContentFormat: 'JSONLINES' },
      secrets: { httpSigningSecret: 'secret' },
      filters: [],
      start_from: null,
    },
    position,
    NOW,
  )
const lease = (name: string) => leaseLogStreams(store.db, { lease: name, limit: 10, lease_ends_at: LATER }, NOW)

t.test('the next event is found by an index', async t => {
  await database.query(`
    insert into log_events (tenant_id, date, log_id, tx, type)
    select 'default', '2031-05-01'::timestamptz + i * interval '1 second', '900' || (1000000 + i), (i / 100)::text::xid8,
      case when i % 10 = 0 then 's' else 'fp' end
    from generate_series(1, 30000) i`)
  await database.query('analyze log_events')
  await create('begun', { tx: '0', log_id: '' })
  await create('done', { tx: '301', log_id: '' })
  heard.length = 0
  t.same(await lease('mine'), [{ tenant_id: 'default', id: 'begun', lease: 'mine' }])
  t.same(await listUncounted(store.db), ['default'])
  t.equal((await logs.after({ tx: '150', log_id: '' }, 100)).events.length, 100)
  t.equal(await stats.rollUp(5_000), 5_000)
  while ((await stats.rollUp(5_000)) > 0);
  t.match(await stats.daily('2031-05-01', '2031-05-02'), [{ date: '2031-05-01', logins: 3_000 }])
  await stats.activeUsers(NOW)
  const looking = heard.filter(({ sql }) => /\blog_events\b|"log_events"/.test(sql))
  t.ok(looking.length >= 6, `${looking.length} statements`)
  for (const statement of looking) {
    const { scanned, indexes } = await planOf((sql, values) => database.query(sql, values), statement)
    t.same(scanned, [], statement.sql)
    t.ok(
      indexes.some(index => index.includes('tx')),
      indexes.join(),
    )
  }
  await database.query('delete from log_events')
  await log_streams.remove('begun')
  await log_streams.remove('done')
})

t.test('a restored dump begins a new order, and readers go on in it', async t => {
  const seen = async (position: { tx: string; log_id: string }) => {
    const { events } = await logs.after(position, 100)
    return events.map(event => event.description)
  }
  const write = (description: string) => logs.write({ type: 'fp', description }, new Date(NOW))
  // As they come from another cluster, which was further on: by their transactions, not by their ids.
  await database.query(`
    insert into log_events (tenant_id, date, log_id, tx, type, description) values
    ('default', '2031-05-01', '900030', '9000000000', 'fp', 'one'),
    ('default', '2031-05-01', '900010', '9000000001', 'fp', 'two'),
    ('default', '2031-05-01', '900020', '9000000002', 'fp', 'three')`)
  await create('halfway', { tx: '9000000001', log_id: '900010' })
  await create('done', { tx: '9000000002', log_id: '900020' })
  await maintenance.restoreLogOrder()
  await write('four')
  await untilLogIsSettled(database)
  const placeOf = async (id: string) =>
    (await database.query(`select tx::text, log_id from log_streams where id = '${id}'`)).rows[0]
  t.same(await seen(await placeOf('halfway')), ['three', 'one', 'four'], 'some twice rather than one never')
  t.same(await seen(await placeOf('done')), ['four'])

  // The log's events may be gone, and a place still lie ahead.
  await database.query("update log_streams set tx = '9000000009' where id = 'done'")
  await maintenance.restoreLogOrder()
  t.not((await placeOf('done')).tx, '9000000009')
})
