import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import type { Grant } from '../../src/management/grants.ts'
import { apiAs } from '../support/api-as.ts'
import { createProtocol, type Person } from '../support/protocol.ts'

// What is answered is what the SDK's types promise.
const _item: Management.UserGrant = {} as Static<typeof Grant>

const protocol = await createProtocol(t)
const { app, store } = protocol
const client = await protocol.createClient({ is_first_party: false })
const another = await protocol.createClient()
const api = await protocol.createApi()

type Consented = { user_id: string; client_id: string; resource_server_id: string | null; scope: string[] }
/** What a person permits on the consent page. */
const permit = (...consents: Consented[]) => store.consents.add(consents, new Date())
const list = (parameters: { [name: string]: string }) => app.api('GET', `/grants?${new URLSearchParams(parameters)}`)

async function permitted(person: Person): Promise<void> {
  const { user_id } = person
  await permit(
    { user_id, client_id: client.client_id, resource_server_id: null, scope: ['openid', 'profile'] },
    { user_id, client_id: client.client_id, resource_server_id: api.id, scope: ['read:things'] },
    { user_id, client_id: another.client_id, resource_server_id: api.id, scope: ['write:things'] },
  )
}

t.test('what a user permitted is listed, as an array or with totals', async t => {
  const person = await protocol.createUser()
  const { user_id } = person
  await permitted(person)
  const { status, body } = await list({ user_id })
  t.equal(status, 200)
  const sorted = body
    .map(({ id, ...grant }: { id: string }) => {
      t.match(id, /^[0-9a-f]{24}$/)
      return grant
    })
    .sort((a: { scope: string[] }, b: { scope: string[] }) => (a.scope.join() < b.scope.join() ? -1 : 1))
  t.same(sorted, [
    { clientID: client.client_id, user_id, audience: `${app.issuer}userinfo`, scope: ['openid', 'profile'] },
    { clientID: client.client_id, user_id, audience: api.identifier, scope: ['read:things'] },
    { clientID: another.client_id, user_id, audience: api.identifier, scope: ['write:things'] },
  ])

  t.match((await list({ user_id, include_totals: 'true', per_page: '2', page: '1' })).body, {
    start: 2,
    limit: 2,
    length: 1,
    total: 3,
    grants: [{ user_id }],
  })
  t.same((await list({ user_id, include_totals: 'true', page: '7' })).body.grants, [])
  t.equal((await list({ user_id, client_id: client.client_id })).body.length, 2)
  t.equal((await list({ user_id, audience: api.identifier })).body.length, 2)
  t.equal((await list({ user_id, audience: `${app.issuer}userinfo` })).body.length, 1)
  t.same((await list({ user_id, client_id: 'nobody' })).body, [])
  t.same((await list({ user_id: 'auth0|nobody' })).body, [])
  t.equal((await list({ per_page: '101' })).status, 400)
  t.equal((await list({ nonsense: '1' })).status, 400)
})

t.test('a permission that is taken back takes what came of it: the app must ask again', async t => {
  const person = await protocol.createUser()
  const { user_id } = person
  await permit({
    user_id,
    client_id: client.client_id,
    resource_server_id: null,
    scope: ['openid', 'profile', 'email', 'offline_access'],
  })
  const { body, browser } = await protocol.tokens(client, person)
  const [{ id }] = (await list({ user_id })).body
  t.match(await app.api('DELETE', `/grants/${id}`), { status: 204, body: undefined })
  t.same((await list({ user_id })).body, [])
  t.equal((await protocol.refresh(client, body.refresh_token)).status, 403)
  const { callback } = await protocol.authorized(client, person, { prompt: 'none' }, browser)
  t.equal(callback.searchParams.get('error'), 'consent_required')
  t.equal((await app.api('DELETE', `/grants/${id}`)).status, 204, 'once more changes nothing')
  t.equal((await app.api('DELETE', '/grants/nonsense')).status, 204)
})

t.test('all permissions of a user go, and nobody else’s', async t => {
  const person = await protocol.createUser()
  const stranger = await protocol.createUser()
  await permitted(person)
  await permitted(stranger)
  t.equal((await app.api('DELETE', `/grants?user_id=${encodeURIComponent(person.user_id)}`)).status, 204)
  t.same((await list({ user_id: person.user_id })).body, [])
  t.equal((await list({ user_id: stranger.user_id })).body.length, 3)
  t.equal((await app.api('DELETE', '/grants?user_id=auth0%7Cnobody')).status, 204)
  t.equal((await app.api('DELETE', '/grants')).status, 400, 'of whom, must be said')
  const { body: log } = await app.api('GET', `/users/${encodeURIComponent(person.user_id)}/logs`)
  t.match(log[0], { type: 'sapi', description: "Delete a user's grants" })
})

t.test('each needs its scope', async t => {
  const cases = [
    ['GET', '/grants', 'read:grants'],
    ['DELETE', '/grants?user_id=auth0%7Cx', 'delete:grants'],
    ['DELETE', '/grants/x', 'delete:grants'],
  ] as const
  for (const [method, path, scope] of cases)
    t.match(
      await apiAs(app, ['read:users'], method, path),
      { status: 403, body: { message: `Insufficient scope, expected any of: ${scope}` } },
      `${method} ${path}`,
    )
})
