// The routes under /api/v2, as they describe themselves: whoever walks this list meets every one.
import type { TestApp } from './app.ts'

export type Schema = {
  type?: string
  $ref?: string
  pattern?: string
  enum?: string[]
  maximum?: number
  additionalProperties?: unknown
  items?: Schema
  anyOf?: Schema[]
}
type Parameter = { name: string; in: 'path' | 'query'; schema: Schema }
type Operation = {
  operationId: string
  parameters: Parameter[]
  requestBody?: { content: { [type: string]: { schema: Schema } } }
  responses: { [status: string]: { content?: { [type: string]: { schema: Schema } } } }
  security: { oauth2: [string] }[]
}
export type Route = { name: string; method: string; path: string; scopes: string[]; operation: Operation }
type Document = { openapi: string; paths: { [path: string]: { [method: string]: Operation } } }

export async function declaredRoutes(app: TestApp): Promise<Route[]> {
  const { paths } = (await (await app.fetch('/api/v2/openapi.json')).json()) as Document
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      scopes: operation.security.map(({ oauth2: [scope] }) => scope),
      operation,
    })),
  )
}

export const queryOf = ({ operation }: Route, name: string): Parameter | undefined =>
  operation.parameters.find(parameter => parameter.in === 'query' && parameter.name === name)
