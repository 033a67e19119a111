// Rules and their configuration, which tools still ask for: there are none, and there will be none.
import t from 'tap'
import { createTestApp } from '../support/app.ts'

const { api } = await createTestApp(t)

t.test('the lists are empty, in every shape', async t => {
  t.same((await api('GET', '/rules')).body, [])
  t.same((await api('GET', '/rules?enabled=true&fields=id,name&include_fields=true')).body, [])
  t.same((await api('GET', '/rules?page=0&per_page=100&include_totals=true')).body, {
    start: 0,
    limit: 100,
    length: 0,
    total: 0,
    rules: [],
  })
  t.same((await api('GET', '/rules-configs')).body, [])
  t.same((await api('GET', '/rules-configs?include_totals=true&per_page=50')).body, [])
})

t.test('a rule that would be made is refused in so many words; one that is not there is not found', async t => {
  const refused = { status: 400, body: { errorCode: 'operation_not_supported', message: /runs no rules/ } }
  const script = 'function (user, context, callback) { callback(null, user, context); }'
  t.match(await api('POST', '/rules', { name: 'a-rule', script, enabled: true, order: 1 }), refused)
  t.match(await api('PUT', '/rules-configs/KEY', { value: 'foo' }), refused)
  const gone = { status: 404, body: { errorCode: 'inexistent_rule', message: 'Rule not found.' } }
  t.match(await api('GET', '/rules/rul_0000000000000000'), gone)
  t.match(await api('PATCH', '/rules/rul_0000000000000000', { enabled: false }), gone)
  t.equal((await api('DELETE', '/rules/rul_0000000000000000')).status, 204)
  t.equal((await api('DELETE', '/rules-configs/KEY')).status, 204)
})
