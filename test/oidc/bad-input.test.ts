import { connect } from 'node:net'
import t from 'tap'
import { eventually } from '../support/eventually.ts'
import { startFlakyDatabase } from '../support/flaky.ts'
import { CALLBACK, challengeOf, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const machine = { client_id: 'test-admin', client_secret: 'test-admin-secret-0123456789' }

const raw = async (path: string, body: string | Uint8Array, type?: string) => {
  const response = await p.app.fetch(path, {
    method: 'POST',
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    body: body as NonNullable<RequestInit['body']>,
  })
  return { status: response.status, body: (await response.json()) as { error?: string; error_description?: string } }
}
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

t.test('a body that cannot be right is refused in OAuth’s shape', async t => {
  const good = `grant_type=client_credentials&client_id=${machine.client_id}&client_secret=${machine.client_secret}`
  for (const [what, answered, status] of [
    ['ten megabytes', await raw('/oauth/token', `${good}&x=${'x'.repeat(10 * 1024 * 1024)}`, FORM), 413],
    ['invalid UTF-8', await raw('/oauth/token', Buffer.from([...Buffer.from(`${good}&scope=`), 0xff]), FORM), 400],
    ['invalid UTF-8, encoded', await raw('/oauth/token', `${good}&scope=%ff`, FORM), 400],
    ['a NUL', await raw('/oauth/token', `${good}&audience=a%00b`, FORM), 400],
    [
      'a NUL in JSON',
      await raw('/oauth/token', '{"grant_type":"client_credentials","audience":"\\u0000"}', JSON_TYPE),
      400,
    ],
    ['a lone surrogate', await raw('/oauth/token', '{"grant_type":"\\ud800"}', JSON_TYPE), 400],
    ['not JSON', await raw('/oauth/token', '{', JSON_TYPE), 400],
    ['deep JSON', await raw('/oauth/token', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, JSON_TYPE), 400],
    ['an array', await raw('/oauth/token', '["grant_type"]', JSON_TYPE), 400],
    ['an object for a string', await raw('/oauth/token', '{"grant_type":{"a":1}}', JSON_TYPE), 400],
    ['another type', await raw('/oauth/token', good, 'text/plain'), 415],
    ['XML', await raw('/oauth/token', '<x/>', 'application/xml'), 415],
    ['nothing', await raw('/oauth/token', '', FORM), 400],
    ['nothing at /oauth/revoke', await raw('/oauth/revoke', '', JSON_TYPE), 400],
  ] as const) {
    t.equal(answered.status, status, what)
    t.equal(answered.body.error, 'invalid_request', what)
    t.type(answered.body.error_description, 'string', what)
  }
})

t.test('a parameter twice is refused everywhere (RFC 6749 §3.1, §3.2)', async t => {
  const good = `grant_type=client_credentials&client_id=${machine.client_id}&client_secret=${machine.client_secret}&audience=${encodeURIComponent(`${p.issuer}api/v2/`)}`
  for (const twice of ['grant_type=client_credentials', 'client_id=x', 'client_secret=x', 'scope=read:users']) {
    const body = `${good}&scope=read:logs&${twice}`
    t.equal((await raw('/oauth/token', body, FORM)).status, 400, twice)
  }
  t.equal(
    (await raw('/oauth/token', `{"grant_type":["client_credentials","client_credentials"]}`, JSON_TYPE)).status,
    400,
  )
  const query = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 's',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  })
  for (const twice of [
    'client_id=x',
    'response_type=code',
    'scope=openid',
    'state=t',
    'prompt=login&prompt=none',
    'nonce=a&nonce=b',
  ]) {
    const { status, headers } = await p.get(`/authorize?${query}&${twice}`)
    const told = headers.get('location') ?? ''
    t.ok(status === 400 || told.startsWith(`${CALLBACK}?error=invalid_request`), twice)
  }
})

t.test('an authorization request that cannot be right never leads to a sign-in', async t => {
  const good: { [name: string]: string } = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  }
  for (const [what, bad] of [
    ['no client', { client_id: '' }],
    ['an unknown client', { client_id: 'nobody' }],
    ['SQL for a client', { client_id: "' or '1'='1" }],
    ['a very long client', { client_id: 'a'.repeat(10_000) }],
    ['no response type', { response_type: '' }],
    ['an unknown response mode', { response_mode: 'carrier_pigeon' }],
    ['an unknown prompt', { prompt: 'everything' }],
    ['a scope with quotes', { scope: 'openid "x"' }],
    ['a negative max_age', { max_age: '-1' }],
    ['a max_age that is none', { max_age: '1e9999' }],
    ['a very long audience', { audience: 'a'.repeat(601) }],
  ] as const) {
    const { status, headers } = await p.get(`/authorize?${new URLSearchParams({ ...good, ...bad })}`)
    const location = headers.get('location') ?? ''
    t.ok(status === 400 || location.startsWith(`${CALLBACK}?error=`), `${what}: ${status} ${location}`)
    t.notMatch(location, /\/u\//, what)
  }
  t.equal((await p.get(`/authorize?client_id=${client.client_id}&state=%ff`)).status, 400, 'invalid UTF-8')
  t.equal((await p.get(`/authorize?client_id=${client.client_id}&state=%00`)).status, 400, 'NUL')
  const json = await p.app.fetch('/authorize', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(good),
  })
  t.equal(json.status, 400)
})

t.test('values that are only odd come back as they were', async t => {
  for (const state of ["'; drop table users; --", '☃ "><script>', 'a\u2028b', '%00', 'x'.repeat(4_000)]) {
    const { callback } = await p.authorized(client, ada, { state })
    t.equal(callback.searchParams.get('state'), state)
    t.ok(callback.searchParams.get('code'))
  }
})

t.test('the error page shows no script and no more than the caller may know', async t => {
  const page = await p.authorize(p.browser(), {
    client_id: '<script>alert(1)</script>',
    response_type: 'code',
    redirect_uri: 'javascript:alert(1)',
  })
  t.equal(page.status, 400)
  t.notMatch(page.body, /<script>alert/)
  t.match(page.headers.get('content-security-policy'), /script-src/)
})

t.test('a header that is too large, or a request that is none, does not reach us', async t => {
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${'x'.repeat(20_000)}` })).status, 431)
  const answer = await new Promise<string>(resolve => {
    let text = ''
    const socket = connect(Number(new URL(p.issuer).port), '127.0.0.1')
    socket.on('data', data => {
      text += data
    })
    socket.on('close', () => resolve(text))
    socket.end('GET /authorize?client_id=\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n')
  })
  t.match(answer, /^HTTP\/1\.1 400/)
})

t.test('scripts of the client’s own origins get tokens, others do not', async t => {
  const authorized = await p.authorized(client, ada)
  const exchange = (origin: string) =>
    p.token(
      {
        grant_type: 'authorization_code',
        client_id: client.client_id,
        code: authorized.callback.searchParams.get('code') ?? '',
        redirect_uri: CALLBACK,
        code_verifier: authorized.verifier,
      },
      { origin },
    )
  for (const origin of ['https://evil.example', 'null', 'https://app.example:8443', 'http://app.example']) {
    const { status, headers } = await exchange(origin)
    t.equal(status, 400, origin)
    t.equal(headers.get('access-control-allow-origin'), null, origin)
  }
  const { status, headers } = await exchange('https://app.example')
  t.equal(status, 200)
  t.equal(headers.get('access-control-allow-origin'), 'https://app.example')
  t.equal(headers.get('access-control-allow-credentials'), null)
  const malformed = await p.post('/oauth/token', { audience: ['a', 'b'] }, { origin: 'https://evil.example' })
  t.equal(
    malformed.headers.get('access-control-allow-origin'),
    'https://evil.example',
    'a refusal tells nothing of anybody',
  )
})

t.test('paths are exact, and methods those that are served', async t => {
  for (const path of ['/OAUTH/TOKEN', '/oauth/token/', '/oauth//token', '/.well-known/jwks.json/']) {
    t.equal((await p.post(path, {})).status, 404, path)
  }
  t.equal((await p.get('/oauth/token')).status, 404)
  const { status } = await p.get('/authorize/')
  t.equal(status, 400, 'nothing to resume')
  t.equal(
    (await p.post('/oidc/logout/confirm', { logout: 'yes' })).status,
    404,
    'oidc-provider’s own logout is not there',
  )
})

t.test('a database that goes away is a clear 503, and its return needs no restart', async t => {
  const flaky = await startFlakyDatabase(t)
  const own = await createProtocol(t, { database_url: flaky.url, database: flaky.database })
  const person = await own.createUser()
  const app = await own.createClient()
  const { body, browser } = await own.tokens(app, person)
  const authorized = await own.authorized(app, person, {}, browser)

  await flaky.goAway()
  const refreshed = await own.refresh(app, body.refresh_token)
  t.equal(refreshed.status, 503)
  t.equal(refreshed.body.error, 'temporarily_unavailable')
  t.equal(refreshed.headers.get('retry-after'), '1')
  t.equal((await own.redeem(app, authorized)).status, 503)
  t.equal((await own.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 503)
  const page = await own.authorize(browser, {
    client_id: app.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  })
  t.equal(page.status, 503)
  t.equal(page.headers.get('location'), null, 'the app is not told of an error that a retry may cure')
  t.equal((await browser.fetch('/v2/logout')).status, 503)

  await flaky.comeBack()
  await eventually(async () => (await own.app.fetch('/readyz')).status === 200)
  t.equal((await own.redeem(app, authorized)).status, 200)
  t.equal((await own.refresh(app, body.refresh_token)).status, 200)
})
