import { decodeJwt } from 'jose'
import t from 'tap'
import type { Factor } from '../../src/store/multi-factor.ts'
import { createTestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, eventsOf, storeOf, trade } from '../support/scene.ts'
import { giveApp, MULTI_FACTOR, provePassword, screenOf, setMultiFactor } from '../support/second-factor.ts'
import { type Said, SoftwareKey } from '../support/software-key.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, type Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const { hostname: rpId, origin } = new URL(app.issuer)
const only = (...factors: Factor[]) =>
  setMultiFactor(app, {
    factors: Object.fromEntries(factors.map(factor => [factor, true])),
    policies: ['all-applications'],
  })
await only('webauthn-roaming', 'webauthn-platform')

const ceremonyOf = ({ body }: Visited) =>
  JSON.parse((body.match(/data-webauthn="([^"]*)"/)?.[1] ?? '').replaceAll('&quot;', '"'))

/** Answers what a page asks the browser for. */
function answer(visitor: Visitor, page: Visited, key: SoftwareKey, said: Partial<Said> = {}, more = {}) {
  const { challenge, user } = ceremonyOf(page)
  const all = { challenge, origin, rpId, ...said }
  return visitor.submit(
    page,
    { credential: JSON.stringify(user ? key.create(all) : key.get(all)), ...more },
    'webauthn',
  )
}

/** Somebody who has such a key. */
async function owner(type: 'webauthn-roaming' | 'webauthn-platform' = 'webauthn-roaming') {
  const person = await createPerson(app)
  const key = new SoftwareKey()
  const { visitor, page } = await provePassword(app, client, person)
  const enrolling = await visitor.submit(page, {}, type)
  const named = await visitor.submit(await answer(visitor, enrolling, key, { signCount: 1 }), { nickname: 'Blue' })
  const done = await visitor.submit(named)
  if (codeIn(done) === undefined) throw new Error(`not enrolled: ${done.status} ${done.url}`)
  return { person, key }
}

t.test('somebody adds a security key, gives it a name, and signs in by it beside her password', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-begin-enroll-options')
  const enrolling = await visitor.submit(page, {}, 'webauthn-roaming')
  t.equal(titleOf(enrolling), 'Add a security key')
  t.match(ceremonyOf(enrolling).authenticatorSelection, {
    authenticatorAttachment: 'cross-platform',
    userVerification: 'preferred',
    residentKey: 'discouraged',
  })
  const key = new SoftwareKey()
  const naming = await answer(visitor, enrolling, key, { verified: false, signCount: 1 })
  t.equal(screenOf(naming), 'mfa-webauthn-change-key-nickname')
  t.same(errorsOf(await visitor.submit(naming, { nickname: ' ' })), ['no-nickname'])
  t.same(errorsOf(await visitor.submit(naming, { nickname: 'x'.repeat(101) })), ['nickname-too-long'])
  const added = await visitor.submit(naming, { nickname: ' Blue ' })
  t.equal(titleOf(added), 'Your security key is added')
  t.ok(codeIn(await visitor.submit(added)))
  const [method] = await (await storeOf(app)).authentication_methods.list(person.user_id)
  t.match(method, { type: 'webauthn-roaming', name: 'Blue', confirmed: true, sign_count: 1 })

  const next = await provePassword(app, client, person, { params: { acr_values: MULTI_FACTOR } })
  t.equal(screenOf(next.page), 'mfa-webauthn-roaming-challenge')
  t.match(ceremonyOf(next.page).allowCredentials, [{ id: key.id }])
  const done = await answer(next.visitor, next.page, key, { verified: false, signCount: 2 })
  const { body } = await trade(app, client, codeIn(done) ?? '', next.asked)
  t.match(decodeJwt(body.id_token), { amr: ['pwd', 'pop', 'user', 'mfa'], acr: MULTI_FACTOR })
  const seen = await eventsOf(app, person.email)
  t.ok(['gd_enrollment_complete', 'gd_auth_succeed', 's'].every(type => seen.includes(type)))
})

t.test('an answer that is not hers, not new or not for this proves nothing', async t => {
  const { person, key } = await owner()
  const other = await owner()
  const { visitor, page } = await provePassword(app, client, person)
  const mine = { signCount: 2 }
  const spent = ceremonyOf(page).challenge
  t.same(errorsOf(await answer(visitor, page, other.key, mine)), ['webauthn-failed'], 'somebody else’s key')
  const fresh = () => visitor.get(page.url)
  t.same(
    errorsOf(await answer(visitor, await fresh(), key, { ...mine, challenge: spent })),
    ['webauthn-expired'],
    'replayed',
  )
  for (const [why, said] of Object.entries<Partial<Said>>({
    'another origin': { origin: 'https://evil.example' },
    'another relying party': { rpId: 'evil.example' },
    'nobody was there': { present: false },
    'the counter stands still': { signCount: 1 },
  }))
    t.same(errorsOf(await answer(visitor, await fresh(), key, { ...mine, ...said })), ['webauthn-failed'], why)
  // The challenge of a sign-in of somebody else, who is at the same point.
  const bob = await provePassword(app, client, other.person)
  const foreign = ceremonyOf(bob.page).challenge
  t.same(errorsOf(await answer(visitor, await fresh(), key, { ...mine, challenge: foreign })), ['webauthn-failed'])
  t.ok((await eventsOf(app, person.email)).includes('gd_auth_failed'))
  t.ok(codeIn(await answer(visitor, await fresh(), key, mine)), 'hers still does')
})

t.test('of two answers to one challenge at once one wins', async t => {
  const { person, key } = await owner()
  const { visitor, page } = await provePassword(app, client, person)
  const { challenge } = ceremonyOf(page)
  const { action, fields } = formOf(page)
  const credential = JSON.stringify(key.get({ challenge, origin, rpId, signCount: 9 }))
  const post = () =>
    visitor.fetch(action, { method: 'POST', body: new URLSearchParams({ ...fields, credential, action: 'webauthn' }) })
  const answers = (await Promise.all([post(), post(), post()])).map(
    ({ headers, status }) => headers.get('location') ?? status,
  )
  // Who comes when it is over is led to where it goes on.
  const won = answers.filter(answer => String(answer).startsWith('/authorize/'))
  t.equal(won.length, 1, String(answers))
})

t.test('tries are counted', async t => {
  const { person } = await owner()
  const { visitor, page } = await provePassword(app, client, person)
  let last = page
  for (let n = 0; n < 25 && last.status !== 429; n++) last = await answer(visitor, last, new SoftwareKey())
  t.equal(last.status, 429)
  t.same(errorsOf(last), ['too-many-failures'])
})

t.test(
  'who has a key proves it: she adds no other on the way, and finishes nothing that she has not begun',
  async t => {
    const { person, key } = await owner()
    const { visitor, page } = await provePassword(app, client, person)
    const at = (screen: string) => page.url.href.replace(/[^/]+$/, screen)
    for (const screen of [
      'mfa-webauthn-roaming-enrollment',
      'mfa-webauthn-platform-enrollment',
      'mfa-webauthn-change-key-nickname',
      'mfa-webauthn-enrollment-success',
      'passkey-enrollment',
    ])
      t.equal(screenOf(await visitor.get(at(screen))), 'mfa-webauthn-roaming-challenge', screen)
    t.equal(screenOf(await visitor.post(at('mfa-webauthn-enrollment-success'), {})), 'mfa-webauthn-roaming-challenge')
    t.ok(codeIn(await answer(visitor, page, key, { signCount: 2 })))
  },
)

t.test('a key is for one address: at another one she is told so, and adds none instead', async t => {
  const { person } = await owner()
  await app.database.query(
    "update authentication_methods set relying_party_identifier = 'elsewhere.example' where user_id = $1",
    [person.user_id],
  )
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(titleOf(page), 'Your key cannot be used here')
  t.equal(screenOf(await visitor.get(page.url.href.replace(/[^/]+$/, 'mfa-begin-enroll-options'))), screenOf(page))
})

t.test('another way is one click away, and the device’s own authenticator is a way of its own', async t => {
  const { person, key } = await owner('webauthn-platform')
  await only('webauthn-platform', 'otp')
  t.teardown(() => only('webauthn-roaming', 'webauthn-platform'))
  await giveApp(app, person)
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-webauthn-platform-challenge')
  const ways = await visitor.get(linkOf(page, 'Try another way'))
  t.equal(screenOf(await visitor.submit(ways, {}, 'otp')), 'mfa-otp-challenge')
  const back = await visitor.get(page.url)
  t.ok(codeIn(await answer(visitor, back, key, { signCount: 2 })))
})

t.test('a browser that proved it by a key is remembered, where that is wanted', async t => {
  const { person, key } = await owner()
  const { visitor, page } = await provePassword(app, client, person)
  t.match(page.body, 'rememberBrowser')
  t.ok(codeIn(await answer(visitor, page, key, { signCount: 2 }, { rememberBrowser: 'true' })))
  for (const name of [...visitor.cookies.keys()]) if (/session/.test(name)) visitor.cookies.delete(name)
  const again = await provePassword(app, client, person, { visitor, params: { prompt: 'login' } })
  t.ok(codeIn(again.page))
})
