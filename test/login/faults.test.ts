import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startFlakyDatabase } from '../support/flaky.ts'
import { createClient, createPerson, visit } from '../support/scene.ts'
import { titleOf } from '../support/visitor.ts'

t.test('a database that goes away is a page with 503, and the page works again when it is back', async t => {
  const flaky = await startFlakyDatabase(t)
  const app = await createTestApp(t, { database_url: flaky.url, database: flaky.database })
  const client = await createClient(app)
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, client)
  await flaky.goAway()
  const values = { username: person.email, password: 'x' }
  for (const away of [await visitor.submit(page, values), await visitor.get(page.url)]) {
    t.equal(away.status, 503)
    t.equal(titleOf(away), 'We are not available right now')
    t.equal(away.headers.get('retry-after'), '1')
    t.notMatch(away.body, /ECONN|terminated|postgres/i)
  }
  await flaky.comeBack()
  await eventually(async () => (await app.fetch('/readyz')).status === 200)
  t.equal((await visitor.submit(page, values)).status, 400)
})

t.test('a fault of ours is a page with a request id and nothing else', async t => {
  const app = await createTestApp(t)
  const client = await createClient(app)
  const { visitor, page } = await visit(app, client)
  await app.database.query('alter table throttles rename to throttled')
  const failed = await visitor.submit(page, { username: 'ada@example.com', password: 'x' })
  t.equal(failed.status, 500)
  t.equal(titleOf(failed), 'Something went wrong')
  t.notMatch(failed.body, /throttle|relation|SQL/i)
  const [, id = ''] = failed.body.match(/<dt>Request<\/dt><dd><code>([^<]+)</) ?? []
  t.ok(
    app.logs.some(line => line.includes(id) && line.includes('throttles')),
    'the log knows more under that id',
  )
  t.notMatch(app.logs.join('\n'), 'ada@example.com')
})
