// What the protocol writes into the tenant's log, in Auth0's type codes.
import t from 'tap'
import { ADMIN } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { CALLBACK, challengeOf, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient({ name: 'Weather' })
const api = await p.createApi()

type Logged = { [column: string]: unknown }
async function logged(type: string, client_id: string): Promise<Logged[]> {
  let rows: Logged[] = []
  await eventually(async () => {
    ;({ rows } = await p.app.database.query(
      'select * from log_events where type = $1 and client_id = $2 order by log_id',
      [type, client_id],
    ))
    return rows.length > 0
  })
  return rows
}

const base = { tenant_id: 'default', client_id: client.client_id, client_name: 'Weather', ip: '127.0.0.1' }
const hers = { ...base, user_id: ada.user_id, user_name: ada.email }

t.test('exchanges, and their failures', async t => {
  const authorized = await p.authorized(client, ada, { audience: api.identifier })
  const { body } = await p.redeem(client, authorized)
  const [exchange] = await logged('seacft', client.client_id)
  t.match(exchange, { ...hers, description: 'Authorization code for access token', session_id: String })
  await p.redeem(client, authorized)
  t.match((await logged('feacft', client.client_id))[0], { ...base, details: { error: 'invalid_grant' } })

  const other = await p.tokens(client, ada)
  await p.refresh(client, other.body.refresh_token)
  t.match((await logged('sertft', client.client_id))[0], hers)
  await p.refresh(client, body.refresh_token)
  t.match((await logged('fertft', client.client_id))[0], { ...base, details: { error: 'invalid_grant' } })

  const audience = `${p.issuer}api/v2/`
  await p.token({ grant_type: 'client_credentials', ...ADMIN, audience, scope: 'read:users' })
  t.match((await logged('seccft', ADMIN.client_id))[0], { user_id: null, audience, scope: 'read:users' })
  await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: 'https://nowhere.example' })
  t.match((await logged('feccft', ADMIN.client_id))[0], { description: 'Service not found: https://nowhere.example' })
})

t.test('a wrong secret, and a method that is not the registered one', async t => {
  const web = await p.createClient({ app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' })
  await p.token({ grant_type: 'refresh_token', client_id: web.client_id, client_secret: 'wrong', refresh_token: 'x' })
  t.match((await logged('fertft', web.client_id))[0], { details: { error: 'invalid_client' } })
  const machine = await p.createClient({
    app_type: 'non_interactive',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials'],
  })
  await p.token(
    { grant_type: 'client_credentials', audience: api.identifier },
    { authorization: `Basic ${Buffer.from(`${machine.client_id}:${machine.client_secret}`).toString('base64')}` },
  )
  t.match((await logged('feccft', machine.client_id))[0], { details: { error: 'access_denied' } })
})

t.test('sign-ins without a page, revocations, logouts', async t => {
  const { browser, body } = await p.tokens(client, ada)
  await p.authorized(client, ada, { prompt: 'none' }, browser)
  t.match((await logged('ssa', client.client_id))[0], { ...hers, session_id: String })
  await p.authorized(client, ada, { prompt: 'none' })
  t.match((await logged('fsa', client.client_id))[0], { ...base, description: 'Login required' })
  await p.authorized(client, ada, {}, browser)
  t.match((await logged('s', client.client_id))[0], hers)
  await p.authorized(client, ada, { scope: 'openid "' }, browser)
  t.match((await logged('f', client.client_id))[0], { ...base, details: { error: 'invalid_scope' } })
  await p.post('/oauth/revoke', { client_id: client.client_id, token: body.refresh_token })
  t.match((await logged('srrt', client.client_id))[0], base)
  await browser.fetch(`/oidc/logout?id_token_hint=${body.id_token}`)
  t.match((await logged('slo', client.client_id))[0], hers)
  await browser.fetch(`/oidc/logout?client_id=${client.client_id}&post_logout_redirect_uri=https://evil.example`)
  await eventually(async () => {
    const { rows } = await p.app.database.query(`select description from log_events where type = 'flo'`)
    return rows.some(row => (row as Logged).description === 'post_logout_redirect_uri is not registered')
  })
})

t.test('what a page has told is not told again', async t => {
  const own = await p.createClient()
  await p.tokens(own, ada)
  const browser = p.browser()
  const page = await p.authorize(browser, {
    client_id: own.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  })
  const aborted = await p.door(browser, page, { do: 'abort', error: 'unauthorized', description: 'user is blocked' })
  await browser.fetch(aborted.headers.get('location') ?? '')
  await p.authorized(own, ada, { prompt: 'none' })
  await logged('fsa', own.client_id)
  const { rows } = await p.app.database.query(`select type from log_events where client_id = $1`, [own.client_id])
  t.same(rows.map(row => (row as Logged).type).sort(), ['fsa', 'seacft'])
})
