// Users as an export writes them: one JSON object a line, or CSV (RFC 4180) that no spreadsheet takes for formulas. Pages by key, each written as it
// is read, so that a million cost no more memory than a page of them.
import { stringify } from 'csv-stringify/sync'
import type { TenantStore } from '../../store/store.ts'
import { shownUser } from '../users/user.ts'

/** @property name a path into a user as the API shows her: `user_metadata.plan`, `identities[0].connection` */
export type ExportField = { name: string; export_as?: string }

/** @property fields undefined: the whole user in JSON, `CSV_FIELDS` in CSV */
export type ExportParameters = { format: 'json' | 'csv'; limit?: number; fields?: ExportField[] }

/** What fits a table of everybody: metadata is each tenant's own. */
export const CSV_FIELDS: ExportField[] = [
  'user_id',
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'blocked',
  'identities[0].connection',
  'created_at',
  'updated_at',
  'last_login',
  'last_ip',
  'logins_count',
].map(name => ({ name }))

const PAGE = 500

export const pathOf = (name: string): string[] => name.split(/\.|\[(\d+)\]/).filter(Boolean)

function valueAt(value: unknown, path: readonly string[]): unknown {
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as { [key: string]: unknown })[step]
  }
  return value
}

/**
 * What a spreadsheet would calculate, at the beginning of a cell: also where it takes a semicolon or a tab for the end of the one before, as it
 * does in half of Europe, and then our quotes for part of the text.
 */
const FORMULA = /(?:^|[;\t\r\n])"*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g
const unmistakable = (text: string) => text.replace(FORMULA, "$&'")

function cellOf(value: unknown): string | number | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return value
  return unmistakable(typeof value === 'string' ? value : JSON.stringify(value))
}

const csv = (rows: (string | number | null)[][]) =>
  stringify(rows, { quoted_string: true, record_delimiter: 'windows' })

/** Pieces of the file. Each page is a statement of its own: somebody who goes meanwhile is not in what comes after. */
export async function* exportedUsers(
  store: TenantStore,
  connection_id: string | undefined,
  { format, limit = Number.POSITIVE_INFINITY, fields }: ExportParameters,
): AsyncGenerator<string, void, undefined> {
  const asked = fields ?? (format === 'csv' ? CSV_FIELDS : undefined)
  const columns = asked?.map(({ name, export_as = name }) => ({ path: pathOf(name), as: export_as }))
  if (format === 'csv') yield csv([(columns ?? []).map(({ as }) => unmistakable(as))])
  const filter = connection_id === undefined ? {} : { connection_id }
  let from: string | undefined
  for (let left = limit; left > 0; ) {
    const take = Math.min(PAGE, left)
    const page = await store.users.listAfter(filter, from, take)
    const users = page.map(shownUser)
    if (format === 'csv') yield csv(users.map(user => (columns ?? []).map(({ path }) => cellOf(valueAt(user, path)))))
    else {
      const picked = columns
        ? users.map(user => Object.fromEntries(columns.map(({ path, as }) => [as, valueAt(user, path)])))
        : users
      yield picked.map(user => `${JSON.stringify(user)}\n`).join('')
    }
    if (page.length < take) return
    left -= page.length
    from = page.at(-1)?.user_id
  }
}
