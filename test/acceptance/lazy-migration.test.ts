import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { claimsOf } from '../support/protocol.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  databaseConnection,
  PASSWORD,
  storeOf,
  trade,
  visit,
} from '../support/scene.ts'
import { errorsOf } from '../support/visitor.ts'

// From one Lintel to another: the one that people leave answers as Auth0 does.

const REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const old = await createTestApp(t)
const app = await createTestApp(t)
const oldStore = await storeOf(old)
const store = await storeOf(app)
const client = await createClient(app)
const connection = await databaseConnection(app)
const { body: mover } = await old.api('POST', '/clients', {
  name: 'The new tenant',
  app_type: 'non_interactive',
  grant_types: [REALM, 'password', 'client_credentials'],
  token_endpoint_auth_method: 'client_secret_post',
})
await configure(old, async tenant => {
  await tenant.connections.enableClients((await databaseConnection(old)).id, [mover.client_id])
})
const granted = await old.api('POST', '/client-grants', {
  client_id: mover.client_id,
  audience: `${old.issuer}api/v2/`,
  scope: ['read:users'],
})
t.equal(granted.status, 201)

const upstream = {
  type: 'auth0',
  issuer: old.issuer,
  client_id: mover.client_id,
  client_secret: mover.client_secret,
  realm: connection.name,
}
const setOptions = (options: object) =>
  configure(app, async () => {
    const { status, body } = await app.api('PATCH', `/connections/${connection.id}`, { options })
    if (status !== 200) throw new Error(JSON.stringify(body))
  })

for (const finds_users of [false, true]) {
  t.test(finds_users ? 'a tenant whose users may be read' : 'a tenant that only verifies', async t => {
    await setOptions({ import_mode: true, disable_signup: !finds_users, upstream: { ...upstream, finds_users } })

    t.test('lets its people move as they sign in', async t => {
      const person = await createPerson(old)
      await oldStore.users.update(
        person.user_id,
        { name: 'Ada', given_name: 'Ada', user_metadata: { colour: 'green' }, app_metadata: { plan: 'pro' } },
        new Date(),
      )
      const { visitor, page, asked } = await visit(app, client)
      t.same(errorsOf(await visitor.submit(page, { username: person.email, password: 'wrong' })), ['wrong-credentials'])
      const done = await visitor.submit(page, { username: person.email, password: PASSWORD })
      const { body } = await trade(app, client, codeIn(done) ?? '', asked)
      t.match(claimsOf(body.id_token), { sub: person.user_id, email: person.email, email_verified: true, name: 'Ada' })
      const moved = await store.users.find(person.user_id)
      t.match(moved, { given_name: 'Ada' })
      t.same(
        [moved?.user_metadata, moved?.app_metadata],
        finds_users ? [{ colour: 'green' }, { plan: 'pro' }] : [null, null],
      )
      await oldStore.users.remove(person.user_id)
      const again = await visit(app, client)
      t.ok(codeIn(await again.visitor.submit(again.page, { username: person.email, password: PASSWORD })))
    })

    t.test('does not let in whom it has blocked', async t => {
      const person = await createPerson(old, { blocked: true })
      const { visitor, page } = await visit(app, client)
      t.same(errorsOf(await visitor.submit(page, { username: person.email, password: PASSWORD })), [
        'wrong-credentials',
      ])
      t.notOk(await store.users.find(person.user_id))
    })
  })
}

t.test('whoever forgot her password there chooses one here', async t => {
  const person = await createPerson(old)
  const { visitor, page } = await visit(app, client)
  const ask = await visitor.get(new URL(page.url.pathname.replace(/login$/, 'reset-password-request'), page.url))
  await visitor.submit(ask, { email: person.email })
  const [mail] = await mailsTo(app, person.email)
  t.match(linkIn(mail).href, `${app.issuer}u/reset-verify`)
  t.ok(await store.users.find(person.user_id))
})

t.test('usernames come along', async t => {
  const names = { requires_username: true }
  await setOptions({ import_mode: true, ...names, upstream: { ...upstream, finds_users: true } })
  t.teardown(() => setOptions({ import_mode: true, upstream: { ...upstream, finds_users: true } }))
  await configure(old, async tenant => {
    await tenant.connections.update((await databaseConnection(old)).id, { options: names }, new Date())
  })
  const grace = await createPerson(old, { username: 'grace' })
  const { visitor, page } = await visit(app, client)
  t.ok(codeIn(await visitor.submit(page, { username: 'Grace', password: PASSWORD })))
  t.match(await store.users.find(grace.user_id), { username: 'grace', email: grace.email })
  const henry = await createPerson(old, { username: 'henry' })
  const ask = await visit(app, client)
  const form = await ask.visitor.get(
    new URL(ask.page.url.pathname.replace(/login$/, 'reset-password-request'), ask.page.url),
  )
  await ask.visitor.submit(form, { username: 'henry' })
  await mailsTo(app, henry.email)
  t.match(await store.users.find(henry.user_id), { username: 'henry' })
})

t.test('nobody signs up here as somebody there', async t => {
  const person = await createPerson(old)
  const response = await app.fetch('/dbconnections/signup', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: client.client_id,
      connection: connection.name,
      email: person.email,
      password: 'mine, not hers',
    }),
  })
  t.equal(response.status, 400)
  const { visitor, page } = await visit(app, client)
  t.ok(codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })))
})

t.test('a client that the tenant refuses is a temporary error', async t => {
  const person = await createPerson(old)
  await setOptions({
    import_mode: true,
    upstream: { ...upstream, finds_users: true, client_secret: 'not the secret at all' },
  })
  const { visitor, page } = await visit(app, client)
  t.same(errorsOf(await visitor.submit(page, { username: person.email, password: PASSWORD })), ['upstream-unavailable'])
})
