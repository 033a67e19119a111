// Schemas compiled when they are first needed. A server compiles all of them before it listens; a command asks a few routes and ends.
import type { FastifyInstance, FastifySchema } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** the response schemas of a route, as they are compiled late */
    late_response?: unknown
  }
}

type JsonSchema = { [keyword: string]: unknown }
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

/** Before any route is declared. */
export function serializeLate(server: FastifyInstance): void {
  server.addHook('onRoute', route => {
    if (!route.schema?.response) return
    const { response, ...schema } = route.schema
    route.schema = schema as FastifySchema
    route.config = { ...route.config, late_response: response }
  })
  server.addHook('preSerialization', async (request, reply, payload) => {
    const schemas = request.routeOptions.config.late_response as { [status: string]: JsonSchema } | undefined
    const schema = schemas?.[reply.statusCode]
    if (schema) reply.serializer(reply.compileSerializationSchema(schema) as (payload: unknown) => string)
    return payload
  })
}
