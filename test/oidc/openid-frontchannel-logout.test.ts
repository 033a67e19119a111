// OpenID Connect Front-Channel Logout 1.0: the browser that logs out loads a page of each client that wants it to.
import t from 'tap'
import { claimsOf, createProtocol } from '../support/protocol.ts'
import { linkOf, titleOf, type Visited, type Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const AFTER = 'https://app.example/bye'

const listening = async (uri: string, session_required?: boolean) => {
  const registration = {
    frontchannel_logout_uri: uri,
    ...(session_required === undefined ? {} : { frontchannel_logout_session_required: session_required }),
  }
  const client = await p.createClient({ allowed_logout_urls: [AFTER, 'https://*.app.example/bye'], registration })
  await p.settled()
  return client
}
const framesOf = (page: Visited) =>
  [...page.body.matchAll(/<iframe src="([^"]*)"/g)].map(match => new URL((match[1] ?? '').replaceAll('&amp;', '&')))
const policyOf = (page: Visited) => page.headers.get('content-security-policy') ?? ''

async function signedIn(...clients: Awaited<ReturnType<typeof listening>>[]) {
  const browser = p.browser()
  let id_token = ''
  for (const client of clients) id_token = (await p.tokens(client, ada, {}, browser)).body.id_token
  return { browser, id_token, sid: claimsOf(id_token).sid as string }
}
const logOut = (browser: Visitor, parameters: { [name: string]: string }, path = '/oidc/logout') =>
  browser.fetch(`${path}?${new URLSearchParams(parameters)}`)

t.test('a page tells the clients and leads on; it lets in their frames alone', async t => {
  const one = await listening('https://one.example/logout?x=1', true)
  const two = await listening('https://two.example:8443/out')
  const deaf = await p.createClient()
  const { browser, id_token, sid } = await signedIn(one, deaf, two)
  const page = await logOut(browser, { id_token_hint: id_token, post_logout_redirect_uri: AFTER, state: "a'b&c" })
  t.equal(page.status, 200)
  t.equal(titleOf(page), 'Signing you out')
  const frames = new Map(framesOf(page).map(url => [url.host, url]))
  t.same([...frames.keys()].sort(), ['one.example', 'two.example:8443'])
  t.same(Object.fromEntries(frames.get('one.example')!.searchParams), { x: '1', iss: p.issuer, sid })
  t.equal(frames.get('two.example:8443')?.search, '', 'who did not ask for the session is not told it')
  const onward = `${AFTER}?state=a%27b%26c`
  t.equal(linkOf(page, 'Continue').href, onward)
  t.match(page.body, `<noscript><meta http-equiv="refresh" content="3;url=${onward}"></noscript>`)
  const frame_src = policyOf(page).match(/frame-src ([^;]*)/)?.[1]
  t.same(frame_src?.split(' ').sort(), ['https://one.example', 'https://two.example:8443'])
  t.match(policyOf(page), "frame-ancestors 'none'")
  t.match(page.body, 'sandbox="allow-forms allow-same-origin allow-scripts"')
  t.equal(page.headers.get('cache-control'), 'no-store')
  t.notOk([...browser.cookies.values()].some(({ name }) => name.includes('session')))
  t.equal(await p.store.sessions.find(sid, new Date()), undefined)
})

t.test('where there is no client to tell, nothing is different', async t => {
  const deaf = await p.createClient({ allowed_logout_urls: [AFTER] })
  const listener = await listening('https://one.example/logout')
  await signedIn(listener)
  const { browser, id_token } = await signedIn(deaf)
  const page = await logOut(browser, { id_token_hint: id_token, post_logout_redirect_uri: AFTER })
  t.equal(page.status, 303)
  t.equal(page.headers.get('location'), AFTER)
  const again = await logOut(p.browser(), { client_id: listener.client_id, post_logout_redirect_uri: AFTER })
  t.equal(again.headers.get('location'), AFTER, 'nor where nobody is signed in')
})

t.test('every logout in the browser has the page: confirmed, by /v2/logout, without a way back', async t => {
  const client = await listening('https://one.example/logout', true)
  const confirmed = await signedIn(client)
  const question = await logOut(confirmed.browser, { client_id: client.client_id, post_logout_redirect_uri: AFTER })
  t.same(framesOf(question), [], 'not before her word')
  const answered = await confirmed.browser.submit(question, {}, 'accept')
  t.equal(framesOf(answered)[0]?.searchParams.get('sid'), confirmed.sid)
  t.equal(linkOf(answered, 'Continue').href, AFTER)

  const v2 = await signedIn(client)
  const returned = await logOut(v2.browser, { client_id: client.client_id, returnTo: AFTER }, '/v2/logout')
  t.equal(framesOf(returned)[0]?.searchParams.get('sid'), v2.sid)

  const nowhere = await signedIn(client)
  const told = await logOut(nowhere.browser, { id_token_hint: nowhere.id_token })
  t.equal(titleOf(told), 'You are signed out')
  t.equal(framesOf(told)[0]?.searchParams.get('sid'), nowhere.sid)
  t.notMatch(told.body, 'http-equiv')
})

t.test('what the query holds stays a URL', async t => {
  const client = await listening('https://one.example/logout')
  const { browser } = await signedIn(client)
  const returnTo = `${AFTER}?x="><script>alert(1)</script>&y='`
  const page = await logOut(browser, { client_id: client.client_id, returnTo }, '/v2/logout')
  t.equal(page.status, 200)
  t.notMatch(page.body, '<script>alert')
  t.equal(framesOf(page).length, 1)
})

t.test('the page of a client is where its callbacks are', async t => {
  const { api } = p.app
  const callbacks = [
    'https://app.example/callback',
    'https://*.wild.acme.com/callback',
    'http://localhost:3000/callback',
  ]
  const frontchannel_logout_uri = 'https://app.example/logout'
  const registration = { frontchannel_logout_uri, frontchannel_logout_session_required: true }
  const created = await api('POST', '/clients', { name: 'listens', callbacks, registration })
  t.equal(created.status, 201)
  t.same(created.body.registration, registration)
  const path = `/clients/${created.body.client_id}`
  const tried = async (uri: string) =>
    (await api('PATCH', path, { registration: { frontchannel_logout_uri: uri } })).status
  t.equal(await tried('http://localhost:3000/logout?x=1'), 200)
  for (const uri of [
    'https://other.example/logout',
    'https://app.example:8443/logout',
    'http://app.example/logout',
    'http://localhost:3001/logout',
    'https://a.wild.acme.com/logout',
    'https://*.wild.acme.com/logout',
    'https://app.example/logout#x',
    'https://app.example@evil.example/logout',
    'app.example:/logout',
    'data:text/html,x',
    'nonsense',
  ])
    t.equal(await tried(uri), 400, uri)
  t.equal((await api('PATCH', path, { callbacks: ['https://new.example/callback'] })).status, 400)
  t.equal((await api('PATCH', path, { callbacks: ['https://new.example/callback'], registration: null })).status, 200)
})

t.test('discovery says so', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.match(body, { frontchannel_logout_supported: true, frontchannel_logout_session_supported: true })
})
