// Sign up, names first: a passkey in place of a password (Auth0's screen passkey-enrollment, which who is signed in already meets elsewhere). There
// is no account before the passkey is verified.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LintelError } from '../errors.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { PasskeyEnrollmentPage } from '../http/pages.ts'
import type { Claim } from '../oidc/interaction.ts'
import { signsUpByPassword } from '../store/connections.ts'
import { admitForm, noteFailedForm, workFor } from './bot-detection.ts'
import { readCredential, readForm } from './form.ts'
import { createConfirmed } from './identifier-challenge.ts'
import { unconfirmedOf } from './new-account.ts'
import { codeThatOpens, makePasskeyAccount, type Names, nameIn, newcomerEnrolment } from './passkey-account.ts'
import { hasPasskeys } from './passkey-proof.ts'
import { signIn } from './sign-in.ts'
import { namesOfAccount } from './signup-names.ts'
import { enterSignIn, entranceOf, formTo, offersSignup, type Room, type SignInVisit, show } from './visit.ts'
import { beginWebauthnEnrollment } from './webauthn.ts'

const SCREEN = 'signup-passkey'
const WITHOUT = 'without-passkey'
type Errors = NonNullable<PasskeyEnrollmentPage['errors']>
type NewcomerClaim = Required<Pick<Extract<Claim, { of: 'signup' }>, 'passkey'>>
type Newcomer = NewcomerClaim['passkey'] & { visit: SignInVisit; names: Names }

const enrolment = ({ identity_user_id, visit: { connection, interaction } }: Newcomer) =>
  newcomerEnrolment(connection, { identity_user_id, transaction: interaction.uid })

/** Where there are no passwords: whether the code that she has typed is all she needs. */
const offersCodeAlone = ({ confirmed, visit: { connection } }: Newcomer): boolean =>
  !signsUpByPassword(connection.options) && codeThatOpens(connection, confirmed) !== undefined

async function showEnrollment(newcomer: Newcomer, errors: Errors = [], status = 200): Promise<FastifyReply> {
  const { names, visit } = newcomer
  const { client, connection, reply, request, room, store, tenant, url } = visit
  const name = nameIn(names)
  const known = { newcomer: { name, display_name: name } }
  const options = await beginWebauthnEnrollment(store, { ...enrolment(newcomer), ...known }, new Date())
  const page: PasskeyEnrollmentPage = {
    tenant,
    client,
    ...formTo(request, reply, url(SCREEN), workFor(visit, ['password'], url(SCREEN), errors)),
    ceremony: JSON.stringify(options),
    newcomer: {
      identifier: name,
      links: {
        edit: url('signup-id'),
        login: url(entranceOf(visit)),
        password: signsUpByPassword(connection.options) ? url('signup-password') : undefined,
      },
      by_code: offersCodeAlone(newcomer),
    },
    errors,
  }
  return show(room, reply, 'passkeys/passkey-enrollment', page, status)
}

export function signupPasskey(server: FastifyInstance, room: Room): void {
  /** Undefined: answered. Nobody has said what she is to be called, or shown that she is. */
  async function enterNewcomer(request: FastifyRequest, reply: FastifyReply): Promise<Newcomer | undefined> {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return undefined
    const { connection, interaction, url } = visit
    const { claim } = interaction
    if (
      claim?.of === 'signup' &&
      claim.passkey &&
      claim.connection_id === connection.id &&
      offersSignup(visit, connection) &&
      hasPasskeys(request, connection)
    ) {
      const { email, username, phone_number } = namesOfAccount(connection, claim)
      const names = { email: email || null, username: username || null, phone_number: phone_number || null }
      if (unconfirmedOf(connection, names, claim.passkey.confirmed).length === 0)
        return { visit, names, ...claim.passkey }
    }
    reply.redirect(url('signup-id'), 303)
    return undefined
  }

  server.get(`/u/:uid/${SCREEN}`, async (request, reply) => {
    const newcomer = await enterNewcomer(request, reply)
    return newcomer ? showEnrollment(newcomer) : reply
  })

  server.post(`/u/:uid/${SCREEN}`, async (request, reply) => {
    const newcomer = await enterNewcomer(request, reply)
    if (!newcomer) return reply
    const { confirmed, identity_user_id, names, visit } = newcomer
    const { connection, interaction } = visit
    const { client, uid: transaction } = interaction
    const { action, credential } = readForm(request, ['action', 'credential'])
    const again = (code: Errors[number]['code'], status: number) => showEnrollment(newcomer, [{ code }], status)
    if (!isOwnForm(request)) return again('form-expired', 403)
    const now = new Date()
    if (!(await admitForm(visit, 'password', now))) return again('challenge-required', 400)
    if (action === WITHOUT && offersCodeAlone(newcomer))
      return createConfirmed(visit, { ...names, profile: {} }, again, now)
    const answer = readCredential(credential)
    const account = { request, client, connection, identity_user_id, transaction, names, confirmed, answer }
    const made = await makePasskeyAccount(room, account, now)
    switch (made.refused) {
      case undefined: {
        const { amr, user_id } = made
        const name = nameIn(names)
        return signIn(visit, { user_id, connection_id: connection.id, user_name: name, identifier: name, amr }, now)
      }
      case 'no-signup':
        throw new LintelError('operation_not_supported', 'Public signup is disabled')
      case 'taken':
        await noteFailedForm(visit, 'password', now)
        return again('invalid-signup', 400)
      case 'ip-blocked':
        return again('ip-blocked', 429)
      case 'upstream-unavailable':
        return again('upstream-unavailable', 503)
      default:
        return again(`passkey-${made.refused}`, 400)
    }
  })
}
