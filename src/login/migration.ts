// Lazy migration: who is unknown here is verified at the connection's upstream, once, and lives here from then on. Nothing is open in the
// database while the upstream is asked. Who has a password here is never asked for there again.
import type { FastifyBaseLogger } from 'fastify'
import { LintelError } from '../errors.ts'
import { isEmail } from '../store/email-addresses.ts'
import type { LogEvent } from '../store/log-events.ts'
import type { TenantStore } from '../store/store.ts'
import type { Credentials } from '../store/user-accounts.ts'
import type { DatabaseConnection } from './connection.ts'
import { unlessBusy } from './password.ts'
import { isMigrating, LONGEST_USERNAME, type Name, UpstreamError, type UpstreamUser } from './upstream.ts'
import type { Room } from './visit.ts'

export type Newcomer = {
  store: TenantStore
  connection: DatabaseConnection
  name: Name
  password: string
  ip: string
  /** What the log says of the request. */
  event(type: string, about: Partial<LogEvent>): LogEvent
  log: Pick<FastifyBaseLogger, 'warn'>
}

export type TakenOver =
  | { credentials: Credentials; refused?: never }
  /** `why` is for the log */
  | { credentials?: never; refused: 'wrong' | 'unknown'; why: string }
  | { credentials?: never; refused: 'server-busy' | 'upstream-unavailable' }

const TAKEN_OVER = 'Taken over from the upstream of the connection'

/** Makes her as the upstream knows her. False: somebody is here already of that id or name. */
async function welcome(
  { store, connection, event }: Pick<Newcomer, 'store' | 'connection' | 'event'>,
  user: UpstreamUser,
  password_hash: string | undefined,
  now: Date,
): Promise<boolean> {
  try {
    await store.transaction(async tx => {
      const { user_id, email, username } = await tx.users.create(
        { ...user, connection, ...(password_hash === undefined ? {} : { password_hash }) },
        now,
      )
      const user_name = email ?? username ?? undefined
      await tx.logs.write({ ...event('ss', { user_id, user_name }), description: TAKEN_OVER }, now)
    })
    return true
  } catch (error) {
    if (error instanceof LintelError && (error.code === 'user_exists' || error.code === 'username_exists')) return false
    throw error
  }
}

/** Whether this name could be known upstream: what is no address is nobody's. */
const isAskable = (name: Name): boolean =>
  'email' in name ? isEmail(name.email) : name.username.length <= LONGEST_USERNAME

/** @param here who has the name here, without a password */
export async function takeOver(
  room: Pick<Room, 'hasher' | 'upstreams'>,
  newcomer: Newcomer,
  here: Credentials | undefined,
  now: Date,
): Promise<TakenOver> {
  const { store, connection, name, password, ip, log } = newcomer
  if (!isAskable(name)) return { refused: 'unknown', why: 'Wrong email or password.' }
  let user: UpstreamUser
  try {
    const answer = await room.upstreams.verify(store, connection, name, password, ip)
    if (answer.refused) return answer
    user = answer.user
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    log.warn({ err: error, connection_id: connection.id }, 'the upstream of a connection could not be asked')
    return { refused: 'upstream-unavailable' }
  }
  // Of the same name, but another person: her address was given to somebody new, there or here.
  if (here && here.identity_user_id !== user.user_id)
    return { refused: 'wrong', why: 'the upstream knows another user by this name' }

  const password_hash = await unlessBusy(() => room.hasher.hash(password))
  if (password_hash === undefined) return { refused: 'server-busy' }
  if (here) await store.users.keepFirstPassword(connection.id, here.identity_user_id, password_hash, now)
  else await welcome(newcomer, user, password_hash, now)

  // Who came at the same moment may have been first; then what she left decides.
  const credentials = await store.users.findCredentials(connection.id, name)
  if (credentials?.identity_user_id !== user.user_id)
    return { refused: 'wrong', why: 'the upstream’s user is here already, by another name' }
  if (credentials.password_hash === password_hash) return { credentials }
  const verified = await unlessBusy(() => room.hasher.verify(credentials.password_hash, password))
  if (!verified) return { refused: 'server-busy' }
  return verified.ok ? { credentials } : { refused: 'wrong', why: 'Wrong email or password.' }
}

/**
 * Who has this name here, or else upstream, from where she is taken over without a password: she is about to choose one, or has one there.
 * Throws UpstreamError.
 */
export async function findOrFetch(
  { upstreams }: Pick<Room, 'upstreams'>,
  { store, connection, name, event }: Pick<Newcomer, 'store' | 'connection' | 'name' | 'event'>,
  now: Date,
): Promise<Credentials | undefined> {
  const here = await store.users.findCredentials(connection.id, name)
  if (here || !isMigrating(connection) || !isAskable(name)) return here
  const user = await upstreams.find(store, connection, name)
  if (!user) return undefined
  await welcome({ store, connection, event }, user, undefined, now)
  return store.users.findCredentials(connection.id, name)
}
