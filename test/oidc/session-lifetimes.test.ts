// A browser's session ends when nothing has happened in it for a while, and when it is old, on every path that leans on it. Auth0's settings:
// session_lifetime, idle_session_lifetime, session_cookie and the ephemeral ones.
import t from 'tap'
import { CALLBACK, challengeOf, claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import { titleOf, type Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const HOUR = 60
const IDLE = 72 * HOUR
const ABSOLUTE = 168 * HOUR

/** So many minutes go by. */
const pass = (sid: string, minutes: number) =>
  p.app.database.query(
    `update sessions set authenticated_at = authenticated_at - $2::interval, expires_at = expires_at - $2::interval,
      last_interacted_at = last_interacted_at - $2::interval, idle_expires_at = idle_expires_at - $2::interval
    where id = $1`,
    [sid, `${minutes} minutes`],
  )
const signedIn = async (parameters: Parameters = {}) => {
  const { body, browser } = await p.tokens(client, ada, parameters)
  return { browser, body, sid: claimsOf(body.id_token).sid as string }
}
const silent = async (browser: Visitor) =>
  (await p.authorized(client, ada, { prompt: 'none' }, browser)).callback.searchParams.get('error') ?? 'a code'
const asked = (browser: Visitor, parameters: Parameters = {}) =>
  p.authorize(browser, {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
    ...parameters,
  })
async function set(settings: { [name: string]: unknown }) {
  await p.store.settings.update(settings, new Date())
  await p.settled()
}
const userinfo = async (access_token: string) =>
  (await p.get('/userinfo', { authorization: `Bearer ${access_token}` })).status

t.test('each use begins the idle time anew, and nothing prolongs the whole', async t => {
  const { browser, sid } = await signedIn()
  for (const _ of [1, 2]) {
    await pass(sid, IDLE - 1)
    t.equal(await silent(browser), 'a code')
  }
  const session = await p.store.sessions.find(sid, new Date())
  t.equal(Number(session?.idle_expires_at), Number(session?.expires_at), 'no idle end lies beyond the end')
  await pass(sid, ABSOLUTE - 2 * (IDLE - 1) - 1)
  t.equal(await silent(browser), 'a code')
  await pass(sid, 1)
  t.equal(await silent(browser), 'login_required')
})

for (const [end, minutes] of Object.entries({ 'has idled': IDLE, 'is old': ABSOLUTE })) {
  t.test(`a session that ${end} is none, to the second, on every path`, async t => {
    const expired = async (parameters: Parameters = {}) => {
      const session = await signedIn(parameters)
      if (end === 'is old') {
        for (const _ of [1, 2]) {
          await pass(session.sid, IDLE - 1)
          t.equal(await silent(session.browser), 'a code')
        }
        await pass(session.sid, ABSOLUTE - 2 * (IDLE - 1))
      } else await pass(session.sid, minutes)
      return session
    }

    const authorized = await expired()
    t.equal(await silent(authorized.browser), 'login_required', 'prompt=none')
    t.match(locationOf(await asked(authorized.browser)).pathname, /^\/u\//, 'she is asked')
    const again = await p.tokens(client, ada, {}, authorized.browser)
    t.not(claimsOf(again.body.id_token).sid, authorized.sid, 'a new session begins')

    const { sid, body } = await expired({ scope: 'openid' })
    t.equal(await userinfo(body.access_token), 401, 'an opaque access token ends with it')
    t.equal((await p.app.api('GET', `/sessions/${sid}`)).status, 404)
    t.equal((await p.app.api('PATCH', `/sessions/${sid}`, { session_metadata: { a: 'b' } })).status, 404)
    const listed = await p.app.api('GET', `/users/${encodeURIComponent(ada.user_id)}/sessions`)
    t.notOk(
      listed.body.sessions.some(({ id }: { id: string }) => id === sid),
      'not listed',
    )

    const offline = await expired({ scope: 'openid offline_access' })
    t.equal(await userinfo(offline.body.access_token), 200, 'offline access outlives it')
    t.equal((await p.refresh(client, offline.body.refresh_token)).status, 200)

    const out = await expired()
    const told = await out.browser.fetch('/oidc/logout')
    t.equal(titleOf(told), 'You are signed out', 'nobody is asked whether to end what has ended')
  })
}

t.test('a code is worth nothing without its session', async t => {
  const { browser, sid } = await signedIn()
  const pending = await p.authorized(client, ada, { scope: 'openid' }, browser)
  await pass(sid, IDLE)
  t.equal((await p.redeem(client, pending)).status, 403)
})

t.test('who is asked while her session ends begins again', async t => {
  const { browser, sid } = await signedIn()
  const page = await asked(browser, { prompt: 'login' })
  await pass(sid, IDLE)
  const login = { do: 'login', user_id: ada.user_id, connection_id: p.connection_id } as const
  t.equal((await p.door(browser, page, login)).status, 410)

  const second = await signedIn()
  const answered = await asked(second.browser, { prompt: 'login' })
  const finished = await p.door(second.browser, answered, login)
  await pass(second.sid, IDLE)
  const resumed = await second.browser.fetch(finished.headers.get('location') ?? '')
  t.equal(resumed.status, 400)
  t.equal(resumed.headers.get('location'), null)
})

t.test('nobody consents in a session that has ended', async t => {
  const third = await p.createClient({ is_first_party: false })
  const { browser, sid } = await signedIn()
  const page = await asked(browser, { client_id: third.client_id })
  t.match(locationOf(page).pathname, /^\/u\//)
  t.equal((await p.door(browser, page, { do: 'read' })).status, 200)
  await pass(sid, IDLE)
  t.equal((await p.door(browser, page, { do: 'read' })).status, 410)
  t.equal((await p.door(browser, page, { do: 'consent', granted: true })).status, 410)
  t.equal((await p.store.consents.findFor(ada.user_id, third.client_id)).size, 0)
})

t.test(
  'a lifetime that is lowered holds for the sessions that run, at once; one that is raised for none of them',
  async t => {
    const idling = await signedIn()
    await pass(idling.sid, 2 * HOUR)
    await set({ idle_session_lifetime_in_minutes: HOUR })
    t.equal(await silent(idling.browser), 'login_required')
    await set({ idle_session_lifetime_in_minutes: null })

    const old = await signedIn()
    await pass(old.sid, 2 * HOUR)
    t.equal(await silent(old.browser), 'a code')
    await set({ session_lifetime_in_minutes: HOUR })
    t.equal(await silent(old.browser), 'login_required')

    const brief = await signedIn()
    await set({ session_lifetime_in_minutes: null })
    await pass(brief.sid, HOUR - 1)
    t.equal(await silent(brief.browser), 'a code')
    await pass(brief.sid, 1)
    t.equal(await silent(brief.browser), 'login_required', 'the end was settled at the sign-in')
  },
)

t.test('signing in anew in a session settles its end anew', async t => {
  const { browser, sid } = await signedIn()
  await pass(sid, IDLE - 1)
  const { callback } = await p.authorized(client, ada, { prompt: 'login' }, browser)
  t.ok(callback.searchParams.get('code'))
  const session = await p.store.sessions.find(sid, new Date())
  t.ok(Math.abs(Number(session?.expires_at) - Date.now() - ABSOLUTE * 60_000) < 30_000)
})

t.test('a tenant’s sessions may go with the browser, and have lifetimes of their own then', async t => {
  const cookieOf = (browser: Visitor) => [...browser.cookies.values()].find(({ name }) => name === 'lintel_session')
  const ends = (attributes = '') => Date.parse(/expires=([^;]*)/i.exec(attributes)?.[1] ?? '')
  const lasting = await signedIn()
  t.ok(Math.abs(ends(cookieOf(lasting.browser)?.attributes) - Date.now() - IDLE * 60_000) < 30_000)

  await set({
    session_cookie: { mode: 'non-persistent' },
    ephemeral_session_lifetime_in_minutes: 3 * HOUR,
    idle_ephemeral_session_lifetime_in_minutes: 2 * HOUR,
  })
  const idle = await signedIn()
  t.notMatch(cookieOf(idle.browser)?.attributes, /expires|max-age/i)
  await pass(idle.sid, 2 * HOUR - 1)
  t.equal(await silent(idle.browser), 'a code')
  t.notMatch(cookieOf(idle.browser)?.attributes, /expires|max-age/i)
  await pass(idle.sid, HOUR)
  t.equal(await silent(idle.browser), 'a code')
  await pass(idle.sid, 1)
  t.equal(await silent(idle.browser), 'login_required', 'old')
  const other = await signedIn()
  await pass(other.sid, 2 * HOUR)
  t.equal(await silent(other.browser), 'login_required', 'idle')

  await pass(lasting.sid, 4 * HOUR)
  t.equal(await silent(lasting.browser), 'a code', 'what began to last goes on lasting')
  t.match(cookieOf(lasting.browser)?.attributes, /expires/i)
  const brief = await signedIn()
  await set({ session_cookie: null })
  t.equal(await silent(brief.browser), 'a code')
  t.notMatch(cookieOf(brief.browser)?.attributes, /expires|max-age/i, 'and the other way round')
  await set({ ephemeral_session_lifetime_in_minutes: null, idle_ephemeral_session_lifetime_in_minutes: null })
})

t.test('a request that only reads the session leaves the cookie of a sign-in beside it alone', async t => {
  const { browser, sid } = await signedIn()
  const session = await p.store.sessions.findById(sid)
  const { rows } = await p.app.database.query('select cookie_hash from sessions where id = $1', [sid])
  const { account: _, ...found } = session!
  const save = (cookie_hash: string | undefined) =>
    p.store.sessions.save({ ...found, client_ids: [], ip: '', user_agent: '', cookie_hash }, false, {}, new Date())
  t.ok(await save(undefined))
  t.equal(await silent(browser), 'a code')
  t.same((await p.app.database.query('select cookie_hash from sessions where id = $1', [sid])).rows, rows)
  t.ok(await save('another'))
  t.equal(await silent(browser), 'login_required')
})
