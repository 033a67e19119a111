// A first proof by what was sent to somebody: a code, or a link that carries it sealed. To an address of a passwordless connection, or to a
// confirmed one of somebody in a database. Whether anybody is there, and may be sent anything, only the job finds out: asking costs the same,
// and is answered the same, for every address. Owns neither pages nor the API's endpoints.
import type { FastifyRequest } from 'fastify'
import { newOneTimeCode, readOneTimeCode } from '../credentials/one-time-code.ts'
import { LintelError } from '../errors.ts'
import { queueMail } from '../http/mail.ts'
import type { PhoneSender } from '../http/phone.ts'
import type { Sent } from '../oidc/interaction.ts'
import type { Client } from '../store/clients.ts'
import { isPasswordless, readPasswordlessOptions } from '../store/connections.ts'
import type { JsonObject } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import type { TenantStore } from '../store/store.ts'
import type { DatabaseConnection, PasswordlessConnection } from './connection.ts'
import { knownDevice } from './known-device.ts'
import { confirmEmail, queueWelcome, tellOfAccount } from './mails.ts'
import { type SendCodeJob, sendCodeHandler } from './second-factors.ts'
import type { FirstProof } from './sign-in.ts'
import { admitFirstCode, admitSignIn, admitSignup, type SignInTry } from './throttles.ts'
import { eventOf, type Room } from './visit.ts'

/** Of a database: as long as one for a second factor. */
const DATABASE_CODES = { length: 8, time_step: 300 }

/** Where a code goes. */
export type Address = Pick<Sent, 'by' | 'to'>
type AnyConnection = DatabaseConnection | PasswordlessConnection

const nameOf = ({ by, to }: Address) => (by === 'email' ? { email: to } : { phone_number: to })
/** A code opens the one connection that it was sent for. */
const purposeOf = ({ id }: { id: string }) => `sign in: ${id}`
/** What a code opens that confirms a name of somebody who signs up. */
export const signUpPurpose = ({ id }: { id: string }) => `sign up: ${id}`
export const ofInteraction = (uid: string): string => `interaction: ${uid}`

/** What an app asks for one address at one connection: nobody but this client redeems it. */
export const transactionOfClient = (
  store: TenantStore,
  client_id: string,
  connection_id: string,
  { by, to }: Address,
): string => `client: ${store.mac('code of a client', JSON.stringify([client_id, connection_id, by, to]))}`

export const codeSettings = (connection: AnyConnection): { length: number; time_step: number } =>
  'totp' in connection.options ? connection.options.totp : DATABASE_CODES

/** RFC 8176 */
export const amrOf = ({ by }: Pick<Address, 'by'>): string[] => [by === 'email' ? 'otp' : 'sms']

/** What a link leads to: the interaction that asked for it, or what it asks /authorize for itself. */
export type Link = { uid: string } | { params: { [name: string]: string } }

export type FirstCodeJob = SendCodeJob & {
  by: 'email' | 'sms'
  first: {
    connection_id: string
    client_id: string
    ip: string
    user_agent: string
    device?: string | undefined
    /** undefined: a code is sent */
    link?: Link
    /** whoever signs up: who has an account by this name is told so instead */
    signs_up?: boolean
  }
}

type AskedCode = {
  request: FastifyRequest
  client: Client
  connection: AnyConnection
  address: Address
  /** where it was asked for, and where alone it will be taken */
  transaction: string
  /** a device that she is known on: counted by itself */
  device?: string | undefined
}

async function send(
  store: TenantStore,
  { request, client, connection, address, transaction, device }: AskedCode,
  purpose: string,
  details: JsonObject,
  more: Pick<FirstCodeJob['first'], 'link' | 'signs_up'>,
  now: Date,
): Promise<string> {
  const { length, time_step } = codeSettings(connection)
  const expires_at = new Date(now.getTime() + time_step * 1_000)
  return store.transaction(async tx => {
    // One at a time: more codes would be more that a guess could hit.
    await tx.one_time_codes.removeAll({ purpose, transaction })
    const code_id = await tx.one_time_codes.create({ purpose, transaction, details, expires_at }, now)
    const first = {
      connection_id: connection.id,
      client_id: client.client_id,
      ip: request.ip,
      user_agent: request.headers['user-agent'] ?? '',
      device,
      ...more,
    }
    await tx.enqueue('one_time_code', { ...address, code_id, length, first } satisfies FirstCodeJob)
    return code_id
  })
}

/** The code that was asked for here, if it still waits. */
export const waitingCode = (store: TenantStore, connection: AnyConnection, transaction: string, now: Date) =>
  store.one_time_codes.findId({ purpose: purposeOf(connection), transaction }, now)

export const sendFirstCode = (store: TenantStore, asked: AskedCode & { link?: Link }, now: Date): Promise<string> =>
  send(
    store,
    asked,
    purposeOf(asked.connection),
    { ...asked.address },
    asked.link === undefined ? {} : { link: asked.link },
    now,
  )

/** @param details the account that is to be */
export const sendSignUpCode = (
  store: TenantStore,
  { details, ...asked }: AskedCode & { details: JsonObject },
  now: Date,
): Promise<string> => send(store, asked, signUpPurpose(asked.connection), details, { signs_up: true }, now)

/**
 * Whose code this would be. At a passwordless connection somebody new is nobody yet (`null`). An account that nobody has confirmed the address
 * of is whoever's wrote it down: it is hers only if nobody has ever been in it (pre-hijacking). Undefined: nobody is sent anything.
 */
async function addresseeOf(store: TenantStore, connection_id: string, address: Address) {
  const connection = await store.connections.find(connection_id)
  const found = connection && (await store.users.findAddressee(connection_id, nameOf(address)))
  if (!connection || found?.blocked) return undefined
  if (!isPasswordless(connection.strategy)) return found?.is_proven ? { connection, user: found } : undefined
  if (found) return found.is_proven || found.is_unused ? { connection, user: found } : undefined
  return readPasswordlessOptions(connection.options).disable_signup ? undefined : { connection, user: null }
}

/** Whose name it may become. Undefined: somebody has it. */
async function newcomerAt(store: TenantStore, connection_id: string, address: Address) {
  const connection = await store.connections.find(connection_id)
  const taken = connection && (await store.users.findCredentials(connection_id, nameOf(address)))
  return connection && !taken ? { connection, user: null } : undefined
}

const placeOf = (store: TenantStore, code_id: string) => ({
  tenant_id: store.tenant.tenant_id,
  table: 'one_time_codes',
  row: code_id,
  column: 'link',
})

/** Who asked for a link that stands for itself, and what it asks /authorize for. */
export type LinkOfClient = Address & { client_id: string; connection_id: string; params: { [name: string]: string } }
/** @property ends_at milliseconds */
export type LinkTicket = { code_id: string; code: string; ends_at: number; of_client?: LinkOfClient }

/** What a link carries: the code and all that it is for, readable by us alone. */
export function ticketOf(seal: Pick<Seal, 'seal'>, store: TenantStore, { code_id, ...rest }: LinkTicket): string {
  const sealed = seal.seal(JSON.stringify(rest), placeOf(store, code_id))
  return `${code_id}.${Buffer.from(sealed).toString('base64url')}`
}

/** Undefined: it was not made by us, or is of no use any more. */
export function openTicket(
  seal: Pick<Seal, 'open'>,
  store: TenantStore,
  ticket: string,
  now: Date,
): LinkTicket | undefined {
  const [code_id = '', sealed = ''] = ticket.split('.')
  try {
    const opened = JSON.parse(seal.open(Buffer.from(sealed, 'base64url').toString(), placeOf(store, code_id)))
    return opened.ends_at > now.getTime() ? { ...opened, code_id } : undefined
  } catch {
    return undefined
  }
}

export const LINK_SCREEN = 'login-passwordless-link'
/** Auth0's. */
export const LINK_PATH = '/passwordless/verify_redirect'

/** Does jobs of kind `one_time_code`. */
export function codeHandler({ phone, seal }: { phone: PhoneSender; seal: Pick<Seal, 'seal'> }) {
  const sendSecond = sendCodeHandler({ phone })
  return async (store: TenantStore, job: SendCodeJob | FirstCodeJob, now: Date): Promise<void> => {
    if (!('first' in job)) return sendSecond(store, job, now)
    const { by, to, code_id, length, first } = job
    const { client_id, connection_id, device, ip, link, signs_up, user_agent } = first
    if (!(await admitFirstCode(store, { connection_id, to, device }, now))) return
    const addressee = await (signs_up ? newcomerAt : addresseeOf)(store, connection_id, { by, to })
    if (signs_up && !addressee && by === 'email')
      return tellOfAccount(store, { connection_id, email: to, client_id, ip, user_agent }, now)
    if (!addressee) return
    const { connection, user } = addressee
    const about = user ? { user_id: user.user_id } : {}
    const client = await store.facts.client(client_id)
    // Auth0's types.
    const type = link === undefined ? 'cs' : 'cls'
    const asked = { client_id, client_name: client?.name, connection_id: connection.id, connection: connection.name }
    const code = newOneTimeCode(length)
    await store.transaction(async tx => {
      const expires_at = await tx.one_time_codes.arm(code_id, code, now)
      if (!expires_at) return
      if (by === 'sms') await phone.send(tx, { type: 'otp_verify', to, by, code, expires_at, ...about }, now)
      else if (signs_up)
        await queueMail(tx, { mail: 'verify-email-by-code', to, client_id, data: { code, expires_at } })
      else if (link === undefined) {
        const data = { code, expires_at }
        await queueMail(tx, { mail: 'sign-in-code', to, client_id, ...about, data })
      } else {
        const of_client = 'params' in link ? { by, to, client_id, connection_id, params: link.params } : undefined
        const ticket = ticketOf(seal, tx, {
          code_id,
          code,
          ends_at: expires_at.getTime(),
          ...(of_client ? { of_client } : {}),
        })
        const page = 'params' in link ? LINK_PATH : `/u/${link.uid}/${LINK_SCREEN}`
        const url = `${tx.tenant.issuer}${page.slice(1)}?ticket=${ticket}`
        await queueMail(tx, { mail: 'magic-link', to, ...about, data: { url, expires_at } })
      }
      await tx.logs.write({ type, ...about, user_name: to, ...asked, ip, user_agent }, now)
    })
  }
}

export type FirstCodeTry = {
  request: FastifyRequest
  client: Client
  connection: AnyConnection
  address: Address
  code_id: string
  transaction: string
  typed: string
}
/** `wrong-code` stands for everything that a stranger must not tell apart. */
export type FirstCodeRefusal = 'same-user-login' | 'ip-blocked' | 'wrong-code' | 'expired-code' | 'blocked'

type CodeRoom = Pick<Room, 'seal' | 'hasMail'>

const eventAbout =
  ({ request, client, connection, address }: FirstCodeTry, now: Date) =>
  (type: string, more: { description?: string; user_id?: string } = {}) =>
    request.store.logs.write(eventOf(request, { connection, client }, { type, user_name: address.to, ...more }), now)

/** @param keeps whether a code that is right stays good: what comes after spends it */
export async function tryFirstCode(
  room: CodeRoom,
  tried: FirstCodeTry,
  now: Date,
  { keeps = false }: { keeps?: boolean } = {},
): Promise<{ attempt: SignInTry; refused?: never } | { refused: FirstCodeRefusal; attempt?: never }> {
  const { request, client, connection, address, code_id, transaction, typed } = tried
  const { store } = request
  const { by, to } = address
  const account = { connection_id: connection.id, identifier: to }
  const event = eventAbout(tried, now)
  // Counted before it is looked at, so that codes sent at once are counted too.
  const device = knownDevice(request, room.seal.mac, account)
  const asked = { ...account, ip: request.ip, device }
  const admission = await admitSignIn(store, asked, connection.options.brute_force_protection, now)
  const { attempt, notifies, refused, reached } = admission
  for (const type of reached) await event(type)
  if (notifies && (await room.hasMail(store))) {
    // Whether there is such an account is found out later, so that it costs the same for every address.
    await store.enqueue('block_reached', { ...account, client_id: client.client_id, ip: request.ip })
  }
  if (refused) return { refused: refused === 'account' ? 'same-user-login' : 'ip-blocked' }

  const purpose = purposeOf(connection)
  const tries = await store.one_time_codes.try(code_id, { purpose, transaction }, readOneTimeCode(typed), now, {
    keeps,
  })
  const details = tries.outcome === 'right' ? tries.code.details : {}
  if (tries.outcome !== 'right' || details.by !== by || details.to !== to) {
    await event('fp', { description: 'Wrong or expired verification code.' })
    return { refused: tries.outcome === 'gone' ? 'expired-code' : 'wrong-code' }
  }
  return { attempt }
}

/** Spends the code if it is right; whoever is new at a passwordless connection has an account from then on. */
export async function proveFirstCode(
  room: CodeRoom,
  tried: FirstCodeTry,
  now: Date,
): Promise<{ proof: FirstProof; refused?: never } | { refused: FirstCodeRefusal; proof?: never }> {
  const { attempt, refused } = await tryFirstCode(room, tried, now)
  if (refused) return { refused }
  const { request, connection, address } = tried
  const { store } = request
  const { to } = address
  const event = eventAbout(tried, now)
  const { user_id, ...person } = await personOf(room, tried, now)
  if (person.refused) {
    // It stays good until something comes of it.
    await store.one_time_codes.restore(tried.code_id)
    return { refused: person.refused }
  }
  if (user_id === undefined) {
    await event('f', { description: 'Nobody may sign in by this address.' })
    return { refused: 'wrong-code' }
  }
  const found = await store.users.findAccount(user_id)
  if (!found || found.blocked) {
    await event('f', { description: 'user is blocked', user_id })
    return { refused: 'blocked' }
  }
  const proof = { user_id, connection_id: connection.id, user_name: to, identifier: to, amr: amrOf(address), attempt }
  return { proof }
}

/** Who has the mailbox or the phone that the code went to. `ip-blocked`: she would be new, and her network makes no more. */
async function personOf(
  room: Pick<Room, 'hasMail'>,
  tried: FirstCodeTry,
  now: Date,
): Promise<{ user_id?: string | undefined; refused?: 'ip-blocked' }> {
  const { request, client, connection, address } = tried
  const { store } = request
  const found = await store.users.findAddressee(connection.id, nameOf(address))
  if (found && !found.is_proven && found.is_unused && isPasswordless(connection.strategy)) {
    const { user_id } = found
    const { client_id } = client
    if (address.by === 'email')
      await store.transaction(tx => confirmEmail(tx, room, { user_id, email: address.to, client_id }, now))
    else await store.users.setPhoneVerified(found.user_id, address.to, now)
    return { user_id }
  }
  if (found) return found.is_proven ? { user_id: found.user_id } : {}
  if (!('totp' in connection.options) || connection.options.disable_signup) return {}
  const admission = await admitSignup(store, request.ip, now)
  if (admission.reached) await eventAbout(tried, now)('limit_mu')
  if (admission.refused) return { refused: 'ip-blocked' }
  const verified = address.by === 'email' ? { email_verified: true } : { phone_verified: true }
  try {
    return await store.transaction(async tx => {
      const { user_id } = await tx.users.create({ connection, ...nameOf(address), ...verified }, now)
      const event = { type: 'ss', user_id, user_name: address.to }
      await tx.logs.write(eventOf(request, { connection, client }, event), now)
      const { client_id } = client
      if (address.by === 'email') await queueWelcome(tx, room, { user_id, email: address.to, client_id })
      return { user_id }
    })
  } catch (error) {
    if (!(error instanceof LintelError) || error.code !== 'user_exists') throw error
    // She came by another code at this moment.
    const other = await store.users.findAddressee(connection.id, nameOf(address))
    return other?.is_proven ? { user_id: other.user_id } : {}
  }
}
