// Lintel wraps a certified implementation; this is where its wrapping shows that it lost nothing. The same requests go to Lintel in the RFCs'
// dialect and to a bare oidc-provider of the same settings: status, error and claims are the same.
import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import t from 'tap'
import { createOracle, type OracleClient } from '../support/oracle.ts'
import { CALLBACK, createProtocol } from '../support/protocol.ts'
import { type Visited, Visitor } from '../support/visitor.ts'

const SECRET = 'a secret of thirty-two characters'
const p = await createProtocol(t)
await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
const person = await p.createUser()

const PUBLIC = await p.createClient({ callbacks: [CALLBACK] })
const SECRETIVE = await p.createClient({
  app_type: 'regular_web',
  client_secret: SECRET,
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'implicit'],
})
const BASIC = await p.createClient({
  app_type: 'regular_web',
  client_secret: SECRET,
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
})
await p.settled()

const common = { redirect_uris: [CALLBACK], client_secret: SECRET, id_token_signed_response_alg: 'RS256' } as const
const clients: OracleClient[] = [
  {
    client_id: PUBLIC.client_id,
    redirect_uris: [CALLBACK],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  },
  {
    ...common,
    client_id: SECRETIVE.client_id,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'implicit'],
    response_types: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
  },
  {
    ...common,
    client_id: BASIC.client_id,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  },
]
const oracle = await createOracle(t, clients, person.user_id)

type Side = { name: string; issuer: string; signIn(browser: Visitor, page: Visited): Promise<Visited> }
const SIDES: [Side, Side] = [
  { name: 'Lintel', issuer: p.issuer, signIn: (browser, page) => p.signIn(browser, page, person) },
  {
    name: 'oidc-provider',
    issuer: oracle.issuer,
    async signIn(browser, page) {
      const finished = await browser.fetch(page.headers.get('location') ?? '')
      return browser.fetch(finished.headers.get('location') ?? '')
    },
  },
]

type Parameters = { [name: string]: string | string[] | undefined }

function encoded(parameters: Parameters): URLSearchParams {
  const out = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value].flat()) if (one !== undefined) out.append(name, one)
  return out
}

const verifier = randomBytes(32).toString('base64url')
const PKCE = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}
const ASK = {
  client_id: PUBLIC.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid',
  state: 'state',
  ...PKCE,
}

/** What an answer says, without what differs by nature: hosts, times, and values that are random. */
type Said = { [what: string]: unknown }

const ours = (side: Side, text: string) =>
  text.replaceAll(side.issuer, 'ISSUER/').replaceAll(encodeURIComponent(side.issuer), 'ISSUER/')

function saidIn(side: Side, parameters: URLSearchParams): Said {
  const out: Said = {}
  for (const [name, value] of parameters)
    out[name] = ['error', 'error_description', 'state', 'iss', 'token_type', 'scope', 'expires_in'].includes(name)
      ? ours(side, value)
      : typeof value
  return out
}

async function authorization(side: Side, parameters: Parameters, browser = new Visitor(side.issuer)): Promise<Said> {
  const page = await browser.fetch(`/authorize?${encoded(parameters)}`)
  const location = page.headers.get('location')
  if (location === null) {
    // An error page: Lintel's is for people, the words are the same.
    const title = /"error":"([a-z_]+)"/.exec(page.body)?.[1] ?? /<code[^>]*>([a-z_]+)<\/code>/.exec(page.body)?.[1]
    return { status: page.status, page: title ?? page.body.includes('error') }
  }
  const url = new URL(location, side.issuer)
  if (url.origin === new URL(side.issuer).origin) return { status: page.status, interaction: true }
  return {
    status: page.status,
    to: `${url.origin}${url.pathname}`,
    query: saidIn(side, url.searchParams),
    fragment: saidIn(side, new URLSearchParams(url.hash.slice(1))),
  }
}

async function posted(
  side: Side,
  path: string,
  parameters: Parameters,
  headers: { [name: string]: string } = {},
): Promise<Said> {
  const response = await fetch(new URL(path, side.issuer), { method: 'POST', body: encoded(parameters), headers })
  const text = await response.text()
  const body = text.startsWith('{') ? (JSON.parse(text) as Said) : text
  const said: Said = { status: response.status }
  if (typeof body === 'object')
    for (const [name, value] of Object.entries(body))
      said[name] = ['error', 'error_description', 'token_type', 'scope', 'expires_in'].includes(name)
        ? value
        : typeof value
  const challenge = response.headers.get('www-authenticate')
  if (challenge !== null) said.challenge = `${challenge.split(' ')[0]} ${/error="([a-z_]+)"/.exec(challenge)?.[1]}`
  return said
}

/** An authorization with a sign-in, to the answer at the callback. */
async function authorized(side: Side, parameters: Parameters, browser = new Visitor(side.issuer)): Promise<URL> {
  const page = await browser.fetch(`/authorize?${encoded(parameters)}`)
  const location = new URL(page.headers.get('location') ?? '', side.issuer)
  const landed = location.origin === new URL(side.issuer).origin ? await side.signIn(browser, page) : page
  return new URL(landed.headers.get('location') ?? '', side.issuer)
}

const codeFor = async (side: Side, parameters: Parameters = {}) =>
  (await authorized(side, { ...ASK, ...parameters })).searchParams.get('code') ?? ''

const redeeming = (code: string, parameters: Parameters = {}): Parameters => ({
  grant_type: 'authorization_code',
  client_id: PUBLIC.client_id,
  redirect_uri: CALLBACK,
  code,
  code_verifier: verifier,
  ...parameters,
})

const basic = (client_id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString('base64')}`,
})

const requests: { [name: string]: (side: Side) => Promise<Said> } = {}

const asks: { [name: string]: Parameters } = {
  'a request': {},
  'no client': { client_id: undefined },
  'an unknown client': { client_id: 'unknown' },
  'two clients': { client_id: [PUBLIC.client_id, 'unknown'] },
  'no redirect URI': { redirect_uri: undefined },
  'a foreign redirect URI': { redirect_uri: 'https://evil.example/' },
  'a redirect URI with one letter more': { redirect_uri: `${CALLBACK}x` },
  'a malformed redirect URI': { redirect_uri: 'x' },
  'no response type': { response_type: undefined },
  'an unknown response type': { response_type: 'x' },
  'response type none': { response_type: 'none' },
  'a response type that is not the client’s': { response_type: 'id_token', nonce: 'n' },
  'an unknown response mode': { response_mode: 'x' },
  'tokens in a query': {
    client_id: SECRETIVE.client_id,
    response_type: 'code id_token',
    response_mode: 'query',
    nonce: 'n',
  },
  'no nonce where one is needed': { client_id: SECRETIVE.client_id, response_type: 'id_token' },
  'an ID token without openid': {
    client_id: SECRETIVE.client_id,
    response_type: 'id_token',
    scope: 'profile',
    nonce: 'n',
  },
  'no scope': { scope: undefined },
  'a scope that cannot be': { scope: 'openid "' },
  'an unknown scope': { scope: 'openid unknown' },
  'an unknown prompt': { prompt: 'x' },
  'prompt none with another': { prompt: 'none login' },
  'prompt none, nobody signed in': { prompt: 'none' },
  'a max_age that is no number': { max_age: 'x' },
  'a negative max_age': { max_age: '-1' },
  'no challenge of a public client': { code_challenge: undefined, code_challenge_method: undefined },
  'a challenge without its method': { code_challenge_method: undefined },
  'a method without a challenge': { code_challenge: undefined },
  'the plain method': { code_challenge_method: 'plain' },
  'a challenge that is too short': { code_challenge: 'x' },
  'a challenge of other characters': { code_challenge: `${'a'.repeat(42)}!` },
  'state twice': { state: ['a', 'b'] },
  'scope twice': { scope: ['openid', 'openid'] },
  'an id_token_hint that is none': { id_token_hint: 'x' },
  'a registration': { registration: '{}' },
  'a request object by reference': { request_uri: 'https://app.example/request' },
  'a pushed request that is not there': { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
  'a malformed resource': { resource: 'x' },
  'a resource with a fragment': { resource: 'https://api.example/#x' },
  'an unknown parameter': { unknown: 'x' },
  'an unknown response type in a fragment': { response_type: 'id_token x', response_mode: 'fragment' },
  'max_age without openid': { scope: 'profile', max_age: '10' },
  'a nonce without openid': { scope: 'profile', nonce: 'n' },
  form_post: { response_mode: 'form_post' },
}
for (const [name, parameters] of Object.entries(asks))
  requests[`authorize: ${name}`] = side => authorization(side, { ...ASK, ...parameters })

const exchanges: { [name: string]: [Parameters, { [name: string]: string }?] } = {
  'no grant type': [{ client_id: PUBLIC.client_id }],
  'an unknown grant type': [{ client_id: PUBLIC.client_id, grant_type: 'x' }],
  'grant type implicit': [{ client_id: SECRETIVE.client_id, client_secret: SECRET, grant_type: 'implicit' }],
  'a grant type that is not the client’s': [{ client_id: PUBLIC.client_id, grant_type: 'client_credentials' }],
  'no client': [{ grant_type: 'authorization_code' }],
  'an unknown client': [{ grant_type: 'authorization_code', client_id: 'unknown' }],
  'an unknown client by Basic': [{ grant_type: 'authorization_code' }, basic('unknown', 'x')],
  'no secret': [{ grant_type: 'authorization_code', client_id: SECRETIVE.client_id }],
  'a wrong secret': [{ grant_type: 'authorization_code', client_id: SECRETIVE.client_id, client_secret: 'x' }],
  'a wrong secret by Basic': [{ grant_type: 'authorization_code' }, basic(BASIC.client_id, 'x')],
  'a secret of a public client': [
    { grant_type: 'authorization_code', client_id: PUBLIC.client_id, client_secret: 'x' },
  ],
  'a secret twice': [
    { grant_type: 'authorization_code', client_id: BASIC.client_id, client_secret: SECRET },
    basic(BASIC.client_id, SECRET),
  ],
  'a Basic header that is none': [{ grant_type: 'authorization_code' }, { authorization: 'Basic !' }],
  'a Basic header without a secret': [{ grant_type: 'authorization_code' }, basic(BASIC.client_id, '')],
  'another scheme': [{ grant_type: 'authorization_code' }, { authorization: 'Bearer x' }],
  'no code': [redeeming('', { code: undefined })],
  'an unknown code': [redeeming('x')],
  'no redirect URI': [redeeming('x', { redirect_uri: undefined })],
  'grant type twice': [redeeming('x', { grant_type: ['authorization_code', 'authorization_code'] })],
  'a code twice': [redeeming('x', { code: ['a', 'b'] })],
  'no refresh token': [{ grant_type: 'refresh_token', client_id: PUBLIC.client_id }],
  'an unknown refresh token': [{ grant_type: 'refresh_token', client_id: PUBLIC.client_id, refresh_token: 'x' }],
  'a scope that cannot be': [
    { grant_type: 'refresh_token', client_id: PUBLIC.client_id, refresh_token: 'x', scope: '"' },
  ],
}
for (const [name, [parameters, headers]] of Object.entries(exchanges))
  requests[`token: ${name}`] = side => posted(side, '/oauth/token', parameters, headers)

requests['token: a code'] = async side => posted(side, '/oauth/token', redeeming(await codeFor(side)))
requests['token: a code without its verifier'] = async side =>
  posted(side, '/oauth/token', redeeming(await codeFor(side), { code_verifier: undefined }))
requests['token: a code with another verifier'] = async side =>
  posted(side, '/oauth/token', redeeming(await codeFor(side), { code_verifier: 'a'.repeat(43) }))
requests['token: a code with a verifier that cannot be'] = async side =>
  posted(side, '/oauth/token', redeeming(await codeFor(side), { code_verifier: 'x' }))
requests['token: a code for another redirect URI'] = async side =>
  posted(side, '/oauth/token', redeeming(await codeFor(side), { redirect_uri: `${CALLBACK}x` }))
requests['token: another client’s code'] = async side =>
  posted(
    side,
    '/oauth/token',
    redeeming(await codeFor(side), { client_id: SECRETIVE.client_id, client_secret: SECRET }),
  )
requests['token: a code once more'] = async side => {
  const code = await codeFor(side)
  await posted(side, '/oauth/token', redeeming(code))
  return posted(side, '/oauth/token', redeeming(code))
}
requests['token: a verifier for a code that has no challenge'] = async side => {
  const none = { client_id: SECRETIVE.client_id, code_challenge: undefined, code_challenge_method: undefined }
  const secret = { client_id: SECRETIVE.client_id, client_secret: SECRET }
  return posted(side, '/oauth/token', redeeming(await codeFor(side, none), secret))
}
requests['revoke: no token'] = side => posted(side, '/oauth/revoke', { client_id: PUBLIC.client_id })
requests['revoke: an unknown token'] = side =>
  posted(side, '/oauth/revoke', { client_id: PUBLIC.client_id, token: 'x' })
requests['revoke: no client'] = side => posted(side, '/oauth/revoke', { token: 'x' })
requests['revoke: a wrong secret'] = side =>
  posted(side, '/oauth/revoke', { client_id: SECRETIVE.client_id, client_secret: 'x', token: 'x' })
requests['revoke: an unknown hint'] = side =>
  posted(side, '/oauth/revoke', { client_id: PUBLIC.client_id, token: 'x', token_type_hint: 'x' })

const PUSH = { ...ASK, client_id: SECRETIVE.client_id, client_secret: SECRET }
const pushes: { [name: string]: Parameters } = {
  'a request': {},
  'a foreign redirect URI': { redirect_uri: 'https://evil.example/' },
  'no response type': { response_type: undefined },
  'an unknown response type': { response_type: 'x' },
  'a wrong secret': { client_secret: 'x' },
  'an unknown prompt': { prompt: 'x' },
  'a request_uri': { request_uri: 'urn:x' },
  'state twice': { state: ['a', 'b'] },
}
for (const [name, parameters] of Object.entries(pushes))
  requests[`push: ${name}`] = side => posted(side, '/oauth/par', { ...PUSH, ...parameters })

const bearers: { [name: string]: { [name: string]: string } } = {
  'no token': {},
  'an unknown token': { authorization: 'Bearer x' },
  'another scheme': { authorization: 'Basic x' },
  'a malformed header': { authorization: 'Bearer' },
}
for (const [name, headers] of Object.entries(bearers))
  requests[`userinfo: ${name}`] = side => posted(side, '/userinfo', {}, headers)

/** Where Lintel departs, and why: what is not compared. */
const DEPARTURES: { [name: string]: (said: Said) => void } = {
  // Auth0's SDKs know these words in both dialects.
  'authorize: prompt none, nobody signed in': said => delete (said.query as Said).error_description,
  // DPoP is there too.
  'userinfo: another scheme': said => delete said.error_description,
}

t.test('what is refused, and how, is oidc-provider’s own word', async t => {
  for (const [name, request] of Object.entries(requests)) {
    const [lintel, bare] = await Promise.all(SIDES.map(side => request(side)))
    for (const said of [lintel, bare]) if (said) DEPARTURES[name]?.(said)
    t.same(lintel, bare, name)
  }
})

const FLOWS: { [response_type: string]: Parameters } = {
  code: {},
  'code with a nonce': { nonce: 'n' },
  'code with profile and email': { scope: 'openid email' },
  'code with max_age': { max_age: '100' },
  id_token: { client_id: SECRETIVE.client_id, response_type: 'id_token', nonce: 'n', scope: 'openid email' },
  'id_token token': {
    client_id: SECRETIVE.client_id,
    response_type: 'id_token token',
    nonce: 'n',
    scope: 'openid email',
  },
  'code id_token': {
    client_id: SECRETIVE.client_id,
    response_type: 'code id_token',
    nonce: 'n',
    scope: 'openid email',
  },
  'code id_token token': { client_id: SECRETIVE.client_id, response_type: 'code id_token token', nonce: 'n' },
  'code token': { client_id: SECRETIVE.client_id, response_type: 'code token', nonce: 'n' },
}

/** A claim's type, or what it says where that is the same on both sides. */
const claimsIn = (side: Side, jwt: unknown): Said =>
  Object.fromEntries(
    Object.entries(decodeJwt(String(jwt)))
      // Auth0: `sid` is in every ID token, and the email of another person is another.
      .filter(([name]) => name !== 'sid')
      .map(([name, value]) => [
        name,
        ['iss', 'aud', 'nonce', 'amr', 'acr'].includes(name) ? ours(side, JSON.stringify(value)) : typeof value,
      ]),
  )

t.test('what is granted carries the same claims', async t => {
  for (const [name, parameters] of Object.entries(FLOWS)) {
    const [lintel, bare] = await Promise.all(
      SIDES.map(async side => {
        const callback = await authorized(side, { ...ASK, ...parameters })
        const answer = new URLSearchParams(callback.hash.slice(1))
        const query = saidIn(side, callback.searchParams)
        // Lintel names the issuer (RFC 9207) beside an ID token too.
        if (answer.has('id_token')) answer.delete('iss')
        const fragment = saidIn(side, answer)
        const said: Said = { query, fragment }
        if (answer.has('id_token')) said.front_id_token = claimsIn(side, answer.get('id_token'))
        const code = callback.searchParams.get('code') ?? answer.get('code')
        if (code !== null) {
          const secret = parameters.client_id ? { client_id: SECRETIVE.client_id, client_secret: SECRET } : {}
          const response = await fetch(new URL('/oauth/token', side.issuer), {
            method: 'POST',
            body: encoded(redeeming(code, secret)),
          })
          const body = (await response.json()) as { [name: string]: unknown }
          said.tokens = Object.keys(body).sort()
          if (body.id_token) said.id_token = claimsIn(side, body.id_token)
          const info = await fetch(new URL('/userinfo', side.issuer), {
            headers: { authorization: `Bearer ${body.access_token}` },
          })
          said.userinfo = Object.keys((await info.json()) as object).sort()
        }
        return said
      }),
    )
    t.same(lintel, bare, name)
  }
})
