// A person makes an account: for the sign-up page and for Auth0's /dbconnections/signup. The same rules, throttles and log events.
import type { FastifyRequest } from 'fastify'
import { type PasswordFlaw, passwordFlaw } from '../credentials/password-policy.ts'
import { LintelError } from '../errors.ts'
import { BREACH_EVENTS, findBreach } from '../http/breached-passwords.ts'
import type { Client } from '../store/clients.ts'
import { isEmail } from '../store/email-addresses.ts'
import type { LogEvent } from '../store/log-events.ts'
import { isUsername } from '../store/usernames.ts'
import type { DatabaseConnection } from './connection.ts'
import type { Jobs, Profile } from './mails.ts'
import { findOrFetch } from './migration.ts'
import { unlessBusy } from './password.ts'
import { admitSignup } from './throttles.ts'
import { UpstreamError } from './upstream.ts'
import { eventOf, offersSignup, type Room } from './visit.ts'

export type NewAccount = {
  request: FastifyRequest
  client: Client
  connection: DatabaseConnection
  /** in lower case */
  email: string
  /** in lower case; null where the connection has none */
  username: string | null
  password: string
  profile?: Profile
  /** the id of the user without its prefix, where the caller must tell one before there is one */
  identity_user_id?: string
}

export type AccountFlaw =
  | { code: 'no-email' | 'invalid-email-format'; field: 'email' }
  | { code: 'no-username' | 'invalid-username'; field: 'username' }
  | { code: 'no-password'; field: 'password' }
  | { code: 'bad-password'; field: 'password'; flaw: PasswordFlaw }

/** What is wrong with it, whoever else there is. */
export function accountFlaws({ connection, email, username, password, profile }: NewAccount): AccountFlaw[] {
  const { options } = connection
  const flaws: AccountFlaw[] = []
  if (email === '') flaws.push({ code: 'no-email', field: 'email' })
  else if (!isEmail(email)) flaws.push({ code: 'invalid-email-format', field: 'email' })
  if (username === '') flaws.push({ code: 'no-username', field: 'username' })
  else if (username !== null && !isUsername(username, options.validation.username))
    flaws.push({ code: 'invalid-username', field: 'username' })
  if (password === '') flaws.push({ code: 'no-password', field: 'password' })
  else {
    const flaw = passwordFlaw(options, password, { ...profile, email, username })
    if (flaw) flaws.push({ code: 'bad-password', field: 'password', flaw })
  }
  return flaws
}

/** `job`: the address comes first; what is to be done when it is confirmed, in the same words for every address. */
export type AccountAnswer =
  | { user_id: string }
  | { job: Jobs['signup_requested'] }
  | { refused: 'disabled' | 'ip-blocked' | 'password-breached' | 'server-busy' | 'upstream-unavailable' | 'taken' }

/** @param account without flaws */
export async function makeAccount(room: Room, account: NewAccount, now: Date): Promise<AccountAnswer> {
  const { request, client, connection, email, username, password, profile = {}, identity_user_id } = account
  const { store } = request
  const { client_id } = client
  const about = { connection, client }
  const refuse = (description: string) =>
    store.logs.write(eventOf(request, about, { type: 'fs', user_name: email.slice(0, 254), description }), now)
  if (!offersSignup(room, connection)) {
    await refuse('Public signup is disabled')
    return { refused: 'disabled' }
  }
  const admission = await admitSignup(store, request.ip, now)
  if (admission.reached)
    await store.logs.write(eventOf(request, about, { type: 'limit_mu', user_name: email.slice(0, 254) }), now)
  if (admission.refused) return { refused: 'ip-blocked' }
  const stage = 'pre-user-registration'
  const breach = await findBreach(store, room.breaches, stage, password)
  if (breach) {
    await store.logs.write(eventOf(request, about, { type: BREACH_EVENTS[stage], user_name: email.slice(0, 254) }), now)
    if (breach.blocks) return { refused: 'password-breached' }
  }
  const password_hash = await unlessBusy(() => room.hasher.hash(password))
  if (password_hash === undefined) return { refused: 'server-busy' }
  const taken = async (): Promise<AccountAnswer> => {
    await refuse('The user already exists.')
    return { refused: 'taken' }
  }
  const chosen = identity_user_id === undefined ? {} : { user_id: identity_user_id }

  try {
    // Who is upstream has these names: nobody signs up with them before she has come (pre-hijacking). An address is told by mail where it must
    // be verified first, so it is looked for there.
    const names = [
      ...(username === null ? [] : [{ username }]),
      ...(connection.options.require_verified_email ? [] : [{ email }]),
    ]
    for (const name of names) {
      const event = (type: string, more: Partial<LogEvent>) => eventOf(request, about, { type, ...more })
      await findOrFetch(room, { store, connection, name, event }, now)
    }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    await refuse('The upstream did not answer')
    request.log.warn({ err: error, connection_id: connection.id }, 'the upstream of a connection could not be asked')
    return { refused: 'upstream-unavailable' }
  }

  if (connection.options.require_verified_email) {
    // A username is no address: that one is taken may be said, for it says nothing of who has it.
    if (username !== null && (await store.users.findCredentials(connection.id, { username }))) return taken()
    const job = {
      connection_id: connection.id,
      email,
      username,
      password_hash,
      client_id,
      ip: request.ip,
      user_agent: request.headers['user-agent'] ?? '',
      profile: { ...profile, ...chosen },
    }
    return { job }
  }

  try {
    return await store.transaction(async tx => {
      const user = await tx.users.create({ connection, email, username, password_hash, ...profile, ...chosen }, now)
      const { user_id } = user
      await tx.logs.write(eventOf(request, about, { type: 'ss', user_id, user_name: email }), now)
      if (room.hasMail)
        await tx.enqueue('verification_requested', { connection_id: connection.id, user_id, email, client_id })
      return { user_id }
    })
  } catch (error) {
    if (error instanceof LintelError && (error.code === 'user_exists' || error.code === 'username_exists'))
      return taken()
    throw error
  }
}
