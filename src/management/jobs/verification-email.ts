// A mail that asks a user to confirm her address. The job is done when the mail is out.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { demandMail, sendVerificationEmail } from '../../http/mail.ts'
import { MAX_CLIENT_ID, newJobId } from '../../ids.ts'
import { managementEvent } from '../route.ts'
import { IdentityReference, identityOf } from '../tickets.ts'
import { acceptedProperties, enforcedOnly, hidden } from '../unenforced.ts'
import { UserId } from '../users/user.ts'

export const UNENFORCED_VERIFICATION_EMAIL = { organization_id: hidden() }

export const VerificationEmail = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('verification_email'),
    status: Type.Literal('pending'),
    created_at: Type.String({ format: 'date-time' }),
  },
  { title: 'VerificationEmail' },
)

const refused = (message: string) => new LintelError('invalid_body', message)

export const verificationEmail: FastifyPluginAsyncTypebox = async server => {
  server.post(
    '/jobs/verification-email',
    {
      config: { scopes: ['update:users'], sdk: 'jobs.verificationEmail.create', links: true },
      schema: {
        body: Type.Object(
          {
            user_id: UserId,
            client_id: Type.Optional(
              Type.String({ minLength: 1, maxLength: MAX_CLIENT_ID, description: 'The app that the mail is about' }),
            ),
            identity: Type.Optional(IdentityReference),
            ...acceptedProperties(UNENFORCED_VERIFICATION_EMAIL),
          },
          { additionalProperties: false },
        ),
        response: { 201: VerificationEmail },
      },
    },
    async (request, reply) => {
      const { store } = request
      const now = new Date()
      const { user_id, client_id, identity: wanted } = enforcedOnly(request.body, UNENFORCED_VERIFICATION_EMAIL)
      await demandMail(request)
      if (client_id !== undefined && !(await store.facts.client(client_id))) throw refused('The client does not exist')
      const job = await store.transaction(async tx => {
        const identity = await identityOf(tx, user_id, wanted)
        if (!identity.is_primary)
          throw new LintelError(
            'operation_not_supported',
            'identity: only the primary identity’s email can be verified.',
          )
        const { connection_id, email } = identity
        if (email === null) throw refused('The user does not have an email address.')
        const about = client_id === undefined ? {} : { client_id }
        const made = await tx.jobs.create(
          { id: newJobId(), type: 'verification_email', status: 'pending', user_id, connection_id, parameters: about },
          now,
        )
        await sendVerificationEmail(tx, { user_id, job_id: made.id, ...about }, now)
        await tx.logs.write(
          managementEvent(request, 'Send a verification email', { user_id, user_name: email, connection_id }),
          now,
        )
        return made
      })
      const { id, created_at } = job
      return reply
        .code(201)
        .send({ id, type: 'verification_email', status: 'pending', created_at: created_at.toISOString() })
    },
  )
}
