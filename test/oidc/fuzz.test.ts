// Random and mutated requests. Whatever is sent: no 5xx, no redirect to where no client has registered, nothing echoed unescaped, and no token
// for anybody but whom the code was for. `FUZZ_SEED` and `FUZZ_RUNS` try others than CI does.
import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { decodeJwt } from 'jose'
import t from 'tap'
import { newClientSecret } from '../../src/ids.ts'
import { FUZZ } from '../support/fuzz.ts'
import { CALLBACK, createProtocol } from '../support/protocol.ts'
import { Visitor } from '../support/visitor.ts'

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi()
const secret = newClientSecret()
const every_grant = ['authorization_code', 'implicit', 'refresh_token']
const open = await p.createClient({ grant_types: every_grant, web_origins: ['https://app.example'] })
const closed = await p.createClient({
  app_type: 'regular_web',
  client_secret: secret,
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: [...every_grant, 'client_credentials'],
})
const ALLOWED = new Set([new URL(p.issuer).origin, new URL(CALLBACK).origin])
const verifier = randomBytes(32).toString('base64url')
const code_challenge = createHash('sha256').update(verifier).digest('base64url')

/** What has broken parsers, pages and redirects before. */
const nasty = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    '%00',
    '\r\nset-cookie: a=b',
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    'javascript:alert(1)',
    'https://evil.example/',
    '//evil.example/',
    `${CALLBACK}@evil.example`,
    `${CALLBACK}/../evil`,
    'https://app.example.evil.example/callback',
    'https://app.example:443@evil.example/callback',
    `${CALLBACK}?code=stolen`,
    `${CALLBACK}#fragment`,
    '{"a":1}',
    '[]',
    'null',
    '__proto__',
    'constructor',
    'eyJhbGciOiJub25lIn0.e30.',
    'urn:ietf:params:oauth:request_uri:x',
    '\ud800',
    'a'.repeat(3_000),
  ),
)

const PARAMETERS = [
  'client_id',
  'client_secret',
  'response_type',
  'response_mode',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'prompt',
  'max_age',
  'ui_locales',
  'id_token_hint',
  'login_hint',
  'acr_values',
  'claims',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'resource',
  'audience',
  'authorization_details',
  'connection',
  'screen_hint',
  'dpop_jkt',
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'token',
  'token_type_hint',
  'client_assertion',
  'client_assertion_type',
  'subject_token',
  'subject_token_type',
  'device_code',
  'user_code',
  'auth_req_id',
  'assertion',
  'username',
  'password',
  'realm',
  'post_logout_redirect_uri',
  'returnTo',
  'logout_hint',
  'web_message_uri',
]

/** A few parameters replaced, added or said twice. */
const mutations = fc.array(fc.tuple(fc.constantFrom(...PARAMETERS), nasty, fc.boolean()), { maxLength: 4 })

function mutated(base: { [name: string]: string }, changes: (readonly [string, string, boolean])[]): URLSearchParams {
  const out = new URLSearchParams(base)
  for (const [name, value, again] of changes) {
    const text = value.toWellFormed()
    if (again) out.append(name, text)
    else out.set(name, text)
  }
  return out
}

function checkAnswer(status: number, headers: Headers, body: string, what: string): void {
  if (status >= 500) throw new Error(`${what}: ${status} ${body.slice(0, 300)}`)
  const location = headers.get('location')
  if (location !== null) {
    const { origin } = new URL(location, p.issuer)
    if (!ALLOWED.has(origin)) throw new Error(`${what}: a redirect to ${location}`)
  }
  if (headers.get('set-cookie')?.startsWith('a=b')) throw new Error(`${what}: a header was injected`)
  if (/html/.test(headers.get('content-type') ?? '') && /<script>alert|<img src=x/i.test(body))
    throw new Error(`${what}: an unescaped echo in ${body.slice(0, 500)}`)
}

t.test('authorization requests, of a stranger and of who is signed in', async t => {
  const signed_in = p.browser()
  await p.authorized(open, person, {}, signed_in)
  const base = {
    client_id: open.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'state',
    code_challenge,
    code_challenge_method: 'S256',
  }
  const shapes = fc.constantFrom(
    base,
    { ...base, prompt: 'none' },
    { ...base, prompt: 'none', response_mode: 'form_post' },
    { ...base, prompt: 'none', response_mode: 'web_message' },
    { ...base, response_type: 'code id_token token', nonce: 'n', prompt: 'none' },
    { ...base, audience: api.identifier, prompt: 'none' },
  )
  await fc.assert(
    fc.asyncProperty(shapes, mutations, fc.boolean(), fc.boolean(), async (shape, changes, known, posts) => {
      const browser = known ? signed_in : new Visitor(p.issuer)
      const parameters = mutated(shape, changes)
      const page = posts
        ? await browser.fetch('/authorize', { method: 'POST', body: parameters })
        : await browser.fetch(`/authorize?${parameters}`)
      checkAnswer(page.status, page.headers, page.body, `/authorize?${parameters}`)
      // A form or a frame's message goes to a registered place only.
      for (const [, target = ''] of page.body.matchAll(/<form[^>]+action="([^"]+)"/g))
        if (!ALLOWED.has(new URL(target, p.issuer).origin)) throw new Error(`a form to ${target}`)
    }),
    FUZZ,
  )
  t.pass()
})

t.test('token requests: a code serves its own client only', async t => {
  await fc.assert(
    fc.asyncProperty(
      mutations,
      fc.constantFrom(...[open, closed]),
      fc.constantFrom(
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:device_code',
      ),
      fc.boolean(),
      async (changes, as, grant_type, json) => {
        const { callback } = await p.authorized(open, person, { code_challenge })
        const base = {
          grant_type,
          client_id: as.client_id,
          ...(as === closed ? { client_secret: secret } : {}),
          code: callback.searchParams.get('code') ?? '',
          redirect_uri: CALLBACK,
          code_verifier: verifier,
          audience: api.identifier,
        }
        const parameters = mutated(base, changes)
        const response = await p.app.fetch('/oauth/token', {
          method: 'POST',
          ...(json
            ? {
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(Object.fromEntries(parameters)),
              }
            : { body: parameters }),
        })
        const text = await response.text()
        checkAnswer(response.status, response.headers, text, `/oauth/token ${parameters}`)
        if (response.status !== 200) return
        const { access_token = '' } = JSON.parse(text) as { access_token?: string }
        if (!access_token.includes('.')) return
        const { sub, azp } = decodeJwt(access_token)
        if (sub === person.user_id && azp !== open.client_id) throw new Error(`a token for ${azp}: ${parameters}`)
      },
    ),
    { ...FUZZ, numRuns: Math.ceil(FUZZ.numRuns / 2) },
  )
  t.pass()
})

t.test('every other endpoint', async t => {
  const paths = fc.constantFrom(
    '/oauth/revoke',
    '/oauth/introspect',
    '/oauth/par',
    '/oauth/device/code',
    '/bc-authorize',
    '/oidc/register',
    '/oidc/logout',
    '/v2/logout',
    '/userinfo',
    '/activate',
    '/dbconnections/signup',
    '/dbconnections/change_password',
  )
  const base = fc.constantFrom<{ [name: string]: string }>(
    {},
    { client_id: open.client_id },
    { client_id: closed.client_id, client_secret: secret },
  )
  await fc.assert(
    fc.asyncProperty(
      paths,
      base,
      mutations,
      fc.constantFrom('form', 'json', 'query'),
      fc.option(nasty),
      async (path, base, changes, way, bearer) => {
        const parameters = mutated(base, changes)
        const authorization = bearer?.replace(/[^\x20-\x7e]/g, '') ?? ''
        const headers: { [name: string]: string } =
          authorization === '' ? {} : { authorization: `Bearer ${authorization}` }
        const response =
          way === 'query'
            ? await p.app.fetch(`${path}?${parameters}`, { headers })
            : await p.app.fetch(path, {
                method: 'POST',
                headers: way === 'json' ? { ...headers, 'content-type': 'application/json' } : headers,
                body: way === 'json' ? JSON.stringify(Object.fromEntries(parameters)) : parameters,
              })
        checkAnswer(response.status, response.headers, await response.text(), `${way} ${path} ${parameters}`)
      },
    ),
    { ...FUZZ, numRuns: FUZZ.numRuns * 2 },
  )
  t.pass()
})
