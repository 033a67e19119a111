// Auth0's MFA API: authenticators are listed, added and removed by an app, with the mfa_token of a sign-in that waits or an access token.
import { type EnrollmentResponse, MfaClient } from '@auth0/auth0-auth-js'
import { generateSync } from 'otplib'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { mailsTo } from '../support/mail.ts'
import { claimsOf } from '../support/protocol.ts'
import { configure, createClient, createPerson, eventsOf, PASSWORD, storeOf } from '../support/scene.ts'
import { setMultiFactor } from '../support/second-factor.ts'
import { type Said, SoftwareKey } from '../support/software-key.ts'

const MFA = 'http://auth0.com/oauth/grant-type/mfa-'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const SCOPES = 'enroll read:authenticators remove:authenticators'
const ORIGIN = 'https://app.example'
const WEBAUTHN = 'urn:okta:params:oauth:grant-type:webauthn'
const grant_types = ['password', 'refresh_token', WEBAUTHN, `${MFA}otp`, `${MFA}oob`, `${MFA}recovery-code`]

const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app, { grant_types })
const factors = { otp: true, sms: true, email: true, 'recovery-code': true }
await setMultiFactor(app, { factors, policies: ['all-applications'] })
const audience = `${app.issuer}mfa/`

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Answer = { status: number; headers: Headers; body: any }

async function call(method: string, path: string, token?: string, body?: unknown): Promise<Answer> {
  const response = await app.fetch(path, {
    method,
    headers: {
      origin: ORIGIN,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}

const tokenFor = (parameters: { [name: string]: unknown }) =>
  call('POST', '/oauth/token', undefined, { client_id: client.client_id, ...parameters })
const withPassword = (person: { email: string }, more: { [name: string]: string } = {}) =>
  tokenFor({ grant_type: 'password', username: person.email, password: PASSWORD, ...more })
const mfaTokenFor = async (person: { email: string }, more: { [name: string]: string } = {}): Promise<string> =>
  (await withPassword(person, more)).body.mfa_token

const otpOf = (secret = SECRET, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })

/** Somebody whose mailbox is not known to be hers: it is no factor by itself. */
const createNewcomer = () => createPerson(app, { email_verified: false })

async function createOwner() {
  const person = await createNewcomer()
  const { user_id } = person
  const totp = await store.authentication_methods.create({ user_id, type: 'totp', secret: SECRET }, new Date())
  return { ...person, totp }
}

/** An access token for this API, for which two factors were proved. */
async function accessTokenFor(person: { email: string }, scope = SCOPES): Promise<string> {
  const mfa_token = await mfaTokenFor(person, { audience, scope })
  const { body } = await tokenFor({ grant_type: `${MFA}otp`, mfa_token, otp: otpOf() })
  if (!body.access_token) throw new Error(`no token: ${JSON.stringify(body)}`)
  return body.access_token
}

// Its types hide how it is made.
const sdk = new (MfaClient as unknown as new (options: object) => MfaClient)({
  domain: new URL(app.issuer).host,
  clientId: client.client_id,
  // It speaks https only.
  customFetch: (url: string, init: RequestInit) => fetch(url.replace('https:', 'http:'), init),
})

t.test(
  'Auth0’s SDK adds an app by the mfa_token; it counts when its first code is given, and so does the recovery code',
  async t => {
    const person = await createNewcomer()
    const mfaToken = await mfaTokenFor(person, { scope: 'openid' })
    const added = await sdk.enrollAuthenticator({ mfaToken, authenticatorTypes: ['otp'] })
    t.match(added, { authenticatorType: 'otp', secret: /^[A-Z2-7]{32}$/, barcodeUri: /^otpauth:\/\/totp\// })
    const { secret, recoveryCodes = [], id } = added as Extract<EnrollmentResponse, { authenticatorType: 'otp' }>
    t.match(recoveryCodes, [/^[A-Z2-9]{24}$/])
    const begun = await sdk.listAuthenticators({ mfaToken })
    t.same(begun.map(({ type, active }) => `${type} ${active}`).sort(), ['otp false', 'recovery-code false'])
    t.ok(begun.some(listed => listed.id === id))
    t.match(
      await tokenFor({ grant_type: `${MFA}recovery-code`, mfa_token: mfaToken, recovery_code: recoveryCodes[0] }),
      { status: 403 },
      'the recovery code is none yet',
    )
    const { status, body } = await tokenFor({ grant_type: `${MFA}otp`, mfa_token: mfaToken, otp: otpOf(secret) })
    t.equal(status, 200, JSON.stringify(body))
    t.same(claimsOf(body.id_token).amr, ['pwd', 'otp', 'mfa'])
    const again = await withPassword(person)
    const types = again.body.mfa_requirements.challenge.map(({ type }: { type: string }) => type)
    t.same(types.sort(), ['otp', 'recovery-code'])
    const recovered = await tokenFor({
      grant_type: `${MFA}recovery-code`,
      mfa_token: again.body.mfa_token,
      recovery_code: recoveryCodes[0],
    })
    t.equal(recovered.status, 200)
    await mailsTo(app, person.email)
    for (const type of ['gd_start_enroll', 'gd_enrollment_complete'])
      await eventually(async () => (await eventsOf(app, person.email)).includes(type))
  },
)

t.test('an address is added by the code that is sent there', async t => {
  const person = await createNewcomer()
  const mfaToken = await mfaTokenFor(person)
  const email = `other-${person.email}`
  const added = await sdk.enrollAuthenticator({ mfaToken, authenticatorTypes: ['oob'], oobChannels: ['email'], email })
  t.match(added, { authenticatorType: 'oob', oobChannel: 'email', oobCode: String, bindingMethod: 'prompt' })
  const { oobCode: oob_code } = added as Extract<EnrollmentResponse, { authenticatorType: 'oob' }>
  const [mail] = await mailsTo(app, email)
  const binding_code = mail?.text.match(/\b\d{8}\b/)?.[0]
  const grant = { grant_type: `${MFA}oob`, mfa_token: mfaToken, oob_code, binding_code }
  t.equal((await tokenFor(grant)).status, 200)
  const listed = await sdk.listAuthenticators({ mfaToken: await mfaTokenFor(person) })
  t.match(
    listed.filter(({ type }) => type !== 'recovery-code'),
    [{ authenticatorType: 'oob', active: true, name: 'ot***@e***', type: 'email' }],
  )
  const challenged = await sdk.challengeAuthenticator({ mfaToken: await mfaTokenFor(person), challengeType: 'oob' })
  t.match(challenged, { challengeType: 'oob', bindingMethod: 'prompt' })
})

t.test('a phone is named as E.164, and its number is not told whole', async t => {
  const mfaToken = await mfaTokenFor(await createNewcomer())
  const asked = { authenticator_types: ['oob'], oob_channels: ['sms'] }
  t.match(await call('POST', '/mfa/associate', mfaToken, { ...asked, phone_number: '555' }), { status: 400 })
  const added = await call('POST', '/mfa/associate', mfaToken, { ...asked, phone_number: '+1 (555) 123-4567' })
  t.match(added, { status: 200, body: { authenticator_type: 'oob', oob_channel: 'sms', oob_code: String } })
  const listed = (await call('GET', '/mfa/authenticators', mfaToken)).body as { type: string }[]
  t.match(
    listed.filter(({ type }) => type !== 'recovery-code'),
    [{ authenticator_type: 'oob', oob_channel: 'sms', name: 'XXXXXXXX4567', active: false }],
  )
})

t.test('with one factor only nobody chooses the other, once there is one', async t => {
  const person = await createOwner()
  t.match(await call('POST', '/mfa/associate', await mfaTokenFor(person), { authenticator_types: ['otp'] }), {
    status: 403,
    body: { error: 'access_denied', error_description: 'User is already enrolled.' },
  })
  const mailbox = await createPerson(app)
  t.match(await call('POST', '/mfa/associate', await mfaTokenFor(mailbox), { authenticator_types: ['otp'] }), {
    status: 403,
  })
  // Begun when there was none, finished when there is one.
  const newcomer = await createNewcomer()
  const mfa_token = await mfaTokenFor(newcomer)
  const { body } = await call('POST', '/mfa/associate', mfa_token, { authenticator_types: ['otp'] })
  const { user_id } = newcomer
  await store.authentication_methods.create({ user_id, type: 'totp', secret: SECRET }, new Date())
  t.match(await tokenFor({ grant_type: `${MFA}otp`, mfa_token, otp: otpOf(body.secret) }), { status: 403 })
})

t.test('an access token of two factors adds another one, and removes one', async t => {
  const person = await createOwner()
  const token = await accessTokenFor(person)
  t.match(claimsOf(token), { aud: audience, amr: ['pwd', 'otp', 'mfa'], auth_time: Number })
  const { status, body } = await call('POST', '/mfa/associate', token, { authenticator_types: ['otp'] })
  t.equal(status, 200, JSON.stringify(body))
  const confirmed = await tokenFor({
    grant_type: `${MFA}otp`,
    mfa_token: body.mfa_token,
    otp: otpOf(body.secret),
  })
  t.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  const listed = (await call('GET', '/mfa/authenticators', token)).body
  t.same(listed.map(({ id }: { id: string }) => id.split('|')[0]).sort(), ['recovery-code', 'totp', 'totp'])
  t.ok(listed.every(({ active }: { active: boolean }) => active))
  t.equal((await call('DELETE', `/mfa/authenticators/${encodeURIComponent(person.totp.id)}`, token)).status, 204)
  t.equal((await call('DELETE', `/mfa/authenticators/${encodeURIComponent(person.totp.id)}`, token)).status, 404)
  t.equal((await call('DELETE', `/mfa/authenticators/${encodeURIComponent(body.id)}`, token)).status, 204)
  t.same((await call('GET', '/mfa/authenticators', token)).body, [], 'the recovery code goes with the last')
  t.ok((await eventsOf(app, person.email)).includes('gd_unenroll'))
})

t.test('a token of one factor, or of long ago, changes nothing where there are two', async t => {
  const setPolicies = (policies: string[]) =>
    configure(app, () =>
      store.settings.update({ multi_factor: { factors: { otp: true }, policies: policies as never } }, new Date()),
    )
  await setPolicies([])
  t.teardown(() => setPolicies(['all-applications']))
  const person = await createOwner()
  const { body } = await withPassword(person, { audience, scope: SCOPES })
  const path = `/mfa/authenticators/${encodeURIComponent(person.totp.id)}`
  for (const [method, url, asked] of [
    ['DELETE', path],
    ['POST', '/mfa/associate', { authenticator_types: ['otp'] }],
  ] as [string, string, object?][]) {
    const refused = await call(method, url, body.access_token, asked)
    t.match(refused, { status: 401, body: { error: 'insufficient_user_authentication' } }, url)
    t.match(refused.headers.get('www-authenticate'), /acr_values="http:\/\/schemas\.openid\.net/)
  }
  t.equal((await call('GET', '/mfa/authenticators', body.access_token)).status, 200, 'it reads')
  // RFC 9470: asked for by acr_values, the password alone is not enough any more.
  const acr_values = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'
  const stepped = await withPassword(person, { audience, scope: SCOPES, acr_values })
  t.match(stepped, { status: 403, body: { error: 'mfa_required' } })
  const { access_token } = (
    await tokenFor({ grant_type: `${MFA}otp`, mfa_token: stepped.body.mfa_token, otp: otpOf() })
  ).body
  t.equal((await call('DELETE', path, access_token)).status, 204)
})

t.test('scopes are demanded, and an mfa_token removes nothing', async t => {
  const person = await createOwner()
  const reads = await accessTokenFor(person, 'read:authenticators')
  const path = `/mfa/authenticators/${encodeURIComponent(person.totp.id)}`
  t.match(await call('DELETE', path, reads), { status: 403, body: { error: 'insufficient_scope' } })
  t.match(await call('POST', '/mfa/associate', reads, { authenticator_types: ['otp'] }), { status: 403 })
  t.match(await call('DELETE', path, await mfaTokenFor(person)), { status: 403, body: { error: 'access_denied' } })
  t.equal((await call('GET', '/mfa/authenticators', reads)).body.length, 1)
})

t.test('nobody reaches another’s authenticators', async t => {
  const [ada, bob] = [await createOwner(), await createOwner()]
  const token = await accessTokenFor(ada)
  t.equal((await call('DELETE', `/mfa/authenticators/${encodeURIComponent(bob.totp.id)}`, token)).status, 404)
  t.equal((await store.authentication_methods.list(bob.user_id)).length, 1)
})

t.test('who is blocked meanwhile is sent no code, and adds and reads nothing', async t => {
  const person = await createPerson(app, { email_verified: true })
  const newcomer = await createNewcomer()
  const [mfa_token, fresh] = [await mfaTokenFor(person), await mfaTokenFor(newcomer)]
  for (const { user_id } of [person, newcomer]) await store.users.update(user_id, { blocked: true }, new Date())
  const blocked = { status: 401, body: { error: 'unauthorized', error_description: 'user is blocked' } }
  const { client_id } = client
  t.match(await call('POST', '/mfa/challenge', undefined, { client_id, mfa_token, challenge_type: 'oob' }), blocked)
  t.match(await call('GET', '/mfa/authenticators', mfa_token), blocked)
  t.match(await call('POST', '/mfa/associate', fresh, { authenticator_types: ['otp'] }), blocked)
  t.same(await store.authentication_methods.list(newcomer.user_id), [])
})

t.test('another API’s token, none at all, or one that was made up is refused', async t => {
  const person = await createOwner()
  const mfa_token = await mfaTokenFor(person, { audience: 'urn:lintel:try-it', scope: 'openid' })
  const { body } = await tokenFor({ grant_type: `${MFA}otp`, mfa_token, otp: otpOf() })
  for (const token of [undefined, 'made-up', 'a.b.c', mfa_token, body.access_token, await app.adminToken()])
    t.equal((await call('GET', '/mfa/authenticators', token)).status, 401, String(token).slice(0, 20))
  t.equal((await call('GET', '/api/v2/users', await accessTokenFor(await createOwner()))).status, 401)
})

t.test('what is asked wrongly is said', async t => {
  const mfa_token = await mfaTokenFor(await createNewcomer())
  for (const asked of [
    {},
    { authenticator_types: ['otp', 'oob'] },
    { authenticator_types: ['smoke'] },
    { authenticator_types: ['otp'], client_id: 'another' },
    { authenticator_types: ['oob'], oob_channels: ['email'], email: 'no address' },
    { authenticator_types: ['oob'], oob_channels: ['voice'], phone_number: '+15551234567' },
    { authenticator_types: ['oob'], oob_channels: ['auth0'] },
  ])
    t.equal((await call('POST', '/mfa/associate', mfa_token, asked)).status, 400, JSON.stringify(asked))
})

t.test('scripts of the client’s own origins may read the answers', async t => {
  const mfa_token = await mfaTokenFor(await createNewcomer())
  const allowed = await call('GET', '/mfa/authenticators', mfa_token)
  t.equal(allowed.headers.get('access-control-allow-origin'), ORIGIN)
  const preflight = await app.fetch('/mfa/authenticators', {
    method: 'OPTIONS',
    headers: { origin: ORIGIN, 'access-control-request-headers': 'authorization' },
  })
  t.match(preflight.headers.get('access-control-allow-methods'), /DELETE/)
  const elsewhere = await app.fetch('/mfa/authenticators', {
    headers: { origin: 'https://evil.example', authorization: `Bearer ${mfa_token}` },
  })
  t.equal(elsewhere.headers.get('access-control-allow-origin'), null)
})

t.test('a security key is added by the mfa_token and proved beside the password', async t => {
  const keys = { 'webauthn-roaming': true, 'webauthn-platform': true }
  await setMultiFactor(app, { factors: { ...factors, ...keys }, policies: ['all-applications'] })
  const person = await createNewcomer()
  const { hostname: rpId, origin } = new URL(app.issuer)
  const key = new SoftwareKey()
  const said = ({ body }: Answer, more: Partial<Said> = {}): Said => ({
    challenge: body.authn_params_public_key.challenge,
    origin,
    rpId,
    verified: false,
    ...more,
  })
  const give = (mfa_token: string, authn_response: object, more: object = {}) =>
    tokenFor({ grant_type: WEBAUTHN, mfa_token, authn_response, ...more })
  const first = await withPassword(person)
  t.match(
    first.body.mfa_requirements.enroll.map(({ type }: { type: string }) => type),
    ['otp', 'phone', 'email', 'webauthn-roaming', 'webauthn-platform'],
  )
  const { mfa_token } = first.body
  const associate = (types: string[]) => call('POST', '/mfa/associate', mfa_token, { authenticator_types: types })
  const begun = await associate(['webauthn-roaming'])
  t.match(begun, {
    status: 200,
    body: {
      authenticator_type: 'webauthn-roaming',
      recovery_codes: [String],
      authn_params_public_key: {
        rp: { id: rpId },
        authenticatorSelection: { authenticatorAttachment: 'cross-platform' },
      },
    },
  })
  const wrong = { status: 403, body: { error: 'invalid_grant', error_description: 'Invalid passkey.' } }
  t.match(await give(mfa_token, key.create(said(begun, { origin: 'https://evil.example' }))), wrong)
  t.match(await give(mfa_token, key.create(said(begun))), wrong, 'a challenge is good for one try')
  t.match(await give(await mfaTokenFor(person), key.create(said(await associate(['webauthn-roaming'])))), wrong)
  const { status, body } = await give(mfa_token, key.create(said(await associate(['webauthn-roaming']))))
  t.equal(status, 200, JSON.stringify(body))
  t.match(claimsOf(body.id_token).amr, ['pwd', 'pop', 'user', 'mfa'])
  t.match(await give(mfa_token, key.create(said(begun))), { status: 403 }, 'the mfa_token is spent')

  const again = await withPassword(person)
  const types = again.body.mfa_requirements.challenge.map(({ type }: { type: string }) => type)
  t.same(types.sort(), ['recovery-code', 'webauthn-roaming'])
  const token = again.body.mfa_token
  const challenge = (challenge_type: string, mfa_token = token) =>
    call('POST', '/mfa/challenge', undefined, { client_id: client.client_id, mfa_token, challenge_type })
  for (const type of ['otp oob', 'webauthn-platform', 'smoke'])
    t.match(await challenge(type), { status: 400, body: { error: 'unsupported_challenge_type' } }, type)
  const asked = await challenge('webauthn-roaming')
  t.match(asked.body, {
    challenge_type: 'webauthn-roaming',
    authn_params_public_key: { rpId, allowCredentials: [{ id: key.id }] },
  })
  t.match(
    await call('POST', '/mfa/associate', token, { authenticator_types: ['webauthn-platform'] }),
    { status: 403, body: { error_description: 'User is already enrolled.' } },
    'by one factor nobody chooses the other',
  )
  const stranger = await createNewcomer()
  t.match(await give(await mfaTokenFor(stranger), key.get(said(asked, { signCount: 1 }))), wrong, 'another person’s')
  t.match(await give(token, new SoftwareKey().get(said(await challenge('webauthn-roaming')))), wrong, 'another key')
  const done = await give(token, key.get(said(await challenge('webauthn-roaming'), { signCount: 1 })))
  t.equal(done.status, 200, JSON.stringify(done.body))
  t.match(await give(await mfaTokenFor(person), key.get(said(asked, { signCount: 2 }))), wrong, 'asked for elsewhere')
  t.match(await tokenFor({ grant_type: WEBAUTHN, mfa_token: token }), { status: 400 })
  const listed = await call('GET', '/mfa/authenticators', await mfaTokenFor(person))
  t.ok(listed.body.some((one: { type: string; active: boolean }) => one.type === 'webauthn-roaming' && one.active))
})
