// A person makes an account by a passkey alone: for the sign-up pages and for the grant that takes one directly. The same rules, throttles and log
// events as by a password (new-account.ts). Whether her names are free is found out when she has the passkey: until then every name is answered
// alike.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { methodsOf } from '../credentials/webauthn.ts'
import { LintelError } from '../errors.ts'
import { newIdentityUserId } from '../ids.ts'
import { keepClaim } from '../oidc/interaction.ts'
import { attributesOf } from '../store/attributes.ts'
import type { Client } from '../store/clients.ts'
import { signsUpByPassword } from '../store/connections.ts'
import type { DatabaseConnection } from './connection.ts'
import type { Address } from './first-codes.ts'
import type { Profile } from './mails.ts'
import { type Confirmed, confirmedFlags, fetchFromUpstream, queueFirstMail } from './new-account.ts'
import { kindOf } from './passkey-nudge.ts'
import { hasPasskeys } from './passkey-proof.ts'
import { admitSignup } from './throttles.ts'
import { UpstreamError } from './upstream.ts'
import { eventOf, offersSignup, type Room, type SignInVisit } from './visit.ts'
import { finishWebauthnEnrollment, type WebauthnAnswer } from './webauthn.ts'

/** As they are kept; null where there is none. */
export type Names = { email: string | null; username: string | null; phone_number: string | null }

export const nameIn = ({ email, phone_number, username }: Names): string =>
  (email ?? phone_number ?? username ?? '').slice(0, 254)

/**
 * Whether who signs up here makes a passkey: where her browser can, as a script has said, or where nothing else will do. An address that must be
 * confirmed first is so by a code: whoever follows a link has left the page.
 */
export function offersPasskeySignup({ connection, request }: SignInVisit): boolean {
  const { options } = connection
  if (!hasPasskeys(request, connection)) return false
  if (options.require_verified_email && !attributesOf(options).email.verified_by_code) return false
  return kindOf(request) !== undefined || !signsUpByPassword(options)
}

/** By which code she gets in again who has an account by nothing but a name that one has reached. Undefined: by none. */
export function codeThatOpens(
  { options }: Pick<DatabaseConnection, 'options'>,
  confirmed: Confirmed,
): Address['by'] | undefined {
  const { email, phone_number } = attributesOf(options)
  const { email_otp, phone_otp } = options.authentication_methods
  if (email_otp.enabled && email.identifier && confirmed.includes('email')) return 'email'
  if (options.require_verified_email && !confirmed.includes('email')) return undefined
  return phone_otp.enabled && phone_number.identifier && confirmed.includes('phone_number') ? 'sms' : undefined
}

/** To the page where she makes it. @param names as typed */
export async function proceedToPasskey(
  { connection, reply, request, url }: SignInVisit,
  names: { email: string; username: string; phone_number: string },
  confirmed: Confirmed,
  now: Date,
): Promise<FastifyReply> {
  const passkey = { identity_user_id: newIdentityUserId(now), confirmed }
  await keepClaim(request, reply, { of: 'signup', connection_id: connection.id, ...names, passkey })
  return reply.redirect(url('signup-passkey'), 303)
}

/** Whose passkey it will be: known before there is anybody, since the authenticator is told. */
export const newcomerEnrolment = (
  { strategy }: Pick<DatabaseConnection, 'strategy'>,
  { identity_user_id, transaction }: { identity_user_id: string; transaction: string },
) => ({ user_id: `${strategy}|${identity_user_id}`, type: 'passkey' as const, transaction })

/**
 * @property identity_user_id the id of the user without its prefix
 * @property transaction where the passkey was asked for
 * @property confirmed which of her names are shown to be hers
 */
export type NewPasskeyAccount = WebauthnAnswer & {
  request: FastifyRequest
  client: Client
  connection: DatabaseConnection
  identity_user_id: string
  transaction: string
  names: Names
  confirmed?: Confirmed
  profile?: Profile
}

/** `expired`: too late, or used already. `failed`: whatever else is wrong with it. */
export type PasskeyAccount =
  | { user_id: string; amr: string[]; refused?: never }
  | { refused: 'no-signup' | 'ip-blocked' | 'upstream-unavailable' | 'expired' | 'failed' | 'taken' }

/** Whether somebody may have an account now who brings no password. Undefined: she may. */
export async function refuseNewcomer(
  room: Room,
  { request, client, connection, names }: Pick<NewPasskeyAccount, 'request' | 'client' | 'connection' | 'names'>,
  now: Date,
): Promise<'no-signup' | 'ip-blocked' | 'upstream-unavailable' | undefined> {
  const { store } = request
  const about = { connection, client }
  const user_name = nameIn(names)
  const hasMail = await room.hasMail(store)
  if (!offersSignup({ hasMail }, connection)) return 'no-signup'
  const admission = await admitSignup(store, request.ip, now)
  if (admission.reached) await store.logs.write(eventOf(request, about, { type: 'limit_mu', user_name }), now)
  if (admission.refused) return 'ip-blocked'
  try {
    await fetchFromUpstream(room, { request, client, connection, ...names }, now)
    return undefined
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const description = 'The upstream did not answer'
    await store.logs.write(eventOf(request, about, { type: 'fs', user_name, description }), now)
    return 'upstream-unavailable'
  }
}

/** @param account its names without flaws */
export async function makePasskeyAccount(room: Room, account: NewPasskeyAccount, now: Date): Promise<PasskeyAccount> {
  const { request, client, connection, identity_user_id, transaction, names, confirmed = [], profile = {} } = account
  const { answer, origins } = account
  const { store } = request
  const about = { connection, client }
  const user_name = nameIn(names)
  const refuse = (description: string) =>
    store.logs.write(eventOf(request, about, { type: 'fs', user_name, description }), now)
  const refused = await refuseNewcomer(room, account, now)
  if (refused) return { refused }
  const enrolment = newcomerEnrolment(connection, { identity_user_id, transaction })
  const { user_id } = enrolment
  try {
    const user_agent = request.headers['user-agent']
    const enrolled = await finishWebauthnEnrollment(store, { ...enrolment, answer, origins, user_agent }, now, {
      async before(tx) {
        const named = { ...names, ...confirmedFlags(confirmed) }
        await tx.users.create({ connection, ...named, ...profile, user_id: identity_user_id }, now)
        await tx.logs.write(eventOf(request, about, { type: 'ss', user_id, user_name }), now)
        const { client_id } = client
        const { email } = names
        await queueFirstMail(tx, room, connection, { user_id, email, client_id, confirmed })
      },
    })
    if (enrolled.outcome === 'right') return { user_id, amr: methodsOf({ user_verified: enrolled.user_verified }) }
    await refuse(`Passkey: ${enrolled.why ?? enrolled.outcome}`)
    return { refused: enrolled.outcome === 'gone' ? 'expired' : 'failed' }
  } catch (error) {
    if (!(error instanceof LintelError) || (error.code !== 'user_exists' && error.code !== 'username_exists'))
      throw error
    await refuse('The user already exists.')
    return { refused: 'taken' }
  }
}
