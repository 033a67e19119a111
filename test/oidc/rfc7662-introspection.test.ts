import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import type { NewClient } from '../../src/store/clients.ts'
import { hmacBy } from '../support/exchange.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'
import { signedToken } from '../support/signed-token.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const api = await p.createApi()
const spa = await p.createClient()
const confidential = (patch: Partial<NewClient> = {}) =>
  p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token'],
    ...patch,
  })
const backendOf = (identifier: string, patch: Partial<NewClient> = {}) =>
  confidential({ app_type: 'resource_server', resource_server_identifier: identifier, grant_types: [], ...patch })
const backend = await backendOf(api.identifier)
const web = await confidential()
const INACTIVE = { active: false }

type Secretive = { client_id: string; client_secret?: string }
const introspect = (
  { client_id, client_secret = '' }: Secretive,
  token: string,
  parameters: { [name: string]: string } = {},
) => p.post('/oauth/introspect', { client_id, client_secret, token, ...parameters })

const tokensOf = async (client: Secretive, person = ada, parameters = {}) => {
  const authorized = await p.authorized(client, person, parameters)
  const { client_secret } = client
  return (await p.redeem(client, authorized, client_secret ? { client_secret } : {})).body
}

t.test('discovery names the endpoint', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.equal(body.introspection_endpoint, `${p.issuer}oauth/introspect`)
  const { introspection_endpoint_auth_methods_supported: methods } = body
  t.ok(methods.includes('client_secret_basic') && !methods.includes('none'), 'and who may come to it')
})

t.test('the API that a JWT is for is told what stands in it, and nothing of its user', async t => {
  const { body } = await p.tokens(spa, ada, { audience: api.identifier, scope: 'openid email read:things' })
  const { status, body: told, headers } = await introspect(backend, body.access_token)
  t.equal(status, 200)
  t.equal(headers.get('cache-control'), 'no-store')
  const { iat, exp, jti } = claimsOf(body.access_token)
  t.strictSame(told, {
    active: true,
    iss: p.issuer,
    sub: ada.user_id,
    aud: [api.identifier, `${p.issuer}userinfo`],
    client_id: spa.client_id,
    scope: 'openid email read:things',
    iat,
    exp,
    jti,
    token_type: 'Bearer',
  })
})

t.test('another API is told nothing, nor is a client that the token was not issued to', async t => {
  const { body } = await p.tokens(spa, ada, { audience: api.identifier })
  const elsewhere = await backendOf((await p.createApi()).identifier)
  for (const client of [elsewhere, web]) {
    const { status, body: told } = await introspect(client, body.access_token)
    t.equal(status, 200)
    t.strictSame(told, INACTIVE)
  }
  t.strictSame((await introspect(backend, body.refresh_token)).body, INACTIVE, 'a refresh token is its client’s only')
})

t.test('a client asks about its own: JWT, opaque access token, refresh token; whatever the hint', async t => {
  const { refresh_token, access_token } = await tokensOf(web, ada, { audience: api.identifier })
  for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
    t.match((await introspect(web, access_token, { token_type_hint })).body, { active: true, sub: ada.user_id })
    const told = (await introspect(web, refresh_token, { token_type_hint })).body
    t.match(told, { active: true, client_id: web.client_id, scope: 'openid profile email offline_access', exp: Number })
    t.notOk('token_type' in told)
    t.notOk('email' in told)
  }
  const opaque = (await tokensOf(web)).access_token
  const told = (await introspect(web, opaque)).body
  t.match(told, { active: true, sub: ada.user_id, client_id: web.client_id, token_type: 'Bearer' })
  t.notOk('aud' in told)
  t.strictSame((await introspect(backend, opaque)).body, INACTIVE)
})

t.test('a client’s own token (client credentials)', async t => {
  const machine = await confidential({ app_type: 'non_interactive', grant_types: ['client_credentials'] })
  const { id } = await p.store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: machine.client_id,
      resource_server_id: api.id,
      subject_type: 'client',
      scope: ['read:things'],
      allow_all_scopes: false,
    },
    new Date(),
  )
  await p.settled()
  const { body } = await p.token({
    grant_type: 'client_credentials',
    client_id: machine.client_id,
    client_secret: machine.client_secret,
    audience: api.identifier,
  })
  const expected = { active: true, sub: `${machine.client_id}@clients`, scope: 'read:things', aud: api.identifier }
  t.match((await introspect(backend, body.access_token)).body, expected)
  await p.store.client_grants.remove(id)
  await p.settled()
  t.strictSame((await introspect(backend, body.access_token)).body, INACTIVE, 'until its client grant is taken away')
})

t.test('permissions are shown', async t => {
  const guarded = await p.createApi({ enforce_policies: true, token_dialect: 'rfc9068_profile_authz' })
  const bea = await p.createUser()
  await p.app.database.query(
    `insert into user_permissions (tenant_id, user_id, resource_server_id, permission_name) values ('default', $1, $2, 'read:things')`,
    [bea.user_id, guarded.id],
  )
  const { body } = await p.tokens(spa, bea, { audience: guarded.identifier, scope: 'read:things' })
  const told = (await introspect(await backendOf(guarded.identifier), body.access_token)).body
  t.match(told, { permissions: ['read:things'], jti: String, client_id: spa.client_id })
})

t.test('what a token came from has ended', async t => {
  const ended = async (what: string, end: (token: { [name: string]: string }, user_id: string) => Promise<unknown>) => {
    const bea = await p.createUser()
    const own = await confidential()
    const tokens = await tokensOf(own, bea, { audience: api.identifier })
    const opaque = await tokensOf(own, bea, { scope: 'openid' })
    t.match((await introspect(backend, tokens.access_token)).body, { active: true }, what)
    t.match((await introspect(own, tokens.refresh_token)).body, { active: true }, what)
    t.match((await introspect(own, opaque.access_token)).body, { active: true }, what)
    await end({ ...tokens, client_id: own.client_id, client_secret: own.client_secret }, bea.user_id)
    t.strictSame((await introspect(backend, tokens.access_token)).body, INACTIVE, what)
    if (!(await p.store.clients.find(own.client_id))) return
    t.strictSame((await introspect(own, tokens.refresh_token)).body, INACTIVE, what)
    t.strictSame((await introspect(own, opaque.access_token)).body, INACTIVE, what)
  }
  await ended('a user who is blocked', (_, id) => p.store.users.update(id, { blocked: true }, new Date()))
  await ended('a user who is gone', (_, id) => p.store.users.remove(id))
  await ended('grants that were revoked', (_, user_id) => p.store.grants.revoke({ user_id }, new Date()))
  await ended('a connection that was taken away', async ({ client_id }) => {
    await p.store.connections.disableClients(p.connection_id, { only: [client_id!] })
    await p.settled()
  })
  await ended('a client that is gone', async ({ client_id }) => {
    await p.store.clients.remove(client_id!)
    await p.settled()
  })
})

t.test('a session that has ended takes along the JWTs of its grants', async t => {
  const { body } = await p.tokens(spa, await p.createUser(), { audience: api.identifier, scope: 'openid read:things' })
  const { sub } = claimsOf(body.access_token)
  t.match((await introspect(backend, body.access_token)).body, { active: true })
  await p.store.sessions.end({ user_id: sub }, { offline: false }, new Date())
  t.strictSame((await introspect(backend, body.access_token)).body, INACTIVE)
})

t.test('a refresh token that was rotated, or has expired', async t => {
  const own = await confidential()
  const { refresh_token } = await tokensOf(own)
  const next = (await p.refresh(own, refresh_token, { client_secret: own.client_secret ?? '' })).body.refresh_token
  t.strictSame((await introspect(own, refresh_token)).body, INACTIVE)
  t.match((await introspect(own, next)).body, { active: true })
  await p.app.database.query(`update refresh_tokens set expires_at = now() - interval '1 minute'`)
  t.strictSame((await introspect(own, next)).body, INACTIVE)
})

t.test('asking costs a token nothing', async t => {
  const own = await confidential()
  const { refresh_token } = await tokensOf(own)
  await introspect(own, refresh_token)
  t.equal((await p.refresh(own, refresh_token, { client_secret: own.client_secret ?? '' })).status, 200)
})

t.test('what is no access token of ours', async t => {
  const { body } = await p.tokens(spa, ada, { audience: api.identifier })
  const [head, payload, signature] = body.access_token.split('.')
  const altered = Buffer.from(JSON.stringify({ ...claimsOf(body.access_token), sub: 'auth0|other' }))
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  for (const [what, token] of Object.entries({
    'an ID token': body.id_token,
    'another payload': `${head}.${altered.toString('base64url')}.${signature}`,
    'no signature': `${none}.${payload}.`,
    nonsense: 'x',
    dots: '..',
    'a JWE': 'a.b.c.d.e',
    long: 'x'.repeat(20_000),
    'another audience': await signedToken(p.app),
  }))
    t.strictSame((await introspect(backend, token)).body, INACTIVE, what)
})

t.test('an API whose tokens are signed by a secret', async t => {
  const secretive = await p.createApi({ signing_alg: 'HS256', signing_secret: 'a-secret-of-32-characters-or-more' })
  const { body } = await p.tokens(spa, ada, { audience: secretive.identifier, scope: 'read:things' })
  const told = await introspect(await backendOf(secretive.identifier), body.access_token)
  t.match(told.body, { active: true, sub: ada.user_id })
  t.strictSame((await introspect(backend, body.access_token)).body, INACTIVE)

  const own = await backendOf(secretive.identifier)
  const made = (claims: object) =>
    hmacBy('a-secret-of-32-characters-or-more', {
      iss: p.issuer,
      aud: secretive.identifier,
      azp: spa.client_id,
      sub: ada.user_id,
      ...claims,
    })
  t.match((await introspect(own, made({}))).body, { active: true })
  for (const claims of [
    { sub: 'auth0|\0' },
    { sub: 1 },
    { act: 'x' },
    { act: null },
    { act: {} },
    { act: { sub: 'x', act: { sub: '\0' } } },
    { aud: '\0' },
    { aud: [secretive.identifier, api.identifier] },
    { aud: {} },
    { azp: '\0' },
  ])
    t.strictSame((await introspect(own, made(claims))).body, INACTIVE, JSON.stringify(claims))
})

t.test('clients authenticate, and a public one cannot', async t => {
  const { body } = await p.tokens(spa, ada, { audience: api.identifier })
  for (const [what, asked] of Object.entries({
    public: await p.post('/oauth/introspect', { client_id: spa.client_id, token: body.access_token }),
    'wrong secret': await introspect({ ...backend, client_secret: 'wrong' }, body.access_token),
    'no secret': await p.post('/oauth/introspect', { client_id: backend.client_id, token: body.access_token }),
    unknown: await introspect({ client_id: 'nobody', client_secret: 'x' }, body.access_token),
  })) {
    t.equal(asked.status, 401, what)
    t.same(asked.body, { error: 'access_denied', error_description: 'Unauthorized' }, what)
  }
  const missing = await p.post('/oauth/introspect', {
    client_id: backend.client_id,
    client_secret: backend.client_secret,
  })
  t.equal(missing.status, 400)
  t.equal(missing.body.error, 'invalid_request')
  t.equal((await p.get('/oauth/introspect')).status, 404)
})

t.test('another tenant’s token is none', async t => {
  const other = await createProtocol(t)
  const bea = await other.createUser()
  const client = await other.createClient()
  const there = await other.createApi({ identifier: api.identifier })
  const { body } = await other.tokens(client, bea, { audience: there.identifier })
  t.strictSame((await introspect(backend, body.access_token)).body, INACTIVE)
})

t.test('in the words of the RFCs', async t => {
  await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
  await p.settled()
  const { status, body } = await introspect({ ...backend, client_secret: 'wrong' }, 'x')
  t.equal(status, 401)
  t.equal(body.error, 'invalid_client')
})
