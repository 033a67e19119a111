import { decodeJwt } from 'jose'
import t from 'tap'
import { giveRecoveryCode } from '../../src/login/second-factors.ts'
import { createTestApp } from '../support/app.ts'
import { mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { codeIn, configure, createClient, createPerson, eventsOf, storeOf, trade, visit } from '../support/scene.ts'
import {
  codeOf,
  giveApp,
  MULTI_FACTOR,
  mailedCode,
  provePassword,
  screenOf,
  setMultiFactor,
} from '../support/second-factor.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const all = { otp: true, email: true, 'recovery-code': true }
await setMultiFactor(app, { factors: all, policies: ['all-applications'] })
const store = await storeOf(app)

const locationOf = (page: Visited) => new URL(page.headers.get('location') ?? '', page.url)
const sessions = async (user_id: string) =>
  (await app.database.query('select count(*)::int as n from sessions where user_id = $1', [user_id])).rows[0]
    .n as number
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

t.test('who has an authenticator app is asked for its code, and tokens say what happened', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const { visitor, page, asked } = await provePassword(app, client, person, { params: { acr_values: MULTI_FACTOR } })
  t.equal(screenOf(page), 'mfa-otp-challenge')
  t.equal(titleOf(page), 'Show that it is you')
  t.equal(await sessions(person.user_id), 0, 'one factor is no session (CVE-2025-64103)')
  const wrong = await visitor.submit(page, { code: '000000' })
  t.equal(wrong.status, 400)
  t.same(errorsOf(wrong), ['invalid-code'])
  t.same(errorsOf(await visitor.submit(page, { code: '' })), ['invalid-otp-code-format'])
  // The app gives her a recovery code on the way, since she has none.
  const next = await visitor.submit(page, { code: codeOf(secret) })
  t.equal(screenOf(next), 'mfa-recovery-code-enrollment')
  t.equal(await sessions(person.user_id), 0)
  const done = await visitor.submit(next)
  const { body } = await trade(app, client, codeIn(done) ?? '', asked)
  t.match(decodeJwt(body.id_token), { sub: person.user_id, acr: MULTI_FACTOR, amr: ['pwd', 'otp', 'mfa'] })
  t.match(await eventsOf(app, person.email), [
    'mfar',
    'gd_auth_failed',
    'gd_auth_succeed',
    'gd_enrollment_complete',
    's',
  ])
})

t.test('an ID token tells of two factors unasked, as Auth0’s does, and of one it says nothing', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  await store.authentication_methods.create(
    { user_id: person.user_id, type: 'recovery-code', code_hash: 'y' },
    new Date(),
  )
  const { visitor, page, asked } = await provePassword(app, client, person)
  const { body } = await trade(app, client, codeIn(await visitor.submit(page, { code: codeOf(secret) })) ?? '', asked)
  t.match(decodeJwt(body.id_token), { acr: MULTI_FACTOR, amr: ['pwd', 'otp', 'mfa'] })
  const silent = await visit(app, client, { prompt: 'none' }, visitor)
  const again = await trade(app, client, codeIn(silent.page) ?? '', silent.asked)
  t.match(decodeJwt(again.body.id_token), { amr: ['pwd', 'otp', 'mfa'] })
})

t.test('a code is good once, in whichever sign-in (RFC 6238 §5.2)', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const one = await provePassword(app, client, person)
  const other = await provePassword(app, client, person)
  const code = codeOf(secret)
  const [a, b] = await Promise.all([one.visitor.submit(one.page, { code }), other.visitor.submit(other.page, { code })])
  t.same([a, b].map(page => screenOf(page) === 'mfa-recovery-code-enrollment').sort(), [false, true], 'one winner')
})

t.test('codes are guessed at so often and no oftener, in however many sign-ins at once (CVE-2024-32868)', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const tries = await Promise.all([0, 1, 2].map(() => provePassword(app, client, person)))
  const pages = await Promise.all(
    Array.from({ length: 30 }, (_, index) => {
      const { visitor, page } = tries[index % 3] as (typeof tries)[number]
      return visitor.submit(page, { code: String(100_000 + index) })
    }),
  )
  t.equal(pages.filter(page => errorsOf(page)[0] === 'invalid-code').length, 20)
  t.equal(pages.filter(page => page.status === 429 && errorsOf(page)[0] === 'too-many-failures').length, 10)
  const { visitor, page } = tries[0] as (typeof tries)[number]
  t.same(errorsOf(await visitor.submit(page, { code: codeOf(secret) })), ['too-many-failures'], 'nor by the right one')
  t.ok((await eventsOf(app, person.email)).includes('gd_otp_rate_limit_exceed'))
})

t.test(
  'after a hundred wrong codes in a row none counts, whoever waits, until she proves herself otherwise or is given back her tries',
  async t => {
    const person = await createPerson(app)
    const { user_id } = person
    const secret = await giveApp(app, person)
    const recovery = await store.transaction(tx => giveRecoveryCode(tx, user_id, new Date()))
    const { visitor, page } = await provePassword(app, client, person)
    // An hour passes between every few of them.
    const wrongTries = async (count: number) => {
      await Promise.all(Array.from({ length: count }, () => store.attempts.countFactorTry(user_id)))
    }
    await wrongTries(98)
    t.same(errorsOf(await visitor.submit(page, { code: '000000' })), ['invalid-code'], 'the ninety-ninth')
    const hundredth = await visitor.submit(page, { code: '' })
    t.same(errorsOf(hundredth), ['invalid-otp-code-format'], 'what is no code is no try')
    await visitor.submit(page, { code: '000001' })
    const locked = await visitor.submit(page, { code: codeOf(secret) })
    t.equal(locked.status, 429)
    t.same(errorsOf(locked), ['codes-locked'], 'the right one neither')
    t.match(locked.body, 'ask whoever runs this service')
    const { rows } = await app.database.query(
      "select details, description from log_events where type = 'gd_otp_rate_limit_exceed' and user_id = $1",
      [user_id],
    )
    t.match(rows, [{ description: /^Codes count for nothing after 100 failures in a row/ }])
    const blocks = async (path: string) => (await app.api('GET', `/user-blocks${path}`)).body.blocked_for
    const byName = `?identifier=${encodeURIComponent(person.email.toUpperCase())}`
    const block = { identifier: person.email, connection: 'Username-Password-Authentication', second_factor: true }
    t.same(await blocks(`/${encodeURIComponent(user_id)}?consider_brute_force_enablement=true`), [block])
    t.same(await blocks(byName), [block])
    t.same(await blocks('?identifier=nobody@example.com'), [])

    await untilJobsAreDone(app)
    const [notice] = await mailsTo(app, person.email)
    t.match(notice?.subject, 'Codes do not work for your account any more')
    t.notMatch(notice?.text, /https?:/, 'no link lifts it, since a mailbox resets the password too')
    const options = await visitor.get(linkOf(locked, 'Try another way'))
    const mailed = await visitor.submit(options, {}, 'email')
    const code = await mailedCode(app, person.email, 2)
    t.same(errorsOf(await visitor.submit(mailed, { code })), ['codes-locked'], 'nor one that was sent')
    await untilJobsAreDone(app)
    const told = (await mailsTo(app, person.email)).filter(({ subject }) => subject.startsWith('Codes do not work'))
    t.equal(told.length, 1, 'and she was told once')
    const asked = await visitor.submit(await visitor.get(linkOf(mailed, 'Try another way')), {}, 'recovery-code')
    const shown = await visitor.submit(asked, { code: recovery })
    t.equal(screenOf(shown), 'mfa-recovery-code-challenge-new-code', 'what nobody guesses is good')
    const later = await provePassword(app, client, person)
    t.ok(codeIn(await later.visitor.submit(later.page, { code: codeOf(secret) })), 'and so are codes from then on')

    for (const [what, give] of [
      ['an administrator who knows her name', () => app.api('DELETE', `/user-blocks${byName}`)],
      ['an administrator', () => app.api('DELETE', `/user-blocks/${encodeURIComponent(user_id)}`)],
      [
        'a new authenticator',
        () => app.api('DELETE', `/users/${encodeURIComponent(user_id)}/multifactor/google-authenticator`),
      ],
    ] as const) {
      await wrongTries(101)
      const { visitor, page } = await provePassword(app, client, person)
      t.same(errorsOf(await visitor.submit(page, { code: codeOf(secret) })), ['codes-locked'], what)
      t.equal((await give()).status, 204)
      t.same(await blocks(byName), [], what)
      await giveApp(app, person)
      t.same(errorsOf(await visitor.submit(page, { code: '000000' })), ['invalid-code'], what)
    }
    await wrongTries(1)
    t.equal((await app.api('DELETE', `/users/${encodeURIComponent(user_id)}`)).status, 204)
    t.equal(await store.attempts.countFactorTry(user_id), 1, 'and nothing is left of who is gone')
  },
)

t.test('who has none adds an app by its QR code or its secret, is told by mail, and gets a recovery code', async t => {
  await setMultiFactor(app, { factors: { otp: true, 'recovery-code': true }, policies: ['all-applications'] })
  const person = await createPerson(app)
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-otp-enrollment-qr', 'the only factor there is')
  t.match(page.body, '<svg class="qr"')
  const typed = await visitor.get(linkOf(page, 'I cannot scan it'))
  t.equal(screenOf(typed), 'mfa-otp-enrollment-code')
  const secret = typed.body.match(/<code id="secret">([A-Z2-7 ]+)<\/code>/)?.[1]?.replaceAll(' ', '') ?? ''
  t.match(secret, /^[A-Z2-7]{32}$/)
  t.same(errorsOf(await visitor.submit(typed, { code: '123' })), ['invalid-code'])
  t.same(
    (await store.authentication_methods.list(person.user_id)).map(({ confirmed }) => confirmed),
    [false],
  )
  const code = codeOf(secret)
  const saved = await visitor.submit(typed, { code })
  t.equal(screenOf(saved), 'mfa-recovery-code-enrollment')
  t.same(
    (await store.authentication_methods.list(person.user_id)).map(({ type, confirmed }) => [type, confirmed]),
    [['totp', true]],
  )
  const [, recovery = ''] = saved.body.match(/<code id="recovery-code">([A-Z0-9]{4}(?:-[A-Z0-9]{4}){5})<\/code>/) ?? []
  const again = await visitor.get(saved.url)
  t.match(again.body, recovery, 'until she has saved it, it can be seen')
  t.ok(codeIn(await visitor.submit(saved)))
  t.equal((await mailsTo(app, person.email))[0]?.subject, 'A second factor was added to your account')

  t.test('which lets her in once, and is followed by the next', async t => {
    const { visitor, page } = await provePassword(app, client, person)
    t.equal(screenOf(page), 'mfa-otp-challenge')
    t.same(errorsOf(await visitor.submit(page, { code })), ['invalid-code'], 'the step that confirmed it is spent')
    const options = await visitor.get(linkOf(page, 'Try another way'))
    const asked = await visitor.submit(options, {}, 'recovery-code')
    t.equal(screenOf(asked), 'mfa-recovery-code-challenge')
    t.same(errorsOf(await visitor.submit(asked, { code: 'A'.repeat(24) })), ['invalid-code'])
    const shown = await visitor.submit(asked, { code: ` ${recovery.toLowerCase().replace(/.{4}/g, '$&-')}` })
    t.equal(screenOf(shown), 'mfa-recovery-code-challenge-new-code')
    const [, next = ''] = shown.body.match(/<code id="recovery-code">([A-Z0-9]{4}(?:-[A-Z0-9]{4}){5})<\/code>/) ?? []
    t.not(next, recovery)
    t.ok(codeIn(await visitor.submit(shown)))

    const later = await provePassword(app, client, person)
    const choice = await later.visitor.get(linkOf(later.page, 'Try another way'))
    const form = await later.visitor.submit(choice, {}, 'recovery-code')
    t.same(errorsOf(await later.visitor.submit(form, { code: recovery })), ['invalid-code'], 'used up')
    t.equal(screenOf(await later.visitor.submit(form, { code: next })), 'mfa-recovery-code-challenge-new-code')
    t.ok((await eventsOf(app, person.email)).includes('gd_recovery_succeed'))
  })
  await setMultiFactor(app, { factors: all, policies: ['all-applications'] })
})

// CVE-2024-45042: a code that is sent counted for nothing there.
t.test('a confirmed address is a factor by itself: who has only a password adds none of her own', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-email-challenge')
  t.match(page.body, `${person.email[0]}***@example.com`)
  for (const screen of ['mfa-begin-enroll-options', 'mfa-otp-enrollment-qr', 'mfa-sms-enrollment'])
    t.equal(screenOf(await visitor.get(new URL(screen, page.url))), 'mfa-email-challenge', screen)
  const code = await mailedCode(app, person.email)
  t.notMatch((await visitor.get(page.url)).body, code, 'only the mailbox has it (CVE-2026-105211)')
  const other = await provePassword(app, client, person)
  const stolen = await other.visitor.submit(other.page, { code })
  t.not(screenOf(stolen), 'callback', 'one sign-in’s code is nothing in another')
  t.equal(codeIn(stolen), undefined)
  t.same(errorsOf(await visitor.submit(page, { code: '00000000' })), ['invalid-code'])
  const resent = await visitor.submit(page, {}, 'resend')
  t.match(resent.body, 'We have sent another code')
  const newest = await mailedCode(app, person.email, 3)
  t.same(errorsOf(await visitor.submit(page, { code })), ['invalid-code'], 'the newest only')
  t.ok(codeIn(await visitor.submit(page, { code: newest })))
})

t.test('a sent code dies of five guesses, also at once', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await provePassword(app, client, person)
  const code = await mailedCode(app, person.email)
  await Promise.all([1, 2, 3, 4, 5].map(n => visitor.submit(page, { code: `1234567${n}` })))
  t.same(errorsOf(await visitor.submit(page, { code })), ['invalid-expired-code'])
})

t.test('an address that is not confirmed is no factor', async t => {
  const person = await createPerson(app, { email_verified: false })
  const { page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-otp-enrollment-qr')
})

t.test('no page of it can be had out of order, by another browser, or again when it is over', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const fresh = await visit(app, client)
  for (const screen of [
    'mfa',
    'mfa-otp-challenge',
    'mfa-login-options',
    'mfa-recovery-code-enrollment',
    'mfa-otp-enrollment-qr',
  ])
    t.equal(
      screenOf(await fresh.visitor.get(new URL(screen, fresh.page.url))),
      'login',
      `${screen} before anything is proved`,
    )

  const { visitor, page } = await provePassword(app, client, person)
  for (const screen of [
    'mfa-otp-enrollment-qr',
    'mfa-begin-enroll-options',
    'mfa-recovery-code-enrollment',
    'mfa-email-challenge',
  ])
    t.equal(screenOf(await visitor.get(new URL(screen, page.url))), 'mfa-otp-challenge', screen)
  const { action, fields } = formOf(page)
  t.equal((await visitor.post(action, {})).status, 403, 'an empty POST passes no stage (CVE-2026-49448)')
  t.equal((await visitor.post(action, { _csrf: fields._csrf ?? '' })).status, 400)
  const skipped = await visitor.post(new URL('mfa-recovery-code-enrollment', page.url), { _csrf: fields._csrf ?? '' })
  t.equal(screenOf(skipped), 'mfa-otp-challenge')
  const stranger = new Visitor(app.issuer)
  t.equal((await stranger.get(page.url)).status, 400, 'a foreign interaction (CVE-2026-7507)')

  const saving = await visitor.submit(page, { code: codeOf(secret) })
  t.equal(screenOf(await visitor.get(page.url)), 'mfa-recovery-code-enrollment', 'back leads on')
  const [one, two] = await Promise.all([visitor.submit(saving), visitor.submit(saving)])
  t.ok(codeIn(one) ?? codeIn(two), 'a double submit does no harm')
  t.equal((await visitor.get(page.url)).status, 400)
  t.equal(codeIn(await visitor.submit(page, { code: codeOf(secret) })), undefined)
})

t.test('a sign-in that waits for its second factor ends with a new password, and does not come back', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const { visitor, page } = await provePassword(app, client, person)
  const { status } = await app.api('PATCH', `/users/${encodeURIComponent(person.user_id)}`, {
    password: 'another staple battery horse',
    connection: 'Username-Password-Authentication',
  })
  t.equal(status, 200)
  const late = await visitor.submit(page, { code: codeOf(secret) })
  t.equal(codeIn(late), undefined)
  t.equal(late.status, 400)
  t.equal(await sessions(person.user_id), 0)
})

t.test('a policy that nothing can meet is refused clearly', async t => {
  await setMultiFactor(app, { factors: { 'recovery-code': true }, policies: ['all-applications'] })
  const person = await createPerson(app)
  const { page } = await provePassword(app, client, person)
  const { searchParams } = locationOf(page)
  t.equal(searchParams.get('error'), 'access_denied')
  t.match(searchParams.get('error_description'), 'Multifactor authentication is required')
  t.match(await eventsOf(app, person.email), ['mfar', 'f'])
  t.equal(await sessions(person.user_id), 0)
  const essential = JSON.stringify({ id_token: { acr: { essential: true, value: MULTI_FACTOR } } })
  const insisting = await visit(app, client, { claims: essential })
  t.equal(locationOf(insisting.page).searchParams.get('error'), 'unmet_authentication_requirements')
  await setMultiFactor(app, { factors: all, policies: ['all-applications'] })
})

t.test('a browser is remembered where she says so, for her alone, and until something changes', async t => {
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  await store.authentication_methods.create(
    { user_id: person.user_id, type: 'recovery-code', code_hash: 'x' },
    new Date(),
  )
  const { visitor, page } = await provePassword(app, client, person)
  t.match(page.body, 'name="rememberBrowser"')
  t.ok(codeIn(await visitor.submit(page, { code: codeOf(secret), rememberBrowser: 'true' })))
  t.equal((await store.remembered_browsers.list(person.user_id, new Date())).length, 1)

  const forget = () => {
    for (const key of visitor.cookies.keys()) if (key.includes('session')) visitor.cookies.delete(key)
  }
  forget()
  const again = await provePassword(app, client, person, {
    visitor,
    params: { acr_values: 'urn:lintel:acr:single-factor' },
  })
  const { body } = await trade(app, client, codeIn(again.page) ?? '', again.asked)
  t.match(decodeJwt(body.id_token), { acr: 'urn:lintel:acr:single-factor', amr: ['pwd'] }, 'and no token says two')

  const silent = await visit(app, client, { prompt: 'none' }, visitor)
  t.ok(codeIn(silent.page), 'nor is she asked in the session')
  const wanted = await visit(app, client, { prompt: 'none', acr_values: MULTI_FACTOR }, visitor)
  t.equal(locationOf(wanted.page).searchParams.get('error_description'), 'Multifactor authentication required')
  forget()
  t.equal(
    screenOf((await provePassword(app, client, person, { visitor, params: { acr_values: MULTI_FACTOR } })).page),
    'mfa-otp-challenge',
    'an app that wants to see it done sees it done',
  )

  const another = await createPerson(app)
  await giveApp(app, another)
  forget()
  t.equal(screenOf((await provePassword(app, client, another, { visitor })).page), 'mfa-otp-challenge', 'for her alone')

  forget()
  await store.remembered_browsers.removeAll(person.user_id)
  t.equal(screenOf((await provePassword(app, client, person, { visitor })).page), 'mfa-otp-challenge', 'invalidated')
})

t.test('remembered browsers are forgotten with a new password, and with any change of her factors', async t => {
  const person = await createPerson(app)
  const { user_id } = person
  const later = new Date(Date.now() + 60_000)
  const remembered = async () => (await store.remembered_browsers.list(user_id, new Date())).length
  const remember = () =>
    store.remembered_browsers.create(
      { user_id, token_hash: crypto.randomUUID(), user_agent: null, idle_expires_at: later, expires_at: later },
      new Date(),
    )
  const deeds: { [deed: string]: () => Promise<unknown> } = {
    'a factor is added': () => giveApp(app, person),
    'a factor is removed': () => store.authentication_methods.removeAll(user_id),
    'a new password': () =>
      app.api('PATCH', `/users/${encodeURIComponent(user_id)}`, {
        password: 'another staple battery horse',
        connection: 'Username-Password-Authentication',
      }),
  }
  for (const [deed, does] of Object.entries(deeds)) {
    await remember()
    t.equal(await remembered(), 1)
    await does()
    t.equal(await remembered(), 0, deed)
  }
})

t.test('clients and APIs have policies of their own', async t => {
  await setMultiFactor(app, { factors: all, policies: [] })
  const person = await createPerson(app)
  const secret = await giveApp(app, person)
  const strict = await createClient(app)
  await configure(app, () => app.api('PATCH', `/clients/${strict.client_id}`, { multi_factor_policy: 'always' }))
  t.equal((await app.api('GET', `/clients/${strict.client_id}`)).body.multi_factor_policy, 'always')
  t.equal((await app.api('PATCH', `/clients/${strict.client_id}`, { multi_factor_policy: 'sometimes' })).status, 400)
  const created = await app.api('POST', '/resource-servers', {
    identifier: 'https://vault.example/',
    multi_factor_policy: 'always',
  })
  t.equal(created.status, 201, JSON.stringify(created.body))
  t.equal(created.body.multi_factor_policy, 'always')
  await configure(app, async () => {
    await app.api('PATCH', `/resource-servers/${created.body.id}`, { name: 'Vault' })
  })

  const { visitor, page } = await provePassword(app, client, person)
  t.ok(codeIn(page), 'none is demanded here')
  t.test('a session of one factor opens neither, not even silently', async t => {
    for (const [asker, params] of [
      [strict, {}],
      [client, { audience: 'https://vault.example/' }],
    ] as const) {
      const silent = locationOf((await visit(app, asker, { ...params, prompt: 'none' }, visitor)).page).searchParams
      t.equal(silent.get('error'), 'login_required')
      t.equal(silent.get('error_description'), 'Multifactor authentication required')
      const asked = await visit(app, asker, params, visitor)
      t.equal(screenOf(asked.page), 'mfa-otp-challenge')
    }
  })
  t.test('and is raised by the second one: the sign-in stays where it was in time', async t => {
    const { rows } = await app.database.query('select authenticated_at from sessions where user_id = $1', [
      person.user_id,
    ])
    await app.database.query('update sessions set authenticated_at = $2 where user_id = $1', [
      person.user_id,
      minutesAgo(3),
    ])
    t.equal(rows.length, 1)
    const asked = await visit(app, strict, { max_age: '600', acr_values: MULTI_FACTOR }, visitor)
    const saving = await visitor.submit(asked.page, { code: codeOf(secret) })
    const done = await visitor.submit(saving)
    const { body } = await trade(app, strict, codeIn(done) ?? '', asked.asked)
    const { amr, auth_time } = decodeJwt<{ amr: string[]; auth_time: number }>(body.id_token)
    t.same(amr, ['pwd', 'otp', 'mfa'])
    t.ok(Math.abs(auth_time - minutesAgo(3).getTime() / 1000) < 5)
    t.ok(codeIn((await visit(app, client, { prompt: 'none', audience: 'https://vault.example/' }, visitor)).page))
    t.equal((await eventsOf(app, person.email)).filter(type => type === 's').length, 1, 'nobody has signed in anew')
  })
  await setMultiFactor(app, { factors: all, policies: ['all-applications'] })
})

t.test('a policy that is raised while a session runs holds for it at once', async t => {
  await setMultiFactor(app, { factors: all, policies: [] })
  const person = await createPerson(app)
  const { visitor, page } = await provePassword(app, client, person)
  t.ok(codeIn(page))
  t.ok(codeIn((await visit(app, client, { prompt: 'none' }, visitor)).page))
  await setMultiFactor(app, { factors: all, policies: ['all-applications'] })
  const silent = locationOf((await visit(app, client, { prompt: 'none' }, visitor)).page).searchParams
  t.equal(silent.get('error_description'), 'Multifactor authentication required')
  t.equal(screenOf((await visit(app, client, {}, visitor)).page), 'mfa-email-challenge')
})

t.test('an old session without a factor adds none: she signs in first', async t => {
  await setMultiFactor(app, { factors: { otp: true }, policies: [] })
  const person = await createPerson(app)
  const { visitor } = await provePassword(app, client, person)
  await setMultiFactor(app, { factors: { otp: true }, policies: ['all-applications'] })
  t.equal(screenOf((await visit(app, client, {}, visitor)).page), 'mfa-otp-enrollment-qr', 'hers is new')
  await app.database.query('update sessions set authenticated_at = $2 where user_id = $1', [
    person.user_id,
    minutesAgo(60),
  ])
  t.equal(screenOf((await visit(app, client, {}, visitor)).page), 'login')
  const silent = locationOf((await visit(app, client, { prompt: 'none' }, visitor)).page).searchParams
  t.equal(silent.get('error_description'), 'Multifactor authentication required')

  // What she has of a kind that the tenant has switched off since is nothing that she could prove.
  await giveApp(app, person)
  t.equal(screenOf((await visit(app, client, {}, visitor)).page), 'mfa-otp-challenge', 'who has one proves it')
  await setMultiFactor(app, { factors: { otp: false, sms: true }, policies: ['all-applications'] })
  t.equal(screenOf((await visit(app, client, {}, visitor)).page), 'login')
  await setMultiFactor(app, { factors: all, policies: ['all-applications'] })
})

t.test('a mailbox that was enrolled stays a factor while no mail can be sent: no password adds another', async t => {
  const person = await createPerson(app)
  const mute = await createTestApp(t, { production: true, database: app.database })
  const enrolled = { user_id: person.user_id, type: 'email', email: 'box@example.com', confirmed: true } as const
  await store.authentication_methods.create(enrolled, new Date())
  const { visitor, page } = await provePassword(mute, client, person)
  t.equal(screenOf(page), 'mfa-email-challenge')
  const adding = await visitor.get(new URL('mfa-otp-enrollment-qr', page.url))
  t.equal(screenOf(adding), 'mfa-email-challenge')
})

t.test('what was remembered in the same moment is listed in one order', async t => {
  const { user_id } = await createPerson(app)
  const now = new Date()
  const [idle_expires_at, expires_at] = [new Date(now.getTime() + 60_000), new Date(now.getTime() + 60_000)]
  for (const token_hash of ['z', 'm', 'a'])
    await store.remembered_browsers.create(
      { user_id, token_hash, user_agent: token_hash, idle_expires_at, expires_at },
      now,
    )
  const browsers = await store.remembered_browsers.list(user_id, now)
  t.same(
    browsers.map(({ user_agent }) => user_agent),
    ['a', 'm', 'z'],
  )
})
