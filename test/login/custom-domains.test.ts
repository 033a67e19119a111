// What a person meets at a custom domain stays at it: links in mails, pages, cookies, sessions.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { holdDomain } from '../support/custom-domain.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { openDns, resolveLocalNames } from '../support/names.ts'
import { createPasswordless } from '../support/passwordless.ts'
import { askFor, codeIn, createClient, createPerson, PASSWORD } from '../support/scene.ts'
import { formOf, titleOf, Visitor } from '../support/visitor.ts'

resolveLocalNames()
const dns = await openDns(t)
const app = await createTestApp(t, { dns_servers: [dns.address] })
const acme = await holdDomain(app, dns, 'login.acme')
const corp = await holdDomain(app, dns, 'id.corp')
const client = await createClient(app)
const codes = await createClient(app)
await createPasswordless(app, 'email', [codes])
await eventually(async () => (await fetch(`${corp.issuer}.well-known/openid-configuration`)).status === 200)

const atAcme = async (params: { [name: string]: string } = {}, by = client, browser = new Visitor(acme.issuer)) => ({
  browser,
  page: await browser.get(askFor(by, params).url),
})
const lastLinkTo = async (email: string, count = 1) => linkIn((await mailsTo(app, email, count)).at(-1))

t.test('mails that pages cause lead back to the domain, whatever a request says of its host', async t => {
  const ada = await createPerson(app)
  const spoofed = {
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
    'x-original-host': 'evil.example',
  }
  const { browser, page } = await atAcme({}, client, new Visitor(acme.issuer, spoofed))
  await browser.submit(await browser.submit(page, {}, 'forgot'), { email: ada.email })
  t.equal((await lastLinkTo(ada.email)).host, acme.domain, 'reset')

  const signup = await atAcme({ screen_hint: 'signup' })
  const email = 'grace@example.com'
  await signup.browser.submit(signup.page, { email, password: PASSWORD })
  t.equal((await lastLinkTo(email)).host, acme.domain, 'verification')

  const victim = await createPerson(app)
  for (let i = 0; i < 11; i++) {
    const { browser, page } = await atAcme()
    await browser.submit(page, { username: victim.email, password: 'wrong' })
  }
  t.equal((await lastLinkTo(victim.email)).host, acme.domain, 'unblock')
  t.equal((await lastLinkTo(victim.email)).pathname, '/u/unblock')
})

t.test('codes and links without a password stay there, and a link is opened where it leads', async t => {
  const email = 'lin@example.com'
  const { browser, page } = await atAcme({ connection: 'email' }, codes)
  const challenge = await browser.submit(page, { username: email })
  await mailsTo(app, email)
  const waiting = await browser.submit(challenge, {}, 'link')
  t.equal(waiting.status, 200)
  const link = await lastLinkTo(email, 2)
  t.equal(link.host, acme.domain)
  for (const issuer of [app.issuer, corp.issuer]) {
    const elsewhere = new Visitor(issuer)
    for (const [key, cookie] of browser.cookies) elsewhere.cookies.set(key, cookie)
    const opened = await elsewhere.get(`${issuer}${link.pathname.slice(1)}${link.search}`)
    t.notOk(/<form/.test(opened.body) && codeIn(await elsewhere.submit(opened)), issuer)
  }
  const done = await browser.submit(await browser.get(link))
  t.ok(codeIn(done))
  t.equal(new URL(done.headers.get('location') ?? '').searchParams.get('iss'), acme.issuer)
})

t.test('neither a form, nor a held sign-in, nor a session of one domain is one of another', async t => {
  const ada = await createPerson(app)
  const { browser, page } = await atAcme()
  const { action, fields } = formOf(page)
  const filled = { ...fields, action: 'default', username: ada.email, password: PASSWORD }
  for (const issuer of [app.issuer, corp.issuer]) {
    const elsewhere = new Visitor(issuer)
    for (const [key, cookie] of browser.cookies) elsewhere.cookies.set(key, cookie)
    const { pathname, search } = action
    const posted = await elsewhere.post(`${issuer}${pathname.slice(1)}${search}`, filled)
    t.equal(codeIn(posted), undefined, `${posted.status} ${titleOf(posted)}`)
  }
  const crossed = await browser.fetch(action, {
    method: 'POST',
    headers: { origin: corp.issuer.slice(0, -1), 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams(filled),
  })
  t.equal(codeIn(crossed), undefined)
  const done = await browser.submit(page, { username: ada.email, password: PASSWORD })
  t.ok(codeIn(done))
  for (const { attributes } of browser.cookies.values()) t.notMatch(attributes, /domain=/i)

  const silent = askFor(client, { prompt: 'none' })
  t.ok(codeIn(await browser.get(silent.url)))
  for (const issuer of [app.issuer, corp.issuer]) {
    const elsewhere = new Visitor(issuer)
    for (const [key, cookie] of browser.cookies) elsewhere.cookies.set(key, cookie)
    t.match((await elsewhere.get(silent.url)).headers.get('location'), /error=login_required/)
    const account = await elsewhere.get('/account')
    t.notMatch(account.body, ada.email, 'account')
  }
})

t.test('her account is at the domain too, and a new address is confirmed there', async t => {
  const ada = await createPerson(app)
  const browser = new Visitor(acme.issuer)
  const page = await browser.get('/account')
  t.equal(page.url.host, acme.domain)
  const home = await browser.submit(page, { username: ada.email, password: PASSWORD })
  t.equal(home.url.href, `${acme.issuer}account`)
  t.match(home.body, ada.email)
  const form = await browser.get('/account/email')
  const sent = await browser.submit(form, { email: 'new.ada@example.com' })
  t.equal(sent.status, 200, titleOf(sent))
  const link = await lastLinkTo('new.ada@example.com')
  t.equal(link.host, acme.domain)
  t.equal((await new Visitor(app.issuer).get(`/${link.pathname.slice(1)}${link.search}`)).status < 500, true)
  const out = await browser.get('/v2/logout?returnTo=https%3A%2F%2Fevil.example%2F')
  t.not(out.headers.get('location'), 'https://evil.example/')
})

t.test('what the Management API causes leads where its header says', async t => {
  await app.api('PUT', '/guardian/factors/otp', { enabled: true })
  const ask = async (issuer: string, domain?: string) => {
    const { user_id, email } = await createPerson(app)
    const response = await fetch(`${issuer}api/v2/guardian/enrollments/ticket`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await app.adminToken()}`,
        'content-type': 'application/json',
        ...(domain ? { 'auth0-custom-domain': domain } : {}),
      },
      body: JSON.stringify({ user_id, send_mail: true }),
    })
    const { ticket_url } = (await response.json()) as { ticket_url: string }
    return [new URL(ticket_url).host, (await lastLinkTo(email)).host]
  }
  const own = new URL(app.issuer).host
  t.same(await ask(app.issuer), [own, own])
  t.same(await ask(app.issuer, corp.domain), [corp.domain, corp.domain])
  t.same(await ask(acme.issuer), [acme.domain, acme.domain])
})
