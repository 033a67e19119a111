// Every bearer value that was seen on the wire is looked for in a dump of the whole database and in everything that was logged.
import t from 'tap'
import { CIBA, DEVICE_CODE } from '../../src/oidc/client-metadata.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { letAgentsIn, register, sendJson } from '../support/agents.ts'
import { ADMIN } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startListeningClient } from '../support/listening-client.ts'
import { CALLBACK, challengeOf, claimsOf, createProtocol, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const api = await p.createApi()

const seen = new Map<string, string>()
const note = (what: string, value: string | null | undefined) => {
  if (value) seen.set(value, what)
}

async function dump(): Promise<string> {
  const { rows: tables } = await p.app.database.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  let out = ''
  for (const { name } of tables as { name: string }[]) {
    const { rows } = await p.app.database.query(`select row_to_json(x)::text as row from ${name} x`)
    out += `\n-- ${name}\n${(rows as { row: string }[]).map(({ row }) => row).join('\n')}`
  }
  return out
}

t.test('no bearer value is in the database or in the log', async t => {
  const browser = p.browser()
  const keepCookies = () => {
    for (const { name, value } of browser.cookies.values()) note(`cookie ${name}`, value)
  }
  const verifier = 'v'.repeat(43)
  const request = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid profile offline_access',
    audience: api.identifier,
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
  }
  // Left in every state: waiting, finished, signed in, redeemed or not, rotated, revoked.
  await p.authorize(browser, request)
  keepCookies()
  const page = await p.authorize(browser, request)
  keepCookies()
  const finished = await p.door(browser, page, { do: 'login', user_id: ada.user_id, connection_id: p.connection_id })
  keepCookies()
  const callback = locationOf(await browser.fetch(finished.headers.get('location') ?? ''))
  keepCookies()
  note('code', callback.searchParams.get('code'))
  const { body } = await p.redeem(client, { callback, verifier })
  for (const kind of ['access_token', 'refresh_token', 'id_token']) note(kind, body[kind])
  note('code verifier', verifier)
  const refreshed = await p.refresh(client, body.refresh_token)
  note('rotated refresh token', refreshed.body.refresh_token)
  note('access token', refreshed.body.access_token)
  const unredeemed = await p.authorized(client, ada, { prompt: 'none' }, browser)
  note('a code not redeemed', unredeemed.callback.searchParams.get('code'))
  const opaque = await p.tokens(client, ada, { scope: 'openid' }, browser)
  note('opaque access token', opaque.body.access_token)
  await p.get(`/userinfo?access_token=${opaque.body.access_token}`)
  await p.refresh(client, body.refresh_token)
  const management = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: `${p.issuer}api/v2/` })
  note('management token', management.body.access_token)
  note('client secret', ADMIN.client_secret)
  note('client secret', client.client_secret)
  await p.token({ grant_type: 'client_credentials', ...ADMIN, client_secret: 'a-wrong-secret-that-is-logged-nowhere' })
  note('a wrong secret', 'a-wrong-secret-that-is-logged-nowhere')
  await p.token({
    grant_type: 'refresh_token',
    client_id: client.client_id,
    refresh_token: 'an-unknown-token-0123456789',
  })
  note('an unknown token', 'an-unknown-token-0123456789')
  await browser.fetch(`/oidc/logout?id_token_hint=${body.id_token}`)
  keepCookies()

  const types = async () =>
    (await p.app.database.query(`select type from log_events`)).rows.map(row => (row as { type: string }).type)
  await eventually(async () => (await types()).includes('slo'))
  const everything = await dump()
  t.match(everything, /"kind":"Interaction"/, 'there is something to look through')
  t.match(everything, /"kind":"AuthorizationCode"/)
  t.match(everything, /-- public.refresh_tokens\n\{/)
  t.ok(seen.size > 15)
  for (const [value, what] of seen) {
    t.notOk(everything.includes(value), `${what} in the database`)
    t.notOk(p.app.logs.join('').includes(value), `${what} in the log`)
  }
})

t.test(
  'nor is one of the flows without a browser of their own, of registration, or of a logout that is told',
  async t => {
    const client_secret = 'a-clients-own-secret-0123456789-0123456789'
    await letAgentsIn(p, { dynamic_client_registration: 'initial_access_token' })
    note('client secret', client_secret)

    const expires_at = new Date(Date.now() + 60_000)
    const initial = await p.store.registration_tokens.createInitial({ uses: 2, expires_at }, new Date())
    note('initial access token', initial)
    const authorization = `Bearer ${initial}`
    const metadata = { redirect_uris: [CALLBACK], token_endpoint_auth_method: 'client_secret_post' }
    const { body: registered } = await register(p, metadata, { authorization })
    note('registration access token', registered.registration_access_token)
    note('registered secret', registered.client_secret)
    const at = `/oidc/register/${registered.client_id}`
    const replaced = await sendJson(
      p,
      'PUT',
      at,
      { ...metadata, client_id: registered.client_id },
      { authorization: `Bearer ${registered.registration_access_token}` },
    )
    t.equal(replaced.status, 200, replaced.text)
    note('registration access token', replaced.body.registration_access_token)
    const stale = await sendJson(p, 'GET', at, undefined, {
      authorization: `Bearer ${registered.registration_access_token}`,
    })
    t.equal(stale.status, 401)

    const tv = await p.createClient({ grant_types: [DEVICE_CODE, 'refresh_token'] })
    const device = await p.post('/oauth/device/code', { client_id: tv.client_id, scope: 'openid offline_access' })
    note('device code', device.body.device_code)
    note('user code', device.body.user_code)
    note('user code', device.body.user_code.replace('-', ''))
    const browser = p.browser()
    const confirm = await browser.submit(await browser.get(device.body.verification_uri_complete))
    for (const { name, value } of browser.cookies.values()) note(`cookie ${name}`, value)
    t.match(confirm.body, device.body.user_code)
    await p.token({ grant_type: DEVICE_CODE, client_id: tv.client_id, device_code: device.body.device_code })

    const listener = await startListeningClient(t)
    const pinged = await startListeningClient(t)
    const bank = await p.createClient({
      app_type: 'regular_web',
      client_secret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: [CIBA, 'refresh_token'],
      registration: {
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: pinged.url('/ping'),
      },
    })
    const client_notification_token = 'the-clients-own-notification-token-0123456789'
    note('notification token', client_notification_token)
    const as = { client_id: bank.client_id, client_secret }
    const login_hint = JSON.stringify({ format: 'iss_sub', iss: p.issuer, sub: ada.user_id })
    const asked = await p.post('/bc-authorize', { ...as, scope: 'openid', login_hint, client_notification_token })
    t.equal(asked.status, 200, asked.text)
    note('auth_req_id', asked.body.auth_req_id)
    await p.app.api('POST', `/ciba-requests/${hashBearer(asked.body.auth_req_id)}/approve`)
    const redeemed = await p.token({ ...as, grant_type: CIBA, auth_req_id: asked.body.auth_req_id })
    t.equal(redeemed.status, 200, redeemed.text)
    for (const kind of ['access_token', 'id_token']) note(kind, redeemed.body[kind])

    const app = await p.createClient({ oidc_logout: { backchannel_logout_urls: [listener.url()] } })
    await p.settled()
    const signed_in = await p.tokens(app, ada)
    note('ID token', signed_in.body.id_token)
    const { sid } = claimsOf(signed_in.body.id_token)
    await signed_in.browser.fetch(`/oidc/logout?id_token_hint=${signed_in.body.id_token}`)
    for (const token of await listener.tokensOf(sid)) note('logout token', token)

    const everything = await dump()
    t.match(everything, /"kind":"DeviceCode"/)
    t.match(everything, /"kind":"BackchannelAuthenticationRequest"/)
    t.match(everything, /-- public.registration_tokens\n\{/)
    for (const [value, what] of seen) {
      t.notOk(everything.includes(value), `${what} in the database`)
      t.notOk(p.app.logs.join('').includes(value), `${what} in the log`)
    }
  },
)
