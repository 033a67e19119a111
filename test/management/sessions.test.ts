import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import type { Session } from '../../src/management/sessions/session.ts'
import { apiAs } from '../support/api-as.ts'
import { claimsOf, createProtocol, type Person } from '../support/protocol.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetSessionResponseContent = {} as Static<typeof Session>
const _updated: Management.UpdateSessionResponseContent = {} as Static<typeof Session>
const _item: Management.SessionResponseContent = {} as Static<typeof Session>

const protocol = await createProtocol(t)
const { app } = protocol
const client = await protocol.createClient()
const NOT_THERE = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The session does not exist.',
  errorCode: 'inexistent_session',
}

const of = ({ user_id }: Person, rest = '') => `/users/${encodeURIComponent(user_id)}${rest}`

/** Signs somebody in: her session, and an app's refresh token (one that outlives the session, unless told otherwise). */
async function signIn(person?: Person, scope?: string) {
  const whose = person ?? (await protocol.createUser())
  const { body, browser } = await protocol.tokens(client, whose, scope === undefined ? {} : { scope })
  return { person: whose, browser, refresh_token: body.refresh_token as string, id: claimsOf(body.id_token).sid }
}
const refreshes = async (refresh_token: string) => (await protocol.refresh(client, refresh_token)).status === 200

async function isSignedIn({ browser, person }: Awaited<ReturnType<typeof signIn>>) {
  const { callback } = await protocol.authorized(client, person, { prompt: 'none' }, browser)
  return callback.searchParams.has('code')
}

t.test('a session is shown with its times, its device, its apps and how its user signed in', async t => {
  const { id, person } = await signIn()
  const { status, body } = await app.api('GET', `/sessions/${id}`)
  t.equal(status, 200)
  t.match(body, {
    id,
    user_id: person.user_id,
    device: { initial_ip: '127.0.0.1', last_ip: '127.0.0.1', initial_user_agent: String, last_user_agent: String },
    clients: [{ client_id: client.client_id }],
    authentication: { methods: [{ name: 'pwd', timestamp: body.authenticated_at }] },
    session_metadata: null,
  })
  for (const time of [
    'created_at',
    'updated_at',
    'authenticated_at',
    'idle_expires_at',
    'expires_at',
    'last_interacted_at',
  ])
    t.equal(new Date(body[time]).toISOString(), body[time], time)
  t.same(
    Object.keys(body).sort(),
    [
      'authenticated_at',
      'authentication',
      'clients',
      'created_at',
      'device',
      'expires_at',
      'id',
      'idle_expires_at',
      'last_interacted_at',
      'session_metadata',
      'updated_at',
      'user_id',
    ],
    'nothing of what the server keeps for itself',
  )
})

t.test('a session that is not there is a 404, or nothing left to delete', async t => {
  t.match(await app.api('GET', '/sessions/nonsense'), { status: 404, body: NOT_THERE })
  t.match(await app.api('PATCH', '/sessions/nonsense', { session_metadata: {} }), { status: 404, body: NOT_THERE })
  t.match(await app.api('POST', '/sessions/nonsense/revoke'), { status: 404, body: NOT_THERE })
  t.match(await app.api('DELETE', '/sessions/nonsense'), { status: 202, body: undefined })
  t.equal((await app.api('GET', `/sessions/${'x'.repeat(51)}`)).status, 400)
})

t.test('metadata is replaced whole; null and {} remove it', async t => {
  const { id } = await signIn()
  const patch = (session_metadata: unknown) => app.api('PATCH', `/sessions/${id}`, { session_metadata })
  t.match(await patch({ deviceName: 'laptop', a: 'b' }), {
    status: 200,
    body: { id, session_metadata: { deviceName: 'laptop' } },
  })
  t.same((await patch({ c: 'd' })).body.session_metadata, { c: 'd' })
  t.same((await app.api('GET', `/sessions/${id}`)).body.session_metadata, { c: 'd' })
  t.same((await patch({})).body.session_metadata, {})
  t.equal((await patch(null)).body.session_metadata, null)
  const tooMany = Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`key${i}`, 'x']))
  for (const wrong of [{ a: 1 }, { a: { b: 'c' } }, { a: 'x'.repeat(256) }, tooMany, 'text', []])
    t.equal((await patch(wrong)).status, 400, JSON.stringify(wrong).slice(0, 40))
  t.equal((await app.api('PATCH', `/sessions/${id}`, {})).status, 400)
  t.match(await app.api('PATCH', `/sessions/${id}`, { session_metadata: {}, user_id: 'x' }), {
    status: 400,
    body: { message: "Payload validation error: 'Additional properties not allowed: user_id'" },
  })
})

t.test(
  'a deleted session signs its browser out; its offline refresh token lives on, and so do other sessions',
  async t => {
    const here = await signIn()
    const elsewhere = await signIn(here.person)
    t.ok(await isSignedIn(here))
    t.match(await app.api('DELETE', `/sessions/${here.id}`), { status: 202, body: undefined })
    t.notOk(await isSignedIn(here))
    t.equal((await app.api('GET', `/sessions/${here.id}`)).status, 404)
    t.ok(await refreshes(here.refresh_token))
    t.ok(await isSignedIn(elsewhere))
  },
)

t.test('a revoked session takes its refresh tokens with it, and nobody else’s', async t => {
  const here = await signIn()
  const elsewhere = await signIn(here.person)
  t.match(await app.api('POST', `/sessions/${here.id}/revoke`), { status: 202, body: undefined })
  t.notOk(await isSignedIn(here))
  t.notOk(await refreshes(here.refresh_token))
  t.ok(await isSignedIn(elsewhere))
  t.ok(await refreshes(elsewhere.refresh_token))
})

t.test('a user’s sessions are listed from cursor to cursor', async t => {
  const person = await protocol.createUser()
  const mine = []
  for (let i = 0; i < 3; i++) mine.push((await signIn(person)).id)
  await signIn()
  const { status, body } = await app.api('GET', of(person, '/sessions?include_totals=true'))
  t.equal(status, 200)
  t.same(Object.keys(body), ['sessions'])
  t.same(new Set(body.sessions.map((session: { id: string }) => session.id)), new Set(mine))

  const seen: string[] = []
  let next: string | undefined
  do {
    const page = await app.api('GET', of(person, `/sessions?take=2${next ? `&from=${next}` : ''}`))
    seen.push(...page.body.sessions.map((session: { id: string }) => session.id))
    next = page.body.next
  } while (next)
  t.same(seen, mine.sort())
  t.same((await app.api('GET', of(person, '/sessions?take=100&from=~'))).body, { sessions: [] })
  for (const wrong of ['take=0', 'take=101', 'nonsense=1'])
    t.equal((await app.api('GET', of(person, `/sessions?${wrong}`))).status, 400, wrong)
})

t.test('all sessions of a user end at once; her refresh tokens live on', async t => {
  const here = await signIn()
  const there = await signIn(here.person)
  const stranger = await signIn()
  t.match(await app.api('DELETE', of(here.person, '/sessions')), { status: 202, body: undefined })
  t.same((await app.api('GET', of(here.person, '/sessions'))).body, { sessions: [] })
  for (const each of [here, there]) {
    t.notOk(await isSignedIn(each))
    t.ok(await refreshes(each.refresh_token))
  }
  t.ok(await isSignedIn(stranger))
})

t.test('revoking a user’s access ends everything of hers', async t => {
  const here = await signIn()
  const there = await signIn(here.person)
  const stranger = await signIn()
  await app.api('DELETE', `/sessions/${there.id}`)
  t.match(await app.api('POST', of(here.person, '/revoke-access'), {}), { status: 202, body: undefined })
  t.notOk(await isSignedIn(here))
  for (const each of [here, there]) t.notOk(await refreshes(each.refresh_token), 'also that of a session long ended')
  t.ok(await isSignedIn(stranger))
  t.ok(await refreshes(stranger.refresh_token))
})

t.test('revoking access can leave refresh tokens, or mean one session only', async t => {
  const here = await signIn()
  const there = await signIn(here.person)
  const stranger = await signIn()
  const revoke = (body: object) => app.api('POST', of(here.person, '/revoke-access'), body)

  t.equal((await revoke({ session_id: stranger.id })).status, 202)
  t.ok(await isSignedIn(stranger), 'a session of somebody else is not hers to lose')
  t.ok(await refreshes(stranger.refresh_token))

  t.equal((await revoke({ session_id: here.id, preserve_refresh_tokens: true })).status, 202)
  t.notOk(await isSignedIn(here))
  t.ok(await refreshes(here.refresh_token))
  t.ok(await isSignedIn(there))

  t.equal((await revoke({ session_id: there.id })).status, 202)
  t.notOk(await isSignedIn(there))
  t.notOk(await refreshes(there.refresh_token))
  t.equal((await revoke({ sessions: 'all' })).status, 400)
})

t.test('users who are not there: 404, but for what revokes', async t => {
  const nobody = { user_id: 'auth0|nobody', email: '' }
  for (const [method, rest] of [
    ['GET', '/sessions'],
    ['DELETE', '/sessions'],
  ] as const)
    t.match(await app.api(method, of(nobody, rest)), { status: 404, body: { errorCode: 'inexistent_user' } })
  t.equal((await app.api('POST', of(nobody, '/revoke-access'), {})).status, 202)
})

t.test('what was done to a session is in the log, with its user', async t => {
  const { id, person } = await signIn()
  await app.api('POST', `/sessions/${id}/revoke`)
  await app.api('DELETE', `/sessions/${id}`)
  const { body } = await app.api('GET', of(person, '/logs'))
  const done = body.filter((event: { type: string }) => event.type === 'sapi')
  t.match(done, [{ description: 'Revoke a session and its refresh tokens', user_id: person.user_id }])
  t.equal(done.length, 1, 'deleting what is gone did nothing')
})

t.test('each needs its scope; ending refresh tokens along with a session needs both', async t => {
  const { id, person } = await signIn()
  const cases: [string, string, string[], string, object?][] = [
    ['GET', `/sessions/${id}`, ['delete:sessions'], 'read:sessions'],
    ['PATCH', `/sessions/${id}`, ['read:sessions'], 'update:sessions', { session_metadata: null }],
    ['DELETE', `/sessions/${id}`, ['read:sessions'], 'delete:sessions'],
    ['POST', `/sessions/${id}/revoke`, ['read:sessions'], 'delete:sessions,delete:refresh_tokens'],
    ['POST', `/sessions/${id}/revoke`, ['delete:sessions'], 'delete:refresh_tokens'],
    ['GET', of(person, '/sessions'), ['delete:sessions'], 'read:sessions'],
    ['DELETE', of(person, '/sessions'), ['read:sessions'], 'delete:sessions'],
    ['POST', of(person, '/revoke-access'), ['delete:sessions'], 'delete:refresh_tokens', {}],
    [
      'POST',
      of(person, '/revoke-access'),
      ['delete:refresh_tokens'],
      'delete:sessions',
      { preserve_refresh_tokens: true },
    ],
  ]
  for (const [method, path, scopes, expected, body] of cases)
    t.match(
      await apiAs(app, scopes, method, path, body),
      { status: 403, body: { message: `Insufficient scope, expected any of: ${expected}` } },
      `${method} ${path}`,
    )
  t.equal((await app.api('GET', `/sessions/${id}`)).status, 200, 'it is still there')
  const kept = { preserve_refresh_tokens: true }
  t.equal((await apiAs(app, ['delete:sessions'], 'POST', of(person, '/revoke-access'), kept)).status, 202)
})
