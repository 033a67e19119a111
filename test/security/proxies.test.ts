// What a proxy in front of Lintel says counts only from a configured one, and of that only the client's address.
import { connect } from 'node:net'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { createClient, createPerson, PASSWORD, visit } from '../support/scene.ts'
import { localhostTls } from '../support/tls.ts'
import { errorsOf, Visitor } from '../support/visitor.ts'

const behind = await createTestApp(t, { trusted_proxies: ['127.0.0.1', '::1'] })
const client = await createClient(behind)

/** The address that the log has for one failed sign-in. */
async function addressBehind(app: TestApp, forwarded: string): Promise<string | undefined> {
  const who = `${Buffer.from(forwarded).toString('hex').slice(-40)}@example.com`
  const { page, visitor } = await visit(app, client, {}, new Visitor(app.issuer, { 'x-forwarded-for': forwarded }))
  const answered = await visitor.submit(page, { username: who, password: 'wrong' })
  t.same(errorsOf(answered), ['wrong-credentials'], forwarded)
  const { rows } = await app.database.query("select ip from log_events where user_name = $1 and type = 'fu'", [who])
  return rows[0]?.ip as string | undefined
}

t.test('an X-Forwarded-For that names no address is refused, not taken for one (CVE-2024-47070)', async t => {
  const person = await createPerson(behind)
  for (const forwarded of [
    'garbage',
    'unknown',
    '_hidden',
    '999.1.1.1',
    '1.2.3',
    '192.0.2.1, garbage',
    "' or 1=1",
    '0x7f.1',
  ]) {
    const response = await behind.fetch('/v2/logout', { headers: { 'x-forwarded-for': forwarded } })
    t.equal(response.status, 400, forwarded)
    const api = await behind.fetch('/api/v2/users', {
      headers: { 'x-forwarded-for': forwarded, authorization: `Bearer ${await behind.adminToken()}` },
    })
    t.match(await api.json(), { statusCode: 400, message: /X-Forwarded-For/ }, forwarded)
  }
  const { page, visitor } = await visit(
    behind,
    client,
    {},
    new Visitor(behind.issuer, { 'x-forwarded-for': '192.0.2.1' }),
  )
  visitor.headers['x-forwarded-for'] = 'garbage'
  const refused = await visitor.submit(page, { username: person.email, password: PASSWORD })
  t.equal(refused.status, 400, 'and no stage is passed by it')
  t.equal(refused.headers.get('location'), null)
  const { rows } = await behind.database.query('select 1 from log_events where user_name = $1', [person.email])
  t.equal(rows.length, 0)
})

t.test('the address is the last one that no trusted proxy has, without the port that some write', async t => {
  for (const [forwarded, address] of [
    ['192.0.2.2', '192.0.2.2'],
    ['198.51.100.1, 192.0.2.3', '192.0.2.3'],
    ['198.51.100.1, 192.0.2.4, 127.0.0.1', '192.0.2.4'],
    ['192.0.2.5:51004', '192.0.2.5'],
    ['[2001:db8::5]:443', '2001:db8::5'],
    ['2001:db8::6', '2001:db8::6'],
  ] as const) {
    t.equal(await addressBehind(behind, forwarded), address, forwarded)
  }
})

t.test('without a configured proxy the header is what anybody may write', async t => {
  const alone = await createTestApp(t)
  const response = await alone.fetch('/v2/logout', { headers: { 'x-forwarded-for': 'garbage' } })
  t.equal(response.status, 200)
  const line = alone.logs.find(log => log.includes('"route":"/v2/logout"'))
  t.match(JSON.parse(line ?? '{}').ip, /127\.0\.0\.1|::1/)
})

t.test('another address in the header is no other network for the limits', async t => {
  const alone = await createTestApp(t)
  const shop = await createClient(alone)
  const { page, visitor } = await visit(alone, shop)
  let last = page
  for (let i = 0; i < 11; i++) {
    visitor.headers['x-forwarded-for'] = `192.0.2.${i}`
    last = await visitor.submit(page, { username: 'nobody@example.com', password: 'wrong' })
  }
  t.equal(last.status, 429)
})

t.test('the Host decides the tenant, also behind a proxy that passes X-Forwarded-Host on', async t => {
  const { host, port } = new URL(behind.issuer)
  const domain = `other.localhost:${port}`
  await createTenant(behind.store, { tenant_id: 'other', domain }, newAdministrationClient(), new Date())
  for (const forged of [domain, 'evil.test', `${domain}, ${host}`, `${host}, ${domain}`]) {
    const response = await behind.fetch('/.well-known/openid-configuration', {
      headers: { 'x-forwarded-host': forged, 'x-forwarded-proto': 'https', forwarded: `host=${forged};proto=https` },
    })
    t.equal(((await response.json()) as { issuer?: string }).issuer, behind.issuer, forged)
    t.equal(response.headers.get('strict-transport-security'), null)
  }
})

t.test('HSTS goes with an https issuer', async t => {
  const secure = await createTestApp(t, { tls: localhostTls() })
  t.equal((await secure.fetch('/v2/logout')).headers.get('strict-transport-security'), 'max-age=31536000')
})

const asHost = (header: string) =>
  new Promise<string>(resolve => {
    let text = ''
    const socket = connect(Number(new URL(behind.issuer).port), '127.0.0.1')
    socket.on('data', data => {
      text += data
    })
    socket.on('close', () => resolve(text))
    socket.write(`GET /.well-known/openid-configuration HTTP/1.0\r\n${header}\r\n`)
  })

t.test('a Host is a name, however it is written (GHSA-j748-h363-wqj8), and without one there is nobody', async t => {
  const { host, port } = new URL(behind.issuer)
  for (const written of [host, host.toUpperCase()]) {
    const answer = await asHost(`Host: ${written}\r\n`)
    t.match(answer, /^HTTP\/1\.1 200/, written)
    t.match(answer, `"issuer":"${behind.issuer}"`, written)
  }
  for (const header of [
    '',
    'Host: \r\n',
    `Host: localhost.:${port}\r\n`,
    `Host: evil@${host}\r\n`,
    `Host: ${host}/\r\n`,
  ])
    t.match(await asHost(header), /^HTTP\/1\.1 40[04]/, JSON.stringify(header))
})
