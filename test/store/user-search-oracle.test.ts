// The same filter, evaluated without SQL and without the parser: queries are made as trees, written as text, and judged on the person.
import t from 'tap'
import { CONNECTIONS, type Identity, type Json, openPeople, type Person, seeded } from '../support/people.ts'

const { createTenant, createPeople, search } = await openPeople(t)

type Wild = (string | { any: '*' | '?' })[]
type Leaf =
  | { is: 'value'; field: string | undefined; text: string }
  | { is: 'wild'; field: string | undefined; parts: Wild }
  | { is: 'text range'; field: string; from?: string; to?: string; from_in: boolean; to_in: boolean }
  | { is: 'span'; field: string; from?: Spanned; to?: Spanned; from_in: boolean; to_in: boolean; one: boolean }
  | { is: 'exists'; field: string }
type Spanned = { text: string; first: number; last: number }
type Tree =
  | { op: 'leaf'; leaf: Leaf }
  | { op: 'and' | 'or'; trees: Tree[] }
  | { op: 'not'; tree: Tree }
  | { op: 'list'; trees: { sign: '' | '+' | '-'; tree: Tree }[] }

const FOLDED = ['email', 'name', 'given_name', 'family_name', 'nickname']
const TEXTS = [
  ...FOLDED,
  'email.domain',
  'username',
  'phone_number',
  'user_id',
  'last_ip',
  'identities.connection',
  'identities.provider',
  'identities.user_id',
]
const BOOLEANS = ['email_verified', 'phone_verified', 'blocked', 'identities.isSocial']
const DATES = ['created_at', 'last_login', 'last_password_reset']
const PATHS = ['plan', 'seats', 'tags', 'team.name', 'team.lead.age', 'flag', 'gone']
const DOCUMENTS = PATHS.flatMap(path => [
  `app_metadata.${path}`,
  `user_metadata.${path}`,
  `identities.profileData.${path}`,
])
const STRINGS = [
  'jane',
  'JANE',
  'Jane Smith',
  'jo',
  "O'Brien",
  '50%',
  'a_b',
  'a\\b',
  'star*',
  'say "x"',
  '5',
  '2.5',
  'true',
  'x:y',
  '(z)',
  '/p',
  '-1',
  '🦊',
  'TO',
  'OR',
  '',
]
const SCALARS: Json[] = [...STRINGS, 5, 2.5, -1, 0, true, false, null]
const span = (text: string, first: string, last: string): Spanned => ({
  text,
  first: Date.parse(first),
  last: Date.parse(last),
})
const TIMES = [
  span('2018', '2018-01-01T00:00:00.000Z', '2018-12-31T23:59:59.999Z'),
  span('2019-02', '2019-02-01T00:00:00.000Z', '2019-02-28T23:59:59.999Z'),
  span('2019-02-28', '2019-02-28T00:00:00.000Z', '2019-02-28T23:59:59.999Z'),
  span('2019-02-28T23', '2019-02-28T23:00:00.000Z', '2019-02-28T23:59:59.999Z'),
  span('2020-02-29T12:30Z', '2020-02-29T12:30:00.000Z', '2020-02-29T12:30:59.999Z'),
  span('2020-02-29T12:30:15+02:00', '2020-02-29T10:30:15.000Z', '2020-02-29T10:30:15.999Z'),
  span('2020-02-29T12:30:15.250Z', '2020-02-29T12:30:15.250Z', '2020-02-29T12:30:15.250Z'),
  span('2020-02-29T12:30:15.5Z', '2020-02-29T12:30:15.500Z', '2020-02-29T12:30:15.500Z'),
]
const COUNTS: Spanned[] = [
  { text: '0', first: 0, last: 0 },
  { text: '3', first: 3, last: 3 },
  { text: '2.5', first: 3, last: 2 },
  { text: '7', first: 7, last: 7 },
  { text: '1e1', first: 10, last: 10 },
]

function transparently(value: Json | undefined, path: readonly string[]): Json[] {
  if (Array.isArray(value)) return value.flatMap(item => transparently(item, path))
  const [key, ...rest] = path
  if (key === undefined) return value === undefined ? [] : [value]
  return value !== null && typeof value === 'object' ? transparently(value[key], rest) : []
}

const hasLeaf = (value: Json): boolean =>
  Array.isArray(value)
    ? value.some(hasLeaf)
    : value !== null && typeof value === 'object'
      ? Object.values(value).some(hasLeaf)
      : value !== null

/** All values that a field has, absent ones left out. */
function valuesOf(who: Person, field: string): Json[] {
  const [root = '', ...path] = field.split('.')
  if (root === 'app_metadata') return transparently(who.app_metadata, path)
  if (root === 'user_metadata') return transparently(who.user_metadata, path)
  if (path[0] === 'profileData')
    return who.identities.flatMap(identity => transparently(identity.profileData, path.slice(1)))
  if (root === 'identities') return who.identities.map(identity => identity[path[0] as keyof Identity] as Json)
  if (field === 'email.domain') return who.email === undefined ? [] : [who.email.split('@')[1] ?? '']
  const all: { [key: string]: unknown } = { email_verified: false, blocked: false, ...who, ...who.stats }
  const value = all[field]
  return value === undefined ? [] : [DATES.includes(field) ? Date.parse(value as string) : (value as Json)]
}

const sameCase = (field: string, text: string) =>
  FOLDED.includes(field) || field === 'email.domain' ? text.toLowerCase() : text
const order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function holds(leaf: Leaf, who: Person): boolean {
  if (leaf.field === undefined && (leaf.is === 'value' || leaf.is === 'wild')) {
    return [...FOLDED, 'username', 'phone_number', 'user_id'].some(field => holds({ ...leaf, field }, who))
  }
  const field = leaf.field as string
  const values = valuesOf(who, field)
  switch (leaf.is) {
    case 'exists':
      return values.some(hasLeaf)
    case 'span': {
      const { from, to, from_in, to_in } = leaf
      return values.some(
        value =>
          typeof value === 'number' &&
          (!from || (from_in ? value >= from.first : value > from.last)) &&
          (!to || (to_in ? value <= to.last : value < to.first)),
      )
    }
    case 'value':
      return values.some(value =>
        typeof value === 'string'
          ? sameCase(field, value) === sameCase(field, leaf.text)
          : leaf.text !== '' && value !== null && String(value) === leaf.text,
      )
    case 'wild': {
      const pattern = leaf.parts.map(part =>
        typeof part === 'object'
          ? part.any === '*'
            ? '.*'
            : '.'
          : sameCase(field, part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
      )
      const regexp = new RegExp(`^${pattern.join('')}$`, 'su')
      return values.some(value => typeof value === 'string' && regexp.test(sameCase(field, value)))
    }
    case 'text range':
      return values.some(value => {
        if (typeof value !== 'string') return false
        const below = leaf.from === undefined ? 1 : order(sameCase(field, value), sameCase(field, leaf.from))
        const above = leaf.to === undefined ? -1 : order(sameCase(field, value), sameCase(field, leaf.to))
        return (below > 0 || (below === 0 && leaf.from_in)) && (above < 0 || (above === 0 && leaf.to_in))
      })
  }
}

function satisfies(tree: Tree, who: Person): boolean {
  switch (tree.op) {
    case 'leaf':
      return holds(tree.leaf, who)
    case 'not':
      return !satisfies(tree.tree, who)
    case 'and':
      return tree.trees.every(each => satisfies(each, who))
    case 'or':
      return tree.trees.some(each => satisfies(each, who))
    case 'list': {
      const signed = (sign: string) => tree.trees.filter(each => each.sign === sign).map(each => each.tree)
      const free = signed('')
      return (
        signed('+').every(each => satisfies(each, who)) &&
        !signed('-').some(each => satisfies(each, who)) &&
        (signed('+').length > 0 || free.length === 0 || free.some(each => satisfies(each, who)))
      )
    }
  }
}

t.test('SQL and a naive matcher agree on random users and queries', async t => {
  const random = seeded(20_260_101)
  const chance = (p: number) => random() < p
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const few = <T>(make: () => T): T[] => Array.from({ length: 1 + Math.floor(random() * 3) }, make)
  const maybe = <T>(value: T): T | undefined => (chance(0.6) ? value : undefined)
  /** Leaves out what is undefined. */
  const given = <T extends object>(values: T): T =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T

  const scalars = (): Json => (chance(0.3) ? few(() => pick(SCALARS)) : pick(SCALARS))
  const team = (): Json => given({ name: scalars(), lead: chance(0.5) ? given({ age: scalars() }) : scalars() })
  const metadata = () =>
    given({
      plan: maybe(scalars()),
      seats: maybe(pick<Json>([0, 5, 2.5, '5'])),
      tags: maybe(chance(0.2) ? [] : scalars()),
      team: maybe(chance(0.4) ? few(team) : team()),
      flag: maybe(pick<Json>([true, false, 'true', null, {}])),
    })
  const time = () => new Date(pick(TIMES)[pick(['first', 'last'] as const)] + pick([-1, 0, 0, 1])).toISOString()

  const people = Array.from(
    { length: 60 },
    (_, i): Person =>
      given({
        user_id: `${pick(STRINGS)}|${i}`,
        email: maybe(`${pick(STRINGS)}@${pick(['a.test', 'B.test'])}`),
        email_verified: chance(0.5),
        username: maybe(pick(STRINGS)),
        phone_number: maybe(pick(STRINGS)),
        phone_verified: maybe(chance(0.5)),
        name: maybe(pick(STRINGS)),
        given_name: maybe(pick(STRINGS)),
        family_name: maybe(pick(STRINGS)),
        nickname: maybe(pick(STRINGS)),
        blocked: chance(0.3),
        app_metadata: maybe(metadata()),
        user_metadata: maybe(metadata()),
        last_password_reset: maybe(time()),
        created_at: time(),
        updated_at: time(),
        stats: maybe(
          given({
            logins_count: pick([0, 1, 2, 3, 4, 7, 10]),
            last_login: maybe(time()),
            last_ip: maybe(pick(STRINGS)),
          }),
        ),
        identities: few(() => ({
          connection: pick(CONNECTIONS),
          provider: pick(['auth0', 'ad']),
          isSocial: chance(0.5),
          profileData: maybe(metadata()),
        })).map((identity, n) => given({ ...identity, user_id: `${pick(STRINGS)}${i}.${n}` })) as Identity[],
      }) as Person,
  )
  await createTenant('random')
  await createPeople('random', people)

  // Trees

  function leaf(): Leaf {
    const from_in = chance(0.5)
    const to_in = chance(0.5)
    const ends = <T>(make: () => T) =>
      given({ from: chance(0.8) ? make() : undefined, to: chance(0.8) ? make() : undefined }) as { from?: T; to?: T }
    const text = () => pick(STRINGS)
    const kind = pick([
      'value',
      'value',
      'wild',
      'text range',
      'span',
      'boolean',
      'document',
      'document',
      'exists',
      'bare',
    ])
    switch (kind) {
      case 'wild':
        return {
          is: 'wild',
          field: pick([...TEXTS, ...DOCUMENTS.filter(field => !field.startsWith('user_'))]),
          parts: wild(),
        }
      case 'text range':
        return { is: 'text range', field: pick(TEXTS), ...ends(text), from_in, to_in }
      case 'span': {
        const counts = chance(0.3)
        const field = counts ? 'logins_count' : pick(DATES)
        const some = () => pick(counts ? COUNTS : TIMES)
        const one = some()
        if (chance(0.4)) return { is: 'span', field, from: one, to: one, from_in: true, to_in: true, one: true }
        return { is: 'span', field, ...ends(some), from_in, to_in, one: false }
      }
      case 'boolean':
        return { is: 'value', field: pick(BOOLEANS), text: pick(['true', 'false']) }
      case 'document':
        return { is: 'value', field: pick(DOCUMENTS), text: String(pick(SCALARS.filter(scalar => scalar !== null))) }
      case 'exists':
        return {
          is: 'exists',
          field: pick([
            ...TEXTS,
            ...BOOLEANS,
            ...DATES,
            ...DOCUMENTS,
            'logins_count',
            'app_metadata.team',
            'app_metadata.team.lead',
            'identities.profileData.team',
          ]),
        }
      case 'bare':
        return chance(0.5)
          ? { is: 'value', field: undefined, text: pick(STRINGS) }
          : { is: 'wild', field: undefined, parts: wild() }
      default:
        return { is: 'value', field: pick(TEXTS), text: text() }
    }
  }

  function wild(): Wild {
    const word = [...pick(STRINGS.filter(text => text !== ''))]
    const cut = Math.floor(random() * word.length)
    const parts = chance(0.5)
      ? [word.slice(0, cut + 1).join(''), { any: '*' as const }]
      : [word.slice(0, cut).join(''), { any: '?' as const }, word.slice(cut + 1).join('')]
    const kept = parts.filter(part => part !== '')
    if (typeof kept[0] === 'string') return kept
    return word.length > 3
      ? [{ any: '*' }, word.slice(-3).join(''), ...(chance(0.5) ? [{ any: '*' as const }] : [])]
      : ['j', { any: '*' }]
  }

  function tree(depth: number): Tree {
    const op = depth === 0 ? 'leaf' : pick(['leaf', 'and', 'or', 'not', 'list'])
    if (op === 'and' || op === 'or') return { op, trees: [tree(depth - 1), ...few(() => tree(depth - 1))] }
    if (op === 'not') return { op, tree: tree(depth - 1) }
    if (op === 'list') {
      return {
        op,
        trees: [...few(() => tree(depth - 1)), tree(depth - 1)].map(each => ({
          sign: pick(['', '', '+', '-'] as const),
          tree: each,
        })),
      }
    }
    return { op: 'leaf', leaf: leaf() }
  }

  // Text

  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
  const escaped = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '\\$&')
  const written = (text: string) =>
    text === '' || chance(0.5) ? quoted(text) : /^(AND|OR|NOT)$/.test(text) ? `\\${text}` : escaped(text)
  const colon = () => pick([':', ':', ': ', ' : '])

  function leafText(each: Leaf): string {
    const prefix = each.field === undefined ? '' : each.field + colon()
    const end = (value: string | undefined, write: (text: string) => string) =>
      value === undefined ? '*' : write(value)
    const range = (value: { from_in: boolean; to_in: boolean }, from: string, to: string) =>
      `${prefix}${value.from_in ? '[' : '{'}${from} TO ${to}${value.to_in ? ']' : '}'}`
    switch (each.is) {
      case 'value':
        return prefix + written(each.text)
      case 'wild':
        return prefix + each.parts.map(part => (typeof part === 'string' ? escaped(part) : part.any)).join('')
      case 'exists':
        return `_exists_:${each.field}`
      case 'text range':
        if (each.to === undefined && each.from !== undefined && chance(0.5))
          return `${prefix}>${each.from_in ? '=' : ''}${written(each.from)}`
        return range(each, end(each.from, quoted), end(each.to, quoted))
      case 'span':
        if (each.one) return prefix + written((each.from as Spanned).text)
        if (each.from === undefined && each.to !== undefined && chance(0.5))
          return `${prefix}<${each.to_in ? '=' : ''}${quoted(each.to.text)}`
        return range(
          each,
          end(each.from?.text, chance(0.5) ? quoted : String),
          end(each.to?.text, chance(0.5) ? quoted : String),
        )
    }
  }

  /** `loose` parents let AND and OR stand without parentheses. */
  function textOf(each: Tree, bare: readonly Tree['op'][]): string {
    const text = () => {
      switch (each.op) {
        case 'leaf':
          return leafText(each.leaf)
        case 'not':
          return pick(['NOT ', '!', '-']) + textOf(each.tree, ['leaf'])
        case 'and':
          return each.trees.map(one => textOf(one, ['leaf', 'not'])).join(pick([' AND ', ' && ']))
        case 'or':
          return each.trees.map(one => textOf(one, ['leaf', 'not', 'and'])).join(pick([' OR ', ' || ']))
        case 'list':
          return each.trees
            .map(({ sign, tree: one }) => sign + textOf(one, sign === '' ? ['leaf', 'and', 'or'] : ['leaf']))
            .join(' ')
      }
    }
    return bare.includes(each.op) ? text() : `(${text()})`
  }

  let found = 0
  for (let i = 0; i < 1_500; i++) {
    const made = tree(i % 4)
    const q = textOf(made, ['leaf', 'not', 'and', 'or', 'list'])
    const expected = people.filter(who => satisfies(made, who)).map(who => who.user_id)
    if (q.length > 4_096) continue
    const actual = await search('random', q)
    found += actual.length > 0 && actual.length < people.length ? 1 : 0
    if (JSON.stringify(actual.sort()) !== JSON.stringify(expected.sort())) {
      t.same(actual, expected, q)
      break
    }
  }
  t.ok(found > 500, `${found} queries found some and not all`)
})
