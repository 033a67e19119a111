// OpenID Connect RP-Initiated Logout 1.0 at /oidc/logout, and Auth0's /v2/logout.
import { generateKeyPair, SignJWT } from 'jose'
import t from 'tap'
import { claimsOf, createProtocol, headerOf, locationOf, type Parameters } from '../support/protocol.ts'
import { formOf, titleOf, type Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const AFTER = 'https://app.example/bye'
const client = await p.createClient({ allowed_logout_urls: [AFTER] })
const other = await p.createClient({ allowed_logout_urls: ['https://other.example/bye'] })

const query = (parameters: { [name: string]: string | undefined }) =>
  new URLSearchParams(Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined))
const logout = (browser: Visitor, parameters: { [name: string]: string | undefined }, path = '/oidc/logout') =>
  browser.fetch(`${path}?${query(parameters)}`)
const isSignedIn = async (browser: Visitor) =>
  (await p.authorized(client, ada, { prompt: 'none' }, browser)).callback.searchParams.has('code')
const signedIn = async (parameters: Parameters = {}) => {
  const { body, browser } = await p.tokens(client, ada, parameters)
  return { browser, tokens: body, sid: claimsOf(body.id_token).sid as string }
}

t.test('with the ID token of its session nobody is asked', async t => {
  const { browser, tokens } = await signedIn()
  const page = await logout(browser, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: AFTER,
    state: 'a b&c',
  })
  t.equal(page.status, 303)
  t.equal(page.headers.get('location'), `${AFTER}?state=a+b%26c`)
  t.notOk([...browser.cookies.values()].some(({ name }) => name.includes('session')))
  t.notOk(await isSignedIn(browser))
})

t.test('a logout hint that names the session will do as well', async t => {
  const { browser, sid } = await signedIn()
  const page = await logout(browser, { logout_hint: sid, client_id: client.client_id, post_logout_redirect_uri: AFTER })
  t.equal(page.headers.get('location'), AFTER)
  t.notOk(await isSignedIn(browser))
})

t.test('POST is served too', async t => {
  const { browser, tokens } = await signedIn()
  const page = await browser.fetch('/oidc/logout', {
    method: 'POST',
    body: new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: AFTER }),
  })
  t.equal(page.headers.get('location'), AFTER)
  t.notOk(await isSignedIn(browser))
})

t.test('without a proof the person is asked, and her word counts', async t => {
  const { browser, tokens } = await signedIn()
  const someoneElses = (await signedIn()).tokens.id_token
  for (const parameters of [
    {},
    { client_id: client.client_id, post_logout_redirect_uri: AFTER, state: 's' },
    { id_token_hint: someoneElses, post_logout_redirect_uri: AFTER },
    { logout_hint: 'x', client_id: client.client_id },
  ]) {
    const page = await logout(browser, parameters)
    t.equal(page.status, 200, JSON.stringify(parameters))
    t.ok(await isSignedIn(browser))
  }
  const asked = await logout(browser, { client_id: client.client_id, post_logout_redirect_uri: AFTER, state: 's' })
  const { action, fields } = formOf(asked)
  const forged = await browser.fetch(action, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, _csrf: 'x', action: 'accept' }),
  })
  t.equal(forged.status, 403)
  t.ok(await isSignedIn(browser), 'a form of someone else’s does nothing')
  const denied = await browser.submit(asked, {}, 'deny')
  t.equal(locationOf(denied).href, `${AFTER}?state=s`)
  t.ok(await isSignedIn(browser))
  const accepted = await browser.submit(asked, {}, 'accept')
  t.equal(locationOf(accepted).href, `${AFTER}?state=s`)
  t.notOk(await isSignedIn(browser))
  t.equal((await p.refresh(client, tokens.refresh_token)).status, 200, 'Auth0: offline access outlives the session')
})

t.test('a tenant may choose not to ask', async t => {
  await p.store.settings.update({ sessions: { oidc_logout_prompt_enabled: false } }, new Date())
  await p.settled()
  const { browser } = await signedIn()
  t.equal(
    (await logout(browser, { client_id: client.client_id, post_logout_redirect_uri: AFTER })).headers.get('location'),
    AFTER,
  )
  t.notOk(await isSignedIn(browser))
  await p.store.settings.update({ sessions: null }, new Date())
  await p.settled()
})

t.test('what hangs on the session ends with it: codes and access tokens without offline access', async t => {
  const { browser, tokens } = await signedIn({ scope: 'openid' })
  const pending = await p.authorized(client, ada, { scope: 'openid' }, browser)
  await logout(browser, { id_token_hint: tokens.id_token })
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${tokens.access_token}` })).status, 401)
  t.equal((await p.redeem(client, pending)).status, 403)
})

t.test('nobody is sent where the client does not let them be sent', async t => {
  for (const post_logout_redirect_uri of [
    'https://evil.example/',
    'https://other.example/bye',
    `${AFTER}/`,
    `${AFTER}?x=1`,
    'https://app.example@evil.example/bye',
    'javascript:alert(1)',
    '//evil.example',
    'https://APP.example/bye',
  ]) {
    const { browser, tokens } = await signedIn()
    const page = await logout(browser, { id_token_hint: tokens.id_token, post_logout_redirect_uri })
    t.equal(page.status, 400, post_logout_redirect_uri)
    t.equal(page.headers.get('location'), null)
    t.ok(await isSignedIn(browser), 'and nothing has ended')
  }
})

t.test('a forged hint proves nothing', async t => {
  const { browser, tokens, sid } = await signedIn()
  const { privateKey } = await generateKeyPair('RS256')
  const { kid } = headerOf(tokens.id_token)
  const claims = { iss: p.issuer, sub: ada.user_id, aud: client.client_id, sid }
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const [what, id_token_hint] of Object.entries({
    'another key': await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: kid as string }).sign(privateKey),
    none: `${encode({ alg: 'none' })}.${encode(claims)}.`,
    'HMAC with the client’s secret': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(client.client_secret)),
    'another issuer': tokens.id_token.replace(/\.[^.]+\./, `.${encode({ ...claims, iss: 'https://evil.example/' })}.`),
    nonsense: 'x.y.z',
  })) {
    const page = await logout(browser, { id_token_hint, post_logout_redirect_uri: AFTER })
    t.equal(page.status, 400, what)
  }
  const mismatch = await logout(browser, { id_token_hint: tokens.id_token, client_id: other.client_id })
  t.equal(mismatch.status, 400)
  t.ok(await isSignedIn(browser))
})

t.test('an expired hint is a hint still; duplicates and unknown clients are refused', async t => {
  const brief = await p.createClient({
    allowed_logout_urls: [AFTER],
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 1, secret_encoded: false },
  })
  const { body, browser } = await p.tokens(brief, ada)
  const page = await logout(browser, { id_token_hint: body.id_token, post_logout_redirect_uri: AFTER })
  t.equal(page.headers.get('location'), AFTER)
  t.equal((await browser.fetch('/oidc/logout?client_id=a&client_id=b')).status, 400)
  t.equal((await logout(browser, { client_id: 'nobody' })).status, 400)
  t.equal((await logout(browser, { client_id: "' or 1=1" })).status, 400)
})

t.test('without a place to go the person stays, signed out; without a client no place is registered', async t => {
  for (const parameters of [{}, { state: 's' }]) {
    const { browser } = await signedIn()
    const page = await logout(browser, parameters)
    t.equal(titleOf(page), 'Sign out?', JSON.stringify(parameters))
    t.equal(titleOf(await browser.submit(page, {}, 'accept')), 'You are signed out')
    t.notOk(await isSignedIn(browser))
  }
  const { browser, tokens } = await signedIn()
  const nobodys = await logout(browser, { post_logout_redirect_uri: AFTER, state: 's' })
  t.equal(nobodys.status, 400)
  t.equal(nobodys.headers.get('location'), null)
  t.equal(titleOf(await logout(browser, { id_token_hint: tokens.id_token, state: 's' })), 'You are signed out')
  t.notOk(await isSignedIn(browser))
})

t.test('who is not signed in is sent on, or told', async t => {
  const browser = p.browser()
  const told = await logout(browser, {})
  t.equal(told.status, 200)
  const sent = await logout(browser, { client_id: client.client_id, post_logout_redirect_uri: AFTER })
  t.equal(sent.headers.get('location'), AFTER)
})

t.test('/v2/logout never asks, and leads where it may', async t => {
  await p.store.settings.update({ allowed_logout_urls: ['https://tenant.example/'] }, new Date())
  await p.settled()
  for (const [parameters, location] of [
    [{ client_id: client.client_id, returnTo: AFTER }, AFTER],
    [{ client_id: client.client_id, returnTo: `${AFTER}?x=1` }, `${AFTER}?x=1`],
    [{ client_id: client.client_id }, AFTER],
    [{ client_id: client.client_id, returnTo: 'https://tenant.example/' }, 'https://tenant.example/'],
    [{ returnTo: 'https://tenant.example/' }, 'https://tenant.example/'],
    [{}, 'https://tenant.example/'],
  ] as const) {
    const { browser } = await signedIn()
    const page = await logout(browser, parameters, '/v2/logout')
    t.equal(page.headers.get('location'), location, JSON.stringify(parameters))
    t.notOk(await isSignedIn(browser))
  }
  for (const parameters of [
    { returnTo: AFTER },
    { client_id: other.client_id, returnTo: AFTER },
    { client_id: client.client_id, returnTo: 'https://evil.example/' },
    { client_id: client.client_id, returnTo: `https://evil.example/?${AFTER}` },
    { client_id: client.client_id, returnTo: `${AFTER}.evil.example` },
    { client_id: 'nobody', returnTo: AFTER },
  ]) {
    const { browser } = await signedIn()
    const page = await logout(browser, parameters, '/v2/logout')
    t.equal(page.status, 400, JSON.stringify(parameters))
    t.ok(await isSignedIn(browser))
  }
  t.equal((await p.browser().fetch(`/v2/logout?returnTo=${AFTER}&returnTo=https://evil.example`)).status, 400)
})

t.test('a session that is ended by its id ends for the browser, and never comes back', async t => {
  const { browser, sid, tokens } = await signedIn()
  const ended = await p.store.sessions.end({ id: sid }, { offline: true }, new Date())
  t.match(ended, [{ id: sid, user_id: ada.user_id, session_metadata: null, listeners: [] }])
  t.equal(ended.length, 1)
  t.notOk(await isSignedIn(browser))
  t.equal((await p.refresh(client, tokens.refresh_token)).status, 403)
  t.equal(await p.store.sessions.find(sid, new Date()), undefined)
})

t.test('two users, one browser: nobody gets the other’s tokens (CVE-2025-12390)', async t => {
  const bea = await p.createUser()
  const first = await signedIn()
  const { browser } = first
  const second = await p.authorized(client, bea, { prompt: 'login' }, browser)
  const { body } = await p.redeem(client, second)
  t.equal(claimsOf(body.id_token).sub, bea.user_id)
  t.not(claimsOf(body.id_token).sid, first.sid)
  t.equal(await p.store.sessions.find(first.sid, new Date()), undefined, 'the first user’s session has ended')
  const silent = await p.redeem(client, await p.authorized(client, ada, { prompt: 'none' }, browser))
  t.equal(claimsOf(silent.body.id_token).sub, bea.user_id)
  t.equal(claimsOf((await p.refresh(client, first.tokens.refresh_token)).body.id_token).sub, ada.user_id)
})

t.test('federated and ui_locales are taken: there is nobody upstream to tell, and one language', async t => {
  const oidc = await signedIn()
  const parameters = { post_logout_redirect_uri: AFTER, federated: '', ui_locales: 'fr en' }
  const page = await logout(oidc.browser, { id_token_hint: oidc.tokens.id_token, ...parameters })
  t.equal(page.headers.get('location'), AFTER)
  t.notOk(await isSignedIn(oidc.browser))
  const v2 = await signedIn()
  const left = await logout(v2.browser, { client_id: client.client_id, returnTo: AFTER, federated: '' }, '/v2/logout')
  t.equal(left.headers.get('location'), AFTER)
  t.notOk(await isSignedIn(v2.browser))
})

t.test('a hint is checked by the algorithm of its client’s ID tokens, and by no other', async t => {
  const hmac = await p.createClient({
    allowed_logout_urls: [AFTER],
    token_endpoint_auth_method: 'client_secret_post',
    jwt_configuration: { alg: 'HS256', lifetime_in_seconds: 60, secret_encoded: false },
  })
  const { client_secret } = hmac
  const authorized = await p.authorized(hmac, ada)
  const { body } = await p.redeem(hmac, authorized, { client_secret })
  const page = await logout(authorized.browser, { id_token_hint: body.id_token, post_logout_redirect_uri: AFTER })
  t.equal(page.headers.get('location'), AFTER)

  const { browser, tokens } = await signedIn()
  const [, claims] = tokens.id_token.split('.')
  const relabelled = { ...claimsOf(tokens.id_token), aud: hmac.client_id }
  const another = await new SignJWT(relabelled).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from('x'.repeat(64)))
  const encrypted = ['e30', '', 'AAAA', claims, 'AAAA'].join('.')
  for (const id_token_hint of [another, encrypted, tokens.id_token.replace(/^[^.]+/, 'e30')])
    t.equal((await logout(browser, { id_token_hint })).status, 400)
  t.ok(await isSignedIn(browser))
})

t.test('a tenant may keep the endpoint out of the discovery document; it answers all the same', async t => {
  const discovered = async () => (await p.get('/.well-known/openid-configuration')).body.end_session_endpoint
  t.equal(await discovered(), `${p.issuer}oidc/logout`)
  await p.store.settings.update({ oidc_logout: { rp_logout_end_session_endpoint_discovery: false } }, new Date())
  await p.settled()
  t.equal(await discovered(), undefined)
  const { browser, tokens } = await signedIn()
  t.equal((await logout(browser, { id_token_hint: tokens.id_token })).status, 200)
  t.notOk(await isSignedIn(browser))
  await p.store.settings.update({ oidc_logout: null }, new Date())
  await p.settled()
  t.equal(await discovered(), `${p.issuer}oidc/logout`)
})

t.test(
  'without a client’s logout URL, /v2/logout leads to the tenant’s first, and says so where there is none',
  async t => {
    const without = await p.createClient()
    await p.store.settings.update({ allowed_logout_urls: ['https://*.tenant.com/', 'https://tenant.com/'] }, new Date())
    await p.settled()
    const first = await logout(p.browser(), { client_id: without.client_id }, '/v2/logout')
    t.equal(first.headers.get('location'), 'https://tenant.com/', 'a placeholder is no place')
    await p.store.settings.update({ allowed_logout_urls: null }, new Date())
    await p.settled()
    const told = await logout(p.browser(), { client_id: without.client_id }, '/v2/logout')
    t.equal(told.status, 200)
  },
)
