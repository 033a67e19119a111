// Who has an account, and who has not, costs the same where a program asks: as many statements, jobs and hashes, and the same words.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { createPasswordless } from '../support/passwordless.ts'
import { createClient, createPerson, setOptions, storeOf } from '../support/scene.ts'
import { kindOf } from '../support/statements.ts'

const { options, costOf } = meter()
const app = await createTestApp(t, options)
const client = await createClient(app, { grant_types: ['password', 'refresh_token'] })
const connection = 'Username-Password-Authentication'
let count = 0
const nobody = () => `nobody-${++count}@example.com`

type Asked = { status: number; text: string; statements: string[]; jobs: number; hashes: number }

async function ask(path: string, body: object): Promise<Asked> {
  let answered = { status: 0, text: '' }
  const { statements, jobs, hashes } = await costOf(async () => {
    const response = await app.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: client.client_id, ...body }),
    })
    answered = { status: response.status, text: await response.text() }
  })
  // Log events are written by themselves, when there are some together.
  return { ...answered, statements: statements.filter(sql => kindOf(sql) !== 'log'), jobs, hashes }
}

t.test('the password grant: a wrong password and an unknown name', async t => {
  const tried = (username: string) =>
    ask('/oauth/token', { grant_type: 'password', username, password: 'not this one' })
  await tried(nobody())
  const unknown = await tried(nobody())
  for (const person of [{}, { blocked: true }, { email_verified: false }])
    t.same(await tried((await createPerson(app, person)).email), unknown, JSON.stringify(person))
  t.equal(unknown.hashes, 1)
})

t.test('a reset mail that is asked for', async t => {
  const asked = (email: string) => ask('/dbconnections/change_password', { connection, email })
  await asked(nobody())
  const unknown = await asked(nobody())
  for (const person of [{}, { blocked: true }, { email_verified: false }])
    t.same(await asked((await createPerson(app, person)).email), unknown, JSON.stringify(person))
  t.equal(unknown.jobs, 1)
})

t.test('a sign-up, where the address is to be verified first', async t => {
  await setOptions(app, { require_verified_email: true })
  const asked = async (email: string) => {
    const { text, ...rest } = await ask('/dbconnections/signup', {
      connection,
      email,
      password: 'another battery staple',
    })
    const { _id, email: echoed, ...body } = JSON.parse(text)
    t.match(_id, /^[0-9a-f]{24}$/)
    t.equal(echoed, email)
    return { ...rest, body }
  }
  await asked(nobody())
  const free = await asked(nobody())
  for (const person of [{}, { blocked: true }, { email_verified: false }])
    t.same(await asked((await createPerson(app, person)).email), free, JSON.stringify(person))
  t.equal(free.hashes, 1)
})

t.test('a code that an app asks for, in place of a password and without one', async t => {
  const grant_types = ['password', 'http://auth0.com/oauth/grant-type/passwordless/otp']
  const asking = await createClient(app, { grant_types })
  const { client_id } = asking
  const passwordless = await createPasswordless(app, 'email', [asking])
  await setOptions(app, { authentication_methods: { email_otp: { enabled: true } } })
  const same = ({ text, ...asked }: Asked, email: string) => ({
    ...asked,
    text: text.replaceAll(email, 'NAME').replace(/"(auth_session|_id)":"[^"]*"/, '"$1":"…"'),
  })
  const store = await storeOf(app)
  for (const [path, body, people] of [
    ['/otp/challenge', { connection }, [{}, { blocked: true }, { email_verified: false }]],
    ['/passwordless/start', { connection: 'email', send: 'code' }, [{ email_verified: true }, { blocked: true }]],
  ] as const) {
    const asked = async (email: string) => same(await ask(path, { client_id, ...body, email }), email)
    await asked(nobody())
    const unknown = await asked(nobody())
    t.equal(unknown.status, 200, path)
    t.equal(unknown.jobs, 1, path)
    for (const person of people) {
      const email = nobody()
      if (path === '/otp/challenge') t.same(await asked((await createPerson(app, person)).email), unknown, path)
      else {
        await store.users.create({ connection: passwordless, email, ...person }, new Date())
        t.same(await asked(email), unknown, `${path}: ${JSON.stringify(person)}`)
      }
    }
  }

  t.test('and a wrong one is wrong for everybody', async t => {
    const tried = async (username: string) => {
      const redeemed = { grant_type: grant_types[1], realm: 'email', username, otp: '00000000' }
      return same(await ask('/oauth/token', { client_id, ...redeemed }), username)
    }
    await tried(nobody())
    const unknown = await tried(nobody())
    const email = nobody()
    await store.users.create({ connection: passwordless, email, email_verified: true }, new Date())
    t.same(await tried(email), unknown)
    t.equal(unknown.status, 403)
  })
})

t.test('/co/authenticate', async t => {
  const origin = 'https://app.example'
  const crossing = await createClient(app, { web_origins: [origin], cross_origin_authentication: true })
  const tried = async (username: string) => {
    let answered = { status: 0, text: '' }
    const { statements, jobs, hashes } = await costOf(async () => {
      const response = await app.fetch('/co/authenticate', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({
          client_id: crossing.client_id,
          credential_type: 'http://auth0.com/oauth/grant-type/password-realm',
          realm: connection,
          username,
          password: 'not this one',
        }),
      })
      answered = { status: response.status, text: await response.text() }
    })
    return { ...answered, statements: statements.filter(sql => kindOf(sql) !== 'log'), jobs, hashes }
  }
  await tried(nobody())
  const unknown = await tried(nobody())
  t.equal(unknown.status, 403, unknown.text)
  t.equal(unknown.hashes, 1)
  for (const person of [{}, { blocked: true }, { email_verified: false }])
    t.same(await tried((await createPerson(app, person)).email), unknown, JSON.stringify(person))
})
