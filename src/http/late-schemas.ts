// Schemas compiled when they are first needed: a server listens half a second earlier, and a command asks a few routes and ends. That each of
// them compiles, the contract tests show. The servers of one process declare the same ones: what one has compiled is there for the next.
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyInstance } from 'fastify'

type Validator = { (data: unknown): boolean | Promise<unknown>; errors?: unknown }

/** @returns what `compile` makes of a schema, by its text */
function kept<T>(compile: (schema: object) => T): (schema: object) => T {
  const made = new Map<string, T>()
  return schema => {
    const text = JSON.stringify(schema)
    let compiled = made.get(text)
    if (compiled === undefined) {
      compiled = compile(schema)
      made.set(text, compiled)
    }
    return compiled
  }
}

/** @param compile how a validator is made of a schema */
export function lateValidator(compile: (schema: object) => Validator): (schema: object) => Validator {
  const compiledOf = kept(compile)
  return schema => {
    let compiled: Validator | undefined
    const validate: Validator = data => {
      compiled ??= compiledOf(schema)
      const valid = compiled(data)
      validate.errors = compiled.errors
      return valid
    }
    return validate
  }
}

const compileSerializer = SerializerSelector()()
type SerializerRoute = Parameters<typeof compileSerializer>[0]
const serializerOf = kept(schema => compileSerializer({ schema } as SerializerRoute))

export const lateSerializer: Parameters<FastifyInstance['setSerializerCompiler']>[0] = ({ schema }) => {
  let compiled: ReturnType<typeof compileSerializer> | undefined
  return document => {
    compiled ??= serializerOf(schema as object)
    return compiled(document)
  }
}
