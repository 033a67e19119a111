import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t from 'tap'
import { openTransaction } from '../src/cli/api.ts'
import { readConfig } from '../src/config.ts'
import { createTestApp, KEYS } from './support/app.ts'
import { command } from './support/command.ts'
import { eventually } from './support/eventually.ts'
import { start } from './support/process.ts'

const app = await createTestApp(t)
const env = {
  DATABASE_URL: app.database.url,
  LINTEL_ENCRYPTION_KEYS: `test:${KEYS[0]?.key.toString('base64')}`,
  LINTEL_ISSUER: app.issuer,
  LINTEL_ARGON2_MEMORY: '1024',
  LINTEL_ARGON2_ITERATIONS: '1',
}
const run = (...args: string[]) => command(args, env)
/** What a command said as JSON. */
async function told(...args: string[]) {
  const { code, stdout, stderr } = await run(...args, '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

t.test('tenants are listed, shown and set', async t => {
  t.same(await told('tenant', 'list'), [{ tenant_id: 'default', issuer: app.issuer }])
  t.match((await run('tenant', 'list')).stdout, /^tenant_id {2}issuer\ndefault {4}http/)
  t.match(await told('tenant', 'set', 'friendly_name=Acme', 'flags.enable_client_connections=false'), {
    friendly_name: 'Acme',
    flags: { enable_client_connections: false },
  })
  t.match(await told('tenant', 'show'), { tenant_id: 'default', settings: { friendly_name: 'Acme' } })
  t.match(await run('tenant', 'set', 'flags.enable_sso=false'), {
    code: 1,
    stderr: /does not enforce flags\.enable_sso/,
  })
  t.match(await run('tenant', 'set', 'nonsense'), { code: 2, stderr: /name=value/ })
  t.match(await run('tenant', 'show', '--tenant', 'nobody'), { code: 1, stderr: /no tenant nobody/ })
})

t.test('clients are made, changed and removed by name or id', async t => {
  const { client_id, client_secret } = await told('client', 'create', '--name', 'Shop')
  t.match(
    (await told('client', 'list')).find((client: { name: string }) => client.name === 'Shop'),
    { client_id },
  )
  t.notOk((await run('client', 'list', '--json')).stdout.includes(client_secret), 'a list tells no secret')
  t.notOk((await run('client', 'show', 'Shop')).stdout.includes(client_secret), 'nor does a look')
  t.match(
    await told('client', 'update', client_id, 'callbacks=["https://shop.example/cb"]', 'refresh_token.leeway=5'),
    {
      callbacks: ['https://shop.example/cb'],
      refresh_token: { leeway: 5 },
    },
  )
  const rotated = await told('client', 'rotate-secret', 'Shop')
  t.not(rotated.client_secret, client_secret)
  t.equal((await run('client', 'delete', 'Shop')).code, 0)
  t.match(await run('client', 'show', 'Shop'), { code: 1, stderr: /none of that name/ })
})

t.test('what is refused changes nothing, and is a sentence', async t => {
  t.match(await run('client', 'create', '--name', 'Shop', '--callback', 'not a url'), { code: 1, stderr: /callbacks/ })
  t.notOk((await told('client', 'list')).some(({ name }: { name: string }) => name === 'Shop'))
})

t.test('any route is asked by its method and path', async t => {
  const set = await run('api', 'put', '/guardian/factors/otp', '{"enabled":true}')
  t.match([set.code, JSON.parse(set.stdout)], [0, { enabled: true }])
  t.match(JSON.parse((await run('api', 'GET', '/guardian/factors')).stdout), [{}])
  const { code, stdout } = await command(['api', 'POST', '/roles', '-'], env, '{"name":"Clerk of the API"}')
  t.equal(code, 0)
  const { id } = JSON.parse(stdout)
  t.match(await run('api', 'DELETE', `/roles/${id}`), { code: 0 })
  t.match(await run('api', 'GET', `/roles/${id}`), { code: 1, stdout: '', stderr: /not exist|not found/i })
  for (const args of [
    ['FETCH', '/roles'],
    ['GET', 'roles'],
    ['GET', '/api/v2/roles'],
    ['POST', '/roles', '{name}'],
    ['GET'],
  ])
    t.match(await run('api', ...args), { code: 2, stdout: '' })
})

t.test('users are found by address, changed, blocked and removed', async t => {
  const made = await command(['user', 'create', '--email', 'ada@example.com'], env, 'correct horse battery\n')
  const user_id = made.stdout.trim()
  t.match(await told('user', 'show', 'ada@example.com'), { user_id, email_verified: false })
  t.match(await told('user', 'update', user_id, 'name=Ada', 'app_metadata.plan=pro'), {
    name: 'Ada',
    app_metadata: { plan: 'pro' },
  })
  t.match(await told('user', 'list', '--q', 'app_metadata.plan:pro'), [{ user_id }])
  t.equal((await run('user', 'block', 'ada@example.com')).code, 0)
  t.match(await told('user', 'show', user_id), { blocked: true })
  t.equal((await run('user', 'unblock', 'ada@example.com')).code, 0)
  t.notOk((await told('user', 'show', user_id)).blocked)

  const { id } = await told('role', 'create', '--name', 'Clerk')
  await app.api('POST', '/resource-servers', {
    identifier: 'urn:orders',
    scopes: [{ value: 'read', description: 'x' }],
  })
  t.match(await told('role', 'permissions', 'Clerk', '--add', 'read@urn:orders'), [{ permission_name: 'read' }])
  t.same(await told('role', 'permissions', id, '--remove', 'read@urn:orders'), [])
  t.equal((await run('role', 'assign', 'Clerk', 'ada@example.com')).code, 0)
  const rolesOf = async () => (await app.api('GET', `/users/${encodeURIComponent(user_id)}/roles`)).body
  t.match(await rolesOf(), [{ name: 'Clerk' }])
  t.equal((await run('role', 'unassign', 'Clerk', user_id)).code, 0)
  t.same(await rolesOf(), [])
  t.equal((await run('role', 'delete', 'Clerk')).code, 0)
  t.same(await told('role', 'list'), [])

  t.equal((await run('user', 'delete', 'ada@example.com')).code, 0)
  t.match(await run('user', 'show', 'ada@example.com'), { code: 1, stderr: /does not exist/ })
})

t.test('connections keep the options that a change does not name', async t => {
  await told('connection', 'create', '--name', 'People', 'options.passwordPolicy=good')
  const changed = await told('connection', 'update', 'People', 'options.disable_signup=true')
  t.match(changed.options, { passwordPolicy: 'good', disable_signup: true })
  t.match(await told('connection', 'show', changed.id), { name: 'People' })
  t.ok((await told('connection', 'list')).some(({ name }: { name: string }) => name === 'People'))
  t.equal((await run('connection', 'delete', 'People')).code, 0)
})

t.test('users go in from a file and out into one', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-users-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'users.json')
  await writeFile(file, JSON.stringify([{ email: 'bob@example.com' }, { email: 'cyd@example.com' }, { email: 'none' }]))
  const imported = await run('import', 'users', file)
  t.equal(imported.code, 1, 'one of them failed')
  t.match(imported.stdout, /users: 2 inserted, 0 updated, 1 failed/)
  t.match(imported.stderr, /none: /)
  const out = path.join(folder, 'out.ndjson')
  t.equal((await run('export', 'users', out)).code, 0)
  const users = (await readFile(out, 'utf8'))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).email)
  t.same(users.sort(), ['bob@example.com', 'cyd@example.com'])
  t.match(await run('import', 'users', path.join(folder, 'missing.json')), { code: 2, stderr: /no file/ })
})

t.test('the log is shown, and followed', async t => {
  t.match((await run('logs')).stdout, /sapi .* Create a client/)
  t.match((await run('logs', '--json', '--limit', '1')).stdout, /^\{.*\}\n$/)
  t.equal((await run('logs', '--type', 'fp')).stdout, '')
  const following = start('cli.ts', ['logs', '--follow', '--limit', '0'], env)
  let roles = 0
  await eventually(async () => {
    await app.api('POST', '/roles', { name: `Role ${roles++}` })
    return following.output().includes('Create a role')
  })
  following.process.kill('SIGTERM')
  t.equal((await following.ended).code, 0)
})

t.test('a command’s jobs are done by a server, if and only if it ends well', async t => {
  const user = await command(['user', 'create', '--email', 'eva@example.com'], env, 'correct horse battery\n')
  const user_id = user.stdout.trim()
  const ground = { config: readConfig(env), database_url: app.database.url, encryption_keys: KEYS }
  const transaction = await openTransaction(ground, { tenant_id: 'default', issuer: app.issuer })
  const ask = () => transaction.call('POST', '/jobs/verification-email', { user_id })
  const mails = () => (app.mailbox?.list() ?? []).filter(({ to }) => to === 'eva@example.com')
  await ask()
  await transaction.rollback()
  await ask()
  await transaction.commit()
  await transaction.close()
  await eventually(() => mails().length > 0)
  t.equal(mails().length, 1)
})

t.test('a server knows no operator', async t => {
  for (const token of ['', 'undefined', 'operator'])
    t.equal((await app.fetch('/api/v2/clients', { headers: { authorization: `Bearer ${token}` } })).status, 401)
})
