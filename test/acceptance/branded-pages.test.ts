// A tenant's own look in a real Chromium: what a theme paints, what a frame brings along, and what it cannot.
import type { Page } from 'playwright-core'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { axeFindings, overflows } from '../support/judge.ts'
import { leastStatements } from '../support/least-statements.ts'
import { newTheme } from '../support/managed.ts'
import { askFor, createClient, visit } from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const browser = await openBrowser(t)
const client = await createClient(app)

const put = async (method: string, path: string, body: object) => {
  const answer = await app.api(method, path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate<string>(
    `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue(${JSON.stringify(property)})`,
  )

async function open() {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(new URL(askFor(client).url, app.issuer).href)
  return { page, complaints }
}

t.test('a theme paints the page, from our own origin, and axe-core finds nothing', async t => {
  const theme = newTheme()
  await put('POST', '/branding/themes', {
    ...theme,
    colors: {
      ...theme.colors,
      primary_button: '#0a4d2c',
      input_background: '#fffff0',
      widget_background: '#fefefe',
      success: '#0a6b2c',
    },
    borders: { ...theme.borders, buttons_style: 'pill', widget_corner_radius: 20 },
    fonts: { ...theme.fonts, title: { bold: true, size: 150 }, reference_text_size: 18 },
    page_background: { background_color: '#112233', background_image_url: '', page_layout: 'right' },
  })
  const { page, complaints } = await open()
  const style = (selector: string, property: string) => styleOf(page, selector, property)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    t.equal(await style('button[value="default"]', 'background-color'), 'rgb(10, 77, 44)', colorScheme)
    t.equal(await style('input[name="password"]', 'background-color'), 'rgb(255, 255, 240)')
    t.equal(await style('body', 'background-color'), 'rgb(17, 34, 51)')
  }
  t.equal(await style('button[value="default"]', 'border-top-left-radius'), '9999px')
  t.equal(await style('h1', 'font-weight'), '700')
  t.equal(await style('h1', 'font-size'), '27px')
  t.same(await axeFindings(page), [])
  await page.setViewportSize({ width: 320, height: 640 })
  t.same(await overflows(page), [])
  t.same(complaints, [])

  const sheet = await page.locator('link[rel="stylesheet"]').last().getAttribute('href')
  t.match(sheet, /^\/assets\/theme\/[0-9a-f]{16}\.css$/)
  const answer = await app.fetch(sheet ?? '')
  t.match(answer.headers.get('cache-control'), 'immutable')
  t.match(answer.headers.get('content-type'), 'text/css')
  const stale = await app.fetch('/assets/theme/0000000000000000.css')
  t.match({ status: stale.status, cache: stale.headers.get('cache-control') }, { status: 200, cache: 'no-store' })
})

t.test('a frame brings its styles along, and no script', async t => {
  await put('PUT', '/branding/templates/universal-login', {
    template: `<!doctype html><html lang="{{ locale }}"><head>{%- auth0:head -%}
      <style>#promise { color: rgb(1, 2, 3) }</style><script>document.title = 'owned'</script></head>
      <body onload="document.title = 'owned'"><p id="promise" style="color: rgb(9, 9, 9)">{{ tenant.friendly_name }}</p>{%- auth0:widget -%}</body></html>`,
  })
  await put('PUT', '/prompts/login/partials', {
    login: {
      'form-content-end': '<label>Code <input name="ulp-code" id="ulp"></label><style>#ulp { width: 77px }</style>',
    },
  })
  await put('PUT', '/prompts/login/custom-text/en', { login: { title: 'Come in', buttonText: '<b>Go</b>' } })
  const { page, complaints } = await open()
  await page.getByRole('heading', { name: 'Come in' }).waitFor()
  await page.getByRole('button', { name: '<b>Go</b>' }).waitFor()
  t.equal(await styleOf(page, '#promise', 'color'), 'rgb(1, 2, 3)', 'a sheet counts, an attribute does not')
  t.equal(await styleOf(page, '#ulp', 'width'), '77px')
  t.notMatch(await page.title(), 'owned')
  t.ok(complaints.length >= 3 && complaints.every(text => /Content Security Policy/.test(text)))
  await page.locator('input[name="username"]').fill('nobody@example.com')
  await page.locator('input[name="password"]').fill('wrong password')
  await page.locator('#ulp').fill('x')
  await page.getByRole('button', { name: '<b>Go</b>' }).click()
  await page.getByRole('alert').waitFor()
  t.match(await page.getByRole('alert').innerText(), /do not match/, 'a field of its own is ignored')
})

t.test('a page in all this asks the database no more than one that has nothing of it', async t => {
  const visitor = new Visitor(app.issuer)
  const { page } = await visit(app, client, {}, visitor)
  t.match(page.body, 'id="promise"')
  t.equal(await leastStatements(app, () => visitor.fetch(page.url)), 1)
})
