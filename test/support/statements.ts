// SQL statements told apart: a request's from those that the process makes by itself, what reads from what writes.
import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'

const isPollOfRevisions = (sql: string): boolean => /^select "tenant_id", "revision" from "tenants"/.test(sql)

/**
 * The polls of revisions (src/store/open.ts) and of log streams (src/store/log-readers.ts) come once a second, whatever is asked; days are
 * counted once a minute. The outbox's own statements are not reported at all.
 */
export const isBackground = (sql: string): boolean =>
  isPollOfRevisions(sql) || /\b(log_streams|log_cursors)\b/.test(sql)

/** Facts are read when the process has just forgotten them (src/store/facts.ts), whoever asks for whatever. */
export const isOfFacts = (sql: string) =>
  /select distinct detail ->> 'type' as type\s+from resource_servers/.test(sql) ||
  /^select .* from "(blacklisted_tokens|client_credentials|client_grants|clients|connections|custom_domains|custom_texts|network_acls|page_templates|resource_servers|signing_keys|tenants)" where/.test(
    sql,
  )

/** `log`: log events, whether a request waits for them or they are written together with others' a moment later. */
export type StatementKind = 'read' | 'write' | 'log' | 'transaction'

export function kindOf(sql: string): StatementKind {
  if (sql.startsWith('insert into "log_events"')) return 'log'
  if (/^(begin|start transaction|commit|rollback|savepoint|release)\b/i.test(sql)) return 'transaction'
  const words = sql.replaceAll(/"[^"]*"|for (no key )?update\b/gi, '')
  return /\b(insert into|update|delete from|merge into)\b/i.test(words) ? 'write' : 'read'
}

/** After one request: until a poll has seen the tenant's revision, what was read is not kept; two have, then. */
export async function untilFactsAreKept(app: TestApp): Promise<void> {
  let polls = 0
  app.statements()
  await eventually(() => {
    polls += app.statements().filter(isPollOfRevisions).length
    return polls >= 2
  })
}

/** What one request asks of the database, statement by statement. */
export async function statementsOf(app: TestApp, request: () => Promise<unknown>): Promise<StatementKind[]> {
  app.statements()
  await request()
  return app
    .statements()
    .filter(sql => !isBackground(sql))
    .map(kindOf)
}
