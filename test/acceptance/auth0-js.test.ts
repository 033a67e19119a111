// Auth0's older SDK for browsers (auth0-js), in a real Chromium: tokens by the implicit flow and, silently, by postMessage; by forms of the app's
// own, with a password or a code.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { createPasswordless, mailedCode } from '../support/passwordless.ts'
import { createClient, createPerson, PASSWORD } from '../support/scene.ts'
import { startWebApp } from '../support/web-app.ts'

const sdk = await readFile(path.join(path.dirname(fileURLToPath(import.meta.resolve('auth0-js'))), 'auth0.min.js'))
const AUDIENCE = 'urn:lintel:try-it'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const web = await startWebApp(t, {
  '/': { type: 'text/html', body: '<!doctype html><title>App</title><script src="/auth0.js"></script>' },
  '/auth0.js': { type: 'text/javascript', body: sdk },
})
const home = `${web.origin}/`
const client = await createClient(app, {
  callbacks: [home],
  allowed_logout_urls: [home],
  web_origins: [web.origin],
  grant_types: ['implicit', 'http://auth0.com/oauth/grant-type/passwordless/otp'],
  cross_origin_authentication: true,
})
await createPasswordless(app, 'email', [client])
const realm = 'Username-Password-Authentication'

type Answer = {
  error?: string
  description?: string
  accessToken?: string
  expiresIn?: number
  idTokenPayload?: { sub: string }
}

/** One call of the SDK in the app's page; its callback's answer. */
const withSdk = (page: Page, work: string): Promise<Answer> =>
  page.evaluate(`new Promise(resolve => {
    const client = new auth0.WebAuth(${JSON.stringify({
      domain: app.issuer.replace(/\/$/, ''),
      clientID: client.client_id,
      redirectUri: home,
      audience: AUDIENCE,
      responseType: 'token id_token',
      scope: 'openid profile email',
      overrides: { __token_issuer: app.issuer, __tenant: 'default' },
    })})
    const done = (error, answer) => resolve(error ? { error: error.error ?? error.code ?? String(error), description: error.description } : answer)
    ;(${work})(client, done)
  })`) as Promise<Answer>

const CHECK = '(client, done) => client.checkSession({}, done)'

t.test('tokens in the fragment, then silently from the session, until the logout', async t => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(home)
  t.match(await withSdk(page, CHECK), { error: 'login_required' })

  const person = await createPerson(app)
  const gone = page.waitForURL(`${app.issuer}u/**`)
  withSdk(page, 'client => client.authorize()').catch(() => {})
  await gone
  await page.locator('input[name="username"]').fill(person.email)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.waitForURL(`${home}#**`)
  const answered = await withSdk(page, '(client, done) => client.parseHash({}, done)')
  t.match(answered, { expiresIn: 7_200, idTokenPayload: { sub: person.user_id, email: person.email } })
  t.match(decodeJwt(answered.accessToken ?? ''), { sub: person.user_id, azp: client.client_id })

  const silent = await withSdk(page, CHECK)
  t.match(silent, { idTokenPayload: { sub: person.user_id } })

  const info = await withSdk(page, `(client, done) => client.client.userInfo('${silent.accessToken}', done)`)
  t.match(info, { sub: person.user_id, email: person.email })

  const home_again = page.waitForURL(home)
  withSdk(page, `client => client.logout({ returnTo: '${home}' })`).catch(() => {})
  await home_again
  await page.waitForLoadState()
  t.match(await withSdk(page, CHECK), { error: 'login_required' })
})

/** The app, with nobody signed in. */
async function visitApp(t: Test): Promise<Page> {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(home)
  return page
}

const PARSE = '(client, done) => client.parseHash({}, done)'

t.test('a password, given to a form of the app’s own', async t => {
  const page = await visitApp(t)
  const person = await createPerson(app)
  const logIn = (password: string) =>
    withSdk(
      page,
      `(client, done) => client.login(${JSON.stringify({ realm, username: person.email, password })}, done)`,
    )
  t.match(await logIn('not this one'), { error: 'access_denied', description: 'Wrong email or password.' })
  const done = page.waitForURL(`${home}#**`)
  logIn(PASSWORD).catch(() => {})
  await done
  t.match(await withSdk(page, PARSE), { idTokenPayload: { sub: person.user_id, email: person.email } })
})

t.test('the same without leaving the page (popup mode): in a frame, or not at all', async t => {
  const page = await visitApp(t)
  const person = await createPerson(app)
  const given = JSON.stringify({ realm, username: person.email, password: PASSWORD })
  const logIn = () => withSdk(page, `(client, done) => client.popup.loginWithCredentials(${given}, done)`)
  t.match(await logIn(), { accessToken: String, idTokenPayload: { sub: person.user_id } })
  t.match(await withSdk(page, CHECK), { idTokenPayload: { sub: person.user_id } }, 'she is signed in')
  await app.api('PUT', '/guardian/factors/otp', { enabled: true })
  await app.api('PUT', '/guardian/policies', ['all-applications'])
  t.teardown(() => app.api('PUT', '/guardian/policies', []))
  t.match(await logIn(), { error: 'login_required' })
})

t.test('a code that was mailed, given to a form of the app’s own', async t => {
  const page = await visitApp(t)
  const email = 'reader@example.com'
  const start = JSON.stringify({ connection: 'email', send: 'code', email })
  t.match(await withSdk(page, `(client, done) => client.passwordlessStart(${start}, done)`), { email })
  const code = await mailedCode(app, email)
  const logIn = (verificationCode: string) =>
    withSdk(
      page,
      `(client, done) => client.passwordlessLogin(${JSON.stringify({ connection: 'email', email, verificationCode })}, done)`,
    )
  t.match(await logIn('00000000'), { error: 'access_denied' })
  const done = page.waitForURL(`${home}#**`)
  logIn(code).catch(() => {})
  await done
  t.match(await withSdk(page, PARSE), { idTokenPayload: { sub: /^email\|/, email, email_verified: true } })
})

t.test('the same by passwordlessVerify: the code is checked, and its person says whom it signs in', async t => {
  const page = await visitApp(t)
  const email = 'verified@example.com'
  const start = JSON.stringify({ connection: 'email', send: 'code', email })
  await withSdk(page, `(client, done) => client.passwordlessStart(${start}, done)`)
  const code = await mailedCode(app, email)
  const verify = (verificationCode: string) =>
    withSdk(
      page,
      `(client, done) => client.passwordlessVerify(${JSON.stringify({ connection: 'email', email, verificationCode })}, done)`,
    )
  t.match(await verify('00000000'), { error: 'invalid_user_password' })
  const asked = page.waitForURL(`${app.issuer}u/**`)
  verify(code).catch(() => {})
  await asked
  t.match(await page.locator('main').textContent(), email)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${home}#**`)
  t.match(await withSdk(page, PARSE), { idTokenPayload: { sub: /^email\|/, email } })
})
