import t from 'tap'
import { hashBearer } from '../../src/store/hash.ts'
import { CALLBACK, challengeOf, claimsOf, createProtocol, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const spa = await p.createClient()
const web = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  callbacks: [CALLBACK, 'https://app.example/other'],
})
const api = await p.createApi()
const invalid = { error: 'invalid_grant', error_description: 'Invalid authorization code' }

t.test('a code is redeemed for tokens of the shape that Auth0 gives', async t => {
  const authorized = await p.authorized(spa, ada, { audience: api.identifier, scope: 'openid email read:things' })
  t.equal(authorized.callback.origin + authorized.callback.pathname, CALLBACK)
  t.same([...authorized.callback.searchParams.keys()], ['code', 'state', 'iss'])
  t.equal(authorized.callback.searchParams.get('state'), 'state')
  t.equal(authorized.callback.searchParams.get('iss'), p.issuer, 'RFC 9207')

  const { status, body } = await p.redeem(spa, authorized)
  t.equal(status, 200)
  t.same(Object.keys(body).sort(), ['access_token', 'expires_in', 'id_token', 'scope', 'token_type'])
  t.match(body, { token_type: 'Bearer', expires_in: 7_200, scope: 'openid email read:things' })
  const { iat, exp, jti, ...access } = claimsOf(body.access_token)
  t.type(jti, 'string')
  t.equal(exp - iat, 7_200)
  t.same(access, {
    iss: p.issuer,
    sub: ada.user_id,
    aud: [api.identifier, `${p.issuer}userinfo`],
    azp: spa.client_id,
    scope: 'openid email read:things',
  })
  const id = claimsOf(body.id_token)
  t.match(id, { iss: p.issuer, sub: ada.user_id, aud: spa.client_id, email: ada.email, email_verified: true })
  t.notOk('name' in id, 'profile was not asked for')
  t.equal(id.exp - id.iat, 36_000, 'jwt_configuration.lifetime_in_seconds')
})

t.test('without an audience there is an opaque token, good for /userinfo', async t => {
  const { body } = await p.tokens(spa, ada)
  t.notMatch(body.access_token, /\./)
  t.equal(body.expires_in, 86_400)
  const { status, body: claims } = await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
  t.equal(status, 200)
  t.match(claims, { sub: ada.user_id, name: 'Ada Lovelace', email: ada.email })
})

t.test('a token for an API without openid names that API alone', async t => {
  const { body } = await p.tokens(spa, ada, { audience: api.identifier, scope: 'read:things' })
  t.equal(claimsOf(body.access_token).aud, api.identifier)
  t.notOk('id_token' in body)
})

t.test('a second redemption is refused and revokes what came of the first', async t => {
  const authorized = await p.authorized(spa, ada)
  const first = await p.redeem(spa, authorized)
  t.equal(first.status, 200)
  const second = await p.redeem(spa, authorized)
  t.equal(second.status, 403)
  t.same(second.body, invalid)
  const refreshed = await p.refresh(spa, first.body.refresh_token)
  t.equal(refreshed.status, 403)
  t.same(refreshed.body, { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' })
  const userinfo = await p.get('/userinfo', { authorization: `Bearer ${first.body.access_token}` })
  t.equal(userinfo.status, 401, 'the opaque access token is dead too')
})

t.test('a code is good for its own client only (CVE-2026-55672)', async t => {
  const authorized = await p.authorized(spa, ada)
  const stolen = await p.redeem(web, authorized, { client_secret: web.client_secret })
  t.equal(stolen.status, 403)
  t.same(stolen.body, invalid)
  const anonymous = await p.redeem(await p.createClient(), authorized)
  t.equal(anonymous.status, 403)
  t.equal((await p.redeem(spa, authorized)).status, 200, 'and the attempt does not spend it')
})

t.test('a code is good for its own redirect URI only', async t => {
  const authorized = await p.authorized(web, ada)
  const other = await p.redeem(web, authorized, {
    client_secret: web.client_secret,
    redirect_uri: 'https://app.example/other',
  })
  t.equal(other.status, 403)
  t.same(other.body, invalid)
  const none = await p.redeem(web, authorized, { client_secret: web.client_secret, redirect_uri: undefined })
  t.equal(none.status, 400)
})

t.test('a code expires', async t => {
  const authorized = await p.authorized(spa, ada)
  const code = authorized.callback.searchParams.get('code') ?? ''
  const { rows } = await p.app.database.query(
    `update artefacts set payload = payload || jsonb_build_object('exp', (payload->>'exp')::int - 61) where id_hash = $1 returning 1`,
    [hashBearer(code)],
  )
  t.equal(rows.length, 1)
  const late = await p.redeem(spa, authorized)
  t.equal(late.status, 403)
  t.same(late.body, invalid)
})

t.test('a code that never was is refused, whatever it looks like', async t => {
  for (const code of ['x', 'a'.repeat(5_000), "' or '1'='1", 'é', '../../etc', '%00']) {
    const { status, body } = await p.token({
      grant_type: 'authorization_code',
      client_id: spa.client_id,
      code,
      redirect_uri: CALLBACK,
      code_verifier: 'v'.repeat(43),
    })
    t.equal(status, 403, code.slice(0, 20))
    t.same(body, invalid)
  }
})

t.test('a user who is blocked or gone between the sign-in and the redemption gets no tokens', async t => {
  const bea = await p.createUser()
  const authorized = await p.authorized(spa, bea)
  await p.store.users.update(bea.user_id, { blocked: true }, new Date())
  const blocked = await p.redeem(spa, authorized)
  t.equal(blocked.status, 401)
  t.same(blocked.body, { error: 'unauthorized', error_description: 'user is blocked' })

  const cleo = await p.createUser()
  const second = await p.authorized(spa, cleo)
  await p.store.users.remove(cleo.user_id)
  t.same((await p.redeem(spa, second)).body, invalid)
})

t.test('a connection that is taken from the client between the sign-in and the redemption counts no more', async t => {
  const client = await p.createClient()
  const authorized = await p.authorized(client, ada)
  await p.store.connections.disableClients(p.connection_id, { only: [client.client_id] })
  await p.settled()
  const { status, body } = await p.redeem(client, authorized)
  t.equal(status, 403)
  t.equal(body.error, 'invalid_grant')
})

t.test('a client without the grant type is told so; one without callbacks gets our own page', async t => {
  const machine = await p.createClient({ grant_types: ['client_credentials'] })
  const { callback } = await p.authorized(machine, ada)
  t.match(callback.href, /\?error=invalid_request&error_description=requested\+response_type\+is\+not\+allowed/)
  const request = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' }
  const nowhere = await p.createClient({ callbacks: [] })
  const page = await p.authorize(p.browser(), { ...request, client_id: nowhere.client_id })
  t.equal(page.status, 400)
  t.equal(page.headers.get('location'), null)
})

t.test('no other response type is offered', async t => {
  for (const response_type of ['token', 'id_token', 'id_token token', 'code id_token', 'none', 'code token']) {
    const { callback } = await p.authorized(spa, ada, { response_type, nonce: 'n' })
    t.match(callback.href, /[?#&]error=(unsupported_response_type|invalid_request)/, response_type)
    t.notMatch(callback.href, /code=/)
  }
})

t.test('both methods of the authorization endpoint are served', async t => {
  const browser = p.browser()
  const page = await browser.fetch('/authorize', {
    method: 'POST',
    body: new URLSearchParams({
      client_id: spa.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      audience: api.identifier,
      code_challenge: challengeOf('v'.repeat(43)),
      code_challenge_method: 'S256',
    }),
  })
  t.equal(page.status, 303)
  const answered = await p.signIn(browser, page, ada)
  t.equal(answered.body, '', 'a redirect has no page that repeats its URL')
  const callback = locationOf(answered)
  const { body } = await p.redeem(spa, { callback, verifier: 'v'.repeat(43) })
  t.same(claimsOf(body.access_token).aud, [api.identifier, `${p.issuer}userinfo`])
})
