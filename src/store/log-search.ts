// The two ways to search the log (Auth0: `q` in Lucene's syntax; `search`, simpler and older), from text to an SQL predicate.
import type { Expression, SqlBool } from 'kysely'
import { compile, type Searchable } from './user-search/compile.ts'
import type { Column } from './user-search/fields.ts'
import { parseUserSearch, type Query, refuse } from './user-search/parse.ts'

const exact = (name: string): [string, Column] => [name, { kind: 'text', column: `log_events.${name}`, nullable: true }]
const folded = (name: string): [string, Column] => [
  name,
  { kind: 'text', column: `log_events.${name}`, nullable: true, folds: true },
]

const COLUMNS = new Map<string, Column>([
  ['date', { kind: 'date', column: 'log_events.date' }],
  exact('log_id'),
  exact('type'),
  folded('description'),
  exact('user_id'),
  folded('user_name'),
  exact('client_id'),
  folded('client_name'),
  exact('connection_id'),
  folded('connection'),
  exact('ip'),
  exact('hostname'),
  exact('audience'),
  exact('scope'),
  folded('user_agent'),
])

/** Auth0's names in `search`. */
const ALIASES = new Map([
  ['application', 'client_name'],
  ['user', 'user_name'],
])

const columns = (...names: string[]): Column[] => names.map(name => COLUMNS.get(name) as Column)

const searchable = (bare: readonly Column[]): Searchable => ({
  bare,
  targetOf: ({ name, at }) =>
    COLUMNS.get(ALIASES.get(name) ?? name) ??
    refuse(at, `"${name.slice(0, 64)}" is not a field of a log event that can be searched`),
})

const BY_LUCENE = searchable(
  columns('type', 'description', 'user_id', 'user_name', 'client_id', 'client_name', 'connection', 'ip'),
)
const BY_START = searchable(columns('client_name', 'connection', 'user_name'))

export const compileLogQuery = (q: string): Expression<SqlBool> => compile(parseUserSearch(q), BY_LUCENE)

/** Auth0: a value without quotes is the start of what is meant, and several terms must all be met. */
export const compileLogSearch = (search: string): Expression<SqlBool> =>
  compile(allByTheirStart(parseUserSearch(search)), BY_START)

function allByTheirStart(query: Query): Query {
  if (query.kind === 'clauses') {
    const { must, should, must_not } = query
    return {
      kind: 'clauses',
      must: [...must, ...should].map(allByTheirStart),
      should: [],
      must_not: must_not.map(allByTheirStart),
    }
  }
  const { match } = query
  if (match.kind !== 'value' || match.quoted || query.field?.name === 'date') return query
  return { ...query, match: { kind: 'pattern', parts: [match.text, { wildcard: '*' }], at: match.at } }
}
