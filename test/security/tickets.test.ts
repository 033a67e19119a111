// One-time links and the forms behind them: bound to a purpose, an account, an address; spent once. (Order and empty steps:
// test/login/reset-password.test.ts.)
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  PASSWORD,
  signIn,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { errorsOf, formOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const OTHER = 'another long password'
const filled = { 'password-reset': OTHER, 're-enter-password': OTHER }

type Kind = 'email-verification' | 'password-change'
const PATHS = { 'email-verification': '/u/email-verification', 'password-change': '/u/reset-verify' }

async function ticketFor(person: { user_id: string }, kind: Kind, more: object = {}): Promise<string> {
  const { body } = await app.api('POST', `/tickets/${kind}`, { user_id: person.user_id, ...more })
  return new URL(body.ticket).searchParams.get('ticket') ?? ''
}

async function canSignIn(person: { email: string }, password: string): Promise<boolean> {
  const { visitor, page } = await visit(app, client)
  return codeIn(await visitor.submit(page, { username: person.email, password })) !== undefined
}

/** Tries a value wherever a link of this kind is taken. */
async function opens(kind: Kind, ticket: string): Promise<boolean> {
  const visitor = new Visitor(app.issuer)
  const page = await visitor.get(`${PATHS[kind]}?ticket=${encodeURIComponent(ticket)}`)
  if (page.status === 200) return true
  // A form of one’s own, with its token, and the value in it.
  const own = formOf(await visitor.get(`${PATHS[kind]}?ticket=${await ticketFor(await createPerson(app), kind)}`))
  return (await visitor.post(PATHS[kind], { ...own.fields, ...filled, ticket })).status === 200
}

t.test(
  'a ticket of one purpose is nothing for another, nor is any other secret a ticket (CVE-2026-114607)',
  async t => {
    const person = await createPerson(app, { email_verified: false })
    t.ok(
      await opens('password-change', await ticketFor(await createPerson(app), 'password-change')),
      'the right one does',
    )
    t.notOk(await opens('password-change', await ticketFor(person, 'email-verification')))
    t.notOk(await opens('email-verification', await ticketFor(person, 'password-change')))

    const offline = await visit(app, client, { scope: 'openid offline_access' })
    const { visitor, asked } = offline
    const code = codeIn(await visitor.submit(offline.page, { username: person.email, password: PASSWORD })) ?? ''
    const { body } = await trade(app, client, code, asked)
    const { visitor: second, code: unspent } = await signIn(app, client, person)
    const secrets: { [what: string]: string | undefined } = {
      'a state': asked.state,
      'a code': unspent,
      'a refresh token': body.refresh_token,
      'an access token': body.access_token,
      'an ID token': body.id_token,
      'a user id': person.user_id,
      nothing: '',
    }
    for (const { name, value } of second.cookies.values()) secrets[`the cookie ${name}`] = value
    for (const [what, secret] of Object.entries(secrets)) {
      for (const kind of ['email-verification', 'password-change'] as const)
        t.notOk(await opens(kind, secret ?? ''), `${what} for ${kind}`)
    }
    const [user] = (await app.api('GET', `/users-by-email?email=${person.email}`)).body
    t.equal(user.email_verified, false)
    t.ok(await canSignIn(person, PASSWORD))
  },
)

t.test('a ticket is no key to anything else', async t => {
  const ticket = await ticketFor(await createPerson(app), 'password-change')
  for (const parameters of [
    {
      grant_type: 'authorization_code',
      code: ticket,
      redirect_uri: client.callbacks[0] ?? '',
      code_verifier: 'v'.repeat(43),
    },
    { grant_type: 'refresh_token', refresh_token: ticket },
  ]) {
    const body = new URLSearchParams({ client_id: client.client_id, ...parameters })
    t.equal((await app.fetch('/oauth/token', { method: 'POST', body })).status, 403)
  }
  t.equal((await app.fetch('/userinfo', { headers: { authorization: `Bearer ${ticket}` } })).status, 401)
})

t.test(
  'whose password a link sets is the ticket’s to say, not the form’s (CVE-2026-105215, GHSA-hcvw-475w-8g7p)',
  async t => {
    const [hers, his] = [await createPerson(app), await createPerson(app)]
    const visitor = new Visitor(app.issuer)
    const page = await visitor.get(`/u/reset-verify?ticket=${await ticketFor(his, 'password-change')}`)
    const done = await visitor.submit(page, {
      ...filled,
      user_id: hers.user_id,
      email: hers.email,
      username: hers.email,
      connection_id: (await databaseConnection(app)).id,
      identity_user_id: hers.user_id.replace('auth0|', ''),
      purpose: 'reset_password',
    })
    t.equal(titleOf(done), 'Password changed')
    t.ok(await canSignIn(hers, PASSWORD))
    t.notOk(await canSignIn(hers, OTHER))
    t.ok(await canSignIn(his, OTHER))
  },
)

t.test('a foreign site cannot set a password, even one that knows the link (GHSA-rwcp-qrwg-56cg)', async t => {
  const person = await createPerson(app)
  const ticket = await ticketFor(person, 'password-change')
  const victim = new Visitor(app.issuer)
  const page = await victim.get(`/u/reset-verify?ticket=${ticket}`)
  const { fields } = formOf(page)
  const attacker = new Visitor(app.issuer)
  const foreign = formOf(await attacker.get(`/u/reset-verify?ticket=${ticket}`)).fields
  const login = formOf((await visit(app, client, {}, victim)).page).fields
  for (const [what, sent, headers] of [
    ['no token', { ticket }, {}],
    ['the attacker’s token', { ...fields, _csrf: foreign._csrf ?? '' }, {}],
    ['the token of another form', { ...fields, _csrf: login._csrf ?? '' }, {}],
    ['from another site', fields, { 'sec-fetch-site': 'cross-site' }],
    ['from a sibling', fields, { 'sec-fetch-site': 'same-site' }],
  ] as const) {
    const body = new URLSearchParams({ ...sent, ...filled })
    const answered = await victim.fetch('/u/reset-verify', { method: 'POST', body, headers })
    t.equal(answered.status, 403, what)
    t.same(errorsOf(answered), ['form-expired'], what)
  }
  t.ok(await canSignIn(person, PASSWORD))
})

t.test(
  'a link works once, also when it is used at once, and not after its time (CVE-2022-23555, CVE-2025-64708)',
  async t => {
    const person = await createPerson(app)
    const visitor = new Visitor(app.issuer)
    const page = await visitor.get(`/u/reset-verify?ticket=${await ticketFor(person, 'password-change')}`)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        visitor.submit(page, { 'password-reset': `${OTHER} ${i}`, 're-enter-password': `${OTHER} ${i}` }),
      ),
    )
    t.equal(answers.filter(({ status }) => status === 200).length, 1)

    const late = await visitor.get(
      `/u/reset-verify?ticket=${await ticketFor(person, 'password-change', { ttl_sec: 60 })}`,
    )
    await app.database.query("update tickets set expires_at = expires_at - interval '61 seconds'")
    t.equal(titleOf(await visitor.submit(late, filled)), 'This link has expired')
    t.notOk(await canSignIn(person, OTHER))
  },
)

t.test('a sign-in that was begun before its connection was switched off ends there (CVE-2026-1486)', async t => {
  const own = await createClient(app)
  const person = await createPerson(app)
  const begun = await visit(app, own)
  const resumed = await visit(app, own)
  const connection = await databaseConnection(app)
  await configure(app, store => store.connections.disableClients(connection.id, { only: [own.client_id] }))
  const done = await begun.visitor.submit(begun.page, { username: person.email, password: PASSWORD })
  t.equal(codeIn(done), undefined)
  t.match(done.headers.get('location') ?? done.body, /no\+connections\+enabled|no connections enabled/)
  const signup = new URL(resumed.page.url.href.replace(/login$/, 'signup'))
  t.equal(codeIn(await resumed.visitor.get(signup)), undefined)
})

t.test('an account that a stranger prepared is not his when its owner comes (CVE-2026-53516)', async t => {
  // He signs up with her address, unverified, and stays signed in; she asks for a new password by mail.
  const prepared = await createPerson(app, { email_verified: false })
  const his = await visit(app, client, { scope: 'openid offline_access' })
  const code = codeIn(await his.visitor.submit(his.page, { username: prepared.email, password: PASSWORD })) ?? ''
  const { body } = await trade(app, client, code, his.asked)
  const hers = new Visitor(app.issuer)
  const ticket = await ticketFor(prepared, 'password-change', { mark_email_as_verified: true })
  t.equal(titleOf(await hers.submit(await hers.get(`/u/reset-verify?ticket=${ticket}`), filled)), 'Password changed')
  t.notOk(await canSignIn(prepared, PASSWORD))
  const refreshed = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client.client_id,
      refresh_token: body.refresh_token ?? '',
    }),
  })
  t.equal(refreshed.status, 403)
  t.equal((await app.fetch('/userinfo', { headers: { authorization: `Bearer ${body.access_token}` } })).status, 401)
  const again = await visit(app, client, { prompt: 'none' }, his.visitor)
  t.match(again.page.headers.get('location'), /error=login_required/)
  await eventually(async () => (await (await storeOf(app)).users.find(prepared.user_id))?.email_verified === true)
})
