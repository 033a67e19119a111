import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { createPerson, databaseConnection, setOptions, storeOf } from '../support/scene.ts'

const app = await createTestApp(t)
const brute = (body?: object) => app.api(body ? 'PATCH' : 'GET', '/attack-protection/brute-force-protection', body)
const throttling = (body?: object) =>
  app.api(body ? 'PATCH' : 'GET', '/attack-protection/suspicious-ip-throttling', body)

t.test('unless something is set, it is what Auth0 sets', async t => {
  t.strictSame((await brute()).body, {
    enabled: true,
    shields: ['block', 'user_notification'],
    allowlist: [],
    mode: 'count_per_identifier_and_ip',
    max_attempts: 10,
  })
  t.strictSame((await throttling()).body, {
    enabled: true,
    shields: ['admin_notification', 'block'],
    allowlist: [],
    stage: {
      'pre-login': { max_attempts: 100, rate: 864_000 },
      'pre-user-registration': { max_attempts: 50, rate: 1_728_000 },
      'pre-custom-token-exchange': { max_attempts: 10, rate: 600_000 },
    },
  })
})

t.test('what is set is answered, the rest stays, and stages are merged', async t => {
  const set = {
    shields: ['block'],
    allowlist: ['127.0.0.1', '2001:db8::/32'],
    mode: 'count_per_identifier',
    max_attempts: 5,
  }
  t.strictSame((await brute(set)).body, { enabled: true, ...set })
  t.strictSame((await brute({ enabled: false })).body, { ...set, enabled: false })
  t.strictSame((await brute()).body, { ...set, enabled: false })
  const { body } = await throttling({ stage: { 'pre-login': { rate: 40_000 }, 'pre-user-registration': {} } })
  t.strictSame(body.stage, {
    'pre-login': { max_attempts: 100, rate: 40_000 },
    'pre-user-registration': { max_attempts: 50, rate: 1_728_000 },
    'pre-custom-token-exchange': { max_attempts: 10, rate: 600_000 },
  })
  t.strictSame((await throttling()).body, body)
  const settings = (await app.api('GET', '/tenants/settings')).body
  t.notOk('brute_force_protection' in settings, 'tenant settings do not show it')
  t.equal((await app.api('PATCH', '/tenants/settings', { friendly_name: 'Acme' })).status, 200)
  t.strictSame((await brute()).body, { ...set, enabled: false }, 'nor lose it')
})

t.test('two changes at once are both there', async t => {
  await Promise.all([brute({ max_attempts: 7 }), brute({ mode: 'count_per_identifier' }), brute({ enabled: true })])
  t.match((await brute()).body, { max_attempts: 7, mode: 'count_per_identifier', enabled: true })
})

t.test('what cannot be is refused', async t => {
  for (const body of [
    { max_attempts: 0 },
    { max_attempts: 101 },
    { mode: 'x' },
    { shields: ['admin_notification'] },
    { shields: ['block', 'block'] },
    { allowlist: ['example.com'] },
    { allowlist: ['192.0.2.1/33'] },
    { allowlist: ['fe80::1%eth0'] },
    { allowlist: Array.from({ length: 101 }, (_, i) => `192.0.2.${i}`) },
    { unknown: true },
  ])
    t.equal((await brute(body)).status, 400, JSON.stringify(body).slice(0, 60))
  for (const body of [
    { shields: ['user_notification'] },
    { stage: { 'pre-login': { max_attempts: 2_501 } } },
    { stage: { 'pre-login': { rate: 1_200 } } },
    { stage: { 'pre-user-registration': { rate: 86_400_001 } } },
    { stage: { 'pre-custom-token-exchange': { max_attempts: 0 } } },
    { stage: { 'pre-lunch': {} } },
  ])
    t.equal((await throttling(body)).status, 400, JSON.stringify(body))
  for (const id of ['x', '192.0.2.1%2F24', 'fe80::1%25eth0', '%00'])
    for (const method of ['GET', 'DELETE'])
      t.equal((await app.api(method, `/anomaly/blocks/ips/${id}`)).status, 400, id)
  t.equal((await app.api('GET', '/user-blocks')).status, 400)
  t.equal((await app.api('DELETE', '/user-blocks')).status, 400)
  t.equal((await app.api('GET', '/user-blocks/auth0%7Cnobody')).status, 404)
})

t.test('blocks are listed and lifted by identifier and by user', async t => {
  await brute({ enabled: true, shields: ['block'], mode: 'count_per_identifier_and_ip', max_attempts: 2 })
  const store = await storeOf(app)
  const connection = await databaseConnection(app)
  const person = await createPerson(app, { username: 'ada' })
  const id = encodeURIComponent(person.user_id)
  const fail = (identifier: string, ip: string) =>
    store.attempts.begin(
      { account: { connection_id: connection.id, identifier, network: ip, ip, max_attempts: 2, blocks: true } },
      new Date(),
    )
  const list = async (path: string) => (await app.api('GET', `/user-blocks${path}`)).body.blocked_for
  await fail(person.email, '192.0.2.1')
  t.same(await list(`/${id}`), [], 'one failure is no block')
  const failAll = async () => {
    for (const [name, ip] of [
      [person.email, '192.0.2.1'],
      [person.email, '192.0.2.2'],
      ['ada', '192.0.2.3'],
      ['bob', '192.0.2.1'],
    ] as const)
      for (let i = 0; i < 2; i++) await fail(name, ip)
  }
  await failAll()
  const block = (identifier: string, ip: string) => ({ identifier, ip, connection: connection.name })
  const hers = [block(person.email, '192.0.2.1'), block(person.email, '192.0.2.2'), block('ada', '192.0.2.3')]
  const byIp = (blocks: { ip: string }[]) => blocks.sort((a, b) => a.ip.localeCompare(b.ip))
  t.same(byIp(await list(`/${id}`)), hers)
  t.same(byIp(await list(`?identifier=${person.email.toUpperCase()}`)), hers.slice(0, 2))

  for (const [change, shown] of [
    [{ enabled: false }, 0],
    [{ enabled: true, shields: ['user_notification'] }, 0],
    [{ shields: ['block'] }, 3],
  ] as const) {
    await brute(change)
    t.equal((await list(`/${id}?consider_brute_force_enablement=true`)).length, shown)
    t.equal((await list(`/${id}?consider_brute_force_enablement=false`)).length, 3)
  }
  await setOptions(app, { brute_force_protection: false })
  t.equal((await list(`/${id}?consider_brute_force_enablement=true`)).length, 0, 'the connection blocks nobody')
  await setOptions(app, { brute_force_protection: true })

  t.equal((await app.api('DELETE', `/user-blocks?identifier=${person.email}`)).status, 204)
  t.same(await list(`/${id}`), hers.slice(2))
  t.equal((await app.api('DELETE', `/user-blocks/${id}`)).status, 204)
  t.same(await list(`/${id}`), [])
  t.equal((await list('?identifier=bob')).length, 1, 'somebody else’s stay')
  t.equal((await app.api('DELETE', '/user-blocks?identifier=nobody')).status, 204)
})

t.test('a network that has used up its attempts is blocked, with every address of it', async t => {
  await throttling({ stage: { 'pre-login': { max_attempts: 2, rate: 86_400_000 } } })
  const store = await storeOf(app)
  const network = '2001:db8:1:2'
  for (let i = 0; i < 2; i++)
    await store.attempts.begin(
      { network: { stage: 'pre-login', network, max_attempts: 2, rate: 86_400_000 } },
      new Date(),
    )
  const ask = (method: string, ip: string) => app.api(method, `/anomaly/blocks/ips/${ip}`)
  t.equal((await ask('GET', '2001:db8:1:2::5')).status, 200)
  t.equal((await ask('GET', '2001:db8:1:3::5')).status, 404)
  await throttling({ allowlist: ['2001:db8::/32'] })
  t.equal((await ask('GET', '2001:db8:1:2::5')).status, 404, 'it is allowed')
  await throttling({ allowlist: [], enabled: false })
  t.equal((await ask('GET', '2001:db8:1:2::5')).status, 404, 'nobody is blocked')
  await throttling({ enabled: true })
  t.equal((await ask('DELETE', '2001:db8:1:2::7')).status, 204)
  t.equal((await ask('GET', '2001:db8:1:2::5')).status, 404)
})

t.test('attempts are granted again as time goes by', async t => {
  const store = await storeOf(app)
  const network = { stage: 'pre-login', network: '192.0.2.77', max_attempts: 2, rate: 60_000 } as const
  const at = (seconds: number) => store.attempts.begin({ network }, new Date(1_800_000_000_000 + seconds * 1_000))
  const refusals = async (...seconds: number[]) => {
    const all = []
    for (const second of seconds) all.push((await at(second)).refusals)
    return all
  }
  t.same(await refusals(0, 0, 0, 30), [0, 0, 1, 2], 'no more than there are')
  t.same(await refusals(60, 61), [0, 1], 'one more after a minute')
  t.same(await refusals(1_000, 1_000, 1_000), [0, 0, 1], 'and never more than all')
  const faster = { ...network, rate: 1_000 }
  const then = (seconds: number) =>
    store.attempts.begin({ network: faster }, new Date(1_800_000_000_000 + seconds * 1_000))
  t.same([(await then(1_000)).refusals, (await then(1_001)).refusals], [2, 0], 'sooner, when it is so set')
})

t.test('failures are forgotten after thirty days, and blocks with them', async t => {
  const store = await storeOf(app)
  const account = {
    connection_id: 'con_1',
    identifier: 'old',
    network: 'n',
    ip: '192.0.2.1',
    max_attempts: 1,
    blocks: true,
  }
  const day = (days: number) => new Date(1_800_000_000_000 + days * 86_400_000)
  const once = { max_attempts: 1, mode: 'count_per_identifier_and_ip' } as const
  const beyond = async (days: number) => (await store.attempts.begin({ account }, day(days))).beyond
  t.same([await beyond(0), await beyond(1), await beyond(29)], [0, 1, 2])
  t.equal((await store.attempts.listBlocks([account], once, day(29))).length, 1)
  t.equal((await store.attempts.listBlocks([account], once, day(30))).length, 0)
  t.equal(await beyond(30), 0)
})
