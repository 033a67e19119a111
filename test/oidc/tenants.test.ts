// A token of one tenant is nothing in another; nor is anything else.
import { request as httpRequest } from 'node:http'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { ADMIN } from '../support/app.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const { port } = new URL(p.issuer)
const domain = `other.localhost:${port}`
const administration = newAdministrationClient()
const other = await createTenant(p.app.store, { tenant_id: 'other', domain }, administration, new Date())

function fetchOther(
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { host: domain, ...headers } },
      response => {
        let text = ''
        response.on('data', chunk => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
const postOther = (path: string, parameters: { [name: string]: string }) =>
  fetchOther(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  })

t.test('each tenant has its own issuer, keys and clients', async t => {
  const discovery = JSON.parse((await fetchOther('/.well-known/openid-configuration')).body)
  t.equal(discovery.issuer, other.issuer)
  t.equal(discovery.token_endpoint, `http://${domain}/oauth/token`)
  const keys = JSON.parse((await fetchOther('/.well-known/jwks.json')).body).keys as { kid: string }[]
  const ours = (await p.get('/.well-known/jwks.json')).body.keys as { kid: string }[]
  t.notOk(keys.some(({ kid }) => ours.some(our => our.kid === kid)))
  const audience = `${other.issuer}api/v2/`
  const own = await postOther('/oauth/token', { grant_type: 'client_credentials', ...administration, audience })
  t.equal(own.status, 200)
  t.equal(claimsOf(JSON.parse(own.body).access_token).iss, other.issuer)
  const foreign = await postOther('/oauth/token', { grant_type: 'client_credentials', ...ADMIN, audience })
  t.equal(foreign.status, 401)
})

t.test('tokens and codes of one tenant are refused by the other', async t => {
  const api = await p.createApi()
  const { body, browser } = await p.tokens(client, ada, { audience: api.identifier })
  const opaque = (await p.tokens(client, ada)).body
  for (const token of [body.access_token, body.id_token, opaque.access_token]) {
    const { status } = await fetchOther('/userinfo', { headers: { authorization: `Bearer ${token}` } })
    t.equal(status, 401)
  }
  const management = await p.token({ grant_type: 'client_credentials', ...ADMIN, audience: `${p.issuer}api/v2/` })
  const bearer = { authorization: `Bearer ${management.body.access_token}` }
  t.equal((await fetchOther('/api/v2/users', { headers: bearer })).status, 401)

  // A client with the same id and secret on the other side: still nothing of ours is theirs.
  const theirs = p.app.store.forTenant(other)
  await theirs.clients.create({ ...client, client_secret: client.client_secret ?? '' }, new Date())
  const refreshed = await postOther('/oauth/token', {
    grant_type: 'refresh_token',
    client_id: client.client_id,
    refresh_token: body.refresh_token,
  })
  t.equal(refreshed.status, 403)
  const authorized = await p.authorized(client, ada, {}, browser)
  const redeemed = await postOther('/oauth/token', {
    grant_type: 'authorization_code',
    client_id: client.client_id,
    code: authorized.callback.searchParams.get('code') ?? '',
    redirect_uri: 'https://app.example/callback',
    code_verifier: authorized.verifier,
  })
  t.equal(redeemed.status, 403)
  const revoked = await postOther('/oauth/revoke', { client_id: client.client_id, token: body.refresh_token })
  t.equal(revoked.status, 200)
  t.equal((await p.redeem(client, authorized)).status, 200, 'and nothing of ours was spent')
  t.equal((await p.refresh(client, body.refresh_token)).status, 200)

  const cookie = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ')
  const silent = await fetchOther(
    `/authorize?${new URLSearchParams({
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: 'https://app.example/callback',
      scope: 'openid',
      prompt: 'none',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    })}`,
    { headers: { cookie } },
  )
  t.match(silent.headers.location, /error=login_required/, 'nor is the browser’s session')
  const logout = await fetchOther(`/oidc/logout?id_token_hint=${body.id_token}`, { headers: { cookie } })
  t.equal(logout.status, 400)
})

t.test('a host that is no tenant’s is nobody', async t => {
  t.equal((await fetchOther('/authorize', { headers: { host: 'evil.test' } })).status, 404)
  t.equal(
    (await fetchOther('/.well-known/openid-configuration', { headers: { host: `other.localhost:1` } })).status,
    404,
  )
})
