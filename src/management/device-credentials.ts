// Device credentials: Auth0's older list of where a user is signed in. Each is a refresh token, as /refresh-tokens has it; to delete one signs
// the device out.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { fieldsQuery, offsetPage, offsetQuery, offsetReply, pickFields, windowOf } from '../http/paging.ts'
import { MAX_CLIENT_ID } from '../ids.ts'
import type { RefreshTokenFamily, RefreshTokenFilter } from '../store/refresh-tokens.ts'
import { RefreshTokenParams } from './refresh-tokens/refresh-token.ts'
import { managementEvent } from './route.ts'
import { UserId } from './users/user.ts'

const TYPES = ['public_key', 'refresh_token', 'rotating_refresh_token'] as const
const ClientId = Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID })

/** With `fields` in play, everything is optional. */
const DeviceCredential = Type.Partial(
  Type.Object({
    id: Type.String(),
    device_name: Type.String({ description: 'The user agent that signed in' }),
    type: Type.Unsafe<(typeof TYPES)[number]>({ type: 'string', enum: TYPES }),
    user_id: Type.String(),
    client_id: Type.String(),
  }),
  { title: 'DeviceCredential' },
)

const shown = ({ id, device, rotating, user_id, client_id }: RefreshTokenFamily) => ({
  id,
  device_name: device.initial_user_agent ?? '',
  type: rotating ? ('rotating_refresh_token' as const) : ('refresh_token' as const),
  user_id,
  client_id,
})

export const deviceCredentials: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/device-credentials',
    {
      config: { scopes: ['read:device_credentials'], sdk: 'deviceCredentials.list' },
      schema: {
        querystring: Type.Object(
          {
            ...offsetQuery,
            ...fieldsQuery,
            user_id: Type.Optional(UserId),
            client_id: Type.Optional(ClientId),
            type: Type.Optional(Type.Enum([...TYPES], { description: 'Left out: every type' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('device_credentials', DeviceCredential) },
      },
    },
    async ({ store, query }) => {
      const { user_id, client_id, type } = query
      // No device has a key of its own here.
      if (type === 'public_key') return offsetPage('device_credentials', query, [], async () => 0)
      const filter: RefreshTokenFilter = {
        ...(user_id === undefined ? {} : { user_id }),
        ...(client_id === undefined ? {} : { client_id }),
        ...(type === undefined ? {} : { rotating: type === 'rotating_refresh_token' }),
      }
      const now = new Date()
      const families = await store.refresh_tokens.list(filter, windowOf(query), now)
      return offsetPage(
        'device_credentials',
        query,
        families.map(family => pickFields(shown(family), query)),
        () => store.refresh_tokens.count(filter, now),
      )
    },
  )

  server.post(
    '/device-credentials',
    {
      config: {
        scopes: [],
        own_scopes: ['create:current_user_device_credentials'],
        ownerOf: async ({ bearer }) => bearer.user_id,
        sdk: 'deviceCredentials.createPublicKey',
      },
      schema: {
        body: Type.Object(
          {
            device_name: Type.String({ minLength: 1, maxLength: 1_000 }),
            type: Type.Enum(['public_key']),
            value: Type.String({ minLength: 1, maxLength: 16_384 }),
            device_id: Type.String({ pattern: '^[-A-Fa-f0-9]+$', maxLength: 36 }),
            client_id: Type.Optional(ClientId),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ id: Type.String() }) },
      },
    },
    async () => {
      throw new LintelError(
        'operation_not_supported',
        'public_key: Lintel has no grant that a device would prove itself for by a key of its own. Use a refresh token; DPoP binds it to a key.',
      )
    },
  )

  server.delete(
    '/device-credentials/:id',
    {
      config: {
        scopes: ['delete:device_credentials'],
        own_scopes: ['delete:current_user_device_credentials'],
        async ownerOf({ store, params }: FastifyRequest) {
          const { id } = params as { id: string }
          return id.includes('\0') ? undefined : (await store.refresh_tokens.find(id, new Date()))?.user_id
        },
        sdk: 'deviceCredentials.delete',
      },
      schema: { params: RefreshTokenParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        const family = await tx.refresh_tokens.find(params.id, now)
        if (!family) return
        await tx.grants.revoke({ refresh_token_ids: [params.id] }, now)
        await tx.logs.write(managementEvent(request, 'Delete a device credential', { user_id: family.user_id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
