import t from 'tap'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'

const app = await createTestApp(t)
const rule = { action: { block: true }, match: { ipv4_cidrs: ['203.0.113.0/24', '10.0.0.1'] }, scope: 'authentication' }
const acl = { description: 'No test networks', active: true, priority: 7, rule }

const create = (patch: object = {}) => app.api('POST', '/network-acls', { ...acl, ...patch })
const withRule = (patch: object, priority = 90) => create({ priority, rule: { ...rule, ...patch } })

t.test('a list is made, read, changed, replaced and removed', async t => {
  const made = await create()
  t.match(made, { status: 201, body: { ...acl, id: /^acl_[A-Za-z0-9]{22}$/, created_at: String, updated_at: String } })
  const at = `/network-acls/${made.body.id}`
  t.same((await app.api('GET', at)).body, made.body)
  t.match((await app.api('GET', '/network-acls?include_totals=true')).body, {
    total: 1,
    start: 0,
    limit: 50,
    network_acls: [made.body],
  })
  const patched = await app.api('PATCH', at, { active: false })
  t.match(patched, { status: 200, body: { ...acl, active: false } })
  const replaced = {
    description: 'Others',
    active: true,
    rule: { ...rule, scope: 'tenant', match: { hostnames: ['a.example'] } },
  }
  const put = await app.api('PUT', at, replaced)
  t.match(put, { status: 200, body: { ...replaced, priority: 50 } })
  t.same(put.body.rule, replaced.rule, 'nothing of the former rule is left')
  t.equal((await app.api('PUT', at, { active: true })).status, 400)
  t.match(await app.api('DELETE', at), { status: 200, body: { code: 204, object: '' } })
  t.equal((await app.api('DELETE', at)).status, 404)
  t.equal((await app.api('GET', at)).status, 404)
  t.match((await app.api('GET', '/logs?sort=date:-1')).body[0], { type: 'sapi', description: 'Delete a network ACL' })
})

t.test('of two lists of one priority, one is', async t => {
  const both = await Promise.all([create({ priority: 20 }), create({ priority: 20 })])
  t.same(both.map(({ status }) => status).sort(), [201, 409])
  t.match(
    both.find(({ status }) => status === 409),
    { body: { message: 'A Network ACL with this priority number has already been created.' } },
  )
  const { body } = await create({ priority: 21 })
  t.equal((await app.api('PATCH', `/network-acls/${body.id}`, { priority: 20 })).status, 409)
})

t.test('what one server cannot tell is refused by name', async t => {
  for (const [signal, values] of Object.entries({
    asns: [1234],
    auth0_managed: ['auth0.low_reputation'],
    geo_country_codes: ['US'],
    geo_subdivision_codes: ['US-NY'],
    ja3_fingerprints: ['x'],
    ja4_fingerprints: ['x'],
  }))
    for (const property of ['match', 'not_match'])
      t.match(await withRule({ match: undefined, [property]: { [signal]: values } }), {
        status: 400,
        body: { errorCode: 'operation_not_supported', message: new RegExp(`rule\\.${property}\\.${signal}`) },
      })
})

t.test('a rule says whom it is about and what happens', async t => {
  for (const [what, patch] of Object.entries({
    'nobody, which would be everybody': { match: undefined },
    'nobody by no signal': { match: {} },
    'no address': { match: { ipv4_cidrs: ['somewhere'] } },
    'the other family': { match: { ipv4_cidrs: ['2001:db8::/32'] } },
    'a network of too many bits': { match: { ipv4_cidrs: ['10.0.0.0/33'] } },
    'a zone': { match: { ipv6_cidrs: ['fe80::1%eth0'] } },
    'a port': { match: { hostnames: ['a.example:80'] } },
    'an empty list': { match: { user_agents: [] } },
    'nothing to do': { action: {} },
    'a deed and its contrary': { action: { block: true, allow: true } },
    'a deed that is denied': { action: { block: false } },
    'no way to go': { action: { redirect: true } },
    'a way and no going': { action: { block: true, redirect_uri: 'https://a.example/' } },
    'a way that runs': { action: { redirect: true, redirect_uri: 'javascript:alert(1)' } },
    'a scope that is none': { scope: 'everything' },
    'more than that': { extra: true },
  }))
    t.match(await withRule(patch), { status: 400, body: { errorCode: 'invalid_body' } }, what)
  for (const priority of [0, 101, 1.5]) t.equal((await create({ priority })).status, 400)
  t.match(
    await withRule(
      {
        action: { redirect: true, redirect_uri: 'https://a.example/', log: true },
        match: { ipv6_cidrs: ['2001:0db8:0000:0000:0000:0000:0000:0000/32', '::1'], user_agents: ['Mozilla/5.0*'] },
        not_match: { connecting_ipv4_cidrs: ['10.0.0.0/8'] },
      },
      91,
    ),
    { status: 201 },
  )
})

t.test('each verb has its scope', async t => {
  const { body } = await create({ priority: 60 })
  t.equal((await apiAs(app, ['read:network_acls'], 'PATCH', `/network-acls/${body.id}`, { active: false })).status, 403)
  t.equal(
    (await apiAs(app, ['update:network_acls'], 'PATCH', `/network-acls/${body.id}`, { active: false })).status,
    200,
  )
})
