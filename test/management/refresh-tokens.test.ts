import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import type { RefreshToken } from '../../src/management/refresh-tokens/refresh-token.ts'
import { apiAs } from '../support/api-as.ts'
import { claimsOf, createProtocol, type Person } from '../support/protocol.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetRefreshTokenResponseContent = {} as Static<typeof RefreshToken>
const _updated: Management.UpdateRefreshTokenResponseContent = {} as Static<typeof RefreshToken>
const _item: Management.RefreshTokenResponseContent = {} as Static<typeof RefreshToken>

const protocol = await createProtocol(t)
const { app } = protocol
const client = await protocol.createClient()
const another = await protocol.createClient()
const api = await protocol.createApi()

const of = ({ user_id }: Person, rest = '') => `/users/${encodeURIComponent(user_id)}${rest}`
const list = (parameters: { [name: string]: string }) =>
  app.api('GET', `/refresh-tokens?${new URLSearchParams(parameters)}`)
const idsOf = (tokens: { id: string }[]) => tokens.map(({ id }) => id)

/** An app gets a refresh token of a user's. */
async function issue(person?: Person, of = client, parameters: { [name: string]: string } = {}) {
  const whose = person ?? (await protocol.createUser())
  const before = new Set(idsOf((await list({ user_id: whose.user_id })).body.refresh_tokens))
  const { body, browser } = await protocol.tokens(of, whose, parameters)
  const after = idsOf((await list({ user_id: whose.user_id })).body.refresh_tokens)
  const id = after.find(each => !before.has(each)) as string
  return {
    person: whose,
    browser,
    client: of,
    id,
    token: body.refresh_token as string,
    sid: claimsOf(body.id_token).sid as string,
  }
}
type Issued = Awaited<ReturnType<typeof issue>>
/** Looks, without spending the token. */
const isLive = async ({ id }: Issued) => (await app.api('GET', `/refresh-tokens/${id}`)).status === 200
const refreshes = async (issued: Issued) => (await protocol.refresh(issued.client, issued.token)).status === 200

t.test('a refresh token is shown with what it is for, and keeps its id while it rotates', async t => {
  const issued = await issue(undefined, client, {
    audience: api.identifier,
    scope: 'openid offline_access read:things',
  })
  const { status, body } = await app.api('GET', `/refresh-tokens/${issued.id}`)
  t.equal(status, 200)
  t.match(body, {
    id: issued.id,
    user_id: issued.person.user_id,
    client_id: client.client_id,
    session_id: issued.sid,
    rotating: true,
    device: { initial_ip: '127.0.0.1', last_ip: '127.0.0.1' },
    refresh_token_metadata: null,
  })
  t.ok(
    body.resource_servers.some(
      (each: { audience: string; scopes: string }) =>
        each.audience === api.identifier && each.scopes.split(' ').includes('read:things'),
    ),
  )
  t.same(
    Object.keys(body).sort(),
    [
      'client_id',
      'created_at',
      'device',
      'expires_at',
      'id',
      'idle_expires_at',
      'last_exchanged_at',
      'refresh_token_metadata',
      'resource_servers',
      'rotating',
      'session_id',
      'user_id',
    ],
    'nothing of what the server keeps for itself',
  )
  t.notMatch(JSON.stringify(body), new RegExp(issued.token))
  t.ok(await refreshes(issued))
  const after = (await app.api('GET', `/refresh-tokens/${issued.id}`)).body
  t.ok(Date.parse(after.last_exchanged_at) >= Date.parse(body.created_at))
})

t.test('one that is not there is a 404, or nothing left to delete', async t => {
  const NOT_THERE = { status: 404, body: { errorCode: 'inexistent_refresh_token' } }
  t.match(await app.api('GET', '/refresh-tokens/nonsense'), NOT_THERE)
  t.match(await app.api('PATCH', '/refresh-tokens/nonsense', { refresh_token_metadata: null }), NOT_THERE)
  t.match(await app.api('DELETE', '/refresh-tokens/nonsense'), { status: 202, body: undefined })
})

t.test('metadata is replaced whole; null and {} remove it', async t => {
  const { id } = await issue()
  const patch = (refresh_token_metadata: unknown) =>
    app.api('PATCH', `/refresh-tokens/${id}`, { refresh_token_metadata })
  t.match(await patch({ a: 'b' }), { status: 200, body: { id, refresh_token_metadata: { a: 'b' } } })
  t.same((await patch({ c: 'd' })).body.refresh_token_metadata, { c: 'd' })
  t.same((await patch({})).body.refresh_token_metadata, {})
  t.equal((await patch(null)).body.refresh_token_metadata, null)
  for (const wrong of [{ a: 1 }, { a: 'x'.repeat(256) }, 'text'])
    t.equal((await patch(wrong)).status, 400, JSON.stringify(wrong).slice(0, 40))
})

t.test('a deleted refresh token refreshes nothing; others do', async t => {
  const one = await issue()
  const other = await issue(one.person)
  t.match(await app.api('DELETE', `/refresh-tokens/${one.id}`), { status: 202, body: undefined })
  t.notOk(await isLive(one))
  t.notOk(await refreshes(one))
  t.ok(await refreshes(other))
})

t.test('refresh tokens are listed by user and client, from cursor to cursor', async t => {
  const first = await issue()
  const { person } = first
  const second = await issue(person)
  const third = await issue(person, another)
  await issue()
  const { user_id } = person
  const all = (await list({ user_id })).body
  t.same(Object.keys(all), ['refresh_tokens'])
  t.same(new Set(idsOf(all.refresh_tokens)), new Set([first.id, second.id, third.id]))
  t.same(idsOf((await list({ user_id, client_id: another.client_id })).body.refresh_tokens), [third.id])

  const page = (await list({ user_id, take: '2' })).body
  t.equal(page.refresh_tokens.length, 2)
  const rest = (await list({ user_id, take: '2', from: page.next })).body
  t.same([...idsOf(page.refresh_tokens), ...idsOf(rest.refresh_tokens)], [first.id, second.id, third.id].sort())
  t.notOk('next' in rest)

  t.same((await list({ user_id, client_id: another.client_id, fields: 'id,rotating' })).body, {
    refresh_tokens: [{ id: third.id, rotating: true }],
  })
  const without = await list({ user_id, take: '1', fields: 'id,device', include_fields: 'false' })
  t.notOk('id' in without.body.refresh_tokens[0])
  t.type(without.body.next, 'string', 'a page knows what comes next, also when it does not show ids')

  const byUser = (await app.api('GET', of(person, '/refresh-tokens?include_totals=true&take=100'))).body
  t.same(new Set(idsOf(byUser.tokens)), new Set([first.id, second.id, third.id]))
  t.notOk('next' in byUser)
})

t.test('lists refuse what they do not know', async t => {
  const { user_id } = await protocol.createUser()
  t.same((await list({ user_id })).body, { refresh_tokens: [] })
  t.equal((await app.api('GET', '/refresh-tokens')).status, 400)
  t.equal((await list({ user_id, nonsense: '1' })).status, 400)
  t.equal((await list({ user_id, take: '101' })).status, 400)
  t.match(await list({ user_id: 'auth0|nobody' }), { status: 404, body: { errorCode: 'inexistent_user' } })
  t.match(await list({ user_id, client_id: 'nobody' }), { status: 404, body: { errorCode: 'inexistent_client' } })
  for (const method of ['GET', 'DELETE'])
    t.match(await app.api(method, '/users/auth0%7Cnobody/refresh-tokens'), {
      status: 404,
      body: { errorCode: 'inexistent_user' },
    })
})

t.test('all refresh tokens of a user go; her sessions stay', async t => {
  const one = await issue()
  const other = await issue(one.person, another)
  const stranger = await issue()
  t.match(await app.api('DELETE', of(one.person, '/refresh-tokens')), { status: 202, body: undefined })
  t.same((await app.api('GET', of(one.person, '/refresh-tokens'))).body, { tokens: [] })
  for (const each of [one, other]) t.notOk(await refreshes(each))
  t.ok(await refreshes(stranger))
  const { callback } = await protocol.authorized(client, one.person, { prompt: 'none' }, one.browser)
  t.ok(callback.searchParams.has('code'), 'she is still signed in')
})

t.test('revocation by ids, by user, by client and by audience', async t => {
  const revoke = (body: object) => app.api('POST', '/refresh-tokens/revoke', body)
  const audience = api.identifier
  const one = await issue()
  const { person } = one
  const { user_id } = person
  const two = await issue(person)
  const elsewhere = await issue(person, another)
  const forApi = await issue(person, another, { audience })
  const stranger = await issue()

  t.match(await revoke({ ids: [one.id, 'nonsense'] }), { status: 202, body: undefined })
  t.notOk(await isLive(one))
  t.ok(await isLive(two))

  t.equal((await revoke({ user_id, client_id: another.client_id, audience })).status, 202)
  t.notOk(await isLive(forApi))
  t.ok(await isLive(elsewhere))

  t.equal((await revoke({ user_id, client_id: client.client_id })).status, 202)
  t.notOk(await isLive(two))
  t.ok(await isLive(elsewhere))

  t.equal((await revoke({ user_id })).status, 202)
  t.notOk(await isLive(elsewhere))
  t.notOk(await refreshes(elsewhere))
  t.ok(await refreshes(stranger))
})

t.test('revocation refuses what it cannot mean', async t => {
  const { user_id } = await protocol.createUser()
  const { client_id } = client
  for (const body of [
    {},
    { ids: [] },
    { ids: Array.from({ length: 101 }, (_, i) => `${i}`) },
    { ids: ['x'], user_id },
    { client_id },
    { audience: api.identifier },
    { user_id, audience: api.identifier },
    { user_id, nonsense: 1 },
    { user_id: 'auth0|nobody' },
    { user_id, client_id: 'nobody' },
    { user_id, client_id, audience: 'https://nowhere.example' },
  ])
    t.equal((await app.api('POST', '/refresh-tokens/revoke', body)).status, 400, JSON.stringify(body).slice(0, 60))
})

t.test('what was done is in the log, with its user', async t => {
  const { id, person } = await issue()
  await app.api('DELETE', `/refresh-tokens/${id}`)
  const { body } = await app.api('GET', of(person, '/logs'))
  t.match(body[0], { type: 'sapi', description: 'Delete a refresh token', user_id: person.user_id })
})

t.test('each needs its scope', async t => {
  const issued = await issue()
  const { id, person } = issued
  const one = `/refresh-tokens/${id}`
  const cases: [string, string, string, object?][] = [
    ['GET', one, 'read:refresh_tokens'],
    ['PATCH', one, 'update:refresh_tokens', { refresh_token_metadata: null }],
    ['DELETE', one, 'delete:refresh_tokens'],
    ['POST', '/refresh-tokens/revoke', 'delete:refresh_tokens', { ids: [id] }],
    ['GET', `/refresh-tokens?user_id=${encodeURIComponent(person.user_id)}`, 'read:refresh_tokens'],
    ['GET', of(person, '/refresh-tokens'), 'read:refresh_tokens'],
    ['DELETE', of(person, '/refresh-tokens'), 'delete:refresh_tokens'],
  ]
  for (const [method, path, scope, body] of cases)
    t.match(
      await apiAs(app, ['read:users'], method, path, body),
      { status: 403, body: { message: `Insufficient scope, expected any of: ${scope}` } },
      `${method} ${path}`,
    )
  t.ok(await isLive(issued))
})
