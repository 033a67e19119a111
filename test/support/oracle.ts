// A bare oidc-provider, set up as Lintel's is: what it answers to a request, Lintel answers in the RFCs' dialect.

import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import type { Test } from 'tap'
import { RESPONSE_TYPES } from '../../src/oidc/client-metadata.ts'
import { freePort } from './app.ts'

export type OracleClient = NonNullable<Configuration['clients']>[number]

/** Ends with the test. Whoever comes to sign in is `person`, at once. */
export async function createOracle(t: Test, clients: OracleClient[], person: string): Promise<{ issuer: string }> {
  const port = await freePort()
  const issuer = `http://localhost:${port}/`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] } as never,
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'nickname', 'preferred_username', 'picture', 'updated_at'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    scopes: ['openid', 'profile', 'email', 'phone', 'offline_access'],
    conformIdTokenClaims: true,
    allowOmittingSingleRegisteredRedirectUri: false,
    cookies: { keys: ['key'] },
    extraParams: ['audience', 'connection', 'screen_hint', 'organization', 'invitation'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: { enabled: true },
      revocation: { enabled: true },
      webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
    },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, email: person, email_verified: true }),
    }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    async loadExistingGrant(ctx) {
      const { client, account, requestParamScopes } = ctx.oidc
      const grant = new provider.Grant({ accountId: account!.accountId, clientId: client!.clientId })
      grant.addOIDCScope([...requestParamScopes].join(' '))
      await grant.save()
      return grant
    },
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    responseTypes: [...RESPONSE_TYPES],
    routes: {
      authorization: '/authorize',
      jwks: '/.well-known/jwks.json',
      pushed_authorization_request: '/oauth/par',
      revocation: '/oauth/revoke',
      token: '/oauth/token',
      userinfo: '/userinfo',
    },
    ttl: {
      AccessToken: ctx => (ctx.oidc.route === 'token' ? 86_400 : 7_200),
      AuthorizationCode: 60,
      IdToken: 36_000,
      Interaction: 3_600,
      Session: 3_600,
      Grant: 3_600,
    },
    clientBasedCORS: () => false,
    renderError(ctx, out) {
      ctx.type = 'json'
      ctx.body = out
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'HS256'] },
  })
  provider.on('server_error', (_ctx, error) => t.fail(`the oracle failed: ${error.stack}`))
  const callback = provider.callback()
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith('/interaction/')) {
      await provider.interactionFinished(request, response, { login: { accountId: person, amr: ['pwd'] } })
      return
    }
    // Lintel takes a posted authorization request as one in the query, for its cookies hold over http too.
    await callback(request, response)
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { issuer }
}
