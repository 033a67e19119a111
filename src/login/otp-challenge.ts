// A code in place of the password of a database connection, to who has confirmed her address or number there: by mail (Auth0's prompt
// email-otp-challenge) or to a phone (sms-otp-challenge). Known and unknown names are answered alike.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { keepClaim } from '../oidc/interaction.ts'
import { hasPasswords } from '../store/connections.ts'
import { type Challenge, type SentClaim, showChallenge, takeChallenge } from './code-challenge.ts'
import { challengeScreen, codeAddress } from './login-id.ts'
import { enterSignIn, entranceOf, type Room, type SignInVisit } from './visit.ts'

export function otpChallenge(server: FastifyInstance, room: Room): void {
  for (const [screen, view] of [
    ['email-otp-challenge', 'email-otp-challenge/email-otp-challenge'],
    ['sms-otp-challenge', 'sms-otp-challenge/sms-otp-challenge'],
  ] as const) {
    const challengeOf = (visit: SignInVisit): Challenge => ({
      view,
      screen,
      edit: entranceOf(visit),
      has_password: hasPasswords(visit.connection.options),
    })

    /** Undefined: answered. There is no page of a code before one was asked for. */
    async function enterSent(
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<{ visit: SignInVisit; claim: SentClaim } | undefined> {
      const visit = await enterSignIn(room, request, reply)
      if (!visit) return undefined
      const { connection, interaction, url } = visit
      const { claim } = interaction
      if (claim?.of === 'login' && claim.sent && claim.connection_id === connection.id) {
        const { identifier, sent } = claim
        // A way that was closed meanwhile is closed.
        if (challengeScreen(sent) === screen && codeAddress(visit, connection, identifier))
          return { visit, claim: { ...claim, sent } }
      }
      reply.redirect(url(entranceOf(visit)), 303)
      return undefined
    }

    server.get(`/u/:uid/${screen}`, async (request, reply) => {
      const asked = await enterSent(request, reply)
      return asked ? showChallenge(asked.visit, challengeOf(asked.visit), asked.claim.sent) : reply
    })

    server.post(`/u/:uid/${screen}`, async (request, reply) => {
      const asked = await enterSent(request, reply)
      if (!asked) return reply
      const { claim, visit } = asked
      const { connection, url } = visit
      const taken = await takeChallenge(visit, challengeOf(visit), connection, claim, new Date())
      if (typeof taken !== 'string') return taken
      // With the password, then: what was typed is known.
      const { identifier } = claim
      await keepClaim(request, reply, { of: 'login', connection_id: connection.id, identifier })
      return reply.redirect(url('login-password'), 303)
    })
  }
}
