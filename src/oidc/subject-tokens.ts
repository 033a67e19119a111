// Tokens of ours that come back: to be exchanged (RFC 8693) or to be asked about (RFC 7662). A token counts while it verifies by our keys or is
// in our store, and while what it came from stands: its user, its client, the user's grant to the client that she signed in at, and the
// connection that she came by. A JWT names no grant: it stands while one of that user's to that client does that is as old as it.
import { decodeJwt, decodeProtectedHeader, errors as joseErrors, jwtVerify } from 'jose'
import { isBlacklisted } from '../http/blacklist.ts'
import { issuerOf, issuerOfStored } from '../http/issuers.ts'
import type { Account } from '../store/accounts.ts'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { Grant } from '../store/grants.ts'
import { hashBearer } from '../store/hash.ts'
import type { ResourceServer } from '../store/resource-servers.ts'
import type { TenantStore } from '../store/store.ts'
import { isConnectionEnabled } from './account.ts'
import { isClientId } from './client-metadata.ts'
import { isCoveredByLeeway } from './refresh-token-lifetime.ts'
import { SIGNING_ALGS, verificationKeys } from './signing-keys.ts'
import { subjectFor, userIdOf } from './subjects.ts'

/** RFC 8693 §4.1: who acts, and for whom it acts in its turn. The innermost is the client that the user signed in at. */
export type Actor = { sub: string; act?: Actor }

export type OwnToken = {
  kind: 'access_token' | 'refresh_token'
  /** Which of the tenant's it came from. */
  issuer: string
  /** The client that it was issued to. */
  client: RegisteredClient
  /** Undefined: the client's own. */
  account: Account | undefined
  sub: string
  /** Undefined: good for /userinfo only. */
  resource_server: ResourceServer | undefined
  /** As it says. */
  aud: string | string[] | undefined
  scopes: string[]
  issued_at: number | undefined
  expires_at: number | undefined
  jti: string | undefined
  act: Actor | undefined
  /** How its user was authenticated, as far as it says. */
  amr: readonly string[]
  cnf: { jkt?: string; 'x5t#S256'?: string } | undefined
  permissions: unknown[] | undefined
  authorization_details: unknown[] | undefined
  /** What it is stored under; a JWT is not. */
  grant: Grant | undefined
  /** Whoever can verify it can make it. */
  symmetric: boolean
}

type Payload = {
  sub?: string
  aud?: string | string[]
  azp?: string
  client_id?: string
  scope?: string
  iat?: number
  exp?: number
  jti?: string
  gty?: string
  act?: Actor
  amr?: unknown
  cnf?: { jkt?: string; 'x5t#S256'?: string }
  permissions?: unknown[]
  authorization_details?: unknown[]
}

/** No token of ours is longer. */
const MAX_LENGTH = 16_384
const MAX_TEXT = 600
const MACHINE = '@clients'

const scopesOf = (scope: unknown): string[] => (typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [])

/** Of a token that is signed by a resource server's secret, nothing is known to be as we write it. PostgreSQL has no NUL. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_TEXT && !value.includes('\0')
const isActor = (act: unknown): act is Actor => {
  const { sub, act: before } = (act ?? {}) as { sub?: unknown; act?: unknown }
  return isText(sub) && (before === undefined || isActor(before))
}

/** The client that the user signed in at. */
const originOf = ({ sub, act }: Actor): string => (act ? originOf(act) : sub)

/** How many have acted. */
export const depthOf = (act: Actor | undefined): number => (act ? 1 + depthOf(act.act) : 0)

async function clientOf(store: TenantStore, client_id: unknown): Promise<RegisteredClient | undefined> {
  return isClientId(client_id) ? store.facts.client(client_id) : undefined
}

async function resourceServerAmong(
  store: TenantStore,
  issuer: string,
  aud: string | string[] | undefined,
): Promise<ResourceServer | undefined> {
  const userinfo = `${issuer}userinfo`
  const [audience, ...others] = [aud ?? []].flat().filter(one => one !== userinfo)
  return isText(audience) && others.length === 0 ? store.facts.resource_server(audience) : undefined
}

/** By our keys, or by the secret of the resource server that it is for. Undefined: it is none of ours, or no longer good. */
async function verified(
  store: TenantStore,
  token: string,
  now: Date,
): Promise<{ payload: Payload; issuer: string; symmetric: boolean } | undefined> {
  const issuer = await issuerOf(store, token)
  const demands = { issuer, currentDate: now, requiredClaims: ['sub', 'aud', 'exp', 'iat'] }
  try {
    const { alg } = decodeProtectedHeader(token)
    const symmetric = alg === 'HS256'
    const { protectedHeader, payload } = symmetric
      ? await jwtVerify(token, await secretFor(store, issuer, decodeJwt(token).aud), {
          ...demands,
          algorithms: ['HS256'],
        })
      : await jwtVerify(token, await verificationKeys(store), { ...demands, algorithms: SIGNING_ALGS })
    // ID tokens, logout tokens and signed answers are made by the same keys.
    if (!['JWT', 'at+jwt'].includes(protectedHeader.typ ?? '')) return undefined
    if (await isBlacklisted(store, payload)) return undefined
    return { payload: payload as Payload, issuer, symmetric }
  } catch (error) {
    if (error instanceof joseErrors.JOSEError || error instanceof TypeError) return undefined
    throw error
  }
}

async function secretFor(store: TenantStore, issuer: string, aud: string | string[] | undefined): Promise<Uint8Array> {
  const resource_server = await resourceServerAmong(store, issuer, aud)
  if (resource_server?.signing_alg !== 'HS256' || resource_server.signing_secret === undefined)
    throw new joseErrors.JWKSNoMatchingKey()
  return new TextEncoder().encode(resource_server.signing_secret)
}

/** Of the user's grants to the client that she signed in at, one by a connection that this client still uses; and her as she is now. */
async function standing(
  store: TenantStore,
  granted: { grant: Grant; account: Account }[],
  client_id: string,
): Promise<Account | undefined> {
  for (const { grant, account } of granted)
    if (!account.blocked && (await isConnectionEnabled(store, client_id, grant.connection_id))) return account
  return undefined
}

/**
 * The user of a JWT, while what it came from stands: who signs in anew does not bring what was ended back to life.
 * @param client_id of the client that she signed in at
 * @param issued_at as it says, in whole seconds
 */
export async function userOf(
  store: TenantStore,
  { user_id, client_id, issued_at = Number.NaN }: { user_id: string; client_id: string; issued_at: number | undefined },
  now: Date,
): Promise<Account | undefined> {
  const before = new Date((issued_at + 1) * 1000)
  if (Number.isNaN(before.getTime())) return undefined
  return standing(store, await store.grants.listLive(user_id, client_id, before, now), client_id)
}

async function readJwt(store: TenantStore, token: string, now: Date): Promise<OwnToken | undefined> {
  const { payload, issuer, symmetric } = (await verified(store, token, now)) ?? {}
  if (!payload || issuer === undefined || symmetric === undefined) return undefined
  const client = await clientOf(store, payload.azp ?? payload.client_id)
  const resource_server = await resourceServerAmong(store, issuer, payload.aud)
  const { sub, act } = payload
  if (!client || !resource_server || !isText(sub) || (act !== undefined && !isActor(act))) return undefined
  const own = sub === `${client.client_id}${MACHINE}`
  let account: Account | undefined
  if (own) {
    const { policy } = resource_server.subject_type_authorization.client
    if (policy === 'deny_all' || !(await store.facts.client_grant(client.client_id, resource_server.id, 'client')))
      return undefined
  } else {
    const user_id = await userIdOf(store, client, sub)
    if (user_id === undefined) return undefined
    const origin = act ? originOf(act) : client.client_id
    account = await userOf(store, { user_id, client_id: origin, issued_at: payload.iat }, now)
    if (!account) return undefined
  }
  return {
    kind: 'access_token',
    issuer,
    client,
    account,
    sub,
    resource_server,
    aud: payload.aud,
    scopes: scopesOf(payload.scope),
    issued_at: payload.iat,
    expires_at: payload.exp,
    jti: payload.jti,
    act,
    amr: Array.isArray(payload.amr) ? payload.amr : [],
    cnf: payload.cnf,
    permissions: payload.permissions,
    authorization_details: payload.authorization_details,
    grant: undefined,
    symmetric,
  }
}

type Stored = {
  clientId?: string
  scope?: string
  iat?: number
  exp?: number
  jkt?: string
  'x5t#S256'?: string
  extra?: { act?: Actor }
  rar?: unknown[]
}

async function stored(
  store: TenantStore,
  kind: OwnToken['kind'],
  found: { payload: object; grant: Grant; account: Account },
  times: { issued_at: number | undefined; expires_at: number | undefined },
): Promise<OwnToken | undefined> {
  const { clientId, scope, extra, rar, jkt, 'x5t#S256': x5t } = found.payload as Stored
  const client = await clientOf(store, clientId)
  const account = client && (await standing(store, [found], found.grant.client_id))
  const issuer = await issuerOfStored(store, found.payload)
  if (!client || !account || issuer === undefined) return undefined
  return {
    kind,
    issuer,
    client,
    account,
    sub: await subjectFor(store, client, account.user_id),
    resource_server: undefined,
    aud: undefined,
    scopes: scopesOf(scope),
    ...times,
    jti: undefined,
    act: extra?.act,
    amr: [],
    cnf:
      jkt === undefined && x5t === undefined
        ? undefined
        : { ...(jkt === undefined ? {} : { jkt }), ...(x5t === undefined ? {} : { 'x5t#S256': x5t }) },
    permissions: undefined,
    authorization_details: rar,
    grant: found.grant,
    symmetric: false,
  }
}

async function findOpaque(store: TenantStore, token: string, now: Date): Promise<OwnToken | undefined> {
  const found = await store.artefacts.findGranted('AccessToken', hashBearer(token), now)
  const { iat, exp } = (found?.payload ?? {}) as Stored
  if (!found || exp === undefined || exp * 1000 <= now.getTime()) return undefined
  return stored(store, 'access_token', found, { issued_at: iat, expires_at: exp })
}

/** An access token of ours that is good at this moment. */
export async function findAccessToken(store: TenantStore, token: string, now: Date): Promise<OwnToken | undefined> {
  if (token.length > MAX_LENGTH) return undefined
  return token.includes('.') ? readJwt(store, token, now) : findOpaque(store, token, now)
}

/** A refresh token that an exchange would take at this moment. */
export async function findRefreshToken(store: TenantStore, token: string, now: Date): Promise<OwnToken | undefined> {
  if (token.length > MAX_LENGTH || token.includes('.')) return undefined
  const found = await store.refresh_tokens.findToken(hashBearer(token))
  if (!found || found.expires_at.getTime() <= now.getTime()) return undefined
  const client = await clientOf(store, found.grant.client_id)
  if (!client || !isCoveredByLeeway(client.refresh_token, found, now)) return undefined
  const { iat } = found.payload as Stored
  const expires_at = Math.floor(found.expires_at.getTime() / 1000)
  return stored(store, 'refresh_token', found, { issued_at: iat, expires_at })
}
