// Auth0's SDK for single-page apps with `useDpop`, in a real Chromium: proofs by a key that the page cannot read, nonces, refresh tokens that are
// bound to the key.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { configure, createClient, createPerson, PASSWORD, storeOf } from '../support/scene.ts'
import { startWebApp } from '../support/web-app.ts'

const sdk = await readFile(
  path.join(path.dirname(fileURLToPath(import.meta.resolve('@auth0/auth0-spa-js'))), '../auth0-spa-js.production.js'),
)
const AUDIENCE = 'https://bound.example/'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const spa = await startWebApp(t, {
  '/': { type: 'text/html', body: '<!doctype html><title>SPA</title><script src="/auth0.js"></script>' },
  '/auth0.js': { type: 'text/javascript', body: sdk },
})
const home = `${spa.origin}/`
const client = await createClient(app, {
  callbacks: [home],
  web_origins: [spa.origin],
  require_proof_of_possession: true,
})
await configure(app, async () => {
  const store = await storeOf(app)
  const example = await store.resource_servers.findByIdentifier('urn:lintel:try-it')
  if (!example) throw new Error('no resource server')
  await store.resource_servers.create(
    {
      ...example,
      id: 'cccccccccccccccccccccccc',
      identifier: AUDIENCE,
      name: 'Bound',
      allow_offline_access: true,
      proof_of_possession: { mechanism: 'dpop', required: true },
    },
    new Date(),
  )
})

const settings = {
  domain: app.issuer.replace(/\/$/, ''),
  clientId: client.client_id,
  useDpop: true,
  useRefreshTokens: true,
  cacheLocation: 'localstorage',
  authorizationParams: { redirect_uri: home, audience: AUDIENCE, scope: 'openid profile email offline_access' },
}

t.test('tokens bound to the key of the page', async t => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(home)
  const withSdk = <T>(work: string) =>
    page.evaluate(`(async () => {
      const client = (window.client ??= await auth0.createAuth0Client(${JSON.stringify(settings)}))
      return (${work})(client)
    })()`) as Promise<T>

  const person = await createPerson(app)
  const gone = page.waitForURL(`${app.issuer}u/**`)
  await withSdk('client => { client.loginWithRedirect() }')
  await gone
  await page.locator('input[name="username"]').fill(person.email)
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.waitForURL(`${home}?**`)
  await withSdk('client => client.handleRedirectCallback()')
  t.match(await withSdk('client => client.getUser()'), { sub: person.user_id, email: person.email })

  const silently = () =>
    withSdk<{ access_token: string; token_type: string }>(
      'client => client.getTokenSilently({ cacheMode: "off", detailedResponse: true })',
    )
  const [first, second] = [await silently(), await silently()]
  const jkt = (token: string) => (decodeJwt(token).cnf as { jkt?: string }).jkt
  t.equal(first.token_type, 'DPoP')
  t.ok(jkt(first.access_token))
  t.equal(jkt(second.access_token), jkt(first.access_token), 'refreshed by the same key')

  const info = await withSdk(`async client => {
    const url = ${JSON.stringify(`${app.issuer}userinfo`)}
    const accessToken = await client.getTokenSilently()
    const ask = async dpopNonce => {
      const dpopProof = await client.generateDpopProof({ url, method: 'GET', nonce: dpopNonce, accessToken })
      return fetch(url, { headers: { authorization: 'DPoP ' + accessToken, dpop: dpopProof } })
    }
    const first = await ask()
    const again = await ask(first.headers.get('dpop-nonce'))
    const challenge = first.headers.get('www-authenticate')
    return { statuses: [first.status, again.status], challenge, email: (await again.json()).email }
  }`)
  t.match(info, { statuses: [401, 200], challenge: /^DPoP .*use_dpop_nonce/, email: person.email })

  const refresh_token = (await page.evaluate(
    'Object.values(localStorage).map(text => JSON.parse(text).body?.refresh_token).find(Boolean)',
  )) as string
  t.ok(refresh_token)
  const stolen = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: client.client_id, refresh_token }),
  })
  t.ok(stolen.status >= 400, 'a refresh token that was stolen is of no use without the key')
  t.equal((await silently()).token_type, 'DPoP', 'and its owner goes on')
})
