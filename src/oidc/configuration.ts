// oidc-provider's configuration for one tenant: a literal in the order of its documentation. Each departure from a default says why.
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { errors, type JWKS } from 'oidc-provider'
import { PROOF_ALGORITHMS } from '../http/dpop.ts'
import { localesOf } from '../http/languages.ts'
import { newBearerValue } from '../ids.ts'
import { hashBearer } from '../store/hash.ts'
import { ACR_VALUES, type TenantSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { customizeAccessToken } from './access-token.ts'
import { findAccount } from './account.ts'
import { createAdapter, spendCode } from './adapter.ts'
import { askForMethods, checkAcr, tellOfTwo } from './authentication-context.ts'
import { checkWithin, richAuthorizationRequests } from './authorization-details.ts'
import { certificateOf } from './certificates.ts'
import { ciba, cibaSeconds, hintedUser } from './ciba.ts'
import { CLAIMS, claimNames, OIDC_SCOPES } from './claims.ts'
import {
  CLIENT_AUTHENTICATION_ALGS,
  checkClientAssertion,
  isCertificateAuthorized,
  isCertificateOf,
} from './client-authentication.ts'
import { PUBLIC_KEY_ALGS } from './client-keys.ts'
import { AUTH_METHODS, isAllowedOrigin, RESPONSE_TYPES, storedClient } from './client-metadata.ts'
import { DEVICE_CODE_SECONDS, deviceFlow } from './device.ts'
import { CONFORM_ID_TOKEN_CLAIMS, refusal } from './dialect.ts'
import { dPoP } from './dpop.ts'
import { ENCRYPTION_ALGS, ENCRYPTION_ENCS } from './encryption.ts'
import { checkFapiRequest, isFapi } from './fapi.ts'
import { checkTarget } from './multi-resource-refresh.ts'
import { checkProof } from './possession.ts'
import { prompts } from './prompts.ts'
import { allowNoScope } from './provider-internals.ts'
import { checkPushed } from './pushed-requests.ts'
import { familyEnd, idleEnd, tokenSeconds } from './refresh-token-lifetime.ts'
import { requestFacts } from './request-facts.ts'
import { checkRequestObject } from './request-objects.ts'
import {
  checkJson,
  checkWebMessage,
  resourceOfAudience,
  settleOfflineAccess,
  settlePrompt,
  settleResource,
  signsInUnseen,
} from './requests.ts'
import { audiencesOf, isFrontChannel, resourceOf, resourceServerInfo, resourceServerOf } from './resource-servers.ts'
import { endsOf } from './session-lifetime.ts'
import { SIGNING_ALGS } from './signing-keys.ts'
import { subjectFor } from './subjects.ts'

/** Seconds by which the clocks of others may differ. */
export const CLOCK_TOLERANCE = 15
const CODE_SECONDS = 60
/** Auth0: an access token without an audience, good for /userinfo only. */
const USERINFO_TOKEN_SECONDS = 86_400
/** The same, handed out through the browser. */
const WEB_USERINFO_TOKEN_SECONDS = 7_200
const INTERACTION_SECONDS = 3_600

const RESPONSE_SIGNING = [...SIGNING_ALGS, 'HS256'] as const
/** RFC 7518, RFC 8037. What a tenant signs by is further cut down to what it has keys for. */
const ENABLED_JWA = {
  clientAuthSigningAlgValues: [...CLIENT_AUTHENTICATION_ALGS],
  idTokenSigningAlgValues: [...RESPONSE_SIGNING],
  idTokenEncryptionAlgValues: [...ENCRYPTION_ALGS],
  idTokenEncryptionEncValues: [...ENCRYPTION_ENCS],
  userinfoSigningAlgValues: [...RESPONSE_SIGNING],
  userinfoEncryptionAlgValues: [...ENCRYPTION_ALGS],
  userinfoEncryptionEncValues: [...ENCRYPTION_ENCS],
  authorizationSigningAlgValues: [...RESPONSE_SIGNING],
  authorizationEncryptionAlgValues: [...ENCRYPTION_ALGS],
  authorizationEncryptionEncValues: [...ENCRYPTION_ENCS],
  introspectionSigningAlgValues: [...RESPONSE_SIGNING],
  introspectionEncryptionAlgValues: [...ENCRYPTION_ALGS],
  introspectionEncryptionEncValues: [...ENCRYPTION_ENCS],
  requestObjectSigningAlgValues: [...PUBLIC_KEY_ALGS],
  dPoPSigningAlgValues: [...PROOF_ALGORITHMS],
  // Nobody encrypts to us.
  requestObjectEncryptionAlgValues: [],
  requestObjectEncryptionEncValues: [],
} satisfies Configuration['enabledJWA']

/** Path-scoped cookies cannot have the `__Host-` prefix; over http there are no prefixes at all. */
export const cookieNames = (issuer: string) =>
  issuer.startsWith('https:')
    ? {
        session: '__Host-lintel_session',
        interaction: '__Secure-lintel_interaction',
        resume: '__Secure-lintel_resume',
      }
    : { session: 'lintel_session', interaction: 'lintel_interaction', resume: 'lintel_resume' }

async function checkConnection(store: TenantStore, ctx: KoaContextWithOIDC, connection: unknown): Promise<void> {
  if (connection === undefined) return
  const connections = await store.facts.connections_of(ctx.oidc.client?.clientId ?? '')
  if (!connections.some(({ name }) => name === connection))
    throw new errors.InvalidRequest('the connection is not enabled for the client')
}

function refuseUnsupported(name: string, value: unknown): void {
  if (value !== undefined) throw new errors.InvalidRequest(`${name} is not supported`)
}

/** What was granted, once for a request: `code token` comes here for the code first, and so with its scopes. */
async function storeGrant(ctx: KoaContextWithOIDC, { scopes }: { scopes: Set<string> }): Promise<void> {
  const { grant, session } = ctx.oidc
  const facts = requestFacts()
  if (!facts.granting) {
    facts.granting = { session_id: session?.uid ?? '', offline: scopes.has('offline_access') }
    facts.granted = grant?.save()
  }
  await facts.granted
}

/** @param detail_types the types of authorization details that the tenant's resource servers declare */
export function configuration(
  store: TenantStore,
  settings: TenantSettings,
  jwks: JWKS,
  detail_types: readonly string[],
): Configuration {
  const { issuer } = store.tenant
  const default_resource = settings.default_audience === '' ? undefined : resourceOf(settings.default_audience)

  return {
    adapter: createAdapter(store, requestFacts),
    assertJwtClientAuthClaimsAndHeader: checkClientAssertion,
    // Without any, oidc-provider would leave `acr` out of ID tokens.
    acrValues: [...ACR_VALUES],
    claims: {
      ...Object.fromEntries(Object.entries(CLAIMS).map(([scope, claims]) => [scope, Object.keys(claims)])),
      amr: null,
    },
    clientBasedCORS: (_ctx, origin, client) => isAllowedOrigin(origin, storedClient(client)),
    // Which of the types a client may ask, authorization-details.ts decides.
    clientDefaults: { id_token_signed_response_alg: 'RS256', authorization_details_types: [...detail_types] },
    clockTolerance: CLOCK_TOLERANCE,
    conformIdTokenClaims: CONFORM_ID_TOKEN_CLAIMS[settings.protocol_dialect],
    /**
     * A grant per authorization. It is stored only when the policy is satisfied (expiresWithSession), so nothing that asks for a prompt
     * leaves one behind.
     */
    async loadExistingGrant(ctx) {
      const { client, account, provider, requestParamOIDCScopes, requestParamScopes, resourceServers = {} } = ctx.oidc
      if (!client || !account) return undefined
      const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
      grant.jti = newBearerValue()
      grant.addOIDCScope([...requestParamOIDCScopes].join(' '))
      // OpenID Connect Core §5.5: claims one by one, as far as the scopes would give them all.
      grant.addOIDCClaims(claimNames(requestParamOIDCScopes).filter(claim => ctx.oidc.requestParamClaims.has(claim)))
      for (const [resource, { scopes }] of Object.entries(resourceServers)) {
        grant.addResourceScope(resource, [...requestParamScopes].filter(scope => scopes.has(scope)).join(' '))
      }
      if (settings.protocol_dialect === 'auth0') tellOfTwo(ctx, grant)
      if (requestParamScopes.size === 0) allowNoScope(grant)
      return grant
    },
    // OAuth 2.1 §4.1.1 allows it, Auth0 does not: the redirect URI is always named.
    allowOmittingSingleRegisteredRedirectUri: false,
    cookies: {
      names: cookieNames(issuer),
      // Silent authentication in an iframe needs `none`, which needs https.
      long: { httpOnly: true, sameSite: issuer.startsWith('https:') ? 'none' : 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    discovery: {
      // Logout and the key set are our own routes.
      ...(settings.oidc_logout.rp_logout_end_session_endpoint_discovery
        ? { end_session_endpoint: `${issuer}oidc/logout` }
        : {}),
      // Auth0
      mfa_challenge_endpoint: `${issuer}mfa/challenge`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      ...(settings.dynamic_client_registration === 'off' ? {} : { registration_endpoint: `${issuer}oidc/register` }),
      ...(settings.client_id_metadata_document_supported ? { client_id_metadata_document_supported: true } : {}),
      ui_locales_supported: [...localesOf(settings)],
    },
    extraParams: {
      // Called for every request, whether the parameter is there or not.
      audience: async ctx => {
        checkJson(ctx)
        checkPushed(ctx)
        checkFapiRequest(ctx)
        checkWebMessage(ctx)
        await checkAcr(store, ctx)
        askForMethods(ctx)
        settlePrompt(ctx)
        settleResource(ctx)
        await settleOfflineAccess(store, ctx)
      },
      connection: (ctx, connection) => checkConnection(store, ctx, connection),
      screen_hint: null,
      // Auth0. What is stored with the request must not be a bearer.
      login_ticket(ctx, value) {
        const { params } = ctx.oidc
        if (!params || typeof value !== 'string') return
        params.login_ticket = hashBearer(value)
        if (signsInUnseen(ctx)) params.prompt = undefined
      },
      // Ignoring these would let people in whom they keep out.
      organization: (_ctx, value) => refuseUnsupported('organization', value),
      invitation: (_ctx, value) => refuseUnsupported('invitation', value),
    },
    features: {
      devInteractions: { enabled: false },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      dPoP: dPoP(store),
      claimsParameter: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        selfSignedTlsClientAuth: true,
        tlsClientAuth: true,
        getCertificate: certificateOf,
        certificateAuthorized: isCertificateAuthorized,
        certificateSubjectMatches: isCertificateOf,
      },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      fapi: { enabled: true, profile: (_ctx, client) => (isFapi(client) ? '2.0' : undefined) },
      jwtResponseModes: { enabled: true },
      pushedAuthorizationRequests: { enabled: settings.pushed_authorization_requests_supported },
      requestObjects: { enabled: true, assertJwtClaimsAndHeader: checkRequestObject },
      resourceIndicators: {
        enabled: true,
        async defaultResource(ctx, _client, oneOf) {
          if (oneOf) throw refusal('several_audiences')
          const named = resourceOfAudience(ctx)
          if (named !== undefined) return named
          if (ctx.oidc.params?.grant_type === 'client_credentials' && default_resource === undefined)
            throw refusal('no_audience')
          return default_resource as string
        },
        getResourceServerInfo: (ctx, resource, client) => resourceServerInfo(store, ctx, resource, client.clientId),
        useGrantedResource: async () => true,
      },
      richAuthorizationRequests: richAuthorizationRequests(store, detail_types, default_resource),
      revocation: {
        enabled: true,
        // RFC 7009 §2.2: an answer that tells nothing.
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
      deviceFlow: deviceFlow(settings.device_flow),
      ciba: ciba(store),
      // What it finds is ours (introspection.ts).
      introspection: { enabled: true },
      jwtIntrospection: { enabled: true },
      webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
    },
    async extraTokenClaims(ctx, token) {
      // A JWT through the browser, of which nobody asks whether it expires with its session.
      if (isFrontChannel(ctx)) await storeGrant(ctx, token)
      return requestFacts().token_claims
    },
    formats: {
      bitsOfOpaqueRandomness: 256,
      customizers: { jwt: (ctx, token, parts) => customizeAccessToken(store, ctx, token, parts) },
    },
    /** oidc-provider: the one awaited question between the policy and the code, and so the moment to store the grant. */
    async expiresWithSession(ctx, code) {
      await storeGrant(ctx, code)
      // A grant that is not offline ends with its session in our store; oidc-provider needs not look.
      return false
    },
    async issueRefreshToken(_ctx, client, code) {
      if (client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access')) return true
      await spendCode(store, requestFacts())
      return false
    },
    jwks,
    responseTypes: [...RESPONSE_TYPES],
    pkce: {
      // RFC 9700 §2.1.1: S256 is all that oidc-provider knows; public clients cannot go without.
      required: (_ctx, client) =>
        client.clientAuthMethod === 'none' ||
        isFapi(client) ||
        storedClient(client).third_party_security_mode === 'strict',
    },
    routes: {
      authorization: '/authorize',
      backchannel_authentication: '/bc-authorize',
      code_verification: '/activate',
      device_authorization: '/oauth/device/code',
      end_session: '/oidc/logout',
      jwks: '/.well-known/jwks.json',
      pushed_authorization_request: '/oauth/par',
      introspection: '/oauth/introspect',
      revocation: '/oauth/revoke',
      token: '/oauth/token',
      userinfo: '/userinfo',
    },
    scopes: OIDC_SCOPES,
    pairwiseIdentifier: (_ctx, user_id, client) => subjectFor(store, storedClient(client), user_id),
    // Read when the client is registered (management/clients/tokens.ts), not at every start.
    sectorIdentifierUriValidate: () => false,
    subjectTypes: ['public', 'pairwise'],
    clientAuthMethods: [...AUTH_METHODS],
    ttl: {
      AccessToken: (ctx, token) =>
        token.resourceServer?.accessTokenTTL ??
        (isFrontChannel(ctx) ? WEB_USERINFO_TOKEN_SECONDS : USERINFO_TOKEN_SECONDS),
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? USERINFO_TOKEN_SECONDS,
      AuthorizationCode: CODE_SECONDS,
      BackchannelAuthenticationRequest: cibaSeconds,
      DeviceCode: DEVICE_CODE_SECONDS,
      IdToken: (_ctx, _token, client) => storedClient(client).jwt_configuration.lifetime_in_seconds,
      Interaction: INTERACTION_SECONDS,
      /** Until a refresh token extends it (see the store), a grant is there for its code and for the access tokens that come of it. */
      Grant: () => DEVICE_CODE_SECONDS + Math.max(USERINFO_TOKEN_SECONDS, requestFacts().longest_token ?? 0),
      RefreshToken(_ctx, _token, client) {
        const { now, presented } = requestFacts()
        const { refresh_token } = storedClient(client)
        const end = presented ? presented.family.expires_at : familyEnd(refresh_token, now)
        return tokenSeconds(refresh_token, end ?? undefined, now)
      },
      /** For the cookie; the store's row has the same. */
      Session(_ctx, { loginTs, transient: ephemeral = false }) {
        const { now, session } = requestFacts()
        const authenticated_at = loginTs === undefined ? now : new Date(loginTs * 1000)
        const { idle_expires_at } = endsOf(settings, { authenticated_at, ephemeral }, session, now)
        return Math.max(1, Math.ceil((idle_expires_at.getTime() - now.getTime()) / 1000))
      },
    },
    extraClientMetadata: { properties: ['stored'] },
    /** Answered by the plugin, which knows the pages. */
    renderError(ctx, out, error) {
      ctx.state.refused = { out, error }
      ctx.body = out
    },
    // The destroyed grant is what stops a racing winner's late refresh token.
    revokeGrantPolicy: () => true,
    interactions: {
      policy: prompts(store),
      url: (_ctx, interaction) => `/u/${hashBearer(interaction.uid)}`,
    },
    findAccount: async (ctx, sub, token) => findAccount(store, ctx, await hintedUser(store, ctx, sub), token),
    async rotateRefreshToken(ctx) {
      const { client } = ctx.oidc
      if (!client) return true
      // A refusal must not cost the token that is about to be spent.
      const { RefreshToken } = ctx.oidc.entities
      checkWithin(ctx, RefreshToken?.rar)
      await checkTarget(store, ctx)
      if (ctx.oidc.params?.resource === undefined)
        for (const audience of audiencesOf(RefreshToken?.resource))
          checkProof(ctx, await resourceServerOf(store, audience))
      const { refresh_token } = storedClient(client)
      if (refresh_token.rotation_type === 'rotating') return true
      const { now, presented, further, ip, user_agent } = requestFacts()
      if (presented) {
        const seconds = tokenSeconds(refresh_token, presented.family.expires_at ?? undefined, now)
        await store.refresh_tokens.touch(
          presented.token_hash,
          new Date(now.getTime() + seconds * 1000),
          { idle_expires_at: idleEnd(refresh_token, now) ?? null, ip, user_agent, further },
          now,
        )
      }
      return false
    },
    enabledJWA: ENABLED_JWA,
  }
}
