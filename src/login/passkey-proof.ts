// Proving who one is by a passkey: for the sign-in pages and for the grant that takes one directly. Nobody is named before, so tries are counted
// by network, which keeps nobody out of a device that she is known on; who may come in is looked at as after a password.
import type { FastifyRequest } from 'fastify'
import { methodsOf } from '../credentials/webauthn.ts'
import type { PasskeyOffer } from '../http/pages.ts'
import type { Client } from '../store/clients.ts'
import { hasPasswords } from '../store/connections.ts'
import { countedAs, type DatabaseConnection, identifierOf } from './connection.ts'
import { hasDevice, knownDevice } from './known-device.ts'
import { admitSignIn, type SignInTry } from './throttles.ts'
import { eventOf, formTo, type Room, type Visit } from './visit.ts'
import { beginPasskeySignIn, provePasskey, relyingPartyOf, unknownCredential, type WebauthnAnswer } from './webauthn.ts'

/** Whether people of this connection come in by passkeys here. */
export const hasPasskeys = (
  { store }: Pick<FastifyRequest, 'store'>,
  { options }: Pick<DatabaseConnection, 'options'>,
): boolean => options.authentication_methods.passkey.enabled && relyingPartyOf(store) !== undefined

/** What a sign-in page shows of it. @param unknown the one that was just used, if nobody here has it */
export function passkeyOffer(
  { connection, interaction, request, reply, url }: Visit,
  unknown?: string,
): PasskeyOffer | undefined {
  if (!connection || !hasPasskeys(request, connection)) return undefined
  const { challenge_ui } = connection.options.passkey_options
  return {
    ...formTo(request, reply, url('passkey')),
    ceremony: JSON.stringify(beginPasskeySignIn(request.store, interaction.uid, new Date())),
    // Where there are no passwords, nothing else may be at hand.
    button: challenge_ui !== 'autofill' || !hasPasswords(connection.options),
    autofill: challenge_ui !== 'button',
    signal: unknown === undefined ? undefined : unknownCredential(request.store, unknown),
  }
}

/** @property transaction where it was asked for */
export type PasskeyTry = WebauthnAnswer & {
  request: FastifyRequest
  client: Client
  connection: DatabaseConnection
  transaction: string
}

/** `expired`: too late, or used already. `failed`: whatever else is wrong with it, all in the same words. */
export type PasskeyRefusal = 'ip-blocked' | 'failed' | 'expired' | 'blocked' | 'unverified'

export type PasskeyProof =
  | { user_id: string; user_name: string; amr: string[]; attempt: SignInTry; refused?: never }
  | { refused: PasskeyRefusal; unknown?: string | undefined }

export async function signInByPasskey(room: Room, tried: PasskeyTry, now: Date): Promise<PasskeyProof> {
  const { request, client, connection, ...given } = tried
  const { store } = request
  const write = (type: string, more: { description?: string; user_id?: string; user_name?: string } = {}) =>
    store.logs.write(eventOf(request, { connection, client }, { type, ...more }), now)
  const asked = { connection_id: connection.id, identifier: '', ip: request.ip, device: undefined }
  const { attempt, refused, reached } = await admitSignIn(store, asked, false, now)
  for (const type of reached) await write(type)
  // Others of her network lock nobody out of a device that she is known on: who she is, her passkey says.
  if (refused && !hasDevice(request)) return { refused: 'ip-blocked' }

  const proof = await provePasskey(store, given, now)
  if (proof.outcome !== 'right') {
    if (refused) return { refused: 'ip-blocked' }
    const user_id = proof.method?.user_id
    await write('f', { description: `Passkey: ${proof.why ?? proof.outcome}`, ...(user_id ? { user_id } : {}) })
    return { refused: proof.outcome === 'gone' ? 'expired' : 'failed', unknown: proof.unknown }
  }
  const { user_id } = proof.method
  const member = await store.users.findMember(connection.id, user_id)
  if (!member) {
    await write('f', { description: 'Passkey: a user of another connection', user_id })
    return { refused: 'failed' }
  }
  const { blocked, email, email_verified, username } = member
  const user_name = email ?? username ?? user_id
  const account = { connection_id: connection.id, identifier: countedAs(identifierOf(connection, user_name)) }
  if (refused && !knownDevice(request, room.seal.mac, account)) return { refused: 'ip-blocked' }
  if (blocked) {
    await write('f', { description: 'user is blocked', user_id, user_name })
    return { refused: 'blocked' }
  }
  if (connection.options.require_verified_email && !email_verified) {
    // Whoever has the passkey has the account: there is nothing to hide from her.
    await write('f', { description: 'email is not verified', user_id, user_name })
    if (email !== null && (await room.hasMail(store))) {
      const { client_id } = client
      await store.enqueue('verification_requested', { connection_id: connection.id, user_id, email, client_id })
    }
    return { refused: 'unverified' }
  }
  return { user_id, user_name, amr: methodsOf(proof.assertion), attempt }
}
