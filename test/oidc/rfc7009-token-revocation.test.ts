import t from 'tap'
import { CALLBACK, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const other = await p.createClient()

const revoke = (parameters: { [name: string]: string }) => p.post('/oauth/revoke', parameters)

t.test('a refresh token and what came with it', async t => {
  const { body } = await p.tokens(client, ada)
  const { status, text } = await revoke({ client_id: client.client_id, token: body.refresh_token })
  t.equal(status, 200)
  t.equal(text, '')
  t.equal((await p.refresh(client, body.refresh_token)).status, 403)
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 401)
  t.equal((await revoke({ client_id: client.client_id, token: body.refresh_token })).status, 200, 'and once more')
})

t.test('a rotated one ends its family; a JSON body will do', async t => {
  const { body } = await p.tokens(client, ada)
  const next = (await p.refresh(client, body.refresh_token)).body.refresh_token
  const response = await p.app.fetch('/oauth/revoke', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: client.client_id, token: next, token_type_hint: 'refresh_token' }),
  })
  t.equal(response.status, 200)
  t.equal((await p.refresh(client, next)).status, 403)
})

t.test('an opaque access token', async t => {
  const { body } = await p.tokens(client, ada, { scope: 'openid' })
  t.equal((await revoke({ client_id: client.client_id, token: body.access_token })).status, 200)
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 401)
})

t.test('another client’s token stays, and the answer tells nothing', async t => {
  const { body } = await p.tokens(client, ada)
  t.equal((await revoke({ client_id: other.client_id, token: body.refresh_token })).status, 200)
  t.equal((await p.refresh(client, body.refresh_token)).status, 200)
  t.equal((await revoke({ client_id: client.client_id, token: 'unknown' })).status, 200)
})

t.test('clients authenticate', async t => {
  const web = await p.createClient({ app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' })
  const { body } = await p.redeem(web, await p.authorized(web, ada), { client_secret: web.client_secret })
  const refused = await revoke({ client_id: web.client_id, token: body.refresh_token })
  t.equal(refused.status, 401)
  t.same(refused.body, { error: 'access_denied', error_description: 'Unauthorized' })
  t.equal((await p.refresh(web, body.refresh_token, { client_secret: web.client_secret })).status, 200)
})

t.test('a token must be named, and a JWT cannot be revoked', async t => {
  t.equal((await revoke({ client_id: client.client_id })).status, 400)
  const api = await p.createApi()
  const { body } = await p.tokens(client, ada, { audience: api.identifier })
  const jwt = await revoke({ client_id: client.client_id, token: body.access_token })
  t.equal(jwt.status, 400)
  t.equal(jwt.body.error, 'unsupported_token_type')
})

t.test('the hint says where to look first, and nothing more', async t => {
  for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
    const { body } = await p.tokens(client, ada)
    t.equal((await revoke({ client_id: client.client_id, token: body.refresh_token, token_type_hint })).status, 200)
    t.equal((await p.refresh(client, body.refresh_token)).status, 403, token_type_hint)
    const opaque = (await p.tokens(client, ada, { scope: 'openid' })).body.access_token
    t.equal((await revoke({ client_id: client.client_id, token: opaque, token_type_hint })).status, 200)
    t.equal((await p.get('/userinfo', { authorization: `Bearer ${opaque}` })).status, 401, token_type_hint)
  }
})

t.test(
  'RFC 7009 §2.2.1: what is no token of this kind: a JWT of ours, an ID token, one of somebody else’s',
  async t => {
    const api = await p.createApi()
    const { body } = await p.tokens(client, ada, { audience: api.identifier })
    const foreign = `${btoa('{"alg":"none"}').replace(/=+$/, '')}.e30.`
    for (const token of [body.access_token, body.id_token, foreign]) {
      for (const who of [client, other]) {
        const refused = await revoke({ client_id: who.client_id, token })
        t.equal(refused.status, 400)
        t.equal(refused.body.error, 'unsupported_token_type')
      }
    }
    t.equal((await p.refresh(client, body.refresh_token)).status, 200, 'and nothing was revoked')
  },
)

t.test('a confidential client’s tokens, by Basic; the wrong method is refused', async t => {
  const web = await p.createClient({ app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_basic' })
  const authorization = `Basic ${btoa(`${web.client_id}:${web.client_secret}`)}`
  const authorized = await p.authorized(web, ada)
  const { body } = await p.post(
    '/oauth/token',
    {
      grant_type: 'authorization_code',
      code: authorized.callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: authorized.verifier,
    },
    { authorization },
  )
  const byPost = { client_id: web.client_id, client_secret: web.client_secret ?? '', token: body.refresh_token }
  t.equal((await revoke(byPost)).status, 401)
  const { status, text } = await p.post('/oauth/revoke', { token: body.refresh_token }, { authorization })
  t.equal(status, 200)
  t.equal(text, '')
  const dead = await p.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token }, { authorization })
  t.equal(dead.status, 403)
})

t.test('a revoked token takes along what was exchanged for it, and its JWTs are inactive', async t => {
  const api = await p.createApi()
  const backend = await p.createClient({
    app_type: 'resource_server',
    token_endpoint_auth_method: 'client_secret_post',
    resource_server_identifier: api.identifier,
    grant_types: [],
  })
  const bea = await p.createUser()
  const { body } = await p.tokens(client, bea, { audience: api.identifier })
  const ask = () =>
    p.post('/oauth/introspect', {
      client_id: backend.client_id,
      client_secret: backend.client_secret ?? '',
      token: body.access_token,
    })
  t.equal((await ask()).body.active, true)
  await revoke({ client_id: client.client_id, token: body.refresh_token })
  t.strictSame((await ask()).body, { active: false })
})

t.test('nonsense in any shape is answered', async t => {
  for (const token of ['x'.repeat(100_000), '\u0000', 'é', "' or 1=1 --", '..', 'a.b'])
    t.ok([200, 400, 413].includes((await revoke({ client_id: client.client_id, token })).status), token.slice(0, 10))
  const twice = await p.post('/oauth/revoke', { client_id: client.client_id, token: ['a', 'b'] })
  t.equal(twice.status, 400)
  const list = await p.app.fetch('/oauth/revoke', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([1]),
  })
  t.equal(list.status, 400)
  t.equal((await p.get('/oauth/revoke')).status, 404)
})
