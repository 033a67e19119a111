// Enrolments, and the tickets by which a person adds a factor outside a sign-in.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { linkBy } from '../../http/email-templates.ts'
import { LANGUAGES, lookUp } from '../../http/languages.ts'
import { demandMail, queueMail, TICKET_LIFETIME_SECONDS, ticketUrl } from '../../http/mail.ts'
import { managementEvent } from '../route.ts'
import { identityOf } from '../tickets.ts'
import { afterRemoval, type RemovingFactors } from '../users/authentication-methods.ts'
import { UserId } from '../users/user.ts'
import { Enrollment, shownEnrollment } from './enrollment.ts'

const Params = Type.Object({ id: Type.String({ pattern: '^dev_[A-Za-z0-9]{16}$' }) })

const FACTORS = ['push-notification', 'phone', 'email', 'otp', 'webauthn-roaming', 'webauthn-platform'] as const
/** As the tenant's factors are called. */
const ENROLLED_BY_TICKET: { [Factor in (typeof FACTORS)[number]]?: string } = {
  phone: 'sms',
  email: 'email',
  otp: 'otp',
}

const NewTicket = Type.Object(
  {
    user_id: UserId,
    email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 320,
        description: 'Where the mail goes, if not to the user’s address',
      }),
    ),
    send_mail: Type.Optional(Type.Boolean({ default: false, description: 'Whether the user is sent the link' })),
    email_locale: Type.Optional(Type.String({ minLength: 2, maxLength: 35, description: 'The mail’s language' })),
    factor: Type.Optional(Type.Enum([...FACTORS], { description: 'What the user adds. Her choice unless named' })),
    allow_multiple_enrollments: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether a user who has a factor may add another' }),
    ),
  },
  { additionalProperties: false },
)
const Ticket = Type.Object(
  { ticket_id: Type.String(), ticket_url: Type.String({ format: 'uri' }) },
  { title: 'EnrollmentTicket' },
)

const inexistent = () => new LintelError('inexistent_authentication_method', 'The enrollment does not exist.')

export const guardianEnrollments: FastifyPluginAsyncTypebox<RemovingFactors> = async (server, options) => {
  server.post(
    '/guardian/enrollments/ticket',
    {
      config: {
        scopes: ['create:guardian_enrollment_tickets'],
        sdk: 'guardian.enrollments.createTicket',
        links: true,
      },
      schema: { body: NewTicket, response: { 200: Ticket } },
    },
    async request => {
      const { store, body } = request
      const { user_id, send_mail = false, email_locale, allow_multiple_enrollments = false } = body
      const now = new Date()
      const factor = body.factor && ENROLLED_BY_TICKET[body.factor]
      if (body.factor && !factor)
        throw new LintelError(
          'operation_not_supported',
          body.factor === 'push-notification'
            ? 'Lintel does not have the factor push-notification.'
            : `Lintel does not enroll ${body.factor} by ticket: a user adds it when she signs in, or in her account.`,
        )
      const { connection_id, identity_user_id, email } = await identityOf(store, user_id, undefined)
      const to = body.email ?? email
      if (send_mail && to === null) throw new LintelError('invalid_body', 'The user does not have an email address.')
      if (send_mail) await demandMail(request, 'send_mail')
      const { options: more, ...link } = await linkBy(store, 'enrollment_email', TICKET_LIFETIME_SECONDS * 1000, now)
      const options = { ...more, allow_multiple_enrollments, ...(factor === undefined ? {} : { factor }) }
      const language = email_locale === undefined ? undefined : lookUp(email_locale, LANGUAGES)
      return store.transaction(async tx => {
        const purpose = 'enroll_factor'
        const ticket_id = await tx.tickets.create(
          { purpose, user_id, connection_id, identity_user_id, email: to, options, ...link },
          now,
        )
        const url = ticketUrl(store.tenant.issuer, purpose, ticket_id)
        if (send_mail && to !== null)
          await queueMail(language === undefined ? tx : tx.inLanguage(language), {
            mail: 'enroll-factor',
            to,
            user_id,
            data: { url, expires_at: link.expires_at },
          })
        const description = 'Create a multi-factor authentication enrollment ticket'
        await tx.logs.write(managementEvent(request, description, { user_id }), now)
        return { ticket_id, ticket_url: url }
      })
    },
  )

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
