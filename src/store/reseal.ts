// After the key ring changed: seals every secret anew with the ring's first key, so that older keys can leave the ring.
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import type { Seal } from './seal.ts'

const SEALED = [
  { table: 'artefacts', column: 'secret', row: 'id_hash' },
  { table: 'clients', column: 'client_secret', row: 'client_id' },
  { table: 'jobs', column: 'parameters', row: 'id' },
  { table: 'log_streams', column: 'secrets', row: 'id' },
  { table: 'resource_servers', column: 'signing_secret', row: 'id' },
  { table: 'signing_keys', column: 'private_key', row: 'kid' },
  { table: 'tenants', column: 'pairwise_salt', row: 'tenant_id' },
  { table: 'upstream_secrets', column: 'secret', row: 'connection_id' },
] as const

const BATCH = 200

/** Answers how many values were sealed anew. Safe to repeat and to run beside a serving Lintel whose ring knows both keys. */
export async function reseal(db: Kysely<Database>, seal: Seal): Promise<number> {
  let count = 0
  for (const { table, column, row } of SEALED) {
    let after = { tenant_id: '', id: '' }
    for (;;) {
      const rows = await db
        .selectFrom(table)
        .select([
          'tenant_id',
          eb =>
            eb
              .ref(row as never)
              .$castTo<string>()
              .as('id'),
          eb =>
            eb
              .ref(column as never)
              .$castTo<string>()
              .as('sealed'),
        ])
        .where(eb => eb(eb.refTuple('tenant_id', row as never), '>', eb.tuple(after.tenant_id, after.id) as never))
        .where(column as never, 'is not', null)
        .orderBy('tenant_id')
        .orderBy(row as never)
        .limit(BATCH)
        .execute()
      for (const { tenant_id, id, sealed } of rows) {
        if (seal.isCurrent(sealed)) continue
        const place = { tenant_id, table, row: id, column }
        const { numUpdatedRows } = await db
          .updateTable(table)
          .set({ [column]: seal.seal(seal.open(sealed, place), place) } as never)
          .where('tenant_id', '=', tenant_id)
          .where(row as never, '=', id as never)
          // Someone else may have written a new secret meanwhile; that one is sealed with the first key already.
          .where(column as never, '=', sealed as never)
          .executeTakeFirst()
        count += Number(numUpdatedRows)
      }
      const last = rows.at(-1)
      if (!last) break
      after = last
    }
  }
  return count
}

/** The first sealed value that this ring cannot open, as a sentence; undefined when all can be. */
export async function findUnopenable(db: Kysely<Database>, seal: Seal): Promise<string | undefined> {
  for (const { table, column, row } of SEALED) {
    const rows = await db
      .selectFrom(table)
      .select([
        'tenant_id',
        eb =>
          eb
            .ref(row as never)
            .$castTo<string>()
            .as('id'),
        eb =>
          eb
            .ref(column as never)
            .$castTo<string>()
            .as('sealed'),
      ])
      .where(column as never, 'is not', null)
      .execute()
    for (const { tenant_id, id, sealed } of rows) {
      try {
        seal.open(sealed, { tenant_id, table, row: id, column })
      } catch (error) {
        return `${table}.${column} of ${id}: ${(error as Error).message}`
      }
    }
  }
  return undefined
}
