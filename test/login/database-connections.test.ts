import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { createClient, createPerson, eventsOf, PASSWORD, setOptions, signIn, storeOf } from '../support/scene.ts'

// Auth0's Authentication API: /dbconnections/signup and /dbconnections/change_password

const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app, { web_origins: ['https://app.example'] })
const connection = 'Username-Password-Authentication'
let count = 0
const address = () => `person-${++count}@example.com`

async function post(path: string, body: object, headers: { [name: string]: string } = {}) {
  const response = await app.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ client_id: client.client_id, connection, ...body }),
  })
  const text = await response.text()
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  const parsed: any = text.startsWith('{') ? JSON.parse(text) : undefined
  return { status: response.status, headers: response.headers, text, body: parsed }
}
const signUp = (body: object) => post('/dbconnections/signup', { password: PASSWORD, ...body })

t.test('it makes a user with a profile, who can sign in', async t => {
  const email = address()
  const { status, body } = await signUp({
    email: email.toUpperCase(),
    given_name: 'Ada',
    name: 'Ada Lovelace',
    user_metadata: { plan: 'free' },
    app_metadata: { admin: true },
    email_verified: true,
    blocked: false,
  })
  t.equal(status, 200)
  t.match(body, { _id: /^[0-9a-f]{24}$/, email, email_verified: false, given_name: 'Ada' })
  const user = await store.users.find(`auth0|${body._id}`)
  t.match(user, { email, email_verified: false, name: 'Ada Lovelace', user_metadata: { plan: 'free' } })
  t.notOk(user?.app_metadata, 'nobody gives himself app_metadata')
  await signIn(app, client, { email })
  t.same((await eventsOf(app, email)).slice(0, 1), ['ss'])
})

t.test('a taken address gets Auth0’s generic answer', async t => {
  const person = await createPerson(app)
  t.match(await signUp({ email: person.email }), {
    status: 400,
    body: { code: 'invalid_signup', description: 'Invalid sign up', statusCode: 400 },
  })
})

t.test('where a verified address comes first, a taken one and a free one look alike', async t => {
  await setOptions(app, { require_verified_email: true })
  t.teardown(() => setOptions(app, { require_verified_email: false }))
  const person = await createPerson(app)
  const taken = await signUp({ email: person.email, given_name: 'Eve' })
  const email = address()
  const free = await signUp({ email, given_name: 'Ada' })
  for (const answer of [taken, free]) {
    t.equal(answer.status, 200)
    t.same(Object.keys(answer.body).sort(), ['_id', 'email', 'email_verified', 'given_name'])
  }
  await eventually(async () => (await store.users.find(`auth0|${free.body._id}`)) !== undefined)
  t.match(await store.users.find(`auth0|${free.body._id}`), { email, given_name: 'Ada', email_verified: false })
  t.equal(await store.users.find(`auth0|${taken.body._id}`), undefined)
})

t.test('a weak password is refused in Auth0’s names', async t => {
  t.match(await signUp({ email: address(), password: 'short' }), {
    status: 400,
    body: {
      code: 'invalid_password',
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      policy: 'none',
      description: { rules: [{ code: 'password-policy-length-at-least' }] },
      statusCode: 400,
    },
  })
})

t.test('what cannot be is refused, by name', async t => {
  const refused: [object, RegExp][] = [
    [{ email: undefined }, /email is required/],
    [{ email: 'x' }, /email is invalid/],
    [{ email: 1 }, /email must be a string/],
    [{ connection: 'other' }, /not enabled/],
    [{ connection: undefined }, /connection is required/],
    [{ client_id: 'unknown' }, /unknown/],
    [{ client_id: "x' or 1=1" }, /unknown/],
    [{ user_metadata: { nested: {} } }, /user_metadata/],
    [{ user_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'v'])) }, /ten properties/],
    [{ picture: 'javascript:alert(1)' }, /picture/],
    [{ organization: 'org_x' }, /organization/],
    [{ email: `${'x'.repeat(400)}@example.com` }, /too long/],
  ]
  for (const [body, says] of refused) {
    const { status, text } = await signUp({ email: address(), ...body })
    t.equal(status, 400, JSON.stringify(body).slice(0, 80))
    t.match(text, says)
  }
  const response = await app.fetch('/dbconnections/signup', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  })
  t.equal(response.status, 400)
})

t.test('where signing up is off, it is off here', async t => {
  await setOptions(app, { disable_signup: true })
  t.teardown(() => setOptions(app, { disable_signup: false }))
  t.match(await signUp({ email: address() }), { status: 400, body: { description: 'Public signup is disabled' } })
})

t.test('asking for a reset says the same for everybody, and writes to whoever exists', async t => {
  const person = await createPerson(app)
  const known = await post('/dbconnections/change_password', { email: person.email })
  const unknown = await post('/dbconnections/change_password', { email: address() })
  for (const { status, text } of [known, unknown]) {
    t.equal(status, 200)
    t.equal(text, "We've just sent you an email to reset your password.")
  }
  await eventually(async () => app.mailbox?.list().some(message => message.to === person.email) === true)
  t.equal((await store.users.findCredentials(await connectionId(), { email: person.email }))?.blocked, false)
})

const connectionId = async () => (await store.connections.findByName(connection))!.id

t.test('it is not sent without end', async t => {
  const email = address()
  for (let i = 0; i < 5; i++) t.equal((await post('/dbconnections/change_password', { email })).status, 200)
  t.equal((await post('/dbconnections/change_password', { email })).status, 429)
})

t.test('scripts of the client’s own origins read the answer, others do not', async t => {
  const origin = 'https://app.example'
  const own = await post('/dbconnections/signup', { email: address(), password: PASSWORD }, { origin })
  t.equal(own.headers.get('access-control-allow-origin'), origin)
  const other = await post(
    '/dbconnections/signup',
    { email: address(), password: PASSWORD },
    { origin: 'https://evil.example' },
  )
  t.equal(other.headers.get('access-control-allow-origin'), null)
  const preflight = await app.fetch('/dbconnections/signup', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  })
  t.equal(preflight.status, 204)
  t.equal(preflight.headers.get('access-control-allow-headers'), 'content-type')
})
