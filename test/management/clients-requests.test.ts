import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { storeOf } from '../support/scene.ts'

// How a client must ask (RFC 9126, RFC 9101), how it is answered (JARM), and its compliance level (FAPI 2.0)

const app = await createTestApp(t)
const store = await storeOf(app)

const pem = (type: 'rsa' | 'ec' = 'rsa') =>
  (type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  ).publicKey.export({ type: 'spki', format: 'pem' }) as string

const create = async (body: object = {}) => {
  const made = await app.api('POST', '/clients', { name: 'App', app_type: 'regular_web', ...body })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}
const patch = (client: { client_id: string }, body: object) => app.api('PATCH', `/clients/${client.client_id}`, body)
const get = async (client: { client_id: string }) => (await app.api('GET', `/clients/${client.client_id}`)).body

const credential = async (client: { client_id: string }, body: object = {}): Promise<{ id: string }> => {
  const made = await app.api('POST', `/clients/${client.client_id}/credentials`, {
    credential_type: 'public_key',
    pem: pem(),
    alg: 'PS256',
    ...body,
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return { id: made.body.id }
}

t.test('a new client asks as it likes', async t => {
  const client = await create()
  t.equal(client.require_pushed_authorization_requests, false)
  for (const member of ['compliance_level', 'par_request_expiry', 'signed_request_object']) t.notOk(member in client)
})

t.test('whether requests must be pushed, and for how long they are good', async t => {
  const client = await create({ require_pushed_authorization_requests: true, par_request_expiry: 10 })
  t.match(client, { require_pushed_authorization_requests: true, par_request_expiry: 10 })
  t.match((await patch(client, { par_request_expiry: 600 })).body, { par_request_expiry: 600 })
  for (const par_request_expiry of [9, 601, 1.5, '60', -1])
    t.equal((await patch(client, { par_request_expiry })).status, 400, String(par_request_expiry))
  const unset = await patch(client, { par_request_expiry: null, require_pushed_authorization_requests: false })
  t.equal(unset.status, 200)
  const after = await get(client)
  t.equal(after.require_pushed_authorization_requests, false)
  t.notOk('par_request_expiry' in after)
})

t.test('requests are signed by credentials that the client has', async t => {
  const client = await create()
  const [own, second] = [await credential(client), await credential(client)]
  const named = await patch(client, { signed_request_object: { required: true, credentials: [own, second] } })
  t.equal(named.status, 200, JSON.stringify(named.body))
  t.same(named.body.signed_request_object, { required: true, credentials: [own, second] })
  t.same((await get(client)).signed_request_object, named.body.signed_request_object)

  const stranger = await create()
  const foreign = await credential(stranger)
  const wrong: [object, RegExp][] = [
    [{ credentials: [foreign] }, /credentials\.0\.id/],
    [{ credentials: [own, { id: 'cred_doesNotExist0000000' }] }, /credentials\.1\.id/],
    [{ credentials: [own, own] }, /credentials/],
    [{ required: true, credentials: [] }, /credentials/],
    [{ required: true }, /credentials/],
    [{ credentials: [{ id: own.id, pem: 'x' }] }, /./],
    [{ credentials: [own], unknown: 1 }, /./],
  ]
  for (const [signed_request_object, message] of wrong) {
    const { status, body } = await patch(client, { signed_request_object })
    t.equal(status, 400, JSON.stringify(signed_request_object))
    t.match(body.message, message)
  }
  const subject = await app.api('POST', `/clients/${client.client_id}/credentials`, {
    credential_type: 'cert_subject_dn',
    subject_dn: 'CN=app',
  })
  t.equal((await patch(client, { signed_request_object: { credentials: [{ id: subject.body.id }] } })).status, 400)
  t.same((await get(client)).signed_request_object, named.body.signed_request_object, 'nothing of that was kept')
  t.equal((await patch(client, { signed_request_object: null })).status, 200)
  t.notOk('signed_request_object' in (await get(client)))
})

t.test('a new client brings its keys along, and one that is for two purposes is one credential', async t => {
  const [one, two] = [pem(), pem()]
  const key = (text: string) => ({ credential_type: 'public_key', pem: text, alg: 'PS256' })
  const client = await create({
    client_authentication_methods: { private_key_jwt: { credentials: [key(one)] } },
    signed_request_object: { required: true, credentials: [key(one), key(two)] },
  })
  const { body: known } = await app.api('GET', `/clients/${client.client_id}/credentials`)
  t.equal(known.length, 2)
  const { credentials } = client.signed_request_object
  t.same(credentials[0], client.client_authentication_methods.private_key_jwt.credentials[0])
  t.not(credentials[1].id, credentials[0].id)
  t.ok(known.some(({ id }: { id: string }) => id === credentials[1].id))

  const refused = await app.api('POST', '/clients', {
    name: 'Bad',
    signed_request_object: { credentials: [{ credential_type: 'public_key', pem: 'no key' }] },
  })
  t.equal(refused.status, 400)
  t.match(refused.body.message, /signed_request_object\.credentials\.0\.pem/)
  const by_id = await app.api('POST', '/clients', {
    name: 'Bad',
    signed_request_object: { credentials: [{ id: credentials[0].id }] },
  })
  t.equal(by_id.status, 400, 'a client that is not there yet has none to name')
  const body = { name: 'Signed', signed_request_object: { credentials: [key(pem())] } }
  t.equal((await apiAs(app, ['create:clients'], 'POST', '/clients', body)).status, 403, 'it takes a scope of its own')
  t.equal((await apiAs(app, ['create:clients', 'create:client_credentials'], 'POST', '/clients', body)).status, 201)
})

t.test('a key that goes is named no longer, and its client can ask for nothing', async t => {
  const client = await create()
  const own = await credential(client)
  await patch(client, { signed_request_object: { required: true, credentials: [own] } })
  await app.api('DELETE', `/clients/${client.client_id}/credentials/${own.id}`)
  t.same((await get(client)).signed_request_object, { required: true, credentials: [] })
})

t.test('answers are signed by an algorithm that the client names, and for which the tenant has keys', async t => {
  const client = await create({ registration: { authorization_signed_response_alg: 'ES256' } })
  t.same(client.registration, { authorization_signed_response_alg: 'ES256' })
  const algs = (await store.signing_keys.list()).map(({ alg }) => alg)
  t.ok(algs.includes('ES256'))
  for (const alg of ['none', 'RS1', 'HS512'])
    t.equal((await patch(client, { registration: { authorization_signed_response_alg: alg } })).status, 400, alg)
})

const STEADY = { rotation_type: 'non-rotating', expiration_type: 'non-expiring' }

/** Everything that a level of FAPI 2.0 wants. */
async function fit() {
  const client = await create({
    callbacks: ['https://app.example/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    refresh_token: STEADY,
    jwt_configuration: { alg: 'PS256' },
  })
  const own = await credential(client)
  const methods = { private_key_jwt: { credentials: [own] } }
  const authenticated = await patch(client, {
    client_authentication_methods: methods,
    token_endpoint_auth_method: null,
  })
  if (authenticated.status !== 200) throw new Error(JSON.stringify(authenticated.body))
  return { client, own }
}

t.test('a compliance level brings along what it implies', async t => {
  const { client } = await fit()
  const { status, body } = await patch(client, { compliance_level: 'fapi2_sp_pkj_dpop' })
  t.equal(status, 200, JSON.stringify(body))
  t.match(body, {
    compliance_level: 'fapi2_sp_pkj_dpop',
    require_pushed_authorization_requests: true,
    require_proof_of_possession: true,
  })
  const lifted = await patch(client, { compliance_level: 'none', require_pushed_authorization_requests: false })
  t.equal(lifted.status, 200)
  t.equal((await patch(client, { compliance_level: null })).status, 200)
  t.notOk('compliance_level' in (await get(client)))
  t.equal((await patch(client, { compliance_level: 'fapi2_sp_pkj_mtls' })).status, 200)
})

t.test('a setting that contradicts the level is named, whichever of the two comes first', async t => {
  const { client } = await fit()
  const weak = await credential(client, { alg: 'RS256' })
  const contradictions: [object, RegExp, object][] = [
    [{ grant_types: ['authorization_code', 'implicit'] }, /grant_types/, { grant_types: ['authorization_code'] }],
    [{ grant_types: ['authorization_code', 'password'] }, /grant_types/, { grant_types: ['authorization_code'] }],
    [
      { refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring' } },
      /refresh_token\.rotation_type/,
      { refresh_token: STEADY },
    ],
    [{ callbacks: ['http://localhost:3000/callback'] }, /callbacks/, { callbacks: ['https://app.example/callback'] }],
    [{ par_request_expiry: 600 }, /par_request_expiry/, { par_request_expiry: 599 }],
    [{ jwt_configuration: { alg: 'RS256' } }, /jwt_configuration\.alg/, { jwt_configuration: { alg: 'PS256' } }],
    [
      { registration: { authorization_signed_response_alg: 'RS256' } },
      /registration\.authorization_signed_response_alg/,
      { registration: {} },
    ],
    [
      { registration: { userinfo_signed_response_alg: 'RS512' } },
      /registration\.userinfo_signed_response_alg/,
      { registration: {} },
    ],
    [{ signed_request_object: { credentials: [weak] } }, /signed_request_object/, { signed_request_object: null }],
  ]
  for (const [setting, property, mended] of contradictions) {
    const what = JSON.stringify(setting)
    t.equal((await patch(client, { compliance_level: 'none', ...setting })).status, 200, what)
    const late = await patch(client, { compliance_level: 'fapi2_sp_pkj_dpop' })
    t.equal(late.status, 400, what)
    t.match(late.body.message, property)
    t.equal((await patch(client, { compliance_level: 'fapi2_sp_pkj_dpop', ...mended })).status, 200, what)
    const early = await patch(client, setting)
    t.equal(early.status, 400, what)
    t.match(early.body.message, property)
  }
  for (const flag of ['require_pushed_authorization_requests', 'require_proof_of_possession']) {
    const { status, body } = await patch(client, { [flag]: false })
    t.equal(status, 400, flag)
    t.match(body.message, new RegExp(flag))
  }
  const secret = await patch(client, {
    token_endpoint_auth_method: 'client_secret_post',
    client_authentication_methods: null,
  })
  t.equal(secret.status, 400)
  t.match(secret.body.message, /client_authentication_methods/)
  t.equal((await get(client)).compliance_level, 'fapi2_sp_pkj_dpop', 'nothing of that was kept')
})

t.test('a public client, or one with a secret, has no level', async t => {
  for (const app_type of ['spa', 'native', 'regular_web']) {
    const { status, body } = await app.api('POST', '/clients', {
      name: 'App',
      app_type,
      compliance_level: 'fapi2_sp_pkj_dpop',
    })
    t.equal(status, 400, app_type)
    t.match(body.message, /client_authentication_methods/)
  }
})

t.test('each level wants its own way to authenticate', async t => {
  const { client } = await fit()
  const other = await patch(client, { compliance_level: 'fapi2_sp_mtls_mtls' })
  t.equal(other.status, 400)
  t.match(other.body.message, /client_authentication_methods/)
})

t.test('a client of message signing has keys to sign by', async t => {
  const { client, own } = await fit()
  const without = await patch(client, { compliance_level: 'fapi2_ms_pkj_dpop' })
  t.equal(without.status, 400)
  t.match(without.body.message, /signed_request_object/)
  const signed_request_object = { required: true, credentials: [own] }
  t.equal((await patch(client, { compliance_level: 'fapi2_ms_pkj_dpop', signed_request_object })).status, 200)
})

t.test('FAPI 1.0, and what nobody knows, is refused', async t => {
  const { client } = await fit()
  for (const compliance_level of ['fapi1_adv_pkj_par', 'fapi1_adv_mtls_par']) {
    const { status, body } = await patch(client, { compliance_level })
    t.equal(status, 400)
    t.match(body, { errorCode: 'operation_not_supported', message: /fapi2_sp_pkj_dpop/ })
  }
  t.equal((await patch(client, { compliance_level: 'fapi3' })).status, 400)
  t.equal((await patch(client, { compliance_level: 'constructor' })).status, 400)
})

t.test('a tenant takes pushed requests unless it says otherwise', async t => {
  const settings = async () => (await app.api('GET', '/tenants/settings')).body.pushed_authorization_requests_supported
  t.equal(await settings(), true)
  t.equal((await app.api('PATCH', '/tenants/settings', { pushed_authorization_requests_supported: false })).status, 200)
  t.equal(await settings(), false)
  await app.api('PATCH', '/tenants/settings', { pushed_authorization_requests_supported: null })
  t.equal(await settings(), true)
})
