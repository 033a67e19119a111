import { discoverOAuthProtectedResourceMetadata } from '@modelcontextprotocol/sdk/client/auth.js'
import t from 'tap'
import { MANAGEMENT_SCOPES } from '../../src/store/management-scopes.ts'
import { createTestApp } from '../support/app.ts'

const app = await createTestApp(t)
const RESOURCE = `${app.issuer}api/v2/`
const METADATA = `${app.issuer}.well-known/oauth-protected-resource/api/v2/`

const challengeOf = async (authorization?: string, path = '/api/v2/users') => {
  const response = await app.fetch(path, authorization === undefined ? {} : { headers: { authorization } })
  await response.body?.cancel()
  return { status: response.status, challenge: response.headers.get('www-authenticate') }
}

t.test('the Management API says who issues tokens for it, and for what', async t => {
  const response = await app.fetch(METADATA)
  t.equal(response.status, 200)
  t.match(response.headers.get('content-type'), 'application/json')
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  t.match(response.headers.get('cache-control'), 'public')
  const body = (await response.json()) as { [name: string]: unknown }
  t.match(body, {
    resource: RESOURCE,
    authorization_servers: [app.issuer],
    scopes_supported: MANAGEMENT_SCOPES.map(({ value }) => value),
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
  })
  const bare = await app.fetch('/.well-known/oauth-protected-resource/api/v2')
  t.same(await bare.json(), body, 'also where the slash was forgotten')
  t.equal((await app.fetch('/.well-known/oauth-protected-resource')).status, 404, 'there is no resource at the root')
})

t.test('a script of any origin may read it, and what it leads to, whatever headers it sends', async t => {
  const origin = 'https://agent.example'
  for (const url of [METADATA, '/.well-known/oauth-authorization-server']) {
    const preflight = await app.fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'mcp-protocol-version',
      },
    })
    t.equal(preflight.status, 204, url)
    t.ok(['*', origin].includes(preflight.headers.get('access-control-allow-origin') ?? ''), url)
    t.match(preflight.headers.get('access-control-allow-headers'), 'mcp-protocol-version')
  }
})

t.test('an agent’s own discovery finds it', async t => {
  t.match(await discoverOAuthProtectedResourceMetadata(RESOURCE), { resource: RESOURCE })
})

t.test('a refusal leads there', async t => {
  t.same(await challengeOf(), {
    status: 401,
    challenge: `Bearer realm="${app.issuer}", resource_metadata="${METADATA}"`,
  })
  t.same(await challengeOf('Bearer nonsense'), {
    status: 401,
    challenge: `Bearer realm="${app.issuer}", error="invalid_token", resource_metadata="${METADATA}"`,
  })
  t.same(await challengeOf('Bearer nonsense', '/api/v2/no-such-thing'), { status: 404, challenge: null })
})

t.test('a token with too little is told what is wanted', async t => {
  const client = await app.api('POST', '/clients', { name: 'Reader', app_type: 'non_interactive' })
  const { client_id, client_secret } = client.body
  await app.api('POST', '/client-grants', { client_id, audience: RESOURCE, scope: ['read:roles'] })
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, audience: RESOURCE }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  t.equal((await challengeOf(`Bearer ${access_token}`, '/api/v2/roles')).status, 200)
  t.same(await challengeOf(`Bearer ${access_token}`), {
    status: 403,
    challenge: `Bearer realm="${app.issuer}", error="insufficient_scope", scope="read:users", resource_metadata="${METADATA}"`,
  })
})
