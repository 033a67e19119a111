// Clients that we did not write authenticate without a secret: by an assertion, or by the certificate of their TLS connection.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { ManagementClient as V7 } from 'auth0'
import { AuthenticationClient, ManagementClient as V4 } from 'auth0-v4'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { must } from '../support/auth0-sdk.ts'
import { fetchWith, issue } from '../support/certificates.ts'
import { CALLBACK, claimsOf, createProtocol, locationOf } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'
import { Visitor } from '../support/visitor.ts'

const ca = issue([['CN', 'Authority']], { ca: true })
const p = await createProtocol(t, {
  tls: localhostTls(),
  client_certificates: { ca: ca.cert, header: undefined, verified_header: undefined },
  mtls_subdomain: 'mtls',
})
const domain = new URL(p.issuer).host
const management = `${p.issuer}api/v2/`
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const ada = await p.createUser()
await p.app.api('PATCH', '/tenants/settings', { mtls: { enable_endpoint_aliases: true } })

const admin = new V7({ domain, token: await p.app.adminToken(), maxRetries: 0 })
const confidential = {
  app_type: 'regular_web' as const,
  callbacks: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
}

async function mayReadClients(client_id: string): Promise<void> {
  const resource_server = must(await p.store.resource_servers.findByIdentifier(management))
  const grant = { id: newClientGrantId(), client_id, resource_server_id: resource_server.id, allow_all_scopes: false }
  await p.store.client_grants.create({ ...grant, subject_type: 'client', scope: ['read:clients'] }, new Date())
  await p.settled()
}

async function registered(client: Parameters<typeof admin.clients.create>[0]): Promise<string> {
  const client_id = must((await admin.clients.create(client)).client_id)
  await mayReadClients(client_id)
  return client_id
}

const cryptoKey = (key: KeyObject, algorithm: RsaHashedImportParams | EcKeyImportParams) =>
  crypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, false, ['sign'])
type RsaHashedImportParams = { name: string; hash: string }
type EcKeyImportParams = { name: string; namedCurve: string }

t.test('the auth0 SDK registers a key, and manages and authenticates by it', async t => {
  const clientId = await registered({ name: 'Keyed', ...confidential })
  const credential = await admin.clients.credentials.create(clientId, {
    credential_type: 'public_key',
    name: 'key',
    pem,
    alg: 'RS256',
  })
  const id = must(credential.id)
  t.equal((await admin.clients.credentials.list(clientId)).length, 1)
  t.same(await admin.clients.credentials.get(clientId, id), credential)
  const later = new Date(Date.now() + 86_400_000).toISOString()
  t.equal((await admin.clients.credentials.update(clientId, id, { expires_at: later })).expires_at, later)
  const updated = await admin.clients.update(clientId, {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id }] } },
    token_endpoint_auth_method: null,
  })
  t.same(updated.client_authentication_methods, { private_key_jwt: { credentials: [{ id }] } })
  await p.settled()

  const signing = { domain, clientId, clientAssertionSigningKey: pkcs8 }
  const v7 = new V7({ ...signing, maxRetries: 0 })
  t.equal((await v7.clients.get(clientId)).name, 'Keyed')
  const v4 = new V4({ ...signing, retry: { enabled: false } })
  t.equal((await v4.clients.get({ client_id: clientId })).data.name, 'Keyed')
  const unseen = await v4.clients.getCredentials({ client_id: clientId }).catch((error: unknown) => error)
  t.match(unseen, { statusCode: 403 })

  const authentication = new AuthenticationClient(signing)
  const granted = await authentication.oauth.clientCredentialsGrant({ audience: management })
  t.equal(claimsOf(granted.data.access_token).sub, `${clientId}@clients`)
  const authorized = await p.authorized({ client_id: clientId }, ada)
  const { data } = await authentication.oauth.authorizationCodeGrantWithPKCE({
    code: must(authorized.callback.searchParams.get('code') ?? undefined),
    code_verifier: authorized.verifier,
    redirect_uri: CALLBACK,
  })
  t.equal(claimsOf(must(data.id_token)).sub, ada.user_id)
  const refreshed = await authentication.oauth.refreshTokenGrant({ refresh_token: must(data.refresh_token) })
  await authentication.oauth.revokeRefreshToken({ token: must(refreshed.data.refresh_token) })
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const forged = new AuthenticationClient({
    ...signing,
    clientAssertionSigningKey: stranger.export({ type: 'pkcs8', format: 'pem' }) as string,
  })
  const refused = await forged.oauth.clientCredentialsGrant({ audience: management }).catch(error => error)
  t.match(refused, { statusCode: 401, error: 'access_denied' })

  await admin.clients.credentials.delete(clientId, id)
  await p.settled()
  const late = await new V7({ ...signing, maxRetries: 0 }).clients.get(clientId).catch(error => error)
  t.match(late, { statusCode: 401 })
})

t.test('the auth0 SDK with a certificate', async t => {
  const shown = issue([['CN', 'SDK']])
  const clientId = await registered({
    name: 'Certified',
    ...confidential,
    client_authentication_methods: {
      self_signed_tls_client_auth: { credentials: [{ credential_type: 'x509_cert', pem: shown.cert }] },
    },
  })
  const authentication = new AuthenticationClient({ domain, clientId, useMTLS: true, fetch: fetchWith(shown) })
  const granted = await authentication.oauth.clientCredentialsGrant({ audience: management })
  t.equal(claimsOf(granted.data.access_token).sub, `${clientId}@clients`)

  const made = await p.app.api('POST', '/clients', {
    name: 'Bound administration',
    app_type: 'non_interactive',
    client_authentication_methods: { private_key_jwt: { credentials: [{ credential_type: 'public_key', pem }] } },
    registration: { tls_client_certificate_bound_access_tokens: true },
  })
  await mayReadClients(made.body.client_id)
  const signing = { domain, clientId: made.body.client_id, clientAssertionSigningKey: pkcs8, maxRetries: 0 }
  const bound = new V7({ ...signing, useMTLS: true, fetch: fetchWith(shown) })
  t.equal((await bound.clients.get(clientId)).name, 'Certified')
})

for (const method of [
  'private_key_jwt',
  'client_secret_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const)
  t.test(`openid-client by ${method}`, async t => {
    const shown = issue(
      [
        ['O', 'Acme'],
        ['CN', method],
      ],
      method === 'tls_client_auth' ? { issuer: ca } : {},
    )
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const registration = {
      private_key_jwt: {
        credential_type: 'public_key' as const,
        pem: ec.publicKey.export({ type: 'spki', format: 'pem' }) as string,
      },
      tls_client_auth: { credential_type: 'cert_subject_dn' as const, pem: shown.cert },
      self_signed_tls_client_auth: { credential_type: 'x509_cert' as const, pem: shown.cert },
    }
    const made = await p.app.api('POST', '/clients', {
      name: method,
      ...confidential,
      ...(method === 'client_secret_jwt'
        ? { token_endpoint_auth_method: method }
        : { client_authentication_methods: { [method]: { credentials: [registration[method]] } } }),
    })
    t.equal(made.status, 201)
    const { client_id, client_secret } = made.body
    await p.settled()
    const authentication = {
      private_key_jwt: openid.PrivateKeyJwt(await cryptoKey(ec.privateKey, { name: 'ECDSA', namedCurve: 'P-256' })),
      client_secret_jwt: openid.ClientSecretJwt(client_secret),
      tls_client_auth: openid.TlsClientAuth(),
      self_signed_tls_client_auth: openid.TlsClientAuth(),
    }[method]
    const byTls = method.includes('tls')
    const config = await openid.discovery(
      new URL(p.issuer),
      client_id,
      byTls ? { use_mtls_endpoint_aliases: true } : {},
      authentication,
      { [openid.customFetch]: fetchWith(byTls ? shown : undefined) as openid.CustomFetch },
    )
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedState = openid.randomState()
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
    })
    const browser = new Visitor(p.issuer)
    const callback = locationOf(await p.signIn(browser, await browser.fetch(url), ada))
    const tokens = await openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState })
    t.equal(tokens.claims()?.sub, ada.user_id)
    const refreshed = await openid.refreshTokenGrant(config, must(tokens.refresh_token))
    t.match(await openid.fetchUserInfo(config, refreshed.access_token, ada.user_id), { sub: ada.user_id })
    await openid.tokenRevocation(config, must(refreshed.refresh_token))
    const refused = await openid.refreshTokenGrant(config, must(refreshed.refresh_token)).catch(error => error)
    t.match(refused, { error: 'invalid_grant' })
  })

t.test('oauth4webapi gets tokens that are bound to its certificate', async t => {
  const shown = issue([['CN', 'bound']])
  const made = await p.app.api('POST', '/clients', {
    name: 'Bound',
    ...confidential,
    client_authentication_methods: {
      private_key_jwt: { credentials: [{ credential_type: 'public_key', pem, alg: 'PS256' }] },
    },
    registration: { tls_client_certificate_bound_access_tokens: true },
  })
  t.equal(made.status, 201, JSON.stringify(made.body))
  await p.settled()
  const issuer = new URL(p.issuer)
  const answered = await oauth.discoveryRequest(issuer)
  const server = await oauth.processDiscoveryResponse(issuer, answered)
  t.equal(server.mtls_endpoint_aliases?.token_endpoint, `https://mtls.${domain}/oauth/token`)
  const client = { client_id: made.body.client_id, use_mtls_endpoint_aliases: true } satisfies oauth.Client
  const key = await cryptoKey(createPrivateKey(pkcs8), { name: 'RSA-PSS', hash: 'SHA-256' })
  const by = (certificate: typeof shown | undefined) => {
    const through = fetchWith(certificate)
    return { [oauth.customFetch]: (url: string, init: object) => through(url, init) }
  }

  const browser = new Visitor(p.issuer)
  const code_verifier = oauth.generateRandomCodeVerifier()
  const authorization = new URL(must(server.authorization_endpoint))
  authorization.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    state: 'state',
    code_challenge: await oauth.calculatePKCECodeChallenge(code_verifier),
    code_challenge_method: 'S256',
  }).toString()
  const callback = locationOf(await p.signIn(browser, await browser.fetch(authorization), ada))
  const parameters = oauth.validateAuthResponse(server, client, callback, 'state')
  const exchange = (certificate: typeof shown | undefined) =>
    oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.PrivateKeyJwt(key),
      parameters,
      CALLBACK,
      code_verifier,
      by(certificate),
    )
  t.equal((await exchange(undefined)).status, 400, 'without a certificate there is nothing to bind to')
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, await exchange(shown))
  const info = await oauth.userInfoRequest(server, client, tokens.access_token, by(shown))
  t.equal((await oauth.processUserInfoResponse(server, client, ada.user_id, info)).sub, ada.user_id)
  t.equal((await oauth.userInfoRequest(server, client, tokens.access_token, by(undefined))).status, 401)
  t.equal((await oauth.userInfoRequest(server, client, tokens.access_token, by(issue([['CN', 'bound']])))).status, 401)
})
