import t from 'tap'
import type { Client } from '../../src/store/clients.ts'
import { CALLBACK, challengeOf, claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import type { Visited, Visitor } from '../support/visitor.ts'

// RFC 9396, OAuth 2.0 Rich Authorization Requests

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi({ authorization_details: [{ type: 'payment' }, { type: 'account' }] })
const other_api = await p.createApi({ authorization_details: [{ type: 'health' }] })
const plain_api = await p.createApi()
const client = await p.createClient()
await p.settled()

const PAYMENT = {
  type: 'payment',
  actions: ['initiate', 'status'],
  locations: ['https://bank.example/payments'],
  instructedAmount: { currency: 'EUR', amount: '123.50' },
  creditorName: 'Merchant A',
}
const VERIFIER = 'v'.repeat(64)

type Step = { page: Visited; browser: Visitor }

async function ask(details: unknown, parameters: Parameters = {}, browser = p.browser()): Promise<Step> {
  const page = await p.authorize(browser, {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    audience: api.identifier,
    scope: 'openid offline_access read:things',
    state: 'state',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...(details === undefined
      ? {}
      : { authorization_details: typeof details === 'string' ? details : JSON.stringify(details) }),
    ...parameters,
  })
  const { pathname } = locationOf(page)
  return { page: pathname.startsWith('/u/') ? await p.signIn(browser, page, person) : page, browser }
}

/** Permits (or not) what the page asks, and goes on. */
async function answer({ page, browser }: Step, granted = true): Promise<URL> {
  const finished = await p.door(browser, page, { do: 'consent', granted })
  return locationOf(await browser.fetch(finished.headers.get('location') ?? '/nowhere'))
}

const read = async ({ page, browser }: Step) => JSON.parse((await p.door(browser, page, { do: 'read' })).body)

const redeem = (callback: URL, parameters: Parameters = {}, by: Pick<Client, 'client_id'> = client) =>
  p.redeem(by, { callback, verifier: VERIFIER }, parameters)

const permitted = async (details: unknown, parameters: Parameters = {}) => answer(await ask(details, parameters))

const errorOf = ({ page }: Step) => locationOf(page).searchParams

t.test('details are shown, permitted, and stand in the answer and in the access token', async t => {
  const step = await ask([PAYMENT])
  const pending = await read(step)
  t.equal(pending.prompt, 'consent', 'also for a client of our own')
  t.same(pending.authorization_details, [PAYMENT])
  const { status, body } = await redeem(await answer(step))
  t.equal(status, 200, JSON.stringify(body))
  t.same(body.authorization_details, [PAYMENT])
  t.same(claimsOf(body.access_token).authorization_details, [PAYMENT])
})

t.test('what is refused is not granted', async t => {
  const callback = await answer(await ask([PAYMENT]), false)
  t.equal(callback.searchParams.get('error'), 'access_denied')
  t.notOk(callback.searchParams.has('code'))
})

t.test('they are asked each time: nothing stands for the next request', async t => {
  const step = await ask([PAYMENT])
  await answer(step)
  const again = await ask([PAYMENT], {}, step.browser)
  t.equal((await read(again)).prompt, 'consent')
  const silent = await ask([PAYMENT], { prompt: 'none' }, step.browser)
  t.equal(errorOf(silent).get('error'), 'consent_required')
  const without = await ask(undefined, { prompt: 'none' }, step.browser)
  t.ok(errorOf(without).has('code'), 'a request without details goes through')
  const { rows } = await p.app.database.query('select scope from consents where user_id = $1', [person.user_id])
  t.same(rows, [], 'and none is kept as a consent')
})

t.test('a third-party client is asked for scopes and details on one page', async t => {
  const third = await p.createClient({ is_first_party: false })
  await p.settled()
  const step = await ask([PAYMENT], { client_id: third.client_id })
  const pending = await read(step)
  t.match(pending.consent, [{ scope: ['openid', 'offline_access'] }, { scope: ['read:things'] }])
  t.same(pending.authorization_details, [PAYMENT])
  const { body } = await redeem(await answer(step), {}, third)
  t.same(body.authorization_details, [PAYMENT])
  const again = await read(await ask([PAYMENT], { client_id: third.client_id }, step.browser))
  t.same(again.consent, [], 'of these only the scopes stand')
  t.same(again.authorization_details, [PAYMENT])
})

t.test('they survive a refresh, and can be narrowed but not widened', async t => {
  const { body } = await redeem(await permitted([PAYMENT, { type: 'account', actions: ['read', 'list'] }]))
  t.equal(body.authorization_details.length, 2)
  let { refresh_token } = body
  const refresh = async (details?: unknown) => {
    const answered = await p.refresh(client, refresh_token, {
      ...(details === undefined ? {} : { authorization_details: JSON.stringify(details), resource: api.identifier }),
    })
    if (answered.status === 200) refresh_token = answered.body.refresh_token
    return answered
  }
  const same = await refresh()
  t.same(same.body.authorization_details, body.authorization_details)
  t.same(claimsOf(same.body.access_token).authorization_details, body.authorization_details)

  const one = [{ type: 'account', actions: ['read'] }]
  const narrowed = await refresh(one)
  t.same(narrowed.body.authorization_details, one)
  t.same(claimsOf(narrowed.body.access_token).authorization_details, one)
  t.same((await refresh()).body.authorization_details, body.authorization_details, 'the grant is what it was')
})

t.test('what goes beyond the grant is refused at the token endpoint', async t => {
  const wider: { [what: string]: unknown } = {
    'another action': [{ type: 'account', actions: ['read', 'close'] }],
    'no list where one was granted': [{ type: 'account' }],
    'an empty list': [{ type: 'account', actions: [] }],
    'a further member': [{ type: 'account', actions: ['read'], everything: true }],
    'another type': [{ type: 'payment', actions: ['read'] }],
    'one of two': [{ type: 'account', actions: ['read'] }, PAYMENT],
  }
  for (const [what, details] of Object.entries(wider)) {
    const callback = await permitted([{ type: 'account', actions: ['read', 'list'] }])
    const answered = await redeem(callback, {
      authorization_details: JSON.stringify(details),
      resource: api.identifier,
    })
    t.equal(answered.body.error, 'invalid_authorization_details', what)
    t.notOk(answered.body.access_token)
  }
  const callback = await permitted([{ type: 'account', actions: ['read', 'list'] }])
  const narrowed = await redeem(callback, {
    authorization_details: JSON.stringify([{ type: 'account', actions: ['list'] }]),
    resource: api.identifier,
  })
  t.same(narrowed.body.authorization_details, [{ type: 'account', actions: ['list'] }])
})

t.test('a grant without details gets none at the token endpoint', async t => {
  const { callback } = await p.authorized(client, person, {
    audience: api.identifier,
    code_challenge: challengeOf(VERIFIER),
  })
  const answered = await redeem(callback, {
    authorization_details: JSON.stringify([PAYMENT]),
    resource: api.identifier,
  })
  t.equal(answered.body.error, 'invalid_authorization_details')
})

t.test('a refused narrowing costs no refresh token', async t => {
  const { body } = await redeem(await permitted([{ type: 'account', actions: ['read'] }]))
  const wide = JSON.stringify([{ type: 'account', actions: ['close'] }])
  const refused = await p.refresh(client, body.refresh_token, {
    authorization_details: wide,
    resource: api.identifier,
  })
  t.equal(refused.body.error, 'invalid_authorization_details')
  t.equal((await p.refresh(client, body.refresh_token)).status, 200)
})

t.test('types that nobody or another API declares, and what is no list of details, are refused', async t => {
  const wrong: { [what: string]: [unknown, Parameters?] } = {
    'an unknown type': [[{ type: 'nonsense' }]],
    'an inherited name': [[{ type: 'constructor' }]],
    'a type of another API': [[{ type: 'health' }]],
    'an API without types': [[PAYMENT], { audience: plain_api.identifier }],
    'no API at all': [[PAYMENT], { audience: undefined }],
    'no type': [[{ actions: ['read'] }]],
    'no list': [{ type: 'payment' }],
    'no JSON': ['payment'],
    'no object': [['payment']],
    'actions that are no list': [[{ type: 'payment', actions: 'all' }]],
    'more than a page': [[{ type: 'payment', note: 'x'.repeat(9_000) }]],
    'too many': [Array.from({ length: 11 }, () => ({ type: 'payment' }))],
    'too deep': [[{ type: 'payment', a: { b: { c: { d: { e: 1 } } } } }]],
  }
  for (const [what, [details, parameters]] of Object.entries(wrong)) {
    const step = await ask(details, parameters)
    t.equal(errorOf(step).get('error'), 'invalid_authorization_details', what)
    t.equal(errorOf(step).get('state'), 'state')
  }
  const health = await ask([{ type: 'health' }], { audience: other_api.identifier })
  t.equal((await read(health)).prompt, 'consent')
})

t.test('a client that registered types has those only', async t => {
  const limited = await p.createClient({ registration: { authorization_details_types: ['account'] } })
  await p.settled()
  const refused = await ask([PAYMENT], { client_id: limited.client_id })
  t.equal(errorOf(refused).get('error'), 'invalid_authorization_details')
  const allowed = await ask([{ type: 'account' }], { client_id: limited.client_id })
  t.equal((await read(allowed)).prompt, 'consent')
})

t.test('an API that goes by client grants: none of them lists a type', async t => {
  const { newClientGrantId } = await import('../../src/ids.ts')
  const granted_api = await p.createApi({
    authorization_details: [{ type: 'payment' }],
    subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'deny_all' } },
  })
  const grant = { id: newClientGrantId(), client_id: client.client_id, resource_server_id: granted_api.id }
  await p.store.client_grants.create(
    { ...grant, subject_type: 'user', scope: ['read:things'], allow_all_scopes: false },
    new Date(),
  )
  await p.settled()
  const refused = await ask([PAYMENT], { audience: granted_api.identifier })
  t.equal(errorOf(refused).get('error'), 'invalid_authorization_details')
  const plain = await ask(undefined, { audience: granted_api.identifier })
  t.ok(errorOf(plain).has('code'))
})

t.test('a third party in strict mode goes by client grants, which list none either', async t => {
  const { newClientGrantId } = await import('../../src/ids.ts')
  const strict = await p.createClient({ is_first_party: false, third_party_security_mode: 'strict' })
  const grant = { id: newClientGrantId(), client_id: strict.client_id, resource_server_id: api.id }
  await p.store.client_grants.create(
    { ...grant, subject_type: 'user', scope: ['read:things'], allow_all_scopes: false },
    new Date(),
  )
  await p.settled()
  const refused = await ask([PAYMENT], { client_id: strict.client_id })
  t.equal(errorOf(refused).get('error'), 'invalid_authorization_details')
  const plain = await ask(undefined, { client_id: strict.client_id })
  t.equal((await read(plain)).prompt, 'consent')
})

t.test('what is nested without end is refused like anything that is too deep', async t => {
  const nested = `[{"type":"payment","a":${'['.repeat(15_000)}${']'.repeat(15_000)}}]`
  const parameters = { client_id: client.client_id, response_type: 'code', redirect_uri: CALLBACK, state: 'state' }
  const form = new URLSearchParams({
    ...parameters,
    audience: api.identifier,
    scope: 'openid',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
  })
  // Brackets as they are: escaped, they would be more than a body may hold.
  const page = await p.browser().fetch('/authorize', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${form}&authorization_details=${nested}`,
  })
  t.equal(locationOf(page).searchParams.get('error'), 'invalid_authorization_details')
})

t.test('details come by a code only, never through the browser', async t => {
  const hybrid = await p.createClient({ grant_types: ['authorization_code', 'implicit'] })
  await p.settled()
  for (const response_type of ['id_token', 'id_token token', 'code token']) {
    const step = await ask([PAYMENT], { client_id: hybrid.client_id, response_type, nonce: 'n' })
    t.match(locationOf(step.page).hash, /error=invalid_request/, response_type)
  }
})

t.test('a machine, that nobody permits anything, gets none', async t => {
  const { newClientGrantId } = await import('../../src/ids.ts')
  const machine = await p.createClient({
    app_type: 'non_interactive',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
  })
  const grant = { id: newClientGrantId(), client_id: machine.client_id, resource_server_id: api.id }
  await p.store.client_grants.create(
    { ...grant, subject_type: 'client', scope: ['read:things'], allow_all_scopes: false },
    new Date(),
  )
  await p.settled()
  const answered = await p.token({
    grant_type: 'client_credentials',
    client_id: machine.client_id,
    client_secret: machine.client_secret,
    audience: api.identifier,
    authorization_details: JSON.stringify([PAYMENT]),
  })
  t.equal(answered.body.error, 'invalid_authorization_details')
})

t.test('a type that its API no longer declares is in no token from then on', async t => {
  const fickle = await p.createApi({ authorization_details: [{ type: 'lease' }] })
  await p.settled()
  const { body } = await redeem(await permitted([{ type: 'lease' }], { audience: fickle.identifier }))
  t.same(body.authorization_details, [{ type: 'lease' }])
  await p.store.resource_servers.update(fickle.id, { authorization_details: [] }, new Date())
  await p.settled()
  const refreshed = await p.refresh(client, body.refresh_token)
  t.equal(refreshed.status, 200)
  t.notOk(refreshed.body.authorization_details)
  t.notOk(claimsOf(refreshed.body.access_token).authorization_details)
})

t.test('a further resource server of a refresh token gets none of them, though it has the type', async t => {
  const elsewhere = await p.createApi({ authorization_details: [{ type: 'payment' }] })
  const roaming = await p.createClient()
  await p.store.clients.update(
    roaming.client_id,
    {
      refresh_token: {
        ...roaming.refresh_token,
        policies: [{ audience: elsewhere.identifier, scope: ['read:things'] }],
      },
    },
    new Date(),
  )
  await p.settled()
  const { body } = await redeem(await permitted([PAYMENT], { client_id: roaming.client_id }), {}, roaming)
  const refreshed = await p.refresh(roaming, body.refresh_token, { audience: elsewhere.identifier })
  t.equal(refreshed.status, 200, JSON.stringify(refreshed.body))
  t.match(claimsOf(refreshed.body.access_token).aud, [elsewhere.identifier])
  t.notOk(refreshed.body.authorization_details)
  t.notOk(claimsOf(refreshed.body.access_token).authorization_details)
  const asked = await p.refresh(roaming, refreshed.body.refresh_token, {
    audience: elsewhere.identifier,
    authorization_details: JSON.stringify([PAYMENT]),
  })
  t.equal(asked.body.error, 'invalid_authorization_details')
})

t.test('pushed beforehand (RFC 9126), they are shown and granted alike', async t => {
  const push = (details: unknown) =>
    p.post('/oauth/par', {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      audience: api.identifier,
      scope: 'openid',
      state: 'state',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
      authorization_details: JSON.stringify(details),
    })
  t.equal((await push([{ type: 'health' }])).body.error, 'invalid_authorization_details')
  const pushed = await push([PAYMENT])
  t.equal(pushed.status, 201, JSON.stringify(pushed.body))
  const browser = p.browser()
  const first = await p.authorize(browser, { client_id: client.client_id, request_uri: pushed.body.request_uri })
  const step = { page: await p.signIn(browser, first, person), browser }
  t.same((await read(step)).authorization_details, [PAYMENT])
  const { body } = await redeem(await answer(step))
  t.same(body.authorization_details, [PAYMENT])
})

t.test('somebody else’s interaction permits nothing', async t => {
  const step = await ask([PAYMENT])
  const stranger = p.browser()
  const refused = await p.door(stranger, step.page, { do: 'consent', granted: true })
  t.equal(refused.status, 410)
})

t.test('the discovery document lists the types', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.same(body.authorization_details_types_supported, ['account', 'health', 'payment'])
})

t.test('what an escape hides in a parameter’s JSON is no text, and stops before anybody signs in', async t => {
  const refused = async (parameters: Parameters) => {
    const { page } = await ask(undefined, parameters)
    const answered = locationOf(page).searchParams
    t.match(Object.fromEntries(answered), { error: 'invalid_request', state: 'state' }, JSON.stringify(parameters))
    const pushed = await p.post('/oauth/par', {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      audience: api.identifier,
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
      ...parameters,
    })
    t.match(pushed, { status: 400, body: { error: 'invalid_request' } })
  }
  for (const odd of ['\\u0000', '\\ud800']) {
    await refused({ authorization_details: `[{"type":"payment","note":"${odd}"}]` })
    await refused({ authorization_details: `[{"type":"payment","${odd}":1}]` })
    await refused({ claims: `{"id_token":{"${odd}":null}}` })
    await refused({ claims: `{"id_token":{"acr":{"value":"${odd}"}}}` })
  }
  t.notOk(p.app.logs.some(line => line.includes('Unicode escape')))
})
