import t from 'tap'
import { USER_CODES } from '../../src/login/throttles.ts'
import { DEVICE_CODE } from '../../src/oidc/client-metadata.ts'
import type { Client } from '../../src/store/clients.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, PASSWORD, signIn, visit } from '../support/scene.ts'
import { errorsOf, formOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const tv = await createClient(app, { name: 'Television', callbacks: [], grant_types: [DEVICE_CODE] })
const shop = await createClient(app)
const ada = await createPerson(app)

type Codes = { device_code: string; user_code: string }

async function codes(client: Client = tv, headers: { [name: string]: string } = {}, of: TestApp = app): Promise<Codes> {
  const body = new URLSearchParams({ client_id: client.client_id, scope: 'openid' })
  const response = await of.fetch('/oauth/device/code', { method: 'POST', headers, body })
  return (await response.json()) as Codes
}

async function poll({ device_code }: Codes): Promise<{ error?: string; access_token?: string }> {
  const body = new URLSearchParams({ grant_type: DEVICE_CODE, client_id: tv.client_id, device_code })
  return (await (await app.fetch('/oauth/token', { method: 'POST', body })).json()) as { error?: string }
}

let address = 0
/** From an address of its own. */
const visitor = (ip = `198.51.100.${++address}`) => new Visitor(app.issuer, { 'x-forwarded-for': ip })

const enter = async (browser: Visitor, user_code: string): Promise<Visited> =>
  browser.submit(await browser.get('/activate'), { user_code })

t.test('a person enters the code, says that it is her device, signs in, and is done', async t => {
  const asked = await codes(tv, { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'Television/3.1' })
  const browser = visitor()
  const entry = await browser.get('/activate')
  t.equal(titleOf(entry), 'Connect a device')
  t.equal(entry.headers.get('cache-control'), 'no-store')
  const question = await browser.submit(entry, { user_code: asked.user_code })
  t.equal(titleOf(question), 'Is this your device?')
  for (const shown of ['Television', asked.user_code, '203.0.113.9', 'Television/3.1']) t.match(question.body, shown)
  const login = await browser.submit(question, {}, 'accept')
  t.equal(titleOf(login), 'Sign in')
  const wrong = await browser.submit(login, { username: ada.email, password: 'not the one' })
  t.same(errorsOf(wrong), ['wrong-credentials'])
  const done = await browser.submit(wrong, { username: ada.email, password: PASSWORD })
  t.equal(titleOf(done), 'Your device is connected')
  t.ok((await poll(asked)).access_token)
})

t.test('a code in the URL is filled in, and nothing happens before a person has said so', async t => {
  const asked = await codes()
  const { visitor: browser } = await signIn(app, shop, ada)
  const entry = await browser.get(`/activate?user_code=${asked.user_code}`)
  t.equal(formOf(entry).fields.user_code, asked.user_code)
  const question = await browser.submit(entry)
  t.equal(titleOf(question), 'Is this your device?', 'not even where somebody is signed in already')
  t.equal((await poll(asked)).error, 'authorization_pending')
  t.equal(titleOf(await browser.submit(question, {}, 'accept')), 'Your device is connected')
})

t.test('what is in the URL stays text', async t => {
  const page = await visitor().get(`/activate?user_code=${encodeURIComponent('"><script>alert(1)</script>')}`)
  t.notMatch(page.body, '<script>alert')
  t.equal((await visitor().get('/activate?user_code=a&user_code=b')).status, 200)
})

t.test('a wrong code, a used one and none at all are told on the same page', async t => {
  const browser = visitor()
  for (const [typed, error] of [
    ['BCDF-GHJK', 'invalid-code'],
    ['', 'no-code'],
    ['x'.repeat(65), 'invalid-code'],
    ['\u2603', 'invalid-code'],
  ] as const) {
    const page = await enter(browser, typed)
    t.equal(page.status, 400, typed)
    t.same(errorsOf(page), [error])
    t.equal(titleOf(page), 'Connect a device')
    t.equal(formOf(page).fields.user_code, typed.slice(0, 64))
  }
  const asked = await codes()
  await browser.submit(await enter(browser, asked.user_code), {}, 'accept')
  t.same(errorsOf(await enter(visitor(), asked.user_code)), ['used-code'], 'somebody is on her way with it')
})

t.test('only the two buttons mean anything, and only from our own form', async t => {
  const asked = await codes()
  const browser = visitor()
  const question = await enter(browser, asked.user_code)
  t.same(errorsOf(await browser.submit(question, {}, 'whatever')), ['form-expired'])
  const { action, fields } = formOf(question)
  const foreign = await browser.post(action, { ...fields, action: 'accept', _csrf: 'x' })
  t.equal(foreign.status, 403)
  const fromEntry = formOf(await browser.get('/activate')).fields._csrf ?? ''
  t.equal((await browser.post(action, { ...fields, action: 'accept', _csrf: fromEntry })).status, 403)
  const crossSite = await browser.fetch(action, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ ...fields, action: 'accept' }),
  })
  t.equal(crossSite.status, 403)
  t.equal((await browser.post('/activate', { user_code: asked.user_code })).status, 403)
  t.equal((await visitor().post(action, { ...fields, action: 'accept' })).status, 403, 'another browser’s')
  t.equal((await poll(asked)).error, 'authorization_pending')
  t.equal(titleOf(await browser.submit(question, {}, 'accept')), 'Sign in', 'and the real one still works')
})

t.test('the steps cannot be taken without the browser that began them (CVE-2026-45337)', async t => {
  const asked = await codes()
  const browser = visitor()
  const login = await browser.submit(await enter(browser, asked.user_code), {}, 'accept')
  const [, , uid] = login.url.pathname.split('/')
  const stranger = visitor()
  t.match((await stranger.get(`/u/${uid}/login`)).body, 'This page needs cookies')
  t.match((await stranger.get(`/activate/${uid}`)).body, 'This page needs cookies')
  t.equal(titleOf(await browser.get(`/activate/${uid}`)), 'Sign in', 'nor is any left out')
  t.equal((await poll(asked)).error, 'authorization_pending')
})

t.test('who declines is believed at once', async t => {
  const asked = await codes()
  const browser = visitor()
  const denied = await browser.submit(await enter(browser, asked.user_code), {}, 'deny')
  t.equal(titleOf(denied), 'The device is not connected')
  t.equal((await poll(asked)).error, 'access_denied')
  t.same(errorsOf(await enter(browser, asked.user_code)), ['used-code'])
})

t.test('a wrong code does no harm to who is signed in', async t => {
  const { visitor: browser } = await signIn(app, shop, ada)
  await enter(browser, 'BCDF-GHJK')
  const { page } = await visit(app, shop, { prompt: 'none' }, browser)
  t.ok(codeIn(page))
  const { rows } = await app.database.query("select 1 from sessions where payload ? 'state'")
  t.same(rows, [])
})

t.test('a client without connections has nobody to sign in', async t => {
  const lonely = await createClient(app, { callbacks: [], grant_types: [DEVICE_CODE] })
  const asked = await codes(lonely)
  await app.database.query('delete from connection_clients where client_id = $1', [lonely.client_id])
  const browser = visitor()
  const page = await browser.submit(await enter(browser, asked.user_code), {}, 'accept')
  t.equal(titleOf(page), 'This request cannot be answered')
  t.match(page.body, 'no connections enabled for the client')
})

t.test('an asking device cannot make up where it is', async t => {
  const asked = await codes(tv, { 'x-forwarded-for': '203.0.113.77, 198.51.100.1', 'user-agent': '<b>Trusty</b>' })
  const question = await enter(visitor(), asked.user_code)
  t.match(question.body, '198.51.100.1')
  t.notMatch(question.body, '203.0.113.77')
  t.match(question.body, '&lt;b&gt;Trusty&lt;/b&gt;')
})

t.test('codes cannot be guessed: tries are counted by network, in either form, and over a restart', async t => {
  const ip = '192.0.2.66'
  const browser = visitor(ip)
  const right = await codes()
  t.equal(titleOf(await enter(browser, right.user_code)), 'Is this your device?', 'a right one is not counted')
  const confirmation = formOf(await enter(browser, right.user_code))
  for (let i = 0; i < USER_CODES - 1; i++) await enter(browser, `BCDF-GHJ${'BCDFGHJKLMNPQRSTVWXZ'[i % 20]}`)
  const last = await browser.post(confirmation.action, {
    ...confirmation.fields,
    user_code: 'BCDF-GHKK',
    action: 'accept',
  })
  t.same(errorsOf(last), ['invalid-code'])
  const refused = await enter(browser, right.user_code)
  t.equal(refused.status, 429)
  t.same(errorsOf(refused), ['ip-blocked'])
  const confirmed = await browser.post(confirmation.action, { ...confirmation.fields, action: 'accept' })
  t.equal(confirmed.status, 429)

  const other = await createTestApp(t, { database: app.database, trusted_proxies: ['127.0.0.1'] })
  const again = new Visitor(other.issuer, { 'x-forwarded-for': ip })
  t.equal((await again.submit(await again.get('/activate'), { user_code: 'BCDF-GHKK' })).status, 429)
  t.equal((await enter(visitor(), right.user_code)).status, 200, 'nobody else is kept out')
})
