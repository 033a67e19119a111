// The pages that a person meets, one file for each prompt. A page shows, takes a submission and finishes the interaction; what comes next is
// decided in oidc/prompts.ts. Owns the order within a page, its throttles and its log events; no protocol, no SQL, no words.
import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import { keepPick, speak } from '../http/request-language.ts'
import type { Mailbox } from '../mail/memory.ts'
import { abortUnseen } from '../oidc/interaction.ts'
import { account } from './account.ts'
import { ciba } from './ciba.ts'
import { consent } from './consent.ts'
import { spendTicket } from './cross-origin.ts'
import { DEV_MAIL_PATH, devMail } from './dev-mail.ts'
import { deviceFlow } from './device-flow.ts'
import { emailVerification } from './email-verification.ts'
import { answerWithPage } from './error.ts'
import { identifierChallenge } from './identifier-challenge.ts'
import { login as loginPage } from './login.ts'
import { loginId } from './login-id.ts'
import { loginPassword } from './login-password.ts'
import { logout } from './logout.ts'
import { mfa } from './mfa/mfa.ts'
import { mfaEnroll } from './mfa-enroll.ts'
import { otpChallenge } from './otp-challenge.ts'
import { passkeys } from './passkeys.ts'
import { passwordless } from './passwordless.ts'
import { resetPassword } from './reset-password.ts'
import { signIn } from './sign-in.ts'
import { signup } from './signup.ts'
import { signupId } from './signup-id.ts'
import { signupPasskey } from './signup-passkey.ts'
import { signupPassword } from './signup-password.ts'
import { type TryIt, tryIt } from './try.ts'
import { userBlock } from './user-block.ts'
import { enter, firstScreen, type Room } from './visit.ts'

/** @property development what exists in development only */
export type LoginOptions = Room & { development?: { mailbox: Mailbox | undefined; try_it: TryIt } | undefined }

export async function login(server: FastifyInstance, { development, ...room }: LoginOptions): Promise<void> {
  await server.register(fastifyCookie)
  server.setErrorHandler(answerWithPage(room))
  server.addHook('preHandler', async (request, reply) => {
    await speak(request)
    await keepPick(request, reply)
  })
  // A form is all that these pages take: JSON sent by a script is refused before anything looks at it.
  server.removeContentTypeParser('application/json')

  server.get('/u/:uid', async (request, reply) => {
    const visit = await enter(room, request, reply)
    const { interaction, store, url } = visit
    const { prompt, unseen } = interaction
    const { login_ticket } = interaction.params
    if (prompt === 'login' && typeof login_ticket === 'string' && !interaction.held) {
      const now = new Date()
      const proof = await spendTicket(visit, login_ticket, now)
      if (proof) return signIn(visit, proof, now)
    }
    if (unseen) return abortUnseen(request, reply, prompt)
    return reply.redirect(url(await firstScreen(room, store, interaction)), 303)
  })
  loginPage(server, room)
  passkeys(server, room)
  loginId(server, room)
  loginPassword(server, room)
  otpChallenge(server, room)
  passwordless(server, room)
  signup(server, room)
  signupId(server, room)
  signupPassword(server, room)
  signupPasskey(server, room)
  identifierChallenge(server, room)
  mfa(server, room)
  resetPassword(server, room)
  emailVerification(server, room)
  userBlock(server, room)
  mfaEnroll(server, room)
  consent(server, room)
  account(server, room)
  deviceFlow(server, room)
  ciba(server, room)
  logout(server, room)

  if (development) {
    const { mailbox, try_it } = development
    tryIt(server, room, { ...try_it, mailbox: mailbox && DEV_MAIL_PATH })
    if (mailbox) devMail(server, room, mailbox)
  }
}
