import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { createProver, type ProofOptions, type Prover } from '../support/dpop.ts'
import { eventually } from '../support/eventually.ts'
import {
  type Answer,
  CALLBACK,
  challengeOf,
  claimsOf,
  createProtocol,
  locationOf,
  type Parameters,
} from '../support/protocol.ts'

// RFC 9449, OAuth 2.0 Demonstrating Proof of Possession (DPoP)

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi()
const bound_api = await p.createApi({ proof_of_possession: { mechanism: 'dpop', required: true } })
const spa = await p.createClient({ web_origins: ['https://app.example'] })
const web = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'refresh_token'],
})
const strict = await p.createClient({ require_proof_of_possession: true })
await p.settled()

const TOKEN_URL = `${p.issuer}oauth/token`
const USERINFO_URL = `${p.issuer}userinfo`
const secret = { client_secret: web.client_secret as string }

/** A request to the token endpoint with a proof; asked for a nonce, it tries once more, as the SDKs do. */
async function prove(prover: Prover, parameters: Parameters, nonce?: string): Promise<Answer> {
  const proof = await prover.proof('POST', TOKEN_URL, nonce === undefined ? {} : { nonce })
  const answered = await p.token(parameters, { dpop: proof })
  const next = answered.headers.get('dpop-nonce')
  return answered.body?.error === 'use_dpop_nonce' && nonce === undefined && next !== null
    ? prove(prover, parameters, next)
    : answered
}

const exchange = async (client: { client_id: string }, parameters: Parameters = {}) => {
  const { callback, verifier } = await p.authorized(client, person, parameters)
  return {
    grant_type: 'authorization_code',
    client_id: client.client_id,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  }
}

const userinfo = async (prover: Prover, token: string, options: UserinfoOptions = {}, method = 'GET') => {
  const { scheme = 'DPoP', url = USERINFO_URL, ...rest } = options
  const proof = await prover.proof(method, url, { token, ...rest })
  return p.get('/userinfo', { authorization: `${scheme} ${token}`, dpop: proof })
}
type UserinfoOptions = ProofOptions & { scheme?: string; url?: string }

const nonceNow = async (prover: Prover) =>
  (
    await p.token(
      { grant_type: 'refresh_token', client_id: spa.client_id, refresh_token: 'none' },
      {
        dpop: await prover.proof('POST', TOKEN_URL),
      },
    )
  ).headers.get('dpop-nonce') as string

t.test('a public client is asked for a nonce, and gets tokens that are bound to its key', async t => {
  const prover = await createProver()
  const parameters = await exchange(spa, { audience: api.identifier })
  const first = await p.token(parameters, { dpop: await prover.proof('POST', TOKEN_URL) })
  t.equal(first.status, 400)
  t.equal(first.body.error, 'use_dpop_nonce')
  const nonce = first.headers.get('dpop-nonce') ?? ''
  t.ok(nonce)

  const { status, body } = await p.token(parameters, { dpop: await prover.proof('POST', TOKEN_URL, { nonce }) })
  t.equal(status, 200, 'nothing was spent by being asked')
  t.equal(body.token_type, 'DPoP')
  t.same(claimsOf(body.access_token).cnf, { jkt: prover.jkt })
})

t.test('being asked for a nonce is no event', async t => {
  const someone = await p.createUser()
  const prover = await createProver()
  const { callback, verifier } = await p.authorized(spa, someone, { audience: api.identifier })
  const { body } = await prove(prover, {
    grant_type: 'authorization_code',
    client_id: spa.client_id,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  })
  t.equal(body.token_type, 'DPoP')
  const events = async () => {
    const { rows } = await p.app.database.query('select type from log_events where user_id = $1', [someone.user_id])
    return rows.map(({ type }) => type)
  }
  await eventually(async () => (await events()).includes('seacft'))
  const { rows } = await p.app.database.query("select description from log_events where description ~ 'nonce'")
  t.same(rows, [])
})

t.test('a confidential client needs no nonce; its refresh token is its own by its secret', async t => {
  const prover = await createProver()
  const other = await createProver()
  const parameters = { ...(await exchange(web, { audience: api.identifier })), ...secret }
  const { status, body } = await p.token(parameters, { dpop: await prover.proof('POST', TOKEN_URL) })
  t.equal(status, 200, JSON.stringify(body))
  t.same(claimsOf(body.access_token).cnf, { jkt: prover.jkt })
  const refreshed = await p.token(
    { grant_type: 'refresh_token', client_id: web.client_id, ...secret, refresh_token: body.refresh_token },
    { dpop: await other.proof('POST', TOKEN_URL) },
  )
  t.equal(refreshed.status, 200, 'RFC 9449 §5: not bound')
  t.same(claimsOf(refreshed.body.access_token).cnf, { jkt: other.jkt })
})

t.test('the refresh token of a public client is bound to its key', async t => {
  const prover = await createProver()
  const { body } = await prove(prover, await exchange(spa, { audience: api.identifier }))
  const refresh = { grant_type: 'refresh_token', client_id: spa.client_id, refresh_token: body.refresh_token }
  t.match(await p.token(refresh), { status: 403, body: { error: 'invalid_grant' } }, 'without a proof')
  t.match(await prove(await createProver(), refresh), { status: 403, body: { error: 'invalid_grant' } }, 'another key')
  const refreshed = await prove(prover, refresh)
  t.equal(refreshed.status, 200, 'the refusals spent nothing')
  t.equal(refreshed.body.token_type, 'DPoP')
  t.same(claimsOf(refreshed.body.access_token).cnf, { jkt: prover.jkt })
  const again = { ...refresh, refresh_token: refreshed.body.refresh_token }
  t.match(await p.token(again), { status: 403 }, 'and so is its successor')
})

t.test('a machine’s token is bound too', async t => {
  const { newClientGrantId } = await import('../../src/ids.ts')
  const machine = await p.createClient({
    app_type: 'non_interactive',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
  })
  const grant = { id: newClientGrantId(), client_id: machine.client_id, resource_server_id: api.id }
  await p.store.client_grants.create(
    { ...grant, subject_type: 'client', scope: ['read:things'], allow_all_scopes: false },
    new Date(),
  )
  await p.settled()
  const prover = await createProver('Ed25519')
  const { status, body } = await prove(prover, {
    grant_type: 'client_credentials',
    client_id: machine.client_id,
    client_secret: machine.client_secret,
    audience: api.identifier,
  })
  t.equal(status, 200, JSON.stringify(body))
  t.equal(body.token_type, 'DPoP')
  t.same(claimsOf(body.access_token).cnf, { jkt: prover.jkt })
})

t.test('a proof that is not for this request, not fresh, not signed or not by its key is refused', async t => {
  const prover = await createProver()
  const now = Math.floor(Date.now() / 1000)
  const stranger = await generateKeyPair('ES256')
  const symmetric = { kty: 'oct', k: randomBytes(32).toString('base64url') }
  const private_jwk = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)
  const wrong: { [what: string]: ProofOptions } = {
    'another method': { claims: { htm: 'GET' } },
    'another URL': { claims: { htu: USERINFO_URL } },
    'no URL': { claims: { htu: undefined } },
    'no jti': { claims: { jti: undefined } },
    'an old one': { claims: { iat: now - 1_000 } },
    'one from the future': { claims: { iat: now + 1_000 } },
    'no time': { claims: { iat: undefined } },
    'another type': { header: { typ: 'JWT' } },
    'another key’s signature': { key: stranger.privateKey },
    'a symmetric key': { header: { jwk: symmetric } },
    'a private key': { header: { jwk: private_jwk } },
    'no key': { header: { jwk: undefined } },
  }
  for (const [what, options] of Object.entries(wrong)) {
    const dpop = await prover.proof('POST', TOKEN_URL, options)
    const answered = await p.token({ ...(await exchange(web)), ...secret }, { dpop })
    t.equal(answered.status, 400, what)
    t.match(answered.body.error, /^(invalid_dpop_proof|use_dpop_nonce)$/, what)
  }
  const two = await p.token(
    { ...(await exchange(web)), ...secret },
    { dpop: `${await prover.proof('POST', TOKEN_URL)}, ${await prover.proof('POST', TOKEN_URL)}` },
  )
  t.equal(two.body.error, 'invalid_dpop_proof', 'two proofs')
})

t.test('a nonce of somebody else’s is asked for anew', async t => {
  const prover = await createProver()
  const parameters = await exchange(spa)
  const nonce = randomBytes(32).toString('base64url')
  const answered = await p.token(parameters, { dpop: await prover.proof('POST', TOKEN_URL, { nonce }) })
  t.equal(answered.body.error, 'use_dpop_nonce')
  t.ok(answered.headers.get('dpop-nonce'))
})

t.test('a proof is good once, also when it comes twenty times at once', async t => {
  const prover = await createProver()
  const codes = await Promise.all(Array.from({ length: 20 }, () => exchange(web)))
  const dpop = await prover.proof('POST', TOKEN_URL)
  const answers = await Promise.all(codes.map(code => p.token({ ...code, ...secret }, { dpop })))
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  t.ok(answers.every(({ status, body }) => status === 200 || body.error === 'invalid_grant'))
  const later = await p.token({ ...(await exchange(web)), ...secret }, { dpop })
  t.equal(later.status, 403)
})

t.test('a proof dated ahead is remembered for as long as it is good', async t => {
  const prover = await createProver()
  const dpop = await prover.proof('POST', TOKEN_URL, { claims: { iat: Math.floor(Date.now() / 1000) + 290 } })
  t.equal((await p.token({ ...(await exchange(web)), ...secret }, { dpop })).status, 200)
  const { rows } = await p.app.database.query(
    "select max(expires_at) as until from artefacts where kind = 'ReplayDetection'",
  )
  t.ok(rows[0].until.getTime() > Date.now() + 590_000)
})

t.test('dpop_jkt binds the code', async t => {
  const prover = await createProver()
  const thief = await createProver()
  t.match(await prove(thief, await exchange(spa, { dpop_jkt: prover.jkt })), { status: 403 }, 'another key')
  t.match(await p.token(await exchange(spa, { dpop_jkt: prover.jkt })), { status: 403 }, 'no key')
  t.match(await prove(prover, await exchange(spa, { dpop_jkt: prover.jkt })), { status: 200 })
})

t.test('a pushed request (RFC 9126) with a proof binds the code', async t => {
  const prover = await createProver()
  const verifier = randomBytes(32).toString('base64url')
  const parameters = {
    client_id: spa.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
  }
  const url = `${p.issuer}oauth/par`
  const first = await p.post('/oauth/par', parameters, { dpop: await prover.proof('POST', url) })
  t.equal(first.body.error, 'use_dpop_nonce')
  const nonce = first.headers.get('dpop-nonce') ?? ''
  t.equal(
    (
      await p.post(
        '/oauth/par',
        { ...parameters, dpop_jkt: (await createProver()).jkt },
        {
          dpop: await prover.proof('POST', url, { nonce }),
        },
      )
    ).status,
    400,
    'a proof and a thumbprint of two keys',
  )
  const dpop = await prover.proof('POST', url, { nonce })
  const { status, body } = await p.post('/oauth/par', parameters, { dpop })
  t.equal(status, 201, JSON.stringify(body))
  t.equal((await p.post('/oauth/par', parameters, { dpop })).status, 400, 'once')

  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: spa.client_id, request_uri: body.request_uri })
  const callback = locationOf(await p.signIn(browser, page, person))
  const code = {
    grant_type: 'authorization_code',
    client_id: spa.client_id,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  }
  t.equal((await prove(prover, code)).body.token_type, 'DPoP')
  t.equal((await prove(await createProver(), code)).status, 403, 'and a second use revokes')
})

t.test('a client that must prove possession gets no other token', async t => {
  const refused = await p.token(await exchange(strict))
  t.match(refused, { status: 400, body: { error: 'invalid_request' } })
  const { body } = await prove(await createProver(), await exchange(strict))
  t.equal(body.token_type, 'DPoP')
  const hybrid = await p.createClient({
    grant_types: ['implicit', 'authorization_code'],
    require_proof_of_possession: true,
  })
  await p.settled()
  const page = await p.authorize(p.browser(), {
    client_id: hybrid.client_id,
    response_type: 'id_token token',
    redirect_uri: CALLBACK,
    scope: 'openid',
    nonce: 'n',
    state: 's',
  })
  t.match(locationOf(page).hash, /error=invalid_request/, 'what comes through the browser is bound to nothing')
})

t.test('a resource server that takes bound tokens only', async t => {
  const prover = await createProver()
  t.match(await p.token(await exchange(spa, { audience: bound_api.identifier })), {
    status: 400,
    body: { error: 'invalid_request' },
  })
  const { status, body } = await prove(prover, await exchange(spa, { audience: bound_api.identifier }))
  t.equal(status, 200)
  t.same(claimsOf(body.access_token).cnf, { jkt: prover.jkt })

  t.test('a refusal costs no refresh token', async t => {
    const { body } = await prove(prover, {
      ...(await exchange(web, { audience: bound_api.identifier })),
      ...secret,
    })
    const refresh = {
      grant_type: 'refresh_token',
      client_id: web.client_id,
      ...secret,
      refresh_token: body.refresh_token,
    }
    t.match(await p.token(refresh), { status: 400, body: { error: 'invalid_request' } })
    t.equal((await prove(prover, refresh)).status, 200)
  })

  t.test('of public clients only, if it says so', async t => {
    const lenient = await p.createApi({
      proof_of_possession: { mechanism: 'dpop', required: true, required_for: 'public_clients' },
    })
    await p.settled()
    t.match(await p.token(await exchange(spa, { audience: lenient.identifier })), { status: 400 })
    const audience = lenient.identifier
    t.equal((await p.token({ ...(await exchange(web, { audience })), ...secret })).body.token_type, 'Bearer')
  })

  t.test('none through the browser', async t => {
    const implicit = await p.createClient({ grant_types: ['implicit'] })
    await p.settled()
    const page = await p.authorize(p.browser(), {
      client_id: implicit.client_id,
      response_type: 'id_token token',
      redirect_uri: CALLBACK,
      audience: bound_api.identifier,
      scope: 'openid',
      nonce: 'n',
      state: 's',
    })
    t.match(locationOf(page).hash, /error=invalid_request/)
  })

  t.test('not required, it binds whom proves', async t => {
    const optional = await p.createApi({ proof_of_possession: { mechanism: 'dpop', required: false } })
    await p.settled()
    const audience = optional.identifier
    t.equal((await p.token(await exchange(spa, { audience }))).body.token_type, 'Bearer')
    t.equal((await prove(prover, await exchange(spa, { audience }))).body.token_type, 'DPoP')
  })
})

for (const [format, parameters] of Object.entries({ opaque: {}, JWT: { audience: api.identifier } })) {
  t.test(`/userinfo: a bound ${format} token is told to its holder only`, async t => {
    const prover = await createProver()
    const { body } = await prove(prover, await exchange(spa, parameters))
    const token = body.access_token as string
    const nonce = await nonceNow(prover)

    const good = await userinfo(prover, token, { nonce })
    t.equal(good.status, 200, good.text)
    t.equal(good.body.sub, person.user_id)

    const asked = await userinfo(prover, token)
    t.equal(asked.status, 401, 'a public client’s proof needs a nonce')
    t.match(asked.headers.get('www-authenticate'), /^DPoP .*error="use_dpop_nonce".*algs="ES256 /)
    t.ok(asked.headers.get('dpop-nonce'))

    const bearer = await p.get('/userinfo', { authorization: `Bearer ${token}` })
    t.equal(bearer.status, 401, 'as a bearer token it is nothing')
    t.match(bearer.headers.get('www-authenticate'), /^DPoP .*error="invalid_token"/)
    t.equal((await p.get(`/userinfo?access_token=${token}`)).status, 401, 'nor in the query')
    t.equal((await userinfo(prover, token, { nonce, scheme: 'Bearer' })).status, 401, 'whatever comes with it')
    t.equal((await p.get('/userinfo', { authorization: `DPoP ${token}` })).status, 401, 'without a proof')

    const other = await createProver()
    const wrong: { [what: string]: Awaited<ReturnType<typeof userinfo>> } = {
      'another key': await userinfo(other, token, { nonce }),
      'another method': await userinfo(prover, token, { nonce, claims: { htm: 'POST' } }),
      'another URL': await userinfo(prover, token, { nonce, url: TOKEN_URL }),
      'another token': await userinfo(prover, token, { nonce, claims: { ath: 'AAAA' } }),
      'no token': await userinfo(prover, token, { nonce, claims: { ath: undefined } }),
    }
    for (const [what, { status, headers }] of Object.entries(wrong)) {
      t.equal(status, 401, what)
      t.match(headers.get('www-authenticate'), /^DPoP .*error="(invalid_dpop_proof|invalid_token)"/, what)
    }

    const dpop = await prover.proof('GET', USERINFO_URL, { token, nonce })
    const send = () => p.get('/userinfo', { authorization: `DPoP ${token}`, dpop })
    const answers = await Promise.all(Array.from({ length: 10 }, send))
    t.equal(answers.filter(({ status }) => status === 200).length, 1, 'one of ten replays at once')
  })

  t.test(`/userinfo: a ${format} token that is bound to nothing is no DPoP token`, async t => {
    const prover = await createProver()
    const { body } = await p.tokens(spa, person, parameters)
    const refused = await userinfo(prover, body.access_token)
    t.equal(refused.status, 401)
    t.match(refused.headers.get('www-authenticate'), /^DPoP .*error="invalid_token"/)
    t.equal((await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 200)
  })
}

t.test('/userinfo: a confidential client’s proof must be recent instead', async t => {
  const prover = await createProver()
  const { body } = await prove(prover, { ...(await exchange(web)), ...secret })
  const token = body.access_token as string
  t.equal((await userinfo(prover, token)).status, 200)
  const iat = Math.floor(Date.now() / 1000)
  t.equal((await userinfo(prover, token, { claims: { iat: iat - 400 } })).body.error, 'invalid_dpop_proof')
  t.equal((await userinfo(prover, token, { claims: { iat: iat + 400 } })).body.error, 'invalid_dpop_proof')
  const nonce = await nonceNow(prover)
  t.equal(
    (await userinfo(prover, token, { nonce, claims: { iat: iat - 400 } })).status,
    200,
    'a wrong clock with a nonce',
  )
})

t.test('whoever asks without a token is told both ways', async t => {
  const { headers } = await p.get('/userinfo')
  t.match(headers.get('www-authenticate'), /^Bearer .*, DPoP .*algs="/)
})

t.test('scripts may send proofs and read nonces', async t => {
  const origin = 'https://app.example'
  for (const path of ['/oauth/token', '/userinfo']) {
    const response = await p.app.fetch(path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,dpop',
      },
    })
    t.match(response.headers.get('access-control-allow-headers'), /dpop/, path)
  }
  const prover = await createProver()
  const dpop = await prover.proof('POST', TOKEN_URL)
  const refused = await p.token(await exchange(spa), { dpop, origin })
  t.equal(refused.body.error, 'use_dpop_nonce')
  t.match(refused.headers.get('access-control-expose-headers'), /DPoP-Nonce/i)
  t.equal(refused.headers.get('access-control-allow-origin'), origin)

  const { body } = await prove(prover, await exchange(spa))
  const token = body.access_token as string
  for (const options of [{}, { nonce: await nonceNow(prover) }]) {
    const proof = await prover.proof('GET', USERINFO_URL, { token, ...options })
    const answered = await p.get('/userinfo', { authorization: `DPoP ${token}`, dpop: proof, origin })
    t.match(answered.headers.get('access-control-expose-headers'), /DPoP-Nonce/)
    t.equal(answered.headers.get('access-control-allow-origin'), origin)
  }
})

t.test('nonces are the tenant’s own, and the same on every replica', async t => {
  const other = p.app.store.forTenant({ tenant_id: 'other', issuer: 'https://other.example/' })
  t.notSame(other.secret('DPoP nonces'), p.store.secret('DPoP nonces'))
  const replica = await createTestApp(t, { database: p.app.database, migrate: false })
  const tenant = await replica.store.tenants.find('default')
  t.same(replica.store.forTenant(tenant!).secret('DPoP nonces'), p.store.secret('DPoP nonces'))
})

t.test('the discovery document lists the algorithms', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.same(body.dpop_signing_alg_values_supported, ['ES256', 'PS256', 'EdDSA', 'Ed25519'])
})

t.test('at rest there is neither a proof nor a bound token', async t => {
  const prover = await createProver()
  const { body } = await prove(prover, await exchange(spa))
  const { rows } = await p.app.database.query('select payload::text, id_hash from artefacts')
  for (const { payload, id_hash } of rows) {
    t.notMatch(payload, body.access_token)
    t.not(id_hash, body.access_token)
  }
})
