import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startFlakyDatabase } from '../support/flaky.ts'

t.test('a database that goes away is a clear 503, and its return needs no restart', async t => {
  const flaky = await startFlakyDatabase(t)
  const app = await createTestApp(t, { database_url: flaky.url, database: flaky.database })
  const token = await app.adminToken()
  const read = () => app.fetch('/api/v2/roles', { headers: { authorization: `Bearer ${token}` } })
  t.equal((await read()).status, 200)

  await flaky.goAway()
  const away = await read()
  t.equal(away.status, 503)
  t.equal(away.headers.get('retry-after'), '1')
  t.match(await away.json(), { statusCode: 503, error: 'Service Unavailable', errorCode: 'unavailable' })
  t.equal((await app.fetch('/readyz')).status, 503)
  t.equal((await app.fetch('/healthz')).status, 200, 'the process itself is well')

  await flaky.comeBack()
  await eventually(async () => (await app.fetch('/readyz')).status === 200)
  t.equal((await read()).status, 200)
})

t.test('a request in the middle of a transaction when the connection dies is a 503 and leaves nothing', async t => {
  const flaky = await startFlakyDatabase(t)
  const app = await createTestApp(t, { database_url: flaky.url, database: flaky.database })
  const token = await app.adminToken()
  // A lock holds the write in its transaction until the connection is cut.
  await flaky.database.query('begin')
  await flaky.database.query('lock table log_events in access exclusive mode')
  const writing = app.fetch('/api/v2/roles', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"name":"half"}',
  })
  await eventually(async () => {
    const { rows } = await flaky.database.query(
      'select 1 from pg_locks join pg_database on pg_database.oid = database where datname = current_database() and not granted',
    )
    return rows.length > 0
  })
  await flaky.goAway()
  t.equal((await writing).status, 503)
  await flaky.database.query('rollback')
  await flaky.comeBack()
  await eventually(async () => (await app.fetch('/readyz')).status === 200)
  const roles = await app.api('GET', '/roles')
  t.same(
    roles.body.filter((role: { name: string }) => role.name === 'half'),
    [],
  )
})
