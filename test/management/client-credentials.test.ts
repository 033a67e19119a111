import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Management } from 'auth0'
import { calculateJwkThumbprint } from 'jose'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { readCredential } from '../../src/management/clients/credentials.ts'
import { apiAs, apiWith, managementToken } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { issue } from '../support/certificates.ts'

const app = await createTestApp(t)
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const certificate = issue([
  ['C', 'ES'],
  ['O', 'Acme, Inc'],
  ['CN', 'App'],
])
const fresh = () => pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)

async function createClient(body: object = {}): Promise<string> {
  const made = await app.api('POST', '/clients', { name: 'App', app_type: 'non_interactive', ...body })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.client_id
}
const client_id = await createClient()
const add = (body: object, id = client_id) => app.api('POST', `/clients/${id}/credentials`, body)
const named = (id: string) => ({ private_key_jwt: { credentials: [{ id }] } })

t.test('a public key is kept with its thumbprint for an id, and answered without itself', async t => {
  const { status, body } = await add({
    credential_type: 'public_key',
    name: 'first',
    pem: pemOf(rsa.publicKey),
    expires_at: '2031-02-03T04:05:06.000Z',
  })
  t.equal(status, 201)
  const answered: Management.PostClientCredentialResponseContent = body
  const { id, created_at, updated_at, ...rest } = answered
  t.match(id, /^cred_[A-Za-z0-9]{16}$/)
  t.match([created_at, updated_at], [/Z$/, /Z$/])
  t.same(rest, {
    credential_type: 'public_key',
    name: 'first',
    alg: 'RS256',
    kid: await calculateJwkThumbprint(rsa.publicKey.export({ format: 'jwk' }) as { kty: string }),
    expires_at: '2031-02-03T04:05:06.000Z',
  })
  const one = await app.api('GET', `/clients/${client_id}/credentials/${id}`)
  t.same(one.body, body)
  const all = await app.api('GET', `/clients/${client_id}/credentials?per_page=50&include_totals=true`)
  t.same(all.body, [body], 'a bare array, however it is asked for')
})

t.test('each kind of key for its algorithms', async t => {
  const id = await createClient()
  const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'pem' })
  t.match((await add({ credential_type: 'public_key', pem: pkcs1, alg: 'PS256', kid: 'my-own-key-1' }, id)).body, {
    alg: 'PS256',
    kid: 'my-own-key-1',
  })
  for (const [namedCurve, alg] of [
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
  ] as const) {
    const pem = pemOf(generateKeyPairSync('ec', { namedCurve }).publicKey)
    t.equal((await add({ credential_type: 'public_key', pem }, id)).body.alg, alg)
    const wrong = await add({ credential_type: 'public_key', pem, alg: 'RS256' }, id)
    t.match(wrong, {
      status: 400,
      body: { message: `Payload validation error: 'This key is for ${alg}' on property alg.` },
    })
  }
  const ed25519 = pemOf(generateKeyPairSync('ed25519').publicKey)
  t.equal((await add({ credential_type: 'public_key', pem: ed25519 }, id)).body.alg, 'EdDSA')
  t.equal((await add({ credential_type: 'public_key', pem: ed25519, alg: 'Ed25519' }, id)).body.alg, 'Ed25519')
})

t.test('a certificate gives its key, and when it is asked its end', async t => {
  const id = await createClient()
  const { body } = await add({ credential_type: 'public_key', pem: certificate.cert, parse_expiry_from_cert: true }, id)
  t.match(body, { alg: 'ES256', expires_at: new Date(certificate.x509.validTo).toISOString() })
  for (const wrong of [
    { pem: fresh(), parse_expiry_from_cert: true },
    { pem: certificate.cert, parse_expiry_from_cert: true, expires_at: '2031-02-03T04:05:06.000Z' },
  ])
    t.equal((await add({ credential_type: 'public_key', ...wrong }, id)).status, 400)
})

t.test('an x509_cert is known by its thumbprint and ends with itself', async t => {
  const id = await createClient()
  const { status, body } = await add({ credential_type: 'x509_cert', name: 'tls', pem: certificate.cert }, id)
  t.equal(status, 201)
  const { id: _, created_at: __, updated_at: ___, ...rest } = body
  t.same(rest, {
    credential_type: 'x509_cert',
    name: 'tls',
    thumbprint_sha256: createHash('sha256').update(certificate.x509.raw).digest('base64url'),
    expires_at: new Date(certificate.x509.validTo).toISOString(),
  })
})

t.test('a cert_subject_dn comes from a certificate, or as it is written', async t => {
  const id = await createClient()
  const read = await add({ credential_type: 'cert_subject_dn', pem: certificate.cert }, id)
  t.equal(read.body.subject_dn, 'C=ES\nO=Acme\\, Inc\nCN=App')
  const written = await add({ credential_type: 'cert_subject_dn', subject_dn: 'CN=App,O=Acme\\, Inc,C=ES' }, id)
  t.equal(written.body.subject_dn, 'CN=App,O=Acme\\, Inc,C=ES')
  for (const wrong of [
    {},
    { pem: certificate.cert, subject_dn: 'CN=App' },
    { subject_dn: 'App' },
    { subject_dn: 'CN=' },
  ])
    t.equal((await add({ credential_type: 'cert_subject_dn', ...wrong }, id)).status, 400, JSON.stringify(wrong))
})

t.test('CVE-2026-90942: a private key is refused, whatever it is called, and neither kept nor logged', async t => {
  const privates = [
    rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
    rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    `${pemOf(rsa.publicKey)}${rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })}`,
  ] as string[]
  for (const pem of privates)
    for (const credential_type of ['public_key', 'x509_cert', 'cert_subject_dn']) {
      const { status, body } = await add({ credential_type, pem })
      t.equal(status, 400)
      t.match(body.message, /This is a private key/)
    }
  const inline = { private_key_jwt: { credentials: [{ credential_type: 'public_key', pem: privates[0] }] } }
  const created = await app.api('POST', '/clients', { name: 'App', client_authentication_methods: inline })
  t.match(created, {
    status: 400,
    body: { message: /private key.*on property client_authentication_methods\.private_key_jwt\.credentials\.0\.pem/ },
  })
  const { rows } = await app.database.query('select * from client_credentials')
  for (const kept of [JSON.stringify(rows), app.logs.join('\n')]) {
    t.notMatch(kept, /PRIVATE KEY/)
    t.notOk(kept.includes(rsa.privateKey.export({ format: 'jwk' }).d as string))
  }
})

t.test('keys that are too weak, or that nobody verifies with, are refused', async t => {
  for (const [what, pem] of Object.entries({
    'a short RSA key': pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
    'a small exponent': pemOf(generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).publicKey),
    'RSASSA-PSS alone': pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey),
    'an odd curve': pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey),
    'another curve': pemOf(generateKeyPairSync('ed448').publicKey),
    'a key for agreement': pemOf(generateKeyPairSync('x25519').publicKey),
    'a certificate with an odd curve': issue([['CN', 'x']], { namedCurve: 'secp256k1' }).cert,
    'two keys': `${fresh()}${fresh()}`,
    'no key': 'key',
    'half a key': pemOf(rsa.publicKey).replace(/\n.{64}\n/, '\n'),
    'a request for a certificate': '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n',
  })) {
    const { status, body } = await add({ credential_type: 'public_key', pem })
    t.match({ status, body }, { status: 400, body: { errorCode: 'invalid_body', message: /on property pem/ } }, what)
  }
  t.equal((await add({ credential_type: 'x509_cert', pem: fresh() })).status, 400)
  t.equal(
    (await add({ credential_type: 'x509_cert', pem: issue([['CN', 'x']], { namedCurve: 'secp256k1' }).cert })).status,
    400,
  )
})

t.test('what a type has no use for is refused', async t => {
  for (const body of [
    { credential_type: 'public_key', pem: fresh(), subject_dn: 'CN=App' },
    { credential_type: 'x509_cert', pem: certificate.cert, expires_at: '2031-02-03T04:05:06.000Z' },
    { credential_type: 'x509_cert', pem: certificate.cert, alg: 'ES256' },
    { credential_type: 'cert_subject_dn', subject_dn: 'CN=App', kid: 'my-own-key-1' },
    { credential_type: 'public_key' },
    { credential_type: 'secret' },
    { credential_type: 'public_key', pem: fresh(), kid: 'short' },
    { credential_type: 'public_key', pem: fresh(), alg: 'HS256' },
    { credential_type: 'public_key', pem: fresh(), alg: 'none' },
    { credential_type: 'public_key', pem: fresh(), expires_at: 'soon' },
    { credential_type: 'public_key', pem: fresh(), expires_at: '2031-06-30T23:59:60Z' },
    { credential_type: 'public_key', pem: fresh(), jwks_uri: 'https://app.example/jwks' },
  ])
    t.equal((await add(body)).status, 400, JSON.stringify(body))
})

t.test('the same credential is not taken twice, and of different ones no more than twenty', async t => {
  const id = await createClient()
  const pem = pemOf(rsa.publicKey)
  t.equal((await add({ credential_type: 'public_key', pem }, id)).status, 201)
  t.match(await add({ credential_type: 'public_key', pem }, id), { status: 409, body: { errorCode: 'conflict' } })
  t.equal(
    (await add({ credential_type: 'public_key', pem, alg: 'RS384' }, id)).status,
    201,
    'for another algorithm it is',
  )
  const both = await Promise.all([1, 2].map(() => add({ credential_type: 'x509_cert', pem: certificate.cert }, id)))
  t.same(both.map(({ status }) => status).sort(), [201, 409], 'nor when both come at once')
  for (let n = 3; n < 20; n++) t.equal((await add({ credential_type: 'public_key', pem: fresh() }, id)).status, 201)
  t.equal((await add({ credential_type: 'public_key', pem: fresh() }, id)).status, 409)
})

t.test('the end can be moved and taken away', async t => {
  const id = await createClient()
  const { body } = await add({ credential_type: 'public_key', pem: fresh() }, id)
  const path = `/clients/${id}/credentials/${body.id}`
  const moved = await app.api('PATCH', path, { expires_at: '2030-01-01T00:00:00Z' })
  t.match(moved, { status: 200, body: { id: body.id, kid: body.kid, expires_at: '2030-01-01T00:00:00.000Z' } })
  const { body: unset } = await app.api('PATCH', path, { expires_at: null })
  t.notHas(unset, 'expires_at')
  for (const wrong of [{}, { name: 'x' }, { expires_at: 'soon' }, { pem: fresh() }])
    t.equal((await app.api('PATCH', path, wrong)).status, 400)
  t.match(await app.api('PATCH', `/clients/${id}/credentials/cred_0000000000000000`, { expires_at: null }), {
    status: 404,
    body: { errorCode: 'inexistent_client_credential' },
  })
})

t.test('a credential that is deleted is no longer named anywhere', async t => {
  const id = await createClient()
  const [one, two] = await Promise.all(
    [0, 1].map(async () => (await add({ credential_type: 'public_key', pem: fresh() }, id)).body.id),
  )
  const both = { credentials: [{ id: one }, { id: two }] }
  const patched = await app.api('PATCH', `/clients/${id}`, {
    client_authentication_methods: { private_key_jwt: both },
    signed_request_object: both,
    token_endpoint_auth_method: null,
  })
  t.equal(patched.status, 200)
  t.equal((await app.api('DELETE', `/clients/${id}/credentials/${one}`)).status, 204)
  const { body } = await app.api('GET', `/clients/${id}`)
  t.same(body.client_authentication_methods, { private_key_jwt: { credentials: [{ id: two }] } })
  t.same(body.signed_request_object, { required: false, credentials: [{ id: two }] })
  t.equal((await app.api('DELETE', `/clients/${id}/credentials/${two}`)).status, 204)
  t.same((await app.api('GET', `/clients/${id}`)).body.client_authentication_methods, {
    private_key_jwt: { credentials: [] },
  })
  t.equal((await app.api('DELETE', `/clients/${id}/credentials/${two}`)).status, 204, 'and may be deleted again')
  t.equal((await app.api('DELETE', `/clients/nobody/credentials/${two}`)).status, 204)
  t.equal((await app.api('GET', `/clients/${id}/credentials/${two}`)).status, 404)
})

t.test(
  'a client names the credentials by which it authenticates: its own, of the right type, for one method',
  async t => {
    const id = await createClient()
    const path = `/clients/${id}`
    const key = (await add({ credential_type: 'public_key', pem: fresh() }, id)).body.id
    const cert = (await add({ credential_type: 'x509_cert', pem: certificate.cert }, id)).body.id
    const subject = (await add({ credential_type: 'cert_subject_dn', subject_dn: 'CN=App' }, id)).body.id
    const foreign = (await add({ credential_type: 'public_key', pem: fresh() })).body.id
    const credentials = (...ids: string[]) => ({ credentials: ids.map(id => ({ id })) })
    for (const [client_authentication_methods, shown] of [
      [{ private_key_jwt: credentials(key) }, true],
      [{ tls_client_auth: credentials(subject) }, true],
      [{ self_signed_tls_client_auth: credentials(cert) }, true],
      [{ private_key_jwt: credentials() }, true],
      [{ private_key_jwt: credentials(cert) }, false],
      [{ private_key_jwt: credentials(subject) }, false],
      [{ tls_client_auth: credentials(cert) }, false],
      [{ self_signed_tls_client_auth: credentials(key) }, false],
      [{ private_key_jwt: credentials(foreign) }, false],
      [{ private_key_jwt: credentials('cred_0000000000000000') }, false],
      [{ private_key_jwt: credentials(key, key) }, false],
      [{ private_key_jwt: credentials(key), tls_client_auth: credentials(subject) }, false],
      [{ client_secret_jwt: credentials(key) }, false],
      [{ private_key_jwt: {} }, false],
      [{}, false],
      [{ private_key_jwt: { credentials: [{ credential_type: 'public_key', pem: fresh() }] } }, false],
    ] as const) {
      const { status, body } = await app.api('PATCH', path, { client_authentication_methods })
      t.equal(status, shown ? 200 : 400, JSON.stringify(client_authentication_methods))
      if (shown) t.same(body.client_authentication_methods, client_authentication_methods)
      else t.equal(body.errorCode, 'invalid_body')
    }
  },
)

t.test('while such a method holds there is no other, and no secret is told', async t => {
  const id = await createClient({ token_endpoint_auth_method: 'client_secret_basic' })
  const path = `/clients/${id}`
  const key = (await add({ credential_type: 'public_key', pem: fresh() }, id)).body.id
  const before = (await app.api('GET', path)).body
  t.match(before, { token_endpoint_auth_method: 'client_secret_basic', client_secret: String })
  const asked = { client_authentication_methods: named(key), token_endpoint_auth_method: null }
  const { body } = await app.api('PATCH', path, asked)
  t.notHas(body, 'token_endpoint_auth_method')
  t.notHas(body, 'client_secret')
  t.same((await app.api('GET', path)).body, body)
  const listed = (await app.api('GET', '/clients?per_page=100')).body.find(
    (one: { client_id: string }) => one.client_id === id,
  )
  t.notHas(listed, 'client_secret')

  for (const token_endpoint_auth_method of ['none', 'client_secret_post', 'client_secret_jwt']) {
    const { status } = await app.api('PATCH', path, { token_endpoint_auth_method })
    t.equal(status, 400, 'one is not added to the other')
    const together = await app.api('PATCH', path, { ...asked, token_endpoint_auth_method })
    t.equal(together.status, 400)
  }
  t.equal((await app.api('PATCH', path, { name: 'Renamed' })).status, 200)
  t.same(
    (await app.api('GET', path)).body.client_authentication_methods,
    named(key),
    'what else changes leaves it alone',
  )

  const back = await app.api('PATCH', path, {
    client_authentication_methods: null,
    signed_request_object: null,
    token_endpoint_auth_method: 'client_secret_post',
  })
  t.equal(back.status, 200)
  t.equal(back.body.token_endpoint_auth_method, 'client_secret_post')
  t.notHas(back.body, 'client_authentication_methods')
  t.equal(back.body.client_secret, before.client_secret)

  await app.api('PATCH', path, { client_authentication_methods: named(key) })
  const unset = await app.api('PATCH', path, { client_authentication_methods: null })
  t.equal(unset.body.token_endpoint_auth_method, 'client_secret_post', 'alone, it gives way to the default')
})

t.test('a new client brings its credentials along', async t => {
  const made = await app.api('POST', '/clients', {
    name: 'App',
    app_type: 'spa',
    client_authentication_methods: {
      private_key_jwt: {
        credentials: [{ credential_type: 'public_key', name: 'mine', pem: pemOf(rsa.publicKey), alg: 'RS384' }],
      },
    },
    grant_types: ['client_credentials'],
  })
  t.equal(made.status, 201)
  t.notHas(made.body, 'client_secret')
  t.notHas(made.body, 'token_endpoint_auth_method')
  const { body } = await app.api('GET', `/clients/${made.body.client_id}/credentials`)
  t.match(body, [{ name: 'mine', alg: 'RS384' }])
  t.same(made.body.client_authentication_methods, named(body[0].id))

  const mtls = await createClient({
    client_authentication_methods: {
      self_signed_tls_client_auth: { credentials: [{ credential_type: 'x509_cert', pem: certificate.cert }] },
    },
  })
  t.match((await app.api('GET', `/clients/${mtls}/credentials`)).body, [{ credential_type: 'x509_cert' }])

  for (const wrong of [
    {
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ credential_type: 'x509_cert', pem: certificate.cert }] },
      },
    },
    { client_authentication_methods: named('cred_0000000000000000') },
    {
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ credential_type: 'public_key', pem: fresh() }] },
      },
      token_endpoint_auth_method: 'client_secret_post',
    },
  ])
    t.equal((await app.api('POST', '/clients', { name: 'App', ...wrong })).status, 400)
})

t.test('client_secret_jwt needs a secret that can key an HMAC', async t => {
  const id = await createClient({ token_endpoint_auth_method: 'client_secret_jwt' })
  t.equal((await app.api('GET', `/clients/${id}`)).body.token_endpoint_auth_method, 'client_secret_jwt')
  t.equal((await app.api('PATCH', `/clients/${id}`, { client_secret: 'sixteen letters.' })).status, 400)
})

t.test('subject alternative names and bound tokens are part of the registration', async t => {
  const id = await createClient()
  const path = `/clients/${id}`
  const subject = (await add({ credential_type: 'cert_subject_dn', subject_dn: 'CN=App' }, id)).body.id
  const tls = { tls_client_auth: { credentials: [] as { id: string }[] } }
  for (const [body, status] of [
    [{ registration: { tls_client_auth_san_dns: 'app.example' } }, 400],
    [{ registration: { tls_client_auth_san_dns: 'app.example' }, client_authentication_methods: tls }, 200],
    [{ registration: { tls_client_auth_san_dns: 'app.example', tls_client_auth_san_ip: '192.0.2.1' } }, 400],
    [{ registration: { tls_client_auth_san_ip: '192.0.2.1' } }, 200],
    [{ registration: { tls_client_auth_san_ip: 'app.example' } }, 400],
    [{ registration: { tls_client_auth_san_dns: '.example' } }, 400],
    [{ registration: { tls_client_auth_subject_dn: 'CN=App' } }, 400],
    [{ client_authentication_methods: { tls_client_auth: { credentials: [{ id: subject }] } } }, 400],
    [
      { registration: null, client_authentication_methods: { tls_client_auth: { credentials: [{ id: subject }] } } },
      200,
    ],
    [{ registration: { tls_client_certificate_bound_access_tokens: true } }, 200],
    [{ registration: { tls_client_certificate_bound_access_tokens: false } }, 400],
    [{ registration: { tls_client_certificate_bound_access_tokens: true }, grant_types: ['implicit'] }, 400],
    [{ registration: { jwks_uri: 'https://app.example/jwks' } }, 400],
  ] as const) {
    const answered = await app.api('PATCH', path, body)
    t.equal(answered.status, status, JSON.stringify(body))
  }
})

t.test('each deed needs its own scope, and a client’s methods need that of its credentials', async t => {
  const id = await createClient()
  const body = { credential_type: 'public_key', pem: fresh() }
  const path = `/clients/${id}/credentials`
  const cred = (await app.api('POST', path, { ...body, pem: fresh() })).body.id
  const others = [
    'read:clients',
    'update:clients',
    'create:clients',
    'delete:clients',
    'read:client_keys',
    'update:client_keys',
  ]
  for (const [scope, method, at, given] of [
    ['read:client_credentials', 'GET', path],
    ['read:client_credentials', 'GET', `${path}/${cred}`],
    ['create:client_credentials', 'POST', path, body],
    ['update:client_credentials', 'PATCH', `${path}/${cred}`, { expires_at: null }],
    [
      'update:client_credentials',
      'PATCH',
      `/clients/${id}`,
      { client_authentication_methods: named(cred), token_endpoint_auth_method: null },
    ],
    ['delete:client_credentials', 'DELETE', `${path}/${cred}`],
  ] as const) {
    const refused = await apiAs(app, others, method, at, given)
    t.match(
      refused,
      { status: 403, body: { message: `Insufficient scope, expected any of: ${scope}` } },
      `${method} ${at}`,
    )
    t.ok((await apiAs(app, [scope], method, at, given)).status < 300)
  }
  const renamed = await apiAs(app, ['update:client_credentials'], 'PATCH', `/clients/${id}`, { name: 'Mine' })
  t.equal(renamed.status, 403)
  const downgraded = await apiAs(app, ['update:client_credentials'], 'PATCH', `/clients/${id}`, {
    client_authentication_methods: null,
    token_endpoint_auth_method: 'none',
  })
  t.equal(downgraded.status, 403)
  const created = await apiAs(app, ['create:clients'], 'POST', '/clients', {
    name: 'App',
    client_authentication_methods: { private_key_jwt: { credentials: [body] } },
  })
  t.equal(created.status, 403)
})

t.test('CVE-2026-15630: a credential is another client’s or another tenant’s to nobody', async t => {
  const mine = await createClient()
  const other = await createClient()
  const { body } = await add({ credential_type: 'public_key', pem: fresh() }, mine)
  const through = `/clients/${other}/credentials/${body.id}`
  t.equal((await app.api('GET', through)).status, 404)
  t.equal((await app.api('PATCH', through, { expires_at: '2001-01-01T00:00:00Z' })).status, 404)
  t.equal((await app.api('DELETE', through)).status, 204)
  t.same((await app.api('GET', `/clients/${mine}/credentials/${body.id}`)).body, body, 'nothing has changed')
  t.equal((await app.api('GET', '/clients/nobody/credentials')).status, 404)

  const tenant = await createTenant(
    app.store,
    { tenant_id: 'other', domain: 'other.localhost' },
    newAdministrationClient(),
    new Date(),
  )
  const store = app.store.forTenant(tenant)
  const [foreign] = await store.clients.list({ global: false }, { limit: 1, offset: 0 })
  const foreign_id = foreign?.client_id ?? ''
  const credential = await readCredential(foreign_id, { credential_type: 'public_key', pem: fresh() })
  const kept = await store.client_credentials.create(credential, new Date())
  const path = `/clients/${foreign_id}/credentials`
  t.equal((await app.api('GET', path)).status, 404)
  t.equal((await app.api('GET', `${path}/${kept.id}`)).status, 404)
  t.equal((await app.api('PATCH', `${path}/${kept.id}`, { expires_at: null })).status, 404)
  t.equal((await app.api('POST', path, { credential_type: 'public_key', pem: fresh() })).status, 404)
  t.equal((await app.api('DELETE', `${path}/${kept.id}`)).status, 204)
  const borrowed = await app.api('PATCH', `/clients/${mine}`, { client_authentication_methods: named(kept.id) })
  t.equal(borrowed.status, 400)
  t.same(await store.client_credentials.find(foreign_id, kept.id), kept)
})

t.test('the global client has none, and every write leaves a log event', async t => {
  const [global] = (await app.api('GET', '/clients?is_global=true')).body
  const refused = await add({ credential_type: 'public_key', pem: fresh() }, global.client_id)
  t.match(refused, { status: 400, body: { errorCode: 'operation_not_supported' } })
  const id = await createClient()
  const { body } = await add({ credential_type: 'public_key', pem: fresh() }, id)
  await app.api('PATCH', `/clients/${id}/credentials/${body.id}`, { expires_at: null })
  await app.api('DELETE', `/clients/${id}/credentials/${body.id}`)
  const { rows } = await app.database.query(
    "select description from log_events where type = 'sapi' and description like '%client credential%' order by date desc, log_id desc limit 3",
  )
  t.same(
    rows.map(row => row.description),
    ['Delete a client credential', 'Update a client credential', 'Create a client credential'],
  )
})

t.test('credentials go with their client', async t => {
  const id = await createClient()
  await add({ credential_type: 'public_key', pem: fresh() }, id)
  await app.api('DELETE', `/clients/${id}`)
  const { rows } = await app.database.query('select 1 from client_credentials where client_id = $1', [id])
  t.equal(rows.length, 0)
  t.equal((await apiWith(app, await managementToken(app), 'GET', `/clients/${id}/credentials`)).status, 404)
})
