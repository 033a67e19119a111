import { hash, X509Certificate } from 'node:crypto'
import type { Management } from 'auth0'
import t from 'tap'
import { createProver } from '../support/dpop.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'

// Auth0's settings of what a client must prove and may ask: proof_of_possession, authorization_details, require_proof_of_possession

const HEADER = 'x-test-client-certificate'
const p = await createProtocol(t, {
  trusted_proxies: ['127.0.0.1/32'],
  client_certificates: { ca: undefined, header: HEADER, verified_header: undefined },
})
const person = await p.createUser()
const { api: request } = p.app

const create = async (body: object) => {
  const made = await request('POST', '/resource-servers', {
    identifier: `https://api.example/${Math.random()}`,
    ...body,
  })
  t.equal(made.status, 201, JSON.stringify(made.body))
  await p.settled()
  return made.body as Management.GetResourceServerResponseContent & { id: string; identifier: string }
}

t.test('a resource server says how possession is proved, and which details it understands', async t => {
  const proof_of_possession = { mechanism: 'dpop', required: true, required_for: 'public_clients' }
  const authorization_details = [{ type: 'payment' }, { type: 'https://scheme.example/files' }]
  const made = await create({ proof_of_possession, authorization_details })
  t.match(made, { proof_of_possession, authorization_details })
  const path = `/resource-servers/${made.id}`
  t.match((await request('GET', path)).body, { proof_of_possession, authorization_details })

  const other = { mechanism: 'mtls', required: false }
  t.match((await request('PATCH', path, { proof_of_possession: other })).body, {
    proof_of_possession: other,
    authorization_details,
  })
  const { body: unset } = await request('PATCH', path, { proof_of_possession: null, authorization_details: null })
  t.notOk('proof_of_possession' in unset)
  t.notOk('authorization_details' in unset)
  t.same((await request('PATCH', path, { authorization_details: [] })).body.authorization_details, [])
})

t.test('what nobody could enforce is refused', async t => {
  const wrong: { [what: string]: object } = {
    'another mechanism': { proof_of_possession: { mechanism: 'tls-exporter', required: true } },
    'no mechanism': { proof_of_possession: { required: true } },
    'no word on being required': { proof_of_possession: { mechanism: 'dpop' } },
    'other clients': { proof_of_possession: { mechanism: 'dpop', required: true, required_for: 'some' } },
    'a further member': { proof_of_possession: { mechanism: 'dpop', required: true, x: 1 } },
    'a type without a name': { authorization_details: [{ type: '' }] },
    'no type': { authorization_details: [{}] },
    'a type twice': { authorization_details: [{ type: 'a' }, { type: 'a' }] },
    'a type with a line break': { authorization_details: [{ type: 'a\nb' }] },
    'a type that stands in everybody’s way': { authorization_details: [{ type: 'constructor' }] },
    'another one': { authorization_details: [{ type: '__proto__' }] },
    'a schema': { authorization_details: [{ type: 'a', schema: {} }] },
    'a consent that needs a second factor': { consent_policy: 'transactional-authorization-with-mfa' },
  }
  for (const [what, body] of Object.entries(wrong)) {
    const refused = await request('POST', '/resource-servers', { identifier: 'https://wrong.example/', ...body })
    t.equal(refused.status, 400, what)
  }
  const names = ['toString', 'hasOwnProperty', 'constructors']
  const odd = { identifier: 'https://odd.example/', authorization_details: names.map(type => ({ type })) }
  t.equal((await request('POST', '/resource-servers', odd)).status, 201)
  await p.settled()
  t.equal((await p.get('/.well-known/openid-configuration')).status, 200, 'and these are names like any other')
  t.equal(
    (await request('POST', '/resource-servers', { identifier: 'https://null.example/', consent_policy: null })).status,
    201,
  )
})

t.test('the Management API itself stays as it is', async t => {
  const path = `/resource-servers/${encodeURIComponent(`${p.issuer}api/v2/`)}`
  for (const body of [
    { proof_of_possession: { mechanism: 'dpop', required: true } },
    { authorization_details: [{ type: 'payment' }] },
  ])
    t.equal((await request('PATCH', path, body)).status, 400)
})

t.test('a client that must prove possession, from its setting to its token', async t => {
  const { body } = await request('POST', '/clients', {
    name: 'Bound',
    app_type: 'spa',
    callbacks: ['https://app.example/callback'],
    require_proof_of_possession: true,
  })
  t.equal(body.require_proof_of_possession, true)
  await p.store.connections.enableClients(p.connection_id, [body.client_id])
  await p.settled()
  const refused = await p.redeem(body, await p.authorized(body, person))
  t.match(refused, { status: 400, body: { error: 'invalid_request' } })

  const patched = await request('PATCH', `/clients/${body.client_id}`, { require_proof_of_possession: false })
  t.equal(patched.body.require_proof_of_possession, false)
  await p.settled()
  t.equal((await p.redeem(body, await p.authorized(body, person))).body.token_type, 'Bearer')
  t.equal((await request('PATCH', `/clients/${body.client_id}`, { require_proof_of_possession: 'yes' })).status, 400)
})

t.test('tokens for a resource server that asks for certificates are bound to one', async t => {
  const { cert } = localhostTls()
  const header = { [HEADER]: encodeURIComponent(cert) }
  const web = await p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token'],
  })
  const api = await create({ proof_of_possession: { mechanism: 'mtls', required: true }, allow_offline_access: true })
  const exchange = async (headers: { [name: string]: string }) => {
    const { callback, verifier } = await p.authorized(web, person, { audience: api.identifier })
    return p.token(
      {
        grant_type: 'authorization_code',
        client_id: web.client_id,
        client_secret: web.client_secret,
        redirect_uri: 'https://app.example/callback',
        code: callback.searchParams.get('code') ?? '',
        code_verifier: verifier,
      },
      headers,
    )
  }
  t.match(await exchange({}), { status: 400, body: { error: 'invalid_request' } })
  const prover = await createProver()
  const by_key = await exchange({ dpop: await prover.proof('POST', `${p.issuer}oauth/token`) })
  t.match(by_key, { status: 400, body: { error: 'invalid_request' } }, 'another mechanism does not do')

  const { status, body } = await exchange(header)
  t.equal(status, 200, JSON.stringify(body))
  const thumbprint = hash('sha256', new X509Certificate(cert).raw, 'base64url')
  t.same(claimsOf(body.access_token).cnf, { 'x5t#S256': thumbprint })
  const bearer = { authorization: `Bearer ${body.access_token}` }
  t.equal((await p.get('/userinfo', bearer)).status, 401, 'of no use without the certificate')
  t.equal((await p.get('/userinfo', { ...bearer, ...header })).status, 200)

  const refresh = {
    grant_type: 'refresh_token',
    client_id: web.client_id,
    client_secret: web.client_secret,
    refresh_token: body.refresh_token,
  }
  t.match(await p.token(refresh), { status: 400, body: { error: 'invalid_request' } })
  const refreshed = await p.token(refresh, header)
  t.equal(refreshed.status, 200, 'the refusal cost nothing')
  t.same(claimsOf(refreshed.body.access_token).cnf, { 'x5t#S256': thumbprint })
})

t.test('the Management API takes a bound token from its holder only', async t => {
  const { ADMIN } = await import('../support/app.ts')
  const prover = await createProver()
  const token_url = `${p.issuer}oauth/token`
  const audience = `${p.issuer}api/v2/`
  const { body } = await p.token(
    { grant_type: 'client_credentials', ...ADMIN, audience },
    { dpop: await prover.proof('POST', token_url) },
  )
  t.equal(body.token_type, 'DPoP', JSON.stringify(body))
  const token = body.access_token as string
  const url = `${p.issuer}api/v2/tenants/settings`
  const get = (headers: { [name: string]: string }) => p.get('/api/v2/tenants/settings', headers)

  t.equal((await get({ authorization: `DPoP ${token}`, dpop: await prover.proof('GET', url, { token }) })).status, 200)
  const query = await prover.proof('GET', url, { token })
  t.equal(
    (await p.get('/api/v2/tenants/settings?fields=friendly_name', { authorization: `DPoP ${token}`, dpop: query }))
      .status,
    200,
    'the query is no part of it',
  )

  const as_bearer = await get({ authorization: `Bearer ${token}` })
  t.equal(as_bearer.status, 401)
  t.match(as_bearer.body, { statusCode: 401, errorCode: 'invalid_token' })
  t.match(as_bearer.headers.get('www-authenticate'), /^DPoP .*error="invalid_token".*algs="/)

  const dpop = await prover.proof('GET', url, { token })
  const wrong: { [what: string]: { [name: string]: string } } = {
    'no proof': {},
    'a bearer’s scheme': { authorization: `Bearer ${token}`, dpop },
    'another key': { dpop: await (await createProver()).proof('GET', url, { token }) },
    'another method': { dpop: await prover.proof('PATCH', url, { token }) },
    'another path': { dpop: await prover.proof('GET', `${p.issuer}api/v2/clients`, { token }) },
    'another token': { dpop: await prover.proof('GET', url, { token: `${token}x` }) },
    'an old one': {
      dpop: await prover.proof('GET', url, { token, claims: { iat: Math.floor(Date.now() / 1000) - 400 } }),
    },
    'a nonce of somebody else’s': { dpop: await prover.proof('GET', url, { token, nonce: 'nonsense' }) },
  }
  for (const [what, headers] of Object.entries(wrong))
    t.equal((await get({ authorization: `DPoP ${token}`, ...headers })).status, 401, what)

  const answers = await Promise.all(Array.from({ length: 10 }, () => get({ authorization: `DPoP ${token}`, dpop })))
  t.equal(answers.filter(({ status }) => status === 200).length, 1, 'once')

  const { body: plain } = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience })
  const unbound = { authorization: `DPoP ${plain.access_token}` }
  const proof = await prover.proof('GET', url, { token: plain.access_token })
  t.equal((await get({ ...unbound, dpop: proof })).status, 401, 'a bearer token is no DPoP token')
})
