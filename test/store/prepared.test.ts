// What requests ask all the time is prepared once on each connection (PREPARED in src/store/database.ts).
import { sql } from 'kysely'
import t from 'tap'
import { openKysely, openPool, PREPARED } from '../../src/store/database.ts'
import { createEmptyDatabase } from '../support/database.ts'

const { url, drop } = await createEmptyDatabase()
// One connection, so that the second of two statements meets what the first has left.
const pool = openPool(
  { connection_string: url, pool_size: 1, statement_timeout: 5_000, connection_timeout: 5_000 },
  () => {},
)
const db = openKysely(pool)
t.teardown(async () => {
  await db.destroy()
  await drop()
})
await sql`create table things (id int primary key, name text)`.execute(db)
await sql`insert into things values (1, 'one'), (2, 'two')`.execute(db)

const prepared = async () =>
  (await sql<{ statement: string }>`select statement from pg_prepared_statements order by name`.execute(db)).rows

t.test('a statement so marked is prepared once, whatever its values', async t => {
  for (const id of [1, 2, 1])
    t.equal((await sql`select name from things where id = ${id} ${PREPARED}`.execute(db)).rows.length, 1)
  await sql`select id from things where id = ${1}`.execute(db)
  t.same(await prepared(), [{ statement: 'select name from things where id = $1 /* prepared */' }])
})

t.test('it is planned for the sizes of the moment, not for those of when it was prepared', async t => {
  for (let n = 0; n < 10; n++) await sql`select name from things where id = ${n} ${PREPARED}`.execute(db)
  const { rows } = await sql`select sum(generic_plans)::int as kept from pg_prepared_statements`.execute(db)
  t.same(rows, [{ kept: 0 }])
})

t.test('it goes on when a migration changes its columns', async t => {
  const all = (id: number) => sql`select * from things where id = ${id} ${PREPARED}`.execute(db)
  t.same((await all(1)).rows, [{ id: 1, name: 'one' }])
  await sql`alter table things add column colour text not null default 'red'`.execute(db)
  t.same((await all(1)).rows, [{ id: 1, name: 'one', colour: 'red' }])
  t.same((await all(2)).rows, [{ id: 2, name: 'two', colour: 'red' }])
  t.same((await all(3)).rows, [])
})

t.test('in a transaction, which a failure would end, it is asked as it stands', async t => {
  const before = await prepared()
  await db.transaction().execute(async tx => {
    await sql`select id, name from things where id = ${1} ${PREPARED}`.execute(tx)
    await sql`alter table things drop column colour`.execute(tx)
    t.same((await sql`select * from things where id = ${1} ${PREPARED}`.execute(tx)).rows, [{ id: 1, name: 'one' }])
  })
  t.same(await prepared(), before)
})

t.test('its errors are those of the statement', async t => {
  const insert = () => sql`insert into things values (${1}, ${'again'}) ${PREPARED}`.execute(db)
  await t.rejects(insert(), { code: '23505', constraint: 'things_pkey' })
  await t.rejects(insert(), { code: '23505', constraint: 'things_pkey' })
  t.same((await sql`select name from things where id = ${1}`.execute(db)).rows, [{ name: 'one' }])
})
