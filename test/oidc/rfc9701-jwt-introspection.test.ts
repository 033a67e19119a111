// The answer of an introspection as a JWT: for an API that wants proof of what it was told.
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtDecrypt, jwtVerify } from 'jose'
import t from 'tap'
import { createProtocol, headerOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const api = await p.createApi()
const spa = await p.createClient()
const JWT = 'application/token-introspection+jwt'

const backendWith = async (registration: object) => {
  const { status, body } = await p.app.api('POST', '/clients', {
    name: 'Backend',
    app_type: 'resource_server',
    resource_server_identifier: api.identifier,
    registration,
  })
  t.equal(status, 201, JSON.stringify(body))
  await p.settled()
  return body as { client_id: string; client_secret: string }
}
const introspect = (client: { client_id: string; client_secret: string }, token: string, accept = JWT) =>
  p.post('/oauth/introspect', { client_id: client.client_id, client_secret: client.client_secret, token }, { accept })
const verified = (jwt: string, audience: string) =>
  jwtVerify(jwt, createRemoteJWKSet(new URL(`${p.issuer}.well-known/jwks.json`)), { issuer: p.issuer, audience })

const { body: tokens } = await p.tokens(spa, ada, { audience: api.identifier, scope: 'openid read:things' })

t.test('discovery says by which algorithms', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.ok(body.introspection_signing_alg_values_supported.includes('RS256'))
  t.notOk(body.introspection_signing_alg_values_supported.includes('none'))
})

t.test('signed, for the one who asked, of a type of its own', async t => {
  const backend = await backendWith({})
  const { status, text, headers } = await introspect(backend, tokens.access_token)
  t.equal(status, 200)
  t.match(headers.get('content-type'), JWT)
  t.equal(headerOf(text).typ, 'token-introspection+jwt')
  t.equal(headerOf(text).alg, 'RS256')
  const { payload } = await verified(text, backend.client_id)
  t.match(payload, { iat: Number, token_introspection: { active: true, sub: ada.user_id, client_id: spa.client_id } })
  // RFC 9701 §5, §8.1: not to be taken for an access token or an ID token.
  t.notOk('sub' in payload)
  t.notOk('exp' in payload)
  const nothing = await verified((await introspect(backend, 'unknown')).text, backend.client_id)
  t.strictSame(nothing.payload.token_introspection, { active: false })
})

t.test('JSON is JSON still', async t => {
  const backend = await backendWith({})
  for (const accept of ['application/json', '*/*']) {
    const { headers, body } = await introspect(backend, tokens.access_token, accept)
    t.match(headers.get('content-type'), 'application/json')
    t.match(body, { active: true })
  }
})

t.test('by the algorithm that the client registered', async t => {
  const backend = await backendWith({ introspection_signed_response_alg: 'ES256' })
  const { text } = await introspect(backend, tokens.access_token)
  t.equal(headerOf(text).alg, 'ES256')
  t.match((await verified(text, backend.client_id)).payload, { token_introspection: { active: true } })
})

t.test('encrypted to the client, and then never in the clear', async t => {
  const keys = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const key = { ...(await exportJWK(keys.publicKey)), use: 'enc', alg: 'ECDH-ES' }
  const backend = await backendWith({
    jwks: { keys: [key] },
    introspection_encrypted_response_alg: 'ECDH-ES',
    introspection_encrypted_response_enc: 'A128GCM',
  })
  const { text } = await introspect(backend, tokens.access_token)
  t.equal(text.split('.').length, 5)
  await t.rejects(jwtDecrypt(text, (await generateKeyPair('ECDH-ES', { crv: 'P-256' })).privateKey))
  const plain = await introspect(backend, tokens.access_token, 'application/json')
  t.equal(plain.status, 400)
  t.notMatch(plain.text, ada.user_id)
})

t.test('the signed answer is no token: not at /userinfo, and not to be asked about', async t => {
  const backend = await backendWith({})
  const { text } = await introspect(backend, tokens.access_token)
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${text}` })).status, 401)
  t.strictSame((await introspect(backend, text, 'application/json')).body, { active: false })
})

t.test('an algorithm that is none is not registered', async t => {
  for (const introspection_signed_response_alg of ['none', 'RS1'])
    t.match(await p.app.api('POST', '/clients', { name: 'No', registration: { introspection_signed_response_alg } }), {
      status: 400,
    })
})
