// Codes and links without a page of ours: an app asks for one, and hands in what its person types. For passwordless connections
// (/passwordless/start) and for databases (/otp/challenge); the grant, a link and /co/authenticate redeem what was sent. No session comes of it.
import type { FastifyRequest } from 'fastify'
import { newBearerValue } from '../ids.ts'
import type { Client } from '../store/clients.ts'
import { isPasswordless } from '../store/connections.ts'
import { isEmail } from '../store/email-addresses.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import {
  connectionFor,
  countedAs,
  type DatabaseConnection,
  type PasswordlessConnection,
  passwordlessFor,
} from './connection.ts'
import {
  type Address,
  amrOf,
  codeSettings,
  type FirstCodeRefusal,
  proveFirstCode,
  sendFirstCode,
  ticketOf,
  transactionOfClient,
  tryFirstCode,
  waitingCode,
} from './first-codes.ts'
import { admitCodeRequest, forgetFailedSignIns } from './throttles.ts'
import type { Room } from './visit.ts'

type Asked = { request: FastifyRequest; client: Client; connection: string }
type Refused =
  | { refused: 'no-connection' | 'off' | 'too-many' | FirstCodeRefusal }
  | { refused: 'invalid'; why: string }
type AuthSession = { connection_id: string; code_id: string; transaction: string } & Address

const placeOf = ({ request, client }: Pick<Asked, 'request' | 'client'>) => ({
  tenant_id: request.store.tenant.tenant_id,
  table: 'auth_session',
  row: client.client_id,
  column: 'otp',
})

function readAddress(by: Address['by'], given: string): Address | { refused: 'invalid'; why: string } {
  if (by === 'email')
    return isEmail(given.trim())
      ? { by, to: countedAs({ email: given.trim() }) }
      : { refused: 'invalid', why: 'email must be an address' }
  const to = readPhoneNumber(given)
  return isPhoneNumber(to)
    ? { by, to }
    : { refused: 'invalid', why: 'phone_number must be a number in the form of E.164, as in +15551234567' }
}

/** What an app may have its link ask /authorize for (Auth0: authParams). */
const LINK_PARAMETERS = [
  'acr_values',
  'audience',
  'claims',
  'code_challenge',
  'code_challenge_method',
  'dpop_jkt',
  'login_hint',
  'max_age',
  'nonce',
  'redirect_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'state',
  'ui_locales',
]
/** What would not be heeded, and lets in whom it keeps out. */
const REFUSED_PARAMETERS = ['authorization_details', 'invitation', 'organization', 'request', 'request_uri']
/** They go into a cookie. */
const MOST_PARAMETERS = 2_000

type Unfit = { refused: 'invalid'; why: string }
const isRefused = (read: { [name: string]: string } | Unfit): read is Unfit => 'refused' in read

/** Whatever else SDKs of Auth0's put there (`protocol`, `auth0Client`, …) /authorize would not look at. */
function linkParameters(given: JsonObject): { [name: string]: string } | Unfit {
  const refused = REFUSED_PARAMETERS.find(name => given[name] !== undefined)
  if (refused !== undefined) return { refused: 'invalid', why: `${refused} is not supported in a link` }
  const params: { [name: string]: string } = {}
  for (const name of LINK_PARAMETERS) {
    const value = given[name]
    if (typeof value === 'string' || typeof value === 'number') params[name] = String(value)
  }
  return JSON.stringify(params).length > MOST_PARAMETERS
    ? { refused: 'invalid', why: 'the parameters of the link are too long' }
    : params
}

export const PASSWORDLESS_OTP = 'http://auth0.com/oauth/grant-type/passwordless/otp'

/** A code as Auth0's older endpoints are brought one, and by which client; those do not authenticate it. */
export async function codeIn(
  { store }: FastifyRequest,
  given: { [name: string]: unknown },
): Promise<
  | { client: Client; connection: string; username: string; otp: string; refused?: never }
  | { refused: 'incomplete' | 'no-client' }
> {
  const text = (name: string, max = 320) => {
    const value = given[name]
    return typeof value === 'string' && value.length <= max ? value : ''
  }
  const [client_id, connection, otp] = [text('client_id'), text('connection'), text('verification_code', 64)]
  const username = text('email') || text('phone_number')
  if (!client_id || !connection || !username || !otp) return { refused: 'incomplete' }
  const client = /^[A-Za-z0-9._~-]+$/.test(client_id) ? await store.facts.client(client_id) : undefined
  if (!client?.is_first_party || !client.grant_types.includes(PASSWORDLESS_OTP)) return { refused: 'no-client' }
  return { client, connection, username, otp }
}

export function directCodes(room: Room) {
  const isOff = async (store: TenantStore, by: Address['by']) => by === 'email' && !(await room.hasMail(store))

  async function prove(
    { request, client }: Omit<Asked, 'connection'>,
    connection: DatabaseConnection | PasswordlessConnection,
    sent: Omit<AuthSession, 'connection_id'>,
    otp: string,
    now: Date,
  ) {
    const { by, to, code_id, transaction } = sent
    const address = { by, to }
    const tried = { request, client, connection, address, code_id, transaction, typed: otp }
    const { proof, refused } = await proveFirstCode(room, tried, now)
    if (refused) return { refused }
    const { user_id, attempt } = proof
    if (attempt) await forgetFailedSignIns(request.store, attempt)
    return { user_id, connection_id: connection.id, amr: amrOf(address), identifier: to }
  }

  /** What waits for whoever has this address. Where nothing was asked for, it looks the same, and a try is counted all the same. */
  async function sentTo({ request: { store }, client, connection: named }: Asked, username: string, now: Date) {
    const connection = await passwordlessFor(store, client.client_id, named)
    if (!connection) return { refused: 'no-connection' } as const
    const address = readAddress(connection.strategy, username)
    if ('refused' in address) return { refused: 'wrong-code' } as const
    const transaction = transactionOfClient(store, client.client_id, connection.id, address)
    const code_id = (await waitingCode(store, connection, transaction, now)) ?? ''
    return { connection, sent: { ...address, code_id, transaction } }
  }

  return {
    /** @param link what a link shall ask /authorize for; undefined: a code is sent */
    async start(
      { request, client, connection: named }: Asked,
      given: { email: string | undefined; phone_number: string | undefined; link: JsonObject | undefined },
      now: Date,
    ): Promise<Address | Refused> {
      const { store } = request
      const connection = await passwordlessFor(store, client.client_id, named)
      if (!connection) return { refused: 'no-connection' }
      const { strategy } = connection
      if (await isOff(store, strategy)) return { refused: 'off' }
      if (given.link && strategy !== 'email') return { refused: 'invalid', why: 'a link is sent by email alone' }
      const address = readAddress(strategy, (strategy === 'email' ? given.email : given.phone_number) ?? '')
      if ('refused' in address) return address
      const params = given.link && linkParameters(given.link)
      if (params && isRefused(params)) return params
      if (!(await admitCodeRequest(store, address, request.ip, now))) return { refused: 'too-many' }
      const transaction = transactionOfClient(store, client.client_id, connection.id, address)
      const link = params ? { params } : undefined
      await sendFirstCode(store, { request, client, connection, address, transaction, ...(link ? { link } : {}) }, now)
      return address
    },

    /** In place of the password of somebody in a database. */
    async challenge(
      { request, client, connection: named }: Asked,
      given: { email: string | undefined; phone_number: string | undefined },
      now: Date,
    ): Promise<{ auth_session: string } | Refused> {
      const { store } = request
      const connection = await connectionFor(store, client.client_id, named)
      if (!connection) return { refused: 'no-connection' }
      const by = given.email === undefined ? 'sms' : 'email'
      const { email_otp, phone_otp } = connection.options.authentication_methods
      if (!(by === 'email' ? email_otp : phone_otp).enabled || (await isOff(store, by))) return { refused: 'off' }
      const address = readAddress(by, given.email ?? given.phone_number ?? '')
      if ('refused' in address) return address
      if (!(await admitCodeRequest(store, address, request.ip, now))) return { refused: 'too-many' }
      const transaction = `auth_session: ${newBearerValue()}`
      const code_id = await sendFirstCode(store, { request, client, connection, address, transaction }, now)
      const session: AuthSession = { ...address, connection_id: connection.id, code_id, transaction }
      return { auth_session: room.seal.seal(JSON.stringify(session), placeOf({ request, client })) }
    },

    /** What was typed, for the address that it was sent to. */
    async redeem(asked: Asked, username: string, otp: string, now: Date) {
      const { connection, refused, sent } = await sentTo(asked, username, now)
      return refused ? { refused } : prove(asked, connection, sent, otp, now)
    },

    /** Whether it is the code; it stays good. Counted as any other try. */
    async check(
      asked: Asked,
      username: string,
      otp: string,
      now: Date,
    ): Promise<{ refused?: FirstCodeRefusal | 'no-connection' }> {
      const { connection, refused, sent } = await sentTo(asked, username, now)
      if (refused) return { refused }
      const { by, to, ...code } = sent
      const tried = { ...asked, ...code, connection, address: { by, to }, typed: otp }
      const tries = await tryFirstCode(room, tried, now, { keeps: true })
      if (tries.refused) return { refused: tries.refused }
      await forgetFailedSignIns(asked.request.store, tries.attempt)
      return {}
    },

    /** The same as if a link had brought it: nothing is looked at yet. Undefined: there could be no such code. */
    async linkOf(asked: Asked, username: string, otp: string, given: JsonObject, now: Date) {
      const { connection, refused, sent } = await sentTo(asked, username, now)
      const params = linkParameters(given)
      if (refused || isRefused(params)) return undefined
      const { by, to, code_id } = sent
      const { client, request } = asked
      const of_client = { by, to, client_id: client.client_id, connection_id: connection.id, params }
      const ends_at = now.getTime() + codeSettings(connection).time_step * 1_000
      return ticketOf(room.seal, request.store, { code_id, code: otp, ends_at, of_client })
    },

    async redeemSession(asked: Omit<Asked, 'connection'>, auth_session: string, otp: string, now: Date) {
      let session: AuthSession
      try {
        session = JSON.parse(room.seal.open(auth_session, placeOf(asked)))
      } catch {
        return { refused: 'wrong-code' } as const
      }
      const { request, client } = asked
      const enabled = await request.store.facts.connections_of(client.client_id)
      const name = enabled.find(({ id, strategy }) => id === session.connection_id && !isPasswordless(strategy))?.name
      const connection = name === undefined ? undefined : await connectionFor(request.store, client.client_id, name)
      if (!connection) return { refused: 'no-connection' } as const
      return prove(asked, connection, session, otp, now)
    },
  }
}
