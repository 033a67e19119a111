// Sessions, refresh tokens and grants: what a sign-in leaves behind, read and ended by the SDKs.
import t from 'tap'
import { all, must, refusal, sdksOf } from '../support/auth0-sdk.ts'
import { claimsOf, createProtocol, type Person } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'

const protocol = await createProtocol(t, { tls: localhostTls() })
const { v7, v4 } = sdksOf(protocol.app)
const client = await protocol.createClient()

async function signIn(person?: Person) {
  const whose = person ?? (await protocol.createUser())
  const { body } = await protocol.tokens(client, whose)
  return { person: whose, user_id: whose.user_id, id: claimsOf(body.id_token).sid as string }
}

t.test('version 7 walks sessions', async t => {
  const first = await signIn()
  const second = await signIn(first.person)
  const { user_id, id } = first
  t.match(await v7.sessions.get(id), { id, user_id, clients: [{ client_id: client.client_id }] })
  t.match(await v7.sessions.update(id, { session_metadata: { a: 'b' } }), { id, session_metadata: { a: 'b' } })
  const listed = await all(v7.users.sessions.list(user_id, { take: 1 }))
  t.same(new Set(listed.map(session => session.id)), new Set([id, second.id]))
  t.equal(await v7.sessions.delete(id), undefined)
  t.match(await refusal(v7.sessions.get(id)), { statusCode: 404, body: { errorCode: 'inexistent_session' } })
  t.equal(await v7.sessions.revoke(second.id), undefined)
  t.same(await all(v7.users.sessions.list(user_id)), [])
  const third = await signIn(first.person)
  await v7.users.sessions.delete(user_id)
  t.match(await refusal(v7.sessions.get(third.id)), { statusCode: 404 })
})

t.test('version 7 walks refresh tokens', async t => {
  const { person, user_id } = await signIn()
  await signIn(person)
  const tokens = await all(v7.users.refreshToken.list(user_id, { take: 1 }))
  t.equal(tokens.length, 2)
  t.equal((await all(v7.refreshTokens.list({ user_id, client_id: client.client_id, take: 1 }))).length, 2)
  const [one, other] = tokens.map(token => must(token.id)) as [string, string]
  t.match(await v7.refreshTokens.get(one), { id: one, user_id, rotating: true })
  t.match(await v7.refreshTokens.update(one, { refresh_token_metadata: { a: 'b' } }), {
    refresh_token_metadata: { a: 'b' },
  })
  await v7.refreshTokens.delete(one)
  t.match(await refusal(v7.refreshTokens.get(one)), { statusCode: 404 })
  await v7.refreshTokens.revoke({ ids: [other] })
  t.same(await all(v7.users.refreshToken.list(user_id)), [])
  await signIn(person)
  await v7.users.refreshToken.delete(user_id)
  t.same(await all(v7.users.refreshToken.list(user_id)), [])
  const last = await signIn(person)
  await v7.users.revokeAccess(user_id, { session_id: last.id, preserve_refresh_tokens: true })
  t.equal((await all(v7.users.refreshToken.list(user_id))).length, 1)
  await v7.users.revokeAccess(user_id)
  t.same(await all(v7.users.refreshToken.list(user_id)), [])
})

async function permit(user_id: string): Promise<void> {
  const consent = { user_id, client_id: client.client_id, resource_server_id: null, scope: ['openid'] }
  await protocol.store.consents.add([consent], new Date())
}

t.test('version 7 walks grants', async t => {
  const { user_id } = await protocol.createUser()
  await permit(user_id)
  const [grant] = await all(v7.userGrants.list({ user_id, per_page: 1 }))
  t.match(grant, { clientID: client.client_id, user_id, scope: ['openid'] })
  await v7.userGrants.delete(must(grant?.id))
  t.same(await all(v7.userGrants.list({ user_id })), [])
  await permit(user_id)
  await v7.userGrants.deleteByUserId({ user_id })
  t.same(await all(v7.userGrants.list({ user_id })), [])
})

t.test('version 4 walks sessions, refresh tokens and grants', async t => {
  const { person, user_id, id } = await signIn()
  t.match((await v4.sessions.get({ id })).data, { id, user_id })
  t.match((await v4.users.getSessions({ user_id })).data, { sessions: [{ id }] })
  const { data } = await v4.users.getRefreshTokens({ user_id, include_totals: true })
  const [token] = data.tokens as { id: string }[]
  t.match((await v4.refreshTokens.get({ id: must(token?.id) })).data, { id: token?.id, client_id: client.client_id })
  await v4.refreshTokens.delete({ id: must(token?.id) })
  await v4.sessions.delete({ id })
  t.match(await refusal(v4.sessions.get({ id })), { statusCode: 404, errorCode: 'inexistent_session' })
  await signIn(person)
  await v4.users.deleteSessions({ user_id })
  await v4.users.deleteRefreshTokens({ user_id })
  t.same((await v4.users.getSessions({ user_id })).data, { sessions: [] })
  t.same((await v4.users.getRefreshTokens({ user_id })).data, { tokens: [] })

  await permit(user_id)
  const { data: grants } = await v4.grants.getAll({ user_id })
  t.match(grants, [{ clientID: client.client_id }])
  t.match((await v4.grants.getAll({ user_id, include_totals: true })).data, { total: 1, grants: [{ user_id }] })
  await v4.grants.delete({ id: must(grants[0]?.id) })
  await v4.grants.deleteByUserId({ user_id })
  t.same((await v4.grants.getAll({ user_id })).data, [])
})
