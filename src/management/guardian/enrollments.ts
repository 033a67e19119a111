// Enrolments, and the tickets by which a person adds a factor outside a sign-in.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { managementEvent } from '../route.ts'
import { afterRemoval, type RemovingFactors } from '../users/authentication-methods.ts'
import { Enrollment, shownEnrollment } from './enrollment.ts'

const Params = Type.Object({ id: Type.String({ pattern: '^dev_[A-Za-z0-9]{16}$' }) })

const inexistent = () => new LintelError('inexistent_authentication_method', 'The enrollment does not exist.')

export const guardianEnrollments: FastifyPluginAsyncTypebox<RemovingFactors> = async (server, options) => {
  server.get(
    '/guardian/enrollments/:id',
    {
      config: { scopes: ['read:guardian_enrollments'], sdk: 'guardian.enrollments.get' },
      schema: { params: Params, response: { 200: Enrollment } },
    },
    async ({ store, params }) => {
      const method = await store.authentication_methods.findByDevice(params.id)
      if (!method) throw inexistent()
      return shownEnrollment(method)
    },
  )

  server.delete(
    '/guardian/enrollments/:id',
    {
      config: { scopes: ['delete:guardian_enrollments'], sdk: 'guardian.enrollments.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { store, params } = request
      const now = new Date()
      await store.transaction(async tx => {
        const method = await tx.authentication_methods.findByDevice(params.id)
        const removed = method && (await tx.authentication_methods.remove(method.user_id, method.id))
        if (!removed) throw inexistent()
        const { user_id } = removed
        await afterRemoval(options, request, tx, user_id, [removed], now)
        const description = 'Delete a multi-factor authentication enrollment'
        await tx.logs.write(managementEvent(request, description, { user_id }), now)
      })
      return reply.code(204).send(null)
    },
  )
}
