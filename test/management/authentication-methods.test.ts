// A user's authentication methods, as an administrator sees and sets them.
import t from 'tap'
import { createProtocol } from '../support/protocol.ts'

const protocol = await createProtocol(t)
const { app, store } = protocol
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const at = (user_id: string, more = '') => `/users/${encodeURIComponent(user_id)}${more}`
const methodsAt = (user_id: string, id?: string) =>
  at(user_id, `/authentication-methods${id === undefined ? '' : `/${encodeURIComponent(id)}`}`)
const person = async () => (await protocol.createUser()).user_id
async function give(user_id: string, body: object) {
  const answer = await app.api('POST', methodsAt(user_id), body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const events = async (type: string, user_id: string) =>
  (await app.api('GET', `/logs?q=${encodeURIComponent(`type:${type} AND user_id:"${user_id}"`)}`)).body

t.test('what is given counts at once, and its secret never comes back', async t => {
  const user_id = await person()
  const totp = await give(user_id, { type: 'totp', name: 'Phone', totp_secret: SECRET.toLowerCase() })
  t.match(totp, { id: /^totp\|dev_\w{16}$/, type: 'totp', name: 'Phone', confirmed: true, enrolled_at: String })
  t.strictSame(totp.authentication_methods, [{ type: 'totp', id: totp.id }])
  const phone = await give(user_id, { type: 'phone', phone_number: '0049 (151) 123-45678' })
  t.match(phone, { phone_number: '+4915112345678', preferred_authentication_method: 'sms' })
  t.match(phone.authentication_methods, [{ type: 'sms', id: /^sms\|dev_/ }])
  await give(user_id, { type: 'email', email: 'Ada@Example.com' })
  const passkey = {
    type: 'passkey',
    key_id: 'a2V5',
    public_key: '+/9hYmM=',
    user_handle: 'aGFuZGxl',
    transports: ['usb'],
  }
  t.match(await give(user_id, passkey), { ...passkey, relying_party_identifier: new URL(app.issuer).hostname })

  const { body } = await app.api('GET', methodsAt(user_id))
  t.strictSame(
    body.map(({ type }: { type: string }) => type),
    ['totp', 'phone', 'email', 'passkey'],
  )
  t.notMatch(JSON.stringify([totp, body]), new RegExp(SECRET, 'i'))
  t.strictSame((await app.api('GET', methodsAt(user_id, totp.id))).body, totp)
  const [method] = await store.authentication_methods.list(user_id)
  t.equal(method?.secret, SECRET, 'it is kept, so that her codes are known')
  t.match((await app.api('GET', at(user_id))).body.multifactor, ['guardian'])
  const page = (await app.api('GET', `${methodsAt(user_id)}?include_totals=true&page=1&per_page=3`)).body
  t.match(page, { start: 3, limit: 3, total: 4, authenticators: [{ type: 'passkey' }] })
})

t.test('what is not of its type, or is there already, is refused', async t => {
  const user_id = await person()
  for (const body of [
    { type: 'totp' },
    { type: 'totp', totp_secret: 'SHORT' },
    { type: 'totp', totp_secret: '0189'.repeat(8) },
    { type: 'totp', totp_secret: SECRET, email: 'a@example.com' },
    { type: 'phone' },
    { type: 'phone', phone_number: '12' },
    { type: 'phone', phone_number: 'tel:+4915112345678' },
    { type: 'email' },
    { type: 'email', email: 'nobody' },
    { type: 'passkey', key_id: 'a2V5' },
    { type: 'webauthn-roaming', key_id: 'a2V5', public_key: 'YWJj', user_handle: 'x' },
    { type: 'webauthn-platform', key_id: 'a2V5', public_key: 'YWJj' },
    { type: 'recovery-code' },
    { type: 'push' },
    { type: 'phone', phone_number: '+4915112345678', confirmed: false },
  ])
    t.equal((await app.api('POST', methodsAt(user_id), body)).status, 400, JSON.stringify(body))
  t.match(
    (await app.api('POST', methodsAt(user_id), { type: 'passkey', identity_user_id: 'x' })).body.message,
    /identity_user_id/,
  )
  for (const body of [
    { type: 'phone', phone_number: '+4915112345678' },
    { type: 'email', email: 'ada@example.com' },
    { type: 'webauthn-roaming', key_id: 'b25l', public_key: 'YWJj' },
  ]) {
    await give(user_id, body)
    const again = await app.api('POST', methodsAt(user_id), body)
    t.match(again, { status: 409, body: { errorCode: 'authentication_method_conflict' } }, body.type)
  }
  const other = await app.api('POST', methodsAt(await person()), {
    type: 'webauthn-roaming',
    key_id: 'b25l',
    public_key: 'YWJj',
  })
  t.equal(other.status, 409, 'a credential is one person’s')
  t.equal((await app.api('POST', methodsAt('auth0|nobody'), { type: 'email', email: 'a@example.com' })).status, 404)
})

t.test('one is renamed, another way is preferred; of somebody else there is nothing', async t => {
  const [user_id, stranger] = [await person(), await person()]
  const phone = await give(user_id, { type: 'phone', phone_number: '+4915112345678' })
  const patch = { name: 'Old phone', preferred_authentication_method: 'voice' }
  t.match((await app.api('PATCH', methodsAt(user_id, phone.id), patch)).body, patch)
  const email = await give(user_id, { type: 'email', email: 'ada@example.com' })
  t.equal((await app.api('PATCH', methodsAt(user_id, email.id), patch)).status, 400)
  t.notOk((await app.api('GET', methodsAt(user_id, email.id))).body.name, 'and nothing of it is kept')
  for (const method of ['GET', 'DELETE'])
    t.match(await app.api(method, methodsAt(stranger, phone.id)), {
      status: 404,
      body: { errorCode: 'inexistent_authentication_method' },
    })
  t.equal((await app.api('PATCH', methodsAt(stranger, phone.id), { name: 'Mine' })).status, 404)
  t.match((await app.api('GET', methodsAt(user_id, phone.id))).body, patch)
})

t.test('all of them are replaced', async t => {
  const user_id = await person()
  await give(user_id, { type: 'totp', totp_secret: SECRET })
  const { body } = await app.api('PUT', methodsAt(user_id), [
    { type: 'phone', phone_number: '+4915112345678', preferred_authentication_method: 'voice' },
    { type: 'email', email: 'ada@example.com', name: 'Work' },
  ])
  const of = (wanted: string) => body.find(({ type }: { type: string }) => type === wanted)
  t.match([of('phone'), of('email'), body.length], [{ preferred_authentication_method: 'voice' }, { name: 'Work' }, 2])
  t.strictSame((await app.api('GET', methodsAt(user_id))).body, body)
  const wrong = [
    { type: 'email', email: 'one@example.com' },
    { type: 'phone', phone_number: 'x' },
  ]
  t.match((await app.api('PUT', methodsAt(user_id), wrong)).body.message, /1\.phone_number/)
  const twice = [
    { type: 'email', email: 'one@example.com' },
    { type: 'email', email: 'ONE@example.com' },
  ]
  t.equal((await app.api('PUT', methodsAt(user_id), twice)).status, 409)
  t.strictSame((await app.api('GET', methodsAt(user_id))).body, body, 'nothing is changed by what is refused')
  await app.api('PUT', methodsAt(user_id), [])
  t.strictSame((await app.api('GET', methodsAt(user_id))).body, [])
})

t.test('with what is removed ends what hung on it, and the log says so', async t => {
  const who = await protocol.createUser()
  const { user_id } = who
  const client = await protocol.createClient()
  await protocol.settled()
  await protocol.tokens(client, who)
  const remember = () =>
    store.remembered_browsers.create(
      {
        user_id,
        token_hash: `hash of ${Math.random()}`,
        user_agent: null,
        idle_expires_at: new Date(Date.now() + 60_000),
        expires_at: new Date(Date.now() + 60_000),
      },
      new Date(),
    )
  const remembered = async () => (await store.remembered_browsers.list(user_id, new Date())).length
  const sessions = async () => (await app.api('GET', at(user_id, '/sessions'))).body.sessions.length

  const totp = await give(user_id, { type: 'totp', totp_secret: SECRET })
  const phone = await give(user_id, { type: 'phone', phone_number: '+4915112345678' })
  await remember()
  t.equal((await app.api('DELETE', methodsAt(user_id, totp.id))).status, 204)
  t.strictSame([await remembered(), await sessions()], [0, 1], 'a remembered browser stood for a proof that is gone')
  t.equal((await app.api('DELETE', methodsAt(user_id, phone.id))).status, 204)
  t.equal(await sessions(), 0, 'Auth0: mfa-phone-unenrolled')
  t.match(await events('gd_unenroll', user_id), [{ type: 'gd_unenroll' }, { type: 'gd_unenroll' }])
  t.equal((await app.api('DELETE', methodsAt(user_id, totp.id))).status, 404)

  await give(user_id, { type: 'totp', totp_secret: SECRET })
  await give(user_id, { type: 'passkey', key_id: 'c2Vjb25k', public_key: 'YWJj' })
  await app.api('DELETE', at(user_id, '/authenticators'))
  t.match((await app.api('GET', methodsAt(user_id))).body, [{ type: 'passkey' }], 'a passkey is a first proof')
  t.equal((await app.api('GET', at(user_id))).body.multifactor, undefined)
  await app.api('DELETE', methodsAt(user_id))
  t.strictSame((await app.api('GET', methodsAt(user_id))).body, [])

  await remember()
  t.equal((await app.api('POST', at(user_id, '/multifactor/actions/invalidate-remember-browser'))).status, 204)
  t.equal(await remembered(), 0)
})

t.test('Auth0’s older doors', async t => {
  const user_id = await person()
  const enrollments = async () => (await app.api('GET', at(user_id, '/enrollments'))).body
  t.strictSame(await enrollments(), [])
  await give(user_id, { type: 'email', email: 'ada@example.com' })
  await give(user_id, { type: 'totp', totp_secret: SECRET })
  const phone = await give(user_id, { type: 'phone', phone_number: '+4915112345678' })
  const [first] = await enrollments()
  t.match(first, { id: /^dev_/, status: 'confirmed', type: 'authenticator', auth_method: 'authenticator' })
  t.match((await app.api('GET', `/guardian/enrollments/${first.id}`)).body, { id: first.id, status: 'confirmed' })
  t.equal((await app.api('DELETE', at(user_id, '/multifactor/google-authenticator'))).status, 204)
  t.equal((await app.api('GET', `/guardian/enrollments/${first.id}`)).status, 404)
  t.match((await app.api('DELETE', at(user_id, '/multifactor/duo'))).body.message, /duo/)
  t.match(await enrollments(), [{ type: 'sms', phone_number: '+4915112345678', name: '+4915112345678' }])
  const id = phone.id.split('|')[1]
  t.equal((await app.api('DELETE', `/guardian/enrollments/${id}`)).status, 204)
  t.equal((await app.api('DELETE', `/guardian/enrollments/${id}`)).status, 404)
  t.strictSame(await enrollments(), [])
})

t.test('a recovery code is made anew where there is one', async t => {
  const user_id = await person()
  const regenerate = () => app.api('POST', at(user_id, '/recovery-code-regeneration'))
  t.equal((await regenerate()).status, 404)
  const now = new Date()
  const before = await store.authentication_methods.create({ user_id, type: 'recovery-code', code_hash: 'old' }, now)
  const { status, body } = await regenerate()
  t.match({ status, body }, { status: 200, body: { recovery_code: /^[A-Z2-9]{24}$/ } })
  const methods = await store.authentication_methods.list(user_id)
  t.equal(methods.length, 1)
  t.not(methods[0]?.id, before.id)
  t.notMatch(JSON.stringify(await events('sapi', user_id)), body.recovery_code)
})
