import t from 'tap'
import { createFactsCache } from '../../src/store/facts.ts'
import { ADMIN, createTestApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { untilFactsAreKept } from '../support/statements.ts'

t.test('a fact is read once while nothing changes', async t => {
  const app = await createTestApp(t)
  const { facts } = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  await facts.client(ADMIN.client_id)
  await untilFactsAreKept(app)
  const client = await facts.client(ADMIN.client_id)
  app.statements()
  t.equal(await facts.client(ADMIN.client_id), client, 'the very same object')
  t.same(
    app.statements().filter(sql => sql.includes('clients')),
    [],
  )
})

t.test('a change by any writer reaches another process, by notification', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const app = await createTestApp(t, { database })
  const { facts } = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  t.equal((await facts.client(ADMIN.client_id))?.name, 'Lintel Administration')
  await database.query(`update clients set name = 'renamed' where client_id = '${ADMIN.client_id}'`)
  await eventually(async () => (await facts.client(ADMIN.client_id))?.name === 'renamed')
  t.equal((await facts.client(ADMIN.client_id))?.name, 'renamed')
})

t.test('a change whose notification is lost is found by the poll', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const app = await createTestApp(t, { database })
  const { facts } = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  await facts.client(ADMIN.client_id)
  // Takes the notification away, and nothing else.
  await database.query(`
    create or replace function lintel_revise() returns trigger language plpgsql as $$
    begin
      update tenants set revision = revision + 1 where tenant_id = new.tenant_id;
      return null;
    end $$`)
  await database.query(`update clients set name = 'renamed' where client_id = '${ADMIN.client_id}'`)
  await eventually(async () => (await facts.client(ADMIN.client_id))?.name === 'renamed')
  t.pass('the poll found it')
})

t.test('memory that has heard nothing for five seconds is bypassed', async t => {
  let now = 0
  let reads = 0
  const tenant = { tenant_id: 'a', issuer: 'https://a.test/' }
  const cache = createFactsCache(
    () => ({ client: async () => ({ read: ++reads }) }) as never,
    async () => tenant,
    () => now,
  )
  const facts = cache.of(tenant)
  await facts.client('c')
  await facts.client('c')
  t.equal(reads, 2, 'before the first poll nothing is kept')
  cache.see(new Map([['a', '1']]))
  await facts.client('c')
  cache.see(new Map([['a', '1']]))
  await facts.client('c')
  reads = 0
  await facts.client('c')
  t.equal(reads, 0, 'fresh memory serves')
  now = 4_999
  await facts.client('c')
  t.equal(reads, 0)
  now = 5_000
  await facts.client('c')
  t.equal(reads, 1, 'stale memory does not')
  now = 5_001
  cache.see(new Map([['a', '2']]))
  await facts.client('c')
  t.equal(reads, 2, 'and after a revision nothing old is left')
})

t.test('a read that began before a change is not kept after it', async t => {
  const tenant = { tenant_id: 'a', issuer: 'https://a.test/' }
  let finish: (value: unknown) => void = () => {}
  const slow = new Promise(resolve => {
    finish = resolve
  })
  let reads = 0
  const cache = createFactsCache(
    () => ({ client: () => (reads++ === 0 ? slow : Promise.resolve({ name: 'new' })) }) as never,
    async () => tenant,
    () => 0,
  )
  cache.see(new Map([['a', '1']]))
  const facts = cache.of(tenant)
  const first = facts.client('c')
  cache.drop('a')
  finish({ name: 'old' })
  t.match(await first, { name: 'old' })
  t.match(await facts.client('c'), { name: 'new' })
})

t.test('what is made at a domain that is no more is not kept for the next one of that name', async t => {
  const at = (id: string) => ({
    tenant_id: 'a',
    issuer: 'https://login.a.test/',
    custom_domain: { id, canonical_issuer: 'https://a.test/' },
  })
  const cache = createFactsCache(
    () => ({}) as never,
    async () => undefined,
    () => 0,
  )
  cache.see(new Map([['a', '1']]))
  // A request that began before the domain was removed goes on after it.
  await cache.of(at('cd_1')).derived('provider', async () => 'of the first')
  t.equal(await cache.of(at('cd_2')).derived('provider', async () => 'of the second'), 'of the second')
  t.equal(await cache.of(at('cd_1')).derived('provider', async () => 'made anew'), 'of the first')
})

t.test('an absence and a failure are not kept', async t => {
  const tenant = { tenant_id: 'a', issuer: 'https://a.test/' }
  const answers = [
    async () => undefined,
    async () => Promise.reject(new Error('away')),
    async () => ({ name: 'there' }),
  ]
  const cache = createFactsCache(
    () => ({ client: () => answers.shift()?.() }) as never,
    async () => tenant,
    () => 0,
  )
  cache.see(new Map([['a', '1']]))
  const facts = cache.of(tenant)
  t.equal(await facts.client('c'), undefined)
  await t.rejects(facts.client('c'), /away/)
  t.match(await facts.client('c'), { name: 'there' })
})
