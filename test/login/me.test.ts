// Auth0's My Account API, by her own access token: what she has, a new one in two steps, another name, one less.
import { MyAccountApiClient, type MyAccountApiError } from '@auth0/auth0-spa-js'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { giveRecoveryCode } from '../../src/login/second-factors.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { mailsTo } from '../support/mail.ts'
import { claimsOf } from '../support/protocol.ts'
import {
  askFor,
  codeIn,
  configure,
  createClient,
  createPerson,
  eventsOf,
  setOptions,
  storeOf,
  trade,
} from '../support/scene.ts'
import { codeOf, giveApp, mailedCode, provePassword, setMultiFactor } from '../support/second-factor.ts'
import { SoftwareKey } from '../support/software-key.ts'

const ORIGIN = 'https://app.example'
const SCOPES = [
  'read:me:authentication_methods',
  'create:me:authentication_methods',
  'update:me:authentication_methods',
  'delete:me:authentication_methods',
  'read:me:factors',
]

const app = await createTestApp(t)
const store = await storeOf(app)
const audience = `${app.issuer}me/`
const client = await createClient(app)
const stranger = await createClient(app)

async function allow(client_id: string, scope: string[] = SCOPES): Promise<void> {
  const { body } = await app.api('GET', `/resource-servers/${encodeURIComponent(audience)}`)
  await configure(app, () =>
    store.client_grants.create(
      {
        id: newClientGrantId(),
        client_id,
        resource_server_id: body.id,
        subject_type: 'user',
        scope,
        allow_all_scopes: false,
      },
      new Date(),
    ),
  )
}
await allow(client.client_id)
await setOptions(app, { authentication_methods: { passkey: { enabled: true } } })
await setMultiFactor(app, { factors: { otp: true, sms: true, email: true, 'recovery-code': true } })

type Person = Awaited<ReturnType<typeof createPerson>>

/** Somebody whose mailbox is not known to be hers: it is no factor by itself. */
const createNewcomer = () => createPerson(app, { email_verified: false })

async function tokenOf(person: Person, scopes: readonly string[] = SCOPES): Promise<string> {
  const params = { audience, scope: ['openid', ...scopes].join(' ') }
  const { page, asked } = await provePassword(app, client, person, { params })
  const code = codeIn(page)
  if (code === undefined) throw new Error(`no code: ${page.status} ${page.url.href}`)
  return (await trade(app, client, code, asked)).body.access_token
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Answer = { status: number; headers: Headers; body: any }

async function call(token: string | undefined, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await app.fetch(`/me/v1${path}`, {
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

/** Auth0's SDK, with her token. */
function sdkFor(token: string): MyAccountApiClient {
  const fetchWithAuth = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as object), authorization: `Bearer ${token}` } })
  return new MyAccountApiClient({ fetchWithAuth } as never, audience)
}

const METHODS = '/authentication-methods'

t.test('Auth0’s SDK adds an app, renames it and removes it', async t => {
  const person = await createNewcomer()
  const sdk = sdkFor(await tokenOf(person))
  t.same(
    (await sdk.getFactors()).map(({ type }) => type),
    ['passkey', 'totp', 'phone', 'email', 'recovery-code'],
  )
  t.same(await sdk.getAuthenticationMethods(), [])
  const begun = (await sdk.enrollmentChallenge({ type: 'totp' })) as unknown as {
    [member: string]: string
  }
  t.match(begun, {
    id: /^totp\|dev_/,
    auth_session: String,
    barcode_uri: /^otpauth:/,
    manual_input_code: /^[A-Z2-7]+$/,
  })
  t.same(await sdk.getAuthenticationMethods(), [], 'it does not count yet')
  const { location = '', auth_session = '', manual_input_code = '', id = '' } = begun
  const wrong = await sdk
    .enrollmentVerify({ type: 'totp', location, auth_session, otp_code: 'abc' })
    .catch((error: MyAccountApiError) => error)
  t.match(wrong, { name: 'MyAccountApiError', status: 400, type: 'invalid_body' })
  const otp_code = codeOf(manual_input_code)
  const added = await sdk.enrollmentVerify({ type: 'totp', location, auth_session, otp_code })
  t.match(added, { id, type: 'totp', confirmed: true, usage: ['secondary'], created_at: String })
  t.match(await sdk.getAuthenticationMethods('totp'), [{ id }])
  t.same(await sdk.getAuthenticationMethods('phone'), [])
  t.match(await mailsTo(app, person.email), [{}], 'she is told')
  for (const type of ['gd_start_enroll', 'gd_enrollment_complete'])
    await eventually(async () => (await eventsOf(app, person.email)).includes(type))
  t.match(await sdk.updateAuthenticationMethod(id, { name: 'My phone' }), { id, name: 'My phone' })
  t.match(await sdk.getAuthenticationMethod(id), { name: 'My phone' })
  // She has two factors from now on, and this token knows of one.
  const refused = await sdk.deleteAuthenticationMethod(id).catch((error: MyAccountApiError) => error)
  t.match(refused, { status: 401, type: 'insufficient_user_authentication' })
})

t.test('who has two factors proves both before she changes them', async t => {
  const person = await createNewcomer()
  const secret = await giveApp(app, person)
  await giveRecoveryCode(store, person.user_id, new Date())
  const token = await tokenOf(person)
  const listed = await call(token, 'GET', METHODS)
  t.equal(listed.status, 200, 'reading needs no more')
  const { id } = listed.body.authentication_methods.find(({ type }: { type: string }) => type === 'totp')
  for (const [method, path, body] of [
    ['POST', METHODS, { type: 'totp' }],
    ['DELETE', `${METHODS}/${encodeURIComponent(id)}`],
  ] as [string, string, object?][]) {
    const refused = await call(token, method, path, body)
    t.match(refused, { status: 401, body: { type: 'insufficient_user_authentication', status: 401 } })
    t.match(refused.headers.get('www-authenticate'), /insufficient_user_authentication.*acr_values=/)
  }
  const stepped = await steppedUp(person, secret)
  t.same(claimsOf(stepped).amr, ['pwd', 'otp', 'mfa'])
  t.equal((await call(stepped, 'DELETE', `${METHODS}/${encodeURIComponent(id)}`)).status, 204)
  t.equal((await call(stepped, 'GET', `${METHODS}/${encodeURIComponent(id)}`)).status, 404)
})

/** A token for which both were proved, as acr_values asks for it. */
async function steppedUp(person: Person, secret: string): Promise<string> {
  const acr_values = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'
  const params = { audience, scope: ['openid', ...SCOPES].join(' '), acr_values }
  const { page, visitor, asked } = await provePassword(app, client, person, { params })
  const done = await visitor.submit(page, { code: codeOf(secret) })
  const code = codeIn(done)
  if (code === undefined) throw new Error(`no code: ${done.status} ${done.url.href} ${done.body.slice(0, 300)}`)
  return (await trade(app, client, code, asked)).body.access_token
}

t.test('an address is confirmed by the code that is sent there', async t => {
  const person = await createNewcomer()
  const token = await tokenOf(person)
  const email = `other-${person.email}`
  const begun = await call(token, 'POST', METHODS, { type: 'email', email })
  t.match(begun, { status: 202, body: { auth_session: String } })
  const { auth_session, id } = begun.body
  const verify = (otp_code: string) =>
    call(token, 'POST', `${METHODS}/${encodeURIComponent(id)}/verify`, { auth_session, otp_code })
  const otp_code = await mailedCode(app, email)
  t.equal((await verify(otp_code === '00000000' ? '11111111' : '00000000')).status, 400)
  t.match(await verify(otp_code), { status: 201, body: { type: 'email', email, confirmed: true } })
  t.equal((await verify(otp_code)).status, 400, 'once')
})

t.test('a phone waits for its code', async t => {
  const token = await tokenOf(await createNewcomer())
  t.match(await call(token, 'POST', METHODS, { type: 'phone', phone_number: '555' }), { status: 400 })
  t.match(
    await call(token, 'POST', METHODS, {
      type: 'phone',
      phone_number: '+15551234567',
      preferred_authentication_method: 'voice',
    }),
    { status: 400 },
    'not enabled',
  )
  t.match(await call(token, 'POST', METHODS, { type: 'phone', phone_number: '+15551234567' }), { status: 202 })
  t.same((await call(token, 'GET', METHODS)).body.authentication_methods, [])
})

t.test('a recovery code takes the place of the one before when she says that she has it', async t => {
  const person = await createNewcomer()
  const token = await tokenOf(person)
  const begin = () => call(token, 'POST', METHODS, { type: 'recovery-code' })
  const verify = ({ body }: Answer) =>
    call(token, 'POST', `${METHODS}/${encodeURIComponent(body.id)}/verify`, { auth_session: body.auth_session })
  const first = await begin()
  t.match(first.body.recovery_code, /^[A-Z2-9]{24}$/)
  t.match(await verify(first), { status: 201, body: { type: 'recovery-code' } })
  t.equal((await call(token, 'GET', METHODS)).body.authentication_methods.length, 1)
})

t.test('a passkey is bound to what was begun', async t => {
  const person = await createNewcomer()
  const token = await tokenOf(person)
  const begun = await call(token, 'POST', METHODS, { type: 'passkey' })
  t.equal(begun.status, 202, JSON.stringify(begun.body))
  t.equal(begun.headers.get('location'), `${audience}v1${METHODS}/passkey%7Cnew`)
  t.match(begun.headers.get('access-control-expose-headers'), /Location/)
  const { auth_session, authn_params_public_key: asked } = begun.body
  const key = new SoftwareKey()
  const said = { challenge: asked.challenge, origin: new URL(app.issuer).origin, rpId: asked.rp.id }
  const path = `${METHODS}/passkey%7Cnew/verify`
  const other = await call(token, 'POST', METHODS, { type: 'passkey' })
  t.equal(
    (await call(token, 'POST', path, { auth_session: other.body.auth_session, authn_response: key.create(said) }))
      .status,
    400,
    'the challenge of another',
  )
  const evil = { ...said, challenge: other.body.authn_params_public_key.challenge, origin: 'https://evil.example' }
  t.equal(
    (await call(token, 'POST', path, { auth_session: other.body.auth_session, authn_response: key.create(evil) }))
      .status,
    400,
    'at another origin',
  )
  const added = await call(token, 'POST', path, { auth_session, authn_response: key.create(said) })
  t.match(added, {
    status: 201,
    body: { id: /^passkey\|dev_/, type: 'passkey', key_id: key.id, usage: ['primary'], credential_backed_up: false },
  })
  t.equal((await call(token, 'POST', path, { auth_session, authn_response: key.create(said) })).status, 400, 'once')
})

t.test('nobody confirms what another began, nor at another client, nor as something else', async t => {
  const [ada, bob] = [await createNewcomer(), await createNewcomer()]
  const [hers, his] = [await tokenOf(ada), await tokenOf(bob)]
  const { body } = await call(hers, 'POST', METHODS, { type: 'totp' })
  const { auth_session, id, manual_input_code } = body
  const otp_code = codeOf(manual_input_code)
  const at = (of: string) => `${METHODS}/${encodeURIComponent(of)}/verify`
  t.equal((await call(his, 'POST', at(id), { auth_session, otp_code })).status, 400)
  t.equal((await call(hers, 'POST', at('totp|dev_another'), { auth_session, otp_code })).status, 400)
  t.equal((await call(hers, 'POST', at(id), { auth_session: 'made-up', otp_code })).status, 400)
  t.equal((await call(auth_session, 'GET', METHODS)).status, 401, 'it is no token')
  await app.database.query("update held_proofs set expires_at = created_at - interval '1 second'")
  t.equal((await call(hers, 'POST', at(id), { auth_session, otp_code })).status, 400, 'too late')
})

t.test('of many who confirm at once, one does', async t => {
  const token = await tokenOf(await createNewcomer())
  const { body } = await call(token, 'POST', METHODS, { type: 'totp' })
  const path = `${METHODS}/${encodeURIComponent(body.id)}/verify`
  const answers = await Promise.all(
    [-30, 0, 30].map(seconds =>
      call(token, 'POST', path, {
        auth_session: body.auth_session,
        otp_code: codeOf(body.manual_input_code, new Date(Date.now() + seconds * 1000)),
      }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 400, 400])
})

t.test('another’s method is none of hers', async t => {
  const [ada, bob] = [await createNewcomer(), await createNewcomer()]
  await giveApp(app, bob)
  const [{ id } = { id: '' }] = await store.authentication_methods.list(bob.user_id)
  const token = await tokenOf(ada)
  const path = `${METHODS}/${encodeURIComponent(id)}`
  t.equal((await call(token, 'GET', path)).status, 404)
  t.equal((await call(token, 'PATCH', path, { name: 'mine' })).status, 404)
  t.equal((await call(token, 'DELETE', path)).status, 404)
  t.equal((await store.authentication_methods.list(bob.user_id)).length, 1)
})

t.test('scopes are demanded one by one', async t => {
  const person = await createNewcomer()
  const token = await tokenOf(person, ['read:me:authentication_methods'])
  t.equal((await call(token, 'GET', METHODS)).status, 200)
  for (const [method, path, body] of [
    ['GET', '/factors'],
    ['POST', METHODS, { type: 'totp' }],
    ['POST', `${METHODS}/x/verify`, { auth_session: 'x' }],
    ['PATCH', `${METHODS}/x`, { name: 'x' }],
    ['DELETE', `${METHODS}/x`],
  ] as [string, string, object?][])
    t.match(
      await call(token, method, path, body),
      { status: 403, body: { type: 'insufficient_scope' } },
      `${method} ${path}`,
    )
})

t.test('a client without a grant gets no such token, and none in its own name', async t => {
  const person = await createNewcomer()
  const params = { audience, scope: 'openid read:me:authentication_methods' }
  const { url } = askFor(stranger, params)
  const answered = await app.fetch(url)
  t.match(answered.headers.get('location'), /error=access_denied/)
  const confidential = await createClient(app, {
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: 'a-secret-of-its-own-that-is-long-enough',
  })
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: confidential.client_id,
      client_secret: 'a-secret-of-its-own-that-is-long-enough',
      audience,
    }),
  })
  t.equal(response.status, 403)
  for (const token of [undefined, 'made-up', await app.adminToken()])
    t.equal((await call(token, 'GET', METHODS)).status, 401)
  t.ok(person)
})

t.test('what ends her sessions ends the token', async t => {
  const person = await createNewcomer()
  const token = await tokenOf(person)
  await app.api('PATCH', `/users/${encodeURIComponent(person.user_id)}`, { blocked: true })
  t.equal((await call(token, 'GET', METHODS)).status, 401)
})

t.test('a passkey is of the database that she signs in by, whatever an app names', async t => {
  const person = await createNewcomer()
  const token = await tokenOf(person)
  const hers = { connection: 'Username-Password-Authentication', identity_user_id: person.user_id.split('|')[1] }
  t.equal((await call(token, 'POST', METHODS, { type: 'passkey', ...hers })).status, 202)
  for (const wrong of [{ connection: 'Nowhere' }, { identity_user_id: 'another' }, { connection: 5 }])
    t.match(await call(token, 'POST', METHODS, { type: 'passkey', ...hers, ...wrong }), { status: 400 })
})

t.test('unknown members and types are refused', async t => {
  const token = await tokenOf(await createNewcomer())
  t.equal((await call(token, 'POST', METHODS, { type: 'totp', secret: 'mine' })).status, 400)
  t.equal((await call(token, 'POST', METHODS, { type: 'push-notification' })).status, 400)
  t.equal((await call(token, 'POST', METHODS, { type: 'password' })).status, 400)
  t.equal((await call(token, 'POST', METHODS, [])).status, 400)
})
