// SQL statements told apart: those of a request from the process's own, what reads from what writes.

/** The poll of revisions (src/store/open.ts) comes once a second, whatever is asked. The outbox's own statements are not counted at all. */
export const isBackground = (sql: string): boolean => /^select "tenant_id", "revision" from "tenants"/.test(sql)

export type StatementKind = 'read' | 'write' | 'transaction'

export function kindOf(sql: string): StatementKind {
  if (/^(begin|start transaction|commit|rollback|savepoint|release)\b/i.test(sql)) return 'transaction'
  return /\b(insert into|update|delete from|merge into)\b/i.test(sql.replaceAll(/"[^"]*"|for (no key )?update\b/gi, ''))
    ? 'write'
    : 'read'
}
