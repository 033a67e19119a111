// Every page in a real Chromium: what axe-core finds, what reflows, and what the script adds.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import fastify, { type FastifyRequest } from 'fastify'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import type { Pages } from '../../src/http/pages.ts'
import { registerViews } from '../../src/http/views.ts'
import { openBrowser } from '../support/browser.ts'
import { full, minimal } from '../support/sample-pages.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const root = join(import.meta.dirname, '../../views')

/** Answers /minimal/<page> and /full/<page>, and keeps what forms post. */
async function serve(t: Test) {
  const app = fastify()
  t.teardown(() => app.close())
  const views = await registerViews(app, { root, production: false })
  const samples = { minimal, full: full() }
  // Outside pictures have no place in a test.
  for (const page of Object.values(samples.full)) {
    page.tenant = { friendly_name: page.tenant.friendly_name }
    if (page.client) page.client = { name: page.client.name }
  }
  for (const [kind, pages] of Object.entries(samples))
    for (const [name, data] of Object.entries(pages))
      app.get(`/${kind}/${name}`, (_request, reply) => views.page(reply, name as keyof Pages, data as never))

  const posts: string[] = []
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  app.post('/u/abc/here', async (request: FastifyRequest) => {
    posts.push(String(request.body))
    return 'ok'
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  const paths = Object.entries(samples).flatMap(([kind, pages]) => Object.keys(pages).map(name => `/${kind}/${name}`))
  return { origin, paths, posts }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`${axe};0`)
  const found = (await page.evaluate('axe.run(document)')) as AxeResults
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

t.test('axe-core finds nothing on any page, light or dark, and no page scrolls sideways at 320 pixels', async t => {
  const { origin, paths } = await serve(t)
  const browser = await openBrowser(t)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 320, height: 640 } })
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    for (const path of paths) {
      await page.goto(origin + path)
      t.same(await violations(page), [], `${path} ${colorScheme}`)
      t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${path} fits`)
    }
    t.same(
      complaints.filter(text => !text.includes('404')),
      [],
      'the browser has nothing to complain about, its content security policy included',
    )
  }
})

t.test('a password can be shown, and is hidden again before it is sent', async t => {
  const { origin, posts } = await serve(t)
  const page = await (await openBrowser(t)).newPage()
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
  const { origin } = await serve(t)
  const page = await (await openBrowser(t)).newPage()
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
    const { origin, posts } = await serve(t)
    const page = await (await openBrowser(t)).newPage({ javaScriptEnabled })
    await page.goto(`${origin}/minimal/login/login`)
    await page.getByLabel('Email address').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('a secret')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('**/u/abc/here')
    t.same(posts, ['_csrf=csrf-token&username=ada&password=a+secret&action=default'])
  })
