// Passkeys in a real Chromium, by its virtual authenticator.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createTestApp, type TestApp } from '../support/app.ts'
import { addAuthenticator } from '../support/authenticator.ts'
import { openBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { mailsTo } from '../support/mail.ts'
import {
  askFor,
  configure,
  createClient,
  createPerson,
  eventsOf,
  PASSWORD,
  setOptions,
  storeOf,
  trade,
} from '../support/scene.ts'
import { setMultiFactor } from '../support/second-factor.ts'
import { localhostTls } from '../support/tls.ts'
import { startWebApp } from '../support/web-app.ts'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const shop = await startWebApp(t, { '/callback': { type: 'text/html', body: '<h1>Welcome to the shop</h1>' } })
const client = await createClient(app, { callbacks: [`${shop.origin}/callback`] })
const enable = (on: TestApp, options: object = {}) =>
  setOptions(on, {
    authentication_methods: { passkey: { enabled: true } },
    passkey_options: { challenge_ui: 'button', ...options },
  })
await enable(app)

const BUTTON = 'Continue with a passkey'

async function open(t: Test, { javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ javaScriptEnabled, ignoreHTTPSErrors: true })
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.on('pageerror', error => t.fail(error.message))
  return page
}

async function begin(page: Page) {
  const asked = askFor(client)
  await page.goto(new URL(asked.url, app.issuer).href)
  return asked
}

async function signInByPassword(page: Page, email: string) {
  await page.locator('input[name="username"]').fill(email)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
}

const arrived = async (page: Page) => {
  await page.waitForURL(`${shop.origin}/callback?**`)
  return new URL(page.url()).searchParams.get('code') ?? ''
}

async function signOut(page: Page) {
  await page.goto(new URL('/oidc/logout', app.issuer).href)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
}

t.test('somebody makes a passkey after her password, and signs in by it with one click from then on', async t => {
  const page = await open(t)
  const authenticator = await addAuthenticator(page)
  const person = await createPerson(app)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('heading', { name: 'Sign in faster next time' }).waitFor()
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await arrived(page)
  const [kept] = await authenticator.credentials()
  t.match(kept, { rpId: 'localhost', isResidentCredential: true })
  const [method] = await (await storeOf(app)).authentication_methods.list(person.user_id)
  t.match(method, { type: 'passkey', relying_party_identifier: 'localhost', confirmed: true })
  t.match((await mailsTo(app, person.email)).at(-1)?.subject, 'A passkey was added')

  await signOut(page)
  const asked = await begin(page)
  await page.getByRole('button', { name: BUTTON }).click()
  const { body } = await trade(app, client, await arrived(page), asked)
  t.match(decodeJwt(body.id_token), { sub: person.user_id })
  const events = (await eventsOf(app, person.email)).filter(type => type !== 'seacft')
  t.same(events.sort(), ['gd_enrollment_complete', 's', 's', 'slo'])
})

t.test(
  'somebody new makes a passkey in place of a password, and one made for a name that is taken comes to nothing',
  async t => {
    await configure(app, store => store.settings.update({ prompts: { identifier_first: true } }, new Date()))
    t.teardown(() =>
      configure(app, store => store.settings.update({ prompts: { identifier_first: false } }, new Date())),
    )
    const page = await open(t)
    const authenticator = await addAuthenticator(page)
    const email = 'by-passkey@example.com'
    const asked = askFor(client, { screen_hint: 'signup' })
    await page.goto(new URL(asked.url, app.issuer).href)
    await page.getByLabel('Email address').fill(email)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.getByRole('heading', { name: 'Create a passkey' }).waitFor()
    await authenticator.verifies(false)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await page.getByText('No passkey was created.').waitFor()
    await authenticator.verifies(true)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    const { body } = await trade(app, client, await arrived(page), asked)
    t.match(decodeJwt(body.id_token), { email, amr: ['pop', 'user', 'mfa'] })

    const { email: taken } = await createPerson(app)
    const other = await open(t)
    await addAuthenticator(other)
    await other.goto(new URL(askFor(client, { screen_hint: 'signup' }).url, app.issuer).href)
    await other.getByLabel('Email address').fill(taken)
    await other.getByRole('button', { name: 'Continue', exact: true }).click()
    await other.getByRole('button', { name: 'Create a passkey' }).click()
    await other.getByRole('alert').getByText('We could not create an account').waitFor()
    await other.getByRole('link', { name: 'Choose a password instead' }).click()
    await other.getByRole('heading', { name: 'Choose a password' }).waitFor()
  },
)

t.test('passkeys stand among the names that the browser fills in', async t => {
  await enable(app, { challenge_ui: 'autofill' })
  t.teardown(() => enable(app))
  const page = await open(t)
  await addAuthenticator(page)
  const person = await createPerson(app)
  await begin(page)
  t.equal(await page.locator('input[name="username"]').getAttribute('autocomplete'), 'username webauthn')
  t.notOk(await page.getByRole('button', { name: BUTTON }).isVisible())
  await signInByPassword(page, person.email)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await arrived(page)
  await signOut(page)
  // Chromium's virtual authenticator chooses by itself, and may lead on before the page is there.
  await begin(page).catch(() => undefined)
  t.ok(await arrived(page))
})

t.test('without a script nothing says passkey, and a password does', async t => {
  const page = await open(t, { javaScriptEnabled: false })
  const person = await createPerson(app)
  await begin(page)
  t.notOk(await page.getByRole('button', { name: BUTTON }).isVisible())
  await signInByPassword(page, person.email)
  t.ok(await arrived(page), 'and nobody is asked to make one')
})

t.test('a passkey whose user does not show who she is, or that there is not, signs nobody in', async t => {
  const page = await open(t)
  const authenticator = await addAuthenticator(page)
  const person = await createPerson(app)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await arrived(page)
  await signOut(page)

  await authenticator.verifies(false)
  await begin(page)
  await page.getByRole('button', { name: BUTTON }).click()
  await page.getByText('No passkey was used.').waitFor()
  t.equal(await page.locator('input[name="credential"]').inputValue(), '')
  await authenticator.verifies(true)
  await page.getByRole('button', { name: BUTTON }).click()
  t.ok(await arrived(page), 'on the same page, after all')
})

t.test('a copy of a passkey is found out by its counter', async t => {
  const page = await open(t)
  const authenticator = await addAuthenticator(page)
  const person = await createPerson(app)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await arrived(page)
  const [copy] = await authenticator.credentials()
  for (let n = 0; n < 2; n++) {
    await signOut(page)
    await begin(page)
    await page.getByRole('button', { name: BUTTON }).click()
    await arrived(page)
  }
  await authenticator.remove()
  const thief = await open(t)
  if (copy) await (await addAuthenticator(thief)).add(copy)
  await begin(thief)
  await thief.getByRole('button', { name: BUTTON }).click()
  await thief.getByRole('alert').getByText('This passkey could not be used').waitFor()
})

t.test('a passkey that is known here no more is gone from the browser after it was tried', async t => {
  const page = await open(t)
  const authenticator = await addAuthenticator(page)
  const person = await createPerson(app)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await arrived(page)
  const { authentication_methods } = await storeOf(app)
  const [method] = await authentication_methods.list(person.user_id)
  await signOut(page)
  await authentication_methods.remove(person.user_id, method?.id ?? '')
  await begin(page)
  await page.getByRole('button', { name: BUTTON }).click()
  await page.getByRole('alert').getByText('This passkey could not be used').waitFor()
  await eventually(async () => (await authenticator.credentials()).length === 0)
})

t.test(
  'at her account she adds a security key and a passkey, and what she removes is gone from the browser',
  async t => {
    const page = await open(t)
    const key = await addAuthenticator(page, { transport: 'usb', hasResidentKey: false, hasUserVerification: false })
    const person = await createPerson(app)
    const to = (screen: string) => page.goto(new URL(screen, app.issuer).href)
    await to('/account/security')
    await signInByPassword(page, person.email)
    const notNow = page.getByRole('button', { name: 'Not now' })
    const add = (what: string) => page.getByRole('button', { name: `Add a ${what}` })
    await notNow.or(add('passkey')).first().waitFor()
    if (await notNow.isVisible()) await notNow.click()
    await add('passkey').waitFor()
    t.notOk(await add('security key').isVisible(), 'the tenant does not ask for any')
    await setMultiFactor(app, { factors: { 'webauthn-roaming': true } })
    t.teardown(() => setMultiFactor(app, { factors: {} }))
    // A session knows the second of its sign-in alone; what is added within that one could have been there before.
    await app.database.query("update sessions set authenticated_at = authenticated_at - interval '2 seconds'")
    await page.reload()
    await add('security key').click()
    await page.getByText('Security key or device').waitFor()
    const { authentication_methods } = await storeOf(app)
    t.match(await authentication_methods.list(person.user_id), [{ type: 'webauthn-roaming', confirmed: true }])
    t.equal((await mailsTo(app, person.email)).at(-1)?.subject, 'A second factor was added to your account')
    await add('security key').click()
    await page.getByText('This security key has been added already').waitFor()
    await key.remove()

    const device = await addAuthenticator(page)
    await add('passkey').click()
    await page
      .getByRole('listitem')
      .filter({ hasText: /^\s*Passkey/ })
      .waitFor()
    t.equal((await device.credentials()).length, 1)
    await to('/account')
    await page.getByLabel('Name', { exact: false }).first().fill('Ada of the door')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').waitFor()
    await eventually(async () => (await device.credentials())[0]?.userDisplayName === 'Ada of the door')
    await to('/account/security')
    await page
      .getByRole('listitem')
      .filter({ hasText: /^\s*Passkey/ })
      .getByRole('button', { name: 'Remove' })
      .click()
    await eventually(async () => (await device.credentials()).length === 0)
    t.equal((await authentication_methods.list(person.user_id)).length, 1)
  },
)

t.test('Auth0’s SDK signs people up and in by passkeys, on the app’s own page', async t => {
  const sdk = await readFile(
    path.join(path.dirname(fileURLToPath(import.meta.resolve('@auth0/auth0-spa-js'))), '../auth0-spa-js.production.js'),
  )
  const spa = await startWebApp(t, {
    '/': { type: 'text/html', body: '<!doctype html><title>SPA</title><script src="/auth0.js"></script>' },
    '/auth0.js': { type: 'text/javascript', body: sdk },
  })
  // The SDK speaks https only.
  const secure = await createTestApp(t, { tls: localhostTls() })
  await enable(secure)
  const owner = await createClient(secure, {
    callbacks: [`${spa.origin}/`],
    web_origins: [spa.origin],
    grant_types: ['authorization_code', 'refresh_token', 'urn:okta:params:oauth:grant-type:webauthn'],
  })
  const page = await open(t)
  const authenticator = await addAuthenticator(page)
  await page.goto(`${spa.origin}/`)
  const withSdk = <T>(work: string) =>
    page.evaluate(`(async () => {
      const settings = ${JSON.stringify({
        domain: new URL(secure.issuer).host,
        clientId: owner.client_id,
        authorizationParams: { redirect_uri: `${spa.origin}/`, scope: 'openid profile email' },
      })}
      const client = (window.client ??= await auth0.createAuth0Client(settings))
      try { return await (${work})(client) } catch (error) { return { error: error.message, cause: error.cause } }
    })()`) as Promise<T>
  const email = 'newcomer@example.com'
  const made = await withSdk<{ id_token: string }>(
    `client => client.passkey.signup({ email: '${email}', name: 'Ada', userMetadata: { plan: 'free' } })`,
  )
  t.ok(made.id_token, JSON.stringify(made))
  const claims = decodeJwt(made.id_token)
  t.match(claims, { email, name: 'Ada', amr: ['pop', 'user', 'mfa'] })
  t.equal((await authenticator.credentials()).length, 1)
  t.match(await (await storeOf(secure)).users.find(String(claims.sub)), { user_metadata: { plan: 'free' } })

  const signedIn = await withSdk<{ id_token: string }>('client => client.passkey.login()')
  t.ok(signedIn.id_token, JSON.stringify(signedIn))
  t.equal(decodeJwt(signedIn.id_token).sub, claims.sub)
  const again = await withSdk<{ error: string }>(`client => client.passkey.signup({ email: '${email}' })`)
  t.ok(again.error, 'the address is taken')
})

t.test('a security key is a second factor: touched, without a PIN', async t => {
  await setMultiFactor(app, { factors: { 'webauthn-roaming': true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, {}))
  const page = await open(t)
  await addAuthenticator(page, {
    transport: 'usb',
    hasResidentKey: false,
    hasUserVerification: false,
    isUserVerified: false,
  })
  const person = await createPerson(app)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('heading', { name: 'Add a security key' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Name of the security key').fill('Blue')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Your security key is added' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await arrived(page)
  const methods = await (await storeOf(app)).authentication_methods.list(person.user_id)
  t.match(methods, [{ type: 'webauthn-roaming', name: 'Blue' }], 'and nobody asked for a passkey besides')

  await signOut(page)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('heading', { name: 'Use your security key' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  t.ok(await arrived(page))
})

t.test('who has no script is told what her browser cannot do', async t => {
  await setMultiFactor(app, { factors: { 'webauthn-roaming': true, otp: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, {}))
  const page = await open(t, { javaScriptEnabled: false })
  const person = await createPerson(app)
  await begin(page)
  await signInByPassword(page, person.email)
  await page.getByRole('button', { name: 'Security key' }).click()
  await page.getByText('This browser cannot be asked for it.').waitFor()
  await page.getByRole('link', { name: 'Try another way' }).click()
  await page.getByRole('button', { name: 'Authenticator app' }).waitFor()
})
