import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { mailHandler } from '../../src/http/mail.ts'
import { newJobId } from '../../src/ids.ts'
import { shownTenant } from '../../src/login/visit.ts'
import type { VerificationEmail } from '../../src/management/jobs/verification-email.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { createClient, createPerson, databaseConnection, storeOf } from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

const _create: Management.CreateVerificationEmailResponseContent = {} as Static<typeof VerificationEmail>

const app = await createTestApp(t)
const store = await storeOf(app)
const client = await createClient(app)
const connection = await databaseConnection(app)
const ask = (body: object) => app.api('POST', '/jobs/verification-email', body)
const statusOf = async (id: string) => (await app.api('GET', `/jobs/${id}`)).body.status

t.test('a user is asked to confirm her address, and the job is done when the mail is out', async t => {
  const person = await createPerson(app, { email_verified: false })
  const { user_id, email } = person
  const { status, body } = await ask({ user_id, client_id: client.client_id })
  t.equal(status, 201)
  t.match(body, { id: /^job_/, type: 'verification_email', status: 'pending' })
  const [mail] = await mailsTo(app, email)
  await eventually(async () => (await statusOf(body.id)) === 'completed')
  const visitor = new Visitor(app.issuer)
  const page = await visitor.get(linkIn(mail))
  const confirmed = await visitor.submit(page, {})
  t.match(confirmed.body, 'https://app.example/', 'from where she finds her way back to the app')
  t.equal((await store.users.find(user_id))?.email_verified, true)
})

t.test('the primary identity may be named', async t => {
  const { user_id } = await createPerson(app)
  const id = user_id.replace('auth0|', '')
  t.equal((await ask({ user_id, identity: { user_id: id, provider: 'auth0' } })).status, 201)
  t.equal(
    (await ask({ user_id, identity: { user_id: id, provider: 'auth0', connection_id: connection.id } })).status,
    201,
  )
  t.match(await ask({ user_id, identity: { user_id: 'another', provider: 'auth0' } }), {
    status: 400,
    body: { message: 'The user exists, but does not contain the given identity.' },
  })
})

t.test('what cannot be done is refused, and nothing is left of it', async t => {
  const { user_id } = await createPerson(app)
  const mailless = await store.users.create({ connection, username: 'no-mail' }, new Date())
  for (const [body, status, message] of [
    [{ user_id: 'auth0|nobody' }, 404, 'The user does not exist.'],
    [{ user_id: mailless.user_id }, 400, 'The user does not have an email address.'],
    [{ user_id, client_id: 'nobody' }, 400, 'The client does not exist'],
    [{ user_id, organization_id: 'org_1234567890123456' }, 400, /organization_id/],
    [{ user_id, more: 1 }, 400, /more/],
    [{}, 400, /user_id/],
  ] as const)
    t.match(await ask(body), { status, body: { message } }, JSON.stringify(body))
  const { rows } = await app.database.query('select count(*)::int as left from jobs where user_id = $1', [user_id])
  t.equal(rows[0].left, 0)
})

t.test('a mail that cannot be sent fails its job with the last attempt', async t => {
  const { user_id, email } = await createPerson(app)
  const job = await store.jobs.create(
    { id: newJobId(), type: 'verification_email', status: 'pending', user_id, parameters: {} },
    new Date(),
  )
  const handle = mailHandler({
    views: { mail: () => ({ subject: '', text: '', html: '' }) },
    mailer: {
      from: 'lintel@localhost',
      send: async () => {
        throw new Error('no mail server')
      },
      close: async () => {},
    },
    pin: async address => ({ address, trusted: false }),
    shownTenant,
  })
  const mail = {
    mail: 'verify-email' as const,
    to: email,
    job_id: job.id,
    data: { url: 'https://x.example/', expires_at: new Date(Date.now() + 60_000) },
  }
  const now = new Date()
  await t.rejects(handle(store, mail, { job: 'a', last: false }, now))
  t.equal(await statusOf(job.id), 'pending')
  await t.rejects(handle(store, mail, { job: 'a', last: true }, now))
  t.match((await app.api('GET', `/jobs/${job.id}`)).body, {
    status: 'failed',
    status_details: 'The mail could not be sent.',
  })
})

t.test('with the user goes the job', async t => {
  const { user_id } = await createPerson(app)
  const { body } = await ask({ user_id })
  await app.api('DELETE', `/users/${encodeURIComponent(user_id)}`)
  t.equal((await app.api('GET', `/jobs/${body.id}`)).status, 404)
})

t.test('without a way to send mail it says so', async t => {
  const silent = await createTestApp(t, { production: true })
  const { body } = await silent.api('POST', '/users', {
    connection: connection.name,
    email: 'ada@example.com',
    password: 'a password of hers',
  })
  t.match(await silent.api('POST', '/jobs/verification-email', { user_id: body.user_id }), {
    status: 400,
    body: { errorCode: 'operation_not_supported' },
  })
})
