import { decodeJwt } from 'jose'
import t from 'tap'
import { CIBA } from '../../src/oidc/client-metadata.ts'
import type { NewClient } from '../../src/store/clients.ts'
import type { User } from '../../src/store/users.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { createClient, createPerson, PASSWORD, signIn } from '../support/scene.ts'
import { codeOf, giveApp, MULTI_FACTOR, screenOf, setMultiFactor } from '../support/second-factor.ts'
import { errorsOf, formOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const SECRET = 'a-secret-of-the-bank-0123456789'
const createBank = (patch: Partial<NewClient> = {}, of: TestApp = app) =>
  createClient(of, {
    name: 'Bank',
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: SECRET,
    callbacks: [],
    grant_types: [CIBA],
    async_approval_notification_channels: ['email'],
    ...patch,
  })
const bank = await createBank()
const shop = await createClient(app)

type Asked = { status: number; body: { auth_req_id: string; error?: string } }

async function ask(
  { user_id }: User,
  parameters: { [name: string]: string } = {},
  client = bank,
  of = app,
): Promise<Asked> {
  const login_hint = JSON.stringify({ format: 'iss_sub', iss: of.issuer, sub: user_id })
  const body = new URLSearchParams({
    client_id: client.client_id,
    client_secret: SECRET,
    scope: 'openid email',
    binding_message: 'Order 1234-ABCD',
    login_hint,
    ...parameters,
  })
  const response = await of.fetch('/bc-authorize', { method: 'POST', body })
  return { status: response.status, body: (await response.json()) as Asked['body'] }
}

async function poll({ body: { auth_req_id } }: Asked, client = bank) {
  const body = new URLSearchParams({
    grant_type: CIBA,
    client_id: client.client_id,
    client_secret: SECRET,
    auth_req_id,
  })
  const response = await app.fetch('/oauth/token', { method: 'POST', body })
  return (await response.json()) as { error?: string; id_token?: string }
}

/** Asks, and opens the link of the mail. */
async function opened(person: User & { email: string }, browser = new Visitor(app.issuer)) {
  const count = (app.mailbox?.list() ?? []).filter(({ to }) => to === person.email).length
  const asked = await ask(person)
  const link = linkIn((await mailsTo(app, person.email, count + 1)).at(-1))
  return { asked, link, browser, start: await browser.get(link) }
}

const logIn = (browser: Visitor, page: Visited, { email }: { email: string }) =>
  browser.submit(page, { username: email, password: PASSWORD })

t.test('a user gets a mail, signs in, sees what is asked, and approves', async t => {
  const ada = await createPerson(app)
  const asked = await ask(ada, { acr_values: 'urn:lintel:acr:single-factor' })
  const [mail] = await mailsTo(app, ada.email)
  t.equal(mail?.subject, 'Bank asks for your approval')
  t.notMatch(mail?.text, 'Order 1234-ABCD', 'what is asked is not for whoever reads the mail')
  const link = linkIn(mail)
  t.ok(link.href.startsWith(`${app.issuer}u/async-approval?ticket=`))

  const browser = new Visitor(app.issuer)
  const start = await browser.get(link)
  t.equal(start.headers.get('cache-control'), 'no-store')
  t.notMatch(start.body, 'Order 1234-ABCD')
  const login = await browser.submit(start)
  t.equal(titleOf(login), 'Sign in')
  t.equal(formOf(login).fields.username, ada.email)
  const question = await logIn(browser, login, ada)
  t.equal(titleOf(question), 'Do you approve?')
  for (const shown of ['Bank', 'Order 1234-ABCD', 'See your email address', ada.email]) t.match(question.body, shown)
  t.equal((await poll(asked)).error, 'authorization_pending')
  t.equal(titleOf(await browser.submit(question, {}, 'accept')), 'You approved the request')
  const claims = decodeJwt((await poll(asked)).id_token ?? '')
  t.match(claims, { sub: ada.user_id, email: ada.email, acr: 'urn:lintel:acr:single-factor', amr: ['pwd'] })
  t.notOk('sid' in claims, 'no browser’s session is the client’s')
})

t.test('signing out afterwards takes nothing from the client: the session was not its own', async t => {
  const ada = await createPerson(app)
  const { asked, browser, start } = await opened(ada)
  await browser.submit(await logIn(browser, await browser.submit(start), ada), {}, 'accept')
  await browser.fetch('/v2/logout')
  t.ok((await poll(asked)).id_token)
})

t.test('she may decline', async t => {
  const ada = await createPerson(app)
  const { asked, browser, start, link } = await opened(ada)
  const question = await logIn(browser, await browser.submit(start), ada)
  t.equal(titleOf(await browser.submit(question, {}, 'deny')), 'You declined the request')
  t.equal((await poll(asked)).error, 'access_denied')
  t.equal(titleOf(await browser.get(link)), 'This request waits no more')
})

t.test('opening the link spends nothing and approves nothing, however often and by whomever', async t => {
  const ada = await createPerson(app)
  const { asked, link } = await opened(ada)
  for (let i = 0; i < 3; i++) {
    t.equal((await new Visitor(app.issuer).get(link)).status, 200)
    await app.fetch(link.href, { method: 'HEAD' })
  }
  const scanner = new Visitor(app.issuer)
  t.equal(titleOf(await scanner.submit(await scanner.get(link))), 'Sign in', 'nor does its button')
  t.equal((await poll(asked)).error, 'authorization_pending')
  const browser = new Visitor(app.issuer)
  const question = await logIn(browser, await browser.submit(await browser.get(link)), ada)
  t.equal(titleOf(await browser.submit(question, {}, 'accept')), 'You approved the request')
})

t.test('a session of hers is as good as a sign-in; anybody else’s is not', async t => {
  const ada = await createPerson(app)
  const { visitor: own } = await signIn(app, shop, ada)
  const mine = await opened(ada, own)
  t.equal(titleOf(await own.submit(mine.start)), 'Do you approve?')

  const eve = await createPerson(app)
  const { visitor: others } = await signIn(app, shop, eve)
  const { asked, link, start } = await opened(ada, others)
  const login = await others.submit(start)
  t.equal(titleOf(login), 'Sign in', 'Eve is asked to sign in as Ada')
  const wrong = await logIn(others, login, eve)
  t.equal(titleOf(wrong), 'This request is for another account')
  t.notMatch(wrong.body, 'Order 1234-ABCD')
  const [, , uid] = wrong.url.pathname.split('/')
  const path = `/u/${uid}/async-approval`
  const csrf = formOf(await own.submit(mine.start)).fields
  t.equal((await others.post(path, { ...csrf, action: 'accept' })).status, 403)
  t.equal((await poll(asked)).error, 'authorization_pending')

  const question = await logIn(others, await others.submit(await others.get(link)), ada)
  t.equal(
    titleOf(await others.submit(question, {}, 'accept')),
    'You approved the request',
    'and Ada may, at Eve’s browser',
  )
})

t.test('two users in one browser: who answers is who was asked', async t => {
  const ada = await createPerson(app)
  const eve = await createPerson(app)
  const { asked, browser, start } = await opened(ada)
  const question = await logIn(browser, await browser.submit(start), ada)
  await browser.fetch('/v2/logout')
  await signIn(app, shop, eve, browser)
  const late = await browser.submit(question, {}, 'accept')
  t.match(late.body, 'This page has expired')
  t.equal((await poll(asked)).error, 'authorization_pending')
})

t.test('only the two buttons mean anything, and only from our own form', async t => {
  const ada = await createPerson(app)
  const { asked, browser, start } = await opened(ada)
  const { action, fields } = formOf(start)
  t.equal((await browser.post(action, { ...fields, _csrf: 'x' })).status, 403)
  const question = await logIn(browser, await browser.submit(start), ada)
  t.equal((await browser.submit(question, {}, 'whatever')).status, 400)
  const forged = await browser.submit(question, { _csrf: 'x' }, 'accept')
  t.equal(forged.status, 403)
  t.same(errorsOf(forged), ['form-expired'])
  t.equal((await poll(asked)).error, 'authorization_pending')
})

t.test('a link that is mistyped, of another kind, or too old leads nowhere', async t => {
  const ada = await createPerson(app)
  const { link } = await opened(ada)
  const ticket = link.searchParams.get('ticket') ?? ''
  const browser = new Visitor(app.issuer)
  t.equal(titleOf(await browser.get('/u/async-approval')), 'This request waits no more')
  t.equal(titleOf(await browser.get(`/u/async-approval?ticket=${ticket}x`)), 'This request waits no more')
  t.equal(titleOf(await browser.get(`/u/async-approval?ticket=${ticket}&ticket=x`)), 'This request waits no more')
  t.match((await browser.get(`/u/reset-verify?ticket=${ticket}`)).body, 'This link does not work')
  t.equal(titleOf(await browser.get(`/u/email-verification?ticket=${ticket}`)), 'Email not confirmed')
  const { rows } = await app.database.query('select ticket_hash from tickets where ticket_hash = $1', [ticket])
  t.same(rows, [], 'it is not at rest')

  const late = await opened(ada)
  const question = await logIn(browser, await browser.submit(await browser.get(late.link)), ada)
  await app.database.query(
    "update artefacts set expires_at = now() where kind = 'BackchannelAuthenticationRequest' and payload->>'accountId' = $1",
    [ada.user_id],
  )
  t.equal(titleOf(await browser.submit(question, {}, 'accept')), 'This request waits no more')
  t.equal(titleOf(await browser.get(late.link)), 'This request waits no more')
})

t.test('who is blocked meanwhile cannot approve', async t => {
  const ada = await createPerson(app)
  const { asked, browser, start } = await opened(ada)
  const question = await logIn(browser, await browser.submit(start), ada)
  await app.api('PATCH', `/users/${encodeURIComponent(ada.user_id)}`, { blocked: true })
  await browser.submit(question, {}, 'accept')
  t.equal((await poll(asked)).error, 'authorization_pending')
})

t.test('only a verified address is written to, and only by a client that says so', async t => {
  const unverified = await createPerson(app, { email_verified: false })
  const refused = await ask(unverified)
  t.equal(refused.status, 400)
  t.equal(refused.body.error, 'access_denied')
  const silent = await createBank({ async_approval_notification_channels: null })
  const quiet = await createPerson(app)
  t.equal((await ask(quiet, {}, silent)).status, 200)
  t.equal((await ask(unverified, {}, silent)).status, 200, 'it has another way to reach her')
  await untilJobsAreDone(app)
  const to = (app.mailbox?.list() ?? []).map(mail => mail.to)
  t.notOk(to.includes(unverified.email) || to.includes(quiet.email))
})

t.test('nobody is worn down: five mails in a minute', async t => {
  const ada = await createPerson(app)
  for (let i = 0; i < 7; i++) t.equal((await ask(ada)).status, 200)
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, ada.email, 5)).length, 5)
})

t.test('where no mail can be sent, a client that relies on it is told', async t => {
  const mute = await createTestApp(t, { production: true })
  const client = await createBank({}, mute)
  const ada = await createPerson(mute)
  const { status, body } = await ask(ada, {}, client, mute)
  t.equal(status, 400)
  t.equal(body.error, 'access_denied')
})

t.test('who approves proves two factors where the client, its API or the request itself demands them', async t => {
  await setMultiFactor(app, { factors: { otp: true } })
  const careful = await createBank({ multi_factor_policy: 'always' })
  for (const [client, parameters] of [
    [careful, {}],
    [bank, { acr_values: MULTI_FACTOR }],
  ] as const) {
    const ada = await createPerson(app)
    const secret = await giveApp(app, ada)
    const { visitor } = await signIn(app, shop, ada)
    const asked = await ask(ada, parameters, client)
    const challenge = await visitor.submit(await visitor.get(linkIn((await mailsTo(app, ada.email)).at(-1))))
    t.equal(screenOf(challenge), 'mfa-otp-challenge', 'her session is worth one')
    const { fields } = formOf(challenge)
    const skipped = await visitor.post(new URL('async-approval', challenge.url), { ...fields, action: 'accept' })
    t.equal(screenOf(skipped), 'mfa-otp-challenge')
    t.equal((await poll(asked, client)).error, 'authorization_pending')
    const question = await visitor.submit(challenge, { code: codeOf(secret) })
    t.equal(titleOf(await visitor.submit(question, {}, 'accept')), 'You approved the request')
    t.ok((await poll(asked, client)).id_token)
  }
  await setMultiFactor(app, {})
})
