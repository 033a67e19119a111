// Sessions and interactions in hands that are not their owner's. (Fixation by a foreign interaction, CVE-2026-7507, and a second user's
// sign-in in one browser, CVE-2025-12390, are walked in test/login/sign-in.test.ts.)
import t from 'tap'
import { CALLBACK, challengeOf, createProtocol, locationOf, uidOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const eve = await p.createUser()
const client = await p.createClient()
const request = {
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid profile',
  code_challenge: challengeOf('v'.repeat(43)),
  code_challenge_method: 'S256',
}

t.test('nobody consents in somebody else’s name: two users, one browser (CVE-2025-12390)', async t => {
  const third = await p.createClient({ is_first_party: false })
  const browser = p.browser()
  const asked = await p.signIn(browser, await p.authorize(browser, { ...request, client_id: third.client_id }), ada)
  t.match(locationOf(asked).pathname, /^\/u\//)
  // The session's cookie goes without a logout, and the other one signs in; the page of the first is still open.
  for (const [key, { name }] of browser.cookies) if (name === 'lintel_session') browser.cookies.delete(key)
  t.equal((await p.door(browser, asked, { do: 'read' })).status, 410, 'nobody is signed in')
  t.ok((await p.authorized(client, eve, {}, browser)).callback.searchParams.get('code'))
  t.equal((await p.door(browser, asked, { do: 'read' })).status, 410)
  t.equal((await p.door(browser, asked, { do: 'consent', granted: true })).status, 410)
  t.equal((await p.store.consents.findFor(ada.user_id, third.client_id)).size, 0)
  t.equal((await p.store.consents.findFor(eve.user_id, third.client_id)).size, 0)
})

t.test('a session id that an attacker planted is not the one that is signed in (session fixation)', async t => {
  const planted = 'A'.repeat(43)
  const browser = p.browser()
  browser.cookies.set('lintel_session /', { name: 'lintel_session', value: planted, path: '/', attributes: '' })
  const { callback } = await p.authorized(client, ada, {}, browser)
  t.ok(callback.searchParams.get('code'))
  const attacker = p.browser()
  attacker.cookies.set('lintel_session /', { name: 'lintel_session', value: planted, path: '/', attributes: '' })
  const silent = await p.authorized(client, ada, { prompt: 'none' }, attacker)
  t.equal(silent.callback.searchParams.get('error'), 'login_required')
})

t.test('the session’s public id is no key to it', async t => {
  const { body } = await p.tokens(client, ada)
  const { sid } = JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString()) as { sid: string }
  const attacker = p.browser()
  attacker.cookies.set('lintel_session /', { name: 'lintel_session', value: sid, path: '/', attributes: '' })
  const silent = await p.authorized(client, ada, { prompt: 'none' }, attacker)
  t.equal(silent.callback.searchParams.get('error'), 'login_required')
})

t.test('what a page’s URL says is no key to the interaction', async t => {
  const victim = p.browser()
  const page = await p.authorize(victim, request)
  const stranger = p.browser()
  t.equal((await p.door(stranger, page, { do: 'read' })).status, 410)
  const uid = uidOf(page)
  for (const name of ['lintel_interaction', 'lintel_resume'])
    stranger.cookies.set(`${name} /`, { name, value: uid, path: '/', attributes: '' })
  t.equal((await p.door(stranger, page, { do: 'read' })).status, 410)
  t.equal((await stranger.fetch(`/authorize/${uid}`)).status, 400)
})
