// What the contract of the Management API is tried on: for every place where an id stands in a path, something real; for every route that
// writes, a body that it takes. A route that is in neither table stops the test that meets it, and says what to give it.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { newJobId } from '../../src/ids.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { type DocumentHost, hostDocuments, letAgentsIn } from './agents.ts'
import { claimsOf, createProtocol, headerOf, type Protocol } from './protocol.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
type Json = any

export type Managed = {
  protocol: Protocol
  documents: DocumentHost
  /** Makes something through the API, or throws */
  make(path: string, body: object): Promise<Json>
}

const CIBA = 'urn:openid:params:grant-type:ciba'
const CONNECTION = 'Username-Password-Authentication'
const PASSWORD = 'correct horse battery staple'

const user = (id = '') => `/users/${encodeURIComponent(id)}`
const word = () => randomBytes(6).toString('hex')
const pem = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }) as string

/** A Lintel with a client, an API and a document to describe agents by. Ends with the test. */
export async function createManaged(t: Test): Promise<Managed> {
  // Nobody is asked for names: port 9 is nobody's.
  const protocol = await createProtocol(t, { dns_servers: ['127.0.0.1:9'] })
  const documents = await hostDocuments(t)
  await letAgentsIn(protocol, { client_id_metadata_document_supported: true })
  return {
    protocol,
    documents,
    async make(path, body) {
      const answer = await protocol.app.api('POST', path, body)
      if (answer.status >= 300) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
  }
}

const newClient = () => ({ name: `Client ${word()}`, app_type: 'non_interactive' })
const newApi = () => ({
  identifier: `https://api.example/${word()}`,
  name: 'API',
  scopes: [{ value: 'read:things' }, { value: 'write:things' }],
})
const newUser = () => ({ connection: CONNECTION, email: `${word()}@example.com`, password: PASSWORD })
const newConnection = () => ({ name: `database-${word()}`, strategy: 'auth0' })
const newRole = () => ({ name: `Role ${word()}` })
const newGrant = async (m: Managed) => {
  const { client_id } = await m.make('/clients', newClient())
  const { identifier: audience } = await m.make('/resource-servers', newApi())
  return { client_id, audience, scope: ['read:things'] }
}
const newCredential = () => ({ credential_type: 'public_key', name: 'Key', pem: pem() })
const newExchangeProfile = ({ protocol }: Managed) => ({
  name: 'Legacy',
  subject_token_type: `urn:acme:${word()}`,
  type: 'custom_authentication',
  subject_token_verification: {
    issuer: 'https://legacy.example/',
    jwks_uri: 'https://legacy.example/keys',
    user: { connection_id: protocol.connection_id },
  },
})
const newDomain = () => ({ domain: `${word()}.example.com`, type: 'self_managed_certs' })
/** To a port that is nobody's, of what is not there yet: nothing is sent, nothing fails. */
const newStream = () => ({
  name: `Stream ${word()}`,
  type: 'http',
  sink: { httpEndpoint: 'https://127.0.0.1:9/' },
  startFrom: '2100-01-01T00:00:00.000Z',
})
let acls = 0
const newNetworkAcl = () => ({
  description: `Rule ${word()}`,
  active: false,
  priority: (acls++ % 100) + 1,
  rule: { action: { block: true }, match: { ipv4_cidrs: ['192.0.2.0/24'] }, scope: 'tenant' },
})
/** One for a tenant: whichever is there makes way. */
const newPhoneProvider = async ({ protocol, documents }: Managed) => {
  const there = await protocol.store.phone_providers.find()
  if (there) await protocol.store.phone_providers.remove(there.id)
  documents.documents['/phone'] = {}
  return {
    name: 'custom',
    configuration: { webhook_url: documents.url('/phone'), delivery_methods: ['text'] },
    credentials: { signing_secret: `whsec_${randomBytes(32).toString('base64')}` },
  }
}
const newTwilio = async (m: Managed) => {
  await newPhoneProvider(m)
  return { sid: 'AC1', auth_token: word(), from: '+15005550006' }
}
const newPhoneMessages = () => ({
  enrollment_message: `{{ code }} ${word()}`,
  verification_message: `{{ code }} ${word()}`,
})
const newMethod = () => ({ type: 'email', email: `${word()}@example.com` })
const newPhoneTemplate = async ({ protocol }: Managed) => {
  for (const { id } of await protocol.store.phone_templates.list()) await protocol.store.phone_templates.remove(id)
  return { type: 'otp_verify' }
}
const newAttributeProfile = () => ({
  name: `Profile ${word()}`,
  user_attributes: {
    email: { label: 'Email', description: 'Her address', profile_required: true, auth0_mapping: 'email' },
  },
})
const newDescribedClient = ({ documents }: Managed) => {
  const path = `/${word()}`
  documents.documents[path] = {
    client_name: 'Agent',
    client_uri: 'https://agent.example/',
    logo_uri: 'https://agent.example/logo.png',
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  }
  return { external_client_id: documents.url(path) }
}

export const newTheme = () => ({
  displayName: `Theme ${word()}`,
  borders: {
    button_border_radius: 3,
    button_border_weight: 1,
    buttons_style: 'rounded',
    input_border_radius: 3,
    input_border_weight: 1,
    inputs_style: 'rounded',
    show_widget_shadow: true,
    widget_border_weight: 0,
    widget_corner_radius: 5,
  },
  colors: {
    base_focus_color: '#635dff',
    base_hover_color: '#000000',
    body_text: '#1e212a',
    error: '#d03c38',
    header: '#1e212a',
    icons: '#65676e',
    input_background: '#ffffff',
    input_border: '#85868c',
    input_filled_text: '#000000',
    input_labels_placeholders: '#65676e',
    links_focused_components: '#635dff',
    primary_button: '#635dff',
    primary_button_label: '#ffffff',
    read_only_background: '#eeeeee',
    secondary_button_border: '#c9cace',
    secondary_button_label: '#1e212a',
    success: '#13a688',
    widget_background: '#ffffff',
    widget_border: '#c9cace',
  },
  fonts: {
    body_text: { bold: false, size: 87.5 },
    buttons_text: { bold: false, size: 100 },
    font_url: '',
    input_labels: { bold: false, size: 100 },
    links: { bold: true, size: 87.5 },
    links_style: 'normal',
    reference_text_size: 16,
    subtitle: { bold: false, size: 87.5 },
    title: { bold: false, size: 150 },
  },
  page_background: { background_color: '#000000', background_image_url: '', page_layout: 'center' },
  widget: { header_text_alignment: 'center', logo_height: 52, logo_position: 'center', logo_url: '' },
})
export const newFrame = () => ({
  template: `<!doctype html><html><head>{%- auth0:head -%}</head><body><p>${word()}</p>{%- auth0:widget -%}</body></html>`,
})
const newProvider = () => ({
  name: 'smtp',
  default_from_address: `${word()}@example.com`,
  credentials: { smtp_host: '127.0.0.1', smtp_port: 9, smtp_user: 'lintel', smtp_pass: 'secret' },
})
const newMailTemplate = (template: string) => ({
  template,
  body: `<p>${word()} {{ url }}</p>`,
  from: 'Acme <hello@example.com>',
  subject: 'Hello',
  syntax: 'liquid',
  enabled: true,
})
/** What a tenant has one of, at most. */
const without = async (m: Managed, path: string) => void (await m.protocol.app.api('DELETE', path))

/** Somebody signs in, at an app that gets a refresh token. */
async function signIn({ protocol }: Managed, person?: { user_id: string; email: string }) {
  const who = person ?? (await protocol.createUser())
  const client = await protocol.createClient()
  await protocol.settled()
  const { body } = await protocol.tokens(client, who)
  const { refresh_tokens } = (
    await protocol.app.api('GET', `/refresh-tokens?user_id=${encodeURIComponent(who.user_id)}`)
  ).body
  return { user_id: who.user_id, session: claimsOf(body.id_token).sid as string, refresh_token: refresh_tokens[0].id }
}

const permissionsOf = async (m: Managed) => {
  const { identifier } = await m.make('/resource-servers', newApi())
  return { permissions: [{ resource_server_identifier: identifier, permission_name: 'read:things' }] }
}

async function consentOf({ protocol }: Managed): Promise<{ id: string; user_id: string }> {
  const { user_id } = await protocol.createUser()
  const { client_id } = await protocol.createClient()
  await protocol.store.consents.add([{ user_id, client_id, resource_server_id: null, scope: ['openid'] }], new Date())
  const [consent] = await protocol.store.consents.list({ user_id }, { limit: 1, offset: 0 })
  return consent as { id: string; user_id: string }
}

/** Of a user who may be linked. */
async function newIdentity({ protocol }: Managed) {
  const { user_id } = await protocol.createUser()
  return { provider: 'auth0', user_id: user_id.slice('auth0|'.length) }
}

type Maker = (m: Managed, ids: string[]) => Promise<string>

/** By the path up to an id, its parameters without their names: what that id is of. `ids` are those that stand before it. */
const MAKERS: { [path: string]: Maker } = {
  '/anomaly/blocks/ips/{}': async ({ protocol }) => {
    const network = '192.0.2.99'
    const tries = { stage: 'pre-login', network, max_attempts: 1, rate: 86_400_000 } as const
    await protocol.store.attempts.begin({ network: tries }, new Date())
    // As one that has used up what the tenant allows.
    for (let i = 0; i < 100; i++)
      await protocol.store.attempts.begin({ network: { ...tries, max_attempts: 100, rate: 864_000 } }, new Date())
    return network
  },
  '/branding/phone/providers/{}': async m => (await m.make('/branding/phone/providers', await newPhoneProvider(m))).id,
  '/branding/phone/templates/{}': async m => (await m.make('/branding/phone/templates', await newPhoneTemplate(m))).id,
  '/ciba-requests/{}': async ({ protocol }) => {
    const { user_id } = await protocol.createUser()
    const { client_id, client_secret } = await protocol.createClient({
      app_type: 'regular_web',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: [CIBA],
    })
    await protocol.settled()
    const login_hint = JSON.stringify({ format: 'iss_sub', iss: protocol.issuer, sub: user_id })
    const { body } = await protocol.post('/bc-authorize', {
      client_id,
      client_secret,
      scope: 'openid',
      login_hint,
      binding_message: 'Order 1',
    })
    return hashBearer(body.auth_req_id)
  },
  '/branding/themes/{}': async m => {
    const before = await m.protocol.app.api('GET', '/branding/themes/default')
    return before.status === 200 ? before.body.themeId : (await m.make('/branding/themes', newTheme())).themeId
  },
  '/client-grants/{}': async m => (await m.make('/client-grants', await newGrant(m))).id,
  '/clients/{}': async m => (await m.make('/clients', newClient())).client_id,
  '/clients/{}/credentials/{}': async (m, [id]) => (await m.make(`/clients/${id}/credentials`, newCredential())).id,
  '/connections/{}': async m => (await m.make('/connections', newConnection())).id,
  '/custom-domains/{}': async m => (await m.make('/custom-domains', newDomain())).custom_domain_id,
  '/device-credentials/{}': async m => (await signIn(m)).refresh_token,
  '/grants/{}': async m => (await consentOf(m)).id,
  '/guardian/factors/{}': async () => 'otp',
  '/jobs/{}': async ({ protocol }) =>
    (
      await protocol.store.jobs.create(
        { id: newJobId(), type: 'verification_email', status: 'pending', parameters: {} },
        new Date(),
      )
    ).id,
  '/keys/signing/{}': async m => {
    // Not the one that signed the token which we call with.
    const { kid: needed } = headerOf(await m.protocol.app.adminToken())
    for (const _ of [1, 2]) await m.make('/keys/signing/rotate', {})
    const keys = await m.protocol.store.signing_keys.list()
    const previous = keys.filter(
      ({ state, revoked_at, kid }) => state === 'previous' && revoked_at === null && kid !== needed,
    )
    return previous[0]?.kid ?? ''
  },
  '/log-streams/{}': async m => (await m.make('/log-streams', newStream())).id,
  '/logs/{}': async ({ protocol }) => (await protocol.app.api('GET', '/logs?per_page=1')).body[0].log_id,
  '/network-acls/{}': async m => (await m.make('/network-acls', newNetworkAcl())).id,
  '/email-templates/{}': async m => {
    await m.protocol.app.api('POST', '/email-templates', newMailTemplate('verify_email'))
    return 'verify_email'
  },
  '/prompts/{}': async () => 'login',
  '/prompts/{}/custom-text/{}': async () => 'en',
  '/refresh-tokens/{}': async m => (await signIn(m)).refresh_token,
  '/resource-servers/{}': async m => (await m.make('/resource-servers', newApi())).id,
  '/roles/{}': async m => (await m.make('/roles', newRole())).id,
  '/rules-configs/{}': async () => 'KEY',
  '/rules/{}': async () => 'rul_1',
  '/sessions/{}': async m => (await signIn(m)).session,
  '/token-exchange-profiles/{}': async m => (await m.make('/token-exchange-profiles', newExchangeProfile(m))).id,
  '/user-attribute-profiles/{}': async m => (await m.make('/user-attribute-profiles', newAttributeProfile())).id,
  '/user-attribute-profiles/templates/{}': async () => 'standard',
  '/user-blocks/{}': async m => (await m.protocol.createUser()).user_id,
  '/users/{}': async m => (await m.protocol.createUser()).user_id,
  '/guardian/enrollments/{}': async m => {
    const { user_id } = await m.protocol.createUser()
    const { id } = await m.make(`${user(user_id)}/authentication-methods`, newMethod())
    return id.slice(id.indexOf('|') + 1)
  },
  '/users/{}/authentication-methods/{}': async (m, [id]) =>
    (await m.make(`${user(id)}/authentication-methods`, newMethod())).id,
  '/users/{}/multifactor/{}': async () => 'google-authenticator',
  '/users/{}/identities/{}': async () => 'auth0',
  '/users/{}/identities/{}/{}': async (m, [id]) => {
    const identity = await newIdentity(m)
    await m.make(`${user(id)}/identities`, identity)
    return identity.user_id
  },
}

/** What is the same for every tenant, or in none. */
export const EVERYBODYS = [
  '/email-templates/{}',
  '/email-templates/{}/try',
  '/guardian/factors/{}',
  '/prompts/{}',
  '/prompts/{}/custom-text/{}',
  '/prompts/{}/partials',
  '/rules-configs/{}',
  '/rules/{}',
  '/user-attribute-profiles/templates/{}',
]

/** What is there to refuse, by name. */
export const REFUSING = [
  'DELETE /rules-configs/{}',
  'DELETE /rules/{}',
  'GET /connections/{}/keys',
  'GET /rules/{}',
  'PATCH /rules/{}',
  'POST /connections/{}/keys',
  'POST /connections/{}/keys/rotate',
  'POST /device-credentials',
  'POST /rules',
  'PUT /rules-configs/{}',
]

type Given = object | undefined | { query: string }
type Giver = (m: Managed, ids: string[]) => Given | Promise<Given>

async function assigned(m: Managed, path: string, body: Promise<object> | object): Promise<object> {
  const given = await body
  await m.protocol.app.api('POST', path, given)
  return given
}

/** By route: a body that it takes, once what it needs is there. A route with neither body nor need has no entry. */
const GIVEN: { [route: string]: Giver } = {
  'DELETE /connections/{}/users': async (m, [id = '']) => {
    const { name } = await m.protocol.app.api('GET', `/connections/${id}`).then(({ body }) => body)
    const { email } = await m.make('/users', { ...newUser(), connection: name })
    return { query: `email=${encodeURIComponent(email)}` }
  },
  'DELETE /grants': async m => ({ query: `user_id=${encodeURIComponent((await consentOf(m)).user_id)}` }),
  'DELETE /roles/{}/permissions': (m, [id]) => assigned(m, `/roles/${id}/permissions`, permissionsOf(m)),
  'DELETE /user-blocks': () => ({ query: 'identifier=somebody' }),
  'DELETE /users/{}/authentication-methods': async (m, [id]) =>
    void (await m.make(`${user(id)}/authentication-methods`, newMethod())),
  'DELETE /users/{}/authenticators': async (m, [id]) =>
    void (await m.make(`${user(id)}/authentication-methods`, newMethod())),
  'DELETE /users/{}/multifactor/{}': async (m, [id]) =>
    void (await m.make(`${user(id)}/authentication-methods`, {
      type: 'totp',
      totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    })),
  'DELETE /users/{}/permissions': (m, [id]) => assigned(m, `${user(id)}/permissions`, permissionsOf(m)),
  'DELETE /users/{}/refresh-tokens': async (m, [user_id = '']) => void (await signIn(m, { user_id, email: '' })),
  'DELETE /users/{}/roles': async (m, [id]) =>
    assigned(m, `${user(id)}/roles`, { roles: [(await m.make('/roles', newRole())).id] }),
  'DELETE /users/{}/sessions': async (m, [user_id = '']) => void (await signIn(m, { user_id, email: '' })),
  'GET /users/{}/effective-permissions': async m => ({
    query: `resource_server_identifier=${encodeURIComponent((await m.make('/resource-servers', newApi())).identifier)}`,
  }),
  'GET /users/{}/effective-permissions/sources/effective-roles': async m => ({
    query: `resource_server_identifier=${encodeURIComponent((await m.make('/resource-servers', newApi())).identifier)}&permission_name=read:things`,
  }),
  'GET /users/{}/effective-roles/sources/groups': async m => ({
    query: `role_id=${(await m.make('/roles', newRole())).id}`,
  }),
  'GET /users-by-email': async m => ({
    query: `email=${encodeURIComponent((await m.make('/users', newUser())).email)}`,
  }),
  'GET /user-blocks': () => ({ query: 'identifier=somebody' }),
  'GET /refresh-tokens': async m => ({ query: `user_id=${encodeURIComponent((await signIn(m)).user_id)}` }),
  'PATCH /attack-protection/breached-password-detection': () => ({ shields: ['block'] }),
  'PATCH /attack-protection/bot-detection': () => ({ bot_detection_level: 'medium' }),
  'PATCH /attack-protection/captcha': () => ({ active_provider_id: 'auth_challenge' }),
  'PATCH /attack-protection/brute-force-protection': () => ({ max_attempts: 20 }),
  'PATCH /attack-protection/suspicious-ip-throttling': () => ({ allowlist: ['192.0.2.200'] }),
  'PATCH /branding/phone/providers/{}': () => ({ disabled: true }),
  'PATCH /branding/phone/templates/{}': () => ({ disabled: true }),
  'PATCH /branding/phone/templates/{}/reset': () => ({}),
  'PATCH /branding': () => ({ logo_url: `https://acme.example/${word()}.png` }),
  'PATCH /branding/themes/{}': newTheme,
  'GET /emails/provider': async m => void (await m.protocol.app.api('POST', '/emails/provider', newProvider())),
  'DELETE /emails/provider': async m => void (await m.protocol.app.api('POST', '/emails/provider', newProvider())),
  'PATCH /emails/provider': async m => {
    await m.protocol.app.api('POST', '/emails/provider', newProvider())
    return { default_from_address: `${word()}@example.com` }
  },
  'PATCH /email-templates/{}': () => ({ subject: word() }),
  'PATCH /prompts': () => ({ identifier_first: false }),
  'PATCH /client-grants/{}': () => ({ scope: ['write:things'] }),
  'PATCH /clients/{}': () => ({ description: 'Changed' }),
  'PATCH /clients/{}/credentials/{}': () => ({ expires_at: '2030-01-01T00:00:00.000Z' }),
  'PATCH /connections/{}': () => ({ metadata: { changed: 'yes' } }),
  'PATCH /connections/{}/clients': async m => [
    { client_id: (await m.make('/clients', newClient())).client_id, status: false },
  ],
  'PATCH /custom-domains/default': async ({ protocol, make }) => {
    const { custom_domain_id, domain } = await make('/custom-domains', newDomain())
    await protocol.store.custom_domains.hold(custom_domain_id, 'txt', new Date())
    return { domain }
  },
  'PATCH /custom-domains/{}': () => ({ domain_metadata: { changed: 'yes' } }),
  'PATCH /log-streams/{}': () => ({ name: 'Changed' }),
  'PATCH /network-acls/{}': () => ({ description: 'Changed' }),
  'PATCH /refresh-tokens/{}': () => ({ refresh_token_metadata: { changed: 'yes' } }),
  'PATCH /resource-servers/{}': () => ({ name: 'Changed' }),
  'PATCH /roles/{}': () => ({ description: 'Changed' }),
  'PATCH /rules/{}': () => ({ enabled: true }),
  'PATCH /sessions/{}': () => ({ session_metadata: { changed: 'yes' } }),
  'PATCH /tenants/settings': () => ({ friendly_name: word() }),
  'PATCH /token-exchange-profiles/{}': () => ({ name: 'Changed' }),
  'PATCH /user-attribute-profiles/{}': () => ({ name: word() }),
  'PATCH /users/{}/authentication-methods/{}': () => ({ name: 'Changed' }),
  'PATCH /users/{}': () => ({ given_name: 'Changed' }),
  'POST /blacklists/tokens': () => ({ jti: word() }),
  'POST /branding/phone/providers': newPhoneProvider,
  'POST /branding/phone/providers/{}/try': () => ({ to: '+4915112345678' }),
  'POST /branding/phone/templates': newPhoneTemplate,
  'POST /branding/phone/templates/{}/try': async m => {
    await m.make('/branding/phone/providers', await newPhoneProvider(m))
    return { to: '+4915112345678' }
  },
  'POST /branding/themes': async m => {
    const { body } = await m.protocol.app.api('GET', '/branding/themes/default')
    if (body.themeId) await without(m, `/branding/themes/${body.themeId}`)
    return newTheme()
  },
  'POST /client-grants': newGrant,
  'POST /clients': newClient,
  'POST /clients/cimd/preview': newDescribedClient,
  'POST /clients/cimd/register': newDescribedClient,
  'POST /clients/{}/credentials': newCredential,
  'POST /connections': newConnection,
  'POST /connections/{}/keys': () => ({}),
  'POST /connections/{}/keys/rotate': () => ({}),
  'POST /custom-domains': newDomain,
  'POST /device-credentials': () => ({ device_name: 'Phone', type: 'public_key', value: 'x', device_id: 'ab' }),
  'POST /jobs/users-exports': () => ({ format: 'json' }),
  'POST /jobs/verification-email': async m => ({
    user_id: (await m.protocol.createUser({ email_verified: false })).user_id,
  }),
  'POST /email-templates': async ({ protocol }) => {
    await protocol.app.database.query("delete from email_templates where template = 'reset_email'")
    return newMailTemplate('reset_email')
  },
  'POST /email-templates/{}/try': () => ({ to: `${word()}@example.com` }),
  'POST /emails/provider': async m => {
    await without(m, '/emails/provider')
    return newProvider()
  },
  'POST /log-streams': newStream,
  'POST /network-acls': newNetworkAcl,
  'POST /refresh-tokens/revoke': async m => ({ ids: [(await signIn(m)).refresh_token] }),
  'POST /resource-servers': newApi,
  'POST /roles': newRole,
  'POST /roles/{}/permissions': permissionsOf,
  'POST /roles/{}/users': async m => ({ users: [(await m.protocol.createUser()).user_id] }),
  'POST /rules': () => ({ name: 'Rule', script: 'function rule() {}' }),
  'POST /tickets/email-verification': async m => ({ user_id: (await m.protocol.createUser()).user_id }),
  'POST /tickets/password-change': async m => ({ user_id: (await m.protocol.createUser()).user_id }),
  'POST /token-exchange-profiles': newExchangeProfile,
  'POST /user-attribute-profiles': newAttributeProfile,
  'POST /users': newUser,
  'POST /guardian/enrollments/ticket': async m => ({ user_id: (await m.protocol.createUser()).user_id }),
  'POST /users/{}/authentication-methods': newMethod,
  'POST /users/{}/recovery-code-regeneration': async ({ protocol }, [user_id = '']) =>
    void (await protocol.store.authentication_methods.create(
      { user_id, type: 'recovery-code', code_hash: word() },
      new Date(),
    )),
  'POST /users/{}/identities': newIdentity,
  'POST /users/{}/permissions': permissionsOf,
  'POST /users/{}/multifactor/actions/invalidate-remember-browser': async (m, [user_id = '']) => {
    const ends = { idle_expires_at: new Date(Date.now() + 60_000), expires_at: new Date(Date.now() + 60_000) }
    const browser = { user_id, token_hash: word(), user_agent: null, ...ends }
    await m.protocol.store.remembered_browsers.create(browser, new Date())
  },
  'POST /users/{}/revoke-access': async (m, [user_id = '']) => {
    await signIn(m, { user_id, email: '' })
    return {}
  },
  'POST /users/{}/roles': async m => ({ roles: [(await m.make('/roles', newRole())).id] }),
  'GET /branding/templates/universal-login': async m =>
    void (await m.protocol.app.api('PUT', '/branding/templates/universal-login', newFrame())),
  'GET /branding/themes/default': async m => void (await MAKERS['/branding/themes/{}']?.(m, [])),
  'DELETE /branding/templates/universal-login': async m =>
    void (await m.protocol.app.api('PUT', '/branding/templates/universal-login', newFrame())),
  'PUT /branding/templates/universal-login': newFrame,
  'PUT /prompts/{}/custom-text/{}': () => ({ login: { title: word() } }),
  'PUT /prompts/{}/partials': () => ({ login: { 'form-content-start': `<p>${word()}</p>` } }),
  'PUT /users/{}/authentication-methods': () => [newMethod()],
  'PUT /email-templates/{}': () => newMailTemplate('verify_email'),
  'PUT /guardian/factors/email/settings': () => ({ otp_length: 9, otp_expiration_time: 600 }),
  'PUT /guardian/factors/phone/message-types': () => ({ message_types: ['voice'] }),
  'PUT /guardian/factors/phone/settings': () => ({ otp_length: 9, otp_expiration_time: 600 }),
  'PUT /guardian/factors/phone/providers/twilio': newTwilio,
  'PUT /guardian/factors/phone/selected-provider': async m => {
    await newTwilio(m)
    return { provider: 'twilio' }
  },
  'PUT /guardian/factors/phone/templates': newPhoneMessages,
  'PUT /guardian/factors/sms/providers/twilio': newTwilio,
  'PUT /guardian/factors/sms/selected-provider': async m => {
    await newTwilio(m)
    return { provider: 'twilio' }
  },
  'PUT /guardian/factors/sms/templates': newPhoneMessages,
  'PUT /guardian/factors/{}': () => ({ enabled: true }),
  // One that demands something would stand in the way of sign-ins that other routes need.
  'PUT /guardian/policies': () => [],
  'PUT /guardian/settings': () => ({
    display_remember_me_checkbox: true,
    remember_me_default_value: true,
    mfa_session_inactivity_timeout: 3_600,
    mfa_session_overall_timeout: 7_200,
  }),
  'PUT /network-acls/{}': newNetworkAcl,
  'PUT /rules-configs/{}': () => ({ value: 'x' }),
}

export type Standing = { path: string; ids: string[]; body: unknown }

const plain = (path: string) => path.replaceAll(/\{[^}]+\}/g, '{}')
export const routeKey = ({ method, path }: { method: string; path: string }) => `${method} ${plain(path)}`

/** Where a route leads that has something to act on, and what to send there. */
export async function standing(
  m: Managed,
  route: { method: string; path: string; operation: { requestBody?: { content: { [type: string]: unknown } } } },
): Promise<Standing> {
  const ids: string[] = []
  let path = ''
  for (const segment of route.path.split('/').slice(1)) {
    path += '/'
    if (!segment.startsWith('{')) {
      path += segment
      continue
    }
    const here = plain(route.path.split('/').slice(0, path.split('/').length).join('/'))
    const maker = MAKERS[here]
    if (!maker) throw new Error(`Nothing makes what ${here} names. Give MAKERS in test/support/managed.ts a maker.`)
    ids.push(await maker(m, ids))
    path += encodeURIComponent(ids.at(-1) ?? '')
  }
  const giver = GIVEN[routeKey(route)]
  if (!giver && route.operation.requestBody?.content['application/json'])
    throw new Error(`What does ${routeKey(route)} take? Give GIVEN in test/support/managed.ts a body.`)
  const given = await giver?.(m, ids)
  if (given && 'query' in given) return { path: `${path}?${given.query}`, ids, body: undefined }
  return { path, ids, body: given }
}
