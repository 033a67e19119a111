import { isDeepStrictEqual } from 'node:util'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import {
  checkpointPage,
  checkpointQuery,
  checkpointReply,
  fieldsQuery,
  listPage,
  listQuery,
  listReply,
  pickFields,
} from '../http/paging.ts'
import { MAX_CLIENT_ID, newConnectionId } from '../ids.ts'
import { PASSWORDLESS, readDatabaseOptions, type Connection as StoredConnection } from '../store/connections.ts'
import type { TenantStore } from '../store/store.ts'
import { ClientIdParams } from './clients/client-id.ts'
import { ConnectionParams, inexistentConnection } from './connections/connection.ts'
import { GivenOptions, Options, optionsOf, shownOptions, unsettable } from './connections/options.ts'
import { keepSecret, secretIn } from './connections/upstream.ts'
import { mergeStringMetadata, StringMetadata } from './metadata.ts'
import { holds, insufficientScope, managementEvent } from './route.ts'
import type { TellOfEnd } from './sessions/session.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from './unenforced.ts'

export const UNENFORCED_CONNECTION = {
  authentication: shown({ active: true }),
  connected_accounts: shown({ active: false }),
  cross_app_access_requesting_app: hidden({ active: false }),
  display_name: hidden(),
  show_as_button: hidden(),
}

const STRATEGIES = ['auth0', ...PASSWORDLESS]

const ClientIds = Type.Array(Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID }), {
  uniqueItems: true,
  maxItems: 1_000,
})

const strict = { additionalProperties: false }
const Strategies = Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 }))

const settable = {
  options: unsettable(GivenOptions),
  enabled_clients: unsettable(ClientIds),
  is_domain_connection: Type.Optional(Type.Boolean()),
  realms: Type.Optional(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 10 })),
  metadata: Type.Optional(StringMetadata),
  ...acceptedProperties(UNENFORCED_CONNECTION),
}
const NewConnection = Type.Object(
  {
    name: Type.String({ maxLength: 128, pattern: '^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$' }),
    strategy: Type.Enum(STRATEGIES),
    ...settable,
  },
  strict,
)
const ConnectionPatch = Type.Object(settable, strict)

export const Connection = Type.Partial(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    strategy: Type.String(),
    options: Options,
    enabled_clients: Type.Array(Type.String()),
    is_domain_connection: Type.Boolean(),
    realms: Type.Array(Type.String()),
    metadata: Type.Record(Type.String(), Type.String()),
    ...answeredProperties(UNENFORCED_CONNECTION),
  }),
  { title: 'Connection' },
)
type Connection = Static<typeof Connection>

const unsupported = (message: string) => new LintelError('operation_not_supported', message)

async function present(store: TenantStore, connections: StoredConnection[]): Promise<Connection[]> {
  const enabled = await store.connections.listClientsOf(connections.map(({ id }) => id))
  return connections.map(({ id, name, strategy, options, is_domain_connection, realms, metadata }) => ({
    ...shownValues(UNENFORCED_CONNECTION),
    id,
    name,
    strategy,
    options: shownOptions(strategy, options),
    enabled_clients: enabled.get(id) ?? [],
    is_domain_connection,
    realms,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  }))
}

const keepUpstreamSecret = (
  tx: TenantStore,
  { id, options }: StoredConnection,
  given: Static<typeof GivenOptions> | null | undefined,
  now: Date,
) => keepSecret(tx, id, readDatabaseOptions(options).upstream, secretIn(given?.upstream), now)

/** Realms are for a grant that is not offered: a connection's own name is the only one. */
function checkRealms(realms: string[] | undefined, name: string): void {
  if (realms !== undefined && realms.length > 0 && !isDeepStrictEqual(realms, [name]))
    throw unsupported(`Lintel does not enforce realms. It is accepted only as ${JSON.stringify([name])}.`)
}

export const connections: FastifyPluginAsyncTypebox<TellOfEnd> = async (server, { tellOfEnd }) => {
  server.get(
    '/connections',
    {
      config: { scopes: ['read:connections'], sdk: 'connections.list' },
      schema: {
        querystring: Type.Object(
          {
            ...listQuery,
            ...fieldsQuery,
            name: Type.Optional(Type.String({ maxLength: 128 })),
            strategy: Strategies,
          },
          strict,
        ),
        response: { 200: listReply('connections', Connection) },
      },
    },
    async ({ query, store }) => {
      const filter = {
        ...(query.name === undefined ? {} : { name: query.name }),
        ...(query.strategy === undefined ? {} : { strategy: query.strategy }),
      }
      return listPage(
        'connections',
        query,
        {
          list: window => store.connections.list(filter, window),
          count: () => store.connections.count(filter),
          listAfter: (from, take) => store.connections.listAfter(filter, from, take),
        },
        connection => connection.id,
        async page => (await present(store, page)).map(connection => pickFields(connection, query)),
      )
    },
  )
  server.post(
    '/connections',
    {
      config: { scopes: ['create:connections'], sdk: 'connections.create' },
      schema: { body: NewConnection, response: { 201: Connection } },
      // Another strategy is refused by its name, before anybody looks at its options.
      async preValidation({ body }) {
        const { strategy } = (body ?? {}) as { strategy?: unknown }
        if (typeof strategy === 'string' && !STRATEGIES.includes(strategy))
          throw unsupported(
            `Lintel does not have the strategy ${JSON.stringify(strategy.slice(0, 64))}. Those it has are "auth0" (a database), "email" and "sms".`,
          )
      },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      const { options, enabled_clients, realms, metadata, ...asked } = enforcedOnly(body, UNENFORCED_CONNECTION)
      checkRealms(realms, asked.name)
      const connection = {
        id: newConnectionId(),
        name: asked.name,
        strategy: asked.strategy,
        display_name: null,
        options: optionsOf(asked, options),
        realms: [asked.name],
        is_domain_connection: asked.is_domain_connection ?? false,
        show_as_button: null,
        metadata: mergeStringMetadata({}, metadata ?? {}, 'metadata'),
      }
      const created = await store.transaction(async tx => {
        const row = await tx.connections.create(connection, now)
        await keepUpstreamSecret(tx, row, options, now)
        await tx.connections.enableClients(row.id, enabled_clients ?? [])
        await tx.logs.write(aboutConnection(request, 'Create a connection', row), now)
        return present(tx, [row])
      })
      return reply.code(201).send(created[0] as Connection)
    },
  )

  server.get(
    '/connections/:id',
    {
      config: { scopes: ['read:connections'], sdk: 'connections.get' },
      schema: {
        params: ConnectionParams,
        querystring: Type.Object(fieldsQuery, strict),
        response: { 200: Connection },
      },
    },
    async ({ params, query, store }) => {
      const connection = await store.connections.find(params.id)
      if (!connection) throw inexistentConnection()
      const [shown] = await present(store, [connection])
      return pickFields(shown as Connection, query)
    },
  )

  server.patch(
    '/connections/:id',
    {
      config: { scopes: ['update:connections'], sdk: 'connections.update' },
      schema: { params: ConnectionParams, body: ConnectionPatch, response: { 200: Connection } },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      const { options, enabled_clients, realms, metadata, ...asked } = enforcedOnly(body, UNENFORCED_CONNECTION)
      const patch = {
        ...asked,
        ...(metadata === undefined ? {} : { metadata: mergeStringMetadata({}, metadata, 'metadata') }),
      }
      return store.transaction(async tx => {
        const before = options === undefined ? undefined : await tx.connections.find(params.id)
        // Auth0: the options as a whole.
        const replaced = before ? { options: optionsOf(before, options) } : {}
        const updated = await tx.connections.update(params.id, { ...patch, ...replaced }, now)
        if (!updated) throw inexistentConnection()
        if (options !== undefined) await keepUpstreamSecret(tx, updated, options, now)
        checkRealms(realms, updated.name)
        if (enabled_clients !== undefined) {
          await tx.connections.disableClients(updated.id, { except: enabled_clients ?? [] })
          await tx.connections.enableClients(updated.id, enabled_clients ?? [])
        }
        await tx.logs.write(aboutConnection(request, 'Update a connection', updated), now)
        const [shown] = await present(tx, [updated])
        return shown as Connection
      })
    },
  )

  server.delete(
    '/connections/:id',
    {
      config: { scopes: ['delete:connections'], sdk: 'connections.delete' },
      schema: {
        params: ConnectionParams,
        response: { 202: Type.Object({ deleted_at: Type.String() }), 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      const deleted = await store.transaction(async tx => {
        const connection = await tx.connections.find(params.id)
        const ended = connection && (await tx.connections.remove(params.id))
        if (!connection || !ended) return false
        await tellOfEnd(tx, ended, 'account-deleted')
        if ((await tx.settings.find()).default_directory === connection.name)
          await tx.settings.update({ default_directory: null }, now)
        await tx.logs.write(aboutConnection(request, 'Delete a connection', connection), now)
        return true
      })
      return deleted ? reply.code(202).send({ deleted_at: now.toISOString() }) : reply.code(204).send(null)
    },
  )

  server.get(
    '/connections/:id/clients',
    {
      config: { scopes: ['read:connections'], sdk: 'connections.clients.get' },
      schema: {
        params: ConnectionParams,
        querystring: Type.Object(
          { from: checkpointQuery.from, take: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) },
          strict,
        ),
        response: { 200: checkpointReply('clients', Type.Object({ client_id: Type.String() })) },
      },
    },
    async ({ params, query, store }) => {
      if (!(await store.connections.find(params.id))) throw inexistentConnection()
      return checkpointPage(
        'clients',
        query,
        async (from, take) =>
          (await store.connections.listClientsAfter(params.id, from, take)).map(client_id => ({ client_id })),
        ({ client_id }) => client_id,
      )
    },
  )

  server.patch(
    '/connections/:id/clients',
    {
      config: { scopes: ['update:connections'], sdk: 'connections.clients.update' },
      schema: {
        params: ConnectionParams,
        body: Type.Array(
          Type.Object(
            { client_id: Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID }), status: Type.Boolean() },
            strict,
          ),
          { minItems: 1, maxItems: 50 },
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { body, params, store } = request
      const now = new Date()
      // A client that stands there twice ends as it was said last.
      const statuses = [...new Map(body.map(({ client_id, status }) => [client_id, status]))]
      const those = (wanted: boolean) => statuses.filter(([, status]) => status === wanted).map(([id]) => id)
      await store.transaction(async tx => {
        const connection = await tx.connections.find(params.id)
        if (!connection) throw inexistentConnection()
        await tx.connections.enableClients(params.id, those(true))
        await tx.connections.disableClients(params.id, { only: those(false) })
        await tx.logs.write(aboutConnection(request, 'Update enabled clients of a connection', connection), now)
      })
      return reply.code(204).send(null)
    },
  )

  // Auth0: whether the connection answers. A database does, as long as this does.
  server.get(
    '/connections/:id/status',
    {
      config: { scopes: ['read:connections'], sdk: 'connections.checkStatus' },
      schema: { params: ConnectionParams, response: { 200: Type.Null() } },
    },
    async ({ params, store }, reply) => {
      if (!(await store.connections.find(params.id))) throw inexistentConnection()
      return reply.code(200).send(null)
    },
  )

  server.get(
    '/clients/:id/connections',
    {
      config: {
        scopes: ['read:connections', 'read:clients', 'read:client_summary'],
        sdk: 'clients.connections.get',
      },
      schema: {
        params: ClientIdParams,
        querystring: Type.Object({ ...checkpointQuery, ...fieldsQuery, strategy: Strategies }, strict),
        response: { 200: checkpointReply('connections', Connection) },
      },
    },
    async request => {
      const { params, query, store } = request
      // Auth0: both what is connected and to what.
      if (!holds(request, 'read:connections')) throw insufficientScope(['read:connections'])
      if (!holds(request, 'read:clients', 'read:client_summary'))
        throw insufficientScope(['read:clients', 'read:client_summary'])
      const client_id = params.id
      if (!(await store.facts.client(client_id)))
        throw new LintelError('inexistent_client', 'The client does not exist')
      const filter = query.strategy === undefined ? {} : { strategy: query.strategy }
      const page: { connections: StoredConnection[] } = await checkpointPage(
        'connections',
        query,
        (from, take) => store.connections.listEnabledAfter(client_id, filter, from, take),
        connection => connection.id,
      )
      const shown = await present(store, page.connections)
      // A client is told what it may use, not who else may.
      const connections = shown.map(({ enabled_clients: _, ...connection }) => pickFields(connection, query))
      return { ...page, connections } as never
    },
  )
}

const aboutConnection = (request: FastifyRequest, description: string, { id, name }: StoredConnection) =>
  managementEvent(request, description, { connection_id: id, connection: name })
