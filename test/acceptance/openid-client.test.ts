// A certified client that we did not write judges the protocol: discovery, code with PKCE, refresh, userinfo, logout.
import * as client from 'openid-client'
import t from 'tap'
import { createProtocol, locationOf } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'
import { Visitor } from '../support/visitor.ts'

const REDIRECT = 'https://app.example/callback'
const AFTER = 'https://app.example/bye'

for (const scheme of ['http', 'https'] as const) {
  t.test(`over ${scheme}`, async t => {
    const p = await createProtocol(t, scheme === 'https' ? { tls: localhostTls() } : {})
    const ada = await p.createUser()
    const api = await p.createApi()
    const insecure = scheme === 'http' ? { execute: [client.allowInsecureRequests] } : {}

    for (const [what, patch] of Object.entries({
      'a public client': {},
      'a confidential client, by post': {
        app_type: 'regular_web',
        token_endpoint_auth_method: 'client_secret_post',
      },
      'a confidential client, by Basic': {
        app_type: 'regular_web',
        token_endpoint_auth_method: 'client_secret_basic',
        jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 60, secret_encoded: false },
      },
    })) {
      t.test(what, async t => {
        const app = await p.createClient({ allowed_logout_urls: [AFTER], ...patch })
        const authentication = {
          none: client.None(),
          client_secret_post: client.ClientSecretPost(app.client_secret),
          client_secret_basic: client.ClientSecretBasic(app.client_secret),
        }[app.token_endpoint_auth_method]
        const config = await client.discovery(new URL(p.issuer), app.client_id, undefined, authentication, insecure)
        t.equal(config.serverMetadata().issuer, p.issuer)

        const pkceCodeVerifier = client.randomPKCECodeVerifier()
        const expectedState = client.randomState()
        const expectedNonce = client.randomNonce()
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: REDIRECT,
          scope: 'openid profile email offline_access read:things',
          resource: api.identifier,
          code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
          code_challenge_method: 'S256',
          state: expectedState,
          nonce: expectedNonce,
        })
        const browser = new Visitor(p.issuer)
        const callback = locationOf(await p.signIn(browser, await browser.fetch(url), ada))
        const tokens = await client.authorizationCodeGrant(
          config,
          callback,
          { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true },
          { resource: api.identifier },
        )
        t.match(tokens.claims(), { sub: ada.user_id, email: ada.email, nonce: expectedNonce })
        t.equal(tokens.expires_in, 7_200)

        const info = await client.fetchUserInfo(config, tokens.access_token, ada.user_id)
        t.match(info, { name: 'Ada Lovelace', email: ada.email, email_verified: true })

        const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
        t.equal(refreshed.claims()?.sub, ada.user_id)
        t.not(refreshed.refresh_token, tokens.refresh_token)

        const logout = client.buildEndSessionUrl(config, {
          id_token_hint: refreshed.id_token ?? '',
          post_logout_redirect_uri: AFTER,
          state: 'bye',
        })
        t.equal(locationOf(await browser.fetch(logout)).href, `${AFTER}?state=bye`)

        await client.tokenRevocation(config, refreshed.refresh_token ?? '')
        const refused = await client
          .refreshTokenGrant(config, refreshed.refresh_token ?? '')
          .catch((error: unknown) => error)
        t.match(refused, { error: 'invalid_grant' })
      })
    }

    t.test('a machine', async t => {
      const { newClientGrantId } = await import('../../src/ids.ts')
      const app = await p.createClient({
        app_type: 'non_interactive',
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
      })
      await p.store.client_grants.create(
        {
          id: newClientGrantId(),
          client_id: app.client_id,
          resource_server_id: api.id,
          subject_type: 'client',
          scope: ['read:things'],
          allow_all_scopes: false,
        },
        new Date(),
      )
      await p.settled()
      const config = await client.discovery(
        new URL(p.issuer),
        app.client_id,
        undefined,
        client.ClientSecretPost(app.client_secret),
        insecure,
      )
      const tokens = await client.clientCredentialsGrant(config, { audience: api.identifier })
      t.equal(tokens.scope, 'read:things')
    })

    if (scheme === 'https') {
      t.test('over https every cookie is Secure and prefixed', async t => {
        const app = await p.createClient()
        const { browser } = await p.tokens(app, ada)
        const session = [...browser.cookies.values()].find(({ name }) => name === '__Host-lintel_session')
        t.match(session?.attributes, /path=\/(;|$)/i)
        t.match(session?.attributes, /; secure/i)
        t.match(session?.attributes, /samesite=none/i, 'silent authentication happens in a frame')
        const waiting = p.browser()
        const start = await p.authorize(waiting, {
          client_id: app.client_id,
          response_type: 'code',
          redirect_uri: REDIRECT,
          scope: 'openid',
          code_challenge: 'x'.repeat(43),
          code_challenge_method: 'S256',
        })
        t.equal(start.status, 303)
        t.equal(waiting.cookies.size, 2)
        for (const { name, attributes } of waiting.cookies.values()) {
          t.match(name, /^__Secure-lintel_/)
          t.match(attributes, /; secure/i)
          t.match(attributes, /httponly/i)
        }
      })
    }
  })
}
