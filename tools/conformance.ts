// `npm run conformance:plan`: what a run of the OpenID Foundation's conformance suite needs to know of a Lintel: the plans that apply, each with
// its variants and its configuration. Without `--create` the clients are named, not made. docs/conformance.md says how to go on.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { selfSignedCertificate } from '../src/oidc/certificate.ts'

const USAGE = `npm run conformance:plan -- [options]

  --url URL               Lintel's issuer (default: http://localhost:3000/)
  --administration FILE   the administrator's credentials (default: .lintel/administration.json)
  --suite URL             where the suite is reached by browsers and by Lintel (default: https://localhost.emobix.co.uk:8443)
  --alias NAME            the alias of the plans, which is part of the redirect URIs (default: lintel)
  --plan KEY              only this plan, again for another (default: all)
  --create                makes clients and people, and sets the tenant up; those of an earlier run are replaced
  --out DIRECTORY         writes each configuration into a file of its own
  --json                  prints all of it as one JSON document`

type Json = { [name: string]: unknown }

/** What the suite is told of a client, and what Lintel is. */
type Wanted = {
  name: string
  /** of the suite's paths, those of a redirect URI */
  callbacks: string[]
  settings: (key: KeyMaterial | undefined, at: (path: string) => string) => Json
  /** whether it signs: assertions, requests, proofs of its key */
  signs?: 'key' | 'certificate'
  scope?: string
}
type KeyMaterial = { jwk: Json; pem: string; certificate: string; private_pem: string; kid: string }
type Made = { client_id: string; client_secret?: string; key?: KeyMaterial }
type Person = { email: string; password: string }

const WEB = { app_type: 'regular_web', is_first_party: true }
const CODE = ['authorization_code', 'refresh_token']
/** Hybrid and implicit answers pass through the browser, which a client must have been given. */
const EVERY_FLOW = [...CODE, 'implicit']
const byBasic = { ...WEB, grant_types: EVERY_FLOW, token_endpoint_auth_method: 'client_secret_basic' }

const fapi = (level: string, key: KeyMaterial): Json => {
  const credential = { credential_type: 'public_key', pem: key.pem, alg: 'PS256', kid: key.kid }
  return {
    ...WEB,
    // A third party's: its user is asked, and may say no.
    is_first_party: false,
    grant_types: CODE,
    jwt_configuration: { alg: 'PS256' },
    refresh_token: { rotation_type: 'non-rotating', expiration_type: 'non-expiring' },
    compliance_level: level,
    client_authentication_methods: level.includes('_mtls_')
      ? { self_signed_tls_client_auth: { credentials: [{ credential_type: 'x509_cert', pem: key.certificate }] } }
      : { private_key_jwt: { credentials: [credential] } },
    ...(level.startsWith('fapi2_ms') ? { signed_request_object: { required: true, credentials: [credential] } } : {}),
  }
}

const fapiClient = (name: string, level: string, callback: string, signs: 'key' | 'certificate' = 'key'): Wanted => ({
  name,
  callbacks: [callback],
  settings: key => fapi(level, key as KeyMaterial),
  signs,
  scope: 'openid profile email',
})
/** The suite's second client has a redirect URI with a query. */
const SECOND_CALLBACK = '/callback?dummy1=lorem&dummy2=ipsum'

const CLIENTS = {
  basic: { name: 'basic', callbacks: ['/callback'], settings: () => byBasic },
  basic2: { name: 'second', callbacks: ['/callback'], settings: () => byBasic },
  post: {
    name: 'post',
    callbacks: ['/callback'],
    settings: () => ({ ...byBasic, token_endpoint_auth_method: 'client_secret_post' }),
  },
  logout: {
    name: 'logout',
    callbacks: ['/callback'],
    settings: (_key, at) => ({ ...byBasic, allowed_logout_urls: [at('/post_logout_redirect')] }),
  },
  backchannel: {
    name: 'back-channel logout',
    callbacks: ['/callback'],
    settings: (_key, at) => ({
      ...byBasic,
      allowed_logout_urls: [at('/post_logout_redirect')],
      oidc_logout: { backchannel_logout_urls: [at('/backchannel_logout')] },
    }),
  },
  frontchannel: {
    name: 'front-channel logout',
    callbacks: ['/callback'],
    settings: (_key, at) => ({
      ...byBasic,
      allowed_logout_urls: [at('/post_logout_redirect')],
      registration: {
        frontchannel_logout_uri: at('/frontchannel_logout'),
        frontchannel_logout_session_required: true,
      },
    }),
  },
  sp1: fapiClient('FAPI 2.0, first', 'fapi2_sp_pkj_dpop', '/callback'),
  sp2: fapiClient('FAPI 2.0, second', 'fapi2_sp_pkj_dpop', SECOND_CALLBACK),
  mtls1: fapiClient('FAPI 2.0 by certificate, first', 'fapi2_sp_mtls_mtls', '/callback', 'certificate'),
  mtls2: fapiClient('FAPI 2.0 by certificate, second', 'fapi2_sp_mtls_mtls', SECOND_CALLBACK, 'certificate'),
  ms1: fapiClient('FAPI 2.0 signed, first', 'fapi2_ms_pkj_dpop', '/callback'),
  ms2: fapiClient('FAPI 2.0 signed, second', 'fapi2_ms_pkj_dpop', SECOND_CALLBACK),
} as const satisfies { [role: string]: Wanted }
type Role = keyof typeof CLIENTS

type Plan = {
  key: string
  plan: string
  variant: { [parameter: string]: string }
  client?: Role
  client2?: Role
  client_secret_post?: Role
  extra?: (issuer: string) => Json
}
const STATIC = { server_metadata: 'discovery', client_registration: 'static_client' }
const browserPlan = (key: string): Plan => ({
  key,
  plan: `oidcc-${key}-certification-test-plan`,
  variant: STATIC,
  client: 'basic',
  client2: 'basic2',
  client_secret_post: 'post',
})
const logoutPlan = (key: string, client: Role): Plan => ({
  key,
  plan: `oidcc-${key}-certification-test-plan`,
  variant: { client_registration: 'static_client', response_type: 'code' },
  client,
})
const FAPI = { fapi_profile: 'plain_fapi', openid: 'openid_connect', authorization_request_type: 'simple' }
/** A resource server that checks what a token is bound to is at hand. */
const resource = (issuer: string): Json => ({ resource: { resourceUrl: `${issuer}userinfo` } })

const PLANS: Plan[] = [
  browserPlan('basic'),
  { key: 'config', plan: 'oidcc-config-certification-test-plan', variant: {} },
  {
    key: 'dynamic',
    plan: 'oidcc-dynamic-certification-test-plan',
    variant: { response_type: 'code' },
    extra: () => ({
      client: { client_name: 'Conformance, first' },
      client2: { client_name: 'Conformance, second' },
    }),
  },
  browserPlan('formpost-basic'),
  browserPlan('formpost-hybrid'),
  browserPlan('formpost-implicit'),
  browserPlan('hybrid'),
  browserPlan('implicit'),
  logoutPlan('rp-initiated-logout', 'logout'),
  logoutPlan('backchannel-rp-initiated-logout', 'backchannel'),
  logoutPlan('frontchannel-rp-initiated-logout', 'frontchannel'),
  {
    key: 'fapi2-security-profile',
    plan: 'fapi2-security-profile-final-test-plan',
    variant: { ...FAPI, client_auth_type: 'private_key_jwt', sender_constrain: 'dpop' },
    client: 'sp1',
    client2: 'sp2',
    extra: resource,
  },
  {
    key: 'fapi2-security-profile-mtls',
    plan: 'fapi2-security-profile-final-test-plan',
    variant: { ...FAPI, client_auth_type: 'mtls', sender_constrain: 'mtls' },
    client: 'mtls1',
    client2: 'mtls2',
    extra: resource,
  },
  {
    key: 'fapi2-message-signing',
    plan: 'fapi2-message-signing-final-test-plan',
    variant: {
      ...FAPI,
      client_auth_type: 'private_key_jwt',
      sender_constrain: 'dpop',
      fapi_request_method: 'signed_non_repudiation',
      fapi_response_mode: 'jarm',
    },
    client: 'ms1',
    client2: 'ms2',
    extra: resource,
  },
]

// --- the suite's browser ---

type Command = (string | number)[]
type Task = { task: string; match: string; optional?: true; commands?: Command[] }
type Visit = { match: string; tasks: Task[] }

const screenshot = (words: string, optional = false): Command => [
  'wait',
  'xpath',
  '//*',
  10,
  words,
  optional ? 'update-image-placeholder-optional' : 'update-image-placeholder',
]

/** Commands in the suite's own words, for Lintel's pages: which URL, which field, which button. */
function pages(issuer: string, ada: Person, bea: Person) {
  const signIn = ({ email, password }: Person, before: Command[] = []): Task => ({
    task: 'Sign in',
    match: `${issuer}u/*/login*`,
    optional: true,
    commands: [
      ...before,
      ['text', 'name', 'username', email],
      ['text', 'name', 'password', password],
      ['click', 'css', 'button[value=default]'],
    ],
  })
  const consent = (word: 'accept' | 'deny'): Task => ({
    task: 'Consent',
    match: `${issuer}u/*/consent*`,
    optional: true,
    commands: [['click', 'css', `button[value=${word}]`]],
  })
  const returned: Task = {
    task: 'Back at the suite',
    match: '*/test/*/callback*',
    commands: [['wait', 'id', 'submission_complete', 10]],
  }
  const authorize = (...tasks: Task[]): Visit => ({ match: `${issuer}authorize*`, tasks })
  const refused = authorize({
    task: 'Error page',
    match: `${issuer}authorize*`,
    commands: [screenshot('This request cannot be answered')],
  })
  const askAgain = authorize(signIn(ada, [screenshot('Sign in', true)]), consent('accept'), returned)
  const normal = authorize(signIn(ada), consent('accept'), returned)
  const confirm: Task = {
    task: 'Confirm the logout',
    match: `${issuer}oidc/logout*`,
    optional: true,
    commands: [['click', 'css', 'button[value=accept]']],
  }
  const leave = (...tasks: Task[]): Visit => ({ match: `${issuer}oidc/logout*`, tasks })
  const logout = leave(confirm, { task: 'Back at the suite', match: '*/test/*/post*' })
  const shown = (words: string) => [
    normal,
    leave({ task: 'Page', match: `${issuer}oidc/logout*`, commands: [screenshot(words)] }),
  ]
  const signedOut = [
    normal,
    leave(confirm, {
      task: 'Signed out',
      match: `${issuer}oidc/logout*`,
      commands: [screenshot('You are signed out')],
    }),
  ]
  const only = (modules: string[], browser: Visit[]) => Object.fromEntries(modules.map(module => [module, { browser }]))
  const fapi2 = (...modules: string[]) => modules.map(module => `fapi2-security-profile-final-${module}`)
  return {
    browser: [normal, logout],
    override: {
      ...only(['oidcc-prompt-login', 'oidcc-max-age-1'], [askAgain]),
      ...only(
        [
          'oidcc-ensure-registered-redirect-uri',
          'oidcc-ensure-redirect-uri-in-authorization-request',
          'oidcc-redirect-uri-query-added',
          'oidcc-redirect-uri-query-mismatch',
          ...fapi2('par-attempt-to-use-expired-request_uri', 'par-attempt-to-use-request_uri-for-different-client'),
        ],
        [refused],
      ),
      // Once as it should be, and then once more.
      ...only(fapi2('par-attempt-reuse-request_uri'), [
        authorize(
          signIn(ada),
          consent('accept'),
          { ...returned, optional: true },
          {
            task: 'Error page',
            match: `${issuer}authorize*`,
            optional: true,
            commands: [screenshot('This request cannot be answered', true)],
          },
        ),
      ]),
      // She never consents, so that she is always asked.
      ...only(fapi2('user-rejects-authentication'), [authorize(signIn(bea), consent('deny'), returned)]),
      ...only(
        [
          'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri',
          'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri',
          'oidcc-rp-initiated-logout-modified-id-token-hint',
          'oidcc-rp-initiated-logout-bad-id-token-hint',
          'oidcc-rp-initiated-logout-no-id-token-hint',
        ],
        shown('This request cannot be answered'),
      ),
      ...only(
        [
          'oidcc-rp-initiated-logout-no-params',
          'oidcc-rp-initiated-logout-only-state',
          'oidcc-rp-initiated-logout-no-post-logout-redirect-uri',
        ],
        signedOut,
      ),
    },
  }
}

// --- Lintel ---

function newKey(common_name: string): KeyMaterial {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomBytes(12).toString('hex')
  const now = Date.now()
  const der = selfSignedCertificate(
    'RS256',
    pair,
    common_name,
    new Date(now - 60_000),
    new Date(now + 365 * 86_400_000),
  )
  const lines = der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return {
    kid,
    jwk: { ...(pair.privateKey.export({ format: 'jwk' }) as Json), kid, alg: 'PS256', use: 'sig' },
    pem: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    private_pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

class Refused extends Error {}

type Call = (method: string, path: string, body?: unknown) => Promise<Json>

async function connect(issuer: string, administration: string): Promise<Call> {
  const granted = await fetch(`${issuer}oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: administration,
  })
  const { access_token } = (await granted.json()) as { access_token?: string }
  if (access_token === undefined) throw new Refused(`The administrator’s credentials were refused: ${granted.status}`)
  return async (method, path, body) => {
    const response = await fetch(`${issuer}api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = (text === '' ? {} : JSON.parse(text)) as Json
    if (!response.ok) throw new Refused(`${method} ${path}: ${response.status} ${answer.message}`)
    return answer
  }
}

const CONNECTION = 'Username-Password-Authentication'

async function connectionIds(call: Call): Promise<string[]> {
  const { connections } = (await call('GET', `/connections?name=${CONNECTION}&include_totals=true`)) as {
    connections: { id: string }[]
  }
  return connections.map(({ id }) => id)
}

async function clientsNamed(call: Call, name: string): Promise<string[]> {
  const found: string[] = []
  for (let page = 0; ; page++) {
    const query = `/clients?fields=client_id,name&per_page=100&page=${page}`
    const clients = (await call('GET', query)) as unknown as { client_id: string; name: string }[]
    found.push(...clients.filter(client => client.name === name).map(({ client_id }) => client_id))
    if (clients.length < 100) return found
  }
}

async function createClient(
  call: Call,
  { name, callbacks, settings, signs }: Wanted,
  title: (name: string) => string,
  at: (path: string) => string,
): Promise<Made> {
  const key = signs && newKey(name)
  for (const client_id of await clientsNamed(call, title(name))) await call('DELETE', `/clients/${client_id}`)
  const body = { name: title(name), callbacks: callbacks.map(at), ...settings(key, at) }
  const { client_id, client_secret } = (await call('POST', '/clients', body)) as Made
  for (const id of await connectionIds(call))
    await call('PATCH', `/connections/${id}/clients`, [{ client_id, status: true }])
  return {
    client_id,
    ...(signs === undefined && client_secret !== undefined ? { client_secret } : {}),
    ...(key === undefined ? {} : { key }),
  }
}

async function createPerson(call: Call, name: string, alias: string): Promise<Person> {
  const email = `${name.toLowerCase()}.${alias}@example.com`
  const found = (await call('GET', `/users-by-email?email=${encodeURIComponent(email)}`)) as unknown as {
    user_id: string
  }[]
  for (const { user_id } of found) await call('DELETE', `/users/${encodeURIComponent(user_id)}`)
  const password = randomBytes(18).toString('base64url')
  await call('POST', '/users', {
    connection: CONNECTION,
    email,
    password,
    email_verified: true,
    name: `${name} Conformance`,
    given_name: name,
    family_name: 'Conformance',
    nickname: name.toLowerCase(),
    picture: 'https://example.com/picture.png',
  })
  return { email, password }
}

// --- what is printed ---

const told = ({ client_id, client_secret, key }: Made, { signs, scope }: Wanted): Json => ({
  client_id,
  ...(client_secret === undefined ? {} : { client_secret }),
  ...(scope === undefined ? {} : { scope }),
  ...(key === undefined ? {} : { jwks: { keys: [key.jwk] } }),
  ...(signs === 'key' ? { dpop_signing_alg: 'ES256' } : {}),
})
const certificateOf = ({ key }: Made): Json =>
  key === undefined ? {} : { key: key.private_pem, cert: key.certificate }

function configurationOf(
  plan: Plan,
  at: { issuer: string; alias: string; people: [Person, Person] },
  made: Made[],
): Json {
  const [client, client2, post] = made
  const wanted = (role: Role | undefined) => CLIENTS[role as Role] as Wanted
  return {
    alias: at.alias,
    description: `Lintel at ${at.issuer}`,
    server: { discoveryUrl: `${at.issuer}.well-known/openid-configuration` },
    ...(client ? { client: told(client, wanted(plan.client)) } : {}),
    ...(client2 ? { client2: told(client2, wanted(plan.client2)) } : {}),
    ...(post ? { client_secret_post: told(post, wanted(plan.client_secret_post)) } : {}),
    ...(client?.key && plan.variant.client_auth_type === 'mtls' ? { mtls: certificateOf(client) } : {}),
    ...(client2?.key && plan.variant.client_auth_type === 'mtls' ? { mtls2: certificateOf(client2) } : {}),
    ...plan.extra?.(at.issuer),
    ...(plan.key === 'config' ? {} : pages(at.issuer, ...at.people)),
  }
}

/** As the suite's `scripts/run-test-plan.py` takes it. */
const argumentOf = ({ plan, variant }: Plan) =>
  `${plan}${Object.entries(variant)
    .map(([parameter, value]) => `[${parameter}=${value}]`)
    .join('')}`

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://localhost:3000/' },
      administration: { type: 'string', default: '.lintel/administration.json' },
      suite: { type: 'string', default: 'https://localhost.emobix.co.uk:8443' },
      alias: { type: 'string', default: 'lintel' },
      plan: { type: 'string', multiple: true },
      create: { type: 'boolean', default: false },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (flags.help) return console.log(USAGE)
  const unknown = flags.plan?.find(key => !PLANS.some(plan => plan.key === key))
  if (unknown !== undefined)
    throw new Refused(`No plan ${unknown}; there are ${PLANS.map(({ key }) => key).join(', ')}`)

  const discovery = new URL('.well-known/openid-configuration', flags.url.replace(/\/?$/, '/'))
  const discovered = await fetch(discovery).catch(error => {
    throw new Refused(`${discovery} does not answer: ${(error as Error).cause ?? error}`)
  })
  if (!discovered.ok) throw new Refused(`${discovery} answers ${discovered.status}`)
  const { issuer, token_endpoint_auth_methods_supported: methods } = (await discovered.json()) as {
    issuer: string
    token_endpoint_auth_methods_supported: string[]
  }
  const takesCertificates = methods.includes('self_signed_tls_client_auth')
  const plans = PLANS.filter(
    ({ key, variant }) => flags.plan?.includes(key) ?? (takesCertificates || variant.client_auth_type !== 'mtls'),
  )
  if (!takesCertificates) console.error('No place is configured where clients’ certificates arrive: no mutual TLS.')
  const at = (path: string) => `${flags.suite.replace(/\/$/, '')}/test/a/${flags.alias}${path}`
  const title = (name: string) => `Conformance (${flags.alias}): ${name}`

  const roles = [...new Set(plans.flatMap(plan => [plan.client, plan.client2, plan.client_secret_post]))].filter(
    role => role !== undefined,
  )
  const made = new Map<Role, Made>()
  const people: [Person, Person] = [
    { email: '<e-mail address of a user>', password: '<password>' },
    { email: '<e-mail address of a user who declines>', password: '<password>' },
  ]
  if (flags.create) {
    const call = await connect(issuer, readFileSync(flags.administration, 'utf8'))
    const registers = plans.some(({ key }) => key === 'dynamic')
    const settings = {
      protocol_dialect: 'rfc',
      ...(registers
        ? { dynamic_client_registration: 'open', dynamic_client_registration_security_mode: 'permissive' }
        : {}),
      ...(plans.some(({ key }) => key.startsWith('fapi2')) ? { pushed_authorization_requests_supported: true } : {}),
    }
    await call('PATCH', '/tenants/settings', settings)
    // Whom a client that registers itself may sign in.
    if (registers)
      for (const id of await connectionIds(call))
        await call('PATCH', `/connections/${id}`, { is_domain_connection: true })
    for (const role of roles) made.set(role, await createClient(call, CLIENTS[role], title, at))
    if (roles.length > 0)
      for (const [i, name] of ['Ada', 'Bea'].entries()) people[i] = await createPerson(call, name, flags.alias)
  } else for (const role of roles) made.set(role, { client_id: `<client_id of “${CLIENTS[role].name}”>` })

  const rolesOf = ({ client, client2, client_secret_post }: Plan) =>
    [client, client2, client_secret_post].filter(role => role !== undefined)
  const printed = plans.map(plan => ({
    key: plan.key,
    plan: plan.plan,
    variant: plan.variant,
    argument: argumentOf(plan),
    config: configurationOf(
      plan,
      { issuer, alias: flags.alias, people },
      rolesOf(plan).map(role => made.get(role) as Made),
    ),
  }))
  const wanted = roles.map(role => ({
    name: title(CLIENTS[role].name),
    client_id: made.get(role)?.client_id,
    callbacks: CLIENTS[role].callbacks.map(at),
  }))

  if (new URL(issuer).protocol !== 'https:')
    console.error(`${issuer} is not https: the suite’s checks of the discovery document will fail.`)
  if (flags.out !== undefined) {
    mkdirSync(flags.out, { recursive: true })
    // Secrets and private keys are in it.
    for (const { key, config } of printed)
      writeFileSync(path.join(flags.out, `${key}.json`), `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  }
  if (flags.json) return console.log(JSON.stringify({ issuer, clients: wanted, plans: printed }, null, 2))
  console.log(`Issuer: ${issuer}\n\nStatic clients:`)
  for (const { name, client_id, callbacks } of wanted)
    console.log(`  ${name}\n    ${client_id}\n    ${callbacks.join('\n    ')}`)
  for (const { key, argument, config } of printed) {
    console.log(`\n# ${key}\n${argument}${flags.out === undefined ? '' : ` ${path.join(flags.out, `${key}.json`)}`}`)
    if (flags.out === undefined) console.log(JSON.stringify(config, null, 2))
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Refused)) throw error
  console.error(error.message)
  process.exitCode = 1
}
