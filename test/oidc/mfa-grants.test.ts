// A second factor without a page: mfa_required, /mfa/challenge and Auth0's grants mfa-otp, mfa-oob and mfa-recovery-code.
import { generateSync } from 'otplib'
import t from 'tap'
import { giveRecoveryCode } from '../../src/login/second-factors.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { mailsTo } from '../support/mail.ts'
import { claimsOf } from '../support/protocol.ts'
import {
  configure,
  createClient,
  createPerson,
  databaseConnection,
  eventsOf,
  PASSWORD,
  storeOf,
} from '../support/scene.ts'

const REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const MFA = 'http://auth0.com/oauth/grant-type/mfa-'
const API = 'urn:lintel:try-it'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const grant_types = ['password', REALM, 'refresh_token', `${MFA}otp`, `${MFA}oob`, `${MFA}recovery-code`]

const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app, { grant_types })
const other = await createClient(app, { grant_types })
await configure(app, () =>
  store.settings.update(
    {
      multi_factor: {
        factors: { otp: true, email: true, 'recovery-code': true },
        policies: ['all-applications'],
      },
    },
    new Date(),
  ),
)

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Answer = { status: number; body: any }

async function post(path: string, parameters: { [name: string]: unknown }, as: TestApp = app): Promise<Answer> {
  const response = await as.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: client.client_id, ...parameters }),
  })
  return { status: response.status, body: await response.json() }
}

const withPassword = (person: { email: string }, more: { [name: string]: string } = {}) =>
  post('/oauth/token', { grant_type: 'password', username: person.email, password: PASSWORD, ...more })
const withOtp = (mfa_token: string, otp: string, more: { [name: string]: string } = {}) =>
  post('/oauth/token', { grant_type: `${MFA}otp`, mfa_token, otp, ...more })

/** @param steps from now: an app shows each code once, and so it counts */
const otpOf = (secret = SECRET, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })

/** Somebody who has an authenticator app. */
async function createOwner(secret = SECRET) {
  const person = await createPerson(app)
  const { user_id } = person
  const totp = await store.authentication_methods.create({ user_id, type: 'totp', secret, confirmed: true }, new Date())
  return { ...person, totp }
}

async function mfaTokenFor(person: { email: string }, more: { [name: string]: string } = {}): Promise<string> {
  const { status, body } = await withPassword(person, more)
  if (status !== 403) throw new Error(`no mfa_token: ${status} ${JSON.stringify(body)}`)
  return body.mfa_token
}

t.test('a password alone gets an mfa_token, in Auth0’s words; a code gets what the password asked for', async t => {
  const person = await createOwner()
  const refused = await withPassword(person, { scope: 'openid email offline_access', audience: API })
  t.match(refused, {
    status: 403,
    body: {
      error: 'mfa_required',
      error_description: 'Multifactor authentication required',
      mfa_token: String,
      mfa_requirements: { challenge: [{ type: 'otp' }, { type: 'email' }] },
    },
  })
  const { mfa_token } = refused.body
  t.same(await post('/mfa/challenge', { mfa_token, challenge_type: 'otp' }), {
    status: 200,
    body: { challenge_type: 'otp' },
  })
  const { status, body } = await withOtp(mfa_token, otpOf())
  t.equal(status, 200, JSON.stringify(body))
  t.match(claimsOf(body.access_token), {
    sub: person.user_id,
    aud: [API, `${app.issuer}userinfo`],
    scope: 'openid email offline_access',
  })
  t.match(claimsOf(body.id_token), {
    sub: person.user_id,
    amr: ['pwd', 'otp', 'mfa'],
    acr: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  })
  const refreshed = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token: body.refresh_token })
  t.equal(refreshed.status, 200)
  t.same(claimsOf(refreshed.body.id_token).amr, ['pwd', 'otp', 'mfa'], 'what was proved at the beginning')
  for (const type of ['mfar', 'gd_start_auth', 'gd_auth_succeed', 'seotpft'])
    await eventually(async () => (await eventsOf(app, person.email)).includes(type))
})

t.test('password-realm is the same', async t => {
  const person = await createOwner()
  const realm = 'Username-Password-Authentication'
  const { body } = await withPassword(person, { grant_type: REALM, realm })
  t.equal((await withOtp(body.mfa_token, otpOf())).status, 200)
})

t.test('a code by mail: pending until it is typed, then spent', async t => {
  const person = await createPerson(app)
  const { user_id, email } = person
  const method = await store.authentication_methods.create({ user_id, type: 'email', email }, new Date())
  const mfa_token = await mfaTokenFor(person)
  const challenged = await post('/mfa/challenge', { mfa_token, challenge_type: 'oob', authenticator_id: method.id })
  t.match(challenged, { status: 200, body: { challenge_type: 'oob', oob_code: String, binding_method: 'prompt' } })
  const { oob_code } = challenged.body
  const withCode = (more: object) => post('/oauth/token', { grant_type: `${MFA}oob`, mfa_token, oob_code, ...more })
  t.match(await withCode({}), { status: 400, body: { error: 'authorization_pending' } })
  const [mail] = await mailsTo(app, email)
  const binding_code = mail?.text.match(/\b\d{8}\b/)?.[0] ?? ''
  t.notMatch(JSON.stringify(challenged), binding_code, 'only the mailbox has it (CVE-2026-105211)')
  t.match(await withCode({ binding_code: binding_code === '00000000' ? '11111111' : '00000000' }), {
    status: 403,
    body: { error: 'invalid_grant' },
  })
  // The code of one transaction is nothing in another.
  const elsewhere = await mfaTokenFor(person)
  t.match(await withCode({ mfa_token: elsewhere, binding_code }), { status: 403 })
  const { status, body } = await withCode({ binding_code })
  t.equal(status, 200, JSON.stringify(body))
  t.same(claimsOf(body.id_token).amr, ['pwd', 'otp', 'mfa'])
  t.match(await withCode({ binding_code }), { status: 403, body: { error_description: 'Malformed mfa_token' } })
  t.ok((await eventsOf(app, email)).includes('gd_send_email'))
})

t.test('a mailbox that is confirmed is a factor by itself', async t => {
  const person = await createPerson(app)
  const { body } = await withPassword(person)
  t.same(body.mfa_requirements, { challenge: [{ type: 'email' }] })
  const { mfa_token } = body
  const { oob_code } = (await post('/mfa/challenge', { mfa_token, challenge_type: 'oob', oob_channel: 'email' })).body
  const [mail] = await mailsTo(app, person.email)
  const binding_code = mail?.text.match(/\b\d{8}\b/)?.[0] ?? ''
  const grant_type = `${MFA}oob`
  t.equal((await post('/oauth/token', { grant_type, mfa_token, oob_code, binding_code })).status, 200)
})

t.test('a recovery code is answered with the next one', async t => {
  const person = await createOwner()
  const code = await giveRecoveryCode(store, person.user_id, new Date())
  const recover = (mfa_token: string, recovery_code: string) =>
    post('/oauth/token', { grant_type: `${MFA}recovery-code`, mfa_token, recovery_code })
  const { status, body } = await recover(await mfaTokenFor(person), code)
  t.equal(status, 200, JSON.stringify(body))
  t.match(body.recovery_code, /^[A-Z2-9]{24}$/)
  t.match(await recover(await mfaTokenFor(person), code), {
    status: 403,
    body: { error: 'invalid_grant', error_description: 'MFA Authorization rejected.' },
  })
  t.equal((await recover(await mfaTokenFor(person), body.recovery_code)).status, 200)
  t.ok((await eventsOf(app, person.email)).includes('gd_recovery_succeed'))
})

t.test('who has nothing enrolled is told what there is, and is challenged for nothing', async t => {
  const person = await createPerson(app, { email_verified: false })
  const { body } = await withPassword(person)
  t.same(body.mfa_requirements, { enroll: [{ type: 'otp' }, { type: 'email' }] })
  t.match(await post('/mfa/challenge', { mfa_token: body.mfa_token, challenge_type: 'otp' }), {
    status: 403,
    body: { error: 'association_required' },
  })
  t.match(await withOtp(body.mfa_token, otpOf()), { status: 403, body: { error_description: 'Invalid otp_code.' } })
})

t.test('a challenge is for what she has', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person)
  for (const asked of [
    { challenge_type: 'oob', oob_channel: 'sms' },
    { challenge_type: 'otp', authenticator_id: 'totp|dev_nobodys' },
    { challenge_type: 'smoke' },
  ])
    t.match(await post('/mfa/challenge', { mfa_token, ...asked }), {
      status: 400,
      body: { error: 'unsupported_challenge_type' },
    })
  t.match(await post('/mfa/challenge', { challenge_type: 'otp' }), { status: 400, body: { error: 'invalid_request' } })
})

t.test('an mfa_token is good for its client alone, and for nothing else', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person)
  const unknown = { status: 403, body: { error: 'invalid_grant', error_description: 'Malformed mfa_token' } }
  t.same(await withOtp(mfa_token, otpOf(), { client_id: other.client_id }), unknown)
  t.same(await post('/mfa/challenge', { mfa_token, client_id: other.client_id }), unknown)
  t.same(await withOtp('made-up', otpOf()), unknown)
  for (const path of ['/userinfo', '/api/v2/users'])
    t.equal((await app.fetch(path, { headers: { authorization: `Bearer ${mfa_token}` } })).status, 401, path)
  t.match(await post('/oauth/token', { grant_type: 'refresh_token', refresh_token: mfa_token }), { status: 403 })
  t.match(await post('/oauth/token', { grant_type: 'authorization_code', code: mfa_token }), { status: 403 })
  const without = await createClient(app, { grant_types: ['password'] })
  t.match(await post('/mfa/challenge', { mfa_token, client_id: without.client_id }), {
    status: 403,
    body: { error: 'unauthorized_client' },
  })
  t.match(await post('/oauth/token', { grant_type: 'lintel:mfa-challenge', mfa_token, challenge_type: 'otp' }), {
    status: 403,
    body: { error: 'unsupported_grant_type' },
  })
  t.equal((await withOtp(mfa_token, otpOf())).status, 200, 'it is as good as before')
})

t.test('a client with a secret shows it', async t => {
  const person = await createOwner()
  const confidential = await createClient(app, {
    grant_types,
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: 'a-secret-of-its-own-that-is-long-enough',
  })
  const asked = { client_id: confidential.client_id, client_secret: 'a-secret-of-its-own-that-is-long-enough' }
  const mfa_token = await mfaTokenFor(person, asked)
  for (const path of ['/mfa/challenge', '/oauth/token'])
    t.match(
      await post(path, { grant_type: `${MFA}otp`, mfa_token, otp: otpOf(), client_id: confidential.client_id }),
      { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } },
      path,
    )
  t.equal((await post('/mfa/challenge', { ...asked, mfa_token, challenge_type: 'otp' })).status, 200)
  t.equal((await withOtp(mfa_token, otpOf(), asked)).status, 200)
})

t.test('neither a step nor an mfa_token counts twice', async t => {
  const person = await createOwner()
  const [one, two] = [await mfaTokenFor(person), await mfaTokenFor(person)]
  const otp = otpOf()
  t.equal((await withOtp(one, otp)).status, 200)
  t.match(await withOtp(two, otp), { status: 403, body: { error_description: 'Invalid otp_code.' } })
  t.match(await withOtp(one, otpOf(SECRET, 1)), { status: 403, body: { error_description: 'Malformed mfa_token' } })
  t.equal((await withOtp(two, otpOf(SECRET, 1))).status, 200, 'a wrong code costs no mfa_token')
})

t.test('of many at once one wins, and no recovery code is lost', async t => {
  const person = await createOwner()
  const codes = [await giveRecoveryCode(store, person.user_id, new Date())]
  const mfa_token = await mfaTokenFor(person)
  const answers = await Promise.all([
    ...[-1, 0, 1].map(steps => withOtp(mfa_token, otpOf(SECRET, steps))),
    ...codes.map(recovery_code =>
      post('/oauth/token', { grant_type: `${MFA}recovery-code`, mfa_token, recovery_code }),
    ),
  ])
  const won = answers.filter(({ status }) => status === 200)
  t.equal(won.length, 1, answers.map(({ status }) => status).join())
  const recovery_code = won[0]?.body.recovery_code ?? codes[0]
  const again = await mfaTokenFor(person)
  t.equal(
    (await post('/oauth/token', { grant_type: `${MFA}recovery-code`, mfa_token: again, recovery_code })).status,
    200,
    'the code that she knows is good',
  )
})

t.test('guesses are counted for the person, not for the mfa_token', async t => {
  const person = await createOwner()
  const wrong = ['000000', '111111'].find(otp => ![-1, 0, 1].some(steps => otpOf(SECRET, steps) === otp)) as string
  for (let i = 0; i < 20; i++) await withOtp(await mfaTokenFor(person), wrong)
  t.match(await withOtp(await mfaTokenFor(person), otpOf()), { status: 429, body: { error: 'too_many_attempts' } })
  t.ok((await eventsOf(app, person.email)).includes('gd_otp_rate_limit_exceed'))
})

t.test('another audience cannot be had by a proof for this one', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person, { scope: 'openid' })
  t.match(await withOtp(mfa_token, otpOf(), { audience: API }), { status: 403, body: { error: 'invalid_grant' } })
  const { body } = await withOtp(mfa_token, otpOf(), { scope: 'openid email offline_access' })
  t.equal(body.scope, 'openid', 'nor more scope')
  t.notOk(body.refresh_token)
})

t.test('it expires', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person)
  await app.database.query("update held_proofs set expires_at = created_at - interval '1 second'")
  const expired = { status: 401, body: { error: 'expired_token', error_description: 'mfa_token is expired' } }
  t.same(await withOtp(mfa_token, otpOf()), expired)
  t.same(await post('/mfa/challenge', { mfa_token, challenge_type: 'otp' }), expired)
})

for (const [what, end] of [
  ['a new password', at => app.api('PATCH', at, { password: 'another correct horse' })],
  ['a block', at => app.api('PATCH', at, { blocked: true })],
  ['the end of her sessions', at => app.api('DELETE', `${at}/sessions`)],
  ['her end', at => app.api('DELETE', at)],
] as [string, (at: string) => Promise<unknown>][])
  t.test(`${what} ends it, and nobody else’s`, async t => {
    const [ada, bob] = [await createOwner(), await createOwner()]
    const [hers, his] = [await mfaTokenFor(ada), await mfaTokenFor(bob)]
    await end(`/users/${encodeURIComponent(ada.user_id)}`)
    const { status, body } = await withOtp(hers, otpOf())
    t.ok(status === 401 || status === 403, `${status} ${JSON.stringify(body)}`)
    t.notOk(body.access_token)
    t.equal((await withOtp(his, otpOf())).status, 200)
  })

t.test('a connection that the client has no more vouches for nobody', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person)
  const connection = await databaseConnection(app)
  await configure(app, () => store.connections.disableClients(connection.id, { only: [client.client_id] }))
  t.match(await withOtp(mfa_token, otpOf()), { status: 403, body: { error: 'invalid_grant' } })
  await configure(app, () => store.connections.enableClients(connection.id, [client.client_id]))
  t.equal((await withOtp(mfa_token, otpOf())).status, 200)
})

t.test('a factor that the tenant allows no more proves nothing', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person)
  const allow = (otp: boolean) =>
    configure(app, () =>
      store.settings.update(
        { multi_factor: { factors: { otp, email: true, 'recovery-code': true }, policies: ['all-applications'] } },
        new Date(),
      ),
    )
  await allow(false)
  t.teardown(() => allow(true))
  t.match(await withOtp(mfa_token, otpOf()), { status: 403, body: { error_description: 'Invalid otp_code.' } })
})

t.test('where the RFCs are spoken, statuses are theirs', async t => {
  const person = await createOwner()
  const speak = (protocol_dialect: 'rfc' | 'auth0') =>
    configure(app, () => store.settings.update({ protocol_dialect }, new Date()))
  await speak('rfc')
  t.teardown(() => speak('auth0'))
  t.match(await withPassword(person), { status: 400, body: { error: 'mfa_required', mfa_token: String } })
})

t.test('discovery names the endpoint and the grants', async t => {
  const metadata = (await (await app.fetch('/.well-known/openid-configuration')).json()) as {
    [member: string]: unknown
  }
  t.equal(metadata.mfa_challenge_endpoint, `${app.issuer}mfa/challenge`)
  const types = metadata.grant_types_supported as string[]
  t.ok(types.includes(`${MFA}otp`))
  t.notOk(
    types.some(type => type.startsWith('lintel:')),
    'and nothing of ours',
  )
})

t.test('the Management API gives clients these grants', async t => {
  const { status, body } = await app.api('POST', '/clients', { name: 'With factors', grant_types })
  t.equal(status, 201, JSON.stringify(body))
  t.same(body.grant_types.sort(), [...grant_types].sort())
})
