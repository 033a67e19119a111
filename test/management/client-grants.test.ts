import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { ClientGrant } from '../../src/management/client-grants.ts'
import { createTestApp } from '../support/app.ts'

const shape = {} as Static<typeof ClientGrant>
const _get: Management.GetClientGrantResponseContent = shape
const _create: Management.CreateClientGrantResponseContent = shape
const _update: Management.UpdateClientGrantResponseContent = shape
const _list: Management.ListClientGrantPaginatedResponseContent['client_grants'] = [shape]

const app = await createTestApp(t)

const AUDIENCE = 'https://api.example.com/'
const scopes = ['read:things', 'write:things'].map(value => ({ value }))
await app.api('POST', '/resource-servers', { identifier: AUDIENCE, scopes })

const newClient = async (name = 'Machine'): Promise<string> =>
  (await app.api('POST', '/clients', { name, app_type: 'non_interactive' })).body.client_id

t.test('a client is granted scopes that the resource server offers', async t => {
  const client_id = await newClient()
  const { status, body } = await app.api('POST', '/client-grants', {
    client_id,
    audience: AUDIENCE,
    scope: ['read:things'],
  })
  t.equal(status, 201)
  t.match(body.id, /^cgr_[A-Za-z0-9]{16}$/)
  const { id, ...rest } = body
  t.same(rest, {
    client_id,
    audience: AUDIENCE,
    scope: ['read:things'],
    subject_type: 'client',
    allow_all_scopes: false,
  })
  t.same((await app.api('GET', `/client-grants/${id}`)).body, body)

  t.match(
    await app.api('POST', '/client-grants', { client_id, audience: AUDIENCE, scope: [] }),
    { status: 409, body: { errorCode: 'client_grant_conflict' } },
    'once for each client, audience and subject type',
  )
  t.equal(
    (await app.api('POST', '/client-grants', { client_id, audience: AUDIENCE, subject_type: 'user' })).status,
    201,
  )
})

t.test('a grant is refused when its client, audience or scope is not there', async t => {
  const client_id = await newClient()
  t.match(await app.api('POST', '/client-grants', { client_id: 'nobody', audience: AUDIENCE }), {
    status: 404,
    body: { errorCode: 'inexistent_client' },
  })
  t.match(await app.api('POST', '/client-grants', { client_id, audience: 'https://nowhere.example.com/' }), {
    status: 404,
    body: { errorCode: 'inexistent_resource_server' },
  })
  t.match(await app.api('POST', '/client-grants', { client_id, audience: AUDIENCE, scope: ['read:things', 'rule'] }), {
    status: 400,
    body: { message: /rule/ },
  })
  for (const body of [
    { client_id, audience: AUDIENCE, scope: ['read:things'], allow_all_scopes: true },
    { client_id, audience: AUDIENCE, scope: ['read:things', 'read:things'] },
    { client_id, audience: AUDIENCE, subject_type: 'group' },
    { client_id, audience: AUDIENCE, nonsense: true },
    { client_id, audience: AUDIENCE, organization_usage: 'allow' },
    { client_id, audience: AUDIENCE, allow_any_organization: true },
    { client_id, audience: AUDIENCE, default_for: 'third_party_clients' },
    { audience: AUDIENCE },
  ])
    t.equal((await app.api('POST', '/client-grants', body)).status, 400, JSON.stringify(body))
  t.same((await app.api('GET', `/client-grants?client_id=${client_id}`)).body, [], 'nothing was made')
})

t.test('a grant of all scopes names none, and narrows only when told so', async t => {
  const client_id = await newClient()
  const { id } = (await app.api('POST', '/client-grants', { client_id, audience: AUDIENCE, allow_all_scopes: true }))
    .body
  const path = `/client-grants/${id}`
  t.equal((await app.api('PATCH', path, { scope: ['read:things'] })).status, 400)
  t.match(await app.api('PATCH', path, { scope: ['read:things'], allow_all_scopes: false }), {
    status: 200,
    body: { scope: ['read:things'], allow_all_scopes: false },
  })
  t.equal((await app.api('PATCH', path, { scope: ['rule'] })).status, 400)
  t.same((await app.api('PATCH', path, { scope: null })).body.scope, [])
  t.match((await app.api('PATCH', path, { allow_all_scopes: true })).body, { scope: [], allow_all_scopes: true })
  t.equal((await app.api('PATCH', path, { allow_all_scopes: null })).body.allow_all_scopes, false)
  const before = (await app.api('GET', path)).body
  t.same((await app.api('PATCH', path, {})).body, before)
  t.equal((await app.api('PATCH', '/client-grants/cgr_0000000000000000', { scope: [] })).status, 404)
})

t.test('scopes that a resource server withdraws leave its grants', async t => {
  const client_id = await newClient()
  const audience = 'urn:example:shrinking'
  const { body } = await app.api('POST', '/resource-servers', { identifier: audience, scopes })
  const grant = { client_id, audience, scope: ['write:things', 'read:things'] }
  const { id } = (await app.api('POST', '/client-grants', grant)).body
  await app.api('PATCH', `/resource-servers/${body.id}`, { scopes: [{ value: 'read:things' }] })
  t.same((await app.api('GET', `/client-grants/${id}`)).body.scope, ['read:things'])
  await app.api('DELETE', `/resource-servers/${body.id}`)
  t.equal((await app.api('GET', `/client-grants/${id}`)).status, 404, 'and with the resource server goes the grant')
})

t.test('the list is filtered and paged both ways', async t => {
  const list = async (query: string) => (await app.api('GET', `/client-grants?${query}`)).body
  const management = encodeURIComponent(`${app.issuer}api/v2/`)
  t.match(await list(`audience=${management}`), [{ client_id: 'test-admin', allow_all_scopes: true }])
  t.ok((await list('subject_type=user')).every((grant: { subject_type: string }) => grant.subject_type === 'user'))
  const { total } = await list('include_totals=true')
  const ids = new Set<string>()
  let from = ''
  do {
    const page = await list(`take=1&include_totals=true${from}`)
    t.notOk('total' in page, 'take wins over include_totals')
    for (const { id } of page.client_grants) ids.add(id)
    from = page.next === undefined ? '' : `&from=${page.next}`
  } while (from !== '')
  t.equal(ids.size, total)
  t.same(await list('default_for=third_party_clients'), [])
})

t.test('a default is for every client of a third party’s, and for users only', async t => {
  const audience = 'urn:example:defaults'
  await app.api('POST', '/resource-servers', {
    identifier: audience,
    scopes,
    subject_type_authorization: { user: { policy: 'require_client_grant' } },
  })
  const grant = { audience, default_for: 'third_party_clients', subject_type: 'user', scope: ['read:things'] }
  const { status, body } = await app.api('POST', '/client-grants', grant)
  t.equal(status, 201)
  t.match(body, grant)
  t.notOk('client_id' in body)
  t.equal((await app.api('POST', '/client-grants', grant)).status, 409, 'one for an API')
  t.equal((await app.api('POST', '/client-grants', { ...grant, subject_type: 'client' })).status, 400)
  t.equal((await app.api('POST', '/client-grants', { ...grant, client_id: 'test-admin' })).status, 400)
  t.equal((await app.api('POST', '/client-grants', { audience, scope: [] })).status, 400)
  const ids = async (query: string) =>
    (await app.api('GET', `/client-grants?${query}`)).body.map((each: { id: string }) => each.id)
  t.same(await ids('default_for=third_party_clients'), [body.id])
  t.match((await app.api('PATCH', `/client-grants/${body.id}`, { scope: ['write:things'] })).body, {
    default_for: 'third_party_clients',
    scope: ['write:things'],
  })

  const tenant = await app.store.tenants.find('default')
  const store = app.store.forTenant(tenant as NonNullable<typeof tenant>)
  const api = await store.resource_servers.findByIdentifier(audience)
  const client = async (is_first_party: boolean) =>
    (await app.api('POST', '/clients', { name: 'x', is_first_party })).body.client_id
  const [theirs, ours] = [await client(false), await client(true)]
  const grantFor = (client_id: string) => store.client_grants.findFor(client_id, api?.id ?? '', 'user')
  t.match(await grantFor(theirs), { scope: ['write:things'] })
  t.equal(await grantFor(ours), undefined)
  await app.api('POST', '/client-grants', { client_id: theirs, audience, subject_type: 'user', scope: ['read:things'] })
  t.match(await grantFor(theirs), { scope: ['read:things'] }, 'its own goes first')
  t.equal((await app.api('DELETE', `/client-grants/${body.id}`)).status, 204)
  t.same(await ids('default_for=third_party_clients'), [])
})

t.test('a deletion may be asked for again', async t => {
  const grant = { client_id: await newClient(), audience: AUDIENCE }
  const { id } = (await app.api('POST', '/client-grants', grant)).body
  t.equal((await app.api('DELETE', `/client-grants/${id}`)).status, 204)
  t.equal((await app.api('DELETE', `/client-grants/${id}`)).status, 204)
  t.match(await app.api('GET', `/client-grants/${id}`), { status: 404, body: { errorCode: 'inexistent_client_grant' } })
  t.equal((await app.api('GET', '/client-grants/not-an-id')).status, 400)
})

t.test('another tenant’s grant is not there', async t => {
  const administration = newAdministrationClient()
  const input = { tenant_id: 'other', domain: 'other.localhost' }
  const other = app.store.forTenant(await createTenant(app.store, input, administration, new Date()))
  const [grant] = await other.client_grants.list({}, { limit: 1, offset: 0 })
  const path = `/client-grants/${grant?.id}`
  t.equal((await app.api('GET', path)).status, 404)
  t.equal((await app.api('PATCH', path, { scope: [] })).status, 404)
  t.equal((await app.api('DELETE', path)).status, 204)
  t.same(await other.client_grants.find(grant?.id ?? ''), grant)
  t.equal(
    (await app.api('POST', '/client-grants', { client_id: administration.client_id, audience: AUDIENCE })).status,
    404,
    'nor can its client be granted anything here',
  )
})
