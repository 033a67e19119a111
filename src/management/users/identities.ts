// Linking users and unlinking them. An administrator links whom she names. A user links with her own token and an ID token of the other
// account: proof of both, and that both addresses are hers.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { TenantStore } from '../../store/store.ts'
import type { FoundIdentity, LinkableUser } from '../../store/user-identities.ts'
import type { User } from '../../store/users.ts'
import { insufficientScope, managementEvent } from '../route.ts'
import type { SessionsOptions, TellOfEnd } from '../sessions/session.ts'
import { Identity, inexistentUser, shownUser, UserId, UserParams } from './user.ts'

export type UserIdentitiesOptions = SessionsOptions &
  TellOfEnd & {
    /**
     * The user whom an ID token shows to have signed in at this client, or what is wrong with it. `stands`: the sign-in has not been ended, nor
     * she blocked.
     */
    userProvenBy(
      store: TenantStore,
      id_token: string,
      of: { client_id: string; issuer: string },
      now: Date,
    ): Promise<{ user_id: string; stands: boolean; refused?: never } | { refused: string }>
  }

const SCOPES = { scopes: ['update:users'], own_scopes: ['update:current_user_identities'] }

const Provider = Type.String({ pattern: '^[a-z0-9-]+$', maxLength: 64, description: 'A connection’s strategy' })
const IdentityUserId = Type.String({ pattern: '^\\S+$', maxLength: 255, description: 'Without a prefix' })
const Link = Type.Object(
  {
    provider: Type.Optional(Provider),
    user_id: Type.Optional(Type.Union([IdentityUserId, Type.Integer()])),
    connection_id: Type.Optional(Type.String({ pattern: '^con_[A-Za-z0-9]{16}$' })),
    link_with: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 16_384,
        description: 'An ID token of the user to be linked, instead of all else',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
)

const refused = (message: string) => new LintelError('invalid_body', message)
const conflict = () => new LintelError('identity_conflict', 'Specified identity already exists.')

/** Which identity a request means; whoever sends an ID token has proved that it is his. */
async function meantBy(
  { store, bearer }: FastifyRequest,
  { link_with, provider, user_id, connection_id }: Static<typeof Link>,
  { userProvenBy }: UserIdentitiesOptions,
  now: Date,
): Promise<FoundIdentity | undefined> {
  const named = provider ?? user_id ?? connection_id
  if (link_with !== undefined) {
    if (named !== undefined) throw refused('link_with excludes provider, user_id and connection_id.')
    const { client_id, claims } = bearer
    // Auth0: it comes from where the caller's own token does, and is of the same client.
    const of = { client_id, issuer: claims.iss ?? store.tenant.issuer }
    const proof = await userProvenBy(store, link_with, of, now)
    if (proof.refused !== undefined) throw refused(`link_with: ${proof.refused}`)
    const [prefix = '', ...rest] = proof.user_id.split('|')
    const identity = await store.users.findIdentity(prefix, rest.join('|'))
    // Who asks again is told that it has been done.
    if (!proof.stands && identity?.is_primary !== false) throw refused('link_with: Invalid token.')
    return identity
  }
  // Naming somebody proves nothing.
  if (bearer.user_id !== undefined) throw insufficientScope(['update:users'])
  if (provider === undefined || user_id === undefined)
    throw refused('Either link_with is needed, or provider and user_id.')
  const identity = await store.users.findIdentity(provider, String(user_id))
  return connection_id === undefined || identity?.connection_id === connection_id ? identity : undefined
}

/** Somebody may have signed up with an address that is not his, to be in the account when its owner comes (pre-hijacking). */
function demandVerified(users: readonly LinkableUser[]): void {
  if (users.some(({ email, email_verified }) => email !== null && !email_verified))
    throw refused('Unable to link: both accounts need a verified email address.')
}

async function identitiesOf(tx: TenantStore, user_id: string): Promise<Static<typeof Identity>[]> {
  const user = await tx.users.find(user_id)
  return shownUser(user as User).identities as Static<typeof Identity>[]
}

export const userIdentities: FastifyPluginAsyncTypebox<UserIdentitiesOptions> = async (server, options) => {
  const { endSessions, tellOfEnd } = options

  server.post(
    '/users/:id/identities',
    {
      config: { ...SCOPES, sdk: 'users.identities.link' },
      schema: { params: UserParams, body: Link, response: { 201: Type.Array(Identity) } },
    },
    async (request, reply) => {
      const { store, params, body, bearer } = request
      const now = new Date()
      const meant = await meantBy(request, body, options, now)
      const identities = await store.transaction(async tx => {
        // As it is once nobody else can change it: of two who link the same user, or each other, one is told.
        const locked = await tx.users.listForUpdate([params.id, meant?.user_id ?? ''])
        const primary = locked.find(({ user_id }) => user_id === params.id)
        if (!primary) throw inexistentUser()
        const identity = meant && (await tx.users.findIdentity(meant.provider, meant.identity_user_id))
        if (!identity) throw refused('Unable to link with the secondary account: it does not exist.')
        if (identity.is_primary && identity.user_id === primary.user_id)
          throw refused('Main identity and the new one are the same.')
        const secondary = locked.find(({ user_id }) => user_id === identity.user_id)
        if (!identity.is_primary || !secondary) throw conflict()
        if (secondary.blocked) throw refused('Unable to link with the secondary account: it is blocked.')
        if (bearer.user_id !== undefined) demandVerified([primary, secondary])
        if ((await tx.users.listIdentities(secondary.user_id)).length > 1)
          throw refused('Unable to link with the secondary account: it has linked identities of its own.')
        await tellOfEnd(tx, await tx.users.link(primary.user_id, secondary.user_id), 'account-deleted')
        await write(tx, request, 'Link a User Account', identity, now)
        return identitiesOf(tx, primary.user_id)
      })
      return reply.code(201).send(identities)
    },
  )

  server.delete(
    '/users/:id/identities/:provider/:user_id',
    {
      config: { ...SCOPES, sdk: 'users.identities.delete' },
      schema: {
        params: Type.Object({ id: UserId, provider: Provider, user_id: IdentityUserId }),
        response: { 200: Type.Array(Identity) },
      },
    },
    async request => {
      const { store, params } = request
      const now = new Date()
      return store.transaction(async tx => {
        const [primary] = await tx.users.listForUpdate([params.id])
        if (!primary) throw inexistentUser()
        const identity = await tx.users.findIdentity(params.provider, params.user_id)
        if (identity?.user_id !== primary.user_id)
          throw new LintelError('invalid_uri', 'The user has no such identity.')
        if (identity.is_primary) throw new LintelError('invalid_uri', 'Main identity cannot be removed.')
        await tx.users.unlink(identity, now)
        await endThoseBy(tx, identity, now)
        await write(tx, request, 'Unlink a User Account', identity, now)
        return identitiesOf(tx, primary.user_id)
      })
    },
  )

  /** Whoever came in by this identity is out. Sessions know their connection only: others by the same one end too. */
  const endThoseBy = (tx: TenantStore, { user_id, connection_id }: FoundIdentity, now: Date) =>
    endSessions(tx, { user_id, connection_id, refresh_tokens: true, initiator: 'session-revoked' }, now)

  const write = (
    tx: TenantStore,
    request: FastifyRequest,
    description: string,
    { connection_id, provider, identity_user_id }: FoundIdentity,
    now: Date,
  ) => {
    const { id: user_id } = request.params as Static<typeof UserParams>
    const details = { identity: { provider, user_id: identity_user_id } }
    return tx.logs.write(managementEvent(request, description, { user_id, connection_id, details }), now)
  }
}
