// The pages in a real Chromium: what axe-core finds, what reflows, what the keyboard reaches, and what the script adds. Of those that differ by
// their words alone one is looked at; `npm run proof:screens` looks at each, in every language.
import type { BrowserContextOptions, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openBrowser } from '../support/browser.ts'
import { openGallery } from '../support/gallery.ts'
import {
  axeFindings,
  brokenWords,
  colourFindings,
  hiddenFindings,
  keyboardFindings,
  overflows,
} from '../support/judge.ts'

const gallery = await openGallery()
t.teardown(() => gallery.close())
const browser = await openBrowser(t)
const paths = await pathsOfShapes()

/** A page of each shape: its elements, and whatever but words tells one from another. */
async function pathsOfShapes(): Promise<string[]> {
  const telling = / (?:(?:class|type|role|rel|autocomplete)="[^"]*"|hidden|open|(?:data|aria)-[a-z-]+)/g
  const shapes = new Map<string, string>()
  for (const path of gallery.paths.filter(path => path.startsWith('/full/'))) {
    const html = await (await fetch(gallery.origin + path)).text()
    const elements = [...html.matchAll(/<([a-z][a-z0-9]*)([^>]*)>/g)]
    const shape = elements
      .map(([, name, attributes = '']) => [name, ...(attributes.match(telling) ?? [])].join(''))
      .join()
    if (!shapes.has(shape)) shapes.set(shape, path)
  }
  return [...shapes.values()]
}

/** A page of its own context, and what the browser complained of: scripts, policies violated, other origins. */
async function open(t: Test, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  const complain = (text: string) => {
    // The frame of a mail is not there, and frames that tell other apps of a logout lead elsewhere.
    if (!/\/dev\/mail$|\/logout-co\w+(#bye)?$/.test(page.url())) complaints.push(`${page.url()}: ${text}`)
  }
  page.on('console', message => message.type() === 'error' && complain(message.text()))
  page.on('pageerror', error => complain(error.message))
  page.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== gallery.origin && protocol !== 'data:') complain(`fetched ${request.url()}`)
  })
  return { page, complaints }
}

const light = { colorScheme: 'light', viewport: { width: 320, height: 640 } } as const
const dark = { colorScheme: 'dark', viewport: { width: 1280, height: 800 } } as const

t.test(
  'axe-core finds nothing, nothing overflows a phone by large or spaced letters, colours suit, and the keyboard reaches all',
  async t => {
    const { page, complaints } = await open(t)
    const stand = async ({ colorScheme, viewport }: typeof light | typeof dark) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
    }
    t.ok(paths.length > 50, `${paths.length} shapes`)
    for (const path of paths) {
      await stand(dark)
      await page.goto(gallery.origin + path)
      const findings = [...(await keyboardFindings(page)), ...(await axeFindings(page, true))]
      await stand(light)
      findings.push(...(await axeFindings(page)), ...(await brokenWords(page)))
      findings.push(...(await overflows(page)), ...(await colourFindings(page)))
      t.same(findings, [], path)
      t.equal(await page.locator('h1:visible').count(), 1, `${path}: one heading`)
    }
    t.same(complaints, [])
  },
)

t.test('without JavaScript nothing of a page is hidden', async t => {
  const { page, complaints } = await open(t, { javaScriptEnabled: false })
  // The try-it page is an app of its own, and says so.
  for (const path of paths.filter(path => path !== '/full/dev/try')) {
    await page.goto(gallery.origin + path)
    t.same(await hiddenFindings(page), [], path)
  }
  t.same(complaints, [])
})

t.test('a password can be shown, and is hidden again before it is sent', async t => {
  const { origin, posts } = gallery
  const { page } = await open(t)
  await page.goto(`${origin}/minimal/login/login`)
  await page.getByLabel('Email address').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await page.getByRole('button', { name: 'Show password' }).click()
  t.equal(await page.locator('#password').getAttribute('type'), 'text')
  await page.getByRole('button', { name: 'Hide password' }).click()
  t.equal(await page.locator('#password').getAttribute('type'), 'password')
  await page.getByRole('button', { name: 'Show password' }).click()
  await page.evaluate(`document.forms[0].addEventListener('submit', event => {
    event.preventDefault()
    document.title = document.querySelector('#password').type
  })`)
  await page.getByRole('button', { name: 'Continue' }).click()
  t.equal(await page.title(), 'password')
  t.same(posts, [])
})

t.test('a second click while the answer is on its way sends nothing', async t => {
  const { origin } = gallery
  const { page } = await open(t)
  await page.goto(`${origin}/minimal/logout/logout`)
  // Stands behind the page's own listener, and keeps the browser where it is.
  await page.evaluate(`globalThis.stopped = []
  addEventListener('submit', event => {
    stopped.push(event.defaultPrevented)
    event.preventDefault()
  })`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  t.same(await page.evaluate('stopped'), [false, true])
})

for (const javaScriptEnabled of [true, false])
  t.test(`the form posts what was entered ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async t => {
    const { origin, posts } = gallery
    posts.length = 0
    const { page } = await open(t, { javaScriptEnabled })
    await page.goto(`${origin}/minimal/login/login`)
    await page.getByLabel('Email address').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('a secret')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('**/u/abc/here')
    t.same(posts, ['_csrf=csrf-token&username=ada&password=a+secret&action=default'])
  })
