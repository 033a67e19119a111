// RFC 9700 §4: the attacks that the protocol's own tests (test/oidc) do not walk already.
import t from 'tap'
import { ADMIN } from '../support/app.ts'
import { CALLBACK, challengeOf, claimsOf, createProtocol, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient({ allowed_logout_urls: ['https://app.example/out', 'https://*.wild.example/out'] })
const request = {
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid',
  state: 'the state',
  code_challenge: challengeOf('v'.repeat(43)),
  code_challenge_method: 'S256',
}

t.test('§4.2, §4.3: no answer that knows a code is kept, or told to the next site', async t => {
  const { browser } = await p.tokens(client, ada)
  for (const response_mode of ['query', 'fragment', 'form_post']) {
    const { headers } = await p.authorize(browser, { ...request, response_mode })
    t.equal(headers.get('referrer-policy'), 'no-referrer', response_mode)
    t.equal(headers.get('cache-control'), 'no-store', response_mode)
  }
  const { callback } = await p.authorized(client, ada, {}, browser)
  t.same([...callback.searchParams.keys()].sort(), ['code', 'iss', 'state'], 'and there is no token in a URL')
})

t.test('§4.4: the issuer stands in every answer, also in errors (RFC 9207)', async t => {
  const { callback } = await p.authorized(client, ada)
  t.equal(callback.searchParams.get('iss'), p.issuer)
  for (const wrong of [{ prompt: 'none' }, { response_type: 'token' }, { scope: 'openid', audience: 'nobody' }]) {
    const answer = locationOf(await p.authorize(p.browser(), { ...request, ...wrong }))
    const told = new URLSearchParams(answer.search || answer.hash.slice(1))
    t.ok(told.get('error'), JSON.stringify(wrong))
    t.equal(told.get('iss'), p.issuer, JSON.stringify(wrong))
  }
})

t.test('§4.5: a stolen code does not fit into another transaction', async t => {
  const hers = await p.authorized(client, ada)
  const his = await p.authorized(client, await p.createUser())
  const injected = await p.redeem(client, { callback: hers.callback, verifier: his.verifier })
  t.equal(injected.status, 403)
})

t.test('§4.9, §4.10: a token is good where it is for, and nowhere else', async t => {
  const api = await p.createApi()
  const { body } = await p.tokens(client, ada, { audience: api.identifier, scope: 'read:things' })
  for (const path of ['/userinfo', '/api/v2/users']) {
    const { status } = await p.get(path, { authorization: `Bearer ${body.access_token}` })
    t.equal(status, 401, path)
  }
})

t.test('§4.11: whatever is wrong, a browser is sent to registered places only', async t => {
  for (const wrong of [
    {},
    { response_type: 'nothing' },
    { response_mode: 'nothing' },
    { response_mode: 'web_message' },
    { scope: '"' },
    { prompt: 'none' },
    { prompt: 'none login' },
    { max_age: 'x' },
    { code_challenge: undefined },
    { audience: 'nobody' },
    { request: 'x' },
    { request_uri: 'https://evil.example/' },
    { state: ['1', '2'] },
  ]) {
    const page = await p.authorize(p.browser(), { ...request, redirect_uri: 'https://evil.example/', ...wrong })
    t.equal(page.headers.get('location'), null, JSON.stringify(wrong))
    t.equal(page.status, 400, JSON.stringify(wrong))
  }
})

t.test('§4.11: a placeholder stands for a label and is none itself', async t => {
  const wild = await p.createClient({ callbacks: ['https://*.wild.example/cb'], app_type: 'native' })
  const page = await p.authorize(p.browser(), {
    ...request,
    client_id: wild.client_id,
    redirect_uri: 'https://*.wild.example/cb',
  })
  t.equal(page.status, 400)
  const logout = (returnTo: string) =>
    p.get(`/v2/logout?${new URLSearchParams({ client_id: client.client_id, returnTo })}`)
  t.equal((await logout('https://*.wild.example/out')).status, 400)
  t.equal((await logout('https://a.wild.example/out')).headers.get('location'), 'https://a.wild.example/out')
})

t.test('§4.11: what a logout’s returnTo says beyond its URL cannot break the header', async t => {
  for (const [said, sent] of [
    ['?q=☃', '?q=%E2%98%83'],
    ['?q=a b', '?q=a%20b'],
    ['?q=\r\nSet-Cookie: a=b', '?q=%0D%0ASet-Cookie:%20a=b'],
    ['?q=%0d%0a', '?q=%0d%0a'],
    ['#\u0001', '#%01'],
  ] as const) {
    const parameters = new URLSearchParams({ client_id: client.client_id, returnTo: `https://app.example/out${said}` })
    const { status, headers } = await p.get(`/v2/logout?${parameters}`)
    t.equal(status, 303, JSON.stringify(said))
    t.equal(headers.get('location'), `https://app.example/out${sent}`)
    t.equal(headers.getSetCookie().filter(cookie => cookie.startsWith('a=')).length, 0)
  }
})

t.test('§4.14: only an API that allows it has refresh tokens, whatever the app asks', async t => {
  const never = await p.createApi({ allow_offline_access: false, scopes: [{ value: 'offline_access' }] })
  for (const prompt of ['consent', 'login', 'login consent']) {
    const browser = p.browser()
    const verifier = 'w'.repeat(43)
    let page = await p.authorize(browser, {
      ...request,
      prompt,
      audience: never.identifier,
      scope: 'openid offline_access',
      code_challenge: challengeOf(verifier),
    })
    page = await p.signIn(browser, page, ada)
    if (locationOf(page).pathname.startsWith('/u/')) {
      const finished = await p.door(browser, page, { do: 'consent', granted: true })
      page = await browser.fetch(finished.headers.get('location') ?? '')
    }
    const { body } = await p.redeem(client, { callback: locationOf(page), verifier })
    t.ok(body.access_token, prompt)
    t.notOk(body.refresh_token, prompt)
    t.notMatch(claimsOf(body.access_token).scope, /offline_access/, prompt)
  }
})

t.test('§4.15: no client passes for a user', async t => {
  const { body } = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: `${p.issuer}api/v2/` })
  const { sub } = claimsOf(body.access_token)
  t.equal(sub, `${ADMIN.client_id}@clients`)
  const made = await p.app.api('POST', '/users', {
    connection: 'Username-Password-Authentication',
    user_id: sub,
    email: 'client@example.com',
    password: 'correct horse battery staple',
  })
  t.equal(made.body.user_id, `auth0|${sub}`, 'nobody’s user_id is one')
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 401)
})

t.test('§4.17: no message, not even an error, to an origin that the client did not name', async t => {
  const listening = await p.createClient({ web_origins: ['https://app.example'] })
  for (const wrong of [
    {},
    { prompt: 'none' },
    { response_type: 'token' },
    { scope: '"' },
    { max_age: 'x' },
    { audience: 'nobody' },
    { code_challenge: undefined, code_challenge_method: undefined },
    { id_token_hint: 'x' },
  ]) {
    const asked = { ...request, response_mode: 'web_message', ...wrong }
    const page = await p.authorize(p.browser(), asked)
    t.equal(page.status, 400, JSON.stringify(wrong))
    t.notMatch(page.body, /authorization_response/, JSON.stringify(wrong))
    t.equal(page.headers.get('x-frame-options'), 'DENY')
    t.match(page.headers.get('content-security-policy'), /frame-ancestors 'none'/)
    if (Object.keys(wrong).length === 0) continue
    const heard = await p.authorize(p.browser(), { ...asked, client_id: listening.client_id })
    t.match(heard.body, /authorization_response/, JSON.stringify(wrong))
    t.match(heard.headers.get('content-security-policy'), /frame-ancestors https:\/\/app\.example$/)
  }
})
