import { decodeJwt } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, eventsOf, PASSWORD, signIn, trade, visit } from '../support/scene.ts'
import { errorsOf, titleOf } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)

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
  t.same(await eventsOf(app, person.email), ['s'])
})
