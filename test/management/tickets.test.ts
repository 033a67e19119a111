import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { newConnectionId } from '../../src/ids.ts'
import type { Ticket } from '../../src/management/tickets.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { storeOf } from '../support/scene.ts'
import { formOf, titleOf, Visitor } from '../support/visitor.ts'

// What is answered is what the SDK's types promise.
const _verification: Management.VerifyEmailTicketResponseContent = {} as Static<typeof Ticket>
const _change: Management.ChangePasswordTicketResponseContent = {} as Static<typeof Ticket>

const CONNECTION = 'Username-Password-Authentication'
const PASSWORD = 'correct horse battery'

const app = await createTestApp(t)
const store = await storeOf(app)
const { id: connection_id } = (await store.connections.findByName(CONNECTION)) as { id: string }

async function someone(): Promise<{ user_id: string; email: string; identity: string }> {
  const email = `someone-${crypto.randomUUID()}@example.com`
  const { status, body } = await app.api('POST', '/users', { connection: CONNECTION, password: PASSWORD, email })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return { user_id: body.user_id, email, identity: body.identities[0].user_id }
}
const verification = (body: object) => app.api('POST', '/tickets/email-verification', body)
const change = (body: object) => app.api('POST', '/tickets/password-change', body)

const secretOf = (url: string) => new URL(url).searchParams.get('ticket') ?? ''
const ticketOf = async (url: string, purpose: 'verify_email' | 'reset_password') =>
  store.tickets.find(secretOf(url), purpose, new Date())

/** Opens a ticket's URL and sends the form there, filled in. */
async function use(url: string, fields: { [name: string]: string } = {}) {
  const visitor = new Visitor(app.issuer)
  const page = await visitor.fetch(url)
  const form = formOf(page)
  return visitor.fetch(form.action.href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form.fields, ...fields }).toString(),
  })
}

t.test('a verification ticket is a link on the issuer, and verifies the address once', async t => {
  const { user_id, email } = await someone()
  const { status, body } = await verification({ user_id })
  t.equal(status, 201)
  t.same(Object.keys(body), ['ticket'])
  t.match(body.ticket, new RegExp(`^${app.issuer}u/email-verification\\?ticket=[A-Za-z0-9_-]{43}$`))
  t.match(await ticketOf(body.ticket, 'verify_email'), { user_id, email, connection_id, state: 'live' })

  t.equal((await use(body.ticket)).status, 200)
  const { body: user } = await app.api('GET', `/users/${encodeURIComponent(user_id)}`)
  t.equal(user.email_verified, true)
  t.match(await ticketOf(body.ticket, 'verify_email'), { state: 'used' })
})

t.test('a password ticket is a link on the issuer, and replaces the password once', async t => {
  const { user_id, email } = await someone()
  const { status, body } = await change({ user_id })
  t.equal(status, 201)
  t.match(body.ticket, new RegExp(`^${app.issuer}u/reset-verify\\?ticket=[A-Za-z0-9_-]{43}$`))
  const before = await store.users.findCredentials(connection_id, { email })
  const fields = { 'password-reset': 'a new and better one', 're-enter-password': 'a new and better one' }
  t.equal((await use(body.ticket, fields)).status, 200)
  const after = await store.users.findCredentials(connection_id, { email })
  t.not(after?.password_hash, before?.password_hash)
  t.notOk(after?.email_verified, 'the address is not verified by that, unless it was asked for')
  const page = await new Visitor(app.issuer).fetch(body.ticket)
  t.equal(page.status, 400)
  t.ok(titleOf(page))
})

t.test('a password ticket may mark the address as verified', async t => {
  const { user_id, email } = await someone()
  const { body } = await change({ user_id, mark_email_as_verified: true })
  await use(body.ticket, { 'password-reset': 'a new and better one', 're-enter-password': 'a new and better one' })
  t.ok((await store.users.findCredentials(connection_id, { email }))?.email_verified)
})

t.test('the user may be named by connection and address, however it is written', async t => {
  const { user_id, email } = await someone()
  const { status, body } = await change({ connection_id, email: email.toUpperCase() })
  t.equal(status, 201)
  t.match(await ticketOf(body.ticket, 'reset_password'), { user_id, email })
})

t.test('result_url is where the browser goes, with what came of it', async t => {
  const { user_id, email } = await someone()
  const result_url = 'https://app.example/done?a=b'
  const { body } = await verification({ user_id, result_url, includeEmailInRedirect: true })
  const used = await use(body.ticket)
  const location = new URL(used.headers.get('location') ?? '')
  t.equal(location.origin + location.pathname, 'https://app.example/done')
  t.match(Object.fromEntries(location.searchParams), { a: 'b', success: 'true', email })
})

t.test('a ticket lives as long as it is told to, five days else', async t => {
  const { user_id } = await someone()
  const lives = async (body: object) => {
    const { body: made } = await change({ user_id, ...body })
    const ticket = await ticketOf(made.ticket, 'reset_password')
    return ((ticket?.expires_at.getTime() ?? 0) - (ticket?.created_at.getTime() ?? 0)) / 1000
  }
  t.equal(await lives({}), 432_000)
  t.equal(await lives({ ttl_sec: 0 }), 432_000)
  t.equal(await lives({ ttl_sec: 60 }), 60)
  for (const ttl_sec of [-1, 1.5, '60', 1e12]) t.equal((await change({ user_id, ttl_sec })).status, 400, `${ttl_sec}`)
})

t.test('an identity must be the user’s; a linked one can change its password, not verify an address', async t => {
  const { user_id, identity } = await someone()
  const named = { user_id, identity: { user_id: identity, provider: 'auth0' } }
  t.equal((await verification(named)).status, 201)
  t.equal((await change({ ...named, identity: { ...named.identity, connection_id } })).status, 201)
  for (const wrong of [
    { user_id: 'another', provider: 'auth0' },
    { user_id: identity, provider: 'google-oauth2' },
    { user_id: identity, provider: 'auth0', connection_id: newConnectionId() },
  ]) {
    const { status, body } = await verification({ user_id, identity: wrong })
    t.equal(status, 400)
    t.equal(body.message, 'The user exists, but does not contain the given identity.')
  }
  await app.database.query(
    'insert into identities (tenant_id, connection_id, identity_user_id, user_id, provider, email, created_at) values ($1, $2, $3, $4, $5, $6, now())',
    ['default', connection_id, `linked-${identity}`, user_id, 'auth0', `linked-${identity}@example.com`],
  )
  const linked = { user_id, identity: { user_id: `linked-${identity}`, provider: 'auth0' } }
  t.match(await verification(linked), { status: 400, body: { errorCode: 'operation_not_supported' } })
  const { body } = await change(linked)
  t.match(await ticketOf(body.ticket, 'reset_password'), { identity_user_id: `linked-${identity}` })
})

t.test('what names nobody, or too much, is refused', async t => {
  const { user_id, email, identity } = await someone()
  const cases: [Promise<{ status: number; body: { message: string } }>, number, string][] = [
    [verification({ user_id: 'auth0|nobody' }), 404, 'The user does not exist.'],
    [verification({}), 400, "Payload validation error: 'Missing required property: user_id'."],
    [verification({ user_id, client_id: 'nobody' }), 400, 'The client does not exist'],
    [
      verification({ user_id, client_id: 'test-admin', result_url: 'https://app.example/' }),
      400,
      'result_url cannot be specified together with client_id.',
    ],
    [
      verification({ user_id, organization_id: 'org_1' }),
      400,
      'Lintel does not enforce organization_id. It is accepted only as null.',
    ],
    [
      verification({ user_id, ticket: 'mine' }),
      400,
      "Payload validation error: 'Additional properties not allowed: ticket'.",
    ],
    [change({ user_id: 'auth0|nobody' }), 404, 'The user does not exist.'],
    [change({ connection_id, email: 'nobody@example.com' }), 404, 'The user does not exist.'],
    [change({}), 400, 'Specify user_id, or connection_id together with email.'],
    [change({ email }), 400, 'Specify user_id, or connection_id together with email.'],
    [change({ connection_id }), 400, 'Specify user_id, or connection_id together with email.'],
    [
      change({ user_id, email, connection_id }),
      400,
      'user_id cannot be specified together with connection_id or email.',
    ],
    [
      change({ email, connection_id, identity: { user_id: identity, provider: 'auth0' } }),
      400,
      'identity requires user_id.',
    ],
    [
      change({ email, connection_id: 'con_0000000000000000' }),
      400,
      'The connection with id con_0000000000000000 does not exist.',
    ],
  ]
  for (const [answered, status, message] of cases) {
    const answer = await answered
    t.equal(answer.status, status, message)
    t.equal(answer.body.message, message)
  }
  for (const result_url of ['javascript:alert(1)', '/relative', 'https://user:pass@app.example/', 'app.example'])
    t.equal((await verification({ user_id, result_url })).status, 400, result_url)
})

t.test('a user without an address has nothing to verify', async t => {
  const { user_id } = await someone()
  await app.database.query('update identities set email = null where user_id = $1', [user_id])
  t.match(await verification({ user_id }), {
    status: 400,
    body: { message: 'The user does not have an email address.' },
  })
  t.equal((await change({ user_id })).status, 201)
})

t.test('the link comes from the issuer, whatever Host the request names (GHSA-93m4-mfpg-c3xf)', async t => {
  const { user_id } = await someone()
  const { port } = new URL(app.issuer)
  const response = await app.fetch('/api/v2/tickets/password-change', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await app.adminToken()}`,
      'content-type': 'application/json',
      'x-forwarded-host': `evil.test:${port}`,
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.test',
    },
    body: JSON.stringify({ user_id }),
  })
  const { ticket } = (await response.json()) as { ticket: string }
  t.ok(ticket.startsWith(app.issuer))
})

t.test('nobody but the caller has the ticket: not the database, not the log', async t => {
  const { user_id } = await someone()
  const tickets = [(await verification({ user_id })).body.ticket, (await change({ user_id })).body.ticket]
  const { rows: tables } = await app.database.query(
    "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss')",
  )
  for (const ticket of tickets.map(secretOf)) {
    for (const { name } of tables) {
      const { rows } = await app.database.query(`select from ${name} as row where strpos(row::text, $1) > 0`, [ticket])
      t.equal(rows.length, 0, name)
    }
    await new Visitor(app.issuer).fetch(`/u/reset-verify?ticket=${ticket}`)
    t.notOk(app.logs.join('').includes(ticket))
  }
  const { body: log } = await app.api('GET', `/users/${encodeURIComponent(user_id)}/logs?per_page=2`)
  t.same(
    log.map((event: { description: string }) => event.description),
    ['Create a password change ticket', 'Create an email verification ticket'],
  )
})

t.test('each needs its scope', async t => {
  const { user_id } = await someone()
  for (const path of ['/tickets/email-verification', '/tickets/password-change'])
    t.match(await apiAs(app, ['update:users'], 'POST', path, { user_id }), {
      status: 403,
      body: { message: 'Insufficient scope, expected any of: create:user_tickets' },
    })
})
