// Mail reaches one person, says what was meant, and gives its password to nobody else.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import t, { type Test } from 'tap'
import { queueMail } from '../../src/http/mail.ts'
import { checkMessage, type Message } from '../../src/mail/mailer.ts'
import { createMailbox } from '../../src/mail/memory.ts'
import { createSmtpMailer } from '../../src/mail/smtp.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { untilJobsAreDone } from '../support/mail.ts'
import { localhostTls } from '../support/tls.ts'

const MESSAGE: Message = {
  to: 'ada@example.com',
  subject: 'Grüße, “Ada”',
  html: '<p>Hello <b>Ada</b></p>',
  text: 'Hello Ada',
}
const ADA = {
  connection: 'Username-Password-Authentication',
  email: 'ada@example.com',
  password: 'correct horse battery',
}
const FROM = 'Lintel <no-reply@login.example>'

type Received = { from: string; to: string[]; source: string; user: string | undefined }

/** An SMTP server of one's own. `refuse` answers the first messages with an error. */
async function startServer(t: Test, options: SMTPServerOptions & { refuse?: { code: number; times: number } } = {}) {
  const { refuse, ...rest } = options
  const received: Received[] = []
  let refused = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onData(stream, session, done) {
      let source = ''
      stream.setEncoding('utf8')
      stream.on('data', chunk => {
        source += chunk
      })
      stream.on('end', () => {
        if (refuse && refused < refuse.times) {
          refused++
          return done(Object.assign(new Error('not now'), { responseCode: refuse.code }))
        }
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        received.push({ from, to: rcptTo.map(({ address }) => address), source, user: session.user })
        done()
      })
    },
    ...rest,
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(() => resolve())))
  return { port: (listening.address() as AddressInfo).port, received, refused: () => refused }
}

function mailer(t: Test, url: string) {
  const made = createSmtpMailer({ url, from: FROM })
  t.teardown(() => made.close())
  return made
}

t.test('what could go astray is refused', async t => {
  for (const to of [
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example.com, eve@evil.test',
    'ada@example.com;eve@evil.test',
    'Ada <ada@example.com>',
    '<ada@example.com>',
    '"a, b"@example.com',
    'ada@example.com\nBcc: eve@evil.test',
    'ada@example.com\r\nBcc: eve@evil.test',
    'ada@example.com\0',
    'ada @example.com',
    'ada@exa\u202Emple.com',
    `${'a'.repeat(320)}@example.com`,
  ])
    t.throws(() => checkMessage({ ...MESSAGE, to }), JSON.stringify(to))
  for (const subject of ['', 'Hello\nBcc: eve@evil.test', 'Hello\r\n\r\nbody', 'a\u0085b', 'a\0b'])
    t.throws(() => checkMessage({ ...MESSAGE, subject }), JSON.stringify(subject))
  for (const to of ['ada@example.com', "o'brien+tag@sub.example.co.uk", 'ädä@exämple.com'])
    t.doesNotThrow(() => checkMessage({ ...MESSAGE, to }))
})

t.test('the mailbox of development keeps the last hundred messages, the newest first', async t => {
  const mailbox = createMailbox(FROM)
  for (let i = 0; i < 103; i++) await mailbox.send({ ...MESSAGE, subject: `no. ${i}` })
  t.equal(mailbox.list().length, 100)
  const [newest] = mailbox.list()
  t.match(newest, { subject: 'no. 102', from: FROM, to: 'ada@example.com' })
  t.equal(mailbox.get(newest?.id ?? ''), newest)
  t.equal(mailbox.get('1'), undefined)
  await t.rejects(mailbox.send({ ...MESSAGE, to: 'ada@example.com, eve@evil.test' }))
})

t.test('a message goes out to its one recipient, as HTML and as text', async t => {
  const { port, received } = await startServer(t)
  await mailer(t, `smtp://127.0.0.1:${port}`).send(MESSAGE)
  t.match(received, [{ from: 'no-reply@login.example', to: ['ada@example.com'] }])
  const source = received[0]?.source ?? ''
  t.match(source, /^From: Lintel <no-reply@login\.example>\r?$/m)
  t.match(source, /^To: ada@example\.com\r?$/m)
  t.match(source, /^Subject: =\?UTF-8\?/m)
  t.match(source, /^Auto-Submitted: auto-generated\r?$/im)
  t.match(source, /^Content-Type: text\/plain; charset=utf-8\r?$/m)
  t.match(source, /^Content-Type: text\/html; charset=utf-8\r?$/m)
})

t.test('several messages at once, over one pool', async t => {
  const { port, received } = await startServer(t)
  const { send } = mailer(t, `smtp://127.0.0.1:${port}`)
  await Promise.all([1, 2, 3, 4].map(i => send({ ...MESSAGE, to: `ada${i}@example.com` })))
  t.same(received.map(({ to }) => to[0]).sort(), [
    'ada1@example.com',
    'ada2@example.com',
    'ada3@example.com',
    'ada4@example.com',
  ])
})

t.test('a password is not sent without TLS unless the URL says so', async t => {
  const { port, received } = await startServer(t, { allowInsecureAuth: true })
  const url = `smtp://mailer:secret@127.0.0.1:${port}/`
  await t.rejects(mailer(t, url).send(MESSAGE), /STARTTLS/)
  t.same(received, [])
  await mailer(t, `${url}?requireTLS=false`).send(MESSAGE)
  t.match(received, [{ user: 'mailer' }])
})

t.test('with STARTTLS the password goes over TLS, to who has the right certificate', async t => {
  const tls = await localhostTls()
  const { port, received } = await startServer(t, { ...tls, disabledCommands: [] })
  await mailer(t, `smtp://mailer:secret@localhost:${port}/`).send(MESSAGE)
  t.match(received, [{ user: 'mailer' }])
  await t.rejects(mailer(t, `smtp://mailer:secret@127.0.0.1:${port}/`).send(MESSAGE), 'the certificate names localhost')
})

t.test('smtps speaks TLS from the first byte', async t => {
  const tls = await localhostTls()
  const { port, received } = await startServer(t, { ...tls, secure: true, disabledCommands: [] })
  await mailer(t, `smtps://mailer:secret@localhost:${port}/`).send(MESSAGE)
  t.match(received, [{ user: 'mailer' }])
})

t.test('a mail that the server refuses for now is tried again; nothing of it is readable while it waits', async t => {
  const { port, received, refused } = await startServer(t, { refuse: { code: 451, times: 1 } })
  const app = await createTestApp(t, { smtp: { url: `smtp://127.0.0.1:${port}`, from: FROM } })
  const { status, body: user } = await app.api('POST', '/users', {
    connection: 'Username-Password-Authentication',
    email: 'ada@example.com',
    password: 'correct horse battery',
    verify_email: true,
  })
  t.equal(status, 201)
  await eventually(() => refused() === 1)
  const { rows: jobs } = await app.database.query("select * from pgboss.job where name = 'mail'")
  t.match(jobs, [{ data: { tenant_id: 'default', user_id: user.user_id } }])
  t.notMatch(JSON.stringify(jobs), /ada@example\.com|ticket=|not now/)
  await eventually(() => received.length === 1)
  t.same(received[0]?.to, ['ada@example.com'])
  const source = (received[0]?.source ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
  const link = new RegExp(`${app.issuer}u/email-verification\\?ticket=([A-Za-z0-9_-]{43})`).exec(source)
  const ticket = link?.[1] ?? ''
  t.ok(ticket, 'the mail carries the link')

  // No bearer value is at rest in the clear, nor in the process's own log.
  await eventually(
    async () => (await app.database.query("select 1 from pgboss.job where name = 'mail'")).rows.length === 0,
  )
  const { rows: tables } = await app.database.query(
    "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss')",
  )
  for (const { name } of tables) {
    const { rows } = await app.database.query(`select * from ${name} as row where row::text like '%${ticket}%'`)
    t.same(rows, [], name)
  }
  t.notMatch(app.logs.join(''), new RegExp(ticket))
  t.match(app.logs.join(''), /a job of kind \\"mail\\" failed, attempt 1 of 11/)
})

t.test('a mail that is sent again is the same mail, so that who has it already need not see it twice', async t => {
  // Taken, but the connection breaks before the server has said so.
  const ids: string[] = []
  const { port } = await startServer(t, {
    onData(stream, _session, done) {
      let source = ''
      stream.on('data', chunk => {
        source += chunk
      })
      stream.on('end', () => {
        ids.push(/^Message-ID: (.+?)\r?$/im.exec(source)?.[1] ?? '')
        if (ids.length > 1) return done()
        const broken = new Error('busy') as Error & { responseCode: number }
        broken.responseCode = 421
        done(broken)
      })
    },
  })
  const app = await createTestApp(t, { smtp: { url: `smtp://127.0.0.1:${port}`, from: FROM } })
  await app.api('POST', '/users', { ...ADA, verify_email: true })
  await eventually(() => ids.length === 2)
  t.match(ids[0], /^<[0-9a-f-]{36}@login\.example>$/)
  t.equal(ids[1], ids[0])
})

t.test(
  'a mail that is refused for good, or whose link has expired, is given up at once, and the tenant’s log says so',
  async t => {
    const { port, refused, received } = await startServer(t, { refuse: { code: 550, times: 1 } })
    const app = await createTestApp(t, { smtp: { url: `smtp://127.0.0.1:${port}`, from: FROM } })
    const { body: user } = await app.api('POST', '/users', { ...ADA, verify_email: false })
    const asked = await app.api('POST', '/jobs/verification-email', { user_id: user.user_id })
    await untilJobsAreDone(app)
    t.equal(refused(), 1)
    t.match((await app.api('GET', `/jobs/${asked.body.id}`)).body, {
      status: 'failed',
      status_details: 'The mail server refused the mail.',
    })
    const tenant = { tenant_id: 'default', issuer: app.issuer }
    const late = { mail: 'verify-email' as const, to: ADA.email, user_id: user.user_id }
    const data = { url: `${app.issuer}u/email-verification?ticket=x`, expires_at: new Date(Date.now() - 1) }
    await queueMail(app.store.forTenant(tenant), { ...late, data })
    await untilJobsAreDone(app)
    t.same(received, [])
    const body = '{% for i in (1..100000000) %}{{ url }}{% endfor %}'
    const template = { template: 'verify_email', body, from: '', subject: 'Hi', syntax: 'liquid', enabled: true }
    t.match(await app.api('POST', '/email-templates', template), { status: 200 })
    await app.api('POST', '/jobs/verification-email', { user_id: user.user_id })
    await eventually(() => received.length === 1)
    t.match(received[0]?.source, /ticket=/, 'a template that breaks keeps nobody from her mail')
    const { body: events } = await app.api('GET', '/logs?q=type:fn&sort=date:1')
    t.match(events, [
      { type: 'fn', user_id: user.user_id, description: 'The mail server refused the mail.' },
      { type: 'fn', description: 'What the mail is about has expired before it could be sent.' },
      { type: 'fn', description: /^The template breaks/ },
    ])
    t.notMatch(JSON.stringify(events), /ada@example\.com|ticket=/)
  },
)

t.test('production without SMTP has no mail: what needs it is refused', async t => {
  const app = await createTestApp(t, { production: true })
  const { status, body } = await app.api('POST', '/users', {
    connection: 'Username-Password-Authentication',
    email: 'ada@example.com',
    password: 'correct horse battery',
    verify_email: true,
  })
  t.equal(status, 400)
  t.equal(body.errorCode, 'operation_not_supported')
  t.equal(app.mailbox, undefined)

  const { body: user } = await app.api('POST', '/users', {
    connection: 'Username-Password-Authentication',
    email: 'ada@example.com',
    password: 'correct horse battery',
  })
  const ticket = await app.api('POST', '/tickets/email-verification', { user_id: user.user_id })
  t.equal(ticket.status, 201, 'a link that the caller sends himself needs none')
})
