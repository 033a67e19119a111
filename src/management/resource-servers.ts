import { createPublicKey, type KeyObject } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { listPage, listQuery, listReply } from '../http/paging.ts'
import { newClientSecret, newResourceServerId } from '../ids.ts'
import { managementAudience } from '../store/own-apis.ts'
import type { ResourceServer as StoredResourceServer } from '../store/resource-servers.ts'
import type { SubjectTypeAuthorization } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { firstKeysOf, type KeysOptions } from './keys.ts'
import { holds, managementEvent } from './route.ts'
import { acceptedProperties, enforcedOnly, hidden } from './unenforced.ts'

export const UNENFORCED_RESOURCE_SERVER = {
  allow_online_access: hidden(false),
  allow_online_access_with_ephemeral_sessions: hidden(false),
  authorization_policy: hidden(),
  consent_policy: hidden(),
}

const MONTH = 2_592_000
const DAY = 86_400
const WEB_LIFETIME = 7_200

/** An id, or a whole identifier, URL-encoded. */
const ResourceServerParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 600 }) })

const lifetime = Type.Integer({ minimum: 1, maximum: MONTH })
/** Auth0's, and (ES256, EdDSA) ours. */
const SigningAlg = Type.Enum(['HS256', 'RS256', 'RS512', 'PS256', 'ES256', 'EdDSA'])
const TokenEncryption = Type.Object(
  {
    format: Type.Enum(['compact-nested-jwe']),
    encryption_key: Type.Object(
      {
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
        alg: Type.Enum(['RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512']),
        kid: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
        pem: Type.String({ minLength: 1, maxLength: 4_096, description: 'A public key' }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
const ProofOfPossession = Type.Object(
  {
    mechanism: Type.Enum(['dpop', 'mtls']),
    required: Type.Boolean({ description: 'Whether only bound tokens are issued for it' }),
    required_for: Type.Optional(Type.Enum(['public_clients', 'all_clients'])),
  },
  { additionalProperties: false },
)
const AuthorizationDetails = Type.Array(
  Type.Object(
    // oidc-provider (9.13.3) keeps them as the keys of an object, and takes one whose constructor is its own for none: nobody could sign in.
    { type: Type.String({ minLength: 1, maxLength: 255, pattern: '^(?!(?:constructor|__proto__)$)[\\x20-\\x7E]+$' }) },
    { additionalProperties: false },
  ),
  {
    maxItems: 100,
    uniqueItems: true,
    description: 'The types of authorization details (RFC 9396) that it understands',
  },
)
const TokenDialect = Type.Enum(['access_token', 'access_token_authz', 'rfc9068_profile', 'rfc9068_profile_authz'])
const MultiFactorPolicy = Type.Enum(['confidence-score', 'always'], {
  description: 'Who must prove a second factor for a token, whatever the client’s policy is',
})
const UserPolicy = Type.Enum(['allow_all', 'deny_all', 'require_client_grant'])
const ClientPolicy = Type.Enum(['deny_all', 'require_client_grant'])

const settable = {
  name: Type.Optional(Type.String({ maxLength: 200, pattern: '^[^<>]+$' })),
  scopes: Type.Optional(
    Type.Array(
      Type.Object(
        {
          // RFC 6749 §3.3: what a scope may be made of; they travel separated by spaces.
          value: Type.String({ minLength: 1, maxLength: 280, pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$' }),
          description: Type.Optional(Type.String({ maxLength: 500 })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 1_000 },
    ),
  ),
  signing_alg: Type.Optional(SigningAlg),
  signing_secret: Type.Optional(
    Type.Union([Type.String({ minLength: 1, maxLength: 255 }), Type.Null()], {
      description: 'For HS256 only; made when there is none',
    }),
  ),
  token_encryption: Type.Optional(Type.Union([TokenEncryption, Type.Null()])),
  proof_of_possession: Type.Optional(Type.Union([ProofOfPossession, Type.Null()])),
  authorization_details: Type.Optional(Type.Union([AuthorizationDetails, Type.Null()])),
  allow_offline_access: Type.Optional(Type.Boolean()),
  token_lifetime: Type.Optional(lifetime),
  token_lifetime_for_web: Type.Optional(lifetime),
  token_dialect: Type.Optional(TokenDialect),
  enforce_policies: Type.Optional(Type.Boolean()),
  multi_factor_policy: Type.Optional(Type.Union([MultiFactorPolicy, Type.Null()])),
  skip_consent_for_verifiable_first_party_clients: Type.Optional(Type.Boolean()),
  subject_type_authorization: Type.Optional(
    Type.Object(
      {
        user: Type.Optional(Type.Object({ policy: UserPolicy }, { additionalProperties: false })),
        client: Type.Optional(Type.Object({ policy: ClientPolicy }, { additionalProperties: false })),
      },
      { additionalProperties: false },
    ),
  ),
  ...acceptedProperties(UNENFORCED_RESOURCE_SERVER),
}
const NewResourceServer = Type.Object(
  { identifier: Type.String({ minLength: 1, maxLength: 600 }), ...settable },
  { additionalProperties: false },
)
const ResourceServerPatch = Type.Object(settable, { additionalProperties: false })

export const ResourceServer = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    identifier: Type.String(),
    is_system: Type.Boolean(),
    scopes: Type.Array(Type.Object({ value: Type.String(), description: Type.Optional(Type.String()) })),
    signing_alg: SigningAlg,
    signing_secret: Type.Optional(
      Type.String({ description: 'Only to holders of update:resource_servers, and to who creates it' }),
    ),
    token_encryption: Type.Optional(TokenEncryption),
    proof_of_possession: Type.Optional(ProofOfPossession),
    authorization_details: Type.Optional(AuthorizationDetails),
    allow_offline_access: Type.Boolean(),
    token_lifetime: Type.Integer(),
    token_lifetime_for_web: Type.Integer(),
    token_dialect: TokenDialect,
    enforce_policies: Type.Boolean(),
    multi_factor_policy: Type.Optional(MultiFactorPolicy),
    skip_consent_for_verifiable_first_party_clients: Type.Boolean(),
    subject_type_authorization: Type.Object({
      user: Type.Object({ policy: UserPolicy }),
      client: Type.Object({ policy: ClientPolicy }),
    }),
  },
  { title: 'ResourceServer' },
)

/** As its reader may see it. @param writer a scope that lets its holder write the secret, and so see it */
function presented(request: FastifyRequest, ...writer: string[]) {
  const secrets = holds(request, 'update:resource_servers', ...writer)
  return ({
    signing_secret,
    token_encryption,
    proof_of_possession,
    authorization_details,
    multi_factor_policy,
    ...resource_server
  }: StoredResourceServer) =>
    ({
      ...resource_server,
      ...(multi_factor_policy ? { multi_factor_policy } : {}),
      ...(proof_of_possession ? { proof_of_possession } : {}),
      ...(authorization_details ? { authorization_details } : {}),
      ...(token_encryption ? { token_encryption } : {}),
      ...(secrets && signing_secret !== undefined ? { signing_secret } : {}),
    }) as Static<typeof ResourceServer>
}

const inexistent = () => new LintelError('inexistent_resource_server', 'The resource server does not exist')

const findByEither = async (store: TenantStore, id: string): Promise<StoredResourceServer | undefined> =>
  (await store.resource_servers.find(id)) ?? (await store.resource_servers.findByIdentifier(id))

type Settable = Omit<Static<typeof ResourceServerPatch>, keyof typeof UNENFORCED_RESOURCE_SERVER>

function checkScopes(scopes: Settable['scopes']): void {
  const values = scopes?.map(({ value }) => value) ?? []
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw invalidProperty(`The scope ${twice} stands there twice`, 'scopes')
}

/** The lifetimes as they will be: what comes through the browser never lives longer than what does not. */
function lifetimesOf(asked: Settable, before?: StoredResourceServer) {
  const token_lifetime = asked.token_lifetime ?? before?.token_lifetime ?? DAY
  const for_web = asked.token_lifetime_for_web ?? before?.token_lifetime_for_web ?? WEB_LIFETIME
  if (asked.token_lifetime_for_web !== undefined && for_web > token_lifetime)
    throw invalidProperty('The lifetime for web must not exceed the token lifetime', 'token_lifetime_for_web')
  return { token_lifetime, token_lifetime_for_web: Math.min(for_web, token_lifetime) }
}

const authorizationOf = (
  asked: Settable['subject_type_authorization'],
  before: SubjectTypeAuthorization,
): SubjectTypeAuthorization => ({ user: asked?.user ?? before.user, client: asked?.client ?? before.client })

/** The algorithm and the secret as they will be. */
function signingOf(asked: Settable, before?: StoredResourceServer) {
  const signing_alg = asked.signing_alg ?? before?.signing_alg ?? 'RS256'
  const { signing_secret } = asked
  if (signing_alg !== 'HS256') {
    if (signing_secret) throw invalidProperty(`A token signed by ${signing_alg} has no secret`, 'signing_secret')
    return { signing_alg, signing_secret: null }
  }
  // RFC 7518 §3.2. Auth0 takes 16 characters; with fewer bits than the hash has, the secret is what is guessed.
  if (signing_secret && Buffer.byteLength(signing_secret) < 32)
    throw invalidProperty('HS256 needs a secret of 32 bytes or more', 'signing_secret')
  const kept = signing_secret === undefined ? before?.signing_secret : signing_secret
  return { signing_alg, signing_secret: kept ?? newClientSecret() }
}

/** One public key, and nothing else. */
function checkTokenEncryption({ token_encryption }: Settable): void {
  if (!token_encryption) return
  const { pem } = token_encryption.encryption_key
  const property = 'token_encryption.encryption_key.pem'
  if (/PRIVATE KEY/.test(pem))
    throw invalidProperty('The key is a private one. Register its public half, and use this key no more.', property)
  let key: KeyObject | undefined
  try {
    if (/^\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/.test(pem))
      key = createPublicKey(pem)
  } catch {
    key = undefined
  }
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw invalidProperty('The key must be a public RSA key of 2048 bits or more, as PEM', property)
}

/** Of an API of ours only the lifetimes of its tokens may change; the rest is this release's. */
function checkSystem(asked: Settable, before: StoredResourceServer): void {
  const { token_lifetime: _t, token_lifetime_for_web: _w, ...fixed } = asked
  const changed = Object.entries(fixed).filter(
    ([property, value]) => !isDeepStrictEqual(value ?? null, before[property as keyof typeof fixed] ?? null),
  )
  if (changed.length > 0)
    throw new LintelError(
      'operation_not_supported',
      `Of the server’s own APIs only token_lifetime can change, not ${changed.map(([property]) => property).join(', ')}.`,
    )
}

/** The issuers' own names are no one's: their APIs come with a release. */
async function checkIdentifier(store: TenantStore, identifier: string): Promise<void> {
  if (identifier === managementAudience(store.tenant)) return
  const issuers = (await store.facts.issuers()).map(({ tenant: { issuer } }) => issuer)
  const issuer = issuers.find(issuer => identifier.startsWith(issuer))
  if (issuer !== undefined)
    throw new LintelError('operation_not_supported', `Identifiers under ${issuer} are reserved.`)
}

export const resourceServers: FastifyPluginAsyncTypebox<Pick<KeysOptions, 'newSigningKey'>> = async (
  server,
  { newSigningKey },
) => {
  server.get(
    '/resource-servers',
    {
      config: { scopes: ['read:resource_servers'], sdk: 'resourceServers.list' },
      schema: {
        querystring: Type.Object(
          {
            ...listQuery,
            identifiers: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 600 }), { maxItems: 10 })),
            include_fields: Type.Optional(Type.Boolean({ description: 'Without effect: there is no `fields` here' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: listReply('resource_servers', ResourceServer) },
      },
    },
    async request => {
      const { query, store } = request
      const filter = query.identifiers === undefined ? {} : { identifiers: query.identifiers }
      return listPage(
        'resource_servers',
        query,
        {
          list: window => store.resource_servers.list(filter, window),
          count: () => store.resource_servers.count(filter),
          listAfter: (from, take) => store.resource_servers.listAfter(filter, from, take),
        },
        resource_server => resource_server.id,
        page => page.map(presented(request)),
      )
    },
  )

  server.post(
    '/resource-servers',
    {
      config: { scopes: ['create:resource_servers'], sdk: 'resourceServers.create' },
      schema: { body: NewResourceServer, response: { 201: ResourceServer } },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      const asked = enforcedOnly(body, UNENFORCED_RESOURCE_SERVER)
      await checkIdentifier(store, asked.identifier)
      checkScopes(asked.scopes)
      checkTokenEncryption(asked)
      const introduceKeys = await firstKeysOf(store, [asked.signing_alg ?? 'RS256'], newSigningKey, now)
      const created = await store.transaction(async tx => {
        await introduceKeys(tx)
        const resource_server = await tx.resource_servers.create(
          {
            id: newResourceServerId(),
            identifier: asked.identifier,
            name: asked.name ?? asked.identifier,
            is_system: false,
            scopes: asked.scopes ?? [],
            ...signingOf(asked),
            token_encryption: asked.token_encryption ?? null,
            proof_of_possession: asked.proof_of_possession ?? null,
            authorization_details: asked.authorization_details ?? null,
            allow_offline_access: asked.allow_offline_access ?? false,
            ...lifetimesOf(asked),
            token_dialect: asked.token_dialect ?? 'access_token',
            enforce_policies: asked.enforce_policies ?? false,
            multi_factor_policy: asked.multi_factor_policy ?? null,
            skip_consent_for_verifiable_first_party_clients:
              asked.skip_consent_for_verifiable_first_party_clients ?? true,
            subject_type_authorization: authorizationOf(asked.subject_type_authorization, {
              user: { policy: 'allow_all' },
              client: { policy: 'require_client_grant' },
            }),
          },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Create a resource server'), now)
        return resource_server
      })
      return reply.code(201).send(presented(request, 'create:resource_servers')(created))
    },
  )

  server.get(
    '/resource-servers/:id',
    {
      config: { scopes: ['read:resource_servers'], sdk: 'resourceServers.get' },
      schema: {
        params: ResourceServerParams,
        querystring: Type.Object(
          {
            include_fields: Type.Optional(Type.Boolean({ description: 'Without effect: there is no `fields` here' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: ResourceServer },
      },
    },
    async request => {
      const resource_server = await findByEither(request.store, request.params.id)
      if (!resource_server) throw inexistent()
      return presented(request)(resource_server)
    },
  )

  server.patch(
    '/resource-servers/:id',
    {
      config: { scopes: ['update:resource_servers'], sdk: 'resourceServers.update' },
      schema: { params: ResourceServerParams, body: ResourceServerPatch, response: { 200: ResourceServer } },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      const asked = enforcedOnly(body, UNENFORCED_RESOURCE_SERVER)
      checkScopes(asked.scopes)
      checkTokenEncryption(asked)
      const introduceKeys = await firstKeysOf(store, [asked.signing_alg ?? 'RS256'], newSigningKey, now)
      return store.transaction(async tx => {
        await introduceKeys(tx)
        const found = await findByEither(tx, params.id)
        const before = found && (await tx.resource_servers.findForUpdate(found.id))
        if (!before) throw inexistent()
        if (before.is_system) checkSystem(asked, before)
        const updated = await tx.resource_servers.update(
          before.id,
          {
            ...(before.is_system ? {} : { ...asked, ...signingOf(asked, before) }),
            ...lifetimesOf(asked, before),
            subject_type_authorization: authorizationOf(
              asked.subject_type_authorization,
              before.subject_type_authorization,
            ),
          },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Update a resource server'), now)
        return presented(request)(updated as StoredResourceServer)
      })
    },
  )

  server.delete(
    '/resource-servers/:id',
    {
      config: { scopes: ['delete:resource_servers'], sdk: 'resourceServers.delete' },
      schema: { params: ResourceServerParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        const resource_server = await findByEither(tx, params.id)
        if (!resource_server) return
        if (resource_server.is_system)
          throw new LintelError('operation_not_supported', 'An API of the server’s own cannot be deleted.')
        await tx.resource_servers.remove(resource_server.id)
        if ((await tx.settings.find()).default_audience === resource_server.identifier)
          await tx.settings.update({ default_audience: null }, now)
        await tx.logs.write(managementEvent(request, 'Delete a resource server'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
