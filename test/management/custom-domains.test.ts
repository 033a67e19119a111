import { createServer } from 'node:http'
import net from 'node:net'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp, freePort } from '../support/app.ts'
import { claimDomain, holdDomain } from '../support/custom-domain.ts'
import { eventually } from '../support/eventually.ts'
import { openDns, resolveLocalNames } from '../support/names.ts'

resolveLocalNames()
const dns = await openDns(t)
const app = await createTestApp(t, { dns_servers: [dns.address] })
const port = new URL(app.issuer).port
const STRANGER = `http://other.localhost:${port}/`
const administration = newAdministrationClient()
await createTenant(app.store, { tenant_id: 'other', domain: new URL(STRANGER).host }, administration, new Date())

const tokenOf = async (issuer: string, as: object, audience = `${issuer}api/v2/`) => {
  const body = JSON.stringify({ grant_type: 'client_credentials', ...as, audience })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  return ((await (await fetch(`${issuer}oauth/token`, init)).json()) as { access_token: string }).access_token
}
const token = await tokenOf(STRANGER, administration)

/** The other tenant's administrator. */
async function other(method: string, path: string, body?: object) {
  const response = await fetch(`${STRANGER}api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as any }
}
const otherClaims = async (domain: string) => {
  const { body } = await other('POST', '/custom-domains', { domain, type: 'auth0_managed_certs' })
  return { id: body.custom_domain_id as string, record: body.verification.methods[0].record as string }
}

const issuerAt = async (domain: string) => {
  const response = await fetch(`http://${domain}/.well-known/openid-configuration`)
  return response.status === 200 ? ((await response.json()) as { issuer: string }).issuer : response.status
}
const keysAt = async (domain: string) =>
  JSON.stringify(await (await fetch(`http://${domain}/.well-known/jwks.json`)).json())

t.test('a claimed domain waits for its proof, and answers nothing before', async t => {
  const { id, domain, txt_name, record } = await claimDomain(app, 'waiting')
  t.equal(txt_name, '_lintel-challenge.waiting.localhost')
  t.match(record, /^lintel-domain-verification=[A-Za-z0-9_-]{43}$/)
  t.match(await app.api('GET', `/custom-domains/${id}`), {
    status: 200,
    body: {
      custom_domain_id: /^cd_/,
      domain,
      primary: false,
      is_default: false,
      status: 'pending_verification',
      type: 'self_managed_certs',
      verification: { status: 'pending', methods: [{ name: 'txt', record, domain: txt_name }] },
      tls_policy: 'recommended',
      domain_metadata: {},
    },
  })
  t.equal(await issuerAt(domain), 404)
  t.match(await app.api('POST', `/custom-domains/${id}/verify`), {
    status: 201,
    body: { status: 'pending_verification', verification: { status: 'pending', error_msg: /TXT/ } },
  })
  t.equal((await app.api('POST', `/custom-domains/${id}/test`)).status, 409)
  t.match(await app.api('PATCH', '/custom-domains/default', { domain }), {
    status: 400,
    body: { message: 'The domain must be verified before it can be set as default.' },
  })

  for (const wrong of [[], ['something else'], [`${record}x`], [record.slice(0, -1), record.slice(-1)]]) {
    dns.txt.set(txt_name, wrong)
    t.equal((await app.api('POST', `/custom-domains/${id}/verify`)).body.status, 'pending_verification', wrong.join())
  }
  dns.txt.set(txt_name, ['v=spf1 -all', record])
  t.match(await app.api('POST', `/custom-domains/${id}/verify`), {
    body: { status: 'ready', verification: { status: 'verified', last_verified_at: String } },
  })
  t.equal(await issuerAt(domain), `http://${domain}/`)
  t.same((await app.api('POST', `/custom-domains/${id}/test`)).body, { success: true })
  dns.txt.delete(txt_name)
  t.equal((await app.api('POST', `/custom-domains/${id}/verify`)).body.status, 'ready', 'it is not lost to nobody')
})

t.test('a file on the web server of the domain is a proof too', async t => {
  const before = await freePort()
  const domain = `site.localhost:${before}`
  const { body } = await app.api('POST', '/custom-domains', { domain, type: 'self_managed_certs' })
  let says = 'hello'
  const site = createServer((request, response) => {
    if (request.url === '/.well-known/lintel-domain-verification') return response.end(`${says}\n`)
    response.writeHead(302, { location: '/.well-known/lintel-domain-verification' }).end()
  }).listen(before, '127.0.0.1')
  t.teardown(() => site.close())
  const verified = async () => (await app.api('POST', `/custom-domains/${body.custom_domain_id}/verify`)).body.status
  t.equal(await verified(), 'pending_verification')
  says = body.verification.methods[0].record
  t.equal(await verified(), 'ready')
  // It is no address of Lintel's, as long as its owner sends nobody there.
  t.match((await app.api('POST', `/custom-domains/${body.custom_domain_id}/test`)).body, { success: false })
})

t.test('what is no name of a host, or somebody’s already, is refused', async t => {
  const claim = (domain: string) => app.api('POST', '/custom-domains', { domain, type: 'self_managed_certs' })
  for (const domain of [
    'a b.example',
    'login.example.',
    'login..example',
    '-a.example',
    'localhost',
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '[::1]',
    'user@login.example',
    'login.example/path',
    'login.example:80',
    'login.example:99999',
    'bücher.example',
    'xn--.example',
    '*.example.com',
    '_a.example.com',
    'x'.repeat(256),
  ]) {
    const { status, body } = await claim(domain)
    t.match({ status, body }, { status: 400, body: { errorCode: 'invalid_body' } }, domain)
  }
  for (const taken of [`localhost:${port}`, new URL(STRANGER).host, new URL(STRANGER).host.toUpperCase()])
    t.ok([400, 409].includes((await claim(taken)).status), taken)
  t.equal((await claim('TWICE.localhost')).body.domain, 'twice.localhost')
  t.match(await claim('twice.localhost'), { status: 409, body: { message: 'Custom domain already exists.' } })
  t.match(await claim('xn--bcher-kva.example'), { status: 201 })
  for (const unenforced of [{ relying_party_identifier: 'a.example' }, { custom_client_ip_header: 'true-client-ip' }])
    t.match(
      await app.api('POST', '/custom-domains', { domain: 'x.localhost', type: 'self_managed_certs', ...unenforced }),
      { status: 400, body: { errorCode: 'operation_not_supported', message: new RegExp(Object.keys(unenforced)[0]!) } },
    )
})

t.test('a claim reserves nothing: whoever proves it has it', async t => {
  const { id, domain, txt_name, record } = await claimDomain(app, 'squatted')
  const theirs = await otherClaims(domain)
  t.not(theirs.record, record)
  dns.txt.set(txt_name, [theirs.record])
  t.equal((await app.api('POST', `/custom-domains/${id}/verify`)).body.status, 'pending_verification')
  t.equal((await other('POST', `/custom-domains/${theirs.id}/verify`)).body.status, 'ready')
  t.equal(await keysAt(domain), await keysAt(new URL(STRANGER).host))
  t.not(await keysAt(domain), await keysAt(new URL(app.issuer).host))
})

t.test('of two tenants that prove it at once, one has it', async t => {
  const { id, domain, txt_name, record } = await claimDomain(app, 'contested')
  const theirs = await otherClaims(domain)
  dns.txt.set(txt_name, [record, theirs.record])
  const both = await Promise.all([
    app.api('POST', `/custom-domains/${id}/verify`),
    other('POST', `/custom-domains/${theirs.id}/verify`),
  ])
  t.same(both.map(({ status }) => status).sort(), [201, 409])
})

t.test('who can prove it no more loses it to who can, and not before', async t => {
  const { id, domain, txt_name, record } = await holdDomain(app, dns, 'sold')
  const theirs = await otherClaims(domain)
  dns.txt.set(txt_name, [record, theirs.record])
  const theyVerify = () => other('POST', `/custom-domains/${theirs.id}/verify`)
  t.equal((await theyVerify()).status, 409, 'it is still proved')
  dns.txt.set(txt_name, [theirs.record])
  t.match(await theyVerify(), { status: 201, body: { status: 'ready' } })
  t.match((await app.api('GET', `/custom-domains/${id}`)).body, {
    status: 'failed',
    verification: { status: 'failed', error_msg: /another tenant/ },
  })
  t.match((await app.api('GET', '/logs')).body, [{ description: /custom domain was lost/ }])
  await eventually(async () => (await keysAt(domain)) === (await keysAt(new URL(STRANGER).host)))
})

t.test('one tenant neither sees nor uses the domains of another', async t => {
  const { id, domain, issuer } = await holdDomain(app, dns, 'mine')
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/verify'],
    ['POST', '/test'],
  ] as const)
    t.equal((await other(method, `/custom-domains/${id}${path}`, method === 'PATCH' ? {} : undefined)).status, 404)
  t.equal((await other('DELETE', `/custom-domains/${id}`)).status, 204)
  t.equal(await issuerAt(domain), issuer)
  t.notOk((await other('GET', '/custom-domains')).body.some((one: { domain: string }) => one.domain === domain))
  t.equal((await other('PATCH', '/custom-domains/default', { domain })).status, 400)
  // A token of one is nothing at the other, at whichever issuer.
  const at = (at: string, bearer: string) =>
    fetch(`${at}api/v2/roles`, { headers: { authorization: `Bearer ${bearer}` } }).then(({ status }) => status)
  t.equal(await at(issuer, token), 401)
  t.equal(await at(issuer, await app.adminToken()), 200)
})

t.test('the Management API is one, with the audience of the tenant’s own issuer', async t => {
  const { issuer } = await holdDomain(app, dns, 'api')
  const { ADMIN } = await import('../support/app.ts')
  const here = await tokenOf(issuer, ADMIN, `${app.issuer}api/v2/`)
  for (const at of [app.issuer, issuer]) {
    const answer = await fetch(`${at}api/v2/roles`, { headers: { authorization: `Bearer ${here}` } })
    t.equal(answer.status, 200, at)
  }
  t.equal(await tokenOf(issuer, ADMIN, `${issuer}api/v2/`), undefined)
  const { status, headers } = await fetch(`${issuer}api/v2/roles`)
  t.equal(status, 401)
  t.match(headers.get('www-authenticate'), `resource_metadata="${app.issuer}.well-known`)
})

t.test('links lead to the domain that a request names, or came to, or to the default', async t => {
  const first = await holdDomain(app, dns, 'first')
  const second = await holdDomain(app, dns, 'second')
  const { body: user } = await app.api('POST', '/users', {
    connection: 'Username-Password-Authentication',
    email: 'ada@example.com',
    email_verified: true,
    password: 'correct horse battery',
  })
  const ticketAt = async (issuer: string, headers: object = {}) => {
    const response = await fetch(`${issuer}api/v2/tickets/password-change`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await app.adminToken()}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ user_id: user.user_id }),
    })
    const { ticket } = (await response.json()) as { ticket?: string }
    return ticket === undefined ? response.status : `${new URL(ticket).origin}/`
  }
  const named = (domain: string) => ({ 'auth0-custom-domain': domain })
  t.equal(await ticketAt(app.issuer), app.issuer)
  t.equal(await ticketAt(first.issuer), first.issuer)
  t.equal(await ticketAt(app.issuer, named(second.domain)), second.issuer)
  t.equal(await ticketAt(first.issuer, named(new URL(app.issuer).host)), app.issuer)
  for (const wrong of [new URL(STRANGER).host, `squatted.localhost:${port}`, 'evil.example', ''])
    t.equal(await ticketAt(app.issuer, named(wrong)), 400, wrong)

  t.same((await app.api('GET', '/custom-domains/default')).body, { domain: new URL(app.issuer).host })
  t.match(await app.api('PATCH', '/custom-domains/default', { domain: second.domain }), {
    status: 200,
    body: { domain: second.domain, is_default: true, primary: true },
  })
  t.match((await app.api('GET', '/custom-domains/default')).body, { custom_domain_id: second.id })
  await eventually(async () => (await ticketAt(app.issuer)) === second.issuer)
  t.equal(await ticketAt(first.issuer), first.issuer)
  t.match(await app.api('DELETE', `/custom-domains/${second.id}`), {
    status: 409,
    body: { message: /^Cannot delete the default custom domain/ },
  })
  await app.api('PATCH', '/custom-domains/default', { domain: new URL(app.issuer).host })
  await eventually(async () => (await ticketAt(app.issuer)) === app.issuer)
  t.equal((await app.api('DELETE', `/custom-domains/${second.id}`)).status, 204)
  t.equal((await app.api('DELETE', `/custom-domains/${second.id}`)).status, 204)
  await eventually(async () => (await issuerAt(second.domain)) === 404)
})

t.test('metadata is merged; a list is filtered, sorted, paged and picked from', async t => {
  const { id, domain } = await claimDomain(app, 'aaa')
  const patched = await app.api('PATCH', `/custom-domains/${id}`, { domain_metadata: { a: '1', b: '2' } })
  t.same(patched.body.domain_metadata, { a: '1', b: '2' })
  t.same(
    (await app.api('PATCH', `/custom-domains/${id}`, { domain_metadata: { a: null, c: '3' } })).body.domain_metadata,
    { b: '2', c: '3' },
  )
  t.equal((await app.api('PATCH', `/custom-domains/${id}`, { domain: 'b.localhost' })).status, 400)
  const list = async (query: string) => (await app.api('GET', `/custom-domains?${query}`)).body
  t.equal((await list('sort=domain:1'))[0].domain, domain)
  t.same(await list('q=domain:aaa*&fields=domain'), [{ domain }])
  t.same(await list(`q=${encodeURIComponent(`domain:"${domain}" AND status:ready`)}`), [])
  t.equal((await app.api('GET', '/custom-domains?q=domain_metadata.a:1')).status, 400)
  const first = await list('take=1')
  t.equal(first.custom_domains.length, 1)
  const second = await list(`take=1&from=${first.next}`)
  t.not(second.custom_domains[0].custom_domain_id, first.custom_domains[0].custom_domain_id)
})

t.test('each verb has its scope', async t => {
  const { id } = await claimDomain(app, 'scoped')
  t.equal((await apiAs(app, ['read:custom_domains'], 'POST', `/custom-domains/${id}/verify`)).status, 403)
  t.equal((await apiAs(app, ['create:custom_domains'], 'POST', `/custom-domains/${id}/verify`)).status, 201)
})

t.test('the Host header names a tenant, or nobody', async t => {
  const { domain, issuer } = await holdDomain(app, dns, 'exact')
  const ask = (target: string, ...headers: string[]) =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(Number(port), '127.0.0.1')
      let said = ''
      socket.on('data', chunk => {
        said += chunk
      })
      socket.on('close', () => resolve(said))
      socket.on('error', reject)
      socket.write(`GET ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\nconnection: close\r\n\r\n`)
    })
  const path = '/.well-known/openid-configuration'
  const named = (answer: string) => /"issuer":"([^"]+)"/.exec(answer)?.[1]
  t.equal(named(await ask(path, `host: ${domain}`)), issuer)
  t.equal(named(await ask(path, `host: ${domain.toUpperCase()}`)), issuer, 'in any case')
  for (const wrong of [
    `exact.localhost.:${port}`,
    'exact.localhost',
    'exact.localhost:80',
    `exact.localhost:0${port}`,
    `user@${domain}`,
    `${domain}/`,
    `evil.example, ${domain}`,
    `еxact.localhost:${port}`,
    `exact%2elocalhost:${port}`,
  ])
    t.equal(named(await ask(path, `host: ${wrong}`)), undefined, wrong)
  t.equal(named(await ask(path, 'host: evil.example', `x-forwarded-host: ${domain}`)), undefined)
  t.equal(named(await ask(path, `host: ${domain}`, 'x-forwarded-host: evil.example')), issuer)
  t.equal(named(await ask(path, `host: ${domain}`, `forwarded: host=${new URL(STRANGER).host}`)), issuer)
  // RFC 9112 §3.2.2
  t.equal(named(await ask(`${issuer}${path.slice(1)}`, `host: ${domain}`)), issuer)
  t.equal(named(await ask(`${STRANGER}${path.slice(1)}`, `host: ${domain}`)), undefined)
  // RFC 9112 §3.2: a proxy may have judged the other one.
  t.match(await ask(path, `host: ${domain}`, `host: ${new URL(STRANGER).host}`), /^HTTP\/1.1 400 /)
})

t.test('a domain that is removed stops on every replica', async t => {
  const { id, domain } = await holdDomain(app, dns, 'replicated')
  const replica = await createTestApp(t, { database: app.database })
  const there = async () => {
    const { statusCode } = await replica.server.inject({
      url: '/.well-known/openid-configuration',
      headers: { host: domain },
    })
    return statusCode
  }
  t.equal(await there(), 200)
  t.equal(await there(), 200)
  await app.api('DELETE', `/custom-domains/${id}`)
  await eventually(async () => (await there()) === 404 && (await issuerAt(domain)) === 404)
})
