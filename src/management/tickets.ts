import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { TICKET_LIFETIME_SECONDS, ticketUrl } from '../http/mail.ts'
import { checkUrl } from '../http/urls.ts'
import { MAX_CLIENT_ID } from '../ids.ts'
import type { TenantStore } from '../store/store.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, enforcedOnly, hidden } from './unenforced.ts'
import { inexistentUser, UserId } from './users/user.ts'

export const UNENFORCED_TICKET = { organization_id: hidden() }

const TEN_YEARS = 315_360_000

const common = {
  ...acceptedProperties(UNENFORCED_TICKET),
  result_url: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2_000, description: 'Where the browser goes once the ticket is used' }),
  ),
  client_id: Type.Optional(
    Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID, description: 'The application that the page speaks of' }),
  ),
  ttl_sec: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: TEN_YEARS,
      description: `Seconds until the ticket expires. Default, and what 0 means: ${TICKET_LIFETIME_SECONDS}`,
    }),
  ),
  includeEmailInRedirect: Type.Optional(
    Type.Boolean({ description: 'Whether `result_url` is told the email address' }),
  ),
}
export const IdentityReference = Type.Object(
  {
    user_id: Type.String({ minLength: 1, maxLength: 300, description: 'The user’s id in the connection' }),
    provider: Type.String({ minLength: 1, maxLength: 100 }),
    connection_id: Type.Optional(Type.String({ pattern: '^con_[A-Za-z0-9]{16}$' })),
  },
  { additionalProperties: false },
)
const VerifyEmail = Type.Object(
  { user_id: UserId, identity: Type.Optional(IdentityReference), ...common },
  { additionalProperties: false },
)
const ChangePassword = Type.Object(
  {
    user_id: Type.Optional(UserId),
    identity: Type.Optional(IdentityReference),
    connection_id: Type.Optional(Type.String({ pattern: '^con_[A-Za-z0-9]{16}$' })),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 320 })),
    mark_email_as_verified: Type.Optional(
      Type.Boolean({ description: 'Whether the email address counts as verified once the ticket is used' }),
    ),
    ...common,
  },
  { additionalProperties: false },
)
export const Ticket = Type.Object({ ticket: Type.String({ format: 'uri' }) }, { title: 'Ticket' })

const refused = (message: string) => new LintelError('invalid_body', message)

export async function identityOf(
  store: TenantStore,
  user_id: string,
  wanted: { user_id: string; provider: string; connection_id?: string } | undefined,
) {
  const identities = await store.users.listIdentities(user_id)
  const [primary] = identities
  if (!primary) throw inexistentUser()
  if (!wanted) return primary
  const { connection_id = undefined } = wanted
  const identity = identities.find(
    each =>
      each.identity_user_id === wanted.user_id &&
      each.provider === wanted.provider &&
      (connection_id === undefined || each.connection_id === connection_id),
  )
  if (!identity) throw refused('The user exists, but does not contain the given identity.')
  return identity
}

/** What both kinds of ticket have in common, checked. */
async function readCommon(
  store: TenantStore,
  body: { result_url?: string; client_id?: string; ttl_sec?: number; includeEmailInRedirect?: boolean },
  now: Date,
) {
  const { result_url, client_id, ttl_sec, includeEmailInRedirect = false } = body
  if (result_url !== undefined) checkUrl(result_url, 'link', 'result_url')
  if (client_id !== undefined && !(await store.facts.client(client_id))) throw refused('The client does not exist')
  return {
    result_url: result_url ?? null,
    client_id: client_id ?? null,
    options: { includeEmailInRedirect },
    expires_at: new Date(now.getTime() + (ttl_sec || TICKET_LIFETIME_SECONDS) * 1000),
  }
}

export const tickets: FastifyPluginAsyncTypebox = async server => {
  server.post(
    '/tickets/email-verification',
    {
      config: { scopes: ['create:user_tickets'], sdk: 'tickets.verifyEmail', links: true },
      schema: { body: VerifyEmail, response: { 201: Ticket } },
    },
    async (request, reply) => {
      const { store } = request
      const now = new Date()
      const { user_id, identity: wanted, ...body } = enforcedOnly(request.body, UNENFORCED_TICKET)
      if (body.result_url !== undefined && body.client_id !== undefined)
        throw refused('result_url cannot be specified together with client_id.')
      const common = await readCommon(store, body, now)
      const identity = await identityOf(store, user_id, wanted)
      // What is verified is the user's address: Auth0 too keeps no such mark for a linked identity's own.
      if (!identity.is_primary)
        throw new LintelError('operation_not_supported', 'identity: only the primary identity’s email can be verified.')
      const { connection_id, identity_user_id, email } = identity
      if (email === null) throw refused('The user does not have an email address.')
      const ticket = await store.transaction(async tx => {
        const about = { user_id, user_name: email, connection_id }
        await tx.logs.write(managementEvent(request, 'Create an email verification ticket', about), now)
        return tx.tickets.create(
          { ...common, purpose: 'verify_email', user_id, connection_id, identity_user_id, email },
          now,
        )
      })
      return reply.code(201).send({ ticket: ticketUrl(store.tenant.issuer, 'verify_email', ticket) })
    },
  )

  server.post(
    '/tickets/password-change',
    {
      config: { scopes: ['create:user_tickets'], sdk: 'tickets.changePassword', links: true },
      schema: { body: ChangePassword, response: { 201: Ticket } },
    },
    async (request, reply) => {
      const { store } = request
      const now = new Date()
      const body = enforcedOnly(request.body, UNENFORCED_TICKET)
      const common = await readCommon(store, body, now)
      const { user_id, connection_id, identity_user_id, email } = await whosePassword(store, body)
      const options = { ...common.options, mark_email_as_verified: body.mark_email_as_verified ?? false }
      const ticket = await store.transaction(async tx => {
        const about = { user_id, user_name: email ?? undefined, connection_id }
        await tx.logs.write(managementEvent(request, 'Create a password change ticket', about), now)
        return tx.tickets.create(
          { ...common, options, purpose: 'reset_password', user_id, connection_id, identity_user_id, email },
          now,
        )
      })
      return reply.code(201).send({ ticket: ticketUrl(store.tenant.issuer, 'reset_password', ticket) })
    },
  )
}

async function whosePassword(
  store: TenantStore,
  body: {
    user_id?: string
    identity?: { user_id: string; provider: string; connection_id?: string }
    connection_id?: string
    email?: string
  },
) {
  const { user_id, connection_id, email } = body
  if (user_id !== undefined) {
    if (connection_id !== undefined || email !== undefined)
      throw refused('user_id cannot be specified together with connection_id or email.')
    const identity = await identityOf(store, user_id, body.identity)
    await demandDatabase(store, identity.connection_id)
    return { user_id, ...identity }
  }
  if (body.identity) throw refused('identity requires user_id.')
  if (connection_id === undefined || email === undefined)
    throw refused('Specify user_id, or connection_id together with email.')
  await demandDatabase(store, connection_id)
  const found = await store.users.findCredentials(connection_id, { email })
  if (!found) throw inexistentUser()
  return { ...found, connection_id }
}

async function demandDatabase(store: TenantStore, connection_id: string): Promise<void> {
  const connection = await store.connections.find(connection_id)
  if (!connection) throw refused(`The connection with id ${connection_id} does not exist.`)
  if (connection.strategy !== 'auth0') throw refused("The user's main connection does not support this operation.")
}
