// A custom domain is another issuer of the tenant: a certified client that we did not write and a real browser are sent there and nowhere else.
import { randomUUID } from 'node:crypto'
import { decodeJwt, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import * as client from 'openid-client'
import t from 'tap'
import { CIBA } from '../../src/oidc/client-metadata.ts'
import { openBrowser } from '../support/browser.ts'
import { holdDomain } from '../support/custom-domain.ts'
import { createProver } from '../support/dpop.ts'
import { ACCESS_TOKEN, backendOf, grantFor, TOKEN_EXCHANGE } from '../support/exchange.ts'
import { startListeningClient } from '../support/listening-client.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { openDns, resolveLocalNames } from '../support/names.ts'
import { CALLBACK, createProtocol, locationOf } from '../support/protocol.ts'
import { createClient, createPerson, PASSWORD } from '../support/scene.ts'
import { titleOf, Visitor } from '../support/visitor.ts'

resolveLocalNames()
const dns = await openDns(t)
const p = await createProtocol(t, { dns_servers: [dns.address] })
const acme = await holdDomain(p.app, dns, 'login.acme')
const corp = await holdDomain(p.app, dns, 'id.corp')
const ada = await p.createUser()
const api = await p.createApi()
const app = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  oidc_logout: null,
})
await p.settled()

const insecure = { execute: [client.allowInsecureRequests] }
const configAt = (issuer: string) =>
  client.discovery(new URL(issuer), app.client_id, undefined, client.ClientSecretPost(app.client_secret), insecure)

/** A sign-in at an issuer; answers the callback and what it takes to redeem it. */
async function signedIn(
  issuer: string,
  browser = new Visitor(issuer),
  further: { prompt?: string; audience?: string; scope?: string } = {},
) {
  const config = await configAt(issuer)
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid email offline_access read:things',
    audience: api.identifier,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    ...further,
  })
  const page = await browser.fetch(url)
  const asks = new URL(page.headers.get('location') ?? '', issuer).pathname.startsWith('/u/')
  const callback = locationOf(asks ? await p.signIn(browser, page, ada) : page)
  return { config, browser, callback, checks: { pkceCodeVerifier, expectedState } }
}

async function tokensAt(issuer: string, further: { audience?: string; scope?: string } = {}) {
  const { config, browser, callback, checks } = await signedIn(issuer, new Visitor(issuer), further)
  const tokens = await client.authorizationCodeGrant(config, callback, { ...checks, idTokenExpected: true })
  return { config, browser, tokens }
}

const refusedWith = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: { error?: string }) => error.error,
  )

t.test('discovery, keys, sign-in, tokens, refresh, userinfo and logout all name the domain', async t => {
  const { config, browser, tokens } = await tokensAt(acme.issuer)
  const metadata = config.serverMetadata()
  for (const [name, value] of Object.entries(metadata))
    if (/_(endpoint|uri)$/.test(name)) t.ok(String(value).startsWith(acme.issuer), `${name}: ${String(value)}`)
  t.equal(tokens.claims()?.iss, acme.issuer)
  const claims = decodeJwt(tokens.access_token)
  t.equal(claims.iss, acme.issuer)
  t.strictSame(claims.aud, [api.identifier, `${acme.issuer}userinfo`])
  t.match(await client.fetchUserInfo(config, tokens.access_token, ada.user_id), { email: ada.email })
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  t.equal(refreshed.claims()?.iss, acme.issuer)
  const logout = client.buildEndSessionUrl(config, { id_token_hint: refreshed.id_token ?? '' })
  t.equal(logout.host, acme.domain)
  t.equal((await browser.fetch(logout)).status, 200)
})

t.test('the tenant’s own issuer goes on as before', async t => {
  const { tokens } = await tokensAt(p.issuer)
  t.equal(tokens.claims()?.iss, p.issuer)
})

t.test('an access token is good for the tenant’s APIs at each of its issuers', async t => {
  for (const audience of [api.identifier, '']) {
    const { access_token } = (await tokensAt(acme.issuer, { audience })).tokens
    t.equal(access_token.includes('.'), audience !== '')
    for (const issuer of [p.issuer, acme.issuer, corp.issuer]) {
      const { status } = await fetch(`${issuer}userinfo`, { headers: { authorization: `Bearer ${access_token}` } })
      t.equal(status, 200, issuer)
    }
  }
})

t.test(
  'a person’s own APIs are called by the domain at the domain, and by the tenant’s own name everywhere',
  async t => {
    const scope = ['read:me:authentication_methods', 'create:me:authentication_methods']
    const grant = { client_id: app.client_id, audience: `${p.issuer}me/`, scope, subject_type: 'user' }
    t.equal((await p.app.api('POST', '/client-grants', grant)).status, 201)
    await p.settled()
    const apis = [
      { name: 'me/', path: 'me/v1/authentication-methods', scope: ['openid', ...scope].join(' ') },
      { name: 'mfa/', path: 'mfa/authenticators', scope: 'openid enroll read:authenticators' },
    ]
    const call = (url: string, token: string, body?: object) =>
      fetch(url, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    for (const { name, path, scope } of apis) {
      const { tokens } = await tokensAt(acme.issuer, { audience: `${acme.issuer}${name}`, scope })
      const { access_token } = tokens
      t.match(decodeJwt(access_token), { iss: acme.issuer, aud: [`${acme.issuer}${name}`, `${acme.issuer}userinfo`] })
      t.equal((await call(`${acme.issuer}${path}`, access_token)).status, 200, name)
      for (const issuer of [p.issuer, corp.issuer])
        t.equal((await call(`${issuer}${path}`, access_token)).status, 401, `${name} of acme at ${issuer}`)
      const own = await tokensAt(acme.issuer, { audience: `${p.issuer}${name}`, scope })
      for (const issuer of [p.issuer, acme.issuer])
        t.equal(
          (await call(`${issuer}${path}`, own.tokens.access_token)).status,
          200,
          `${name} of its own at ${issuer}`,
        )
      if (name === 'me/') {
        await p.app.api('PUT', '/guardian/factors/otp', { enabled: true })
        const begun = await call(`${acme.issuer}${path}`, access_token, { type: 'totp' })
        t.equal(begun.status, 202)
        t.ok(begun.headers.get('location')?.startsWith(`${acme.issuer}${path}/`))
      } else {
        const body = { authenticator_types: ['otp'] }
        const begun = await call(`${acme.issuer}mfa/associate`, access_token, body)
        t.match(await begun.json(), { authenticator_type: 'otp', mfa_token: String })
      }
    }
    const elsewhere = await new Visitor(acme.issuer).fetch(
      client.buildAuthorizationUrl(await configAt(acme.issuer), {
        redirect_uri: CALLBACK,
        scope: 'openid',
        audience: `${corp.issuer}me/`,
      }),
    )
    t.match(locationOf(elsewhere).searchParams.get('error_description'), 'Service not found')
  },
)

t.test('a code is redeemed where it was issued', async t => {
  const { callback, checks } = await signedIn(acme.issuer)
  t.equal(callback.searchParams.get('iss'), acme.issuer, 'RFC 9207')
  const redeemAt = (issuer: string) =>
    p.app
      .fetch(`${issuer}oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: callback.searchParams.get('code') ?? '',
          redirect_uri: CALLBACK,
          client_id: app.client_id,
          client_secret: app.client_secret ?? '',
          code_verifier: checks.pkceCodeVerifier,
        }),
      })
      .then(async response => ({ status: response.status, body: (await response.json()) as { error?: string } }))
  t.match(await redeemAt(p.issuer), { status: 403, body: { error: 'invalid_grant' } })
  t.match(await redeemAt(corp.issuer), { status: 403, body: { error: 'invalid_grant' } })
  t.match(await redeemAt(acme.issuer), { status: 200 }, 'and is not spent by the attempt')
})

t.test('a refresh token is exchanged where it was issued, and taken back anywhere', async t => {
  const { tokens } = await tokensAt(acme.issuer)
  const refresh_token = tokens.refresh_token ?? ''
  const [own, here, other] = await Promise.all([configAt(p.issuer), configAt(acme.issuer), configAt(corp.issuer)])
  t.equal(await refusedWith(client.refreshTokenGrant(own, refresh_token)), 'invalid_grant')
  t.equal(await refusedWith(client.refreshTokenGrant(other, refresh_token)), 'invalid_grant')
  const next = await client.refreshTokenGrant(here, refresh_token)
  await client.tokenRevocation(own, next.refresh_token ?? '')
  t.equal(await refusedWith(client.refreshTokenGrant(here, next.refresh_token ?? '')), 'invalid_grant')
})

t.test('each issuer has its own session, also for a browser that shows the cookie of another', async t => {
  const { browser } = await signedIn(acme.issuer)
  const again = await signedIn(acme.issuer, browser, { prompt: 'none' })
  t.ok(again.callback.searchParams.get('code'), 'single sign-on at the domain')
  const elsewhere = new Visitor(p.issuer)
  for (const [key, cookie] of browser.cookies) elsewhere.cookies.set(key, cookie)
  const { callback } = await signedIn(p.issuer, elsewhere, { prompt: 'none' })
  t.equal(callback.searchParams.get('error'), 'login_required')
})

t.test('a pushed request, an ID token as a hint and an assertion are good at their issuer', async t => {
  const pushed = await fetch(`${acme.issuer}oauth/par`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: app.client_id,
      client_secret: app.client_secret ?? '',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
    }),
  })
  const { request_uri } = (await pushed.json()) as { request_uri: string }
  const query = new URLSearchParams({ client_id: app.client_id, request_uri })
  t.equal((await new Visitor(p.issuer).fetch(`/authorize?${query}`)).status, 400)
  t.equal((await new Visitor(acme.issuer).fetch(`/authorize?${query}`)).status, 303)

  const { browser, tokens } = await tokensAt(acme.issuer)
  const hint = new URLSearchParams({ id_token_hint: tokens.id_token ?? '' })
  t.equal((await new Visitor(p.issuer).fetch(`/oidc/logout?${hint}`)).status, 400)
  t.equal((await browser.fetch(`/oidc/logout?${hint}`)).status, 200)
})

t.test('who signs who it is says it to the issuer that it asks', async t => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const credential = { credential_type: 'public_key', pem: await exportSPKI(publicKey) }
  const { body: machine } = await p.app.api('POST', '/clients', {
    name: 'Machine',
    app_type: 'non_interactive',
    grant_types: ['client_credentials'],
    client_authentication_methods: { private_key_jwt: { credentials: [credential] } },
  })
  const grant = { client_id: machine.client_id, audience: api.identifier, scope: ['read:things'] }
  t.equal((await p.app.api('POST', '/client-grants', grant)).status, 201)
  await p.settled()

  const proof = client.PrivateKeyJwt(privateKey)
  const config = await client.discovery(new URL(acme.issuer), machine.client_id, undefined, proof, insecure)
  const { access_token } = await client.clientCredentialsGrant(config, { audience: api.identifier })
  t.equal(decodeJwt(access_token).iss, acme.issuer)

  const asked = async (issuer: string, aud: string) => {
    const client_assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(machine.client_id)
      .setSubject(machine.client_id)
      .setAudience(aud)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey)
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    const body = { grant_type: 'client_credentials', audience: api.identifier, client_assertion_type, client_assertion }
    return (await fetch(`${issuer}oauth/token`, { method: 'POST', body: new URLSearchParams(body) })).status
  }
  t.equal(await asked(acme.issuer, `${acme.issuer}oauth/token`), 200)
  for (const [here, there] of [
    [p.issuer, acme.issuer],
    [acme.issuer, p.issuer],
    [acme.issuer, corp.issuer],
  ] as const)
    for (const aud of [there, `${there}oauth/token`]) t.equal(await asked(here, aud), 401, `${aud} at ${here}`)
})

t.test('a signed request is for the issuer that it names', async t => {
  const { publicKey, privateKey } = await generateKeyPair('PS256')
  const { body: signing } = await p.app.api('POST', '/clients', {
    name: 'Signing',
    app_type: 'regular_web',
    callbacks: [CALLBACK],
    signed_request_object: {
      required: true,
      credentials: [{ credential_type: 'public_key', alg: 'PS256', pem: await exportSPKI(publicKey) }],
    },
  })
  await p.settled()
  const { client_id } = signing
  const request = await new SignJWT({ client_id, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' })
    .setProtectedHeader({ alg: 'PS256', typ: 'oauth-authz-req+jwt' })
    .setIssuer(client_id)
    .setAudience(acme.issuer)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('1m')
    .setJti(randomUUID())
    .sign(privateKey)
  const askAt = (issuer: string) =>
    new Visitor(issuer).fetch(`/authorize?${new URLSearchParams({ client_id, request })}`)
  const refused = await askAt(p.issuer)
  t.equal(refused.status, 400)
  t.match(refused.body, 'invalid_request_object')
  t.match(locationOf(await askAt(acme.issuer)).pathname, '/u/')
})

t.test('an access token is exchanged at each issuer, for one of the issuer that is asked', async t => {
  const next = await p.createApi()
  const backend = await backendOf(p, api)
  await grantFor(p, backend, next)
  const { access_token: subject_token } = (await tokensAt(acme.issuer)).tokens
  for (const issuer of [p.issuer, acme.issuer, corp.issuer]) {
    const proof = client.ClientSecretPost(backend.client_secret)
    const config = await client.discovery(new URL(issuer), backend.client_id, undefined, proof, insecure)
    const exchanged = await client.genericGrantRequest(config, TOKEN_EXCHANGE, {
      subject_token,
      subject_token_type: ACCESS_TOKEN,
      audience: next.identifier,
    })
    t.match(decodeJwt(exchanged.access_token), { iss: issuer, sub: ada.user_id, aud: next.identifier })
  }
})

t.test('a proof of possession is for a URL at the issuer that is asked', async t => {
  const { config, callback, checks } = await signedIn(acme.issuer)
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
  const tokens = await client.authorizationCodeGrant(config, callback, checks, undefined, { DPoP })
  t.equal(tokens.token_type, 'dpop')
  t.match(await client.fetchUserInfo(config, tokens.access_token, ada.user_id, { DPoP }), { email: ada.email })

  const prover = await createProver()
  const again = await signedIn(acme.issuer)
  const redeemed = await fetch(`${acme.issuer}oauth/token`, {
    method: 'POST',
    headers: { dpop: await prover.proof('POST', `${acme.issuer}oauth/token`) },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: again.callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      client_id: app.client_id,
      client_secret: app.client_secret ?? '',
      code_verifier: again.checks.pkceCodeVerifier,
    }),
  })
  const { access_token: token } = (await redeemed.json()) as { access_token: string }
  const statusAt = async (issuer: string, htu: string) => {
    const dpop = await prover.proof('GET', `${htu}userinfo`, { token })
    return (await fetch(`${issuer}userinfo`, { headers: { authorization: `DPoP ${token}`, dpop } })).status
  }
  t.equal(await statusAt(acme.issuer, acme.issuer), 200)
  t.equal(await statusAt(p.issuer, p.issuer), 200, 'the token is the tenant’s')
  t.equal(await statusAt(p.issuer, acme.issuer), 401)
  t.equal(await statusAt(acme.issuer, p.issuer), 401)
})

t.test('who is asked for her approval gives it at the domain, to whoever asked there', async t => {
  const client_secret = 'a-secret-of-the-bank-0123456789'
  const bank = await createClient(p.app, {
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    client_secret,
    callbacks: [],
    grant_types: [CIBA],
    async_approval_notification_channels: ['email'],
  })
  const grace = await createPerson(p.app)
  await p.settled()
  const proof = client.ClientSecretPost(client_secret)
  const [here, own] = await Promise.all(
    [acme.issuer, p.issuer].map(issuer =>
      client.discovery(new URL(issuer), bank.client_id, undefined, proof, insecure),
    ),
  )
  const hintOf = (iss: string) => JSON.stringify({ format: 'iss_sub', iss, sub: grace.user_id })
  const ask = (login_hint: string) =>
    client.initiateBackchannelAuthentication(here!, { scope: 'openid', binding_message: 'Order 1', login_hint })
  t.equal(await refusedWith(ask(hintOf('https://another.example/'))), 'unknown_user_id')
  const asked = await ask(hintOf(acme.issuer))
  const pollAt = (config: client.Configuration) =>
    client.genericGrantRequest(config, CIBA, { auth_req_id: asked.auth_req_id })
  t.equal(await refusedWith(pollAt(here!)), 'authorization_pending')

  const [mail] = await mailsTo(p.app, grace.email)
  const link = linkIn(mail)
  t.equal(link.host, acme.domain)
  const browser = new Visitor(acme.issuer)
  const login = await browser.submit(await browser.get(link))
  const question = await browser.submit(login, { username: grace.email, password: PASSWORD })
  t.equal(titleOf(await browser.submit(question, {}, 'accept')), 'You approved the request')

  t.equal(await refusedWith(pollAt(own!)), 'invalid_grant')
  const tokens = await pollAt(here!)
  t.match(decodeJwt(tokens.id_token ?? ''), { iss: acme.issuer, sub: grace.user_id })
})

t.test('introspection says where a token is from', async t => {
  const { tokens } = await tokensAt(acme.issuer)
  for (const token of [tokens.access_token, tokens.refresh_token ?? '']) {
    const said = await client.tokenIntrospection(await configAt(p.issuer), token)
    t.match(said, { active: true, iss: acme.issuer })
  }
})

t.test('mails of what happens at the domain lead back to it', async t => {
  const person = await p.createUser()
  await fetch(`${acme.issuer}dbconnections/change_password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: app.client_id,
      email: person.email,
      connection: 'Username-Password-Authentication',
    }),
  })
  const [mail] = await mailsTo(p.app, person.email)
  t.equal(linkIn(mail).host, acme.domain)
})

t.test('a client hears of the end of a session in the name of the issuer that it knows, whoever ended it', async t => {
  const rp = await startListeningClient(t)
  const oidc_logout = { backchannel_logout_urls: [rp.url()], backchannel_logout_initiators: { mode: 'all' as const } }
  await p.store.clients.update(app.client_id, { oidc_logout }, new Date())
  await p.settled()
  for (const issuer of [acme.issuer, p.issuer]) {
    const { tokens } = await tokensAt(issuer)
    const sid = String(tokens.claims()?.sid)
    const elsewhere = issuer === p.issuer ? acme.issuer : p.issuer
    const { status } = await fetch(`${elsewhere}api/v2/sessions/${sid}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await p.app.adminToken()}` },
    })
    t.equal(status, 202)
    const [logout_token = ''] = await rp.tokensOf(sid)
    t.equal(decodeJwt(logout_token).iss, issuer)
  }
})

t.test('a device is sent to the domain, and its code is known there alone', async t => {
  const device = await p.createClient({
    app_type: 'native',
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
  })
  await p.settled()
  const config = await client.discovery(new URL(acme.issuer), device.client_id, undefined, client.None(), insecure)
  const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid' })
  t.ok(begun.verification_uri.startsWith(acme.issuer), begun.verification_uri)
  const pollAt = async (issuer: string) => {
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: device.client_id,
      device_code: begun.device_code,
    })
    const response = await fetch(`${issuer}oauth/token`, { method: 'POST', body })
    return ((await response.json()) as { error: string }).error
  }
  t.equal(await pollAt(acme.issuer), 'authorization_pending')
  t.equal(await pollAt(p.issuer), 'invalid_grant')
  const typedAt = async (issuer: string) => {
    const browser = new Visitor(issuer)
    return titleOf(await browser.submit(await browser.get('/activate'), { user_code: begun.user_code }))
  }
  t.equal(await typedAt(acme.issuer), 'Is this your device?')
  t.equal(await typedAt(p.issuer), 'Connect a device', 'nobody knows the code')
})

t.test('a person signs in in her browser', async t => {
  const password = 'correct horse battery staple'
  const { body } = await p.app.api('POST', '/users', {
    connection: 'Username-Password-Authentication',
    email: 'grace@example.com',
    email_verified: true,
    password,
  })
  const browser = await openBrowser(t)
  const page = await browser.newPage()
  await page.route('https://app.example/**', route => route.fulfill({ status: 200, body: 'the app' }))
  const query = new URLSearchParams({
    client_id: app.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
  })
  await page.goto(`${acme.issuer}authorize?${query}`)
  t.equal(new URL(page.url()).host, acme.domain)
  await page.fill('input[name=username]', 'grace@example.com')
  await page.fill('input[name=password]', password)
  await page.click('button[type=submit]')
  await page.waitForURL('https://app.example/**')
  const callback = new URL(page.url())
  t.equal(callback.searchParams.get('iss'), acme.issuer)
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.includes('session'))
  t.match(cookie, { domain: 'login.acme.localhost', httpOnly: true })
  t.ok(body.user_id)
})

t.test('a domain that is removed stops at once, and so does what it issued', async t => {
  const issued = await Promise.all([api.identifier, ''].map(audience => tokensAt(corp.issuer, { audience })))
  const statuses = () =>
    Promise.all(
      issued.map(async ({ tokens: { access_token } }) => {
        const headers = { authorization: `Bearer ${access_token}` }
        return (await fetch(`${p.issuer}userinfo`, { headers })).status
      }),
    )
  t.same(await statuses(), [200, 200])
  t.equal((await p.app.api('DELETE', `/custom-domains/${corp.id}`)).status, 204)
  await p.settled()
  t.equal((await fetch(`${corp.issuer}.well-known/openid-configuration`)).status, 404)
  t.same(await statuses(), [401, 401])
})
