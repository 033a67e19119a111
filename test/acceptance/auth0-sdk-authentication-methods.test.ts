import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { createPerson } from '../support/scene.ts'

const { app, v7, v4 } = await withSdks(t)
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

t.test('version 7 sees and sets what a user proves herself with', async t => {
  const { authenticationMethods, authenticators, enrollments, multifactor } = v7.users
  const { user_id } = await createPerson(app)
  t.same(await all(authenticationMethods.list(user_id)), [])
  const phone = await authenticationMethods.create(user_id, { type: 'phone', phone_number: '+4915112345678' })
  await authenticationMethods.create(user_id, { type: 'totp', totp_secret: SECRET, name: 'App' })
  const methods = await all(authenticationMethods.list(user_id, { per_page: 1 }))
  t.same(
    methods.map(({ type }) => type),
    ['phone', 'totp'],
  )
  t.match(await authenticationMethods.get(user_id, must(phone.id)), { phone_number: '+4915112345678' })
  const voice = { preferred_authentication_method: 'voice' as const }
  t.match(await authenticationMethods.update(user_id, must(phone.id), voice), voice)
  t.match(await v7.users.get(user_id), { multifactor: ['guardian'] })
  const [enrollment] = await enrollments.get(user_id)
  t.match(enrollment, { status: 'confirmed', auth_method: 'sms' })
  t.match(await v7.guardian.enrollments.get(must(enrollment?.id)), { status: 'confirmed' })
  await multifactor.deleteProvider(user_id, 'google-authenticator')
  await multifactor.invalidateRememberBrowser(user_id)
  t.equal((await all(authenticationMethods.list(user_id))).length, 1)
  await authenticationMethods.delete(user_id, must(phone.id))
  t.match(await refusal(authenticationMethods.get(user_id, must(phone.id))), { statusCode: 404 })
  t.match(await authenticationMethods.set(user_id, [{ type: 'email', email: 'ada@example.com' }]), [{ type: 'email' }])
  await authenticators.deleteAll(user_id)
  await authenticationMethods.deleteAll(user_id)
  t.match(await refusal(v7.users.regenerateRecoveryCode(user_id)), { statusCode: 404 })
})

t.test('version 4 does so too', async t => {
  const { user_id: id } = await createPerson(app)
  const { data } = await v4.users.createAuthenticationMethod({ id }, { type: 'totp', totp_secret: SECRET })
  t.match(data, { type: 'totp', id: /^totp\|dev_/ })
  t.match((await v4.users.getAuthenticationMethods({ id })).data, [{ type: 'totp', confirmed: true }])
  t.match((await v4.users.getAuthenticationMethods({ id, include_totals: true })).data, {
    total: 1,
    authenticators: [{ type: 'totp' }],
  })
  t.match((await v4.users.getEnrollments({ id })).data, [{ status: 'confirmed', auth_method: 'authenticator' }])
  await v4.users.deleteAuthenticationMethods({ id })
  t.same((await v4.users.getAuthenticationMethods({ id })).data, [])
})
