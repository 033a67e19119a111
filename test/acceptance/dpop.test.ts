// A certified client that we did not write judges DPoP (RFC 9449) and rich authorization requests (RFC 9396).
import * as client from 'openid-client'
import t from 'tap'
import { CALLBACK, claimsOf, createProtocol, locationOf } from '../support/protocol.ts'
import { Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const api = await p.createApi({
  proof_of_possession: { mechanism: 'dpop', required: true },
  authorization_details: [{ type: 'payment' }],
})
await p.settled()

for (const [what, patch] of Object.entries({
  'a public client, which is asked for nonces': {},
  'a confidential client': { app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' },
})) {
  t.test(what, async t => {
    const app = await p.createClient({ require_proof_of_possession: true, ...patch })
    await p.settled()
    const authentication =
      app.token_endpoint_auth_method === 'none' ? client.None() : client.ClientSecretPost(app.client_secret)
    const config = await client.discovery(new URL(p.issuer), app.client_id, undefined, authentication, {
      execute: [client.allowInsecureRequests],
    })
    t.ok(config.serverMetadata().dpop_signing_alg_values_supported?.includes('ES256'))
    t.same(config.serverMetadata().authorization_details_types_supported, ['payment'])
    const keys = await client.randomDPoPKeyPair()
    const DPoP = client.getDPoPHandle(config, keys)
    const details = [{ type: 'payment', amount: '12.00' }]

    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const expectedState = client.randomState()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid profile email offline_access',
      resource: api.identifier,
      authorization_details: JSON.stringify(details),
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      dpop_jkt: await DPoP.calculateThumbprint(),
      max_age: '600',
    })
    const browser = new Visitor(p.issuer)
    const consent = await p.signIn(browser, await browser.fetch(url), ada)
    const finished = await p.door(browser, consent, { do: 'consent', granted: true })
    const callback = locationOf(await browser.fetch(finished.headers.get('location') ?? '/nowhere'))

    const tokens = await client.authorizationCodeGrant(
      config,
      callback,
      { pkceCodeVerifier, expectedState, idTokenExpected: true, maxAge: 600 },
      { resource: api.identifier },
      { DPoP },
    )
    t.equal(tokens.token_type, 'dpop')
    t.same(tokens.authorization_details, details)
    t.same(claimsOf(tokens.access_token).cnf, { jkt: await DPoP.calculateThumbprint() })

    const info = await client.fetchUserInfo(config, tokens.access_token, ada.user_id, { DPoP })
    t.equal(info.email, ada.email)
    const bearer = await client.fetchUserInfo(config, tokens.access_token, ada.user_id).catch((error: unknown) => error)
    t.match(bearer, { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' })

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP })
    t.same(refreshed.authorization_details, details)
    t.same(claimsOf(refreshed.access_token).cnf, { jkt: await DPoP.calculateThumbprint() })
    t.equal((await client.fetchUserInfo(config, refreshed.access_token, ada.user_id, { DPoP })).sub, ada.user_id)

    const stolen = client.getDPoPHandle(config, await client.randomDPoPKeyPair())
    const refused = await client
      .fetchUserInfo(config, refreshed.access_token, ada.user_id, { DPoP: stolen })
      .catch((error: unknown) => error)
    t.match(refused, { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' })
  })
}
