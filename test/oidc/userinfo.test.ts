import { generateKeyPair, importPKCS8, type JWTHeaderParameters, SignJWT } from 'jose'
import t from 'tap'
import { hashBearer } from '../../src/store/hash.ts'
import { ADMIN } from '../support/app.ts'
import { claimsOf, createProtocol, headerOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient({ allowed_origins: ['https://allowed.example'] })
const api = await p.createApi()
const opaque = (await p.tokens(client, ada, { scope: 'openid email' })).body.access_token as string
const { body: tokens } = await p.tokens(client, ada, { audience: api.identifier, scope: 'openid profile' })
const jwt = tokens.access_token as string

const bearer = (token: string, headers = {}) => p.get('/userinfo', { authorization: `Bearer ${token}`, ...headers })

t.test('tells what the token’s scopes allow', async t => {
  const { status, body, headers } = await bearer(opaque)
  t.equal(status, 200)
  t.same(body, { sub: ada.user_id, email: ada.email, email_verified: true })
  t.equal(headers.get('cache-control'), 'no-store')
  const second = await bearer(jwt)
  t.equal(second.status, 200)
  t.match(second.body, { sub: ada.user_id, name: 'Ada Lovelace', updated_at: /^\d{4}-.*Z$/ })
  t.notOk('email' in second.body)
})

t.test('takes the token in the header, the form or the query, one way at a time', async t => {
  t.equal((await p.post('/userinfo', {}, { authorization: `Bearer ${opaque}` })).status, 200)
  t.equal((await p.post('/userinfo', { access_token: opaque })).status, 200)
  t.equal((await p.get(`/userinfo?access_token=${opaque}`)).status, 200)
  t.equal((await p.get(`/userinfo?access_token=${jwt}`)).status, 200)
  t.equal((await p.get(`/userinfo?access_token=${opaque}`, { authorization: `Bearer ${opaque}` })).status, 400)
  t.equal((await p.get(`/userinfo?access_token=${opaque}&access_token=${opaque}`)).status, 400)
  t.equal((await p.get('/userinfo', { authorization: `Basic ${opaque}` })).status, 400)
})

t.test('refuses every other token', async t => {
  const forApi = (await p.tokens(client, ada, { audience: api.identifier, scope: 'read:things' })).body.access_token
  const management = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: `${p.issuer}api/v2/` })
  const [head, payload, signature] = jwt.split('.') as [string, string, string]
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { privateKey } = await generateKeyPair('RS256')
  const header = headerOf(jwt)
  const sign = (claims: object, over = {}) =>
    new SignJWT({ ...claimsOf(jwt), ...claims })
      .setProtectedHeader({ ...header, alg: 'RS256', ...over })
      .sign(privateKey)
  const jwks = (await p.get('/.well-known/jwks.json')).text
  const hmac = await new SignJWT(claimsOf(jwt))
    .setProtectedHeader({ ...header, alg: 'HS256' })
    .sign(new TextEncoder().encode(jwks.padEnd(64)))
  for (const [what, token] of Object.entries({
    'an ID token': tokens.id_token,
    'a token for an API alone': forApi,
    'a client’s own token': management.body.access_token,
    'alg none': `${encode({ ...header, alg: 'none' })}.${payload}.`,
    'HMAC with the public key': hmac,
    'a signature of another key': await sign({}),
    'a key from the header': await sign({}, { jwk: { kty: 'RSA', n: 'x', e: 'AQAB' } }),
    'a changed payload': `${head}.${encode({ ...claimsOf(jwt), sub: 'auth0|x' })}.${signature}`,
    'no signature': `${head}.${payload}`,
    'a refresh token': (await p.tokens(client, ada)).body.refresh_token,
    nonsense: 'x',
    'dots alone': '..',
  })) {
    const { status, body, headers } = await bearer(token)
    t.equal(status, 401, what)
    t.equal(body.error, 'invalid_token', what)
    t.match(headers.get('www-authenticate'), /^Bearer realm=".*", error="invalid_token"$/, what)
  }
  t.equal((await p.get('/userinfo')).status, 401)
})

t.test('refuses a token that has expired', async t => {
  const { body } = await p.tokens(client, ada)
  await p.app.database.query(
    `update artefacts set payload = payload || jsonb_build_object('exp', (payload->>'exp')::int - 86401) where id_hash = $1`,
    [hashBearer(body.access_token)],
  )
  t.equal((await bearer(body.access_token)).status, 401)
  // Signed by the tenant's own key: nothing but its age is wrong with it.
  const [key] = (await p.store.signing_keys.list()).filter(({ state }) => state === 'current')
  const privateKey = await importPKCS8((await p.store.signing_keys.openPrivateKey(key!.kid)) ?? '', 'RS256')
  const sign = (claims: object) =>
    new SignJWT({ ...claimsOf(jwt), ...claims })
      .setProtectedHeader(headerOf(jwt) as JWTHeaderParameters)
      .sign(privateKey)
  t.equal((await bearer(await sign({}))).status, 200)
  const now = Math.floor(Date.now() / 1000)
  t.equal((await bearer(await sign({ iat: now - 100, exp: now - 1 }))).status, 401)
  t.equal((await bearer(await sign({ iss: 'https://other.example/' }))).status, 401)
  t.equal((await bearer(await sign({ exp: undefined }))).status, 401)
})

t.test('needs openid', async t => {
  const { body } = await p.tokens(client, ada, { scope: 'profile' })
  const { status, body: error, headers } = await bearer(body.access_token)
  t.equal(status, 403)
  t.equal(error.error, 'insufficient_scope')
  t.match(headers.get('www-authenticate'), /scope="openid"/)
})

t.test('a blocked or removed user, or a removed client, is not shown any more', async t => {
  const bea = await p.createUser()
  const own = await p.createClient()
  const { body } = await p.tokens(own, bea, { audience: api.identifier })
  const plain = (await p.tokens(own, bea)).body.access_token
  await p.store.users.update(bea.user_id, { blocked: true }, new Date())
  t.equal((await bearer(body.access_token)).status, 401)
  t.equal((await bearer(plain)).status, 401)
  await p.store.users.update(bea.user_id, { blocked: false }, new Date())
  t.equal((await bearer(body.access_token)).status, 200)
  await p.store.clients.remove(own.client_id)
  await p.settled()
  t.equal((await bearer(body.access_token)).status, 401)
  t.equal((await bearer(plain)).status, 401)
})

t.test('what a token came from has ended: connection, session, grant; whatever its format', async t => {
  const tokensOf = async (client: Awaited<ReturnType<typeof p.createClient>>) => {
    const browser = p.browser()
    const jwt = (await p.tokens(client, ada, { audience: api.identifier, scope: 'openid' }, browser)).body
    const opaque = (await p.tokens(client, ada, { scope: 'openid' }, browser)).body
    t.equal((await bearer(jwt.access_token)).status, 200)
    return { jwt: jwt.access_token as string, opaque: opaque.access_token as string, sid: claimsOf(jwt.id_token).sid }
  }
  const gone = async ({ jwt, opaque }: { jwt: string; opaque: string }, what: string) => {
    t.equal((await bearer(opaque)).status, 401, `${what}, opaque`)
    t.equal((await bearer(jwt)).status, 401, `${what}, JWT`)
  }
  const apps = await Promise.all([p.createClient(), p.createClient(), p.createClient()])
  const [disabled, ended, revoked] = [await tokensOf(apps[0]), await tokensOf(apps[1]), await tokensOf(apps[2])]
  await p.store.connections.disableClients(p.connection_id, { only: [apps[0].client_id] })
  await p.settled()
  await gone(disabled, 'the connection')
  await p.store.sessions.end({ id: ended.sid }, { offline: false }, new Date())
  await gone(ended, 'the session')
  await p.store.grants.revoke({ user_id: ada.user_id, client_id: apps[2].client_id }, new Date())
  await gone(revoked, 'the grant')
})

t.test('scripts of the client’s own origins may read it, others not', async t => {
  const allowed = await bearer(jwt, { origin: 'https://allowed.example' })
  t.equal(allowed.headers.get('access-control-allow-origin'), 'https://allowed.example')
  const callback = await bearer(jwt, { origin: 'https://app.example' })
  t.equal(
    callback.headers.get('access-control-allow-origin'),
    'https://app.example',
    'its callbacks’ origins always may',
  )
  for (const origin of ['https://evil.example', 'null', 'https://app.example.evil.example', 'http://app.example']) {
    const { headers } = await bearer(jwt, { origin })
    t.equal(headers.get('access-control-allow-origin'), null, origin)
    t.equal(headers.get('access-control-allow-credentials'), null)
  }
  const preflight = await p.app.fetch('/userinfo', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  })
  t.equal(preflight.status, 204)
  t.equal(preflight.headers.get('access-control-allow-headers'), 'authorization')
})
