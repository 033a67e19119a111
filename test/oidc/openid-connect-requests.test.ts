// OpenID Connect Core §3.1.2.1, §5.3 to §5.5, in the words of the RFCs (`protocol_dialect`: 'rfc'), by a client with a secret and without PKCE,
// as certification suites ask: what a request may carry, in whatever order, and what it brings.
import t from 'tap'
import { hashBearer } from '../../src/store/hash.ts'
import {
  CALLBACK,
  challengeOf,
  claimsOf,
  createProtocol,
  headerOf,
  locationOf,
  type Parameters,
} from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'
import type { Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
const ada = await p.createUser({
  given_name: 'Ada',
  family_name: 'Lovelace',
  phone_number: '+441234567890',
  phone_verified: true,
})
const [app, other] = await Promise.all(
  [1, 2].map(() =>
    p.createClient({
      app_type: 'regular_web',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    }),
  ),
)
await p.settled()

const BASE: Parameters = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's', nonce: 'n' }
const basic = ({ client_id, client_secret } = app!) => ({
  authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
})

async function ask(parameters: Parameters, browser: Visitor = p.browser()): Promise<URL> {
  const page = await p.authorize(browser, { client_id: app!.client_id, ...BASE, ...parameters })
  return locationOf(locationOf(page).pathname.startsWith('/u/') ? await p.signIn(browser, page, ada) : page)
}
const redeem = (callback: URL, parameters: Parameters = {}, client = app!) =>
  p.token(
    {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      ...parameters,
    },
    basic(client),
  )
async function tokens(parameters: Parameters = {}, browser?: Visitor) {
  const callback = await ask(parameters, browser)
  const { status, body, text } = await redeem(callback)
  if (status !== 200) throw new Error(`no tokens: ${callback.href} ${text}`)
  return { ...body, claims: claimsOf(body.id_token) }
}
const userinfo = async (access_token: string) =>
  (await p.get('/userinfo', { authorization: `Bearer ${access_token}` })).body

t.test('a request needs no PKCE of a client with a secret, and no nonce where there is a code', async t => {
  t.equal((await tokens()).claims.nonce, 'n')
  t.notOk('nonce' in (await tokens({ nonce: undefined })).claims)
  const pkce = { code_challenge: challengeOf('v'.repeat(43)), code_challenge_method: 'S256' }
  t.equal((await redeem(await ask(pkce), { code_verifier: 'v'.repeat(43) })).status, 200)
})

t.test('an ID token that comes through the browser needs a nonce (§3.2.2.1, §3.3.2.1)', async t => {
  for (const response_type of ['id_token', 'id_token token', 'code id_token', 'code id_token token']) {
    const answer = new URLSearchParams((await ask({ response_type, nonce: undefined })).hash.slice(1))
    t.equal(answer.get('error'), 'invalid_request', response_type)
  }
  const answer = await ask({ response_type: 'code token', nonce: undefined })
  t.ok(new URLSearchParams(answer.hash.slice(1)).get('code'), 'where there is none, it may be missing')
})

t.test('the ID token names its key, and is signed by RS256 unless the client says otherwise (§10.1)', async t => {
  const { id_token } = await tokens()
  t.match(headerOf(id_token), { alg: 'RS256', kid: String })
  const { body } = await p.get('/.well-known/jwks.json')
  t.ok(body.keys.some(({ kid }: { kid: string }) => kid === headerOf(id_token).kid))
})

t.test('what is not understood is ignored (§3.1.2.1)', async t => {
  for (const parameters of [
    { extra: 'foobar' },
    { display: 'page' },
    { display: 'popup' },
    { ui_locales: 'se' },
    { ui_locales: 'en fr-CA' },
    { claims_locales: 'se' },
    { login_hint: 'buffy@localhost' },
    { acr_values: '1 2' },
  ])
    t.equal((await tokens(parameters)).token_type, 'Bearer', JSON.stringify(parameters))
})

t.test('neither the order of parameters nor that of scopes matters (RFC 6749 §3.3)', async t => {
  const browser = p.browser()
  const backwards = Object.entries({ client_id: app!.client_id, ...BASE, scope: 'email profile openid' }).reverse()
  const page = await p.authorize(browser, Object.fromEntries(backwards))
  const { body } = await redeem(locationOf(await p.signIn(browser, page, ada)))
  t.match(await userinfo(body.access_token), { sub: ada.user_id, email: ada.email, name: 'Ada Lovelace' })
})

t.test('each scope gives its claims at /userinfo, and the ID token stays small (§5.4)', async t => {
  const profile = { name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace', nickname: 'ada' }
  const email = { email: ada.email, email_verified: true }
  const phone = { phone_number: '+441234567890', phone_number_verified: true }
  for (const [scope, expected] of Object.entries({
    'openid profile': profile,
    'openid email': email,
    'openid phone': phone,
    'openid profile email phone address': { ...profile, ...email, ...phone },
  })) {
    const { access_token, claims } = await tokens({ scope })
    const { sub, updated_at, picture, ...told } = await userinfo(access_token)
    t.same(told, expected, scope)
    t.equal(sub, claims.sub)
    if (scope.includes('profile')) t.ok(Number.isInteger(updated_at), '§5.1: seconds, a number')
    for (const claim of Object.keys(expected)) t.notOk(claim in claims, claim)
  }
})

t.test('where there is no access token, the ID token has the claims of the scopes (§5.4)', async t => {
  const callback = await ask({ response_type: 'id_token', scope: 'openid profile email phone' })
  const claims = claimsOf(new URLSearchParams(callback.hash.slice(1)).get('id_token') ?? '')
  t.match(claims, { nonce: 'n', name: 'Ada Lovelace', email: ada.email, phone_number: '+441234567890' })
})

t.test('a scope that nobody knows gives nothing, and is not in the answer (RFC 6749 §3.3)', async t => {
  const { access_token, scope } = await tokens({ scope: 'openid address unheard-of' })
  t.ok([undefined, 'openid'].includes(scope))
  t.same(await userinfo(access_token), { sub: ada.user_id })
  const { body } = await p.get('/.well-known/openid-configuration')
  t.notOk(body.scopes_supported.includes('address'))
})

t.test('a claim may be called essential, and a request for one that is not there is no error (§5.5.1)', async t => {
  const claims = JSON.stringify({ userinfo: { name: { essential: true }, shoe_size: { essential: true } } })
  const { access_token } = await tokens({ claims, scope: 'openid profile' })
  t.equal((await userinfo(access_token)).name, 'Ada Lovelace')
  t.equal((await tokens({ claims })).token_type, 'Bearer', 'without its scope too')
})

t.test('a request may be posted (§3.1.2.1)', async t => {
  const browser = p.browser()
  const body = new URLSearchParams({ client_id: app!.client_id, ...BASE } as { [name: string]: string })
  const page = await browser.fetch('/authorize', { method: 'POST', body })
  const callback = locationOf(await p.signIn(browser, page, ada))
  t.equal(callback.searchParams.get('state'), 's')
  t.equal((await redeem(callback)).status, 200)
})

t.test('a request without a response type, or without a redirect URI, is an error (§3.1.2.6)', async t => {
  const untyped = await ask({ response_type: undefined })
  t.equal(untyped.searchParams.get('error'), 'invalid_request')
  t.equal(untyped.searchParams.get('state'), 's')
  const nowhere = await p.authorize(p.browser(), { client_id: app!.client_id, ...BASE, redirect_uri: undefined })
  t.equal(nowhere.status, 400)
  t.equal(nowhere.headers.get('location'), null)
})

t.test('an unsigned request object and a reference to one are refused (§6)', async t => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = `${encode({ alg: 'none' })}.${encode({ ...BASE, client_id: app!.client_id, iss: app!.client_id, aud: p.issuer })}.`
  const { body } = await p.get('/.well-known/openid-configuration')
  t.notOk(body.request_object_signing_alg_values_supported.includes('none'))
  t.equal(body.request_uri_parameter_supported, false)
  const byValue = await ask({ request: unsigned })
  t.equal(byValue.searchParams.get('error'), 'invalid_request_object')
  const byReference = await ask({ request_uri: 'https://app.example/request.jwt' })
  t.equal(byReference.searchParams.get('error'), 'request_uri_not_supported')
  const elsewhere = await p.authorize(p.browser(), {
    client_id: app!.client_id,
    ...BASE,
    request: unsigned,
    redirect_uri: 'https://evil.example/',
  })
  t.equal(elsewhere.headers.get('location'), null, 'no redirect URI but a registered one')
})

t.test('prompt=none, with a hint and without, answers at once for who is signed in (§3.1.2.1)', async t => {
  const browser = p.browser()
  t.equal((await ask({ prompt: 'none' }, browser)).searchParams.get('error'), 'login_required')
  const first = await tokens({}, browser)
  for (const parameters of [{}, { id_token_hint: first.id_token }, { max_age: '10000' }]) {
    const again = await tokens({ prompt: 'none', ...parameters }, browser)
    t.equal(again.claims.sub, first.claims.sub)
    if ('max_age' in parameters) t.ok(Number.isInteger(again.claims.auth_time))
  }
})

t.test('max_age=1 and prompt=login ask again, and auth_time is of the new sign-in', async t => {
  const browser = p.browser()
  const age = () => p.app.database.query(`update sessions set authenticated_at = authenticated_at - interval '1 hour'`)
  await tokens({}, browser)
  for (const parameters of [{ max_age: '1' }, { prompt: 'login', max_age: '10000' }]) {
    await age()
    const page = await p.authorize(browser, { client_id: app!.client_id, ...BASE, ...parameters })
    t.match(locationOf(page).pathname, /^\/u\//, JSON.stringify(parameters))
    const { body } = await redeem(locationOf(await p.signIn(browser, page, ada)))
    t.ok(Date.now() / 1000 - claimsOf(body.id_token).auth_time < 600)
  }
  await age()
  t.equal((await ask({ prompt: 'none', max_age: '1' }, browser)).searchParams.get('error'), 'login_required')
})

t.test('a code that comes again, also half a minute later, is an invalid grant and ends what it gave', async t => {
  for (const seconds of [0, 31]) {
    const callback = await ask({ scope: 'openid offline_access' })
    const first = await redeem(callback)
    t.equal(first.status, 200)
    const { rows } = await p.app.database.query(
      `update artefacts set consumed_at = consumed_at - make_interval(secs => $2),
       payload = payload || jsonb_build_object('exp', (payload->>'exp')::int - $2::int, 'iat', (payload->>'iat')::int - $2::int)
       where id_hash = $1 returning 1`,
      [hashBearer(callback.searchParams.get('code') ?? ''), seconds],
    )
    t.equal(rows.length, 1)
    const second = await redeem(callback)
    t.match(second, { status: 400, body: { error: 'invalid_grant' } }, `after ${seconds} seconds`)
    t.equal((await p.get('/userinfo', { authorization: `Bearer ${first.body.access_token}` })).status, 401)
  }
})

t.test('offline access by prompt=consent: a refresh token, for its own client alone (§11, §12)', async t => {
  const browser = p.browser()
  const request = { scope: 'openid offline_access', prompt: 'consent' }
  let page = await p.authorize(browser, { client_id: app!.client_id, ...BASE, ...request })
  page = await p.signIn(browser, page, ada)
  if (locationOf(page).pathname.startsWith('/u/')) {
    const finished = await p.door(browser, page, { do: 'consent', granted: true })
    page = await browser.fetch(finished.headers.get('location') ?? '')
  }
  const { body } = await redeem(locationOf(page))
  const refresh = (client = app!) =>
    p.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token }, basic(client))
  t.match(await refresh(other), { status: 400, body: { error: 'invalid_grant' } })
  const again = await refresh()
  t.equal(again.status, 200, again.text)
  const [before, after] = [claimsOf(body.id_token), claimsOf(again.body.id_token)]
  t.same([after.iss, after.sub, after.aud, after.auth_time], [before.iss, before.sub, before.aud, before.auth_time])
})

t.test('form_post carries codes and errors in a form, and none in the address', async t => {
  for (const [parameters, name] of [
    [{}, 'code'],
    [{ prompt: 'none' }, 'error'],
  ] as const) {
    const browser = p.browser()
    let page = await p.authorize(browser, {
      client_id: app!.client_id,
      ...BASE,
      response_mode: 'form_post',
      ...parameters,
    })
    if (page.headers.get('location')?.includes('/u/')) page = await p.signIn(browser, page, ada)
    t.equal(page.headers.get('location'), null)
    t.match(page.body, `<form method="post" action="${CALLBACK}">`)
    t.match(page.body, `name="${name}"`)
  }
})

t.test('discovery over https names https alone, and what it must (Discovery §3)', async t => {
  const secure = await createProtocol(t, { tls: localhostTls() })
  const { body, headers } = await secure.get('/.well-known/openid-configuration')
  t.match(headers.get('content-type'), /^application\/json/)
  t.equal(body.issuer, secure.issuer)
  for (const [name, value] of Object.entries(body))
    if (/_(endpoint|uri)$/.test(name)) t.match(value, new RegExp(`^${secure.issuer}`), name)
  for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'])
    t.ok(body[name], name)
  t.ok(body.id_token_signing_alg_values_supported.includes('RS256'))
  t.ok(body.scopes_supported.includes('openid'))
  for (const claim of ['sub', 'name', 'email', 'phone_number']) t.ok(body.claims_supported.includes(claim), claim)
  t.equal(body.claims_parameter_supported, true)
  const { keys } = (await secure.get('/.well-known/jwks.json')).body
  t.equal(new Set(keys.map(({ kid }: { kid: string }) => kid)).size, keys.length, 'each key has a name of its own')
})
