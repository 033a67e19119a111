import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { CompactEncrypt, exportJWK, SignJWT, UnsecuredJWT } from 'jose'
import t from 'tap'
import type { Client, NewClient } from '../../src/store/clients.ts'
import { CALLBACK, challengeOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'

// RFC 9101: JWT-secured authorization requests, by value and pushed

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi()
const VERIFIER = randomBytes(32).toString('base64url')

const pair = (type: 'rsa' | 'ec' | 'ed25519' = 'rsa') =>
  type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519')

type Credential = { id: string; kid: string; alg: string; privateKey: KeyObject; publicKey: KeyObject }

/** A key that the client has registered; for what, its settings say. */
async function credential(
  client: Pick<Client, 'client_id'>,
  {
    alg = 'PS256',
    type = 'rsa',
    expires_at = null,
  }: { alg?: string; type?: 'rsa' | 'ec' | 'ed25519'; expires_at?: Date | null } = {},
): Promise<Credential> {
  const { privateKey, publicKey } = pair(type)
  const id = `cred_${randomBytes(8).toString('hex')}`
  const kid = randomBytes(8).toString('hex')
  await p.store.client_credentials.create(
    {
      id,
      client_id: client.client_id,
      name: null,
      credential_type: 'public_key',
      kid,
      alg,
      pem: null,
      public_jwk: (await exportJWK(publicKey)) as { [name: string]: string },
      subject_dn: null,
      thumbprint_sha256: null,
      expires_at,
    },
    new Date(),
  )
  return { id, kid, alg, privateKey, publicKey }
}

async function createClient(
  patch: Partial<NewClient> = {},
  required = false,
): Promise<{ client: Client; key: Credential }> {
  const client = await p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token', 'implicit'],
    ...patch,
  })
  const key = await credential(client)
  return { client: await name(client, [key], required), key }
}

/** Names the keys that sign its requests. */
async function name(client: Client, keys: { id: string }[], required = false): Promise<Client> {
  const updated = await p.store.clients.update(
    client.client_id,
    { signed_request_object: { required, credentials: keys.map(({ id }) => ({ id })) } },
    new Date(),
  )
  await p.settled()
  return updated!
}

type Claims = { [claim: string]: unknown }

const claimsFor = (client: Pick<Client, 'client_id'>, claims: Claims = {}): Claims => ({
  iss: client.client_id,
  aud: p.issuer,
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid profile',
  state: 'signed',
  code_challenge: challengeOf(VERIFIER),
  code_challenge_method: 'S256',
  iat: Math.floor(Date.now() / 1000),
  nbf: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 300,
  ...claims,
})

const sign = (
  client: Pick<Client, 'client_id'>,
  { kid, alg, privateKey }: Pick<Credential, 'kid' | 'alg' | 'privateKey'>,
  claims: Claims = {},
  header: Claims = {},
) =>
  new SignJWT(claimsFor(client, claims))
    .setProtectedHeader({ alg, kid, typ: 'oauth-authz-req+jwt', ...header })
    .sign(privateKey)

const ask = (client: Pick<Client, 'client_id'>, request: string, browser = p.browser(), parameters: Parameters = {}) =>
  p.authorize(browser, { client_id: client.client_id, request, ...parameters })

const push = (client: Client, request: string, parameters: Parameters = {}) =>
  p.post('/oauth/par', { client_id: client.client_id, client_secret: client.client_secret, request, ...parameters })

const hows = ['by value', 'pushed'] as const

/** The request's fate: its error, or the tokens that its code was good for. */
async function fate(client: Client, request: string, how: (typeof hows)[number], parameters: Parameters = {}) {
  const browser = p.browser()
  let page: Awaited<ReturnType<typeof ask>>
  if (how === 'pushed') {
    const answer = await push(client, request, parameters)
    if (answer.status !== 201) return { error: answer.body.error as string, description: answer.body.error_description }
    page = await p.authorize(browser, { client_id: client.client_id, request_uri: answer.body.request_uri })
  } else page = await ask(client, request, browser, parameters)
  if (page.headers.get('location')?.startsWith('/u/')) page = await p.signIn(browser, page, person)
  const location = page.headers.get('location')
  if (location === null)
    return { error: page.body.match(/invalid_\w+|unsupported_\w+|\w+_not_supported|access_denied/)?.[0] ?? page.body }
  const callback = new URL(location)
  const error = callback.searchParams.get('error')
  if (error !== null) return { error, description: callback.searchParams.get('error_description'), callback }
  const { body } = await p.redeem(client, { callback, verifier: VERIFIER }, { client_secret: client.client_secret })
  return { callback, tokens: body }
}

const { client: app, key } = await createClient()

t.test('a signed request counts, and what stands beside it does not', async t => {
  for (const how of hows) {
    const request = await sign(app, key)
    const beside = how === 'by value' ? { scope: 'openid email', state: 'unsigned', nonce: 'n' } : { state: 'unsigned' }
    const { callback, tokens } = await fate(app, request, how, beside)
    t.equal(callback?.searchParams.get('state'), 'signed', how)
    t.equal(tokens?.scope, 'openid profile', how)
  }
})

t.test('each algorithm that a key was registered for, and no other', async t => {
  for (const [alg, type] of [
    ['RS256', 'rsa'],
    ['RS384', 'rsa'],
    ['PS256', 'rsa'],
    ['ES256', 'ec'],
    ['EdDSA', 'ed25519'],
  ] as const) {
    const own = await credential(app, { alg, type })
    await name(app, [own])
    for (const how of hows) t.ok((await fate(app, await sign(app, own), how)).tokens, `${alg} ${how}`)
    if (alg === 'RS256')
      for (const how of hows)
        t.equal((await fate(app, await sign(app, { ...own, alg: 'PS256' }), how)).error, 'invalid_request_object', how)
  }
  await name(app, [key])
})

t.test(
  'CVE-2026-11800: none, HMAC by a secret or by a public key, a foreign key, a key in the header: refused',
  async t => {
    const stranger = pair()
    const unsigned = new UnsecuredJWT(claimsFor(app)).encode()
    const hmac = (secret: Uint8Array) =>
      new SignJWT(claimsFor(app)).setProtectedHeader({ alg: 'HS256', typ: 'oauth-authz-req+jwt' }).sign(secret)
    const wrong: { [what: string]: string } = {
      none: unsigned,
      'none in capitals': unsigned.replace(/^[^.]+/, Buffer.from('{"alg":"None"}').toString('base64url')),
      'the client secret': await hmac(Buffer.from(app.client_secret ?? '')),
      'the public key as a secret': await hmac(
        Buffer.from(key.publicKey.export({ type: 'spki', format: 'pem' }) as string),
      ),
      'a stranger': await sign(app, { ...key, privateKey: stranger.privateKey }),
      'a key in the header': await sign(
        app,
        { ...key, privateKey: stranger.privateKey },
        {},
        {
          jwk: await exportJWK(stranger.publicKey),
        },
      ),
      'a key set in the header': await sign(
        app,
        { ...key, privateKey: stranger.privateKey },
        {},
        {
          jku: 'https://evil.example/jwks',
        },
      ),
      'another kid': await sign(app, { ...key, kid: 'unknown' }),
      'no JWT': 'not.a.jwt',
      'a critical header': await sign(app, key, {}, { crit: ['exp'] }).catch(() => 'x.y.z'),
    }
    for (const [what, request] of Object.entries(wrong))
      for (const how of hows) t.equal((await fate(app, request, how)).error, 'invalid_request_object', `${what} ${how}`)
  },
)

t.test('only keys named for request objects sign them, and none that has expired', async t => {
  const { client, key: named } = await createClient()
  const authentication = await credential(client)
  await p.store.clients.update(
    client.client_id,
    { client_authentication_methods: { private_key_jwt: { credentials: [{ id: authentication.id }] } } },
    new Date(),
  )
  await p.store.clients.update(client.client_id, { client_authentication_methods: null }, new Date())
  const expired = await credential(client, { expires_at: new Date(Date.now() - 1000) })
  await name(client, [named, expired])
  for (const how of hows) {
    t.ok((await fate(client, await sign(client, named), how)).tokens, how)
    t.equal((await fate(client, await sign(client, authentication), how)).error, 'invalid_request_object', how)
    t.equal((await fate(client, await sign(client, expired), how)).error, 'invalid_request_object', how)
  }
  const none = await p.createClient({ token_endpoint_auth_method: 'client_secret_post' })
  for (const how of hows)
    t.equal((await fate(none, await sign(none, named), how)).error, 'invalid_request_object', `no keys, ${how}`)
})

t.test('a key that is withdrawn ends what was pushed under it', async t => {
  const { client, key: withdrawn } = await createClient()
  const { body } = await push(client, await sign(client, withdrawn))
  await p.store.client_credentials.remove(client.client_id, withdrawn.id)
  await p.settled()
  const page = await p.authorize(p.browser(), { client_id: client.client_id, request_uri: body.request_uri })
  t.notMatch(page.headers.get('location') ?? '', /\/u\//)
})

t.test('plain parameters that were pushed before the client had to sign are of no use after', async t => {
  const { client, key } = await createClient()
  const plain = async () => {
    const { request_uri } = (
      await p.post('/oauth/par', {
        client_id: client.client_id,
        client_secret: client.client_secret ?? '',
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid',
        code_challenge: challengeOf(VERIFIER),
        code_challenge_method: 'S256',
      })
    ).body
    return () => p.authorize(p.browser(), { client_id: client.client_id, request_uri })
  }
  const [before, after] = [await plain(), await plain()]
  t.match((await before()).headers.get('location'), /\/u\//)
  await name(client, [key], true)
  t.notMatch((await after()).headers.get('location') ?? '', /\/u\//)
})

t.test('issuer, audience and times are those of this request', async t => {
  const now = Math.floor(Date.now() / 1000)
  const wrong: Claims[] = [
    { iss: undefined },
    { iss: 'another-client' },
    { aud: undefined },
    { aud: 'https://another.example/' },
    { aud: `${p.issuer}oauth/token` },
    { exp: now - 60 },
    { nbf: now + 120 },
    { exp: 'tomorrow' },
    { client_id: undefined },
    { client_id: 'another-client' },
    { request: 'nested' },
    { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
    { redirect_uri: 'https://evil.example/' },
    { state: 'a\u0000b' },
    { state: '\ud800' },
  ]
  for (const claims of wrong)
    for (const how of hows) {
      const { error, callback } = await fate(app, await sign(app, key, claims), how)
      t.match(error, /^invalid_/, `${JSON.stringify(claims)} ${how}`)
      t.not(callback?.origin, 'https://evil.example')
    }
  t.ok((await fate(app, await sign(app, key, { aud: [p.issuer, 'https://b.example/'] }), 'by value')).tokens)
})

t.test('a JWT that was made for something else is no request', async t => {
  for (const typ of ['dpop+jwt', 'at+jwt', 'logout+jwt', 'token-introspection+jwt'])
    for (const how of hows)
      t.equal((await fate(app, await sign(app, key, {}, { typ }), how)).error, 'invalid_request_object', typ)
  for (const typ of ['JWT', undefined, 'application/oauth-authz-req+jwt'])
    t.ok((await fate(app, await sign(app, key, {}, { typ }), 'by value')).tokens, String(typ))
})

t.test('an encrypted request, a request by reference, a request and a reference: refused', async t => {
  const { publicKey } = pair()
  const encrypted = await new CompactEncrypt(Buffer.from(await sign(app, key)))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(publicKey)
  for (const how of hows) t.equal((await fate(app, encrypted, how)).error, 'invalid_request_object', how)
  const both = await ask(app, await sign(app, key), p.browser(), {
    request_uri: 'urn:ietf:params:oauth:request_uri:x',
    redirect_uri: CALLBACK,
  })
  t.equal(locationOf(both).searchParams.get('error'), 'invalid_request')
  const foreign = await p.authorize(p.browser(), {
    client_id: app.client_id,
    request_uri: 'https://app.example/request.jwt',
    redirect_uri: CALLBACK,
  })
  t.equal(locationOf(foreign).searchParams.get('error'), 'request_uri_not_supported')
})

t.test('a client that must sign gets nothing by plain parameters', async t => {
  const { client, key: own } = await createClient({}, true)
  const { browser } = await p.authorized(app, person)
  const { state: _, iss: __, aud: ___, exp: ____, nbf: _____, iat: ______, ...plain } = claimsFor(client)
  const page = locationOf(await p.authorize(browser, plain as Parameters))
  t.equal(page.searchParams.get('error'), 'invalid_request')
  const pushed = await p.post('/oauth/par', { ...(plain as Parameters), client_secret: client.client_secret })
  t.equal(pushed.status, 400)
  for (const how of hows) t.ok((await fate(client, await sign(client, own), how)).tokens, how)
})

t.test('a signed request that is pushed ends with its own exp, if that is sooner', async t => {
  const epoch = Math.floor(Date.now() / 1000)
  const { body } = await push(app, await sign(app, key, { exp: epoch + 12 }))
  t.ok(body.expires_in <= 12 && body.expires_in > 8, String(body.expires_in))
  const longer = await push(app, await sign(app, key, { exp: epoch + 3000 }))
  t.equal(longer.body.expires_in, 30)
  const endless = await push(app, await sign(app, key, { exp: undefined }))
  t.equal(endless.body.expires_in, 30)
})

t.test('offline_access is given where client and API allow it, and only there', async t => {
  const online = await p.createApi({ allow_offline_access: false })
  const scope = 'openid offline_access read:things'
  for (const how of hows) {
    const given = await fate(app, await sign(app, key, { scope }), how)
    t.ok(given.tokens?.refresh_token, how)
    const denied = await fate(app, await sign(app, key, { scope, audience: online.identifier }), how)
    t.notOk(denied.tokens?.refresh_token, how)
    const not_asked = await fate(app, await sign(app, key), how, { scope: 'openid offline_access' })
    t.notOk(not_asked.tokens?.refresh_token, `${how}: what stands beside does not count`)
  }
})

t.test('audience and resource name an API inside of a signed request, as it is called everywhere else', async t => {
  const second = await p.createApi({ identifier: 'an api without a URI' })
  for (const how of hows) {
    for (const claims of [
      { audience: api.identifier },
      { resource: api.identifier },
      { resource: [api.identifier] },
      { resource: api.identifier, audience: api.identifier },
    ]) {
      const what = `${JSON.stringify(claims)} ${how}`
      const request = await sign(app, key, { scope: 'openid offline_access read:things', ...claims })
      const { tokens } = await fate(app, request, how)
      t.match(tokens?.scope, /read:things/, what)
      const { aud } = JSON.parse(Buffer.from(tokens?.access_token.split('.')[1], 'base64url').toString())
      t.ok([aud].flat().includes(api.identifier), what)
      const again = await p.refresh(app, tokens?.refresh_token, {
        client_secret: app.client_secret,
        audience: api.identifier,
      })
      t.equal(again.status, 200, `${what}: ${again.text}`)
    }
    const odd = await fate(app, await sign(app, key, { audience: second.identifier }), how)
    t.ok(odd.tokens?.access_token, how)
    for (const [claims, error] of [
      [{ audience: 'https://nobody.example/' }, 'access_denied'],
      [{ resource: 'https://nobody.example/' }, 'access_denied'],
      [{ resource: 'no uri' }, 'invalid_target'],
      [{ resource: 'https://a.example/#b' }, 'invalid_target'],
      [{ resource: [api.identifier, second.identifier] }, 'invalid_target'],
      [{ resource: api.identifier, audience: second.identifier }, 'invalid_target'],
      [{ audience: [api.identifier, second.identifier] }, 'invalid_request'],
      [{ audience: 'x'.repeat(601) }, 'invalid_target'],
    ] as const)
      t.equal(
        (await fate(app, await sign(app, key, claims), how)).error,
        error,
        `${JSON.stringify(claims).slice(0, 80)} ${how}`,
      )
  }
})

t.test('connection, organization, invitation, screen_hint and prompt hold inside of a signed request', async t => {
  for (const how of hows) {
    for (const claims of [{ connection: 'nobody-knows' }, { organization: 'org_1' }, { invitation: 'i' }])
      t.equal((await fate(app, await sign(app, key, claims), how)).error, 'invalid_request', JSON.stringify(claims))
    t.ok((await fate(app, await sign(app, key, { connection: 'Username-Password-Authentication' }), how)).tokens)
  }
  const browser = p.browser()
  const page = await ask(app, await sign(app, key, { screen_hint: 'signup', login_hint: 'a@b.example' }), browser)
  t.match(JSON.parse((await p.door(browser, page, { do: 'read' })).body), {
    screen_hint: 'signup',
    login_hint: 'a@b.example',
  })
  const signedIn = await p.authorized(app, person)
  const chosen = await ask(app, await sign(app, key, { prompt: 'select_account' }), signedIn.browser)
  t.equal(JSON.parse((await p.door(signedIn.browser, chosen, { do: 'read' })).body).prompt, 'login')
  const silent = locationOf(await ask(app, await sign(app, key, { prompt: 'none' })))
  t.equal(silent.searchParams.get('error'), 'login_required')
  t.equal(silent.searchParams.get('state'), 'signed')
})

t.test('web_message goes to the client’s origins only, whether it was asked inside or outside', async t => {
  const { client, key: own } = await createClient({ web_origins: ['https://elsewhere.example'] })
  const { browser } = await p.authorized(app, person)
  for (const response_mode of ['web_message', 'web_message.jwt']) {
    const request = await sign(client, own, { response_mode, prompt: 'none' })
    const page = await ask(client, request, browser)
    t.notMatch(page.body, /authorization_response/, response_mode)
    t.equal(page.headers.get('location'), null)
    t.equal((await push(client, request)).body.error, 'invalid_request', response_mode)
    const forged = await sign(client, { ...own, privateKey: pair().privateKey }, { response_mode })
    const broken = await ask(client, forged, browser, { redirect_uri: CALLBACK })
    t.notMatch(broken.body, /authorization_response/, 'an error tells nobody either')
  }
  await p.store.clients.update(client.client_id, { web_origins: ['https://app.example'] }, new Date())
  await p.settled()
  const allowed = await ask(client, await sign(client, own, { response_mode: 'web_message', prompt: 'none' }), browser)
  t.match(allowed.body, /"code"/)
  t.match(allowed.headers.get('content-security-policy'), /frame-ancestors https:\/\/app\.example/)
})

t.test('the discovery document says what is taken', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.equal(body.request_parameter_supported, true)
  t.equal(body.request_uri_parameter_supported, false)
  for (const alg of body.request_object_signing_alg_values_supported) t.match(alg, /^([RP]S|ES)\d+$|^Ed(DSA|25519)$/)
  t.notOk(
    'request_object_encryption_alg_values_supported' in body &&
      body.request_object_encryption_alg_values_supported?.length,
  )
})
