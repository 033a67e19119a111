// The Management API described by its own routes: OpenAPI 3.1, whose schemas are the ones that validate and serialise.
import { isDeepStrictEqual } from 'node:util'
import type { FastifyInstance } from 'fastify'
import packageJson from '../../package.json' with { type: 'json' }
import { MANAGEMENT_SCOPES } from '../store/management-scopes.ts'
import type { DeclaredRoute } from './route.ts'

type JsonSchema = {
  type?: string | string[]
  description?: string
  default?: unknown
  properties?: { [name: string]: JsonSchema }
  required?: string[]
}

const DESCRIPTIONS: { [status: string]: string } = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted.',
  204: 'Done; there is nothing to say.',
}

const parametersIn = (place: 'path' | 'query', schema: unknown) =>
  Object.entries((schema as JsonSchema | undefined)?.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: (schema as JsonSchema).required?.includes(name) === true && property.default === undefined,
    ...(description === undefined ? {} : { description }),
    schema: property,
  }))

function responsesOf(response: unknown) {
  const described = Object.entries((response ?? {}) as { [status: string]: JsonSchema }).map(([status, schema]) => [
    status,
    {
      description: DESCRIPTIONS[status] ?? 'Done.',
      ...(schema.type === 'null' ? {} : { content: { 'application/json': { schema } } }),
    },
  ])
  return { ...Object.fromEntries(described), '4XX': { $ref: '#/components/responses/Error' } }
}

const bodyOf = ({ schema, multipart }: DeclaredRoute) => {
  const body = schema.body as JsonSchema | undefined
  const content = multipart
    ? { 'multipart/form-data': { schema: multipart } }
    : body === undefined
      ? undefined
      : { 'application/json': { schema: body } }
  return content === undefined ? {} : { requestBody: { required: body?.type?.includes('null') !== true, content } }
}

const operationOf = (route: DeclaredRoute) => ({
  operationId: route.sdk,
  tags: [route.path.split('/')[1]],
  parameters: [...parametersIn('path', route.schema.params), ...parametersIn('query', route.schema.querystring)],
  ...bodyOf(route),
  responses: responsesOf(route.schema.response),
  // Any one of them is enough.
  security: route.scopes.map(scope => ({ oauth2: [scope] })),
})

type Schemas = { [title: string]: unknown }

/** A schema with a title is described once, under it; elsewhere it is referred to. */
function named(schema: unknown, schemas: Schemas): unknown {
  if (Array.isArray(schema)) return schema.map(item => named(item, schemas))
  if (schema === null || typeof schema !== 'object') return schema
  const described = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, named(value, schemas)]))
  const { title } = described
  // A property may be called so, too.
  if (typeof title !== 'string') return described
  delete described.title
  if (title in schemas && !isDeepStrictEqual(schemas[title], described))
    throw new Error(`two schemas are called ${title}`)
  schemas[title] = described
  return { $ref: `#/components/schemas/${title}` }
}

export function describe(routes: readonly DeclaredRoute[]): object {
  const paths: { [path: string]: { [method: string]: object } } = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:([^/]+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operationOf(route)
  }
  const schemas: Schemas = {}
  const inOrder = <Value>(entries: { [name: string]: Value }) =>
    Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)))
  const namedPaths = named(inOrder(paths), schemas)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lintel Management API',
      description: 'Generated from the routes of this release.',
      version: packageJson.version,
      license: { name: packageJson.license, identifier: packageJson.license },
    },
    servers: [{ url: '/api/v2' }],
    paths: namedPaths,
    components: {
      schemas: inOrder(schemas),
      responses: {
        Error: {
          description: 'Refused; the message says why.',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['statusCode', 'error', 'message'],
                properties: {
                  statusCode: { type: 'integer' },
                  error: { type: 'string' },
                  message: { type: 'string' },
                  errorCode: { type: 'string' },
                },
              },
            },
          },
        },
      },
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: '/oauth/token',
              scopes: Object.fromEntries(MANAGEMENT_SCOPES.map(({ value, description = '' }) => [value, description])),
            },
          },
        },
      },
    },
  }
}

export async function openapi(server: FastifyInstance, { built }: { built: readonly DeclaredRoute[] }): Promise<void> {
  let document: string | undefined
  server.get('/openapi.json', { config: { public: true } }, async (_request, reply) => {
    document ??= JSON.stringify(describe(built))
    return reply.type('application/json; charset=utf-8').send(document)
  })
}
