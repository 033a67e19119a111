import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { createPerson } from '../support/scene.ts'

const { app, v7, v4 } = await withSdks(t)

t.test('version 7 sets factors and policies', async t => {
  const { guardian } = v7
  const factors = await guardian.factors.list()
  t.match(
    factors.find(({ name }) => name === 'otp'),
    { enabled: false, trial_expired: false },
  )
  t.match(await guardian.factors.set('otp', { enabled: true }), { enabled: true })
  t.match(await refusal(guardian.factors.set('push-notification', { enabled: true })), { statusCode: 400 })
  t.same(await guardian.policies.set(['all-applications']), ['all-applications'])
  t.same(await guardian.policies.list(), ['all-applications'])
  t.match(await guardian.factors.phone.setMessageTypes({ message_types: ['sms', 'voice'] }), {
    message_types: ['sms', 'voice'],
  })
  t.match(await guardian.factors.phone.getMessageTypes(), { message_types: ['sms', 'voice'] })
  const codes = { otp_length: 6, otp_expiration_time: 120 }
  t.match(await guardian.factors.email.set(codes), codes)
  t.match(await guardian.factors.email.get(), codes)
  t.match(await guardian.factors.phone.set(codes), codes)
  t.match(await guardian.factors.phone.get(), codes)
  const settings = {
    display_remember_me_checkbox: true,
    remember_me_default_value: true,
    mfa_session_inactivity_timeout: 3_600,
    mfa_session_overall_timeout: 7_200,
  }
  t.match(await guardian.set(settings), settings)
  t.match(await guardian.get(), settings)
})

t.test('version 7 says who brings messages to phones, and what they say', async t => {
  const { providers, templates } = v7.branding.phone
  const made = await providers.create({
    name: 'twilio',
    configuration: { sid: 'AC1', default_from: '+15005550006', delivery_methods: ['text'] },
    credentials: { auth_token: 'token' },
  })
  const id = must(made.id)
  t.match(await providers.list(), { providers: [{ id, name: 'twilio', channel: 'phone' }] })
  t.match(await providers.update(id, { disabled: true }), { disabled: true })
  t.match(await v7.guardian.factors.phone.getTwilioProvider(), { sid: 'AC1', from: '+15005550006' })
  t.match(await v7.guardian.factors.phone.getSelectedProvider(), { provider: 'twilio' })
  await providers.delete(id)
  t.match(await refusal(providers.get(id)), { statusCode: 404 })

  const template = await templates.create({ type: 'otp_verify', content: { body: { text: 'Code {{ code }}' } } })
  const template_id = must(template.id)
  t.match(await templates.get(template_id), { type: 'otp_verify', content: { body: { text: 'Code {{ code }}' } } })
  t.match(await v7.guardian.factors.phone.getTemplates(), { verification_message: 'Code {{ code }}' })
  t.match(await templates.update(template_id, { disabled: true }), { disabled: true })
  t.match(await templates.reset(template_id, {}), { content: { body: { text: /is your code/ } } })
  await templates.delete(template_id)
  t.match(await templates.list(), { templates: [] })
})

t.test('version 7 sends a person to add a factor', async t => {
  const { user_id } = await createPerson(app)
  const { ticket_id, ticket_url } = await v7.guardian.enrollments.createTicket({ user_id })
  t.equal(ticket_url, `${app.issuer}u/mfa-enroll?ticket=${ticket_id}`)
  t.match(await refusal(v7.guardian.enrollments.get('dev_0000000000000001')), { statusCode: 404 })
})

t.test('version 4 does so too', async t => {
  const { data } = await v4.guardian.getFactors()
  t.match(
    data.find(({ name }) => name === 'otp'),
    { enabled: true },
  )
  t.match((await v4.guardian.updateFactor({ name: 'sms' }, { enabled: true })).data, { enabled: true })
  t.same((await v4.guardian.updatePolicies(['confidence-score'])).data, ['confidence-score'])
  const messages = { enrollment_message: 'enroll foo', verification_message: 'verify foo' }
  t.match((await v4.guardian.setPhoneFactorTemplates(messages)).data, messages)
  const { user_id } = await createPerson(app)
  t.match((await v4.guardian.createEnrollmentTicket({ user_id })).data, { ticket_url: /mfa-enroll/ })
})
