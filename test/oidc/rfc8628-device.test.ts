import { decodeJwt } from 'jose'
import t from 'tap'
import { DEVICE_CODE } from '../../src/oidc/client-metadata.ts'
import type { Client } from '../../src/store/clients.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { eventually } from '../support/eventually.ts'
import { type Answer, createProtocol, type Parameters, type Person } from '../support/protocol.ts'
import { formOf, titleOf, type Visited, type Visitor } from '../support/visitor.ts'

// RFC 8628: OAuth 2.0 Device Authorization Grant

const p = await createProtocol(t)
const { app } = p
const person = await p.createUser()
const api = await p.createApi({ token_lifetime: 7_000 })
const tv = await p.createClient({
  name: 'TV',
  app_type: 'native',
  callbacks: [],
  grant_types: [DEVICE_CODE, 'refresh_token'],
})

const ask = (client: Pick<Client, 'client_id'>, parameters: Parameters = {}) =>
  p.post('/oauth/device/code', { client_id: client.client_id, scope: 'openid profile offline_access', ...parameters })

const poll = (client: Pick<Client, 'client_id'>, device_code: string, parameters: Parameters = {}) =>
  p.token({ grant_type: DEVICE_CODE, client_id: client.client_id, device_code, ...parameters })

/** As if the device had waited. */
const wait = (device_code: string) =>
  app.database.query("update artefacts set polled_at = polled_at - interval '5 seconds' where id_hash = $1", [
    hashBearer(device_code),
  ])

/** Types the code and says yes. */
async function confirm(browser: Visitor, user_code: string): Promise<Visited> {
  const entry = await browser.get('/activate')
  const { action, fields } = formOf(await browser.submit(entry, { user_code }))
  const body = new URLSearchParams({ ...fields, action: 'accept' })
  const answered = await browser.fetch(action, { method: 'POST', body })
  const location = answered.headers.get('location')
  // Not further than to the door.
  return location === null ? answered : { ...answered, url: new URL(location, p.issuer) }
}

/** Signs in where the confirmation has led to. */
async function signIn(browser: Visitor, page: Visited, who: Person, connection_id = p.connection_id): Promise<Visited> {
  const [, , uid] = page.url.pathname.split('/')
  const finished = await browser.fetch(`/u/${uid}/door`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: 'login', user_id: who.user_id, connection_id }),
  })
  return browser.get(finished.headers.get('location') ?? '/nowhere')
}

async function approve(user_code: string, who: Person = person, browser = p.browser()): Promise<Visited> {
  const page = await confirm(browser, user_code)
  return page.url.pathname.startsWith('/u/') ? signIn(browser, page, who) : page
}

const inDialect = async (dialect: 'rfc' | 'auth0', work: () => Promise<unknown>) => {
  const say = async (protocol_dialect: string) => {
    await p.store.transaction(tx => tx.settings.update({ protocol_dialect }, new Date()))
    await p.settled()
  }
  await say(dialect)
  await work()
  await say('auth0')
}

const said = ({ status, body }: Answer) => [status, body.error, body.error_description]

t.test('a device gets a code, its user signs in, and the device gets her tokens', async t => {
  const asked = await ask(tv, { audience: api.identifier, scope: 'openid profile offline_access read:things' })
  t.equal(asked.status, 200, asked.text)
  t.match(asked.body, {
    device_code: /^.{43}$/,
    user_code: /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/,
    verification_uri: `${p.issuer}activate`,
    verification_uri_complete: `${p.issuer}activate?user_code=${asked.body.user_code}`,
    expires_in: 900,
    interval: 5,
  })
  t.equal(asked.headers.get('cache-control'), 'no-store')
  const { device_code, user_code } = asked.body

  t.same(said(await poll(tv, device_code)), [403, 'authorization_pending', 'User has yet to authorize device code.'])
  t.equal(titleOf(await approve(user_code)), 'Your device is connected')

  const { status, body } = await poll(tv, device_code)
  t.equal(status, 200, JSON.stringify(body))
  t.match(decodeJwt(body.id_token), { sub: person.user_id, aud: tv.client_id, name: 'Ada Lovelace' })
  t.match(decodeJwt(body.access_token), {
    sub: person.user_id,
    azp: tv.client_id,
    aud: [api.identifier, `${p.issuer}userinfo`],
  })
  t.equal(body.expires_in, 7_000)
  t.equal(body.scope, 'openid profile offline_access read:things')
  t.equal((await p.refresh(tv, body.refresh_token)).status, 200)
})

t.test('a browser that is signed in needs only the question', async t => {
  const browser = p.browser()
  const first = await ask(tv)
  await approve(first.body.user_code, person, browser)
  const { body } = await ask(tv)
  t.equal(titleOf(await confirm(browser, body.user_code)), 'Your device is connected')
  t.equal((await poll(tv, body.device_code)).status, 200)
})

t.test('the code is typed however it comes: small letters, spaces, no hyphen', async t => {
  const { body } = await ask(tv)
  const [a, b] = body.user_code.toLowerCase().split('-')
  t.equal(titleOf(await approve(` ${a} ${b} `)), 'Your device is connected')
})

t.test('who asks too often is told to slow down, in either dialect', async t => {
  const { body } = await ask(tv)
  await poll(tv, body.device_code)
  const hasty = await poll(tv, body.device_code)
  t.same(said(hasty), [429, 'slow_down', 'You are polling faster than the specified interval.'])
  t.equal(hasty.headers.get('retry-after'), '5')
  await wait(body.device_code)
  t.equal((await poll(tv, body.device_code)).body.error, 'authorization_pending')
  await inDialect('rfc', async () => {
    t.same(said(await poll(tv, body.device_code)).slice(0, 2), [400, 'slow_down'])
    await wait(body.device_code)
    t.same(said(await poll(tv, body.device_code)).slice(0, 2), [400, 'authorization_pending'])
  })
  await approve(body.user_code)
  t.equal((await poll(tv, body.device_code)).status, 200, 'one who has been heard is answered at once')
})

t.test('of polls that come at once one is on time', async t => {
  const { body } = await ask(tv)
  const answers = await Promise.all(Array.from({ length: 8 }, () => poll(tv, body.device_code)))
  t.equal(answers.filter(({ body }) => body.error === 'authorization_pending').length, 1)
  t.equal(answers.filter(({ body }) => body.error === 'slow_down').length, 7)
})

t.test('a waiting poll costs two statements, and one more when it is the answer', async t => {
  const { body } = await ask(tv)
  await poll(tv, body.device_code)
  app.statements()
  await poll(tv, body.device_code)
  const seen = app.statements().filter(sql => sql.includes('"artefacts"'))
  t.equal(seen.length, 2, seen.join('\n'))
})

t.test(
  'of those who redeem an approved code at once one wins at most, and keeps nothing: a second use is a second use',
  async t => {
    const { body } = await ask(tv)
    await approve(body.user_code)
    const answers = await Promise.all(Array.from({ length: 6 }, () => poll(tv, body.device_code)))
    const won = answers.filter(({ status }) => status === 200)
    t.ok(won.length <= 1)
    for (const { status, body } of answers) if (status !== 200) t.equal(body.error, 'invalid_grant')
    for (const { body } of won) {
      t.equal((await p.refresh(tv, body.refresh_token)).status, 403)
      t.equal((await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })).status, 401)
    }
    t.equal((await poll(tv, body.device_code)).body.error, 'invalid_grant')
  },
)

t.test('of two who confirm one code at once the first to sign in has it, and the other is told', async t => {
  const eve = await p.createUser()
  const { body } = await ask(tv)
  const [hers, anothers] = [p.browser(), p.browser()]
  const asked = await confirm(hers, body.user_code)
  // As if the other one had looked before this was written.
  await app.database.query("update artefacts set payload = payload - 'inFlight' where id_hash = $1", [
    hashBearer(body.device_code),
  ])
  const also_asked = await confirm(anothers, body.user_code)
  const pages = await Promise.all([signIn(hers, asked, person), signIn(anothers, also_asked, eve)])
  t.equal(pages.filter(page => titleOf(page) === 'Your device is connected').length, 1)
  const [late] = pages.filter(({ status }) => status !== 200)
  t.ok(late && late.status >= 400 && late.status < 500, `${late?.status} ${late && titleOf(late)}`)
  const tokens = await poll(tv, body.device_code)
  t.equal(decodeJwt(tokens.body.id_token).sub, (late === pages[1] ? person : eve).user_id)
  t.notOk(app.logs.some(line => line.includes('sessions_pkey')))
})

t.test('a code that is redeemed twice revokes what came of it', async t => {
  const { body } = await ask(tv)
  await approve(body.user_code)
  const { body: tokens } = await poll(tv, body.device_code)
  const bearer = { authorization: `Bearer ${tokens.access_token}` }
  t.equal((await p.get('/userinfo', bearer)).status, 200)
  t.same(said(await poll(tv, body.device_code)), [403, 'invalid_grant', 'Invalid or expired device code.'])
  t.equal((await p.get('/userinfo', bearer)).status, 401)
  t.equal((await p.refresh(tv, tokens.refresh_token)).status, 403)
})

t.test('a code that has expired is no more, in either dialect', async t => {
  const expire = (device_code: string) =>
    app.database.query(
      `update artefacts set payload = payload || jsonb_build_object('exp', (payload->>'exp')::int - 1000), expires_at = now()
       where id_hash = $1`,
      [hashBearer(device_code)],
    )
  const { body } = await ask(tv)
  await expire(body.device_code)
  t.same(said(await poll(tv, body.device_code)), [403, 'expired_token', 'Expired or invalid device code.'])
  await inDialect('rfc', async () => t.same(said(await poll(tv, body.device_code)).slice(0, 2), [400, 'expired_token']))
  const browser = p.browser()
  const page = await browser.submit(await browser.get('/activate'), { user_code: body.user_code })
  t.match(page.body, 'data-error-code="expired-code"')
})

t.test('a device that its user disowns is told so, in either dialect', async t => {
  const { body } = await ask(tv)
  const browser = p.browser()
  const question = await browser.submit(await browser.get('/activate'), { user_code: body.user_code })
  t.equal(titleOf(await browser.submit(question, {}, 'deny')), 'The device is not connected')
  t.same(said(await poll(tv, body.device_code)), [403, 'access_denied', 'User has denied the request.'])
  const again = await ask(tv)
  const other = await browser.submit(await browser.get('/activate'), { user_code: again.body.user_code })
  await browser.submit(other, {}, 'deny')
  await inDialect('rfc', async () =>
    t.same(said(await poll(tv, again.body.device_code)).slice(0, 2), [400, 'access_denied']),
  )
})

t.test('consent that a third party’s device needs is asked for, and may be declined', async t => {
  const stranger = await p.createClient({
    name: 'Stranger',
    is_first_party: false,
    callbacks: [],
    grant_types: [DEVICE_CODE],
  })
  for (const granted of [true, false]) {
    const who = await p.createUser()
    const { body } = await ask(stranger, { scope: 'openid email' })
    const browser = p.browser()
    const page = await signIn(browser, await confirm(browser, body.user_code), who)
    t.match(page.url.pathname, /\/consent$/)
    t.equal(titleOf(page), 'Allow access?')
    const done = await browser.submit(page, {}, granted ? 'accept' : 'deny')
    t.equal(titleOf(done), granted ? 'Your device is connected' : 'The device is not connected')
    t.equal((await poll(stranger, body.device_code)).status, granted ? 200 : 403)
  }
})

t.test('somebody else who signs in takes the place of who was there', async t => {
  const browser = p.browser()
  await approve((await ask(tv)).body.user_code, person, browser)
  const session = [...browser.cookies.values()].find(({ name }) => name === 'lintel_session')?.value ?? ''
  const other = await p.createUser()
  // Her connection is not enabled for this client, so a sign-in is asked for.
  const { body } = await ask(tv)
  await app.database.query('delete from connection_clients where client_id = $1', [tv.client_id])
  await p.settled()
  const page = await confirm(browser, body.user_code)
  await p.store.connections.enableClients(p.connection_id, [tv.client_id])
  await p.settled()
  t.match(page.url.pathname, /^\/u\//)
  t.equal(titleOf(await signIn(browser, page, other)), 'Your device is connected')
  t.equal(decodeJwt((await poll(tv, body.device_code)).body.id_token).sub, other.user_id)
  t.equal(await p.store.sessions.findByCookie(hashBearer(session)), undefined, 'hers has ended')
})

t.test('the grant ends with the session that approved it, unless it is offline', async t => {
  for (const [scope, survives] of [
    ['openid', false],
    ['openid offline_access', true],
  ] as const) {
    const browser = p.browser()
    const { body } = await ask(tv, { scope })
    await approve(body.user_code, person, browser)
    await browser.fetch('/v2/logout')
    t.equal((await poll(tv, body.device_code)).status, survives ? 200 : 403, `before the exchange: ${scope}`)

    const again = await ask(tv, { scope })
    const other = p.browser()
    await approve(again.body.user_code, person, other)
    const { body: tokens } = await poll(tv, again.body.device_code)
    await other.fetch('/v2/logout')
    const { status } = await p.get('/userinfo', { authorization: `Bearer ${tokens.access_token}` })
    t.equal(status, survives ? 200 : 401, `after it: ${scope}`)
  }
})

t.test('nothing is issued to who is blocked, deleted, or without her connection by then', async t => {
  for (const [what, change, error] of [
    ['blocked', (id: string) => p.store.users.update(id, { blocked: true }, new Date()), 'unauthorized'],
    ['deleted', (id: string) => p.store.users.remove(id), 'invalid_grant'],
  ] as const) {
    const who = await p.createUser()
    const { body } = await ask(tv)
    await approve(body.user_code, who)
    await change(who.user_id)
    t.match((await poll(tv, body.device_code)).body, { error, access_token: undefined }, what)
  }
  const { body } = await ask(tv)
  await approve(body.user_code)
  await app.database.query('delete from connection_clients where client_id = $1', [tv.client_id])
  await p.settled()
  t.match((await poll(tv, body.device_code)).body, { error: 'invalid_grant', access_token: undefined })
  await p.store.connections.enableClients(p.connection_id, [tv.client_id])
  await p.settled()
})

t.test('a code is its client’s own, and its tenant’s', async t => {
  const other = await p.createClient({ callbacks: [], grant_types: [DEVICE_CODE] })
  const { body } = await ask(tv)
  await approve(body.user_code)
  t.same(said(await poll(other, body.device_code)), [403, 'invalid_grant', 'Invalid or expired device code.'])
  t.equal((await poll(tv, body.device_code)).status, 200, 'and is not spent by a stranger')
  t.same(said(await poll(tv, 'no such code')).slice(0, 2), [403, 'invalid_grant'])
  t.equal((await p.token({ grant_type: DEVICE_CODE, client_id: tv.client_id })).body.error, 'invalid_request')
})

t.test('a client that was not given the grant type asks in vain', async t => {
  const web = await p.createClient()
  t.same(said(await ask(web)), [403, 'unauthorized_client', `Grant type '${DEVICE_CODE}' not allowed for the client.`])
  t.same(said(await poll(web, 'x')), [
    403,
    'unauthorized_client',
    `Grant type '${DEVICE_CODE}' not allowed for the client.`,
  ])
  await inDialect('rfc', async () => t.equal((await ask(web)).status, 400))
})

t.test('a confidential client proves who it is', async t => {
  const box = await p.createClient({
    token_endpoint_auth_method: 'client_secret_post',
    callbacks: [],
    grant_types: [DEVICE_CODE],
  })
  t.same(said(await ask(box)).slice(0, 2), [401, 'access_denied'])
  const { body } = await ask(box, { client_secret: box.client_secret })
  await approve(body.user_code)
  t.equal((await poll(box, body.device_code)).status, 401)
  t.equal((await poll(box, body.device_code, { client_secret: box.client_secret })).status, 200)
})

t.test('an audience is what it is everywhere: unknown ones and denied scopes are refused', async t => {
  t.equal((await ask(tv, { audience: 'https://nowhere.example' })).body.error, 'access_denied')
  const closed = await p.createApi({ allow_offline_access: false })
  const { body } = await ask(tv, { audience: closed.identifier, scope: 'openid offline_access read:things' })
  await approve(body.user_code)
  const { body: tokens } = await poll(tv, body.device_code)
  t.equal(tokens.scope, 'openid read:things')
  t.notOk(tokens.refresh_token)
})

t.test('the user code is made as the tenant says', async t => {
  const set = (device_flow: unknown) => app.api('PATCH', '/tenants/settings', { device_flow })
  t.same((await app.api('GET', '/tenants/settings')).body.device_flow, { charset: 'base20', mask: '****-****' })
  const digits = await set({ charset: 'digits', mask: '***-***-***' })
  t.same(digits.body.device_flow, { charset: 'digits', mask: '***-***-***' })
  await eventually(async () => /^\d{3}-\d{3}-\d{3}$/.test((await ask(tv)).body.user_code))
  const { body } = await ask(tv)
  t.match((await p.browser().get('/activate')).body, 'inputmode="numeric"')
  t.equal(titleOf(await approve(body.user_code.replaceAll('-', ''))), 'Your device is connected')
  for (const [refused, why] of [
    [{ mask: '****' }, 'fewer than can be told apart from guesses'],
    [{ charset: 'digits', mask: '****-***' }, 'of digits, more are needed'],
    [{ mask: '****-****-XXXX' }, 'no other characters'],
    [{ mask: '*'.repeat(21) }, 'no longer than Auth0’s'],
    [{ charset: 'base32' }, 'no other set'],
    [{ length: 4 }, 'no other property'],
  ] as const)
    t.equal((await set(refused)).status, 400, why)
  t.same((await set(null)).body.device_flow, { charset: 'base20', mask: '****-****' })
  await eventually(async () => /^[B-Z]{4}-[B-Z]{4}$/.test((await ask(tv)).body.user_code))
})

t.test('no code is at rest, nor in the log', async t => {
  const { body } = await ask(tv)
  await poll(tv, body.device_code)
  const [{ rows }, log] = await Promise.all([
    app.database.query('select row_to_json(artefacts)::text as row from artefacts'),
    app.database.query('select row_to_json(log_events)::text as row from log_events'),
  ])
  const text = [...rows, ...log.rows].map(({ row }) => row).join('\n') + app.logs.join('\n')
  for (const value of [body.device_code, body.user_code, body.user_code.replace('-', '')]) t.notOk(text.includes(value))
})

t.test(
  'what happens is in the log: refusals to ask, to confirm, to exchange; that nobody has decided yet is not',
  async t => {
    const client = await p.createClient({ name: 'Logged', callbacks: [], grant_types: [DEVICE_CODE] })
    await ask(client, { audience: 'https://nowhere.example' })
    const { body } = await ask(client)
    await poll(client, body.device_code)
    await poll(client, body.device_code)
    await approve(body.user_code)
    await poll(client, body.device_code)
    await poll(client, body.device_code)
    const disowned = await ask(client)
    const browser = p.browser()
    const question = await browser.submit(await browser.get('/activate'), { user_code: disowned.body.user_code })
    await browser.submit(question, {}, 'deny')
    await eventually(async () => {
      const { rows } = await app.database.query(
        'select type from log_events where client_id = $1 order by date, log_id',
        [client.client_id],
      )
      const types = rows.map(row => row.type as string).filter(type => type !== 's')
      return ['fdeaz', 'fdecc', 'fede', 'sede'].join() === [...types].sort().join()
    })
    t.pass()
  },
)

t.test('the discovery document names the endpoint', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.equal(body.device_authorization_endpoint, `${p.issuer}oauth/device/code`)
  t.ok(body.grant_types_supported.includes(DEVICE_CODE))
})
