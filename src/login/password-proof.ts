// Proving who one is by a password: for the sign-in page and for the grant that takes one directly. The same throttles, the same work for a
// known and an unknown name, the same log events.
import { setTimeout } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { BREACH_EVENTS, findBreach } from '../http/breached-passwords.ts'
import type { Client } from '../store/clients.ts'
import { hasPasswords } from '../store/connections.ts'
import type { Credentials } from '../store/user-accounts.ts'
import { connectionFor, countedAs, type DatabaseConnection, identifierOf } from './connection.ts'
import { knownDevice } from './known-device.ts'
import { type TakenOver, takeOver } from './migration.ts'
import { unlessBusy } from './password.ts'
import { admitSignIn, forgetFailedSignIns, type SignInTry, takeBackSignIn } from './throttles.ts'
import { isMigrating } from './upstream.ts'
import { eventOf, type Room } from './visit.ts'

/**
 * Where people come from elsewhere, who is unknown costs a question to the upstream, which takes longer than to look at a hash. A failure is
 * answered no sooner than after this time, so that the time does not say who is here already.
 */
const FAILED_NO_SOONER_MS = 1_000

export type PasswordTry = {
  request: FastifyRequest
  client: Client
  connection: DatabaseConnection
  /** as typed, without the space around it */
  username: string
  password: string
}

/**
 * `wrong-credentials` stands for everything that a stranger must not tell apart. `unverified` is said only where no mail could be sent, and so
 * nobody signs up.
 */
export type PasswordRefusal =
  | 'same-user-login'
  | 'ip-blocked'
  | 'server-busy'
  | 'upstream-unavailable'
  | 'wrong-credentials'
  | 'blocked'
  | 'unverified'
  | 'password-breached'

export type PasswordProof =
  | { credentials: Credentials; attempt: SignInTry; refused?: never }
  | { refused: PasswordRefusal }

export async function provePassword(room: Room, tried: PasswordTry, now: Date): Promise<PasswordProof> {
  const { request, client, connection, username, password } = tried
  const { store } = request
  const { options } = connection
  const began = performance.now()
  const name = identifierOf(connection, username)
  const identifier = countedAs(name)
  if (!hasPasswords(options)) {
    const event = { type: 'f', description: 'No password is good here', user_name: identifier.slice(0, 254) }
    await store.logs.write(eventOf(request, { connection, client }, event), now)
    return { refused: 'wrong-credentials' }
  }
  const account = { connection_id: connection.id, identifier }
  const device = knownDevice(request, room.seal.mac, account)
  const asked = { ...account, ip: request.ip, device }
  const admission = await admitSignIn(store, asked, options.brute_force_protection, now, name)
  const { attempt, known, refused, reached, notifies } = admission
  const event = (type: string, more: { description?: string; user_id?: string | undefined }) =>
    eventOf(request, { connection, client }, { type, user_name: identifier.slice(0, 254), ...more })
  const write = (...about: Parameters<typeof event>) => store.logs.write(event(...about), now)
  async function wrongCredentials(): Promise<PasswordProof> {
    if (isMigrating(connection)) await setTimeout(Math.max(0, began + FAILED_NO_SOONER_MS - performance.now()))
    return { refused: 'wrong-credentials' }
  }
  for (const type of reached) await write(type, {})
  if (notifies && (await room.hasMail(store))) {
    // Whether there is such an account is found out later, so that it costs the same for every name.
    const { client_id } = client
    await store.enqueue('block_reached', { ...account, client_id, ip: request.ip })
  }
  if (refused) return { refused: refused === 'account' ? 'same-user-login' : 'ip-blocked' }

  const verified = await unlessBusy(() => room.hasher.verify(known?.password_hash, password))
  if (!verified) {
    await takeBackSignIn(store, attempt)
    return { refused: 'server-busy' }
  }
  let taken: TakenOver | undefined
  if (known?.password_hash === undefined && isMigrating(connection) && !('phone_number' in name)) {
    const { ip, log } = request
    taken = await takeOver(room, { store, connection, name, password, ip, event, log }, known, now)
    if (taken.refused === 'server-busy' || taken.refused === 'upstream-unavailable') {
      // Nobody has looked at the password.
      await takeBackSignIn(store, attempt)
      if (taken.refused === 'upstream-unavailable') await write('f', { description: 'The upstream did not answer' })
      return { refused: taken.refused }
    }
  }
  const credentials = verified.ok ? known : taken?.credentials
  if (!credentials) {
    // Auth0: `fp` a wrong password, `fu` an unknown name.
    await write(known || taken?.refused === 'wrong' ? 'fp' : 'fu', {
      description: taken && 'why' in taken ? taken.why : 'Wrong email or password.',
      user_id: known?.user_id,
    })
    return wrongCredentials()
  }

  if (credentials.blocked) {
    await write('f', { description: 'user is blocked', user_id: credentials.user_id })
    return { refused: 'blocked' }
  }
  if (options.require_verified_email && !credentials.email_verified) {
    // In the very words of a wrong password: sign-up answers alike for free and taken addresses, and trying the password that was just chosen
    // must not tell them apart. Whoever owns the mailbox gets the link again.
    const { user_id, email } = credentials
    await write('f', { description: 'email is not verified', user_id })
    // Without mail nobody signs up here, so there is nothing to tell apart: an honest answer.
    if (!(await room.hasMail(store))) return { refused: 'unverified' }
    if (email !== null) {
      const { client_id } = client
      await store.enqueue('verification_requested', { connection_id: connection.id, user_id, email, client_id })
    }
    return wrongCredentials()
  }
  const breach = await findBreach(store, room.breaches, 'login', password)
  if (breach) {
    const { user_id } = credentials
    await write(BREACH_EVENTS.login, { user_id })
    if (breach.notifies_user && (await room.hasMail(store)))
      await store.enqueue('breach_found', { ...account, user_id, client_id: client.client_id })
    if (breach.blocks) return { refused: 'password-breached' }
  }
  if (verified.stale && credentials.password_hash !== undefined) {
    // Made with other parameters than today's. When there is no room to hash, the next sign-in does it.
    const renewed = await unlessBusy(() => room.hasher.hash(password))
    const { identity_user_id, password_hash } = credentials
    if (renewed) await store.users.renewHash(connection.id, identity_user_id, password_hash, renewed, now)
  }
  return { credentials, attempt }
}

export type DirectSignIn = Omit<PasswordTry, 'connection'> & {
  /** the name of a connection; undefined: the client's first */
  realm: string | undefined
}
export type DirectSignInAnswer =
  | { user_id: string; connection_id: string; refused?: never }
  | { refused: PasswordRefusal | 'no-connection' }

/** For the grant that takes a password directly: no page, no session. Whether she is in by it, the protocol says. */
export async function signInDirectly(room: Room, tried: DirectSignIn, now: Date): Promise<DirectSignInAnswer> {
  const { request, client, realm } = tried
  const connection = await connectionFor(request.store, client.client_id, realm)
  if (!connection) return { refused: 'no-connection' }
  const proof = await provePassword(room, { ...tried, connection }, now)
  if (proof.refused) return { refused: proof.refused }
  await forgetFailedSignIns(request.store, proof.attempt)
  return { user_id: proof.credentials.user_id, connection_id: connection.id }
}
