// Keys by which a connection authenticates to its upstream (Auth0: strategies oidc and okta). A database has no upstream, so each route
// refuses, as Auth0 does.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { holds, insufficientScope } from '../route.ts'
import { ConnectionParams, inexistentConnection } from './connection.ts'

const ConnectionKey = Type.Object(
  {
    kid: Type.String(),
    cert: Type.String(),
    fingerprint: Type.String(),
    thumbprint: Type.String(),
  },
  { title: 'ConnectionKey' },
)
/** Auth0: nothing has to be sent. */
const Algorithm = Type.Unsafe<{ signing_alg?: string } | null>({
  ...Type.Object({
    signing_alg: Type.Optional(Type.Enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'ES256', 'ES384'])),
  }),
  type: ['object', 'null'],
  additionalProperties: false,
})

/** @param what as Auth0 begins its refusal */
async function refuse({ store, params }: Pick<FastifyRequest, 'store' | 'params'>, what: string): Promise<never> {
  const { id } = params as { id: string }
  if (!(await store.connections.find(id))) throw inexistentConnection()
  throw new LintelError('operation_not_supported', `${what} not supported on this connection`)
}

export const connectionKeys: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/connections/:id/keys',
    {
      config: { scopes: ['read:connections_keys'], sdk: 'connections.keys.get' },
      schema: { params: ConnectionParams, response: { 200: Type.Array(ConnectionKey) } },
    },
    async request => refuse(request, 'Keys are'),
  )

  server.post(
    '/connections/:id/keys',
    {
      config: { scopes: ['create:connections_keys'], sdk: 'connections.keys.create' },
      schema: { params: ConnectionParams, body: Algorithm, response: { 201: Type.Array(ConnectionKey) } },
    },
    async request => refuse(request, 'Keys are'),
  )

  server.post(
    '/connections/:id/keys/rotate',
    {
      config: { scopes: ['create:connections_keys', 'update:connections_keys'], sdk: 'connections.keys.rotate' },
      schema: { params: ConnectionParams, body: Algorithm, response: { 201: ConnectionKey } },
    },
    async request => {
      const missing = ['create:connections_keys', 'update:connections_keys'].filter(scope => !holds(request, scope))
      if (missing.length > 0) throw insufficientScope(missing)
      return refuse(request, 'Key rotation is')
    },
  )
}
