import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { eventually } from '../support/eventually.ts'

const { app, v7, v4 } = await withSdks(t)
const CONNECTION = 'Username-Password-Authentication'
const created = await v7.users.create({
  connection: CONNECTION,
  email: 'ada@example.com',
  password: 'correct horse battery',
  user_metadata: { plan: 'pro' },
})
const user_id = must(created.user_id)
const { body: found } = await app.api('GET', `/connections?name=${CONNECTION}`)
const connection_id: string = found[0].id

t.test('version 7 exports users', async t => {
  const job = await v7.jobs.usersExports.create({
    connection_id,
    format: 'csv',
    limit: 10,
    fields: [{ name: 'user_id' }, { name: 'user_metadata.plan', export_as: 'plan' }],
  })
  t.match(job, { type: 'users_export', status: 'pending', connection_id, format: 'csv', limit: 10 })
  const { location, status } = await v7.jobs.get(job.id)
  t.equal(status, 'completed')
  t.equal(await (await fetch(must(location))).text(), `"user_id","plan"\r\n"${user_id}","pro"\r\n`)
  t.match(await refusal(v7.jobs.usersExports.create({ connection_id: 'con_0000000000000000' })), {
    statusCode: 404,
    body: { errorCode: 'inexistent_connection' },
  })
})

t.test('version 4 exports users', async t => {
  const { data } = await v4.jobs.exportUsers({ connection_id, format: 'json' })
  const job = await v4.jobs.get({ id: data.id })
  const text = await (await fetch(must(job.data.location))).text()
  t.match(JSON.parse(text), { user_id, email: 'ada@example.com' })
})

t.test('version 7 and version 4 send verification mails', async t => {
  const job = await v7.jobs.verificationEmail.create({ user_id })
  t.match(job, { type: 'verification_email' })
  await eventually(async () => (await v7.jobs.get(job.id)).status === 'completed')
  const { data } = await v4.jobs.verifyEmail({ user_id })
  t.match(data, { type: 'verification_email' })
})
