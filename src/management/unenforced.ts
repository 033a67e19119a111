// Settings that Auth0 has and Lintel does not enforce. None is ever stored and ignored: each is accepted only with a value that asks for
// what happens anyway (so that a tool may send back what it read), and refused by name otherwise. docs/compatibility.md lists them.
import { isDeepStrictEqual } from 'node:util'
import { type TOptional, type TUnknown, type TUnsafe, Type } from 'typebox'
import { LintelError } from '../errors.ts'

type Rule<Value = unknown, Shown extends boolean = boolean> = {
  /** null, Auth0's word for unset, is accepted too */
  accepts: readonly unknown[]
  shown: Shown
  value: Value
}
export type Unenforced = { readonly [property: string]: Rule }

/** Answered as this value, for tools that compare; accepted as it, or as one of `others`. */
export const shown = <Value>(value: Value, ...others: unknown[]): Rule<Value, true> => ({
  accepts: [value, ...others],
  shown: true,
  value,
})

/** Never answered; accepted as one of these. */
export const hidden = (...accepts: unknown[]): Rule<undefined, false> => ({ accepts, shown: false, value: undefined })

type Accepted<Table extends Unenforced> = { [Property in keyof Table]: TOptional<TUnknown> }
type ShownOf<Table extends Unenforced> = {
  [Property in keyof Table as Table[Property]['shown'] extends true ? Property : never]: Table[Property]['value']
}
type Answered<Table extends Unenforced> = {
  [Property in keyof ShownOf<Table>]: TOptional<TUnsafe<ShownOf<Table>[Property]>>
}

const values = ({ accepts }: Rule): string =>
  accepts.length === 0 ? 'null' : accepts.map(value => JSON.stringify(value)).join(' or ')

/** The properties in a request's schema. */
export const acceptedProperties = <Table extends Unenforced>(table: Table): Accepted<Table> =>
  Object.fromEntries(
    Object.entries(table).map(([property, rule]) => [
      property,
      Type.Optional(Type.Unknown({ description: `Not enforced. Accepted only as ${values(rule)}` })),
    ]),
  ) as Accepted<Table>

/** The properties in a response's schema. */
export const answeredProperties = <Table extends Unenforced>(table: Table): Answered<Table> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([property, rule]) =>
      rule.shown ? [[property, Type.Optional(Type.Unsafe({ const: rule.value, description: 'Not enforced' }))]] : [],
    ),
  ) as unknown as Answered<Table>

/** The values in a response. */
export const shownValues = <Table extends Unenforced>(table: Table): ShownOf<Table> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([property, { shown, value }]) => (shown ? [[property, value]] : [])),
  ) as ShownOf<Table>

/**
 * What of `given` is enforced. Throws when it asks for anything else.
 * @param prefix where `given` stands in the body, e.g. `flags.`
 */
export function enforcedOnly<Given extends object, Table extends Unenforced>(
  given: Given,
  table: Table,
  prefix = '',
): Omit<Given, keyof Table> {
  const rest: { [property: string]: unknown } = {}
  for (const [property, value] of Object.entries(given)) {
    const rule = Object.hasOwn(table, property) ? table[property] : undefined
    if (!rule) rest[property] = value
    else if (value !== null && !rule.accepts.some(accepted => isDeepStrictEqual(accepted, value)))
      throw new LintelError(
        'operation_not_supported',
        `Lintel does not enforce ${prefix}${property}. It is accepted only as ${values(rule)}.`,
      )
  }
  return rest as Omit<Given, keyof Table>
}
