// Cross-origin authentication: an app's own page takes the password, the browser brings a login_ticket. What somebody might try with a ticket;
// auth0-js itself is in acceptance/auth0-js.test.ts.
import t from 'tap'
import type { Client } from '../../src/store/clients.ts'
import { createTestApp } from '../support/app.ts'
import { createPasswordless, mailedCode } from '../support/passwordless.ts'
import { claimsOf } from '../support/protocol.ts'
import { askFor, codeIn, createClient, createPerson, eventsOf, PASSWORD, trade } from '../support/scene.ts'
import { codeOf, giveApp, screenOf, setMultiFactor } from '../support/second-factor.ts'
import { type Visited, Visitor } from '../support/visitor.ts'

const OTP = 'http://auth0.com/oauth/grant-type/passwordless/otp'
const REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const ORIGIN = 'https://app.example'
const realm = 'Username-Password-Authentication'

const app = await createTestApp(t)
const client = await createClient(app, { web_origins: [ORIGIN], cross_origin_authentication: true })

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Answer = { status: number; headers: Headers; body: any }

async function authenticate(
  visitor: Visitor,
  person: { email: string },
  more: { [name: string]: unknown } = {},
  { origin = ORIGIN as string | null, type = 'application/json' } = {},
): Promise<Answer> {
  const { status, headers, body } = await visitor.fetch('/co/authenticate', {
    method: 'POST',
    headers: { 'content-type': type, ...(origin === null ? {} : { origin }) },
    body: JSON.stringify({
      client_id: client.client_id,
      credential_type: REALM,
      username: person.email,
      password: PASSWORD,
      realm,
      ...more,
    }),
  })
  return { status, headers, body: JSON.parse(body) }
}

async function arrive(
  visitor: Visitor,
  login_ticket: string,
  {
    as = client,
    params = {},
    headers = {},
  }: { as?: Client; params?: object; headers?: { [name: string]: string } } = {},
): Promise<{ page: Visited; asked: ReturnType<typeof askFor> }> {
  const asked = askFor(as, { login_ticket, ...params })
  Object.assign(visitor.headers, headers)
  return { asked, page: await visitor.get(asked.url) }
}

t.test('the ticket signs in the browser that got it, once', async t => {
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  const { status, headers, body } = await authenticate(visitor, person)
  t.equal(status, 200, JSON.stringify(body))
  t.match(body, { login_ticket: String, co_id: /^.{12}$/, co_verifier: String })
  t.match(headers.get('set-cookie'), /^lintel_co=.*HttpOnly/i)
  t.equal(headers.get('access-control-allow-origin'), ORIGIN)
  t.equal(headers.get('access-control-allow-credentials'), 'true')
  t.equal(headers.get('cache-control'), 'no-store')
  const before = new Map(visitor.cookies)

  const { page, asked } = await arrive(visitor, body.login_ticket)
  const code = codeIn(page)
  t.ok(code, `${page.status} ${page.url.href}`)
  const { body: tokens } = await trade(app, client, code ?? '', asked)
  t.match(claimsOf(tokens.id_token), { sub: person.user_id, email: person.email })
  t.ok((await eventsOf(app, person.email)).includes('s'))

  const thief = new Visitor(app.issuer)
  for (const [name, cookie] of before) thief.cookies.set(name, cookie)
  t.notOk(codeIn((await arrive(thief, body.login_ticket)).page), 'with the cookie and all')
})

t.test(
  'a code in place of a password: for the client that asked for it, once, at a passwordless connection',
  async t => {
    const reader = await createClient(app, {
      web_origins: [ORIGIN],
      cross_origin_authentication: true,
      grant_types: ['authorization_code', OTP],
    })
    const other = await createClient(app, {
      web_origins: [ORIGIN],
      cross_origin_authentication: true,
      grant_types: ['authorization_code', OTP],
    })
    await createPasswordless(app, 'email', [reader, other, client])
    const email = 'reader@example.com'
    const visitor = new Visitor(app.issuer)
    const sent = async (count: number) => {
      const body = JSON.stringify({ client_id: reader.client_id, connection: 'email', email, send: 'code' })
      const headers = { 'content-type': 'application/json' }
      t.equal((await app.fetch('/passwordless/start', { method: 'POST', headers, body })).status, 200)
      return mailedCode(app, email, count)
    }
    const typed = (otp: string, more: { [name: string]: unknown } = {}) =>
      authenticate(
        visitor,
        { email },
        {
          client_id: reader.client_id,
          credential_type: OTP,
          realm: 'email',
          password: undefined,
          otp,
          ...more,
        },
      )
    const otp = await sent(1)
    const wrong = { status: 403, body: { error: 'access_denied', error_description: String } }
    t.match(await typed('00000000'), wrong)
    t.match(await typed(otp, { client_id: other.client_id }), wrong, 'another client’s')
    t.match(await typed(otp, { realm }), { status: 403, body: { error: 'invalid_request' } }, 'a database has none')
    t.match(await typed(otp, { otp: undefined }), { status: 400, body: { error: 'invalid_request' } })
    t.match(await typed(otp, { client_id: client.client_id }), { status: 403, body: { error: 'unauthorized_client' } })
    const { status, body } = await typed(otp)
    t.equal(status, 200, JSON.stringify(body))
    t.match(await typed(otp), wrong, 'it is spent')
    const { page, asked } = await arrive(visitor, body.login_ticket, { as: reader })
    const { body: tokens } = await trade(app, reader, codeIn(page) ?? '', asked)
    t.match(claimsOf(tokens.id_token), { sub: /^email\|/, email, email_verified: true })

    await sent(2)
    for (let i = 0; i < 10; i++) await typed('00000000')
    t.match(await typed('00000000'), { status: 429, body: { error: 'too_many_attempts' } }, 'guesses are counted')
  },
)

t.test('somebody else’s ticket signs nobody in (login CSRF)', async t => {
  const [attacker, victim] = [await createPerson(app), new Visitor(app.issuer)]
  const { body } = await authenticate(new Visitor(app.issuer), attacker)
  const { page } = await arrive(victim, body.login_ticket)
  t.notOk(codeIn(page))
  t.match(screenOf(page), 'login', 'she is shown the sign-in page')
  // Nor does one that has a cookie of her own.
  const { body: hers } = await authenticate(victim, await createPerson(app))
  t.notOk(codeIn((await arrive(victim, body.login_ticket)).page))
  t.ok(hers.login_ticket)
})

t.test('a ticket is for its client, its origin and a minute', async t => {
  const person = await createPerson(app)
  const other = await createClient(app, { web_origins: [ORIGIN], cross_origin_authentication: true })
  const begin = async () => {
    const visitor = new Visitor(app.issuer)
    return { visitor, ticket: (await authenticate(visitor, person)).body.login_ticket as string }
  }
  const first = await begin()
  t.notOk(codeIn((await arrive(first.visitor, first.ticket, { as: other })).page), 'another client')
  const second = await begin()
  const headers = { referer: 'https://evil.example/' }
  t.notOk(codeIn((await arrive(second.visitor, second.ticket, { headers })).page), 'from another page')
  const third = await begin()
  t.ok(codeIn((await arrive(third.visitor, third.ticket, { headers: { referer: `${ORIGIN}/login` } })).page))
  const fourth = await begin()
  await app.database.query("update held_proofs set expires_at = created_at - interval '1 second'")
  t.notOk(codeIn((await arrive(fourth.visitor, fourth.ticket)).page), 'too late')
  const fifth = await begin()
  await app.api('PATCH', `/users/${encodeURIComponent(person.user_id)}`, { password: 'another correct horse' })
  t.notOk(codeIn((await arrive(fifth.visitor, fifth.ticket)).page), 'her password has changed')
})

t.test('whoever is signed in here, it is for whom the ticket says', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const visitor = new Visitor(app.issuer)
  const first = await authenticate(visitor, ada)
  t.ok(codeIn((await arrive(visitor, first.body.login_ticket)).page))
  const second = await authenticate(visitor, bob)
  const { page, asked } = await arrive(visitor, second.body.login_ticket)
  const { body } = await trade(app, client, codeIn(page) ?? '', asked)
  t.equal(claimsOf(body.id_token).sub, bob.user_id)
  const { page: spent } = await arrive(visitor, second.body.login_ticket)
  t.notOk(codeIn(spent), 'not even her own session stands in for a ticket that is spent')
  const { page: silent } = await arrive(visitor, 'made-up', { params: { prompt: 'none' } })
  t.match(silent.headers.get('location'), /error=login_required/)
})

t.test('in a frame of the app a ticket signs in unseen, or says why it does not', async t => {
  const unseen = { prompt: 'none', response_mode: 'web_message', redirect_uri: `${ORIGIN}/callback` }
  const app_client = await createClient(app, {
    web_origins: [ORIGIN],
    callbacks: [unseen.redirect_uri],
    cross_origin_authentication: true,
  })
  const outcome = async (person: { email: string }, { spoil = false, headers = {} } = {}) => {
    const visitor = new Visitor(app.issuer)
    const { body } = await authenticate(visitor, person, { client_id: app_client.client_id })
    const ticket = spoil ? 'made-up' : body.login_ticket
    const { page } = await arrive(visitor, ticket, { as: app_client, params: unseen, headers })
    return { page, said: /"error(?:_description)?":"[^"]+"/g[Symbol.match](page.body)?.join() ?? 'code' }
  }
  const person = await createPerson(app)
  const { page, said } = await outcome(person)
  t.equal(said, 'code')
  t.match(page.body, /"code":"[^"]+"/)
  const login = '"error":"login_required","error_description":"Login required"'
  t.equal((await outcome(person, { spoil: true })).said, login)
  t.match((await outcome(person, { headers: { 'sec-fetch-site': 'cross-site' } })).said, 'login_required', 'no cookies')
  await setMultiFactor(app, { factors: { otp: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, { policies: [] }))
  const second = '"error":"login_required","error_description":"Multifactor authentication required"'
  t.equal((await outcome(await createPerson(app))).said, second)
})

t.test('a second factor is asked for as ever', async t => {
  await setMultiFactor(app, { factors: { otp: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, { policies: [] }))
  const person = await createPerson(app, { email_verified: false })
  const secret = await giveApp(app, person)
  const visitor = new Visitor(app.issuer)
  const { body } = await authenticate(visitor, person)
  const { page, asked } = await arrive(visitor, body.login_ticket)
  t.notOk(codeIn(page))
  const done = await visitor.submit(page, { code: codeOf(secret) })
  const tokens = await trade(app, client, codeIn(done) ?? '', asked)
  t.equal(tokens.status, 200, `${done.status} ${done.url.href}`)
})

t.test('a wrong password and an unknown name are the same answer, and are counted', async t => {
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  const wrong = await authenticate(visitor, person, { password: 'not this one' })
  const unknown = await authenticate(visitor, { email: 'nobody@example.com' }, { password: 'not this one' })
  t.same([wrong.status, wrong.body], [403, { error: 'access_denied', error_description: 'Wrong email or password.' }])
  t.same([unknown.status, unknown.body], [wrong.status, wrong.body])
  for (let i = 1; i < 10; i++) await authenticate(visitor, person, { password: 'not this one' })
  t.match(await authenticate(visitor, person), { status: 429, body: { error: 'too_many_attempts' } })
  const blocked = await createPerson(app, { blocked: true })
  t.match(await authenticate(visitor, blocked), { status: 401, body: { error_description: 'user is blocked' } })
})

t.test('only JSON, from the client’s web origins, and where it was allowed', async t => {
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  for (const origin of [null, 'null', 'https://evil.example', `${ORIGIN}.evil.example`, app.issuer.slice(0, -1)]) {
    const refused = await authenticate(visitor, person, {}, { origin })
    t.match(refused, { status: 403, body: { error: 'access_denied' } }, String(origin))
    t.notOk(refused.headers.get('access-control-allow-credentials'))
  }
  t.equal((await authenticate(visitor, person, {}, { type: 'text/plain' })).status, 415)
  const without = await createClient(app, { web_origins: [ORIGIN] })
  t.match(await authenticate(visitor, person, { client_id: without.client_id }), {
    status: 403,
    body: { error: 'unauthorized_client' },
  })
  const third = await createClient(app, {
    web_origins: [ORIGIN],
    cross_origin_authentication: true,
    is_first_party: false,
  })
  t.equal((await authenticate(visitor, person, { client_id: third.client_id })).status, 403)
  for (const wrong of [
    { credential_type: 'smoke' },
    { realm: undefined },
    { username: 1 },
    { password: '' },
    { client_id: 'nobody\u0027s' },
  ])
    t.ok([400, 403].includes((await authenticate(visitor, person, wrong)).status), JSON.stringify(wrong))
  t.equal((await authenticate(visitor, person, { credential_type: 'password', realm: undefined })).status, 200)
})

t.test('of many who come with one ticket at once, one is signed in', async t => {
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  const { body } = await authenticate(visitor, person)
  const pages = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const copy = new Visitor(app.issuer)
      for (const [name, cookie] of visitor.cookies) copy.cookies.set(name, cookie)
      return (await arrive(copy, body.login_ticket)).page
    }),
  )
  t.equal(pages.filter(page => codeIn(page)).length, 1)
})

t.test('no ticket is kept as it is', async t => {
  const visitor = new Visitor(app.issuer)
  const { body } = await authenticate(visitor, await createPerson(app))
  const thief = new Visitor(app.issuer)
  await arrive(thief, body.login_ticket)
  for (const table of ['held_proofs', 'artefacts']) {
    const { rows } = await app.database.query(`select 1 from ${table} as one where one::text like '%' || $1 || '%'`, [
      body.login_ticket,
    ])
    t.equal(rows.length, 0, table)
  }
})

t.test('the Management API allows it', async t => {
  const made = await app.api('POST', '/clients', { name: 'Old page', cross_origin_authentication: true })
  t.match(made, { status: 201, body: { cross_origin_authentication: true } })
})

t.test('what auth0-js asks besides is answered or refused with a reason', async t => {
  const challenge = await app.fetch('/usernamepassword/challenge', { method: 'POST', headers: { origin: ORIGIN } })
  t.same(await challenge.json(), { required: false })
  for (const [method, url] of [
    ['POST', '/usernamepassword/login'],
    ['GET', '/user/ssodata'],
    ['GET', '/user/geoloc/country'],
  ] as const)
    t.equal((await app.fetch(url, { method })).status, 410, url)
})
