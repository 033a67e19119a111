// Accounts on which too many tries failed (Auth0: brute-force protection). Not the users whom an administrator has blocked: neither lifts the
// other's block. And those whose codes count for nothing any more, after so many that were wrong.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { readAttackProtection } from '../store/attack-protection.ts'
import type { Blocked } from '../store/attempts.ts'
import type { TenantStore } from '../store/store.ts'
import { folded } from '../store/user-accounts.ts'
import { managementEvent } from './route.ts'
import { UserParams } from './users/user.ts'

const UserBlocks = Type.Object(
  {
    blocked_for: Type.Array(
      Type.Object({
        identifier: Type.String(),
        ip: Type.Optional(Type.String({ description: 'Absent: from wherever' })),
        connection: Type.String(),
        second_factor: Type.Optional(
          Type.Literal(true, {
            description: 'What does not count are codes as a second factor, since a hundred in a row were wrong',
          }),
        ),
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

type UserBlock = Static<typeof UserBlocks>['blocked_for'][number]

/** In the order in which they were reached, the last one first. */
async function tooManyFailures(
  store: TenantStore,
  blocked: readonly Blocked[],
  considers: boolean | undefined,
): Promise<UserBlock[]> {
  const { brute_force_protection: protection } = readAttackProtection(await store.settings.find())
  if (considers && !(protection.enabled && protection.shields.includes('block'))) return []
  const blocked_for = []
  for (const { identifier, ip, connection_id } of await store.attempts.listBlocks(blocked, protection, new Date())) {
    const connection = await store.connections.find(connection_id)
    if (!connection || (considers && connection.options.brute_force_protection === false)) continue
    blocked_for.push({ identifier, ...(ip === null ? {} : { ip }), connection: connection.name })
  }
  return blocked_for
}

/** Whose codes do not count, wherever she is and whatever is set: by each name that she signs in by. @param only by this one */
async function lockedCodes(store: TenantStore, user_ids: readonly string[], only?: string): Promise<UserBlock[]> {
  const blocked_for: UserBlock[] = []
  for (const user_id of await store.attempts.listLockedOut(user_ids)) {
    const names: Blocked[] = await store.users.listSignInNames(user_id)
    if (names.length === 0) names.push(...(await namelessOf(store, user_id)))
    for (const { identifier, connection_id = '' } of names) {
      const connection = only === undefined || identifier === only ? await store.connections.find(connection_id) : null
      if (connection) blocked_for.push({ identifier, connection: connection.name, second_factor: true })
    }
  }
  return blocked_for
}

/** Whom a connection knows by no name has her own id. */
const namelessOf = async (store: TenantStore, user_id: string): Promise<Blocked[]> =>
  (await store.users.listIdentities(user_id)).map(({ connection_id }) => ({ identifier: user_id, connection_id }))

async function mustExist(store: TenantStore, user_id: string): Promise<void> {
  if (!(await store.users.exists(user_id))) throw new LintelError('inexistent_user', 'The user does not exist.')
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
    async ({ store, query }) => {
      const identifier = folded(query.identifier)
      const failures = await tooManyFailures(store, [{ identifier }], query.consider_brute_force_enablement)
      const codes = await lockedCodes(store, await store.users.listNamed(identifier), identifier)
      return { blocked_for: [...failures, ...codes] }
    },
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
      const identifier = folded(query.identifier)
      await store.transaction(async tx => {
        await tx.attempts.forget([{ identifier }])
        for (const user_id of await tx.users.listNamed(identifier)) await tx.attempts.forgetFactorTries(user_id)
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
    async ({ store, params, query }) => {
      await mustExist(store, params.id)
      const names = await store.users.listSignInNames(params.id)
      const failures = await tooManyFailures(store, names, query.consider_brute_force_enablement)
      return { blocked_for: [...failures, ...(await lockedCodes(store, [params.id]))] }
    },
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
        await mustExist(tx, params.id)
        await tx.attempts.forget(await tx.users.listSignInNames(params.id))
        await tx.attempts.forgetFactorTries(params.id)
        await tx.logs.write(managementEvent(request, 'Unblock a user', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
