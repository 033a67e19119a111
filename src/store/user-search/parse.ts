// User search: `GET /api/v2/users?q=…` (search_engine v3) from text to an SQL predicate. This file reads the Lucene query
// syntax into a tree; fields.ts knows what can be asked; compile.ts writes SQL. Owned here: grammar, bounds, refusals.
// Not owned: running the query, paging, tenants. The choice of parser: docs/decisions/0005-lucene-parser.md.
import { LintelError } from '../../errors.ts'

const MAX_LENGTH = 4_096
const MAX_DEPTH = 20
const MAX_CLAUSES = 100

/** `at` is an index into the query. */
export type Field = { name: string; path: string[]; at: number }
type Text = { text: string; at: number }
/** `path` is the text cut at its dots, in case it names a field; a dot behind a backslash belongs to a name. */
type Value = Text & { quoted: boolean; path: string[] }
export type Bound = Text & { quoted: boolean; inclusive: boolean }
type Wildcard = { wildcard: '*' | '?' }
export type Pattern = { kind: 'pattern'; parts: (string | Wildcard)[]; at: number }
/** An end that is undefined is open. */
export type Range = { kind: 'range'; lower: Bound | undefined; upper: Bound | undefined; at: number }
export type Match = ({ kind: 'value' } & Value) | Pattern | Range

/** A user satisfies all of `must`, none of `must_not`, and, when `must` is empty, one of `should`. */
type Clauses = { kind: 'clauses'; must: Query[]; should: Query[]; must_not: Query[] }
export type Term = { kind: 'term'; field: Field | undefined; match: Match }
export type Query = Clauses | Term

type Sign = '+' | '-' | undefined
type Signed = { query: Query; sign: Sign; at: number }

/** The refusal of a query; `at` is an index into it, people count from one. */
export function refuse(at: number, sentence: string): never {
  throw new LintelError('invalid_query_string', `${sentence} (character ${at + 1} of q).`)
}

const isSpace = (char: string | undefined) => char !== undefined && ' \t\n\r\f\u3000'.includes(char)
/** What ends an unquoted term unless a backslash stands before it. */
const endsTerm = (char: string | undefined) => char === undefined || isSpace(char) || '!():^[]"{}~'.includes(char)

/** Whether a value, not a field's name, stands here. */
const startsValue = (char: string | undefined) => char !== undefined && '"[{<>'.includes(char)

const OPERATOR = /(?:AND|OR|NOT|&&|\|\|)(?=$|[ \t\n\r\f\u3000!():^[\]"{}~])/y

const not = (query: Query): Query => ({ kind: 'clauses', must: [], should: [], must_not: [query] })
const unsigned = ({ query, sign }: Signed): Query => (sign === '-' ? not(query) : query)

/**
 * Lucene's precedence parser: NOT, `+` and `-` bind tightest, then AND, then OR, then clauses side by side, which are
 * alternatives (any of them) unless signed: `+a b -c` asks for a, forbids c, and lets b be.
 */
export function parseUserSearch(q: string): Query {
  if (q.length > MAX_LENGTH) {
    throw new LintelError('invalid_query_string', `q has ${q.length} characters; ${MAX_LENGTH} are allowed.`)
  }
  if (q.includes('\0')) refuse(q.indexOf('\0'), 'A NUL character is not allowed')
  if (!q.isWellFormed()) throw new LintelError('invalid_query_string', 'q is not well-formed Unicode.')

  let at = 0
  let depth = 0
  let clauses = 0

  function skipSpace(): void {
    while (isSpace(q[at])) at++
  }

  function operator(): string | undefined {
    skipSpace()
    OPERATOR.lastIndex = at
    return OPERATOR.exec(q)?.[0]
  }

  function accept(...operators: string[]): boolean {
    const found = operator()
    if (found === undefined || !operators.includes(found)) return false
    at += found.length
    return true
  }

  function sideBySide(field: Field | undefined): Query {
    const all: Signed[] = []
    for (skipSpace(); at < q.length && q[at] !== ')'; skipSpace()) all.push(disjunction(field))
    const [first] = all
    if (first === undefined) refuse(at, 'A search term is missing')
    if (all.length === 1) return unsigned(first)
    const signed = (sign: Sign) => all.filter(each => each.sign === sign).map(each => each.query)
    return { kind: 'clauses', must: signed('+'), should: signed(undefined), must_not: signed('-') }
  }

  function disjunction(field: Field | undefined): Signed {
    const first = conjunction(field)
    const all = [first]
    while (accept('OR', '||')) all.push(conjunction(field))
    if (all.length === 1) return first
    const required = all.find(each => each.sign === '+')
    if (required) refuse(required.at, '"+" next to OR contradicts it')
    return {
      query: { kind: 'clauses', must: [], should: all.map(unsigned), must_not: [] },
      sign: undefined,
      at: first.at,
    }
  }

  function conjunction(field: Field | undefined): Signed {
    const first = clause(field)
    const all = [first]
    while (accept('AND', '&&')) all.push(clause(field))
    if (all.length === 1) return first
    const query: Query = { kind: 'clauses', must: all.map(unsigned), should: [], must_not: [] }
    return { query, sign: undefined, at: first.at }
  }

  function clause(field: Field | undefined): Signed {
    skipSpace()
    const start = at
    if (accept('NOT')) return { query: primary(field), sign: '-', at: start }
    const char = q[at]
    if (char !== '+' && char !== '-' && char !== '!') return { query: primary(field), sign: undefined, at: start }
    at++
    if (isSpace(q[at])) refuse(start, `"${char}" must touch what it applies to`)
    return { query: primary(field), sign: char === '+' ? '+' : '-', at: start }
  }

  function primary(field: Field | undefined): Query {
    skipSpace()
    const query = q[at] === '(' ? group(field) : term(field)
    skipSpace()
    if (q[at] === '^') refuse(at, 'Boosts (^) are not supported; write \\^ for the character itself')
    if (q[at] === '~')
      refuse(at, 'Fuzzy and proximity searches (~) are not supported; write \\~ for the character itself')
    return query
  }

  function group(field: Field | undefined): Query {
    const start = at++
    if (++depth > MAX_DEPTH) refuse(start, `Parentheses nest deeper than ${MAX_DEPTH}`)
    const query = sideBySide(field)
    if (q[at] !== ')') refuse(start, 'This parenthesis is never closed')
    at++
    depth--
    return query
  }

  function term(field: Field | undefined): Query {
    if (startsValue(q[at])) return found(field, value(field))
    const name = unquoted()
    skipSpace()
    if (q[at] !== ':') return found(field, name)
    at++
    skipSpace()
    if (name.kind === 'pattern') return anyField(name)
    const own = { name: name.text, path: name.path, at: name.at }
    return q[at] === '(' ? group(own) : found(own, value(own))
  }

  /** `*:*` asks for everything; no other wildcard stands for a field. */
  function anyField({ parts, at: start }: Pattern): Query {
    const [part] = parts
    const any = parts.length === 1 && typeof part === 'object' && part.wildcard === '*'
    if (!any || q[at] !== '*') refuse(start, 'A field name has no wildcards')
    return found(undefined, unquoted())
  }

  function value(field: Field | undefined): Match {
    const char = q[at]
    if (char === '"') return { kind: 'value', ...quoted() }
    if (char === '[' || char === '{') return range()
    if (char !== '>' && char !== '<') return unquoted()
    return field ? comparison() : refuse(at, 'A comparison needs a field')
  }

  function found(field: Field | undefined, match: Match): Query {
    if (++clauses > MAX_CLAUSES) refuse(match.at, `There are more than ${MAX_CLAUSES} search terms`)
    return { kind: 'term', field, match }
  }

  function unquoted(mayBeSigned = false): ({ kind: 'value' } & Value) | Pattern {
    const start = at
    const isSigned = q[at] === '+' || q[at] === '-'
    if (operator() !== undefined || endsTerm(q[at]) || (isSigned && !mayBeSigned)) expected()
    if (q[at] === '/') refuse(at, 'Regular expressions are not supported; write \\/ for the slash itself')
    const parts: Pattern['parts'] = []
    const path = ['']
    let text = ''
    const flush = () => {
      if (text !== '') parts.push(wellFormed(text, start))
      text = ''
    }
    while (!endsTerm(q[at])) {
      const char = q[at] as string
      const read = char === '\\' ? escaped() : (q[at++] as string)
      if (char === '*' || char === '?') {
        flush()
        parts.push({ wildcard: char })
        continue
      }
      text += read
      if (char === '.') path.push('')
      else path[path.length - 1] += read
    }
    if (parts.length === 0) return { kind: 'value', text: wellFormed(text, start), quoted: false, path, at: start }
    flush()
    return { kind: 'pattern', parts, at: start }
  }

  function expected(): never {
    if (at >= q.length) return refuse(at, 'A search term is missing')
    const found = operator() ?? (q[at] as string)
    const hint =
      found.length === 1 ? `; write \\${found} for the character itself, or put the value in double quotes` : ''
    return refuse(at, `A search term is missing before "${found}"${hint}`)
  }

  function quoted(): Value {
    const start = at++
    let text = ''
    while (q[at] !== '"') {
      if (at >= q.length) refuse(start, 'This double quote is never closed')
      text += q[at] === '\\' ? escaped() : q[at++]
    }
    at++
    return { text: wellFormed(text, start), quoted: true, path: text.split('.'), at: start }
  }

  /** What a backslash stands for: the next character itself, or `\u` and four hexadecimal digits. */
  function escaped(): string {
    const start = at++
    const char = q[at++]
    if (char === undefined) return refuse(start, 'A backslash escapes nothing')
    if (char !== 'u') return char
    const digits = q.slice(at, at + 4)
    if (!/^[\da-fA-F]{4}$/.test(digits)) refuse(start, '\\u needs four hexadecimal digits')
    at += 4
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  function wellFormed(text: string, start: number): string {
    return text.includes('\0') || !text.isWellFormed() ? refuse(start, 'Not well-formed Unicode') : text
  }

  function range(): Match {
    const start = at
    const lower = bound(q[at++] === '[')
    skipSpace()
    if (!q.startsWith('TO', at) || !isSpace(q[at + 2])) refuse(at, 'A range reads [from TO to]: TO is missing')
    at += 2
    const upper = bound(true)
    skipSpace()
    if (q[at] !== ']' && q[at] !== '}') refuse(start, 'This range is never closed')
    if (upper) upper.inclusive = q[at] === ']'
    at++
    return { kind: 'range', lower, upper, at: start }
  }

  /** One end of a range; undefined for `*`, which is open. */
  function bound(inclusive: boolean): Bound | undefined {
    skipSpace()
    if (q[at] === '"') {
      const { path: _, ...end } = quoted()
      return { ...end, inclusive }
    }
    const start = at
    let text = ''
    while (at < q.length && !isSpace(q[at]) && q[at] !== ']' && q[at] !== '}')
      text += q[at] === '\\' ? escaped() : q[at++]
    if (at === start) refuse(at, 'One end of the range is missing; write * for an open one')
    return q.slice(start, at) === '*'
      ? undefined
      : { text: wellFormed(text, start), quoted: false, inclusive, at: start }
  }

  /** `>`, `>=`, `<`, `<=` before a value: a range with one open end. */
  function comparison(): Match {
    const start = at
    const below = q[at++] === '<'
    const inclusive = q[at] === '='
    if (inclusive) at++
    skipSpace()
    const match: Match = q[at] === '"' ? { kind: 'value', ...quoted() } : unquoted(true)
    if (match.kind !== 'value') return refuse(match.at, 'A comparison takes no wildcards')
    const end = { text: match.text, quoted: match.quoted, at: match.at, inclusive }
    return { kind: 'range', lower: below ? undefined : end, upper: below ? end : undefined, at: start }
  }

  const query = sideBySide(undefined)
  if (at < q.length) refuse(at, 'This parenthesis was never opened')
  return query
}
