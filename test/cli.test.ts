import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { createTestApp, KEYS } from './support/app.ts'
import { command as run } from './support/command.ts'
import { createDatabase, createEmptyDatabase } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { run as spawned } from './support/process.ts'

const KEY_RING = `test:${KEYS[0]?.key.toString('base64')}`

t.test('the command can be executed as it is cloned', async t => {
  t.doesNotThrow(() => accessSync(path.join(import.meta.dirname, '../src/cli.ts'), constants.X_OK))
})

t.test('the command line', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const app = await createTestApp(t, { database })
  const env = {
    DATABASE_URL: database.url,
    LINTEL_ENCRYPTION_KEYS: KEY_RING,
    LINTEL_ISSUER: app.issuer,
    LINTEL_ARGON2_MEMORY: '1024',
    LINTEL_ARGON2_ITERATIONS: '1',
  }

  await t.test('is a process that reads its arguments, streams and environment', async t => {
    const made = await spawned(['user', 'create', '--email', 'grace@example.com'], env, 'correct horse battery\n')
    t.equal(made.code, 0, made.stderr)
    t.match(made.stdout, /^auth0\|/)
    t.equal((await spawned(['dance'], env)).code, 2)
  })

  await t.test('says what it can do when it is not understood', async t => {
    const { code, stderr } = await run(['dance'], env)
    t.equal(code, 2)
    for (const verb of [
      'serve',
      'migrate',
      'doctor',
      'tenant create',
      'database copy',
      'import auth0',
      'export',
      'logs',
    ])
      t.match(stderr, `lintel ${verb}`)
    t.match(await run(['--help'], env), { code: 0, stdout: /lintel serve/ })
    t.match(await run(['client', '--help'], env), { code: 0, stdout: /^lintel client list/ })
    t.match(await run(['client', 'show', '--help'], env), { code: 0, stdout: /lintel client show <name or id>/ })
  })

  await t.test('guesses what was meant', async t => {
    t.match(await run(['client', 'creat'], env), { code: 2, stderr: /Did you mean lintel client create\?/ })
    t.match(await run(['doktor'], env), { code: 2, stderr: /Did you mean lintel doctor\?/ })
    t.match(await run(['client', 'create', '--nmae', 'Shop'], env), { code: 2, stderr: /Did you mean --name\?/ })
    t.match(await run(['client', 'list', 'all'], env), { code: 2, stderr: /all is one argument too many/ })
    t.match(await run(['client', 'show'], env), { code: 2, stderr: /<name or id> is missing/ })
    t.match(await run(['toString'], env), { code: 2 })
  })

  await t.test('names the flag that is missing', async t => {
    const { code, stderr } = await run(['user', 'create'], env, 'a long password\n')
    t.equal(code, 2)
    t.match(stderr, /--email is missing/)
  })

  await t.test('makes a user whose password is read from standard input', async t => {
    const made = await run(
      ['user', 'create', '--email', 'Ada@example.com', '--verified'],
      env,
      'correct horse battery\n',
    )
    t.equal(made.code, 0, made.stderr)
    const user = await app.api('GET', `/users/${encodeURIComponent(made.stdout.trim())}`)
    t.match(user.body, { email: 'ada@example.com', email_verified: true })
    const again = await run(['user', 'create', '--email', 'ada@example.com'], env, 'correct horse battery\n')
    t.equal(again.code, 1)
    t.match(again.stderr, /exists/)
  })

  await t.test('refuses a password that the connection’s policy refuses', async t => {
    const { code, stderr } = await run(['user', 'create', '--email', 'short@example.com'], env, 'short\n')
    t.equal(code, 1)
    t.match(stderr, /[Pp]assword/)
  })

  await t.test('sets a password', async t => {
    const { code } = await run(['user', 'set-password', '--email', 'ada@example.com'], env, 'a different password\n')
    t.equal(code, 0)
    t.equal(
      (await run(['user', 'set-password', '--email', 'nobody@example.com'], env, 'a different password\n')).code,
      1,
    )
  })

  await t.test('makes a client that the token endpoint knows', async t => {
    const { stdout } = await run(['client', 'create', '--name', 'Shop', '--type', 'non_interactive'], env)
    const { client_id, client_secret } = JSON.parse(stdout)
    const response = await app.fetch('/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id,
        client_secret,
        audience: `${app.issuer}api/v2/`,
      }),
    })
    t.match(await response.json(), { error: /access_denied|unauthorized_client/ }, 'known, and granted nothing')
  })

  await t.test('makes an initial access token that registers so many clients', async t => {
    await app.api('PATCH', '/tenants/settings', { dynamic_client_registration: 'initial_access_token' })
    const made = await run(['registration-token', 'create', '--uses', '1', '--days', '1'], env)
    t.equal(made.code, 0, made.stderr)
    const registered = () =>
      app.fetch('/oidc/register', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${made.stdout.trim()}` },
        body: JSON.stringify({ redirect_uris: ['https://app.example/callback'] }),
      })
    t.equal((await registered()).status, 201)
    t.equal((await registered()).status, 401)
    for (const flags of [
      ['--uses', '0'],
      ['--uses', 'many'],
      ['--days', '1.5'],
      ['--days', '9999'],
    ])
      t.match(await run(['registration-token', 'create', ...flags], env), { code: 1, stderr: /whole number/ })
    await app.api('PATCH', '/tenants/settings', { dynamic_client_registration: 'off' })
  })

  await t.test('makes a tenant of its own: another issuer, other keys, tokens that the first one refuses', async t => {
    const domain = `127.0.0.1:${new URL(app.issuer).port}`
    const { code, stdout, stderr } = await run(['tenant', 'create', '--id', 'acme', '--domain', domain], env)
    t.equal(code, 0, stderr)
    const { issuer, client_id, client_secret } = JSON.parse(stdout)
    t.equal(issuer, `http://${domain}/`)
    const request = (base: string, path: string, init: RequestInit = {}) => fetch(new URL(path, base), init)
    const response = await request(issuer, '/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id,
        client_secret,
        audience: `${issuer}api/v2/`,
      }),
    })
    const { access_token } = (await response.json()) as { access_token: string }
    t.equal(
      (await request(issuer, '/api/v2/clients', { headers: { authorization: `Bearer ${access_token}` } })).status,
      200,
    )
    t.equal(
      (await request(app.issuer, '/api/v2/clients', { headers: { authorization: `Bearer ${access_token}` } })).status,
      401,
    )
    t.equal(
      (await run(['tenant', 'create', '--id', 'acme', '--domain', 'other.localhost'], env)).code,
      1,
      'a second of the same id is refused',
    )
  })

  await t.test('rotates signing keys, and a running server follows', async t => {
    const kids = async () => {
      const { keys } = (await (await app.fetch('/.well-known/jwks.json')).json()) as { keys: { kid: string }[] }
      return keys.map(({ kid }) => kid)
    }
    const before = await kids()
    const { code } = await run(['signing-keys', 'rotate'], env)
    t.equal(code, 0)
    await eventually(async () => (await kids()).some(kid => !before.includes(kid)))
  })

  await t.test('copies a database, and the copy opens with the same keys', async t => {
    const target = await createEmptyDatabase()
    t.teardown(() => target.drop())
    const served = await run(['database', 'copy', '--to', target.url], env)
    t.equal(served.code, 1)
    t.match(served.stderr, /is serving from this database/)
    await app.close()
    const copied = await run(['database', 'copy', '--to', target.url], env)
    t.equal(copied.code, 0, copied.stderr)
    const { rows } = await target.query('select email from users')
    t.match(rows.map(({ email }) => email).sort(), ['ada@example.com', 'grace@example.com'])
    const doctor = await run(['doctor'], { ...env, DATABASE_URL: target.url })
    t.equal(doctor.code, 0, doctor.stdout)
    const again = await run(['database', 'copy', '--to', target.url], env)
    t.equal(again.code, 1)
    t.match(again.stderr, /nothing was copied/)
  })

  await t.test('doctor names a lost encryption key and what to do', async t => {
    const { code, stdout } = await run(['doctor'], {
      ...env,
      LINTEL_ENCRYPTION_KEYS: `other:${Buffer.alloc(32, 8).toString('base64')}`,
    })
    t.equal(code, 1)
    t.match(stdout, /FAIL {2}encryption keys: .*LINTEL_ENCRYPTION_KEYS/)
  })

  await t.test('a database that is away is a sentence, not a stack', async t => {
    const { code, stderr } = await run(['migrate'], { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/x' })
    t.equal(code, 1)
    t.equal(stderr, 'The database cannot be reached. Check DATABASE_URL.\n')
  })
})
