import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { ADMIN } from '../support/app.ts'
import { claimsOf, createProtocol, headerOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const management = `${p.issuer}api/v2/`

const machine = (patch = {}) =>
  p.createClient({
    app_type: 'non_interactive',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
    ...patch,
  })
const grant = (client_id: string, resource_server_id: string, scope: string[]) =>
  p.store.client_grants.create(
    { id: newClientGrantId(), client_id, resource_server_id, subject_type: 'client', scope, allow_all_scopes: false },
    new Date(),
  )
const basic = (client_id: string, secret = '') => ({
  authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`,
})

t.test('a client gets a token of the shape that Auth0 gives', async t => {
  const { status, body, headers } = await p.token({
    grant_type: 'client_credentials',
    ...ADMIN,
    audience: management,
    scope: 'read:users update:users',
  })
  t.equal(status, 200)
  t.match(body, { token_type: 'Bearer', expires_in: 86_400, scope: 'read:users update:users' })
  t.equal(headers.get('cache-control'), 'no-store')
  const { iat, exp, jti, ...claims } = claimsOf(body.access_token)
  t.type(jti, 'string')
  t.equal(exp - iat, 86_400)
  t.same(claims, {
    iss: p.issuer,
    sub: `${ADMIN.client_id}@clients`,
    aud: management,
    azp: ADMIN.client_id,
    gty: 'client-credentials',
    scope: 'read:users update:users',
  })
  t.match(headerOf(body.access_token), { alg: 'RS256', typ: 'JWT', kid: String })
})

t.test('the body may be JSON', async t => {
  const response = await p.app.fetch('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...ADMIN, audience: management }),
  })
  t.equal(response.status, 200)
})

t.test('who names no scope gets all that are granted; who names one that is not is refused', async t => {
  const api = await p.createApi({ identifier: 'not a URI, "quoted"' })
  const client = await machine()
  const request = {
    grant_type: 'client_credentials',
    client_id: client.client_id,
    client_secret: client.client_secret,
    audience: api.identifier,
  }

  const none = await p.token(request)
  t.equal(none.status, 403)
  t.equal(none.body.error, 'access_denied')
  t.match(none.body.error_description, /^Client is not authorized to access "not a URI, \?quoted\?"\./)

  await grant(client.client_id, api.id, ['read:things'])
  await p.settled()
  const all = await p.token(request)
  t.equal(all.body.scope, 'read:things')
  t.equal(claimsOf(all.body.access_token).aud, api.identifier)
  const more = await p.token({ ...request, scope: 'read:things write:things' })
  t.equal(more.status, 403)
  t.same(more.body, {
    error: 'access_denied',
    error_description: 'Client has not been granted scopes: write:things',
  })
})

t.test('an audience that does not exist, or none at all, is refused', async t => {
  const unknown = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: 'https://nowhere.example' })
  t.equal(unknown.status, 403)
  t.same(unknown.body, { error: 'access_denied', error_description: 'Service not found: https://nowhere.example' })
  const none = await p.token({ grant_type: 'client_credentials', ...ADMIN })
  t.equal(none.status, 403)
  t.match(none.body, { error: 'access_denied', error_description: /^No audience parameter was provided/ })
  const reserved = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: 'lintel:management-api' })
  t.equal(reserved.body.error_description, 'Service not found: lintel:management-api')
  const smuggled = await p.token({
    grant_type: 'client_credentials',
    ...ADMIN,
    resource: `urn:lintel:aud:${Buffer.from(management).toString('base64url')}`,
  })
  t.match(smuggled.body.error_description, /^Service not found: urn:lintel:aud:/)
})

t.test('the tenant’s default audience stands in', async t => {
  await p.store.settings.update({ default_audience: management }, new Date())
  await p.settled()
  const { status, body } = await p.token({ grant_type: 'client_credentials', ...ADMIN, scope: 'read:logs' })
  t.equal(status, 200)
  t.equal(claimsOf(body.access_token).aud, management)
  await p.store.settings.update({ default_audience: null }, new Date())
  await p.settled()
})

t.test('a resource server that denies clients denies them all', async t => {
  const api = await p.createApi({
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
  })
  const client = await machine()
  await grant(client.client_id, api.id, ['read:things'])
  const { status, body } = await p.token({
    grant_type: 'client_credentials',
    client_id: client.client_id,
    client_secret: client.client_secret,
    audience: api.identifier,
  })
  t.equal(status, 403)
  t.equal(body.error, 'access_denied')
})

t.test('only the registered authentication method is accepted, and only the right secret', async t => {
  const post = await machine()
  const header = await machine({ token_endpoint_auth_method: 'client_secret_basic' })
  const unauthorized = { error: 'access_denied', error_description: 'Unauthorized' }
  const request = { grant_type: 'client_credentials', audience: management }
  for (const [what, { status, body }] of Object.entries({
    'wrong secret': await p.token({ ...request, client_id: post.client_id, client_secret: 'wrong' }),
    'no secret': await p.token({ ...request, client_id: post.client_id }),
    'basic for post': await p.token(request, basic(post.client_id, post.client_secret)),
    'basic for post, encoded': await p.token(
      request,
      basic(
        post.client_id.replace(/^./, c => `%${c.charCodeAt(0).toString(16)}`),
        post.client_secret,
      ),
    ),
    'post for basic': await p.token({
      ...request,
      client_id: header.client_id,
      client_secret: header.client_secret,
    }),
    'unknown client': await p.token({ ...request, client_id: 'nobody', client_secret: 'x' }),
    'a client id that is none': await p.token({ ...request, client_id: "x' or 1=1 --", client_secret: 'x' }),
    'another client’s secret': await p.token({
      ...request,
      client_id: post.client_id,
      client_secret: header.client_secret,
    }),
  })) {
    t.equal(status, 401, what)
    t.same(body, unauthorized, what)
  }
  const challenges = await Promise.all(
    ['nobody', header.client_id, post.client_id].map(async client_id =>
      (await p.token(request, basic(client_id, 'wrong'))).headers.get('www-authenticate'),
    ),
  )
  t.equal(new Set(challenges).size, 1, 'no header tells which client there is, or how it authenticates')
  t.match(challenges[0], /^Basic realm="/)
  const right = await p.token(request, basic(header.client_id, header.client_secret))
  t.equal(right.body.error, 'access_denied', 'known, but not granted')
  t.match(right.body.error_description, /not authorized to access/)
  const both = await p.token(
    { ...request, client_id: post.client_id, client_secret: post.client_secret },
    basic(post.client_id, post.client_secret),
  )
  t.equal(both.status, 401, 'both at once')
})

t.test('a client uses the grant types that it was given, and no others exist', async t => {
  const client = await p.createClient()
  const denied = await p.token({ grant_type: 'client_credentials', client_id: client.client_id, audience: management })
  t.equal(denied.status, 403)
  t.same(denied.body, {
    error: 'unauthorized_client',
    error_description: "Grant type 'client_credentials' not allowed for the client.",
  })
  for (const grant_type of ['implicit', 'urn:ietf:params:oauth:grant-type:saml2-bearer', 'x']) {
    const unsupported = await p.token({ grant_type, client_id: client.client_id })
    t.equal(unsupported.status, 403, grant_type)
    t.equal(unsupported.body.error, 'unsupported_grant_type', grant_type)
  }
  const missing = await p.token({ client_id: client.client_id })
  t.equal(missing.status, 400)
  t.equal(missing.body.error, 'invalid_request')
})

t.test('a client that is gone, or whose grant is, gets nothing from the moment it is', async t => {
  const api = await p.createApi()
  const client = await machine()
  const { id } = await grant(client.client_id, api.id, ['read:things'])
  const request = {
    grant_type: 'client_credentials',
    client_id: client.client_id,
    client_secret: client.client_secret,
    audience: api.identifier,
  }
  t.equal((await p.token(request)).status, 200)
  await p.store.client_grants.remove(id)
  await p.settled()
  t.equal((await p.token(request)).status, 403)
  await p.store.clients.remove(client.client_id)
  await p.settled()
  t.equal((await p.token(request)).status, 401)
})
