// Every bearer value that was seen on the wire is looked for in a dump of the whole database and in everything that was logged.
import t from 'tap'
import { ADMIN } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { CALLBACK, challengeOf, createProtocol, locationOf } from '../support/protocol.ts'

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
