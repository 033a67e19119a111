import t from 'tap'
import { createTestApp } from '../support/app.ts'

t.test('health and readiness', async t => {
  const app = await createTestApp(t)

  await t.test('answer on any host', async t => {
    const port = new URL(app.issuer).port
    for (const path of ['healthz', 'readyz']) {
      const response = await fetch(`http://127.0.0.1:${port}/${path}`)
      t.equal(response.status, 200)
    }
  })

  await t.test('a host that no tenant has is not found', async t => {
    const response = await fetch(`http://127.0.0.1:${new URL(app.issuer).port}/api/v2/roles`)
    t.equal(response.status, 404)
    t.match(await response.json(), { statusCode: 404, error: 'Not Found', message: 'No tenant answers at this host.' })
  })

  await t.test('a management route without a token is unauthorized', async t => {
    const response = await app.fetch('/api/v2/roles')
    t.equal(response.status, 401)
  })
})
