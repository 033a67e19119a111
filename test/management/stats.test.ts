import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { DailyStats } from '../../src/management/stats.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { untilLogIsSettled } from '../support/logs.ts'

// What is answered is what the SDK's types promise.
const _daily: Management.DailyStats = {} as Static<typeof DailyStats>

const app = await createTestApp(t)
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
await app.adminToken()
const write = (types: string[], at: string) =>
  store.logs.write(
    types.map(type => ({ type })),
    new Date(at),
  )
const daily = async (query = '') => (await app.api('GET', `/stats/daily${query}`)).body

async function count(limit: number): Promise<void> {
  while ((await store.stats.rollUp(limit)) > 0);
}
async function rollUp(limit = 1_000): Promise<void> {
  await untilLogIsSettled(app.database)
  await count(limit)
}

t.test('days are counted, whether they are kept already or have just passed', async t => {
  await write(['s', 's', 'ss', 'fp', 'seccft', 'sepft'], '2031-03-01T23:59:59.999Z')
  await write(['s'], '2031-03-02T00:00:00.000Z')
  await write(['ss', 'pwd_leak', 'signup_pwd_leak'], '2031-03-02T12:00:00.000Z')
  const expected = [
    {
      date: '2031-03-01T00:00:00.000Z',
      logins: 3,
      signups: 1,
      leaked_passwords: 0,
      created_at: '2031-03-01T23:59:59.999Z',
      updated_at: '2031-03-01T23:59:59.999Z',
    },
    {
      date: '2031-03-02T00:00:00.000Z',
      logins: 1,
      signups: 1,
      leaked_passwords: 2,
      created_at: '2031-03-02T00:00:00.000Z',
      updated_at: '2031-03-02T12:00:00.000Z',
    },
  ]
  const march = '?from=20310301&to=20310331'
  t.same(await daily(march), expected, 'before they are rolled up')
  await rollUp(3)
  t.same(await daily(march), expected, 'and after')

  await write(['s'], '2031-03-01T12:00:00.000Z')
  const [first, second] = expected as [(typeof expected)[0], (typeof expected)[0]]
  const later = [{ ...first, logins: 4, created_at: '2031-03-01T12:00:00.000Z' }, second]
  t.same(await daily(march), later, 'what is kept, and what came since')
  await rollUp()
  t.same(await daily(march), later)
  t.same(await daily('?from=20310302&to=20310302'), [second], 'both days are included')
  t.same(await daily('?to=20310302'), later, 'thirty days')
  t.same(await daily('?to=20310331'), [second], 'thirty days, and no more')

  await app.database.query('delete from log_events')
  t.same(await daily(march), later, 'the log goes, the days stay')
})

t.test('two who count at once count each event once', async t => {
  await app.database.query('delete from daily_stats')
  for (let i = 0; i < 20; i++) await write(['s', 'ss', 's'], '2032-01-01T00:00:00.000Z')
  await untilLogIsSettled(app.database)
  await Promise.all([count(7), count(7), count(7)])
  const { rows } = await app.database.query('select logins, signups from daily_stats')
  t.same(rows, [{ logins: 40, signups: 20 }])
})

t.test('active users signed in within thirty days', async t => {
  const create = (email: string) =>
    app.api('POST', '/users', {
      connection: 'Username-Password-Authentication',
      email,
      password: 'correct horse battery',
    })
  const DAY_MS = 86_400_000
  for (const [name, days] of [
    ['ada', 0],
    ['bob', 29],
    ['cleo', 31],
  ] as const) {
    const { body } = await create(`${name}@example.com`)
    await store.users.recordLogin(body.user_id, '192.0.2.1', new Date(Date.now() - days * DAY_MS))
  }
  await create('never@example.com')
  const { status, body, headers } = await app.api('GET', '/stats/active-users')
  t.same([status, body], [200, 2])
  t.match(headers.get('content-type'), /^application\/json/)
})

t.test('days that are none', async t => {
  for (const query of [
    '?from=20310230',
    '?to=20311301',
    '?from=2031-03-01',
    '?from=20310302&to=20310301',
    '?on=20310301',
    '?from=00000101',
  ])
    t.equal((await app.api('GET', `/stats/daily${query}`)).status, 400, query)
  t.equal((await apiAs(app, ['read:logs'], 'GET', '/stats/daily')).status, 403)
})

t.test('another tenant’s days are its own', async t => {
  await createTenant(app.store, { tenant_id: 'acme', domain: 'acme.test' }, newAdministrationClient(), new Date())
  const acme = app.store.forTenant({ tenant_id: 'acme', issuer: 'http://acme.test/' })
  await acme.logs.write({ type: 's' }, new Date('2033-01-01T00:00:00.000Z'))
  t.same(await daily('?from=20330101&to=20330101'), [])
  t.equal((await acme.stats.daily('2033-01-01', '2033-01-01'))[0]?.logins, 1)
  t.equal(await acme.stats.activeUsers(new Date(0)), 0)
})
