import t, { type Test } from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { createTestApp, KEYS } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { run } from '../support/process.ts'
import { statementsOf, untilFactsAreKept } from '../support/statements.ts'

const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const OFFICE = { 'x-forwarded-for': '192.0.2.10' }
const CAFE = { 'x-forwarded-for': '198.51.100.7' }
const HOME = { 'x-forwarded-for': '2001:db8:1::7' }
await app.adminToken()

const ROLES = '/api/v2/roles'
const DISCOVERY = '/.well-known/openid-configuration'

async function status(path: string, headers: { [name: string]: string } = {}): Promise<number> {
  const authorization = { authorization: `Bearer ${await app.adminToken()}` }
  return (await app.fetch(path, { headers: { ...headers, ...(path === ROLES ? authorization : {}) } })).status
}

const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
/** Waits until what was written is what is enforced. */
async function settled(): Promise<void> {
  const { rows } = await app.database.query('select count(*)::int as active from network_acls where active')
  await eventually(async () => (await store.facts.network_acls()).length === rows[0].active)
}

let priority = 0
/** In force until the test ends. */
async function inForce(t: Test, ...rules: object[]): Promise<void> {
  for (const rule of rules) {
    priority += 1
    const body = { description: 'a rule', active: true, priority, rule }
    const { status } = await app.api('POST', '/network-acls', body)
    t.equal(status, 201)
  }
  await settled()
  t.teardown(async () => {
    await app.database.query('delete from network_acls')
    await settled()
  })
}
const BLOCK = { block: true }

t.test('who has none pays nothing for it', async t => {
  await untilFactsAreKept(app)
  await status(DISCOVERY)
  t.same(await statementsOf(app, () => status(DISCOVERY)), [])
  await inForce(t, { action: BLOCK, match: { ipv4_cidrs: ['203.0.113.0/24'] }, scope: 'tenant' })
  await status(DISCOVERY)
  await untilFactsAreKept(app)
  await status(DISCOVERY)
  t.same(await statementsOf(app, () => status(DISCOVERY)), [], 'nor who has some, once they are known')
})

t.test('a client’s address is the one that trusted proxies say, in either family', async t => {
  await inForce(t, {
    action: BLOCK,
    match: { ipv4_cidrs: ['192.0.2.0/24', '203.0.113.9'], ipv6_cidrs: ['2001:db8:1::/48'] },
    scope: 'tenant',
  })
  t.equal(await status(DISCOVERY, OFFICE), 403)
  t.equal(await status(DISCOVERY, { 'x-forwarded-for': '::ffff:192.0.2.10' }), 403)
  t.equal(await status(DISCOVERY, { 'x-forwarded-for': '::FFFF:c000:20a' }), 403)
  t.equal(await status(DISCOVERY, HOME), 403)
  t.equal(await status(DISCOVERY, { 'x-forwarded-for': '203.0.113.9' }), 403)
  t.equal(await status(DISCOVERY, CAFE), 200)
  t.equal(await status(DISCOVERY, { 'x-forwarded-for': '192.0.2.10, 198.51.100.7' }), 200, 'what the client made up')
  t.equal(await status(DISCOVERY), 200)
  t.equal(await status('/healthz', OFFICE), 200, 'health is nobody’s')
})

t.test('the connection’s own address is no header’s to say', async t => {
  await inForce(t, { action: BLOCK, not_match: { connecting_ipv4_cidrs: ['127.0.0.0/8'] }, scope: 'tenant' })
  t.equal(await status(DISCOVERY, OFFICE), 200)
})

t.test('each signal must be as the list says, one value of it is enough', async t => {
  await inForce(t, {
    action: BLOCK,
    match: { ipv4_cidrs: ['192.0.2.0/24'], user_agents: ['BadBot/*', 'exactly this', '*crawler*spider*'] },
    not_match: { hostnames: ['other.localhost'] },
    scope: 'tenant',
  })
  const as = (agent: string, from: object = OFFICE) => status(DISCOVERY, { ...from, 'user-agent': agent })
  for (const agent of ['BadBot/1.0', 'BadBot/', 'exactly this', 'a crawler, a spider.'])
    t.equal(await as(agent), 403, agent)
  for (const agent of ['badbot/1.0', 'A BadBot/1.0', 'exactly this one', 'a spider, a crawler', 'crawlespider'])
    t.equal(await as(agent), 200, agent)
  t.equal(await as('BadBot/1.0', CAFE), 200)
})

t.test('no user agent keeps the server busy, whatever it is compared with', async t => {
  // The server looks at each of them in vain.
  const user_agents = ['*ab*', `${'*a'.repeat(200)}*b`, `*${'a'.repeat(400)}b*`]
  await inForce(t, { action: BLOCK, match: { user_agents }, scope: 'tenant' })
  t.equal(await status(DISCOVERY, { 'user-agent': 'a'.repeat(10_000) }), 200)
  t.equal(await status(DISCOVERY, { 'user-agent': `${'a'.repeat(499)}b` }), 403)
  t.equal(
    await status(DISCOVERY, { 'user-agent': `${'a'.repeat(500)}b` }),
    200,
    'what comes after 500 characters counts no more',
  )
  const rule = { action: BLOCK, match: { user_agents: Array(51).fill('*ab*') }, scope: 'tenant' }
  t.match(await app.api('POST', '/network-acls', { description: '', active: true, priority: 99, rule }), {
    status: 400,
    body: { message: /user_agents/ },
  })
})

t.test('a scope says what is kept from whom', async t => {
  const everybody = { ipv4_cidrs: ['0.0.0.0/0'] }
  const reach = async () => ({
    management: await status(ROLES),
    authentication: await status(DISCOVERY),
    registration: (await app.fetch('/oidc/register', { method: 'POST' })).status,
  })
  const open = await reach()
  t.match(open, { management: 200, authentication: 200 })
  t.not(open.registration, 403)
  const scopes = {
    authentication: { ...open, authentication: 403, registration: 403 },
    dynamic_client_registration: { ...open, registration: 403 },
  }
  for (const [scope, expected] of Object.entries(scopes))
    await t.test(scope, async t => {
      await inForce(t, { action: BLOCK, match: everybody, scope })
      t.same(await reach(), expected)
    })
  await t.test('management', async t => {
    await inForce(t, { action: BLOCK, match: { ipv4_cidrs: ['192.0.2.0/24'] }, scope: 'management' })
    t.equal(await status(ROLES, OFFICE), 403)
    t.equal(await status('/api/v2/openapi.json', OFFICE), 403)
    t.equal(await status(DISCOVERY, OFFICE), 200)
  })
})

t.test('the lowest priority decides; one that is not active does not count', async t => {
  await inForce(
    t,
    { action: { allow: true }, match: { ipv4_cidrs: ['192.0.2.10'] }, scope: 'tenant' },
    { action: BLOCK, match: { ipv4_cidrs: ['192.0.2.0/24'] }, scope: 'tenant' },
  )
  t.equal(await status(DISCOVERY, OFFICE), 200)
  t.equal(await status(DISCOVERY, { 'x-forwarded-for': '192.0.2.11' }), 403)
  const { body } = await app.api('GET', '/network-acls')
  await app.api('PATCH', `/network-acls/${body[1].id}`, { active: false })
  await settled()
  t.equal(await status(DISCOVERY, { 'x-forwarded-for': '192.0.2.11' }), 200)
})

t.test('one that only logs watches; what it saw stands in the log, not once for each request', async t => {
  await inForce(
    t,
    { action: { log: true, block: true }, match: { ipv4_cidrs: ['192.0.2.0/24'] }, scope: 'tenant' },
    {
      action: { redirect: true, redirect_uri: 'https://status.example/' },
      match: { ipv4_cidrs: ['192.0.2.10'] },
      scope: 'tenant',
    },
  )
  for (let n = 0; n < 5; n++) {
    const answer = await app.fetch(DISCOVERY, { headers: OFFICE })
    t.match(
      { status: answer.status, location: answer.headers.get('location') },
      { status: 302, location: 'https://status.example/' },
    )
  }
  const seen = async () =>
    (await app.api('GET', `/logs?q=${encodeURIComponent('type:acls_summary AND ip:192.0.2.10')}`)).body
  await eventually(
    async () =>
      (await seen()).filter(
        (one: { details: { action: { log?: true; redirect?: true } } }) =>
          one.details.action.log || one.details.action.redirect,
      ).length === 2,
  )
})

t.test('what is refused is said as fits whoever asked', async t => {
  await inForce(t, { action: BLOCK, match: { ipv4_cidrs: ['192.0.2.0/24'] }, scope: 'tenant' })
  const answer = async (path: string, method = 'GET') => {
    const response = await app.fetch(path, { method, headers: OFFICE })
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
  }
  t.match(await answer(ROLES), { status: 403, type: /json/, body: /"errorCode":"access_denied"/ })
  t.match(await answer('/oauth/token', 'POST'), { status: 403, type: /json/, body: /"error":"access_denied"/ })
  t.match(await answer('/authorize'), { status: 403, type: /html/ })
  t.match(await answer('/nowhere'), { status: 403 })
})

t.test('the lists of one tenant are no other’s', async t => {
  const host = `acl-other.localhost:${new URL(app.issuer).port}`
  await createTenant(app.store, { tenant_id: 'other', domain: host }, newAdministrationClient(), new Date())
  await inForce(t, { action: BLOCK, match: { ipv4_cidrs: ['192.0.2.0/24'] }, scope: 'tenant' })
  const { statusCode } = await app.server.inject({ url: DISCOVERY, headers: { host, ...OFFICE } })
  t.equal(statusCode, 200)
})

t.test('who locked everybody out, and herself, has the command line', async t => {
  await inForce(t, { action: BLOCK, match: { ipv4_cidrs: ['0.0.0.0/0'] }, scope: 'tenant' })
  t.equal(await status(ROLES), 403)
  const env = {
    DATABASE_URL: app.database.url,
    LINTEL_ISSUER: app.issuer,
    LINTEL_ENCRYPTION_KEYS: KEYS.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(),
  }
  const shown = await run(['tenant', 'show', '--json'], env)
  t.equal(shown.code, 0, shown.stderr)
  const unlocked = await run(['tenant', 'unlock', '--json'], env)
  t.match(
    { code: unlocked.code, said: JSON.parse(unlocked.stdout) },
    { code: 0, said: { network_acls_deactivated: 1 } },
  )
  await settled()
  t.equal(await status(ROLES), 200)
})
