// Auth0's SDKs for servers on the Authentication API: @auth0/auth0-auth-js, and the AuthenticationClient of auth0 v4.
import { AuthClient } from '@auth0/auth0-auth-js'
import { AuthenticationClient } from 'auth0-v4'
import { decodeJwt } from 'jose'
import t from 'tap'
import { newClientSecret } from '../../src/ids.ts'
import { createTestApp } from '../support/app.ts'
import { refusal } from '../support/auth0-sdk.ts'
import { CALLBACK, createClient, createPerson, PASSWORD, storeOf } from '../support/scene.ts'
import { localhostTls } from '../support/tls.ts'
import { Visitor } from '../support/visitor.ts'

const REALM = 'Username-Password-Authentication'
const AUDIENCE = 'https://api.example/'

const app = await createTestApp(t, { tls: localhostTls() })
const store = await storeOf(app)
const clientSecret = newClientSecret()
const client = await createClient(app, {
  app_type: 'regular_web',
  client_secret: clientSecret,
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'password',
    'http://auth0.com/oauth/grant-type/password-realm',
  ],
})
const { body: api } = await app.api('POST', '/resource-servers', {
  identifier: AUDIENCE,
  allow_offline_access: true,
  scopes: [{ value: 'read:things' }],
})
t.match(await app.api('POST', '/client-grants', { client_id: client.client_id, audience: api.identifier, scope: [] }), {
  status: 201,
})
const domain = new URL(app.issuer).host

/** Follows an authorization URL to its sign-in page, signs in, and answers the callback. */
async function signInAt(url: URL, person: { email: string }): Promise<URL> {
  const visitor = new Visitor(app.issuer)
  const done = await visitor.submit(await visitor.get(url), { username: person.email, password: PASSWORD })
  return new URL(done.headers.get('location') ?? '')
}

t.test('@auth0/auth0-auth-js', async t => {
  const sdk = new AuthClient({ domain, clientId: client.client_id, clientSecret })
  const person = await createPerson(app)

  for (const pushedAuthorizationRequests of [false, true]) {
    t.test(pushedAuthorizationRequests ? 'a pushed authorization request' : 'an authorization request', async t => {
      const { authorizationUrl, codeVerifier } = await sdk.buildAuthorizationUrl({
        pushedAuthorizationRequests,
        authorizationParams: { redirect_uri: CALLBACK, audience: AUDIENCE, scope: 'openid email offline_access' },
      })
      t.equal(authorizationUrl.searchParams.has('request_uri'), pushedAuthorizationRequests)
      const tokens = await sdk.getTokenByCode(await signInAt(authorizationUrl, person), { codeVerifier })
      t.match(tokens.claims, { sub: person.user_id, email: person.email })
      t.equal(decodeJwt(tokens.accessToken).sub, person.user_id)
      const refreshed = await sdk.getTokenByRefreshToken({ refreshToken: tokens.refreshToken ?? '' })
      t.equal(decodeJwt(refreshed.accessToken).gty, 'refresh_token')
      t.match(await sdk.getUserInfo({ accessToken: refreshed.accessToken }), { sub: person.user_id })
      await sdk.revokeToken({ token: refreshed.refreshToken ?? tokens.refreshToken ?? '' })
      t.match(await refusal(sdk.getTokenByRefreshToken({ refreshToken: refreshed.refreshToken ?? '' })), {
        code: 'token_by_refresh_token_error',
      })
    })
  }

  t.test('a machine, a password, an account, a reset', async t => {
    const { accessToken } = await sdk.getTokenByClientCredentials({ audience: AUDIENCE })
    t.equal(decodeJwt(accessToken).sub, `${client.client_id}@clients`)
    const byPassword = await sdk.getTokenByPassword({
      username: person.email,
      password: PASSWORD,
      realm: REALM,
      scope: 'openid',
    })
    t.equal(byPassword.claims?.sub, person.user_id)
    t.match(await refusal(sdk.getTokenByPassword({ username: person.email, password: 'wrong' })), {
      cause: { error: 'invalid_grant', error_description: 'Wrong email or password.' },
    })
    const email = 'auth-js@example.com'
    const account = await sdk.database.signUp({ email, password: PASSWORD, connection: REALM, givenName: 'Ada' })
    t.match(account, { email, emailVerified: false, givenName: 'Ada', id: /^[0-9a-f]{24}$/ })
    t.equal((await store.users.find(`auth0|${account.id}`))?.email, email)
    t.match(
      await sdk.database.changePassword({ email, connection: REALM }),
      /^We've just sent you an email to reset your password\.$/,
    )
  })

  t.test('a logout', async t => {
    const url = await sdk.buildLogoutUrl({ returnTo: client.allowed_logout_urls[0] ?? '' })
    const page = await new Visitor(app.issuer).fetch(url)
    t.equal(page.headers.get('location'), client.allowed_logout_urls[0])
  })
})

t.test('the AuthenticationClient of auth0 v4', async t => {
  const sdk = new AuthenticationClient({ domain, clientId: client.client_id, clientSecret })
  const person = await createPerson(app)

  const pushed = await sdk.oauth.pushedAuthorization({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid offline_access',
    audience: AUDIENCE,
  })
  t.equal(pushed.status, 201)
  t.equal(pushed.data.expires_in, 30)
  const url = new URL(`/authorize?client_id=${client.client_id}&request_uri=${pushed.data.request_uri}`, app.issuer)
  const callback = await signInAt(url, person)
  const { data } = await sdk.oauth.authorizationCodeGrant({
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
  })
  t.equal(decodeJwt(data.id_token ?? '').sub, person.user_id)
  t.match(await refusal(sdk.oauth.authorizationCodeGrant({ code: 'x', redirect_uri: CALLBACK })), {
    statusCode: 403,
    error: 'invalid_grant',
    error_description: 'Invalid authorization code',
  })
  const refreshed = await sdk.oauth.refreshTokenGrant({ refresh_token: data.refresh_token ?? '' })
  t.equal(decodeJwt(refreshed.data.access_token).sub, person.user_id)
  await sdk.oauth.revokeRefreshToken({ token: refreshed.data.refresh_token ?? '' })
  t.match(await refusal(sdk.oauth.refreshTokenGrant({ refresh_token: refreshed.data.refresh_token ?? '' })), {
    statusCode: 403,
    error: 'invalid_grant',
    error_description: /^Unknown or invalid refresh token\.$/,
  })
  const machine = await sdk.oauth.clientCredentialsGrant({ audience: AUDIENCE })
  t.equal(decodeJwt(machine.data.access_token).gty, 'client-credentials')
  const password = await sdk.oauth.passwordGrant({
    username: person.email,
    password: PASSWORD,
    realm: REALM,
    scope: 'openid',
  })
  t.equal(decodeJwt(password.data.id_token ?? '').sub, person.user_id)
  const account = await sdk.database.signUp({ email: 'v4@example.com', password: PASSWORD, connection: REALM })
  t.match(account.data, { email: 'v4@example.com', email_verified: false })
  t.match(await refusal(sdk.database.signUp({ email: 'v4@example.com', password: PASSWORD, connection: REALM })), {
    statusCode: 400,
    error: 'invalid_signup',
    error_description: 'Invalid sign up',
  })
  t.match(await refusal(sdk.database.signUp({ email: 'w@example.com', password: 'short', connection: REALM })), {
    error: 'invalid_password',
  })
  const reset = await sdk.database.changePassword({ email: 'v4@example.com', connection: REALM })
  t.equal(reset.data, "We've just sent you an email to reset your password.")
})
