// What a user proves herself with beside her password, as an administrator sees and sets it. What is given here counts as proven: whoever gives it
// has seen to that. Secrets come in and never go out.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { isTotpSecret } from '../../credentials/totp.ts'
import { invalidProperty, LintelError } from '../../errors.ts'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../../http/paging.ts'
import type { AuthenticationMethod, NewAuthenticationMethod } from '../../store/authentication-methods.ts'
import { isPhoneNumber, readPhoneNumber } from '../../store/phone-numbers.ts'
import type { AuthenticationMethodType } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { managementEvent } from '../route.ts'
import type { SessionsOptions } from '../sessions/session.ts'
import { acceptedProperties, enforcedOnly, hidden } from '../unenforced.ts'
import { inexistentUser, UserId, UserParams } from './user.ts'

/** A passkey is of the user, whichever of her identities it was made with. */
export const UNENFORCED_AUTHENTICATION_METHOD = { identity_user_id: hidden() }

/** For one user. */
const MAX_METHODS = 50

const strict = { additionalProperties: false }
const text = (maxLength: number, description?: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, ...(description ? { description } : {}) }))
const time = () => Type.Optional(Type.String({ format: 'date-time' }))
const preferred = Type.Optional(Type.Enum(['voice', 'sms'], { description: 'Phone: how a code reaches it' }))

const sent = {
  name: text(100, 'What she calls it'),
  totp_secret: text(256, 'TOTP: base32; never answered'),
  phone_number: text(30, 'Phone: with its country code'),
  email: Type.Optional(Type.String({ format: 'email', maxLength: 320, description: 'Email: where codes go' })),
  preferred_authentication_method: preferred,
}
const credential = {
  key_id: text(1_400, 'WebAuthn: the credential’s id, base64url'),
  public_key: text(4_000, 'WebAuthn: the public key (COSE), base64'),
  relying_party_identifier: text(255, 'WebAuthn: the host that it was made for'),
  aaguid: Type.Optional(Type.String({ format: 'uuid', description: 'WebAuthn: the authenticator’s make' })),
  credential_device_type: Type.Optional(Type.Enum(['single_device', 'multi_device'])),
  credential_backed_up: Type.Optional(Type.Boolean()),
  user_handle: text(128, 'Passkey: how the authenticator calls the user, base64url'),
  user_agent: text(500, 'Passkey: the browser that it was made in'),
  transports: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 })),
}
const NewMethod = Type.Object(
  {
    type: Type.Enum(['phone', 'email', 'totp', 'webauthn-roaming', 'passkey']),
    ...sent,
    ...credential,
    ...acceptedProperties(UNENFORCED_AUTHENTICATION_METHOD),
  },
  strict,
)
const Methods = Type.Array(Type.Object({ type: Type.Enum(['phone', 'email', 'totp']), ...sent }, strict), {
  maxItems: MAX_METHODS,
})
const MethodPatch = Type.Object(
  { name: sent.name, preferred_authentication_method: preferred },
  { ...strict, minProperties: 1 },
)

const UserAuthenticationMethod = Type.Object(
  {
    id: Type.String(),
    type: Type.Enum(['recovery-code', 'totp', 'phone', 'email', 'webauthn-roaming', 'webauthn-platform', 'passkey']),
    confirmed: Type.Boolean({ description: 'Whether it counts: somebody has proved herself by it' }),
    name: Type.Optional(Type.String()),
    authentication_methods: Type.Optional(
      Type.Array(Type.Object({ type: Type.Enum(['totp', 'sms', 'voice']), id: Type.String() })),
    ),
    preferred_authentication_method: preferred,
    phone_number: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    key_id: Type.Optional(Type.String()),
    public_key: Type.Optional(Type.String()),
    created_at: Type.String({ format: 'date-time' }),
    enrolled_at: time(),
    last_auth_at: time(),
    credential_device_type: credential.credential_device_type,
    credential_backed_up: Type.Optional(Type.Boolean()),
    user_agent: Type.Optional(Type.String()),
    user_handle: Type.Optional(Type.String()),
    transports: Type.Optional(Type.Array(Type.String())),
    aaguid: Type.Optional(Type.String()),
    relying_party_identifier: Type.Optional(Type.String()),
  },
  { title: 'UserAuthenticationMethod' },
)
const MethodParams = Type.Object({
  id: UserId,
  authentication_method_id: Type.String({ pattern: '^[a-z-]+\\|dev_[A-Za-z0-9]{16}$' }),
})

const base64 = (base64url: string) => Buffer.from(base64url, 'base64url').toString('base64')

/** The ways of a method, each by its own id (Auth0's shape). */
function waysOf({ id, type, preferred_authentication_method }: AuthenticationMethod) {
  const way = type === 'totp' ? 'totp' : type === 'phone' ? (preferred_authentication_method ?? 'sms') : undefined
  return way && [{ type: way, id: `${way}|${id.slice(id.indexOf('|') + 1)}` }]
}

/** What is not set is left out. */
function shown(method: AuthenticationMethod): Static<typeof UserAuthenticationMethod> {
  const { user_id: _, secret: __, sign_count: ___, public_key, ...row } = method
  const all = {
    ...row,
    public_key: public_key === null ? null : base64(public_key),
    authentication_methods: waysOf(method) ?? null,
  }
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  ) as Static<typeof UserAuthenticationMethod>
}

const inexistent = () =>
  new LintelError('inexistent_authentication_method', 'The authentication method does not exist.')

type Given = Omit<Static<typeof NewMethod>, 'identity_user_id'>

const PROPERTIES: { [Type in Given['type']]: readonly (keyof Given)[] } = {
  totp: ['totp_secret'],
  phone: ['phone_number', 'preferred_authentication_method'],
  email: ['email'],
  'webauthn-roaming': ['key_id', 'public_key', 'relying_party_identifier', 'aaguid', 'transports'],
  passkey: Object.keys(credential) as (keyof typeof credential)[],
}

/** @param at where it stands in the body, e.g. `0.` */
function methodOf(store: TenantStore, user_id: string, given: Given, at = ''): NewAuthenticationMethod {
  const { type, totp_secret, phone_number, email, key_id, public_key, ...rest } = given
  for (const property of Object.keys(given) as (keyof Given)[])
    if (!['type', 'name', ...PROPERTIES[type]].includes(property))
      throw invalidProperty(`Not a property of ${type}`, `${at}${property}`)
  const missing = (property: string) => invalidProperty(`Missing: ${type} needs it`, `${at}${property}`)
  const method = { ...rest, type, user_id }
  if (type === 'totp') {
    if (totp_secret === undefined) throw missing('totp_secret')
    const secret = totp_secret.toUpperCase().replace(/[\s=]/g, '')
    if (!isTotpSecret(secret)) throw invalidProperty('Must be base32 of 10 bytes or more', `${at}totp_secret`)
    return { ...method, secret }
  }
  if (type === 'phone') {
    if (phone_number === undefined) throw missing('phone_number')
    const number = readPhoneNumber(phone_number)
    if (!isPhoneNumber(number)) throw invalidProperty('Not a phone number with its country code', `${at}phone_number`)
    const { preferred_authentication_method = 'sms' } = rest
    return { ...method, phone_number: number, preferred_authentication_method }
  }
  if (type === 'email') {
    if (email === undefined) throw missing('email')
    return { ...method, email: email.toLowerCase() }
  }
  if (key_id === undefined) throw missing('key_id')
  if (public_key === undefined) throw missing('public_key')
  return {
    ...method,
    key_id: Buffer.from(key_id, 'base64').toString('base64url'),
    public_key: Buffer.from(public_key, 'base64').toString('base64url'),
    relying_party_identifier: rest.relying_party_identifier ?? new URL(store.tenant.issuer).hostname,
    sign_count: 0,
  }
}

/** Adds it, unless she has it already. */
async function add(tx: TenantStore, method: NewAuthenticationMethod, now: Date): Promise<AuthenticationMethod> {
  const there = await tx.authentication_methods.list(method.user_id)
  if (there.length >= MAX_METHODS)
    throw new LintelError('operation_not_supported', `A user has at most ${MAX_METHODS} authentication methods.`)
  const { type, phone_number, email, key_id } = method
  const same = there.find(
    one => one.type === type && ((phone_number && one.phone_number === phone_number) || (email && one.email === email)),
  )
  if (same || (key_id && (await tx.authentication_methods.findByKey(key_id))))
    throw new LintelError('authentication_method_conflict', 'The authentication method exists already.')
  return tx.authentication_methods.create(method, now)
}

export type RemovingFactors = Pick<SessionsOptions, 'endSessions'>

/**
 * What must end with methods that were removed: browsers that were remembered for them and, Auth0's way, the sessions of whoever lost a phone.
 * Each is logged.
 */
export async function afterRemoval(
  { endSessions }: RemovingFactors,
  request: FastifyRequest,
  tx: TenantStore,
  user_id: string,
  removed: readonly AuthenticationMethod[],
  now: Date,
): Promise<void> {
  if (removed.length === 0) return
  await tx.remembered_browsers.removeAll(user_id)
  await tx.attempts.forgetFactorTries(user_id)
  if (removed.some(({ type, confirmed }) => type === 'phone' && confirmed))
    await endSessions(tx, { user_id, initiator: 'mfa-phone-unenrolled' }, now)
  for (const { id, type } of removed)
    await tx.logs.write(
      managementEvent(request, 'User unenrolled', {
        type: 'gd_unenroll',
        user_id,
        details: { authenticator: { id, type } },
      }),
      now,
    )
}

/** Removes those of these types; all of them unless told. */
export async function removeMethods(
  options: RemovingFactors,
  request: FastifyRequest,
  tx: TenantStore,
  user_id: string,
  types: readonly AuthenticationMethodType[] | undefined,
  now: Date,
): Promise<void> {
  const removed = await tx.authentication_methods.removeAll(user_id, types ? { types } : {})
  await afterRemoval(options, request, tx, user_id, removed, now)
}

export const userAuthenticationMethods: FastifyPluginAsyncTypebox<RemovingFactors> = async (server, options) => {
  const sdk = 'users.authenticationMethods'
  const path = '/users/:id/authentication-methods'
  async function demandUser(store: TenantStore, user_id: string): Promise<void> {
    if (!(await store.users.exists(user_id))) throw inexistentUser()
  }

  server.get(
    path,
    {
      config: { scopes: ['read:authentication_methods'], sdk: `${sdk}.list` },
      schema: {
        params: UserParams,
        querystring: Type.Object(offsetQuery, strict),
        response: { 200: offsetReply('authenticators', UserAuthenticationMethod) },
      },
    },
    async ({ store, params, query }) => {
      await demandUser(store, params.id)
      const methods = await store.authentication_methods.list(params.id)
      const { limit, offset } = windowOf(query)
      const page = methods.slice(offset, offset + limit).map(shown)
      return offsetPage('authenticators', query, page, async () => methods.length)
    },
  )

  server.post(
    path,
    {
      config: { scopes: ['create:authentication_methods'], sdk: `${sdk}.create` },
      schema: { params: UserParams, body: NewMethod, response: { 201: UserAuthenticationMethod } },
    },
    async (request, reply) => {
      const { store, params, body } = request
      const now = new Date()
      const method = methodOf(store, params.id, enforcedOnly(body, UNENFORCED_AUTHENTICATION_METHOD))
      const created = await store.transaction(async tx => {
        await demandUser(tx, params.id)
        const made = await add(tx, method, now)
        const about = { user_id: params.id }
        await tx.logs.write(managementEvent(request, 'Creates an authentication method for a given user', about), now)
        return made
      })
      return reply.code(201).send(shown(created))
    },
  )

  server.put(
    path,
    {
      config: { scopes: ['update:authentication_methods'], sdk: `${sdk}.set` },
      schema: { params: UserParams, body: Methods, response: { 200: Type.Array(UserAuthenticationMethod) } },
    },
    async request => {
      const { store, params, body } = request
      const now = new Date()
      const methods = body.map((given, index) => methodOf(store, params.id, given, `${index}.`))
      return store.transaction(async tx => {
        await demandUser(tx, params.id)
        await removeMethods(options, request, tx, params.id, undefined, now)
        for (const method of methods) await add(tx, method, now)
        const description = 'Update all authentication methods by replacing them with the given ones'
        await tx.logs.write(managementEvent(request, description, { user_id: params.id }), now)
        return (await tx.authentication_methods.list(params.id)).map(shown)
      })
    },
  )

  server.delete(
    path,
    {
      config: { scopes: ['delete:authentication_methods'], sdk: `${sdk}.deleteAll` },
      schema: { params: UserParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        await demandUser(tx, params.id)
        await removeMethods(options, request, tx, params.id, undefined, now)
        const description = 'Delete all authentication methods for the given user'
        await tx.logs.write(managementEvent(request, description, { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.get(
    `${path}/:authentication_method_id`,
    {
      config: { scopes: ['read:authentication_methods'], sdk: `${sdk}.get` },
      schema: { params: MethodParams, response: { 200: UserAuthenticationMethod } },
    },
    async ({ store, params }) => {
      await demandUser(store, params.id)
      const method = await store.authentication_methods.find(params.id, params.authentication_method_id)
      if (!method) throw inexistent()
      return shown(method)
    },
  )

  server.patch(
    `${path}/:authentication_method_id`,
    {
      config: { scopes: ['update:authentication_methods'], sdk: `${sdk}.update` },
      schema: { params: MethodParams, body: MethodPatch, response: { 200: UserAuthenticationMethod } },
    },
    async request => {
      const { store, params, body } = request
      const { id, authentication_method_id } = params
      const now = new Date()
      return store.transaction(async tx => {
        await demandUser(tx, id)
        const updated = await tx.authentication_methods.update(id, authentication_method_id, body)
        if (!updated) throw inexistent()
        if (body.preferred_authentication_method && updated.type !== 'phone')
          throw invalidProperty(`Not a property of ${updated.type}`, 'preferred_authentication_method')
        await tx.logs.write(managementEvent(request, 'Update an authentication method', { user_id: id }), now)
        return shown(updated)
      })
    },
  )

  server.delete(
    `${path}/:authentication_method_id`,
    {
      config: { scopes: ['delete:authentication_methods'], sdk: `${sdk}.delete` },
      schema: { params: MethodParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const { id, authentication_method_id } = params
      const now = new Date()
      await store.transaction(async tx => {
        await demandUser(tx, id)
        const removed = await tx.authentication_methods.remove(id, authentication_method_id)
        if (!removed) throw inexistent()
        await afterRemoval(options, request, tx, id, [removed], now)
        const description = 'Delete an authentication method by ID'
        await tx.logs.write(managementEvent(request, description, { user_id: id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
