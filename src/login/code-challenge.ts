// What the pages share that want a code which was sent to somebody: how it is asked for, shown, sent once more and taken.
import type { FastifyReply } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { CodePage, Pages } from '../http/pages.ts'
import { abortInteraction, type Claim, keepClaim, type Sent } from '../oidc/interaction.ts'
import { admitForm, noteFailedForm, takeBackFailedForm, workFor } from './bot-detection.ts'
import type { DatabaseConnection, PasswordlessConnection } from './connection.ts'
import { type Address, ofInteraction, proveFirstCode, sendFirstCode } from './first-codes.ts'
import { readForm } from './form.ts'
import { knownDevice } from './known-device.ts'
import { signIn } from './sign-in.ts'
import { admitCodeRequest } from './throttles.ts'
import { formTo, show, type Visit } from './visit.ts'

/** The pages of codes. */
export type CodeView = { [Name in keyof Pages]: Pages[Name] extends CodePage ? Name : never }[keyof Pages] &
  `${string}/${string}`
type Errors = NonNullable<CodePage['errors']>

export type Asking = {
  connection: DatabaseConnection | PasswordlessConnection
  /** as typed */
  identifier: string
  address: Address
  link?: boolean
}

/** Why none was sent. */
export type NotSent = 'challenge-required' | 'too-many-codes'
export const statusOf = (not_sent: NotSent): number => (not_sent === 'too-many-codes' ? 429 : 400)

/** Sends it, if somebody there may be sent one, and keeps who is meant. Undefined: it is on its way, as far as is said. */
export async function askForCode(visit: Visit, asking: Asking, now: Date): Promise<NotSent | undefined> {
  const { interaction, request, reply, store } = visit
  const { connection, identifier, address, link = false } = asking
  if (!(await admitForm(visit, 'passwordless', now))) return 'challenge-required'
  if (!(await admitCodeRequest(store, address, request.ip, now))) return 'too-many-codes'
  await noteFailedForm(visit, 'passwordless', now)
  const { client, uid } = interaction
  const asked = {
    request,
    client,
    connection,
    address,
    transaction: ofInteraction(uid),
    device: knownDevice(request, visit.room.seal.mac, { connection_id: connection.id, identifier: address.to }),
    ...(link ? { link: { uid } } : {}),
  }
  const code_id = await sendFirstCode(store, asked, now)
  const sent = { ...address, code_id, ...(link ? { link } : {}) }
  await keepClaim(request, reply, { of: 'login', connection_id: connection.id, identifier, sent })
  return undefined
}

/**
 * @property screen where its form posts to @property edit where another name can be given
 * @property has_password whether a password does too
 */
export type Challenge = { view: CodeView; screen: string; edit: string; has_password?: boolean }

export function showChallenge(
  visit: Visit,
  { view, screen, edit, has_password = false }: Challenge,
  { to }: Pick<Sent, 'to'>,
  { errors = [], resent = false }: { errors?: Errors; resent?: boolean } = {},
  status = 200,
): FastifyReply {
  const { client, reply, request, room, tenant, url } = visit
  // To type a code takes no proof, to have another one sent may.
  const form = formTo(request, reply, url(screen), workFor(visit, [], url(screen), errors))
  const page = { tenant, client, ...form, address: to, resent, has_password, errors }
  return show(room, reply, view, { ...page, links: { edit: url(edit) } }, status)
}

export type SentClaim = Extract<Claim, { of: 'login' }> & { sent: Sent }

/** What the form of such a page wants: the code to be taken, or another one to be sent. Undefined: something else, which the page knows. */
export async function takeChallenge(
  visit: Visit,
  challenge: Challenge,
  connection: DatabaseConnection | PasswordlessConnection,
  { identifier, sent }: SentClaim,
  now: Date,
): Promise<FastifyReply | string> {
  const { interaction, reply, request, room } = visit
  const again = (code: Errors[number]['code'], status: number, field?: 'code') =>
    showChallenge(visit, challenge, sent, { errors: [{ code, ...(field ? { field } : {}) }] }, status)
  if (!isOwnForm(request)) return again('form-expired', 403)
  const { action, code: typed } = readForm(request, ['action', 'code'])
  const { code_id, by, to, link } = sent
  const address = { by, to }
  if (action === 'resend') {
    const refused = await askForCode(visit, { connection, identifier, address, ...(link ? { link } : {}) }, now)
    return refused ? again(refused, statusOf(refused)) : showChallenge(visit, challenge, sent, { resent: true })
  }
  if (action !== 'default' && action !== '') return action
  if (typed.trim() === '') return again('no-code', 400, 'code')
  const { client, uid } = interaction
  const tried = { request, client, connection, address, code_id, transaction: ofInteraction(uid), typed }
  const { proof, refused } = await proveFirstCode(room, tried, now)
  if (proof) {
    await takeBackFailedForm(visit, 'passwordless')
    return signIn(visit, proof, now)
  }
  await noteFailedForm(visit, 'passwordless', now)
  // Auth0: the app is told, in these words.
  if (refused === 'blocked') return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
  if (refused === 'same-user-login' || refused === 'ip-blocked') return again(refused, 429)
  return again(refused, 400, 'code')
}
