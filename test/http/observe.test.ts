import t from 'tap'
import { createTestApp, freePort } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

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

t.test('metrics', async t => {
  await t.test('on the main port are for who bears the token', async t => {
    const app = await createTestApp(t, { metrics: { port: undefined, token: 'a-token-for-prometheus' } })
    await app.fetch('/.well-known/jwks.json')
    t.equal((await app.fetch('/metrics')).status, 401)
    t.equal((await app.fetch('/metrics', { headers: { authorization: 'Bearer wrong' } })).status, 401)
    const response = await app.fetch('/metrics', { headers: { authorization: 'Bearer a-token-for-prometheus' } })
    t.equal(response.status, 200)
    const text = await response.text()
    t.match(
      text,
      'lintel_http_request_duration_seconds_count{method="GET",route="/.well-known/jwks.json",status="200"} 1',
    )
    t.match(text, 'lintel_database_connections{state="total"}')
  })

  await t.test('on a port of their own need none', async t => {
    const port = await freePort()
    const app = await createTestApp(t, { metrics: { port, token: undefined } })
    t.equal((await app.fetch('/metrics')).status, 404)
    t.match(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text(), 'process_cpu_seconds_total')
  })
})

t.test('a request leaves one line, with its trace and its route, never its URL', async t => {
  const app = await createTestApp(t)
  const trace_id = '0af7651916cd43dd8448eb211c80319c'
  await app.fetch('/authorize?client_id=nobody&state=a-secret-of-the-app', {
    headers: { traceparent: `00-${trace_id}-b7ad6b7169203331-01` },
  })
  await eventually(() => app.logs.some(line => line.includes(trace_id)))
  const lines = app.logs.filter(line => line.includes('"route":"/authorize"'))
  t.equal(lines.length, 1)
  t.match(JSON.parse(lines[0] ?? ''), { trace_id, parent_id: 'b7ad6b7169203331', tenant_id: 'default', method: 'GET' })
  t.notMatch(app.logs.join(), /a-secret-of-the-app/)
})
