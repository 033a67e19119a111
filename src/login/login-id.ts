// Sign in, names first: who one says she is, on a page of its own. Every name is answered alike, and what follows depends on the form of the name
// alone: which proofs somebody has is not told to who has proved nothing.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginIdPage, Names } from '../http/pages.ts'
import { keepClaim } from '../oidc/interaction.ts'
import { attributesOf } from '../store/attributes.ts'
import { hasPasswords } from '../store/connections.ts'
import { isEmail } from '../store/email-addresses.ts'
import { workFor } from './bot-detection.ts'
import { askForCode, statusOf } from './code-challenge.ts'
import { countedAs, type DatabaseConnection, identifierOf } from './connection.ts'
import type { Address } from './first-codes.ts'
import { readForm } from './form.ts'
import { passkeyOffer } from './passkey-proof.ts'
import { countryShown, typedNumber } from './phone-field.ts'
import {
  enterSignIn,
  entranceOf,
  formTo,
  offersSignup,
  type Room,
  type SignInVisit,
  show,
  type Visit,
} from './visit.ts'

type Errors = NonNullable<LoginIdPage['errors']>

/** Longer than any name one signs in by. */
const LONGEST_IDENTIFIER = 320

export function namesOf({ options }: DatabaseConnection): Names {
  const { email, username, phone_number } = attributesOf(options)
  return { email: email.identifier, username: username.identifier, phone_number: phone_number.identifier }
}

/** What is missing when nothing was typed. */
export const noName = (connection: DatabaseConnection): 'no-email' | 'no-username' | 'no-name' => {
  const { email, username, phone_number } = namesOf(connection)
  if (!email || phone_number) return 'no-name'
  return username ? 'no-username' : 'no-email'
}

/** Where a code goes that does in place of a password, as far as the name's form says. Undefined: there is none. */
export function codeAddress(
  { hasMail }: Pick<Visit, 'hasMail'>,
  connection: DatabaseConnection,
  typed: string,
): Address | undefined {
  const { email_otp, phone_otp } = connection.options.authentication_methods
  const name = identifierOf(connection, typed)
  if ('email' in name && isEmail(name.email) && email_otp.enabled && hasMail)
    return { by: 'email', to: countedAs(name) }
  if ('phone_number' in name && phone_otp.enabled) return { by: 'sms', to: name.phone_number }
  return undefined
}

/** A code does in place of a password. */
export const offersCode = ({ hasMail }: Pick<Visit, 'hasMail'>, { options }: DatabaseConnection): boolean => {
  const { email_otp, phone_otp } = options.authentication_methods
  return (email_otp.enabled && hasMail) || phone_otp.enabled
}

/** Whether this page itself sends one. */
const sendsCode = (by: Address['by'], { options }: DatabaseConnection): boolean =>
  !hasPasswords(options) || attributesOf(options)[by === 'email' ? 'email' : 'phone_number'].by_code

/** The page of a code of this address. */
export const challengeScreen = ({ by }: Address) => (by === 'email' ? 'email-otp-challenge' : 'sms-otp-challenge')

/** The ways in beside a password. */
export const otherWays = ({ ways, url }: SignInVisit) => ({
  passwordless_email: ways.email ? url('login-passwordless') : undefined,
  // One page takes an address or a number.
  passwordless_sms: ways.sms && !ways.email ? url('login-passwordless') : undefined,
})

/** Who she says she is, as far as that is known before she types it. */
export const nameSaid = ({ interaction: { claim, login_hint } }: Visit): string | undefined =>
  claim?.of === 'login' ? claim.identifier : login_hint

/** As it is kept. Cut within a character it could not be stored. */
const asClaimed = (typed: string) => typed.slice(0, LONGEST_IDENTIFIER).toWellFormed()

/** To another page, which has the name then that was typed on this one. */
export async function takeNameTo(visit: SignInVisit, screen: string, typed: string): Promise<FastifyReply> {
  const { connection, reply, request, url } = visit
  if (typed !== '')
    await keepClaim(request, reply, { of: 'login', connection_id: connection.id, identifier: asClaimed(typed) })
  return reply.redirect(url(screen), 303)
}

export function showName(
  visit: SignInVisit,
  username: string | undefined,
  errors: Errors = [],
  status = 200,
  unknown_passkey?: string,
): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const sends = offersCode(visit, connection) && (['email', 'sms'] as const).some(by => sendsCode(by, connection))
  return show(
    room,
    reply,
    'login-id/login-id',
    {
      tenant,
      client,
      ...formTo(
        request,
        reply,
        url('login-id'),
        workFor(visit, sends ? ['passwordless'] : [], url('login-id'), errors),
      ),
      names: namesOf(connection),
      country: countryShown(request),
      values: { username: username ?? nameSaid(visit) },
      has_signup: offersSignup(visit, connection),
      passkey: passkeyOffer(visit, unknown_passkey),
      links: otherWays(visit),
      errors,
    },
    status,
  )
}

export function loginId(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/login-id', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const entrance = entranceOf(visit)
    return entrance === 'login-id' ? showName(visit, undefined) : reply.redirect(visit.url(entrance), 303)
  })

  server.post('/u/:uid/login-id', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, url } = visit
    const { action, username } = readForm(request, ['action', 'username'])
    const identifier = typedNumber(request, asClaimed(username.trim()))
    if (!isOwnForm(request)) return showName(visit, identifier, [{ code: 'form-expired' }], 403)
    if (action === 'signup') return takeNameTo(visit, 'signup-id', identifier)
    if (identifier === '') return showName(visit, '', [{ code: noName(connection), field: 'username' }], 400)
    const address = codeAddress(visit, connection, identifier)
    if (address && sendsCode(address.by, connection)) {
      const refused = await askForCode(visit, { connection, identifier, address }, new Date())
      if (refused && (refused === 'challenge-required' || !hasPasswords(connection.options)))
        return showName(visit, identifier, [{ code: refused }], statusOf(refused))
      // Where too many were asked for, there is still the password.
      if (!refused) return reply.redirect(url(challengeScreen(address)), 303)
    }
    if (!hasPasswords(connection.options))
      return showName(visit, identifier, [{ code: 'passkey-needed', field: 'username' }], 400)
    return takeNameTo(visit, 'login-password', identifier)
  })
}
