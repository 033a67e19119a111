import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  eventsOf,
  PASSWORD,
  setOptions,
  signIn,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { errorsOf, formOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const { options, costOf } = meter()
const app = await createTestApp(t, { ...options, trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app)
/** Somebody elsewhere: tries are counted by network. */
let networks = 0
const elsewhere = () => new Visitor(app.issuer, { 'x-forwarded-for': `192.0.2.${++networks}` })

const uidOf = (page: Visited) => page.url.pathname.split('/')[2] ?? ''

t.test('somebody signs in by e-mail and password, and the app gets a code for her', async t => {
  const person = await createPerson(app)
  const { visitor, page, asked } = await visit(app, client)
  t.equal(page.status, 200)
  t.match(page.url.pathname, /^\/u\/[A-Za-z0-9_-]+\/login$/)
  t.equal(titleOf(page), 'Sign in')
  const done = await visitor.submit(page, { username: ` ${person.email.toUpperCase()} `, password: PASSWORD })
  t.equal(done.status, 303)
  const location = new URL(done.headers.get('location') ?? '')
  t.equal(`${location.origin}${location.pathname}`, 'https://app.example/callback')
  t.equal(location.searchParams.get('state'), asked.state)
  const { status, body } = await trade(app, client, codeIn(done) ?? '', asked)
  t.equal(status, 200)
  t.match(decodeJwt(body.id_token), { sub: person.user_id, email: person.email, aud: client.client_id })
  t.match(await (await storeOf(app)).users.find(person.user_id), { logins_count: 1, last_ip: '127.0.0.1' })
  t.equal((await eventsOf(app, person.email))[0], 's')
})

t.test('pages are never cached, framed or given away by a Referer', async t => {
  const { page } = await visit(app, client)
  t.match(page.headers.get('content-security-policy'), "frame-ancestors 'none'")
  t.notMatch(page.headers.get('content-security-policy'), 'unsafe')
  t.equal(page.headers.get('cache-control'), 'no-store')
  t.equal(page.headers.get('referrer-policy'), 'no-referrer')
  t.equal(page.headers.get('x-frame-options'), 'DENY')
  t.equal(page.headers.get('x-content-type-options'), 'nosniff')
})

t.test('login_hint fills the name in, screen_hint=signup leads to the sign-up page', async t => {
  const { page } = await visit(app, client, { login_hint: 'ada@example.com' })
  t.equal(formOf(page).fields.username, 'ada@example.com')
  t.match((await visit(app, client, { screen_hint: 'signup' })).page.url.pathname, /\/signup$/)
})

t.test('empty fields are named, and an empty POST passes no stage (CVE-2026-49448)', async t => {
  const { visitor, page } = await visit(app, client)
  const empty = await visitor.submit(page, {})
  t.equal(empty.status, 400)
  t.same(errorsOf(empty), ['no-email', 'no-password'])
  const bare = await visitor.post(formOf(page).action, {})
  t.equal(bare.status, 403)
  t.same(errorsOf(bare), ['form-expired'])
  const { _csrf = '' } = formOf(page).fields
  t.equal((await visitor.post(formOf(page).action, { _csrf })).status, 400)
})

t.test(
  'a form without its token, with another page’s or another browser’s is shown again, and loses nothing',
  async t => {
    const person = await createPerson(app)
    const { visitor, page } = await visit(app, client)
    const { action, fields } = formOf(page)
    const other = await visit(app, client)
    const signup = await visitor.submit(page, {}, 'signup')
    const values = { username: person.email, password: PASSWORD }
    for (const _csrf of ['', 'x', formOf(other.page).fields._csrf ?? '', formOf(signup).fields._csrf ?? '']) {
      const again = await visitor.post(action, { ...fields, ...values, _csrf })
      t.equal(again.status, 403)
      t.same(errorsOf(again), ['form-expired'])
      t.equal(formOf(again).fields.username, person.email, 'what was typed is still there')
      t.equal(formOf(again).fields.password, '', 'but no password')
    }
    const cross = await visitor.fetch(action, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, ...values }),
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    t.equal(cross.status, 403, 'a browser that says the request comes from elsewhere is believed')
    const again = await visitor.post(action, { ...fields, ...values, _csrf: '' })
    t.ok(codeIn(await visitor.submit(again, values)), 'the form that was shown again works')
  },
)

t.test('a browser without cookies gets a fresh form, not an error', async t => {
  const { visitor, page } = await visit(app, client)
  visitor.cookies.delete('lintel_csrf /')
  const again = await visitor.submit(page, { username: 'ada@example.com', password: 'x' })
  t.same([again.status, errorsOf(again)], [403, ['form-expired']])
  t.same(errorsOf(await visitor.submit(again, { username: 'ada@example.com', password: 'x' })), ['wrong-credentials'])
})

t.test('a duplicate field, another content type and a body that is too large are refused', async t => {
  const { visitor, page } = await visit(app, client)
  const { action, fields } = formOf(page)
  const twice = new URLSearchParams({ ...fields, username: 'a@example.com', password: 'x' })
  twice.append('username', 'b@example.com')
  const duplicate = await visitor.post(action, twice)
  t.equal(duplicate.status, 400)
  t.match(duplicate.body, 'The field username was sent more than once.')
  const json = await visitor.fetch(action, {
    method: 'POST',
    body: JSON.stringify({ ...fields, username: 'a@example.com', password: 'x' }),
    headers: { 'content-type': 'application/json' },
  })
  t.equal(json.status, 415)
  t.match(json.headers.get('content-type'), 'text/html')
  t.equal((await visitor.post(action, { ...fields, username: 'x'.repeat(70_000) })).status, 413)
  t.equal((await visitor.post(action, { ...fields, username: 'a\0b', password: 'x' })).status, 400)
  const extra = await visitor.submit(page, { username: 'nobody@example.com', password: 'x', user_id: 'auth0|1' })
  t.same(errorsOf(extra), ['wrong-credentials'], 'a field that nobody reads changes nothing')
})

t.test('nothing tells a known from an unknown address: bytes, statements, jobs, hash operations', async t => {
  const person = await createPerson(app)
  const blocked = await createPerson(app, { blocked: true })
  const unverified = await createPerson(app, { email_verified: false })
  const tried = async (username: string) => {
    const { visitor, page } = await visit(app, client, {}, elsewhere())
    const { _csrf = '' } = formOf(page).fields
    let body = ''
    let headers: string[] = []
    const cost = await costOf(async () => {
      const answer = await visitor.submit(page, { username, password: 'not her password' })
      t.same([answer.status, errorsOf(answer)], [400, ['wrong-credentials']])
      const own = [username, uidOf(page), _csrf]
      body = own.reduce((text, value) => text.replaceAll(value, ''), answer.body)
      t.notMatch(JSON.stringify([...answer.headers]), username)
      headers = [...answer.headers.keys()]
    })
    return { body, headers, cost }
  }
  await tried('warm@example.com')
  const unknown = await tried('nobody@example.com')
  t.equal(unknown.cost.hashes, 1)
  t.equal(unknown.cost.jobs, 0)
  t.ok(unknown.cost.statements.length > 3)
  for (const { email } of [person, blocked, unverified]) t.same(await tried(email), unknown)
  t.same(await eventsOf(app, person.email), ['fp'])
  t.same(new Set(await eventsOf(app, 'nobody@example.com')), new Set(['fu']))
})

t.test('a blocked user learns so only by the right password', async t => {
  const person = await createPerson(app, { blocked: true })
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const wrong = await visitor.submit(page, { username: person.email, password: 'wrong' })
  t.same(errorsOf(wrong), ['wrong-credentials'])
  const right = await visitor.submit(wrong, { username: person.email, password: PASSWORD })
  const location = new URL(right.headers.get('location') ?? '')
  t.equal(location.searchParams.get('error'), 'unauthorized')
  t.equal(location.searchParams.get('error_description'), 'user is blocked')
  t.equal(codeIn(right), undefined)
  t.same((await eventsOf(app, person.email)).slice(0, 2), ['fp', 'f'])
})

t.test('ten tries on one account from one network, then no more; others are let in (CVE-2024-32868)', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const attempt = (password: string) => visitor.submit(page, { username: person.email, password })
  for (let i = 0; i < 10; i++) t.equal((await attempt('wrong')).status, 400)
  const locked = await attempt(PASSWORD)
  t.equal(locked.status, 429, 'the right password does not help')
  t.same(errorsOf(locked), ['same-user-login'])
  await attempt('wrong')
  const elsewhereToo = await signIn(app, client, person, elsewhere())
  t.ok(elsewhereToo.code, 'the same account from elsewhere')
  const neighbour = await createPerson(app)
  t.ok(
    codeIn(await visitor.submit(page, { username: neighbour.email, password: PASSWORD })),
    'another account from there',
  )
  const events = await eventsOf(app, person.email)
  t.equal(events.filter(type => type === 'fp').length, 10)
  t.equal(events.filter(type => type === 'limit_wc').length, 1, 'one event for the lock')
})

t.test(
  'an account that does not exist is locked in the same way, however its name is written (CVE-2026-47203)',
  async t => {
    const { visitor, page } = await visit(app, client, {}, elsewhere())
    for (let i = 0; i < 10; i++) await visitor.submit(page, { username: 'ghost@example.com', password: 'wrong' })
    t.same(errorsOf(await visitor.submit(page, { username: ' GHOST@example.com', password: 'wrong' })), [
      'same-user-login',
    ])
  },
)

t.test('tries that are sent at once are all counted', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  const answers = await Promise.all(
    Array.from({ length: 15 }, () => visitor.submit(page, { username: person.email, password: 'wrong' })),
  )
  t.equal(answers.filter(({ status }) => status === 400).length, 10)
  t.equal(answers.filter(({ status }) => status === 429).length, 5)
})

t.test('a device that the account knows is let in where a stranger has used the tries up', async t => {
  const person = await createPerson(app)
  const home = elsewhere()
  await signIn(app, client, person, home)
  const stranger = new Visitor(app.issuer, home.headers)
  const { page } = await visit(app, client, {}, stranger)
  for (let i = 0; i < 11; i++) await stranger.submit(page, { username: person.email, password: 'wrong' })
  t.same(errorsOf(await stranger.submit(page, { username: person.email, password: PASSWORD })), ['same-user-login'])

  const back = await visit(app, client, { prompt: 'login' }, home)
  t.ok(codeIn(await home.submit(back.page, { username: person.email, password: PASSWORD })))

  const other = await createPerson(app)
  const forged = new Visitor(app.issuer, home.headers)
  const mark = home.cookies.get('lintel_device /')
  if (mark) forged.cookies.set('lintel_device /', mark)
  const third = await visit(app, client, {}, forged)
  for (let i = 0; i < 11; i++) await forged.submit(third.page, { username: other.email, password: 'wrong' })
  t.same(
    errorsOf(await forged.submit(third.page, { username: other.email, password: PASSWORD })),
    ['same-user-login'],
    'known to one account is not known to another',
  )
})

t.test('a hundred failures from one network stop it, and survive a restart', async t => {
  const spray = elsewhere()
  const { page } = await visit(app, client, {}, spray)
  const network = spray.headers['x-forwarded-for'] as string
  const store = await storeOf(app)
  const tries = { stage: 'pre-login', network, max_attempts: 100, rate: 864_000 } as const
  for (let i = 0; i < 99; i++) await store.attempts.begin({ network: tries }, new Date())
  t.same(errorsOf(await spray.submit(page, { username: 'a1@example.com', password: 'x' })), ['wrong-credentials'])
  t.same(errorsOf(await spray.submit(page, { username: 'a2@example.com', password: 'x' })), ['ip-blocked'])
  t.same(await eventsOf(app, 'a1@example.com'), ['fu'])
  t.same(await eventsOf(app, 'a2@example.com'), ['limit_mu'])

  const replica = await createTestApp(t, { database: app.database, trusted_proxies: ['127.0.0.1'] })
  const there = await visit(replica, client, {}, new Visitor(replica.issuer, spray.headers))
  t.same(errorsOf(await there.visitor.submit(there.page, { username: 'a3@example.com', password: 'x' })), [
    'ip-blocked',
  ])
})

t.test('brute_force_protection: false counts no tries on an account', async t => {
  await setOptions(app, { brute_force_protection: false })
  t.teardown(() => setOptions(app, { brute_force_protection: true }))
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, client, {}, elsewhere())
  for (let i = 0; i < 12; i++) await visitor.submit(page, { username: person.email, password: 'wrong' })
  t.ok(codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })))
})

t.test('where there are usernames, either name signs in', async t => {
  await setOptions(app, { requires_username: true })
  t.teardown(() => setOptions(app, { requires_username: false }))
  const person = await createPerson(app, { username: 'Ada_99' })
  for (const username of [person.email, 'ada_99', 'ADA_99']) {
    const { visitor, page } = await visit(app, client, {}, elsewhere())
    t.match(page.body, 'Email or username')
    t.ok(codeIn(await visitor.submit(page, { username, password: PASSWORD })), username)
  }
})

t.test('a hash made with other parameters is renewed by the sign-in', async t => {
  const person = await createPerson(app)
  const before = await hashOf(person.user_id)
  await signIn(app, client, person)
  t.equal(await hashOf(person.user_id), before, 'a fresh one stays')
  const stronger = await createTestApp(t, {
    database: app.database,
    argon2: { memory: 2_048, iterations: 1, parallelism: 1 },
  })
  await signIn(stronger, client, person)
  const after = await hashOf(person.user_id)
  t.match(after, 'm=2048')
  await signIn(stronger, client, person)
  t.equal(await hashOf(person.user_id), after)
})

async function hashOf(user_id: string): Promise<string> {
  const { rows } = await app.database.query(
    'select password_hash from passwords join identities using (tenant_id, connection_id, identity_user_id) where user_id = $1',
    [user_id],
  )
  return rows[0].password_hash
}

t.test(
  'the name that was typed comes along to where a password is forgotten or an account made, in no URL',
  async t => {
    const { page, visitor } = await visit(app, client)
    const { email } = await createPerson(app)
    const wrong = await visitor.submit(page, { username: email, password: 'not this one' })
    const forgot = await visitor.submit(wrong, {}, 'forgot')
    t.equal(formOf(forgot).fields.email, email)
    t.notMatch(forgot.url.href, /@|%40/)
    const back = await visitor.get(linkOf(forgot, 'Back to sign in'))
    t.equal(formOf(back).fields.username, email)
    t.equal(formOf(await visitor.submit(back, { username: 'b@example.com' }, 'signup')).fields.email, 'b@example.com')
    t.equal(formOf(await visitor.submit(back, { username: 'no address' }, 'signup')).fields.email, '')
    t.equal(formOf(await visitor.submit(back, { username: ' ' }, 'forgot')).fields.email, 'no address', 'the last one')
    t.same(errorsOf(await visitor.submit(back, { username: email, _csrf: 'x' }, 'forgot')), ['form-expired'])
  },
)

t.test('when more passwords wait than the process takes on, it says so and counts no try', async t => {
  const slow = await createTestApp(t, {
    database: app.database,
    argon2: { memory: 19_456, iterations: 2, parallelism: 1 },
    hashing_concurrency: 1,
    database_pool_size: 20,
  })
  const { visitor, page } = await visit(slow, client)
  const names = Array.from({ length: 90 }, (_, i) => `crowd-${i}@example.com`)
  const answers = await Promise.all(
    names.map(async username => ({ username, page: await visitor.submit(page, { username, password: 'x' }) })),
  )
  const busy = answers.filter(answer => answer.page.status === 429)
  t.ok(busy.length > 0)
  t.ok(busy.length < names.length)
  const store = await storeOf(app)
  const { id } = await databaseConnection(app)
  for (const answer of busy) {
    t.same(errorsOf(answer.page), ['server-busy'])
    const name = { identifier: answer.username, connection_id: id }
    const once = { max_attempts: 1, mode: 'count_per_identifier_and_ip' } as const
    t.same(await store.attempts.listBlocks([name], once, new Date()), [])
  }
})

t.test('only connections that are enabled for the client are asked', async t => {
  const person = await createPerson(app)
  const connection = await databaseConnection(app)
  const shop = await createClient(app)
  const id = 'con_0000000000000009'
  await configure(app, async store => {
    await store.connections.create({ ...connection, id, name: 'staff', realms: ['staff'] }, new Date())
    await store.connections.enableClients(id, [shop.client_id])
  })
  t.teardown(() => configure(app, store => store.connections.remove(id)))
  const attempt = async (params: { [name: string]: string } = {}) => {
    const { visitor, page } = await visit(app, shop, params, elsewhere())
    return visitor.submit(page, { username: person.email, password: PASSWORD })
  }
  t.ok(codeIn(await attempt()))
  t.same(errorsOf(await attempt({ connection: 'staff' })), ['wrong-credentials'], 'the app names another one')

  await configure(app, store => store.settings.update({ default_directory: 'staff' }, new Date()))
  t.same(errorsOf(await attempt()), ['wrong-credentials'], 'the tenant has another default directory')
  await configure(app, store => store.settings.update({ default_directory: null }, new Date()))

  await configure(app, async store => {
    for (const one of [id, connection.id]) await store.connections.disableClients(one, { only: [shop.client_id] })
  })
  const { page } = await visit(app, shop)
  const answer = new URL(page.headers.get('location') ?? '').searchParams
  t.equal(answer.get('error_description'), 'no connections enabled for the client')
})

t.test('two tabs with two interactions work, and so do a double submit and the back button', async t => {
  const person = await createPerson(app)
  const visitor = elsewhere()
  const one = await visit(app, client, {}, visitor)
  const two = await visit(app, client, {}, visitor)
  t.not(one.page.url.pathname, two.page.url.pathname)
  const values = { username: person.email, password: PASSWORD }
  t.ok(codeIn(await visitor.submit(two.page, values)))
  t.ok(codeIn(await visitor.submit(one.page, values)))

  const three = await visit(app, client, { prompt: 'login' }, visitor)
  const { action, fields } = formOf(three.page)
  const body = () => new URLSearchParams({ ...fields, ...values })
  // The first answer is dropped, as a browser does on the second click.
  await visitor.fetch(action, { method: 'POST', body: body() })
  t.ok(codeIn(await visitor.post(action, body())))

  const back = await visitor.get(three.page.url)
  t.equal(back.status, 400)
  t.equal(titleOf(back), 'This page has expired')
})

t.test('an interaction that is gone shows a page that leads back to its app', async t => {
  const shop = await createClient(app, { name: 'Seed Shop', initiate_login_uri: 'https://app.example/start' })
  const { visitor, page } = await visit(app, shop)
  await app.database.query("delete from artefacts where kind = 'Interaction'")
  for (const lost of [
    await visitor.get(page.url),
    await visitor.submit(page, { username: 'ada@example.com', password: 'x' }),
  ]) {
    t.equal(lost.status, 400)
    t.equal(titleOf(lost), 'This page has expired')
    t.equal(linkOf(lost, 'Go back').href, 'https://app.example/start')
  }
})

t.test('a stored javascript: address never becomes a link (GHSA-6rx5-m2rc-hmf7)', async t => {
  const shop = await createClient(app, {
    initiate_login_uri: 'javascript:alert(1)',
    callbacks: ['com.example.app:/callback'],
  })
  const { visitor, page } = await visit(app, shop)
  await app.database.query("delete from artefacts where kind = 'Interaction'")
  const lost = await visitor.get(page.url)
  t.equal(lost.status, 400)
  t.notMatch(lost.body, 'javascript:')
})

t.test('an interaction belongs to the browser that began it (CVE-2026-7507)', async t => {
  const person = await createPerson(app)
  const attacker = await visit(app, client)
  const victim = elsewhere()
  const unknown = await victim.get(attacker.page.url)
  t.same([unknown.status, titleOf(unknown)], [400, 'This page needs cookies'], 'who has none may keep none')
  const own = await visit(app, client, {}, victim)
  t.equal(titleOf(await victim.get(attacker.page.url)), 'This page has expired', 'who has some is told no such thing')
  const { fields } = formOf(own.page)
  const posted = await victim.post(formOf(attacker.page).action, {
    ...fields,
    username: person.email,
    password: PASSWORD,
  })
  t.equal(posted.status, 400)
  t.equal(titleOf(posted), 'This page has expired')
  // Even with the victim's own interaction cookie moved under the attacker's path.
  for (const cookie of [...victim.cookies.values()].filter(({ path }) => path.startsWith('/u/'))) {
    const path = attacker.page.url.pathname.replace(/\/login$/, '')
    victim.cookies.set(`${cookie.name} ${path}`, { ...cookie, path })
  }
  t.equal(titleOf(await victim.get(attacker.page.url)), 'This page has expired')
  t.equal(codeIn(await attacker.visitor.get(`/authorize/${uidOf(attacker.page)}`)), undefined)
})

t.test('two people in one browser: the second never gets the first one’s tokens (CVE-2025-12390)', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const visitor = elsewhere()
  const waiting = await visit(app, client, {}, visitor)
  const first = await signIn(app, client, ada, visitor)
  // Ada's cookie is gone without a logout, then Bob signs in on the page that was open all along.
  visitor.cookies.delete('lintel_session /')
  const done = await visitor.submit(waiting.page, { username: bob.email, password: PASSWORD })
  const { body } = await trade(app, client, codeIn(done) ?? '', waiting.asked)
  t.equal(decodeJwt(body.id_token).sub, bob.user_id)
  const adas = await trade(app, client, first.code, first.asked)
  t.equal(decodeJwt(adas.body.id_token).sub, ada.user_id)

  const again = await visit(app, client, { prompt: 'login' }, visitor)
  const swapped = await visitor.submit(again.page, { username: ada.email, password: PASSWORD })
  const traded = await trade(app, client, codeIn(swapped) ?? '', again.asked)
  t.equal(decodeJwt(traded.body.id_token).sub, ada.user_id, 'and one who signs in over another’s session is herself')
})

t.test('the session cookie is another one after each sign-in', async t => {
  const person = await createPerson(app)
  const visitor = elsewhere()
  await signIn(app, client, person, visitor)
  const before = visitor.cookies.get('lintel_session /')?.value
  const { page } = await visit(app, client, { prompt: 'login' }, visitor)
  await visitor.submit(page, { username: person.email, password: PASSWORD })
  const after = visitor.cookies.get('lintel_session /')
  t.ok(before)
  t.not(after?.value, before)
  t.match(after?.attributes, /HttpOnly/i)
})
