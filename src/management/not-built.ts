// What Auth0's Management API has and Lintel does not, yet or ever. Tools pass over what their token has no scope for, so this is what
// they are told: nobody can hold a scope that Lintel does not grant.
import type { FastifyInstance } from 'fastify'
import { ENDPOINTS } from './endpoints.ts'
import type { DeclaredRoute } from './route.ts'

/** One endpoint, whatever its parameters are called. */
export const endpointKey = (method: string, path: string): string =>
  `${method} ${path.replaceAll(/\{[^}]+\}|:[^/]+/g, '{}')}`

/** @param built the routes there are; register this after them */
export async function notBuilt(server: FastifyInstance, { built }: { built: readonly DeclaredRoute[] }): Promise<void> {
  const taken = new Set(built.map(({ method, path }) => endpointKey(method, path)))
  for (const { method, path, scopes } of ENDPOINTS) {
    if (taken.has(endpointKey(method, path))) continue
    server.route({
      method,
      url: path.replaceAll(/\{([^}]+)\}/g, ':$1'),
      exposeHeadRoute: false,
      config: { scopes, not_built: true },
      handler: () => {},
    })
  }
}
