// Auth0's older doors to a user's authentication methods, and what else an administrator does about her second factors.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { AuthenticationMethodType } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { enrollmentProperties, shownEnrollment } from '../guardian/enrollment.ts'
import { managementEvent } from '../route.ts'
import { type RemovingFactors, removeMethods } from './authentication-methods.ts'
import { inexistentUser, UserId, UserParams } from './user.ts'

/** What a person proves beside a first proof. */
const SECOND: readonly AuthenticationMethodType[] = [
  'totp',
  'phone',
  'email',
  'recovery-code',
  'webauthn-roaming',
  'webauthn-platform',
]

/** Auth0's names of ways. */
const AUTH_METHODS: { [Type in AuthenticationMethodType]?: string } = {
  totp: 'authenticator',
  phone: 'sms',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
}

const Enrollment = Type.Object(
  {
    ...enrollmentProperties,
    type: Type.String(),
    auth_method: Type.Enum(['authenticator', 'sms', 'webauthn-platform', 'webauthn-roaming']),
  },
  { title: 'UserEnrollment' },
)

export type MultifactorOptions = RemovingFactors & {
  /** A new one in place of any before. On the caller's transaction. */
  giveRecoveryCode(tx: TenantStore, user_id: string, now: Date): Promise<string>
}

export const userMultifactor: FastifyPluginAsyncTypebox<MultifactorOptions> = async (server, options) => {
  async function demandUser(store: TenantStore, user_id: string): Promise<void> {
    if (!(await store.users.exists(user_id))) throw inexistentUser()
  }

  server.get(
    '/users/:id/enrollments',
    {
      config: { scopes: ['read:users'], own_scopes: ['read:current_user'], sdk: 'users.enrollments.get' },
      schema: { params: UserParams, response: { 200: Type.Array(Enrollment) } },
    },
    async ({ store, params }) => {
      await demandUser(store, params.id)
      const methods = await store.authentication_methods.list(params.id)
      // Auth0: the first that is confirmed.
      const first = methods.find(({ type, confirmed }) => confirmed && AUTH_METHODS[type] !== undefined)
      if (!first) return []
      const auth_method = AUTH_METHODS[first.type] as 'authenticator'
      return [{ ...shownEnrollment(first), type: auth_method, auth_method }]
    },
  )

  server.delete(
    '/users/:id/authenticators',
    {
      config: { scopes: ['delete:guardian_enrollments'], sdk: 'users.authenticators.deleteAll' },
      schema: { params: UserParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        await demandUser(tx, params.id)
        await removeMethods(options, request, tx, params.id, SECOND, now)
        await tx.logs.write(managementEvent(request, 'Delete All Authenticators', { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.delete(
    '/users/:id/multifactor/:provider',
    {
      config: { scopes: ['update:users'], sdk: 'users.multifactor.deleteProvider' },
      schema: {
        params: Type.Object({ id: UserId, provider: Type.Enum(['google-authenticator', 'duo']) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      if (params.provider === 'duo')
        throw new LintelError('operation_not_supported', 'Lintel does not have the factor duo.')
      await store.transaction(async tx => {
        await demandUser(tx, params.id)
        await removeMethods(options, request, tx, params.id, ['totp'], now)
        const about = { user_id: params.id }
        await tx.logs.write(managementEvent(request, "Delete a User's Multi-factor Provider", about), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/users/:id/multifactor/actions/invalidate-remember-browser',
    {
      config: { scopes: ['update:users'], sdk: 'users.multifactor.invalidateRememberBrowser' },
      schema: { params: UserParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        await demandUser(tx, params.id)
        await tx.remembered_browsers.removeAll(params.id)
        const description = 'Invalidate All Remembered Browsers for Multi-factor Authentication (MFA)'
        await tx.logs.write(managementEvent(request, description, { user_id: params.id }), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/users/:id/recovery-code-regeneration',
    {
      config: { scopes: ['update:users'], sdk: 'users.regenerateRecoveryCode' },
      schema: {
        params: UserParams,
        response: { 200: Type.Object({ recovery_code: Type.String({ description: 'Shown this once' }) }) },
      },
    },
    async request => {
      const { store, params } = request
      const now = new Date()
      return store.transaction(async tx => {
        await demandUser(tx, params.id)
        const methods = await tx.authentication_methods.list(params.id)
        if (!methods.some(({ type, confirmed }) => type === 'recovery-code' && confirmed))
          throw new LintelError('inexistent_authentication_method', 'The user has no recovery code.')
        const recovery_code = await options.giveRecoveryCode(tx, params.id, now)
        const description = 'Generate New Multi-factor Authentication (MFA) Recovery Code'
        await tx.logs.write(managementEvent(request, description, { user_id: params.id }), now)
        return { recovery_code }
      })
    },
  )
}
