import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { listPage, listQuery, listReply } from '../http/paging.ts'
import { MAX_CLIENT_ID, newClientGrantId } from '../ids.ts'
import type { ClientGrant as StoredClientGrant } from '../store/client-grants.ts'
import { userScopesOf } from '../store/own-apis.ts'
import type { ResourceServer } from '../store/resource-servers.ts'
import type { Tenant } from '../store/scope.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, enforcedOnly, hidden } from './unenforced.ts'

export const UNENFORCED_CLIENT_GRANT = {
  allow_any_organization: hidden(false),
  authorization_details_types: hidden([]),
  organization_usage: hidden('deny'),
}

const ClientGrantParams = Type.Object({ id: Type.String({ pattern: '^cgr_[A-Za-z0-9]{16}$' }) })
const subject_type = Type.Enum(['client', 'user'])
const DefaultFor = Type.Enum(['third_party_clients'], {
  description: 'Instead of a client_id: what every client of a third party may ask that has no grant of its own',
})
const client_id = Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID })
const scope = Type.Array(Type.String({ minLength: 1, maxLength: 280 }), { maxItems: 1_000, uniqueItems: true })

export const ClientGrant = Type.Object(
  {
    id: Type.String(),
    client_id: Type.Optional(Type.String()),
    default_for: Type.Optional(DefaultFor),
    audience: Type.String(),
    scope: Type.Array(Type.String()),
    subject_type,
    allow_all_scopes: Type.Boolean(),
  },
  { title: 'ClientGrant' },
)

const inexistent = () => new LintelError('inexistent_client_grant', 'The client grant does not exist')

/** A grant names scopes that its resource server offers (the Management API offers users theirs alone), or all of them whatever they are. */
function checkScope(
  tenant: Tenant,
  grant: Pick<StoredClientGrant, 'scope' | 'allow_all_scopes' | 'subject_type'>,
  resource_server: ResourceServer,
): void {
  if (grant.allow_all_scopes && grant.scope.length > 0)
    throw new LintelError('invalid_body', 'A client grant with allow_all_scopes names no scope.')
  const offers = grant.subject_type === 'user' ? userScopesOf(tenant, resource_server) : resource_server.scopes
  const offered = new Set(offers.map(({ value }) => value))
  const unknown = grant.scope.filter(value => !offered.has(value))
  if (unknown.length > 0)
    throw new LintelError(
      'invalid_body',
      `Scopes that ${resource_server.identifier} does not offer: ${unknown.join(', ')}`,
    )
}

export const clientGrants: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/client-grants',
    {
      config: { scopes: ['read:client_grants'], sdk: 'clientGrants.list' },
      schema: {
        querystring: Type.Object(
          {
            ...listQuery,
            audience: Type.Optional(Type.String({ minLength: 1, maxLength: 600 })),
            client_id: Type.Optional(client_id),
            default_for: Type.Optional(DefaultFor),
            subject_type: Type.Optional(subject_type),
          },
          { additionalProperties: false },
        ),
        response: { 200: listReply('client_grants', ClientGrant) },
      },
    },
    async ({ query, store }) => {
      const { audience, client_id, default_for, subject_type } = query
      const filter = {
        ...(audience === undefined ? {} : { audience }),
        ...(client_id === undefined ? {} : { client_id }),
        ...(default_for === undefined ? {} : { default_for }),
        ...(subject_type === undefined ? {} : { subject_type }),
      }
      return listPage(
        'client_grants',
        query,
        {
          list: window => store.client_grants.list(filter, window),
          count: () => store.client_grants.count(filter),
          listAfter: (from, take) => store.client_grants.listAfter(filter, from, take),
        },
        grant => grant.id,
        page => page,
      )
    },
  )

  server.post(
    '/client-grants',
    {
      config: { scopes: ['create:client_grants'], sdk: 'clientGrants.create' },
      schema: {
        body: Type.Object(
          {
            client_id: Type.Optional(client_id),
            default_for: Type.Optional(Type.Union([DefaultFor, Type.Null()])),
            audience: Type.String({ minLength: 1, maxLength: 600 }),
            scope: Type.Optional(scope),
            subject_type: Type.Optional(subject_type),
            allow_all_scopes: Type.Optional(Type.Boolean()),
            ...acceptedProperties(UNENFORCED_CLIENT_GRANT),
          },
          { additionalProperties: false },
        ),
        response: { 201: ClientGrant },
      },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      const {
        client_id,
        default_for,
        audience,
        scope = [],
        subject_type = 'client',
        allow_all_scopes = false,
      } = enforcedOnly(body, UNENFORCED_CLIENT_GRANT)
      if ((client_id === undefined) === !default_for)
        throw new LintelError('invalid_body', 'A client grant is for a client_id, or the default_for many.')
      // Whoever registers herself speaks for nobody yet: what she may do in her own name is granted to her by name.
      if (default_for && subject_type !== 'user') throw invalidProperty('A default is for users only', 'subject_type')
      const created = await store.transaction(async tx => {
        const resource_server = await tx.resource_servers.findByIdentifier(audience)
        if (!resource_server) throw new LintelError('inexistent_resource_server', 'The resource server does not exist')
        checkScope(store.tenant, { scope, allow_all_scopes, subject_type }, resource_server)
        const grant = await tx.client_grants.create(
          {
            id: newClientGrantId(),
            ...(client_id === undefined ? {} : { client_id }),
            ...(default_for ? { default_for } : {}),
            resource_server_id: resource_server.id,
            subject_type,
            scope,
            allow_all_scopes,
          },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Create a client grant'), now)
        return grant
      })
      return reply.code(201).send(created)
    },
  )

  server.get(
    '/client-grants/:id',
    {
      config: { scopes: ['read:client_grants'], sdk: 'clientGrants.get' },
      schema: { params: ClientGrantParams, response: { 200: ClientGrant } },
    },
    async ({ params, store }) => {
      const grant = await store.client_grants.find(params.id)
      if (!grant) throw inexistent()
      return grant
    },
  )

  server.patch(
    '/client-grants/:id',
    {
      config: { scopes: ['update:client_grants'], sdk: 'clientGrants.update' },
      schema: {
        params: ClientGrantParams,
        body: Type.Object(
          {
            scope: Type.Optional(Type.Union([scope, Type.Null()])),
            allow_all_scopes: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
            ...acceptedProperties(UNENFORCED_CLIENT_GRANT),
          },
          { additionalProperties: false },
        ),
        response: { 200: ClientGrant },
      },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      const changes = enforcedOnly(body, UNENFORCED_CLIENT_GRANT)
      return store.transaction(async tx => {
        const before = await tx.client_grants.findForUpdate(params.id)
        if (!before) throw inexistent()
        const resource_server = await tx.resource_servers.findByIdentifier(before.audience)
        if (!resource_server) throw inexistent()
        const after = {
          scope: changes.scope === undefined ? before.scope : (changes.scope ?? []),
          allow_all_scopes:
            changes.allow_all_scopes === undefined ? before.allow_all_scopes : (changes.allow_all_scopes ?? false),
        }
        checkScope(store.tenant, { ...before, ...after }, resource_server)
        const grant = await tx.client_grants.update(params.id, after)
        if (!grant) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Update a client grant'), now)
        return grant
      })
    },
  )

  server.delete(
    '/client-grants/:id',
    {
      config: { scopes: ['delete:client_grants'], sdk: 'clientGrants.delete' },
      schema: { params: ClientGrantParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (await tx.client_grants.remove(params.id))
          await tx.logs.write(managementEvent(request, 'Delete a client grant'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
