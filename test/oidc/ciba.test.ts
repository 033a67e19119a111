import { createServer } from 'node:http'
import { decodeJwt } from 'jose'
import t from 'tap'
import { CIBA } from '../../src/oidc/client-metadata.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { eventually } from '../support/eventually.ts'
import { type Answer, createProtocol, type Parameters, type Person } from '../support/protocol.ts'

// OpenID Connect Client-Initiated Backchannel Authentication Flow, Core 1.0

const p = await createProtocol(t, { outbound_allow: ['127.0.0.0/8'] })
const { app } = p
const person = await p.createUser()
const api = await p.createApi({ token_lifetime: 7_000 })

const createBank = (patch: Partial<NewClient> = {}) =>
  p.createClient({
    name: 'Bank',
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    callbacks: [],
    grant_types: [CIBA, 'refresh_token'],
    ...patch,
  })
const bank = await createBank()

const hintOf = ({ user_id }: Pick<Person, 'user_id'>, iss = p.issuer) =>
  JSON.stringify({ format: 'iss_sub', iss, sub: user_id })

const ask = (parameters: Parameters = {}, client: Client = bank) =>
  p.post('/bc-authorize', {
    client_id: client.client_id,
    client_secret: client.client_secret,
    scope: 'openid profile offline_access',
    login_hint: hintOf(person),
    binding_message: 'Order 1234-ABCD',
    ...parameters,
  })

const poll = (auth_req_id: string, client: Client = bank) =>
  p.token({ grant_type: CIBA, client_id: client.client_id, client_secret: client.client_secret, auth_req_id })

/** As an integration with a channel of its own answers. */
const answer = (auth_req_id: string, word: 'approve' | 'deny') =>
  app.api('POST', `/ciba-requests/${hashBearer(auth_req_id)}/${word}`)

const inDialect = async (dialect: 'rfc' | 'auth0', work: () => Promise<unknown>) => {
  const say = async (protocol_dialect: string) => {
    await p.store.transaction(tx => tx.settings.update({ protocol_dialect }, new Date()))
    await p.settled()
  }
  await say(dialect)
  await work()
  await say('auth0')
}

const said = ({ status, body }: Answer) => [status, body.error, body.error_description]

t.test('a client asks, the user’s word is given elsewhere, and the client gets her tokens', async t => {
  const asked = await ask({ audience: api.identifier, scope: 'openid profile offline_access read:things' })
  t.equal(asked.status, 200, asked.text)
  t.strictSame(Object.keys(asked.body).sort(), ['auth_req_id', 'expires_in', 'interval'])
  t.match(asked.body, { auth_req_id: /^.{43}$/, expires_in: 300, interval: 5 })
  t.equal(asked.headers.get('cache-control'), 'no-store')
  const { auth_req_id } = asked.body
  t.same(said(await poll(auth_req_id)), [400, 'authorization_pending', 'The end-user authorization is pending'])
  t.equal((await answer(auth_req_id, 'approve')).status, 204)

  const { status, body } = await poll(auth_req_id)
  t.equal(status, 200, JSON.stringify(body))
  t.match(decodeJwt(body.id_token), { sub: person.user_id, aud: bank.client_id, name: 'Ada Lovelace' })
  t.notOk('amr' in decodeJwt(body.id_token), 'how she proved who she is, nobody has said')
  t.match(decodeJwt(body.access_token), { sub: person.user_id, aud: [api.identifier, `${p.issuer}userinfo`] })
  t.equal(body.scope, 'openid profile offline_access read:things')
  t.equal(body.expires_in, 7_000)
  const refreshed = await p.refresh(bank, body.refresh_token, { client_secret: bank.client_secret })
  t.equal(refreshed.status, 200, refreshed.text)
})

t.test('without an audience there is an opaque token for /userinfo', async t => {
  const { body } = await ask({ scope: 'openid email' })
  await answer(body.auth_req_id, 'approve')
  const tokens = await poll(body.auth_req_id)
  const info = await p.get('/userinfo', { authorization: `Bearer ${tokens.body.access_token}` })
  t.equal(info.body.email, person.email)
  t.notOk(tokens.body.refresh_token)
})

t.test('a denial is told, in either dialect', async t => {
  const { body } = await ask()
  await answer(body.auth_req_id, 'deny')
  const description = 'The end-user denied the authorization request or it has been expired'
  t.same(said(await poll(body.auth_req_id)), [400, 'access_denied', description])
  const again = await ask()
  await answer(again.body.auth_req_id, 'deny')
  await inDialect('rfc', async () =>
    t.same(said(await poll(again.body.auth_req_id)).slice(0, 2), [400, 'access_denied']),
  )
})

t.test('who asks too often is told to slow down', async t => {
  const { body } = await ask()
  await poll(body.auth_req_id)
  const hasty = await poll(body.auth_req_id)
  t.same(said(hasty), [400, 'slow_down', 'You are polling faster than allowed.'])
  t.equal(hasty.headers.get('retry-after'), '5')
  await answer(body.auth_req_id, 'approve')
  t.equal((await poll(body.auth_req_id)).status, 200)
})

t.test('a request ends when its client says, in five minutes at most', async t => {
  t.equal((await ask({ requested_expiry: '60' })).body.expires_in, 60)
  for (const requested_expiry of ['301', '0', '-1', 'soon', '1.5'])
    t.equal((await ask({ requested_expiry })).body.error, 'invalid_request', requested_expiry)
  const { body } = await ask()
  await app.database.query(
    `update artefacts set payload = payload || jsonb_build_object('exp', (payload->>'exp')::int - 400), expires_at = now()
     where id_hash = $1`,
    [hashBearer(body.auth_req_id)],
  )
  t.equal((await answer(body.auth_req_id, 'approve')).status, 404)
  t.same(said(await poll(body.auth_req_id)), [400, 'expired_token', 'The authorization request has expired'])
})

t.test('whom it is about is said by an issuer and a subject, or by an ID token', async t => {
  const { body } = await ask()
  await answer(body.auth_req_id, 'approve')
  const { id_token } = (await poll(body.auth_req_id)).body
  const hinted = await ask({ login_hint: undefined, id_token_hint: id_token })
  t.equal(hinted.status, 200, hinted.text)
  await answer(hinted.body.auth_req_id, 'approve')
  t.equal(decodeJwt((await poll(hinted.body.auth_req_id)).body.id_token).sub, person.user_id)

  for (const [what, parameters, error] of [
    ['nobody', { login_hint: undefined }, 'invalid_request'],
    ['two at once', { id_token_hint: id_token }, 'invalid_request'],
    ['no JSON', { login_hint: 'ada' }, 'invalid_request'],
    ['another format', { login_hint: JSON.stringify({ format: 'email', email: person.email }) }, 'invalid_request'],
    ['null', { login_hint: 'null' }, 'invalid_request'],
    ['a forged ID token', { login_hint: undefined, id_token_hint: `${id_token}x` }, 'invalid_request'],
    ['a token of another kind', { login_hint: undefined, login_hint_token: 'x' }, 'invalid_request'],
  ] as const)
    t.equal((await ask(parameters)).body.error, error, what)
})

t.test('an address is no hint, known or not: nobody asks around for who has an account', async t => {
  for (const dialect of ['auth0', 'rfc'] as const)
    await inDialect(dialect, async () => {
      const known = await ask({ login_hint: person.email })
      t.equal(known.status, 400)
      t.strictSame(known.body, (await ask({ login_hint: 'nobody@example.com' })).body)
    })
})

t.test('a user who is unknown, another issuer’s, blocked, or none of the client’s is all the same', async t => {
  const blocked = await p.createUser()
  await p.store.users.update(blocked.user_id, { blocked: true }, new Date())
  const lonely = await createBank()
  await app.database.query('delete from connection_clients where client_id = $1', [lonely.client_id])
  await p.settled()
  const answers = [
    await ask({ login_hint: hintOf({ user_id: 'auth0|nobody' }) }),
    await ask({ login_hint: hintOf({ user_id: 'auth0|no\0body' }) }),
    await ask({ login_hint: hintOf(person, 'https://elsewhere.example/') }),
    await ask({ login_hint: hintOf(blocked) }),
    await ask({ login_hint: 'x'.repeat(2_000) }),
    await ask({}, lonely),
  ]
  for (const one of answers) t.same(said(one), [400, 'unknown_user_id', 'User ID is malformed or unknown'])
})

t.test('a binding message is short and plain', async t => {
  t.equal((await ask({ binding_message: 'Pay 12.30 EUR: shop #7, order A+B_c-d' })).status, 200)
  t.equal((await ask({ binding_message: undefined })).status, 200)
  for (const binding_message of ['x'.repeat(65), '<b>', 'p\u0430y', 'a\u202Eb', 'line\nbreak', 'https://evil.example/'])
    t.equal((await ask({ binding_message })).body.error, 'invalid_binding_message', binding_message)
})

t.test('what is not built is refused', async t => {
  for (const parameters of [
    { request_context: '{}' },
    { user_code: '1234' },
    { scope: 'profile' },
    { scope: undefined },
  ])
    t.equal((await ask(parameters)).status, 400, JSON.stringify(parameters))
  const { body } = await p.get('/.well-known/openid-configuration')
  t.match(body, {
    backchannel_authentication_endpoint: `${p.issuer}bc-authorize`,
    backchannel_token_delivery_modes_supported: ['poll', 'ping'],
    backchannel_user_code_parameter_supported: false,
  })
})

t.test('only a client that proves who it is and was given the grant type may ask', async t => {
  t.same(said(await ask({ client_secret: 'wrong' })), [401, 'access_denied', 'Unauthorized'])
  t.same(said(await ask({ client_secret: undefined })).slice(0, 1), [401])
  const web = await createBank({ grant_types: ['authorization_code'] })
  t.same(said(await ask({}, web)), [403, 'unauthorized_client', `Grant type '${CIBA}' not allowed for the client.`])
  const open = await createBank({ token_endpoint_auth_method: 'none' })
  t.equal((await ask({ client_secret: undefined }, open)).body.error, 'unauthorized_client', 'however it got there')
})

t.test('an answer is its client’s own', async t => {
  const other = await createBank()
  const { body } = await ask()
  await answer(body.auth_req_id, 'approve')
  t.same(said(await poll(body.auth_req_id, other)), [400, 'invalid_grant', 'Invalid or expired auth_req_id'])
  t.same(said(await poll('nothing')), [400, 'invalid_grant', 'Invalid or expired auth_req_id'])
  t.equal((await poll(hashBearer(body.auth_req_id))).body.error, 'invalid_grant', 'the handle redeems nothing')
  t.equal((await poll(body.auth_req_id)).status, 200)
})

t.test('a second use revokes what came of the first, also when both come at once', async t => {
  const { body } = await ask()
  await answer(body.auth_req_id, 'approve')
  const tokens = (await poll(body.auth_req_id)).body
  t.equal((await poll(body.auth_req_id)).body.error, 'invalid_grant')
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${tokens.access_token}` })).status, 401)

  const again = (await ask()).body
  await answer(again.auth_req_id, 'approve')
  const answers = await Promise.all(Array.from({ length: 6 }, () => poll(again.auth_req_id)))
  t.ok(answers.filter(({ status }) => status === 200).length <= 1)
  for (const { body } of answers.filter(({ status }) => status === 200))
    t.equal((await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 401)
})

t.test('of answers that come at once the first is heard', async t => {
  const who = await p.createUser()
  const { body } = await ask({ login_hint: hintOf(who) })
  const words = await Promise.all(
    (['approve', 'deny', 'approve', 'deny'] as const).map(word => answer(body.auth_req_id, word)),
  )
  t.same(words.map(({ status }) => status).sort(), [204, 404, 404, 404])
  const approved = words.findIndex(({ status }) => status === 204) % 2 === 0
  t.equal((await poll(body.auth_req_id)).status, approved ? 200 : 400)
  const { rows } = await app.database.query('select id from grants where user_id = $1', [who.user_id])
  t.equal(rows.length, approved ? 1 : 0, 'who came too late leaves no grant')
})

t.test(
  'nothing is issued to who is blocked, deleted or without her connection by then, nor to a client that may no more',
  async t => {
    const disable = () => app.database.query('delete from connection_clients where client_id = $1', [bank.client_id])
    for (const [what, change, error] of [
      ['blocked', (id: string) => p.store.users.update(id, { blocked: true }, new Date()), 'unauthorized'],
      ['deleted', (id: string) => p.store.users.remove(id), 'invalid_grant'],
      ['without her connection', disable, 'invalid_grant'],
    ] as const) {
      const who = await p.createUser()
      const { body } = await ask({ login_hint: hintOf(who) })
      t.equal((await answer(body.auth_req_id, 'approve')).status, 204)
      await change(who.user_id)
      await p.settled()
      t.match((await poll(body.auth_req_id)).body, { error, access_token: undefined }, what)
    }
    await p.store.connections.enableClients(p.connection_id, [bank.client_id])
    await p.settled()

    const fleeting = await createBank()
    const { body } = await ask({}, fleeting)
    await answer(body.auth_req_id, 'approve')
    await p.store.clients.update(fleeting.client_id, { grant_types: ['refresh_token'] }, new Date())
    await p.settled()
    t.equal((await poll(body.auth_req_id, fleeting)).body.error, 'unauthorized_client')
    await p.store.clients.remove(fleeting.client_id)
    await p.settled()
    t.equal((await poll(body.auth_req_id, fleeting)).status, 401)
  },
)

t.test('nobody approves for who is blocked or gone, or at a connection that is not the client’s', async t => {
  for (const change of [
    (id: string) => p.store.users.update(id, { blocked: true }, new Date()),
    (id: string) => p.store.users.remove(id),
    () => app.database.query('delete from connection_clients where client_id = $1', [bank.client_id]),
  ]) {
    const who = await p.createUser()
    const { body } = await ask({ login_hint: hintOf(who) })
    await change(who.user_id)
    await p.settled()
    t.equal((await answer(body.auth_req_id, 'approve')).status, 409)
    t.equal((await poll(body.auth_req_id)).body.error, 'authorization_pending')
    t.equal((await answer(body.auth_req_id, 'deny')).status, 204, 'to say no is always allowed')
  }
  await p.store.connections.enableClients(p.connection_id, [bank.client_id])
  await p.settled()
})

t.test('a new password ends what is not offline', async t => {
  const who = await p.createUser()
  const { body } = await ask({ login_hint: hintOf(who), scope: 'openid' })
  await answer(body.auth_req_id, 'approve')
  const tokens = (await poll(body.auth_req_id)).body
  await p.store.sessions.end({ user_id: who.user_id }, { offline: false }, new Date())
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${tokens.access_token}` })).status, 401)
})

t.test('an integration sees what waits, and no more', async t => {
  const who = await p.createUser()
  const before = Date.now()
  const { body } = await ask({ login_hint: hintOf(who), audience: api.identifier, scope: 'openid read:things' })
  const id = hashBearer(body.auth_req_id)
  const { body: found } = await app.api('GET', `/ciba-requests/${id}`)
  t.match(found, {
    id,
    client_id: bank.client_id,
    user_id: who.user_id,
    binding_message: 'Order 1234-ABCD',
    audience: api.identifier,
    scope: 'openid read:things',
    authorization_details: [],
  })
  t.ok(Date.parse(found.expires_at) >= before + 299_000)
  const { body: list } = await app.api(
    'GET',
    `/ciba-requests?user_id=${encodeURIComponent(who.user_id)}&include_totals=true`,
  )
  t.equal(list.total, 1)
  t.same(list.ciba_requests, [found])
  t.notMatch(JSON.stringify(list), body.auth_req_id)
  await answer(body.auth_req_id, 'approve')
  t.equal((await app.api('GET', `/ciba-requests/${id}`)).status, 404)
  t.equal((await answer(body.auth_req_id, 'approve')).status, 404, 'an answer is final')
  t.equal((await app.api('GET', '/ciba-requests/short')).status, 400)
  const logged = async () => {
    const { rows } = await app.database.query(
      "select type, description, user_id from log_events where details->>'ciba_request_id' = $1 order by date",
      [id],
    )
    return rows
  }
  await eventually(async () => (await logged()).length >= 2)
  t.match(await logged(), [
    { type: 'ciba_start_succeeded', user_id: who.user_id },
    { type: 'sapi', description: 'Approve a CIBA request', user_id: who.user_id },
  ])
})

t.test('details are shown to whom they concern, and granted as they were asked', async t => {
  const shop = await p.createApi()
  await p.store.resource_servers.update(shop.id, { authorization_details: [{ type: 'payment' }] }, new Date())
  await p.settled()
  const authorization_details = JSON.stringify([{ type: 'payment', amount: '12.30', currency: 'EUR' }])
  const { body, text, status } = await ask({ audience: shop.identifier, authorization_details })
  t.equal(status, 200, text)
  const { body: shown } = await app.api('GET', `/ciba-requests/${hashBearer(body.auth_req_id)}`)
  t.same(shown.authorization_details, JSON.parse(authorization_details))
  await answer(body.auth_req_id, 'approve')
  const tokens = (await poll(body.auth_req_id)).body
  t.same(decodeJwt(tokens.access_token).authorization_details, JSON.parse(authorization_details))
})

t.test('a client that wants it is pinged, again until it hears, with its own token', async t => {
  const heard: { method: string | undefined; authorization: string | undefined; body: string }[] = []
  const listener = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ method: request.method, authorization: request.headers.authorization, body })
      response.writeHead(heard.length === 1 ? 503 : 204).end()
    })
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  t.teardown(() => listener.close())
  const { port } = listener.address() as { port: number }
  const pinged = await createBank({
    registration: {
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: `http://127.0.0.1:${port}/ping`,
    },
  })
  t.equal((await ask({}, pinged)).body.error, 'invalid_request', 'it names a token')
  t.equal((await ask({ client_notification_token: 'two words' }, pinged)).body.error, 'invalid_request')
  const client_notification_token = 'the-clients-own-token-0123456789'
  const { body } = await ask({ client_notification_token }, pinged)
  t.equal(heard.length, 0)

  const { rows } = await app.database.query('select row_to_json(artefacts)::text as row from artefacts')
  const jobs = await app.database.query('select row_to_json(job)::text as row from pgboss.job')
  const atRest = [...rows, ...jobs.rows].map(({ row }) => row).join('\n')
  t.notMatch(atRest, client_notification_token)
  t.notOk(atRest.includes(body.auth_req_id))

  await answer(body.auth_req_id, 'approve')
  await eventually(() => heard.length >= 2)
  t.strictSame(heard[1], {
    method: 'POST',
    authorization: `Bearer ${client_notification_token}`,
    body: JSON.stringify({ auth_req_id: body.auth_req_id }),
  })
  t.equal((await poll(body.auth_req_id, pinged)).status, 200)
  const denied = (await ask({ client_notification_token }, pinged)).body
  await answer(denied.auth_req_id, 'deny')
  await eventually(() => heard.length >= 3)
  t.match(heard[2]?.body, denied.auth_req_id, 'of a no as well')
})

t.test('one that polls is not: a token that it sends along is forgotten', async t => {
  const { body } = await ask({ client_notification_token: 'needless-token-0123456789' })
  const { rows } = await app.database.query('select payload::text as row, secret from artefacts where id_hash = $1', [
    hashBearer(body.auth_req_id),
  ])
  t.notMatch(rows[0].row, 'needless-token')
  t.equal(rows[0].secret, null)
})

t.test('the settings are checked when they are made', async t => {
  const create = (patch: object) =>
    app.api('POST', '/clients', { name: 'Bank', app_type: 'regular_web', grant_types: [CIBA], ...patch })
  const made = await create({
    async_approval_notification_channels: ['email'],
    registration: {
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: 'https://bank.example/ping',
    },
  })
  t.equal(made.status, 201, JSON.stringify(made.body))
  t.match(made.body, {
    grant_types: [CIBA],
    async_approval_notification_channels: ['email'],
    registration: { backchannel_token_delivery_mode: 'ping' },
  })
  const cleared = await app.api('PATCH', `/clients/${made.body.client_id}`, {
    async_approval_notification_channels: null,
  })
  t.notOk('async_approval_notification_channels' in cleared.body)
  for (const [why, patch] of Object.entries({
    'a public client': { token_endpoint_auth_method: 'none' },
    'an app that is not there': { async_approval_notification_channels: ['guardian-push'] },
    'no channel': { async_approval_notification_channels: [] },
    'a push': { registration: { backchannel_token_delivery_mode: 'push' } },
    'a ping to nowhere': { registration: { backchannel_token_delivery_mode: 'ping' } },
    'somewhere, but no ping': { registration: { backchannel_client_notification_endpoint: 'https://bank.example/' } },
    'a ping over http': {
      registration: {
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: 'http://bank.example/ping',
      },
    },
    'a user code': { registration: { backchannel_user_code_parameter: true } },
    'pairwise subjects': { registration: { subject_type: 'pairwise' }, callbacks: ['https://bank.example/cb'] },
  }))
    t.equal((await create(patch)).status, 400, why)
  t.match((await create({ async_approval_notification_channels: ['guardian-push'] })).body.message, /Guardian/)
  const { client_id } = (await create({})).body
  t.equal((await app.api('PATCH', `/clients/${client_id}`, { token_endpoint_auth_method: 'none' })).status, 400)
})
