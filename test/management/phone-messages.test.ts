// What reaches a phone: Twilio's API and a signed webhook, judged by a server on loopback; and how the Management API sets them.
import { createHmac } from 'node:crypto'
import t from 'tap'
import { sendCode } from '../../src/login/second-factors.ts'
import { readMultiFactor } from '../../src/store/multi-factor.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startLogSink } from '../support/log-sink.ts'
import { mailsTo } from '../support/mail.ts'
import { createPerson, storeOf } from '../support/scene.ts'

const app = await createTestApp(t)
const store = await storeOf(app)
const sink = await startLogSink(t)
const PROVIDERS = '/branding/phone/providers'
const TEMPLATES = '/branding/phone/templates'
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

const twilio = (more: object = {}) => ({
  name: 'twilio',
  configuration: {
    sid: 'AC123',
    default_from: '+15005550006',
    base_url: sink.origin,
    delivery_methods: ['text', 'voice'],
    ...more,
  },
  credentials: { auth_token: 'the-auth-token' },
})
const webhook = () => ({
  name: 'custom',
  configuration: { webhook_url: sink.url('/phone'), delivery_methods: ['text'] },
  credentials: { signing_secret: SECRET },
})
async function provide(body: object) {
  const before = await store.phone_providers.find()
  if (before) await app.api('DELETE', `${PROVIDERS}/${before.id}`)
  const answer = await app.api('POST', PROVIDERS, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
let numbers = 0
const newNumber = () => `+49151${String(10_000_000 + numbers++)}`
/** A code is asked for; a phone of its own, so that no limit is met. */
async function ask(to: string, by: 'sms' | 'voice' = 'sms', enrolls = false) {
  const { user_id: asker } = await createPerson(app)
  const asked = { purpose: 'test', transaction: to, user_id: asker, channel: { by, to }, enrolls }
  await sendCode(store, asked, new Date())
  return asker
}
const sentTo = async (to: string) => {
  const find = () => sink.sent.find(({ body }) => body.includes(to) || body.includes(encodeURIComponent(to)))
  await eventually(() => find() !== undefined)
  return find() as (typeof sink.sent)[number]
}
const failuresOf = async (asker: string) =>
  (await app.api('GET', `/logs?q=${encodeURIComponent(`type:gd_send_*_failure AND user_id:"${asker}"`)}`)).body

t.test('without a provider, development keeps the message where mails are', async t => {
  const to = newNumber()
  await ask(to)
  const [message] = await mailsTo(app, to)
  t.match(message, { subject: 'A text message', html: undefined, text: /^\d{8} is your code for Lintel\./ })
  const page = await (await app.fetch(`/dev/mail/${message?.id}`)).text()
  t.match(page, message?.text)
  t.notMatch(page, '<iframe')
  t.equal((await app.fetch(`/dev/mail/${message?.id}/html`)).status, 404)
})

t.test('how long a code is and how long it holds is the tenant’s to say', async t => {
  const set = { otp_length: 6, otp_expiration_time: 60 }
  t.strictSame((await app.api('PUT', '/guardian/factors/phone/settings', set)).body, set)
  await eventually(async () => readMultiFactor(await store.facts.settings()).codes.phone.otp_length === 6)
  const to = newNumber()
  await ask(to)
  const [message] = await mailsTo(app, to)
  t.match(message?.text, /^\d{6} is/)
  const { rows } = await app.database.query(
    'select expires_at - created_at as lasts from one_time_codes where transaction = $1',
    [to],
  )
  t.match(rows[0].lasts, { minutes: 1 })
})

t.test('Twilio is asked as Twilio wants to be', async t => {
  await provide(twilio())
  const to = newNumber()
  await ask(to)
  const text = await sentTo(to)
  t.equal(text.path, '/2010-04-01/Accounts/AC123/Messages.json')
  t.equal(text.headers.authorization, `Basic ${Buffer.from('AC123:the-auth-token').toString('base64')}`)
  t.equal(text.headers['content-type'], 'application/x-www-form-urlencoded')
  const form = new URLSearchParams(text.body)
  t.match(Object.fromEntries(form), { To: to, From: '+15005550006', Body: /^\d{6} is your code/ })

  const other = newNumber()
  await ask(other, 'voice', true)
  const call = await sentTo(other)
  t.equal(call.path, '/2010-04-01/Accounts/AC123/Calls.json')
  const twiml = new URLSearchParams(call.body).get('Twiml') ?? ''
  t.match(twiml, /^<Response><Say language="en-US">Hello\. Your code to add this phone at Lintel is:<\/Say><Pause/)
  t.match(twiml, /<Say language="en-US">\d( \d){5}\.<\/Say>/, 'digit by digit')

  await provide(twilio({ default_from: undefined, mssid: 'MG1', delivery_methods: ['text'] }))
  const third = newNumber()
  await ask(third)
  const service = Object.fromEntries(new URLSearchParams((await sentTo(third)).body))
  t.match(service, { MessagingServiceSid: 'MG1' })
  t.notOk('From' in service)
})

t.test('a webhook is signed, and the same message is the same each time it is sent', async t => {
  await provide(webhook())
  sink.statuses.push(503)
  const to = newNumber()
  await ask(to)
  await eventually(() => sink.sent.filter(({ body }) => body.includes(to)).length === 2)
  const [failed, taken] = sink.sent.filter(({ body }) => body.includes(to))
  const { headers, body } = taken as NonNullable<typeof taken>
  const message = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(message).digest('base64')
  t.equal(headers['webhook-signature'], `v1,${mac}`)
  t.equal(failed?.headers['webhook-id'], headers['webhook-id'])
  const { type, data } = JSON.parse(body)
  t.equal(type, 'phone.message')
  t.match(data, { message_type: 'otp_verify', delivery_method: 'text', recipient: to, locale: 'en', code: /^\d{6}$/ })
  t.equal(data.as_text, `${data.code} is your code for Lintel. Tell it to nobody.`)
  t.equal(JSON.parse(failed?.body ?? '{}').data.code, data.code, 'and the code too')
})

t.test('what a provider does not take is not sent again, and the log says why without the number', async t => {
  await provide(webhook())
  sink.statuses.push(400)
  const to = newNumber()
  const asker = await ask(to)
  await eventually(async () => (await failuresOf(asker)).length > 0)
  const [event] = await failuresOf(asker)
  t.match(event, { type: 'gd_send_sms_failure', description: `${new URL(sink.origin).host} answered 400` })
  t.notMatch(JSON.stringify(event), to.slice(1))
  t.equal(sink.sent.filter(({ body }) => body.includes(to)).length, 1)

  const caller = await ask(newNumber(), 'voice')
  await eventually(async () => (await failuresOf(caller)).length > 0)
  t.match((await failuresOf(caller))[0], { type: 'gd_send_voice_failure', description: /does not deliver by voice/ })
})

t.test('a template says what is sent, unless it is disabled', async t => {
  await provide(webhook())
  const { body } = await app.api('POST', TEMPLATES, {
    type: 'otp_verify',
    content: { from: '+4930123', body: { text: '{{ code }} at {{ tenant.friendly_name }} <{{ locale }}>' } },
  })
  t.match(body, { id: /^tem_\w{22}$/, channel: 'phone', type: 'otp_verify', disabled: false })
  t.match(body.content, { syntax: 'liquid', from: '+4930123', body: { voice: /{{ pause }}/ } })
  const said = async () => {
    const to = newNumber()
    await ask(to)
    return JSON.parse((await sentTo(to)).body).data
  }
  t.match(await said(), { as_text: /^\d{6} at Lintel <en>$/, from: '+4930123' })
  await app.api('PATCH', `${TEMPLATES}/${body.id}`, { disabled: true })
  t.match(await said(), { as_text: /is your code/, from: undefined })
  t.match((await app.api('GET', `${TEMPLATES}?disabled=false`)).body, { templates: [] })
  t.match((await app.api('PATCH', `${TEMPLATES}/${body.id}/reset`)).body.content.body.text, /^{{ code }} is your code/)

  t.match(await app.api('POST', TEMPLATES, { type: 'otp_verify' }), { status: 409 })
  for (const text of [
    '{{ code',
    '{% include "x" %}',
    '{{ code | nothing }}',
    '{% for i in (1..100000000) %}x{% endfor %}',
  ])
    t.equal((await app.api('PATCH', `${TEMPLATES}/${body.id}`, { content: { body: { text } } })).status, 400, text)
  const other = await app.api('POST', TEMPLATES, { type: 'change_password' })
  t.match(other, { status: 400, body: { message: /change_password/ } })

  const messages = { enrollment_message: 'Enrol {{code}}', verification_message: 'Verify {{code}}' }
  t.strictSame((await app.api('PUT', '/guardian/factors/sms/templates', messages)).body, messages)
  t.match(await said(), { as_text: /^Verify \d{6}$/ }, 'Auth0’s older door leads to the same room')
  t.strictSame((await app.api('GET', '/guardian/factors/phone/templates')).body, messages)
  await app.api('DELETE', `${TEMPLATES}/${body.id}`)
  t.match(await said(), { as_text: /is your code/ })
})

t.test('a provider is one, and is told all that it needs', async t => {
  const provider = await provide(twilio())
  t.match(provider, { id: /^pro_\w{22}$/, tenant: 'default', channel: 'phone', disabled: false })
  const at = `${PROVIDERS}/${provider.id}`
  t.match(await app.api('POST', PROVIDERS, webhook()), { status: 409, body: { errorCode: 'phone_provider_conflict' } })
  for (const [body, property] of [
    [{ ...twilio(), credentials: {} }, 'credentials.auth_token'],
    [twilio({ sid: undefined }), 'configuration.sid'],
    [twilio({ default_from: undefined }), 'configuration.default_from'],
    [twilio({ default_from: undefined, mssid: 'MG1' }), 'configuration.default_from'],
    [twilio({ webhook_url: 'https://example.com/' }), 'configuration.webhook_url'],
    [twilio({ base_url: 'javascript:alert(1)' }), 'configuration.base_url'],
    [{ name: 'custom', credentials: { signing_secret: SECRET } }, 'configuration.webhook_url'],
    [{ ...webhook(), credentials: {} }, 'credentials.signing_secret'],
    [{ ...webhook(), credentials: { signing_secret: SECRET, auth_token: 'x' } }, 'credentials.auth_token'],
  ] as [object, string][])
    t.match(await app.api('POST', PROVIDERS, body), { status: 400, body: { message: new RegExp(property) } }, property)

  t.notMatch(JSON.stringify([provider, (await app.api('GET', PROVIDERS)).body]), 'the-auth-token')
  const { configuration } = twilio({ base_url: sink.url('/elsewhere') })
  const moved = await app.api('PATCH', at, { configuration })
  t.match(moved, { status: 400, body: { message: /credentials/ } }, 'a token is not sent where it was not given for')
  const credentials = { auth_token: 'another' }
  t.equal((await app.api('PATCH', at, { configuration, credentials })).status, 200)
  t.match((await app.api('PATCH', at, { disabled: true })).body, { disabled: true, configuration })
  t.strictSame((await app.api('GET', `${PROVIDERS}?disabled=false`)).body, { providers: [] })
  const to = newNumber()
  await ask(to)
  await mailsTo(app, to)
  t.equal((await app.api('GET', `${PROVIDERS}/pro_${'x'.repeat(22)}`)).status, 404)
  t.notMatch(
    JSON.stringify((await app.database.query('select * from phone_providers')).rows),
    'another',
    'it is sealed',
  )
})

t.test('it can be tried', async t => {
  const { id } = await provide(webhook())
  const to = newNumber()
  t.match(await app.api('POST', `${PROVIDERS}/${id}/try`, { to }), { status: 202, body: { code: 202 } })
  t.match(JSON.parse((await sentTo(to)).body).data, { code: '12345678' })
  sink.statuses.push(401)
  const refused = await app.api('POST', `${PROVIDERS}/${id}/try`, { to: newNumber() })
  t.match(refused, { status: 400, body: { message: /answered 401/, errorCode: 'phone_message_refused' } })
  t.equal((await app.api('POST', `${PROVIDERS}/${id}/try`, { to: 'Ada' })).status, 400)
  t.equal((await app.api('POST', `${PROVIDERS}/${id}/try`, { to, delivery_method: 'voice' })).status, 400)
  const [template] = (await app.api('GET', TEMPLATES)).body.templates
  await app.api('PATCH', `${TEMPLATES}/${template.id}`, { content: { body: { text: 'T {{code}}' } } })
  const third = newNumber()
  t.equal((await app.api('POST', `${TEMPLATES}/${template.id}/try`, { to: third })).status, 202)
  t.match(JSON.parse((await sentTo(third)).body).data, { as_text: 'T 12345678' })
})

t.test('Auth0’s older doors to the provider', async t => {
  const before = await store.phone_providers.find()
  if (before) await store.phone_providers.remove(before.id)
  const door = '/guardian/factors/phone/providers/twilio'
  const selected = '/guardian/factors/sms/selected-provider'
  t.strictSame((await app.api('GET', door)).body, {})
  t.strictSame((await app.api('GET', selected)).body, { provider: 'auth0' }, 'none of its own')
  t.equal((await app.api('PUT', selected, { provider: 'auth0' })).status, 200, 'which is so')
  t.equal((await app.api('PUT', selected, { provider: 'phone-message-hook' })).status, 400)
  t.equal((await app.api('PUT', selected, { provider: 'twilio' })).status, 200)
  const set = { sid: 'AC9', from: '+15005550006' }
  t.strictSame((await app.api('PUT', door, { ...set, auth_token: 'a-token', messaging_service_sid: null })).body, set)
  t.strictSame((await app.api('GET', selected)).body, { provider: 'twilio' })
  t.match(await app.api('PUT', selected, { provider: 'auth0' }), { status: 400, body: { message: /remove it/ } })
  t.match((await app.api('GET', PROVIDERS)).body.providers, [{ name: 'twilio', configuration: { sid: 'AC9' } }])
  t.strictSame((await app.api('PUT', door, { ...set, sid: 'AC10' })).body, { ...set, sid: 'AC10' })
  t.equal((await store.phone_providers.find())?.credentials.auth_token, 'a-token', 'what was read is sent back')
  t.equal((await app.api('PUT', door, { sid: 'AC10' })).status, 400)
  t.strictSame((await app.api('PUT', door, { sid: null, from: null, auth_token: null })).body, {})
  t.strictSame((await app.api('GET', PROVIDERS)).body, { providers: [] })
  await provide(webhook())
  t.strictSame((await app.api('GET', selected)).body, { provider: 'phone-message-hook' })
  t.equal((await app.api('PUT', selected, { provider: 'phone-message-hook' })).status, 200)
  t.equal((await app.api('PUT', door, { ...set, auth_token: 'x' })).status, 409)
  t.strictSame((await app.api('GET', door)).body, {})
})
