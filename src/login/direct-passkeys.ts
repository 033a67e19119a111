// Passkeys without a page, for the grant that takes one and the endpoints before it. What was begun is told in the auth_session itself, sealed:
// nothing is stored for whoever only asks, and nobody but this server reads or makes one.
import type { FastifyRequest } from 'fastify'
import { newBearerValue, newIdentityUserId } from '../ids.ts'
import type { Client } from '../store/clients.ts'
import type { JsonObject } from '../store/schema.ts'
import { connectionFor } from './connection.ts'
import { profileOf } from './database-connections.ts'
import type { Profile } from './mails.ts'
import { nameFlaws } from './new-account.ts'
import { makePasskeyAccount, type Names, nameIn, newcomerEnrolment } from './passkey-account.ts'
import { hasPasskeys, signInByPasskey } from './passkey-proof.ts'
import { namesOfAccount } from './signup-names.ts'
import { forgetFailedSignIns } from './throttles.ts'
import { offersSignup, type Room } from './visit.ts'
import { beginPasskeySignIn, beginWebauthnEnrollment, originsOf } from './webauthn.ts'

const LIFETIME_MS = 10 * 60_000

type Asked = { request: FastifyRequest; client: Client; realm: string | undefined }

/** Who signs up, before there is anybody. */
type Newcomer = { identity_user_id: string; names: Names; profile: Profile }

/** @property id what its challenge is bound to @property ends_at milliseconds @property newcomer undefined: somebody signs in */
type AuthSession = { id: string; connection_id: string; ends_at: number; newcomer?: Newcomer }

const placeOf = ({ request, client }: Asked) => ({
  tenant_id: request.store.tenant.tenant_id,
  table: 'auth_session',
  row: client.client_id,
  column: 'passkey',
})

function opened(room: Room, asked: Asked, auth_session: string, now: Date): AuthSession | undefined {
  try {
    const session = JSON.parse(room.seal.open(auth_session, placeOf(asked))) as AuthSession
    return session.ends_at > now.getTime() ? session : undefined
  } catch {
    return undefined
  }
}

/** Which connection is meant, if people come in there by passkeys. */
async function connectionOf({ request, client, realm }: Asked) {
  const connection = await connectionFor(request.store, client.client_id, realm)
  if (!connection) return { refused: 'no-connection' } as const
  return hasPasskeys(request, connection) ? { connection } : ({ refused: 'off' } as const)
}

export function directPasskeys(room: Room) {
  const sealed = (asked: Asked, session: Omit<AuthSession, 'ends_at'>, now: Date) =>
    room.seal.seal(JSON.stringify({ ...session, ends_at: now.getTime() + LIFETIME_MS }), placeOf(asked))

  return {
    async challenge(asked: Asked, now: Date) {
      const { connection, refused } = await connectionOf(asked)
      if (refused) return { refused }
      const id = newBearerValue()
      return {
        auth_session: sealed(asked, { id, connection_id: connection.id }, now),
        authn_params_public_key: beginPasskeySignIn(asked.request.store, id, now),
      }
    },

    async register({ profile: given, ...asked }: Asked & { profile: JsonObject }, now: Date) {
      const { connection, refused } = await connectionOf(asked)
      if (refused) return { refused }
      // Where an address comes first, she confirms it on the page.
      const hasMail = await room.hasMail(asked.request.store)
      if (!offersSignup({ hasMail }, connection) || connection.options.require_verified_email)
        return { refused: 'no-signup' } as const
      const text = (name: string) => (typeof given[name] === 'string' ? given[name].trim() : '')
      const typed = { email: text('email'), username: text('username'), phone_number: text('phone_number') }
      const { email, username, phone_number } = namesOfAccount(connection, typed)
      // What was left out is nothing.
      const names = { email: email || null, username: username || null, phone_number: phone_number || null }
      const [flaw] = nameFlaws({ connection, ...names })
      if (flaw) {
        const name = `user_profile${flaw.field ? `.${flaw.field}` : ''}`
        return {
          refused: 'invalid',
          why: `${name} is ${flaw.code.startsWith('no-') ? 'required' : 'invalid'}`,
        } as const
      }
      let profile: Profile
      try {
        profile = profileOf(given)
      } catch (error) {
        return { refused: 'invalid', why: (error as Error).message } as const
      }
      const id = newBearerValue()
      const identity_user_id = newIdentityUserId(now)
      const enrolment = newcomerEnrolment(connection, { identity_user_id, transaction: id })
      const name = nameIn(names)
      const options = await beginWebauthnEnrollment(
        asked.request.store,
        { ...enrolment, newcomer: { name, display_name: profile.name ?? name } },
        now,
      )
      const newcomer = { identity_user_id, names, profile }
      return {
        auth_session: sealed(asked, { id, connection_id: connection.id, newcomer }, now),
        authn_params_public_key: options,
      }
    },

    async prove({ auth_session, answer, ...asked }: Asked & { auth_session: string; answer: unknown }, now: Date) {
      const { request, client } = asked
      const session = opened(room, asked, auth_session, now)
      if (!session) return { refused: 'failed' } as const
      const { connection, refused } = await connectionOf(asked)
      if (refused) return { refused }
      // Begun for another one of the client's.
      if (connection.id !== session.connection_id) return { refused: 'failed' } as const
      const { newcomer } = session
      const origins = originsOf(request.store, client)
      if (newcomer) {
        const account = { request, client, connection, transaction: session.id, answer, origins, ...newcomer }
        const made = await makePasskeyAccount(room, account, now)
        if (made.refused) return { refused: made.refused === 'expired' ? 'failed' : made.refused } as const
        return { user_id: made.user_id, connection_id: connection.id, amr: made.amr }
      }
      const tried = { request, client, connection, transaction: session.id, answer, origins }
      const proof = await signInByPasskey(room, tried, now)
      if (proof.refused) return { refused: proof.refused === 'expired' ? 'failed' : proof.refused } as const
      await forgetFailedSignIns(request.store, proof.attempt)
      return { user_id: proof.user_id, connection_id: connection.id, amr: proof.amr }
    },
  }
}
