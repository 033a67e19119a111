// The Auth0-shaped Management API, one file per first path segment. Owns shapes, scopes and masking; the facts are the store's.
import type { FastifyInstance } from 'fastify'
import { roles } from './roles.ts'
import { guard } from './route.ts'

export type ManagementOptions = {
  /** requests per second and client; 0: no limit */
  rate_limit: number
}

export async function management(server: FastifyInstance, options: ManagementOptions): Promise<void> {
  guard(server, options.rate_limit)
  await server.register(roles)
}
