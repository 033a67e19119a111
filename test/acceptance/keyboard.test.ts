// Whoever has a keyboard and no mouse, in a real Chromium: she signs up, signs in with two factors, chooses a new password, allows an app,
// connects a device. Where she is can be seen at each stop, and what went wrong is said where she then is.
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { DEVICE_CODE } from '../../src/oidc/client-metadata.ts'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { focusOf } from '../support/judge.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { askFor, configure, createClient, createPerson, PASSWORD } from '../support/scene.ts'
import { codeOf, giveApp, MULTI_FACTOR, setMultiFactor } from '../support/second-factor.ts'
import { startWebApp } from '../support/web-app.ts'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const welcome = { type: 'text/html', body: '<h1>Welcome to the shop</h1>' }
const shop = await startWebApp(t, { '/': welcome, '/callback': welcome })
const callbacks = [`${shop.origin}/callback`]
const client = await createClient(app, { callbacks })
await setMultiFactor(app, { factors: { otp: true } })
const NEW_PASSWORD = 'a new battery, stapled'

/** Somebody at a browser of her own, whose mouse is broken. */
async function sitDown(t: Test) {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const at = async (name: string) => {
    const focus = await focusOf(page)
    return focus.name === name ? focus : undefined
  }

  /** Tab by Tab to what has this name; back to front with Shift. */
  async function reach(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = []
    while (!(await at(name))) {
      await page.keyboard.press(key)
      const { name: passing, seen } = await focusOf(page)
      if (passing !== '' && !seen) t.fail(`${await page.title()}: the focus is not seen at “${passing}”`)
      if (passed.push(passing) > 40) throw new Error(`“${name}” is not among ${passed.join(', ')}`)
    }
  }

  return {
    page,
    reach,
    go: (path: string) => page.goto(new URL(path, app.issuer).href),
    async type(field: string, text: string) {
      await reach(field)
      // What stands there already is replaced.
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
    },
    async press(name: string, key: 'Enter' | 'Space' = 'Enter') {
      await reach(name)
      await page.keyboard.press(key)
    },
    /** On a page that wants something typed, she is where to type it. */
    async isAt(heading: string, field?: string) {
      await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
      if (field !== undefined) t.match(await focusAfter(page), { name: field, seen: true }, `${heading}: at its field`)
    },
    /** The same page again: its title says that something is wrong, and the field she is at says what. */
    async hears(error: string | RegExp) {
      await page.getByRole('alert').waitFor()
      t.match(await page.title(), /^Error: /)
      t.match(await focusAfter(page), { invalid: true, seen: true, description: error })
    },
    async arrives() {
      await page.waitForURL(`${shop.origin}/callback?**`)
      t.ok(new URL(page.url()).searchParams.get('code'))
    },
  }
}

/** What has the focus by itself gets it with the first frame. */
async function focusAfter(page: Page) {
  await page.evaluate('new Promise(requestAnimationFrame)')
  return focusOf(page)
}

t.test('she signs up, and signs out', async t => {
  const { page, go, isAt, type, press, reach, hears, arrives } = await sitDown(t)
  await go(askFor(client).url)
  await isAt('Sign in', 'Email address')
  await press('Create an account')
  await isAt('Create your account', 'Email address')
  await type('Email address', 'grace@example.com')
  await type('Password', 'short')
  await reach('Show password', 'Tab')
  await page.keyboard.press('Space')
  await reach('Hide password')
  await press('Continue', 'Space')
  await hears(/does not meet the rules/)
  await reach('Email address', 'Shift+Tab')
  await type('Password', PASSWORD)
  await page.keyboard.press('Enter')
  await arrives()
  await go('/oidc/logout')
  await press('Sign out')
  await isAt('You are signed out')
})

for (const identifier_first of [false, true])
  t.test(`she signs in ${identifier_first ? 'on two pages' : 'on one'}, and shows a second factor`, async t => {
    await configure(app, store => store.settings.update({ prompts: { identifier_first } }, new Date()))
    const ada = await createPerson(app)
    const secret = await giveApp(app, ada)
    const { page, go, isAt, type, press, hears, arrives } = await sitDown(t)
    await go(askFor(client, { acr_values: MULTI_FACTOR }).url)
    await isAt('Sign in', 'Email address')
    await type('Email address', ada.email)
    if (identifier_first) {
      await press('Continue')
      await isAt('Enter your password', 'Password')
    }
    await type('Password', 'not the one')
    await page.keyboard.press('Enter')
    await hears(/do not match/)
    await type('Password', PASSWORD)
    await press('Continue', 'Space')
    await isAt('Show that it is you', 'Code')
    await type('Code', '000000')
    await page.keyboard.press('Enter')
    await hears(/not right/)
    await type('Code', codeOf(secret))
    await press('Continue')
    await arrives()
  })

t.test('she forgot her password: a link, a new one, and she is in', async t => {
  await configure(app, store => store.settings.update({ prompts: { identifier_first: false } }, new Date()))
  const ada = await createPerson(app)
  const { page, go, isAt, type, press, hears, arrives } = await sitDown(t)
  await go(askFor(client).url)
  await type('Email address', ada.email)
  await press('Forgot password?')
  await isAt('Forgot your password?', 'Email address')
  await page.keyboard.press('Enter')
  await isAt('Check your email')
  await go(linkIn((await mailsTo(app, ada.email)).at(-1)).href)
  await isAt('Choose a new password', 'New password')
  await type('New password', NEW_PASSWORD)
  await type('Repeat new password', 'something else')
  await press('Continue')
  await hears(/differ/)
  await type('New password', NEW_PASSWORD)
  await type('Repeat new password', NEW_PASSWORD)
  await page.keyboard.press('Enter')
  await isAt('Password changed')
  await go(askFor(client).url)
  await type('Email address', ada.email)
  await type('Password', NEW_PASSWORD)
  await page.keyboard.press('Enter')
  await arrives()
})

t.test('she allows an app what it asks, and changes her password at her account', async t => {
  const umbrella = await createClient(app, { name: 'Umbrella', is_first_party: false, callbacks })
  const ada = await createPerson(app)
  const { page, go, isAt, type, press, hears, arrives } = await sitDown(t)
  await go(askFor(umbrella).url)
  await type('Email address', ada.email)
  await type('Password', PASSWORD)
  await page.keyboard.press('Enter')
  await isAt('Allow access?')
  await press('Allow', 'Space')
  await arrives()
  await page.goBack()
  await isAt('This page has expired')
  await press('Go back')
  await page.waitForURL(`${shop.origin}/`)

  await go('/account')
  await isAt('Your account')
  await press('Password Choose a new one')
  await isAt('Choose a new password', 'New password')
  await type('New password', 'short')
  await page.keyboard.press('Enter')
  await hears(/does not meet the rules/)
  await type('New password', NEW_PASSWORD)
  await press('Change password')
  await page.getByRole('status').getByText('Your password was changed.').waitFor()
  await press('Your account')
  await isAt('Your account')
})

t.test('she connects a device', async t => {
  const television = await createClient(app, { name: 'Television', grant_types: [DEVICE_CODE], callbacks: [] })
  const body = new URLSearchParams({ client_id: television.client_id, scope: 'openid' })
  const asked = await app.fetch('/oauth/device/code', { method: 'POST', body })
  const { user_code } = (await asked.json()) as { user_code: string }
  const ada = await createPerson(app)
  const { page, go, isAt, type, press, hears } = await sitDown(t)
  await go('/activate')
  await isAt('Connect a device', 'Code')
  await type('Code', 'BCDF-GHJK')
  await page.keyboard.press('Enter')
  await hears(/no such code/)
  await type('Code', user_code)
  await press('Continue', 'Space')
  await isAt('Is this your device?')
  await press('Yes, connect it')
  await isAt('Sign in', 'Email address')
  await type('Email address', ada.email)
  await type('Password', PASSWORD)
  await page.keyboard.press('Enter')
  await isAt('Your device is connected')
})
