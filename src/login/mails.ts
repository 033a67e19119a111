// The jobs behind these pages: a page asks in the same way for everybody, and only here is it looked up whether there is an account. Each
// makes a ticket and its mail in one transaction. A job may run twice; then there are two links, of which one works.
import { newOneTimeCode } from '../credentials/one-time-code.ts'
import { linkBy, ownTemplate } from '../http/email-templates.ts'
import { queueMail, sendVerificationEmail, TICKET_LIFETIME_SECONDS, ticketUrl } from '../http/mail.ts'
import { hasPasswords, isPasswordless, readDatabaseOptions } from '../store/connections.ts'
import type { AuthenticationMethodType, JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import type { Credentials } from '../store/user-accounts.ts'
import { type DatabaseConnection, findDatabase, identifierOf } from './connection.ts'
import { findOrFetch } from './migration.ts'
import { admitBreachMail, admitMail } from './throttles.ts'
import type { Room } from './visit.ts'

/** A link that opens an account: an hour. */
const RESET_LIFETIME_MS = 60 * 60_000

type Recipient = Pick<Credentials, 'user_id' | 'identity_user_id'> & { email: string }

/** What a person tells of herself when she signs up. */
export type Profile = {
  name?: string
  given_name?: string
  family_name?: string
  nickname?: string
  picture?: string
  user_metadata?: JsonObject
}

/** What a code of a forgotten password stands for. */
export type ResetCode = { user_id: string; identity_user_id: string; email: string; sent_at: string }

/** What pages ask for. */
export type Jobs = {
  /** Somebody signed in by a password that is known from breaches. */
  breach_found: { connection_id: string; identifier: string; user_id: string; client_id: string }
  /** Too many tries on what may be somebody's name. @property identifier as typed, folded */
  block_reached: { connection_id: string; identifier: string; client_id: string; ip: string }
  /** Too many codes in a row were wrong, so that none counts. */
  codes_locked: { user_id: string }
  /** @property identifier as typed */
  reset_password_requested: {
    connection_id: string
    identifier: string
    client_id: string
    ip: string
    /** of the code that was asked for; undefined: a link was */
    code_id?: string
  }
  verification_requested: { connection_id: string; user_id: string; email: string; client_id: string }
  /** Where a verified address comes first: whether there is an account is found out here, not on the page. */
  signup_requested: {
    connection_id: string
    email: string
    username: string | null
    phone_number?: string | null
    /** whether a code has reached that number */
    phone_verified?: boolean
    password_hash: string
    client_id: string
    ip: string
    user_agent: string
    /** what else the account shall have; `user_id` without its prefix */
    profile: Profile & { user_id?: string }
  }
}

/** Whether people of this connection choose a new password when they have forgotten theirs. */
const choosesByMail = (options: DatabaseConnection['options']): boolean =>
  hasPasswords(options) && !options.disable_self_service_change_password

/** The mail with a link that chooses a new password. */
async function queueReset(
  store: TenantStore,
  mail: 'reset-password' | 'account-exists' | 'stolen-credentials',
  connection_id: string,
  { user_id, identity_user_id, email }: Recipient,
  client_id: string,
  now: Date,
): Promise<void> {
  const purpose = 'reset_password'
  const template = mail === 'stolen-credentials' ? 'stolen_credentials' : 'reset_email'
  const { expires_at, options: more, ...link } = await linkBy(store, template, RESET_LIFETIME_MS, now)
  // Who uses the link has the mailbox: the address is verified by it.
  const options = { ...more, mark_email_as_verified: true }
  const ticket = await store.tickets.create(
    { purpose, user_id, connection_id, identity_user_id, client_id, email, options, expires_at, ...link },
    now,
  )
  const url = ticketUrl(store.tenant.issuer, purpose, ticket)
  await queueMail(store, { mail, to: email, user_id, client_id, data: { url, expires_at } })
}

/** To who has an account by an address that somebody tried to sign up with: how she gets in. */
async function queueAccountExists(
  tx: TenantStore,
  { id, options }: DatabaseConnection,
  found: Recipient,
  client_id: string,
  now: Date,
): Promise<void> {
  if (choosesByMail(options)) return queueReset(tx, 'account-exists', id, found, client_id, now)
  const { user_id, email: to } = found
  await queueMail(tx, { mail: 'account-exists-without-reset', to, user_id, client_id, data: {} })
}

/** The mail with a code that does the same, where it was asked for. */
async function queueResetCode(
  tx: TenantStore,
  code_id: string,
  { user_id, identity_user_id, email }: Recipient,
  client_id: string,
  now: Date,
): Promise<void> {
  const code = newOneTimeCode()
  const details: ResetCode = { user_id, identity_user_id, email, sent_at: now.toISOString() }
  const expires_at = await tx.one_time_codes.arm(code_id, code, now, { user_id, details })
  if (expires_at)
    await queueMail(tx, { mail: 'reset-password-by-code', to: email, user_id, client_id, data: { code, expires_at } })
}

/** Auth0: once her address is confirmed, or at once where nobody asks. Nothing unless the tenant has enabled the template. */
export async function queueWelcome(
  tx: TenantStore,
  { hasMail }: Pick<Room, 'hasMail'>,
  { user_id, email, client_id }: { user_id: string; email: string | null; client_id: string | null },
): Promise<void> {
  const own = await ownTemplate(tx, 'welcome_email')
  if (email !== null && own?.enabled && (await hasMail(tx)))
    await queueMail(tx, {
      mail: 'welcome',
      to: email,
      user_id,
      client_id,
      data: own.result_url === null ? {} : { result_url: own.result_url },
    })
}

/** She has shown that the address is hers; if nobody knew that before, she is welcome. False: it is not the account's any more. */
export async function confirmEmail(
  tx: TenantStore,
  room: Pick<Room, 'hasMail'>,
  who: { user_id: string; email: string; client_id: string | null },
  now: Date,
): Promise<boolean> {
  const before = await tx.users.findAccount(who.user_id)
  const confirmed = await tx.users.setEmailVerified(who.user_id, now, who.email)
  if (confirmed && !before?.email_verified) await queueWelcome(tx, room, who)
  return confirmed
}

/** What there is to say of an authenticator that was added or removed. */
export const noticeOf = (type: AuthenticationMethodType, what: 'added' | 'removed') =>
  `${type === 'passkey' ? ('passkey' as const) : ('factor' as const)}-${what}` as const

/** Tells who holds the account what became of the ways into it. Nothing where there is no way to tell her. */
export async function queueNotice(
  tx: TenantStore,
  { hasMail }: Pick<Room, 'hasMail'>,
  mail: 'password-changed' | 'codes-locked' | ReturnType<typeof noticeOf>,
  { user_id, email }: { user_id: string; email: string | null | undefined },
  now: Date,
): Promise<void> {
  if (email && (await hasMail(tx))) await queueMail(tx, { mail, to: email, user_id, data: { time: now } })
}

/** Who asked, and for which app, as the log keeps it. */
async function about(
  store: TenantStore,
  { id, name }: DatabaseConnection,
  data: { client_id: string; ip?: string; user_agent?: string },
) {
  const client = await store.facts.client(data.client_id)
  return {
    connection_id: id,
    connection: name,
    client_id: data.client_id,
    client_name: client?.name,
    ip: data.ip,
    user_agent: data.user_agent,
  }
}

export async function sendResetMail(
  room: Pick<Room, 'upstreams'>,
  store: TenantStore,
  data: Jobs['reset_password_requested'],
  now: Date,
): Promise<void> {
  const connection = await findDatabase(store, data.connection_id)
  if (!connection || !choosesByMail(connection.options)) return
  const asked = await about(store, connection, data)
  const name = identifierOf(connection, data.identifier)
  const event_of = (type: string, more: object) => ({ ...asked, type, ...more })
  const credentials =
    'phone_number' in name
      ? await store.users.findCredentials(connection.id, name)
      : await findOrFetch(room, { store, connection, name, event: event_of }, now)
  const event = { ...asked, user_id: credentials?.user_id, user_name: data.identifier }
  const refuse = (description: string) => store.logs.write({ ...event, type: 'fcpr', description }, now)

  if (!credentials) return refuse('User does not exist.')
  const { email } = credentials
  if (email === null) return refuse('The user has no email address.')
  if (credentials.blocked) return refuse('user is blocked')
  if (!(await admitMail(store, credentials.user_id, 'reset_password', now)))
    return refuse('Too many mails to this user.')
  await store.transaction(async tx => {
    if (data.code_id === undefined)
      await queueReset(tx, 'reset-password', connection.id, { ...credentials, email }, data.client_id, now)
    else await queueResetCode(tx, data.code_id, { ...credentials, email }, data.client_id, now)
    await tx.logs.write({ ...event, type: 'scpr' }, now)
  })
}

/** Tells who has the account, if anybody does, and gives her a link that lifts the block. */
export async function sendBlockedMail(store: TenantStore, data: Jobs['block_reached'], now: Date): Promise<void> {
  const { connection_id, identifier, client_id } = data
  const connection = await store.connections.find(connection_id)
  if (!connection) return
  const name = isPasswordless(connection.strategy)
    ? { email: identifier }
    : identifierOf({ options: readDatabaseOptions(connection.options) }, identifier)
  const credentials = await store.users.findCredentials(connection_id, name)
  if (!credentials || credentials.email === null || credentials.blocked) return
  const { user_id, identity_user_id, email } = credentials
  if (!(await admitMail(store, user_id, 'unblock', now))) return
  const purpose = 'unblock'
  const expires_at = new Date(now.getTime() + TICKET_LIFETIME_SECONDS * 1000)
  await store.transaction(async tx => {
    const ticket = await tx.tickets.create(
      { purpose, user_id, connection_id, identity_user_id, client_id, email, options: { identifier }, expires_at },
      now,
    )
    const url = ticketUrl(tx.tenant.issuer, purpose, ticket)
    await queueMail(tx, { mail: 'blocked-account', to: email, user_id, client_id, data: { url, expires_at } })
  })
}

/**
 * Tells who has the account that codes count no more. No link lifts that: a mailbox resets the password too, so whoever has got into hers could
 * give himself a hundred guesses after a hundred, and her second factor would be one no longer.
 */
export async function sendCodesLockedMail(
  room: Pick<Room, 'hasMail'>,
  store: TenantStore,
  { user_id }: Jobs['codes_locked'],
  now: Date,
): Promise<void> {
  const account = await store.users.findAccount(user_id)
  if (account) await queueNotice(store, room, 'codes-locked', { user_id, email: account.email }, now)
}

/** Once a day. */
export async function sendBreachMail(store: TenantStore, data: Jobs['breach_found'], now: Date): Promise<void> {
  const { connection_id, identifier, user_id, client_id } = data
  const connection = await findDatabase(store, connection_id)
  const credentials =
    connection && (await store.users.findCredentials(connection_id, identifierOf(connection, identifier)))
  if (credentials?.user_id !== user_id || credentials.email === null) return
  const { email } = credentials
  if (!(await admitBreachMail(store, user_id, now))) return
  await store.transaction(tx =>
    queueReset(tx, 'stolen-credentials', connection_id, { ...credentials, email }, client_id, now),
  )
}

export async function sendVerificationMail(
  store: TenantStore,
  data: Jobs['verification_requested'],
  now: Date,
): Promise<void> {
  const { connection_id, user_id, email, client_id } = data
  const credentials = await store.users.findCredentials(connection_id, { email })
  if (credentials?.user_id !== user_id || credentials.email_verified) return
  if (!(await admitMail(store, user_id, 'verify_email', now))) return
  await store.transaction(tx => sendVerificationEmail(tx, { user_id, client_id }, now))
}

/** To who has an account by an address that somebody tried to sign up with: how she gets in. */
export async function tellOfAccount(
  store: TenantStore,
  data: { connection_id: string; email: string; client_id: string; ip: string; user_agent: string },
  now: Date,
): Promise<void> {
  const { connection_id, email, client_id } = data
  const connection = await findDatabase(store, connection_id)
  const found = connection && (await store.users.findCredentials(connection_id, { email }))
  if (!connection || !found || !(await admitMail(store, found.user_id, 'sign_up', now))) return
  const event = { ...(await about(store, connection, data)), user_id: found.user_id, user_name: email }
  await store.transaction(async tx => {
    await queueAccountExists(tx, connection, { ...found, email }, client_id, now)
    await tx.logs.write({ ...event, type: 'fs', description: 'The user already exists.' }, now)
  })
}

/**
 * Makes the account, or tells who holds it that somebody tried. An account that is there already keeps its password, verified or not:
 * whoever signed up with a stranger's address first must not find the stranger in his account (pre-hijacking), so the stranger's way in
 * is to choose a new password by mail.
 */
export async function signUpAndSendMail(
  room: Pick<Room, 'upstreams'>,
  store: TenantStore,
  data: Jobs['signup_requested'],
  now: Date,
): Promise<void> {
  const { email, username, phone_number = null, phone_verified = false, password_hash, client_id, profile } = data
  const connection = await findDatabase(store, data.connection_id)
  if (!connection || connection.options.disable_signup) return
  const event = { ...(await about(store, connection, data)), user_name: email }
  const taken_over = (type: string, more: object) => ({ ...event, type, ...more })
  const found = await findOrFetch(room, { store, connection, name: { email }, event: taken_over }, now)
  if (!found) {
    try {
      await store.transaction(async tx => {
        const names = { email, username, phone_number, ...(phone_verified ? { phone_verified } : {}) }
        const user = await tx.users.create({ connection, ...names, password_hash, ...profile }, now)
        await tx.logs.write({ ...event, type: 'ss', user_id: user.user_id }, now)
        await sendVerificationEmail(tx, { user_id: user.user_id, client_id }, now)
      })
    } catch (error) {
      const { code } = error as { code?: unknown }
      const has_number =
        code === 'user_exists' &&
        phone_number !== null &&
        (await store.users.findCredentials(connection.id, { phone_number })) !== undefined
      // Of two who ask at once for one address, the second finds the first when it is tried again.
      if (code !== 'username_exists' && !has_number) throw error
      const description = `The ${has_number ? 'phone number' : 'username'} exists already.`
      await store.logs.write({ ...event, type: 'fs', description }, now)
    }
    return
  }
  if (!(await admitMail(store, found.user_id, 'sign_up', now))) return
  // The same sign-up once more, of someone who asked to have the mail sent again.
  const again = !found.email_verified && found.password_hash === password_hash
  await store.transaction(async tx => {
    if (again) return sendVerificationEmail(tx, { user_id: found.user_id, client_id }, now)
    await queueAccountExists(tx, connection, { ...found, email }, client_id, now)
    await tx.logs.write({ ...event, type: 'fs', user_id: found.user_id, description: 'The user already exists.' }, now)
  })
}
