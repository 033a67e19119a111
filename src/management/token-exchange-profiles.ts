// Token exchange profiles: whose tokens may be exchanged for ours. Auth0 verifies them by an Action; Lintel has none, and is told how instead
// (`subject_token_verification`, of its own).
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { checkpointPage, checkpointQuery, checkpointReply } from '../http/paging.ts'
import { checkUrl } from '../http/urls.ts'
import { newTokenExchangeProfileId } from '../ids.ts'
import type { SubjectTokenVerification as StoredVerification } from '../store/schema.ts'
import { canonicalIssuer } from '../store/scope.ts'
import type { TenantStore } from '../store/store.ts'
import type { TokenExchangeProfile as StoredProfile } from '../store/token-exchange-profiles.ts'
import { managementEvent } from './route.ts'

/** RFC 7518 §3.1, RFC 8037 §3.1. By a secret that both sides have, nobody could tell who signed. */
const ALGS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
const MAX_PROFILES = 100

const member = (maxLength = 2_048) => Type.Optional(Type.String({ minLength: 1, maxLength }))

/** RFC 7517: the public members, and no others. */
const PublicJwk = Type.Object(
  {
    kty: Type.Enum(['RSA', 'EC', 'OKP']),
    kid: member(255),
    use: Type.Optional(Type.Enum(['sig'])),
    alg: Type.Optional(Type.Enum([...ALGS])),
    n: member(),
    e: member(16),
    crv: member(16),
    x: member(128),
    y: member(128),
  },
  { additionalProperties: false },
)

const Verification = Type.Object(
  {
    issuer: Type.String({ minLength: 1, maxLength: 600, description: 'The `iss` of its tokens' }),
    audience: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 600,
        description: 'The `aud` of its tokens. This tenant’s issuer unless named',
      }),
    ),
    algs: Type.Optional(
      Type.Array(Type.Enum([...ALGS]), { minItems: 1, uniqueItems: true, description: 'RS256 unless named' }),
    ),
    jwks: Type.Optional(
      Type.Object({ keys: Type.Array(PublicJwk, { minItems: 1, maxItems: 20 }) }, { additionalProperties: false }),
    ),
    jwks_uri: Type.Optional(Type.String({ maxLength: 2_000, description: 'Where its keys are. In place of `jwks`' })),
    single_use: Type.Optional(Type.Boolean({ description: 'A token is exchanged once, by its `jti`' })),
    accept_as_assertion: Type.Optional(
      Type.Boolean({ description: 'Also as an assertion of the JWT bearer grant (RFC 7523)' }),
    ),
    user: Type.Object(
      {
        connection_id: Type.String({ pattern: '^con_[A-Za-z0-9]{16}$', description: 'Whose users are meant' }),
        claim: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: '`sub` unless named' })),
        match: Type.Optional(
          Type.Enum(['user_id', 'email'], {
            description:
              'What of the user the claim names: her id in the connection, or her e-mail address, if the token and Lintel both call it verified',
          }),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)

const name = Type.String({ minLength: 3, maxLength: 50 })
const subject_token_type = Type.String({ minLength: 8, maxLength: 100 })
const action_id = Type.Optional(Type.Unknown({ description: 'Lintel has no Actions. Not accepted' }))
const Params = Type.Object({ id: Type.String({ pattern: '^tep_[A-Za-z0-9]{16}$' }) })

const NewProfile = Type.Object(
  {
    name,
    subject_token_type,
    type: Type.Enum(['custom_authentication']),
    action_id,
    subject_token_verification: Type.Optional(Verification),
  },
  { additionalProperties: false },
)
const ProfilePatch = Type.Object(
  {
    name: Type.Optional(name),
    subject_token_type: Type.Optional(subject_token_type),
    action_id,
    subject_token_verification: Type.Optional(Verification),
  },
  { additionalProperties: false, minProperties: 1 },
)

export const TokenExchangeProfile = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    subject_token_type: Type.String(),
    type: Type.Enum(['custom_authentication']),
    subject_token_verification: Verification,
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'TokenExchangeProfile' },
)

const shown = ({ created_at, updated_at, ...profile }: StoredProfile): Static<typeof TokenExchangeProfile> => ({
  ...(profile as Omit<Static<typeof TokenExchangeProfile>, 'created_at' | 'updated_at'>),
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
})

const inexistent = () =>
  new LintelError('inexistent_token_exchange_profile', 'The token exchange profile does not exist')

/** Auth0: namespaces that are nobody's own. */
const RESERVED = /^(?:https?:\/\/(?:[^/?#]*\.)?(?:auth0|okta)\.com(?:[:/?#]|$)|urn:(?:ietf|auth0|okta)(?::|$))/i

function checkType(type: string): void {
  const scheme = URL.parse(type)?.protocol
  if (scheme === undefined || !['https:', 'http:', 'urn:'].includes(scheme))
    throw invalidProperty('Must be a URI of http, https or urn', 'subject_token_type')
  if (RESERVED.test(type)) throw invalidProperty('The namespace is reserved', 'subject_token_type')
}

function refuseAction(given: unknown): void {
  if (given === undefined || given === null) return
  throw new LintelError(
    'operation_not_supported',
    'Lintel runs no Actions. What must be true of a subject token stands in subject_token_verification.',
  )
}

const inVerification = (what: string, property: string) =>
  invalidProperty(what, `subject_token_verification.${property}`)

async function settled(store: TenantStore, given: Static<typeof Verification>): Promise<StoredVerification> {
  const {
    audience = canonicalIssuer(store.tenant),
    algs = ['RS256'],
    jwks,
    jwks_uri,
    single_use = false,
    accept_as_assertion = false,
  } = given
  // What we sign is exchanged as ours, and not as somebody else's.
  const own = (await store.facts.issuers()).map(({ tenant: { issuer } }) => issuer)
  if (own.includes(given.issuer)) throw inVerification('This tenant is its own issuer', 'issuer')
  if ((jwks === undefined) === (jwks_uri === undefined)) throw inVerification('Either jwks or jwks_uri', 'jwks')
  if (jwks_uri !== undefined) checkUrl(jwks_uri, 'link', 'subject_token_verification.jwks_uri')
  for (const key of jwks?.keys ?? []) {
    try {
      createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
    } catch {
      throw inVerification('Not a public key', 'jwks')
    }
  }
  const { connection_id, claim = 'sub', match = 'user_id' } = given.user
  if (!(await store.connections.find(connection_id)))
    throw new LintelError('inexistent_connection', 'The connection does not exist')
  return {
    issuer: given.issuer,
    audience,
    algs,
    ...(jwks === undefined ? {} : { jwks }),
    ...(jwks_uri === undefined ? {} : { jwks_uri }),
    single_use,
    accept_as_assertion,
    user: { connection_id, claim, match },
  }
}

export const tokenExchangeProfiles: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/token-exchange-profiles',
    {
      config: { scopes: ['read:token_exchange_profiles'], sdk: 'tokenExchangeProfiles.list' },
      schema: {
        querystring: Type.Object(checkpointQuery, { additionalProperties: false }),
        response: { 200: checkpointReply('token_exchange_profiles', TokenExchangeProfile) },
      },
    },
    async ({ query, store }) =>
      checkpointPage(
        'token_exchange_profiles',
        query,
        async (from, take) => (await store.token_exchange_profiles.listAfter(from, take)).map(shown),
        ({ id }) => id,
      ),
  )

  server.post(
    '/token-exchange-profiles',
    {
      config: { scopes: ['create:token_exchange_profiles'], sdk: 'tokenExchangeProfiles.create' },
      schema: { body: NewProfile, response: { 201: TokenExchangeProfile } },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      refuseAction(body.action_id)
      checkType(body.subject_token_type)
      if (!body.subject_token_verification)
        throw new LintelError(
          'invalid_body',
          "Payload validation error: 'Missing required property: subject_token_verification'.",
        )
      const { name, subject_token_type, type, subject_token_verification } = body
      const created = await store.transaction(async tx => {
        if ((await tx.token_exchange_profiles.count()) >= MAX_PROFILES)
          throw new LintelError(
            'operation_not_supported',
            `A tenant has at most ${MAX_PROFILES} token exchange profiles.`,
          )
        const profile = await tx.token_exchange_profiles.create(
          {
            id: newTokenExchangeProfileId(),
            name,
            subject_token_type,
            type,
            subject_token_verification: await settled(tx, subject_token_verification),
          },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Create a token exchange profile'), now)
        return profile
      })
      return reply.code(201).send(shown(created))
    },
  )

  server.get(
    '/token-exchange-profiles/:id',
    {
      config: { scopes: ['read:token_exchange_profiles'], sdk: 'tokenExchangeProfiles.get' },
      schema: { params: Params, response: { 200: TokenExchangeProfile } },
    },
    async ({ params, store }) => {
      const profile = await store.token_exchange_profiles.find(params.id)
      if (!profile) throw inexistent()
      return shown(profile)
    },
  )

  server.patch(
    '/token-exchange-profiles/:id',
    {
      config: { scopes: ['update:token_exchange_profiles'], sdk: 'tokenExchangeProfiles.update' },
      schema: { params: Params, body: ProfilePatch, response: { 200: TokenExchangeProfile } },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      refuseAction(body.action_id)
      const { action_id: _, subject_token_verification, ...rest } = body
      if (rest.subject_token_type !== undefined) checkType(rest.subject_token_type)
      const updated = await store.transaction(async tx => {
        const verification = subject_token_verification && (await settled(tx, subject_token_verification))
        const profile = await tx.token_exchange_profiles.update(
          params.id,
          { ...rest, ...(verification ? { subject_token_verification: verification } : {}) },
          now,
        )
        if (!profile) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Update a token exchange profile'), now)
        return profile
      })
      return shown(updated)
    },
  )

  server.delete(
    '/token-exchange-profiles/:id',
    {
      config: { scopes: ['delete:token_exchange_profiles'], sdk: 'tokenExchangeProfiles.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (await tx.token_exchange_profiles.remove(params.id))
          await tx.logs.write(managementEvent(request, 'Delete a token exchange profile'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
