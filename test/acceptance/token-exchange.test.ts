// Clients that we did not write exchange tokens and ask about them: openid-client, Auth0's @auth0/auth0-auth-js, and its Management SDK.
import { AuthClient } from '@auth0/auth0-auth-js'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as client from 'openid-client'
import t from 'tap'
import { all, refusal, sdksOf } from '../support/auth0-sdk.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
const LEGACY_TOKEN = 'urn:acme:legacy-token'

const p = await createProtocol(t, { tls: localhostTls() })
const { v7 } = sdksOf(p.app)
const ada = await p.createUser()
const spa = await p.createClient()
const first = await p.createApi()
const second = await p.createApi({ scopes: [{ value: 'read:other' }] })
const domain = new URL(p.issuer).host

const { client_id: clientId = '', client_secret: clientSecret = '' } = await v7.clients.create({
  name: 'Backend',
  app_type: 'resource_server',
  resource_server_identifier: first.identifier,
  token_exchange: { allow_any_profile_of_type: ['on_behalf_of_token_exchange', 'custom_authentication'] },
})
await v7.clientGrants.create({
  client_id: clientId,
  audience: second.identifier,
  scope: ['read:other'],
  subject_type: 'user',
})
await p.settled()
const subject_token = (await p.tokens(spa, ada, { audience: first.identifier, scope: 'openid read:things' })).body
  .access_token as string

t.test('openid-client', async t => {
  const authentication = client.ClientSecretPost(clientSecret)
  const config = await client.discovery(new URL(p.issuer), clientId, undefined, authentication)
  const metadata = config.serverMetadata()
  t.ok(metadata.grant_types_supported?.includes(TOKEN_EXCHANGE))
  t.equal(metadata.introspection_endpoint, `${p.issuer}oauth/introspect`)

  const exchanged = await client.genericGrantRequest(config, TOKEN_EXCHANGE, {
    subject_token,
    subject_token_type: ACCESS_TOKEN,
    audience: second.identifier,
    scope: 'read:other',
  })
  t.equal(exchanged.issued_token_type, ACCESS_TOKEN)
  t.match(claimsOf(exchanged.access_token), {
    sub: ada.user_id,
    aud: second.identifier,
    act: { sub: clientId, act: { sub: spa.client_id } },
  })

  t.match(await client.tokenIntrospection(config, subject_token), {
    active: true,
    sub: ada.user_id,
    client_id: spa.client_id,
    scope: 'openid read:things',
  })
  t.match(await client.tokenIntrospection(config, exchanged.access_token), {
    active: true,
    act: { sub: clientId, act: { sub: spa.client_id } },
  })
  t.strictSame(await client.tokenIntrospection(config, 'unknown'), { active: false })
  const refused = await refusal(
    client.genericGrantRequest(config, TOKEN_EXCHANGE, {
      subject_token: 'x',
      subject_token_type: ACCESS_TOKEN,
      audience: second.identifier,
    }),
  )
  t.match(refused, { error: 'invalid_request', status: 400 })
})

t.test('@auth0/auth0-auth-js on behalf of a user', async t => {
  const sdk = new AuthClient({ domain, clientId, clientSecret })
  const tokens = await sdk.exchangeToken({
    subjectToken: subject_token,
    subjectTokenType: ACCESS_TOKEN,
    audience: second.identifier,
    requestedTokenType: ACCESS_TOKEN,
  })
  t.equal(tokens.issuedTokenType, ACCESS_TOKEN)
  t.equal(tokens.scope, 'read:other')
  t.match(claimsOf(tokens.accessToken), { sub: ada.user_id, azp: clientId })
  const actor = await sdk.exchangeToken({
    subjectToken: subject_token,
    subjectTokenType: ACCESS_TOKEN,
    audience: second.identifier,
    actorToken: (await p.tokens(spa, await p.createUser(), { audience: first.identifier })).body.access_token,
    actorTokenType: ACCESS_TOKEN,
  })
  t.match(actor.act, { sub: /^auth0\|/, act: { sub: spa.client_id } })
  t.match(
    await refusal(
      sdk.exchangeToken({ subjectToken: subject_token, subjectTokenType: ACCESS_TOKEN, audience: 'https://nowhere' }),
    ),
    { code: 'token_exchange_error', cause: { error: 'access_denied' } },
  )
})

t.test('a profile made by Auth0’s SDK, and a token that it lets in', async t => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const profile = {
    name: 'Acme',
    subject_token_type: LEGACY_TOKEN,
    type: 'custom_authentication' as const,
    subject_token_verification: {
      issuer: 'https://legacy.example/',
      algs: ['ES256'],
      jwks: { keys: [await exportJWK(publicKey)] },
      user: { connection_id: p.connection_id },
    },
  }
  // Its types insist on an Action, and know nothing of what is Lintel's own.
  const create = v7.tokenExchangeProfiles.create.bind(v7.tokenExchangeProfiles) as unknown as (
    given: typeof profile,
  ) => ReturnType<typeof v7.tokenExchangeProfiles.create>
  const { id = '' } = await create(profile)
  t.match(id, /^tep_/)
  t.match(await v7.tokenExchangeProfiles.get(id), { name: 'Acme', subject_token_type: LEGACY_TOKEN })
  await v7.tokenExchangeProfiles.update(id, { name: 'Acme Inc.' })
  t.match(await all(v7.tokenExchangeProfiles.list({ take: 1 })), [{ id, name: 'Acme Inc.' }])
  t.match(await refusal(create(profile)), { statusCode: 409 })
  t.match(
    await refusal(
      v7.tokenExchangeProfiles.create({
        name: 'By Action',
        subject_token_type: 'urn:acme:other',
        type: 'custom_authentication',
        action_id: 'act_1',
      }),
    ),
    { statusCode: 400 },
  )

  await p.store.connections.enableClients(p.connection_id, [clientId])
  await p.settled()
  const subjectToken = await new SignJWT({ sub: ada.user_id.replace('auth0|', '') })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer('https://legacy.example/')
    .setAudience(p.issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey)
  const sdk = new AuthClient({ domain, clientId, clientSecret })
  const exchange = () =>
    sdk.exchangeToken({
      subjectToken,
      subjectTokenType: LEGACY_TOKEN,
      audience: first.identifier,
      scope: 'openid email read:things',
    })
  const tokens = await exchange()
  t.match(tokens.claims, { sub: ada.user_id, email: ada.email })
  t.match(claimsOf(tokens.accessToken), { sub: ada.user_id, scope: 'openid email read:things' })

  await v7.tokenExchangeProfiles.delete(id)
  await p.settled()
  t.match(await refusal(exchange()), { cause: { error: 'invalid_request' } })
})
