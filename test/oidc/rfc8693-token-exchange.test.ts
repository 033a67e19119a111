import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { fetchWith, type Issued, issue } from '../support/certificates.ts'
import { createProver } from '../support/dpop.ts'
import { eventually } from '../support/eventually.ts'
import {
  ACCESS_TOKEN,
  asClient,
  backendOf,
  confidential,
  createIssuer,
  exchange,
  grantFor,
  hmacBy,
  LEGACY_TOKEN,
  TOKEN_EXCHANGE,
  trust,
} from '../support/exchange.ts'
import { leastStatements } from '../support/least-statements.ts'
import { CALLBACK, claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import { configure } from '../support/scene.ts'
import { untilFactsAreKept } from '../support/statements.ts'
import { localhostTls } from '../support/tls.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const spa = await p.createClient()
const first = await p.createApi()
const second = await p.createApi({ scopes: [{ value: 'read:other' }, { value: 'write:other' }] })
const backend = await backendOf(p, first)
await grantFor(p, backend, second, ['read:other'])
const INVALID = { error: 'invalid_request', error_description: 'Invalid subject_token' }

const tokenOf = async (person = ada, parameters = {}, client = spa) => {
  const authorized = await p.authorized(client, person, { audience: first.identifier, ...parameters })
  const secret = client.token_endpoint_auth_method === 'none' ? {} : { client_secret: client.client_secret ?? '' }
  return (await p.redeem(client, authorized, secret)).body.access_token as string
}

// --- on behalf of ---

t.test('an API’s backend gets a token for the next API, for the same user, that says who acts', async t => {
  const subject = await tokenOf(ada, { scope: 'openid read:things' })
  const { status, body, headers } = await exchange(p, backend, subject, { audience: second.identifier })
  t.equal(status, 200)
  t.equal(headers.get('cache-control'), 'no-store')
  t.strictSame(
    { ...body, access_token: '', expires_in: 0 },
    { access_token: '', expires_in: 0, issued_token_type: ACCESS_TOKEN, scope: 'read:other', token_type: 'Bearer' },
  )
  const { iat, exp, jti, ...claims } = claimsOf(body.access_token)
  t.type(jti, 'string')
  t.strictSame(claims, {
    iss: p.issuer,
    sub: ada.user_id,
    aud: second.identifier,
    azp: backend.client_id,
    scope: 'read:other',
    act: { sub: backend.client_id, act: { sub: spa.client_id } },
  })
  t.ok(iat <= exp && exp <= claimsOf(subject).exp, 'it does not outlive the token that it came from')
})

t.test('the chain grows with each exchange, and not without end', async t => {
  const third = await p.createApi()
  const next = await backendOf(p, second)
  await grantFor(p, next, third)
  const one = (await exchange(p, backend, await tokenOf(), { audience: second.identifier })).body.access_token
  const two = await exchange(p, next, one, { audience: third.identifier, subject_token_type: ACCESS_TOKEN })
  t.strictSame(claimsOf(two.body.access_token).act, {
    sub: next.client_id,
    act: { sub: backend.client_id, act: { sub: spa.client_id } },
  })
  const colleague = await backendOf(p, first)
  let token = await tokenOf(ada, { scope: 'read:things write:things' })
  const statuses = []
  for (let i = 0; i < 5; i++) {
    const { status, body } = await exchange(p, i % 2 ? colleague : backend, token, { audience: first.identifier })
    statuses.push(status)
    if (status === 200) token = body.access_token
    else t.match(body, { error: 'invalid_request', error_description: /delegation chain/ })
  }
  t.strictSame(statuses, [200, 200, 200, 200, 400])
})

t.test('only scopes that the backend was granted for users; others are left out, none is refused', async t => {
  const subject = await tokenOf()
  const some = await exchange(p, backend, subject, { audience: second.identifier, scope: 'read:other write:other' })
  t.equal(some.body.scope, 'read:other')
  t.equal(claimsOf(some.body.access_token).scope, 'read:other')
  const none = await exchange(p, backend, subject, { audience: second.identifier, scope: 'write:other' })
  t.equal(none.status, 403)
  t.match(none.body, { error: 'access_denied', error_description: /write:other/ })
  const openid = await exchange(p, backend, subject, { audience: second.identifier, scope: 'openid read:other' })
  t.equal(openid.body.scope, 'read:other', 'OpenID Connect’s own stay with the client that the user signed in at')
  t.notOk('id_token' in openid.body)
  t.notOk('refresh_token' in openid.body)
})

t.test('what anybody may ask for users, a backend is given only by a client grant', async t => {
  const open = await p.createApi()
  const subject = await tokenOf()
  const denied = await exchange(p, backend, subject, { audience: open.identifier })
  t.equal(denied.status, 403)
  t.match(denied.body, { error: 'access_denied', error_description: /client-grant/ })
  const id = await grantFor(p, backend, open)
  t.equal((await exchange(p, backend, subject, { audience: open.identifier })).status, 200)
  await p.store.client_grants.remove(id)
  await p.settled()
  t.equal((await exchange(p, backend, subject, { audience: open.identifier })).status, 403, 'gone at once')
})

t.test('an API that wants two factors is had by no exchange of a token of one (CVE-2026-9792)', async t => {
  const strict = await p.createApi({ multi_factor_policy: 'always' })
  const further = await p.createApi({ multi_factor_policy: 'always' })
  const middle = await backendOf(p, strict)
  await grantFor(p, backend, strict)
  await grantFor(p, middle, further)
  const two = async (factors: boolean) => {
    const token = await tokenOf()
    if (!factors) return token
    const browser = p.browser()
    await p.authorized(spa, ada, { audience: first.identifier }, browser)
    // As if she had proved the second one.
    await p.app.database.query(`update sessions set payload = payload || '{"amr":["pwd","otp","mfa"]}'`)
    const authorized = await p.authorized(spa, ada, { audience: first.identifier }, browser)
    return (await p.redeem(spa, authorized)).body.access_token as string
  }
  const refused = await exchange(p, backend, await two(false), { audience: strict.identifier })
  t.match(refused, { status: 403, body: { error: 'mfa_required' } })
  const given = await exchange(p, backend, await two(true), { audience: strict.identifier })
  t.match(given, { status: 200 }, given.text)
  t.match(claimsOf(given.body.access_token), { amr: ['pwd', 'otp', 'mfa'] })
  const on = await exchange(p, middle, given.body.access_token as string, { audience: further.identifier })
  t.equal(on.status, 200, on.text)
})

t.test('never the Management API', async t => {
  const management = (await p.store.resource_servers.findByIdentifier(`${p.issuer}api/v2/`))!
  await grantFor(p, backend, management)
  const { status, body } = await exchange(p, backend, await tokenOf(), { audience: management.identifier })
  t.equal(status, 403)
  t.equal(body.error, 'access_denied')
})

t.test('the user’s own permissions bound it', async t => {
  const guarded = await p.createApi({ enforce_policies: true, token_dialect: 'access_token_authz' })
  await grantFor(p, backend, guarded)
  const bea = await p.createUser()
  const subject = await tokenOf(bea)
  t.equal((await exchange(p, backend, subject, { audience: guarded.identifier })).body.scope, undefined)
  await p.app.database.query(
    `insert into user_permissions (tenant_id, user_id, resource_server_id, permission_name) values ('default', $1, $2, 'read:things')`,
    [bea.user_id, guarded.id],
  )
  const { body } = await exchange(p, backend, subject, { audience: guarded.identifier })
  t.match(claimsOf(body.access_token), { scope: 'read:things', permissions: ['read:things'] })
})

t.test('of the user’s permissions the token states those that it was asked for, or granted', async t => {
  const authorizing = { enforce_policies: true, token_dialect: 'access_token_authz' } as const
  const [own, next] = await Promise.all([p.createApi(authorizing), p.createApi(authorizing)])
  const [web, api] = await Promise.all([confidential(p), backendOf(p, own)])
  await grantFor(p, api, next, ['read:things'])
  for (const { id } of [own, next])
    await p.app.database.query(
      `insert into user_permissions (tenant_id, user_id, resource_server_id, permission_name)
       values ('default', $1, $2, 'read:things'), ('default', $1, $2, 'write:things')`,
      [ada.user_id, id],
    )
  const stated = (body: { access_token: string }) => claimsOf(body.access_token).permissions.toSorted()
  const all = ['read:things', 'write:things']
  const subject = await tokenOf(ada, { audience: own.identifier, scope: 'openid' }, web)
  t.same(stated({ access_token: subject }), all, 'whatever its scope, at a sign-in')
  t.same(stated((await exchange(p, web, subject)).body), all, 'and in a token that narrows nothing')
  const full = await tokenOf(ada, { audience: own.identifier, scope: 'read:things write:things' }, web)
  const narrowed = (await exchange(p, web, full, { scope: 'read:things' })).body
  t.same(stated(narrowed), ['read:things'])
  t.same(stated((await exchange(p, web, narrowed.access_token)).body), ['read:things'], 'and it stays so')
  t.same(stated((await exchange(p, api, narrowed.access_token, { audience: own.identifier })).body), ['read:things'])
  t.same(stated((await exchange(p, api, full, { audience: next.identifier })).body), ['read:things'])
})

t.test('an API that asks users for consent is given it first', async t => {
  const careful = await p.createApi({ skip_consent_for_verifiable_first_party_clients: false })
  await grantFor(p, backend, careful, ['read:things'])
  const subject = await tokenOf()
  const refused = await exchange(p, backend, subject, { audience: careful.identifier })
  t.equal(refused.body.error, 'consent_required')
  await p.store.consents.add(
    [{ user_id: ada.user_id, client_id: backend.client_id, resource_server_id: careful.id, scope: ['read:things'] }],
    new Date(),
  )
  t.equal((await exchange(p, backend, subject, { audience: careful.identifier })).status, 200)
})

t.test('an audience is named', async t => {
  const { status, body } = await exchange(p, backend, await tokenOf())
  t.equal(status, 403)
  t.match(body.error_description, /No audience/)
  t.match((await exchange(p, backend, await tokenOf(), { audience: 'https://nowhere.example' })).body, {
    error: 'access_denied',
    error_description: /Service not found/,
  })
})

t.test('who may not: a foreign API’s backend, a client without the setting, a public client', async t => {
  const subject = await tokenOf()
  const elsewhere = await backendOf(p, second)
  const unset = await backendOf(p, first, { token_exchange: null })
  const app = await confidential(p)
  for (const [what, client] of Object.entries({ elsewhere, unset, app })) {
    await grantFor(p, client, second)
    const { status, body } = await exchange(p, client, subject, { audience: second.identifier })
    t.equal(status, 400, what)
    t.same(body, INVALID, what)
  }
  const open = await p.createClient({ grant_types: ['authorization_code', TOKEN_EXCHANGE] })
  const refused = await p.token({
    grant_type: TOKEN_EXCHANGE,
    client_id: open.client_id,
    subject_token: subject,
    subject_token_type: ACCESS_TOKEN,
  })
  t.equal(refused.status, 403)
  t.equal(refused.body.error, 'unauthorized_client')
  const without = await backendOf(p, first, { grant_types: ['client_credentials'] })
  t.match((await exchange(p, without, subject, { audience: second.identifier })).body, { error: 'unauthorized_client' })
})

// --- down-scoping ---

t.test('a client narrows a token of its own', async t => {
  const web = await confidential(p)
  const subject = await tokenOf(ada, { scope: 'openid read:things write:things' }, web)
  const { status, body } = await exchange(p, web, subject, { scope: 'read:things' })
  t.equal(status, 200)
  const claims = claimsOf(body.access_token)
  t.match(claims, { sub: ada.user_id, aud: first.identifier, azp: web.client_id, scope: 'read:things' })
  t.notOk('act' in claims, 'nobody else acts')
  t.ok(claims.exp <= claimsOf(subject).exp)
  const same = await exchange(p, web, subject, { audience: first.identifier })
  t.equal(same.body.scope, 'openid read:things write:things')
  const wider = await exchange(p, web, body.access_token, { scope: 'read:things write:things' })
  t.equal(wider.status, 400)
  t.equal(wider.body.error, 'invalid_scope')
  t.same((await exchange(p, web, subject, { audience: second.identifier })).body, INVALID, 'no other audience')
})

t.test('an opaque one too, and it ends with its grant', async t => {
  const web = await confidential(p)
  const { body: tokens } = await p.redeem(web, await p.authorized(web, ada, { scope: 'openid email' }), {
    client_secret: web.client_secret ?? '',
  })
  const { status, body } = await exchange(p, web, tokens.access_token, { scope: 'openid' })
  t.equal(status, 200)
  t.equal(body.scope, 'openid')
  const userinfo = () => p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
  t.strictSame((await userinfo()).body, { sub: ada.user_id })
  const { rows } = await p.app.database.query('select payload from artefacts where id_hash = $1', [
    hashBearer(body.access_token),
  ])
  t.equal(rows.length, 1)
  t.notMatch(JSON.stringify(rows), body.access_token, 'it is not at rest')
  await p.post('/oauth/revoke', { ...asClient(web), token: tokens.access_token })
  t.equal((await userinfo()).status, 401)
  t.same((await exchange(p, web, tokens.access_token)).body, INVALID)
})

t.test('a token that is almost over gives one that is', async t => {
  const short = await p.createApi({ token_lifetime: 60, token_lifetime_for_web: 60 })
  const own = await backendOf(p, short)
  await grantFor(p, own, second)
  const subject = await tokenOf(ada, { audience: short.identifier })
  const { body } = await exchange(p, own, subject, { audience: second.identifier })
  t.ok(body.expires_in <= 60)
  t.ok(claimsOf(body.access_token).exp <= claimsOf(subject).exp)
})

// --- what stops it ---

t.test('what the subject token came from has ended', async t => {
  const stopped = async (what: string, stop: (user_id: string, client_id: string) => Promise<unknown>) => {
    const bea = await p.createUser()
    const app = await p.createClient()
    const subject = await tokenOf(bea, {}, app)
    t.equal((await exchange(p, backend, subject, { audience: second.identifier })).status, 200, what)
    await stop(bea.user_id, app.client_id)
    t.same((await exchange(p, backend, subject, { audience: second.identifier })).body, INVALID, what)
  }
  await stopped('a blocked user', id => p.store.users.update(id, { blocked: true }, new Date()))
  await stopped('a user who is gone', id => p.store.users.remove(id))
  await stopped('revoked grants', user_id => p.store.grants.revoke({ user_id }, new Date()))
  await stopped('a disabled connection', async (_, client_id) => {
    await p.store.connections.disableClients(p.connection_id, { only: [client_id] })
    await p.settled()
  })
  await stopped('a client that is gone', async (_, client_id) => {
    await p.store.clients.remove(client_id)
    await p.settled()
  })
})

t.test('an exchanged token ends with what the first one came from', async t => {
  const third = await p.createApi()
  const next = await backendOf(p, second)
  await grantFor(p, next, third)
  const bea = await p.createUser()
  const one = (await exchange(p, backend, await tokenOf(bea), { audience: second.identifier })).body.access_token
  t.equal((await exchange(p, next, one, { audience: third.identifier })).status, 200)
  await p.store.grants.revoke({ user_id: bea.user_id }, new Date())
  t.same((await exchange(p, next, one, { audience: third.identifier })).body, INVALID)
})

t.test('what is no access token of ours', async t => {
  const { body } = await p.tokens(spa, ada, { audience: first.identifier })
  const secretive = await p.createApi({ signing_alg: 'HS256', signing_secret: 'a-secret-of-32-characters-or-more' })
  const own = await backendOf(p, secretive)
  await grantFor(p, own, second)
  const bySecret = await tokenOf(ada, { audience: secretive.identifier })
  const now = Math.floor(Date.now() / 1000)
  const forged = hmacBy('a-secret-of-32-characters-or-more', {
    iss: p.issuer,
    aud: secretive.identifier,
    sub: ada.user_id,
    azp: spa.client_id,
    scope: 'read:things',
    iat: now,
    exp: now + 60,
  })
  for (const [what, token, client] of [
    ['an ID token', body.id_token, backend],
    ['a refresh token', body.refresh_token, backend],
    ['nonsense', 'x', backend],
    ['altered', `${body.access_token.slice(0, -4)}AAAA`, backend],
    ['signed by a secret that the API has', bySecret, own],
    ['made by the API itself', forged, own],
  ] as const) {
    const { status, body } = await exchange(p, client, token, { audience: second.identifier })
    t.equal(status, 400, what)
    t.same(body, INVALID, what)
  }
})

t.test('a client’s own token is of no user', async t => {
  const machine = await confidential(p, { grant_types: ['client_credentials', TOKEN_EXCHANGE] })
  await p.store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: machine.client_id,
      resource_server_id: first.id,
      subject_type: 'client',
      scope: [],
      allow_all_scopes: true,
    },
    new Date(),
  )
  await p.settled()
  const { body } = await p.token({
    grant_type: 'client_credentials',
    ...asClient(machine),
    audience: first.identifier,
  })
  t.same((await exchange(p, backend, body.access_token, { audience: second.identifier })).body, INVALID)
  t.same((await exchange(p, machine, body.access_token)).body, INVALID)
  const acting = await exchange(p, backend, await tokenOf(), {
    audience: second.identifier,
    actor_token: body.access_token,
    actor_token_type: ACCESS_TOKEN,
  })
  t.strictSame(
    claimsOf(acting.body.access_token).act,
    { sub: machine.client_id, act: { sub: spa.client_id } },
    'but it may act: it was sent to the API',
  )
})

t.test('another tenant’s token is none', async t => {
  const other = await createProtocol(t)
  const bea = await other.createUser()
  const there = await other.createApi({ identifier: first.identifier })
  const { body } = await other.tokens(await other.createClient(), bea, { audience: there.identifier })
  t.same((await exchange(p, backend, body.access_token, { audience: second.identifier })).body, INVALID)
})

t.test('a token that is bound to a key is exchanged by who proves that key, and stays bound', async t => {
  const [holder, thief] = [await createProver(), await createProver()]
  const url = `${p.issuer}oauth/token`
  const web = await confidential(p)
  const authorized = await p.authorized(web, ada, { audience: first.identifier, scope: 'read:things' })
  const { body: tokens } = await p.post(
    '/oauth/token',
    {
      grant_type: 'authorization_code',
      ...asClient(web),
      code: authorized.callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: authorized.verifier,
    },
    { dpop: await holder.proof('POST', url) },
  )
  t.equal(tokens.token_type, 'DPoP')
  t.same((await exchange(p, web, tokens.access_token)).body, INVALID)
  const stolen = await exchange(p, web, tokens.access_token, {}, { dpop: await thief.proof('POST', url) })
  t.same(stolen.body, INVALID)
  const proof = await holder.proof('POST', url)
  const right = await exchange(p, web, tokens.access_token, {}, { dpop: proof })
  t.equal(right.status, 200)
  t.equal(right.body.token_type, 'DPoP')
  t.strictSame(claimsOf(right.body.access_token).cnf, { jkt: holder.jkt })
  t.equal((await exchange(p, web, tokens.access_token, {}, { dpop: proof })).status, 400, 'a proof is good once')
  t.same(
    (await exchange(p, backend, tokens.access_token, { audience: second.identifier })).body,
    INVALID,
    'nor does the API act for it',
  )
})

// --- actors ---

t.test('an actor token says who acts', async t => {
  const boss = await p.createUser()
  const web = await confidential(p)
  const subject = await tokenOf(ada, { scope: 'read:things' }, web)
  const actor = await tokenOf(boss, { scope: 'read:things' }, web)
  const { status, body } = await exchange(p, web, subject, { actor_token: actor, actor_token_type: ACCESS_TOKEN })
  t.equal(status, 200)
  t.match(claimsOf(body.access_token), { sub: ada.user_id, act: { sub: boss.user_id, act: { sub: web.client_id } } })
  t.ok(claimsOf(body.access_token).exp <= claimsOf(actor).exp)
  const bad = { error: 'invalid_request', error_description: 'Invalid actor_token' }
  const elsewhere = await tokenOf(boss)
  for (const token of [elsewhere, 'x'])
    t.same((await exchange(p, web, subject, { actor_token: token, actor_token_type: ACCESS_TOKEN })).body, bad)
  await p.store.users.update(boss.user_id, { blocked: true }, new Date())
  t.same((await exchange(p, web, subject, { actor_token: actor, actor_token_type: ACCESS_TOKEN })).body, bad)
})

t.test('malformed requests', async t => {
  const subject = await tokenOf()
  for (const [parameters, description] of [
    [{ subject_token: '' }, /subject_token/],
    [{ subject_token_type: '' }, /subject_token_type/],
    [{ subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }, /subject_token_type is not supported/],
    [{ subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }, /subject_token_type is not supported/],
    [{ requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }, /requested_token_type/],
    [{ requested_token_type: 'urn:ietf:params:oauth:token-type:id_token' }, /requested_token_type/],
    [{ actor_token: 'x' }, /actor_token_type/],
    [{ actor_token_type: ACCESS_TOKEN }, /actor_token/],
    [{ actor_token: 'x', actor_token_type: 'urn:x' }, /actor_token_type is not supported/],
    [{ organization: 'org_1' }, /organization/],
    [{ subject_token: [subject, subject] }, /must not be provided twice/],
  ] as [Parameters, RegExp][]) {
    const asked: Parameters = { audience: second.identifier, ...parameters }
    const { status, body } = await exchange(p, backend, subject, asked)
    t.equal(status, 400, String(description))
    t.match(body, { error: 'invalid_request', error_description: description })
  }
  const right = await exchange(p, backend, subject, {
    audience: second.identifier,
    requested_token_type: ACCESS_TOKEN,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  })
  t.equal(right.status, 200)
})

// --- tokens of others ---

const legacy = await createIssuer()
const profile = await trust(p, legacy)
const migrating = await confidential(p, {
  grant_types: ['authorization_code', TOKEN_EXCHANGE],
  token_exchange: { allow_any_profile_of_type: ['custom_authentication'] },
})
const subOf = (user_id: string) => user_id.replace('auth0|', '')
const aud = p.issuer
const external = (token: string, parameters = {}, client = migrating) =>
  exchange(p, client, token, { subject_token_type: LEGACY_TOKEN, ...parameters })

const throttle = (suspicious_ip_throttling: object) =>
  configure(p.app, store => store.settings.update(() => ({ suspicious_ip_throttling }), new Date()))
// Tokens that are refused come from one network here.
await throttle({ enabled: false })

t.test('what wants two factors is had by no token of another issuer’s (CVE-2026-9792)', async t => {
  const strict = await p.createApi({ multi_factor_policy: 'always' })
  const token = () => legacy.sign({ sub: subOf(ada.user_id), aud: p.issuer })
  const asked = { subject_token_type: LEGACY_TOKEN, audience: strict.identifier }
  t.match(await exchange(p, migrating, await token(), asked), { status: 403, body: { error: 'mfa_required' } })
  const first_factor = await exchange(p, migrating, await token(), { ...asked, audience: first.identifier })
  t.equal(first_factor.status, 200, first_factor.text)
})

t.test('a trusted issuer’s token is as good as a sign-in', async t => {
  const bea = await p.createUser()
  const token = await legacy.sign({ aud, sub: subOf(bea.user_id) })
  const { status, body } = await external(token, { audience: first.identifier, scope: 'openid email read:things' })
  t.equal(status, 200)
  t.match(body, { issued_token_type: ACCESS_TOKEN, token_type: 'Bearer', scope: 'openid email read:things' })
  t.match(claimsOf(body.access_token), {
    sub: bea.user_id,
    azp: migrating.client_id,
    scope: 'openid email read:things',
  })
  t.match(claimsOf(body.id_token), { sub: bea.user_id, aud: migrating.client_id, email: bea.email })
  t.notOk('refresh_token' in body)
  const opaque = await external(token, { scope: 'openid' })
  const shown = await p.get('/userinfo', { authorization: `Bearer ${opaque.body.access_token}` })
  t.strictSame(shown.body, { sub: bea.user_id })
  await p.store.grants.revoke({ user_id: bea.user_id }, new Date())
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${opaque.body.access_token}` })).status, 401)
})

t.test('no refresh token, though it be asked for', async t => {
  const eager = await confidential(p, {
    grant_types: ['refresh_token', TOKEN_EXCHANGE],
    token_exchange: { allow_any_profile_of_type: ['custom_authentication'] },
  })
  const token = await legacy.sign({ aud, sub: subOf(ada.user_id) })
  const { body } = await external(token, { audience: first.identifier, scope: 'openid offline_access' }, eager)
  t.equal(body.scope, 'openid')
  t.notOk('refresh_token' in body)
})

t.test('what a foreign token must not be', async t => {
  const sub = subOf(ada.user_id)
  const now = Math.floor(Date.now() / 1000)
  const stranger = await createIssuer()
  const pem = createPublicKey({ key: legacy.jwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const claims = { iss: legacy.issuer, aud, sub }
  const [, payload] = (await legacy.sign({ aud, sub })).split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  for (const [what, token] of Object.entries({
    'another issuer': await legacy.sign({ iss: 'https://evil.example/', aud, sub }),
    'another audience': await legacy.sign({ aud: 'https://elsewhere.example', sub }),
    'no audience': await legacy.sign({ sub }),
    expired: await legacy.sign({ aud, sub, iat: now - 120, exp: now - 60 }),
    'no end': await legacy.sign({ aud, sub, exp: undefined as never }),
    'an end in a year': await legacy.sign({ aud, sub, exp: now + 31_536_000 }),
    'not yet': await legacy.sign({ aud, sub, nbf: now + 600 }),
    'from the future': await legacy.sign({ aud, sub, iat: now + 600, exp: now + 900 }),
    'another key': await stranger.sign(claims),
    'another key by the same kid': await stranger.sign(claims, { kid: legacy.jwk.kid }),
    'a key of its own (jwk)': await stranger.sign(claims, { kid: undefined, jwk: stranger.jwk }),
    'another algorithm': await legacy.sign({ aud, sub }, { alg: 'RS512' }, await legacy.keyFor('RS512')),
    'CVE-2026-11800 HS256 by the public key': hmacBy(pem, claims, { kid: legacy.jwk.kid }),
    'CVE-2026-11800 HS256 by the modulus': hmacBy(String(legacy.jwk.n), claims),
    'CVE-2026-11800 none': `${none}.${payload}.`,
    'no user of the connection': await legacy.sign({ aud, sub: 'nobody' }),
    'the whole user id': await legacy.sign({ aud, sub: ada.user_id }),
    'no sub': await legacy.sign({ aud }),
    'a sub that is no text': await legacy.sign({ aud, sub: 1 as never }),
    'a NUL': await legacy.sign({ aud, sub: `${sub}\0` }),
    'an identity assertion (cross-app access)': await legacy.sign({ aud, sub }, { typ: 'oauth-id-jag+jwt' }),
    nonsense: 'x',
    long: 'x'.repeat(20_000),
  })) {
    const { status, body } = await external(token, { audience: first.identifier })
    t.equal(status, 400, what)
    t.same(body, INVALID, what)
  }
})

t.test('CVE-2026-11800: a key set with a secret in it verifies nothing by it', async t => {
  const secret = Buffer.alloc(32, 7)
  const odd = await createIssuer('https://odd.example/')
  await trust(
    p,
    odd,
    { algs: ['HS256'], jwks: { keys: [{ kty: 'oct', k: secret.toString('base64url'), alg: 'HS256' }] } },
    'urn:odd:token',
  )
  const token = hmacBy(secret, { iss: odd.issuer, aud, sub: subOf(ada.user_id) })
  t.same((await external(token, { subject_token_type: 'urn:odd:token' })).body, INVALID)
})

t.test('nobody is found by an address that one side has not confirmed', async t => {
  const byMail = await createIssuer('https://mail.example/')
  const type = 'urn:mail:token'
  const user = { connection_id: p.connection_id, claim: 'email', match: 'email' as const }
  await trust(p, byMail, { user }, type)
  const bea = await p.createUser()
  const unconfirmed = await p.createUser({ email_verified: false })
  const asks = async (claims: object) =>
    external(await byMail.sign({ aud, sub: 'x', ...claims }), { subject_token_type: type, scope: 'openid' })
  t.equal((await asks({ email: bea.email.toUpperCase(), email_verified: true })).status, 200)
  for (const claims of [
    { email: bea.email },
    { email: bea.email, email_verified: false },
    { email: bea.email, email_verified: 'true' },
    { email: unconfirmed.email, email_verified: true },
    { email: 'nobody@example.com', email_verified: true },
  ])
    t.same((await asks(claims)).body, INVALID, JSON.stringify(claims))
})

t.test('a network whose tokens are refused again and again has none exchanged for a while', async t => {
  const wrong = { email: 'nobody@example.com', email_verified: true }
  await throttle({ stage: { 'pre-custom-token-exchange': { max_attempts: 2, rate: 86_400_000 } } })
  const good = () => legacy.sign({ aud, sub: subOf(ada.user_id) })
  const answers = async (n: number) => {
    const tokens = await Promise.all(Array.from({ length: n }, good))
    return (await Promise.all(tokens.map(token => external(token)))).map(({ status }) => status)
  }
  t.strictSame(await answers(4), [200, 200, 200, 200], 'what is good costs nothing')
  for (let n = 0; n < 2; n++) t.equal((await external(await legacy.sign({ aud, ...wrong, sub: 'nobody' }))).status, 400)
  t.strictSame(await answers(2), [429, 429])
  const from = (await p.app.api('GET', '/anomaly/blocks/ips/127.0.0.1')).status
  t.equal(from, 200)
  const told = await p.app.api('GET', '/logs?q=type:limit_mu')
  t.strictSame(
    told.body.map(({ client_id }: { client_id: string }) => client_id),
    [migrating.client_id],
    'once',
  )
  t.equal((await p.app.api('DELETE', '/anomaly/blocks/ips/127.0.0.1')).status, 204)
  t.strictSame(await answers(1), [200])
  await throttle({ enabled: false })
})

t.test('once, where the profile says so; of many at once one wins', async t => {
  const strict = await createIssuer('https://strict.example/')
  const type = 'urn:strict:token'
  await trust(p, strict, { single_use: true }, type)
  const token = await strict.sign({ aud, sub: subOf(ada.user_id) })
  const answers = await Promise.all(Array.from({ length: 5 }, () => external(token, { subject_token_type: type })))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 400, 400, 400, 400])
  const without = await strict.sign({ aud, sub: subOf(ada.user_id), jti: undefined as never })
  t.same((await external(without, { subject_token_type: type })).body, INVALID)
})

t.test('CVE-2026-1486: what vouched for the user is gone: profile, connection, user, setting', async t => {
  const bea = await p.createUser()
  const other = await createIssuer('https://other.example/')
  const type = 'urn:other:token'
  const { id } = await trust(p, other, {}, type)
  const token = await other.sign({ aud, sub: subOf(bea.user_id) })
  const asks = (client = migrating) => external(token, { subject_token_type: type, scope: 'openid' }, client)
  t.equal((await asks()).status, 200)

  await p.store.users.update(bea.user_id, { blocked: true }, new Date())
  t.match(await asks(), { status: 401, body: { error_description: 'user is blocked' } })
  await p.store.users.update(bea.user_id, { blocked: false }, new Date())

  await p.store.connections.disableClients(p.connection_id, { only: [migrating.client_id] })
  await p.settled()
  t.match(await asks(), { status: 403, body: { error: 'invalid_grant', error_description: /connection/ } })
  await p.store.connections.enableClients(p.connection_id, [migrating.client_id])
  await p.settled()
  t.equal((await asks()).status, 200)

  t.match(await asks(await confidential(p)), { status: 403, body: { error: 'unauthorized_client' } })

  await p.store.token_exchange_profiles.remove(id)
  await p.settled()
  t.match(await asks(), { status: 400, body: { error_description: 'subject_token_type is not supported' } })
})

t.test('may_act is honoured', async t => {
  const sub = subOf(ada.user_id)
  const boss = await p.createUser()
  const actor_token = await tokenOf(boss, {}, migrating)
  const acting = { actor_token, actor_token_type: ACCESS_TOKEN }
  const asks = async (may_act: unknown, parameters = {}) =>
    external(await legacy.sign({ aud, sub, may_act }), { audience: first.identifier, ...parameters })
  const allowed = await asks({ sub: boss.user_id }, acting)
  t.match(claimsOf(allowed.body.access_token), {
    sub: ada.user_id,
    act: { sub: boss.user_id, act: { sub: migrating.client_id } },
  })
  t.equal((await asks({ sub: migrating.client_id })).status, 200)
  t.equal((await asks({ client_id: migrating.client_id })).status, 200)
  for (const [may_act, parameters] of [
    [{ sub: 'auth0|other' }, acting],
    [{ sub: boss.user_id }, {}],
    [{ sub: boss.user_id, client_id: 'other' }, acting],
    [{}, {}],
    [null, {}],
    ['x', {}],
  ] as const)
    t.same((await asks(may_act, parameters)).body, INVALID, JSON.stringify(may_act))
})

t.test('keys behind a URL: fetched once, again for a key that is new, and not at every request', async t => {
  const moving = await createIssuer('https://moving.example/')
  let keys: object[] = [moving.jwk]
  let asked = 0
  const host = createServer((_request, response) => {
    asked += 1
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }))
  })
  await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve))
  t.teardown(() => host.close())
  const { port } = host.address() as AddressInfo
  const type = 'urn:moving:token'
  await trust(p, moving, { jwks_uri: `http://127.0.0.1:${port}/keys` }, type)
  await untilFactsAreKept(p.app)
  const asks = async (issuer = moving) =>
    external(await issuer.sign({ iss: moving.issuer, aud, sub: subOf(ada.user_id) }), {
      subject_token_type: type,
      scope: 'openid',
    })
  t.equal((await asks()).status, 200)
  t.equal((await asks()).status, 200)
  t.equal(asked, 1)
  const fresh = await createIssuer(moving.issuer)
  keys = [{ kty: 'oct', k: 'c2VjcmV0' }, null as never, fresh.jwk]
  t.same((await asks(fresh)).body, INVALID, 'an issuer that was asked just now is not asked again')
  t.equal(asked, 1)
  await p.settled()
  t.equal((await asks(fresh)).status, 200)
  t.equal(asked, 2)
  const far = await createIssuer('https://far.example/')
  await trust(p, far, { jwks_uri: 'http://10.0.0.1/keys' }, 'urn:far:token')
  const unreachable = await external(await far.sign({ aud, sub: subOf(ada.user_id) }), {
    subject_token_type: 'urn:far:token',
  })
  t.same(unreachable.body, INVALID, 'CVE-2026-4874: not a private address')
})

// --- what else a token says ---

t.test('RFC 9396: details stay with a narrowed token, and go to no other API', async t => {
  const bank = await p.createApi({ authorization_details: [{ type: 'payment' }] })
  const web = await confidential(p)
  const own = await backendOf(p, bank)
  await grantFor(p, own, second, ['read:other'])
  const details = [{ type: 'payment', actions: ['initiate'], amount: '1.00' }]
  const browser = p.browser()
  const { callback, verifier } = await p.authorized(
    web,
    ada,
    { audience: bank.identifier, scope: 'read:things', authorization_details: JSON.stringify(details) },
    browser,
  )
  const finished = await browser.fetch(`/u/${callback.pathname.split('/')[2]}/door`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: 'consent', granted: true }),
  })
  const resumed = await browser.fetch(finished.headers.get('location') ?? '/nowhere')
  const { client_secret = '' } = web
  const { body } = await p.redeem(web, { callback: locationOf(resumed), verifier }, { client_secret })
  t.same(claimsOf(body.access_token).authorization_details, details)
  const narrowed = await exchange(p, web, body.access_token, { scope: 'read:things' })
  t.same(narrowed.body.authorization_details, details)
  t.same(claimsOf(narrowed.body.access_token).authorization_details, details)
  const told = await p.post('/oauth/introspect', { ...asClient(own), token: narrowed.body.access_token })
  t.same(told.body.authorization_details, details)
  const elsewhere = await exchange(p, own, body.access_token, { audience: second.identifier })
  t.equal(elsewhere.status, 200)
  t.notOk('authorization_details' in claimsOf(elsewhere.body.access_token))
})

t.test('RFC 8705: a token that is bound to a certificate stays so, and goes nowhere without it', async t => {
  const ca = issue([['CN', 'Authority']], { ca: true })
  const q = await createProtocol(t, {
    tls: localhostTls(),
    client_certificates: { ca: ca.cert, header: undefined, verified_header: undefined },
  })
  const bea = await q.createUser()
  const api = await q.createApi()
  const next = await q.createApi()
  const web = await confidential(q, { registration: { tls_client_certificate_bound_access_tokens: true } })
  const plain = await backendOf(q, api)
  await grantFor(q, plain, next)
  const [mine, another] = [issue([['CN', 'Mine']], { issuer: ca }), issue([['CN', 'Other']], { issuer: ca })]
  const token = async (shown: Issued | undefined, form: { [name: string]: string | undefined }) => {
    const body = new URLSearchParams(Object.entries(form) as [string, string][])
    const answered = await fetchWith(shown)(new URL('/oauth/token', q.issuer), { method: 'POST', body })
    return JSON.parse(await answered.text())
  }
  const { callback, verifier } = await q.authorized(web, bea, { audience: api.identifier, scope: 'read:things' })
  const { access_token } = await token(mine, {
    grant_type: 'authorization_code',
    ...asClient(web),
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  })
  const cnf = { 'x5t#S256': mine.thumbprint }
  t.strictSame(claimsOf(access_token).cnf, cnf)
  const exchanging = (client: { [name: string]: string }, more = {}) => ({
    grant_type: TOKEN_EXCHANGE,
    ...client,
    subject_token: access_token,
    subject_token_type: ACCESS_TOKEN,
    ...more,
  })
  t.strictSame(claimsOf((await token(mine, exchanging(asClient(web)))).access_token).cnf, cnf)
  t.same(await token(another, exchanging(asClient(web))), INVALID)
  t.match(await token(undefined, exchanging(asClient(web))), { error: String })
  const onBehalf = exchanging(asClient(plain), { audience: next.identifier })
  for (const shown of [another, undefined]) t.same(await token(shown, onBehalf), INVALID)
})

t.test('a token outlives the day that a grant has, and is good as long', async t => {
  const slow = await p.createApi({ token_lifetime: 864_000, token_lifetime_for_web: 7_200 })
  const app = await p.createClient()
  const bea = await p.createUser()
  const token = await tokenOf(bea, { audience: slow.identifier, scope: 'read:things' }, app)
  const { rows } = await p.app.database.query('select expires_at from grants where client_id = $1', [app.client_id])
  const [grant] = rows as { expires_at: Date }[]
  t.ok(Number(grant?.expires_at) / 1000 >= claimsOf(token).exp)
})

t.test('what it asks the database: the grants, and permissions where they count', async t => {
  const subject = await tokenOf()
  await untilFactsAreKept(p.app)
  const cost = (work: () => Promise<unknown>) => leastStatements(p.app, work)
  t.equal(await cost(() => exchange(p, backend, subject, { audience: second.identifier })), 1)
  t.equal(await cost(() => p.post('/oauth/introspect', { ...asClient(backend), token: subject })), 1)
  t.equal(await cost(() => p.post('/oauth/introspect', { ...asClient(backend), token: 'unknown' })), 2)
  t.equal(await cost(() => exchange(p, backend, 'a.b.c', { audience: second.identifier })), 0)
})

t.test('log events tell what was exchanged, and why not', async t => {
  const since = new Date()
  type Logged = { type: string; [column: string]: unknown }
  let events: Logged[] = []
  await exchange(p, backend, await tokenOf(), { audience: second.identifier })
  await exchange(p, backend, 'x', { audience: second.identifier })
  await external(await legacy.sign({ aud, sub: subOf(ada.user_id) }), { scope: 'openid' })
  await external(await legacy.sign({ aud: 'x', sub: subOf(ada.user_id) }))
  await eventually(async () => {
    const { rows } = await p.app.database.query(
      `select * from log_events where date >= $1 and type ~ 'exchange|cte' order by log_id`,
      [since],
    )
    events = rows as Logged[]
    return events.length >= 4
  })
  t.strictSame(events.map(({ type }) => type).sort(), [
    'failed_on_behalf_of_token_exchange',
    'fecte',
    'secte',
    'success_on_behalf_of_token_exchange',
  ])
  const failed = events.find(({ type }) => type === 'fecte')
  t.match(JSON.stringify(failed), /unexpected \\+"aud\\+"/)
  t.match(
    events.find(({ type }) => type === 'success_on_behalf_of_token_exchange'),
    { user_id: ada.user_id, client_id: backend.client_id, audience: second.identifier },
  )
})

t.test('in the words of the RFCs', async t => {
  await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
  await p.settled()
  const { status, body } = await exchange(p, backend, 'x', { audience: second.identifier })
  t.equal(status, 400)
  t.same(body, { error: 'invalid_request', error_description: 'the subject token is invalid' })
  t.ok(profile.id)
})
