// A forgotten password, where a connection proves addresses by codes: the code that a mail carries is typed where it was asked for, and opens the
// page of a new password. Every name is asked for in the same way; whose it is only the job finds out. Owns the code, not the pages.
import { readOneTimeCode } from '../credentials/one-time-code.ts'
import { keepClaim, type Sent } from '../oidc/interaction.ts'
import { attributesOf } from '../store/attributes.ts'
import { admitForm, noteFailedForm, takeBackFailedForm } from './bot-detection.ts'
import type { NotSent } from './code-challenge.ts'
import type { DatabaseConnection } from './connection.ts'
import { ofInteraction } from './first-codes.ts'
import type { ResetCode } from './mails.ts'
import { admitMailRequest } from './throttles.ts'
import { eventOf, type SignInVisit } from './visit.ts'

const CODE_LIFETIME_MS = 5 * 60_000
/** How long the page stays open that a code has opened. */
const TICKET_LIFETIME_MS = 10 * 60_000

/** Auth0: as addresses are confirmed there, so passwords are reset. */
export const resetsByCode = ({ options }: DatabaseConnection): boolean => attributesOf(options).email.reset_by_code

const placeOf = ({ connection, interaction }: SignInVisit) => ({
  purpose: `reset password: ${connection.id}`,
  transaction: ofInteraction(interaction.uid),
})

/** @param identifier folded @param to as it was typed */
export async function sendResetCode(visit: SignInVisit, identifier: string, to: string, now: Date): Promise<void> {
  const { connection, interaction, reply, request, store } = visit
  const place = placeOf(visit)
  const expires_at = new Date(now.getTime() + CODE_LIFETIME_MS)
  const code_id = await store.transaction(async tx => {
    // One at a time: more codes would be more that a guess could hit.
    await tx.one_time_codes.removeAll(place)
    const id = await tx.one_time_codes.create({ ...place, expires_at }, now)
    await tx.enqueue('reset_password_requested', {
      connection_id: connection.id,
      identifier,
      client_id: interaction.client.client_id,
      ip: request.ip,
      user_agent: request.headers['user-agent'],
      code_id: id,
    })
    return id
  })
  const sent = { code_id, by: 'email' as const, to }
  await keepClaim(request, reply, { of: 'reset', connection_id: connection.id, identifier, sent })
}

/** Another one, where another may be sent. Undefined: it is on its way, as far as is said. */
export async function resendResetCode(
  visit: SignInVisit,
  { identifier, sent }: { identifier: string; sent: Sent },
  now: Date,
): Promise<NotSent | undefined> {
  if (!(await admitForm(visit, 'password_reset', now))) return 'challenge-required'
  const admitted = await admitMailRequest(visit.store, identifier, visit.request.ip, now)
  if (admitted !== 'ok') return 'too-many-codes'
  await noteFailedForm(visit, 'password_reset', now)
  await sendResetCode(visit, identifier, sent.to, now)
  return undefined
}

/** The right code is spent, and is worth a ticket for a new password. */
export async function takeResetCode(
  visit: SignInVisit,
  { code_id, to }: Sent,
  typed: string,
  now: Date,
): Promise<{ ticket: string; refused?: never } | { refused: 'wrong-code' | 'expired-code'; ticket?: never }> {
  const { connection, interaction, request, store } = visit
  const { client } = interaction
  const tried = await store.one_time_codes.try(code_id, placeOf(visit), readOneTimeCode(typed), now)
  if (tried.outcome !== 'right') {
    const event = { type: 'fcp', user_name: to.slice(0, 254), description: 'Wrong or expired verification code.' }
    await store.logs.write(eventOf(request, { connection, client }, event), now)
    await noteFailedForm(visit, 'password_reset', now)
    return { refused: tried.outcome === 'gone' ? 'expired-code' : 'wrong-code' }
  }
  await takeBackFailedForm(visit, 'password_reset')
  const { user_id, identity_user_id, email, sent_at } = tried.code.details as ResetCode
  const { last_password_reset } = (await store.users.find(user_id)) ?? {}
  // As a link would be, a code is of no use any more once the password was changed in another way.
  if (last_password_reset && last_password_reset >= new Date(sent_at)) return { refused: 'expired-code' }
  const ticket = await store.tickets.create(
    {
      purpose: 'reset_password',
      user_id,
      connection_id: connection.id,
      identity_user_id,
      client_id: client.client_id,
      email,
      // Who has typed the code has the mailbox.
      options: { mark_email_as_verified: true, interaction: interaction.uid },
      expires_at: new Date(now.getTime() + TICKET_LIFETIME_MS),
    },
    now,
  )
  return { ticket }
}
