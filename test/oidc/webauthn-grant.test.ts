import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { createClient, setOptions, storeOf } from '../support/scene.ts'
import { setMultiFactor } from '../support/second-factor.ts'
import { type Said, SoftwareKey } from '../support/software-key.ts'

const WEBAUTHN = 'urn:okta:params:oauth:grant-type:webauthn'
const app = await createTestApp(t)
const { hostname: rpId, origin } = new URL(app.issuer)
const enabled = { authentication_methods: { passkey: { enabled: true } } }
await setOptions(app, enabled)
const grant_types = ['refresh_token', WEBAUTHN]
const client = await createClient(app, { grant_types, app_type: 'native' })
const { client_id } = client

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
type Answer = { status: number; body: any }
async function post(path: string, body: object): Promise<Answer> {
  const response = await app.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id, ...body }),
  })
  return { status: response.status, body: await response.json() }
}

const exchange = (auth_session: string, authn_response: object, more: object = {}) =>
  post('/oauth/token', { grant_type: WEBAUTHN, auth_session, authn_response, ...more })

const said = ({ body }: Answer, more: Partial<Said> = {}): Said => ({
  challenge: body.authn_params_public_key.challenge,
  origin,
  rpId,
  ...more,
})

let people = 0
/** Somebody signs up by a passkey. */
async function newcomer() {
  const email = `newcomer${++people}@example.com`
  const key = new SoftwareKey()
  const begun = await post('/passkey/register', { user_profile: { email, name: 'Ada' } })
  const made = await exchange(begun.body.auth_session, key.create(said(begun)))
  if (made.status !== 200) throw new Error(JSON.stringify([begun, made]))
  return { email, key, begun, made, user_id: String(decodeJwt(made.body.id_token).sub) }
}

t.test('somebody signs up by a passkey, and signs in by it, without a page', async t => {
  const { email, key, begun, user_id, made } = await newcomer()
  t.match(begun.body.authn_params_public_key, {
    rp: { id: rpId },
    user: { name: email, displayName: 'Ada' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  t.match(decodeJwt(made.body.id_token), { email, email_verified: false, amr: ['pop', 'user', 'mfa'] })
  const user = await (await storeOf(app)).users.find(user_id)
  t.match(user, { email, name: 'Ada' })
  const [method] = await (await storeOf(app)).authentication_methods.list(user_id)
  t.equal(method?.user_handle, begun.body.authn_params_public_key.user.id)

  const challenge = await post('/passkey/challenge', {})
  t.match(challenge, { status: 200, body: { authn_params_public_key: { rpId, userVerification: 'required' } } })
  const userHandle = method?.user_handle ?? ''
  const done = await exchange(challenge.body.auth_session, key.get(said(challenge, { userHandle })), {
    scope: 'openid offline_access',
  })
  t.equal(done.status, 200, JSON.stringify(done.body))
  t.equal(decodeJwt(done.body.id_token).sub, user_id)
  t.ok(done.body.refresh_token)
})

t.test('a passkey stands for two factors where two are demanded', async t => {
  const { key } = await newcomer()
  await setMultiFactor(app, { factors: { otp: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, {}))
  const challenge = await post('/passkey/challenge', {})
  t.equal((await exchange(challenge.body.auth_session, key.get(said(challenge)))).status, 200)
})

t.test('what was begun is finished once, by its client, with what was begun', async t => {
  const { key, begun } = await newcomer()
  const another = new SoftwareKey()
  t.equal((await exchange(begun.body.auth_session, another.create(said(begun)))).status, 403, 'signed up once')

  const challenge = await post('/passkey/challenge', {})
  const session = challenge.body.auth_session
  const stranger = await createClient(app, { grant_types })
  const credential = key.get(said(challenge))
  t.equal((await exchange(session, credential, { client_id: stranger.client_id })).status, 403, 'another client')
  const other = await post('/passkey/challenge', {})
  t.equal((await exchange(other.body.auth_session, credential)).status, 403, 'another auth_session')
  t.equal((await exchange(`${session.slice(0, -2)}AA`, credential)).status, 403, 'an altered auth_session')
  t.equal((await exchange(begun.body.auth_session, credential)).status, 403, 'one that signs up')
  const at_once = await Promise.all([exchange(session, credential), exchange(session, credential)])
  t.same(at_once.map(({ status }) => status).sort(), [200, 403], 'one winner')
})

t.test('an answer that is not quite right gets nothing', async t => {
  const { key } = await newcomer()
  for (const [why, wrong] of Object.entries<Partial<Said>>({
    'another origin': { origin: 'https://evil.example' },
    'another relying party': { rpId: 'evil.example' },
    'nobody showed who she is': { verified: false },
  })) {
    const challenge = await post('/passkey/challenge', {})
    const refused = await exchange(challenge.body.auth_session, key.get(said(challenge, wrong)))
    t.match(refused, { status: 403, body: { error: 'invalid_grant', error_description: 'Invalid passkey.' } }, why)
  }
  const challenge = await post('/passkey/challenge', {})
  const { auth_session } = challenge.body
  for (const authn_response of ['x', '{}', '[]', 5])
    t.ok((await post('/oauth/token', { grant_type: WEBAUTHN, auth_session, authn_response })).status >= 400)
  t.match(await post('/oauth/token', { grant_type: WEBAUTHN, auth_session }), { status: 400 })
})

t.test('a client’s own origins may ask, as far as a browser lets them', async t => {
  const web = await createClient(app, {
    grant_types,
    web_origins: ['http://app.localhost:8080', 'https://other.example'],
  })
  const { key } = await newcomer()
  for (const [from, status] of [
    ['http://app.localhost:8080', 200],
    ['https://other.example', 403],
    ['http://app.localhost:8081', 403],
  ] as const) {
    const challenge = await post('/passkey/challenge', { client_id: web.client_id })
    const credential = key.get(said(challenge, { origin: from }))
    t.equal(
      (await exchange(challenge.body.auth_session, credential, { client_id: web.client_id })).status,
      status,
      from,
    )
  }
})

t.test('who is not given it, or is somebody else’s app, does not get it', async t => {
  const plain = await createClient(app)
  for (const path of ['/passkey/challenge', '/passkey/register'])
    t.match(await post(path, { client_id: plain.client_id }), { status: 403, body: { error: 'unauthorized_client' } })
  const third = await createClient(app, { grant_types, is_first_party: false })
  const { status } = await post('/passkey/challenge', { client_id: third.client_id })
  t.equal(status, 403)
  t.equal((await post('/passkey/challenge', { client_id: 'nobody' })).status, 401)
  t.equal((await post('/passkey/challenge', { realm: 'Nowhere' })).status, 403)
  t.equal((await post('/passkey/challenge', { organization: 'org_x' })).status, 400)
  t.match(await post('/oauth/token', { grant_type: 'lintel:passkey-register' }), {
    status: 403,
    body: { error: 'unsupported_grant_type' },
  })
  const discovered = await (await app.fetch('/.well-known/openid-configuration')).text()
  t.match(discovered, WEBAUTHN)
  t.notMatch(discovered, 'lintel:')
})

t.test('sign-up says what is missing, and not whether an address is taken until there is a passkey', async t => {
  const { email } = await newcomer()
  t.match(await post('/passkey/register', {}), { status: 400, body: { error_description: /email is required/ } })
  t.equal((await post('/passkey/register', { user_profile: { email: 'nonsense' } })).status, 400)
  t.equal((await post('/passkey/register', { user_profile: 'nonsense' })).status, 400)
  const begun = await post('/passkey/register', { user_profile: { email } })
  t.equal(begun.status, 200)
  const refused = await exchange(begun.body.auth_session, new SoftwareKey().create(said(begun)))
  t.match(refused, { status: 403, body: { error: 'invalid_grant', error_description: 'Invalid sign up' } })
  const users = await app.database.query('select count(*)::int from users where email = $1', [email])
  t.equal(users.rows[0].count, 1)
  for (const off of [{ disable_signup: true }, { require_verified_email: true }]) {
    await setOptions(app, { ...enabled, ...off })
    t.equal((await post('/passkey/register', { user_profile: { email: 'new@example.com' } })).status, 403)
    await setOptions(app, { ...enabled, disable_signup: false, require_verified_email: false })
  }
})

t.test('text that cannot be kept is refused before there is a passkey, also where an object comes as text', async t => {
  const email = 'nul@example.com'
  for (const [what, asked] of [
    ['a NUL in user_metadata', { user_profile: { email }, user_metadata: '{"color":"\\u0000"}' }],
    ['a NUL in a name', { user_profile: `{"email":"${email}","name":"a\\u0000b"}` }],
    ['a lone surrogate', { user_profile: { email }, user_metadata: '{"color":"\\ud800"}' }],
  ] as const) {
    const begun = await post('/passkey/register', asked)
    t.match(begun, { status: 400, body: { error: 'invalid_request' } }, what)
    if (begun.status !== 200) continue
    const made = await exchange(begun.body.auth_session, new SoftwareKey().create(said(begun)))
    t.not(made.status, 500, what)
  }
})

t.test('who is blocked, and where passkeys are off, nobody comes in', async t => {
  const { key, user_id } = await newcomer()
  const store = await storeOf(app)
  const begin = () => post('/passkey/challenge', {})
  await store.users.update(user_id, { blocked: true }, new Date())
  const first = await begin()
  t.match(await exchange(first.body.auth_session, key.get(said(first))), {
    status: 401,
    body: { error: 'unauthorized' },
  })
  await store.users.update(user_id, { blocked: false }, new Date())
  const second = await begin()
  await setOptions(app, { authentication_methods: { passkey: { enabled: false } } })
  t.teardown(() => setOptions(app, enabled))
  t.equal((await exchange(second.body.auth_session, key.get(said(second)))).status, 403)
  t.equal((await begin()).status, 403)
})
