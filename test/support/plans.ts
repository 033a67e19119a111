// How PostgreSQL goes about a statement.
import type { Query } from './crowd.ts'

export type Statement = { sql: string; parameters: readonly unknown[] }

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] }

/** The tables that a statement reads from end to end, and the indexes it uses. */
export async function planOf(
  query: (sql: string, parameters: unknown[]) => ReturnType<Query>,
  { sql, parameters }: Statement,
): Promise<{ scanned: string[]; indexes: string[] }> {
  const answer = (await query(`explain (format json) ${sql}`, [...parameters])) as {
    rows: [{ 'QUERY PLAN': [{ Plan: Plan }] }]
  }
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
  const all = nodes(answer.rows[0]['QUERY PLAN'][0].Plan)
  const named = (of: Plan[], name: 'Relation Name' | 'Index Name') => of.flatMap(node => node[name] ?? [])
  return {
    scanned: named(
      all.filter(node => node['Node Type'] === 'Seq Scan'),
      'Relation Name',
    ),
    indexes: named(all, 'Index Name'),
  }
}

/** What has a row for each user. */
export const LARGE = ['users', 'identities', 'user_stats', 'passwords', 'user_roles', 'log_events_default']
