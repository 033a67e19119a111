// Auth0's older SDK for browsers (auth0-js), in a real Chromium: tokens by the implicit flow and, silently, by postMessage.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
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
  grant_types: ['implicit'],
})

type Answer = { error?: string; accessToken?: string; expiresIn?: number; idTokenPayload?: { sub: string } }

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
    const done = (error, answer) => resolve(error ? { error: error.error ?? error.code ?? String(error) } : answer)
    ;(${work})(client, done)
  })`) as Promise<Answer>

const CHECK = '(client, done) => client.checkSession({}, done)'

t.test('tokens in the fragment, then silently from the session, until the logout', async t => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(home)
  t.same(await withSdk(page, CHECK), { error: 'login_required' })

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
  t.same(await withSdk(page, CHECK), { error: 'login_required' })
})
