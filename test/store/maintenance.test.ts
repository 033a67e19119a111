// What housekeeping does to the tables: what has ended goes, the log has room for the months to come, and its order survives a restore.
import t, { type Test } from 'tap'
import { housekeeping } from '../../src/jobs/housekeeping.ts'
import { createMaintenance } from '../../src/store/maintenance.ts'
import { openStore } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { KEYS } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'

const NOW = new Date('2031-05-20T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const at = { created_at: NOW, updated_at: NOW }

async function open(t: Test) {
  const database = await createDatabase()
  const store = await openStore({
    database: { connection_string: database.url, pool_size: 5, statement_timeout: 10_000, connection_timeout: 5_000 },
    issuer: 'http://localhost:3000/',
    seal: createSeal(KEYS),
    enqueue: async () => {},
    remember: false,
    onError() {},
  })
  t.teardown(async () => {
    await store.close()
    await database.drop()
  })
  const tenant = store.forTenant({ tenant_id: 'default', issuer: 'http://localhost:3000/' })
  return { database, db: store.db, tenant, maintenance: createMaintenance(store.db) }
}

t.test('what ended an hour ago goes, in batches; what ended just now or goes on stays', async t => {
  const { database, db, tenant, maintenance } = await open(t)
  const connection = await tenant.connections.findByName('Username-Password-Authentication')
  if (!connection) return t.fail('no connection')
  const { user_id } = await tenant.users.create({ connection, email: 'ada@example.com' }, NOW)
  const of = { tenant_id: 'default', connection_id: connection.id, user_id, client_id: 'test-admin' }
  const ends = { long_ago: minutesAgo(61), just_now: minutesAgo(1), later: minutesAgo(-60) }
  for (const [name, end] of Object.entries(ends)) {
    const { tenant_id, connection_id } = of
    const grant = { ...of, session_id: name, offline: true, payload: '{}', created_at: NOW }
    await db
      .insertInto('grants')
      .values([
        { ...grant, id: name, revoked_at: null, expires_at: end },
        { ...grant, id: `revoked ${name}`, revoked_at: end, expires_at: ends.later },
        { ...grant, id: `idle ${name}`, revoked_at: null, expires_at: ends.later },
      ])
      .execute()
    await db
      .insertInto('refresh_token_families')
      .values({
        tenant_id,
        user_id,
        client_id: of.client_id,
        id: name,
        grant_id: `idle ${name}`,
        session_id: name,
        rotating: true,
        resource_servers: '[]',
        device: '{}',
        refresh_token_metadata: null,
        last_exchanged_at: null,
        idle_expires_at: end,
        expires_at: ends.later,
        created_at: NOW,
      })
      .execute()
    const token = { tenant_id, family_id: 'later', parent_hash: null, payload: '{}', consumed_at: null }
    if (name === 'later')
      await db
        .insertInto('refresh_tokens')
        .values(
          Object.entries(ends).map(([name, end]) => ({
            ...token,
            token_hash: name,
            expires_at: end,
            created_at: NOW,
          })),
        )
        .execute()
    const session = { tenant_id, connection_id, user_id, payload: '{}', device: '{}', session_metadata: null, ...at }
    await db
      .insertInto('sessions')
      .values({
        ...session,
        id: name,
        cookie_hash: name,
        authenticated_at: NOW,
        last_interacted_at: NOW,
        idle_expires_at: end,
        expires_at: ends.later,
      })
      .execute()
    await db
      .insertInto('artefacts')
      .values({
        tenant_id,
        kind: 'AuthorizationCode',
        id_hash: name,
        grant_id: null,
        payload: '{}',
        consumed_at: null,
        expires_at: end,
        created_at: NOW,
      })
      .execute()
    const identity = await db.selectFrom('identities').select('identity_user_id').executeTakeFirstOrThrow()
    await db
      .insertInto('tickets')
      .values({
        ...of,
        ...identity,
        ticket_hash: name,
        purpose: 'verify_email',
        email: null,
        result_url: null,
        options: '{}',
        consumed_at: null,
        expires_at: end,
        created_at: NOW,
      })
      .execute()
    await db.insertInto('throttles').values({ tenant_id, key: name, count: 1, window_ends_at: end }).execute()
  }
  await db
    .insertInto('throttles')
    .values([1, 2, 3, 4].map(i => ({ tenant_id: 'default', key: `t${i}`, count: 1, window_ends_at: minutesAgo(100) })))
    .execute()

  t.equal(await maintenance.removeEnded(NOW, 2), 2, 'a full batch')
  t.equal(await maintenance.removeEnded(NOW, 2), 2, 'another')
  t.equal(await maintenance.removeEnded(NOW, 2), 1, 'the rest')
  t.equal(await maintenance.removeEnded(NOW, 2), 0, 'nothing left to do')

  const left = async (table: string, key: string) =>
    (await database.query(`select ${key} as key from ${table}`)).rows.map(row => row.key).sort()
  t.same(await left('grants', 'id'), [
    'idle just_now',
    'idle later',
    'idle long_ago',
    'just_now',
    'later',
    'revoked just_now',
    'revoked later',
  ])
  t.same(await left('refresh_token_families', 'id'), ['just_now', 'later'])
  t.same(await left('refresh_tokens', 'token_hash'), ['just_now', 'later'])
  const end = async (_: string, before: Date, most: number) => (await tenant.sessions.endExpired(before, most)).length
  t.equal(await maintenance.endExpiredSessions(NOW, 10, end), 1)
  t.same(await left('sessions', 'id'), ['just_now', 'later'])
  t.same(await left('artefacts', 'id_hash'), ['just_now', 'later'])
  t.same(await left('tickets', 'ticket_hash'), ['just_now', 'later'])
  t.same(await left('throttles', 'key'), ['just_now', 'later'])
})

t.test('the log has partitions for this month and two more, whoever makes them; events in the way move in', async t => {
  const { db, database, tenant, maintenance } = await open(t)
  const homes = async (): Promise<string[]> => {
    const { rows } = await database.query(
      "select tableoid::regclass::text || ' ' || description as home from log_events where type = 'test' order by date",
    )
    return rows.map(row => row.home)
  }
  const write = (description: string, date: Date) => tenant.logs.write({ type: 'test', description }, date)
  await write('early', NOW)
  await write('next year', new Date('2032-01-01T00:00:00Z'))
  t.same(await homes(), ['log_events_default early', 'log_events_default next year'])

  await Promise.all([maintenance.ensureLogPartitions(NOW), createMaintenance(db).ensureLogPartitions(NOW)])
  await maintenance.ensureLogPartitions(NOW)
  await write('last moment of June', new Date('2031-06-30T23:59:59.999Z'))
  await write('first moment of July', new Date('2031-07-01T00:00:00.000Z'))
  t.same(await homes(), [
    'log_events_y2031m05 early',
    'log_events_y2031m06 last moment of June',
    'log_events_y2031m07 first moment of July',
    'log_events_default next year',
  ])
})

t.test('months that ended before the retention are dropped whole; the month in which it begins stays', async t => {
  const { database, tenant, maintenance } = await open(t)
  for (const month of ['2031-01', '2031-04']) await maintenance.ensureLogPartitions(new Date(`${month}-15`))
  const dates = ['2029-01-01', '2029-01-02', '2031-01-10', '2031-04-01', '2031-04-30', '2031-05-20']
  for (const date of dates) await tenant.logs.write({ type: 'test' }, new Date(date))
  const { run } = housekeeping({ ...maintenance, endExpiredSessions: async () => 0 }, { log_retention_days: 30 })
  await run(NOW)
  const { rows } = await database.query("select date from log_events where type = 'test' order by date")
  t.same(
    rows.map(row => row.date.toISOString().slice(0, 10)),
    ['2031-04-01', '2031-04-30', '2031-05-20'],
  )
  const { rows: tables } = await database.query("select to_regclass('log_events_y2031m01') as january")
  t.equal(tables[0].january, null)
})

t.test('after a restore into a cluster whose transaction ids lag, the log is read in the order of its ids', async t => {
  const { database, tenant, maintenance } = await open(t)
  await tenant.logs.write([{ type: 'test' }, { type: 'test' }], NOW)
  const distinct = async () => (await database.query('select distinct tx from log_events')).rows.map(row => row.tx)
  const before = await distinct()
  await maintenance.restoreLogOrder()
  t.same(await distinct(), before, 'nothing lies ahead: nothing changes')
  await database.query("update log_events set tx = '9000000000000000000'")
  await maintenance.restoreLogOrder()
  t.same(await distinct(), ['0'])
})
