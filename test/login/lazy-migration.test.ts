import { randomBytes } from 'node:crypto'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { claimsOf } from '../support/protocol.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  eventsOf,
  PASSWORD,
  signIn,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { startUpstream } from '../support/upstream.ts'
import { errorsOf, type Visited, Visitor } from '../support/visitor.ts'

const REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const store = await storeOf(app)
const upstream = await startUpstream(t)
const client = await createClient(app, { grant_types: ['authorization_code', 'password', REALM] })
const connection = await databaseConnection(app)
/** Tries are counted by network. */
let networks = 0
const elsewhere = () => new Visitor(app.issuer, { 'x-forwarded-for': `192.0.2.${++networks}` })

const there = () => ({ type: 'http', url: upstream.url, secret: upstream.secret, finds_users: true })
const options = (more: object = {}) => ({ import_mode: true, upstream: there(), ...more })

async function setMigration(given: object): Promise<void> {
  await configure(app, async () => {
    const { status, body } = await app.api('PATCH', `/connections/${connection.id}`, { options: given })
    if (status !== 200) throw new Error(JSON.stringify(body))
  })
}

/** Somebody who is known upstream only. */
function stranger(profile: object = {}, name?: string) {
  const id = randomBytes(6).toString('hex')
  const email = `${id}@example.com`
  const person = { user_id: id, email, email_verified: true, ...profile }
  upstream.people.set(name ?? email, { password: PASSWORD, profile: person })
  return { id, email, user_id: `auth0|${id}` }
}

async function tryIn(username: string, password = PASSWORD, visitor = elsewhere()): Promise<Visited> {
  const { page } = await visit(app, client, {}, visitor)
  return visitor.submit(page, { username, password })
}

async function direct(username: string, password = PASSWORD) {
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `192.0.2.${++networks}` },
    body: JSON.stringify({
      grant_type: REALM,
      realm: connection.name,
      client_id: client.client_id,
      username,
      password,
      scope: 'openid email',
    }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  return { status: response.status, body: (await response.json()) as any }
}

const isHere = (email: string) => store.users.findCredentials(connection.id, { email })

await setMigration(options())

t.test('who is unknown here is verified upstream once, and lives here from then on', async t => {
  const person = stranger({
    name: 'Ada Lovelace',
    nickname: 'ada',
    picture: 'https://pictures.example/ada.png',
    user_metadata: { colour: 'green' },
    app_metadata: { plan: 'pro', nested: { deep: [1] } },
  })
  const { visitor, page, asked } = await visit(app, client, {}, elsewhere())
  const done = await visitor.submit(page, { username: ` ${person.email.toUpperCase()} `, password: PASSWORD })
  const { status, body } = await trade(app, client, codeIn(done) ?? '', asked)
  t.equal(status, 200, JSON.stringify(body))
  t.match(claimsOf(body.id_token), {
    sub: person.user_id,
    email: person.email,
    email_verified: true,
    name: 'Ada Lovelace',
  })
  t.match(upstream.requests.at(-1), {
    authorization: `Bearer ${upstream.secret}`,
    body: { action: 'verify', password: PASSWORD },
  })
  t.match(await store.users.find(person.user_id), {
    nickname: 'ada',
    picture: 'https://pictures.example/ada.png',
    user_metadata: { colour: 'green' },
    app_metadata: { plan: 'pro', nested: { deep: [1] } },
    logins_count: 1,
    last_password_reset: null,
    identities: [{ connection: connection.name, user_id: person.id, provider: 'auth0', isSocial: false }],
  })
  t.match((await isHere(person.email))?.password_hash, /^\$argon2id\$/)
  // What the exchange of her code says is written a moment later.
  t.same((await eventsOf(app, person.email)).slice(0, 2), ['ss', 's'])

  const asks = upstream.requests.length
  await signIn(app, client, { email: person.email }, elsewhere())
  t.same(errorsOf(await tryIn(person.email, 'another password')), ['wrong-credentials'])
  upstream.people.delete(person.email)
  t.equal((await direct(person.email)).status, 200)
  t.equal(upstream.requests.length, asks, 'nobody asks upstream for somebody who is here')
})

t.test('the grant that takes a password directly does the same', async t => {
  const person = stranger()
  const { status, body } = await direct(person.email)
  t.equal(status, 200, JSON.stringify(body))
  t.match(claimsOf(body.id_token), { sub: person.user_id, email: person.email })
  t.match(await direct(stranger().email, 'wrong'), { status: 403, body: { error: 'invalid_grant' } })
})

t.test('a wrong password and an unknown name are the same to the person, and two things in the log', async t => {
  const person = stranger()
  const before = await store.users.count({})
  for (const [name, type] of [
    [person.email, 'fp'],
    [`nobody-${person.email}`, 'fu'],
  ] as const) {
    const page = await tryIn(name, 'wrong')
    t.equal(page.status, 400)
    t.same(errorsOf(page), ['wrong-credentials'])
    t.same(await eventsOf(app, name), [type])
  }
  t.equal(await store.users.count({}), before)
  t.same(errorsOf(await tryIn('no address at all', 'wrong')), ['wrong-credentials'])
  t.equal(upstream.askedFor('no address at all'), 0, 'what is no address is nobody’s')
})

t.test('an upstream that fails is a temporary error: nobody is made, no try is counted', async t => {
  const person = stranger()
  const deep = '{"a":'.repeat(5_000) + '{}'.padEnd(5_002, '}')
  const from = elsewhere()
  for (const instead of [
    { status: 500 },
    { status: 403, body: '{}' },
    { status: 302 },
    { status: 200, body: 'not json' },
    { status: 200, body: '[]' },
    { status: 200, body: '{"email":"' },
    { status: 200, body: JSON.stringify({ email: person.email }) },
    { status: 200, body: JSON.stringify({ user_id: 'a b', email: person.email }) },
    { status: 200, body: JSON.stringify({ user_id: 'a', email: person.email, name: 'a\0b' }) },
    { status: 200, body: JSON.stringify({ user_id: 'a', email: person.email, name: 'x'.repeat(70_000) }) },
    { status: 200, body: JSON.stringify({ user_id: 'a', email: 'somebody-else@example.com' }) },
    { status: 200, body: JSON.stringify({ user_id: 'a', username: person.email }) },
    { status: 200, body: JSON.stringify({ user_id: 'a', email: person.email, user_metadata: { a: '\ud800' } }) },
    { status: 200, body: `{"user_id":"a","email":"${person.email}","app_metadata":{"__proto__":{"admin":true}}}` },
    { status: 200, body: `{"user_id":"a","email":"${person.email}","app_metadata":${deep}}` },
  ]) {
    upstream.instead.push(instead)
    const page = await tryIn(person.email, PASSWORD, from)
    t.equal(page.status, 503, JSON.stringify(instead).slice(0, 100))
    t.same(errorsOf(page), ['upstream-unavailable'])
    t.notOk(await isHere(person.email))
  }
  upstream.instead.push({ status: 500 })
  t.match(await direct(person.email), { status: 503, body: { error: 'temporarily_unavailable' } })
  t.equal(
    (await eventsOf(app, person.email)).every(type => type === 'f'),
    true,
  )
  t.notMatch(app.logs.join(''), PASSWORD)
  t.notMatch(app.logs.join(''), upstream.secret)
  t.ok(codeIn(await tryIn(person.email, PASSWORD, from)), 'and then she gets in')
})

t.test('tries are counted before the upstream is asked', async t => {
  const person = stranger()
  const from = elsewhere()
  const { page } = await visit(app, client, {}, from)
  await Promise.all(Array.from({ length: 10 }, () => from.submit(page, { username: person.email, password: 'wrong' })))
  const asks = upstream.askedFor(person.email)
  t.same(errorsOf(await from.submit(page, { username: person.email, password: PASSWORD })), ['same-user-login'])
  t.equal(upstream.askedFor(person.email), asks)
  t.equal(asks, 10)
})

t.test('two who come at once are one', async t => {
  const person = stranger()
  let release = () => {}
  upstream.hold = new Promise<void>(resolve => {
    release = resolve
  })
  const tries = [direct(person.email), direct(person.email), direct(person.email), tryIn(person.email)]
  await eventually(() => upstream.askedFor(person.email) === 4)
  const { rows } = await app.database.query(
    "select count(*)::int as open from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
  )
  t.equal(rows[0].open, 0, 'no transaction is open meanwhile')
  release()
  upstream.hold = undefined
  const [one, two, three, page] = await Promise.all(tries)
  t.match([one, two, three], [{ status: 200 }, { status: 200 }, { status: 200 }])
  t.ok(codeIn(page as Visited))
  t.same(
    (await eventsOf(app, person.email)).filter(type => type === 'ss'),
    ['ss'],
  )
})

t.test('an address is verified only if the upstream says so outright', async t => {
  for (const email_verified of [false, undefined, 'true', 1]) {
    const person = stranger({ email_verified })
    await direct(person.email)
    t.equal((await isHere(person.email))?.email_verified, false, String(email_verified))
  }
})

t.test('who is blocked there is blocked here', async t => {
  const person = stranger({ blocked: true })
  t.match(await direct(person.email), { status: 401, body: { error: 'unauthorized' } })
  t.match(await store.users.find(person.user_id), { blocked: true })
})

t.test('an id may have Auth0’s prefix; one that is here already lets nobody in by another name', async t => {
  const person = stranger({ user_id: 'auth0|prefixed-1' })
  t.equal((await direct(person.email)).status, 200)
  t.ok(await store.users.find('auth0|prefixed-1'))
  const again = stranger({ user_id: 'prefixed-1' })
  t.equal((await direct(again.email)).status, 403)
  t.notOk(await isHere(again.email))
})

t.test('somebody here without a password is asked for upstream, and must be the same', async t => {
  const same = stranger()
  await store.users.create({ connection, user_id: same.id, email: same.email, name: 'Changed here' }, new Date())
  t.equal((await direct(same.email)).status, 200)
  t.match(await store.users.find(same.user_id), { name: 'Changed here', email_verified: false })
  const other = stranger()
  await store.users.create({ connection, email: other.email }, new Date())
  t.equal((await direct(other.email)).status, 403)
  t.notOk((await isHere(other.email))?.password_hash)
})

t.test('the policy for new passwords does not hold for one that somebody has', async t => {
  const person = stranger()
  upstream.people.set(person.email, {
    password: 'abc',
    profile: { user_id: person.id, email: person.email, email_verified: true },
  })
  t.equal((await direct(person.email, 'abc')).status, 200)
})

t.test('who is deleted here comes again', async t => {
  const person = stranger()
  t.equal((await direct(person.email)).status, 200)
  await app.api('DELETE', `/users/${encodeURIComponent(person.user_id)}`)
  t.equal((await direct(person.email)).status, 200)
})

t.test('a forgotten password: who is known upstream gets the mail, and her old password works until then', async t => {
  const person = stranger()
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const ask = await visitor.get(new URL(page.url.pathname.replace(/login$/, 'reset-password-request'), page.url))
  await visitor.submit(ask, { email: person.email })
  const [mail] = await mailsTo(app, person.email)
  t.notOk((await isHere(person.email))?.password_hash)
  t.equal((await direct(person.email)).status, 200, 'who has asked in her name has not shut her out')
  const form = await visitor.get(linkIn(mail))
  await visitor.submit(form, {
    'password-reset': 'a new password of mine',
    're-enter-password': 'a new password of mine',
  })
  t.equal((await direct(person.email)).status, 403)
  t.equal((await direct(person.email, 'a new password of mine')).status, 200)

  const nobody = 'not-even-upstream@example.com'
  await visitor.submit(ask, { email: nobody })
  await untilJobsAreDone(app)
  t.same(await eventsOf(app, nobody), ['fcpr'])
})

t.test('nobody signs up with the address of somebody upstream', async t => {
  const person = stranger()
  const signUp = (email: string) =>
    app.fetch('/dbconnections/signup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: client.client_id,
        connection: connection.name,
        email,
        password: 'mine, not hers',
      }),
    })
  t.equal((await signUp(person.email)).status, 400)
  t.equal((await direct(person.email, 'mine, not hers')).status, 403)
  t.equal((await direct(person.email)).status, 200)
  t.equal((await signUp('somebody-new@example.com')).status, 200)
  upstream.instead.push({ status: 500 })
  t.equal((await signUp('somebody-newer@example.com')).status, 503)
  t.notOk(await isHere('somebody-newer@example.com'))

  t.test('where a verified address comes first, she is told by mail', async t => {
    await setMigration(options({ require_verified_email: true }))
    t.teardown(() => setMigration(options()))
    const other = stranger()
    t.equal((await signUp(other.email)).status, 200)
    const [mail] = await mailsTo(app, other.email)
    t.match(linkIn(mail).pathname, '/u/reset-verify')
    t.equal((await direct(other.email, 'mine, not hers')).status, 403)
    t.equal((await direct(other.email)).status, 200)
  })
})

t.test('by username', async t => {
  await setMigration(options({ requires_username: true }))
  t.teardown(() => setMigration(options()))
  const person = stranger({ username: 'Grace' }, 'grace')
  t.equal((await direct('grace')).status, 200)
  t.equal((await direct(person.email)).status, 200, 'and by her address from then on')
  stranger({ username: 'other' }, 'henry')
  t.equal((await direct('henry')).status, 503, 'another’s answer')
})

t.test('a username that nobody could have here stays behind', async t => {
  for (const username of ['x'.repeat(5_000), 'x@example.com']) {
    const person = stranger({ username })
    t.equal((await direct(person.email)).status, 200)
    t.match(await store.users.find(person.user_id), { username: null })
  }
})

t.test('an Auth0 tenant may answer what it likes: what is no user is nobody', async t => {
  await setMigration(
    options({
      upstream: {
        type: 'auth0',
        issuer: new URL('/', upstream.url).href,
        client_id: 'lintel',
        client_secret: upstream.secret,
        realm: 'Old',
        finds_users: true,
      },
    }),
  )
  t.teardown(() => setMigration(options()))
  const email = 'odd@example.com'
  const mine = { email, user_id: 'auth0|odd-1' }
  const signUp = async (found: unknown) => {
    upstream.instead.push(
      { status: 200, body: JSON.stringify({ access_token: 'ours' }) },
      { status: 200, body: JSON.stringify(found) },
    )
    const { status } = await app.fetch('/dbconnections/signup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: client.client_id, connection: connection.name, email, password: PASSWORD }),
    })
    return status
  }
  for (const [found, status] of [
    [{ ...mine, identities: [{ connection: 'Old', user_id: 'odd-1' }], email: 'other@example.com' }, 503],
    [[null], 503],
    [
      [
        { ...mine, identities: [null, 1, 'x'] },
        { ...mine, identities: 'x' },
      ],
      200,
    ],
  ] as const)
    t.equal(await signUp(found), status, JSON.stringify(found))
})

t.test('a connection that does not migrate asks nobody', async t => {
  await setMigration(options({ import_mode: false }))
  t.teardown(() => setMigration(options()))
  const person = stranger()
  t.equal((await direct(person.email)).status, 403)
  t.equal(upstream.askedFor(person.email), 0)
  t.equal((await direct((await createPerson(app)).email)).status, 200)
})

t.test('an address that may not be reached is a temporary error', async t => {
  await setMigration(options({ upstream: { ...there(), url: 'http://10.255.255.1/verify' } }))
  t.teardown(() => setMigration(options()))
  t.equal((await direct(stranger().email)).status, 503)
})
