// What the protocol writes into the tenant's log: a table from what happened to Auth0's type codes. Sign-ins by a password and their
// failures are the login room's to tell; here are those without a page, the exchanges of tokens, and the logouts.
import type { FastifyRequest } from 'fastify'
import { errors } from 'oidc-provider'
import type { Account } from '../store/accounts.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import type { LogEvent } from '../store/log-events.ts'
import type { Answered } from './answered.ts'
import {
  CIBA,
  DEVICE_CODE,
  JWT_BEARER,
  MFA_OOB,
  MFA_OTP,
  MFA_RECOVERY_CODE,
  PASSWORD_REALM,
  PASSWORDLESS_OTP,
  storedClient,
  TOKEN_EXCHANGE,
  WEBAUTHN,
} from './client-metadata.ts'
import { MfaRequired } from './grant-types/mfa-token.ts'
import { isWaiting } from './polling.ts'
import type { RequestFacts } from './request-facts.ts'
import { audiencesOf } from './resource-servers.ts'

/** Auth0 tells an exchange of its own tokens from one of others'. */
const ON_BEHALF_OF = 'on-behalf-of'

/** What is exchanged, as the table names it. */
export function exchangeOf(form: URLSearchParams): string {
  const grant_type = form.get('grant_type') ?? ''
  const own = /^urn:ietf:params:oauth:token-type:/.test(form.get('subject_token_type') ?? '')
  return grant_type === TOKEN_EXCHANGE && own ? ON_BEHALF_OF : grant_type
}

const EXCHANGES: { [grant_type: string]: { success: string; failure: string; description: string } } = {
  authorization_code: {
    success: 'seacft',
    failure: 'feacft',
    description: 'Authorization code for access token',
  },
  refresh_token: { success: 'sertft', failure: 'fertft', description: 'Refresh token for access token' },
  password: { success: 'sepft', failure: 'fepft', description: 'Password for access token' },
  [PASSWORD_REALM]: { success: 'sepft', failure: 'fepft', description: 'Password for access token' },
  [DEVICE_CODE]: { success: 'sede', failure: 'fede', description: 'Device code for access token' },
  [CIBA]: {
    success: 'ciba_exchange_succeeded',
    failure: 'ciba_exchange_failed',
    description: 'CIBA request for access token',
  },
  [MFA_OTP]: { success: 'seotpft', failure: 'feotpft', description: 'One-time password for access token' },
  [MFA_OOB]: { success: 'seoobft', failure: 'feoobft', description: 'Out-of-band challenge for access token' },
  [MFA_RECOVERY_CODE]: { success: 'sercft', failure: 'fercft', description: 'Recovery code for access token' },
  [PASSWORDLESS_OTP]: { success: 'seotpft', failure: 'feotpft', description: 'Verification code for access token' },
  [WEBAUTHN]: { success: 'sepft', failure: 'fepft', description: 'Passkey for access token' },
  client_credentials: { success: 'seccft', failure: 'feccft', description: 'Client credentials for access token' },
  [TOKEN_EXCHANGE]: { success: 'secte', failure: 'fecte', description: 'Token of an issuer for access token' },
  [JWT_BEARER]: { success: 'secte', failure: 'fecte', description: 'Assertion of an issuer for access token' },
  [ON_BEHALF_OF]: {
    success: 'success_on_behalf_of_token_exchange',
    failure: 'failed_on_behalf_of_token_exchange',
    description: 'Access token for access token',
  },
}

/** What every event says of its request. */
export function about(
  request: FastifyRequest,
  { client, account }: { client?: Client | undefined; account?: Account | undefined },
): Omit<LogEvent, 'type'> {
  return {
    ip: request.ip,
    user_agent: request.headers['user-agent'],
    hostname: request.host,
    client_id: client?.client_id,
    client_name: client?.name,
    user_id: account?.user_id,
    user_name: account && (account.email ?? account.username ?? account.name ?? undefined),
  }
}

/** The error's own words, for the administrator: never a value that the client sent. */
const failure = (error: NonNullable<Answered['error']>) => ({
  description: error.error_description ?? error.error,
  details: { error: error.error, ...(error.error_detail === undefined ? {} : { detail: error.error_detail }) },
})

function whoAndWhat(request: FastifyRequest, { ctx }: Pick<Answered, 'ctx'>): Omit<LogEvent, 'type'> {
  const { client, account, params, session, entities } = ctx.oidc
  const { accounts } = ctx.state.facts as RequestFacts
  return {
    ...about(request, {
      client: client && storedClient(client),
      account: account && accounts.get(account.accountId),
    }),
    audience: audiencesOf(params?.resource)[0],
    scope: typeof params?.scope === 'string' ? params.scope : undefined,
    session_id: session?.accountId ? session.uid : (entities.AuthorizationCode ?? entities.RefreshToken)?.sessionUid,
  }
}

/** An exchange that was refused before oidc-provider saw it. */
export function refusedExchange(
  request: FastifyRequest,
  grant_type: string,
  client: Client | undefined,
  error: NonNullable<Answered['error']>,
): LogEvent | undefined {
  const exchange = Object.hasOwn(EXCHANGES, grant_type) ? EXCHANGES[grant_type] : undefined
  return exchange && { ...about(request, { client }), type: exchange.failure, ...failure(error) }
}

export function tokenEvent(request: FastifyRequest, answered: Answered, grant_type: string): LogEvent | undefined {
  const exchange = Object.hasOwn(EXCHANGES, grant_type) ? EXCHANGES[grant_type] : undefined
  if (!exchange) return undefined
  const { error } = answered
  // That nobody has decided yet is no event, nor is half of a handshake (RFC 9449 §8).
  if (isWaiting(error) || error instanceof errors.UseDpopNonce) return undefined
  if (error instanceof MfaRequired)
    return { ...whoAndWhat(request, answered), type: 'mfar', description: 'A second factor is required' }
  return error
    ? { ...whoAndWhat(request, answered), type: exchange.failure, ...failure(error) }
    : { ...whoAndWhat(request, answered), type: exchange.success, description: exchange.description }
}

/** A code for a device, or a request to a user's own device, that was asked for and refused; or (CIBA) begun. */
export function beginningEvent(
  request: FastifyRequest,
  answered: Answered,
  types: { success?: string; failure: string },
): LogEvent | undefined {
  const { error, ctx } = answered
  if (error) return { ...whoAndWhat(request, answered), type: types.failure, ...failure(error) }
  if (types.success === undefined) return undefined
  const { jti } = ctx.oidc.entities.BackchannelAuthenticationRequest ?? {}
  // For an integration that follows the log and answers by the Management API.
  const details = jti === undefined ? {} : { details: { ciba_request_id: hashBearer(jti) } }
  return { ...whoAndWhat(request, answered), type: types.success, ...details }
}

/** The same, refused before oidc-provider saw it. */
export const refusedBeginning = (
  request: FastifyRequest,
  client: Client | undefined,
  error: NonNullable<Answered['error']>,
  type: string,
): LogEvent => ({ ...about(request, { client }), type, ...failure(error) })

export function revocationEvent(request: FastifyRequest, answered: Answered): LogEvent | undefined {
  if (!answered.ctx.oidc.entities.RefreshToken) return undefined
  return { ...whoAndWhat(request, answered), type: 'srrt', description: 'Refresh token revoked' }
}

/** A push that was refused before oidc-provider saw it. */
export const refusedPush = (
  request: FastifyRequest,
  client: Client | undefined,
  error: NonNullable<Answered['error']>,
): LogEvent => ({ ...about(request, { client }), type: 'fpar', ...failure(error) })

/** Auth0 has an event for a push that fails, and none for one that does not. */
export const pushEvent = (request: FastifyRequest, answered: Answered): LogEvent | undefined =>
  answered.error && { ...whoAndWhat(request, answered), type: 'fpar', ...failure(answered.error) }

/** An authorization that showed no page: silent (`ssa`, `fsa`), or by the session that was there (`s`), or refused (`f`). */
export function authorizationEvent(request: FastifyRequest, answered: Answered): LogEvent | undefined {
  const { ctx, error } = answered
  const { result } = ctx.oidc.entities.Interaction ?? {}
  // A page has told it.
  if (result?.login || result?.error) return undefined
  const silent = ctx.oidc.params?.prompt === 'none'
  if (error) return { ...whoAndWhat(request, answered), type: silent ? 'fsa' : 'f', ...failure(error) }
  if (!ctx.oidc.entities.AuthorizationCode) return undefined
  return { ...whoAndWhat(request, answered), type: silent ? 'ssa' : 's', description: 'Signed in by session' }
}

export const logoutEvent = (
  request: FastifyRequest,
  who: { client?: Client | undefined; account?: Account | undefined; session_id?: string | undefined },
  refused?: string,
): LogEvent => ({
  ...about(request, who),
  session_id: who.session_id,
  type: refused === undefined ? 'slo' : 'flo',
  description: refused ?? 'User logged out',
})
