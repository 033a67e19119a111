// Counts do not depend on the machine: what each flow asks of the database on a warm process. A statement more is a decision, not an accident.
import t from 'tap'
import { ADMIN } from '../support/app.ts'
import { createProver } from '../support/dpop.ts'
import { asClient, backendOf, exchange } from '../support/exchange.ts'
import { type Answer, CALLBACK, createProtocol } from '../support/protocol.ts'
import { type StatementKind, statementsOf, untilFactsAreKept } from '../support/statements.ts'

const protocol = await createProtocol(t)
const { app } = protocol
const client = await protocol.createClient()
const api = await protocol.createApi()
const { identifier: audience } = api
const person = await protocol.createUser()
const backend = await backendOf(protocol, api)
const machine = await protocol.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
})
const asMachine = { client_id: machine.client_id, client_secret: machine.client_secret }
await protocol.settled()

const { browser, body: first } = await protocol.tokens(client, person, { audience })
const authorize = () => protocol.authorized(client, person, { audience }, browser)
const clientCredentials = () =>
  protocol.token({ grant_type: 'client_credentials', ...ADMIN, audience: `${app.issuer}api/v2/` })

/** The log event apart, which need not be written while the request waits. */
const statements = async (request: () => Promise<unknown>) =>
  (await statementsOf(app, request)).filter(kind => kind !== 'log')

await untilFactsAreKept(app)
await protocol.refresh(client, first.refresh_token)
await clientCredentials()
await authorize()

t.test('discovery and the key set ask nothing', async t => {
  for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
    await protocol.get(path)
    t.same(await statements(() => protocol.get(path)), [])
  }
})

t.test('client credentials ask nothing', async t => {
  t.same(await statements(clientCredentials), [])
})

t.test('a browser that is signed in gets a code: its session read, and saved with the grant and the code', async t => {
  t.same(await statements(authorize), ['read', 'write'])
})

t.test('a code is exchanged: found with its grant and user, spent with a refresh token stored', async t => {
  const authorized = await authorize()
  const seen = await statements(async () => {
    t.ok((await protocol.redeem(client, authorized)).body.refresh_token)
  })
  t.same(seen, ['read', 'write'])
})

t.test('a refresh token is exchanged: found with its grant and user, spent and succeeded in one', async t => {
  const { body } = await protocol.redeem(client, await authorize())
  const seen = await statements(async () => {
    t.ok((await protocol.refresh(client, body.refresh_token)).body.refresh_token)
  })
  t.same(seen, ['read', 'write'])
})

// What is switched on for a request costs these; what is not costs nothing, as the counts above say.
const flows: { [name: string]: [expected: StatementKind[], request: () => Promise<() => Promise<Answer>>] } = {
  'silent authentication': [
    ['read', 'write'],
    async () => async () => {
      const { callback } = await protocol.authorized(client, person, { audience, prompt: 'none' }, browser)
      return { status: callback.searchParams.has('code') ? 200 : 400 } as Answer
    },
  ],
  '/userinfo by a JWT: the user': [
    ['read'],
    async () => {
      const { body } = await protocol.tokens(client, person, { audience }, browser)
      return () => protocol.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
    },
  ],
  '/userinfo by an opaque token: the token with its user': [
    ['read'],
    async () => {
      const { body } = await protocol.tokens(client, person, {}, browser)
      return () => protocol.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
    },
  ],
  'a pushed request: stored': [
    ['write'],
    async () => () =>
      protocol.post('/oauth/par', { ...asMachine, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' }),
  ],
  'a device begins: its code stored': [
    ['write'],
    async () => () => protocol.post('/oauth/device/code', { ...asMachine, scope: 'openid' }),
  ],
  'a device waits: its code read, its poll noted': [
    ['read', 'write'],
    async () => {
      const { body } = await protocol.post('/oauth/device/code', { ...asMachine, scope: 'openid' })
      const { device_code } = body
      const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
      return () => protocol.token({ grant_type, ...asMachine, device_code })
    },
  ],
  'a refresh bound to a key: the proof marked as seen': [
    ['read', 'write', 'write'],
    async () => {
      const { body } = await protocol.tokens(client, person, { audience }, browser)
      const prover = await createProver()
      const url = `${protocol.issuer}oauth/token`
      const refresh = async (nonce?: string) =>
        protocol.token(
          { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: body.refresh_token },
          { dpop: await prover.proof('POST', url, nonce === undefined ? {} : { nonce }) },
        )
      const nonce = (await refresh()).headers.get('dpop-nonce') ?? ''
      return () => refresh(nonce)
    },
  ],
  'introspection of a JWT: the user with her grants': [
    ['read'],
    async () => {
      const { body } = await protocol.tokens(client, person, { audience, scope: 'openid offline_access' }, browser)
      return () => protocol.post('/oauth/introspect', { ...asClient(backend), token: body.access_token })
    },
  ],
  'an exchange on behalf of a user': [
    ['read', 'read'],
    async () => {
      const { body } = await protocol.tokens(client, person, { audience, scope: 'openid offline_access' }, browser)
      return () => exchange(protocol, backend, body.access_token, { audience })
    },
  ],
}

for (const [name, [expected, prepare]] of Object.entries(flows))
  t.test(name, async t => {
    const request = await prepare()
    await untilFactsAreKept(app)
    // Once for what is imported and derived at first use.
    await (await prepare())()
    const seen = await statements(async () => {
      const { status, text } = await request()
      t.match(status, name.startsWith('a device waits') ? 403 : /^20[01]$/, text)
    })
    t.same(seen, expected)
  })
