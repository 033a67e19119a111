// A certified client that we did not write waits for a person's word: openid-client drives the device flow and CIBA; the person is Chromium,
// with scripts and without.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import * as client from 'openid-client'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { CIBA, DEVICE_CODE } from '../../src/oidc/client-metadata.ts'
import type { NewClient } from '../../src/store/clients.ts'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { configure, createClient, createPerson, PASSWORD } from '../support/scene.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SECRET = 'a-secret-of-the-bank-0123456789'

const app = await createTestApp(t)
const browser = await openBrowser(t)

async function judge(t: Test, page: Page): Promise<void> {
  const title = await page.title()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(`${axe};0`)
    const { violations } = (await page.evaluate('axe.run(document)')) as AxeResults
    t.same(
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      [],
      `${title}, ${colorScheme}: axe-core finds nothing`,
    )
  }
  await page.setViewportSize({ width: 320, height: 640 })
  t.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, `${title}: fits a phone`)
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** A person's browser, and how she goes on. */
async function person(t: Test, javaScriptEnabled: boolean) {
  const context = await browser.newContext({ javaScriptEnabled })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  return {
    page,
    complaints,
    async look(heading: string) {
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      if (javaScriptEnabled) await judge(t, page)
    },
    press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
  }
}

async function configOf(patch: Partial<NewClient>, authentication: client.ClientAuth) {
  const { client_id } = await createClient(app, { callbacks: [], ...patch })
  const config = await client.discovery(new URL(app.issuer), client_id, undefined, authentication, {
    execute: [client.allowInsecureRequests],
  })
  /** What the token endpoint has said so far. */
  const heard: string[] = []
  config[client.customFetch] = async (url, options) => {
    const response = await fetch(url, options as RequestInit)
    if (url.endsWith('/oauth/token')) {
      const { error = 'none' } = (await response.clone().json()) as { error?: string }
      heard.push(`${response.status} ${error}`)
    }
    return response
  }
  return { config, heard }
}

for (const [dialect, javaScriptEnabled] of [
  ['auth0', true],
  ['rfc', false],
] as const) {
  t.test(`${dialect}’s dialect, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async t => {
    await configure(app, store =>
      store.transaction(tx => tx.settings.update({ protocol_dialect: dialect }, new Date())),
    )

    t.test('a device', async t => {
      const { config, heard } = await configOf({ name: 'Television', grant_types: [DEVICE_CODE] }, client.None())
      const ada = await createPerson(app)
      const { page, press, look, complaints } = await person(t, javaScriptEnabled)
      const asked = await client.initiateDeviceAuthorization(config, { scope: 'openid email' })
      // Sooner than it was told, so that it learns to slow down.
      const waiting = client.pollDeviceAuthorizationGrant(config, { ...asked, interval: 0.1 })

      await page.goto(asked.verification_uri)
      await look('Connect a device')
      await page.getByLabel('Code').fill('BCDF-GHJK')
      await press('Continue')
      await page.getByRole('alert').getByText('There is no such code').waitFor()
      await look('Connect a device')
      await page.goto(asked.verification_uri_complete ?? '')
      t.equal(await page.getByLabel('Code').inputValue(), asked.user_code)
      await press('Continue')
      await page.getByText(asked.user_code).waitFor()
      await look('Is this your device?')
      await press('Yes, connect it')
      await look('Sign in')
      await page.locator('input[name="username"]').fill(ada.email)
      await page.locator('input[name="password"]').fill(PASSWORD)
      await press('Continue')
      await look('Your device is connected')
      t.same(complaints, [])

      const tokens = await waiting
      t.equal(tokens.claims()?.sub, ada.user_id)
      const [pending, slow_down, last] = [heard[0], heard[1], heard.at(-1)]
      const statuses = { auth0: [403, 429], rfc: [400, 400] }[dialect]
      t.same(
        [pending, slow_down, last],
        [`${statuses[0]} authorization_pending`, `${statuses[1]} slow_down`, '200 none'],
      )
    })

    t.test('CIBA', async t => {
      const { config } = await configOf(
        {
          name: 'Bank',
          app_type: 'regular_web',
          token_endpoint_auth_method: 'client_secret_post',
          client_secret: SECRET,
          grant_types: [CIBA],
          async_approval_notification_channels: ['email'],
        },
        client.ClientSecretPost(SECRET),
      )
      const ada = await createPerson(app)
      const { page, press, look, complaints } = await person(t, javaScriptEnabled)
      const ask = async () => {
        const asked = await client.initiateBackchannelAuthentication(config, {
          scope: 'openid email',
          login_hint: JSON.stringify({ format: 'iss_sub', iss: app.issuer, sub: ada.user_id }),
          binding_message: 'Order 1234-ABCD',
        })
        return client.pollBackchannelAuthenticationGrant(config, { ...asked, interval: 0.5 }).catch(error => error)
      }
      const waiting = ask()
      await page.goto(linkIn((await mailsTo(app, ada.email)).at(-1)).href)
      await look('Someone needs your approval')
      await press('Review the request')
      await look('Sign in')
      await page.locator('input[name="password"]').fill(PASSWORD)
      await press('Continue')
      await page.getByText('Order 1234-ABCD').waitFor()
      await look('Do you approve?')
      await press('Approve')
      await look('You approved the request')
      t.equal((await waiting).claims().sub, ada.user_id)

      const refused = ask()
      await page.goto(linkIn((await mailsTo(app, ada.email, 2)).at(-1)).href)
      await press('Review the request')
      await press('Decline')
      await look('You declined the request')
      t.match(await refused, { error: 'access_denied' })
      t.same(complaints, [])
    })
  })
}
