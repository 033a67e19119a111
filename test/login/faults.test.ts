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

t.test('a path that cannot be read, or is very long, leads nowhere: people see a page, programs read JSON', async t => {
  const app = await createTestApp(t)
  const html = { accept: 'text/html' }
  for (const path of ['/%zz', '/nowhere%ff', '/a/%', `/${'x'.repeat(2_000)}`, `/a/${'x'.repeat(8_000)}`]) {
    const page = await app.fetch(path, { headers: html })
    t.equal(page.status, 404, path.slice(0, 20))
    t.match(page.headers.get('content-type'), 'text/html')
    t.match(page.headers.get('content-security-policy'), "default-src 'none'")
    t.notMatch(await page.text(), /FST_ERR|url component/)
    const asked = await app.fetch(path)
    t.match(await asked.json(), { statusCode: 404, error: 'Not Found', errorCode: 'not_found' })
  }
  for (const path of ['/%zz', '/users/auth0%7C%zz', `/users/${'x'.repeat(2_000)}`]) {
    const { status, body } = await app.api('GET', path)
    t.ok(status === 404 || status === 400, `${status} ${path.slice(0, 20)}`)
    t.match(body, { statusCode: status, message: String, errorCode: String })
  }
  t.equal(
    (await app.fetch('/oauth/%zz', { headers: html })).headers.get('content-type'),
    'application/json; charset=utf-8',
  )
  t.notMatch(app.logs.join('\n'), /request failed|"level":(50|"error")/)
})
