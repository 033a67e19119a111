import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { PasswordHasher } from '../credentials/password.ts'
import { LintelError } from '../errors.ts'
import type { Breaches } from '../http/breached-passwords.ts'
import { demandMail, sendVerificationEmail } from '../http/mail.ts'
import { fieldsQuery, listPage, listQuery, listReply, pickFields, windowOf } from '../http/paging.ts'
import type { JsonObject } from '../store/schema.ts'
import type { User as StoredUser } from '../store/users.ts'
import { holds, insufficientScope, managementEvent } from './route.ts'
import type { SessionsOptions, TellOfEnd } from './sessions/session.ts'
import { enforcedOnly } from './unenforced.ts'
import {
  CreateUser,
  checkNames,
  checkUsername,
  connectionNamed,
  hashAllowed,
  refuseBreached,
  refusePassword,
  refuseReserved,
  refuseTogether,
  signsInByPhone,
  UpdateUser,
  USER_UNENFORCED,
} from './users/input.ts'
import { inexistentUser, shownUser, User, UserParams } from './users/user.ts'

export type UsersOptions = SessionsOptions &
  TellOfEnd & {
    hasher: PasswordHasher
    breaches: Breaches
  }

// Auth0: a search shows no more; whoever has more exports them.
const SEARCHED = 1_000

/** Whom a log event is about. */
const aboutUser = ({
  user_id,
  email,
  username,
  name,
}: Pick<StoredUser, 'user_id' | 'email' | 'username' | 'name'>) => ({
  user_id,
  user_name: email ?? username ?? name ?? undefined,
})

const OWN_METADATA = ['update:current_user_metadata', 'create:current_user_metadata', 'delete:current_user_metadata']

/** Who may only add to her metadata changes none of them, and who may only remove from them adds none. */
function demandMetadataScope(request: FastifyRequest, before: JsonObject, patch: JsonObject): void {
  const wanted = (key: string) =>
    patch[key] === null
      ? 'delete:current_user_metadata'
      : Object.hasOwn(before, key)
        ? 'update:current_user_metadata'
        : 'create:current_user_metadata'
  // {} removes them all.
  const all = Object.keys(patch).length === 0 ? ['delete:current_user_metadata'] : Object.keys(patch).map(wanted)
  const missing = all.filter(scope => !holds(request, scope, 'update:current_user_metadata'))
  if (missing.length > 0) throw insufficientScope([...new Set(missing)])
}

/** Auth0's codes: one for a name that is taken, whichever it is. */
async function asAuth0<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof LintelError)) throw error
    const { code, message } = error
    if (code === 'user_exists' || code === 'username_exists')
      throw new LintelError('auth0_idp_error', message, { cause: error })
    if (code === 'inexistent_connection') throw new LintelError('invalid_body', message, { cause: error })
    throw error
  }
}

export const users: FastifyPluginAsyncTypebox<UsersOptions> = async (server, options) => {
  const { hasher, breaches, endSessions, tellOfEnd } = options

  server.get(
    '/users',
    {
      config: { scopes: ['read:users'], sdk: 'users.list' },
      schema: {
        querystring: Type.Object(
          {
            // Auth0 has no checkpoint here, and ends at a thousand users.
            ...listQuery,
            ...fieldsQuery,
            q: Type.Optional(Type.String({ description: 'Lucene query syntax' })),
            search_engine: Type.Optional(Type.Literal('v3')),
            sort: Type.Optional(
              Type.String({ maxLength: 200, description: '`field:1` ascending, `field:-1` descending' }),
            ),
            connection: Type.Optional(Type.String({ maxLength: 128, description: 'A connection’s name' })),
            primary_order: Type.Boolean({
              default: true,
              description: 'false: in no particular order, if `sort` names none',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: listReply('users', User) },
      },
    },
    async ({ store, query }) => {
      const { q, connection: name, sort, primary_order } = query
      const walks = query.from !== undefined || query.take !== undefined
      if (walks && sort !== undefined)
        throw new LintelError('invalid_query_string', 'sort: a walk with from and take goes in the order of user_id.')
      if (!walks && windowOf(query).offset >= SEARCHED)
        throw new LintelError(
          'invalid_paging',
          `You can only page through the first ${SEARCHED} records. Narrow the search, or walk with from and take.`,
        )
      const connection = name === undefined ? undefined : await store.facts.connection(name)
      const filter = {
        ...(q?.trim() ? { q } : {}),
        // Of a connection that does not exist is nobody.
        ...(name === undefined ? {} : { connection_id: connection?.id ?? '' }),
      }
      return listPage(
        'users',
        query,
        {
          list: ({ limit, offset }) =>
            store.users.list(filter, sort ?? (primary_order ? 'created_at:1' : undefined), {
              limit: Math.min(limit, SEARCHED - offset),
              offset,
            }),
          count: () => store.users.count(filter),
          listAfter: (from, take) => store.users.listAfter(filter, from, take),
        },
        user => user.user_id,
        found => found.map(user => pickFields(shownUser(user), query)),
      )
    },
  )

  server.get(
    '/users/:id',
    {
      config: { scopes: ['read:users'], own_scopes: ['read:current_user'], sdk: 'users.get' },
      schema: {
        params: UserParams,
        querystring: Type.Object(fieldsQuery, { additionalProperties: false }),
        response: { 200: User },
      },
    },
    async ({ store, params, query }) => {
      const user = await store.users.find(params.id)
      if (!user) throw inexistentUser()
      return pickFields(shownUser(user), query)
    },
  )

  server.post(
    '/users',
    {
      config: { scopes: ['create:users'], sdk: 'users.create', links: true },
      schema: { body: CreateUser, response: { 201: User } },
    },
    async (request, reply) => {
      const { store } = request
      const { connection: name, password, verify_email, ...profile } = request.body
      const connection = await connectionNamed(store, name)
      checkNames(connection, { ...profile, password })
      refusePassword(connection, request.body)
      if (profile.username !== undefined) checkUsername(connection, profile.username)
      refuseReserved(profile.app_metadata)
      // Auth0: an address that is not confirmed is asked about unless the request says otherwise. Without mail there is nothing to ask by.
      if (verify_email === true) await demandMail(request, 'verify_email')
      // Without a password, whoever signs in has the mailbox.
      const asks = profile.email !== undefined && (verify_email ?? (password !== undefined && !profile.email_verified))
      if (password !== undefined) await refuseBreached(request, breaches, 'pre-user-registration', password)
      const hashed =
        password === undefined ? {} : { password_hash: await hashAllowed(hasher, connection, password, profile) }
      const now = new Date()
      const user = await asAuth0(() =>
        store.transaction(async tx => {
          const created = await tx.users.create({ ...profile, ...hashed, connection }, now)
          const { user_id } = created
          if (asks && (await server.hasMail(tx))) await sendVerificationEmail(tx, { user_id }, now)
          const about = { ...aboutUser(created), connection_id: connection.id, connection: connection.name }
          await tx.logs.write(managementEvent(request, 'Create a User', about), now)
          return created
        }),
      )
      return reply.code(201).send(shownUser(user))
    },
  )

  server.patch(
    '/users/:id',
    {
      config: {
        scopes: ['update:users', 'update:users_app_metadata'],
        own_scopes: OWN_METADATA,
        sdk: 'users.update',
        links: true,
      },
      schema: { params: UserParams, body: UpdateUser, response: { 200: User } },
    },
    async request => {
      const { store, params } = request
      // Who may write one kind of metadata only, writes nothing else.
      const own = request.bearer.user_id !== undefined
      const only = own ? 'user_metadata' : 'app_metadata'
      if ((own || !holds(request, 'update:users')) && Object.keys(request.body).some(key => key !== only))
        throw insufficientScope(['update:users'])
      refuseTogether(request.body)
      refuseReserved(request.body.app_metadata)
      const {
        connection: name,
        client_id,
        password,
        verify_email,
        ...patch
      } = enforcedOnly(request.body, USER_UNENFORCED)
      if (client_id !== undefined && patch.email === undefined && !verify_email)
        throw new LintelError('invalid_body', 'client_id is valid only when the email is updated or verified.')

      const user = await store.users.find(params.id)
      if (!user) throw inexistentUser()
      if (own && patch.user_metadata) demandMetadataScope(request, user.user_metadata ?? {}, patch.user_metadata)
      const [primary] = user.identities
      const identity = name === undefined ? primary : user.identities.find(({ connection }) => connection === name)
      if (!identity) throw new LintelError('invalid_body', 'The user has no identity in this connection.')
      const connection = await connectionNamed(store, identity.connection)
      refusePassword(connection, request.body)
      if (patch.username) checkUsername(connection, patch.username)
      if (verify_email) await demandMail(request, 'verify_email')
      if (verify_email && identity !== primary)
        throw new LintelError('operation_not_supported', 'verify_email: only the primary identity is verified.')
      if (client_id !== undefined && !(await store.facts.client(client_id)))
        throw new LintelError('invalid_body', 'client_id: the client does not exist.')
      if (password !== undefined) await refuseBreached(request, breaches, 'pre-change-password', password, params.id)
      const password_hash =
        password === undefined ? undefined : await hashAllowed(hasher, connection, password, { ...user, ...patch })

      const now = new Date()
      const updated = await asAuth0(() =>
        store.transaction(async tx => {
          if (password_hash !== undefined) {
            const whose = { connection_id: connection.id, identity_user_id: identity.user_id }
            await tx.users.setPassword(user.user_id, connection.id, identity.user_id, password_hash, now)
            // Whoever knew the old password, or holds a link to replace it, is out.
            await tx.tickets.consumeAll({ purpose: 'reset_password', ...whose }, now)
            const initiator = 'password-changed'
            await endSessions(tx, { user_id: user.user_id, refresh_tokens: true, initiator }, now)
          }
          const after = await tx.users.update(
            user.user_id,
            patch,
            now,
            identity === primary ? undefined : { connection_id: connection.id, identity_user_id: identity.user_id },
          )
          if (!after) throw inexistentUser()
          // Auth0: who is blocked, or was given another address, signs in anew; a blocked user's refresh tokens wait for her.
          if (patch.blocked) await endSessions(tx, { user_id: user.user_id, initiator: 'account-deactivated' }, now)
          if (after.email !== user.email)
            await endSessions(tx, { user_id: user.user_id, initiator: 'email-identifier-changed' }, now)
          if (after.phone_number !== user.phone_number && signsInByPhone(connection))
            await endSessions(tx, { user_id: user.user_id, initiator: 'session-revoked' }, now)
          const asked = { user_id: user.user_id, ...(client_id === undefined ? {} : { client_id }) }
          if (verify_email) await sendVerificationEmail(tx, asked, now)
          const about = { ...aboutUser(after), connection_id: connection.id, connection: connection.name }
          await tx.logs.write(managementEvent(request, 'Update a User', about), now)
          return after
        }),
      )
      return shownUser(updated)
    },
  )

  server.delete(
    '/users/:id',
    {
      config: { scopes: ['delete:users'], sdk: 'users.delete' },
      schema: { params: UserParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        const ended = await tx.users.remove(params.id)
        if (!ended) return
        await tellOfEnd(tx, ended, 'account-deleted')
        await tx.logs.write(managementEvent(request, 'Delete a User', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
