// Passkeys in a real Chromium, by its virtual authenticator.
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createTestApp } from '../support/app.ts'
import { addAuthenticator } from '../support/authenticator.ts'
import { openBrowser } from '../support/browser.ts'
import { mailsTo } from '../support/mail.ts'
import { askFor, createClient, createPerson, eventsOf, PASSWORD, setOptions, storeOf, trade } from '../support/scene.ts'
import { startWebApp } from '../support/web-app.ts'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const shop = await startWebApp(t, { '/callback': { type: 'text/html', body: '<h1>Welcome to the shop</h1>' } })
const client = await createClient(app, { callbacks: [`${shop.origin}/callback`] })
const passkeys = (options: object = {}) =>
  setOptions(app, {
    authentication_methods: { passkey: { enabled: true } },
    passkey_options: { challenge_ui: 'button', ...options },
  })
await passkeys()

const BUTTON = 'Continue with a passkey'

async function open(t: Test, { javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ javaScriptEnabled })
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
  t.same((await eventsOf(app, person.email)).sort(), ['gd_enrollment_complete', 's', 's', 'slo'])
})
