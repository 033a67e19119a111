import { decodeJwt } from 'jose'
import t from 'tap'
import { openTicket } from '../../src/login/first-codes.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createTestApp, KEYS } from '../support/app.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { createPasswordless, mailedCode } from '../support/passwordless.ts'
import { askFor, codeIn, createClient, eventsOf, storeOf, trade, visit } from '../support/scene.ts'
import { errorsOf, formOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const connection = await createPasswordless(app, 'email', [client])
let count = 0
const somebody = () => `linked-${++count}@example.com`

/** On the page that waits for the link. */
async function asked(email = somebody()) {
  const scene = await visit(app, client, { connection: 'email' })
  const page = await scene.visitor.submit(scene.page, { username: email })
  await mailsTo(app, email)
  const waiting = await scene.visitor.submit(page, {}, 'link')
  const link = linkIn((await mailsTo(app, email, 2)).at(-1))
  return { ...scene, email, page: waiting, link }
}

const usersOf = async (email: string) =>
  (await app.database.query('select user_id from users where email = $1', [email])).rows

t.test('the browser that asked is signed in by it, once its person says so', async t => {
  const { asked: request, email, link, page, visitor } = await asked()
  t.match(page.url.pathname, /\/login-passwordless-email-link$/)
  t.notMatch(decodeURIComponent(link.href), email, 'who it is for stands in no URL')
  const opened = await visitor.get(link)
  t.equal(opened.status, 200)
  t.match(opened.body, email, 'whom it signs in is said before')
  const done = await visitor.submit(opened)
  const { body } = await trade(app, client, codeIn(done) ?? '', request)
  t.match(decodeJwt(body.id_token), { email, email_verified: true })
  t.same(
    (await eventsOf(app, email)).filter(type => type !== 'seacft'),
    ['cs', 'cls', 'ss', 's'],
  )
})

t.test('a scanner that opens it, as often as it likes and with HEAD, spends nothing', async t => {
  const { link, visitor } = await asked()
  for (const method of ['GET', 'HEAD', 'GET']) await new Visitor(app.issuer).fetch(link, { method })
  for (let i = 0; i < 8; i++) await visitor.get(link)
  t.ok(codeIn(await visitor.submit(await visitor.get(link))))
})

t.test('in another browser it shows a code to type where it was asked for, and signs nobody in', async t => {
  const { email, link, page, visitor } = await asked()
  const stranger = new Visitor(app.issuer)
  const elsewhere = await stranger.get(link)
  t.equal(titleOf(elsewhere), 'Type this code where you began')
  t.notMatch(elsewhere.body, /<form/, 'there is nothing to press')
  t.notMatch(elsewhere.body, email)
  const code = elsewhere.body.match(/\b\d{8}\b/)?.[0] ?? ''
  const { action } = formOf(await visitor.get(link))
  const forced = await stranger.post(action, { ticket: link.searchParams.get('ticket') ?? '', action: 'default' })
  t.equal(forced.status, 400)
  t.same(await usersOf(email), [])
  t.ok(codeIn(await visitor.submit(page, { code })))
})

t.test('a link of one interaction is nothing in another, nor in another tenant (CVE-2026-53516)', async t => {
  const [hers, other] = [await asked(), await asked()]
  const ticket = hers.link.searchParams.get('ticket') ?? ''
  const moved = new URL(other.link)
  moved.searchParams.set('ticket', ticket)
  t.equal(titleOf(await other.visitor.get(moved)), 'Type this code where you began')
  const form = formOf(await other.visitor.get(other.link))
  const forced = await other.visitor.post(form.action, { ...form.fields, ticket })
  t.equal(forced.status, 400)
  const code = (await new Visitor(app.issuer).get(hers.link)).body.match(/\b\d{8}\b/)?.[0] ?? ''
  t.same(errorsOf(await other.visitor.submit(other.page, { code })), ['wrong-code'])
  t.same([await usersOf(hers.email), await usersOf(other.email)], [[], []])

  const store = await storeOf(app)
  const other_tenant = app.store.forTenant({ ...store.tenant, tenant_id: 'other' })
  const seal = createSeal(KEYS)
  t.ok(openTicket(seal, store, ticket, new Date()))
  t.notOk(openTicket(seal, other_tenant, ticket, new Date()))
  t.notOk(openTicket(seal, store, ticket, new Date(Date.now() + 301_000)), 'it ends with its code')
})

t.test('what was made up, spent, or superseded is refused', async t => {
  const { link, page, visitor } = await asked()
  for (const ticket of ['', 'x', 'x.y', link.searchParams.get('ticket')?.slice(0, -4) ?? '']) {
    const broken = new URL(link)
    broken.searchParams.set('ticket', ticket)
    t.equal((await visitor.get(broken)).status, 400)
  }
  const opened = await visitor.get(link)
  const newer = await visitor.submit(page, {}, 'resend')
  t.match(newer.body, 'A new link is on its way.')
  const { action, fields } = formOf(opened)
  t.equal((await visitor.post(action, fields)).status, 400, 'superseded')

  const again = await asked()
  const form = formOf(await again.visitor.get(again.link))
  const press = () => again.visitor.fetch(form.action, { method: 'POST', body: new URLSearchParams(form.fields) })
  const both = await Promise.all([press(), press()])
  t.equal(both.filter(({ status }) => status === 303).length, 1, 'one winner')
})

t.test('a link after a code, and a code after a link: the one that was sent last', async t => {
  const { email, link, page, visitor } = await asked()
  const code = await visitor.submit(page, {}, 'code')
  t.match(code.url.pathname, /-email-code$/)
  const typed = await mailedCode(app, email, 3)
  t.equal(titleOf(await visitor.get(link)), 'Type this code where you began', 'no way in any more')
  t.ok(codeIn(await visitor.submit(code, { code: typed })))
})

t.test('a link that an app asked for signs in the browser that opens it, to that app alone', async t => {
  const app_client = await createClient(app, {
    grant_types: ['authorization_code', 'http://auth0.com/oauth/grant-type/passwordless/otp'],
  })
  await (await storeOf(app)).connections.enableClients(connection.id, [app_client.client_id])
  const email = somebody()
  const asked = askFor(app_client)
  const { code_challenge, code_challenge_method } = Object.fromEntries(new URL(asked.url, app.issuer).searchParams)
  const redirect_uri = app_client.callbacks[0]
  const request = { scope: 'openid email', response_type: 'code', redirect_uri, code_challenge, code_challenge_method }
  const start = () =>
    app.fetch('/passwordless/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: app_client.client_id,
        connection: 'email',
        email,
        send: 'link',
        authParams: { ...request, state: 's1' },
      }),
    })
  t.equal((await start()).status, 200)
  const link = linkIn((await mailsTo(app, email))[0])
  t.equal(link.pathname, '/passwordless/verify_redirect')
  t.notMatch(decodeURIComponent(link.href), email)
  await new Visitor(app.issuer).get(link)
  t.same(await usersOf(email), [], 'opened is not spent')

  const victim = new Visitor(app.issuer)
  const opened = await victim.get(link)
  t.match(opened.body, email)
  const elsewhere = await visit(app, client, { connection: 'email' }, victim)
  t.notMatch(elsewhere.page.body, email, 'another app has nothing of it')
  const done = await victim.submit(await victim.get(link))
  const location = new URL(done.headers.get('location') ?? '')
  t.match(Object.fromEntries(location.searchParams), { state: 's1', code: String })
  t.equal((await usersOf(email)).length, 1)
  const spent = await victim.submit(await victim.get(link))
  t.equal(spent.status, 400, 'once')
  const { body } = await trade(app, app_client, location.searchParams.get('code') ?? '', asked)
  t.match(decodeJwt(body.id_token), { email, email_verified: true })
})
