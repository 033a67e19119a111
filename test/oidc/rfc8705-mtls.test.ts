import http from 'node:http'
import https from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { Test } from 'tap'
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { addCredentials, type GivenCredential, readCredential } from '../../src/management/clients/credentials.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import type { ClientAuthenticationMethods } from '../../src/store/schema.ts'
import type { TenantStore } from '../../src/store/store.ts'
import { ADMIN, freePort } from '../support/app.ts'
import { fetchWith, type Issued, issue } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'
import { claimsOf, createProtocol, type Parameters, type Protocol } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'

// RFC 8705: clients that authenticate by the certificate of their TLS connection, and tokens that are bound to one

const ca = issue([['CN', 'Trusted authority']], { ca: true })
const impostor = issue([['CN', 'Trusted authority']], { ca: true })
const DN: [string, string][] = [
  ['C', 'ES'],
  ['O', 'Acme, Inc'],
  ['OU', 'a+b'],
  ['CN', 'App'],
]
const NOTHING = { ca: undefined, header: undefined, verified_header: undefined }
const UNAUTHORIZED = { error: 'access_denied', error_description: 'Unauthorized' }

const p = await createProtocol(t, {
  tls: localhostTls(),
  client_certificates: { ...NOTHING, ca: ca.cert },
  mtls_subdomain: 'mtls',
})
const api = await p.createApi()

async function createClient(
  at: { p: Protocol; api: { id: string } },
  method: keyof ClientAuthenticationMethods | undefined,
  credentials: GivenCredential[],
  patch: Partial<NewClient> = {},
): Promise<Client> {
  const { store } = at.p
  const { client_id } = await at.p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
    ...patch,
  })
  const read = await Promise.all(credentials.map(one => readCredential(client_id, one)))
  const kept = await addCredentials(store, client_id, read, new Date())
  const methods = method && { [method]: { credentials: kept.map(({ id }) => ({ id })) } }
  const client = await store.clients.update(
    client_id,
    methods ? { client_authentication_methods: methods } : {},
    new Date(),
  )
  await grant(store, client_id, at.api.id, ['read:things'])
  await at.p.settled()
  return client as Client
}

const grant = (store: TenantStore, client_id: string, resource_server_id: string, scope: string[]) =>
  store.client_grants.create(
    { id: newClientGrantId(), client_id, resource_server_id, subject_type: 'client', scope, allow_all_scopes: false },
    new Date(),
  )

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Answer = { status: number; body: any; headers: Headers }

async function ask(
  origin: string,
  path: string,
  shown: Issued | undefined,
  { form, headers = {} }: { form?: Parameters; headers?: { [name: string]: string } } = {},
): Promise<Answer> {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(form ?? {})) if (typeof value === 'string') given.set(name, value)
  const answered = await fetchWith(shown)(new URL(path, origin), {
    headers,
    ...(form ? { method: 'POST', body: given } : {}),
  })
  const text = await answered.text()
  return { status: answered.status, headers: answered.headers, body: text.startsWith('{') ? JSON.parse(text) : text }
}

const machine = (client: Client, identifier = '', parameters: Parameters = {}): Parameters => ({
  grant_type: 'client_credentials',
  client_id: client.client_id,
  audience: identifier,
  ...parameters,
})
const here = { p, api: { id: api.id } }
const token = (client: Client, shown: Issued | undefined, parameters: Parameters = {}) =>
  ask(p.issuer, '/oauth/token', shown, { form: machine(client, api.identifier, parameters) })
const self = (subject: [string, string][] = [['CN', 'Self']], options = {}) => issue(subject, options)
const x509 = ({ cert }: Issued): GivenCredential => ({ credential_type: 'x509_cert', pem: cert })
const bound = { registration: { tls_client_certificate_bound_access_tokens: true } }

// --- RFC 8705 §2.2 ---

t.test('a self-signed certificate that the client has registered', async t => {
  const [mine, another] = [self(), self()]
  const client = await createClient(here, 'self_signed_tls_client_auth', [x509(mine)])
  const { status, body } = await token(client, mine)
  t.equal(status, 200)
  t.equal(claimsOf(body.access_token).sub, `${client.client_id}@clients`)
  t.notHas(claimsOf(body.access_token), 'cnf', 'authenticating by it does not bind to it')
  t.match(await token(client, another), { status: 401, body: UNAUTHORIZED }, 'of the same name, with another key')
  t.match(await token(client, undefined), { status: 401, body: UNAUTHORIZED })
  const signed = issue([['CN', 'Self']], { issuer: ca })
  t.equal((await token(client, signed)).status, 401, 'an authority’s word is no registration')
  const other = await createClient(here, 'self_signed_tls_client_auth', [x509(another)])
  t.equal((await token(other, mine)).status, 401, 'one client’s certificate is not another’s')
  t.equal((await token(client, mine, { client_id: other.client_id })).status, 401)
})

t.test('of two certificates each is good, until it is taken away or has expired', async t => {
  const [old, next] = [self(), self()]
  const client = await createClient(here, 'self_signed_tls_client_auth', [x509(old), x509(next)])
  for (const shown of [old, next]) t.equal((await token(client, shown)).status, 200)
  const path = `/clients/${client.client_id}/credentials`
  const kept = await p.store.client_credentials.listFor(client.client_id)
  const [first, second] = [old, next].map(({ thumbprint }) => kept.find(one => one.thumbprint_sha256 === thumbprint))
  await p.app.api('DELETE', `${path}/${first?.id}`)
  await p.settled()
  t.equal((await token(client, old)).status, 401)
  t.equal((await token(client, next)).status, 200)
  await p.app.api('PATCH', `${path}/${second?.id}`, { expires_at: new Date(Date.now() + 2_000).toISOString() })
  await p.settled()
  t.equal((await token(client, next)).status, 200)
  await eventually(async () => (await token(client, next)).status === 401)
})

t.test('a certificate outside of its own time is none, whatever was registered', async t => {
  const day = 86_400_000
  for (const dates of [
    { from: new Date(Date.now() - 2 * day), to: new Date(Date.now() - day) },
    { from: new Date(Date.now() + day), to: new Date(Date.now() + 2 * day) },
  ]) {
    const shown = self([['CN', 'Self']], dates)
    const client = await createClient(here, 'self_signed_tls_client_auth', [x509(shown)])
    const [credential] = await p.store.client_credentials.listFor(client.client_id)
    await p.app.api('PATCH', `/clients/${client.client_id}/credentials/${credential?.id}`, { expires_at: null })
    await p.settled()
    t.equal((await token(client, shown)).status, 401)
  }
})

// --- RFC 8705 §2.1 ---

t.test('a certificate of an authority, by its subject', async t => {
  const mine = issue(DN, { issuer: ca })
  for (const credential of [
    { credential_type: 'cert_subject_dn', pem: mine.cert },
    { credential_type: 'cert_subject_dn', subject_dn: 'CN=App,OU=a\\+b,O=Acme\\, Inc,C=ES' },
    { credential_type: 'cert_subject_dn', subject_dn: 'CN = App, ou=a\\2Bb, 2.5.4.10=Acme\\2C Inc , C=ES' },
  ] satisfies GivenCredential[]) {
    const client = await createClient(here, 'tls_client_auth', [credential])
    t.equal((await token(client, mine)).status, 200, JSON.stringify(credential))
    t.equal((await token(client, issue(DN, { issuer: ca }))).status, 200, 'renewed, it is the same client')
    for (const [what, shown] of Object.entries({
      'signed by itself': self(DN),
      'signed by another authority of the same name': issue(DN, { issuer: impostor }),
      'the authority’s own': ca,
      'another name': issue([...DN.slice(0, 3), ['CN', 'Other']], { issuer: ca }),
      'another order': issue([...DN].reverse(), { issuer: ca }),
      'one part less': issue(DN.slice(1), { issuer: ca }),
      'one part more': issue([...DN, ['CN', 'App']], { issuer: ca }),
      'another case': issue([...DN.slice(0, 3), ['CN', 'APP']], { issuer: ca }),
      'parts in one': issue([['CN', 'App,OU=a\\+b,O=Acme\\, Inc,C=ES']], { issuer: ca }),
      'parts in one, by lines': issue([['C', 'ES\nO=Acme\\, Inc\nOU=a\\+b\nCN=App']], { issuer: ca }),
      'a NUL': issue([...DN.slice(0, 3), ['CN', 'App\0']], { issuer: ca }),
      'no name': issue([], { issuer: ca, san: [['dns', 'app.example']] }),
      'of yesterday': issue(DN, { issuer: ca, from: new Date(Date.now() - 9e7), to: new Date(Date.now() - 1_000) }),
      nothing: undefined,
    }))
      t.match(await token(client, shown), { status: 401, body: UNAUTHORIZED }, what)
  }
})

t.test('two subjects are two ways in; none is no way', async t => {
  const names = ['one', 'two'].map(CN => issue([['CN', CN]], { issuer: ca }))
  const client = await createClient(
    here,
    'tls_client_auth',
    names.map(({ cert }) => ({ credential_type: 'cert_subject_dn', pem: cert })),
  )
  for (const shown of names) t.equal((await token(client, shown)).status, 200)
  const nobody = await createClient(here, 'tls_client_auth', [])
  for (const shown of [...names, undefined]) t.equal((await token(nobody, shown)).status, 401)
})

t.test('a certificate of an authority, by a subject alternative name', async t => {
  const named = issue([['CN', 'App']], {
    issuer: ca,
    san: [
      ['dns', 'app.example'],
      ['uri', 'spiffe://example/app, DNS:evil.example'],
      ['ip', '192.0.2.7'],
      ['email', 'app@example.com'],
    ],
  })
  const wildcard = issue([['CN', 'app.example']], { issuer: ca, san: [['dns', '*.example']] })
  for (const [registration, isIts] of [
    [{ tls_client_auth_san_dns: 'app.example' }, true],
    [{ tls_client_auth_san_dns: 'APP.example' }, true],
    [{ tls_client_auth_san_uri: 'spiffe://example/app, DNS:evil.example' }, true],
    [{ tls_client_auth_san_ip: '192.0.2.7' }, true],
    [{ tls_client_auth_san_email: 'app@example.com' }, true],
    [{ tls_client_auth_san_dns: 'evil.example' }, false],
    [{ tls_client_auth_san_dns: 'App' }, false],
    [{ tls_client_auth_san_dns: 'example' }, false],
    [{ tls_client_auth_san_uri: 'spiffe://example/app' }, false],
    [{ tls_client_auth_san_ip: '192.0.2.8' }, false],
    [{ tls_client_auth_san_email: 'app.example' }, false],
  ] as const) {
    const client = await createClient(here, 'tls_client_auth', [], { registration })
    t.equal((await token(client, named)).status, isIts ? 200 : 401, JSON.stringify(registration))
    t.equal((await token(client, wildcard)).status, 401, 'a wildcard is nobody’s name')
    t.equal((await token(client, issue([['CN', 'App']], { issuer: ca }))).status, 401)
    t.equal((await token(client, undefined)).status, 401)
  }
})

t.test('CVE-2026-53512: who authenticates by a certificate does so for every grant, and in no other way', async t => {
  const mine = self()
  const client = await createClient(here, 'self_signed_tls_client_auth', [x509(mine)])
  const secret = await token(client, mine, { client_secret: client.client_secret })
  t.equal(secret.status, 401)
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')
  const headers = { authorization: `Basic ${basic}` }
  const form = machine(client, api.identifier, { client_id: undefined })
  t.equal((await ask(p.issuer, '/oauth/token', mine, { form, headers })).status, 401)

  const person = await p.createUser()
  const authorized = await p.authorized(client, person)
  const redeem = (shown: Issued | undefined) =>
    ask(p.issuer, '/oauth/token', shown, {
      form: {
        grant_type: 'authorization_code',
        client_id: client.client_id,
        code: authorized.callback.searchParams.get('code') ?? '',
        redirect_uri: 'https://app.example/callback',
        code_verifier: authorized.verifier,
      },
    })
  t.equal((await redeem(undefined)).status, 401)
  t.equal((await redeem(self())).status, 401)
  const { status, body } = await redeem(mine)
  t.equal(status, 200)
  const refresh = (shown: Issued | undefined) =>
    ask(p.issuer, '/oauth/token', shown, {
      form: { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: body.refresh_token },
    })
  t.equal((await refresh(undefined)).status, 401)
  t.equal((await refresh(self())).status, 401)
  t.equal((await refresh(mine)).status, 200)
  for (const path of ['/oauth/revoke', '/oauth/introspect']) {
    const revoke = (shown: Issued | undefined) =>
      ask(p.issuer, path, shown, { form: { client_id: client.client_id, token: 'x' } })
    t.equal((await revoke(undefined)).status, 401, path)
    t.equal((await revoke(mine)).status, 200, path)
  }
})

t.test('a resumed TLS session, and a connection that is kept, are still the client’s', async t => {
  const mine = issue(DN, { issuer: ca })
  const client = await createClient(here, 'tls_client_auth', [{ credential_type: 'cert_subject_dn', pem: mine.cert }])
  const form = new URLSearchParams(machine(client, api.identifier) as { [name: string]: string }).toString()
  const send = (agent: https.Agent) =>
    new Promise<{ status: number | undefined; isResumed: boolean; port: number | undefined }>((resolve, reject) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const sent = https.request(new URL('/oauth/token', p.issuer), { method: 'POST', agent, headers }, answer => {
        const { localPort: port } = answer.socket
        const isResumed = (answer.socket as TLSSocket).isSessionReused()
        answer.resume().on('end', () => resolve({ status: answer.statusCode, isResumed, port }))
      })
      sent.on('error', reject).end(form)
    })
  const shown = { cert: mine.cert, key: mine.key }
  const resuming = new https.Agent({ ...shown, keepAlive: false, maxCachedSessions: 10 })
  t.match(await send(resuming), { status: 200, isResumed: false })
  t.match(await send(resuming), { status: 200, isResumed: true })
  const keeping = new https.Agent({ ...shown, keepAlive: true, maxSockets: 1 })
  const [first, second] = [await send(keeping), await send(keeping)]
  t.equal(first.port, second.port)
  t.same([first.status, second.status], [200, 200])
  keeping.destroy()
})

t.test('a certificate changes nothing for a client that authenticates by a secret', async t => {
  const client = await createClient(here, undefined, [])
  for (const shown of [undefined, self(), issue(DN, { issuer: ca })]) {
    t.equal((await token(client, shown)).status, 401)
    t.equal((await token(client, shown, { client_secret: client.client_secret })).status, 200)
  }
})

// --- RFC 8705 §3 ---

t.test('a token that is bound to a certificate is good at /userinfo only with it', async t => {
  const [mine, another] = [self(), self()]
  const person = await p.createUser()
  for (const audience of [undefined, api.identifier]) {
    const client = await createClient(here, 'self_signed_tls_client_auth', [x509(mine)], bound)
    const authorized = await p.authorized(client, person, { audience })
    const { body } = await ask(p.issuer, '/oauth/token', mine, {
      form: {
        grant_type: 'authorization_code',
        client_id: client.client_id,
        code: authorized.callback.searchParams.get('code') ?? '',
        redirect_uri: 'https://app.example/callback',
        code_verifier: authorized.verifier,
      },
    })
    t.equal(body.token_type, 'Bearer')
    if (audience) t.same(claimsOf(body.access_token).cnf, { 'x5t#S256': mine.thumbprint })
    else t.notOk(body.access_token.includes('.'), 'opaque')
    const headers = { authorization: `Bearer ${body.access_token}` }
    t.match(await ask(p.issuer, '/userinfo', mine, { headers }), { status: 200, body: { sub: person.user_id } })
    for (const shown of [undefined, another, issue(DN, { issuer: ca })]) {
      const refused = await ask(p.issuer, '/userinfo', shown, { headers })
      t.match(refused, { status: 401, body: { error: 'invalid_token' } })
      t.match(refused.headers.get('www-authenticate'), /^Bearer .*error="invalid_token"/)
    }
    const query = await ask(p.issuer, `/userinfo?access_token=${body.access_token}`, undefined)
    t.equal(query.status, 401)
    const refreshed = await ask(p.issuer, '/oauth/token', mine, {
      form: { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: body.refresh_token },
    })
    const renewed = { authorization: `Bearer ${refreshed.body.access_token}` }
    t.equal(
      (await ask(p.issuer, '/userinfo', undefined, { headers: renewed })).status,
      401,
      'refreshed, it is bound too',
    )
    t.equal((await ask(p.issuer, '/userinfo', mine, { headers: renewed })).status, 200)
  }
})

t.test('a public client’s refresh token is bound as well', async t => {
  const [mine, another] = [self(), self()]
  const client = await p.createClient(bound as object)
  const authorized = await p.authorized(client, await p.createUser())
  const exchange = (shown: Issued | undefined, form: Parameters) =>
    ask(p.issuer, '/oauth/token', shown, { form: { client_id: client.client_id, ...form } })
  const code = {
    grant_type: 'authorization_code',
    code: authorized.callback.searchParams.get('code') ?? '',
    redirect_uri: 'https://app.example/callback',
    code_verifier: authorized.verifier,
  }
  t.match(await exchange(undefined, code), {
    status: 400,
    body: { error: 'invalid_request', error_description: 'Proof-of-Possession is required (mtls)' },
  })
  const { body } = await exchange(mine, code)
  const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token }
  t.ok((await exchange(another, refresh)).status >= 400, 'another certificate')
  t.ok((await exchange(undefined, refresh)).status >= 400, 'none')
  t.equal((await exchange(mine, refresh)).status, 200)
})

t.test('a bound token is good at the Management API only with its certificate', async t => {
  const [mine, another] = [self(), self()]
  const identifier = `${p.issuer}api/v2/`
  const management = await p.store.resource_servers.findByIdentifier(identifier)
  const client = await createClient(here, 'self_signed_tls_client_auth', [x509(mine)], bound)
  await grant(p.store, client.client_id, management?.id ?? '', ['read:clients'])
  await p.settled()
  const { body } = await token(client, mine, { audience: identifier })
  t.same(claimsOf(body.access_token).cnf, { 'x5t#S256': mine.thumbprint })
  const headers = { authorization: `Bearer ${body.access_token}` }
  t.equal((await ask(p.issuer, '/api/v2/clients', mine, { headers })).status, 200)
  for (const shown of [undefined, another])
    t.match(await ask(p.issuer, '/api/v2/clients', shown, { headers }), {
      status: 401,
      body: { errorCode: 'invalid_token' },
    })
})

t.test('a client whose tokens are bound gets none without a certificate', async t => {
  const client = await createClient(here, undefined, [], bound)
  const secret = { client_secret: client.client_secret }
  t.match(await token(client, undefined, secret), { status: 400, body: { error: 'invalid_request' } })
  const mine = self()
  const { body } = await token(client, mine, secret)
  t.same(claimsOf(body.access_token).cnf, { 'x5t#S256': mine.thumbprint }, 'any will do, it need not be registered')
  await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
  await p.settled()
  t.match(await token(client, undefined, secret), { status: 400, body: { error: 'invalid_grant' } })
  await p.store.settings.update({ protocol_dialect: null }, new Date())
  await p.settled()
})

// --- RFC 8705 §5 ---

t.test('the endpoints have aliases where certificates are asked for, when the tenant names them', async t => {
  const metadata = async () => (await ask(p.issuer, '/.well-known/openid-configuration', undefined)).body
  const before = await metadata()
  t.equal(before.tls_client_certificate_bound_access_tokens, true)
  for (const method of ['tls_client_auth', 'self_signed_tls_client_auth'])
    t.ok(before.token_endpoint_auth_methods_supported.includes(method))
  t.notHas(before, 'mtls_endpoint_aliases')
  const set = await p.app.api('PATCH', '/tenants/settings', { mtls: { enable_endpoint_aliases: true } })
  t.match(set, { status: 200, body: { mtls: { enable_endpoint_aliases: true } } })
  await p.settled()
  const { mtls_endpoint_aliases: aliases, ...rest } = await metadata()
  const host = new URL(p.issuer).host
  t.match(aliases, {
    token_endpoint: `https://mtls.${host}/oauth/token`,
    revocation_endpoint: `https://mtls.${host}/oauth/revoke`,
    userinfo_endpoint: `https://mtls.${host}/userinfo`,
  })
  t.equal(rest.token_endpoint, `https://${host}/oauth/token`)

  const mine = self()
  const client = await createClient(here, 'self_signed_tls_client_auth', [x509(mine)])
  const form = machine(client, api.identifier)
  const answered = await ask(aliases.token_endpoint, '', mine, { form })
  t.equal(answered.status, 200)
  t.equal(claimsOf(answered.body.access_token).iss, p.issuer, 'the issuer is the same')
  const alias = new URL(aliases.token_endpoint).origin
  for (const path of ['/authorize?client_id=x', '/.well-known/openid-configuration', '/v2/logout', '/u/x/login'])
    t.equal((await ask(alias, path, mine)).status, 404, `${path} is for the tenant’s own host`)
  t.equal((await ask(`https://evil.${host}`, '/oauth/token', mine, { form })).status, 404)
  t.equal((await ask(`https://mtls.mtls.${host}`, '/oauth/token', mine, { form })).status, 404)
  const { status } = await p.app.api('PATCH', '/tenants/settings', { mtls: { enable_endpoint_aliases: false } })
  t.equal(status, 200)
  await p.settled()
  t.notHas(await metadata(), 'mtls_endpoint_aliases')
})

t.test('without a place where certificates arrive, nothing of this is offered', async t => {
  const plain = await createProtocol(t, { tls: localhostTls() })
  const { body } = await ask(plain.issuer, '/.well-known/openid-configuration', undefined)
  t.notHas(body, 'tls_client_certificate_bound_access_tokens')
  t.same(
    body.token_endpoint_auth_methods_supported.filter((method: string) => method.includes('tls')),
    [],
  )
  t.match(await plain.app.api('PATCH', '/tenants/settings', { mtls: { enable_endpoint_aliases: true } }), {
    status: 400,
    body: { errorCode: 'operation_not_supported', message: /LINTEL_MTLS_SUBDOMAIN/ },
  })
  const there = { p: plain, api: await plain.createApi() }
  const mine = self()
  const client = await createClient(there, 'self_signed_tls_client_auth', [x509(mine)])
  const headers = { 'client-cert': `:${mine.x509.raw.toString('base64')}:` }
  const form = machine(client, api.identifier)
  t.equal((await ask(plain.issuer, '/oauth/token', mine, { form, headers })).status, 401, 'it never sees one')
  t.equal((await ask(`https://mtls.${new URL(plain.issuer).host}`, '/oauth/token', mine, { form })).status, 404)
})

// --- RFC 9440, and proxies that know nothing of it ---

const HEADERS = { certificate: 'x-client-cert', verified: 'x-client-verify' }

/** Ends TLS, asks for certificates, and passes on what it learnt; what clients say of it themselves it takes away. */
async function proxyBefore(
  t: Test,
  app: Protocol,
  write: (certificate: Buffer) => string,
): Promise<{ origin: string; down(): Promise<void> }> {
  const target = new URL(app.issuer)
  const server = https.createServer(
    { ...localhostTls(), requestCert: true, rejectUnauthorized: false, ca: ca.cert },
    (request, response) => {
      const socket = request.socket as TLSSocket
      const certificate = socket.getPeerX509Certificate()
      const { [HEADERS.certificate]: _, [HEADERS.verified]: __, ...headers } = request.headers
      const forwarded = http.request(
        {
          host: '127.0.0.1',
          port: target.port,
          method: request.method,
          path: request.url,
          headers: {
            ...headers,
            host: target.host,
            'x-forwarded-for': '192.0.2.1',
            [HEADERS.certificate]: certificate ? write(certificate.raw) : '',
            [HEADERS.verified]: certificate ? (socket.authorized ? 'SUCCESS' : 'FAILED:untrusted') : 'NONE',
          },
          agent: false,
        },
        answer => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        },
      )
      request.pipe(forwarded)
    },
  )
  const port = await freePort()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const down = () => new Promise<void>(resolve => server.close(() => resolve()))
  t.teardown(down)
  return { origin: `https://localhost:${port}`, down }
}

const escapedPem = (der: Buffer) =>
  encodeURIComponent(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)

t.test('behind a trusted proxy', async t => {
  const behind = await createProtocol(t, {
    trusted_proxies: ['127.0.0.1', '::1'],
    client_certificates: { ca: undefined, header: 'X-Client-Cert', verified_header: 'X-Client-Verify' },
  })
  const its = await behind.createApi()
  const there = { p: behind, api: its }
  const mine = self()
  const ours = issue(DN, { issuer: ca })
  const registered = await createClient(there, 'self_signed_tls_client_auth', [x509(mine)])
  const vouched = await createClient(there, 'tls_client_auth', [{ credential_type: 'cert_subject_dn', pem: ours.cert }])
  const secretive = await createClient(there, undefined, [], bound)

  for (const [what, write] of Object.entries({
    'RFC 9440': (der: Buffer) => `:${der.toString('base64')}:`,
    'bare base64': (der: Buffer) => der.toString('base64'),
    'nginx, escaped PEM': escapedPem,
  }))
    t.test(what, async t => {
      const { origin, down } = await proxyBefore(t, behind, write)
      const through = (client: Client, shown: Issued | undefined, headers = {}, parameters: Parameters = {}) =>
        ask(origin, '/oauth/token', shown, { headers, form: machine(client, its.identifier, parameters) })
      t.equal((await through(registered, mine)).status, 200)
      t.equal((await through(registered, self())).status, 401)
      t.equal((await through(registered, undefined)).status, 401)
      t.equal((await through(vouched, ours)).status, 200)
      for (const shown of [self(DN), issue(DN, { issuer: impostor }), undefined])
        t.equal((await through(vouched, shown)).status, 401, 'the proxy has not verified it')

      const claimed = { [HEADERS.certificate]: write(ours.x509.raw), [HEADERS.verified]: 'SUCCESS' }
      t.equal((await through(vouched, undefined, claimed)).status, 401, 'a client’s own word passes through no proxy')

      const secret = { client_secret: secretive.client_secret }
      const { body } = await through(secretive, mine, {}, secret)
      t.same(claimsOf(body.access_token).cnf, { 'x5t#S256': mine.thumbprint })
      t.equal((await through(secretive, undefined, {}, secret)).status, 400)
      await down()
    })

  t.test('what it passes on is a certificate, whole and alone, or nothing', async t => {
    const direct = (client: Client, headers: { [name: string]: string }) =>
      behind.token(machine(client, its.identifier), headers)
    const good = escapedPem(ours.x509.raw)
    const verified = { [HEADERS.verified]: 'SUCCESS' }
    t.equal((await direct(vouched, { ...verified, [HEADERS.certificate]: good })).status, 200)
    for (const value of [
      '',
      ' ',
      'x',
      '%',
      '::',
      ':!:',
      good.slice(0, -60),
      `${good}${escapedPem(mine.x509.raw)}`,
      `${good}, ${good}`,
      `:${ours.x509.raw.toString('base64')}`,
      encodeURIComponent(ours.key),
      encodeURIComponent(JSON.stringify(ours.cert)),
    ])
      t.equal((await direct(vouched, { ...verified, [HEADERS.certificate]: value })).status, 401, value.slice(0, 40))
    for (const word of [
      '',
      'NONE',
      'FAILED:unable to verify',
      'success',
      'SUCCESS, SUCCESS',
      'SUCCESS '.repeat(2),
      '1',
      'true',
    ])
      t.equal((await direct(vouched, { [HEADERS.verified]: word, [HEADERS.certificate]: good })).status, 401, word)
    t.equal((await direct(vouched, { [HEADERS.certificate]: good })).status, 401, 'nothing is said')
    t.equal((await direct(vouched, verified)).status, 401, 'nothing is shown')
  })
})

t.test('a header counts from nobody but the configured proxies', async t => {
  const apart = await createProtocol(t, {
    trusted_proxies: ['192.0.2.200'],
    client_certificates: { ca: undefined, header: 'Client-Cert', verified_header: 'X-Client-Verify' },
  })
  const its = await apart.createApi()
  const ours = issue(DN, { issuer: ca })
  const mine = self()
  const vouched = await createClient({ p: apart, api: its }, 'tls_client_auth', [
    { credential_type: 'cert_subject_dn', pem: ours.cert },
  ])
  const registered = await createClient({ p: apart, api: its }, 'self_signed_tls_client_auth', [x509(mine)])
  for (const [client, { x509 }] of [
    [vouched, ours],
    [registered, mine],
  ] as const)
    for (const forwarded of [{}, { 'x-forwarded-for': '192.0.2.200' }, { forwarded: 'for=192.0.2.200' }])
      t.equal(
        (
          await apart.token(machine(client, its.identifier), {
            'client-cert': `:${x509.raw.toString('base64')}:`,
            'x-client-verify': 'SUCCESS',
            ...forwarded,
          })
        ).status,
        401,
      )
})

t.test('a proxy’s own certificate is not its clients’', async t => {
  const reencrypted = await createProtocol(t, {
    tls: localhostTls(),
    trusted_proxies: ['127.0.0.1', '::1'],
    client_certificates: { ca: ca.cert, header: 'Client-Cert', verified_header: 'X-Client-Verify' },
  })
  const its = await reencrypted.createApi()
  const proxys = issue(DN, { issuer: ca })
  const mine = self()
  const there = { p: reencrypted, api: its }
  const vouched = await createClient(there, 'tls_client_auth', [
    { credential_type: 'cert_subject_dn', pem: proxys.cert },
  ])
  const registered = await createClient(there, 'self_signed_tls_client_auth', [x509(mine)])
  const through = (client: Client, headers: { [name: string]: string }) =>
    ask(reencrypted.issuer, '/oauth/token', proxys, { headers, form: machine(client, its.identifier) })
  t.equal((await through(vouched, {})).status, 401)
  t.equal((await through(vouched, { 'x-client-verify': 'SUCCESS' })).status, 401)
  t.equal((await through(registered, { 'client-cert': `:${mine.x509.raw.toString('base64')}:` })).status, 200)
})

t.test('certificates and secrets stay out of the log', async t => {
  const logged = p.app.logs.join('\n')
  t.notMatch(logged, /BEGIN|PRIVATE KEY/)
  t.notOk(logged.includes(ADMIN.client_secret))
})
