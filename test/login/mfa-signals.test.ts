import t from 'tap'
import { DEVICE_CODE } from '../../src/oidc/client-metadata.ts'
import { createTestApp } from '../support/app.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  PASSWORD,
  setOptions,
  storeOf,
  visit,
} from '../support/scene.ts'
import { codeOf, giveApp, provePassword, screenOf, setMultiFactor } from '../support/second-factor.ts'
import { type Visited, Visitor } from '../support/visitor.ts'

// Auth0: confidence-score. And policies where no page of the app's own is in between: devices, approvals, other clients.

const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app)
await setMultiFactor(app, { factors: { otp: true }, policies: ['confidence-score'] })
const store = await storeOf(app)

const from = (ip: string) => new Visitor(app.issuer, { 'x-forwarded-for': ip })
const HOME = '192.0.2.1'

/** Somebody who has signed in from home once, by both factors. */
async function settled(named: { username?: string } = {}) {
  const person = await createPerson(app, named)
  const secret = await giveApp(app, person)
  const first = await provePassword(app, client, person, { visitor: from(HOME) })
  t.equal(screenOf(first.page), 'mfa-otp-challenge', 'a new device')
  t.ok(codeIn(await first.visitor.submit(first.page, { code: codeOf(secret) })))
  return { person, secret, visitor: first.visitor }
}

function signOut(visitor: Visitor): void {
  for (const key of visitor.cookies.keys()) if (key.includes('session')) visitor.cookies.delete(key)
}

/** The same browser elsewhere. */
function moved(visitor: Visitor, ip: string): Visitor {
  const elsewhere = from(ip)
  for (const [key, cookie] of visitor.cookies) elsewhere.cookies.set(key, cookie)
  signOut(elsewhere)
  return elsewhere
}

async function signalsOf(user_id: string): Promise<unknown> {
  const { rows } = await app.database.query(
    "select details from log_events where type = 'mfar' and user_id = $1 order by date desc, log_id desc limit 1",
    [user_id],
  )
  return rows[0]?.details
}

t.test(
  'whose sign-in is as it always was is asked for one factor; what is not is asked for two, and the log says why',
  async t => {
    const { person, visitor } = await settled()
    t.same(await signalsOf(person.user_id), { demanded_by: 'confidence-score', signals: ['new-device'] })

    signOut(visitor)
    t.ok(codeIn((await provePassword(app, client, person, { visitor })).page), 'nothing is unusual')
    t.ok(codeIn((await visit(app, client, { prompt: 'none' }, visitor)).page), 'and the session stands')

    const away = moved(visitor, '198.51.100.7')
    t.equal(screenOf((await provePassword(app, client, person, { visitor: away })).page), 'mfa-otp-challenge')
    t.same(await signalsOf(person.user_id), { demanded_by: 'confidence-score', signals: ['new-network'] })

    const other = await provePassword(app, client, person, { visitor: from(HOME) })
    t.equal(screenOf(other.page), 'mfa-otp-challenge')
    t.same(await signalsOf(person.user_id), { demanded_by: 'confidence-score', signals: ['new-device'] })
  },
)

t.test('failures of somebody else elsewhere make it unusual too', async t => {
  const { person, visitor } = await settled()
  const guesser = from('203.0.113.5')
  const { page } = await visit(app, client, {}, guesser)
  for (let n = 0; n < 5; n++) await guesser.submit(page, { username: person.email, password: `guess ${n}` })
  signOut(visitor)
  t.equal(screenOf((await provePassword(app, client, person, { visitor })).page), 'mfa-otp-challenge')
  t.same(await signalsOf(person.user_id), { demanded_by: 'confidence-score', signals: ['many-failures'] })
})

t.test('and so do those by another name of hers', async t => {
  await setOptions(app, { requires_username: true })
  t.teardown(() => setOptions(app, { requires_username: false }))
  const { person, visitor } = await settled({ username: 'grace' })
  const guesser = from('203.0.113.6')
  const { page } = await visit(app, client, {}, guesser)
  for (let n = 0; n < 6; n++) await guesser.submit(page, { username: 'grace', password: `guess ${n}` })
  signOut(visitor)
  await provePassword(app, client, person, { visitor })
  t.match(await signalsOf(person.user_id), { signals: ['many-failures'] })
})

t.test('a session of a client that did not look is nothing for one that does', async t => {
  const careless = await createClient(app, { multi_factor_policy: 'never' })
  const person = await createPerson(app)
  await giveApp(app, person)
  const { visitor, page } = await provePassword(app, careless, person)
  t.ok(codeIn(page))
  const silent = await visit(app, client, { prompt: 'none' }, visitor)
  t.match(silent.page.headers.get('location'), 'error_description=Multifactor+authentication+required')
  t.equal(screenOf((await visit(app, client, {}, visitor)).page), 'mfa-otp-challenge')
})

t.test('a device gets no tokens by one factor where two are demanded', async t => {
  const tv = await createClient(app, {
    name: 'Television',
    callbacks: [],
    grant_types: [DEVICE_CODE],
    multi_factor_policy: 'always',
  })
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const asked = async () => {
    const body = new URLSearchParams({ client_id: tv.client_id, scope: 'openid' })
    return (await (await app.fetch('/oauth/device/code', { method: 'POST', body })).json()) as {
      user_code: string
      device_code: string
    }
  }
  const poll = async (device_code: string) => {
    const body = new URLSearchParams({ grant_type: DEVICE_CODE, client_id: tv.client_id, device_code })
    return (await (await app.fetch('/oauth/token', { method: 'POST', body })).json()) as {
      error?: string
      id_token?: string
    }
  }
  const confirm = async (browser: Visitor, user_code: string): Promise<Visited> =>
    browser.submit(await browser.submit(await browser.get('/activate'), { user_code }), {}, 'accept')

  const { user_code, device_code } = await asked()
  const browser = from('192.0.2.77')
  const login = await confirm(browser, user_code)
  const challenge = await browser.submit(login, { username: person.email, password: PASSWORD })
  t.equal(screenOf(challenge), 'mfa-otp-challenge')
  t.equal((await poll(device_code)).error, 'authorization_pending')
  const done = await browser.submit(challenge, { code: codeOf(secret) })
  t.match(done.body, 'Your device is connected')
  t.ok((await poll(device_code)).id_token)

  t.test('nor by a session of one', async t => {
    const careless = await createClient(app, { multi_factor_policy: 'never' })
    const another = await createPerson(app)
    await giveApp(app, another)
    const { visitor } = await provePassword(app, careless, another, { visitor: from('192.0.2.78') })
    const { user_code, device_code } = await asked()
    t.equal(screenOf(await confirm(visitor, user_code)), 'mfa-otp-challenge')
    t.equal((await poll(device_code)).error, 'authorization_pending')
  })
})

t.test('who is remembered on this browser is not asked for a signal either, until she is forgotten', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const first = await provePassword(app, client, person, { visitor: from(HOME) })
  t.ok(codeIn(await first.visitor.submit(first.page, { code: codeOf(secret), rememberBrowser: 'true' })))
  const away = moved(first.visitor, '198.51.100.9')
  t.ok(codeIn((await provePassword(app, client, person, { visitor: away })).page))
  await store.remembered_browsers.removeAll(person.user_id)
  const silent = await visit(app, client, { prompt: 'none' }, away)
  t.match(silent.page.headers.get('location'), 'error_description=Multifactor+authentication+required')
})

t.test('how long a browser is remembered, the tenant says', async t => {
  const person = await createPerson(app)
  const { user_id } = person
  await giveApp(app, person)
  const now = new Date()
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  const kept = { user_id, user_agent: null }
  await store.remembered_browsers.create(
    { ...kept, token_hash: 'idle', idle_expires_at: at(10), expires_at: at(99) },
    now,
  )
  await store.remembered_browsers.create(
    { ...kept, token_hash: 'over', idle_expires_at: at(99), expires_at: at(10) },
    now,
  )
  for (const hash of ['idle', 'over']) {
    t.equal(await store.remembered_browsers.find(user_id, [hash], at(9)), true)
    t.equal(await store.remembered_browsers.find(user_id, [hash], at(11)), false, hash)
  }
  await configure(app, () =>
    store.settings.update(
      {
        multi_factor: {
          factors: { otp: true },
          policies: ['all-applications'],
          remember_browser: { display_remember_me_checkbox: false },
        },
      },
      new Date(),
    ),
  )
  const { page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-otp-challenge')
  t.notMatch(page.body, 'rememberBrowser', 'or whether at all')
})
