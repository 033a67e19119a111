// Accounts on which too many tries failed (Auth0: brute-force protection). Not the users whom an administrator has blocked: neither lifts the
// other's block.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { readAttackProtection } from '../store/attack-protection.ts'
import type { Blocked } from '../store/attempts.ts'
import type { TenantStore } from '../store/store.ts'
import { managementEvent } from './route.ts'
import { UserParams } from './users/user.ts'

const UserBlocks = Type.Object(
  {
    blocked_for: Type.Array(
      Type.Object({
        identifier: Type.String(),
        ip: Type.Optional(Type.String({ description: 'Absent: from wherever' })),
        connection: Type.String(),
      }),
    ),
  },
  { title: 'UserBlocks' },
)

const consider = Type.Optional(
  Type.Boolean({ description: 'Whether to list nothing where such failures block nobody' }),
)
const Identifier = Type.Object(
  {
    identifier: Type.String({
      minLength: 1,
      maxLength: 320,
      pattern: '^[^\\0]*$',
      description: 'An email address, a username or a phone number',
    }),
  },
  { additionalProperties: false },
)

/** In the order in which they were reached, the last one first. */
async function blocksOf(store: TenantStore, blocked: readonly Blocked[], considers: boolean | undefined) {
  const { brute_force_protection: protection } = readAttackProtection(await store.settings.find())
  if (considers && !(protection.enabled && protection.shields.includes('block'))) return { blocked_for: [] }
  const blocked_for = []
  for (const { identifier, ip, connection_id } of await store.attempts.listBlocks(blocked, protection, new Date())) {
    const connection = await store.connections.find(connection_id)
    if (!connection || (considers && connection.options.brute_force_protection === false)) continue
    blocked_for.push({ identifier, ...(ip === null ? {} : { ip }), connection: connection.name })
  }
  return { blocked_for }
}

async function namesOf(store: TenantStore, user_id: string): Promise<Blocked[]> {
  if (!(await store.users.exists(user_id))) throw new LintelError('inexistent_user', 'The user does not exist.')
  return store.users.listSignInNames(user_id)
}

export const userBlocks: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/user-blocks',
    {
      config: { scopes: ['read:users'], sdk: 'userBlocks.listByIdentifier' },
      schema: {
        querystring: Type.Object(
          { ...Identifier.properties, consider_brute_force_enablement: consider },
          { additionalProperties: false },
        ),
        response: { 200: UserBlocks },
      },
    },
    async ({ store, query }) =>
      blocksOf(store, [{ identifier: query.identifier.toLowerCase() }], query.consider_brute_force_enablement),
  )

  server.delete(
    '/user-blocks',
    {
      config: { scopes: ['update:users'], sdk: 'userBlocks.deleteByIdentifier' },
      schema: { querystring: Identifier, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, query } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.attempts.forget([{ identifier: query.identifier.toLowerCase() }])
        await tx.logs.write(managementEvent(request, 'Unblock by identifier'), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.get(
    '/user-blocks/:id',
    {
      config: { scopes: ['read:users'], sdk: 'userBlocks.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object({ consider_brute_force_enablement: consider }, { additionalProperties: false }),
        response: { 200: UserBlocks },
      },
    },
    async ({ store, params, query }) =>
      blocksOf(store, await namesOf(store, params.id), query.consider_brute_force_enablement),
  )

  server.delete(
    '/user-blocks/:id',
    {
      config: { scopes: ['update:users'], sdk: 'userBlocks.delete' },
      schema: { params: UserParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.attempts.forget(await namesOf(tx, params.id))
        await tx.attempts.forgetFactorTries(params.id)
        await tx.logs.write(managementEvent(request, 'Unblock a user', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
