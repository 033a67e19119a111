import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { CALLBACK, claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import type { Visitor } from '../support/visitor.ts'

// RFC 9470, OAuth 2.0 Step Up Authentication Challenge Protocol; OpenID Connect Core §3.1.2.1 (max_age, acr_values), §5.5 (claims)

const SINGLE = 'urn:lintel:acr:single-factor'
/** Nobody reaches it where the tenant has no second factor. */
const MULTI = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi()
const client = await p.createClient()
const web = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'refresh_token'],
})
await p.settled()

const now = () => Math.floor(Date.now() / 1000)

async function tokens(parameters: Parameters = {}, browser = p.browser()) {
  const { body } = await p.tokens(client, person, { audience: api.identifier, ...parameters }, browser)
  return {
    id: claimsOf(body.id_token),
    access: claimsOf(body.access_token),
    refresh_token: body.refresh_token,
    browser,
  }
}

/** Where a request leads a browser: to a page of ours (`page`), or to the app. */
async function ask(parameters: Parameters, browser: Visitor) {
  const page = await p.authorize(browser, {
    client_id: web.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid email',
    state: 'state',
    ...parameters,
  })
  const { pathname, searchParams } = locationOf(page)
  return { asks: pathname.startsWith('/u/'), error: searchParams.get('error'), code: searchParams.get('code'), page }
}

async function idTokenOf(code: string | null) {
  const { body } = await p.token({
    grant_type: 'authorization_code',
    client_id: web.client_id,
    client_secret: web.client_secret,
    redirect_uri: CALLBACK,
    code: code ?? '',
  })
  return claimsOf(body.id_token)
}

/** A browser that somebody has signed in with, some time ago. */
async function signedIn(): Promise<Visitor> {
  const { browser } = await p.authorized(client, person)
  return browser
}

t.test('who does not ask is told nothing of it', async t => {
  const { id, access } = await tokens()
  for (const claim of ['acr', 'amr', 'auth_time']) {
    t.notOk(claim in id, claim)
    t.notOk(claim in access, claim)
  }
})

t.test('acr_values: what happened is told, not what was asked', async t => {
  for (const acr_values of [SINGLE, `${MULTI} ${SINGLE}`, MULTI]) {
    const { id, access } = await tokens({ acr_values })
    t.match(id, { acr: SINGLE, amr: ['pwd'] }, acr_values)
    t.match(access, { acr: SINGLE, amr: ['pwd'] }, 'RFC 9470 §6: and to the resource server that made it ask')
    t.ok(Math.abs(access.auth_time - now()) < 10)
  }
})

t.test('a refreshed token tells of the authentication at its beginning', async t => {
  const { access, refresh_token } = await tokens({ acr_values: SINGLE })
  await setTimeout(1_100)
  const { body } = await p.refresh(client, refresh_token)
  const { auth_time, acr, amr } = claimsOf(body.access_token)
  t.same({ auth_time, acr, amr }, { auth_time: access.auth_time, acr: SINGLE, amr: ['pwd'] })
})

t.test('max_age: the time of the sign-in is told, to client and resource server', async t => {
  const { id, access } = await tokens({ max_age: '600' })
  t.ok(Math.abs(id.auth_time - now()) < 10)
  t.equal(access.auth_time, id.auth_time)
})

t.test('max_age: a sign-in that is longer ago does not do', async t => {
  const browser = await signedIn()
  t.ok((await ask({ max_age: '600' }, browser)).code, 'this one is recent')
  await p.app.database.query("update sessions set authenticated_at = authenticated_at - interval '1 hour'")
  t.equal((await ask({ max_age: '600' }, browser)).asks, true)
  t.equal((await ask({ max_age: '600', prompt: 'none' }, browser)).error, 'login_required')
  t.ok((await ask({ max_age: '7200' }, browser)).code)

  const { page } = await ask({ max_age: '600' }, browser)
  const callback = locationOf(await p.signIn(browser, page, person))
  const { auth_time } = await idTokenOf(callback.searchParams.get('code'))
  t.ok(Math.abs(auth_time - now()) < 10, 'signed in anew')
})

t.test('max_age=0 asks for a sign-in every time, and none cannot be silent', async t => {
  const browser = await signedIn()
  const { asks, page } = await ask({ max_age: '0' }, browser)
  t.equal(asks, true)
  const callback = locationOf(await p.signIn(browser, page, person))
  t.ok((await idTokenOf(callback.searchParams.get('code'))).auth_time)
  t.equal((await ask({ max_age: '0' }, browser)).asks, true, 'again')
  t.equal((await ask({ max_age: '0', prompt: 'none' }, browser)).error, 'login_required')
  for (const max_age of ['-1', 'soon', '1.5'])
    t.equal((await ask({ max_age }, browser)).error, 'invalid_request', max_age)
})

t.test('prompt=login tells the time, since it made it', async t => {
  const browser = await signedIn()
  const { page } = await ask({ prompt: 'login' }, browser)
  const callback = locationOf(await p.signIn(browser, page, person))
  t.ok(Math.abs((await idTokenOf(callback.searchParams.get('code'))).auth_time - now()) < 10)
})

t.test('require_auth_time and default_max_age stand in for the parameter', async t => {
  const registered = async (registration: object) => {
    const created = await p.app.api('POST', '/clients', {
      name: 'x',
      app_type: 'regular_web',
      callbacks: [CALLBACK],
      registration,
    })
    t.equal(created.status, 201, JSON.stringify(created.body))
    await p.store.connections.enableClients(p.connection_id, [created.body.client_id])
    await p.settled()
    return created.body
  }
  const { client_id, client_secret } = await registered({ require_auth_time: true })
  const browser = await signedIn()
  const { code } = await ask({ client_id }, browser)
  const { body } = await p.token({
    grant_type: 'authorization_code',
    client_id,
    client_secret,
    redirect_uri: CALLBACK,
    code: code ?? '',
  })
  t.ok(claimsOf(body.id_token).auth_time)

  const aged = await registered({ default_max_age: 60 })
  t.ok((await ask({ client_id: aged.client_id }, browser)).code)
  await p.app.database.query("update sessions set authenticated_at = authenticated_at - interval '1 hour'")
  t.equal((await ask({ client_id: aged.client_id }, browser)).asks, true)
})

const claims = (id_token: object, userinfo?: object) => JSON.stringify({ id_token, ...(userinfo && { userinfo }) })

t.test('an essential acr that cannot be reached fails the request at once', async t => {
  for (const acr of [
    { essential: true, values: [MULTI] },
    { essential: true, value: MULTI },
    { essential: true, values: [] },
  ]) {
    const { asks, error } = await ask({ claims: claims({ acr }) }, p.browser())
    t.equal(asks, false)
    t.equal(error, 'unmet_authentication_requirements', JSON.stringify(acr))
    t.equal((await ask({ claims: claims({ acr }) }, await signedIn())).error, 'unmet_authentication_requirements')
  }
  const odd = await ask({ claims: claims({ acr: { essential: true, values: MULTI } }) }, p.browser())
  t.equal(odd.error, 'invalid_request')
})

t.test('so does one that is pushed, before anybody is sent anywhere', async t => {
  const { status, body } = await p.post('/oauth/par', {
    client_id: web.client_id,
    client_secret: web.client_secret,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    claims: claims({ acr: { essential: true, values: [MULTI] } }),
  })
  t.equal(status, 400)
  t.equal(body.error, 'unmet_authentication_requirements')
})

t.test('an essential acr that is reached, and a voluntary one that is not', async t => {
  const browser = await signedIn()
  for (const acr of [
    { essential: true, values: [MULTI, SINGLE] },
    { essential: true, value: SINGLE },
    { essential: true },
    { values: [MULTI] },
    { value: MULTI },
    null,
  ]) {
    const { code } = await ask({ claims: claims({ acr, amr: null }) }, browser)
    t.match(await idTokenOf(code), { acr: SINGLE, amr: ['pwd'] }, JSON.stringify(acr))
  }
})

t.test('a session that knows no acr signs in again for an essential one', async t => {
  const browser = await signedIn()
  await p.app.database.query("update sessions set payload = payload - 'acr'")
  const wanted = { claims: claims({ acr: { essential: true, value: SINGLE } }) }
  t.equal((await ask({ ...wanted, prompt: 'none' }, browser)).error, 'login_required')
  const { asks, page } = await ask(wanted, browser)
  t.equal(asks, true)
  const callback = locationOf(await p.signIn(browser, page, person))
  t.equal((await idTokenOf(callback.searchParams.get('code'))).acr, SINGLE)
})

t.test('claims one by one: as far as the scopes go, and no further', async t => {
  await p.app.api('PATCH', '/tenants/settings', { protocol_dialect: 'rfc' })
  t.teardown(() => p.app.api('PATCH', '/tenants/settings', { protocol_dialect: 'auth0' }))
  await p.settled()
  const browser = await signedIn()
  const { code } = await ask({ claims: claims({ email: null, name: { essential: true } }) }, browser)
  const id = await idTokenOf(code)
  t.equal(id.email, person.email, 'in the ID token, where this dialect has none by itself')
  t.notOk('name' in id, 'the scope profile was not asked')
  t.notOk('email_verified' in id)
})

t.test('a sub that is asked for by value is the only one who gets through', async t => {
  const browser = await signedIn()
  const sub = (value: string) => ({ claims: claims({ sub: { value } }) })
  t.ok((await ask(sub(person.user_id), browser)).code)
  t.equal((await ask({ ...sub('auth0|somebody-else'), prompt: 'none' }, browser)).error, 'login_required')
  t.equal((await ask(sub('auth0|somebody-else'), browser)).asks, true)
})

t.test('a claims parameter that is no object is refused', async t => {
  for (const claims of ['nonsense', '[]', '{}', '{"id_token":[]}'])
    t.equal((await ask({ claims }, p.browser())).error, 'invalid_request', claims)
})

t.test('the discovery document lists what the tenant says can be reached', async t => {
  const document = async () => {
    await p.settled()
    return (await p.get('/.well-known/openid-configuration')).body
  }
  t.notOk('acr_values_supported' in (await document()))
  t.equal((await document()).claims_parameter_supported, true)
  const set = (acr_values_supported: unknown) => p.app.api('PATCH', '/tenants/settings', { acr_values_supported })
  t.same((await set([SINGLE])).body.acr_values_supported, [SINGLE])
  t.same((await document()).acr_values_supported, [SINGLE])
  t.equal((await set(['urn:example:acr:biometric'])).status, 400, 'nobody can reach it')
  t.same((await set(null)).body.acr_values_supported, [])
  t.notOk('acr_values_supported' in (await document()))
})
