// Lintel has no Actions yet; tools read their list before they touch databases.
import t from 'tap'
import { createTestApp } from '../support/app.ts'

const { api } = await createTestApp(t)

t.test('the list of Actions is empty, on whichever page; one cannot be made', async t => {
  t.match(await api('GET', '/actions/actions?page=2&per_page=100&triggerId=post-login&deployed=true'), {
    status: 200,
    body: { actions: [], total: 0, page: 2, per_page: 100 },
  })
  t.match(await api('POST', '/actions/actions', { name: 'an-action' }), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: create:actions' },
  })
})
