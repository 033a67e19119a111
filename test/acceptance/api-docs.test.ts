// The Management API's documentation, read and tried in a real Chromium.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'

const app = await createTestApp(t)

t.test('the API is read and tried in the browser, from this server alone, with a token that is pasted', async t => {
  const browser = await openBrowser(t)
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  const asked: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith('data:')) asked.push(request.url())
  })

  await page.goto(`${app.issuer}api/v2/docs`)
  await page.getByRole('heading', { name: 'Lintel Management API' }).waitFor()

  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByRole('textbox', { name: 'auth-bearer-value' }).fill(await app.adminToken())
  await page.getByRole('button', { name: 'Apply credentials' }).click()
  await page.getByRole('button', { name: 'Close', exact: true }).click()

  await page.locator('#operations-tag-users').click()
  const operation = page.locator('.opblock-get', { has: page.locator('[data-path="/users"]') })
  await operation.locator('.opblock-summary-control').click()
  t.match(await operation.innerText(), 'Needs read:users')
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table .response-col_status').last()
  await answer.waitFor()
  t.match(await answer.innerText(), '200')

  t.same(complaints, [], 'nothing breaks, and nothing breaks the policy')
  t.same(
    asked.filter(url => !url.startsWith(app.issuer)),
    [],
    'nobody else is asked for anything',
  )
})

t.test('the page may load and call this server only, and runs nothing inline', async t => {
  const page = await app.fetch('/api/v2/docs')
  t.equal(page.status, 200)
  const policy = page.headers.get('content-security-policy') ?? ''
  t.match(policy, "default-src 'none'")
  t.notMatch(policy, /unsafe|https?:|\*/)
  t.notMatch(await page.text(), /<script>|<style|style=| on[a-z]+=/)
})

t.test(
  'what the page is made of is small on the way, asked for again only when it has changed, and nothing else',
  async t => {
    const bundle = await app.fetch('/api/v2/docs/swagger-ui-bundle.js', { headers: { 'accept-encoding': 'br' } })
    t.match(bundle.headers.get('content-type'), 'text/javascript')
    t.equal(bundle.headers.get('content-encoding'), 'br')
    const etag = bundle.headers.get('etag') ?? ''
    const again = await app.fetch('/api/v2/docs/swagger-ui-bundle.js', { headers: { 'if-none-match': etag } })
    t.equal(again.status, 304)
    for (const name of ['index.html', 'constructor', '..%2f..%2fpackage.json', 'docs.ts'])
      t.equal((await app.fetch(`/api/v2/docs/${name}`)).status, 404, name)
  },
)
