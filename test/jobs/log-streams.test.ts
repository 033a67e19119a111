// A stream sends the log's events in their order, each once at least, whatever becomes of the server at its other end or of the process.
import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { LEASE_MS } from '../../src/management/log-streams/delivery.ts'
import { leaseLogStreams } from '../../src/store/log-readers.ts'
import { createTestApp, type TestApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { startLogSink } from '../support/log-sink.ts'

const NOTED = 'fn'
const storeOf = (app: TestApp, tenant_id = 'default') => app.store.forTenant({ tenant_id, issuer: app.issuer })

/** Events one after the other, each in a transaction of its own. */
async function note(app: TestApp, descriptions: string[], more: object = {}, tenant_id?: string): Promise<void> {
  for (const description of descriptions)
    await storeOf(app, tenant_id).logs.write({ type: NOTED, description, ...more }, new Date())
}

async function stream(app: TestApp, httpEndpoint: string, sink: object = {}, more: object = {}) {
  const { status, body } = await app.api('POST', '/log-streams', {
    name: 'A stream',
    type: 'http',
    // What these tests do by the Management API is not what they look for.
    filters: [
      { type: 'category', name: 'user.fail' },
      { type: 'category', name: 'auth.login.success' },
    ],
    sink: { httpEndpoint, ...sink },
    ...more,
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

t.test('events arrive in their order, signed, and as they were asked for', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  const { id, sink: settings } = await stream(app, sink.url(), {
    httpAuthorization: 'Splunk a-secret-token',
    httpContentType: 'application/x-ndjson',
    httpCustomHeaders: [
      { header: 'X-Tenant', value: 'acme' },
      { header: 'User-Agent', value: 'Acme logs' },
    ],
  })
  await note(app, ['one', 'two'], { user_name: 'ada@example.com' })
  await note(app, ['three'])
  t.same(await sink.descriptionsUntil('three'), ['one', 'two', 'three'])

  const [first] = sink.logs()
  t.same(first?.data, (await app.api('GET', `/logs/${first?.log_id}`)).body, 'as the log shows it')
  const webhook = new Webhook(settings.httpSigningSecret)
  for (const { headers, body } of sink.accepted) {
    t.match(headers, {
      authorization: 'Splunk a-secret-token',
      'content-type': 'application/x-ndjson',
      'x-tenant': 'acme',
      'user-agent': 'Acme logs',
    })
    // What it verifies it also parses, and a line is no whole message.
    const verify = () => webhook.verify(body, headers as { [name: string]: string })
    const lines = body.trimEnd().split('\n')
    if (lines.length === 1) t.ok(verify())
    else t.throws(verify, /JSON/)
    t.throws(() => webhook.verify(`${body} `, headers as { [name: string]: string }), /signature/i)
  }
  const rows = await app.database.query('select secrets, sink::text from log_streams')
  t.notMatch(JSON.stringify(rows.rows), /a-secret-token|acme|whsec_/, 'what is secret is sealed')
  t.notMatch(app.logs.join('\n'), /a-secret-token|whsec_/)
  await app.api('DELETE', `/log-streams/${id}`)
})

t.test('the formats', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  const array = await stream(app, sink.url('/array'), { httpContentFormat: 'JSONARRAY' })
  await stream(app, sink.url('/object'), { httpContentFormat: 'JSONOBJECT' })
  await note(app, ['one'])
  const bodyOf = (path: string) => sink.accepted.find(sent => sent.path === path)
  await eventually(() => bodyOf('/array') !== undefined && bodyOf('/object') !== undefined)
  const log = { log_id: String, data: { type: NOTED, description: 'one' } }
  t.match(JSON.parse(bodyOf('/array')!.body), [log])
  t.match(JSON.parse(bodyOf('/object')!.body), { logs: [log] })
  t.equal(bodyOf('/array')?.headers['content-type'], 'application/json')
  const { headers, body } = bodyOf('/array')!
  t.ok(new Webhook(array.sink.httpSigningSecret).verify(body, headers as { [name: string]: string }))
})

t.test('many events come in batches, none missing and none twice', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  await stream(app, sink.url())
  const descriptions = Array.from({ length: 250 }, (_, i) => `no. ${i}`)
  await storeOf(app).logs.write(
    descriptions.map(description => ({ type: NOTED, description })),
    new Date(),
  )
  t.same(await sink.descriptionsUntil('no. 249'), descriptions)
  t.ok(sink.sent.length >= 3 && sink.sent.length <= 5, `${sink.sent.length} requests`)
})

t.test('what commits late is neither skipped nor overtaken', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  await stream(app, sink.url())
  await note(app, ['before'])
  await sink.descriptionsUntil('before')
  await storeOf(app).transaction(async tx => {
    await tx.logs.write({ type: NOTED, description: 'slow' }, new Date())
    await note(app, ['fast'])
    app.statements()
    await eventually(() => app.statements().some(sql => sql.includes('due as materialized')))
    t.same(
      sink.logs().map(({ data }) => data.description),
      ['before'],
      'what comes after it waits',
    )
  })
  await sink.descriptionsUntil('slow')
  t.same(await sink.descriptionsUntil('fast'), ['before', 'slow', 'fast'])
})

t.test('what is not accepted is sent again, the same message, and nothing overtakes it', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  const { id } = await stream(app, sink.url(), { httpAuthorization: 'Bearer do-not-log' })
  sink.statuses.push(500, 302)
  await note(app, ['one'])
  await eventually(() => sink.sent.length === 1)
  t.same(await sink.descriptionsUntil('one'), ['one'])
  t.equal(sink.sent.filter(({ path }) => path === '/elsewhere').length, 0, 'a redirect is not followed')
  t.equal(new Set(sink.sent.map(({ headers }) => headers['webhook-id'])).size, 1)
  t.equal(sink.sent.length, 3)
  await eventually(async () => {
    const { rows } = await app.database.query('select failures, failing_since, retry_at, lease from log_streams')
    return rows[0].failures === 0 && rows[0].failing_since === null && rows[0].lease === null
  })
  t.match(app.logs.join('\n'), new RegExp(`log stream ${id} of tenant default: 127.0.0.1:\\d+ answered 500`))
  t.notMatch(app.logs.join('\n'), /do-not-log|whsec_/)
})

t.test('what is too much at once is sent in smaller parts', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  sink.most = 30
  await stream(app, sink.url())
  const descriptions = Array.from({ length: 60 }, (_, i) => `no. ${i}`)
  await storeOf(app).logs.write(
    descriptions.map(description => ({ type: NOTED, description })),
    new Date(),
  )
  t.same(await sink.descriptionsUntil('no. 59'), descriptions)
})

t.test('another process goes on where the first one stopped', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const sink = await startLogSink(t)
  const first = await createTestApp(t, { database })
  await stream(first, sink.url())
  await note(first, ['one', 'two'])
  await sink.descriptionsUntil('two')
  await first.close()
  const { rows } = await database.query('select lease from log_streams')
  t.equal(rows[0].lease, null, 'who stops lets go')

  // One that was killed holds the lease until it ends.
  await database.query("update log_streams set lease = 'of the dead', lease_ends_at = now() - interval '1 second'")
  const second = await createTestApp(t, { database, issuer: first.issuer })
  await note(second, ['three'])
  t.same(await sink.descriptionsUntil('three'), ['one', 'two', 'three'])
})

t.test('two processes do not deliver one stream at once', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const sink = await startLogSink(t)
  const one = await createTestApp(t, { database })
  await createTestApp(t, { database })
  const { promise, resolve } = Promise.withResolvers<void>()
  sink.held = promise
  await stream(one, sink.url())
  await note(one, ['one'])
  await eventually(() => sink.sent.length === 1)
  const taken = await leaseLogStreams(one.store.db, { lease: 'mine', limit: 10, lease_ends_at: new Date() }, new Date())
  t.same(taken, [], 'it is somebody’s')
  await note(one, ['two'])
  resolve()
  t.same(await sink.descriptionsUntil('two'), ['one', 'two'])

  // Who comes back too late has nothing to say.
  const store = storeOf(one)
  const id = (await store.log_streams.list())[0]?.id ?? ''
  t.equal(await store.log_streams.advance(id, 'of another', { tx: '0', log_id: '' }, new Date()), undefined)
  const later = new Date(Date.now() + LEASE_MS)
  t.notOk(await store.log_streams.fail(id, 'of another', { suspend: true, retry_at: later, updated_at: later }, later))
})

t.test('after a week of failures a stream is suspended; made active, it goes on where it was', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  const { id } = await stream(app, sink.url())
  sink.otherwise = 503
  await note(app, ['one'])
  await eventually(() => sink.sent.length >= 1)
  const age = (interval: string) =>
    app.database.query(`update log_streams set failing_since = now() - interval '${interval}', retry_at = now()`)
  await eventually(async () => (await app.database.query('select from log_streams where failures > 0')).rows.length > 0)
  const before = sink.sent.length
  await age('6 days 23 hours')
  await eventually(() => sink.sent.length > before)
  t.equal((await app.api('GET', `/log-streams/${id}`)).body.status, 'active')
  await eventually(async () => {
    await age('7 days 1 minute')
    return (await app.api('GET', `/log-streams/${id}`)).body.status === 'suspended'
  })
  const { body: events } = await app.api('GET', '/logs?q=type:log_stream_suspended')
  t.match(events, [{ description: /^The log stream A stream is suspended: 127.0.0.1:\d+ answered 503$/ }])
  t.match(events, [{ details: { log_stream_id: id } }])

  const attempts = sink.sent.length
  await note(app, ['two'])
  sink.otherwise = 200
  t.match(await app.api('PATCH', `/log-streams/${id}`, { status: 'active' }), {
    status: 200,
    body: { status: 'active' },
  })
  t.same(await sink.descriptionsUntil('two'), ['one', 'two'])
  t.equal(sink.sent.length, attempts + 1, 'while it was suspended nothing was sent')
})

t.test('paused means paused, and nothing is lost', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  const { id } = await stream(app, sink.url())
  t.match((await app.api('PATCH', `/log-streams/${id}`, { status: 'paused' })).body, { status: 'paused' })
  await note(app, ['one'])
  // Another stream says when there has been time enough.
  await stream(app, sink.url('/another'))
  await note(app, ['two'])
  await sink.descriptionsUntil('two', '/another')
  t.same(sink.logs(), [])
  await app.api('PATCH', `/log-streams/${id}`, { status: 'active' })
  t.same(await sink.descriptionsUntil('two'), ['one', 'two'])
})

t.test('only the categories that are asked for; startFrom is where it begins', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  // Somebody else's transaction runs all the while: no place in the log's order is beyond it.
  await app.database.query('begin')
  await app.database.query('select pg_current_xact_id()')
  await note(app, ['long ago'])
  const startFrom = new Date()
  await note(app, ['a moment ago'])
  await storeOf(app).logs.write({ type: 's', description: 'a sign-in' }, new Date())
  await stream(app, sink.url('/all'), {}, { startFrom: startFrom.toISOString() })
  await stream(
    app,
    sink.url('/logins'),
    {},
    {
      startFrom: '2020-01-01T00:00:00Z',
      filters: [{ type: 'category', name: 'auth.login.success' }],
    },
  )
  await stream(app, sink.url('/later'), {}, { startFrom: '2999-01-01T00:00:00Z' })
  await stream(app, sink.url('/now'))
  await app.database.query('commit')
  await note(app, ['last'])
  await storeOf(app).logs.write({ type: 's', description: 'another sign-in' }, new Date())
  const all = ['a moment ago', 'a sign-in', 'last', 'another sign-in']
  t.same(await sink.descriptionsUntil('another sign-in', '/all'), all)
  t.same(await sink.descriptionsUntil('another sign-in', '/logins'), ['a sign-in', 'another sign-in'])
  t.same(await sink.descriptionsUntil('another sign-in', '/now'), ['last', 'another sign-in'])
  t.same(sink.logs('/later'), [])
  await eventually(async () => {
    const { rows } = await app.database.query(
      'select from log_streams where (tx, log_id) < (select tx, log_id from log_events order by tx desc, log_id desc limit 1)',
    )
    return rows.length === 0
  })
})

t.test('a stream sees nothing of another tenant, and a slow one holds up no other', async t => {
  const app = await createTestApp(t)
  const sink = await startLogSink(t)
  await createTenant(app.store, { tenant_id: 'acme', domain: 'acme.test' }, newAdministrationClient(), new Date())
  const slow = await startLogSink(t)
  const { promise, resolve } = Promise.withResolvers<void>()
  slow.held = promise
  t.teardown(resolve)
  await stream(app, slow.url())
  await stream(app, sink.url())
  await note(app, ['theirs'], {}, 'acme')
  await note(app, ['ours'])
  t.same(await sink.descriptionsUntil('ours'), ['ours'])
  resolve()
  t.same(await slow.descriptionsUntil('ours'), ['ours'])
})

t.test('what only this machine can reach is not reached', async t => {
  const app = await createTestApp(t, { outbound_allow: [] })
  const sink = await startLogSink(t)
  const { id } = await stream(app, sink.url())
  await note(app, ['one'])
  await eventually(() => app.logs.some(line => line.includes(`log stream ${id}`)))
  t.match(app.logs.join('\n'), /127\.0\.0\.1 is asked without TLS, which only LINTEL_OUTBOUND_ALLOW/)
  t.same(sink.sent, [])
})
