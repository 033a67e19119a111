// A person makes an account: for the sign-up page and for Auth0's /dbconnections/signup. The same rules, throttles and log events.
import type { FastifyRequest } from 'fastify'
import { type PasswordFlaw, passwordFlaw } from '../credentials/password-policy.ts'
import { LintelError } from '../errors.ts'
import { BREACH_EVENTS, findBreach } from '../http/breached-passwords.ts'
import { ownTemplate } from '../http/email-templates.ts'
import { ATTRIBUTES, attributesOf, usernameLength } from '../store/attributes.ts'
import type { Client } from '../store/clients.ts'
import { signsUpByPassword } from '../store/connections.ts'
import { isEmail } from '../store/email-addresses.ts'
import type { LogEvent } from '../store/log-events.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import type { TenantStore } from '../store/store.ts'
import { isUsername } from '../store/usernames.ts'
import type { DatabaseConnection } from './connection.ts'
import { type Jobs, type Profile, queueWelcome } from './mails.ts'
import { findOrFetch } from './migration.ts'
import { unlessBusy } from './password.ts'
import { admitSignup } from './throttles.ts'
import { UpstreamError } from './upstream.ts'
import { eventOf, offersSignup, type Room } from './visit.ts'

export type NewAccount = {
  request: FastifyRequest
  client: Client
  connection: DatabaseConnection
  /** in lower case; null where none is wanted */
  email: string | null
  /** in lower case; null where none is wanted */
  username: string | null
  /** E.164; null where none is wanted */
  phone_number?: string | null
  password: string
  /** Whether whoever signs up can be asked for codes that were sent to her. */
  confirms?: boolean
  /** which of her names are shown to be hers already */
  confirmed?: Confirmed
  profile?: Profile
  /** the id of the user without its prefix, where the caller must tell one before there is one */
  identity_user_id?: string
}

/** Names that a code has reached. */
export type Confirmed = readonly ('email' | 'phone_number')[]

/** What is kept of them. */
export const confirmedFlags = (confirmed: Confirmed) => ({
  ...(confirmed.includes('email') ? { email_verified: true } : {}),
  ...(confirmed.includes('phone_number') ? { phone_verified: true } : {}),
})

/** The names that a sign-up on our pages has yet to prove by codes. */
export function unconfirmedOf(
  { options }: Pick<DatabaseConnection, 'options'>,
  given: { email: string | null; phone_number: string | null },
  confirmed: Confirmed = [],
): ('email' | 'phone_number')[] {
  const attributes = attributesOf(options)
  return (['email', 'phone_number'] as const).filter(
    name => given[name] && attributes[name].verified_by_code && !confirmed.includes(name),
  )
}

/** The first mail to who has an account now: it asks her to confirm her address or, where nobody asks, welcomes her. */
export async function queueFirstMail(
  tx: TenantStore,
  room: Pick<Room, 'hasMail'>,
  { id, options }: Pick<DatabaseConnection, 'id' | 'options'>,
  { confirmed, ...who }: { user_id: string; email: string | null; client_id: string; confirmed: Confirmed },
): Promise<void> {
  const { user_id, email, client_id } = who
  const { verified_by_code, verified_by_link } = attributesOf(options).email
  const asks = (verified_by_link || verified_by_code) && !confirmed.includes('email')
  if (!asks || (await ownTemplate(tx, 'verify_email'))?.enabled === false) await queueWelcome(tx, room, who)
  else if (email !== null && (await room.hasMail(tx)))
    await tx.enqueue('verification_requested', { connection_id: id, user_id, email, client_id })
}

/**
 * Who is upstream has these names: nobody signs up with them before she has come (pre-hijacking).
 * @throws UpstreamError it did not answer
 */
export async function fetchFromUpstream(
  room: Room,
  {
    request,
    client,
    connection,
    email,
    username,
  }: Pick<NewAccount, 'request' | 'client' | 'connection' | 'email' | 'username'>,
  now: Date,
): Promise<void> {
  const event = (type: string, more: Partial<LogEvent>) => eventOf(request, { connection, client }, { type, ...more })
  for (const name of [...(username === null ? [] : [{ username }]), ...(email === null ? [] : [{ email }])])
    await findOrFetch(room, { store: request.store, connection, name, event }, now)
}

export type AccountFlaw =
  | { code: 'no-email' | 'invalid-email-format'; field: 'email' }
  | { code: 'no-username' | 'invalid-username'; field: 'username' }
  | { code: 'no-phone-number' | 'invalid-phone-number'; field: 'phone_number' }
  | { code: 'no-identifier'; field?: undefined }
  | { code: 'no-password'; field: 'password' }
  | { code: 'bad-password'; field: 'password'; flaw: PasswordFlaw }

/** What is wrong with the names, whoever else there is. */
export function nameFlaws({
  connection: { options },
  email,
  username,
  phone_number = null,
}: Pick<NewAccount, 'connection' | 'email' | 'username' | 'phone_number'>): AccountFlaw[] {
  const attributes = attributesOf(options)
  const flaws: AccountFlaw[] = []
  if (!email) {
    if (attributes.email.signup === 'required') flaws.push({ code: 'no-email', field: 'email' })
  } else if (!isEmail(email)) flaws.push({ code: 'invalid-email-format', field: 'email' })
  if (!phone_number) {
    if (attributes.phone_number.signup === 'required') flaws.push({ code: 'no-phone-number', field: 'phone_number' })
  } else if (!isPhoneNumber(phone_number)) flaws.push({ code: 'invalid-phone-number', field: 'phone_number' })
  if (!username) {
    if (attributes.username.signup === 'required') flaws.push({ code: 'no-username', field: 'username' })
  } else if (
    !isUsername(username, usernameLength(options)) ||
    (attributes.phone_number.identifier && isPhoneLike(username))
  )
    flaws.push({ code: 'invalid-username', field: 'username' })
  // Nobody could sign in.
  const given = { email, username, phone_number }
  if (flaws.length === 0 && !ATTRIBUTES.some(name => given[name] && attributes[name].identifier))
    flaws.push({ code: 'no-identifier' })
  return flaws
}

/** What would be read as a number by who signs in. */
const isPhoneLike = (username: string): boolean => isPhoneNumber(readPhoneNumber(username))

/** What is wrong with it, whoever else there is. */
export function accountFlaws(account: NewAccount): AccountFlaw[] {
  const { connection, email, username, password, profile } = account
  const flaws = nameFlaws(account)
  if (password === '') flaws.push({ code: 'no-password', field: 'password' })
  else {
    const flaw = passwordFlaw(connection.options, password, { ...profile, email, username })
    if (flaw) flaws.push({ code: 'bad-password', field: 'password', flaw })
  }
  return flaws
}

/** An account that is made when every name in `unconfirmed` is shown to be its person's. Without a password it is to have a passkey. */
export type PendingAccount = {
  email: string | null
  username: string | null
  phone_number: string | null
  password_hash?: string
  profile: Profile & { user_id?: string }
  unconfirmed: ('email' | 'phone_number')[]
}

/** `job`: the address comes first; what is to be done when it is confirmed, in the same words for every address. */
export type AccountAnswer =
  | { user_id: string }
  | { job: Jobs['signup_requested'] }
  | { pending: PendingAccount }
  | { refused: 'disabled' | 'ip-blocked' | 'password-breached' | 'server-busy' | 'upstream-unavailable' | 'taken' }

/** Whether an address must be confirmed by a link before anybody comes in by it. */
export const comesByMail = ({ options }: Pick<DatabaseConnection, 'options'>, confirmed: Confirmed): boolean =>
  options.require_verified_email && !confirmed.includes('email')

/** What is done where it must: in the same words for every address. */
export const signupJob = (
  { request, client, connection }: Pick<NewAccount, 'request' | 'client' | 'connection'>,
  named: Pick<
    Jobs['signup_requested'],
    'email' | 'username' | 'phone_number' | 'phone_verified' | 'password_hash' | 'profile'
  >,
): Jobs['signup_requested'] => ({
  ...named,
  connection_id: connection.id,
  client_id: client.client_id,
  ip: request.ip,
  user_agent: request.headers['user-agent'] ?? '',
})

/** @param account without flaws */
export async function makeAccount(room: Room, account: NewAccount, now: Date): Promise<AccountAnswer> {
  const { request, client, connection, password, profile = {}, identity_user_id } = account
  const { confirms = false, confirmed = [] } = account
  // What was left out is nothing.
  const [email, username, phone_number] = [account.email, account.username, account.phone_number].map(
    name => name || null,
  ) as [string | null, string | null, string | null]
  const user_name = email ?? phone_number ?? username ?? ''
  const { store } = request
  const { client_id } = client
  const about = { connection, client }
  const refuse = (description: string) =>
    store.logs.write(eventOf(request, about, { type: 'fs', user_name: user_name.slice(0, 254), description }), now)
  const hasMail = await room.hasMail(store)
  if (!offersSignup({ hasMail }, connection) || !signsUpByPassword(connection.options)) {
    await refuse('Public signup is disabled')
    return { refused: 'disabled' }
  }
  const admission = await admitSignup(store, request.ip, now)
  if (admission.reached)
    await store.logs.write(eventOf(request, about, { type: 'limit_mu', user_name: user_name.slice(0, 254) }), now)
  if (admission.refused) return { refused: 'ip-blocked' }
  const stage = 'pre-user-registration'
  const breach = await findBreach(store, room.breaches, stage, password)
  if (breach) {
    await store.logs.write(
      eventOf(request, about, { type: BREACH_EVENTS[stage], user_name: user_name.slice(0, 254) }),
      now,
    )
    if (breach.blocks) return { refused: 'password-breached' }
  }
  const password_hash = await unlessBusy(() => room.hasher.hash(password))
  if (password_hash === undefined) return { refused: 'server-busy' }
  const taken = async (): Promise<AccountAnswer> => {
    await refuse('The user already exists.')
    return { refused: 'taken' }
  }
  const chosen = identity_user_id === undefined ? {} : { user_id: identity_user_id }

  const comes_by_mail = comesByMail(connection, confirmed)
  try {
    // An address is told by mail where it must be verified first, so it is looked for there.
    await fetchFromUpstream(room, { request, client, connection, username, email: comes_by_mail ? null : email }, now)
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    await refuse('The upstream did not answer')
    request.log.warn({ err: error, connection_id: connection.id }, 'the upstream of a connection could not be asked')
    return { refused: 'upstream-unavailable' }
  }

  const unconfirmed = unconfirmedOf(connection, { email, phone_number }, confirmed)
  if (confirms && unconfirmed.length > 0) {
    if (username !== null && (await store.users.findCredentials(connection.id, { username }))) return taken()
    const pending = { email, username, phone_number, password_hash, profile: { ...profile, ...chosen }, unconfirmed }
    return { pending }
  }
  if (comes_by_mail && email !== null) {
    // A username is no address: that one is taken may be said, for it says nothing of who has it.
    if (username !== null && (await store.users.findCredentials(connection.id, { username }))) return taken()
    const named = { email, username, phone_number, password_hash, profile: { ...profile, ...chosen } }
    return { job: signupJob(account, { ...named, phone_verified: confirmed.includes('phone_number') }) }
  }

  try {
    return await store.transaction(async tx => {
      const named = { email, username, phone_number, ...confirmedFlags(confirmed) }
      const user = await tx.users.create({ connection, ...named, password_hash, ...profile, ...chosen }, now)
      const { user_id } = user
      await tx.logs.write(eventOf(request, about, { type: 'ss', user_id, user_name }), now)
      await queueFirstMail(tx, room, connection, { user_id, email, client_id, confirmed })
      return { user_id }
    })
  } catch (error) {
    if (error instanceof LintelError && (error.code === 'user_exists' || error.code === 'username_exists'))
      return taken()
    throw error
  }
}
