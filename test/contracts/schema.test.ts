// The promise: the tenant leads. Read from PostgreSQL's own catalogue, after every migration.
import pg from 'pg'
import t from 'tap'
import { createDatabase } from '../support/database.ts'

const database = await createDatabase()
const client = new pg.Client({ connectionString: database.url })
await client.connect()
t.teardown(async () => {
  await client.end()
  await database.drop()
})

/** Not a tenant's: the tenants themselves (and what names them), and Kysely's record of migrations. */
const NOT_OF_A_TENANT = ['lintel_migrations', 'lintel_migrations_lock', 'tenants']

/** Says which tenant a name belongs to. */
const NAMES_A_TENANT = 'custom_domains_ready'

type Constraint = { table: string; name: string; kind: 'p' | 'u' | 'f'; columns: string[]; references: string | null }

const { rows: constraints } = await client.query<Constraint>(`
  select c.relname as table, con.conname as name, con.contype as kind, con.confrelid::regclass::text as references,
    (select array_agg(a.attname::text order by k.place) from unnest(con.conkey) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.attnum) as columns
  from pg_constraint con join pg_class c on c.oid = con.conrelid
  where c.relnamespace = 'public'::regnamespace and con.contype in ('p', 'u', 'f') and not c.relispartition`)

const { rows: indexes } = await client.query<{ table: string; name: string; first: string | null }>(`
  select c.relname as table, i.relname as name, a.attname as first
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
  left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0] and a.attnum > 0
  where c.relnamespace = 'public'::regnamespace and x.indisunique and not c.relispartition`)

const { rows: columns } = await client.query<{
  table: string
  column: string
  type: string
  collation: string | null
}>(`
  select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, l.collname as collation
  from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_collation l on l.oid = a.attcollation
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and a.attnum > 0 and not a.attisdropped`)

const tables = [...new Set(columns.map(({ table }) => table))].sort()
const ofTenants = tables.filter(table => !NOT_OF_A_TENANT.includes(table))
const columnsOf = (table: string) => columns.filter(each => each.table === table)

t.test('there are tables to look at', async t => {
  t.ok(ofTenants.length > 20)
  for (const table of NOT_OF_A_TENANT) t.ok(tables.includes(table), `${table} is still there`)
})

t.test('every table of a tenant has a primary key, and the tenant leads it', async t => {
  for (const table of ofTenants) {
    const key = constraints.find(each => each.table === table && each.kind === 'p')
    t.equal(key?.columns[0], 'tenant_id', table)
    t.ok((key?.columns.length ?? 0) > 1, `${table}: and does not stand alone`)
  }
})

t.test('the tenant leads every unique constraint and index', async t => {
  for (const { table, name, columns } of constraints.filter(({ kind }) => kind === 'u'))
    if (ofTenants.includes(table)) t.equal(columns[0], 'tenant_id', `${table}: ${name}`)
  for (const { table, name, first } of indexes.filter(({ name }) => name !== NAMES_A_TENANT))
    if (ofTenants.includes(table)) t.equal(first, 'tenant_id', `${table}: ${name}`)
})

t.test('the tenant leads every foreign key, so that no row belongs to another tenant’s', async t => {
  const keys = constraints.filter(({ kind }) => kind === 'f')
  for (const { table, name, columns, references } of keys) {
    t.equal(columns[0], 'tenant_id', `${table}: ${name}`)
    if (references !== 'tenants') t.ok(columns.length > 1, `${table}: ${name} names what it references`)
  }
  for (const table of ofTenants)
    t.ok(
      keys.some(key => key.table === table && key.references === 'tenants'),
      `${table} goes with its tenant`,
    )
})

t.test('ids and sort keys compare byte for byte', async t => {
  for (const { table, name, columns: named } of constraints) {
    if (!ofTenants.includes(table) && table !== 'tenants') continue
    for (const column of columnsOf(table).filter(each => named.includes(each.column) && each.type === 'text'))
      t.equal(column.collation, 'C', `${table}.${column.column} of ${name}`)
  }
  for (const { table, column, type, collation } of columns)
    if (ofTenants.includes(table) && type === 'text' && /(^|_)id$|_hash$/.test(column) && column !== 'password_hash')
      t.equal(collation, 'C', `${table}.${column}`)
})

t.test('times are milliseconds with a zone, documents are jsonb', async t => {
  for (const { table, column, type } of columns.filter(each => !each.table.startsWith('lintel_'))) {
    t.notMatch(type, /^timestamp(\(\d\))? without|^json$|^character/, `${table}.${column}`)
    if (type.startsWith('timestamp')) t.equal(type, 'timestamp(3) with time zone', `${table}.${column}`)
  }
})

t.test('no extension is needed', async t => {
  const { rows } = await client.query('select extname from pg_extension')
  t.strictSame(
    rows.map(row => row.extname),
    ['plpgsql'],
  )
})
