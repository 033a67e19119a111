// Auth0's SDK for single-page apps, in a real Chromium, on an origin of its own.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { createClient, createPerson, PASSWORD } from '../support/scene.ts'
import { startWebApp } from '../support/web-app.ts'

const sdk = await readFile(
  path.join(path.dirname(fileURLToPath(import.meta.resolve('@auth0/auth0-spa-js'))), '../auth0-spa-js.production.js'),
)
const AUDIENCE = 'urn:lintel:try-it'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const spa = await startWebApp(t, {
  '/': { type: 'text/html', body: '<!doctype html><title>SPA</title><script src="/auth0.js"></script>' },
  '/auth0.js': { type: 'text/javascript', body: sdk },
})
const home = `${spa.origin}/`
const client = await createClient(app, {
  callbacks: [home],
  allowed_logout_urls: [home],
  web_origins: [spa.origin],
})

/** The app's own code, in the page: makes an SDK client anew, as after each load, and does one thing with it. */
async function withSdk<T>(page: Page, options: object, work: string): Promise<T> {
  const settings = {
    domain: app.issuer.replace(/\/$/, ''),
    clientId: client.client_id,
    ...options,
    authorizationParams: { redirect_uri: home, audience: AUDIENCE, scope: 'openid profile email' },
  }
  return page.evaluate(`(async () => {
    const client = (window.client ??= await auth0.createAuth0Client(${JSON.stringify(settings)}))
    return (${work})(client)
  })()`) as Promise<T>
}

async function begin(t: Test): Promise<Page> {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(home)
  return page
}

/** From the app to Lintel's page and back, with an answer that the SDK accepts. */
async function signIn(page: Page, options: object): Promise<{ email: string; user_id: string }> {
  const person = await createPerson(app)
  const gone = page.waitForURL(`${app.issuer}u/**`)
  await withSdk(page, options, 'client => { client.loginWithRedirect({ appState: { from: "here" } }) }')
  await gone
  await page.locator('input[name="username"]').fill(person.email)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.waitForURL(`${home}?**`)
  const { appState } = await withSdk<{ appState: unknown }>(page, options, 'client => client.handleRedirectCallback()')
  t.same(appState, { from: 'here' })
  return person
}

const tokenOf = (page: Page, options: object) =>
  withSdk<string>(page, options, 'client => client.getTokenSilently({ cacheMode: "off" })')
const failureOf = (page: Page, options: object) =>
  withSdk<string>(
    page,
    options,
    'client => client.getTokenSilently({ cacheMode: "off" }).then(() => "a token", error => error.error)',
  )

t.test('redirect login, and who it was', async t => {
  const page = await begin(t)
  const person = await signIn(page, {})
  const user = await withSdk<object>(page, {}, 'client => client.getUser()')
  t.match(user, { sub: person.user_id, email: person.email, email_verified: true })
  t.match(decodeJwt(await tokenOf(page, {})), {
    iss: app.issuer,
    sub: person.user_id,
    azp: client.client_id,
    aud: [AUDIENCE, `${app.issuer}userinfo`],
  })
})

t.test('silent authentication in an iframe, after the page was loaded again', async t => {
  const page = await begin(t)
  t.equal(await failureOf(page, {}), 'login_required', 'nobody is signed in yet')
  const person = await signIn(page, {})
  // Tokens were in memory only: whatever there is now came through the frame.
  await page.goto(home)
  t.equal(decodeJwt(await tokenOf(page, {})).sub, person.user_id)
  t.match(await withSdk(page, {}, 'client => client.getUser()'), { email: person.email })
})

t.test('an origin that is not registered is told nothing, even by a frame', async t => {
  const page = await begin(t)
  await signIn(page, {})
  const stranger = await startWebApp(t, {
    '/': { type: 'text/html', body: '<!doctype html><title>Evil</title><script src="/auth0.js"></script>' },
    '/auth0.js': { type: 'text/javascript', body: sdk },
  })
  await page.goto(`${stranger.origin}/`)
  const asked = withSdk<string>(
    page,
    { authorizeTimeoutInSeconds: 2 },
    'client => client.getTokenSilently({ cacheMode: "off" }).then(() => "a token", error => error.error)',
  )
  t.equal(await asked, 'timeout')
})

t.test('rotating refresh tokens', async t => {
  const options = { useRefreshTokens: true, cacheLocation: 'localstorage' }
  const page = await begin(t)
  const person = await signIn(page, options)
  const refreshToken = () =>
    page.evaluate(
      'Object.values(localStorage).map(text => JSON.parse(text).body?.refresh_token).find(Boolean)',
    ) as Promise<string>
  const seen = [await refreshToken()]
  for (let i = 0; i < 3; i++) {
    t.equal(decodeJwt(await tokenOf(page, options)).sub, person.user_id)
    seen.push(await refreshToken())
  }
  t.equal(new Set(seen).size, 4, 'each exchange brings another one')

  // A stolen one that was used before ends the family; the SDK understands and asks for a sign-in.
  const replay = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client.client_id,
      refresh_token: seen[0] ?? '',
    }),
  })
  t.equal(replay.status, 403)
  t.match(await failureOf(page, options), /invalid_grant|login_required/)
})

t.test('refresh tokens kept in a worker, out of the page’s reach', async t => {
  const options = { useRefreshTokens: true, cacheLocation: 'memory' }
  const page = await begin(t)
  const person = await signIn(page, options)
  for (let i = 0; i < 2; i++) t.equal(decodeJwt(await tokenOf(page, options)).sub, person.user_id)
})

t.test('logout: back at the app, and silently signed in no more', async t => {
  const page = await begin(t)
  await signIn(page, {})
  const gone = page.waitForURL(home)
  await withSdk(page, {}, `client => { client.logout({ logoutParams: { returnTo: ${JSON.stringify(home)} } }) }`)
  await gone
  t.equal(page.url(), home)
  await page.waitForLoadState()
  t.equal(await failureOf(page, {}), 'login_required')
})
