// A tenant's own mail server and mails: set by the auth0 SDK, and read where they arrive.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import t, { type Test } from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { createTestApp } from '../support/app.ts'
import { refusal, withSdks } from '../support/auth0-sdk.ts'
import { eventually } from '../support/eventually.ts'
import { mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { askFor, createClient, createPerson, storeOf } from '../support/scene.ts'
import { codeOf } from '../support/second-factor.ts'
import { formOf, Visitor } from '../support/visitor.ts'

const { app, v7 } = await withSdks(t)
const { emailTemplates } = v7
const { provider } = v7.emails
// biome-ignore lint/suspicious/noExplicitAny: sent on purpose where the type says no
type Any = any

const template = (name: string, more: object = {}): Any => ({
  template: name,
  body: '<p>Hello {{ user.email }}</p><p><a href="{{ url }}">{{ application.name }}</a></p>',
  from: 'Acme <hello@localhost>',
  subject: 'Hello from {{ friendly_name }}',
  syntax: 'liquid',
  enabled: true,
  ...more,
})

/** An SMTP server that keeps what it gets. */
async function startServer(t: Test) {
  const received: { from: string; to: string[]; source: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'x' }),
    onData(stream, { envelope }, done) {
      let source = ''
      stream.setEncoding('utf8')
      stream.on('data', chunk => {
        source += chunk
      })
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), source })
        done()
      })
    },
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  t.teardown(() => new Promise<void>(resolve => server.close(() => resolve())))
  return { port: (listening.address() as AddressInfo).port, received }
}

const tryOut = async (name: string, to: string) => app.api('POST', `/email-templates/${name}/try`, { to })

t.test('version 7 makes, reads, changes and deletes the provider; nobody reads its password', async t => {
  t.match(await refusal(provider.get()), { statusCode: 404, body: { errorCode: 'inexistent_email_provider' } })
  const credentials = { smtp_host: 'mail.example', smtp_port: 587, smtp_user: 'bob', smtp_pass: 'a secret' }
  const settings = { headers: { 'X-SES-Configuration-Set': 'example' } }
  const made = await provider.create({ name: 'smtp', default_from_address: 'a@mail.example', credentials, settings })
  const { smtp_pass: _, ...visible } = credentials
  const shown = { name: 'smtp', enabled: true, default_from_address: 'a@mail.example', credentials: visible, settings }
  t.same(made, shown)
  t.same(await provider.get(), shown)
  t.same(await provider.get({ fields: 'name,credentials', include_fields: true }), {
    name: 'smtp',
    credentials: visible,
  })
  t.match(await refusal(provider.create({ name: 'smtp', credentials })), { statusCode: 409 })
  t.match(await provider.update({ enabled: false }), { enabled: false, credentials: visible })
  const { rows } = await app.database.query('select credentials from email_providers')
  t.match(rows[0].credentials, /^v1\./, 'sealed')

  const kept = async () => {
    const { email_providers } = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
    return (await email_providers.find())?.credentials.smtp_pass
  }
  await provider.update({ credentials: visible })
  t.equal(await kept(), 'a secret', 'what is sent back as it was read keeps its password')
  await provider.update({ credentials: { ...visible, smtp_host: 'evil.example' } })
  t.equal(await kept(), undefined, 'which goes to no other server')
  await provider.delete()
  t.match(await refusal(provider.delete()), { statusCode: 404 })
})

t.test('other providers, and senders that are none, are refused by name', async t => {
  for (const [body, message] of [
    [{ name: 'ses', credentials: { accessKeyId: 'a', secretAccessKey: 'b', region: 'c' } }, /not by ses/],
    [{ name: 'sendgrid', credentials: { api_key: 'x' } }, /not by sendgrid/],
    [{ name: 'smtp', credentials: { api_key: 'x' } }, /credentials.api_key/],
    [{ name: 'smtp', credentials: { smtp_host: 'a b' } }, /smtp_host/],
    [
      { name: 'smtp', credentials: { smtp_host: 'a' }, default_from_address: 'a@x.example\r\nBcc: b@x.example' },
      /default_from_address/,
    ],
    [{ name: 'smtp', credentials: { smtp_host: 'a' }, settings: { headers: { Bcc: 'b@x.example' } } }, /headers|Bcc/],
  ] as const)
    t.match(await refusal(provider.create(body as Any)), { statusCode: 400, body: { message } })
})

t.test('mail leaves by the tenant’s own server, from whom it says', async t => {
  const { port, received } = await startServer(t)
  await provider.create({
    name: 'smtp',
    default_from_address: 'Acme <hello@acme.example>',
    credentials: { smtp_host: '127.0.0.1', smtp_port: port },
    settings: { headers: { 'X-Acme': 'yes' } },
  })
  t.teardown(() => provider.delete().catch(() => {}))
  t.equal((await tryOut('verify_email', 'ada@example.com')).status, 202)
  await eventually(() => received.length === 1)
  t.match(received[0], { from: 'hello@acme.example', to: ['ada@example.com'], source: /X-Acme: yes/i })
  t.match(received[0]?.source, /Subject: Confirm your email/)
  // A name that would make two senders of one.
  await app.api('PATCH', '/tenants/settings', { friendly_name: 'Acme, Inc.' })
  await emailTemplates.create(template('async_approval', { from: '{{ friendly_name }} <other@acme.example>' }))
  await tryOut('async_approval', 'joan@example.com')
  await eventually(() => received.length === 2)
  t.match(received[1], { from: 'hello@acme.example', to: ['joan@example.com'] })
  await app.api('PATCH', '/tenants/settings', { friendly_name: '' })
  await provider.update({ enabled: false })
  await tryOut('verify_email', 'grace@example.com')
  await mailsTo(app, 'grace@example.com')
  t.equal(received.length, 2, 'not while it is disabled')
})

t.test('in production whoever has named a server sends mail, and nobody else', async t => {
  const { port, received } = await startServer(t)
  const production = await createTestApp(t, { production: true })
  const { host } = new URL(production.issuer)
  const administration = newAdministrationClient()
  const domain = `other.${host}`
  const other = await createTenant(production.store, { tenant_id: 'other', domain }, administration, new Date())
  const { body } = await production.server.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { host: domain },
    payload: { grant_type: 'client_credentials', ...administration, audience: `${other.issuer}api/v2/` },
  })
  const authorization = `Bearer ${JSON.parse(body).access_token}`
  const ofOther = (method: 'GET' | 'POST', path: string, payload?: object) =>
    production.server.inject({
      method,
      url: `/api/v2${path}`,
      headers: { host: domain, authorization },
      ...(payload ? { payload } : {}),
    })
  const newUser = (email: string) => ({
    connection: 'Username-Password-Authentication',
    email,
    password: 'correct horse battery',
    verify_email: true,
  })
  const client = await createClient(production)
  const offersReset = async () => {
    const page = await new Visitor(production.issuer).get(askFor(client).url)
    return page.body.includes('value="forgot"')
  }
  t.match(await production.api('POST', '/users', newUser('ada@example.com')), {
    status: 400,
    body: { errorCode: 'operation_not_supported', message: /^verify_email: No mail can be sent/ },
  })
  t.equal(await offersReset(), false)

  const credentials = { smtp_host: '127.0.0.1', smtp_port: port }
  const made = { name: 'smtp', default_from_address: 'hello@acme.example', credentials }
  t.equal((await production.api('POST', '/emails/provider', made)).status, 201)
  await eventually(offersReset)
  t.equal((await production.api('POST', '/users', newUser('ada@example.com'))).status, 201)
  await eventually(() => received.length === 1)
  t.match(received, [{ from: 'hello@acme.example', to: ['ada@example.com'] }])
  const refused = await ofOther('POST', '/users', newUser('grace@example.com'))
  t.match(refused.json(), { statusCode: 400, errorCode: 'operation_not_supported' }, 'another tenant has none')
  t.equal((await ofOther('POST', '/email-templates/reset_email/try', { to: 'grace@example.com' })).statusCode, 400)

  // A page that nobody has met before finds out at no cost.
  await new Visitor(production.issuer).get(askFor(client).url)
  production.statements()
  await new Visitor(production.issuer).get(askFor(client).url)
  t.notOk(production.statements().some(sql => sql.includes('email_providers')))

  t.equal((await production.api('PATCH', '/emails/provider', { enabled: false })).status, 200)
  await eventually(async () => !(await offersReset()))
})

t.test('version 7 makes, reads and changes templates', async t => {
  t.match(await refusal(emailTemplates.get('verify_email')), {
    statusCode: 404,
    body: { errorCode: 'inexistent_email_template', message: 'The template does not exist.' },
  })
  const given = template('verify_email', { urlLifetimeInSeconds: 600, resultUrl: 'https://acme.example/done' })
  t.same(await emailTemplates.create(given), given)
  t.same(await emailTemplates.get('verify_email'), given)
  t.match(await refusal(emailTemplates.create(given)), { statusCode: 409 })
  t.match(await emailTemplates.update('verify_email', { subject: 'Changed' }), { subject: 'Changed', body: given.body })
  t.match(await emailTemplates.set('verify_email', given), given)
  t.match(await refusal(emailTemplates.update('reset_email', { subject: 'x' })), { statusCode: 404 })
  const standard = await app.api('GET', '/email-templates/reset_email?include_defaults=true')
  t.match(standard.body, { template: 'reset_email', subject: 'Choose a new password', body: /href="\{\{ url \}\}"/ })
  t.notMatch(standard.body.body, '{{ code }}')
  const by_code = await app.api('GET', '/email-templates/reset_email_by_code?include_defaults=true')
  t.match(by_code.body.body, '{{ code }}')
  t.notMatch(by_code.body.body, '{{ url }}')
  const welcome = template('welcome_email', { resultUrl: 'https://acme.example/welcome', urlLifetimeInSeconds: 3600 })
  t.same(await emailTemplates.create(welcome), welcome)
  const timed = template('auth_email_by_code', { urlLifetimeInSeconds: 60 })
  t.same(await emailTemplates.create(timed), timed)
})

t.test('what cannot be sent is refused, by name', async t => {
  for (const [body, message] of [
    [template('password_reset'), /sends no password_reset/],
    [template('user_invitation'), /sends no user_invitation/],
    [template('reset_email', { body: 'x\n{{ user.email' }), /line:2/],
    [template('reset_email', { subject: '{% nope %}' }), /nope/],
    [template('reset_email', { body: '{{ url | raw }}' }), /undefined filter: raw/],
    [template('reset_email', { from: 'a@x.example, b@x.example' }), /Not one address/],
    [template('reset_email', { syntax: 'jade' }), /liquid/],
    [template('reset_email', { resultUrl: 'javascript:alert(1)' }), /scheme/],
    [
      template('mfa_oob_code', { urlLifetimeInSeconds: 60, resultUrl: 'https://acme.example/' }),
      /no link in mfa_oob_code/,
    ],
  ] as const)
    t.match(await refusal(emailTemplates.create(body)), { statusCode: 400, body: { message } })
})

t.test('a template says what the mail says, how long its link lives and where it leads; and prints text', async t => {
  const person = await createPerson(app, { email_verified: false, name: '<script>alert(1)</script>' } as Any)
  await emailTemplates.set(
    'verify_email',
    template('verify_email', {
      body: '<p>{{ user.name }}</p><a href="{{ url }}">Go</a>',
      subject: 'Hi {{ user.name }}',
      urlLifetimeInSeconds: 600,
      resultUrl: 'https://acme.example/done',
    }),
  )
  await v7.jobs.verificationEmail.create({ user_id: person.user_id })
  const [mail] = await mailsTo(app, person.email)
  t.match(mail, { from: 'Acme <hello@localhost>', subject: 'Hi <script>alert(1)</script>' })
  t.match(mail?.html, '&lt;script&gt;alert(1)&lt;/script&gt;')
  t.notMatch(mail?.html, '<script>')
  const { rows } = await app.database.query(
    'select extract(epoch from expires_at - created_at)::int as lasts, result_url from tickets where user_id = $1',
    [person.user_id],
  )
  t.same(rows[0], { lasts: 600, result_url: 'https://acme.example/done' })
  const [, url = ''] = /(https?:\/\/\S+)/.exec(mail?.text ?? '') ?? []
  const visitor = new Visitor(app.issuer)
  const page = await visitor.fetch(url)
  const { action, fields } = formOf(page)
  const done = await visitor.fetch(action, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  t.match(done.headers.get('location'), /^https:\/\/acme\.example\/done\?.*email=/)
})

t.test('a template that is not enabled keeps its mail back, unless somebody waits for it', async t => {
  const person = await createPerson(app, { email_verified: false } as Any)
  await emailTemplates.update('verify_email', { enabled: false })
  await v7.jobs.verificationEmail.create({ user_id: person.user_id })
  await untilJobsAreDone(app)
  t.same(
    app.mailbox?.list().filter(({ to }) => to === person.email),
    [],
  )
  await emailTemplates.create(template('mfa_oob_code', { enabled: false, subject: 'Never', body: '{{ code }}' }))
  await tryOut('mfa_oob_code', 'tried@example.com')
  const [tried] = await mailsTo(app, 'tried@example.com')
  t.match(tried, { subject: 'Never', html: /^\d{6}$/ }, 'who tries it sees it')
})

t.test(
  'a ticket to add a factor goes out by its own template, lives as long as that says and leads where it leads',
  async t => {
    const person = await createPerson(app)
    await v7.guardian.factors.set('otp', { enabled: true })
    await emailTemplates.create(
      template('enrollment_email', {
        body: '<a href="{{ link }}">Go</a>',
        subject: 'Be safe, {{ user.email }}',
        urlLifetimeInSeconds: 600,
        resultUrl: 'https://acme.example/safe',
      }),
    )
    await v7.guardian.enrollments.createTicket({ user_id: person.user_id, send_mail: true })
    const [mail] = await mailsTo(app, person.email)
    t.equal(mail?.subject, `Be safe, ${person.email}`)
    const [, url = ''] = /(https?:\/\/\S+)/.exec(mail?.text ?? '') ?? []
    const { rows } = await app.database.query(
      "select extract(epoch from expires_at - created_at)::int as lasts from tickets where user_id = $1 and purpose = 'enroll_factor'",
      [person.user_id],
    )
    t.same(rows, [{ lasts: 600 }])
    const visitor = new Visitor(app.issuer)
    const choice = await visitor.get(url)
    const page = await visitor.submit(choice, {}, 'otp')
    const [method] = await (await storeOf(app)).authentication_methods.list(person.user_id)
    const { action, fields } = formOf(page)
    const code = codeOf(method?.secret ?? '')
    const body = new URLSearchParams({ ...fields, code })
    const done = await visitor.fetch(action, { method: 'POST', body, redirect: 'manual' })
    t.match(done.headers.get('location'), /^https:\/\/acme\.example\/safe\?success=true/)
  },
)

t.test('whoever has no server of her own does not send from another’s domain', async t => {
  await emailTemplates.create(template('reset_email', { from: 'Boss <boss@bank.example>' }))
  await tryOut('reset_email', 'from@example.com')
  const [mail] = await mailsTo(app, 'from@example.com')
  t.match(mail?.from, /@localhost/)
})
