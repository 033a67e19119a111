// Forged and misused tokens at the Management API, the most that a token can open. (/userinfo: test/oidc/userinfo.test.ts; logout hints:
// test/oidc/openid-rpinitiated-logout.test.ts.)
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { managementToken } from '../support/api-as.ts'
import { ADMIN } from '../support/app.ts'
import { CALLBACK, challengeOf, claimsOf, createProtocol, headerOf, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const genuine = await managementToken(p.app)
const header = headerOf(genuine)
const claims = claimsOf(genuine)
const { keys } = (await p.get('/.well-known/jwks.json')).body as {
  keys: { kid: string; kty: string; n: string; e: string; x5c: string[] }[]
}
const published = keys.find(({ kid }) => kid === header.kid)!
const pem = createPublicKey({ key: published, format: 'jwk' }).export({
  type: 'spki',
  format: 'pem',
}) as string
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const forge = (over: object, signed: (data: string) => string, payload: object = claims) => {
  const data = `${encode({ ...header, ...over })}.${encode(payload)}`
  return `${data}.${signed(data)}`
}
const hmac = (secret: string) => (data: string) => createHmac('sha256', secret).update(data).digest('base64url')
const by = (key: KeyObject) => (data: string) => sign('sha256', Buffer.from(data), key).toString('base64url')
const foreign = by(stranger.privateKey)

const list = (token: string) => p.get('/api/v2/users', { authorization: `Bearer ${token}` })

t.test('algorithm confusion, and keys that a token brings along (CVE-2026-11800)', async t => {
  t.equal((await list(genuine)).status, 200)
  // Whoever fetches what a header names is heard.
  const fetched: string[] = []
  const listener = createServer((request, response) => {
    fetched.push(request.url ?? '')
    response.end(JSON.stringify({ keys: [{ ...stranger.publicKey.export({ format: 'jwk' }), kid: header.kid }] }))
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  t.teardown(() => listener.close())
  const elsewhere = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  const jwk = stranger.publicKey.export({ format: 'jwk' })
  const [head, payload, signature] = genuine.split('.') as [string, string, string]
  for (const [what, token] of Object.entries({
    none: forge({ alg: 'none' }, () => ''),
    'none, in other letters': forge({ alg: 'nOnE' }, () => ''),
    'none with a signature': forge({ alg: 'none' }, () => signature),
    'HMAC with the public key as PEM': forge({ alg: 'HS256' }, hmac(pem)),
    'HMAC with the modulus': forge({ alg: 'HS256' }, hmac(published.n)),
    'HMAC with the certificate': forge({ alg: 'HS256' }, hmac(published.x5c[0] ?? '')),
    'HMAC with nothing': forge({ alg: 'HS256' }, hmac('')),
    'HMAC with the client’s secret': forge({ alg: 'HS256', kid: undefined }, hmac(ADMIN.client_secret)),
    'another key under our kid': forge({}, foreign),
    'another key under another kid': forge({ kid: 'x' }, foreign),
    'another key without a kid': forge({ kid: undefined }, foreign),
    'a kid that is a path': forge({ kid: '../../../../dev/null' }, hmac('')),
    'a kid that is no string': forge({ kid: { toString: 'x' } }, foreign),
    'another kind of key': forge({ alg: 'ES256' }, by(curve.privateKey)),
    'an empty curve signature (CVE-2022-21449)': forge({ alg: 'ES256' }, () => Buffer.alloc(64).toString('base64url')),
    jwk: forge({ jwk }, foreign),
    'jwk alone': forge({ jwk, kid: undefined }, foreign),
    jku: forge({ jku: `${elsewhere}/jku` }, foreign),
    x5u: forge({ x5u: `${elsewhere}/x5u` }, foreign),
    'iss elsewhere': forge({}, foreign, { ...claims, iss: `${elsewhere}/` }),
    x5c: forge({ x5c: ['MIIB'] }, foreign),
    'an unknown critical header': forge({ crit: ['x'], x: 1 }, foreign),
    'a changed payload': `${head}.${encode({ ...claims, scope: 'everything' })}.${signature}`,
    'a changed header': `${encode({ ...header, typ: 'at+jwt' })}.${payload}.${signature}`,
    'no signature': `${head}.${payload}.`,
    'two parts': `${head}.${payload}`,
    'five parts': `${genuine}.a.b`,
  })) {
    t.equal((await list(token)).status, 401, what)
    // The same key set stands behind every place that takes a JWT back.
    const hint = await p.authorize(p.browser(), {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      prompt: 'none',
      code_challenge: challengeOf('v'.repeat(43)),
      code_challenge_method: 'S256',
      id_token_hint: token,
    })
    t.equal(locationOf(hint).searchParams.get('error'), 'invalid_request', what)
  }
  t.same(fetched, [])
})

t.test('a token of ours that is for something else does not administer', async t => {
  const api = await p.createApi()
  const { body } = await p.tokens(client, ada, { audience: api.identifier })
  for (const [what, token] of Object.entries({
    'an ID token': body.id_token,
    'a user’s access token': body.access_token,
    'a refresh token': body.refresh_token,
    'an opaque access token': (await p.tokens(client, ada)).body.access_token,
  })) {
    t.equal((await list(token)).status, 401, what)
  }
  t.equal((await p.get(`/api/v2/users?access_token=${genuine}`)).status, 401, 'nor one in the URL')
})

t.test('no user gets a token that administers, by whatever name', async t => {
  for (const named of [{ audience: `${p.issuer}api/v2/` }, { resource: `${p.issuer}api/v2/` }]) {
    const { body } = await p.tokens(client, ada, { ...named, scope: 'openid read:users' })
    t.equal(body.scope, 'openid')
    t.equal((await p.get('/api/v2/users', { authorization: `Bearer ${body.access_token}` })).status, 403)
  }
  for (const audience of [
    `${p.issuer}api/v2`,
    `${p.issuer.toUpperCase()}API/V2/`,
    'lintel:management-api',
    `urn:lintel:aud:${Buffer.from(`${p.issuer}api/v2/`).toString('base64url')}`,
  ]) {
    const { callback } = await p.authorized(client, ada, { audience, scope: 'openid read:users' })
    t.match(callback.searchParams.get('error_description'), /^Service not found/, audience)
  }
})

t.test('what a client is granted counts when its token is used, not when it was issued', async t => {
  const made = (await p.app.api('POST', '/clients', { name: 'Robot', app_type: 'non_interactive' })).body
  const audience = `${p.issuer}api/v2/`
  const grant = (
    await p.app.api('POST', '/client-grants', {
      client_id: made.client_id,
      audience,
      scope: ['read:users', 'read:roles'],
    })
  ).body
  await p.settled()
  const token = await managementToken(p.app, { client: made })
  const may = async (path: string) => (await p.get(`/api/v2${path}`, { authorization: `Bearer ${token}` })).status
  t.same([await may('/users'), await may('/roles'), await may('/clients')], [200, 200, 403])
  await p.app.api('PATCH', `/client-grants/${grant.id}`, { scope: ['read:roles'] })
  await p.settled()
  t.same([await may('/users'), await may('/roles')], [403, 200])
  await p.app.api('DELETE', `/client-grants/${grant.id}`)
  await p.settled()
  t.equal(await may('/roles'), 401)
})
