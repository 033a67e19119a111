// The JWT bearer grant (RFC 7523 §2.1): an assertion of a trusted issuer in place of a sign-in. Whom to trust a token exchange profile says
// (`accept_as_assertion`). An Identity Assertion JWT Authorization Grant (cross-app access) is one that names the client, what it may ask and
// of which resource server.
import { decodeJwt, type JWTPayload } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { RegisteredClient } from '../../store/client-credentials.ts'
import type { TenantStore } from '../../store/store.ts'
import type { TokenExchangeProfile } from '../../store/token-exchange-profiles.ts'
import { JWT_BEARER } from '../client-metadata.ts'
import { refusal } from '../dialect.ts'
import { ID_JAG, profilesOf, verifyExternal } from '../external-tokens.ts'
import { audienceOf, resourceOf } from '../resource-servers.ts'
import type { GrantType } from './grant-type.ts'
import { confidential, issueForExternal, type Params, refused, required, unlessRefused } from './token-exchange.ts'

const names = [JWT_BEARER]
const parameters = ['assertion', 'scope', 'resource', 'organization']

function profileFor(profiles: TokenExchangeProfile[], assertion: string): TokenExchangeProfile {
  let iss: string | undefined
  try {
    // Chooses who is asked, and is checked by that one's keys.
    ;({ iss } = decodeJwt(assertion))
  } catch {
    throw refused('bad_assertion', 'it is no JWT')
  }
  const profile = profiles.find(
    ({ subject_token_verification: { issuer, accept_as_assertion } }) => accept_as_assertion && issuer === iss,
  )
  if (!profile) throw refused('bad_assertion', 'no profile accepts assertions of its issuer')
  return profile
}

/** draft-ietf-oauth-identity-assertion-authz-grant §4.3, §4.4 */
function checkIdentityAssertion(claims: JWTPayload, client: RegisteredClient, params: Params): string[] {
  if (claims.client_id !== client.client_id) throw refused('bad_assertion', 'it was given to another client')
  const { resource } = claims
  if (resource !== undefined) {
    const named = [resource].flat()
    if (params.resource === undefined && named.length === 1 && typeof named[0] === 'string')
      params.resource = resourceOf(named[0])
    if (typeof params.resource !== 'string' || !named.includes(audienceOf(params.resource)))
      throw refused('bad_assertion', 'it is for another resource')
  }
  return typeof claims.scope === 'string' ? claims.scope.split(' ').filter(Boolean) : []
}

const handler =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params } = confidential(ctx)
    const assertion = required(params, 'assertion')
    if (!client.token_exchange?.allow_any_profile_of_type.includes('custom_authentication'))
      throw refusal('exchange_not_allowed')
    const profile = profileFor(await profilesOf(store), assertion)
    let most: { scopes?: string[] } = {}
    const external = await unlessRefused(
      'bad_assertion',
      verifyExternal(store, profile, assertion, ({ typ, claims }) => {
        // RFC 7523 §3
        if (typeof claims.sub !== 'string') throw refused('bad_assertion', 'it has no sub')
        // RFC 8693 §4.4
        if (claims.may_act !== undefined) throw refused('bad_assertion', 'may_act is for a token exchange')
        if (typ === ID_JAG) most = { scopes: checkIdentityAssertion(claims, client, params) }
      }),
    )
    await issueForExternal(store, ctx, external, most)
  }

export const jwtBearer: GrantType = { names, parameters, handler }
