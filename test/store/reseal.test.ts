import { sql } from 'kysely'
import t from 'tap'
import { copyAll, isEmpty } from '../../src/store/copy.ts'
import { LOG_READERS } from '../../src/store/log-readers.ts'
import { openStore } from '../../src/store/open.ts'
import { findUnopenable, reseal } from '../../src/store/reseal.ts'
import { createSeal } from '../../src/store/seal.ts'
import { ADMIN, createTestApp, KEYS } from '../support/app.ts'
import { createDatabase, createEmptyDatabase } from '../support/database.ts'
import { createTwin, tenantTables } from '../support/twins.ts'

const ISSUER = 'http://localhost:3000/'
const NEW_KEY = { id: 'new', key: Buffer.alloc(32, 9) }

const openWith = (url: string, ring: typeof KEYS) =>
  openStore({
    database: { connection_string: url, pool_size: 2, statement_timeout: 0, connection_timeout: 5_000, ssl: undefined },
    issuer: ISSUER,
    seal: createSeal(ring),
    enqueue: async () => {},
    remember: false,
    onError: error => {
      throw error
    },
  })

t.test('after resealing, the old key can leave the ring', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const both = [NEW_KEY, ...KEYS]
  const before = await openWith(database.url, KEYS)
  const there = before.forTenant({ tenant_id: 'default', issuer: ISSUER })
  const salt = await there.subjects.salt()
  const [api] = await there.resource_servers.list({}, { limit: 1, offset: 0 })
  await there.resource_servers.update(api?.id ?? '', { signing_secret: 'secret' }, new Date())
  await before.close()
  const store = await openWith(database.url, both)
  const count = await reseal(store.db, createSeal(both))
  t.ok(count >= 6, 'two signing keys, two client secrets, a signing secret, the salt of pairwise subjects')
  t.equal(await reseal(store.db, createSeal(both)), 0, 'a second run finds nothing to do')
  await store.close()

  const later = await openWith(database.url, [NEW_KEY])
  t.equal(await findUnopenable(later.db, createSeal([NEW_KEY])), undefined)
  const tenant = later.forTenant({ tenant_id: 'default', issuer: ISSUER })
  t.equal((await tenant.clients.find(ADMIN.client_id))?.client_secret, ADMIN.client_secret)
  t.equal((await tenant.resource_servers.find(api?.id ?? ''))?.signing_secret, 'secret')
  t.strictSame(await tenant.subjects.salt(), salt)
  t.match(await findUnopenable(later.db, createSeal(KEYS)), /LINTEL_ENCRYPTION_KEYS no longer names/)
  await later.close()
})

t.test('a database copied into an empty one serves the same clients with the same keys', async t => {
  const source = await createTestApp(t)
  await source.api('POST', '/roles', { name: 'copied' })
  await createTwin(source.store.db, createSeal(KEYS), 'twin')
  const target = await createEmptyDatabase()
  t.teardown(() => target.drop())
  const to = await openWith(target.url, KEYS)
  t.teardown(() => to.close())
  await to.migrate()
  t.ok(await isEmpty(to.db))
  const copied = new Map<string, number>()
  await copyAll(source.store.db, to.db, (table, rows) => copied.set(table, rows))
  t.notOk(await isEmpty(to.db))
  t.ok((copied.get('log_events') ?? 0) > 0)

  // Every table and every column; but the order of the log begins anew, and so do its readers' places in it.
  for (const table of await tenantTables(source.store.db)) {
    const [there, here] = await Promise.all(
      [source.store.db, to.db].map(async db => {
        const rows = sql<{ row: object }>`
          select to_jsonb(t) - ${LOG_READERS.some(each => each === table) ? ['tx', 'log_id'] : ['tx', 'revision']}::text[] as row
          from ${sql.table(table)} t where tenant_id = 'twin' order by 1`
        return (await rows.execute(db)).rows
      }),
    )
    t.ok(there?.length, table)
    t.strictSame(here, there, table)
  }

  const from = source.store.forTenant({ tenant_id: 'default', issuer: ISSUER })
  const there = to.forTenant({ tenant_id: 'default', issuer: ISSUER })
  t.strictSame(
    await there.clients.list({}, { limit: 100, offset: 0 }),
    await from.clients.list({}, { limit: 100, offset: 0 }),
  )
  t.strictSame(await there.signing_keys.list(), await from.signing_keys.list())
  t.strictSame(
    await there.roles.list({}, { limit: 100, offset: 0 }),
    await from.roles.list({}, { limit: 100, offset: 0 }),
  )
})
