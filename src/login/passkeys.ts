// Passkeys: one proves who somebody is, without a name or a password. Signing in by one, and making one on the way of a sign-in.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { PasskeyEnrollmentPage } from '../http/pages.ts'
import { abortInteraction, type HeldLogin } from '../oidc/interaction.ts'
import { countedAs, identifierOf } from './connection.ts'
import { readCredential, readForm } from './form.ts'
import { showLogin } from './login.ts'
import { showName } from './login-id.ts'
import { queueNotice } from './mails.ts'
import { enterHeld } from './mfa/factor.ts'
import { refusePasskey } from './passkey-nudge.ts'
import { hasPasskeys, signInByPasskey } from './passkey-proof.ts'
import { goOn, signIn } from './sign-in.ts'
import { enterSignIn, entranceOf, eventOf, formTo, type Room, show, type Visit } from './visit.ts'
import { beginWebauthnEnrollment, finishWebauthnEnrollment } from './webauthn.ts'

/** WebAuthn §5.1: where the key is, as the browser says. It decides about a question that is asked or not, nothing else. */
const isElsewhere = (answer: unknown): boolean =>
  (answer as { authenticatorAttachment?: unknown } | null)?.authenticatorAttachment === 'cross-platform'

type Screen = 'passkey-enrollment' | 'passkey-enrollment-local'
type Enrolling = Visit & { held: HeldLogin }
type EnrollmentErrors = NonNullable<PasskeyEnrollmentPage['errors']>

const enrolment = (screen: Screen, { held, interaction }: Enrolling) => ({
  user_id: held.user_id,
  type: 'passkey' as const,
  transaction: interaction.uid,
  local: screen === 'passkey-enrollment-local',
})

async function showEnrollment(
  screen: Screen,
  visit: Enrolling,
  errors: EnrollmentErrors = [],
  status = 200,
): Promise<FastifyReply> {
  const { client, reply, request, room, store, tenant, url } = visit
  const options = await beginWebauthnEnrollment(store, enrolment(screen, visit), new Date())
  const ceremony = JSON.stringify(options)
  const page = { tenant, client, ...formTo(request, reply, url(screen)), ceremony, errors }
  return show(room, reply, `passkeys/${screen}`, page, status)
}

export function passkeys(server: FastifyInstance, room: Room): void {
  // Its form stands on the pages where one signs in.
  server.get<{ Params: { uid: string } }>('/u/:uid/passkey', async ({ params }, reply) =>
    reply.redirect(`/u/${encodeURIComponent(params.uid)}`, 303),
  )

  server.post('/u/:uid/passkey', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction, url } = visit
    if (!hasPasskeys(request, connection)) return reply.redirect(url('login'), 303)
    const now = new Date()
    const { credential } = readForm(request, ['credential'])
    const again = (
      code: `passkey-${'failed' | 'expired' | 'unverified'}` | 'form-expired' | 'ip-blocked',
      status: number,
      unknown?: string,
    ) => (entranceOf(visit) === 'login-id' ? showName : showLogin)(visit, undefined, [{ code }], status, unknown)
    if (!isOwnForm(request)) return again('form-expired', 403)

    const { client, uid } = interaction
    const answer = readCredential(credential)
    const proof = await signInByPasskey(room, { request, client, connection, transaction: uid, answer }, now)
    switch (proof.refused) {
      case undefined: {
        const { refused: _, ...who } = proof
        const connection_id = connection.id
        // This device knows the account by the name that a password would be typed with.
        const identifier = countedAs(identifierOf(connection, who.user_name))
        const first = {
          ...who,
          connection_id,
          identifier,
          ...(isElsewhere(answer) ? { passkey: 'local' as const } : {}),
        }
        return signIn(visit, first, now)
      }
      case 'blocked':
        // Auth0: the app is told, in these words.
        return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
      case 'ip-blocked':
        return again('ip-blocked', 429)
      default:
        return again(`passkey-${proof.refused}`, 400, proof.unknown)
    }
  })

  for (const screen of ['passkey-enrollment', 'passkey-enrollment-local'] as const) {
    server.get(`/u/:uid/${screen}`, async (request, reply) => {
      const visit = await enterHeld(room, request, reply, screen, new Date())
      return visit ? showEnrollment(screen, visit) : reply
    })

    server.post(`/u/:uid/${screen}`, async (request, reply) => {
      const now = new Date()
      const visit = await enterHeld(room, request, reply, screen, now)
      if (!visit) return reply
      const { connection, held, interaction, store } = visit
      const { action, credential } = readForm(request, ['action', 'credential'])
      const again = (code: EnrollmentErrors[number]['code'], status: number) =>
        showEnrollment(screen, visit, [{ code }], status)
      if (!isOwnForm(request)) return again('form-expired', 403)

      const answered: HeldLogin = { ...held, passkey: 'answered' }
      if (action === 'not-now' || action === 'never') {
        refusePasskey(visit, held.user_id, action, now)
        return goOn(visit, answered, now)
      }
      const { user_id, user_name } = held
      const { outcome } = await finishWebauthnEnrollment(
        store,
        {
          ...enrolment(screen, visit),
          answer: readCredential(credential),
          user_agent: request.headers['user-agent'],
        },
        now,
        {
          async after(tx) {
            const event = { type: 'gd_enrollment_complete', description: 'A passkey was added', user_id, user_name }
            await tx.logs.write(eventOf(request, { connection, client: interaction.client }, event), now)
            const { email } = (await tx.users.findAccount(user_id)) ?? {}
            await queueNotice(tx, room, 'passkey-added', { user_id, email }, now)
          },
        },
      )
      switch (outcome) {
        // An authenticator that has one already is as good.
        case 'right':
        case 'taken':
          return goOn(visit, answered, now)
        case 'too-many':
          return again('too-many-passkeys-tried', 429)
        case 'full':
          return again('passkeys-full', 400)
        default:
          return again(outcome === 'gone' ? 'passkey-expired' : 'passkey-failed', 400)
      }
    })
  }
}
