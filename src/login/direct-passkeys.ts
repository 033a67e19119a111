// Passkeys without a page, for the grant that takes one and the endpoints before it. What was begun is told in the auth_session itself, sealed:
// nothing is stored for whoever only asks, and nobody but this server reads or makes one.
import type { FastifyRequest } from 'fastify'
import { methodsOf } from '../credentials/webauthn.ts'
import { LintelError } from '../errors.ts'
import { newBearerValue, newIdentityUserId } from '../ids.ts'
import type { Client } from '../store/clients.ts'
import type { JsonObject } from '../store/schema.ts'
import { connectionFor, type DatabaseConnection } from './connection.ts'
import { profileOf } from './database-connections.ts'
import type { Profile } from './mails.ts'
import { findOrFetch } from './migration.ts'
import { nameFlaws } from './new-account.ts'
import { hasPasskeys, signInByPasskey } from './passkey-proof.ts'
import { namesOfAccount } from './signup-names.ts'
import { admitSignup, forgetFailedSignIns } from './throttles.ts'
import { UpstreamError } from './upstream.ts'
import { eventOf, offersSignup, type Room } from './visit.ts'
import { beginPasskeySignIn, beginWebauthnEnrollment, finishWebauthnEnrollment, originsOf } from './webauthn.ts'

const LIFETIME_MS = 10 * 60_000

type Asked = { request: FastifyRequest; client: Client; realm: string | undefined }

/** Who signs up, before there is anybody. */
type Names = { email: string | null; username: string | null; phone_number: string | null }
type Newcomer = { identity_user_id: string; names: Names; profile: Profile }
const nameIn = ({ email, phone_number, username }: Names): string =>
  (email ?? phone_number ?? username ?? '').slice(0, 254)

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

  async function signUp(
    { request, client }: Asked,
    { connection, session, answer }: { connection: DatabaseConnection; session: AuthSession; answer: unknown },
    { identity_user_id, names, profile }: Newcomer,
    now: Date,
  ) {
    const { store } = request
    const about = { connection, client }
    const { email, username } = names
    const user_name = nameIn(names)
    const refuse = (description: string) =>
      store.logs.write(eventOf(request, about, { type: 'fs', user_name, description }), now)
    if (!offersSignup({ hasMail: await room.hasMail(store) }, connection)) return { refused: 'no-signup' } as const
    const admission = await admitSignup(store, request.ip, now)
    if (admission.reached) await store.logs.write(eventOf(request, about, { type: 'limit_mu', user_name }), now)
    if (admission.refused) return { refused: 'ip-blocked' } as const
    try {
      // Who is upstream has these names (pre-hijacking).
      for (const name of [...(email === null ? [] : [{ email }]), ...(username === null ? [] : [{ username }])]) {
        const event = (type: string, more: object) => eventOf(request, about, { type, ...more })
        await findOrFetch(room, { store, connection, name, event }, now)
      }
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      await refuse('The upstream did not answer')
      return { refused: 'upstream-unavailable' } as const
    }
    const user_id = `${connection.strategy}|${identity_user_id}`
    const enrolment = {
      user_id,
      type: 'passkey',
      transaction: session.id,
      answer,
      origins: originsOf(store, client),
      user_agent: request.headers['user-agent'],
    } as const
    try {
      const enrolled = await finishWebauthnEnrollment(store, enrolment, now, {
        async before(tx) {
          await tx.users.create({ connection, ...names, ...profile, user_id: identity_user_id }, now)
          await tx.logs.write(eventOf(request, about, { type: 'ss', user_id, user_name }), now)
          const { client_id } = client
          if (email !== null && (await room.hasMail(tx)))
            await tx.enqueue('verification_requested', { connection_id: connection.id, user_id, email, client_id })
        },
      })
      if (enrolled.outcome === 'right') {
        const { user_verified } = enrolled
        return { user_id, connection_id: connection.id, amr: methodsOf({ user_verified }) }
      }
      await refuse(`Passkey: ${enrolled.why ?? enrolled.outcome}`)
      return { refused: 'failed' } as const
    } catch (error) {
      if (!(error instanceof LintelError) || (error.code !== 'user_exists' && error.code !== 'username_exists'))
        throw error
      await refuse('The user already exists.')
      return { refused: 'taken' } as const
    }
  }

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

    /** Whether the names are free is found out when she has the passkey: until then every name is answered alike. */
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
      const enrolment = {
        user_id: `${connection.strategy}|${identity_user_id}`,
        type: 'passkey',
        transaction: id,
      } as const
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
      if (newcomer) return signUp(asked, { connection, session, answer }, newcomer, now)
      const origins = originsOf(request.store, client)
      const tried = { request, client, connection, transaction: session.id, answer, origins }
      const proof = await signInByPasskey(room, tried, now)
      if (proof.refused) return { refused: proof.refused === 'expired' ? 'failed' : proof.refused } as const
      await forgetFailedSignIns(request.store, proof.attempt)
      return { user_id: proof.user_id, connection_id: connection.id, amr: proof.amr }
    },
  }
}
