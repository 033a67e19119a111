// Clients that a document at their client_id describes (OAuth Client ID Metadata Document), as an administrator looks at one and takes it up.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { Outbound } from '../../http/outbound.ts'
import { MAX_CLIENT_ID } from '../../ids.ts'
import type { Client } from '../../store/clients.ts'
import type { LogEvent } from '../../store/log-events.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { holds, insufficientScope, managementEvent } from '../route.ts'

type Key = { alg: string | null; kid: string | null; pem: string; public_jwk: JsonObject }
type Described = Pick<Client, 'app_type' | 'callbacks' | 'grant_types' | 'logo_uri' | 'name'> & {
  method: 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'none' | 'private_key_jwt'
  keys: Key[]
}
type ReadDocument = { described: Described; fresh_until: Date }
type KeptDocument = { client: Client; outcome: 'made' | 'changed' | 'stood' }

/** What the protocol knows of such documents. */
export type CimdOptions = {
  lookAtDocument(
    outbound: Outbound,
    url: string,
    now: Date,
  ): Promise<{ document: ReadDocument } | { reason: 'unreachable' | 'invalid'; message: string }>
  keepDocument(
    store: TenantStore,
    url: string,
    document: ReadDocument,
    keeping: { created_by: 'admin' | 'client'; now: Date; log(kept: KeptDocument): LogEvent },
  ): Promise<KeptDocument>
}

const Body = Type.Object(
  { external_client_id: Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID }) },
  { additionalProperties: false },
)
const MappedFields = Type.Object({
  external_client_id: Type.String(),
  name: Type.String(),
  app_type: Type.Optional(Type.String()),
  callbacks: Type.Array(Type.String()),
  logo_uri: Type.Optional(Type.String()),
  grant_types: Type.Array(Type.String()),
  token_endpoint_auth_method: Type.String(),
  client_authentication_methods: Type.Optional(
    Type.Object({
      private_key_jwt: Type.Object({
        credentials: Type.Array(
          Type.Object({
            credential_type: Type.String(),
            alg: Type.Optional(Type.String()),
            kid: Type.Optional(Type.String()),
          }),
        ),
      }),
    }),
  ),
})
const Validation = Type.Object({
  valid: Type.Boolean(),
  violations: Type.Array(Type.String()),
  warnings: Type.Array(Type.String()),
})
const Registered = Type.Object(
  { client_id: Type.String(), mapped_fields: MappedFields, validation: Validation },
  { title: 'CimdClient' },
)

const VALID = { valid: true, violations: [], warnings: [] }

function mapped(external_client_id: string, { app_type, logo_uri, method, keys, ...described }: Described) {
  const credentials = keys.map(({ alg, kid }) => ({
    credential_type: 'public_key',
    ...(alg === null ? {} : { alg }),
    ...(kid === null ? {} : { kid }),
  }))
  return {
    external_client_id,
    ...described,
    token_endpoint_auth_method: method,
    ...(app_type === null ? {} : { app_type }),
    ...(logo_uri === null ? {} : { logo_uri }),
    ...(method === 'private_key_jwt' ? { client_authentication_methods: { private_key_jwt: { credentials } } } : {}),
  }
}

export const cimdClients: FastifyPluginAsyncTypebox<CimdOptions> = async (server, { lookAtDocument, keepDocument }) => {
  server.post(
    '/clients/cimd/preview',
    {
      config: { scopes: ['read:clients'], sdk: 'clients.previewCimdMetadata' },
      schema: {
        body: Body,
        response: {
          200: Type.Object(
            {
              client_id: Type.Optional(Type.String()),
              errors: Type.Optional(Type.Array(Type.String())),
              validation: Type.Optional(Validation),
              mapped_fields: Type.Optional(MappedFields),
            },
            { title: 'CimdPreview' },
          ),
        },
      },
    },
    async ({ body: { external_client_id: url }, store }) => {
      const looked = await lookAtDocument(server.outbound, url, new Date())
      const known = (await store.facts.client(url)) ? { client_id: url } : {}
      if ('document' in looked)
        return { ...known, validation: VALID, mapped_fields: mapped(url, looked.document.described) }
      if (looked.reason === 'unreachable') return { ...known, errors: [looked.message] }
      return { ...known, validation: { valid: false, violations: [looked.message], warnings: [] } }
    },
  )

  server.post(
    '/clients/cimd/register',
    {
      config: { scopes: ['create:clients', 'update:clients'], sdk: 'clients.registerCimdClient' },
      schema: { body: Body, response: { 200: Registered, 201: Registered } },
    },
    async (request, reply) => {
      const { body, store } = request
      const { external_client_id: url } = body
      const now = new Date()
      const needed = (await store.clients.find(url)) ? 'update:clients' : 'create:clients'
      if (!holds(request, needed)) throw insufficientScope([needed])
      const looked = await lookAtDocument(server.outbound, url, now)
      if (!('document' in looked)) {
        const what = looked.reason === 'unreachable' ? 'could not be retrieved' : 'cannot be applied'
        throw new LintelError('invalid_body', `The Client Metadata document at ${url} ${what}: ${looked.message}`)
      }
      const { client, outcome } = await keepDocument(store, url, looked.document, {
        created_by: 'admin',
        now,
        log: ({ outcome }) =>
          managementEvent(request, `${outcome === 'made' ? 'Create' : 'Update'} a client by its metadata document`),
      })
      return reply.code(outcome === 'made' ? 201 : 200).send({
        client_id: client.client_id,
        mapped_fields: mapped(url, looked.document.described),
        validation: VALID,
      })
    },
  )
}
