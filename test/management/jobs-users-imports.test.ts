// Bulk imports: what a file may say, what becomes of each entry, and that nothing is lost or done twice.
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import type { Management } from 'auth0'
import { generateSync } from 'otplib'
import t from 'tap'
import type { Static } from 'typebox'
import { importUsers } from '../../src/management/jobs/import-users.ts'
import type { Job } from '../../src/management/jobs.ts'
import { createMaintenance } from '../../src/store/maintenance.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { claimsOf } from '../support/protocol.ts'
import { codeIn, createClient, trade, visit } from '../support/scene.ts'
import { setMultiFactor } from '../support/second-factor.ts'

const _job: Management.GetJobResponseContent = {} as Static<typeof Job>

const app = await createTestApp(t, { users_import_max_bytes: 2_000_000 })
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
const connection = (await store.connections.findByName('Username-Password-Authentication'))!
const NAMED = 'Username-Password-Authentication'
const PATH = '/jobs/users-imports'

type Fields = { [name: string]: string | boolean }

async function send(form: FormData) {
  const response = await app.fetch(`/api/v2${PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.adminToken()}` },
    body: form,
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  return { status: response.status, body: (await response.json()) as any }
}

function formOf(file: string | undefined, fields: Fields = {}, { after = false } = {}): FormData {
  const form = new FormData()
  const add = () => {
    for (const [name, value] of Object.entries({ connection_id: connection.id, ...fields }))
      if (value !== '') form.append(name, String(value))
  }
  if (!after) add()
  if (file !== undefined) form.append('users', new Blob([file]), 'users.json')
  if (after) add()
  return form
}

const upload = (users: unknown, fields?: Fields) => send(formOf(JSON.stringify(users), fields))

async function done(id: string) {
  let job: Static<typeof Job> | undefined
  await eventually(async () => {
    job = (await app.api('GET', `/jobs/${id}`)).body
    return job?.status === 'completed' || job?.status === 'failed'
  })
  return job!
}

async function imported(users: unknown, fields?: Fields) {
  const { status, body } = await upload(users, fields)
  t.equal(status, 202, JSON.stringify(body))
  const job = await done(body.id)
  const errors = await app.api('GET', `/jobs/${body.id}/errors`)
  return { job, summary: job.summary, errors: errors.status === 204 ? [] : errors.body }
}

const user = async (email: string) =>
  (await app.api('GET', `/users-by-email?email=${encodeURIComponent(email)}`)).body[0]

async function signIn(username: string, password: string): Promise<number> {
  const { client_id, client_secret } = web
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', client_id, client_secret, username, password, scope: 'openid' }),
  })
  await response.text()
  return response.status
}
const web = (
  await app.api('POST', '/clients', {
    name: 'Web',
    app_type: 'regular_web',
    grant_types: ['password'],
    token_endpoint_auth_method: 'client_secret_post',
  })
).body
await app.api('PATCH', '/tenants/settings', { default_directory: NAMED })
await store.connections.enableClients(connection.id, [web.client_id])

const bcrypt = { algorithm: 'bcrypt', hash: { value: '$2b$10$nFguVi9LsCAcvTZFKQlRKeLVydo8ETv483lkNsSFI/Wl1Rz1Ypo1K' } }
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const secrets = () => app.store.db.selectFrom('passwords').selectAll().where('tenant_id', '=', 'default').execute()
const waiting = async () => (await app.store.db.selectFrom('user_import_chunks').selectAll().execute()).length
const allJobs = () => app.store.db.selectFrom('jobs').selectAll().execute()

t.test('a file of users becomes users', async t => {
  const answer = await upload(
    [
      {
        email: 'Ada@Example.com',
        email_verified: true,
        user_id: 'ada-1',
        given_name: 'Ada',
        family_name: 'Lovelace',
        blocked: true,
        user_metadata: { theme: 'dark' },
        app_metadata: { plan: 'pro' },
      },
      { email: 'bob@example.com', phone_number: '+15550001', phone_verified: true, name: 'Bob', nickname: 'bobby' },
    ],
    { external_id: 'the first' },
  )
  t.equal(answer.status, 202)
  const { id, created_at, ...rest } = answer.body
  t.match(id, /^job_[A-Za-z0-9]{16}$/)
  t.ok(Date.parse(created_at))
  t.same(rest, {
    type: 'users_import',
    status: 'pending',
    percentage_done: 0,
    connection_id: connection.id,
    external_id: 'the first',
    upsert: false,
    send_completion_email: false,
  })
  t.match(await done(id), {
    id,
    status: 'completed',
    percentage_done: 100,
    time_left_seconds: 0,
    summary: { failed: 0, updated: 0, inserted: 2, total: 2 },
  })
  t.equal((await app.api('GET', `/jobs/${id}/errors`)).status, 204)

  const ada = await user('ada@example.com')
  t.match(ada, {
    user_id: 'auth0|ada-1',
    email: 'ada@example.com',
    email_verified: true,
    given_name: 'Ada',
    family_name: 'Lovelace',
    name: 'ada@example.com',
    nickname: 'ada',
    blocked: true,
    user_metadata: { theme: 'dark' },
    app_metadata: { plan: 'pro' },
    identities: [{ connection: NAMED, user_id: 'ada-1', provider: 'auth0', isSocial: false }],
  })
  t.match(ada.picture, /gravatar/)
  t.match(await user('bob@example.com'), {
    user_id: /^auth0\|[0-9a-f]{24}$/,
    email_verified: false,
    phone_number: '+15550001',
    phone_verified: true,
    name: 'Bob',
    nickname: 'bobby',
  })
  t.equal(await waiting(), 0, 'nothing of the file is left')
  const { body } = await app.api('GET', '/logs?q=description:"Create import users job"')
  t.match(body[0], { type: 'sapi', connection_id: connection.id })
})

t.test('fields may stand behind the file', async t => {
  const { status, body } = await send(
    formOf(JSON.stringify([{ email: 'late@example.com' }]), { upsert: 'true' }, { after: true }),
  )
  t.match({ status, body }, { status: 202, body: { upsert: true } })
  t.match((await done(body.id)).summary, { inserted: 1 })
})

t.test('an empty array is a job that is done', async t => {
  t.same((await imported([])).summary, { failed: 0, updated: 0, inserted: 0, total: 0 })
})

t.test('what is no import is refused at once, and leaves nothing', async t => {
  const before = (await allJobs()).length
  const good = JSON.stringify([{ email: 'x@example.com' }])
  const form = (...entries: [string, string | Blob][]) => {
    const made = new FormData()
    for (const [name, value] of entries) made.append(name, value)
    return made
  }
  const refusals: [FormData, number, RegExp][] = [
    [formOf(undefined), 400, /^Must provide 'users' file as multipart part\.$/],
    [formOf(''), 400, /^Users file must not be empty\.$/],
    [formOf('{}'), 400, /^Failed to parse users file JSON.*Not a JSON array/],
    [formOf('[{"email":"x@example.com"}'), 400, /^Failed to parse users file JSON/],
    [formOf('[{"email":"x@example.com"},]'), 400, /^Failed to parse users file JSON/],
    [formOf(`[${'['.repeat(30)}${']'.repeat(30)}]`), 400, /nested deeper/],
    [formOf(good, { connection_id: '' }), 400, /^Must provide 'connection_id' as multipart part\.$/],
    [formOf(good, { connection_id: 'nonsense' }), 400, /String does not match pattern .* on property connection_id/],
    [formOf(good, { connection_id: 'con_0000000000000000' }), 400, /^The connection does not exist\.$/],
    [formOf(good, { upsert: 'perhaps' }), 400, /on property upsert/],
    [formOf(good, { nonsense: 'x' }), 400, /Additional properties not allowed: nonsense/],
    [formOf(good, { send_completion_email: 'true' }), 400, /send_completion_email/],
    [form(['users', good], ['connection_id', connection.id]), 400, /^Must provide 'users' file/],
    [form(['file', new Blob([good])]), 400, /no file/],
    [form(['users', new Blob([good])], ['users', new Blob([good])]), 400, /multipart/],
    [form(['connection_id', connection.id], ['connection_id', connection.id]), 400, /multipart/],
    [formOf(`["${'x'.repeat(1_100_000)}"]`), 400, /larger than/],
    [formOf(`["${'x'.repeat(3_000_000)}"]`), 413, /greater than maximum allowed: 2000000/],
  ]
  for (const [body, status, message] of refusals) {
    const answer = await send(body)
    t.equal(answer.status, status, `${message}: ${answer.body.message}`)
    t.match(answer.body, { statusCode: status, message, errorCode: String })
  }
  const json = await app.api('POST', PATH, { connection_id: connection.id })
  t.match(json, { status: 400, body: { message: /Invalid multipart payload format/ } })
  t.equal((await allJobs()).length, before, 'no job')
  t.equal(await waiting(), 0, 'no chunk')
  t.match(
    await apiAs(app, ['read:users'], 'POST', PATH),
    { status: 403, body: { message: 'Insufficient scope, expected any of: create:users' } },
    'who may only read, imports nobody',
  )
})

t.test('a file too large whose length nobody announced is stopped on its way', async t => {
  const boundary = 'xyz'
  async function* endless() {
    yield `--${boundary}\r\nContent-Disposition: form-data; name="users"; filename="u.json"\r\n\r\n[`
    for (let i = 0; i < 100_000; i++) yield `{"email":"user${i}@example.com"},${' '.repeat(100)}`
    yield `1]\r\n--${boundary}--\r\n`
  }
  const response = await app.fetch(`/api/v2${PATH}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await app.adminToken()}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body: Readable.toWeb(Readable.from(endless()).map(text => Buffer.from(text))) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  t.equal(response.status, 413)
  await response.text()
  t.equal(await waiting(), 0)
})

t.test('an upload that breaks off leaves nothing', async t => {
  const before = (await allJobs()).length
  const broken = request(new URL(`/api/v2${PATH}`, app.issuer), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await app.adminToken()}`,
      'content-type': 'multipart/form-data; boundary=xyz',
    },
  }).on('error', () => {})
  broken.write('--xyz\r\nContent-Disposition: form-data; name="users"; filename="u.json"\r\n\r\n[')
  broken.write('{"email":"half@example.com"},'.repeat(700))
  await eventually(async () => (await waiting()) === 1)
  const [uploading] = (await allJobs()).filter(({ status }) => status === 'uploading')
  t.equal((await app.api('GET', `/jobs/${uploading?.id}`)).status, 404, 'it is no job yet')
  broken.destroy()
  await eventually(async () => (await waiting()) === 0 && (await allJobs()).length === before)
  t.equal(await user('half@example.com'), undefined)
})

t.test('two imports at once, and no third', async t => {
  const now = new Date()
  for (const id of ['job_0000000000000001', 'job_0000000000000002'])
    await store.jobs.create({ id, type: 'users_import', status: 'pending', parameters: {} }, now)
  t.match(await upload([{ email: 'third@example.com' }]), {
    status: 429,
    body: {
      message: 'There are 2 active import users jobs, please wait until some of them are finished and try again',
    },
  })
  await store.jobs.update('job_0000000000000001', { status: 'completed' }, now)
  t.match((await imported([{ email: 'third@example.com' }])).summary, { inserted: 1 })

  t.comment('however many ask at once')
  await store.jobs.update('job_0000000000000002', { status: 'uploading' }, now)
  const answers = await Promise.all(
    ['4', '5', '6', '7'].map(name => upload([{ email: `at-once-${name}@example.com` }])),
  )
  t.ok(answers.filter(({ status }) => status === 202).length >= 1)
  t.ok(answers.every(({ status }) => status === 202 || status === 429))
  await store.jobs.remove('job_0000000000000001')
  await store.jobs.remove('job_0000000000000002')
  for (const { status, body } of answers) if (status === 202) await done(body.id)
})

t.test('each entry that fails says why, and shows no secret', async t => {
  const totp = 'JBSWY3DPEHPK3PXP'
  const entries: [object | string, string, string][] = [
    [{ email: 'not an address' }, 'FORMAT', 'email'],
    [{ name: 'Nobody' }, 'OBJECT_REQUIRED', 'email'],
    [{ email: 'f1@example.com', blocked: 'yes' }, 'INVALID_TYPE', 'blocked'],
    [{ email: 'f2@example.com', password: 'clear text' }, 'OBJECT_ADDITIONAL_PROPERTIES', 'password'],
    [{ email: 'f3@example.com', given_name: 'x'.repeat(151) }, 'MAX_LENGTH', 'given_name'],
    [{ email: 'f4@example.com', app_metadata: { user_id: 'x' } }, 'NOT_PASSED', 'app_metadata'],
    [{ email: 'f5@example.com', user_id: 'has space' }, 'PATTERN', 'user_id'],
    [{ email: 'f6@example.com', username: 'ada' }, 'PATTERN', 'username'],
    [{ email: 'f7@example.com', password_hash: 'secret-hash' }, 'FORMAT', 'password_hash.hash.value'],
    [
      { email: 'f8@example.com', password_hash: bcrypt.hash.value, custom_password_hash: bcrypt },
      'NOT_PASSED',
      'password_hash',
    ],
    [
      { email: 'f9@example.com', custom_password_hash: { algorithm: 'rot13', hash: { value: 'secret' } } },
      'ENUM_MISMATCH',
      'custom_password_hash.algorithm',
    ],
    [
      {
        email: 'fa@example.com',
        custom_password_hash: { algorithm: 'bcrypt', hash: { value: `$2b$31$${'C'.repeat(53)}` } },
      },
      'FORMAT',
      'custom_password_hash.hash.value',
    ],
    [
      { email: 'fb@example.com', mfa_factors: [{ totp: { secret: totp }, email: { value: 'x@y.example' } }] },
      'OBJECT_PROPERTIES_MAXIMUM',
      'mfa_factors.0',
    ],
    [{ email: 'fc@example.com', mfa_factors: [] }, 'ARRAY_LENGTH_SHORT', 'mfa_factors'],
    [
      { email: 'fd@example.com', mfa_factors: [{ totp: { secret: 'secret with space' } }] },
      'PATTERN',
      'mfa_factors.0.totp.secret',
    ],
    [{ email: 'fe@example.com', user_metadata: { nul: 'a\0b' } }, 'FORMAT', ''],
    [{ email: 'ff@example.com', user_metadata: { lone: '\ud800' } }, 'FORMAT', ''],
    [{ email: 'big@example.com', user_metadata: { text: 'x'.repeat(270_000) } }, 'NOT_PASSED', 'user_metadata'],
    [{ email: 'ada@example.com' }, 'CONFLICT_EMAIL', 'email'],
    [{ email: 'fg@example.com', user_id: 'ada-1' }, 'CONFLICT', 'user_id'],
    [{ email: 'fh@example.com', phone_number: '+15550001' }, 'CONFLICT', 'phone_number'],
    ['no object', 'INVALID_TYPE', ''],
    [null as never, 'INVALID_TYPE', ''],
  ]
  const good = [{ email: 'good@example.com' }, { email: 'GOOD@example.com' }]
  const { summary, errors } = await imported([...entries.map(([entry]) => entry), ...good])
  t.same(summary, { failed: entries.length + 1, updated: 0, inserted: 1, total: entries.length + 2 })
  t.equal(errors.length, entries.length + 1)
  for (const [i, [entry, code, path]] of entries.entries()) {
    const said = errors[i].errors.map((each: { code: string; path: string }) => `${each.code} ${each.path}`)
    t.ok(said.includes(`${code} ${path}`), `${JSON.stringify(entry)?.slice(0, 80)}: ${said}`)
    t.ok(errors[i].errors.every(({ message }: { message: string }) => message.length > 0))
  }
  t.match(errors.at(-1), { user: { email: 'GOOD@example.com' }, errors: [{ code: 'DUPLICATED_USER' }] })
  t.match(errors[2].user, { email: 'f1@example.com', blocked: 'yes' }, 'the entry as it came')
  t.same(errors[3].user, { email: 'f2@example.com', password: '*****' })
  t.same(errors[11].user.custom_password_hash, { algorithm: 'bcrypt', hash: { value: '*****' } })
  for (const secret of ['clear text', 'secret-hash', '$2b$31', totp, 'secret with space', ':"secret"'])
    t.notOk(JSON.stringify(errors).includes(secret), secret)
  const rows = await app.store.db.selectFrom('user_import_errors').selectAll().execute()
  t.notMatch(JSON.stringify(rows), /example\.com/, 'sealed at rest')
})

t.test('upsert updates what Auth0 updates, and nothing else', async t => {
  await imported([
    {
      email: 'up@example.com',
      user_id: 'up',
      name: 'Before',
      user_metadata: { a: 1, b: 1 },
      app_metadata: { kept: true },
    },
  ])
  const { summary, errors } = await imported(
    [
      {
        email: 'UP@example.com',
        user_id: 'up',
        email_verified: true,
        blocked: true,
        name: 'After',
        user_metadata: { c: 1 },
        mfa_factors: [{ email: { value: 'up@example.com' } }],
      },
      { email: 'new@example.com' },
      { email: 'up2@example.com', user_id: 'ada-1' },
      { email: 'ada@example.com', user_id: 'another' },
    ],
    { upsert: true },
  )
  t.same(summary, { failed: 2, updated: 1, inserted: 1, total: 4 })
  t.match(errors, [
    { user: { email: 'up2@example.com' }, errors: [{ code: 'CONFLICT', path: 'user_id' }] },
    { user: { email: 'ada@example.com' }, errors: [{ code: 'CONFLICT', path: 'user_id' }] },
  ])
  const up = await user('up@example.com')
  t.match(up, { email_verified: true, name: 'After', nickname: 'up', app_metadata: { kept: true } })
  t.same(up.user_metadata, { c: 1 }, 'metadata are replaced whole')
  t.equal(up.blocked, undefined, 'who is blocked is not an import’s to say')
  const methods = await app.store.db.selectFrom('authentication_methods').selectAll().execute()
  t.equal(methods.length, 0, 'nor are factors of who is there')
})

t.test('an imported password signs in, and is ours from then on', async t => {
  const hmac = {
    algorithm: 'hmac',
    hash: {
      value: 'cg7f42jH39/2EaAU4wNd4s2lKIk=',
      encoding: 'base64',
      digest: 'sha1',
      key: { value: '736868', encoding: 'hex' },
    },
  }
  await imported([
    { email: 'moved@example.com', user_id: 'moved', email_verified: true, custom_password_hash: bcrypt },
    { email: 'plain@example.com', user_id: 'plain', password_hash: bcrypt.hash.value },
    { email: 'keyed@example.com', user_id: 'keyed', custom_password_hash: hmac },
  ])
  const stored = async (id: string) =>
    (await secrets()).find(({ identity_user_id }) => identity_user_id === id)?.password_hash ?? ''
  t.notMatch(JSON.stringify(await secrets()), /\$2b\$|cg7f42|736868/, 'others’ hashes and keys are sealed at rest')
  t.equal(await signIn('moved@example.com', 'wrong'), 403)
  t.match(await stored('moved'), /^v1\./)
  t.equal(await signIn('moved@example.com', 'hello'), 200)
  t.match(await stored('moved'), /^\$argon2id\$/)
  t.equal(await signIn('moved@example.com', 'hello'), 200)
  t.equal(await signIn('plain@example.com', 'hello'), 200)
  t.equal(await signIn('keyed@example.com', 'test'), 200)
  t.match(await stored('keyed'), /^\$argon2id\$/)
})

t.test('until its owner has signed in, another custom hash replaces an imported one', async t => {
  const hash = (password: string) => ({ algorithm: 'md5', hash: { value: md5(password), encoding: 'hex' } })
  const file = (password: string, id: string) => [
    { email: `${id}@example.com`, user_id: id, custom_password_hash: hash(password) },
  ]
  await imported(file('first', 'twice'))
  await imported(file('second', 'twice'), { upsert: true })
  t.equal(await signIn('twice@example.com', 'first'), 403)
  t.equal(await signIn('twice@example.com', 'second'), 200)
  await imported(file('third', 'twice'), { upsert: true })
  t.equal(await signIn('twice@example.com', 'third'), 403, 'her own stays')
  t.equal(await signIn('twice@example.com', 'second'), 200)
  await imported([{ email: 'twice@example.com', password_hash: bcrypt.hash.value }], { upsert: true })
  t.equal(await signIn('twice@example.com', 'hello'), 403, 'password_hash is for new users')
})

t.test('factors are kept for the day they are asked for, their secrets sealed', async t => {
  await imported([
    {
      email: 'factors@example.com',
      user_id: 'factors',
      mfa_factors: [
        { totp: { secret: 'JBSWY3DPEHPK3PXP' } },
        { phone: { value: '+15551112233' } },
        { email: { value: 'other@example.com' } },
      ],
    },
  ])
  const methods = await app.store.db.selectFrom('authentication_methods').selectAll().orderBy('type').execute()
  t.match(methods, [
    { user_id: 'auth0|factors', id: /^email\|dev_/, type: 'email', confirmed: true, email: 'other@example.com' },
    { id: /^phone\|dev_/, type: 'phone', phone_number: '+15551112233', secret: null },
    { id: /^totp\|dev_/, type: 'totp', secret: /^v1\./ },
  ])
  await app.api('DELETE', '/users/auth0%7Cfactors')
  t.same(await app.store.db.selectFrom('authentication_methods').selectAll().execute(), [], 'they go with her')
})

t.test('imported factors are proved on the pages and by API: an app, a phone, a mailbox', async t => {
  const MFA = 'http://auth0.com/oauth/grant-type/mfa-'
  const client = await createClient(app, { grant_types: ['authorization_code', 'password', `${MFA}otp`, `${MFA}oob`] })
  await setMultiFactor(app, { factors: { otp: true, sms: true, email: true }, policies: ['all-applications'] })
  t.teardown(() => setMultiFactor(app, { policies: [] }))
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  const kinds = [
    { name: 'app', factor: { totp: { secret } }, amr: 'otp' },
    { name: 'phone', factor: { phone: { value: '+447700900123' } }, amr: 'sms' },
    { name: 'mail', factor: { email: { value: 'second@example.com' } }, amr: 'otp' },
  ]
  const password_hash = bcrypt.hash.value
  const mail = (name: string) => `has-${name}@example.com`
  await imported(kinds.map(({ name, factor }) => ({ email: mail(name), password_hash, mfa_factors: [factor] })))
  const token = async (path: string, body: object) => {
    const response = await app.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: client.client_id, ...body }),
    })
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
    return (await response.json()) as any
  }
  /** The newest code of so many that were sent to what was imported. */
  const sent = async ({ factor }: (typeof kinds)[number], count: number): Promise<string> => {
    if ('totp' in factor) return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + (count - 1) * 30 })
    const to = 'phone' in factor ? factor.phone?.value : factor.email?.value
    const kept = () => (app.mailbox?.list() ?? []).filter(message => message.to === to)
    await eventually(() => kept().length === count)
    const texts = kept().map(({ text }) => text.match(/\b\d{6,8}\b/)?.[0])
    return texts[0] ?? ''
  }
  for (const kind of kinds) {
    const { name, factor, amr } = kind
    const { visitor, page, asked } = await visit(app, client)
    const second = await visitor.submit(page, { username: mail(name), password: 'hello' })
    const done = await visitor.submit(second, { code: await sent(kind, 1) })
    const { body } = await trade(app, client, codeIn(done) ?? '', asked)
    t.match(claimsOf(body.id_token), { email: mail(name), amr: ['pwd', amr, 'mfa'] }, `${name}, on the page`)

    const { mfa_token } = await token('/oauth/token', {
      grant_type: 'password',
      username: mail(name),
      password: 'hello',
      scope: 'openid',
    })
    const challenge_type = 'totp' in factor ? 'otp' : 'oob'
    const { oob_code } = await token('/mfa/challenge', { mfa_token, challenge_type })
    const code = await sent(kind, 2)
    const proved = await token('/oauth/token', {
      mfa_token,
      grant_type: `${MFA}${challenge_type}`,
      ...(challenge_type === 'otp' ? { otp: code } : { oob_code, binding_code: code }),
    })
    t.match(claimsOf(proved.id_token).amr, ['pwd', amr, 'mfa'], `${name}, by API`)
  }
})

t.test('who is deleted is in no error any more', async t => {
  await imported([{ email: 'gone@example.com', user_id: 'gone' }])
  const { body } = await upload([
    { email: 'gone@example.com', name: 'Gone' },
    { email: 'gone@example.com', name: 1 },
    1,
  ])
  await done(body.id)
  t.equal((await app.api('GET', `/jobs/${body.id}/errors`)).body.length, 3)
  await app.api('DELETE', '/users/auth0%7Cgone')
  const left = (await app.api('GET', `/jobs/${body.id}/errors`)).body
  t.match(left, [{ user: {}, errors: [{ code: 'INVALID_TYPE' }] }])
  t.equal(left.length, 1)
})

/** A job whose entries wait, which no outbox works on. */
async function waitingJob(id: string, chunks: object[][]) {
  const now = new Date()
  await store.jobs.create({ id, type: 'users_import', status: 'uploading', parameters: {} }, now)
  let position = 0
  for (const entries of chunks) {
    await store.user_imports.addChunk(id, position, JSON.stringify(entries), now)
    position += entries.length
  }
  const parameters = { upsert: false, total: position }
  await store.jobs.update(id, { status: 'pending', connection_id: connection.id, parameters }, now)
}
const people = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ email: `${prefix}${i}@example.com` }))
const TRY = { last: false }

t.test('who takes over after a crash goes on where the last transaction ended', async t => {
  const id = 'job_00000000000crash'.slice(0, 20)
  await waitingJob(id, [people('c1-', 3), people('c2-', 3), people('c3-', 3)])
  // A clock that is past the slice at once: one chunk, and the rest is queued up in its transaction.
  let ticks = 0
  const late = () => new Date(Date.now() + 60_000 * ticks++)
  const dying = {
    ...store,
    transaction: <T>(work: (tx: typeof store) => Promise<T>) =>
      store.transaction(async tx => {
        await work(tx)
        throw new Error('the process died before it could commit')
      }),
  } as typeof store
  await t.rejects(importUsers(dying, { job_id: id }, TRY, late), /died/)
  t.equal((await store.jobs.find(id))?.summary, null, 'nothing of it happened')
  t.equal(await user('c1-0@example.com'), undefined)

  await importUsers(store, { job_id: id }, TRY, late)
  t.match((await store.jobs.find(id))?.summary, { inserted: 3, total: 3 }, 'one chunk')
  t.match(await done(id), { summary: { inserted: 9, failed: 0, total: 9 } }, 'the outbox does the rest')
})

t.test('two workers do each chunk once', async t => {
  const id = 'job_0000000000000two'.slice(0, 20)
  await waitingJob(
    id,
    Array.from({ length: 8 }, (_, i) => people(`two${i}-`, 10)),
  )
  await Promise.all([1, 2, 3].map(() => importUsers(store, { job_id: id }, TRY, () => new Date())))
  t.match(await store.jobs.find(id), {
    status: 'completed',
    summary: { inserted: 80, failed: 0, updated: 0, total: 80 },
  })
  t.equal((await app.api('GET', '/users?q=email:two*&search_engine=v3&include_totals=true')).body.total, 80)
})

t.test('who signs up while she is imported is found there at the next attempt', async t => {
  const id = 'job_000000000000race'.slice(0, 20)
  await waitingJob(id, [people('race', 3)])
  let signedUp = false
  const raced = {
    ...store,
    transaction: <T>(work: (tx: typeof store) => Promise<T>) =>
      store.transaction(tx => {
        const user_imports = {
          ...tx.user_imports,
          async findNamesakes(...args: Parameters<typeof tx.user_imports.findNamesakes>) {
            const found = await tx.user_imports.findNamesakes(...args)
            if (!signedUp) {
              signedUp = true
              await store.users.create({ connection, email: 'race1@example.com' }, new Date())
            }
            return found
          },
        }
        return work(Object.create(tx, { user_imports: { value: user_imports } }))
      }),
  } as typeof store
  await importUsers(raced, { job_id: id }, TRY, () => new Date())
  t.match((await store.jobs.find(id))?.summary, { inserted: 2, failed: 1, total: 3 })
})

t.test('a job that fails at its last attempt says so, and keeps no entries', async t => {
  const id = 'job_000000000000fail'.slice(0, 20)
  await waitingJob(id, [people('fail', 3)])
  const broken = {
    ...store,
    transaction: <T>(work: (tx: typeof store) => Promise<T>) =>
      store.transaction(tx => {
        const user_imports = { ...tx.user_imports, insert: () => Promise.reject(new Error('no room')) }
        return work(Object.create(tx, { user_imports: { value: user_imports } }))
      }),
  } as typeof store
  await t.rejects(
    importUsers(broken, { job_id: id }, TRY, () => new Date()),
    /no room/,
  )
  t.equal((await store.jobs.find(id))?.status, 'pending')
  await t.rejects(
    importUsers(broken, { job_id: id }, { last: true }, () => new Date()),
    /no room/,
  )
  t.match(await app.api('GET', `/jobs/${id}`), { body: { status: 'failed', status_details: /Internal error/ } })
  t.match(await app.api('GET', `/jobs/${id}/errors`), { status: 200, body: { id, status: 'failed' } })
  t.equal(await waiting(), 0)
  t.match((await app.api('GET', '/logs?q=type:fui')).body, [{ type: 'fui', connection_id: connection.id }])
})

t.test('a job is kept for a day, what broke off for minutes', async t => {
  const { body } = await upload([{ email: 'not an address' }])
  await done(body.id)
  const id = 'job_000000000orphan0'.slice(0, 20)
  await store.jobs.create({ id, type: 'users_import', status: 'uploading', parameters: {} }, new Date())
  await store.user_imports.addChunk(id, 0, '[]', new Date())
  const { removeJobs } = createMaintenance(app.store.db)
  const later = async (minutes: number) => {
    const now = new Date(Date.now() + minutes * 60_000)
    while ((await removeJobs(now, 5)) >= 5);
  }
  await later(9)
  t.ok(await store.jobs.find(id))
  await later(11)
  t.notOk(await store.jobs.find(id))
  const given_up = 'job_00000000givenup0'
  await store.jobs.create({ id: given_up, type: 'users_import', status: 'pending', parameters: {} }, new Date())
  await later(119)
  t.equal((await store.jobs.find(given_up))?.status, 'pending')
  await later(121)
  t.match(await store.jobs.find(given_up), { status: 'failed', status_details: /given up/ })
  await later(23 * 60)
  t.equal((await app.api('GET', `/jobs/${body.id}/errors`)).status, 200)
  await later(25 * 60)
  t.equal((await app.api('GET', `/jobs/${body.id}`)).status, 404)
  t.same(await allJobs(), [])
  t.same(await app.store.db.selectFrom('user_import_errors').selectAll().execute(), [])
})

t.test('with the connection goes what was to come into it', async t => {
  const other = (await app.api('POST', '/connections', { name: 'Other', strategy: 'auth0' })).body
  const { body } = await upload([{ email: 'o@example.com' }, { email: 1 }], { connection_id: other.id })
  await done(body.id)
  await app.api('DELETE', `/connections/${other.id}`)
  t.equal((await app.api('GET', `/jobs/${body.id}`)).status, 404)
})
