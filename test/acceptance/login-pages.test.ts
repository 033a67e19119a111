// Every page of a person's way, in a real Chromium: with scripts and without, in light and in dark, on a phone.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { axeFindings, overflows } from '../support/judge.ts'
import { mailsTo } from '../support/mail.ts'
import { askFor, createClient } from '../support/scene.ts'
import { startWebApp } from '../support/web-app.ts'

const PASSWORD = 'correct horse battery staple'
const NEW_PASSWORD = 'a new battery, stapled'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const shop = await startWebApp(t, { '/callback': { type: 'text/html', body: '<h1>Welcome to the shop</h1>' } })
const client = await createClient(app, { callbacks: [`${shop.origin}/callback`] })
const umbrella = await createClient(app, {
  name: 'Umbrella',
  is_first_party: false,
  callbacks: [`${shop.origin}/callback`],
})
const at = (path: string) => new URL(path, app.issuer).href

/** What is wrong with the page as it stands, in both colour schemes; and whether it fits a phone. */
async function judge(t: Test, page: Page): Promise<void> {
  const title = await page.title()
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const findings = await axeFindings(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  findings.push(...(await axeFindings(page, true)))
  await page.setViewportSize({ width: 320, height: 640 })
  findings.push(...(await overflows(page)))
  await page.setViewportSize({ width: 1280, height: 800 })
  t.same(findings, [], title)
}

for (const javaScriptEnabled of [true, false]) {
  t.test(`a person’s whole way, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async t => {
    const email = `grace-${javaScriptEnabled}@example.com`
    const context = await browser.newContext({ javaScriptEnabled })
    t.teardown(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => {
      // A page that says what is wrong has an error status, and Chromium mentions that.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    const look = async (heading: string) => {
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      if (javaScriptEnabled) await judge(t, page)
    }
    const proceed = () => page.getByRole('button', { name: 'Continue', exact: true }).click()
    const fill = async (fields: { [name: string]: string }) => {
      for (const [name, value] of Object.entries(fields)) await page.locator(`input[name="${name}"]`).fill(value)
    }
    const openMail = async (subject: string) => {
      const count = app.mailbox?.list().filter(({ to }) => to === email).length ?? 0
      t.ok(count >= 1)
      await page.goto(at('/dev/mail'))
      await page.getByRole('link', { name: subject }).first().click()
      await look('Mailbox')
      if (!javaScriptEnabled) return page.locator('article li a').first().click()
      // In the mail itself, as its reader would.
      const popup = context.waitForEvent('page')
      await page.frameLocator('iframe').getByRole('link').first().click()
      const opened = await popup
      await page.goto(opened.url())
      await opened.close()
    }

    // Sign up.
    await page.goto(at(askFor(client).url))
    await look('Sign in')
    await page.getByRole('button', { name: 'Create an account' }).click()
    await look('Create your account')
    await fill({ email, password: 'short' })
    await proceed()
    await page.getByRole('alert').getByText('This password does not meet the rules').waitFor()
    await look('Create your account')
    t.equal(await page.locator('input[name="email"]').inputValue(), email)
    await fill({ password: PASSWORD })
    await proceed()
    await page.waitForURL(`${shop.origin}/callback?**`)
    t.ok(new URL(page.url()).searchParams.get('code'))

    // Verify the address.
    await mailsTo(app, email)
    await openMail('Confirm your email address')
    await look('Confirm your email')
    await proceed()
    await look('Email confirmed')

    // Sign out.
    await page.goto(at('/oidc/logout'))
    await look('Sign out?')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await look('You are signed out')

    // A wrong password, a forgotten one, a new one.
    await page.goto(at(askFor(client).url))
    await fill({ username: email, password: 'not the one' })
    await proceed()
    await page.getByText('These details do not match').waitFor()
    await look('Sign in')
    await page.getByRole('button', { name: 'Forgot password?' }).click()
    await look('Forgot your password?')
    if (javaScriptEnabled) {
      await page.goBack()
      await look('Sign in')
      t.equal(await page.getByRole('alert').count(), 0, 'the page anew, and not whether to send the form once more')
      await page.goForward()
      await look('Forgot your password?')
    }
    t.equal(await page.locator('input[name="email"]').inputValue(), email, 'the name comes along')
    t.notMatch(page.url(), '@')
    await proceed()
    await look('Check your email')
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.getByText('Sent again.').waitFor()
    await mailsTo(app, email, 3)
    await openMail('Choose a new password')
    await look('Choose a new password')
    await fill({ 'password-reset': NEW_PASSWORD, 're-enter-password': 'something else' })
    await proceed()
    await page.getByRole('alert').getByText('The two passwords differ').waitFor()
    await look('Choose a new password')
    const used = page.url()
    await fill({ 'password-reset': NEW_PASSWORD, 're-enter-password': NEW_PASSWORD })
    await proceed()
    await look('Password changed')
    t.notMatch(used, 'ticket')
    await page.goto(at('/u/reset-verify?ticket=mistyped'))
    await look('This link does not work')

    // Sign in with it, at an app that asks for consent.
    const asked = askFor(umbrella)
    await page.goto(at(asked.url))
    const signInUrl = page.url()
    await fill({ username: email, password: NEW_PASSWORD })
    await proceed()
    await look('Allow access?')
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${shop.origin}/callback?**`)
    t.equal(new URL(page.url()).searchParams.get('state'), asked.state)

    // Back where there is nothing left to do.
    await page.goto(signInUrl)
    await look('This page has expired')
    await page.goto(at('/u/nothing/here'))
    await look('There is nothing here')
    t.same(complaints, [], 'the browser complained of nothing: no script error, no policy violated')
  })
}

t.test('passwords can be shown, and a second click sends nothing', async t => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(at(askFor(client).url))
  await page.locator('input[name="password"]').fill('s3cret')
  await page.getByRole('button', { name: 'Show password' }).click()
  t.equal(await page.locator('input[name="password"]').getAttribute('type'), 'text')
  await judge(t, page)
})

t.test('the try-it page: sign up, see tokens, refresh, call /userinfo, sign out', async t => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(app.issuer)
  await page.getByRole('heading', { level: 1, name: 'Your identity provider is running' }).waitFor()
  await judge(t, page)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.locator('input[name="email"]').fill('newcomer@example.com')
  await page.locator('input[name="password"]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Hello, newcomer' }).waitFor()
  await page.locator('#id-token').getByText('newcomer@example.com').first().waitFor()
  await page.locator('#access-token').getByText('urn:lintel:try-it').first().waitFor()
  t.equal(await page.locator('.seal.sound').count(), 2, 'both signatures fit a published key')
  await judge(t, page)
  await page.getByRole('button', { name: 'Refresh tokens' }).click()
  await page.locator('#status').getByText('200').waitFor()
  await page.getByRole('button', { name: 'Call /userinfo' }).click()
  await page.locator('#status').getByText('/userinfo').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your identity provider is running' }).waitFor()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  t.same(complaints, [])
})
