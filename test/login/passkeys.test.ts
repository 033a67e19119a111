import { randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { createTestApp } from '../support/app.ts'
import { mailsTo } from '../support/mail.ts'
import { mailedCode } from '../support/passwordless.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  eventsOf,
  PASSWORD,
  setOptions,
  storeOf,
  ticketFor,
  trade,
  visit,
} from '../support/scene.ts'
import { codeOf, giveApp, setMultiFactor } from '../support/second-factor.ts'
import { type Said, SoftwareKey } from '../support/software-key.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app)
const enabled = { authentication_methods: { passkey: { enabled: true } } }
await setOptions(app, enabled)
const { hostname: rpId, origin } = new URL(app.issuer)

let networks = 0
/** Somebody elsewhere: tries are counted by network. @param kind what a script said that her browser can do */
function elsewhere(kind?: 'platform' | 'roaming') {
  const visitor = new Visitor(app.issuer, { 'x-forwarded-for': `192.0.2.${++networks}` })
  if (kind)
    visitor.cookies.set('lintel_webauthn /', { name: 'lintel_webauthn', value: kind, path: '/', attributes: '' })
  return visitor
}

const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** The form that a script would send, and what it would ask the browser for. */
function ceremonyOf(page: Visited) {
  for (const [form] of page.body.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
    const ceremony = form.match(/data-webauthn="([^"]*)"/)?.[1]
    if (ceremony === undefined) continue
    const action = new URL(form.match(/action="([^"]*)"/)?.[1] ?? '', page.url)
    const _csrf = form.match(/name="_csrf" value="([^"]*)"/)?.[1] ?? ''
    return { action, _csrf, options: JSON.parse(unescaped(ceremony)) }
  }
  throw new Error(`no ceremony on ${page.url.href}: ${page.status} ${titleOf(page)}`)
}

/** Answers what a page asks the browser for. */
async function answer(visitor: Visitor, page: Visited, key: SoftwareKey, said: Partial<Said> = {}): Promise<Visited> {
  const { action, _csrf, options } = ceremonyOf(page)
  const all = { challenge: options.challenge, origin, rpId, ...said }
  const credential = options.user ? key.create(all) : key.get(all)
  return visitor.post(action, { _csrf, action: 'webauthn', credential: JSON.stringify(credential) })
}

async function enroll(person: { email: string }, said: Partial<Said> = {}) {
  const key = new SoftwareKey()
  const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
  const nudge = await visitor.submit(page, { username: person.email, password: PASSWORD })
  const done = await answer(visitor, nudge, key, said)
  if (codeIn(done) === undefined) throw new Error(`not enrolled: ${done.status} ${errorsOf(done)}`)
  return { key, visitor }
}

const somebody = async (said: Partial<Said> = {}) => {
  const person = await createPerson(app)
  return { person, ...(await enroll(person, said)) }
}

t.test('a passkey proves who she is, and that she proved two factors', async t => {
  const { person, key } = await somebody({ signCount: 1 })
  const { visitor, page, asked } = await visit(app, client, { acr_values: MULTI_FACTOR }, elsewhere())
  const done = await answer(visitor, page, key, { signCount: 2 })
  const { body } = await trade(app, client, codeIn(done) ?? '', asked)
  t.match(decodeJwt(body.id_token), {
    sub: person.user_id,
    amr: ['pop', 'user', 'mfa'],
    acr: MULTI_FACTOR,
  })
  const [method] = await (await storeOf(app)).authentication_methods.list(person.user_id)
  t.match(method, { sign_count: 2, last_auth_at: Date, user_agent: 'node' })
  t.same((await eventsOf(app, person.email)).filter(type => type === 's').length, 2)
})

const MULTI_FACTOR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'

t.test('where passkeys are off there are none, even for who has one', async t => {
  const { key } = await somebody()
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const { action, _csrf, options } = ceremonyOf(page)
  await setOptions(app, { authentication_methods: { passkey: { enabled: false } } })
  t.teardown(() => setOptions(app, enabled))
  t.notMatch((await visit(app, client)).page.body, 'data-webauthn')
  const credential = JSON.stringify(key.get({ challenge: options.challenge, origin, rpId }))
  const refused = await visitor.post(action, { _csrf, credential })
  t.equal(titleOf(refused), 'Sign in')
  t.equal(codeIn(refused), undefined)
})

t.test(
  'an answer that is not quite right signs nobody in, and is answered the same whatever is wrong with it',
  async t => {
    const { person, key } = await somebody({ signCount: 5 })
    const handle = (await (await storeOf(app)).authentication_methods.list(person.user_id))[0]?.user_handle ?? ''
    for (const [why, said] of Object.entries<Partial<Said>>({
      'another challenge': { challenge: randomBytes(54).toString('base64url') },
      'an empty challenge': { challenge: '' },
      'another origin': { origin: 'https://evil.example' },
      'another relying party': { rpId: 'evil.example' },
      'a creation': { type: 'webauthn.create' },
      'nobody showed who she is': { verified: false },
      'a counter that goes back': { signCount: 5 },
      'another user': { userHandle: handle.replace(/.$/, 'x') },
    })) {
      const { visitor, page } = await visit(app, client, {}, elsewhere())
      const refused = await answer(visitor, page, key, { signCount: 6, ...said })
      t.equal(refused.status, 400, why)
      t.same(errorsOf(refused), ['passkey-failed'], why)
    }
    const { visitor, page } = await visit(app, client, {}, elsewhere())
    t.same(errorsOf(await answer(visitor, page, new SoftwareKey(), {})), ['passkey-failed'], 'an unknown credential')
    const { rows } = await app.database.query(
      "select description from log_events where user_id = $1 and type = 'f' order by date, log_id",
      [person.user_id],
    )
    t.ok(rows.length >= 5, 'the log knows what was wrong')
    for (const credential of ['', 'x', '{}', 'null', '[]', '"x"', `{"id":"${'a'.repeat(20_000)}"}`]) {
      const { visitor, page } = await visit(app, client, {}, elsewhere())
      const { action, _csrf } = ceremonyOf(page)
      t.same(errorsOf(await visitor.post(action, { _csrf, credential })), ['passkey-failed'], credential.slice(0, 20))
    }
  },
)

t.test('a challenge is good once: of two answers at once one wins, and no assertion is taken twice', async t => {
  const { key } = await somebody()
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const { action, _csrf, options } = ceremonyOf(page)
  const credential = JSON.stringify(key.get({ challenge: options.challenge, origin, rpId }))
  const post = () => visitor.fetch(action, { method: 'POST', body: new URLSearchParams({ _csrf, credential }) })
  const answers = await Promise.all([post(), post(), post()])
  t.equal(answers.filter(({ status }) => status === 303).length, 1, 'one winner')
  t.ok(answers.some(one => errorsOf(one).includes('passkey-expired')))
  t.notOk(codeIn(await visitor.post(action, { _csrf, credential })), 'nor later')
})

t.test('a challenge is for its own sign-in, and for signing in', async t => {
  const { person, key } = await somebody()
  const one = await visit(app, client, {}, elsewhere())
  const other = await visit(app, client, {}, elsewhere())
  const { challenge } = ceremonyOf(one.page).options
  t.same(errorsOf(await answer(other.visitor, other.page, key, { challenge })), ['passkey-failed'])
  // A challenge to enrol is none to sign in.
  const enrolling = await visit(app, client, {}, elsewhere('platform'))
  await setOptions(app, enabled)
  const bob = await createPerson(app)
  const nudge = await enrolling.visitor.submit(enrolling.page, { username: bob.email, password: PASSWORD })
  const fresh = await enrolling.visitor.get(enrolling.page.url)
  const taken = await answer(enrolling.visitor, fresh, key, { challenge: ceremonyOf(nudge).options.challenge })
  t.same(errorsOf(taken), ['passkey-failed'])
  t.ok(person)
})

t.test('a challenge that is five minutes old is of no use', async t => {
  const { key } = await somebody()
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const { challenge } = ceremonyOf(page).options
  const bytes = Buffer.from(challenge, 'base64url')
  t.equal(bytes.length, 54)
  const left = bytes.readUIntBE(16, 6) - Date.now()
  t.ok(left > 290_000 && left <= 300_000)
  bytes.writeUIntBE(Date.now() + 3_600_000, 16, 6)
  const longer = await answer(visitor, page, key, { challenge: bytes.toString('base64url') })
  t.same(errorsOf(longer), ['passkey-failed'], 'nor does it last longer for saying so')
})

t.test('who is blocked or of another connection does not come in by a passkey', async t => {
  const { person, key } = await somebody()
  const store = await storeOf(app)
  await store.users.update(person.user_id, { blocked: true }, new Date())
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const refused = await answer(visitor, page, key)
  t.match(refused.headers.get('location'), /error=unauthorized.*user%20is%20blocked|user\+is\+blocked/)
  await store.users.update(person.user_id, { blocked: false }, new Date())

  const connection = {
    name: 'Elsewhere',
    strategy: 'auth0',
    options: enabled,
    enabled_clients: [client.client_id],
  }
  await configure(app, () => app.api('POST', '/connections', connection))
  const there = await visit(app, client, { connection: 'Elsewhere' }, elsewhere())
  t.same(errorsOf(await answer(there.visitor, there.page, key)), ['passkey-failed'])
})

t.test('who has not confirmed her address where that is asked for is told so, and sent the link', async t => {
  const { person, key } = await somebody()
  await app.database.query('update users set email_verified = false where user_id = $1', [person.user_id])
  await setOptions(app, { ...enabled, require_verified_email: true })
  t.teardown(() => setOptions(app, { ...enabled, require_verified_email: false }))
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  t.same(errorsOf(await answer(visitor, page, key)), ['passkey-unverified'])
})

t.test('the way back from its form’s address is a path of ours, whatever stands in it', async t => {
  for (const uid of ['%0d%0aset-cookie:a=b', '%E2%80%AE', '%2f%2fevil.example', '..%2f..%2fx']) {
    const { status, headers } = await elsewhere().fetch(`/u/${uid}/passkey`)
    t.equal(status, 303, uid)
    t.equal(new URL(headers.get('location') ?? '', app.issuer).pathname.split('/').length, 3, uid)
  }
})

t.test('tries are counted by network', async t => {
  const settings = { suspicious_ip_throttling: { stage: { 'pre-login': { max_attempts: 2, rate: 3_600_000 } } } }
  const before = (await app.api('GET', '/attack-protection/suspicious-ip-throttling')).body
  const at = '/attack-protection/suspicious-ip-throttling'
  await configure(app, () => app.api('PATCH', at, { ...settings.suspicious_ip_throttling, enabled: true }))
  t.teardown(() => configure(app, () => app.api('PATCH', at, { stage: before.stage })))
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  for (const expected of ['passkey-failed', 'passkey-expired', 'ip-blocked'])
    t.same(errorsOf(await answer(visitor, page, new SoftwareKey())), [expected])

  await t.test('which keeps nobody out of a device that she is known on', async t => {
    const [hers, another] = [await somebody(), await somebody()]
    const from = (known: Visitor) => {
      const here = new Visitor(app.issuer, visitor.headers)
      for (const [name, cookie] of known.cookies) if (name.includes('device')) here.cookies.set(name, cookie)
      return here
    }
    const comeIn = async (browser: Visitor, key: SoftwareKey) => {
      const { page } = await visit(app, client, {}, browser)
      return answer(browser, page, key, { signCount: 9 })
    }
    t.ok(codeIn(await comeIn(from(hers.visitor), hers.key)))
    t.same(errorsOf(await comeIn(from(hers.visitor), new SoftwareKey())), ['ip-blocked'], 'without her passkey')
    t.same(errorsOf(await comeIn(from(another.visitor), hers.key)), ['ip-blocked'], 'on somebody else’s')
    t.same(errorsOf(await comeIn(from(new Visitor(app.issuer)), hers.key)), ['ip-blocked'], 'on a new one')
  })
})

t.test('a form of another page or another site is not taken', async t => {
  const { key } = await somebody()
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const { action, options } = ceremonyOf(page)
  const credential = JSON.stringify(key.get({ challenge: options.challenge, origin, rpId }))
  for (const fields of [{ credential }, { credential, _csrf: 'x' }]) {
    const refused = await visitor.post(action, fields)
    t.equal(refused.status, 403)
    t.same(errorsOf(refused), ['form-expired'])
  }
  t.equal((await visitor.get(action)).url.pathname, page.url.pathname, 'there is nothing to see there')
})

t.test(
  'nobody is asked to make a passkey whose browser has no script, or who has one, or who does not want to',
  async t => {
    const person = await createPerson(app)
    const signIn = async (visitor: Visitor) => {
      const { page } = await visit(app, client, {}, visitor)
      return visitor.submit(page, { username: person.email, password: PASSWORD })
    }
    t.ok(codeIn(await signIn(elsewhere())), 'without a script')

    const later = elsewhere('platform')
    const asked = await signIn(later)
    t.equal(titleOf(asked), 'Sign in faster next time')
    t.ok(codeIn(await later.submit(asked, {}, 'not-now')))
    const again = new Visitor(app.issuer)
    for (const [name, cookie] of later.cookies)
      if (/lintel_(passkeys|webauthn)/.test(name)) again.cookies.set(name, cookie)
    t.ok(codeIn(await signIn(again)), 'not again on this device')

    const never = elsewhere('roaming')
    t.ok(codeIn(await never.submit(await signIn(never), {}, 'never')))
    const kept = [...never.cookies.values()].find(({ name }) => name === 'lintel_passkeys')
    t.match(kept, { attributes: /Max-Age=34560000.*HttpOnly/ })

    await enroll(person)
    t.ok(codeIn(await signIn(elsewhere('platform'))), 'she has one')

    await setOptions(app, { ...enabled, passkey_options: { progressive_enrollment_enabled: false } })
    t.teardown(() => setOptions(app, { ...enabled, passkey_options: {} }))
    const bob = await createPerson(app)
    const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
    t.ok(codeIn(await visitor.submit(page, { username: bob.email, password: PASSWORD })), 'it is off')
  },
)

t.test('who has a second factor proves it before she adds what stands for two', async t => {
  const person = await createPerson(app)
  const store = await storeOf(app)
  await store.authentication_methods.create(
    { user_id: person.user_id, type: 'totp', secret: 'JBSWY3DPEHPK3PXP' },
    new Date(),
  )
  const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
  t.ok(codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })))
})

t.test('so does who has a mailbox that is one', async t => {
  await setMultiFactor(app, { factors: { email: true } })
  t.teardown(() => setMultiFactor(app, {}))
  const asked = async (email_verified: boolean) => {
    const person = await createPerson(app, { email_verified })
    const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
    return codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })) === undefined
  }
  t.same([await asked(true), await asked(false)], [false, true])
})

t.test('no passkey is made before the second factor that is demanded', async t => {
  await setMultiFactor(app, { factors: { otp: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, {}))
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
  const challenge = await visitor.submit(page, { username: person.email, password: PASSWORD })
  t.match(challenge.url.pathname, /\/mfa-otp-challenge$/)
  const early = challenge.url.href.replace(/[^/]+$/, 'passkey-enrollment')
  t.match((await visitor.get(early)).url.pathname, /\/mfa-otp-challenge$/)
  const posted = await visitor.post(early, { credential: '{}', action: 'webauthn' })
  t.match(posted.url.pathname, /\/mfa-otp-challenge$/)
  const nudge = await visitor.submit(challenge, { code: codeOf(secret) })
  t.equal(titleOf(nudge), 'Sign in faster next time')
  t.ok(codeIn(await answer(visitor, nudge, new SoftwareKey())))
})

t.test('who came by a passkey of another device is asked for one of this', async t => {
  const { person, key } = await somebody()
  const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
  const local = await answer(visitor, page, key, { attachment: 'cross-platform' })
  t.match(local.url.pathname, /\/passkey-enrollment-local$/)
  const { options } = ceremonyOf(local)
  t.equal(options.authenticatorSelection.authenticatorAttachment, 'platform')
  t.match(options.excludeCredentials, [{ id: key.id }])
  const handles = (await (await storeOf(app)).authentication_methods.list(person.user_id)).map(m => m.user_handle)
  t.equal(options.user.id, handles[0], 'authenticators know her by one name')
  const second = new SoftwareKey()
  t.ok(codeIn(await answer(visitor, local, second)))
  for (const one of [key, second]) {
    const next = await visit(app, client, {}, elsewhere())
    t.ok(codeIn(await answer(next.visitor, next.page, one)), 'either signs her in')
  }
})

t.test('an enrolment is for who signs in, in her own sign-in, and only while she does (CVE-2026-105209)', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const nudge = async ({ email }: { email: string }) => {
    const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
    return { visitor, page: await visitor.submit(page, { username: email, password: PASSWORD }) }
  }
  const [hers, his] = [await nudge(ada), await nudge(bob)]
  const { challenge } = ceremonyOf(his.page).options
  const foreign = await answer(hers.visitor, hers.page, new SoftwareKey(), { challenge })
  t.same(errorsOf(foreign), ['passkey-failed'], 'another’s challenge')
  for (const said of [{ verified: false }, { origin: 'https://evil.example' }, { rpId: 'evil.example' }])
    t.same(errorsOf(await answer(hers.visitor, hers.page, new SoftwareKey(), said)).slice(0, 1), [
      // The first answer spends the challenge of the page.
      said.verified === false ? 'passkey-failed' : 'passkey-expired',
    ])
  t.same(await (await storeOf(app)).authentication_methods.list(ada.user_id), [])

  // Nobody has signed in here.
  const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
  const early = await visitor.get(page.url.href.replace(/login$/, 'passkey-enrollment'))
  t.match(early.url.pathname, /\/login$/)
  // Somebody else's credential.
  const { key } = await somebody()
  const fresh = await hers.visitor.get(hers.page.url)
  t.ok(codeIn(await answer(hers.visitor, fresh, key)), 'she goes on')
  t.same(await (await storeOf(app)).authentication_methods.list(ada.user_id), [], 'and has no passkey of somebody else')
  t.ok(await databaseConnection(app))
})

t.test('who prepared an account by a stranger’s address keeps no passkey when she comes (CVE-2026-53516)', async t => {
  const store = await storeOf(app)
  const reset = async (person: Awaited<ReturnType<typeof createPerson>>) => {
    const visitor = elsewhere()
    const form = await visitor.get(await ticketFor(app, person, { options: { mark_email_as_verified: true } }))
    const password = 'a new one, of hers alone'
    return visitor.submit(form, { 'password-reset': password, 're-enter-password': password })
  }
  const comesIn = async (key: SoftwareKey) => {
    const { visitor, page } = await visit(app, client, {}, elsewhere())
    return codeIn(await answer(visitor, page, key)) !== undefined
  }
  const prepared = await createPerson(app, { email_verified: false })
  const { key: his } = await enroll(prepared)
  t.ok(await comesIn(his))
  t.equal((await reset(prepared)).status, 200)
  t.notOk(await comesIn(his))
  t.same(await store.authentication_methods.list(prepared.user_id), [])
  const told = (await mailsTo(app, prepared.email, 3)).map(({ subject }) => subject)
  t.ok(told.includes('A passkey was removed from your account'), told.join())

  const { person, key } = await somebody()
  t.equal((await reset(person)).status, 200)
  t.ok(await comesIn(key), 'whose address was known to be hers keeps what she has')
})

t.test('a passkey is for the domain that it was made at', async t => {
  const { person, key } = await somebody()
  await app.database.query(
    "update authentication_methods set relying_party_identifier = 'elsewhere.example' where user_id = $1",
    [person.user_id],
  )
  const { visitor, page } = await visit(app, client, {}, elsewhere('platform'))
  t.same(errorsOf(await answer(visitor, page, key)), ['passkey-failed'])
  const again = await visitor.get(page.url)
  const nudge = await visitor.submit(again, { username: person.email, password: PASSWORD })
  t.same(ceremonyOf(nudge).options.excludeCredentials, [], 'here she has none, and is asked for one')
})

t.test('where names come first, what went wrong with a passkey is said there', async t => {
  await configure(app, store => store.settings.update({ prompts: { identifier_first: true } }, new Date()))
  t.teardown(() => configure(app, store => store.settings.update({ prompts: { identifier_first: false } }, new Date())))
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  t.match(page.url.pathname, /\/login-id$/)
  const refused = await answer(visitor, page, new SoftwareKey())
  t.same(errorsOf(refused), ['passkey-failed'])
  t.ok(ceremonyOf(refused).options.challenge)
})

t.test('a page on which one can sign in by a passkey costs no more statements than any other', async t => {
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  await visitor.get(page.url)
  app.statements()
  const again = await visitor.get(page.url)
  t.match(again.body, 'data-webauthn')
  t.ok(app.statements().length <= 1)
})

// --- sign-up ---

const namesFirst = async (t: Test) => {
  const set = (identifier_first: boolean) =>
    configure(app, store => store.settings.update({ prompts: { identifier_first } }, new Date()))
  await set(true)
  t.teardown(() => set(false))
}
let newcomers = 0
const somebodyNew = () => `newcomer-${++newcomers}@example.com`

/** To the page on which she makes a passkey, if there is one. */
async function beginSignUp(email: string, visitor = elsewhere('platform')) {
  const scene = await visit(app, client, { screen_hint: 'signup' }, visitor)
  return { ...scene, page: await scene.visitor.submit(scene.page, { email }) }
}
const usersBy = async (email: string) =>
  (await app.database.query('select user_id, email_verified from users where email = $1', [email])).rows

t.test('who signs up makes a passkey, and has an account when it is verified', async t => {
  await namesFirst(t)
  const email = somebodyNew()
  const { asked, page, visitor } = await beginSignUp(` ${email.toUpperCase()}`)
  t.match(page.url.pathname, /\/signup-passkey$/)
  t.equal(titleOf(page), 'Create a passkey')
  t.match(page.body, email)
  t.equal(linkOf(page, 'Choose a password instead').pathname, page.url.pathname.replace('passkey', 'password'))
  const { options } = ceremonyOf(page)
  t.match(options, { user: { name: email }, authenticatorSelection: { userVerification: 'required' } })
  t.equal((await usersBy(email)).length, 0)

  const key = new SoftwareKey()
  t.same(errorsOf(await answer(visitor, page, key, { verified: false })), ['passkey-failed'])
  t.equal((await usersBy(email)).length, 0)
  const again = await visitor.get(page.url)
  const done = await answer(visitor, again, key)
  const { body } = await trade(app, client, codeIn(done) ?? '', asked)
  const claims = decodeJwt(body.id_token)
  t.match(claims, { email, email_verified: false, amr: ['pop', 'user', 'mfa'] })
  t.match(await usersBy(email), [{ user_id: claims.sub }])
  t.match(await (await storeOf(app)).authentication_methods.list(String(claims.sub)), [{ type: 'passkey' }])
  t.match((await mailsTo(app, email))[0]?.text, 'ticket=', 'a link confirms her address')
  const back = await visit(app, client, {}, elsewhere())
  t.ok(codeIn(await answer(back.visitor, back.page, key)), 'and signs in by it')
})

t.test('a name that is taken is found out with the passkey only, and no passkey is kept', async t => {
  await namesFirst(t)
  const { email, user_id } = await createPerson(app)
  const { page, visitor } = await beginSignUp(email)
  t.equal(titleOf(page), 'Create a passkey', 'as for every other name')
  const refused = await answer(visitor, page, new SoftwareKey())
  t.same([refused.status, errorsOf(refused)], [400, ['invalid-signup']])
  t.same(await (await storeOf(app)).authentication_methods.list(user_id), [])
  t.ok((await eventsOf(app, email)).includes('fs'))
})

t.test('who would rather have a password, or has no script, chooses one', async t => {
  await namesFirst(t)
  const email = somebodyNew()
  const { page, visitor } = await beginSignUp(email)
  const password = await visitor.get(linkOf(page, 'Choose a password instead'))
  t.ok(codeIn(await visitor.submit(password, { password: PASSWORD })))
  t.equal((await usersBy(email)).length, 1)
  t.match((await beginSignUp(somebodyNew(), elsewhere())).page.url.pathname, /\/signup-password$/)
})

t.test('names that codes confirm are confirmed before there is a passkey, and once', async t => {
  await namesFirst(t)
  const attributes = {
    email: {
      identifier: { active: true },
      verification_method: 'otp',
      signup: { status: 'required', verification: { active: true } },
    },
  }
  await setOptions(app, { attributes, require_verified_email: true })
  t.teardown(() => setOptions(app, { attributes: undefined, require_verified_email: false }))
  const email = somebodyNew()
  const { page, visitor } = await beginSignUp(email)
  t.match(page.url.pathname, /\/email-identifier-challenge$/)
  const at = (screen: string) => page.url.href.replace(/[^/]+$/, screen)
  t.match((await visitor.get(at('signup-passkey'))).url.pathname, /\/signup-id$/, 'not before')
  const passkey = await visitor.submit(page, { code: await mailedCode(app, email) })
  t.match(passkey.url.pathname, /\/signup-passkey$/)
  t.equal((await usersBy(email)).length, 0)
  t.ok(codeIn(await answer(visitor, passkey, new SoftwareKey())))
  t.match(await usersBy(email), [{ email_verified: true }])

  const other = somebodyNew()
  const second = await beginSignUp(other)
  await second.visitor.submit(second.page, { code: await mailedCode(app, other) })
  const password = await second.visitor.get(second.page.url.href.replace(/[^/]+$/, 'signup-password'))
  t.ok(codeIn(await second.visitor.submit(password, { password: PASSWORD })), 'a password is asked for no code again')
  t.match(await usersBy(other), [{ email_verified: true }])
})

t.test('where nobody signs up by a password, passkeys are the way, on every page and by API', async t => {
  const password = { signup_behavior: 'block' }
  await setOptions(app, { authentication_methods: { passkey: { enabled: true }, password } })
  t.teardown(() => setOptions(app, enabled))
  const email = somebodyNew()
  const { page, visitor } = await beginSignUp(email, elsewhere())
  t.equal(titleOf(page), 'Create a passkey', 'names come first, and no script has to have said what this browser can')
  t.notMatch(page.body, 'Choose a password')
  t.match(page.body, 'an account here needs one')
  const at = (screen: string) => page.url.href.replace(/[^/]+$/, screen)
  for (const screen of ['signup', 'signup-password'])
    t.match((await visitor.get(at(screen))).url.pathname, /\/signup-id$/, screen)
  t.ok(codeIn(await answer(visitor, page, new SoftwareKey())))
  const { name: connection } = await databaseConnection(app)
  const response = await fetch(`${app.issuer}dbconnections/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: client.client_id, connection, email: somebodyNew(), password: PASSWORD }),
  })
  t.match([response.status, await response.json()], [400, { code: 'public_signup_disabled' }])
})

t.test('where passwords are off nobody signs in by one, on any page or by API', async t => {
  const person = await createPerson(app)
  const { key } = await somebody()
  const methods = { passkey: { enabled: true }, password: { enabled: false }, email_otp: { enabled: true } }
  await setOptions(app, { authentication_methods: methods, passkey_options: { challenge_ui: 'autofill' } })
  t.teardown(() => setOptions(app, { ...enabled, passkey_options: undefined }))
  const { page, visitor } = await visit(app, client, {}, elsewhere())
  t.match(page.url.pathname, /\/login-id$/, 'names come first: nothing stands beside them')
  t.match(page.body, 'Continue with a passkey', 'and there is a button, since nothing else may be at hand')
  const code = await visitor.submit(page, { username: person.email })
  t.match(code.url.pathname, /\/email-otp-challenge$/)
  t.notMatch(code.body, 'value="password"')
  const at = (screen: string) => page.url.href.replace(/[^/]+$/, screen)
  for (const screen of ['login', 'login-password', 'reset-password-request'])
    t.match((await visitor.get(at(screen))).url.pathname, /\/login-id$/, screen)
  const form = { _csrf: formOf(page).fields._csrf ?? '', username: person.email, password: PASSWORD }
  for (const screen of ['login', 'login-password'])
    t.equal(codeIn(await visitor.post(at(screen), form)), undefined, screen)
  const fresh = await visit(app, client, {}, elsewhere())
  t.ok(codeIn(await answer(fresh.visitor, fresh.page, key)), 'a passkey signs her in')

  await setOptions(app, { authentication_methods: { ...methods, email_otp: { enabled: false } } })
  const named = await visit(app, client, {}, elsewhere())
  const told = await named.visitor.submit(named.page, { username: person.email })
  t.same([told.status, errorsOf(told)], [400, ['passkey-needed']])
  t.equal(titleOf((await beginSignUp(somebodyNew(), elsewhere())).page), 'Create a passkey')
  const owner = await createClient(app, {
    grant_types: ['http://auth0.com/oauth/grant-type/password-realm'],
  })
  const response = await fetch(`${app.issuer}oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'http://auth0.com/oauth/grant-type/password-realm',
      client_id: owner.client_id,
      realm: (await databaseConnection(app)).name,
      username: person.email,
      password: PASSWORD,
    }),
  })
  t.match([response.status, await response.json()], [403, { error: 'invalid_grant' }])
})

/** Addresses that a code confirms. */
const BY_CODE = {
  email: {
    identifier: { active: true },
    signup: { status: 'required', verification: { active: true } },
    verification_method: 'otp',
  },
}

t.test(
  'who has an account already, where nobody has a password, is told no more of one than how she signs in',
  async t => {
    const { email } = await createPerson(app)
    const authentication_methods = {
      passkey: { enabled: true },
      password: { enabled: false },
      email_otp: { enabled: true },
    }
    await setOptions(app, { attributes: BY_CODE, authentication_methods })
    t.teardown(() => setOptions(app, { ...enabled, attributes: undefined }))
    await beginSignUp(email, elsewhere())
    const [mail] = await mailsTo(app, email)
    t.equal(mail?.subject, 'You already have an account')
    t.notMatch(mail?.text, /password|ticket=/)
    t.match(mail?.text, /passkey/)
    const { visitor, page } = await visit(app, client, {}, elsewhere())
    await visitor.submit(page, { username: email })
    const code = (await mailsTo(app, email, 2)).find(({ subject }) => subject !== mail?.subject)
    t.match(code?.text, /[0-9]{8}/)
    t.notMatch(code?.text, 'password')
  },
)

t.test(
  'where nobody has a password, a code alone makes an account: no passkeys, or a browser that has none',
  async t => {
    t.teardown(() => setOptions(app, { ...enabled, attributes: undefined }))
    for (const passkey of [false, true]) {
      const methods = { passkey: { enabled: passkey }, password: { enabled: false }, email_otp: { enabled: true } }
      await setOptions(app, { attributes: BY_CODE, authentication_methods: methods })
      const email = somebodyNew()
      const { asked, page, visitor } = await beginSignUp(email, elsewhere())
      t.equal((await usersBy(email)).length, 0)
      const typed = await visitor.submit(page, { code: await mailedCode(app, email) })
      if (passkey) t.match(typed.body, 'Continue without a passkey')
      const done = passkey ? await visitor.submit(typed, { action: 'without-passkey' }) : typed
      const { body } = await trade(app, client, codeIn(done) ?? '', asked)
      t.match(decodeJwt(body.id_token), { email, email_verified: true })
      const back = await visit(app, client, {}, elsewhere())
      const code = await back.visitor.submit(back.page, { username: email })
      t.ok(codeIn(await back.visitor.submit(code, { code: await mailedCode(app, email, 2) })), 'and opens it again')
    }
  },
)

t.test('who has no address that a code confirms does not go on without a passkey', async t => {
  const methods = { passkey: { enabled: true }, password: { enabled: false } }
  await setOptions(app, { attributes: BY_CODE, authentication_methods: methods })
  t.teardown(() => setOptions(app, { ...enabled, attributes: undefined }))
  const email = somebodyNew()
  const { page, visitor } = await beginSignUp(email, elsewhere())
  const typed = await visitor.submit(page, { code: await mailedCode(app, email) })
  t.notMatch(typed.body, 'Continue without a passkey')
  const forced = await visitor.submit(typed, { action: 'without-passkey' })
  t.same([forced.status, (await usersBy(email)).length], [400, 0])
})

t.test('a passkey of a sign-up is for who began it, where she began it, and for that name', async t => {
  await namesFirst(t)
  const [mine, other] = [somebodyNew(), somebodyNew()]
  const first = await beginSignUp(mine)
  const second = await beginSignUp(other)
  const { options } = ceremonyOf(first.page)
  const { action, _csrf } = ceremonyOf(second.page)
  const key = new SoftwareKey()
  const credential = JSON.stringify(key.create({ challenge: options.challenge, origin, rpId }))
  t.same(errorsOf(await second.visitor.post(action, { _csrf, credential })), ['passkey-failed'])
  t.same(errorsOf(await first.visitor.post(ceremonyOf(first.page).action, { credential })), ['form-expired'])
  const names = await first.visitor.get(first.page.url.href.replace(/[^/]+$/, 'signup-id'))
  const renamed = await first.visitor.submit(names, { email: somebodyNew() })
  const form = ceremonyOf(renamed)
  const late = await first.visitor.post(form.action, { _csrf: form._csrf, credential })
  t.same(errorsOf(late), ['passkey-failed'], 'another name wants another one')
  t.equal((await usersBy(mine)).length + (await usersBy(other)).length, 0)
})
