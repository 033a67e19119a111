import t, { type Test } from 'tap'
import { createPasswordHasher } from '../../src/credentials/password.ts'
import { ADMIN, CHEAP_ARGON2, createTestApp, freePort, KEYS } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { serve } from '../support/process.ts'

const USERS = 1_000
const KILLED_AT = 400
const AT_ONCE = 16
const CONNECTION = 'Username-Password-Authentication'

const emailOf = (n: number) => `user${n}@example.com`
const passwordOf = (n: number) => `the passphrase of ${n}`

async function serveOn(t: Test) {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const port = String(await freePort())
  const issuer = `http://localhost:${port}/`
  const server = await serve(t, {
    PORT: port,
    LINTEL_ISSUER: issuer,
    LINTEL_DATA_DIR: t.testdir(),
    DATABASE_URL: database.url,
    LINTEL_ENCRYPTION_KEYS: KEYS.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
    LINTEL_ARGON2_MEMORY: String(CHEAP_ARGON2.memory),
    LINTEL_ARGON2_ITERATIONS: String(CHEAP_ARGON2.iterations),
    LINTEL_MANAGEMENT_RATE_LIMIT: '0',
  })
  const call = (path: string, body: object | FormData, token?: string) =>
    fetch(new URL(path, issuer), {
      method: 'POST',
      headers: {
        ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body instanceof FormData ? body : JSON.stringify(body),
    })
  const grant = { grant_type: 'client_credentials', ...ADMIN, audience: `${issuer}api/v2/` }
  const { access_token } = (await (await call('/oauth/token', grant)).json()) as { access_token: string }
  return { database, server, call, access_token }
}

t.test('a process killed while a thousand users are made has made each of them wholly or not at all', async t => {
  const { database, server, call, access_token } = await serveOn(t)

  const acknowledged: number[] = []
  const unanswered: number[] = []
  let next = 0
  async function work(): Promise<void> {
    while (next < USERS && !server.process.killed) {
      const n = next++
      try {
        const body = { connection: CONNECTION, email: emailOf(n), password: passwordOf(n) }
        const response = await call('/api/v2/users', body, access_token)
        await response.json()
        t.equal(response.status, 201)
        acknowledged.push(n)
        if (acknowledged.length === KILLED_AT) server.process.kill('SIGKILL')
      } catch {
        unanswered.push(n)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  t.equal((await server.ended).code, null, 'it was killed')
  t.ok(acknowledged.length >= KILLED_AT)
  t.ok(unanswered.length > 0, 'in the middle of its work')

  const app = await createTestApp(t, { database })
  const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  const { id } = (await store.connections.findByName(CONNECTION)) as { id: string }
  const hasher = createPasswordHasher(CHEAP_ARGON2, 2)
  async function signsIn(n: number): Promise<boolean> {
    const found = await store.users.findCredentials(id, { email: emailOf(n) })
    return found !== undefined && (await hasher.verify(found.password_hash, passwordOf(n))).ok
  }
  const lost = []
  for (const n of acknowledged) if (!(await signsIn(n))) lost.push(n)
  t.same(lost, [], 'whoever was acknowledged signs in')

  const { rows } = await database.query(`
    select u.email,
      (select count(*)::int from identities i where i.tenant_id = u.tenant_id and i.user_id = u.user_id) as identities,
      (select count(*)::int from passwords p join identities i using (tenant_id, connection_id, identity_user_id)
        where i.tenant_id = u.tenant_id and i.user_id = u.user_id) as passwords,
      (select count(*)::int from log_events l where l.tenant_id = u.tenant_id and l.user_id = u.user_id) as events,
      (select count(*)::int from tickets k where k.tenant_id = u.tenant_id and k.user_id = u.user_id) as tickets
    from users u`)
  const half = rows.filter(row => row.identities !== 1 || row.passwords !== 1 || row.events !== 1 || row.tickets !== 1)
  t.same(half, [], 'nobody is half there')
  t.equal(rows.length, new Set(rows.map(row => row.email)).size)
  const there = new Set(rows.map(row => row.email))
  t.ok(acknowledged.every(n => there.has(emailOf(n))))
  t.ok(rows.length <= acknowledged.length + unanswered.length, 'and nobody who was not asked for')

  const again = { connection: CONNECTION, password: 'the passphrase of nobody', email: 'after@example.com' }
  t.equal((await app.api('POST', '/users', again)).status, 201, 'work goes on')
})

t.test('an import whose process is killed in the middle is finished by another, each user once', async t => {
  const { database, server, call, access_token } = await serveOn(t)
  const IMPORTED = 10_000
  const [connection] = await database.query(`select id from connections where name = '${CONNECTION}'`).then(r => r.rows)
  const users = Array.from({ length: IMPORTED }, (_, n) => ({ email: emailOf(n) }))
  const form = new FormData()
  form.set('connection_id', connection?.id)
  form.set('users', new Blob([JSON.stringify(users)]), 'users.json')
  const { id } = (await (await call('/api/v2/jobs/users-imports', form, access_token)).json()) as { id: string }
  const count = async () => (await database.query('select count(*)::int as users from users')).rows[0]?.users as number
  await eventually(async () => (await count()) > 0)
  server.process.kill('SIGKILL')
  await server.ended
  const there = await count()
  t.ok(there > 0 && there < IMPORTED, `${there} were there when it died`)

  // The time in which a process that lives is heard of goes by.
  await database.query("update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'")
  const app = await createTestApp(t, { database })
  await eventually(async () => (await app.api('GET', `/jobs/${id}`)).body.status === 'completed', 30_000)
  const { body } = await app.api('GET', `/jobs/${id}`)
  t.same(body.summary, { failed: 0, updated: 0, inserted: IMPORTED, total: IMPORTED })
  t.equal(await count(), IMPORTED)
})
