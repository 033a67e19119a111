// Requests that wait for a user's word (CIBA): Lintel's own endpoints, for an integration that reaches users by a channel of its own. Auth0
// keeps these for its Guardian app. Who holds update:ciba_requests speaks for every user of the tenant.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../http/paging.ts'
import type { TenantStore } from '../store/store.ts'
import { managementEvent } from './route.ts'
import { UserId } from './users/user.ts'

type Approval = {
  id: string
  client_id: string
  user_id: string
  binding_message?: string
  audience?: string
  scope: string[]
  authorization_details: { type: string; [member: string]: unknown }[]
  created_at: Date
  expires_at: Date
}
type Which = { user_id?: string; client_id?: string }

export type CibaRequestsOptions = {
  approvals: {
    list(store: TenantStore, by: Which, window: { limit: number; offset: number }, now: Date): Promise<Approval[]>
    count(store: TenantStore, by: Which, now: Date): Promise<number>
    find(store: TenantStore, id: string, now: Date): Promise<Approval | undefined>
    decide(
      store: TenantStore,
      id: string,
      decision: { approved: false } | { approved: true; connection_id: string },
      now: Date,
      alongside: (tx: TenantStore) => Promise<void>,
    ): Promise<'done' | 'gone' | 'refused'>
  }
}

export const CibaRequest = Type.Object(
  {
    id: Type.String({ description: 'A handle; the client’s auth_req_id is another' }),
    client_id: Type.String(),
    user_id: Type.String(),
    binding_message: Type.Optional(Type.String()),
    audience: Type.Optional(Type.String()),
    scope: Type.String(),
    authorization_details: Type.Array(Type.Record(Type.String(), Type.Unknown())),
    created_at: Type.String({ format: 'date-time' }),
    expires_at: Type.String({ format: 'date-time' }),
  },
  { title: 'CibaRequest' },
)

const CibaRequestParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) })
const inexistent = () =>
  new LintelError('inexistent_ciba_request', 'The request does not exist, has expired or was answered.')

const shownRequest = ({ scope, created_at, expires_at, ...rest }: Approval): Static<typeof CibaRequest> => ({
  ...rest,
  scope: scope.join(' '),
  created_at: created_at.toISOString(),
  expires_at: expires_at.toISOString(),
})

export const cibaRequests: FastifyPluginAsyncTypebox<CibaRequestsOptions> = async (server, { approvals }) => {
  server.get(
    '/ciba-requests',
    {
      config: { scopes: ['read:ciba_requests'], sdk: 'cibaRequests.list' },
      schema: {
        querystring: Type.Object(
          {
            ...offsetQuery,
            user_id: Type.Optional(UserId),
            client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('ciba_requests', CibaRequest) },
      },
    },
    async ({ store, query }) => {
      const { user_id, client_id } = query
      const by = { ...(user_id === undefined ? {} : { user_id }), ...(client_id === undefined ? {} : { client_id }) }
      const now = new Date()
      const page = await approvals.list(store, by, windowOf(query), now)
      return offsetPage('ciba_requests', query, page.map(shownRequest), () => approvals.count(store, by, now))
    },
  )

  server.get(
    '/ciba-requests/:id',
    {
      config: { scopes: ['read:ciba_requests'], sdk: 'cibaRequests.get' },
      schema: { params: CibaRequestParams, response: { 200: CibaRequest } },
    },
    async ({ store, params }) => {
      const approval = await approvals.find(store, params.id, new Date())
      if (!approval) throw inexistent()
      return shownRequest(approval)
    },
  )

  async function decide(request: FastifyRequest, id: string, approved: boolean): Promise<void> {
    const { store } = request
    const now = new Date()
    const approval = await approvals.find(store, id, now)
    if (!approval) throw inexistent()
    const { user_id } = approval
    const account = await store.users.findAccount(user_id)
    const decision = approved
      ? ({ approved, connection_id: account?.connection_id ?? '' } as const)
      : ({ approved } as const)
    const description = approved ? 'Approve a CIBA request' : 'Deny a CIBA request'
    const came_of_it = await approvals.decide(store, id, decision, now, tx =>
      tx.logs.write(managementEvent(request, description, { user_id, details: { ciba_request_id: id } }), now),
    )
    if (came_of_it === 'gone') throw inexistent()
    if (came_of_it === 'refused')
      throw new LintelError('conflict', 'The user is gone or blocked, or the client may not ask her any more.')
  }

  server.post(
    '/ciba-requests/:id/approve',
    {
      config: { scopes: ['update:ciba_requests'], sdk: 'cibaRequests.approve' },
      schema: { params: CibaRequestParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await decide(request, request.params.id, true)
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/ciba-requests/:id/deny',
    {
      config: { scopes: ['update:ciba_requests'], sdk: 'cibaRequests.deny' },
      schema: { params: CibaRequestParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await decide(request, request.params.id, false)
      return reply.code(204).send(null)
    },
  )
}
