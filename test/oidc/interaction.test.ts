// The door between the protocol and the pages.
import t from 'tap'
import {
  CALLBACK,
  challengeOf,
  claimsOf,
  createProtocol,
  locationOf,
  type Parameters,
  uidOf,
} from '../support/protocol.ts'
import type { Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const bea = await p.createUser()
const client = await p.createClient()
const thirdParty = await p.createClient({ is_first_party: false, name: 'Weather Station' })
const api = await p.createApi()

const request = (of: { client_id: string }, more: Parameters = {}): Parameters => ({
  client_id: of.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid email read:things',
  audience: api.identifier,
  state: 'state',
  code_challenge: challengeOf('v'.repeat(43)),
  code_challenge_method: 'S256',
  ...more,
})
const read = async (browser: Visitor, page: Awaited<ReturnType<typeof p.authorize>>) => {
  const { status, body } = await p.door(browser, page, { do: 'read' })
  return { status, body: JSON.parse(body) }
}
const redeem = (callback: URL) => p.redeem(client, { callback, verifier: 'v'.repeat(43) })
const redeemFor = (of: { client_id: string }, callback: URL) => p.redeem(of, { callback, verifier: 'v'.repeat(43) })

t.test('a page learns what it needs, and no secret', async t => {
  const browser = p.browser()
  const page = await p.authorize(
    browser,
    request(client, { screen_hint: 'signup', login_hint: 'a@b.c', ui_locales: 'de en' }),
  )
  const { pathname } = locationOf(page)
  const { body } = await read(browser, page)
  t.match(body, {
    uid: uidOf(page),
    prompt: 'login',
    screen_hint: 'signup',
    login_hint: 'a@b.c',
    ui_locales: 'de en',
    redirect_origin: 'https://app.example',
    client: { client_id: client.client_id, name: 'App' },
    params: { state: 'state', redirect_uri: CALLBACK },
  })
  t.notOk('user_id' in body)
  const cookies = [...browser.cookies.values()].map(({ value }) => value)
  t.ok(cookies.length > 0)
  for (const secret of cookies) {
    t.notOk(pathname.includes(secret), 'the URL holds only a hash of what the browser holds')
    t.notOk(JSON.stringify(body).includes(secret))
  }
})

t.test('an interaction belongs to the browser that began it (CVE-2026-7507)', async t => {
  const browser = p.browser()
  const page = await p.authorize(browser, request(client))
  t.equal((await read(p.browser(), page)).status, 410, 'another browser with the URL')

  const attacker = p.browser()
  const theirs = await p.authorize(attacker, request(client))
  const mixed = p.browser()
  for (const cookie of browser.cookies.values())
    mixed.cookies.set(cookie.name, { ...cookie, path: `/u/${uidOf(theirs)}` })
  t.equal((await read(mixed, theirs)).status, 410, 'a cookie of another interaction')

  const uid = uidOf(page)
  const fixed = p.browser()
  fixed.cookies.set('x', { name: 'lintel_interaction', value: uid, path: `/u/${uid}`, attributes: '' })
  t.equal((await read(fixed, page)).status, 410, 'the handle from the URL in place of the secret')

  await p.door(browser, page, { do: 'login', user_id: ada.user_id, connection_id: p.connection_id })
  const resumed = await attacker.fetch(`/authorize/${uid}`)
  t.equal(resumed.status, 400, 'nobody else resumes what she finished')
  fixed.cookies.set('y', {
    name: 'lintel_resume',
    value: uid,
    path: `/authorize/${uid}`,
    attributes: '',
  })
  t.equal((await fixed.fetch(`/authorize/${uid}`)).status, 400)
})

t.test('an interaction is finished once', async t => {
  const browser = p.browser()
  const page = await p.authorize(browser, request(client))
  const uid = uidOf(page)
  const callback = locationOf(await p.signIn(browser, page, ada))
  t.equal((await redeem(callback)).status, 200)
  t.equal((await read(browser, page)).status, 410)
  t.equal((await browser.fetch(`/authorize/${uid}`)).status, 400)
})

t.test('nothing is resumed before it is finished', async t => {
  const browser = p.browser()
  const page = await p.authorize(browser, request(client))
  const resumed = await browser.fetch(`/authorize/${uidOf(page)}`)
  t.match(locationOf(resumed).pathname, /^\/u\//, 'she is asked again')
})

t.test('two tabs sign in beside each other', async t => {
  const browser = p.browser()
  const [one, two] = [await p.authorize(browser, request(client)), await p.authorize(browser, request(client))]
  t.equal((await read(browser, one)).status, 200)
  t.equal((await read(browser, two)).status, 200)
  t.equal((await redeem(locationOf(await p.signIn(browser, two, ada)))).status, 200)
  t.equal((await redeem(locationOf(await p.signIn(browser, one, ada)))).status, 200)
})

t.test('two tabs, two users: the later one is signed in, and each gets her own tokens', async t => {
  const browser = p.browser()
  const [one, two] = [await p.authorize(browser, request(client)), await p.authorize(browser, request(client))]
  const adas = await redeem(locationOf(await p.signIn(browser, one, ada)))
  const beas = await redeem(locationOf(await p.signIn(browser, two, bea)))
  t.equal(claimsOf(adas.body.id_token).sub, ada.user_id)
  t.equal(claimsOf(beas.body.id_token).sub, bea.user_id)
  t.equal(await p.store.sessions.find(claimsOf(adas.body.id_token).sid, new Date()), undefined)
})

t.test('two tabs that are resumed at once: whichever cookie the browser keeps, she is signed in', async t => {
  const { browser } = await p.tokens(client, ada)
  const tabs = [browser, p.browser()]
  for (const [key, cookie] of browser.cookies) tabs[1]!.cookies.set(key, cookie)
  const finished = await Promise.all(
    tabs.map(async tab => {
      const page = await p.authorize(tab, request(client, { prompt: 'login' }))
      return p.door(tab, page, { do: 'login', user_id: ada.user_id, connection_id: p.connection_id })
    }),
  )
  const resumed = await Promise.all(tabs.map((tab, at) => tab.fetch(finished[at]!.headers.get('location') ?? '')))
  const done = tabs.filter((_, at) => locationOf(resumed[at]!).searchParams.has('code'))
  t.ok(done.length > 0)
  for (const tab of done) {
    const silent = await p.authorized(client, ada, { prompt: 'none' }, tab)
    t.ok(silent.callback.searchParams.has('code'))
  }
})

t.test('the session’s cookie changes at every sign-in', async t => {
  const browser = p.browser()
  const cookie = () => [...browser.cookies.values()].find(({ name }) => name === 'lintel_session')
  await redeem(locationOf(await p.signIn(browser, await p.authorize(browser, request(client)), ada)))
  const before = cookie()
  t.match(before?.attributes, /httponly/i)
  t.match(before?.attributes, /samesite=lax/i)
  await p.signIn(browser, await p.authorize(browser, request(client, { prompt: 'login' })), ada)
  t.not(cookie()?.value, before?.value)
  const stale = p.browser()
  stale.cookies.set('s', before!)
  const silent = await p.authorized(client, ada, { prompt: 'none' }, stale)
  t.equal(silent.callback.searchParams.get('error'), 'login_required', 'the old one is nothing')
})

t.test('an aborted sign-in is told to the app', async t => {
  const browser = p.browser()
  const page = await p.authorize(browser, request(client))
  const aborted = await p.door(browser, page, { do: 'abort', error: 'unauthorized', description: 'user is blocked' })
  const callback = locationOf(await browser.fetch(aborted.headers.get('location') ?? ''))
  t.equal(
    callback.href,
    `${CALLBACK}?error=unauthorized&error_description=user+is+blocked&state=state&iss=${encodeURIComponent(p.issuer)}`,
  )
})

t.test('a third party’s app needs consent, scope by scope, once', async t => {
  const browser = p.browser()
  const first = await p.authorize(browser, request(thirdParty))
  const asked = await p.signIn(browser, first, ada)
  t.match(locationOf(asked).pathname, /^\/u\//)
  const { body } = await read(browser, asked)
  t.match(body, {
    prompt: 'consent',
    user_id: ada.user_id,
    consent: [
      { audience: null, scope: ['openid', 'email'] },
      { audience: api.identifier, scope: ['read:things'] },
    ],
  })
  const silent = await p.authorized(thirdParty, ada, { prompt: 'none' }, browser)
  t.equal(silent.callback.searchParams.get('error'), 'consent_required')

  const granted = await p.door(browser, asked, { do: 'consent', granted: true })
  const callback = locationOf(await browser.fetch(granted.headers.get('location') ?? ''))
  t.match((await redeemFor(thirdParty, callback)).body, { scope: 'openid email read:things' })

  const again = await p.authorize(browser, request(thirdParty))
  t.equal(locationOf(again).origin, 'https://app.example', 'not asked again')
  const more = await p.authorize(browser, request(thirdParty, { scope: 'openid email read:things write:things' }))
  t.same((await read(browser, more)).body.consent, [
    { resource_server_id: api.id, audience: api.identifier, scope: ['write:things'] },
  ])
  const everything = await p.authorize(browser, request(thirdParty, { prompt: 'consent' }))
  t.equal((await read(browser, everything)).body.consent.length, 2)
  const beas = await p.signIn(p.browser(), await p.authorize(p.browser(), request(thirdParty)), bea)
  t.notOk(beas.headers.get('location')?.startsWith(CALLBACK), 'one person’s consent is not another’s')
})

t.test('a declined consent is told to the app, and nothing is kept', async t => {
  const browser = p.browser()
  const other = await p.createClient({ is_first_party: false })
  const asked = await p.signIn(browser, await p.authorize(browser, request(other)), ada)
  const declined = await p.door(browser, asked, { do: 'consent', granted: false })
  const callback = locationOf(await browser.fetch(declined.headers.get('location') ?? ''))
  t.equal(callback.searchParams.get('error'), 'access_denied')
  t.equal(callback.searchParams.get('error_description'), 'User did not authorize the request')
  t.equal((await p.store.consents.findFor(ada.user_id, other.client_id)).size, 0)
})

t.test('a consent cannot be given before the sign-in, nor a sign-in in its place', async t => {
  const browser = p.browser()
  const other = await p.createClient({ is_first_party: false })
  const page = await p.authorize(browser, request(other))
  t.equal((await p.door(browser, page, { do: 'consent', granted: true })).status, 410)
  const asked = await p.signIn(browser, page, ada)
  const again = await p.signIn(browser, asked, ada)
  t.match(locationOf(again).pathname, /^\/u\//, 'the consent is still wanted')
  t.equal((await read(browser, again)).body.prompt, 'consent')
})

t.test('a consent that is taken back takes the app’s access along', async t => {
  const browser = p.browser()
  const other = await p.createClient({ is_first_party: false })
  const asked = await p.signIn(
    browser,
    await p.authorize(browser, request(other, { scope: 'openid offline_access' })),
    ada,
  )
  const granted = await p.door(browser, asked, { do: 'consent', granted: true })
  const callback = locationOf(await browser.fetch(granted.headers.get('location') ?? ''))
  const { body } = await redeemFor(other, callback)
  const consents = await p.store.consents.list({ client_id: other.client_id }, { limit: 10, offset: 0 })
  const consent = consents.find(({ audience }) => audience === `${p.issuer}userinfo`)
  t.match(consent, { user_id: ada.user_id, scope: ['openid', 'offline_access'] })
  t.ok(await p.store.consents.remove({ id: consent!.id }, new Date()))
  t.equal((await p.refresh(other, body.refresh_token)).status, 403)
})

t.test('a first party’s app is asked where the API says so', async t => {
  const strict = await p.createApi({ skip_consent_for_verifiable_first_party_clients: false })
  const browser = p.browser()
  const asked = await p.signIn(
    browser,
    await p.authorize(browser, request(client, { audience: strict.identifier })),
    ada,
  )
  t.same((await read(browser, asked)).body.consent, [
    { resource_server_id: strict.id, audience: strict.identifier, scope: ['read:things'] },
  ])
})

t.test('a session that is ended while its browser is asked is not revived', async t => {
  const { browser, body } = await p.tokens(client, ada)
  const page = await p.authorize(browser, request(client, { prompt: 'login' }))
  await p.store.sessions.end({ id: claimsOf(body.id_token).sid }, { offline: false }, new Date())
  t.equal(
    (await p.door(browser, page, { do: 'login', user_id: ada.user_id, connection_id: p.connection_id })).status,
    410,
  )
  const silent = await p.authorized(client, ada, { prompt: 'none' }, browser)
  t.equal(silent.callback.searchParams.get('error'), 'login_required')
})

t.test('over https the cookies say so by their names', async t => {
  const { cookieNames } = await import('../../src/oidc/configuration.ts')
  t.same(cookieNames('https://login.example/'), {
    session: '__Host-lintel_session',
    interaction: '__Secure-lintel_interaction',
    resume: '__Secure-lintel_resume',
  })
})
