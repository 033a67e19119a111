import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { SignJWT } from 'jose'
import t from 'tap'
import { clientOfDocument } from '../../src/oidc/client-id-metadata-document.ts'
import { grantToThirdParties, hostDocuments, letAgentsIn } from '../support/agents.ts'
import { claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'

const protocol = await createProtocol(t)
const { app, store } = protocol
const host = await hostDocuments(t)
const DEVICE = 'http://127.0.0.1/callback'
const AGENT = {
  client_name: 'Agent',
  redirect_uris: [DEVICE, 'agent://callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
}

const ask = (client_id: string, parameters: Parameters = {}) =>
  protocol.authorize(protocol.browser(), {
    client_id,
    response_type: 'code',
    redirect_uri: DEVICE,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    ...parameters,
  })
const isLetIn = (page: Awaited<ReturnType<typeof ask>>) =>
  page.status === 303 && /^\/u\//.test(locationOf(page).pathname)
const rowOf = (client_id: string) => store.clients.find(client_id)

/** As a later request would, by the clock of the caller. */
const later = (client_id: string, now: Date, url = '/authorize') =>
  clientOfDocument(
    { store, server: app.server, ip: '192.0.2.7', headers: {}, host: 'x', routeOptions: { url } } as never,
    client_id,
    now,
  )
const hours = (n: number) => new Date(Date.now() + n * 3_600_000)

t.test('off, as it is by default, a URL is no client and nothing is fetched', async t => {
  host.documents['/off'] = AGENT
  const page = await ask(host.url('/off'))
  t.equal(page.status, 400)
  t.equal(host.asked, 0)
  t.equal(
    (await protocol.get('/.well-known/openid-configuration')).body.client_id_metadata_document_supported,
    undefined,
  )
})

t.test('on, the discovery document says so', async t => {
  await letAgentsIn(protocol, { client_id_metadata_document_supported: true })
  t.match((await protocol.get('/.well-known/oauth-authorization-server')).body, {
    client_id_metadata_document_supported: true,
  })
  t.match((await app.api('GET', '/tenants/settings')).body, { client_id_metadata_document_supported: true })
})

t.test('the document makes the client, whose tokens name its URL', async t => {
  host.documents['/agent'] = { ...AGENT, logo_uri: 'https://agent.example/logo.png', 'x-more': 'unknown' }
  const client_id = host.url('/agent')
  const api = await protocol.createApi()
  await grantToThirdParties(protocol, api, ['read:things'])
  await protocol.settled()
  const ada = await protocol.createUser()
  const browser = protocol.browser()
  const before = host.asked
  // RFC 8252 §7.3: a device's port is whatever is free.
  const redirect_uri = 'http://127.0.0.1:49152/callback'
  const asks = { redirect_uri, audience: api.identifier, scope: 'openid offline_access read:things' }
  const first = await protocol.authorized({ client_id }, ada, asks, browser)
  t.match(first.callback.pathname, /^\/u\//, 'she is asked')
  const page = { headers: new Headers({ location: first.callback.href }) } as never
  t.match(JSON.parse((await protocol.door(browser, page, { do: 'read' })).body), {
    prompt: 'consent',
    client: { client_id, name: 'Agent', is_first_party: false },
  })
  const done = await protocol.door(browser, page, { do: 'consent', granted: true })
  const callback = locationOf(await browser.fetch(done.headers.get('location') ?? ''))
  t.equal(callback.host, '127.0.0.1:49152')
  const tokens = await protocol.redeem({ client_id }, { callback, verifier: first.verifier }, { redirect_uri })
  t.equal(tokens.status, 200, tokens.text)
  t.match(claimsOf(tokens.body.access_token), { azp: client_id, scope: 'openid read:things offline_access' })
  t.equal(claimsOf(tokens.body.id_token).aud, client_id)
  t.equal((await protocol.refresh({ client_id }, tokens.body.refresh_token)).status, 200)
  const userinfo = await protocol.get('/userinfo', { authorization: `Bearer ${tokens.body.access_token}` })
  t.equal(userinfo.body.sub, ada.user_id)
  t.equal(host.asked, before + 1, 'all of it by one fetch')

  t.match((await app.api('GET', `/clients/${encodeURIComponent(client_id)}`)).body, {
    client_id,
    external_client_id: client_id,
    external_metadata_type: 'cimd',
    external_metadata_created_by: 'client',
    third_party_security_mode: 'strict',
    is_first_party: false,
    app_type: 'native',
    callbacks: AGENT.redirect_uris,
    logo_uri: 'https://agent.example/logo.png',
    token_endpoint_auth_method: 'none',
  })
  const grants = (await app.api('GET', `/grants?client_id=${encodeURIComponent(client_id)}`)).body
  t.equal(grants.length, 2)
  const { rows } = await app.database.query(
    "select description from log_events where client_id = $1 and type = 'sapi'",
    [client_id],
  )
  t.same(rows, [{ description: 'Register a client by its metadata document' }])
})

t.test('a client that nobody has heard of is read where an authorization begins, and nowhere else', async t => {
  host.documents['/elsewhere'] = AGENT
  const client_id = host.url('/elsewhere')
  const before = host.asked
  const grant_type = 'authorization_code'
  t.equal((await protocol.token({ grant_type, client_id, code: 'x', redirect_uri: DEVICE })).status, 401)
  t.equal((await protocol.post('/oauth/revoke', { client_id, token: 'x' })).status, 401)
  t.ok((await protocol.get(`/v2/logout?client_id=${encodeURIComponent(client_id)}`)).status < 500)
  t.equal(host.asked, before)
})

t.test('what is no document’s URL is not asked for', async t => {
  const before = host.asked
  const { port } = new URL(host.origin)
  for (const client_id of [
    host.origin,
    `${host.origin}/`,
    `${host.origin}/agent#fragment`,
    `${host.origin}/a/../agent`,
    `${host.origin}/a/%2e%2e/agent`,
    `${host.origin}/%2E/agent`,
    `http://user@127.0.0.1:${port}/agent`,
    `http://user:pass@127.0.0.1:${port}/agent`,
    `http://127.1:${port}/agent`,
    `http://LOCALHOST:${port}/agent`,
    `http://localhost.:${port}/agent`,
    `http://0.0.0.0:${port}/agent`,
    `http://10.0.0.1:${port}/agent`,
    `ftp://127.0.0.1:${port}/agent`,
    `${host.origin}/a gent`,
    `${host.origin}/${'a'.repeat(300)}`,
    `${host.origin}\\agent`,
  ]) {
    t.equal((await ask(client_id)).status, 400, client_id)
    t.equal(await rowOf(client_id), undefined)
  }
  t.equal(host.asked, before)
})

t.test('a document that does not describe its client makes none', async t => {
  const bad: { [name: string]: (typeof host.documents)[string] } = {
    'another’s': { ...AGENT, client_id: host.url('/agent') },
    'of no client': { ...AGENT, client_id: undefined },
    'with a secret': { ...AGENT, client_secret: 'x' },
    'that wants a secret': { ...AGENT, token_endpoint_auth_method: 'client_secret_basic' },
    'without a redirect URI': { ...AGENT, redirect_uris: [] },
    'answered elsewhere': { ...AGENT, redirect_uris: ['https://evil.example/callback'] },
    'with a script': { ...AGENT, redirect_uris: ['javascript:alert(1)'] },
    'with a wildcard': { ...AGENT, redirect_uris: ['https://*.agent.example/callback'] },
    'with a statement': { ...AGENT, software_statement: 'x' },
    'of markup in its name': { ...AGENT, client_name: '<img src=x>' },
    'too large': { ...AGENT, padding: 'x'.repeat(20_000) },
    'of another type': (_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(JSON.stringify(AGENT))
    },
    'of no JSON': (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{')
    },
    'of a list': (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('[]')
    },
    moved: (_, response) => response.writeHead(302, { location: host.url('/agent') }).end(),
    forbidden: (_, response) => response.writeHead(403).end(),
    'cut off': (_, response) => response.destroy(),
  }
  for (const [name, document] of Object.entries(bad)) {
    const path = `/bad/${encodeURIComponent(name)}`
    host.documents[path] = document
    const page = await ask(host.url(path))
    t.equal(page.status, 400, name)
    t.match(page.body, 'invalid_client', name)
    t.equal(await rowOf(host.url(path)), undefined, name)
  }
})

t.test('a private address is not reached where the operator has not said so', async t => {
  const closed = await createProtocol(t, { outbound_allow: [] })
  await letAgentsIn(closed, { client_id_metadata_document_supported: true })
  const before = host.asked
  for (const client_id of [host.url('/agent'), 'https://169.254.169.254/latest/meta-data', 'https://[::1]/agent']) {
    const page = await closed.authorize(closed.browser(), {
      client_id,
      response_type: 'code',
      redirect_uri: DEVICE,
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    })
    t.equal(page.status, 400, client_id)
    t.notMatch(page.body, 'LINTEL_OUTBOUND_ALLOW', 'and the page does not tell what is there')
  }
  t.equal(host.asked, before)
})

t.test('the document is read once for a crowd, and again when its time is over', async t => {
  host.documents['/cached'] = (_, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.setHeader('cache-control', 'public, max-age=7200')
    response.end(JSON.stringify({ ...AGENT, client_id: host.url('/cached') }))
  }
  const client_id = host.url('/cached')
  const before = host.asked
  const pages = await Promise.all(Array.from({ length: 5 }, () => ask(client_id)))
  t.ok(pages.every(isLetIn))
  t.equal(host.asked, before + 1)
  await later(client_id, hours(1.9))
  t.equal(host.asked, before + 1)
  await later(client_id, hours(2.1))
  t.equal(host.asked, before + 2)
  t.equal((await rowOf(client_id))?.updated_at.getTime(), (await rowOf(client_id))?.created_at.getTime(), 'no write')
})

t.test('cache headers are bounded, both ways', async t => {
  for (const [path, cache, fresh, stale] of [
    ['/never', 'no-store', 0.08, 0.09],
    ['/always', 'max-age=99999999', 23.9, 24.1],
  ] as const) {
    host.documents[path] = (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.setHeader('cache-control', cache)
      response.end(JSON.stringify({ ...AGENT, client_id: host.url(path) }))
    }
    t.ok(isLetIn(await ask(host.url(path))))
    const before = host.asked
    await later(host.url(path), hours(fresh))
    t.equal(host.asked, before, `${path}: fresh`)
    await later(host.url(path), hours(stale))
    t.equal(host.asked, before + 1, `${path}: stale`)
  }
})

t.test('what the document takes back is gone', async t => {
  const client_id = host.url('/changing')
  host.documents['/changing'] = { ...AGENT, redirect_uris: [DEVICE, 'http://127.0.0.1/old'] }
  t.ok(isLetIn(await ask(client_id, { redirect_uri: 'http://127.0.0.1/old' })))
  host.documents['/changing'] = { ...AGENT, client_name: 'New name', redirect_uris: [DEVICE] }
  const now = await later(client_id, hours(2))
  t.match(now, { name: 'New name', callbacks: [DEVICE] }, 'for the request that finds it out')
  await protocol.settled()
  t.equal((await ask(client_id, { redirect_uri: 'http://127.0.0.1/old' })).status, 400)
  t.ok(isLetIn(await ask(client_id)))
})

t.test('a client with keys signs who it is, by those that its key set has now', async t => {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [first, second] = [pair(), pair()]
  const setOf =
    ({ publicKey }: { publicKey: KeyObject }) =>
    (_: unknown, response: ServerResponse) => {
      response.setHeader('content-type', 'application/jwk-set+json')
      response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] }))
    }
  const client_id = host.url('/signer')
  const document = { ...AGENT, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: host.url('/keys') }
  host.documents['/signer'] = document
  t.equal((await ask(client_id)).status, 400, 'not without its keys')
  host.documents['/keys'] = setOf(first)
  await later(client_id, hours(0.1))
  t.match(await rowOf(client_id), {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: String }] } },
  })
  t.ok(isLetIn(await ask(client_id)))

  const exchange = async (key: KeyObject | undefined) => {
    const assertion =
      key &&
      (await new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setIssuer(client_id)
        .setSubject(client_id)
        .setAudience(protocol.issuer)
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(key))
    return protocol.token({
      grant_type: 'authorization_code',
      code: 'no such code',
      redirect_uri: DEVICE,
      code_verifier: 'x'.repeat(43),
      ...(assertion
        ? {
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: assertion,
          }
        : { client_id }),
    })
  }
  const known = { status: 403, body: { error: 'invalid_grant' } }
  t.match(await exchange(first.privateKey), known, 'it is known; its code is not')
  t.equal((await exchange(second.privateKey)).status, 401)
  t.equal((await exchange(undefined)).status, 401, 'nor is it a public client')

  host.documents['/keys'] = setOf(second)
  await later(client_id, hours(2))
  await protocol.settled()
  t.match(await exchange(second.privateKey), known)
  t.equal((await exchange(first.privateKey)).status, 401)
  const { updated_at } = (await rowOf(client_id)) ?? {}
  await later(client_id, hours(4))
  t.same((await rowOf(client_id))?.updated_at, updated_at, 'the same keys are no change')
  t.match((await app.api('POST', '/clients/cimd/preview', { external_client_id: client_id })).body.mapped_fields, {
    token_endpoint_auth_method: 'private_key_jwt',
    client_authentication_methods: { private_key_jwt: { credentials: [{ kid: 'k', alg: 'ES256' }] } },
  })
})

t.test('a document that cannot be read any more stops its client, without being asked for at every turn', async t => {
  const client_id = host.url('/gone')
  host.documents['/gone'] = AGENT
  t.ok(isLetIn(await ask(client_id)))
  delete host.documents['/gone']
  const now = hours(2)
  const before = host.asked
  for (let i = 0; i < 3; i++) t.match(await later(client_id, now).catch(error => error), { error: 'invalid_client' })
  t.equal(host.asked, before + 1)
  t.ok(await rowOf(client_id), 'what people have permitted it stays')
  host.documents['/gone'] = AGENT
  const soon = new Date(now.getTime() + 31_000)
  t.match(await later(client_id, soon), { client_id })
})

t.test('switched off, its client stops', async t => {
  t.ok(isLetIn(await ask(host.url('/agent'))))
  await letAgentsIn(protocol, { client_id_metadata_document_supported: false })
  t.equal((await ask(host.url('/agent'))).status, 400)
  await letAgentsIn(protocol, { client_id_metadata_document_supported: true })
})

t.test('an administrator looks at a document, and takes its client up', async t => {
  const url = host.url('/managed')
  const preview = (external_client_id: string) => app.api('POST', '/clients/cimd/preview', { external_client_id })
  const registerIt = (external_client_id: string) => app.api('POST', '/clients/cimd/register', { external_client_id })
  t.same((await preview(url)).body, { errors: ['the document answers 404'] })
  t.match(await registerIt(url), { status: 400, body: { message: /could not be retrieved/ } })
  host.documents['/managed'] = { ...AGENT, redirect_uris: ['https://elsewhere.example/'] }
  t.match((await preview(url)).body, { validation: { valid: false, violations: [String] } })
  t.match(await registerIt(url), { status: 400, body: { message: /cannot be applied/ } })
  t.match((await preview('https://example.com/')).body, { validation: { valid: false } })

  host.documents['/managed'] = AGENT
  const mapped_fields = {
    external_client_id: url,
    name: 'Agent',
    app_type: 'native',
    callbacks: AGENT.redirect_uris,
    grant_types: AGENT.grant_types,
    token_endpoint_auth_method: 'none',
  }
  const validation = { valid: true, violations: [], warnings: [] }
  t.same((await preview(url)).body, { validation, mapped_fields })
  t.equal(await rowOf(url), undefined, 'looking makes nothing')
  t.same(await registerIt(url).then(({ status, body }) => ({ status, body })), {
    status: 201,
    body: { client_id: url, mapped_fields, validation },
  })
  t.equal((await rowOf(url))?.external_metadata_created_by, 'admin')
  host.documents['/managed'] = { ...AGENT, client_name: 'Agent 2' }
  t.match(await registerIt(url), { status: 200, body: { mapped_fields: { name: 'Agent 2' } } })
  await protocol.settled()
  t.equal((await preview(url)).body.client_id, url)

  t.ok(isLetIn(await ask(host.url('/agent'))))
  t.equal((await registerIt(host.url('/agent'))).status, 200, 'one that was made by its use')
  t.equal((await rowOf(host.url('/agent')))?.external_metadata_created_by, 'admin')
  const own = `/connections/${protocol.connection_id}/clients`
  t.equal((await app.api('PATCH', own, [{ client_id: url, status: true }])).status, 204)
  t.equal((await app.api('DELETE', `/clients/${encodeURIComponent(url)}`)).status, 204)
  t.equal(await rowOf(url), undefined)
})

t.test('a document of one tenant’s client is no client of another’s', async t => {
  const tenant = await app.store.createTenant({ tenant_id: 'other', domain: 'other.test' }, new Date(), async () => {})
  t.equal(await app.store.forTenant(tenant).clients.find(host.url('/agent')), undefined)
})

t.test('a host is asked so often, by whatever ports it is named', async t => {
  const key = ['client document', 'host', '127.0.0.1']
  const now = new Date()
  for (let i = 0; i < 100; i++) await protocol.store.throttles.hit(key, 900, now)
  const before = host.asked
  host.documents['/late'] = AGENT
  const refused = await later(host.url('/late'), now).catch(error => error)
  t.match(refused, { error: 'too_many_requests', statusCode: 429 })
  t.equal(host.asked, before)
  await protocol.store.throttles.clear(key)
})

t.test('a network names so many unknown documents, and a host is asked so often', async t => {
  for (let i = 0; i < 40; i++) await later(host.url(`/flood/${i}`), new Date()).catch(() => {})
  const before = host.asked
  const refused = await later(host.url('/flood/x'), new Date()).catch(error => error)
  t.match(refused, { error: 'too_many_requests', statusCode: 429 })
  t.equal(host.asked, before)
  t.ok(isLetIn(await ask(host.url('/cached'))), 'whom one knows is let in all the same')
})
