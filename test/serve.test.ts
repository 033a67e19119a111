import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { freePort } from './support/app.ts'
import { createDatabase, createEmptyDatabase } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { run, serve, start } from './support/process.ts'

const sh = promisify(execFile)

t.test('a first start without any configuration', async t => {
  const data_dir = path.join(t.testdir(), 'data')
  const env = { PORT: String(await freePort()), LINTEL_DATA_DIR: data_dir }
  const server = await serve(t, env)
  await eventually(() => server.output().includes('/dev/mail'))
  const file = path.join(data_dir, 'administration.json')

  await t.test(
    'keeps the administrator’s credentials where only their owner can read them, and prints none',
    async t => {
      t.equal(statSync(file).mode & 0o777, 0o600)
      const { client_id, client_secret } = JSON.parse(readFileSync(file, 'utf8'))
      t.match(server.output(), 'administration.json')
      t.notMatch(server.output(), client_secret)
      t.notMatch(server.output(), client_id)
    },
  )

  await t.test('prints a command that lists the users when it is pasted into a shell', async t => {
    const commands = server.output().match(/TOKEN=.*\n.*curl -s .*users.*/)?.[0] ?? ''
    const { stdout } = await sh('sh', ['-c', commands])
    t.same(JSON.parse(stdout), [])
  })

  await t.test('is one of two processes that may share its database', async t => {
    const doctor = await run(['doctor'], env)
    t.equal(doctor.code, 0, doctor.stdout + doctor.stderr)
    t.match(doctor.stdout, /ok {4}database: PostgreSQL/)
    t.match(doctor.stdout, /ok {4}migrations: all applied/)
    t.equal((await fetch(`http://127.0.0.1:${env.PORT}/readyz`)).status, 200, 'which runs on')
  })

  await t.test('stops its database when it leaves', async t => {
    server.process.kill('SIGTERM')
    t.equal((await server.ended).code, 0)
    t.notOk(existsSync(path.join(data_dir, 'postgres', 'data', 'postmaster.pid')))
  })

  await t.test('leaves credentials that follow a new port', async t => {
    const port = String(await freePort())
    const again = await serve(t, { ...env, PORT: port })
    await eventually(() => again.output().includes('/dev/mail'))
    t.equal(JSON.parse(readFileSync(file, 'utf8')).audience, `http://localhost:${port}/api/v2/`)
    const commands = again.output().match(/TOKEN=.*\n.*curl -s .*users.*/)?.[0] ?? ''
    t.same(JSON.parse((await sh('sh', ['-c', commands])).stdout), [])
  })
})

t.test('a start that cannot be right ends at once and says what to set', async t => {
  const { code, stderr } = await start('main.ts', [], {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://localhost/x',
  }).ended
  t.equal(code, 1)
  t.match(stderr, /Lintel cannot start:\n {2}LINTEL_ENCRYPTION_KEYS: production needs it/)
})

t.test('on SIGTERM a request in flight is answered and an idle connection holds nothing', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const port = await freePort()
  const server = await serve(t, {
    PORT: String(port),
    DATABASE_URL: database.url,
    LINTEL_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    LINTEL_BOOTSTRAP_CLIENT_ID: 'test-admin',
    LINTEL_BOOTSTRAP_CLIENT_SECRET: 'test-admin-secret-0123456789',
  })
  const idle = connect(port, '127.0.0.1')
  idle.on('error', () => {})
  idle.write('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n')
  await new Promise(resolve => idle.once('data', resolve))

  // A lock keeps a token request waiting on the database while the server is told to end.
  await database.query('begin')
  await database.query('lock table client_grants in access exclusive mode')
  const answer = fetch(`http://localhost:${port}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: 'test-admin',
      client_secret: 'test-admin-secret-0123456789',
      audience: `http://localhost:${port}/api/v2/`,
    }),
  })
  await eventually(async () => {
    const { rows } = await database.query(
      // Databases made from one template share their tables' numbers.
      `select 1 from pg_locks join pg_database on pg_database.oid = database
        where datname = current_database() and not granted and relation = 'client_grants'::regclass`,
    )
    return rows.length > 0
  })
  server.process.kill('SIGTERM')
  await eventually(() =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      response => !response.ok,
      () => true,
    ),
  )
  await database.query('rollback')
  t.equal((await answer).status, 200)
  t.equal((await server.ended).code, 0)
})

t.test('LINTEL_MIGRATE=false waits, not ready, until another has migrated', async t => {
  const database = await createEmptyDatabase()
  t.teardown(() => database.drop())
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: database.url,
    LINTEL_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    LINTEL_DATA_DIR: t.testdir(),
    LINTEL_MIGRATE: 'false',
  }
  const waiting = start('main.ts', [], env)
  t.teardown(async () => {
    waiting.process.kill('SIGTERM')
    await waiting.ended
  })
  const ready = () =>
    fetch(`http://127.0.0.1:${env.PORT}/readyz`).then(async response => ({
      status: response.status,
      body: await response.json(),
    }))
  await eventually(() =>
    ready().then(
      ({ status }) => status === 503,
      () => false,
    ),
  )
  t.match(await ready(), { status: 503, body: { reason: /schema/ } })
  const { LINTEL_MIGRATE: _, ...migrating } = env
  t.equal((await run(['migrate'], migrating)).code, 0)
  await eventually(() => ready().then(({ status }) => status === 200))
  t.equal((await ready()).status, 200)
})

t.test('two servers starting at once on one empty database agree on one tenant', async t => {
  const database = await createEmptyDatabase()
  t.teardown(() => database.drop())
  const common = {
    DATABASE_URL: database.url,
    LINTEL_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  }
  await Promise.all(
    ['a', 'b'].map(async name =>
      serve(t, { ...common, PORT: String(await freePort()), LINTEL_DATA_DIR: t.testdir({}) + name }),
    ),
  )
  const { rows } = await database.query(
    "select (select count(*) from tenants) as tenants, (select count(*) from signing_keys where state = 'current') as keys",
  )
  t.match(rows, [{ tenants: '1', keys: '1' }])
})
