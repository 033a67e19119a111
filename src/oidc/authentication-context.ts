// How a person was authenticated (`amr`, RFC 8176), what that is worth (`acr`) and what a request may ask of it: step-up authentication
// (RFC 9470), essential and voluntary `acr` (OpenID Connect Core §5.5.1.1). Tokens state what happened, never what was asked.
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { FACTORS, type MultiFactor, readMultiFactor } from '../store/multi-factor.ts'
import { ACR_VALUES } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { requestFacts } from './request-facts.ts'

export const [SINGLE_FACTOR, MULTI_FACTOR] = ACR_VALUES

/** RFC 8176 §2: `mfa` stands beside the methods when they were of more than one kind. */
export const isMultiFactor = (amr: readonly string[]): boolean => amr.includes('mfa')

/** What these methods are worth together; undefined: nothing is known of them. */
export function acrOf(amr: readonly string[]): string | undefined {
  if (isMultiFactor(amr)) return MULTI_FACTOR
  return amr.length === 0 ? undefined : SINGLE_FACTOR
}

/** What a request may ask of an authentication, by the parameters' own names. */
export type AskedAuthentication = { acr_values?: unknown; claims?: unknown }

type RequestedClaim = { essential?: unknown; value?: unknown; values?: unknown } | null | undefined
/** Whether there is a second factor that anybody could prove. A recovery code only stands in for one. */
export const hasSecondFactors = ({ factors }: Pick<MultiFactor, 'factors'>): boolean =>
  FACTORS.some(factor => factor !== 'recovery-code' && factors[factor])

type RequestedClaims = { id_token?: { [claim: string]: RequestedClaim } }

/** The values of which one is essential, if the request says so. */
function essentialAcrs(claims: RequestedClaims | undefined): string[] | undefined {
  const acr = claims?.id_token?.acr
  if (acr?.essential !== true) return undefined
  const { value, values = value === undefined ? undefined : [value] } = acr
  if (values === undefined) return undefined
  if (!Array.isArray(values) || values.some(one => typeof one !== 'string'))
    throw new errors.InvalidRequest('the values of an essential acr must be strings')
  return values
}

/**
 * Refuses a request that insists on an `acr` that no sign-in here reaches, at whichever endpoint it comes in. OpenID Connect Core §5.5.1.1: an
 * essential one that cannot be met is a failed authentication.
 */
export async function checkAcr(store: TenantStore, { oidc: { params } }: KoaContextWithOIDC): Promise<void> {
  if (params?.claims === undefined) return
  const wanted = essentialAcrs(JSON.parse(String(params.claims)))
  if (!wanted) return
  const reachable = hasSecondFactors(readMultiFactor(await store.facts.settings())) ? ACR_VALUES : [SINGLE_FACTOR]
  if (!reachable.some(acr => wanted.includes(acr)))
    throw new errors.UnmetAuthenticationRequirements('none of the essential acr values can be reached')
}

/** Whether only a new sign-in reaches the `acr` that the request insists on. A better one than it wants will do; for two factors there is the mfa prompt. */
export function needsOtherAuthentication({ oidc }: KoaContextWithOIDC): boolean {
  const wanted = essentialAcrs(oidc.claims as RequestedClaims | undefined)
  return wanted !== undefined && oidc.acr === undefined
}

/**
 * Whether a request wants two factors rather than one: `essential` if nothing less will do.
 * @param asked the request's parameters, as they came
 */
export function prefersMultiFactor(asked: AskedAuthentication): 'essential' | 'voluntary' | undefined {
  const { acr_values } = asked
  const claims = typeof asked.claims === 'string' ? (JSON.parse(asked.claims) as RequestedClaims) : undefined
  const essential = essentialAcrs(claims)
  if (essential) return essential.includes(MULTI_FACTOR) && !essential.includes(SINGLE_FACTOR) ? 'essential' : undefined
  const values = typeof acr_values === 'string' ? acr_values.split(' ') : []
  const { value, values: claimed = value === undefined ? [] : [value] } = claims?.id_token?.acr ?? {}
  // In the order of preference (OpenID Connect Core §3.1.2.1).
  const [first] = [...values, ...(Array.isArray(claimed) ? claimed : [])].filter(acr => ACR_VALUES.includes(acr))
  return first === MULTI_FACTOR ? 'voluntary' : undefined
}

/** OpenID Connect Core §5.5.1: a `sub` with a value is the only one who may be signed in. */
export function isOtherSubject({ oidc }: KoaContextWithOIDC, sub: string | undefined): boolean {
  const wanted = (oidc.claims as RequestedClaims | undefined)?.id_token?.sub
  return wanted?.value !== undefined && wanted.value !== sub
}

type Authentication = { acr?: string; amr?: string[]; authTime?: number; claims?: RequestedClaims }

/** What the token that is being issued comes from: a code, a refresh token, or the browser's session. */
function authenticationOf({ oidc }: KoaContextWithOIDC): Authentication | undefined {
  const { entities } = oidc as unknown as { entities: { [kind: string]: Authentication | undefined } }
  const granted =
    requestFacts().authentication ??
    entities.RefreshToken ??
    entities.AuthorizationCode ??
    entities.DeviceCode ??
    entities.BackchannelAuthenticationRequest
  if (granted) return granted
  if (!oidc.session?.accountId) return undefined
  const { acr, amr, claims, session } = oidc
  return { acr, amr, authTime: session.authTime(), claims: claims as RequestedClaims } as Authentication
}

/**
 * RFC 9470 §6, RFC 9068 §2.2.1: a client that asked how or when its user was authenticated carries the answer to the resource server that made
 * it ask. A refreshed token tells of the authentication at its beginning.
 */
export function authenticationClaims(
  ctx: KoaContextWithOIDC | undefined,
  { unasked = false } = {},
): { [claim: string]: unknown } {
  const authentication = ctx && authenticationOf(ctx)
  const { acr, auth_time } = authentication?.claims?.id_token ?? {}
  if (!authentication || (!unasked && acr === undefined && auth_time === undefined)) return {}
  return Object.fromEntries(
    Object.entries({ acr: authentication.acr, amr: authentication.amr, auth_time: authentication.authTime }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}

/** Auth0: that it were two factors, a token says unasked. */
export const TOLD_OF_TWO = { acr: null, amr: null }

/** The same of a sign-in at a browser. Whoever has proved one is not told of it: her tokens stay as they were asked for. */
export function tellOfTwo({ oidc }: KoaContextWithOIDC, grant: { addOIDCClaims(claims: string[]): void }): void {
  if (!isMultiFactor(oidc.session?.amr ?? [])) return
  grant.addOIDCClaims(Object.keys(TOLD_OF_TWO))
  const { id_token } = oidc.claims as RequestedClaims
  Object.assign(oidc.claims, { id_token: { ...TOLD_OF_TWO, ...id_token } })
}

/** Who asks for the class is told the methods too. oidc-provider (9.13.3) has no parameter for them but `claims`. */
export function askForMethods({ oidc: { params, client } }: KoaContextWithOIDC): void {
  if (!params || (!params.acr_values && !client?.defaultAcrValues)) return
  const claims = params.claims === undefined ? {} : (JSON.parse(String(params.claims)) as RequestedClaims)
  params.claims = JSON.stringify({ ...claims, id_token: { amr: null, ...claims.id_token } })
}
