// What a sign-in asks of the database on a warm process. A statement more is a decision, not an accident.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, PASSWORD, trade, visit } from '../support/scene.ts'
import { isBackground, isOfFacts, kindOf, untilFactsAreKept } from '../support/statements.ts'
import type { Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const person = await createPerson(app)

/** Apart from the log event, which need not be written while the request waits, and from facts that a slow process has just forgotten. */
async function statements(request: () => Promise<unknown>) {
  app.statements()
  await request()
  const own = app.statements().filter(sql => !isBackground(sql) && !isOfFacts(sql))
  return own.map(kindOf).filter(kind => kind !== 'log')
}

const signIn = async () => {
  const { visitor, page, asked } = await visit(app, client)
  const done = await visitor.submit(page, { username: person.email, password: PASSWORD })
  return trade(app, client, codeIn(done) ?? '', asked)
}

await untilFactsAreKept(app)
await signIn()

t.test('a login page is made with one query: its interaction', async t => {
  const { visitor, page } = await visit(app, client)
  t.same(await statements(() => visitor.fetch(page.url)), ['read'])
})

t.test('a sign-in by password: every statement from the request to the tokens', async t => {
  let way: { visitor: Visitor; page: Visited; asked: Parameters<typeof trade>[3] } | undefined
  let done: Visited | undefined
  const asked = await statements(async () => {
    way = await visit(app, client)
  })
  t.same(asked, ['write', 'read'], 'the interaction stored; read by its page')
  const submitted = await statements(async () => {
    done = await way?.visitor.submit(way.page, { username: person.email, password: PASSWORD })
  })
  const traded = await statements(async () => {
    if (done && way) t.equal((await trade(app, client, codeIn(done) ?? '', way.asked)).status, 200)
  })
  t.same(traded, ['read', 'write', 'write'], 'the code read; an opaque access token stored, and the code spent')
  t.same(submitted, ['read', 'read', 'write', 'write', 'read', 'write'])
  t.ok(asked.length + submitted.length + traded.length <= 12)
})
