import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { app, v7, v4 } = await withSdks(t)
const CONNECTION = 'Username-Password-Authentication'
const created = await v7.users.create({
  connection: CONNECTION,
  email: 'ada@example.com',
  password: 'correct horse battery',
})
const user_id = must(created.user_id)

t.test('version 7 makes tickets', async t => {
  const { ticket } = await v7.tickets.verifyEmail({ user_id, result_url: 'https://app.example/', ttl_sec: 60 })
  t.ok(ticket.startsWith(`${app.issuer}u/email-verification?ticket=`))
  const changed = await v7.tickets.changePassword({ user_id, mark_email_as_verified: true })
  t.ok(changed.ticket.startsWith(`${app.issuer}u/reset-verify?ticket=`))
  t.equal((await fetch(changed.ticket)).status, 200)
  t.match(await refusal(v7.tickets.verifyEmail({ user_id: 'auth0|nobody' })), {
    statusCode: 404,
    body: { errorCode: 'inexistent_user' },
  })
  t.match(await refusal(v7.tickets.changePassword({ user_id, organization_id: 'org_1234567890123456' })), {
    statusCode: 400,
    body: { errorCode: 'operation_not_supported' },
  })
})

t.test('version 4 makes tickets', async t => {
  const { data } = await v4.tickets.verifyEmail({ user_id, includeEmailInRedirect: true })
  t.ok(data.ticket.startsWith(`${app.issuer}u/email-verification?ticket=`))
  const changed = await v4.tickets.changePassword({ user_id, ttl_sec: 60 })
  t.ok(changed.data.ticket.startsWith(`${app.issuer}u/reset-verify?ticket=`))
})
