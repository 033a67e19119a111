import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { newLogId } from '../../src/ids.ts'
import type { Log } from '../../src/management/logs/log.ts'
import type { LogEvent } from '../../src/store/log-events.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { untilLogIsSettled } from '../support/logs.ts'

// What is answered is what the SDK's types promise.
const _item: Management.Log = {} as Static<typeof Log>
const _get: Management.GetLogResponseContent = {} as Static<typeof Log>

const BEGAN = Date.parse('2031-03-01T00:00:00.000Z')
const at = (seconds: number) => new Date(BEGAN + seconds * 1000)

const app = await createTestApp(t)
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
// Its own event must be there before it can be put away.
await app.adminToken()
await eventually(async () => (await store.logs.count({ q: 'type:seccft' })) > 0)

const ADA = 'auth0|000000000000000000000ada'
const EVENTS: LogEvent[] = [
  {
    type: 's',
    user_id: ADA,
    user_name: 'Ada@example.com',
    client_id: 'shop-client',
    client_name: 'Shop (main)',
    connection: 'Username-Password-Authentication',
    connection_id: 'con_0123456789abcdef',
    ip: '203.0.113.7',
    user_agent: 'Mozilla/5.0 (Linux; Android 16) Mobile',
    hostname: 'login.example.com',
    correlation_id: 'corr-1',
    session_id: 'a-session',
    details: { prompts: [{ name: 'login' }] },
  },
  {
    type: 'fp',
    user_id: ADA,
    user_name: 'ada@example.com',
    description: 'Wrong email or password.',
    ip: '203.0.113.7',
  },
  { type: 'seccft', client_id: 'machine', client_name: 'Machine', audience: 'https://api', scope: 'read:x' },
  {
    type: 's',
    user_id: 'auth0|b',
    user_name: 'bob@example.com',
    client_name: 'Shop (test)',
    user_agent: 'Mozilla/5.0',
  },
]
await app.database.query('delete from log_events')
for (const [i, event] of EVENTS.entries()) await store.logs.write(event, at(i))
await untilLogIsSettled(app.database)

const get = (path: string) => app.api('GET', path)
const query = (parameters: { [name: string]: string }) => `/logs?${new URLSearchParams(parameters)}`
async function types(parameters: { [name: string]: string }): Promise<string[]> {
  const { status, body } = await get(query(parameters))
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.map((event: { type: string }) => event.type)
}

const withScopes = (scopes: string[], path: string) => apiAs(app, scopes, 'GET', path)

t.test('the log is listed, the newest first, as an array or with totals', async t => {
  const { status, body } = await get('/logs')
  t.equal(status, 200)
  t.same(
    body.map((event: { date: string }) => event.date),
    [3, 2, 1, 0].map(i => at(i).toISOString()),
  )
  t.same(await types({ sort: 'date:1' }), ['s', 'fp', 'seccft', 's'])

  const { body: page } = await get(query({ include_totals: 'true', page: '1', per_page: '3', sort: 'date:1' }))
  t.match(page, { start: 3, limit: 3, length: 1, total: 4, logs: [{ user_name: 'bob@example.com' }] })
  const { body: beyond } = await get(query({ include_totals: 'true', page: '9', per_page: '100' }))
  t.same(beyond, { start: 900, limit: 100, length: 0, total: 4, logs: [] })
  t.same((await get(query({ per_page: '0' }))).body, [])
})

t.test('an event is shown as Auth0 shows it; what is not known is left out', async t => {
  const [first] = (await get(query({ sort: 'date:1', per_page: '1' }))).body
  const { log_id } = first
  t.match(log_id, /^90020310301000000000\d{18}$/)
  t.same(first, {
    _id: log_id,
    log_id,
    date: '2031-03-01T00:00:00.000Z',
    type: 's',
    description: null,
    user_id: ADA,
    user_name: 'Ada@example.com',
    client_id: 'shop-client',
    client_name: 'Shop (main)',
    connection: 'Username-Password-Authentication',
    connection_id: 'con_0123456789abcdef',
    ip: '203.0.113.7',
    user_agent: 'Mozilla/5.0 (Linux; Android 16) Mobile',
    isMobile: true,
    hostname: 'login.example.com',
    session_id: 'a-session',
    references: { correlation_id: 'corr-1' },
    details: { prompts: [{ name: 'login' }] },
  })
  t.same((await get(`/logs/${log_id}`)).body, first)

  const [machine] = (await get(query({ q: 'type:seccft' }))).body
  t.same(machine, {
    _id: machine.log_id,
    log_id: machine.log_id,
    date: at(2).toISOString(),
    type: 'seccft',
    description: null,
    client_id: 'machine',
    client_name: 'Machine',
    audience: 'https://api',
    scope: 'read:x',
    isMobile: false,
  })
})

t.test('an event that is not there is a 404, whatever its id looks like', async t => {
  for (const id of [newLogId(at(0)), 'nonsense', '900']) {
    const { status, body } = await get(`/logs/${id}`)
    t.equal(status, 404)
    t.same(body, { statusCode: 404, error: 'Not Found', message: 'Log not found.', errorCode: 'inexistent_log' })
  }
})

t.test('fields names what is shown, or what is not', async t => {
  t.same((await get(query({ fields: 'type,ip', q: 'type:fp' }))).body, [{ type: 'fp', ip: '203.0.113.7' }])
  const [event] = (await get(query({ fields: 'type,_id,log_id,date', include_fields: 'false', q: 'type:fp' }))).body
  t.same(Object.keys(event).sort(), ['description', 'ip', 'isMobile', 'user_id', 'user_name'])
  t.same((await get(query({ fields: 'type', q: 'type:fp', take: '5' }))).body, [{ type: 'fp' }])
})

t.test('q is Lucene over the fields of an event', async t => {
  const cases: [string, string[]][] = [
    ['type:s', ['s', 's']],
    ['type:(s OR fp) AND user_name:ada*', ['fp', 's']],
    [`user_id:"${ADA}"`, ['fp', 's']],
    ['client_name:"shop (main)"', ['s']],
    ['client_id:machine', ['seccft']],
    ['connection:username*', ['s']],
    ['ip:203.0.113.7', ['fp', 's']],
    ['date:[2031-03-01T00:00:01 TO 2031-03-01T00:00:02]', ['seccft', 'fp']],
    ['date:[2031-03-02 TO *]', []],
    ['description:*wrong*', ['fp']],
    ['-_exists_:user_id', ['seccft']],
    ['BOB@example.com', ['s']],
    ['NOT type:s', ['seccft', 'fp']],
    [`"' or 1=1 --"`, []],
    ['', ['s', 'seccft', 'fp', 's']],
  ]
  for (const [q, expected] of cases) t.same(await types({ q }), expected, q)
})

t.test('search matches the starts of names, and every term of it', async t => {
  const cases: [string, string[]][] = [
    ['shop', ['s', 's']],
    ['ADA', ['fp', 's']],
    ['shop ada', ['s']],
    ['application:shop user:bob', ['s']],
    ['user:"ada@example.com"', ['fp', 's']],
    ['user:"ada"', []],
    ['type:sec', ['seccft']],
    ['example', []],
  ]
  for (const [search, expected] of cases) t.same(await types({ search }), expected, search)
})

t.test('a query that cannot be understood is a 400 that says where', async t => {
  const { status, body } = await get(query({ q: 'type:s AND' }))
  t.equal(status, 400)
  t.equal(body.errorCode, 'invalid_query_string')
  t.match(body.message, /character/)
  t.equal((await get(query({ q: 'password:x' }))).status, 400)
  t.equal((await get(query({ search: 'password:x' }))).status, 400)
})

t.test('parameters that are none, or none of Auth0’s, are refused', async t => {
  for (const parameters of [
    { sort: 'ip:1' },
    { per_page: '101' },
    { page: '-1' },
    { take: '0' },
    { take: '101' },
    { nonsense: '1' },
    { from: 'nonsense' },
    { page: '20', per_page: '50' },
  ] as { [name: string]: string }[])
    t.equal((await get(query(parameters))).status, 400, JSON.stringify(parameters))
  const { body } = await get(query({ page: '10', per_page: '100' }))
  t.equal(body.message, 'You can only page through the first 1000 records. Page with from and take instead.')
})

t.test('from event to event: a bare array, after the one that is named, until there are no more', async t => {
  const seen: string[] = []
  let from: string | undefined
  for (;;) {
    const { body } = await get(query({ take: '3', ...(from ? { from } : {}) }))
    t.ok(Array.isArray(body))
    if (body.length === 0) break
    seen.push(...body.map((event: { type: string }) => event.type))
    from = body.at(-1).log_id
  }
  t.same(seen, ['s', 'fp', 'seccft', 's'])
})

t.test('from an event that is gone, its time counts', async t => {
  t.same(await types({ from: newLogId(at(1.5)), take: '10' }), ['seccft', 's'])
  t.same(await types({ from: newLogId(at(-1)), take: '10' }), ['s', 'fp', 'seccft', 's'])
})

t.test('a user’s log is hers alone', async t => {
  const { body } = await get(`/users/${encodeURIComponent(ADA)}/logs`)
  t.same(
    body.map((event: { type: string }) => event.type),
    ['fp', 's'],
  )
  const { body: page } = await get(`/users/${encodeURIComponent(ADA)}/logs?include_totals=true&per_page=1&sort=date:1`)
  t.match(page, { start: 0, limit: 1, length: 1, total: 2, logs: [{ type: 's' }] })
  t.same((await get(`/users/${encodeURIComponent('auth0|nobody')}/logs`)).body, [])
})

t.test('read:logs_users shows what users did and nothing else; without either there is a 403', async t => {
  const { body } = await withScopes(['read:logs_users'], '/logs?include_totals=true')
  t.equal(body.total, 3)
  t.notOk(body.logs.some((event: { type: string }) => event.type === 'seccft'))
  const checkpoint = await withScopes(['read:logs_users'], '/logs?take=100')
  t.equal(checkpoint.body.length, 3)
  const [machine] = (await get(query({ q: 'type:seccft' }))).body
  t.equal((await withScopes(['read:logs_users'], `/logs/${machine.log_id}`)).status, 404)
  t.equal((await withScopes(['read:logs'], `/logs/${machine.log_id}`)).status, 200)
  for (const path of ['/logs', `/logs/${machine.log_id}`, `/users/${encodeURIComponent(ADA)}/logs`]) {
    const refused = await withScopes(['read:users'], path)
    t.equal(refused.status, 403)
    t.equal(refused.body.message, 'Insufficient scope, expected any of: read:logs,read:logs_users')
  }
})

t.test('another tenant’s events are nobody’s business', async t => {
  await createTenant(app.store, { tenant_id: 'acme', domain: 'acme.test' }, newAdministrationClient(), at(0))
  const acme = app.store.forTenant({ tenant_id: 'acme', issuer: 'http://acme.test/' })
  await acme.logs.write({ type: 'acme', user_id: ADA }, at(10))
  await untilLogIsSettled(app.database)
  const [event] = await acme.logs.list({}, { direction: 'desc', limit: 1, offset: 0 })
  t.equal(event?.type, 'acme')
  t.equal((await get(`/logs/${event?.log_id}`)).status, 404)
  t.notOk((await types({ q: 'type:acme' })).length)
  t.notOk((await types({ take: '100' })).includes('acme'))
  t.same(await types({ from: event?.log_id ?? '', take: '100' }), [], 'its id counts as one that is gone')
})
