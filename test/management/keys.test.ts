import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { KeyReference, SigningKey } from '../../src/management/keys.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

const shape = {} as Static<typeof SigningKey>
const reference = {} as Static<typeof KeyReference>
const _list: Management.SigningKeys = shape
const _get: Management.GetSigningKeysResponseContent = shape
const _rotate: Management.RotateSigningKeysResponseContent = reference
const _revoke: Management.RevokedSigningKeysResponseContent = reference

const app = await createTestApp(t)
const SCOPES = ['read:signing_keys', 'create:signing_keys', 'update:signing_keys']
/** Signed by the key that is current now. */
const old = await app.adminToken()
/** Each time with a fresh token: keys come and go here. */
const api = (method: string, path: string) => apiAs(app, SCOPES, method, path)

type Key = Static<typeof SigningKey>
const list = async (): Promise<Key[]> => (await api('GET', '/keys/signing')).body
const one = async (state: 'current' | 'next' | 'previous') => (await list()).find(key => key[state]) as Key

t.test('keys are listed with their certificates, and never with their private halves', async t => {
  const keys = await list()
  t.equal(keys.length, 2)
  const current = await one('current')
  t.match(current, {
    cert: /^-----BEGIN CERTIFICATE-----\r\n/,
    pkcs7: /^-----BEGIN PKCS7-----\r\n/,
    current: true,
    next: false,
    previous: false,
    current_since: /^\d{4}-.*Z$/,
    fingerprint: /^([0-9A-F]{2}:){19}[0-9A-F]{2}$/,
    thumbprint: /^[0-9A-F]{40}$/,
    revoked: false,
  })
  t.same((await api('GET', `/keys/signing/${current.kid}`)).body, current)
  t.notMatch(JSON.stringify(keys), /PRIVATE|"d":|private_key/)
})

t.test('rotation puts the next key to work and makes one more', async t => {
  const before = { current: await one('current'), next: await one('next') }
  const { status, body } = await api('POST', '/keys/signing/rotate')
  t.equal(status, 201)
  const after = { current: await one('current'), next: await one('next'), previous: await one('previous') }
  t.equal(after.current.kid, before.next.kid)
  t.equal(after.previous.kid, before.current.kid)
  t.ok(after.previous.current_until)
  t.same(body, { kid: after.next.kid, cert: after.next.cert })
})

t.test('rotation needs both scopes', async t => {
  for (const [held, wanted] of [
    ['create:signing_keys', 'update:signing_keys'],
    ['update:signing_keys', 'create:signing_keys'],
  ] as const)
    t.match(await apiAs(app, [held], 'POST', '/keys/signing/rotate'), {
      status: 403,
      body: { message: `Insufficient scope, expected any of: ${wanted}` },
    })
  t.equal((await list()).length, 3, 'nothing was rotated')
})

t.test('a previous key is revoked, again if need be; the others are not', async t => {
  const { kid, cert } = await one('previous')
  const withOld = async () =>
    (await app.fetch('/api/v2/keys/signing', { headers: { authorization: `Bearer ${old}` } })).status
  t.equal(await withOld(), 200, 'a previous key’s signatures are still good')
  for (let i = 0; i < 2; i++) {
    const { status, body } = await api('PUT', `/keys/signing/${kid}/revoke`)
    t.same({ status, body }, { status: 200, body: { kid, cert } })
  }
  t.match((await api('GET', `/keys/signing/${kid}`)).body, { revoked: true, revoked_at: /Z$/, previous: true })
  await eventually(async () => (await withOld()) === 401)
  t.pass('a revoked key’s are not')
  for (const state of ['current', 'next'] as const)
    t.match(await api('PUT', `/keys/signing/${(await one(state)).kid}/revoke`), {
      status: 400,
      body: { errorCode: 'operation_not_supported' },
    })
  for (const path of ['/keys/signing/nobody', '/keys/signing/nobody/revoke'])
    t.match(await api(path.endsWith('revoke') ? 'PUT' : 'GET', path), {
      status: 404,
      body: { errorCode: 'inexistent_signing_key' },
    })
  t.equal((await api('GET', '/keys/signing/no%20key')).status, 400)
})

t.test('two rotations at once are two rotations', async t => {
  const before = (await list()).length
  const rotated = await Promise.all([1, 2].map(() => api('POST', '/keys/signing/rotate')))
  t.same(
    rotated.map(({ status }) => status),
    [201, 201],
  )
  const keys = await list()
  t.equal(keys.length, before + 2)
  t.equal(keys.filter(key => key.current).length, 1)
  t.equal(keys.filter(key => key.next).length, 1)
})

t.test('another tenant’s key is not there', async t => {
  const input = { tenant_id: 'other', domain: 'other.localhost' }
  const other = app.store.forTenant(await createTenant(app.store, input, newAdministrationClient(), new Date()))
  const [foreign] = await other.signing_keys.list()
  t.equal((await api('GET', `/keys/signing/${foreign?.kid}`)).status, 404)
  t.equal((await api('PUT', `/keys/signing/${foreign?.kid}/revoke`)).status, 404)
})

const newApp = (alg: string) =>
  apiAs(app, ['create:clients'], 'POST', '/clients', {
    name: 'App',
    app_type: 'regular_web',
    jwt_configuration: { alg },
  })
const of = (keys: Key[], alg: string) => keys.filter(key => key.alg === alg)

t.test('keys of an algorithm are there from the first who asks for it, the next one too', async t => {
  t.strictSame([...new Set((await list()).map(key => key.alg))], ['RS256'], 'nobody has asked for another')
  const { status } = await newApp('ES256')
  t.equal(status, 201)
  t.strictSame(
    of(await list(), 'ES256')
      .map(({ current, next, previous }) => ({ current, next, previous }))
      .toSorted(a => (a.current ? -1 : 1)),
    [
      { current: true, next: false, previous: false },
      { current: false, next: true, previous: false },
    ],
  )
  const es256 = { identifier: 'https://api.example/es256', signing_alg: 'ES256' }
  t.equal((await apiAs(app, ['create:resource_servers'], 'POST', '/resource-servers', es256)).status, 201)
  t.equal(of(await list(), 'ES256').length, 2, 'whoever asks again')
  for (const alg of ['HS256', 'RS256']) t.equal((await newApp(alg)).status, 201)
  t.strictSame([...new Set((await list()).map(key => key.alg))].toSorted(), ['ES256', 'RS256'])
})

t.test('many who ask for an algorithm at once are given the same keys', async t => {
  const made = await Promise.all(['PS256', 'PS256', 'PS256', 'EdDSA', 'EdDSA', 'RS512'].map(newApp))
  t.ok(made.every(({ status }) => status === 201))
  const keys = await list()
  for (const alg of ['PS256', 'EdDSA', 'RS512']) {
    t.equal(of(keys, alg).length, 2, alg)
    t.equal(of(keys, alg).filter(key => key.current).length, 1)
  }
})

t.test('a client that is refused leaves no keys behind', async t => {
  const other = await createTestApp(t)
  const body = { name: 'App', app_type: 'spa', jwt_configuration: { alg: 'ES256' }, callbacks: ['javascript:alert(1)'] }
  t.equal((await other.api('POST', '/clients', body)).status, 400)
  t.equal((await other.api('PATCH', '/clients/nobody', { jwt_configuration: { alg: 'ES256' } })).status, 404)
  t.equal((await other.api('PATCH', '/resource-servers/nobody', { signing_alg: 'ES256' })).status, 404)
  t.equal((await other.api('GET', '/keys/signing')).body.length, 2)
})

t.test('a rotation is one of every algorithm’s keys; its answer speaks of RS256’s', async t => {
  const before = await list()
  const { status, body } = await api('POST', '/keys/signing/rotate')
  t.equal(status, 201)
  const after = await list()
  for (const alg of ['RS256', 'RS512', 'PS256', 'ES256', 'EdDSA']) {
    const announced = of(before, alg).find(key => key.next)
    t.equal(of(after, alg).find(key => key.current)?.kid, announced?.kid, alg)
    t.equal(of(after, alg).filter(key => key.next).length, 1)
  }
  t.equal(of(after, 'RS256').find(key => key.next)?.kid, body.kid)

  const retired = of(after, 'EdDSA').find(key => key.previous)
  t.equal((await api('PUT', `/keys/signing/${retired?.kid}/revoke`)).status, 200)
  for (const alg of ['PS256', 'EdDSA'])
    for (const state of ['current', 'next'] as const)
      t.equal((await api('PUT', `/keys/signing/${of(after, alg).find(key => key[state])?.kid}/revoke`)).status, 400)
})
