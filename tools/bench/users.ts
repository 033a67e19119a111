// A tenant with many users, and what is asked about them, one question at a time, each beside a `SELECT 1`.
import pg from 'pg'
import { DATABASE_CONNECTION } from '../../src/first-start.ts'
import { DEFAULT_TENANT } from '../../src/store/tenants.ts'
import { createCrowd, LEADING_WILDCARD, type Question, questions } from '../../test/support/crowd.ts'
import { quantile } from './statistics.ts'

/** How long each answer took, and each `SELECT 1` beside it, in milliseconds. */
export type Asked = { name: string; took: number[]; selects: number[] }

export async function withClient<T>(database_url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database_url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export const fill = (database_url: string, users: number, progress?: (done: number) => void): Promise<void> =>
  withClient(database_url, async client => {
    const { rows } = await client.query<{ id: string }>(
      'select id from connections where tenant_id = $1 and name = $2',
      [DEFAULT_TENANT, DATABASE_CONNECTION],
    )
    const [connection] = rows
    if (!connection) throw new Error('no database connection')
    const crowd = { tenant_id: DEFAULT_TENANT, connection_id: connection.id, users }
    await createCrowd(sql => client.query(sql), crowd, progress)
    // As autovacuum would, a while later.
    await client.query('vacuum analyze')
  })

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/**
 * @param first watches each question being asked for the first time, which is not measured
 */
export const askAboutUsers = (
  database_url: string,
  get: (path: string) => Promise<unknown>,
  users: number,
  samples: number,
  first: (question: Question, ask: () => Promise<unknown>) => Promise<unknown> = (_question, ask) => ask(),
): Promise<Asked[]> =>
  withClient(database_url, async client => {
    const results: Asked[] = []
    for (const question of [...questions(users), LEADING_WILDCARD]) {
      const { name } = question
      const ask = (n: number) => get(question.ask(n).slice(1))
      await first(question, () => ask(1))
      const result: Asked = { name, took: [], selects: [] }
      for (let sample = 0; sample < samples; sample++) {
        const n = 1 + Math.floor(Math.random() * users)
        result.selects.push(await timed(() => client.query('select 1')))
        result.took.push(await timed(() => ask(n)))
      }
      results.push(result)
    }
    return results
  })

export const USERS_HEAD = ['question', 'median, × `SELECT 1`', '99th percentile, × `SELECT 1`', 'ms (median / 99th)']

/** Times as multiples of a `SELECT 1`, then as measured. */
export function usersRow({ name, took, selects }: Asked, figure: (value: number) => string): string[] {
  const times = (share: number) => figure(quantile(took, share) / quantile(selects, 0.5))
  return [name, times(0.5), times(0.99), `${figure(quantile(took, 0.5))} / ${figure(quantile(took, 0.99))}`]
}
