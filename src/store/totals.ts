// How many rows a list has: exactly while counting them is cheap, beyond that as the planner reckons.
// docs/decisions/0020-totals-and-walks-of-large-lists.md
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from './schema.ts'

const COUNTED = 10_000

type Plan = { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }

/** @param rows in an order that an index has, so that what is counted is the first of it and no table is read through */
export async function totalOf<Tables extends keyof Database, Row>(
  db: Kysely<Database>,
  rows: SelectQueryBuilder<Database, Tables, Row>,
): Promise<number> {
  const { count } = await db
    .selectFrom(rows.limit(COUNTED + 1).as('counted'))
    .select(sql<string>`count(*)`.as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) <= COUNTED) return Number(count)
  const [plan] = await rows.explain<Plan>('json')
  return Math.max(COUNTED + 1, Math.round(plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0))
}
