import t from 'tap'
import { newResourceServerId } from '../../src/ids.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { claimsOf } from '../support/protocol.ts'
import { configure, createClient, createPerson, eventsOf, PASSWORD, setOptions, storeOf } from '../support/scene.ts'

// RFC 6749 §4.3 and Auth0's password-realm

const REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app, { grant_types: ['password', REALM, 'refresh_token'] })
const api = await store.resource_servers.create(
  {
    id: newResourceServerId(),
    identifier: 'https://api.example/',
    name: 'API',
    is_system: false,
    scopes: [{ value: 'read:a' }, { value: 'write:a' }],
    signing_alg: 'RS256',
    allow_offline_access: true,
    token_lifetime: 600,
    token_lifetime_for_web: 600,
    token_dialect: 'access_token',
    enforce_policies: false,
    skip_consent_for_verifiable_first_party_clients: true,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
  },
  new Date(),
)

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
async function ask(parameters: { [name: string]: string }, as: TestApp = app): Promise<{ status: number; body: any }> {
  const response = await as.fetch('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', client_id: client.client_id, password: PASSWORD, ...parameters }),
  })
  return { status: response.status, body: await response.json() }
}

t.test('a first-party client that was given the grant trades a password for tokens', async t => {
  const person = await createPerson(app)
  const { status, body } = await ask({
    username: person.email,
    scope: 'openid email offline_access read:a',
    audience: api.identifier,
  })
  t.equal(status, 200, JSON.stringify(body))
  t.match(claimsOf(body.access_token), {
    sub: person.user_id,
    aud: [api.identifier, `${app.issuer}userinfo`],
    azp: client.client_id,
    gty: 'password',
    scope: 'openid email offline_access read:a',
  })
  const id_token = claimsOf(body.id_token)
  t.match(id_token, { sub: person.user_id, aud: client.client_id, email: person.email })
  t.notOk('sid' in id_token, 'there is no session')

  const refreshed = await ask({ grant_type: 'refresh_token', refresh_token: body.refresh_token })
  t.equal(refreshed.status, 200, JSON.stringify(refreshed.body))
  t.match(claimsOf(refreshed.body.access_token), { sub: person.user_id, gty: 'refresh_token' })
  await eventually(async () => (await eventsOf(app, person.email)).includes('sepft'))
})

t.test('who names no scope gets all of the API’s, and no refresh token', async t => {
  const person = await createPerson(app)
  const { body } = await ask({ username: person.email, audience: api.identifier })
  t.equal(body.scope, 'read:a write:a')
  t.notOk(body.refresh_token)
  t.notOk(body.id_token)
  const { body: bare } = await ask({ username: person.email })
  t.equal(bare.scope, 'openid profile email')
  const info = await app.fetch('/userinfo', { headers: { authorization: `Bearer ${bare.access_token}` } })
  t.match(await info.json(), { sub: person.user_id, email: person.email })
})

t.test('with RBAC, no more than the user holds', async t => {
  const person = await createPerson(app)
  await configure(app, () => store.resource_servers.update(api.id, { enforce_policies: true }, new Date()))
  t.teardown(() => configure(app, () => store.resource_servers.update(api.id, { enforce_policies: false }, new Date())))
  const { body } = await ask({ username: person.email, audience: api.identifier, scope: 'openid read:a' })
  t.equal(body.scope, 'openid')
})

t.test('password-realm signs in by the connection that it names, and needs one', async t => {
  const person = await createPerson(app)
  const realm = 'Username-Password-Authentication'
  t.equal((await ask({ grant_type: REALM, username: person.email, realm, scope: 'openid' })).status, 200)
  t.match(await ask({ grant_type: REALM, username: person.email, realm: 'other' }), {
    status: 403,
    body: { error: 'invalid_request' },
  })
  t.match(await ask({ grant_type: REALM, username: person.email }), {
    status: 400,
    body: { error: 'invalid_request' },
  })
})

t.test('a wrong password and an unknown name are the same answer', async t => {
  const person = await createPerson(app)
  const wrong = await ask({ username: person.email, password: 'not this one' })
  const unknown = await ask({ username: 'nobody@example.com', password: 'not this one' })
  t.same(wrong, {
    status: 403,
    body: { error: 'invalid_grant', error_description: 'Wrong email or password.' },
  })
  t.same(unknown, wrong)
  t.ok((await eventsOf(app, person.email)).includes('fp'))
})

t.test('tries are counted like those at the sign-in page', async t => {
  const person = await createPerson(app)
  for (let i = 0; i < 10; i++)
    t.equal((await ask({ username: person.email, password: 'not this one' })).status, 403, `try ${i}`)
  t.match(await ask({ username: person.email }), { status: 429, body: { error: 'too_many_attempts' } })
})

t.test('a blocked user gets nothing, and is told why in Auth0’s words', async t => {
  const person = await createPerson(app, { blocked: true })
  t.match(await ask({ username: person.email }), {
    status: 401,
    body: { error: 'unauthorized', error_description: 'user is blocked' },
  })
})

t.test('an address that must be verified first does not sign in here either', async t => {
  const person = await createPerson(app, { email_verified: false })
  await setOptions(app, { require_verified_email: true })
  t.teardown(() => setOptions(app, { require_verified_email: false }))
  t.match(await ask({ username: person.email }), { status: 403, body: { error: 'invalid_grant' } })
})

t.test('neither a client without the grant nor a third party’s gets to try a password', async t => {
  const person = await createPerson(app)
  const without = await createClient(app)
  t.match(await ask({ client_id: without.client_id, username: person.email }), {
    status: 403,
    body: { error: 'unauthorized_client' },
  })
  const third = await createClient(app, { grant_types: ['password'], is_first_party: false })
  t.match(await ask({ client_id: third.client_id, username: person.email }), {
    status: 403,
    body: { error: 'unauthorized_client' },
  })
  const secret = await createClient(app, {
    grant_types: ['password'],
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: 'a secret of more than sixteen',
  })
  t.match(await ask({ client_id: secret.client_id, username: person.email, client_secret: 'wrong' }), {
    status: 401,
    body: { error: 'access_denied' },
  })
  t.same(await eventsOf(app, person.email), [], 'no password was looked at')
})

t.test('an API that asks for consent is not entered without it', async t => {
  const person = await createPerson(app)
  const skip = (skip_consent_for_verifiable_first_party_clients: boolean) =>
    configure(app, () =>
      store.resource_servers.update(api.id, { skip_consent_for_verifiable_first_party_clients }, new Date()),
    )
  await skip(false)
  t.teardown(() => skip(true))
  t.match(await ask({ username: person.email, audience: api.identifier }), {
    status: 403,
    body: { error: 'consent_required' },
  })
})

t.test('missing parameters are named, unknown audiences refused before a password is looked at', async t => {
  const person = await createPerson(app)
  t.match(await ask({}), { status: 400, body: { error: 'invalid_request', error_description: /username/ } })
  t.match(await ask({ username: person.email, password: '' }), { status: 400, body: { error: 'invalid_request' } })
  t.match(await ask({ username: person.email, audience: 'https://unknown.example/' }), {
    status: 403,
    body: { error: 'access_denied' },
  })
  t.same(await eventsOf(app, person.email), [])
})

t.test('in the RFCs’ dialect a wrong password is a 400', async t => {
  const speak = (protocol_dialect: 'auth0' | 'rfc') =>
    configure(app, () => store.settings.update({ protocol_dialect }, new Date()))
  await speak('rfc')
  t.teardown(() => speak('auth0'))
  t.match(await ask({ username: 'nobody@example.com' }), { status: 400, body: { error: 'invalid_grant' } })
})

t.test('a client that must prove a key and does not leaves no grant behind', async t => {
  const person = await createPerson(app)
  const bound = await createClient(app, { grant_types: ['password'], require_proof_of_possession: true })
  const { status } = await ask({ client_id: bound.client_id, username: person.email })
  t.ok(status >= 400)
  const { rows } = await app.database.query('select 1 from grants where client_id = $1', [bound.client_id])
  t.same(rows, [])
})
