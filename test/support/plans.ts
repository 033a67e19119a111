// How PostgreSQL goes about a statement.
export type Statement = { sql: string; parameters: readonly unknown[] }

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] }

/** The tables of more than a thousand rows that a statement reads from end to end, and the indexes it uses. */
export async function planOf(
  query: (sql: string, parameters: unknown[]) => Promise<unknown>,
  { sql, parameters }: Statement,
): Promise<{ scanned: string[]; indexes: string[] }> {
  const rowsOf = async <Row>(text: string, values: unknown[]) => ((await query(text, values)) as { rows: Row[] }).rows
  const [row] = await rowsOf<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${sql}`, [...parameters])
  if (!row) throw new Error('no plan')
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
  const all = nodes(row['QUERY PLAN'][0].Plan)
  const scans = all.filter(node => node['Node Type'] === 'Seq Scan').flatMap(node => node['Relation Name'] ?? [])
  const large = await rowsOf<{ relname: string }>(
    'select relname from pg_class where relname = any($1) and reltuples > 1000',
    [scans],
  )
  return { scanned: large.map(({ relname }) => relname), indexes: all.flatMap(node => node['Index Name'] ?? []) }
}
