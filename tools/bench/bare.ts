// The yardstick of the protocol's flows: oidc-provider by itself, everything in memory, with the settings that Lintel gives it where they
// cost something: RS256, JWT access tokens for a resource, rotating refresh tokens, PKCE. Signing in takes no page and no password.
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Adapter, type AdapterPayload, type Configuration, interactionPolicy, Provider } from 'oidc-provider'
import { serve } from './child.ts'
import { CALLBACK, type ProtocolTarget } from './flows.ts'

const RESOURCE = 'https://api.example.com/'
const SCOPES = 'openid profile email offline_access'

const MACHINE = { client_id: 'machine', client_secret: 'machine-secret-0123456789' }
const WEB = { client_id: 'web', client_secret: 'web-secret-0123456789' }

/** oidc-provider's own forgets all but the last thousand things. */
function createMemory(): (kind: string) => Adapter {
  const kept = new Map<string, AdapterPayload>()
  return kind => ({
    upsert: async (id, payload) => {
      kept.set(`${kind} ${id}`, payload)
      if (payload.uid !== undefined) kept.set(`${kind} uid ${payload.uid}`, payload)
    },
    find: async id => kept.get(`${kind} ${id}`),
    findByUid: async uid => kept.get(`${kind} uid ${uid}`),
    findByUserCode: async () => undefined,
    consume: async id => {
      const payload = kept.get(`${kind} ${id}`)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async id => {
      kept.delete(`${kind} ${id}`)
    },
    revokeByGrantId: async () => {},
  })
}

serve<undefined, ProtocolTarget>(async () => {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  const configuration: Configuration = {
    adapter: createMemory(),
    clients: [
      {
        ...MACHINE,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        ...WEB,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [CALLBACK],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['yardstick'] },
    routes: { authorization: '/authorize', token: '/oauth/token' },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: `${SCOPES} read:things`,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 7200,
          jwt: { sign: { alg: 'RS256' } },
        }),
        useGrantedResource: () => true,
      },
    },
    claims: {
      openid: ['sub'],
      profile: ['name', 'nickname', 'picture', 'updated_at'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: sub,
        nickname: sub,
        picture: 'https://example.com/picture.png',
        updated_at: 1_700_000_000,
        email: `${sub}@example.com`,
        email_verified: true,
      }),
    }),
    interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    async loadExistingGrant({ oidc }) {
      const { client, session, provider } = oidc
      if (!client || !session?.accountId) return undefined
      const known = session.grantIdFor(client.clientId)
      if (known !== undefined) return provider.Grant.find(known)
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
      grant.addOIDCScope(SCOPES)
      grant.addResourceScope(RESOURCE, `${SCOPES} read:things`)
      await grant.save()
      return grant
    },
    issueRefreshToken: () => Promise.resolve(true),
    expiresWithSession: () => Promise.resolve(false),
    rotateRefreshToken: () => true,
    ttl: {
      AuthorizationCode: 60,
      RefreshToken: 86_400,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      Session: 86_400,
    },
  }

  // The issuer carries the port, which is known once the server listens.
  let provider: Provider | undefined
  let answer: ReturnType<Provider['callback']> | undefined
  const server = createServer(async (req, res) => {
    const user = /^\/interaction\//.test(req.url ?? '')
    if (user) await provider?.interactionFinished(req, res, { login: { accountId: 'somebody' } })
    else await answer?.(req, res)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  provider = new Provider(issuer, configuration)
  answer = provider.callback()

  return {
    ready: {
      issuer: `${issuer}/`,
      machine: { ...MACHINE, resource: RESOURCE, scope: 'read:things' },
      web: WEB,
      authorization: { scope: SCOPES, resource: RESOURCE },
      users: [],
    },
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
})
