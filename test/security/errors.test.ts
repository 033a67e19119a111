// What a failure tells the one who caused it: a sentence and a request id. What it was, the log knows.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startFlakyDatabase } from '../support/flaky.ts'

t.test('a database that is away is not named to anybody who asks', async t => {
  const flaky = await startFlakyDatabase(t)
  const app = await createTestApp(t, { database_url: flaky.url, database: flaky.database })
  const { port, pathname } = new URL(flaky.url)
  const secrets = [port, pathname.slice(1), 'ECONN', '127.0.0.1', 'postgres', 'select']
  await app.fetch('/readyz')
  await flaky.goAway()
  for (const path of [
    '/readyz',
    '/authorize?client_id=x',
    '/u/x/login',
    '/v2/logout?client_id=x',
    '/.well-known/jwks.json',
    '/userinfo?access_token=x',
  ]) {
    const response = await app.fetch(path)
    const body = await response.text()
    if (path === '/readyz') {
      t.equal(response.status, 503)
      t.match(JSON.parse(body), { status: 'not ready', reason: 'The database cannot be reached. Try again shortly.' })
    }
    for (const secret of secrets) t.notMatch(body.toLowerCase(), secret.toLowerCase(), `${path} ${secret}`)
  }
  await eventually(() => app.logs.some(line => line.includes('not ready')))
})

t.test('a fault of ours shows neither its message nor its stack, in whichever shape it is answered', async t => {
  const app = await createTestApp(t, {
    routes: server => {
      server.get('/fault', async () => {
        throw new Error('select secret from drawer')
      })
      server.get('/fault/status', async () => {
        throw Object.assign(new Error('select secret from drawer'), { statusCode: 502 })
      })
    },
  })
  for (const path of ['/fault', '/fault/status']) {
    const response = await app.fetch(path)
    t.equal(response.status, 500)
    const body = await response.text()
    t.notMatch(body, 'secret')
    t.match(JSON.parse(body).message, /request id req-/)
    t.equal(response.headers.get('server'), null)
    t.equal(response.headers.get('x-powered-by'), null)
  }
  await eventually(() => app.logs.some(line => line.includes('secret from drawer')))
})
