// Redirect URIs compare as strings (RFC 9700 §4.1). The corpus of what has fooled others: CVE-2026-3872, CVE-2026-7504, CVE-2023-6291,
// CVE-2024-8883, CVE-2024-52289, CVE-2026-9689.
import t from 'tap'
import { challengeOf, createProtocol, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const web = await p.createClient({
  callbacks: ['https://app.example/callback', 'https://app.example/with?query=1', 'https://*.wild.example/cb'],
})
const native = await p.createClient({
  app_type: 'native',
  callbacks: ['http://127.0.0.1/cb', 'http://[::1]:4000/cb', 'com.example.app://cb', 'https://claimed.example/cb'],
})

const authorize = (client: { client_id: string }, redirect_uri: string | string[] | undefined) =>
  p.authorize(p.browser(), {
    client_id: client.client_id,
    response_type: 'code',
    scope: 'openid',
    state: 's',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
    redirect_uri,
  })
const accepts = async (client: { client_id: string }, uri: string) =>
  locationOf(await authorize(client, uri)).pathname.startsWith('/u/')

t.test('what was registered is accepted', async t => {
  for (const uri of ['https://app.example/callback', 'https://app.example/with?query=1'])
    t.ok(await accepts(web, uri), uri)
  for (const uri of ['com.example.app://cb', 'https://claimed.example/cb']) t.ok(await accepts(native, uri), uri)
})

t.test('anything else is not, and the browser is sent nowhere', async t => {
  for (const uri of [
    'https://app.example/callback/',
    'https://app.example/callback?',
    'https://app.example/callback#',
    'https://app.example/callback#fragment',
    'https://app.example/callback?x=1',
    'https://app.example/Callback',
    'https://app.example/callback/..',
    'https://app.example/x/../callback',
    'https://app.example/callback;/..',
    'https://app.example/callback..;/',
    'https://app.example/%63allback',
    'https://app.example/callback%2f',
    'https://app.example/callback%00',
    'https://app.example//callback',
    'https://app.example\\callback',
    'https://app.example:443/callback',
    'https://app.example:8443/callback',
    'https://APP.example/callback',
    'HTTPS://app.example/callback',
    'http://app.example/callback',
    'https://user@app.example/callback',
    'https://app.example@evil.example/callback',
    'https://app.example%40evil.example/callback',
    'https://evil.example/https://app.example/callback',
    'https://evil.example?https://app.example/callback',
    'https://evil.example#@app.example/callback',
    'https://app.example.evil.example/callback',
    'https://appxexample/callback',
    'https://sub.app.example/callback',
    'https://app.example./callback',
    ' https://app.example/callback',
    'https://app.example/callback ',
    'https://app.example/call\tback',
    'https://app.example/callback\r\nSet-Cookie: a=b',
    '//app.example/callback',
    '/callback',
    'javascript:alert(1)//https://app.example/callback',
    'data:text/html,x',
    'https://app.example/with?query=2',
    'https://app.example/with',
    'https://app.example/callback,https://evil.example',
    '*',
    'https://*/callback',
    '',
  ]) {
    const page = await authorize(web, uri)
    t.equal(page.status, 400, JSON.stringify(uri))
    t.equal(page.headers.get('location'), null)
  }
  t.equal((await authorize(web, undefined)).status, 400, 'none')
  t.equal((await authorize(web, ['https://app.example/callback', 'https://evil.example/'])).status, 400, 'two')
})

t.test('Auth0’s placeholder stands for one label, where it was registered', async t => {
  for (const uri of ['https://a.wild.example/cb', 'https://preview-12.wild.example/cb'])
    t.ok(await accepts(web, uri), uri)
  for (const uri of [
    'https://wild.example/cb',
    'https://.wild.example/cb',
    'https://a.b.wild.example/cb',
    'https://a.wild.example/cb/',
    'https://a.wild.example/cbx',
    'https://a.wildxexample/cb',
    'https://evil.example/.wild.example/cb',
    'https://evil.example?.wild.example/cb',
    'https://evil.example#.wild.example/cb',
    'https://evil@a.wild.example/cb',
    'https://a:b@c.wild.example/cb',
    'https://-.wild.example/cb',
    'https://A.wild.example/cb',
    'https://a.wild.example:8443/cb',
    'http://a.wild.example/cb',
    'https://*.wild.example.evil/cb',
    'https://a\n.wild.example/cb',
  ]) {
    t.notOk(await accepts(web, uri), uri)
  }
})

t.test(
  'a native app’s loopback redirect may have any port (RFC 8252 §7.3), and nothing else about it differs',
  async t => {
    for (const uri of ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb', 'http://[::1]:9/cb'])
      t.ok(await accepts(native, uri), uri)
    for (const uri of [
      'http://127.0.0.1:51004/other',
      'http://127.0.0.1:51004@evil.example/cb',
      'http://127.0.0.1:80@evil/cb',
      'http://user@127.0.0.1:51004/cb',
      'http://localhost:51004/cb',
      'http://127.0.0.2/cb',
      'http://127.1/cb',
      'https://127.0.0.1/cb',
      'http://127.0.0.1:99999/cb',
      'http://[::1]:9/cb?x',
      'https://claimed.example:444/cb',
      'com.example.app://cb:80',
    ]) {
      t.notOk(await accepts(native, uri), uri)
    }
    const loopback = await p.createClient({ callbacks: ['http://127.0.0.1/cb'] })
    t.notOk(await accepts(loopback, 'http://127.0.0.1:51004/cb'), 'only a native app’s')
  },
)

t.test('a registered query is kept, and the answer’s own parameters win', async t => {
  const ada = await p.createUser()
  const odd = await p.createClient({ callbacks: ['https://app.example/cb?code=forged&state=forged&keep=1'] })
  const { callback } = await p.authorized(odd, ada, {
    redirect_uri: 'https://app.example/cb?code=forged&state=forged&keep=1',
  })
  t.equal(callback.searchParams.getAll('code').length, 1)
  t.not(callback.searchParams.get('code'), 'forged')
  t.same(callback.searchParams.getAll('state'), ['state'])
  t.equal(callback.searchParams.get('keep'), '1')
})

t.test('redirects are never 307: a password must not be posted on (RFC 9700 §4.12)', async t => {
  const ada = await p.createUser()
  const browser = p.browser()
  const page = await authorize(web, 'https://app.example/callback')
  t.equal(page.status, 303)
  const start = await p.authorize(browser, {
    client_id: web.client_id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://app.example/callback',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  })
  t.equal((await p.signIn(browser, start, ada)).status, 303)
})
