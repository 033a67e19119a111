import { randomBytes } from 'node:crypto'
import type { Management } from 'auth0'
import t from 'tap'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { as, signInForOwn } from '../support/own-access.ts'
import { codeIn, createClient, createPerson, PASSWORD, type Tokens, trade, visit } from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const rotating = await createClient(app)
const { refresh_token } = rotating
const lasting = await createClient(app, { refresh_token: { ...refresh_token, rotation_type: 'non-rotating' } })
const AGENT = 'Ada’s phone'.replace('’', "'")

/** Signs somebody in on a device that stays signed in. */
async function signInOn(client: typeof rotating, person: { email: string }): Promise<Tokens> {
  const params = { scope: 'openid offline_access', audience: 'urn:lintel:try-it' }
  const { visitor, page, asked } = await visit(app, client, params, new Visitor(app.issuer, { 'user-agent': AGENT }))
  const code = codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD }))
  return (await trade(app, client, code ?? '', asked)).body
}

const list = async (query: string) =>
  (await app.api('GET', `/device-credentials?${query}`)).body as Management.DeviceCredential[]
const refreshes = async (client: typeof rotating, token = '') =>
  (
    await app.fetch('/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: client.client_id, refresh_token: token }),
    })
  ).status === 200

t.test('where a user is signed in is listed, by type, user and client', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  await signInOn(rotating, ada)
  await signInOn(lasting, ada)
  await signInOn(lasting, bob)
  const of = `user_id=${encodeURIComponent(ada.user_id)}`
  const all = await list(of)
  t.equal(all.length, 2)
  t.match(
    all.find(({ client_id }) => client_id === lasting.client_id),
    { id: /^rt_/, type: 'refresh_token', user_id: ada.user_id },
  )
  t.same(
    (await list(`${of}&type=rotating_refresh_token`)).map(({ client_id }) => client_id),
    [rotating.client_id],
  )
  t.same(
    (await list(`${of}&type=refresh_token`)).map(({ client_id }) => client_id),
    [lasting.client_id],
  )
  t.same(await list(`${of}&type=public_key`), [], 'no device has a key of its own')
  t.equal((await list(`${of}&client_id=${rotating.client_id}`)).length, 1)
  t.same(Object.keys((await list(`${of}&fields=id,type`))[0] ?? {}).sort(), ['id', 'type'])
  t.match((await app.api('GET', `/device-credentials?${of}&include_totals=true&per_page=1`)).body, {
    start: 0,
    limit: 1,
    length: 1,
    total: 2,
  })
  t.same(new Set((await list('per_page=100')).map(({ user_id }) => user_id)), new Set([ada.user_id, bob.user_id]))
  for (const query of ['type=password', 'user_id=nobody', 'colour=blue'])
    t.equal((await app.api('GET', `/device-credentials?${query}`)).status, 400, query)
})

t.test('to delete one signs that device out, and no other', async t => {
  const ada = await createPerson(app)
  const [phone, laptop] = [await signInOn(lasting, ada), await signInOn(lasting, ada)]
  const [device] = await list(`user_id=${encodeURIComponent(ada.user_id)}`)
  const remove = (scopes: string[]) => apiAs(app, scopes, 'DELETE', `/device-credentials/${device?.id}`)
  t.equal((await remove(['delete:current_user_device_credentials'])).status, 403, 'which is no scope of a client’s')
  t.equal((await remove(['delete:device_credentials'])).status, 204)
  t.equal((await remove(['delete:device_credentials'])).status, 204, 'once more')
  const left = [await refreshes(lasting, phone.refresh_token), await refreshes(lasting, laptop.refresh_token)]
  t.same(left.filter(Boolean).length, 1)
})

t.test('a user signs out her own devices, and nobody else’s', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const phone = await signInOn(lasting, ada)
  const bobs = await signInOn(lasting, bob)
  const idOf = async ({ user_id }: { user_id: string }) => (await list(`user_id=${encodeURIComponent(user_id)}`))[0]?.id
  const call = as(app, await signInForOwn(app, lasting, ada))
  t.equal((await call('GET', '/device-credentials')).status, 403)
  t.match(await call('DELETE', `/device-credentials/${await idOf(bob)}`), {
    status: 403,
    body: { message: 'User to be acted on does not match subject in bearer token.' },
  })
  t.ok(await refreshes(lasting, bobs.refresh_token))
  t.equal((await call('DELETE', `/device-credentials/${await idOf(ada)}`)).status, 204)
  t.notOk(await refreshes(lasting, phone.refresh_token))
  t.equal((await call('DELETE', '/device-credentials/rt_0000000000000000')).status, 204, 'nothing is there')
  t.equal((await call('DELETE', '/device-credentials/a%00b')).status, 400)
})

t.test('a key for a device is refused, with the reason', async t => {
  const call = as(app, await signInForOwn(app, rotating, await createPerson(app)))
  const body = {
    type: 'public_key',
    device_name: 'phone',
    device_id: 'ab-12',
    value: randomBytes(16).toString('base64'),
  }
  t.match(await call('POST', '/device-credentials', body), {
    status: 400,
    body: { message: /^public_key: /, errorCode: 'operation_not_supported' },
  })
  t.equal((await call('POST', '/device-credentials', { ...body, type: 'refresh_token' })).status, 400)
  t.equal((await app.api('POST', '/device-credentials', body)).status, 403, 'nobody asks for it in a user’s stead')
})
