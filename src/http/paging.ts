// The three shapes of an Auth0 list: a bare array, an envelope with totals, a checkpoint. Later Auth0 SDKs read only the envelopes.
import { type TSchema, Type } from 'typebox'

export const offsetQuery = {
  page: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0, description: 'Page index, from 0' }),
  per_page: Type.Integer({ minimum: 0, maximum: 100, default: 50, description: 'Items per page' }),
  include_totals: Type.Boolean({
    default: false,
    description: 'Answer an envelope with the total instead of a bare array',
  }),
}

export const checkpointQuery = {
  from: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2_000, description: 'The cursor that the page before gave as `next`' }),
  ),
  take: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Items per page' })),
}

export type OffsetQuery = { page: number; per_page: number; include_totals: boolean }

export const windowOf = ({ page, per_page }: OffsetQuery) => ({ limit: per_page, offset: page * per_page })

/** The response schema of an offset list: array or envelope. */
export const offsetReply = <Key extends string, Item extends TSchema>(key: Key, item: Item) =>
  Type.Union([
    Type.Array(item),
    Type.Object({
      start: Type.Integer(),
      limit: Type.Integer(),
      length: Type.Integer(),
      total: Type.Integer(),
      [key as 'items']: Type.Array(item),
    }),
  ])

export const checkpointReply = <Key extends string, Item extends TSchema>(key: Key, item: Item) =>
  Type.Object({ [key as 'items']: Type.Array(item), next: Type.Optional(Type.String()) })

/** Answers a page in the shape asked for; the total is counted only when it is shown. */
export async function offsetPage<T>(key: string, query: OffsetQuery, items: T[], count: () => Promise<number>) {
  if (!query.include_totals) return items as never
  const { limit, offset } = windowOf(query)
  return { start: offset, limit, length: items.length, total: await count(), [key]: items } as never
}

/**
 * A forward page: `load` is asked for one item more than fits, to know whether there is a next page.
 * @param cursorOf the value that `from` brings back
 */
export async function checkpointPage<T>(
  key: string,
  { from, take = 50 }: { from?: string; take?: number },
  load: (from: string | undefined, take: number) => Promise<T[]>,
  cursorOf: (item: T) => string,
) {
  const items = await load(from, take + 1)
  const page = items.slice(0, take)
  const last = page.at(-1)
  return { [key]: page, ...(items.length > take && last !== undefined ? { next: cursorOf(last) } : {}) } as never
}

/** For the lists that Auth0 pages both ways. */
export const listQuery = { ...offsetQuery, ...checkpointQuery }

export const listReply = <Key extends string, Item extends TSchema>(key: Key, item: Item) =>
  Type.Union([...offsetReply(key, item).anyOf, checkpointReply(key, item)])

/** A page by offset or from a cursor, as the query asks; `take` and `from` win over the rest. */
export async function listPage<T, Shown>(
  key: string,
  query: OffsetQuery & { from?: string; take?: number },
  source: {
    list(window: { limit: number; offset: number }): Promise<T[]>
    count(): Promise<number>
    listAfter(from: string | undefined, take: number): Promise<T[]>
  },
  cursorOf: (item: T) => string,
  show: (items: T[]) => Shown[] | Promise<Shown[]>,
) {
  if (query.from === undefined && query.take === undefined)
    return offsetPage(key, query, await show(await source.list(windowOf(query))), source.count)
  const page = await checkpointPage<T>(key, query, source.listAfter, cursorOf)
  return { ...(page as object), [key]: await show(page[key]) } as never
}

export const fieldsQuery = {
  fields: Type.Optional(
    Type.String({
      maxLength: 1_000,
      pattern: '^[A-Za-z0-9_.,\\s-]*$',
      description: 'Comma-separated fields to include or exclude',
    }),
  ),
  include_fields: Type.Boolean({
    default: true,
    description: 'Whether `fields` are the ones to include (true) or to exclude (false)',
  }),
}

/** Picks or omits top-level fields as `fields` and `include_fields` say. */
export function pickFields<T extends object>(
  item: T,
  { fields, include_fields }: { fields?: string; include_fields: boolean },
): T {
  if (fields === undefined || fields.trim() === '') return item
  const named = new Set(fields.split(',').map(field => field.trim()))
  return Object.fromEntries(Object.entries(item).filter(([key]) => named.has(key) === include_fields)) as T
}
