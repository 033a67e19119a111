// Client-initiated backchannel authentication (OpenID CIBA Core 1.0), poll and ping: a client asks, the user is asked elsewhere. oidc-provider
// takes the request and redeems it; whom it means, how she is reached and what becomes of her word is here.
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { type Outbound, OutboundError } from '../http/outbound.ts'
import { newBearerValue } from '../ids.ts'
import type { PendingArtefact } from '../store/artefacts.ts'
import { hashBearer } from '../store/hash.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { isConnectionEnabled } from './account.ts'
import type { AskedAuthentication } from './authentication-context.ts'
import type { AuthorizationDetail } from './authorization-details.ts'
import { claimNames, OIDC_SCOPES } from './claims.ts'
import { authMethodOf, CIBA, storedClient } from './client-metadata.ts'
import { refusal } from './dialect.ts'
import { requestFacts } from './request-facts.ts'
import { audiencesOf } from './resource-servers.ts'
import { userIdOf } from './subjects.ts'

/** Auth0's: the most that can be asked for, and what is given when nothing is. */
export const CIBA_SECONDS = 300
/** An access token without an audience lives as long (configuration.ts). */
const USERINFO_TOKEN_SECONDS = 86_400
const KIND = 'BackchannelAuthenticationRequest'

// A person compares it with what she was told: nothing that looks like something else, nothing that runs backwards.
const BINDING_MESSAGE = /^[A-Za-z0-9 +\-_.,:#]{1,64}$/
const MAX_HINT = 1_024

/** What jobs are told. */
export type CibaJobs = {
  /** The user is to be written to. */
  approval_requested: { user_id: string; request_id: string }
  /** She has decided, and the client wants to know. */
  ciba_ping: { user_id: string; request_id: string }
}

export const cibaSeconds = ({ oidc: { params } }: KoaContextWithOIDC): number =>
  Number(params?.requested_expiry ?? CIBA_SECONDS)

/** RFC 9493 §3.2.3, as Auth0 has it. No address: whoever may ask could ask around for who has an account. */
function subjectOf(store: TenantStore, hint: string): string | undefined {
  if (hint.length > MAX_HINT) return undefined
  let given: unknown
  try {
    given = JSON.parse(hint)
  } catch {
    throw new errors.InvalidRequest('login_hint must be JSON in the iss_sub format')
  }
  const { format, iss, sub } = (given ?? {}) as { format?: unknown; iss?: unknown; sub?: unknown }
  if (format !== 'iss_sub') throw new errors.InvalidRequest('login_hint must be JSON in the iss_sub format')
  // PostgreSQL has no text with a NUL.
  return iss === store.tenant.issuer && typeof sub === 'string' && !sub.includes('\0') ? sub : undefined
}

export function ciba(store: TenantStore) {
  return {
    enabled: true as const,
    deliveryModes: ['poll', 'ping'] as ('poll' | 'ping')[],
    async processLoginHint(ctx: KoaContextWithOIDC, hint?: string) {
      const { client } = ctx.oidc
      const sub = subjectOf(store, hint ?? '')
      return client && sub !== undefined ? userIdOf(store, storedClient(client), sub) : undefined
    },
    async processLoginHintToken(): Promise<undefined> {
      throw new errors.InvalidRequest('login_hint_token is not supported')
    },
    async validateBindingMessage(_ctx: KoaContextWithOIDC, message?: string) {
      if (message !== undefined && !BINDING_MESSAGE.test(message))
        throw new errors.InvalidBindingMessage(
          'binding_message must be at most 64 letters, digits, spaces or any of +-_.,:#',
        )
    },
    /** Asked of each request, and before anybody is looked up. */
    async validateRequestContext(ctx: KoaContextWithOIDC, context?: string) {
      if (context !== undefined) throw new errors.InvalidRequest('request_context is not supported')
      if (cibaSeconds(ctx) > CIBA_SECONDS)
        throw new errors.InvalidRequest(`requested_expiry must be at most ${CIBA_SECONDS} seconds`)
    },
    /** The moment between the user's being found and her being asked. */
    async verifyUserCode(ctx: KoaContextWithOIDC, { accountId }: { accountId: string }, user_code?: string) {
      if (user_code !== undefined) throw new errors.InvalidRequest('user_code is not supported')
      const { client } = ctx.oidc
      const { accounts, request } = requestFacts()
      const account = accounts.get(accountId)
      // Who comes by a connection that is not the client's is nobody to it.
      if (!client || !account || !(await isConnectionEnabled(store, client.clientId, account.connection_id)))
        throw new errors.UnknownUserId('could not identify end-user')
      const byMail = storedClient(client).async_approval_notification_channels?.includes('email')
      const isReached = account.email !== null && account.email_verified && (await request?.server.hasMail(store))
      if (byMail && !isReached) throw refusal('user_unreachable')
    },
    async triggerAuthenticationDevice(
      _ctx: KoaContextWithOIDC,
      { jti }: { jti: string },
      { accountId }: { accountId: string },
      client: object,
    ) {
      if (!storedClient(client).async_approval_notification_channels?.includes('email')) return
      const job: CibaJobs['approval_requested'] = { user_id: accountId, request_id: hashBearer(jti) }
      await store.enqueue('approval_requested', job)
    },
  }
}

/** The user whom an `id_token_hint` means; its `sub` is the client's name for her. */
export async function hintedUser(store: TenantStore, ctx: KoaContextWithOIDC, sub: string): Promise<string> {
  const { route, client, entities } = ctx.oidc
  if (route !== 'backchannel_authentication' || !entities.IdTokenHint || !client) return sub
  return (await userIdOf(store, storedClient(client), sub)) ?? ''
}

// --- the user's word ---

export type PendingApproval = {
  /** A public handle, not the `auth_req_id` that redeems it. */
  id: string
  client_id: string
  user_id: string
  binding_message?: string
  audience?: string
  scope: string[]
  /** what it says of the user's authentication */
  asked: AskedAuthentication
  authorization_details: AuthorizationDetail[]
  created_at: Date
  expires_at: Date
}

type Payload = {
  accountId: string
  clientId: string
  scope?: string
  resource?: string
  claims?: { [place: string]: JsonObject | undefined }
  params: { binding_message?: string; authorization_details?: string } & AskedAuthentication
}

function approvalOf({ id_hash, payload, created_at, expires_at }: PendingArtefact): PendingApproval {
  const { accountId, clientId, scope = '', resource, params } = payload as unknown as Payload
  const [audience] = audiencesOf(resource)
  return {
    id: id_hash,
    client_id: clientId,
    user_id: accountId,
    ...(params.binding_message === undefined ? {} : { binding_message: params.binding_message }),
    ...(audience === undefined ? {} : { audience }),
    scope: scope.split(' ').filter(one => one !== ''),
    asked: { acr_values: params.acr_values, claims: params.claims },
    authorization_details: params.authorization_details === undefined ? [] : JSON.parse(params.authorization_details),
    created_at,
    expires_at,
  }
}

/** Those that wait for a user's word. */
export async function listApprovals(
  store: TenantStore,
  by: { user_id?: string; client_id?: string },
  window: { limit: number; offset: number },
  now: Date,
): Promise<PendingApproval[]> {
  return (await store.artefacts.listPending(KIND, by, window, now)).map(approvalOf)
}

export const countApprovals = (
  store: TenantStore,
  by: { user_id?: string; client_id?: string },
  now: Date,
): Promise<number> => store.artefacts.countPending(KIND, by, now)

/** Undefined: there is none, or it waits no more. */
export async function findApproval(store: TenantStore, id: string, now: Date): Promise<PendingApproval | undefined> {
  const [found] = await store.artefacts.listPending(KIND, { id_hash: id }, { limit: 1, offset: 0 }, now)
  return found && approvalOf(found)
}

export type Decision =
  | { approved: false }
  /** `authentication`: how the user proved who she is, if it was here; `connection_id`: by which connection */
  | { approved: true; connection_id: string; authentication?: { amr?: string[]; acr?: string; at: Date } }

/** What oidc-provider's Grant keeps. */
function grantPayload(
  { scope = '', resource, claims = {} }: Payload,
  rar: AuthorizationDetail[],
  now: Date,
): JsonObject {
  const scopes = scope.split(' ')
  const own = OIDC_SCOPES.filter(one => scopes.includes(one))
  const asked = new Set(Object.values(claims).flatMap(place => Object.keys(place ?? {})))
  return {
    iat: Math.floor(now.getTime() / 1000),
    openid: { scope: own.join(' '), claims: claimNames(new Set(own)).filter(claim => asked.has(claim)) },
    // Cut down to what the resource server offers when the token is issued.
    ...(resource === undefined ? {} : { resources: { [resource]: scope } }),
    ...(rar.length === 0 ? {} : { rar }),
  }
}

/** Somebody was faster, or it has expired. */
class Decided extends Error {}

/**
 * Settles a request, once. `refused`: the user is gone or blocked, or the client may not ask her (any more); the request stands.
 * @param alongside on the same transaction
 */
export async function decide(
  store: TenantStore,
  id: string,
  decision: Decision,
  now: Date,
  alongside: (tx: TenantStore, approval: PendingApproval) => Promise<void> = async () => {},
): Promise<'done' | 'gone' | 'refused'> {
  const [found] = await store.artefacts.listPending(KIND, { id_hash: id }, { limit: 1, offset: 0 }, now)
  if (!found) return 'gone'
  const payload = found.payload as unknown as Payload
  const approval = approvalOf(found)
  const { client_id, user_id, authorization_details: rar } = approval
  const client = await store.facts.client(client_id)
  if (!client?.grant_types.includes(CIBA) || authMethodOf(client) === 'none') return 'refused'
  if (decision.approved) {
    const account = await store.users.findAccount(user_id)
    if (!account || account.blocked) return 'refused'
    if (!(await isConnectionEnabled(store, client_id, decision.connection_id))) return 'refused'
  }
  const resource_server =
    approval.audience === undefined ? undefined : await store.facts.resource_server(approval.audience)
  const longest = Math.max(USERINFO_TOKEN_SECONDS, resource_server?.token_lifetime ?? 0)
  try {
    await store.transaction(async tx => {
      let settled: { grant_id: string | null; payload: JsonObject }
      if (decision.approved) {
        const { amr, acr, at } = decision.authentication ?? {}
        const grant_id = newBearerValue()
        await tx.grants.create(
          {
            id: grant_id,
            user_id,
            client_id,
            connection_id: decision.connection_id,
            // No browser's session: the one in which she answered is not the client's.
            session_id: '',
            offline: approval.scope.includes('offline_access'),
            payload: grantPayload(payload, rar, now),
            // It may be redeemed at the last moment.
            expires_at: new Date(found.expires_at.getTime() + longest * 1000),
          },
          now,
        )
        const about = {
          ...(amr === undefined ? {} : { amr }),
          ...(acr === undefined ? {} : { acr }),
          ...(at === undefined ? {} : { authTime: Math.floor(at.getTime() / 1000) }),
          ...(rar.length === 0 ? {} : { rar }),
        }
        settled = { grant_id, payload: { grantId: grant_id, ...about } }
      } else {
        settled = {
          grant_id: null,
          payload: { error: 'access_denied', errorDescription: 'the end-user denied the authorization request' },
        }
      }
      if (!(await tx.artefacts.decide(KIND, id, settled, now))) throw new Decided()
      if (client.registration.backchannel_token_delivery_mode === 'ping') {
        const job: CibaJobs['ciba_ping'] = { user_id, request_id: id }
        await tx.enqueue('ciba_ping', job)
      }
      await alongside(tx, approval)
    })
    return 'done'
  } catch (error) {
    if (error instanceof Decided) return 'gone'
    throw error
  }
}

/** CIBA Core §10.2: tells the client to come for the answer. Tried again until it is heard, or the answer is no more. */
export async function pingClient(
  store: TenantStore,
  outbound: Outbound,
  { request_id }: CibaJobs['ciba_ping'],
  now: Date,
): Promise<void> {
  const found = await store.artefacts.findLive(KIND, { id_hash: request_id })
  const { clientId, exp } = (found?.payload ?? {}) as { clientId?: string; exp?: number }
  if (!found || found.consumed_at || exp === undefined || exp * 1000 <= now.getTime()) return
  const client = await store.facts.client(String(clientId))
  const { backchannel_client_notification_endpoint: endpoint } = client?.registration ?? {}
  const secret = await store.artefacts.findSecret(KIND, request_id)
  if (typeof endpoint !== 'string' || secret === undefined) return
  const { auth_req_id, client_notification_token } = JSON.parse(secret) as { [name: string]: string }
  const { status } = await outbound(endpoint, {
    method: 'POST',
    headers: { authorization: `Bearer ${client_notification_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ auth_req_id }),
  })
  if (status !== 204 && status !== 200)
    throw new OutboundError(`${new URL(endpoint).host}: answered ${status} to the ping of a CIBA request`)
}
