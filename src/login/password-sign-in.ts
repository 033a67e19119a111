// What comes of a password, on the pages that take one.
import type { FastifyReply } from 'fastify'
import type { LoginPage } from '../http/pages.ts'
import { abortInteraction } from '../oidc/interaction.ts'
import { noteFailedForm } from './bot-detection.ts'
import type { PasswordProof, PasswordRefusal } from './password-proof.ts'
import { signIn } from './sign-in.ts'
import type { SignInVisit } from './visit.ts'

type Shown = Exclude<PasswordRefusal, 'blocked' | 'unverified'> | 'wrong-credentials-or-unverified'
type Code = Extract<NonNullable<LoginPage['errors']>[number]['code'], Shown>

/** @param again shows the page with what is wrong */
export async function answerPassword(
  visit: SignInVisit,
  proof: PasswordProof,
  again: (code: Code, status: number) => FastifyReply,
  now: Date,
): Promise<FastifyReply> {
  const { connection, reply, request } = visit
  if (!proof.refused) {
    const { credentials, attempt } = proof
    const { user_id, email } = credentials
    const { identifier } = attempt
    const user_name = email ?? identifier
    return signIn(visit, { user_id, connection_id: connection.id, user_name, identifier, amr: ['pwd'], attempt }, now)
  }
  const { refused } = proof
  switch (refused) {
    case 'blocked':
      // Auth0: the app is told, in these words.
      return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
    case 'unverified':
      return abortInteraction(request, reply, 'unauthorized', 'Please verify your email before logging in.')
    case 'password-breached':
      return again(refused, 400)
    case 'wrong-credentials':
      await noteFailedForm(visit, 'password', now)
      return again(connection.options.require_verified_email ? 'wrong-credentials-or-unverified' : refused, 400)
    case 'upstream-unavailable':
      return again(refused, 503)
    default:
      return again(refused, 429)
  }
}
