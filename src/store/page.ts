// Pages of a list: by offset with an exact total, or forward from a cursor.

export type OffsetPage = { page: number; per_page: number }
export type Offset<T> = { start: number; limit: number; total: number; items: T[] }

export type Checkpoint = { from?: string; take: number }
/** `next` is absent on the last page. */
export type Checked<T> = { items: T[]; next?: string }

/** An opaque cursor over the sort values of the last row of a page. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** The sort values that `encodeCursor` was given, or undefined when this is no cursor of `length` strings. */
export function decodeCursor(cursor: string, length: number): string[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const ok =
      Array.isArray(values) && values.length === length && values.every(v => typeof v === 'string' && !v.includes('\0'))
    return ok ? (values as string[]) : undefined
  } catch {
    return undefined
  }
}
