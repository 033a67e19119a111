// Who has an account, and who has not, costs the same where a program asks: as many statements, jobs and hashes, and the same words.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { createClient, createPerson, setOptions } from '../support/scene.ts'
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
