import { randomInt } from 'node:crypto'
import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { mailsTo } from '../support/mail.ts'
import { codeIn, createClient, createPerson, eventsOf, storeOf, trade, visit } from '../support/scene.ts'
import { giveApp, MULTI_FACTOR, provePassword, screenOf, setMultiFactor } from '../support/second-factor.ts'
import { errorsOf, formOf, linkOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const store = await storeOf(app)
const onlySms = { factors: { sms: true }, policies: ['all-applications' as const] }
await setMultiFactor(app, onlySms)

const newNumber = () => `+4477009${randomInt(10_000, 99_999)}0`

/** The code in the newest of so many messages. */
async function codeAt(number: string, count = 1): Promise<string> {
  const messages = await mailsTo(app, number, count)
  return (
    messages
      .at(-1)
      ?.text.match(/\b\d(?: ?\d){7}\b/)?.[0]
      ?.replaceAll(' ', '') ?? ''
  )
}

t.test('who has none adds her phone: by its number, and by a code that reaches it', async t => {
  const person = await createPerson(app, { email_verified: false })
  const number = newNumber()
  const { visitor, page, asked } = await provePassword(app, client, person, { params: { acr_values: MULTI_FACTOR } })
  t.equal(screenOf(page), 'mfa-sms-enrollment', 'the only factor there is')
  for (const [phone, error] of [
    ['', 'no-phone'],
    ['0770 0900123', 'invalid-phone-format'],
    ['+44 7700 900123 ext 5', 'invalid-phone-format'],
    [`+${'1'.repeat(16)}`, 'invalid-phone-format'],
  ] as const)
    t.same(errorsOf(await visitor.submit(page, { phone })), [error], phone)
  const sent = await visitor.submit(page, { phone: number.replace(/^\+44/, '0044 (').replace(/0$/, ') 0') })
  t.equal(screenOf(sent), 'mfa-sms-challenge')
  t.notMatch(sent.body, number)
  t.match(sent.body, `*${number.slice(-4)}`)
  const code = await codeAt(number)
  t.same(errorsOf(await visitor.submit(sent, { code: '00000000' })), ['invalid-code'])
  t.same(
    (await store.authentication_methods.list(person.user_id)).map(({ confirmed }) => confirmed),
    [false],
  )
  const done = await visitor.submit(sent, { code })
  const { body } = await trade(app, client, codeIn(done) ?? '', asked)
  t.match(decodeJwt(body.id_token), { acr: MULTI_FACTOR, amr: ['pwd', 'sms', 'mfa'] })
  t.match(await store.authentication_methods.list(person.user_id), [{ phone_number: number, confirmed: true }])
  const events = await eventsOf(app, person.email)
  for (const type of ['gd_send_sms', 'gd_auth_failed', 'gd_enrollment_complete', 'gd_auth_succeed'])
    t.ok(events.includes(type), type)

  t.test('and is sent a code there from then on', async t => {
    const { visitor, page } = await provePassword(app, client, person)
    t.equal(screenOf(page), 'mfa-sms-challenge')
    await mailsTo(app, number, 2)
    const resent = await visitor.submit(page, {}, 'resend')
    t.match(resent.body, 'We have sent another code')
    const code = await codeAt(number, 3)
    await visitor.get(new URL('mfa', page.url))
    t.equal((await mailsTo(app, number)).length, 3, 'a page that is opened again sends none')
    t.ok(codeIn(await visitor.submit(resent, { code })))
  })

  t.test('and not to a number that she names now: who has only her password adds no phone of his', async t => {
    const { visitor, page } = await provePassword(app, client, person)
    const { _csrf = '' } = formOf(page).fields
    const tried = await visitor.post(new URL('mfa-sms-enrollment', page.url), { _csrf, phone: newNumber() })
    t.equal(screenOf(tried), 'mfa-sms-challenge')
    t.equal((await store.authentication_methods.list(person.user_id)).length, 1)
  })
})

t.test('a phone that was begun in another sign-in is not confirmed in this one', async t => {
  const person = await createPerson(app, { email_verified: false })
  const [hers, his] = [newNumber(), newNumber()]
  const one = await provePassword(app, client, person)
  const other = await provePassword(app, client, person)
  const first = await one.visitor.submit(one.page, { phone: his })
  const hisCode = await codeAt(his)
  const second = await other.visitor.submit(other.page, { phone: hers })
  t.ok(codeIn(await other.visitor.submit(second, { code: await codeAt(hers) })))
  const late = await one.visitor.submit(first, { code: hisCode })
  t.equal(codeIn(late), undefined, 'she has a factor by now')
  t.match(await store.authentication_methods.list(person.user_id), [{ phone_number: hers }])
})

t.test('where there is a choice, she chooses between a message and a call', async t => {
  await setMultiFactor(app, { ...onlySms, message_types: ['sms', 'voice'] })
  const person = await createPerson(app, { email_verified: false })
  const number = newNumber()
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-phone-enrollment')
  const called = await visitor.submit(page, { phone: number }, 'voice')
  t.equal(screenOf(called), 'mfa-voice-challenge')
  t.equal(titleOf(called), 'We are calling you')
  t.ok(codeIn(await visitor.submit(called, { code: await codeAt(number) })))

  const again = await provePassword(app, client, person)
  t.equal(screenOf(again.page), 'mfa-phone-challenge')
  const sent = await again.visitor.submit(again.page, {}, 'sms')
  t.equal(screenOf(sent), 'mfa-sms-challenge')
  t.ok(codeIn(await again.visitor.submit(sent, { code: await codeAt(number, 2) })))
  t.ok((await eventsOf(app, person.email)).includes('gd_send_voice'))
  await setMultiFactor(app, onlySms)
})

t.test('who has several chooses among them', async t => {
  await setMultiFactor(app, { factors: { otp: true, sms: true, email: true }, policies: ['all-applications'] })
  const person = await createPerson(app)
  await giveApp(app, person)
  const number = newNumber()
  await store.authentication_methods.create(
    { user_id: person.user_id, type: 'phone', phone_number: number },
    new Date(),
  )
  const { visitor, page } = await provePassword(app, client, person)
  t.equal(screenOf(page), 'mfa-otp-challenge')
  const options = await visitor.get(linkOf(page, 'Try another way'))
  for (const shown of ['Authenticator app', 'Phone', number.slice(-4), 'Email']) t.match(options.body, shown)
  t.equal((await visitor.submit(options, {}, 'webauthn-roaming')).status, 400, 'none that she has not')
  const sent = await visitor.submit(options, {}, 'sms')
  t.equal(screenOf(sent), 'mfa-sms-challenge')
  const byMail = await visitor.submit(await visitor.get(linkOf(sent, 'Try another way')), {}, 'email')
  t.equal(screenOf(byMail), 'mfa-email-challenge')
  t.equal(
    screenOf(await visitor.submit(sent, { code: await codeAt(number) })),
    'mfa-email-challenge',
    'a code is for its page',
  )
  await setMultiFactor(app, onlySms)
})

t.test('a number is typed as in the country beside it, which the browser has told', async t => {
  const person = await createPerson(app, { email_verified: false })
  const visitor = new Visitor(app.issuer, { 'accept-language': 'en-GB,en;q=0.9,de;q=0.8' })
  const { page } = await provePassword(app, client, person, { visitor })
  t.match(page.body, /<option value="GB" selected>United Kingdom \+44</)
  const wrong = await visitor.submit(page, { phone: '12', country: 'DE' })
  t.same(errorsOf(wrong), ['invalid-phone-format'])
  t.match(wrong.body, '<option value="DE" selected>Germany +49<', 'what she chose stays')
  for (const country of ['XX', '__proto__', ''])
    t.same(errorsOf(await visitor.submit(page, { phone: '07700 900123', country })), ['invalid-phone-format'], country)
  const number = newNumber()
  const sent = await visitor.submit(page, { phone: number.replace('+44', '0'), country: 'GB' })
  t.equal(screenOf(sent), 'mfa-sms-challenge')
  t.ok(await codeAt(number))
  const again = await visitor.submit(await visitor.get(page.url), { phone: number, country: 'DE' })
  t.match(again.body, `*${number.slice(-4)}`, 'a number in full says its own')
  t.match((await store.authentication_methods.list(person.user_id))[0], { phone_number: number })
  const arabic = new Visitor(app.issuer, { 'accept-language': 'ar' })
  const there = await provePassword(app, client, await createPerson(app, { email_verified: false }), {
    visitor: arabic,
  })
  t.match(there.page.body, /<option value="EG" selected>مصر/)
})

t.test('of several phones and mailboxes she chooses one, and no other way is one of them', async t => {
  await setMultiFactor(app, { factors: { email: true, sms: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, onlySms))
  const [ada, bob] = [await createPerson(app, { email_verified: true }), await createPerson(app)]
  const [first, second, other] = [newNumber(), newNumber(), `ada-${randomInt(1_000_000)}@example.org`]
  // One after the other: what was added first is asked for first.
  let at = Date.now() - 1_000
  const give = (user_id: string, method: { type: 'phone' | 'email'; phone_number?: string; email?: string }) =>
    store.authentication_methods.create({ user_id, ...method }, new Date(at++))
  await give(ada.user_id, { type: 'phone', phone_number: first })
  const { id } = await give(ada.user_id, { type: 'phone', phone_number: second })
  const { id: mailbox } = await give(ada.user_id, { type: 'email', email: other })
  const { id: bobs } = await give(bob.user_id, { type: 'phone', phone_number: newNumber() })
  const { visitor, page } = await provePassword(app, client, ada)
  t.equal(screenOf(page), 'mfa-sms-challenge', 'the first one is at hand at once')
  const options = await visitor.get(linkOf(page, 'Try another way'))
  t.equal([...options.body.matchAll(/class="way"/g)].length, 2, 'each kind once')
  t.notMatch(options.body, first.slice(-4))

  const phones = await visitor.submit(options, {}, 'sms')
  t.equal(screenOf(phones), 'mfa-sms-list')
  t.match(phones.body, `*${first.slice(-4)}`)
  t.match(phones.body, `*${second.slice(-4)}`)
  t.notMatch(phones.body, second)
  for (const wrong of [bobs, mailbox, 'email', 'sms', ''])
    t.equal((await visitor.submit(phones, {}, wrong)).status, 400, `not ${wrong}`)
  t.same(errorsOf(await visitor.post(phones.url, { action: id })), ['form-expired'])
  t.equal(screenOf(await visitor.get(linkOf(phones, 'Go back'))), 'mfa-login-options')

  const mailboxes = await visitor.submit(options, {}, 'email')
  t.equal(screenOf(mailboxes), 'mfa-email-list')
  t.match(mailboxes.body, 'a***@example.org')
  const mailed = await visitor.submit(mailboxes, {}, mailbox)
  t.equal(screenOf(mailed), 'mfa-email-challenge')
  t.match((await mailsTo(app, other)).length, 1)
  t.equal(screenOf(await visitor.get(linkOf(mailed, 'Use another address'))), 'mfa-email-list')

  const sent = await visitor.submit(phones, {}, id)
  t.equal(screenOf(sent), 'mfa-sms-challenge')
  t.match(sent.body, `*${second.slice(-4)}`)
  t.equal(screenOf(await visitor.get(linkOf(sent, 'Use another number'))), 'mfa-sms-list')
  const done = await visitor.submit(sent, { code: await codeAt(second) })
  t.ok(codeIn(done))
})

t.test('another user’s phone is nobody else’s way', async t => {
  await setMultiFactor(app, { factors: { otp: true, sms: true }, policies: ['all-applications'] })
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  await giveApp(app, ada)
  const { id } = await store.authentication_methods.create(
    { user_id: bob.user_id, type: 'phone', phone_number: newNumber() },
    new Date(),
  )
  const { visitor, page } = await provePassword(app, client, ada)
  const options = await visitor.get(new URL('mfa-login-options', page.url))
  t.equal((await visitor.submit(options, {}, id)).status, 400)
  const fresh = new Visitor(app.issuer)
  const { page: login } = await visit(app, client, {}, fresh)
  t.equal(screenOf(await fresh.get(new URL('mfa-login-options', login.url))), 'login')
  await setMultiFactor(app, onlySms)
})
