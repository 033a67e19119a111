// What a tenant asks beside a first proof, and the tickets by which a person adds a factor.
import { generateSync } from 'otplib'
import t from 'tap'
import { readMultiFactor } from '../../src/store/multi-factor.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { configure, createPerson, eventsOf, storeOf } from '../support/scene.ts'
import { errorsOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const store = await storeOf(app)
const factor = (name: string, enabled: boolean) => app.api('PUT', `/guardian/factors/${name}`, { enabled })
const multiFactor = async () => readMultiFactor(await store.facts.settings())

t.test('the factors that there are, as Auth0 lists them', async t => {
  const { body } = await app.api('GET', '/guardian/factors')
  t.strictSame(
    body,
    ['otp', 'sms', 'email', 'webauthn-roaming', 'webauthn-platform', 'recovery-code', 'push-notification', 'duo'].map(
      name => ({ name, enabled: false, trial_expired: false }),
    ),
  )
  t.match(await factor('otp', true), { status: 200, body: { enabled: true } })
  t.match((await app.api('GET', '/guardian/factors')).body[0], { name: 'otp', enabled: true })
  await eventually(async () => (await multiFactor()).factors.otp)
  for (const name of ['duo', 'push-notification']) {
    t.match((await factor(name, true)).body, { statusCode: 400, message: new RegExp(name) })
    t.equal((await factor(name, false)).status, 200, 'what is sent back as it was read is taken')
  }
  t.equal((await factor('pigeon', true)).status, 400)
})

t.test('policies, message types and settings', async t => {
  for (const [path, first, then, ...wrong] of [
    ['/guardian/policies', [], ['all-applications'], ['sometimes'], ['confidence-score', 'confidence-score'], {}],
    [
      '/guardian/factors/phone/message-types',
      { message_types: ['sms'] },
      { message_types: ['sms', 'voice'] },
      { message_types: [] },
      { message_types: ['pigeon'] },
    ],
    [
      '/guardian/factors/email/settings',
      { otp_length: 8, otp_expiration_time: 300 },
      { otp_length: 6, otp_expiration_time: 600 },
      { otp_length: 4, otp_expiration_time: 600 },
      { otp_length: 8, otp_expiration_time: 86_400 },
      { otp_length: 8 },
    ],
    [
      '/guardian/settings',
      {
        display_remember_me_checkbox: true,
        remember_me_default_value: false,
        mfa_session_inactivity_timeout: 2_592_000,
        mfa_session_overall_timeout: 2_592_000,
      },
      {
        display_remember_me_checkbox: false,
        remember_me_default_value: true,
        mfa_session_inactivity_timeout: 3_600,
        mfa_session_overall_timeout: 7_776_000,
      },
      {
        display_remember_me_checkbox: true,
        remember_me_default_value: true,
        mfa_session_inactivity_timeout: 7_200,
        mfa_session_overall_timeout: 3_600,
      },
    ],
  ] as [string, object, object, ...object[]][]) {
    t.strictSame((await app.api('GET', path)).body, first, path)
    t.strictSame((await app.api('PUT', path, then)).body, then)
    for (const body of wrong) t.equal((await app.api('PUT', path, body)).status, 400, JSON.stringify(body))
    t.strictSame((await app.api('GET', path)).body, then)
  }
  await app.api('PUT', '/guardian/policies', [])
  await app.api('PUT', '/guardian/factors/phone/message-types', { message_types: ['sms'] })
  t.match((await app.api('GET', '/guardian/factors')).body[0], { name: 'otp', enabled: true }, 'the rest stays')
})

const ticketFor = (body: object) => app.api('POST', '/guardian/enrollments/ticket', body)
const otpOf = (secret: string) => generateSync({ secret })
const secretOf = async (user_id: string) =>
  (await store.authentication_methods.list(user_id)).find(({ type }) => type === 'totp')?.secret ?? ''
const confirmed = async (user_id: string) =>
  (await store.authentication_methods.list(user_id)).filter(method => method.confirmed).map(({ type }) => type)

t.test('a ticket is mailed, and an authenticator app added by it, once', async t => {
  await factor('sms', true)
  await factor('recovery-code', true)
  await eventually(async () => (await multiFactor()).factors['recovery-code'])
  const { user_id, email } = await createPerson(app)
  const { status, body } = await ticketFor({ user_id, send_mail: true, email_locale: 'de' })
  t.equal(status, 200)
  t.equal(body.ticket_url, `${app.issuer}u/mfa-enroll?ticket=${body.ticket_id}`)
  const mail = (await mailsTo(app, email)).at(-1)
  t.equal(linkIn(mail).href, `${body.ticket_url}&ui_locales=de`)

  const visitor = new Visitor(app.issuer)
  for (let i = 0; i < 3; i++) await visitor.get(body.ticket_url)
  const choice = await visitor.get(body.ticket_url)
  t.equal(choice.status, 200, 'scanners have opened it, and it is not spent')
  const qr = await visitor.submit(choice, {}, 'otp')
  t.match(qr.body, '<svg')
  const secret = await secretOf(user_id)
  t.match(
    (await visitor.get(qr.body.match(/href="([^"]*screen=code)"/)?.[1]?.replaceAll('&amp;', '&') ?? '')).body,
    secret.slice(0, 4),
  )
  const wrong = await visitor.submit(qr, { code: '000000' })
  t.strictSame([wrong.status, errorsOf(wrong)], [400, ['invalid-code']])
  t.strictSame(await confirmed(user_id), [])
  const recovery = await visitor.submit(wrong, { code: otpOf(secret) })
  t.match(recovery.body, /[A-Z2-9]{4}/)
  t.strictSame((await confirmed(user_id)).sort(), ['recovery-code', 'totp'])
  const done = await visitor.submit(recovery)
  t.equal(titleOf(done), 'It is added')
  t.ok((await eventsOf(app, email)).includes('gd_enrollment_complete'))
  t.match((await mailsTo(app, email, 2)).map(({ subject }) => subject).length, 2, 'and she is told')

  const again = await visitor.get(body.ticket_url)
  t.strictSame([again.status, titleOf(again)], [400, 'This link was already used'])
  const { body: next } = await ticketFor({ user_id })
  t.equal(titleOf(await visitor.get(next.ticket_url)), 'There is one already')
  const { body: more } = await ticketFor({ user_id, factor: 'phone', allow_multiple_enrollments: true })
  t.match((await visitor.get(more.ticket_url)).body, 'value="sms"')
  t.notMatch((await visitor.get(more.ticket_url)).body, 'value="otp"')
})

t.test('a phone is added by the code that reaches it', async t => {
  const { user_id } = await createPerson(app)
  const { body } = await ticketFor({ user_id, factor: 'phone' })
  const visitor = new Visitor(app.issuer)
  const number = await visitor.submit(await visitor.get(body.ticket_url), {}, 'sms')
  t.strictSame(errorsOf(await visitor.submit(number, { phone: '12' })), ['invalid-phone-format'])
  const challenge = await visitor.submit(number, { phone: '+49 151 99999999' })
  const [message] = await mailsTo(app, '+4915199999999')
  t.match(message?.text, /to add this phone/)
  const code = message?.text.match(/\d{8}/)?.[0] ?? ''
  const limit = (phone_messages: object | null) =>
    configure(app, () => app.api('PATCH', '/tenants/settings', { phone_messages }))
  await limit({ per_hour: 0 })
  const refused = await visitor.submit(challenge, {}, 'resend')
  t.strictSame([refused.status, errorsOf(refused)], [429, ['too-many-codes']])
  t.match(refused.body, 'name="code"', 'what was sent is still good')
  await limit(null)

  const { body: other } = await ticketFor({ user_id: (await createPerson(app)).user_id, factor: 'phone' })
  const stranger = new Visitor(app.issuer)
  const theirs = await stranger.submit(await stranger.submit(await stranger.get(other.ticket_url), {}, 'sms'), {
    phone: '+4915188888888',
  })
  const stolen = await visitor.submit(challenge, { code, ticket: other.ticket_id })
  t.not(titleOf(stolen), 'It is added', 'not with another’s ticket')
  t.notOk(errorsOf(theirs).length)
  const done = await visitor.submit(refused, { code })
  t.strictSame(await confirmed(user_id).then(types => types.sort()), ['phone', 'recovery-code'])
  t.equal(done.status, 200)
})

t.test('a ticket wins once, whatever is sent at the same time', async t => {
  const { user_id } = await createPerson(app)
  const { body } = await ticketFor({ user_id })
  const visitor = new Visitor(app.issuer)
  const qr = await visitor.submit(await visitor.get(body.ticket_url), {}, 'otp')
  const number = await visitor.submit(await visitor.get(body.ticket_url), {}, 'sms')
  const challenge = await visitor.submit(number, { phone: '+4915177777777' })
  const [message] = await mailsTo(app, '+4915177777777')
  const code = message?.text.match(/\d{8}/)?.[0] ?? ''
  const secret = await secretOf(user_id)
  await Promise.all([visitor.submit(qr, { code: otpOf(secret) }), visitor.submit(challenge, { code })])
  t.equal((await confirmed(user_id)).filter(type => type !== 'recovery-code').length, 1)
})

t.test('a ticket for what cannot be is refused', async t => {
  const { user_id } = await createPerson(app)
  t.equal((await ticketFor({ user_id: 'auth0|nobody' })).status, 404)
  for (const factor of ['push-notification', 'webauthn-roaming', 'webauthn-platform'])
    t.match(await ticketFor({ user_id, factor }), { status: 400, body: { message: new RegExp(factor) } })
  t.equal((await ticketFor({ user_id, factor: 'pigeon' })).status, 400)
  const visitor = new Visitor(app.issuer)
  for (const ticket of ['', 'nothing', `x&ticket=y`]) {
    const page = await visitor.get(`/u/mfa-enroll?ticket=${ticket}`)
    t.strictSame([page.status, titleOf(page)], [400, 'This link does not work'])
  }
  const { body } = await ticketFor({ user_id })
  const foreign = await visitor.post('/u/mfa-enroll', { ticket: body.ticket_id, action: 'otp' })
  t.equal(foreign.status, 403, 'a form of another site’s starts nothing')
  t.strictSame(await store.authentication_methods.list(user_id), [])
  await app.api('PATCH', `/users/${encodeURIComponent(user_id)}`, { blocked: true })
  t.equal(titleOf(await visitor.get(body.ticket_url)), 'This link does not work')
})
