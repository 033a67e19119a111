// Whether a second factor is demanded of a sign-in: by the tenant's policy, its client's, that of an API it is for, or by the request itself.
// One predicate for the pages, for sessions that run already and for grants that take a password. Owns neither factors nor their proofs.
import type { KoaContextWithOIDC } from 'oidc-provider'
import { rememberedCookie, rememberedHashes } from '../http/remembered-browser.ts'
import type { AuthenticationMethod } from '../store/authentication-methods.ts'
import type { Client } from '../store/clients.ts'
import { FACTOR_OF, type MultiFactor, readMultiFactor } from '../store/multi-factor.ts'
import type { FactorPolicy } from '../store/schema.ts'
import type { FoundSession } from '../store/sessions.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import {
  type AskedAuthentication,
  hasSecondFactors,
  isMultiFactor,
  prefersMultiFactor,
} from './authentication-context.ts'
import { storedClient } from './client-metadata.ts'
import { askedApproval } from './device.ts'
import { requestFacts } from './request-facts.ts'
import { audiencesOf } from './resource-servers.ts'

/** What about a sign-in is not as it was before. */
export type Signal = 'new-device' | 'new-network' | 'many-failures'

/**
 * `always`, `confidence-score`: by policy, of everybody or of whose sign-in is unusual. `requested`: by the app, which wants to see it done,
 * so that a browser that is remembered does not stand in for it.
 */
export type Demand = FactorPolicy | 'requested'

/** The weakest first. */
const DEMANDS: readonly Demand[] = ['never', 'confidence-score', 'always', 'requested']
const strictest = (demands: readonly Demand[]): Demand =>
  demands.reduce((one, other) => (DEMANDS.indexOf(other) > DEMANDS.indexOf(one) ? other : one), 'never')

/**
 * @param request.resource as oidc-provider has it; without one it is the tenant's default
 * @param request.asked the request's parameters, of which some may ask for two factors
 */
export async function demandOf(
  store: TenantStore,
  request: {
    client: Pick<Client, 'multi_factor_policy'>
    resource?: unknown
    asked?: AskedAuthentication | undefined
  },
): Promise<Demand> {
  const { client, resource, asked = {} } = request
  const settings = await store.facts.settings()
  const { policies, factors } = readMultiFactor(settings)
  const tenants: FactorPolicy = policies.includes('all-applications')
    ? 'always'
    : policies.includes('confidence-score')
      ? 'confidence-score'
      : 'never'
  const demands: Demand[] = [client.multi_factor_policy ?? tenants]
  const { default_audience } = readSettings(settings)
  const audiences = resource === undefined && default_audience !== '' ? [default_audience] : audiencesOf(resource)
  for (const audience of audiences) {
    const resource_server = await store.facts.resource_server(audience)
    demands.push(resource_server?.multi_factor_policy ?? 'never')
  }
  const prefers = prefersMultiFactor(asked)
  // OpenID Connect Core §5.5.1: a wish that nobody here can meet is no demand; what is essential is.
  const reachable = hasSecondFactors({ factors })
  if (prefers === 'essential' || (prefers === 'voluntary' && reachable)) demands.push('requested')
  return strictest(demands)
}

/**
 * What is known of a sign-in.
 * @property signals what is unusual about it; undefined: nobody has looked
 * @property isRemembered whether she has proved two factors on this browser not long ago; asked only where it matters
 */
export type KnownSignIn = {
  amr: readonly string[]
  signals: readonly string[] | undefined
  isRemembered: () => Promise<boolean>
}

/** Whether a second factor is (still) to be proved. */
export async function isDemanded(demand: Demand, { amr, signals, isRemembered }: KnownSignIn): Promise<boolean> {
  if (demand === 'never' || isMultiFactor(amr)) return false
  if (demand === 'requested') return true
  if (demand === 'confidence-score' && signals?.length === 0) return false
  return !(await isRemembered())
}

/** What was found out about the sign-in that a session comes of (adapter.ts keeps it); undefined: nobody has looked. */
export const signalsOf = ({ payload }: Pick<FoundSession, 'payload'>): readonly string[] | undefined =>
  (payload as { signals?: string[] }).signals

/** Whether the session of a browser is worth less than this request demands. */
export async function lacksSecondFactor(store: TenantStore, ctx: KoaContextWithOIDC): Promise<boolean> {
  const { client, session, params } = ctx.oidc
  const user_id = session?.accountId
  if (!client || !session || user_id === undefined) return false
  const { now, signals } = requestFacts()
  const { resource, asked } = askedApproval(ctx) ?? { resource: params?.resource, asked: params }
  const demand = await demandOf(store, { client: storedClient(client), resource, asked })
  return isDemanded(demand, {
    amr: session.amr ?? [],
    signals: signals ?? undefined,
    isRemembered() {
      const cookie = ctx.cookies.get(rememberedCookie(store.tenant.issuer).name)
      return store.remembered_browsers.find(user_id, rememberedHashes(cookie), now)
    },
  })
}

/** A session that proved its first factor longer ago does not add the second: somebody else may sit there by now. */
const FRESH_SECONDS = 600

/** What she came by is asked for no second time, and what the tenant has switched off not at all. */
const isProvable = (
  { confirmed, type }: Pick<AuthenticationMethod, 'confirmed' | 'type'>,
  amr: readonly string[],
  { factors }: Pick<MultiFactor, 'factors'>,
): boolean => {
  const factor = FACTOR_OF[type]
  const is_first =
    !amr.includes('pwd') && ((type === 'phone' && amr.includes('sms')) || (type === 'email' && amr.includes('otp')))
  return confirmed && factor !== undefined && factors[factor] && !is_first
}

/** Whether the session lacks a second factor, its user has none to prove, and her first proof is too old to add one by. */
export async function mustProveAnewToEnroll(store: TenantStore, ctx: KoaContextWithOIDC): Promise<boolean> {
  const { result, session } = ctx.oidc
  const user_id = session?.accountId
  if (!session || user_id === undefined || result?.login || !session.past(FRESH_SECONDS)) return false
  if (!(await lacksSecondFactor(store, ctx))) return false
  const multi_factor = readMultiFactor(await store.facts.settings())
  const methods = await store.authentication_methods.list(user_id)
  return !methods.some(method => isProvable(method, session.amr ?? [], multi_factor))
}
