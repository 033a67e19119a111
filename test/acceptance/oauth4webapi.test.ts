// oauth4webapi, the strictest client there is, on whatever a client of the standards may want: over https, in the RFCs' dialect.
import * as oauth from 'oauth4webapi'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import type { Client } from '../../src/store/clients.ts'
import { refusal } from '../support/auth0-sdk.ts'
import { CALLBACK, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'

const p = await createProtocol(t, { tls: localhostTls() })
await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
const ada = await p.createUser()
const api = await p.createApi()
const web = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: [
    'authorization_code',
    'refresh_token',
    'implicit',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:device_code',
  ],
})
const spa = await p.createClient({ grant_types: ['authorization_code', 'refresh_token'] })
await p.store.client_grants.create(
  {
    id: newClientGrantId(),
    client_id: web.client_id,
    resource_server_id: api.id,
    subject_type: 'client',
    scope: ['read:things'],
    allow_all_scopes: false,
  },
  new Date(),
)
await p.settled()

const issuer = new URL(p.issuer)
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer))
const same = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' }))
t.same(same, as, 'the metadata is the same at both well-known places')

const asClient = ({ client_id }: Client): oauth.Client => ({ client_id })
const secretOf = (client: Client) => oauth.ClientSecretBasic(client.client_secret ?? '')

/** What is sent by the browser, and what only the app knows. */
async function begin(client: Client, parameters: Parameters = {}) {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const asked = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid email offline_access',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  }
  return { verifier, state, nonce, asked }
}

async function answerTo(asked: Parameters): Promise<URL> {
  const browser = p.browser()
  return locationOf(await p.signIn(browser, await p.authorize(browser, asked), ada))
}

/** RFC 9449 §8: once more, with the nonce that was just given. */
async function withNonce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (oauth.isDPoPNonceError(error)) return work()
    throw error
  }
}

t.test('code, PKCE, refresh, userinfo, introspection, revocation', async t => {
  const client = asClient(web)
  const { verifier, state, nonce, asked } = await begin(web)
  const parameters = oauth.validateAuthResponse(as, client, await answerTo(asked), state)
  const redeemed = await oauth.authorizationCodeGrantRequest(as, client, secretOf(web), parameters, CALLBACK, verifier)
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, redeemed, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
  const claims = oauth.getValidatedIdTokenClaims(tokens)
  t.equal(claims?.sub, ada.user_id)
  t.notOk('email' in (claims ?? {}), 'the claims of a scope are at /userinfo (OpenID Connect Core §5.4)')
  await oauth.validateApplicationLevelSignature(as, redeemed)

  const told = await oauth.userInfoRequest(as, client, tokens.access_token)
  const info = await oauth.processUserInfoResponse(as, client, ada.user_id, told)
  t.equal(info.email, ada.email)

  const refresh_token = tokens.refresh_token ?? ''
  const again = await oauth.refreshTokenGrantRequest(as, client, secretOf(web), refresh_token)
  const refreshed = await oauth.processRefreshTokenResponse(as, client, again)
  t.not(refreshed.refresh_token, refresh_token)

  const asked_about = await oauth.introspectionRequest(as, client, secretOf(web), refreshed.access_token)
  t.match(await oauth.processIntrospectionResponse(as, client, asked_about), { active: true, sub: ada.user_id })
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, secretOf(web), refreshed.refresh_token ?? ''),
  )
  const gone = await oauth.introspectionRequest(as, client, secretOf(web), refreshed.access_token)
  t.same(await oauth.processIntrospectionResponse(as, client, gone), { active: false })
  const refused = await oauth.refreshTokenGrantRequest(as, client, secretOf(web), refreshed.refresh_token ?? '')
  t.match(await refusal(oauth.processRefreshTokenResponse(as, client, refused)), {
    error: 'invalid_grant',
    status: 400,
  })
})

t.test('a pushed request, DPoP and JARM, by a public client', async t => {
  const client = asClient(spa)
  const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
  const { verifier, state, nonce, asked } = await begin(spa, { response_mode: 'jwt', resource: api.identifier })
  const pushed = await withNonce(async () =>
    oauth.processPushedAuthorizationResponse(
      as,
      client,
      await oauth.pushedAuthorizationRequest(as, client, oauth.None(), asked, { DPoP }),
    ),
  )
  const callback = await answerTo({ client_id: spa.client_id, request_uri: pushed.request_uri })
  const parameters = await oauth.validateJwtAuthResponse(as, client, callback, state)
  const tokens = await withNonce(async () =>
    oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, CALLBACK, verifier, { DPoP }),
      { expectedNonce: nonce, requireIdToken: true },
    ),
  )
  t.equal(tokens.token_type, 'dpop')
  const info = await withNonce(async () =>
    oauth.processUserInfoResponse(
      as,
      client,
      ada.user_id,
      await oauth.userInfoRequest(as, client, tokens.access_token, { DPoP }),
    ),
  )
  t.equal(info.sub, ada.user_id)
  const stolen = await oauth.userInfoRequest(as, client, tokens.access_token)
  t.equal(stolen.status, 401, 'without its key the token is worth nothing')
  const refreshed = await withNonce(async () =>
    oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token ?? '', { DPoP }),
    ),
  )
  t.equal(refreshed.token_type, 'dpop')
  const other = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
  t.match(
    await refusal(
      withNonce(async () =>
        oauth.processRefreshTokenResponse(
          as,
          client,
          await oauth.refreshTokenGrantRequest(as, client, oauth.None(), refreshed.refresh_token ?? '', {
            DPoP: other,
          }),
        ),
      ),
    ),
    { error: 'invalid_grant' },
  )
})

t.test('a hybrid answer is bound to its ID token', async t => {
  const client = asClient(web)
  const { state, nonce, asked } = await begin(web, { response_type: 'code id_token' })
  const parameters = await oauth.validateCodeIdTokenResponse(as, client, await answerTo(asked), nonce, state)
  t.ok(parameters.get('code'))
})

t.test('a machine, for an API whose tokens it can verify', async t => {
  const profile = await p.createApi({ token_dialect: 'rfc9068_profile' })
  await p.store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: web.client_id,
      resource_server_id: profile.id,
      subject_type: 'client',
      scope: ['read:things'],
      allow_all_scopes: false,
    },
    new Date(),
  )
  await p.settled()
  const client = asClient(web)
  const answered = await oauth.clientCredentialsGrantRequest(as, client, secretOf(web), {
    resource: profile.identifier,
    scope: 'read:things',
  })
  const { access_token } = await oauth.processClientCredentialsResponse(as, client, answered)
  const request = new Request(profile.identifier, { headers: { authorization: `Bearer ${access_token}` } })
  t.match(await oauth.validateJwtAccessToken(as, request, profile.identifier), {
    client_id: web.client_id,
    scope: 'read:things',
  })
})

t.test('a device', async t => {
  const client = asClient(web)
  const begun = await oauth.processDeviceAuthorizationResponse(
    as,
    client,
    await oauth.deviceAuthorizationRequest(as, client, secretOf(web), { scope: 'openid' }),
  )
  t.match(begun, { expires_in: 900, interval: 5, verification_uri: `${p.issuer}activate` })
  const pending = await oauth.deviceCodeGrantRequest(as, client, secretOf(web), begun.device_code)
  t.match(await refusal(oauth.processDeviceCodeResponse(as, client, pending)), {
    error: 'authorization_pending',
    status: 400,
  })
})

t.test('step-up: the age of a sign-in is told, and asked for', async t => {
  const client = asClient(web)
  const { verifier, state, nonce, asked } = await begin(web, { max_age: '60' })
  const parameters = oauth.validateAuthResponse(as, client, await answerTo(asked), state)
  const redeemed = await oauth.authorizationCodeGrantRequest(as, client, secretOf(web), parameters, CALLBACK, verifier)
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, redeemed, {
    expectedNonce: nonce,
    maxAge: 60,
  })
  t.type(oauth.getValidatedIdTokenClaims(tokens)?.auth_time, 'number')
})
