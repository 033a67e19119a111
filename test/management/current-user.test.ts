// A user's own token on the Management API: what an app in her browser may do in her name.
import { decodeJwt } from 'jose'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { MANAGEMENT_SCOPES } from '../../src/store/management-scopes.ts'
import { apiAs, apiWith, managementToken } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { as, OWN_SCOPES, signInForOwn } from '../support/own-access.ts'
import { askFor, configure, createClient, createPerson, PASSWORD, storeOf, visit } from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

const ORIGIN = 'https://app.example'
const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app, { web_origins: [ORIGIN] })
const connection_id = (await store.connections.findByName('Username-Password-Authentication'))?.id ?? ''
const at = (user_id: string) => `/users/${encodeURIComponent(user_id)}`
const MISMATCH = 'User to be acted on does not match subject in bearer token.'

t.test('an app asks for a user’s own access without a client grant, and gets that alone', async t => {
  const person = await createPerson(app)
  const { access_token } = await signInForOwn(
    app,
    client,
    person,
    MANAGEMENT_SCOPES.map(({ value }) => value),
  )
  const { sub, aud, scope, azp } = decodeJwt<{ scope: string; azp: string }>(access_token)
  t.match({ sub, azp }, { sub: person.user_id, azp: client.client_id })
  t.ok((aud as string[]).includes(`${app.issuer}api/v2/`))
  t.same(scope.split(' ').sort(), ['email', 'openid', ...OWN_SCOPES].sort(), 'whatever it asks for')
})

t.test('she reads herself and nobody else', async t => {
  const [person, other] = [await createPerson(app), await createPerson(app)]
  const call = as(app, await signInForOwn(app, client, person))
  t.match(await call('GET', at(person.user_id)), {
    status: 200,
    body: { user_id: person.user_id, email: person.email },
  })
  t.same((await call('GET', `${at(person.user_id)}?fields=email`)).body, { email: person.email })
  for (const path of [
    at(other.user_id),
    at('auth0|nobody'),
    at(`${person.user_id} `),
    at(person.user_id.toUpperCase()),
    `${at(other.user_id)}/enrollments`,
  ])
    t.match(await call('GET', path), { status: 403, body: { message: MISMATCH } }, path)
  const { body } = await app.api('GET', at(person.user_id))
  t.equal(body.user_id, person.user_id, 'an administrator reads whom he likes')
})

t.test('every other route is closed to her, whatever her scopes are called', async t => {
  const person = await createPerson(app)
  const call = as(app, await signInForOwn(app, client, person))
  const { body: document } = (await app.api('GET', '/openapi.json')) as { body: { paths: object } }
  const open = ['GET /users/{id}', 'PATCH /users/{id}', 'POST /users/{id}/identities', 'POST /device-credentials']
  open.push('DELETE /users/{id}/identities/{provider}/{user_id}', 'DELETE /device-credentials/{id}')
  open.push('GET /users/{id}/enrollments')
  for (const [path, methods] of Object.entries(document.paths))
    for (const method of Object.keys(methods).map(name => name.toUpperCase())) {
      const there = path.replace('{id}', encodeURIComponent(person.user_id)).replace(/\{[^}]+\}/g, 'x')
      if (open.includes(`${method} ${path}`)) continue
      const { status, body } = await call(method, there, ['POST', 'PATCH', 'PUT'].includes(method) ? {} : undefined)
      t.match({ status, body }, { status: 403, body: { message: /^Insufficient scope/ } }, `${method} ${path}`)
    }
})

t.test('of herself she writes user_metadata, and as much of it as her scope says', async t => {
  const person = await createPerson(app)
  const path = at(person.user_id)
  const call = as(app, await signInForOwn(app, client, person))
  t.match(await call('PATCH', path, { user_metadata: { colour: 'blue', size: 1 } }), {
    status: 200,
    body: { user_metadata: { colour: 'blue', size: 1 } },
  })
  t.match((await call('PATCH', path, { user_metadata: { size: null } })).body, { user_metadata: { colour: 'blue' } })
  for (const body of [
    { password: 'another correct horse' },
    { email: 'other@example.com' },
    { email_verified: true },
    { blocked: false },
    { app_metadata: { role: 'admin' } },
    { user_metadata: {}, app_metadata: {} },
    { name: 'Ada' },
    { connection: 'Username-Password-Authentication' },
    { verify_email: true },
  ])
    t.match(
      await call('PATCH', path, body),
      { status: 403, body: { message: 'Insufficient scope, expected any of: update:users' } },
      Object.keys(body).join(),
    )
  t.equal((await app.api('GET', path)).body.app_metadata, undefined)

  const adding = as(app, await signInForOwn(app, client, person, ['create:current_user_metadata']))
  t.equal((await adding('PATCH', path, { user_metadata: { shoe: 40 } })).status, 200)
  for (const user_metadata of [{ shoe: 41 }, { shoe: null }, {}])
    t.equal((await adding('PATCH', path, { user_metadata })).status, 403, JSON.stringify(user_metadata))
  const removing = as(app, await signInForOwn(app, client, person, ['delete:current_user_metadata']))
  t.equal((await removing('PATCH', path, { user_metadata: { shoe: 41 } })).status, 403)
  t.equal((await removing('PATCH', path, { user_metadata: { hat: 1 } })).status, 403)
  t.equal((await removing('PATCH', path, { user_metadata: { shoe: null } })).status, 200)
  t.match(await removing('PATCH', path, { user_metadata: {} }), { status: 200, body: { user_metadata: {} } })
  t.equal((await adding('GET', path)).status, 403, 'and reads nothing without the scope for it')
})

t.test('a token ends with what it came from', async t => {
  const ended = async (what: string, end: (person: { user_id: string }) => Promise<unknown>) => {
    const person = await createPerson(app)
    const own = await createClient(app)
    const call = as(app, await signInForOwn(app, own, person))
    t.equal((await call('GET', at(person.user_id))).status, 200)
    await end(person)
    t.match(await call('GET', at(person.user_id)), { status: 401, body: { message: 'Invalid token' } }, what)
  }
  t.test('and is not there again when she is', async t => {
    const person = await createPerson(app)
    const call = as(app, await signInForOwn(app, client, person))
    const password = 'another correct horse'
    await app.api('PATCH', at(person.user_id), { password })
    // A token says in which second it was made, no more.
    const second = Math.floor(Date.now() / 1_000)
    await eventually(() => Math.floor(Date.now() / 1_000) > second)
    const again = as(app, await signInForOwn(app, client, person, undefined, { password }))
    t.equal((await again('GET', at(person.user_id))).status, 200)
    t.equal((await call('GET', at(person.user_id))).status, 401, 'whoever had the old one')
  })
  await ended('she is blocked', ({ user_id }) => app.api('PATCH', at(user_id), { blocked: true }))
  await ended('she is gone', ({ user_id }) => app.api('DELETE', at(user_id)))
  await ended('her sessions are', ({ user_id }) => app.api('DELETE', `${at(user_id)}/sessions`))
})

t.test('a third party’s client asks by a client grant, of nothing but her own, and she permits it', async t => {
  const person = await createPerson(app)
  const third = await createClient(app, { is_first_party: false })
  await configure(app, tx => tx.connections.update(connection_id, { is_domain_connection: true }, new Date()))
  const audience = `${app.issuer}api/v2/`
  const asked = askFor(third, { audience, scope: 'openid read:current_user read:users' })
  const refused = await new Visitor(app.issuer).get(asked.url)
  t.match(decodeURIComponent(refused.headers.get('location') ?? ''), /error=/, 'without one it may not')

  t.match(
    await app.api('POST', '/client-grants', {
      client_id: third.client_id,
      audience,
      subject_type: 'user',
      scope: ['read:users'],
    }),
    { status: 400, body: { message: /does not offer.*read:users/ } },
    'a grant for users names nothing else',
  )
  const management = await store.resource_servers.findByIdentifier(audience)
  await configure(app, tx =>
    tx.client_grants.create(
      {
        id: newClientGrantId(),
        client_id: third.client_id,
        resource_server_id: management?.id ?? '',
        subject_type: 'user',
        scope: ['read:users', 'read:current_user'],
        allow_all_scopes: false,
      },
      new Date(),
    ),
  )
  const { visitor, page } = await visit(app, third, { audience, scope: 'openid read:current_user read:users' })
  const consent = await visitor.submit(page, { username: person.email, password: PASSWORD })
  t.match(consent.body, /read:current_user|Read your own profile/)
  t.notMatch(consent.body, /read:users|Read users/)
})

t.test('a client’s own token is no user’s, and a user’s id is no client’s', async t => {
  const person = await createPerson(app)
  const token = await managementToken(app, { scopes: ['read:current_user', 'update:current_user_metadata'] })
  t.match(await apiWith(app, token, 'GET', at(person.user_id)), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: read:users,read:current_user' },
  })
  t.equal(
    (await apiAs(app, ['update:current_user_metadata'], 'PATCH', at(person.user_id), { user_metadata: {} })).status,
    403,
  )
})

t.test('a script of the app’s own origin may ask and read; another one may not', async t => {
  const person = await createPerson(app)
  const { access_token } = await signInForOwn(app, client, person)
  const path = `/api/v2${at(person.user_id)}`
  const preflight = await app.fetch(path, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  t.equal(preflight.status, 204)
  t.equal(preflight.headers.get('access-control-allow-origin'), ORIGIN)
  t.same((preflight.headers.get('access-control-allow-methods') ?? '').split(', ').sort(), ['GET', 'PATCH'])
  const allowed = async (origin: string, token: string, to = path) =>
    (await app.fetch(to, { headers: { origin, authorization: `Bearer ${token}` } })).headers.get(
      'access-control-allow-origin',
    )
  t.equal(await allowed(ORIGIN, access_token), ORIGIN)
  t.equal(await allowed(ORIGIN, access_token, '/api/v2/clients'), ORIGIN, 'a refusal too')
  t.equal(await allowed('https://evil.example', access_token), null)
  t.equal(await allowed(ORIGIN, await app.adminToken()), null, 'an administrator’s token is not for a browser')
  t.equal((await app.fetch('/api/v2/clients', { method: 'OPTIONS' })).status, 404)
})

t.test('a script can read why it was refused', async t => {
  const person = await createPerson(app)
  const { access_token } = await signInForOwn(app, client, person)
  await app.api('DELETE', `${at(person.user_id)}/sessions`)
  const refused = async (authorization?: string, origin: string | undefined = ORIGIN) => {
    const { status, headers } = await app.fetch(`/api/v2${at(person.user_id)}`, {
      headers: { ...(authorization ? { authorization } : {}), ...(origin ? { origin } : {}) },
    })
    return [status, headers.get('access-control-allow-origin'), headers.get('access-control-expose-headers')]
  }
  for (const authorization of [`Bearer ${access_token}`, 'Bearer x', `DPoP ${access_token}`, undefined])
    t.strictSame(await refused(authorization), [401, ORIGIN, 'DPoP-Nonce, WWW-Authenticate'], String(authorization))
  t.strictSame(await refused('Bearer x', ''), [401, null, null])
})

t.test('what is kept for linking ends with everything else that she has', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const visitor = new Visitor(app.issuer)
  const linking = as(app, await signInForOwn(app, client, ada, undefined, { visitor }))
  const reading = as(app, await signInForOwn(app, client, bob, ['read:current_user'], { visitor }))
  t.equal((await linking('GET', at(ada.user_id))).status, 200, 'another sign-in in her browser leaves her token')
  const third = await createPerson(app)
  await signInForOwn(app, client, third, undefined, { visitor })
  t.equal((await reading('GET', at(bob.user_id))).status, 401, 'if it is one to link by')
  const { rows } = await app.database.query(
    "select expires_at < now() + interval '11 minutes' as soon from grants where user_id = $1 and revoked_at is null",
    [ada.user_id],
  )
  t.strictSame(rows, [{ soon: true }], 'for minutes')
  await app.api('PATCH', at(ada.user_id), { password: 'another correct horse' })
  t.equal((await linking('GET', at(ada.user_id))).status, 401, 'not past a new password')
})

t.test('no other way of asking opens another’s record', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const { access_token, id_token } = await signInForOwn(app, client, ada)
  const status = async (method: string, path: string, headers: object = {}) =>
    (await app.fetch(`/api/v2${path}`, { method, headers: { authorization: `Bearer ${access_token}`, ...headers } }))
      .status
  t.equal(await status('HEAD', at(bob.user_id)), 403)
  t.equal(await status('HEAD', at(ada.user_id)), 200)
  t.equal(await status('GET', `${at(ada.user_id)}/../${encodeURIComponent(bob.user_id)}`), 403)
  t.equal(await status('GET', `/users/${encodeURIComponent(at(ada.user_id))}`), 403)
  t.equal(await status('GET', `${at(ada.user_id)}?id=${encodeURIComponent(bob.user_id)}`), 400)
  t.equal(await status('POST', at(ada.user_id), { 'x-http-method-override': 'PATCH' }), 404)
  t.equal(await status('GET', at(ada.user_id), { authorization: `Bearer ${id_token}` }), 401, 'an ID token is none')
  t.equal(await status('GET', at(ada.user_id), { authorization: `DPoP ${access_token}` }), 401)
})
