// Auth0's SDKs on passwordless sign-ins: the AuthenticationClient of auth0 v4 for servers, auth0-js in a real Chromium.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AuthenticationClient } from 'auth0-v4'
import { decodeJwt } from 'jose'
import t from 'tap'
import { newClientSecret } from '../../src/ids.ts'
import { createTestApp } from '../support/app.ts'
import { refusal } from '../support/auth0-sdk.ts'
import { openBrowser } from '../support/browser.ts'
import { meter } from '../support/cost.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { createPasswordless, mailedCode } from '../support/passwordless.ts'
import { configure, createClient, createPerson, setOptions, storeOf } from '../support/scene.ts'
import { kindOf } from '../support/statements.ts'
import { localhostTls } from '../support/tls.ts'
import { startWebApp } from '../support/web-app.ts'

const GRANT = 'http://auth0.com/oauth/grant-type/passwordless/otp'
const { options, costOf } = meter()
const app = await createTestApp(t, { ...options, tls: localhostTls() })
const clientSecret = newClientSecret()
const client = await createClient(app, {
  app_type: 'regular_web',
  client_secret: clientSecret,
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'refresh_token', GRANT],
})
const web = await startWebApp(t, {
  '/': { type: 'text/html', body: '<!doctype html><title>App</title><script src="/auth0.js"></script>' },
  '/auth0.js': {
    type: 'text/javascript',
    body: await readFile(path.join(path.dirname(fileURLToPath(import.meta.resolve('auth0-js'))), 'auth0.min.js')),
  },
})
const home = `${web.origin}/`
const spa = await createClient(app, { callbacks: [home], web_origins: [web.origin], grant_types: ['implicit', GRANT] })
const connection = await createPasswordless(app, 'email', [client, spa])
await createPasswordless(app, 'sms', [client])
const sdk = new AuthenticationClient({ domain: new URL(app.issuer).host, clientId: client.client_id, clientSecret })
let count = 0
const somebody = () => `direct-${++count}@example.com`

const ask = async (path: string, body: object, credentials: object = { client_secret: clientSecret }) => {
  const response = await app.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: client.client_id, ...credentials, ...body }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  return { status: response.status, body: (await response.json()) as any }
}
const start = (email: string, more: object = {}) =>
  ask('/passwordless/start', { connection: 'email', email, send: 'code', ...more })
const redeem = (username: string, otp: string, more: object = {}) =>
  ask('/oauth/token', { grant_type: GRANT, realm: 'email', username, otp, scope: 'openid email', ...more })

t.test('auth0: a code by email, in exchange for tokens', async t => {
  const email = somebody()
  await sdk.passwordless.sendEmail({ email, send: 'code' })
  const code = await mailedCode(app, email)
  const { data } = await sdk.passwordless.loginWithEmail({ email, code, scope: 'openid email' })
  t.match(decodeJwt(data.id_token ?? ''), { email, email_verified: true, sub: /^email\|/, amr: undefined })
  t.match(await refusal(sdk.passwordless.loginWithEmail({ email, code })), {
    statusCode: 403,
    error: 'invalid_grant',
  })
})

t.test('auth0: a code by text message', async t => {
  const phone_number = '+447700900101'
  await sdk.passwordless.sendSMS({ phone_number: '+44 7700 900101' })
  await untilJobsAreDone(app)
  const kept = (app.mailbox?.list() ?? []).find(({ to }) => to === phone_number)
  const code = kept?.text.match(/\d{8}/)?.[0] ?? ''
  const { data } = await sdk.passwordless.loginWithSMS({ phone_number, code, scope: 'openid phone' })
  t.match(decodeJwt(data.id_token ?? ''), { sub: /^sms\|/, phone_number, phone_number_verified: true })
})

t.test('auth0: a link by email, by default', async t => {
  const email = somebody()
  await sdk.passwordless.sendEmail({ email })
  t.equal(linkIn((await mailsTo(app, email))[0]).pathname, '/passwordless/verify_redirect')
})

t.test('a link asks /authorize for what authParams say; what would not be heeded is refused', async t => {
  const email = somebody()
  const authParams = {
    scope: 'openid email',
    state: 's',
    max_age: 300,
    ui_locales: 'de',
    protocol: 'oauth2',
    client_id: 'x',
  }
  await sdk.passwordless.sendEmail({ email, authParams })
  const led = await app.fetch(linkIn((await mailsTo(app, email))[0]).href, { redirect: 'manual' })
  const asked = new URL(led.headers.get('location') ?? '', app.issuer).searchParams
  t.same(Object.fromEntries(asked), {
    scope: 'openid email',
    state: 's',
    max_age: '300',
    ui_locales: 'de',
    client_id: client.client_id,
    connection: 'email',
    prompt: 'login',
  })
  for (const more of [{ authParams: { organization: 'org_1' } }, { organization: 'org_1' }])
    t.match(await start(somebody(), { send: 'link', ...more }), { status: 400, body: { error: 'invalid_request' } })
})

t.test('auth0-js: a code is asked for from a page', async t => {
  const context = await (await openBrowser(t)).newContext({ ignoreHTTPSErrors: true })
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(home)
  const email = somebody()
  const config = {
    domain: new URL(app.issuer).host,
    clientID: spa.client_id,
    redirectUri: home,
    responseType: 'token id_token',
  }
  const asked =
    await page.evaluate(`new Promise(resolve => new auth0.WebAuth(${JSON.stringify(config)}).passwordlessStart(
    { connection: 'email', send: 'code', email: ${JSON.stringify(email)} },
    (error, answer) => resolve(error ?? answer),
  ))`)
  t.match(asked, { email })
  const otp = await mailedCode(app, email)
  t.equal((await redeem(email, otp)).status, 403, 'the code of one client is nothing to another')
  const { status } = await redeem(email, otp, { client_id: spa.client_id, client_secret: undefined })
  t.equal(status, 200)
})

t.test('a client must be who it says, and may do only what it was given', async t => {
  const email = somebody()
  t.equal((await ask('/passwordless/start', { connection: 'email', email, send: 'code' }, {})).status, 401)
  const other = await createClient(app)
  const refused = await ask('/passwordless/start', { connection: 'email', email, client_id: other.client_id }, {})
  const missing = "Grant type 'http://auth0.com/oauth/grant-type/passwordless/otp' not allowed for the client."
  t.match(refused, { status: 403, body: { error: 'unauthorized_client', error_description: missing } })
  t.equal(
    (await ask('/oauth/token', { grant_type: 'lintel:passwordless-start', connection: 'email', email })).status,
    403,
  )
  t.match(await start(email, { connection: 'nonsense' }), { status: 403, body: { error: 'invalid_request' } })
  t.equal((await start('nonsense')).status, 400)
  t.equal((await start(email, { send: 'pigeon' })).status, 400)
  t.equal((await start('', { connection: 'sms', phone_number: '12', send: 'code' })).status, 400)
  t.equal(
    (await ask('/passwordless/start', { connection: 'sms', phone_number: '+447700900102', send: 'link' })).status,
    400,
  )
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, email, 0)).length, 0)
})

t.test('known and unknown addresses: the same answer, statements and jobs', async t => {
  const measured = async (email: string) => {
    let answered: unknown
    const { statements, jobs } = await costOf(async () => {
      const { status, body } = await start(email)
      const { _id, email: _, ...rest } = body
      t.match(_id, /^[0-9a-f]{24}$/)
      answered = { status, rest }
    })
    return { answered, statements: statements.filter(sql => kindOf(sql) !== 'log'), jobs }
  }
  await measured(somebody())
  const unknown = await measured(somebody())
  const known = somebody()
  await (await storeOf(app)).users.create({ connection, email: known, email_verified: true }, new Date())
  t.same(await measured(known), unknown)
})

t.test('guesses are counted, sent at once or not', async t => {
  const email = somebody()
  await start(email)
  const otp = await mailedCode(app, email)
  const guesses = await Promise.all(Array.from({ length: 6 }, (_, i) => redeem(email, String(10_000_000 + i))))
  t.ok(guesses.every(({ status }) => status === 403))
  t.equal((await redeem(email, otp)).status, 403, 'the code is of no use any more')
  for (let i = 0; i < 4; i++) await redeem(email, '00000000')
  t.match(await redeem(email, otp), { status: 429, body: { error: 'too_many_attempts' } })
})

t.test('a code in place of a password of a database: /otp/challenge', async t => {
  const realm = 'Username-Password-Authentication'
  const challenge = (email: string) => ask('/otp/challenge', { connection: realm, email })
  const person = await createPerson(app)
  t.match(await challenge(person.email), { status: 403, body: { error: 'unauthorized_client' } }, 'only where it is on')
  await setOptions(app, { authentication_methods: { email_otp: { enabled: true } } })
  const { body } = await challenge(person.email)
  const session = (otp: string, auth_session = body.auth_session) =>
    ask('/oauth/token', { grant_type: GRANT, auth_session, otp, scope: 'openid' })
  const otp = await mailedCode(app, person.email)
  t.equal((await session('00000000')).status, 403)
  t.equal((await session(otp, `${body.auth_session.slice(0, -2)}xx`)).status, 403)
  const done = await session(otp)
  t.match(decodeJwt(done.body.id_token), { sub: person.user_id })
  t.equal((await session(otp)).status, 403, 'once')

  const unproven = await createPerson(app, { email_verified: false })
  const unknown = somebody()
  for (const email of [unproven.email, unknown]) t.equal((await challenge(email)).status, 200)
  await untilJobsAreDone(app)
  for (const email of [unproven.email, unknown])
    t.equal((await mailsTo(app, email, 0)).length, 0, 'an address that nobody has confirmed opens nothing')
})

t.test('who is blocked gets nothing, and a second factor is asked for where it is demanded', async t => {
  const email = somebody()
  const store = await storeOf(app)
  const user = await store.users.create({ connection, email, email_verified: true }, new Date())
  await start(email)
  const otp = await mailedCode(app, email)
  await configure(app, () => app.api('PUT', '/guardian/policies', ['all-applications']))
  await configure(app, () => app.api('PUT', '/guardian/factors/otp', { enabled: true }))
  t.match(await redeem(email, otp), { status: 403, body: { error: 'mfa_required', mfa_token: String } })
  await app.api('PUT', '/guardian/policies', [])
  await start(email)
  const next = await mailedCode(app, email, 2)
  t.equal((await app.api('PATCH', `/users/${encodeURIComponent(user.user_id)}`, { blocked: true })).status, 200)
  t.match(await redeem(email, next), { status: 401, body: { error: 'unauthorized' } })
})

t.test(
  '/passwordless/verify checks a code and spends nothing; /passwordless/verify_redirect looks at none',
  async t => {
    const verify = (body: object) => ask('/passwordless/verify', { connection: 'email', ...body }, {})
    const email = somebody()
    await start(email)
    const verification_code = await mailedCode(app, email)
    t.match(await verify({ email }), { status: 400, body: { error: 'invalid_request' } })
    t.match(await verify({ grant_type: 'password', username: email, password: verification_code }), {
      status: 400,
      body: { error_description: /POST \/oauth\/token .*grant-type\/passwordless\/otp$/ },
    })
    t.match(await verify({ email, verification_code, connection: 'nonsense' }), { status: 403 })
    t.match(await verify({ email, verification_code, client_id: 'nobody' }), { status: 403 })
    const wrong = { status: 401, body: { error: 'invalid_user_password' } }
    t.match(await verify({ email, verification_code: '00000000' }), wrong)
    t.match(await verify({ email: somebody(), verification_code }), wrong, 'for nobody')
    t.match(await verify({ email, verification_code, client_id: spa.client_id }), wrong, 'of another client')
    t.same(await verify({ email, verification_code }), { status: 200, body: {} })
    t.equal((await redeem(email, verification_code)).status, 200, 'it was still good')
    t.match(await verify({ email, verification_code }), wrong, 'and now it is spent')

    const redirect = async (query: { [name: string]: string }) => {
      const asked = new URLSearchParams({
        client_id: client.client_id,
        connection: 'email',
        response_type: 'code',
        ...query,
      })
      const { status, headers } = await app.fetch(`/passwordless/verify_redirect?${asked}`, { redirect: 'manual' })
      return { status, location: headers.get('location'), cookie: headers.get('set-cookie') }
    }
    for (const each of [email, somebody()]) {
      const led = await redirect({ email: each, verification_code: '00000000', prompt: 'none', state: 'x' })
      t.equal(led.status, 303, 'known or unknown')
      t.match(led.location, /^\/authorize\?.*state=x.*&prompt=login$/)
      t.match(led.cookie, /HttpOnly/)
    }
    for (const query of [
      { email },
      { email, verification_code, client_id: 'nobody' },
      { email, verification_code, state: 'x'.repeat(2_001) },
    ])
      t.equal((await redirect(query as { [name: string]: string })).status, 400)

    await start(email)
    for (let i = 0; i < 10; i++) await verify({ email, verification_code: '00000000' })
    t.match(await verify({ email, verification_code }), { status: 429, body: { error: 'too_many_attempts' } })
  },
)
