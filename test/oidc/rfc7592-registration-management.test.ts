import t from 'tap'
import { letAgentsIn, register, sendJson } from '../support/agents.ts'
import { CALLBACK, createProtocol, locationOf } from '../support/protocol.ts'

const protocol = await createProtocol(t)
const { app, store } = protocol
await letAgentsIn(protocol, { dynamic_client_registration: 'open' })

const METADATA = { client_name: 'Agent', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' }

type Registered = { client_id: string; registration_access_token: string; registration_client_uri: string }
const registered = async (metadata: object = METADATA): Promise<Registered> =>
  (await register(protocol, metadata)).body as Registered

const manage = (
  method: string,
  { client_id, registration_access_token }: Pick<Registered, 'client_id' | 'registration_access_token'>,
  body?: unknown,
) =>
  sendJson(protocol, method, `/oidc/register/${client_id}`, body, {
    authorization: `Bearer ${registration_access_token}`,
  })

t.test('a client reads what it registered', async t => {
  const client = await registered({ redirect_uris: [CALLBACK] })
  t.equal(client.registration_client_uri, `${protocol.issuer}oidc/register/${client.client_id}`)
  const { status, headers, body } = await manage('GET', client)
  t.equal(status, 200)
  t.match(headers.get('cache-control'), 'no-store')
  t.same(body, client, 'its secret and its token among it')
})

t.test('it replaces what it registered, and its token with it', async t => {
  const client = await registered({ ...METADATA, logo_uri: 'https://agent.example/logo.png' })
  const update = {
    client_id: client.client_id,
    client_name: 'Agent 2',
    redirect_uris: ['https://agent.example/new'],
    token_endpoint_auth_method: 'none',
  }
  const { status, body } = await manage('PUT', client, update)
  t.equal(status, 200)
  t.match(body, { ...update, client_id: client.client_id })
  t.equal(body.logo_uri, undefined, 'what it left out is gone')
  t.not(body.registration_access_token, client.registration_access_token)
  t.equal((await manage('GET', client)).status, 401, 'the old token is spent')
  t.match(await manage('GET', body), { status: 200, body: { client_name: 'Agent 2' } })
  await protocol.settled()
  const page = await protocol.authorize(protocol.browser(), {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  })
  t.equal(page.status, 400, 'nobody is sent to the old redirect URI')
})

t.test('of two updates at once, one wins', async t => {
  const client = await registered()
  const update = { ...METADATA, client_id: client.client_id }
  const answers = await Promise.all(Array.from({ length: 5 }, () => manage('PUT', client, update)))
  t.same(answers.map(({ status }) => status).sort(), [200, 401, 401, 401, 401])
})

t.test('an update says whose it is, and brings nothing that is not its own to choose', async t => {
  const client = await registered({ redirect_uris: [CALLBACK] })
  const other = await registered()
  const update = { redirect_uris: [CALLBACK], client_id: client.client_id }
  for (const body of [
    { redirect_uris: [CALLBACK] },
    { ...update, client_id: other.client_id },
    { ...update, client_secret: 'chosen-by-myself-chosen-by-myself' },
    { ...update, registration_access_token: client.registration_access_token },
    { ...update, registration_client_uri: client.registration_client_uri },
    { ...update, client_id_issued_at: 1 },
    { ...update, client_secret_expires_at: 0 },
    { ...update, redirect_uris: ['javascript:alert(1)'] },
    { ...update, software_statement: 'x' },
    [],
  ])
    t.equal((await manage('PUT', client, body)).status, 400, JSON.stringify(body))
  t.equal((await manage('GET', client)).status, 200, 'what is refused spends no token')
  const { client_secret } = (await manage('GET', client)).body
  t.equal((await manage('PUT', client, { ...update, client_secret })).body.client_secret, client_secret)
})

t.test('a public client that is to keep a secret gets one', async t => {
  const client = await registered()
  const update = {
    redirect_uris: [CALLBACK],
    client_id: client.client_id,
    token_endpoint_auth_method: 'client_secret_post',
  }
  t.match((await manage('PUT', client, update)).body, { client_secret: /^[A-Za-z0-9]{64}$/ })
})

t.test('it deletes itself, and all that hangs on it', async t => {
  const client = await registered({ ...METADATA, grant_types: ['authorization_code', 'refresh_token'] })
  const ada = await protocol.createUser()
  const browser = protocol.browser()
  const first = await protocol.authorized(client, ada, {}, browser)
  const page = { headers: new Headers({ location: first.callback.href }) } as never
  const done = await protocol.door(browser, page, { do: 'consent', granted: true })
  const callback = locationOf(await browser.fetch(done.headers.get('location') ?? ''))
  const tokens = await protocol.redeem(client, { callback, verifier: first.verifier })
  t.equal(tokens.status, 200, tokens.text)

  const deleted = await manage('DELETE', client)
  t.equal(deleted.status, 204)
  t.equal(deleted.text, '')
  t.equal((await manage('GET', client)).status, 401)
  t.equal(await store.clients.find(client.client_id), undefined)
  await protocol.settled()
  t.equal((await protocol.refresh(client, tokens.body.refresh_token)).status, 401)
  const { rows } = await app.database.query('select count(*) from consents where client_id = $1', [client.client_id])
  t.equal(rows[0]?.count, '0')
})

t.test('nobody manages another’s registration', async t => {
  const [mine, yours] = [await registered(), await registered()]
  const crossed = { client_id: yours.client_id, registration_access_token: mine.registration_access_token }
  for (const [method, body] of [['GET'], ['PUT', { ...METADATA, client_id: yours.client_id }], ['DELETE']] as const) {
    const refused = await manage(method, crossed, body)
    t.match(refused, { status: 401, body: { error: 'invalid_token' } }, method)
    t.match(refused.headers.get('www-authenticate'), /^Bearer .*error="invalid_token"/)
    t.equal(
      (await sendJson(protocol, method, `/oidc/register/${yours.client_id}`, body)).status,
      401,
      'without a token',
    )
  }
  const now = new Date()
  const initial = await store.registration_tokens.createInitial(
    { uses: 1, expires_at: new Date(now.getTime() + 60_000) },
    now,
  )
  t.equal((await manage('GET', { client_id: mine.client_id, registration_access_token: initial })).status, 401)
  const ours = await protocol.createClient()
  t.equal(
    (await manage('GET', { ...mine, client_id: ours.client_id })).status,
    401,
    'an administrator’s client has none',
  )
  t.equal((await manage('GET', mine)).status, 200)
  t.equal((await manage('GET', yours)).status, 200)
})

t.test('a token of one tenant is nothing in another', async t => {
  const client = await registered()
  const tenant = await app.store.createTenant({ tenant_id: 'other', domain: 'other.test' }, new Date(), async () => {})
  const other = app.store.forTenant(tenant)
  t.equal(await other.registration_tokens.isFor(client.client_id, client.registration_access_token), false)
  t.equal(
    await other.registration_tokens.rotate(client.client_id, client.registration_access_token, new Date()),
    undefined,
  )
  t.equal((await manage('GET', client)).status, 200)
})

t.test('a browser’s script may ask, from anywhere', async t => {
  const client = await registered()
  const preflight = await sendJson(protocol, 'OPTIONS', `/oidc/register/${client.client_id}`, undefined, {
    origin: 'https://agent.example',
    'access-control-request-method': 'PUT',
  })
  t.equal(preflight.status, 204)
  t.match(preflight.headers.get('access-control-allow-methods'), 'PUT')
  t.equal(preflight.headers.get('access-control-allow-origin'), '*')
  t.equal((await manage('GET', client)).headers.get('access-control-allow-origin'), '*')
})

t.test('switched off, what was registered is no longer managed', async t => {
  const client = await registered()
  await letAgentsIn(protocol, { dynamic_client_registration: 'off' })
  t.equal((await manage('GET', client)).status, 404)
  t.ok(await store.clients.find(client.client_id))
})
