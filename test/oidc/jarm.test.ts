import { createLocalJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { newSigningKey } from '../../src/oidc/signing-keys.ts'
import type { Client } from '../../src/store/clients.ts'
import { CALLBACK, createProtocol, headerOf, locationOf, type Parameters } from '../support/protocol.ts'
import type { Visited } from '../support/visitor.ts'

// JWT Secured Authorization Response Mode for OAuth 2.0 (JARM)

const p = await createProtocol(t)
const person = await p.createUser()
const app = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'refresh_token', 'implicit'],
  web_origins: ['https://app.example'],
})

const asked = (client: Client, parameters: Parameters): Parameters => ({
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid',
  state: 'state',
  nonce: 'nonce',
  ...parameters,
})

async function ask(client: Client, parameters: Parameters, browser = p.browser()): Promise<Visited> {
  const page = await p.authorize(browser, asked(client, parameters))
  return page.headers.get('location')?.startsWith('/u/') ? p.signIn(browser, page, person) : page
}

const signedIn = async () => (await p.authorized(app, person)).browser

/** The claims of the answer, as its client reads them. */
async function read(response: string | null, client: Client = app) {
  const keys = createLocalJWKSet((await p.get('/.well-known/jwks.json')).body)
  const { payload } = await jwtVerify(response ?? '', keys, { issuer: p.issuer, audience: client.client_id })
  return payload
}

const inQuery = (page: Visited) => locationOf(page).searchParams.get('response')
const inFragment = (page: Visited) => new URLSearchParams(locationOf(page).hash.slice(1)).get('response')
const inForm = (page: Visited) => /name="response" value="([^"]+)"/.exec(page.body)?.[1] ?? null

t.test('the answer is one signed JWT, for its client and a short while', async t => {
  for (const [response_mode, found] of [
    ['jwt', inQuery],
    ['query.jwt', inQuery],
    ['fragment.jwt', inFragment],
    ['form_post.jwt', inForm],
  ] as const) {
    const page = await ask(app, { response_mode })
    const response = found(page)
    t.match(await read(response), { iss: p.issuer, aud: app.client_id, state: 'state', code: /./ }, response_mode)
    const { exp = 0 } = await read(response)
    t.ok(exp - Date.now() / 1000 <= 600, 'JARM §2.1: ten minutes at most')
    t.equal(headerOf(response ?? '').alg, 'RS256')
    if (found !== inForm) {
      const location = locationOf(page)
      const given = new URLSearchParams(location.search || location.hash.slice(1))
      t.same([...given.keys()], ['response'], 'and nothing stands beside it')
    }
    const { code } = (await read(response)) as { code: string }
    const tokens = await p.token({
      grant_type: 'authorization_code',
      client_id: app.client_id,
      client_secret: app.client_secret,
      redirect_uri: CALLBACK,
      code,
    })
    t.equal(tokens.status, 200, tokens.text)
  }
})

t.test('jwt goes where the response type’s own answer goes', async t => {
  const page = await ask(app, { response_mode: 'jwt', response_type: 'code id_token' })
  t.match(await read(inFragment(page)), { id_token: /./, code: /./ })
  const query = await ask(app, { response_mode: 'query.jwt', response_type: 'code id_token' })
  t.match(await read(inQuery(query)), { error: 'invalid_request', id_token: undefined, code: undefined }, 'JARM §2.3.1')
})

t.test('an error is answered in the same way', async t => {
  for (const [response_mode, found] of [
    ['jwt', inQuery],
    ['query.jwt', inQuery],
    ['fragment.jwt', inFragment],
    ['form_post.jwt', inForm],
  ] as const) {
    const silent = await ask(app, { response_mode, prompt: 'none' })
    t.match(await read(found(silent)), { error: 'login_required', state: 'state' }, response_mode)
    const wrong = await ask(app, { response_mode, connection: 'nobody-knows' })
    t.match(await read(found(wrong)), { error: 'invalid_request' }, response_mode)
  }
  const browser = p.browser()
  const page = await p.authorize(browser, asked(app, { response_mode: 'jwt' }))
  const aborted = await p.door(browser, page, { do: 'abort', error: 'access_denied', description: 'no' })
  const answer = await browser.fetch(aborted.headers.get('location') ?? '')
  t.match(await read(inQuery(answer)), { error: 'access_denied', state: 'state' })
})

t.test('a wrong redirect URI is told nothing', async t => {
  const page = await ask(app, { response_mode: 'jwt', redirect_uri: 'https://evil.example/' })
  t.equal(page.headers.get('location'), null)
  t.equal(page.status, 400)
})

t.test('web_message.jwt goes to the client’s web origins only', async t => {
  const browser = await signedIn()
  const allowed = await ask(app, { response_mode: 'web_message.jwt', prompt: 'none' }, browser)
  t.equal(allowed.status, 200)
  t.match(allowed.body, /"response":\{"response":"ey/)
  t.match(allowed.headers.get('content-security-policy'), /frame-ancestors https:\/\/app\.example/)
  const stranger = await p.createClient({ web_origins: ['https://elsewhere.example'] })
  for (const parameters of [{ prompt: 'none' }, { prompt: 'none', connection: 'nobody-knows' }, { scope: '"' }]) {
    const page = await ask(
      stranger,
      {
        response_mode: 'web_message.jwt',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
        ...parameters,
      },
      browser,
    )
    t.notMatch(page.body, /postMessage/, JSON.stringify(parameters))
    t.equal(page.headers.get('location'), null)
  }
})

t.test('a client names the algorithm of its answers', async t => {
  for (const alg of ['PS256', 'ES256', 'EdDSA'] as const) {
    const now = new Date()
    await p.store.signing_keys.introduce(await newSigningKey(alg, now), await newSigningKey(alg, now), now)
    const client = await p.createClient({
      token_endpoint_auth_method: 'client_secret_post',
      registration: { authorization_signed_response_alg: alg },
    })
    await p.settled()
    const response = inQuery(await ask(client, { response_mode: 'jwt' }))
    t.equal(headerOf(response ?? '').alg, alg)
    t.match(await read(response, client), { state: 'state' })
  }
  const keyed = await p.createClient({
    token_endpoint_auth_method: 'client_secret_post',
    registration: { authorization_signed_response_alg: 'HS256' },
  })
  const response = inQuery(await ask(keyed, { response_mode: 'jwt' })) ?? ''
  await jwtVerify(response, Buffer.from(keyed.client_secret ?? ''), { audience: keyed.client_id })
  t.equal(headerOf(response).alg, 'HS256')
})

t.test('an answer without it is what it was, and the discovery document knows both', async t => {
  const plain = locationOf(await ask(app, {}))
  t.ok(plain.searchParams.get('code'))
  t.equal(plain.searchParams.get('iss'), p.issuer)
  const { body } = await p.get('/.well-known/openid-configuration')
  for (const mode of ['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'])
    t.ok(body.response_modes_supported.includes(mode), mode)
  t.ok(body.authorization_signing_alg_values_supported.includes('RS256'))
  t.notOk(body.authorization_signing_alg_values_supported.includes('none'))
})
