import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { Client } from '../../src/store/clients.ts'
import type { JsonObject } from '../../src/store/schema.ts'
import { eventually } from '../support/eventually.ts'
import {
  CALLBACK,
  challengeOf,
  createProtocol,
  locationOf,
  type Parameters,
  type Person,
  type Protocol,
} from '../support/protocol.ts'
import type { Visited } from '../support/visitor.ts'

// RFC 9126: pushed authorization requests

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi()
const app = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  client_secret: 'a-secret-of-this-app-0123456789',
  grant_types: ['authorization_code', 'refresh_token', 'implicit'],
})
const VERIFIER = randomBytes(32).toString('base64url')

const asked = (client: Client, parameters: Parameters = {}): Parameters => ({
  client_id: client.client_id,
  client_secret: client.token_endpoint_auth_method === 'none' ? undefined : client.client_secret,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid profile',
  state: 'state',
  code_challenge: challengeOf(VERIFIER),
  code_challenge_method: 'S256',
  ...parameters,
})

const push = (client: Client, parameters: Parameters = {}, on = p) => on.post('/oauth/par', asked(client, parameters))

async function pushed(client: Client, parameters: Parameters = {}): Promise<string> {
  const { status, body, text } = await push(client, parameters)
  t.equal(status, 201, text)
  return body.request_uri
}

const ask = (client: Client, request_uri: string, browser = p.browser(), parameters: Parameters = {}) =>
  p.authorize(browser, { client_id: client.client_id, request_uri, ...parameters })

const redeem = (client: Client, page: Visited) =>
  p.redeem(client, { callback: locationOf(page), verifier: VERIFIER }, { client_secret: client.client_secret })

async function settings(change: JsonObject, on: Protocol = p): Promise<void> {
  await on.store.settings.update(change, new Date())
  await on.settled()
}

/** As if the request had been pushed `seconds` earlier. */
const age = (seconds: number) =>
  p.app.database.query(
    `update artefacts set payload = jsonb_set(jsonb_set(payload, '{exp}', to_jsonb((payload->>'exp')::int - $1::int)),
       '{iat}', to_jsonb((payload->>'iat')::int - $1::int)) where kind = 'PushedAuthorizationRequest'`,
    [seconds],
  )

t.test('a pushed request is used by naming it: what was pushed counts, and nothing else', async t => {
  const { status, body, headers } = await push(app)
  t.equal(status, 201)
  t.equal(headers.get('cache-control'), 'no-store')
  t.match(body, { request_uri: /^urn:ietf:params:oauth:request_uri:/, expires_in: 30 })
  t.same(Object.keys(body).sort(), ['expires_in', 'request_uri'])

  const browser = p.browser()
  const page = await ask(app, body.request_uri, browser, { scope: 'openid email', state: 'another', nonce: 'smuggled' })
  t.match(locationOf(page).pathname, /^\/u\//)
  const landed = await p.signIn(browser, page, person)
  const callback = locationOf(landed)
  t.equal(callback.origin + callback.pathname, CALLBACK)
  t.equal(callback.searchParams.get('state'), 'state')
  const tokens = await redeem(app, landed)
  t.equal(tokens.status, 200, tokens.text)
  t.equal(tokens.body.scope, 'openid profile')
  t.notMatch(JSON.stringify(tokens.body), /smuggled/)
})

t.test('with a session there is a code at once', async t => {
  const { browser } = await p.authorized(app, person, { prompt: undefined })
  const page = await ask(app, await pushed(app), browser)
  t.ok(locationOf(page).searchParams.get('code'))
  t.equal(locationOf(page).searchParams.get('iss'), p.issuer, 'RFC 9207')
})

t.test('a request_uri has one use', async t => {
  const { browser } = await p.authorized(app, person)
  const request_uri = await pushed(app)
  t.ok(locationOf(await ask(app, request_uri, browser)).searchParams.get('code'))
  const again = await ask(app, request_uri, browser)
  t.equal(again.status, 400)
  t.match(again.body, /already used/)
})

t.test('of many uses at once one wins', async t => {
  const request_uri = await pushed(app)
  const browsers = await Promise.all(Array.from({ length: 6 }, () => p.authorized(app, person)))
  const pages = await Promise.all(browsers.map(({ browser }) => ask(app, request_uri, browser)))
  const codes = pages.filter(page => page.headers.get('location')?.includes('code='))
  t.equal(codes.length, 1)
})

t.test('two sign-ins that began with one request_uri end in one code, however late', async t => {
  const request_uri = await pushed(app)
  const [first, second] = [p.browser(), p.browser()]
  const pages = [await ask(app, request_uri, first), await ask(app, request_uri, second)]
  await age(600)
  const landed = await p.signIn(first, pages[0]!, person)
  t.ok(locationOf(landed).searchParams.get('code'), 'the person took her time')
  const late = await p.signIn(second, pages[1]!, person)
  t.notMatch(late.headers.get('location') ?? '', /code=/)

  await p.app.database.query(`delete from artefacts where kind = 'PushedAuthorizationRequest'`)
  const third = p.browser()
  const orphan = await ask(app, await pushed(app), third)
  await p.app.database.query(`delete from artefacts where kind = 'PushedAuthorizationRequest'`)
  const lost = await p.signIn(third, orphan, person)
  t.notMatch(lost.headers.get('location') ?? '', /code=/, 'a request that is gone gives none')
})

t.test('it expires when it says: 30 seconds in Auth0’s dialect, 60 in the RFCs’, or as its client says', async t => {
  const { browser } = await p.authorized(app, person)
  const request_uri = await pushed(app)
  await age(31)
  const late = await ask(app, request_uri, browser)
  t.equal(late.status, 400)
  t.match(late.body, /expired/)

  await settings({ protocol_dialect: 'rfc' })
  t.equal((await push(app)).body.expires_in, 60)
  await settings({ protocol_dialect: 'auth0' })

  for (const par_request_expiry of [10, 600]) {
    const patient = await p.createClient({ par_request_expiry })
    const signedIn = await p.authorized(patient, person)
    const answer = await push(patient)
    t.equal(answer.body.expires_in, par_request_expiry)
    await age(par_request_expiry - 2)
    const page = await ask(patient, answer.body.request_uri, signedIn.browser)
    t.ok(locationOf(page).searchParams.get('code'), `good for ${par_request_expiry} seconds`)
    const other = await push(patient)
    await age(par_request_expiry + 1)
    t.equal((await ask(patient, other.body.request_uri, signedIn.browser)).status, 400)
  }
})

t.test('what is pushed cannot say how long it lives', async t => {
  const answer = await push(app, { exp: '9999999999', expires_in: '9999' })
  t.equal(answer.body.expires_in, 30)
})

t.test('a request_uri is its client’s alone', async t => {
  const other = await p.createClient()
  const { browser } = await p.authorized(other, person)
  const page = await ask(other, await pushed(app), browser)
  t.notMatch(page.headers.get('location') ?? '', /code=/)
  t.match(page.body, /client_id/)
  const named = await ask(other, await pushed(app), browser, { redirect_uri: CALLBACK })
  t.notMatch(named.headers.get('location') ?? '', /code=/)
  const mixed = await push(app, { client_id: other.client_id })
  t.equal(mixed.status, 401, 'and nobody pushes for another')
})

t.test('a client authenticates as it does at the token endpoint', async t => {
  const wrong = await push(app, { client_secret: 'another-secret-of-some-length' })
  t.equal(wrong.status, 401)
  t.same(wrong.body, { error: 'access_denied', error_description: 'Unauthorized' })
  t.equal((await push(app, { client_secret: undefined })).status, 401)
  const basic = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')
  const form = asked(app, { client_secret: undefined })
  t.equal((await p.post('/oauth/par', form, { authorization: `Basic ${basic}` })).status, 401, 'not its method')
  await eventually(async () => {
    const { rows } = await p.app.database.query(`select client_id from log_events where type = 'fpar'`)
    return rows.filter(row => row.client_id === app.client_id).length >= 3
  })

  const open = await p.createClient()
  t.equal((await push(open)).status, 201, 'a public client may push')
  const json = await p.app.fetch('/oauth/par', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked(app)),
  })
  t.equal(json.status, 201)

  await settings({ protocol_dialect: 'rfc' })
  const rfc = await push(app, { client_secret: 'another-secret-of-some-length' })
  t.equal(rfc.status, 401)
  t.equal(rfc.body.error, 'invalid_client')
  await settings({ protocol_dialect: 'auth0' })
})

t.test('what is wrong with a request is said when it is pushed', async t => {
  const wrong: [Parameters, string][] = [
    [{ redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    [{ redirect_uri: undefined }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_mode: 'carrier_pigeon' }, 'unsupported_response_mode'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'request_uri_not_supported'],
    [{ scope: 'openid "' }, 'invalid_scope'],
    [{ state: ['one', 'two'] }, 'invalid_request'],
    [{ audience: 'https://nobody.example/' }, 'access_denied'],
    [{ audience: ['https://a.example/', 'https://b.example/'] }, 'invalid_target'],
    [{ connection: 'nobody-knows' }, 'invalid_request'],
    [{ organization: 'org_123' }, 'invalid_request'],
    [{ invitation: 'inv' }, 'invalid_request'],
    [{ response_mode: 'web_message' }, 'invalid_request'],
    [{ response_mode: 'web_message.jwt' }, 'invalid_request'],
  ]
  for (const [parameters, error] of wrong) {
    const { status, body } = await push(app, parameters)
    t.ok(status >= 400 && status < 500, JSON.stringify(parameters))
    t.equal(body.error, error, JSON.stringify(parameters))
  }
  const missing = await push(await p.createClient(), { code_challenge: undefined, code_challenge_method: undefined })
  t.equal(missing.body.error, 'invalid_request', 'a public client needs PKCE here too')
})

t.test('an unknown, foreign or malformed request_uri is refused, and none is fetched', async t => {
  const { browser } = await p.authorized(app, person)
  for (const request_uri of [
    'urn:ietf:params:oauth:request_uri:unknown',
    'urn:ietf:params:oauth:request_uri:',
    'urn:ietf:params:oauth:request_uri:%00',
    'https://evil.example/request.jwt',
    p.issuer,
  ]) {
    const page = await ask(app, request_uri, browser)
    t.equal(page.status, 400, request_uri)
    t.notMatch(page.headers.get('location') ?? '', /code=/)
  }
  const redirected = await ask(app, 'https://evil.example/request.jwt', browser, { redirect_uri: CALLBACK, state: 's' })
  t.equal(locationOf(redirected).searchParams.get('error'), 'request_uri_not_supported')
})

t.test('offline_access, audience, connection and screen_hint mean what they mean in the query', async t => {
  const flow = async (client: Client, parameters: Parameters, how: 'query' | 'pushed', who: Person = person) => {
    const browser = p.browser()
    const page =
      how === 'query'
        ? await p.authorize(browser, { ...asked(client, parameters), client_secret: undefined })
        : await ask(client, await pushed(client, parameters), browser)
    return redeem(client, await p.signIn(browser, page, who))
  }
  const online = await p.createApi({ allow_offline_access: false })
  for (const how of ['query', 'pushed'] as const) {
    const offline = await flow(app, { scope: 'openid offline_access' }, how)
    t.ok(offline.body.refresh_token, `${how}: a refresh token without prompt=consent`)
    const allowed = await flow(
      app,
      {
        scope: 'openid offline_access read:things',
        audience: api.identifier,
        connection: 'Username-Password-Authentication',
        screen_hint: 'signup',
      },
      how,
    )
    t.ok(allowed.body.refresh_token, how)
    t.match(allowed.body.scope, /read:things/)
    const denied = await flow(app, { scope: 'openid offline_access', audience: online.identifier }, how)
    t.notOk(denied.body.refresh_token, `${how}: not where the API allows none`)
    const not_asked = await flow(app, {}, how)
    t.notOk(not_asked.body.refresh_token, how)
    const unable = await p.createClient({
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    })
    t.notOk((await flow(unable, { scope: 'openid offline_access' }, how)).body.refresh_token, how)
  }
  const browser = p.browser()
  const hinted = await ask(app, await pushed(app, { screen_hint: 'signup', login_hint: 'a@b.example' }), browser)
  const read = JSON.parse((await p.door(browser, hinted, { do: 'read' })).body)
  t.match(read, { screen_hint: 'signup', login_hint: 'a@b.example' })
})

t.test('select_account shows the login page although there is a session', async t => {
  const { browser } = await p.authorized(app, person)
  const page = await ask(app, await pushed(app, { prompt: 'select_account' }), browser)
  const read = JSON.parse((await p.door(browser, page, { do: 'read' })).body)
  t.equal(read.prompt, 'login')
})

t.test('prompt=none is answered by an error at the callback, and leaves the request to be used', async t => {
  const browser = p.browser()
  const request_uri = await pushed(app, { prompt: 'none' })
  const silent = locationOf(await ask(app, request_uri, browser))
  t.equal(silent.searchParams.get('error'), 'login_required')
  t.equal(silent.searchParams.get('state'), 'state')
  t.equal(silent.searchParams.get('iss'), p.issuer)
})

t.test('a client that must push gets nothing otherwise, whatever it sends', async t => {
  const strict = await p.createClient({ require_pushed_authorization_requests: true })
  const { browser } = await p.authorized(app, person)
  const plain = locationOf(await p.authorize(browser, asked(strict)))
  t.equal(plain.searchParams.get('error'), 'invalid_request')
  t.notOk(plain.searchParams.has('code'))
  t.ok(locationOf(await ask(strict, await pushed(strict), browser)).searchParams.get('code'))
})

t.test('a tenant that takes no pushes has no such endpoint', async t => {
  const strict = await p.createClient({ require_pushed_authorization_requests: true })
  const { browser } = await p.authorized(app, person)
  const before = await pushed(app)
  const discovery = async () => (await p.get('/.well-known/openid-configuration')).body
  t.equal((await discovery()).pushed_authorization_request_endpoint, `${p.issuer}oauth/par`)
  await settings({ pushed_authorization_requests_supported: false })
  t.equal((await push(app)).status, 404)
  t.notOk('pushed_authorization_request_endpoint' in (await discovery()))
  t.notMatch((await ask(app, before, browser)).headers.get('location') ?? '', /code=/, 'nor what was pushed before')
  const plain = locationOf(await p.authorize(browser, asked(strict)))
  t.equal(plain.searchParams.get('error'), 'invalid_request', 'who must push still must')
  t.ok(locationOf(await p.authorize(browser, asked(app))).searchParams.get('code'))
  await settings({ pushed_authorization_requests_supported: true })
})

t.test('no request_uri is at rest, not in an interaction either', async t => {
  const request_uri = await pushed(app, { state: 'at-rest' })
  await ask(app, request_uri, p.browser())
  const value = request_uri.split(':').at(-1) as string
  const { rows } = await p.app.database.query('select kind, id_hash, payload::text as payload from artefacts')
  t.ok(rows.some(({ kind }) => kind === 'PushedAuthorizationRequest'))
  t.ok(rows.some(({ kind, payload }) => kind === 'Interaction' && payload.includes('at-rest')))
  t.notOk(rows.some(row => JSON.stringify(row).includes(value)))
  t.notOk(p.app.logs.some(line => line.includes(value)))
})

t.test('a request_uri of one tenant is nothing in another', async t => {
  const { port } = new URL(p.issuer)
  const domain = `other.localhost:${port}`
  const other = await createTenant(p.app.store, { tenant_id: 'other', domain }, newAdministrationClient(), new Date())
  const client = await p.createClient()
  const { created_at: _c, updated_at: _u, ...twin } = client
  await p.app.store.forTenant(other).clients.create(twin, new Date())
  const request_uri = await pushed(client)
  const asking = new URLSearchParams({ client_id: client.client_id, request_uri })
  const { status, location } = await new Promise<{ status?: number; location?: string }>((resolve, reject) => {
    const path = `/authorize?${asking}`
    httpRequest({ host: '127.0.0.1', port, path, headers: { host: domain } }, response => {
      response.resume()
      const { statusCode, headers } = response
      resolve({ ...(statusCode && { status: statusCode }), ...(headers.location && { location: headers.location }) })
    })
      .on('error', reject)
      .end()
  })
  t.equal(status, 400)
  t.equal(location, undefined)
  t.match(locationOf(await ask(client, request_uri)).pathname, /^\/u\//, 'at its own it is good')
})

t.test('scripts of the client’s own origins may push', async t => {
  const spa = await p.createClient({ web_origins: ['https://app.example'] })
  const preflight = await p.app.fetch('/oauth/par', {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
  })
  t.equal(preflight.status, 204)
  const own = await p.post('/oauth/par', asked(spa), { origin: 'https://app.example' })
  t.equal(own.headers.get('access-control-allow-origin'), 'https://app.example')
  const foreign = await p.post('/oauth/par', asked(spa), { origin: 'https://evil.example' })
  t.not(foreign.status, 201)
})
