// Counts do not depend on the machine: what a call of the Management API asks of the database on a warm process.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { statementsOf, untilFactsAreKept } from '../support/statements.ts'

const app = await createTestApp(t)

async function call(method: string, path: string, body?: unknown) {
  const answer = await app.api(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
/** One whose address needs no confirming: the mail's job would read too, in its own time. */
const createUser = (email: string): Promise<{ user_id: string }> =>
  call('POST', '/users', {
    connection: 'Username-Password-Authentication',
    email,
    email_verified: true,
    password: 'a long enough password',
  })

const { user_id } = await createUser('ada@example.com')
await untilFactsAreKept(app)
await call('GET', '/users')

t.test('a user is read by one statement', async t => {
  t.same(await statementsOf(app, () => call('GET', `/users/${user_id}`)), ['read'])
})

t.test('a page of users is read by one statement, however many stand on it', async t => {
  t.same(await statementsOf(app, () => call('GET', '/users')), ['read'])
  for (const name of ['grace', 'edsger', 'barbara']) await createUser(`${name}@example.com`)
  t.same(await statementsOf(app, () => call('GET', '/users')), ['read'])
})

t.test('a search is one statement, its total another', async t => {
  t.same(await statementsOf(app, () => call('GET', '/users?q=email:ada*')), ['read'])
  t.same(await statementsOf(app, () => call('GET', '/users?include_totals=true')), ['read', 'read'])
})

t.test('a user is created by two statements in a transaction: the user, and the log event', async t => {
  const statements = await statementsOf(app, () => createUser('alan@example.com'))
  t.same(statements, ['transaction', 'write', 'log', 'transaction'])
})
