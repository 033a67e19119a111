// After the key ring changed: seals every secret anew with the ring's first key, so that older keys can leave the ring.
import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'
import type { Place, Seal } from './seal.ts'

/** @property row the rest of the primary key: where a value is sealed to */
const SEALED = [
  { table: 'artefacts', column: 'secret', row: ['id_hash'] },
  { table: 'authentication_methods', column: 'secret', row: ['id'] },
  { table: 'clients', column: 'client_secret', row: ['client_id'] },
  { table: 'email_providers', column: 'credentials', row: ['name'] },
  { table: 'jobs', column: 'parameters', row: ['id'] },
  { table: 'log_streams', column: 'secrets', row: ['id'] },
  { table: 'passwords', column: 'password_hash', row: ['connection_id', 'identity_user_id'] },
  { table: 'phone_providers', column: 'credentials', row: ['id'] },
  { table: 'resource_servers', column: 'signing_secret', row: ['id'] },
  { table: 'signing_keys', column: 'private_key', row: ['kid'] },
  { table: 'tenants', column: 'pairwise_salt', row: ['tenant_id'] },
  { table: 'upstream_secrets', column: 'secret', row: ['connection_id'] },
  { table: 'user_import_chunks', column: 'entries', row: ['job_id', 'position'] },
  { table: 'user_import_errors', column: 'error', row: ['job_id', 'position'] },
] as const

const BATCH = 100

type SealedValue = { place: Place; key: { [column: string]: unknown }; sealed: string }

/** Every sealed value of a column, some at a time: one column holds a value for each of a million users. Beside them may stand others. */
async function* batchesOf(
  db: Kysely<Database>,
  { table, column, row }: (typeof SEALED)[number],
): AsyncGenerator<SealedValue[]> {
  const columns = sql.join(['tenant_id', ...row].map(name => sql.ref(name)))
  let after: unknown[] | undefined
  for (;;) {
    const { rows } = await sql<{ tenant_id: string; [column: string]: unknown }>`
      select ${columns}, ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${sql.ref(column)} like 'v1.%' ${after ? sql`and (${columns}) > (${sql.join(after)})` : sql``}
      order by ${columns} limit ${BATCH}`.execute(db)
    yield rows.map(({ sealed, ...key }) => ({
      place: { tenant_id: key.tenant_id, table, row: row.map(name => key[name]).join(' '), column },
      key,
      sealed: sealed as string,
    }))
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    after = [last.tenant_id, ...row.map(name => last[name])]
  }
}

/** Answers how many values were sealed anew. Safe to repeat and to run beside a serving Lintel whose ring knows both keys. */
export async function reseal(db: Kysely<Database>, seal: Seal): Promise<number> {
  let count = 0
  for (const entry of SEALED)
    for await (const values of batchesOf(db, entry))
      for (const { place, key, sealed } of values) {
        if (seal.isCurrent(sealed)) continue
        const column = sql.ref(entry.column)
        const itself = Object.entries(key).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
        const { numAffectedRows } = await sql`
          update ${sql.table(entry.table)} set ${column} = ${seal.seal(seal.open(sealed, place), place)}
          where ${sql.join(itself, sql` and `)} and ${column} = ${sealed}`.execute(db)
        // Someone else may have written a new secret meanwhile; that one is sealed with the first key already.
        count += Number(numAffectedRows ?? 0)
      }
  return count
}

/** The first sealed value that this ring cannot open, as a sentence; undefined when all can be. */
export async function findUnopenable(db: Kysely<Database>, seal: Seal): Promise<string | undefined> {
  for (const entry of SEALED)
    for await (const values of batchesOf(db, entry))
      for (const { place, sealed } of values) {
        try {
          seal.open(sealed, place)
        } catch (error) {
          return `${place.table}.${place.column} of ${place.row}: ${(error as Error).message}`
        }
      }
  return undefined
}
