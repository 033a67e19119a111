// The interaction policy: what is demanded of a browser before it gets a code, in this order. Each check looks at facts, never at where the
// browser came from, so no step can be skipped.
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import type { TenantStore } from '../store/store.ts'
import { isConnectionEnabled } from './account.ts'
import { isOtherSubject, needsOtherAuthentication } from './authentication-context.ts'
import { requestedDetails } from './authorization-details.ts'
import { OIDC_SCOPES } from './claims.ts'
import { storedClient } from './client-metadata.ts'
import { askedApproval, askedPath } from './device.ts'
import { lacksSecondFactor, mustProveAnewToEnroll } from './multi-factor.ts'
import { readIdToken } from './provider-internals.ts'
import { requestFacts } from './request-facts.ts'
import { audienceOf, resourceServerOf } from './resource-servers.ts'
import { subjectFor } from './subjects.ts'

const { Check, Prompt } = interactionPolicy

/** Auth0's: auth0-spa-js compares it. */
export const SECOND_FACTOR_MISSING = 'Multifactor authentication required'

/** Scopes that the user has yet to permit; `resource_server_id` null: OpenID Connect's own. */
export type MissingConsent = { resource_server_id: string | null; audience: string | null; scope: string[] }

export async function missingConsent(store: TenantStore, ctx: KoaContextWithOIDC): Promise<MissingConsent[]> {
  const { client, account, requestParamScopes, resourceServers = {}, result } = ctx.oidc
  // The page that asks for approval shows all of it.
  if (!client || !account || askedApproval(ctx) || askedPath(ctx) !== undefined) return []
  const { is_first_party } = storedClient(client)
  // A request that asks for consent (prompt=consent) shows everything again. So does one that is answered on a device, by loopback or a scheme:
  // any program there can call itself by a third party's client_id, and must not be handed tokens unseen (RFC 8252 §8.6).
  const redirect_uri = ctx.oidc.params?.redirect_uri
  const on_device = !is_first_party && typeof redirect_uri === 'string' && !redirect_uri.startsWith('https:')
  const asked = (ctx.oidc.prompts.has('consent') || on_device) && !result?.consent
  const wanted: MissingConsent[] = []
  const own = OIDC_SCOPES.filter(scope => requestParamScopes.has(scope))
  if (!is_first_party || asked) wanted.push({ resource_server_id: null, audience: null, scope: own })
  for (const [resource, { scopes }] of Object.entries(resourceServers)) {
    const resource_server = await resourceServerOf(store, audienceOf(resource))
    const skips = is_first_party && resource_server.skip_consent_for_verifiable_first_party_clients
    if (skips && !asked) continue
    wanted.push({
      resource_server_id: resource_server.id,
      audience: resource_server.identifier,
      scope: [...scopes].filter(scope => requestParamScopes.has(scope) && !own.includes(scope)),
    })
  }
  // A third party's token for an API is asked about even when it carries no scope: it opens the API.
  const isWorthAsking = ({ resource_server_id, scope }: MissingConsent) =>
    scope.length > 0 || (!is_first_party && resource_server_id !== null)
  if (!wanted.some(isWorthAsking)) return []
  if (asked) return wanted.filter(isWorthAsking)
  const permitted = await store.consents.findFor(account.accountId, client.clientId)
  return wanted.flatMap(({ resource_server_id, audience, scope }) => {
    const known = permitted.get(resource_server_id)
    const missing = scope.filter(value => !known?.has(value))
    const opens = known === undefined && isWorthAsking({ resource_server_id, audience, scope })
    return missing.length > 0 || opens ? [{ resource_server_id, audience, scope: missing }] : []
  })
}

export function prompts(store: TenantStore): interactionPolicy.Prompt[] {
  const login = new Prompt(
    { name: 'login', requestable: true },
    ctx => ({ approval: askedApproval(ctx) }),
    new Check('no_session', 'Login required', ctx => !ctx.oidc.session?.accountId || !ctx.oidc.account),
    // It is for whom the ticket says, whoever is signed in here.
    new Check('login_ticket', 'Login required', ({ oidc }) => {
      return oidc.params?.login_ticket !== undefined && !oidc.result?.login
    }),
    // OpenID Connect Core §3.1.2.1
    new Check('max_age', 'Login required', ({ oidc }) => {
      const max_age = oidc.params?.max_age
      return max_age !== undefined && oidc.session?.past(Number(max_age)) === true && !oidc.result?.login
    }),
    new Check('id_token_hint', 'Login required', async ({ oidc }) => {
      const { client, entities, params, provider, result, session } = oidc
      const hint = params?.id_token_hint
      if (!client || typeof hint !== 'string') return false
      // oidc-provider 9.13.3 reads the hint before the sign-in only, and would take whoever signs in then.
      const { payload } = entities.IdTokenHint ?? { payload: await readIdToken(provider, client.clientId, hint) }
      const user_id = session?.accountId
      if (user_id !== undefined && payload.sub === (await subjectFor(store, storedClient(client), user_id)))
        return false
      // OpenID Connect Core §3.1.2.1: asked, and still not the one who is meant.
      if (result?.login) throw new errors.LoginRequired('another user than the one of the id_token_hint signed in')
      return true
    }),
    // OpenID Connect Core §5.5.1
    new Check('claims_id_token_sub_value', 'Login required', async ctx => {
      const { client, session } = ctx.oidc
      const user_id = session?.accountId
      if (!client || user_id === undefined) return false
      return isOtherSubject(ctx, await subjectFor(store, storedClient(client), user_id))
    }),
    // OpenID Connect Core §5.5.1.1
    new Check('essential_acr', 'Login required', needsOtherAuthentication),
    // She would add her first one by it, and whoever found the browser open could too.
    new Check('second_factor_unknown', SECOND_FACTOR_MISSING, ctx => mustProveAnewToEnroll(store, ctx)),
    // CIBA: it is for one user to answer. Who has signed in as another one just now is told so, not asked again.
    new Check('approval_user', 'Login required', ctx => {
      const approval = askedApproval(ctx)
      return approval !== undefined && approval.user_id !== ctx.oidc.session?.accountId && !ctx.oidc.result?.login
    }),
    // Signed in by a connection that this client does not use, or not by the one it asks for.
    new Check('connection', 'Login required', async ({ oidc }) => {
      const { connection_id } = requestFacts()
      if (!oidc.client || !(await isConnectionEnabled(store, oidc.client.clientId, connection_id))) return true
      const { connection } = oidc.params ?? {}
      if (typeof connection !== 'string') return false
      return (await store.facts.connection(connection))?.id !== connection_id
    }),
  )
  // Her session stands, and is worth less than this request demands: another client's, or older than the policy.
  const mfa = new Prompt(
    { name: 'mfa' },
    ctx => ({ approval: askedApproval(ctx) }),
    new Check('second_factor_missing', SECOND_FACTOR_MISSING, 'login_required', ctx => lacksSecondFactor(store, ctx)),
  )
  const consent = new Prompt(
    { name: 'consent', requestable: true },
    async ctx => ({ missing: await missingConsent(store, ctx) }),
    new Check('consent_missing', 'Consent required', async ctx => (await missingConsent(store, ctx)).length > 0),
    // RFC 9396: each time anew, whoever asks. What was permitted once is not what is asked now.
    new Check(
      'authorization_details',
      'Consent required',
      ctx => requestedDetails(ctx).length > 0 && !ctx.oidc.result?.consent,
    ),
  )
  // It ends on its page: nothing is issued to this browser.
  const approval = new Prompt(
    { name: 'async-approval' },
    ctx => ({ approval: askedApproval(ctx) }),
    new Check('approval_asked', 'Approval required', ctx => askedApproval(ctx) !== undefined),
  )
  const account = new Prompt(
    { name: 'account' },
    ctx => ({ path: askedPath(ctx) }),
    new Check('account_asked', 'Account required', ctx => askedPath(ctx) !== undefined),
  )
  // Auth0's word for a login that is shown (requests.ts), and so one that may be asked for.
  const selectAccount = new Prompt({ name: 'select_account', requestable: true })
  return [login, mfa, consent, approval, account, selectAccount]
}
