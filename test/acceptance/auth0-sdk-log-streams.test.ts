import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { eventually } from '../support/eventually.ts'
import { startLogSink } from '../support/log-sink.ts'

const { app, v7, v4 } = await withSdks(t)
const sink = await startLogSink(t)

t.test('version 7 has the log sent to its server, and verifies what comes', async t => {
  const created = (await v7.logStreams.create({
    name: 'SIEM',
    type: 'http',
    sink: { httpEndpoint: sink.url('/v7'), httpAuthorization: 'Bearer a-token', httpContentFormat: 'JSONARRAY' },
    filters: [{ type: 'category', name: 'management.success' }],
  })) as unknown as { id: string; sink: { httpSigningSecret: string } }
  const { id } = created
  t.match(await v7.logStreams.get(id), { id, status: 'active', sink: { httpAuthorization: 'Bearer a-token' } })
  t.match(await v7.logStreams.list(), [{ id, type: 'http' }])

  await eventually(() => sink.accepted.length > 0)
  const { headers, body } = must(sink.accepted[0])
  t.equal(headers.authorization, 'Bearer a-token')
  const webhook = new Webhook(created.sink.httpSigningSecret)
  t.match(webhook.verify(body, headers as { [name: string]: string }), [
    { log_id: String, data: { type: 'sapi', description: 'Create a log stream' } },
  ])

  t.match(await v7.logStreams.update(id, { status: 'paused' }), { status: 'paused' })
  await v7.logStreams.delete(id)
  t.match(await refusal(v7.logStreams.get(id)), { statusCode: 404, body: { errorCode: 'inexistent_log_stream' } })
})

t.test('version 4 does too', async t => {
  const { data } = await v4.logStreams.create({
    name: 'SIEM',
    type: 'http',
    sink: {
      httpEndpoint: sink.url('/v4'),
      httpContentFormat: 'JSONLINES',
      httpContentType: 'application/json',
      httpAuthorization: 'x',
    },
  } as never)
  const { id } = data as { id: string }
  t.match((await v4.logStreams.getAll()).data, [{ id }])
  t.match((await v4.logStreams.update({ id }, { name: 'Renamed' })).data, { name: 'Renamed' })
  await v4.logStreams.delete({ id })
  t.same((await v4.logStreams.getAll()).data, [])
})

t.test('statistics, and rules that are not there', async t => {
  const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  await store.logs.write([{ type: 's' }, { type: 'ss' }], new Date('2031-03-01T10:00:00.000Z'))
  const days = [{ date: '2031-03-01T00:00:00.000Z', logins: 1, signups: 1, leaked_passwords: 0 }]
  t.match(await v7.stats.getDaily({ from: '20310301', to: '20310301' }), days)
  t.match((await v4.stats.getDaily({ from: '20310301', to: '20310301' })).data, days)
  t.equal(await v7.stats.getActiveUsersCount(), 0)
  t.equal(Number((await v4.stats.getActiveUsersCount()).data), 0, 'as text')

  t.same((await v7.rules.list()).data, [])
  t.same(await v7.rulesConfigs.list(), [])
  t.same((await v4.rules.getAll({ include_totals: true })).data.rules, [])
})

t.test('version 4 blacklists a token', async t => {
  const jti = 'a-token-of-old'
  await v4.blacklists.add({ aud: 'a-client', jti })
  t.same((await v4.blacklists.getAll({ aud: 'a-client' })).data, [{ aud: 'a-client', jti }])
})
