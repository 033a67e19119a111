// A query's tree as one SQL predicate over "users" left joined to "user_stats". Values travel as parameters, each shaped so
// that the indexes of migrations/…_index_users_for_search.ts answer it.
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { LintelError } from '../../errors.ts'
import { BARE, type Column, type Document, sortableColumn, type Target, targetOf } from './fields.ts'
import {
  type Bound,
  type Field,
  type Match,
  type Pattern,
  parseUserSearch,
  type Query,
  type Range,
  refuse,
  type Term,
} from './parse.ts'
import { dateSpan, numberOf, type Span, wholeNumberSpan } from './values.ts'

type Predicate = RawBuilder<SqlBool>

const ALL: Predicate = sql`true`
const MIN_LEADING = 3

const joined = (parts: Predicate[], by: Predicate): Predicate => sql`(${sql.join(parts, by)})`
const every = (parts: Predicate[]) => joined(parts, sql` and `)
const some = (parts: Predicate[]) => joined(parts, sql` or `)

/** What a query may name. */
export type Searchable = {
  targetOf(field: Field): Target
  /** What a term without a field looks at. */
  bare: readonly Column[]
}

/** The users that `q` asks for, or a refusal (400) that says where and why. */
export function compileUserSearch(q: string): Expression<SqlBool> {
  return compile(parseUserSearch(q), { targetOf, bare: BARE })
}

export function compile(query: Query, searchable: Searchable): Predicate {
  if (query.kind === 'term') return compileTerm(query, searchable)
  const all = (queries: Query[]) => queries.map(each => compile(each, searchable))
  const must = all(query.must)
  const should = all(query.should)
  const must_not = query.must_not.map(each => negated(each, searchable))
  return every([...must, ...(must.length === 0 && should.length > 0 ? [some(should)] : []), ...must_not])
}

function negated(query: Query, searchable: Searchable): Predicate {
  const absent = query.kind === 'term' && query.field?.name === '_exists_' && searchable.targetOf(namedIn(query.match))
  // An index finds nulls, not what "is not true".
  if (absent && absent.kind !== 'document' && !absent.of_identity) return sql`${indexed(absent)} is null`
  // A comparison with null is neither true nor false; "is not true" keeps negation two-valued.
  return sql`(${compile(query, searchable)}) is not true`
}

function compileTerm({ field, match }: Term, { targetOf, bare }: Searchable): Predicate {
  if (field === undefined) return compileBare(match, bare)
  if (field.name === '_exists_') return exists(targetOf(namedIn(match)))
  const target = targetOf(field)
  return within(target, target.kind === 'document' ? inDocument(target, field, match) : inColumn(target, match))
}

function compileBare(match: Match, bare: readonly Column[]): Predicate {
  if (isAnything(match)) return ALL
  if (match.kind === 'range') return refuse(match.at, 'A range needs a field')
  return some(bare.map(column => inColumn(column, match)))
}

/** The field whose presence `_exists_:` asks for. */
function namedIn(match: Match): Field {
  if (match.kind !== 'value') return refuse(match.at, '_exists_ takes the name of a field')
  return { name: match.text, path: match.path, at: match.at }
}

const isAnything = (match: Match) =>
  match.kind === 'range'
    ? !match.lower && !match.upper
    : match.kind === 'pattern' && match.parts.every(part => typeof part === 'object' && part.wildcard === '*')

/** A user's identities are searched as a whole: two terms may be met by two of them. */
function within(target: Target, predicate: Predicate): Predicate {
  if (!target.of_identity) return predicate
  return sql`exists (
    select from identities as identity
    join connections as connection on connection.tenant_id = identity.tenant_id and connection.id = identity.connection_id
    where identity.tenant_id = users.tenant_id and identity.user_id = users.user_id and ${predicate}
  )`
}

function exists(target: Target): Predicate {
  return within(target, target.kind === 'document' ? hasLeaf(target) : sql`${indexed(target)} is not null`)
}

// Columns

function inColumn(column: Column, match: Match): Predicate {
  if (isAnything(match)) return exists(column)
  switch (column.kind) {
    case 'text':
      return inText(column, match)
    case 'boolean':
      return inBoolean(column, match)
    case 'whole number':
      return inSpan(column, match, wholeNumberSpan, number => sql`${clamped(number)}::int8`)
    case 'date':
      return inSpan(column, match, dateSpan, time => sql`${new Date(time).toISOString()}::timestamptz`)
  }
}

/** As the index on the column has it: "C"-collated, so that prefixes and ranges use it. */
function searched({ column, folds, domain }: Column): RawBuilder<string> {
  const ref = sql.ref<string>(column)
  const part = domain ? sql<string>`split_part(${ref}, '@', 2)` : ref
  return folds ? sql`lower(${part}) collate "C"` : sql`${part} collate "C"`
}

/** What is null when the column is, as it is indexed. */
const indexed = (column: Column) => (column.kind === 'text' ? searched(column) : sql.ref(column.column))

function inText(column: Column, match: Match): Predicate {
  const expression = searched(column)
  // PostgreSQL folds the value too, so that both sides follow one locale.
  const sought = (text: string): RawBuilder<string> => (column.folds ? sql`lower(${text}::text)` : sql`${text}::text`)
  if (match.kind === 'value') return sql`${expression} = ${sought(match.text)}`
  if (match.kind === 'pattern') return sql`${expression} like ${sought(likePattern(match))}`
  return between(expression, match, end => sought(end.text))
}

/** LIKE's own characters in the text stand for themselves. */
function likePattern({ parts, at }: Pattern): string {
  const longest = Math.max(...parts.map(part => (typeof part === 'string' ? [...part].length : 0)))
  if (typeof parts[0] === 'object' && longest < MIN_LEADING) {
    refuse(at, `A search that begins with a wildcard needs ${MIN_LEADING} characters in a row`)
  }
  return parts
    .map(part => (typeof part === 'string' ? part.replace(/[\\%_]/g, '\\$&') : part.wildcard === '*' ? '%' : '_'))
    .join('')
}

function between(
  expression: RawBuilder<unknown>,
  { lower, upper }: Pick<Range, 'lower' | 'upper'>,
  parameter: (end: Bound, side: 'lower' | 'upper') => RawBuilder<unknown>,
): Predicate {
  const parts: Predicate[] = []
  if (lower) parts.push(sql`${expression} ${lower.inclusive ? sql`>=` : sql`>`} ${parameter(lower, 'lower')}`)
  if (upper) parts.push(sql`${expression} ${upper.inclusive ? sql`<=` : sql`<`} ${parameter(upper, 'upper')}`)
  return every(parts)
}

function inBoolean({ column }: Column, match: Match): Predicate {
  if (match.kind !== 'value' || (match.text !== 'true' && match.text !== 'false')) {
    return refuse(match.at, 'This field is true or false; nothing else can be asked of it')
  }
  return match.text === 'true' ? sql`${sql.ref(column)}` : sql`not ${sql.ref(column)}`
}

/**
 * Whole numbers and dates: a value covers a span, and so does each end of a range.
 * Auth0 (Elasticsearch): `[2018-01 TO` begins with January and `{2018-01 TO` after it; `TO 2018-01]` ends with it and `TO 2018-01}` before it.
 */
function inSpan(
  { kind, column }: Column,
  match: Match,
  spanOf: (text: string) => Span | undefined,
  parameter: (n: number) => RawBuilder<unknown>,
): Predicate {
  if (match.kind === 'pattern') return refuse(match.at, `A ${kind} takes no wildcards`)
  const range =
    match.kind === 'range' ? match : { lower: { ...match, inclusive: true }, upper: { ...match, inclusive: true } }
  return between(sql.ref(column), range, (end, side) => {
    const span = spanOf(end.text) ?? refuse(end.at, `This is not a ${kind === 'date' ? 'date (ISO 8601)' : 'number'}`)
    return parameter(end.inclusive === (side === 'lower') ? span.first : span.last)
  })
}

const clamped = (number: number) => String(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, number)))

// Documents

function inDocument(document: Document, field: Field, match: Match): Predicate {
  if (document.path.length === 0) return refuse(field.at, `"${field.name}" needs a path, as in ${field.name}.plan`)
  if (match.kind === 'value') return matches(document, equals(match.text))
  if (document.exact_only) {
    return refuse(match.at, `${match.kind === 'range' ? 'Ranges' : 'Wildcards'} are not available on user_metadata`)
  }
  if (isAnything(match)) return hasLeaf(document)
  if (match.kind === 'range') return matches(document, ordered(match))
  return sql`exists (
    select from jsonb_path_query(${sql.ref(document.column)}, ${`${pathOf(document)} ? (@.type() == "string")`}::jsonpath) as leaf
    where (leaf #>> '{}') collate "C" like ${likePattern(match)}
  )`
}

// jsonpath takes its literals as text. JSON.stringify writes them: jsonpath reads JSON's string syntax, and its numbers.
const literal = (value: string | number | boolean) => JSON.stringify(value)

const pathOf = ({ path }: Document) => ['$', ...path.map(literal)].join('.')

const matches = (document: Document, filter: string): Predicate =>
  sql`${sql.ref(document.column)} @? ${`${pathOf(document)} ? (${filter})`}::jsonpath`

/** `5` is the number and the string, `true` the boolean and the string: a query does not say which was stored. */
function equals(text: string): string {
  const number = numberOf(text)
  const values = [
    text,
    ...(number === undefined ? [] : [number]),
    ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
  ]
  return values.map(value => `@ == ${literal(value)}`).join(' || ')
}

/** Numbers when both ends are numbers without quotes, else strings. */
function ordered({ lower, upper }: Range): string {
  const ends = [lower, upper].filter(end => end !== undefined)
  const numeric = ends.every(end => !end.quoted && numberOf(end.text) !== undefined)
  const end = (text: string) => literal(numeric ? (numberOf(text) as number) : text)
  return [
    ...(lower ? [`@ ${lower.inclusive ? '>=' : '>'} ${end(lower.text)}`] : []),
    ...(upper ? [`@ ${upper.inclusive ? '<=' : '<'} ${end(upper.text)}`] : []),
  ].join(' && ')
}

/** Auth0: a null, an empty array and an empty object count as absent. */
const hasLeaf = (document: Document): Predicate =>
  sql`${sql.ref(document.column)} @? ${`${pathOf(document)}.** ? (@.type() != "null" && @.type() != "array" && @.type() != "object")`}::jsonpath`

// Order

/** One key of an order. Users without a value come last, whichever the direction: whoever sorts sees to that. */
export type UserSort = { expression: RawBuilder<unknown>; direction: 'asc' | 'desc'; nullable: boolean }

/** `created_at:-1`: the order asked for, then by user_id the same way round, so that pages never overlap. */
export function compileUserSort(sort: string): UserSort[] {
  const [, name = '', order] = /^([^:]*):(1|-1)$/.exec(sort) ?? []
  const no = (sentence: string): never => {
    throw new LintelError('invalid_query_string', sentence)
  }
  if (order === undefined) no('sort reads field:1 (ascending) or field:-1 (descending).')
  if (/^(app|user)_metadata(\.|$)/.test(name)) no('sort is not available on metadata.')
  const column = sortableColumn(name) ?? no('sort names no field that users can be sorted by.')
  const by = (each: Column): UserSort => ({
    expression: indexed(each),
    direction: order === '1' ? 'asc' : 'desc',
    nullable: each.nullable === true,
  })
  const user_id = sortableColumn('user_id') as Column
  return column === user_id ? [by(column)] : [by(column), by(user_id)]
}
