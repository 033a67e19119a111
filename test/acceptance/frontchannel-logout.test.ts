// OpenID Connect Front-Channel Logout in a real Chromium: apps drop their own cookies, and the person gets on, with scripts and without.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { createTestApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { askFor, configure, createClient, createPerson, PASSWORD } from '../support/scene.ts'

const app = await createTestApp(t)
const browser = await openBrowser(t)

/** An app with a cookie of its own. @param hangs whether its logout page never answers */
async function startApp(t: Test, hangs = false) {
  const told: URL[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    if (url.pathname === '/out') {
      told.push(url)
      if (hangs) return
      response.setHeader('set-cookie', 'app=; max-age=0')
    }
    if (url.pathname === '/callback') response.setHeader('set-cookie', 'app=in')
    const state = /app=in/.test(request.headers.cookie ?? '') ? 'signed in' : 'signed out'
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>app</title><h1>${state}</h1>`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const client = await createClient(app, {
    callbacks: [`${origin}/callback`],
    allowed_logout_urls: [`${origin}/bye`],
    registration: { frontchannel_logout_uri: `${origin}/out`, frontchannel_logout_session_required: true },
  })
  await configure(app, store => store.clients.update(client.client_id, { name: 'App' }, new Date()))
  return { origin, client, told }
}

for (const javaScriptEnabled of [true, false]) {
  t.test(`apps are told in the browser, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async t => {
    const shop = await startApp(t)
    const forum = await startApp(t)
    const slow = javaScriptEnabled ? await startApp(t, true) : undefined
    const person = await createPerson(app)
    const context = await browser.newContext({ javaScriptEnabled })
    t.teardown(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))

    await page.goto(new URL(askFor(shop.client).url, app.issuer).href)
    await page.locator('input[name="username"]').fill(person.email)
    await page.locator('input[name="password"]').fill(PASSWORD)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.waitForURL(`${shop.origin}/callback?**`)
    for (const { client, origin } of slow ? [forum, slow] : [forum]) {
      await page.goto(new URL(askFor(client).url, app.issuer).href)
      await page.waitForURL(`${origin}/callback?**`)
    }
    await page.goto(`${forum.origin}/`)
    t.equal(await page.locator('h1').textContent(), 'signed in')

    const query = new URLSearchParams({ client_id: shop.client.client_id, returnTo: `${shop.origin}/bye` })
    await page.goto(new URL(`/v2/logout?${query}`, app.issuer).href, { waitUntil: 'commit' })
    await page.waitForURL(`${shop.origin}/bye`)
    t.equal(await page.locator('h1').textContent(), 'signed out')
    await page.goto(`${forum.origin}/`)
    t.equal(await page.locator('h1').textContent(), 'signed out', 'the other app has dropped its cookie too')
    const told = [...shop.told, ...forum.told, ...(slow?.told ?? [])]
    t.equal(told.length, slow ? 3 : 2)
    t.equal(new Set(told.map(url => url.searchParams.get('sid'))).size, 1)
    t.ok(told.every(url => url.searchParams.get('iss') === app.issuer))
    t.same(complaints, [])
  })
}
