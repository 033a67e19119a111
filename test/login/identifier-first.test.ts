import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { mailedCode } from '../support/passwordless.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  PASSWORD,
  setOptions,
  storeOf,
  ticketFor,
  trade,
  visit,
} from '../support/scene.ts'
import { kindOf } from '../support/statements.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const { options, costOf } = meter()
const app = await createTestApp(t, options)
const client = await createClient(app)
await configure(app, store => store.settings.update({ prompts: { identifier_first: true } }, new Date()))
let count = 0
const somebody = () => `first-${++count}@example.com`

async function named(username: string) {
  const scene = await visit(app, client)
  const page = await scene.visitor.submit(scene.page, { username })
  return { ...scene, page }
}
const jump = (visitor: Visitor, page: Visited, screen: string) => visitor.get(page.url.href.replace(/[^/]+$/, screen))
const subOf = async ({ asked, done }: { asked: Parameters<typeof trade>[3]; done: Visited }) =>
  decodeJwt((await trade(app, client, codeIn(done) ?? '', asked)).body.id_token)

t.test('a name, then a password', async t => {
  const person = await createPerson(app)
  const { asked, page, visitor } = await named(` ${person.email} `)
  t.match(page.url.pathname, /\/login-password$/)
  t.equal(page.url.search, '', 'the name stands in no URL')
  t.match(page.body, person.email)
  t.match(
    page.body,
    `<input type="text" name="username" value="${person.email}" autocomplete="username"`,
    'password managers find whose it is',
  )
  const wrong = await visitor.submit(page, { password: 'not this one' })
  t.same([wrong.status, errorsOf(wrong)], [400, ['wrong-credentials']])
  const forged = await visitor.submit(wrong, { username: 'other@example.com', password: PASSWORD })
  t.match(await subOf({ asked, done: forged }), { sub: person.user_id }, 'whatever the unseen field says')
})

t.test('back to another name, which is remembered; every page but the right one leads there', async t => {
  const { page, visitor } = await named('ada@example.com')
  const edit = await visitor.get(linkOf(page, 'Change'))
  t.match(edit.url.pathname, /\/login-id$/)
  t.equal(formOf(edit).fields.username, 'ada@example.com')
  const fresh = await visit(app, client)
  for (const screen of ['login-password', 'login', 'email-otp-challenge', 'sms-otp-challenge'])
    t.match((await jump(fresh.visitor, fresh.page, screen)).url.pathname, /\/login-id$/, screen)
  for (const screen of ['signup', 'signup-password', 'email-identifier-challenge'])
    t.match((await jump(fresh.visitor, fresh.page, screen)).url.pathname, /\/(signup|login)-id$/, screen)
  t.match((await visit(app, client, { screen_hint: 'signup' })).page.url.pathname, /\/signup-id$/)
  t.equal(formOf((await visit(app, client, { login_hint: 'a@example.com' })).page).fields.username, 'a@example.com')
  t.same(errorsOf(await fresh.visitor.submit(fresh.page, { username: ' ' })), ['no-email'])
})

const measure = async (username: string, then?: (visitor: Visitor, page: Visited) => Promise<Visited>) => {
  const { page, visitor } = await visit(app, client)
  const pages: Visited[] = []
  const cost = await costOf(async () => {
    const next = await visitor.submit(page, { username })
    pages.push(next)
    if (then) pages.push(await then(visitor, next))
  })
  const uid = page.url.pathname.split('/')[2] ?? ''
  const same = pages.map(({ url, status, body }) =>
    `${url.pathname} ${status} ${body}`
      .replaceAll(uid, 'UID')
      .replaceAll(username, 'NAME')
      .replace(/name="_csrf" value="[^"]*"/g, ''),
  )
  return { same, ...cost, statements: cost.statements.filter(sql => kindOf(sql) !== 'log') }
}

t.test('known, unknown and blocked names: the same words, statements and jobs, on both pages', async t => {
  await measure(somebody())
  const unknown = await measure(somebody())
  for (const person of [{}, { blocked: true }, { email_verified: false }])
    t.same(await measure((await createPerson(app, person)).email), unknown, JSON.stringify(person))
  const guess = (visitor: Visitor, page: Visited) => visitor.submit(page, { password: 'not this one' })
  await measure(somebody(), guess)
  const wrong = await measure(somebody(), guess)
  t.same(await measure((await createPerson(app)).email, guess), wrong)
})

t.test('sign-up: names, then a password', async t => {
  const email = somebody()
  const { asked, page, visitor } = await visit(app, client, { screen_hint: 'signup' })
  t.same(errorsOf(await visitor.submit(page, { email: 'nonsense' })), ['invalid-email-format'])
  const next = await visitor.submit(page, { email })
  t.match(next.url.pathname, /\/signup-password$/)
  t.match(next.body, email)
  t.same(errorsOf(await visitor.submit(next, { password: 'short' })), ['password-too-weak'])
  const done = await visitor.submit(next, { password: 'another battery staple' })
  t.match(await subOf({ asked, done }), { email, email_verified: false })
  const taken = await visit(app, client, { screen_hint: 'signup' })
  const second = await taken.visitor.submit(taken.page, { email })
  t.match(second.url.pathname, /\/signup-password$/, 'that a name is taken is not said here')
  t.same(errorsOf(await taken.visitor.submit(second, { password: 'another battery staple' })), ['invalid-signup'])
})

t.test('a code in place of the password, to a confirmed address alone', async t => {
  await setOptions(app, { authentication_methods: { email_otp: { enabled: true } } })
  const person = await createPerson(app)
  const ask = async (email: string) => {
    const { page, visitor, asked } = await named(email)
    return { visitor, asked, page: await visitor.submit(page, {}, 'code') }
  }
  const { asked, page, visitor } = await ask(person.email)
  t.match(page.url.pathname, /\/email-otp-challenge$/)
  const done = await visitor.submit(page, { code: await mailedCode(app, person.email) })
  t.match(await subOf({ asked, done }), { sub: person.user_id })

  const otp = (visitor: Visitor, page: Visited) => visitor.submit(page, {}, 'code')
  await measure(somebody(), otp)
  const unknown = await measure(somebody(), otp)
  // Pre-hijacking: whoever wrote the address down chose the password.
  const squatted = await createPerson(app, { email_verified: false })
  const blocked = await createPerson(app, { blocked: true })
  for (const { email } of [squatted, blocked]) t.same(await measure(email, otp), unknown)
  await untilJobsAreDone(app)
  for (const { email } of [squatted, blocked]) t.equal((await mailsTo(app, email, 0)).length, 0)

  const back = await ask(person.email)
  t.match((await back.visitor.submit(back.page, {}, 'password')).url.pathname, /\/login-password$/)
  await setOptions(app, { authentication_methods: { email_otp: { enabled: false } } })
  const closed = await back.visitor.submit(back.page, { code: '12345678' })
  t.match(closed.url.pathname, /\/login-id$/, 'a way that was closed is closed')
})

t.test('a name that is too long is cut, and never within a character', async t => {
  await setOptions(app, { attributes: { email: { identifier: { active: true }, verification_method: 'otp' } } })
  const username = `${'a'.repeat(319)}😀`
  const { page, visitor } = await named(username)
  t.match(page.url.pathname, /\/login-password$/)
  const reset = await visitor.submit(await jump(visitor, page, 'reset-password-request'), { email: username })
  t.match(reset.url.pathname, /\/reset-password-code$/)
})

t.test('several kinds of names: address, number, username', async t => {
  const signup = (status: string, more: object = {}) => ({ identifier: { active: true }, signup: { status, ...more } })
  await setOptions(app, {
    attributes: {
      email: signup('optional'),
      phone_number: signup('optional'),
      username: { ...signup('optional'), validation: { min_length: 3, max_length: 20 } },
    },
  })
  const signUp = async (values: { [name: string]: string }) => {
    const scene = await visit(app, client, { screen_hint: 'signup' })
    const next = await scene.visitor.submit(scene.page, values)
    return { ...scene, next }
  }
  t.same(errorsOf((await signUp({})).next), ['no-identifier'])
  t.same(errorsOf((await signUp({ phone_number: '12345' })).next), ['invalid-phone-number'])
  t.same(
    errorsOf((await signUp({ username: '+447700900999' })).next),
    ['invalid-username'],
    'no name in a number’s form',
  )
  const names = { phone_number: '+44 (7700) 900-201', username: 'AdaOfPhones' }
  const { asked, next, visitor } = await signUp(names)
  const made = await subOf({ asked, done: await visitor.submit(next, { password: PASSWORD }) })
  t.match(await (await storeOf(app)).users.find(made.sub ?? ''), {
    phone_number: '+447700900201',
    username: 'adaofphones',
    email: null,
  })
  for (const name of ['+447700900201', '0044 7700 900201', 'adaOfPhones']) {
    const { asked, page, visitor } = await named(name)
    t.match(await subOf({ asked, done: await visitor.submit(page, { password: PASSWORD }) }), { sub: made.sub }, name)
  }
  await setOptions(app, { attributes: { username: signup('required') } })
  const only = await named('adaofphones')
  t.ok(codeIn(await only.visitor.submit(only.page, { password: PASSWORD })))
  const phone = await named('+447700900201')
  t.same(errorsOf(await phone.visitor.submit(phone.page, { password: PASSWORD })), ['wrong-credentials'])

  await setOptions(app, { attributes: { phone_number: signup('required') } })
  const local = await signUp({ phone_number: '07700 900202', country: 'GB' })
  t.match(local.page.body, '<select id="country"')
  t.match(local.next.body, '+447700900202', 'in full, with the country that stands beside it')
  t.ok(codeIn(await local.visitor.submit(local.next, { password: PASSWORD })))
  const back = await visit(app, client)
  const known = await back.visitor.submit(back.page, { username: '07700 900202', country: 'GB' })
  t.ok(codeIn(await back.visitor.submit(known, { password: PASSWORD })))
})

t.test('the first way of a kind of names is what its default_method says, for whoever types one', async t => {
  await setOptions(app, {
    attributes: {
      email: { identifier: { active: true, default_method: 'email_otp' }, signup: { status: 'required' } },
      username: { identifier: { active: true }, signup: { status: 'optional' } },
    },
    authentication_methods: { email_otp: { enabled: true } },
  })
  for (const email of [(await createPerson(app)).email, somebody()])
    t.match((await named(email)).page.url.pathname, /\/email-otp-challenge$/)
  t.match((await named('username')).page.url.pathname, /\/login-password$/)
})

t.test('a sign-up that confirms address and number by codes: until then there is no account', async t => {
  await setOptions(app, {
    authentication_methods: { email_otp: { enabled: false } },
    attributes: {
      email: {
        identifier: { active: true },
        verification_method: 'otp',
        signup: { status: 'required', verification: { active: true } },
      },
      phone_number: { identifier: { active: true }, signup: { status: 'required', verification: { active: true } } },
    },
  })
  const email = somebody()
  const phone_number = '+447700900301'
  const begin = async (values: { email: string; phone_number: string }) => {
    const scene = await visit(app, client, { screen_hint: 'signup' })
    const names = await scene.visitor.submit(scene.page, values)
    return { ...scene, page: await scene.visitor.submit(names, { password: PASSWORD }) }
  }
  const users = async () => (await app.database.query('select 1 from users where email = $1', [email])).rows.length
  const { asked, page, visitor } = await begin({ email, phone_number })
  t.match(page.url.pathname, /\/email-identifier-challenge$/)
  t.same(errorsOf(await visitor.submit(page, { code: '00000000' })), ['wrong-code'])
  const { rows } = await app.database.query('select details::text from one_time_codes where purpose like $1', [
    'sign up%',
  ])
  t.notMatch(rows.map(({ details }) => details).join(), /argon2|@/, 'what waits is sealed')
  const code = await mailedCode(app, email)
  const limit = (phone_messages: object | null) =>
    configure(app, () => app.api('PATCH', '/tenants/settings', { phone_messages }))
  await limit({ per_hour: 0 })
  const refused = await visitor.submit(page, { code })
  t.same([refused.status, errorsOf(refused)], [429, ['too-many-codes']], 'no message can be sent to the phone yet')
  await limit(null)
  const phone = await visitor.submit(page, { code })
  t.equal((await mailsTo(app, email)).at(-1)?.subject, 'Confirm your email address')
  t.match(phone.url.pathname, /\/phone-identifier-challenge$/)
  t.equal(await users(), 0)
  await untilJobsAreDone(app)
  const text = (app.mailbox?.list() ?? []).find(({ to }) => to === phone_number)?.text ?? ''
  const done = await visitor.submit(phone, { code: text.match(/\d{8}/)?.[0] ?? '' })
  const { sub } = await subOf({ asked, done })
  t.match(await (await storeOf(app)).users.find(sub ?? ''), {
    email,
    email_verified: true,
    phone_number,
    phone_verified: true,
  })

  const again = await begin({ email, phone_number: '+447700900302' })
  t.match(again.page.url.pathname, /\/email-identifier-challenge$/, 'a taken address is answered like a free one')
  const mails = await mailsTo(app, email, 2)
  t.notMatch(mails.at(-1)?.text, /^\d{8}$/m, 'and who has it is told')
  t.match(mails.at(-1)?.text, 'ticket=')
  t.equal(await users(), 1)

  await setOptions(app, { disable_self_service_change_password: true })
  const held = await createPerson(app)
  await begin({ email: held.email, phone_number: '+447700900303' })
  const [told] = await mailsTo(app, held.email)
  await setOptions(app, { disable_self_service_change_password: false })
  t.equal(told?.subject, 'You already have an account')
  t.notMatch(told?.text, /ticket=|password/, 'where nobody chooses a new password by mail, none is offered')
})

t.test('a number that a code confirms lets nobody in where an address must be confirmed first', async t => {
  await setOptions(app, {
    require_verified_email: true,
    attributes: {
      email: { identifier: { active: true }, signup: { status: 'required', verification: { active: true } } },
      phone_number: { identifier: { active: true }, signup: { status: 'required', verification: { active: true } } },
    },
  })
  const signUpWith = async (email: string, phone_number: string) => {
    const { page, visitor } = await visit(app, client, { screen_hint: 'signup' })
    const names = await visitor.submit(page, { email, phone_number })
    const phone = await visitor.submit(names, { password: PASSWORD })
    t.match(phone.url.pathname, /\/phone-identifier-challenge$/)
    await untilJobsAreDone(app)
    const { text = '' } = (app.mailbox?.list() ?? []).find(({ to }) => to === phone_number) ?? {}
    return { visitor, page: await visitor.submit(phone, { code: text.match(/\d{8}/)?.[0] ?? '' }) }
  }
  const email = somebody()
  const { visitor, page } = await signUpWith(email, '+447700900311')
  t.notOk(codeIn(page))
  t.equal(titleOf(page), 'Check your email')
  const link = linkIn((await mailsTo(app, email)).at(-1))
  const taken = await signUpWith(email, '+447700900312')
  t.equal(titleOf(taken.page), titleOf(page), 'a taken address is answered like a free one')
  await visitor.submit(await visitor.get(link))
  const { asked, ...scene } = await named(email)
  const done = await scene.visitor.submit(scene.page, { password: PASSWORD })
  const { sub } = await subOf({ asked, done })
  const hers = { email_verified: true, phone_number: '+447700900311', phone_verified: true }
  t.match(await (await storeOf(app)).users.find(sub ?? ''), hers)
  await setOptions(app, { require_verified_email: false })
})

t.test('who prepared an account by a stranger’s address keeps no number that signs in when she comes', async t => {
  const name = { identifier: { active: true }, signup: { status: 'optional' } }
  await setOptions(app, {
    authentication_methods: { phone_otp: { enabled: true } },
    attributes: { email: name, phone_number: name },
  })
  const store = await storeOf(app)
  const reset = async (person: Awaited<ReturnType<typeof createPerson>>) => {
    const visitor = new Visitor(app.issuer)
    const form = await visitor.get(await ticketFor(app, person, { options: { mark_email_as_verified: true } }))
    const password = 'a new one, of hers alone'
    t.equal((await visitor.submit(form, { 'password-reset': password, 're-enter-password': password })).status, 200)
    return store.users.find(person.user_id)
  }
  const his = '+447700900331'
  const prepared = await createPerson(app, { email_verified: false, phone_number: his, phone_verified: true })
  t.match(await reset(prepared), { email_verified: true, phone_number: null })
  t.ok((await mailsTo(app, prepared.email, 2)).some(({ subject }) => subject?.includes('removed')))
  const { page } = await named(his)
  t.match(page.url.pathname, /\/login-password$|otp-challenge$/, 'as for a number that nobody has')

  const phone_number = '+447700900332'
  const person = await createPerson(app, { phone_number, phone_verified: true })
  t.match(await reset(person), { phone_number, phone_verified: true }, 'whose address was known to be hers keeps it')
  await setOptions(app, { authentication_methods: undefined, attributes: undefined })
})

t.test('where nobody has a password: sign-up by a code alone', async t => {
  const signup = { status: 'required', verification: { active: true } }
  const phone_number = { identifier: { active: true }, signup }
  const email = { ...phone_number, verification_method: 'otp' }
  const off = { password: { enabled: false } }
  t.teardown(() => setOptions(app, { attributes: undefined, authentication_methods: undefined }))
  const begin = async (values: { [name: string]: string }) => {
    const scene = await visit(app, client, { screen_hint: 'signup' })
    return { ...scene, page: await scene.visitor.submit(scene.page, values) }
  }

  await t.test('to a phone', async t => {
    await setOptions(app, {
      attributes: { phone_number },
      authentication_methods: { ...off, phone_otp: { enabled: true } },
    })
    const to = '+447700900401'
    const { asked, page, visitor } = await begin({ phone_number: to })
    t.match(page.url.pathname, /\/phone-identifier-challenge$/)
    await untilJobsAreDone(app)
    const { text = '' } = (app.mailbox?.list() ?? []).find(message => message.to === to) ?? {}
    const claims = await subOf({ asked, done: await visitor.submit(page, { code: text.match(/\d{8}/)?.[0] ?? '' }) })
    t.same([claims.amr, claims.acr], [undefined, undefined], 'one factor: no second is claimed')
    t.match(await (await storeOf(app)).users.find(claims.sub ?? ''), {
      email: null,
      phone_number: to,
      phone_verified: true,
    })
  })

  await t.test('a taken name costs and looks like a free one; who has it is told, with no reset', async t => {
    await setOptions(app, {
      attributes: { email },
      authentication_methods: { ...off, email_otp: { enabled: true } },
    })
    const measured = async (to: string) => {
      const { page, visitor } = await visit(app, client, { screen_hint: 'signup' })
      const uid = page.url.pathname.split('/')[2] ?? ''
      const pages: Visited[] = []
      const { statements, ...cost } = await costOf(async () => {
        const sent = await visitor.submit(page, { email: to })
        pages.push(sent, await visitor.submit(sent, { code: '00000000' }))
      })
      const same = pages.map(({ url, status, body }) =>
        `${url.pathname} ${status} ${body}`
          .replaceAll(uid, 'UID')
          .replaceAll(to, 'NAME')
          .replace(/name="_csrf" value="[^"]*"/g, ''),
      )
      return { same, ...cost, statements: statements.filter(sql => kindOf(sql) !== 'log') }
    }
    await measured(somebody())
    const free = await measured(somebody())
    t.match(free.same[1], 'This code is not right')
    const taken = await createPerson(app)
    t.same(await measured(taken.email), free)
    const [mail] = await mailsTo(app, taken.email)
    t.equal(mail?.subject, 'You already have an account')
    t.notMatch(mail?.text, /password|ticket=|\d{8}/)
  })

  await t.test('refused after the code: a page says so, and the same code or a new one does when it may', async t => {
    const limit = (stage: object) =>
      configure(app, () =>
        app.api('PATCH', '/attack-protection/suspicious-ip-throttling', { stage: { 'pre-user-registration': stage } }),
      )
    await app.database.query('delete from throttles')
    await limit({ max_attempts: 1, rate: 86_400_000 })
    t.teardown(() => limit({ max_attempts: 50, rate: 1_728_000 }))
    const finish = async (to: string) => {
      const scene = await begin({ email: to })
      return { ...scene, page: await scene.visitor.submit(scene.page, { code: await mailedCode(app, to) }) }
    }
    t.ok(codeIn((await finish(somebody())).page))
    const to = somebody()
    const { asked, page, visitor } = await finish(to)
    t.same([page.status, errorsOf(page)], [429, ['ip-blocked']])
    await app.database.query('update one_time_codes set expires_at = $1', [new Date()])
    const resent = await visitor.submit(page, {}, 'resend')
    t.same([resent.status, errorsOf(resent)], [200, []])
    const code = await mailedCode(app, to, 2)
    t.same(errorsOf(await visitor.submit(resent, { code })), ['ip-blocked'])
    await limit({ max_attempts: 50, rate: 1_728_000 })
    await app.database.query('delete from throttles')
    t.equal(formOf(await visitor.get(linkOf(page, 'Change'))).fields.email, to)
    const done = await visitor.submit(resent, { code })
    t.match(await subOf({ asked, done }), { email: to, email_verified: true })
  })
})

t.test('the combined page takes the same names, and offers a code too', async t => {
  await configure(app, store => store.settings.update({ prompts: { identifier_first: false } }, new Date()))
  await setOptions(app, { attributes: undefined, authentication_methods: { email_otp: { enabled: true } } })
  const person = await createPerson(app)
  const { asked, page, visitor } = await visit(app, client)
  t.match(page.url.pathname, /\/login$/)
  t.same(errorsOf(await visitor.submit(page, {}, 'code')), ['no-email'])
  const challenge = await visitor.submit(page, { username: person.email }, 'code')
  t.match(challenge.url.pathname, /\/email-otp-challenge$/)
  const done = await visitor.submit(challenge, { code: await mailedCode(app, person.email) })
  t.match(await subOf({ asked, done }), { sub: person.user_id })
  t.ok(await databaseConnection(app))
})

t.test('wrong tries on one account are counted together, however its name is written (CVE-2026-47203)', async t => {
  const name = { identifier: { active: true }, signup: { status: 'optional' } }
  await setOptions(app, { attributes: { email: name, phone_number: name } })
  const kinds = {
    number: ['+447700900321', '00447700900321', '+44 7700 900321', '+44 (7700) 900-321', '+44.7700.900321'],
    address: [
      'añil@example.com',
      'an\u0303il@example.com',
      'AÑIL@example.com',
      'aN\u0303il@EXAMPLE.com',
      ' Añil@example.com',
    ],
  }
  const { page, visitor } = await visit(app, client)
  for (const [kind, ways] of Object.entries(kinds)) {
    for (const username of [...ways, ...ways]) await visitor.submit(page, { username, password: 'wrong' })
    const [first = ''] = ways
    t.same(errorsOf(await visitor.submit(page, { username: first, password: 'wrong' })), ['same-user-login'], kind)
    // So many from one network ask for a proof of work.
    await app.database.query('delete from throttles')
  }
})
