import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { untilLogIsSettled } from '../support/logs.ts'

const { app, v7, v4 } = await withSdks(t)
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
const USER = 'auth0|ada'
await app.adminToken()
for (let i = 0; i < 5; i++)
  await store.logs.write(
    { type: 'fp', user_id: USER, user_name: 'ada@example.com', description: `no. ${i}` },
    new Date(),
  )
await untilLogIsSettled(app.database)

t.test('version 7 walks the log', async t => {
  const page = await v7.logs.list({ per_page: 2, include_totals: true, sort: 'date:-1', search: 'user_name:ada' })
  t.same(
    page.data.map(({ description }) => description),
    ['no. 4', 'no. 3'],
  )
  const everything = await all(v7.logs.list({ per_page: 2, search: 'ada' }))
  t.equal(everything.length, 5)
  const log_id = must(page.data[0]?.log_id)
  t.match(await v7.logs.get(log_id), { log_id, type: 'fp', user_id: USER })
  t.equal((await all(v7.users.logs.list(USER, { per_page: 3 }))).length, 5)
  t.match(await refusal(v7.logs.get('90020310301000000000000000000000000000')), {
    statusCode: 404,
    body: { errorCode: 'inexistent_log' },
  })
})

t.test('version 4 walks the log', async t => {
  const { data: newest } = await v4.logs.getAll({ q: 'type:fp', per_page: 2 })
  t.same(
    newest.map(({ description }) => description),
    ['no. 4', 'no. 3'],
  )
  const { data: page } = await v4.logs.getAll({ q: 'type:fp', include_totals: true, per_page: 1, page: 1 })
  t.match(page, { start: 1, limit: 1, length: 1, total: 5, logs: [{ description: 'no. 3' }] })
  const log_id = must(newest[0]?.log_id)
  t.match((await v4.logs.get({ id: log_id })).data, { log_id })
  t.equal((await v4.users.getLogs({ id: USER })).data.length, 5)

  const seen: string[] = []
  for (let from: string | undefined; ; ) {
    const { data } = await v4.logs.getAll({ take: 2, ...(from ? { from } : {}) })
    if (data.length === 0) break
    seen.push(...data.flatMap(({ type, description }) => (type === 'fp' ? [String(description)] : [])))
    from = must(data.at(-1)?.log_id)
  }
  t.same(seen, ['no. 0', 'no. 1', 'no. 2', 'no. 3', 'no. 4'])
})
