import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { addCredentials, type GivenCredential, readCredential } from '../../src/management/clients/credentials.ts'
import type { ClientCredential } from '../../src/store/client-credentials.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import { eventually } from '../support/eventually.ts'
import { type Answer, CALLBACK, challengeOf, claimsOf, createProtocol, type Parameters } from '../support/protocol.ts'

// RFC 7523 §2.2, §3: clients that sign who they are; OpenID Connect Core §9: private_key_jwt and client_secret_jwt

const p = await createProtocol(t)
const api = await p.createApi()
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const UNAUTHORIZED = { error: 'access_denied', error_description: 'Unauthorized' }
await p.store.settings.update({ pushed_authorization_requests_supported: true }, new Date())

const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string
const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = keyPair()
const stranger = keyPair()

const given = (key: KeyObject, patch: Partial<GivenCredential> = {}): GivenCredential => ({
  credential_type: 'public_key',
  pem: pemOf(key),
  ...patch,
})

/** A confidential client and the credentials by which it authenticates. */
async function createClient(
  credentials: GivenCredential[],
  patch: Partial<NewClient> = {},
): Promise<{ client: Client; credentials: ClientCredential[] }> {
  const { client_id } = await p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
    ...patch,
  })
  const read = await Promise.all(credentials.map(one => readCredential(client_id, one)))
  const kept = await addCredentials(p.store, client_id, read, new Date())
  const references = { credentials: kept.map(({ id }) => ({ id })) }
  const methods = { client_authentication_methods: { private_key_jwt: references } }
  const client = await p.store.clients.update(client_id, credentials.length > 0 ? methods : {}, new Date())
  const grant = { id: newClientGrantId(), client_id, resource_server_id: api.id, subject_type: 'client' as const }
  await p.store.client_grants.create({ ...grant, scope: ['read:things'], allow_all_scopes: false }, new Date())
  await p.settled()
  return { client: client as Client, credentials: kept }
}

const { client } = await createClient([given(keys.publicKey)])

type Assertion = {
  client?: Pick<Client, 'client_id'>
  key?: KeyObject | Uint8Array
  header?: { [name: string]: unknown }
  claims?: { [name: string]: unknown }
}
const seconds = () => Math.floor(Date.now() / 1000)

function assertion({ client: by = client, key = keys.privateKey, header = {}, claims = {} }: Assertion = {}) {
  const now = seconds()
  return new SignJWT({
    iss: by.client_id,
    sub: by.client_id,
    aud: p.issuer,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', ...header })
    .sign(key, { crit: { x: true } })
}

const authenticated = (client_assertion: string, parameters: Parameters = {}): Parameters => ({
  client_assertion_type: TYPE,
  client_assertion,
  ...parameters,
})
const machine = { grant_type: 'client_credentials', audience: api.identifier }
const token = async (by: Assertion | string = {}, parameters: Parameters = {}): Promise<Answer> =>
  p.token(authenticated(typeof by === 'string' ? by : await assertion(by), { ...machine, ...parameters }))

t.test('a client that signs who it is gets a token, and nobody else by its name', async t => {
  const { status, body } = await token()
  t.equal(status, 200)
  t.equal(claimsOf(body.access_token).sub, `${client.client_id}@clients`)
  t.equal((await token({}, { client_id: client.client_id })).status, 200, 'it may be named as well')
  const forged = await token({ key: stranger.privateKey })
  t.match(forged, { status: 401, body: UNAUTHORIZED })
  t.equal((await token({}, { client_id: 'another' })).status, 400, 'not otherwise')
  const { client: other } = await createClient([given(stranger.publicKey)])
  t.equal((await token({ client: other })).status, 401, 'one client’s key is not another’s')
})

t.test('the issuer, the token endpoint and the endpoint that is asked are audiences; others are not', async t => {
  for (const aud of [p.issuer, [p.issuer], `${p.issuer}oauth/token`])
    t.equal((await token({ claims: { aud } })).status, 200, JSON.stringify(aud))
  for (const aud of [
    undefined,
    'https://another.example/',
    p.issuer.slice(0, -1),
    client.client_id,
    `${p.issuer}oauth/revoke`,
    [p.issuer, 'https://another.example/'],
    [],
  ])
    t.match(await token({ claims: { aud } }), { status: 401, body: UNAUTHORIZED }, JSON.stringify(aud))
})

t.test('issuer and subject are the client, and the times are now', async t => {
  const now = seconds()
  for (const [what, claims] of Object.entries({
    'another issuer': { iss: 'another' },
    'no issuer': { iss: undefined },
    'another subject': { sub: 'another' },
    'no subject': { sub: undefined },
    'a subject that is no string': { sub: 1 },
    'no end': { exp: undefined },
    'an end that is past': { exp: now - 60 },
    'an end that is far': { exp: now + 7_200 },
    'no end in sight': { exp: 1e300 },
    'not yet': { nbf: now + 600 },
    'no id': { jti: undefined },
    'an empty id': { jti: '' },
    'an id that is no string': { jti: 7 },
  })) {
    const answered = await token({ claims })
    t.match(answered, { status: 401, body: UNAUTHORIZED }, what)
  }
  t.equal((await token({ claims: { exp: now + 3_500 } })).status, 200)
})

t.test('an assertion is good once, also when it comes twenty times at once', async t => {
  const once = await assertion()
  t.equal((await token(once)).status, 200)
  t.match(await token(once), { status: 401, body: UNAUTHORIZED })
  const contested = await assertion()
  const answers = await Promise.all(Array.from({ length: 20 }, () => token(contested)))
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  t.equal(answers.filter(({ status }) => status === 401).length, 19)
  const elsewhere = await assertion()
  t.equal((await p.post('/oauth/revoke', authenticated(elsewhere, { token: 'x' }))).status, 200)
  t.equal((await token(elsewhere)).status, 401, 'nor at another endpoint')
  const jti = randomUUID()
  t.equal((await token({ claims: { jti } })).status, 200)
  t.equal((await token({ claims: { jti } })).status, 401, 'nor another one with its id')
  const { client: other } = await createClient([given(keys.publicKey)])
  t.equal((await token({ client: other, claims: { jti } })).status, 200, 'another client counts for itself')
  const { rows } = await p.app.database.query("select id_hash from artefacts where kind = 'ReplayDetection'")
  t.ok(rows.length > 0)
  t.notOk(JSON.stringify(rows).includes(jti), 'what is remembered is a hash')
})

t.test('CVE-2026-11800: the algorithm is the key’s, not the assertion’s', async t => {
  const pem = pemOf(keys.publicKey)
  const unsigned = (alg: string) => {
    const now = seconds()
    const claims = { iss: client.client_id, sub: client.client_id, aud: p.issuer, jti: randomUUID(), exp: now + 60 }
    return [{ alg }, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  }
  for (const [what, secret] of Object.entries({
    'the public key, as PEM': pem,
    'the public key, trimmed': pem.trim(),
    'the public key, as DER': keys.publicKey.export({ type: 'spki', format: 'der' }),
    'the public key, as JWK': JSON.stringify(keys.publicKey.export({ format: 'jwk' })),
    'the client’s secret': client.client_secret ?? '',
    nothing: '',
  }))
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const input = unsigned(alg)
      const mac = createHmac(`sha${alg.slice(2)}`, secret)
        .update(input)
        .digest('base64url')
      t.match(await token(`${input}.${mac}`), { status: 401, body: UNAUTHORIZED }, `${alg} with ${what}`)
    }
  for (const alg of ['none', 'None', '', 'RS256'])
    t.equal((await token(`${unsigned(alg)}.`)).status, 401, `${alg} without a signature`)
  for (const alg of ['PS256', 'RS384', 'RS512'])
    t.equal((await token({ header: { alg } })).status, 401, `${alg}: the right key, another algorithm`)
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  t.equal((await token({ key: ec.privateKey, header: { alg: 'ES256' } })).status, 401, 'another kind of key')
})

t.test('no header chooses the key', async t => {
  const jwk = stranger.publicKey.export({ format: 'jwk' })
  for (const header of [
    { jwk },
    { jku: 'https://attacker.example/jwks' },
    { x5u: 'https://attacker.example/cert' },
    { kid: 'unknown-key' },
    { kid: '../../dev/null' },
  ])
    t.equal((await token({ key: stranger.privateKey, header })).status, 401, JSON.stringify(header))
  t.equal((await token({ header: { kid: 'unknown-key' } })).status, 401, 'the right key by another name')
  t.equal((await token({ header: { crit: ['x'], x: 1 } })).status, 401, 'an extension that nobody knows')
})

t.test('what a key signed as something else is no assertion', async t => {
  for (const typ of ['oauth-authz-req+jwt', 'dpop+jwt', 'at+jwt', 'logout+jwt', 'application/logout+JWT'])
    t.equal((await token({ header: { typ } })).status, 401, typ)
  for (const typ of ['JWT', 'jwt', 'client-authentication+jwt'])
    t.equal((await token({ header: { typ } })).status, 200, typ)
})

t.test('every algorithm that a key can be registered for', async t => {
  const rsa = keyPair()
  for (const [alg, pair] of [
    ['RS256', rsa],
    ['RS384', rsa],
    ['RS512', rsa],
    ['PS256', rsa],
    ['PS384', rsa],
    ['PS512', rsa],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['EdDSA', generateKeyPairSync('ed25519')],
    ['Ed25519', generateKeyPairSync('ed25519')],
  ] as const) {
    const made = await createClient([given(pair.publicKey, { alg })])
    const kid = made.credentials[0]?.kid
    for (const header of [{ alg }, { alg, kid }])
      t.equal((await token({ client: made.client, key: pair.privateKey, header })).status, 200, alg)
  }
})

t.test('of two keys each is good, until it is taken away', async t => {
  const [old, next] = [keyPair(), keyPair()]
  const made = await createClient([given(old.publicKey), given(next.publicKey)])
  const by = (key: KeyObject) => token({ client: made.client, key })
  t.equal((await by(old.privateKey)).status, 200)
  t.equal((await by(next.privateKey)).status, 200)
  const id = made.credentials[0]?.id ?? ''
  t.equal((await p.app.api('DELETE', `/clients/${made.client.client_id}/credentials/${id}`)).status, 204)
  await p.settled()
  t.match(await by(old.privateKey), { status: 401, body: UNAUTHORIZED })
  t.equal((await by(next.privateKey)).status, 200)
})

t.test('a key that is there but not named is of no use', async t => {
  const [one, two] = [keyPair(), keyPair()]
  const made = await createClient([given(one.publicKey), given(two.publicKey)])
  const [first] = made.credentials
  await p.app.api('PATCH', `/clients/${made.client.client_id}`, {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: first?.id }] } },
  })
  await p.settled()
  t.equal((await token({ client: made.client, key: one.privateKey })).status, 200)
  t.equal((await token({ client: made.client, key: two.privateKey })).status, 401)
  await p.app.api('PATCH', `/clients/${made.client.client_id}`, {
    client_authentication_methods: { private_key_jwt: { credentials: [] } },
  })
  await p.settled()
  t.equal(
    (await token({ client: made.client, key: one.privateKey })).status,
    401,
    'a method without keys lets nobody in',
  )
})

t.test('a key expires by itself', async t => {
  const pair = keyPair()
  const expires_at = new Date(Date.now() + 3_000).toISOString()
  const made = await createClient([given(pair.publicKey, { expires_at })])
  const by = () => token({ client: made.client, key: pair.privateKey })
  t.equal((await by()).status, 200)
  await eventually(async () => (await by()).status === 401)
  const path = `/clients/${made.client.client_id}/credentials/${made.credentials[0]?.id}`
  await p.app.api('PATCH', path, { expires_at: null })
  await p.settled()
  t.equal((await by()).status, 200)
  await p.app.api('PATCH', path, { expires_at: new Date(Date.now() - 1_000).toISOString() })
  await p.settled()
  t.equal((await by()).status, 401)
})

t.test('a key for request objects does not authenticate, nor one for authenticating sign request objects', async t => {
  const [authenticates, signs] = [keyPair(), keyPair()]
  const made = await createClient([given(authenticates.publicKey), given(signs.publicKey)])
  const [one, two] = made.credentials.map(({ id }) => ({ id }))
  await p.store.clients.update(
    made.client.client_id,
    {
      client_authentication_methods: { private_key_jwt: { credentials: [one as { id: string }] } },
      signed_request_object: { required: false, credentials: [two as { id: string }] },
    },
    new Date(),
  )
  await p.settled()
  t.equal((await token({ client: made.client, key: authenticates.privateKey })).status, 200)
  t.equal((await token({ client: made.client, key: signs.privateKey })).status, 401)
  const { client_id } = made.client
  const push = async (key: KeyObject) => {
    const request = await new SignJWT({
      client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: challengeOf('x'.repeat(43)),
      code_challenge_method: 'S256',
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'oauth-authz-req+jwt' })
      .setIssuer(client_id)
      .setAudience(p.issuer)
      .setIssuedAt()
      .setNotBefore(seconds())
      .setExpirationTime('60s')
      .sign(key)
    const by = await assertion({ client: made.client, key: authenticates.privateKey })
    return p.post('/oauth/par', authenticated(by, { request, client_id }))
  }
  t.equal((await push(signs.privateKey)).status, 201)
  t.match(await push(authenticates.privateKey), { status: 400, body: { error: 'invalid_request_object' } })
})

t.test('at every endpoint where clients authenticate', async t => {
  const pushed = {
    response_type: 'code',
    redirect_uri: CALLBACK,
    code_challenge: challengeOf('x'.repeat(43)),
    code_challenge_method: 'S256',
  }
  for (const [path, parameters] of Object.entries({
    '/oauth/token': machine,
    '/oauth/revoke': { token: 'x' },
    '/oauth/introspect': { token: 'x' },
    '/oauth/par': { ...pushed, client_id: client.client_id },
  })) {
    const ask = async (by: Assertion) => p.post(path, authenticated(await assertion(by), parameters))
    t.ok((await ask({})).status < 300, path)
    t.match(await ask({ key: stranger.privateKey }), { status: 401, body: UNAUTHORIZED }, path)
    t.ok((await ask({ claims: { aud: `${p.issuer}${path.slice(1)}` } })).status < 300, `${path} for itself`)
    const bare = await p.post(path, { ...parameters, client_id: client.client_id })
    t.match(bare, { status: 401, body: UNAUTHORIZED }, `${path} with nothing`)
    const secret = await p.post(path, {
      ...parameters,
      client_id: client.client_id,
      client_secret: client.client_secret,
    })
    t.match(secret, { status: 401, body: UNAUTHORIZED }, `${path} with the secret that it has no more`)
    const both = await p.post(path, {
      ...parameters,
      ...authenticated(await assertion()),
      client_secret: client.client_secret,
    })
    t.ok(both.status === 400 || both.status === 401, `${path} with both`)
    const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')
    t.equal((await p.post(path, parameters, { authorization: `Basic ${basic}` })).status, 401, `${path} by Basic`)
  }
})

t.test(
  'CVE-2026-53512, CVE-2026-55672: codes and refresh tokens are exchanged by who signs, for the same client',
  async t => {
    const person = await p.createUser()
    const authorized = await p.authorized(client, person)
    const code = { grant_type: 'authorization_code', client_id: undefined }
    const refused = await p.redeem(client, authorized)
    t.equal(refused.status, 401)
    const forged = await p.redeem(
      client,
      authorized,
      authenticated(await assertion({ key: stranger.privateKey }), code),
    )
    t.equal(forged.status, 401)
    const { status, body } = await p.redeem(client, authorized, authenticated(await assertion(), code))
    t.equal(status, 200, 'who could not prove it has not spent the code')
    const refresh = async (by: Parameters) =>
      p.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token, ...by })
    t.equal((await refresh({ client_id: client.client_id })).status, 401)
    t.equal((await refresh(authenticated(await assertion({ key: stranger.privateKey })))).status, 401)
    const { client: other } = await createClient([given(stranger.publicKey)])
    const foreign = await refresh(authenticated(await assertion({ client: other, key: stranger.privateKey })))
    t.match(foreign, { status: 403, body: { error: 'invalid_grant' } }, 'another client')
    t.equal((await refresh(authenticated(await assertion()))).status, 200)
  },
)

t.test('CVE-2024-23647: signing does not stand in for the code verifier', async t => {
  const person = await p.createUser()
  for (const code_verifier of [undefined, '', 'x'.repeat(43)]) {
    const authorized = await p.authorized(client, person)
    const given = authenticated(await assertion(), { client_id: undefined, code_verifier })
    const refused = await p.redeem(client, authorized, given)
    t.match(refused, { status: 403, body: { error: 'invalid_grant' } }, String(code_verifier))
  }
})

t.test('a client whose method is a secret signs nothing', async t => {
  const { client: post } = await createClient([])
  const made = await createClient([given(keys.publicKey)])
  await p.app.api('PATCH', `/clients/${made.client.client_id}`, {
    client_authentication_methods: null,
    token_endpoint_auth_method: 'client_secret_post',
  })
  await p.settled()
  t.equal((await token({ client: made.client })).status, 401, 'its key is there, its method is not')
  const secret = new TextEncoder().encode(post.client_secret)
  t.equal((await token({ client: post, key: secret, header: { alg: 'HS256' } })).status, 401)
})

t.test('an assertion keyed with the secret, for a client that registered client_secret_jwt', async t => {
  const { client: keyed } = await createClient([], { token_endpoint_auth_method: 'client_secret_jwt' })
  const key = new TextEncoder().encode(keyed.client_secret)
  for (const alg of ['HS256', 'HS384', 'HS512'])
    t.equal((await token({ client: keyed, key, header: { alg } })).status, 200, alg)
  const wrong = new TextEncoder().encode('x'.repeat(64))
  t.equal((await token({ client: keyed, key: wrong, header: { alg: 'HS256' } })).status, 401)
  t.equal((await token({ client: keyed })).status, 401, 'not by a key')
  const once = await assertion({ client: keyed, key, header: { alg: 'HS256' } })
  t.equal((await token(once)).status, 200)
  t.equal((await token(once)).status, 401)
  const plain = await p.token({ ...machine, client_id: keyed.client_id, client_secret: keyed.client_secret })
  t.equal(plain.status, 401, 'nor by the secret itself')
  const { body } = await p.app.api('POST', `/clients/${keyed.client_id}/rotate-secret`)
  await p.settled()
  t.equal((await token({ client: keyed, key, header: { alg: 'HS256' } })).status, 401, 'the old secret is over')
  const rotated = new TextEncoder().encode(body.client_secret)
  t.equal((await token({ client: keyed, key: rotated, header: { alg: 'HS256' } })).status, 200)
})

t.test('what is no assertion at all is refused as malformed', async t => {
  for (const [what, parameters] of Object.entries({
    'not a JWT': { client_assertion: 'x' },
    'another type': { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' },
    'no type': { client_assertion_type: undefined },
    'two of them': { client_assertion: [await assertion(), await assertion()] },
  })) {
    const answered = await p.token({ ...authenticated(await assertion(), machine), ...parameters })
    t.match(answered, { status: 400, body: { error: 'invalid_request' } }, what)
  }
})

t.test('a client that is gone signs for nobody', async t => {
  const made = await createClient([given(keys.publicKey)])
  await p.app.api('DELETE', `/clients/${made.client.client_id}`)
  await p.settled()
  t.equal((await token({ client: made.client })).status, 401)
})

t.test('who failed stands in the log, and the assertion does not', async t => {
  const signed = await assertion({ key: stranger.privateKey })
  await token(signed)
  await eventually(async () => {
    const { rows } = await p.app.database.query("select 1 from log_events where type = 'feccft' and client_id = $1", [
      client.client_id,
    ])
    return rows.length > 0
  })
  const { rows } = await p.app.database.query('select * from log_events')
  const signature = signed.split('.')[2] ?? ''
  t.notOk(JSON.stringify(rows).includes(signature))
  t.notOk(p.app.logs.join('\n').includes(signature))
})

t.test('metadata names the methods and algorithms', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  const methods: string[] = body.token_endpoint_auth_methods_supported
  t.ok(methods.includes('private_key_jwt') && methods.includes('client_secret_jwt'))
  const algs: string[] = body.token_endpoint_auth_signing_alg_values_supported
  for (const alg of ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA']) t.ok(algs.includes(alg), alg)
  t.notOk(algs.includes('none'))
})

t.test('strictly by the RFCs, the errors are theirs', async t => {
  await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
  await p.settled()
  t.match(await token({ key: stranger.privateKey }), { status: 401, body: { error: 'invalid_client' } })
  t.equal((await token()).status, 200)
})
