// Schemas compiled when they are first needed: a server listens half a second earlier, and a command asks a few routes and ends. That each of
// them compiles, the contract tests show.
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyInstance } from 'fastify'

type Validator = { (data: unknown): boolean | Promise<unknown>; errors?: unknown }

export function lateValidator(compile: () => Validator): Validator {
  let compiled: Validator | undefined
  const validate: Validator = data => {
    compiled ??= compile()
    const valid = compiled(data)
    validate.errors = compiled.errors
    return valid
  }
  return validate
}

const compileSerializer = SerializerSelector()()
type SerializerRoute = Parameters<typeof compileSerializer>[0]

export const lateSerializer: Parameters<FastifyInstance['setSerializerCompiler']>[0] = route => {
  let compiled: ReturnType<typeof compileSerializer> | undefined
  return document => {
    compiled ??= compileSerializer(route as SerializerRoute)
    return compiled(document)
  }
}
