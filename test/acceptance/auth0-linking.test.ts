// Linking accounts as a single-page app does it, in a real Chromium: both sign in by auth0-spa-js, in one browser; auth0-js calls the
// Management API by the user's own token.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ManagementClient } from 'auth0'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { refusal } from '../support/auth0-sdk.ts'
import { openBrowser } from '../support/browser.ts'
import { createClient, createPerson, PASSWORD } from '../support/scene.ts'
import { localhostTls } from '../support/tls.ts'
import { startWebApp } from '../support/web-app.ts'

const file = (name: string, to: string) =>
  readFile(path.join(path.dirname(fileURLToPath(import.meta.resolve(name))), to))

const app = await createTestApp(t, { tls: localhostTls() })
const domain = new URL(app.issuer).host
const browser = await openBrowser(t)
const spa = await startWebApp(t, {
  '/': {
    type: 'text/html',
    body: '<!doctype html><title>SPA</title><script src="/spa.js"></script><script>spa = auth0</script><script src="/auth0.js"></script>',
  },
  '/spa.js': { type: 'text/javascript', body: await file('@auth0/auth0-spa-js', '../auth0-spa-js.production.js') },
  '/auth0.js': { type: 'text/javascript', body: await file('auth0-js', 'auth0.min.js') },
})
const home = `${spa.origin}/`
const client = await createClient(app, {
  callbacks: [home],
  allowed_logout_urls: [home],
  web_origins: [spa.origin],
})
const context = await browser.newContext({ ignoreHTTPSErrors: true })
t.teardown(() => context.close())

const settings = (authorizationParams: object) =>
  JSON.stringify({
    domain,
    clientId: client.client_id,
    authorizationParams: { redirect_uri: home, ...authorizationParams },
  })
const audience = `${app.issuer}api/v2/`
const OWN = {
  audience,
  scope: 'openid email read:current_user update:current_user_metadata update:current_user_identities',
}

async function fillIn(page: Page, email: string): Promise<void> {
  await page.locator('input[name="username"]').fill(email)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
}

/** What auth0-js answers to a call by the token of whoever signed in. */
const manage = (page: Page, call: string) =>
  page.evaluate(`(async () => {
    const token = await primary.getTokenSilently()
    const management = new auth0.Management({ domain: '${domain}', token })
    return new Promise(resolve => management.${call.replace(/\)$/, '')}, (error, answer) => resolve(answer ?? { error: error.original?.response?.body ?? String(error) })))
  })()`) as Promise<unknown>

t.test('two accounts become one', async t => {
  const [ada, other] = [await createPerson(app), await createPerson(app)]
  const page = await context.newPage()
  await page.goto(home)
  const gone = page.waitForURL(`${app.issuer}u/**`)
  page
    .evaluate(`spa.createAuth0Client(${settings(OWN)}).then(client => { client.loginWithRedirect() })`)
    .catch(() => {})
  await gone
  await fillIn(page, ada.email)
  await page.waitForURL(`${home}?**`)
  await page.evaluate(`(async () => {
    window.primary = await spa.createAuth0Client(${settings(OWN)})
    await primary.handleRedirectCallback()
  })()`)
  t.match(await manage(page, `getUser('${ada.user_id}')`), { user_id: ada.user_id, email: ada.email })
  t.match(await manage(page, `patchUserMetadata('${ada.user_id}', { colour: 'blue' })`), {
    user_metadata: { colour: 'blue' },
  })
  t.match(await manage(page, `getUser('${other.user_id}')`), { error: { statusCode: 403 } })

  const popup = context.waitForEvent('page')
  const proof = page.evaluate(`(async () => {
    const secondary = new spa.Auth0Client(${settings({ scope: 'openid email', prompt: 'login' })})
    await secondary.loginWithPopup()
    return (await secondary.getIdTokenClaims()).__raw
  })()`) as Promise<string>
  await fillIn(await popup, other.email)
  const id_token = await proof
  t.equal(decodeJwt(id_token).sub, other.user_id)

  t.match(await manage(page, `linkUser('${ada.user_id}', '${id_token}')`), [
    { user_id: ada.user_id.replace('auth0|', '') },
    { user_id: other.user_id.replace('auth0|', ''), profileData: { email: other.email } },
  ])

  const token = (await page.evaluate('primary.getTokenSilently()')) as string
  const own = new ManagementClient({ domain, token, maxRetries: 0 })
  t.match(await own.users.get(ada.user_id), { identities: { length: 2 } })
  t.match(await refusal(own.users.list()), { statusCode: 403 })
  t.match(await own.users.identities.delete(ada.user_id, 'auth0', other.user_id.replace('auth0|', '')), { length: 1 })
})
