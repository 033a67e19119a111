import t from 'tap'
import { createProtocol } from '../support/protocol.ts'

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
