import { gunzipSync } from 'node:zlib'
import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { UsersExport } from '../../src/management/jobs/users-exports.ts'
import { apiWith, managementToken } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { createPerson, databaseConnection, storeOf } from '../support/scene.ts'

const _create: Management.CreateExportUsersResponseContent = {} as Static<typeof UsersExport>

const app = await createTestApp(t)
const store = await storeOf(app)
const connection = await databaseConnection(app)
const { body: other } = await app.api('POST', '/connections', { name: 'Other', strategy: 'auth0' })

const ask = async (body: object = {}) => {
  const { status, body: job } = await app.api('POST', '/jobs/users-exports', body)
  if (status !== 200) throw new Error(JSON.stringify(job))
  return job
}
const locationOf = async (id: string): Promise<URL> => new URL((await app.api('GET', `/jobs/${id}`)).body.location)
const fetchFile = (location: URL, headers: { [name: string]: string } = { 'accept-encoding': 'identity' }) =>
  fetch(location, { headers })
const exported = async (body: object = {}) => (await fetchFile(await locationOf((await ask(body)).id))).text()
const lines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))

const ada = await createPerson(app, { email: 'ada@example.com' })
await store.users.update(
  ada.user_id,
  {
    name: '=HYPERLINK("http://evil.example")',
    given_name: 'Ada, "the" first',
    family_name: 'Love\r\nlace',
    nickname: '\n=1+1',
    user_metadata: { plan: '@SUM(1)', deep: { a: [1, { b: -5 }] }, debt: -5 },
    app_metadata: { roles: ['x'] },
  },
  new Date(),
)
const { body: grace } = await app.api('POST', '/users', {
  connection: 'Other',
  email: 'grace@example.com',
  password: 'a password of hers',
  phone_number: '+15550100',
})

t.test('an export is asked for, and fetched where the job says', async t => {
  const job = await ask({ connection_id: connection.id, format: 'csv', limit: 5, fields: [{ name: 'email' }] })
  t.match(job, {
    id: /^job_/,
    type: 'users_export',
    status: 'pending',
    connection_id: connection.id,
    connection: connection.name,
    format: 'csv',
    limit: 5,
    fields: [{ name: 'email' }],
  })
  const { status, body } = await app.api('GET', `/jobs/${job.id}`)
  t.equal(status, 200)
  t.match(body, { type: 'users_export', status: 'completed', format: 'csv', percentage_done: 100 })
  t.match(body.location, `${app.issuer}api/v2/jobs/${job.id}/export?`)
  const response = await fetchFile(new URL(body.location))
  t.equal(response.status, 200)
  t.match(Object.fromEntries(response.headers), {
    'cache-control': 'no-store',
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="users.csv"',
  })
  t.equal(await response.text(), '"email"\r\n"ada@example.com"\r\n')
  t.equal((await fetchFile(new URL(body.location))).status, 200, 'as often as wanted, for a minute')
})

t.test('in JSON there is a user a line, as the API shows her and no more', async t => {
  const users = lines(await exported())
  t.same(users.map(({ email }) => email).sort(), ['ada@example.com', 'grace@example.com'])
  for (const user of users) t.same(user, (await app.api('GET', `/users/${encodeURIComponent(user.user_id)}`)).body)
  t.notMatch(JSON.stringify(users), /argon2|password_hash/)
  const fields = [
    { name: 'user_id' },
    { name: 'identities[0].connection', export_as: 'provider' },
    { name: 'user_metadata.deep.a[1].b' },
    { name: 'app_metadata' },
    { name: 'constructor.name' },
    { name: '__proto__' },
  ]
  t.same(lines(await exported({ fields, connection_id: connection.id })), [
    {
      user_id: ada.user_id,
      provider: connection.name,
      'user_metadata.deep.a[1].b': -5,
      app_metadata: { roles: ['x'] },
    },
  ])
})

t.test('in CSV nothing is a formula, and quotes, commas and line breaks are what they were', async t => {
  const fields = [
    'name',
    'given_name',
    'family_name',
    'nickname',
    'user_metadata.plan',
    'user_metadata.debt',
    'email_verified',
    'blocked',
    'app_metadata.roles',
  ].map(name => ({ name }))
  const text = await exported({
    format: 'csv',
    connection_id: connection.id,
    fields: [...fields, { name: 'email', export_as: '=cmd' }],
  })
  t.equal(
    text,
    [
      `${fields.map(({ name }) => `"${name}"`).join(',')},"'=cmd"`,
      [
        '"\'=HYPERLINK(""http://evil.example"")"',
        '"Ada, ""the"" first"',
        '"Love\r\nlace"',
        '"\n\'=1+1"',
        '"\'@SUM(1)"',
        '-5',
        '"true"',
        '',
        '"[""x""]"',
        '"ada@example.com"',
      ].join(','),
      '',
    ].join('\r\n'),
  )
  const [header, ...rows] = (await exported({ format: 'csv', connection_id: other.id })).split('\r\n')
  t.match(header, '"user_id","email","email_verified"')
  t.match(rows, [`"${grace.user_id}","grace@example.com","false",,"'+15550100"`])
  t.equal(
    (await app.api('POST', '/jobs/users-exports', { format: 'csv', fields: [{ name: 'user_metadata' }] })).status,
    400,
  )
})

t.test('nor is anything for a spreadsheet that parts cells by semicolons or tabs', async t => {
  const person = await createPerson(app, { email: 'eve@example.com' })
  t.teardown(() => store.users.remove(person.user_id))
  const name = 'a;=1+1\n+2;"-3\t@4;\uff1d5 and 1-1=0; fine'
  await store.users.update(person.user_id, { name, user_metadata: { list: ['x;=1'], '=1;=2': 'y' } }, new Date())
  const fields = ['user_metadata.list', 'name', 'user_metadata.=1;=2'].map(name => ({ name }))
  const text = await exported({ format: 'csv', connection_id: connection.id, fields })
  t.match(text, `"user_metadata.list","name","user_metadata.=1;'=2"\r\n`)
  t.match(text, `"[""x;'=1""]","a;'=1+1\n'+2;""'-3\t'@4;'\uff1d5 and 1-1=0; fine","y"\r\n`)
})

t.test('whoever takes gzip gets it', async t => {
  const location = await locationOf((await ask()).id)
  const { request } = await import('node:http')
  const raw = (encoding: string) =>
    new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      request(location, { headers: { 'accept-encoding': encoding } }, response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
        )
      })
        .on('error', reject)
        .end()
    })
  const zipped = await raw('br;q=1, gzip;q=0.8')
  t.equal(zipped.encoding, 'gzip')
  t.equal(lines(gunzipSync(zipped.body).toString()).length, 2)
  for (const encoding of ['identity', 'gzip;q=0', 'br', 'xgzip'])
    t.equal((await raw(encoding)).encoding, undefined, encoding)
})

t.test('the URL is all that one needs, so nobody can make it, change it or use it late', async t => {
  const { id } = await ask()
  const location = await locationOf(id)
  const changed = (change: (url: URL) => void) => {
    const url = new URL(location)
    change(url)
    return fetchFile(url)
  }
  const another = await ask()
  for (const [what, change] of [
    ['later', url => url.searchParams.set('expires', String(Number(url.searchParams.get('expires')) + 1))],
    ['another job', url => (url.pathname = url.pathname.replace(id, another.id))],
    ['another signature', url => url.searchParams.set('signature', 'x'.repeat(43))],
    ['a longer signature', url => url.searchParams.set('signature', `${url.searchParams.get('signature')}x`)],
  ] as [string, (url: URL) => void][])
    t.equal((await changed(change)).status, 404, what)
  t.equal((await changed(url => url.searchParams.delete('signature'))).status, 400)
  const late = Math.floor(Date.now() / 1000) - 1
  const signature = store.mac('users export', `${id} ${late}`)
  t.equal(
    (
      await changed(url => {
        url.search = new URLSearchParams({ expires: String(late), signature }).toString()
      })
    ).status,
    404,
  )
  const forAnother = store.mac('users export', `${another.id} ${location.searchParams.get('expires')}`)
  t.equal((await changed(url => url.searchParams.set('signature', forAnother))).status, 404)
  t.notMatch(app.logs.join(''), location.searchParams.get('signature') ?? 'none')
  await store.jobs.remove(id)
  t.equal((await fetchFile(location)).status, 404)
})

t.test('another tenant’s job is nowhere', async t => {
  const client = newAdministrationClient()
  const domain = new URL(app.issuer).host.replace('localhost', 'tenant.localhost')
  const tenant = await createTenant(app.store, { tenant_id: 'another', domain }, client, new Date())
  const foreign = app.store.forTenant(tenant)
  const { id } = await ask()
  const expires = Math.floor(Date.now() / 1000) + 60
  const signature = foreign.mac('users export', `${id} ${expires}`)
  const url = new URL(
    `api/v2/jobs/${id}/export?${new URLSearchParams({ expires: String(expires), signature })}`,
    app.issuer,
  )
  t.equal((await fetchFile(url)).status, 404)
})

t.test('only who may read users is told where they are', async t => {
  const { id } = await ask()
  const creates = await managementToken(app, { scopes: ['create:users'] })
  const seen = await apiWith(app, creates, 'GET', `/jobs/${id}`)
  t.equal(seen.status, 200)
  t.notOk(seen.body.location)
  t.equal((await apiWith(app, creates, 'POST', '/jobs/users-exports', {})).status, 403)
})

t.test(
  'many users come page by page; who is erased meanwhile does not come; who has heard enough stops it',
  async t => {
    await app.database.query(`
    insert into users (tenant_id, user_id, connection_id, email, email_verified, created_at, updated_at)
    select tenant_id, 'auth0|many' || lpad(n::text, 5, '0'), '${other.id}', 'many' || n || '@example.com', true, now(), now()
    from tenants cross join generate_series(1, 1200) as n where tenant_id = '${store.tenant.tenant_id}'`)
    await app.database.query(`
    insert into identities (tenant_id, connection_id, identity_user_id, user_id, provider, email, created_at)
    select tenant_id, connection_id, substr(user_id, 7), user_id, 'auth0', email, created_at from users
    where user_id like 'auth0|many%'`)
    const all = lines(await exported({ connection_id: other.id, fields: [{ name: 'user_id' }] })).map(
      ({ user_id }) => user_id,
    )
    t.equal(all.length, 1201)
    t.equal(new Set(all).size, 1201)
    t.equal(lines(await exported({ connection_id: other.id, limit: 777 })).length, 777)

    const location = await locationOf((await ask({ connection_id: other.id })).id)
    await store.users.remove('auth0|many00007')
    t.notMatch(await (await fetchFile(location)).text(), 'many00007')

    const { exportedUsers } = await import('../../src/management/jobs/exported-users.ts')
    const pieces = exportedUsers(store, other.id, { format: 'json' })
    await pieces.next()
    app.statements()
    await pieces.return()
    t.same(app.statements(), [])

    const held = await fetch(location, { headers: { 'accept-encoding': 'gzip' } })
    await held.body?.cancel()
    await eventually(async () => (await app.fetch('/readyz')).status === 200)
  },
)

t.test('a file that breaks off is not taken for a whole one', async t => {
  const location = await locationOf((await ask()).id)
  await app.database.query('alter table user_stats rename to user_statistics')
  t.teardown(() => app.database.query('alter table user_statistics rename to user_stats').catch(() => {}))
  for (const encoding of ['identity', 'gzip'])
    await t.rejects(
      fetch(location, { headers: { 'accept-encoding': encoding } }).then(async response => {
        if (response.status >= 500) throw new Error('refused')
        return response.text()
      }),
    )
  await app.database.query('alter table user_statistics rename to user_stats')
})

t.test('what was exported can be imported, and is the same again', async t => {
  const { body: home } = await app.api('POST', '/connections', { name: 'Home', strategy: 'auth0' })
  for (const n of [1, 2, 3])
    await app.api('POST', '/users', {
      connection: 'Home',
      email: `home${n}@example.com`,
      email_verified: n === 1,
      password: 'a password of theirs',
      given_name: 'Zoë 🦊',
      name: `=home ${n}`,
      picture: 'https://pictures.example/home.png',
      ...(n === 2 ? { blocked: true, phone_number: '+15550101', phone_verified: true } : {}),
      user_metadata: { n, deep: { list: [1, null, 'x'] } },
      app_metadata: { plan: 'pro' },
    })
  const people = async () =>
    lines(await exported({ connection_id: home.id })).map(({ created_at: _, updated_at: __, ...user }) => user)
  const before = await people()
  const text = await exported({
    connection_id: home.id,
    fields: [
      { name: 'identities[0].user_id', export_as: 'user_id' },
      ...[
        'email',
        'email_verified',
        'phone_number',
        'phone_verified',
        'username',
        'name',
        'given_name',
        'family_name',
        'nickname',
        'picture',
        'blocked',
        'user_metadata',
        'app_metadata',
      ].map(name => ({ name })),
    ],
  })
  for (const { user_id } of before) await app.api('DELETE', `/users/${encodeURIComponent(user_id)}`)
  t.same(await people(), [])
  const form = new FormData()
  form.append('connection_id', home.id)
  form.append('users', new Blob([JSON.stringify(lines(text))]), 'users.json')
  const response = await app.fetch('/api/v2/jobs/users-imports', {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.adminToken()}` },
    body: form,
  })
  const body = (await response.json()) as { id: string }
  t.equal(response.status, 202, JSON.stringify(body))
  await eventually(async () => (await app.api('GET', `/jobs/${body.id}`)).body.status === 'completed')
  t.same((await app.api('GET', `/jobs/${body.id}/errors`)).body, undefined)
  t.same(await people(), before)
})

t.test('what is asked is judged', async t => {
  for (const body of [
    { connection_id: 'nope' },
    { format: 'xml' },
    { limit: 0 },
    { fields: [] },
    { fields: [{ export_as: 'x' }] },
    { fields: Array.from({ length: 31 }, () => ({ name: 'email' })) },
    { more: true },
  ])
    t.equal((await app.api('POST', '/jobs/users-exports', body)).status, 400, JSON.stringify(body))
  t.equal((await app.api('POST', '/jobs/users-exports', { connection_id: 'con_0000000000000000' })).status, 404)
})
