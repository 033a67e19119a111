import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import t from 'tap'
import type { Client } from '../../src/store/clients.ts'
import { CALLBACK, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import type { Visited } from '../support/visitor.ts'

// OAuth 2.0 Multiple Response Type Encoding Practices; OpenID Connect Core §3.2 and §3.3

const p = await createProtocol(t)
const person = await p.createUser()
const api = await p.createApi({ token_lifetime: 7_000, token_lifetime_for_web: 600, allow_offline_access: true })
const implicit = await p.createClient({ grant_types: ['implicit'], web_origins: ['https://app.example'] })
const hybrid = await p.createClient({
  app_type: 'regular_web',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
})

const fragmentOf = (page: Visited) => new URLSearchParams(locationOf(page).hash.slice(1))

async function ask(client: Client, parameters: Parameters, browser = p.browser()) {
  const page = await p.authorize(browser, {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    scope: 'openid profile email',
    state: 'state',
    nonce: 'nonce',
    ...parameters,
  })
  const landed = page.headers.get('location')?.includes('/u/') ? await p.signIn(browser, page, person) : page
  return { page: landed, browser }
}

/** OpenID Connect Core §3.1.3.6 */
const halfHash = (value: string) => createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url')

t.test('an ID token alone comes in the fragment, for a client that was given the implicit grant', async t => {
  const { page } = await ask(implicit, { response_type: 'id_token' })
  const answer = fragmentOf(page)
  t.equal(answer.get('state'), 'state')
  t.match(decodeJwt(answer.get('id_token') ?? ''), {
    sub: person.user_id,
    aud: implicit.client_id,
    nonce: 'nonce',
    email: person.email,
  })
  t.notOk(answer.has('access_token'))
  t.notOk(answer.has('code'))
})

t.test('an ID token and an access token: bound to each other, short-lived, never with a refresh token', async t => {
  const { page } = await ask(implicit, {
    response_type: 'id_token token',
    audience: api.identifier,
    scope: 'openid profile offline_access read:a',
  })
  const answer = fragmentOf(page)
  const access_token = answer.get('access_token') ?? ''
  t.equal(answer.get('token_type'), 'Bearer')
  t.equal(answer.get('expires_in'), '600', 'the lifetime for web')
  const { iat = 0, exp = 0, scope } = decodeJwt(access_token) as { iat: number; exp: number; scope: string }
  t.equal(exp - iat, 600)
  t.notOk(scope.split(' ').includes('offline_access'))
  t.notOk(answer.has('refresh_token'))
  t.equal(decodeJwt(answer.get('id_token') ?? '').at_hash, halfHash(access_token))
  const info = await p.get('/userinfo', { authorization: `Bearer ${access_token}` })
  t.equal(info.body.sub, person.user_id)
})

t.test('without an audience the access token is opaque, lives two hours and dies with its session', async t => {
  const { page, browser } = await ask(implicit, { response_type: 'id_token token' })
  const access_token = fragmentOf(page).get('access_token') ?? ''
  t.equal(fragmentOf(page).get('expires_in'), '7200')
  const bearer = { authorization: `Bearer ${access_token}` }
  t.equal((await p.get('/userinfo', bearer)).status, 200)
  await browser.fetch('/v2/logout')
  t.equal((await p.get('/userinfo', bearer)).status, 401)
})

t.test('a hybrid answer holds what was asked, and its code is good for the long-lived token', async t => {
  for (const response_type of ['code id_token', 'code token', 'code id_token token', 'token id_token code']) {
    const { page } = await ask(hybrid, { response_type, audience: api.identifier })
    const answer = fragmentOf(page)
    const code = answer.get('code') ?? ''
    t.ok(code, response_type)
    t.equal(answer.has('access_token'), response_type.includes(' token') || response_type.startsWith('token'))
    t.equal(answer.has('id_token'), response_type.includes('id_token'))
    const id_token = answer.get('id_token')
    if (id_token) t.equal(decodeJwt(id_token).c_hash, halfHash(code))
    const { status, body } = await p.token({
      grant_type: 'authorization_code',
      client_id: hybrid.client_id,
      client_secret: hybrid.client_secret,
      redirect_uri: CALLBACK,
      code,
    })
    t.equal(status, 200, JSON.stringify(body))
    t.equal(body.expires_in, 7_000)
  }
})

t.test('a hybrid answer without an audience stores one grant for its code and its token', async t => {
  const { page } = await ask(hybrid, { response_type: 'code id_token token', scope: 'openid offline_access' })
  const answer = fragmentOf(page)
  const info = await p.get('/userinfo', { authorization: `Bearer ${answer.get('access_token')}` })
  t.equal(info.status, 200)
  const redeem = () =>
    p.token({
      grant_type: 'authorization_code',
      client_id: hybrid.client_id,
      client_secret: hybrid.client_secret,
      redirect_uri: CALLBACK,
      code: answer.get('code') ?? '',
    })
  const { body } = await redeem()
  t.ok(body.refresh_token)
  t.equal((await redeem()).status, 403, 'a second use')
  const after = await p.get('/userinfo', { authorization: `Bearer ${answer.get('access_token')}` })
  t.equal(after.status, 401, 'revokes the access token of the same answer too (RFC 6749 §4.1.2)')
})

t.test('a client that was not given the implicit grant gets no token through the browser', async t => {
  const code_only = await p.createClient()
  for (const response_type of ['id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']) {
    const { page } = await ask(code_only, { response_type })
    const answer = fragmentOf(page)
    t.equal(answer.get('error'), 'invalid_request', response_type)
    t.notOk(answer.has('access_token') || answer.has('id_token') || answer.has('code'))
  }
  const { page } = await ask(implicit, { response_type: 'code' })
  t.equal(locationOf(page).searchParams.get('error'), 'invalid_request', 'and the other way round')
})

t.test('an ID token through the browser needs a nonce, and never travels in a query', async t => {
  const { page } = await ask(implicit, { response_type: 'id_token', nonce: undefined })
  t.equal(fragmentOf(page).get('error'), 'invalid_request')
  const { page: query } = await ask(implicit, { response_type: 'id_token token', response_mode: 'query' })
  t.notMatch(query.headers.get('location') ?? '', /[?&](id|access)_token=/)
  t.match(query.headers.get('location') ?? '', /error=invalid_request/)
})

t.test('response_type token alone is refused: an access token that nothing binds can be injected', async t => {
  const { page } = await ask(implicit, { response_type: 'token' })
  t.match(page.headers.get('location') ?? '', /error=unsupported_response_type/)
})

t.test('auth0-js asks silently for `token id_token` by web_message', async t => {
  const { browser } = await ask(implicit, { response_type: 'id_token token' })
  const silent = { response_type: 'token id_token', response_mode: 'web_message', prompt: 'none' }
  const { page } = await ask(implicit, silent, browser)
  t.equal(page.status, 200)
  t.match(page.body, /"access_token"/)
  t.match(page.body, /"id_token"/)
  t.match(page.headers.get('content-security-policy'), /frame-ancestors https:\/\/app\.example/)
  const stranger = await ask(implicit, silent)
  t.match(stranger.page.body, /login_required/)
})

t.test('form_post carries every response type in a form', async t => {
  const { page } = await ask(hybrid, { response_type: 'code id_token', response_mode: 'form_post' })
  t.match(page.body, /name="code"/)
  t.match(page.body, /name="id_token"/)
  t.match(page.body, /action="https:\/\/app\.example\/callback"/)
})

t.test('the discovery document lists them', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.same(
    new Set(body.response_types_supported),
    new Set(['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']),
  )
  t.ok(body.grant_types_supported.includes('implicit'))
})
