import type { Management } from 'auth0'
import pg from 'pg'
import t from 'tap'
import type { Static } from 'typebox'
import { createPasswordHasher } from '../../src/credentials/password.ts'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { newConnectionId } from '../../src/ids.ts'
import type { User } from '../../src/management/users/user.ts'
import { apiAs } from '../support/api-as.ts'
import { CHEAP_ARGON2, createTestApp } from '../support/app.ts'
import { leastStatements } from '../support/least-statements.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetUserResponseContent = {} as Static<typeof User>
const _created: Management.CreateUserResponseContent = {} as Static<typeof User>
const _updated: Management.UpdateUserResponseContent = {} as Static<typeof User>
const _item: Management.UserResponseSchema = {} as Static<typeof User>

const CONNECTION = 'Username-Password-Authentication'
const WITH_USERNAMES = 'with-usernames'
const PASSWORD = 'correct horse battery'

const app = await createTestApp(t)
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
const hasher = createPasswordHasher(CHEAP_ARGON2, 2)
const { id: connection_id } = (await store.connections.findByName(CONNECTION)) as { id: string }

const at = (user_id: string) => `/users/${encodeURIComponent(user_id)}`
const create = (body: object) => app.api('POST', '/users', { connection: CONNECTION, password: PASSWORD, ...body })

const statementsOf = (path: string) => leastStatements(app, () => app.api('GET', path))

/** A new user's id. */
async function someone(body: object = {}): Promise<string> {
  const email = `someone-${crypto.randomUUID()}@example.com`
  const { status, body: user } = await create({ email, ...body })
  if (status !== 201) throw new Error(JSON.stringify(user))
  return user.user_id
}

const withScopes = (scopes: string[], method: string, path: string, body?: object) =>
  apiAs(app, scopes, method, path, body)

async function signsIn(
  identifier: { email: string } | { username: string },
  password: string,
  connection = connection_id,
) {
  const found = await store.users.findCredentials(connection, identifier)
  return (await hasher.verify(found?.password_hash, password)).ok
}

const { id: usernames_id } = await store.connections.create(
  {
    id: newConnectionId(),
    name: WITH_USERNAMES,
    strategy: 'auth0',
    display_name: null,
    options: {
      requires_username: true,
      passwordPolicy: 'good',
      password_dictionary: { enable: true, dictionary: ['Sesame-Open-1'] },
      password_no_personal_info: { enable: true },
    },
    realms: [WITH_USERNAMES],
    is_domain_connection: false,
    show_as_button: null,
    metadata: {},
  },
  new Date(),
)

t.test('a new user has what Auth0 gives her, and nothing that was not set', async t => {
  const { status, body } = await create({ email: 'Ada.Lovelace@Example.com' })
  t.equal(status, 201)
  const { user_id, created_at, updated_at, ...rest } = body
  t.match(user_id, /^auth0\|[0-9a-f]{24}$/)
  t.equal(new Date(created_at).toISOString(), created_at)
  t.equal(updated_at, created_at)
  t.strictSame(rest, {
    email: 'ada.lovelace@example.com',
    email_verified: false,
    name: 'ada.lovelace@example.com',
    nickname: 'ada.lovelace',
    picture: 'https://s.gravatar.com/avatar/2b9150605ac374d671a306b5fcee60a0?s=480&r=pg&d=identicon',
    identities: [
      { connection: CONNECTION, user_id: user_id.slice('auth0|'.length), provider: 'auth0', isSocial: false },
    ],
  })
  t.strictSame((await app.api('GET', at(user_id))).body, body, 'and is read as she was created')
  t.ok(await signsIn({ email: 'ADA.lovelace@example.com' }, PASSWORD), 'and signs in by her address in any case')
  t.notOk(await signsIn({ email: 'ada.lovelace@example.com' }, 'another password'))
})

t.test('what is given is kept', async t => {
  const given = {
    email: 'grace@example.com',
    email_verified: true,
    phone_number: '+15551234567',
    phone_verified: true,
    name: 'Grace Hopper',
    given_name: 'Grace',
    family_name: 'Hopper',
    nickname: 'amazing',
    picture: 'https://example.com/grace.png',
    user_metadata: { plan: { name: 'navy' } },
    app_metadata: { rank: 'admiral' },
    blocked: true,
  }
  const { status, body } = await create({ ...given, user_id: 'grace/hopper|1' })
  t.equal(status, 201)
  t.equal(body.user_id, 'auth0|grace/hopper|1', 'a chosen id gets the prefix')
  t.equal(body.identities[0].user_id, 'grace/hopper|1')
  t.match(body, given)
  t.strictSame((await app.api('GET', at(body.user_id))).body, body)
})

t.test('an address, a number, an id are one person’s in a connection', async t => {
  await create({ email: 'taken@example.com', phone_number: '+100', user_id: 'taken' })
  await create({ email: 'taken-caf\u00e9@example.com' })
  for (const again of [
    { email: 'Taken@Example.com' },
    { email: 'taken-cafe\u0301@example.com' },
    { email: 'other@example.com', phone_number: '+100' },
    { email: 'other@example.com', user_id: 'taken' },
  ]) {
    t.match(await create(again), {
      status: 409,
      body: { statusCode: 409, error: 'Conflict', message: 'The user already exists.', errorCode: 'auth0_idp_error' },
    })
  }
  t.strictSame(
    (await app.api('GET', '/users-by-email?email=other@example.com')).body,
    [],
    'a refused user is not there',
  )
  const elsewhere = { connection: WITH_USERNAMES, email: 'taken@example.com', password: 'Correct-Horse-1' }
  t.equal((await app.api('POST', '/users', elsewhere)).status, 201, 'in another connection she is someone else')
})

t.test('a body that is not as it should be is refused, with the reason', async t => {
  const email = 'refused@example.com'
  for (const [body, message] of [
    [{ email, colour: 'blue' }, "Payload validation error: 'Additional properties not allowed: colour'"],
    [{}, "Payload validation error: 'Missing required property: email'."],
    [{ email, password: undefined }, "Payload validation error: 'Missing required property: password'."],
    [{ email, connection: undefined }, "Payload validation error: 'Missing required property: connection'"],
    [{ email: 'no address' }, /Payload validation error: .*email.* on property email/],
    [{ email, phone_number: '0049 123' }, /on property phone_number/],
    [{ email, picture: 'javascript:alert(1)' }, /on property picture/],
    [{ email, user_metadata: 'text' }, "Payload validation error: 'Expected type object' on property user_metadata"],
    [{ email, user_id: 'with space' }, /on property user_id/],
    [{ email, connection: 'nowhere' }, 'The connection does not exist.'],
    [
      { email, app_metadata: { identities: [] } },
      'app_metadata cannot have a property identities: the name is reserved.',
    ],
    [
      { email, app_metadata: { __proto__x: 1, _id: 1 } },
      'app_metadata cannot have a property _id: the name is reserved.',
    ],
    [{ email, password: 'short' }, 'PasswordStrengthError: Password is too weak'],
    [{ email, username: 'ada' }, 'Cannot set username for connection without requires_username'],
  ] as const) {
    t.match(
      await create(body),
      { status: 400, body: { statusCode: 400, error: 'Bad Request', message } },
      String(message),
    )
  }
  t.strictSame((await app.api('GET', `/users-by-email?email=${email}`)).body, [])
})

t.test('a connection with usernames and rules for passwords', async t => {
  const body = {
    connection: WITH_USERNAMES,
    email: 'linus@example.com',
    username: 'Linus.T',
    password: 'Correct-Horse-1',
  }
  const { status, body: user } = await create(body)
  t.equal(status, 201)
  t.equal(user.username, 'linus.t', 'usernames are kept in lower case')
  t.ok(await signsIn({ username: 'LINUS.T' }, 'Correct-Horse-1', usernames_id))
  t.match(await create({ ...body, email: 'second@example.com' }), {
    status: 409,
    body: { message: 'The username provided is in use already.', errorCode: 'auth0_idp_error' },
  })
  for (const username of ['a'.repeat(16), 'with space', 'ada@example.com', '@ada', 'ümlaut'])
    t.match(
      await create({ ...body, username }),
      { status: 400, body: { message: /^A username is 1 to 15 letters/ } },
      username,
    )
  for (const [password, message] of [
    ['password', 'PasswordStrengthError: Password is too weak'],
    ['Password1!', 'PasswordDictionaryError: Password is too common'],
    ['sesame-OPEN-1', 'PasswordDictionaryError: Password is too common'],
    ['My-linus-1', 'PasswordNoUserInfoError: Password contains user information'],
  ] as const)
    t.match(
      await create({ ...body, password }),
      { status: 400, body: { message, errorCode: 'invalid_password' } },
      password,
    )
})

t.test('a user who is not there is a 404, an id that is none a 400, a foreign one a 404', async t => {
  t.strictSame((await app.api('GET', at('auth0|nobody'))).body, {
    statusCode: 404,
    error: 'Not Found',
    message: 'The user does not exist.',
    errorCode: 'inexistent_user',
  })
  t.match(await app.api('GET', '/users/nobody'), { status: 400, body: { errorCode: 'invalid_uri' } })
  t.match(await app.api('GET', at(`auth0|${'x'.repeat(300)}`)), { status: 400, body: { errorCode: 'invalid_uri' } })
  t.match(await app.api('PATCH', at('auth0|nobody'), { name: 'No' }), {
    status: 404,
    body: { errorCode: 'inexistent_user' },
  })

  const now = new Date()
  const other = await createTenant(
    app.store,
    { tenant_id: 'other', domain: 'other.test' },
    newAdministrationClient(),
    now,
  )
  const theirs = app.store.forTenant(other)
  const connection = await theirs.connections.findByName(CONNECTION)
  const user = await theirs.users.create(
    { connection: connection!, email: 'theirs@example.com', user_id: 'theirs' },
    now,
  )
  t.equal((await app.api('GET', at(user.user_id))).status, 404)
  t.equal((await app.api('PATCH', at(user.user_id), { name: 'Mine' })).status, 404)
  t.equal((await app.api('DELETE', at(user.user_id))).status, 204)
  t.strictSame(await theirs.users.find(user.user_id), user, 'and she is untouched')
})

t.test('fields picks or omits', async t => {
  const id = await someone({ name: 'Fielded' })
  t.strictSame((await app.api('GET', `${at(id)}?fields=name, user_id`)).body, { user_id: id, name: 'Fielded' })
  const { body } = await app.api('GET', `${at(id)}?fields=name,identities&include_fields=false`)
  t.notHas(body, { name: 'Fielded' })
  t.notOk('identities' in body)
  t.ok('email' in body)
})

t.test('reading a user is one statement, a list one, and one more for the total', async t => {
  const id = await someone()
  t.equal(await statementsOf(at(id)), 1)
  t.equal(await statementsOf('/users'), 1)
  t.equal(await statementsOf('/users?include_totals=true&q=email:*example.com'), 2)
  t.equal(await statementsOf('/users-by-email?email=nobody@example.com'), 1)
})

t.test('metadata merge at their first level, everything else replaces', async t => {
  const id = await someone({
    user_metadata: { keep: 1, drop: 2, deep: { a: 1, b: 2 } },
    app_metadata: { plan: 'free' },
  })
  const patched = await app.api('PATCH', at(id), {
    name: 'Renamed',
    user_metadata: { drop: null, deep: { c: 3 }, fresh: [1] },
    app_metadata: { seats: 3 },
  })
  t.match(patched, { status: 200 })
  t.equal(patched.body.name, 'Renamed')
  t.strictSame(patched.body.user_metadata, { keep: 1, deep: { c: 3 }, fresh: [1] })
  t.strictSame(patched.body.app_metadata, { plan: 'free', seats: 3 })
  t.strictSame((await app.api('GET', at(id))).body, patched.body)
  const wiped = await app.api('PATCH', at(id), { user_metadata: {} })
  t.strictSame(wiped.body.user_metadata, {})
  t.strictSame(wiped.body.app_metadata, { plan: 'free', seats: 3 })
  const bare = await someone()
  t.strictSame((await app.api('PATCH', at(bare), { user_metadata: { a: 1, b: null } })).body.user_metadata, { a: 1 })
})

t.test('two patches at once both count', async t => {
  const id = await someone()
  const keys = Array.from({ length: 8 }, (_, i) => `key${i}`)
  await Promise.all(keys.map(key => app.api('PATCH', at(id), { user_metadata: { [key]: true } })))
  t.strictSame(Object.keys((await app.api('GET', at(id))).body.user_metadata).sort(), keys)
})

t.test('metadata have a bound, however they grow', async t => {
  const text = 'é'.repeat(50_000)
  const whole = { connection: 'Username-Password-Authentication', email: 'big@example.com', password: PASSWORD }
  const large = { a: text, b: text, c: text }
  for (const kind of ['user_metadata', 'app_metadata']) {
    const refused = { status: 400, body: { errorCode: 'invalid_body', message: new RegExp(`^${kind} .* 256 KB`) } }
    t.match(await app.api('POST', '/users', { ...whole, [kind]: large }), refused)
    const id = await someone({ [kind]: { a: text } })
    t.match(await app.api('PATCH', at(id), { [kind]: large, name: 'No' }), refused)
    const both = await Promise.all(['b', 'c'].map(key => app.api('PATCH', at(id), { [kind]: { [key]: text } })))
    t.same(both.map(({ status }) => status).sort(), [200, 400], 'nor by two at once')
    const { body } = await app.api('GET', at(id))
    t.equal(Object.keys(body[kind]).length, 2)
    t.notMatch(body, { name: 'No' }, 'all or nothing')
    t.equal((await app.api('PATCH', at(id), { [kind]: { a: null, d: text } })).status, 200, 'what goes makes room')
  }
})

t.test('null unsets a name, and false unblocks', async t => {
  const id = await someone({ given_name: 'Ann', blocked: true, phone_number: '+200', phone_verified: true })
  const { body } = await app.api('PATCH', at(id), { given_name: null, phone_number: null, blocked: false })
  for (const gone of ['given_name', 'phone_number', 'blocked']) t.notOk(gone in body, gone)
  await someone({ phone_number: '+200' })
  t.match(await app.api('PATCH', at(id), { email: null }), { status: 400 }, 'but nobody is without an address')
})

t.test('an address that changes is no longer verified, unless the request says so', async t => {
  const id = await someone({ email: 'before@example.com', email_verified: true })
  t.match(
    (await app.api('PATCH', at(id), { email: 'Before@example.com' })).body,
    { email_verified: true },
    'the same one is',
  )
  t.match((await app.api('PATCH', at(id), { email: 'After@example.com' })).body, {
    email: 'after@example.com',
    email_verified: false,
  })
  t.match((await app.api('PATCH', at(id), { email: 'again@example.com', email_verified: true })).body, {
    email_verified: true,
  })
  t.ok(await signsIn({ email: 'again@example.com' }, PASSWORD), 'and is what she signs in by')
  t.notOk(await signsIn({ email: 'before@example.com' }, PASSWORD))
  await someone({ email: 'occupied@example.com' })
  t.match(await app.api('PATCH', at(id), { email: 'occupied@example.com', name: 'Lost' }), {
    status: 409,
    body: { message: 'The user already exists.', errorCode: 'auth0_idp_error' },
  })
  t.notMatch((await app.api('GET', at(id))).body, { name: 'Lost' }, 'a refused patch changes nothing')
})

t.test('a password that is changed is the one that counts', async t => {
  const email = 'changes@example.com'
  const id = await someone({ email })
  t.match(await app.api('PATCH', at(id), { password: 'short' }), {
    status: 400,
    body: { message: 'PasswordStrengthError: Password is too weak' },
  })
  const { status, body } = await app.api('PATCH', at(id), { password: 'a new passphrase', connection: CONNECTION })
  t.equal(status, 200)
  t.equal(body.last_password_reset, body.updated_at)
  t.notOk(await signsIn({ email }, PASSWORD))
  t.ok(await signsIn({ email }, 'a new passphrase'))
})

t.test('a password that is changed puts out whoever came by the old one', async t => {
  const [id, stays] = [await someone(), await someone()]
  const now = new Date()
  const later = new Date(now.getTime() + 60_000)
  const tickets = []
  for (const user_id of [id, stays]) {
    const session = {
      id: `session of ${user_id}`,
      cookie_hash: user_id,
      user_id,
      connection_id,
      payload: {},
      authenticated_at: now,
      idle_expires_at: later,
      expires_at: later,
      client_ids: [],
      ip: undefined,
      user_agent: undefined,
    }
    await store.sessions.save(session, true, {}, now)
    const ticket = {
      purpose: 'reset_password',
      user_id,
      connection_id,
      email: null,
      options: {},
      expires_at: later,
    } as const
    tickets.push(await store.tickets.create({ ...ticket, identity_user_id: user_id.slice('auth0|'.length) }, now))
  }
  t.equal((await app.api('PATCH', at(id), { password: 'a new passphrase' })).status, 200)
  t.equal(await store.sessions.count(id, new Date()), 0)
  t.equal(await store.sessions.count(stays, new Date()), 1)
  const states = await Promise.all(tickets.map(ticket => store.tickets.find(ticket, 'reset_password', new Date())))
  t.match(states, [{ state: 'used' }, { state: 'live' }], 'a link to replace it is spent')
})

t.test('who is new is asked to confirm her address, unless she need not', async t => {
  await someone({ email: 'asked@example.com' })
  await someone({ email: 'verified@example.com', email_verified: true })
  await someone({ email: 'spared@example.com', verify_email: false })
  await someone({ email: 'explicit@example.com', email_verified: true, verify_email: true })
  t.equal(linkIn((await mailsTo(app, 'asked@example.com'))[0]).pathname, '/u/email-verification')
  await mailsTo(app, 'explicit@example.com')
  await untilJobsAreDone(app)
  for (const to of ['verified@example.com', 'spared@example.com']) t.strictSame(await mailsTo(app, to, 0), [])

  const id = await someone({ email: 'old@example.com', verify_email: false })
  await app.api('PATCH', at(id), { email: 'quiet@example.com' })
  t.match(await app.api('PATCH', at(id), { email: 'loud@example.com', verify_email: true, client_id: 'nobody' }), {
    status: 400,
    body: { message: /client_id/ },
  })
  const patch = { email: 'loud@example.com', verify_email: true, client_id: 'test-admin' }
  t.equal((await app.api('PATCH', at(id), patch)).status, 200)
  t.equal((await mailsTo(app, 'loud@example.com')).length, 1, 'the new address is asked')
  await untilJobsAreDone(app)
  for (const to of ['old@example.com', 'quiet@example.com']) t.strictSame(await mailsTo(app, to, 0), [])
})

t.test('where no mail can be sent nobody is asked, and a request to is refused', async t => {
  const silent = await createTestApp(t, { production: true })
  const body = { connection: CONNECTION, email: 'silent@example.com', password: PASSWORD }
  const refused = { status: 400, body: { errorCode: 'operation_not_supported', message: /^verify_email/ } }
  t.match(await silent.api('POST', '/users', { ...body, verify_email: true }), refused)
  const { status, body: user } = await silent.api('POST', '/users', body)
  t.equal(status, 201)
  t.match(await silent.api('PATCH', at(user.user_id), { verify_email: true }), refused)
})

t.test('what says who a user is and what proves it do not change together', async t => {
  const id = await someone()
  for (const [a, b] of [
    ['password', 'email'],
    ['password', 'email_verified'],
    ['username', 'email'],
    ['username', 'email_verified'],
    ['username', 'password'],
  ] as const) {
    const values = { password: 'a new passphrase', email: 'x@example.com', email_verified: true, username: 'x' }
    const answer = await app.api('PATCH', at(id), { [a]: values[a], [b]: values[b] })
    t.match(answer, { status: 400, body: { message: `Cannot update ${a} and ${b} simultaneously` } })
  }
})

t.test('what Lintel does not do it says', async t => {
  const id = await someone()
  t.equal((await app.api('PATCH', at(id), { verify_phone_number: false })).status, 200)
  t.match(await app.api('PATCH', at(id), { verify_phone_number: true }), {
    status: 400,
    body: { errorCode: 'operation_not_supported', message: /verify_phone_number/ },
  })
  t.match(await app.api('PATCH', at(id), { client_id: 'x' }), { status: 400, body: { message: /client_id/ } })
  t.match(await app.api('PATCH', at(id), { last_ip: '::1' }), { status: 400, body: { message: /last_ip/ } })
})

t.test('a linked identity is meant by its connection', async t => {
  const id = await someone({ email: 'primary@example.com' })
  await app.database.query(
    `insert into identities (tenant_id, connection_id, identity_user_id, user_id, provider, email, profile_data, created_at)
     values ('default', $1, 'linked', $2, 'auth0', 'linked@example.com', '{"email": "linked@example.com"}', now())`,
    [usernames_id, id],
  )
  const { body } = await app.api('PATCH', at(id), {
    connection: WITH_USERNAMES,
    email: 'new@example.com',
    email_verified: true,
  })
  t.match(body, { email: 'primary@example.com', email_verified: false })
  t.strictSame(body.identities, [
    { connection: CONNECTION, user_id: id.slice('auth0|'.length), provider: 'auth0', isSocial: false },
    {
      connection: WITH_USERNAMES,
      user_id: 'linked',
      provider: 'auth0',
      isSocial: false,
      profileData: { email: 'new@example.com', email_verified: true },
    },
  ])
  await app.api('PATCH', at(id), { connection: WITH_USERNAMES, password: 'Correct-Horse-1' })
  t.ok(await signsIn({ email: 'new@example.com' }, 'Correct-Horse-1', usernames_id))
  t.ok(await signsIn({ email: 'primary@example.com' }, PASSWORD))
  const other = await someone()
  t.match(await app.api('PATCH', at(other), { connection: WITH_USERNAMES, password: 'Correct-Horse-1' }), {
    status: 400,
    body: { message: 'The user has no identity in this connection.' },
  })
})

t.test('users are listed in the three shapes, a page past the end is empty', async t => {
  const ids = []
  for (let i = 0; i < 3; i++) ids.push(await someone({ family_name: 'Listed', given_name: `N${i}` }))
  const q = 'q=family_name:Listed'
  const bare = await app.api('GET', `/users?${q}`)
  t.strictSame(
    bare.body.map((user: { user_id: string }) => user.user_id),
    ids,
    'the oldest first',
  )
  const { body } = await app.api('GET', `/users?${q}&include_totals=true&per_page=2&page=1`)
  t.strictSame(
    { ...body, users: body.users.map((user: { user_id: string }) => user.user_id) },
    {
      start: 2,
      limit: 2,
      length: 1,
      total: 3,
      users: [ids[2]],
    },
  )
  t.strictSame((await app.api('GET', `/users?${q}&include_totals=true&page=5`)).body, {
    start: 250,
    limit: 50,
    length: 0,
    total: 3,
    users: [],
  })
  t.strictSame((await app.api('GET', `/users?${q}&per_page=0`)).body, [])
  t.equal((await app.api('GET', `/users?${q}&per_page=100`)).body.length, 3)
  for (const query of ['per_page=101', 'per_page=-1', 'page=-1', 'colour=blue', 'search_engine=v2', 'search_engine=v1'])
    t.match(
      await app.api('GET', `/users?${query}`),
      { status: 400, body: { errorCode: 'invalid_query_string' } },
      query,
    )
})

t.test('search, order and selection', async t => {
  for (const name of ['Cleo', 'Anna', 'Bert']) await someone({ name, app_metadata: { crew: 'sorted' } })
  const names = async (query: string) =>
    (await app.api('GET', `/users?${query}`)).body.map((user: { name: string }) => user.name)
  const q = 'search_engine=v3&q=app_metadata.crew:sorted'
  t.strictSame(await names(q), ['Cleo', 'Anna', 'Bert'])
  t.strictSame(await names(`${q}&sort=name:1`), ['Anna', 'Bert', 'Cleo'])
  t.strictSame(await names(`${q}&sort=name:-1&per_page=2`), ['Cleo', 'Bert'])
  t.strictSame((await names(`${q}&primary_order=false`)).sort(), ['Anna', 'Bert', 'Cleo'])
  t.strictSame((await app.api('GET', `/users?${q}&sort=name:1&fields=name&per_page=1`)).body, [{ name: 'Anna' }])
  t.strictSame(await names(`${q}&connection=${WITH_USERNAMES}`), [])
  t.equal((await names(`${q}&connection=${CONNECTION}`)).length, 3)
  t.match(await app.api('GET', '/users?q=name:('), { status: 400, body: { errorCode: 'invalid_query_string' } })
  t.match(await app.api('GET', '/users?sort=app_metadata.crew:1'), {
    status: 400,
    body: { errorCode: 'invalid_query_string' },
  })
})

t.test('a list ends at a thousand users', async t => {
  const { id } = await store.connections.create(
    {
      id: newConnectionId(),
      name: 'crowd',
      strategy: 'auth0',
      display_name: null,
      options: {},
      realms: ['crowd'],
      is_domain_connection: false,
      show_as_button: null,
      metadata: {},
    },
    new Date(),
  )
  await app.database.query(
    `with crowd as (
       insert into users (tenant_id, user_id, connection_id, email, family_name, created_at, updated_at)
       select 'default', 'auth0|crowd' || n, $1, n || '@crowd.example', 'Crowd', now(), now() from generate_series(1, 1010) n
       returning *
     )
     insert into identities (tenant_id, connection_id, identity_user_id, user_id, provider, email, created_at)
     select tenant_id, connection_id, substr(user_id, 7), user_id, 'auth0', email, created_at from crowd`,
    [id],
  )
  const q = 'q=family_name:Crowd&include_totals=true'
  t.match((await app.api('GET', `/users?${q}&per_page=100&page=9`)).body, { start: 900, length: 100, total: 1010 })
  t.match((await app.api('GET', `/users?${q}&per_page=30&page=33`)).body, {
    start: 990,
    limit: 30,
    length: 10,
    total: 1010,
  })
  t.match(await app.api('GET', `/users?${q}&per_page=100&page=10`), {
    status: 400,
    body: { errorCode: 'invalid_paging', message: /^You can only page through the first 1000 records/ },
  })
})

t.test('users by address: exactly as it is stored', async t => {
  const id = await someone({ email: 'Exact@Example.com' })
  t.match((await app.api('GET', '/users-by-email?email=exact@example.com')).body, [{ user_id: id }])
  t.strictSame((await app.api('GET', '/users-by-email?email=exact@example.com&fields=email')).body, [
    { email: 'exact@example.com' },
  ])
  t.strictSame(
    (await app.api('GET', '/users-by-email?email=Exact@Example.com')).body,
    [],
    'Auth0: in the case it is kept in',
  )
  t.strictSame((await app.api('GET', '/users-by-email?email=*@example.com')).body, [])
  t.match(await app.api('GET', '/users-by-email'), { status: 400 })
})

t.test('scopes', async t => {
  const id = await someone()
  t.strictSame(await withScopes(['read:roles'], 'GET', '/users'), {
    status: 403,
    body: {
      statusCode: 403,
      error: 'Forbidden',
      message: 'Insufficient scope, expected any of: read:users',
      errorCode: 'insufficient_scope',
    },
  })
  t.match(await withScopes(['read:users'], 'POST', '/users', {}), {
    status: 403,
    body: { message: /any of: create:users$/ },
  })
  t.match(await withScopes(['read:users'], 'PATCH', at(id), {}), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: update:users,update:users_app_metadata' },
  })
  const only = ['update:users_app_metadata']
  t.match(await withScopes(only, 'PATCH', at(id), { app_metadata: { a: 1 } }), {
    status: 200,
    body: { app_metadata: { a: 1 } },
  })
  t.match(await withScopes(only, 'PATCH', at(id), { app_metadata: { a: 2 }, name: 'No' }), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: update:users' },
  })
})

t.test('every write is in the log, with whom it was about', async t => {
  const id = await someone({ email: 'logged@example.com' })
  await app.api('PATCH', at(id), { name: 'Logged' })
  const { rows } = await app.database.query(
    `select type, description, user_name, client_id, connection from log_events where user_id = $1 order by date, log_id`,
    [id],
  )
  const about = { type: 'sapi', user_name: 'logged@example.com', client_id: 'test-admin', connection: CONNECTION }
  t.strictSame(rows.map(row => row.description).sort(), ['Create a User', 'Update a User'])
  for (const row of rows) t.match(row, about)
})

t.test('a user who is deleted is gone, from the log and the outbox too', async t => {
  const email = 'erased@example.com'
  const [id, stays] = [await someone({ email }), await someone()]
  const now = new Date()
  const event = (user_id: string) => ({
    type: 's',
    user_id,
    user_name: email,
    ip: '192.0.2.7',
    user_agent: 'her browser',
    details: { email },
  })
  const failed = { ...event(''), type: 'fu', user_id: undefined }
  await store.logs.write([event(id), event(stays), failed, { ...failed, user_name: 'another@example.com' }], now)
  for (const user_id of [id, stays]) {
    await app.database.query(`insert into pgboss.job (name, data) select name, $1 from pgboss.queue limit 1`, [
      { tenant_id: 'default', user_id, sealed: '' },
    ])
  }
  t.equal((await app.api('DELETE', at(id))).status, 204)
  t.equal((await app.api('GET', at(id))).status, 404)
  t.equal((await app.api('DELETE', at(id))).status, 204, 'and deleting her again is no error')
  t.equal(await store.users.findCredentials(connection_id, { email }), undefined)

  const log = async (user_id: string) =>
    (
      await app.database.query(
        `select type, user_name, ip, user_agent, details from log_events where user_id = $1 and type = 's'`,
        [user_id],
      )
    ).rows
  t.strictSame(await log(id), [{ type: 's', user_name: null, ip: null, user_agent: null, details: null }])
  t.strictSame(await log(stays), [
    { type: 's', user_name: email, ip: '192.0.2.7', user_agent: 'her browser', details: { email } },
  ])
  const { rows } = await app.database.query(
    `select user_name, ip, user_agent, details from log_events where type = 'fu' order by user_name nulls first`,
  )
  t.match(rows, [
    { user_name: null, ip: null, user_agent: null, details: null },
    { user_name: 'another@example.com', ip: '192.0.2.7' },
  ])
  t.equal(rows.length, 2)
  const naming = await app.database.query(
    `select type from log_events where user_name = $1 and user_id is distinct from $2`,
    [email, stays],
  )
  t.strictSame(naming.rows, [], 'no event names her')
  const jobs = await app.database.query(`select data ->> 'user_id' as user_id from pgboss.job where data ? 'user_id'`)
  t.strictSame(jobs.rows, [{ user_id: stays }])
  t.equal((await create({ email })).status, 201, 'and her address is free again')
})

t.test('a search that takes too long is given up', async t => {
  const impatient = await createTestApp(t, { database_statement_timeout: 200 })
  t.equal((await impatient.api('GET', '/users')).status, 200)
  const client = new pg.Client({ connectionString: impatient.database.url })
  await client.connect()
  await client.query('begin')
  await client.query('lock table users in access exclusive mode')
  t.match(await impatient.api('GET', '/users?q=name:ada'), {
    status: 503,
    body: { message: 'The query exceeded the timeout. Please try refining your search criteria.' },
  })
  await client.end()
  t.equal((await impatient.api('GET', '/users?q=name:ada')).status, 200)
})

t.test('users of passwordless connections', async t => {
  for (const [strategy, name] of [
    ['email', { email: 'passwordless@example.com' }],
    ['sms', { phone_number: '+447700900123' }],
  ] as const) {
    t.equal((await app.api('POST', '/connections', { name: strategy, strategy })).status, 201)
    const create = (more: object) => app.api('POST', '/users', { connection: strategy, ...name, ...more })
    t.equal((await create({ password: 'correct horse battery' })).status, 400, 'nobody has a password there')
    t.equal((await app.api('POST', '/users', { connection: strategy })).status, 400)
    const { status, body } = await create({})
    t.equal(status, 201)
    t.match(body, { ...name, user_id: new RegExp(`^${strategy}\\|`), identities: [{ provider: strategy }] })
    const at = `/users/${encodeURIComponent(body.user_id)}`
    t.match(await app.api('PATCH', at, { name: 'Ada', blocked: true }), { status: 200, body: { name: 'Ada' } })
    t.equal((await app.api('PATCH', at, { password: 'correct horse battery' })).status, 400)
    t.equal((await create({})).status, 409)
  }
})

t.test('users of a database whose names are others than addresses', async t => {
  const attributes = {
    phone_number: { identifier: { active: true }, signup: { status: 'required' } },
    username: { identifier: { active: true }, signup: { status: 'optional' }, validation: { min_length: 3 } },
  }
  const made = await app.api('POST', '/connections', { name: 'Flexible', strategy: 'auth0', options: { attributes } })
  t.equal(made.status, 201)
  const create = (more: object) =>
    app.api('POST', '/users', { connection: 'Flexible', password: 'correct horse battery', ...more })
  t.match(await create({ phone_number: '+447700900124' }), { status: 201, body: { phone_number: '+447700900124' } })
  t.match(await create({ username: 'ada' }), { status: 201, body: { username: 'ada' } })
  t.equal((await create({ username: 'ad' })).status, 400)
  t.equal((await create({ email: 'ada@example.com' })).status, 400, 'by which nobody signs in there')
})
