import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { LANGUAGES } from '../../src/http/languages.ts'
import type { Settings } from '../../src/management/tenants.ts'
import { createTestApp } from '../support/app.ts'

const shape = {} as Static<typeof Settings>
const _get: Management.GetTenantSettingsResponseContent = shape
const _update: Management.UpdateTenantSettingsResponseContent = shape

const app = await createTestApp(t)

const patch = (body: object) => app.api('PATCH', '/tenants/settings', body)
const read = async () => (await app.api('GET', '/tenants/settings')).body

t.test('a tenant that set nothing has Auth0’s defaults', async t => {
  t.match(await read(), {
    friendly_name: '',
    allowed_logout_urls: [],
    session_lifetime: 168,
    idle_session_lifetime: 72,
    default_audience: '',
    default_directory: '',
    enabled_locales: ['en', ...LANGUAGES.slice(1)],
    sessions: { oidc_logout_prompt_enabled: true },
    flags: { enable_client_connections: true, enable_public_signup_user_exists_error: false },
    session_cookie: { mode: 'persistent' },
    ephemeral_session_lifetime: 72,
    idle_ephemeral_session_lifetime: 24,
    oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
  })
  const { rows } = await app.database.query("select settings from tenants where tenant_id = 'default'")
  t.same(rows, [{ settings: {} }])
})

t.test('what was read may be sent back', async t => {
  await app.api('POST', '/resource-servers', { identifier: 'urn:api' })
  const set = {
    friendly_name: 'Example',
    picture_url: 'https://example.com/logo.png',
    support_email: 'help@example.com',
    support_url: 'https://example.com/help',
    allowed_logout_urls: ['https://example.com/', 'http://localhost:3000/out'],
    session_lifetime: 24,
    idle_session_lifetime: 2,
    default_audience: 'urn:api',
    default_directory: 'Username-Password-Authentication',
    default_redirection_uri: 'https://example.com/start',
    ephemeral_session_lifetime: 12,
    idle_ephemeral_session_lifetime: 1,
    session_cookie: { mode: 'non-persistent' },
    oidc_logout: { rp_logout_end_session_endpoint_discovery: false },
    sessions: { oidc_logout_prompt_enabled: false },
  }
  const { status, body } = await patch(set)
  t.equal(status, 200)
  t.match(body, set)
  t.same(await read(), body)
  t.same((await patch(body)).body, body)
})

t.test('an empty string unsets', async t => {
  await patch({ friendly_name: 'Example', default_audience: 'urn:api' })
  const { body } = await patch({
    friendly_name: '',
    picture_url: '',
    support_email: '',
    support_url: '',
    default_audience: '',
    default_directory: '',
    default_redirection_uri: '',
    allowed_logout_urls: [],
    sessions: null,
    session_cookie: null,
    oidc_logout: null,
  })
  t.match(body, {
    friendly_name: '',
    default_audience: '',
    sessions: { oidc_logout_prompt_enabled: true },
    session_cookie: { mode: 'persistent' },
    oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
  })
})

t.test('the first of the languages is the tenant’s own; none named: all there are', async t => {
  t.same((await patch({ enabled_locales: ['es', 'en'] })).body.enabled_locales, ['es', 'en'])
  t.same((await patch({ enabled_locales: null })).body.enabled_locales, LANGUAGES)
})

t.test('lifetimes are hours or minutes, not both', async t => {
  t.equal((await patch({ session_lifetime_in_minutes: 90, idle_session_lifetime_in_minutes: 30 })).status, 200)
  t.match(await read(), { session_lifetime: 1.5, idle_session_lifetime: 0.5 })
  t.match(await patch({ session_lifetime: 1, session_lifetime_in_minutes: 60 }), {
    status: 400,
    body: { message: /on property session_lifetime_in_minutes\.$/ },
  })
  t.match((await patch({ ephemeral_session_lifetime_in_minutes: 90, idle_ephemeral_session_lifetime: 1 })).body, {
    ephemeral_session_lifetime: 1.5,
    idle_ephemeral_session_lifetime: 1,
  })
  t.match(await patch({ idle_ephemeral_session_lifetime: 1, idle_ephemeral_session_lifetime_in_minutes: 60 }), {
    status: 400,
    body: { message: /on property idle_ephemeral_session_lifetime_in_minutes\.$/ },
  })
  for (const body of [
    { session_cookie: { mode: 'sometimes' } },
    { session_cookie: {} },
    { oidc_logout: { nonsense: true } },
    { session_lifetime: 0 },
    { idle_session_lifetime: -1 },
    { session_lifetime: 1.5 },
    { session_lifetime: 10_000 },
  ])
    t.equal((await patch(body)).status, 400, JSON.stringify(body))
  t.match((await patch({ session_lifetime: 168, idle_session_lifetime: 72 })).body, {
    session_lifetime: 168,
    idle_session_lifetime: 72,
  })
})

t.test('flags merge', async t => {
  t.equal((await patch({ flags: { enable_client_connections: false } })).body.flags.enable_client_connections, false)
  t.equal((await patch({ flags: { enable_sso: true } })).body.flags.enable_client_connections, false)
  t.equal((await patch({ flags: { enable_client_connections: true } })).body.flags.enable_client_connections, true)
})

t.test('what points nowhere is refused', async t => {
  for (const body of [
    { default_audience: 'urn:nowhere' },
    { default_audience: `${app.issuer}api/v2/` },
    { default_directory: 'Nowhere' },
    { default_redirection_uri: 'http://localhost/start' },
    { default_redirection_uri: 'javascript:alert(1)' },
    { picture_url: 'javascript:alert(1)' },
    { support_url: 'data:text/html,x' },
    { support_email: 'nobody' },
    { allowed_logout_urls: ['javascript:alert(1)'] },
    { friendly_name: 'x'.repeat(201) },
    { enabled_locales: [] },
    { enabled_locales: ['tlh'] },
    { enabled_locales: ['es', 'es'] },
    { nonsense: true },
    { flags: { nonsense: true } },
  ])
    t.equal((await patch(body)).status, 400, JSON.stringify(body))
})

t.test('a setting that is not enforced is refused by name', async t => {
  for (const [property, value] of Object.entries({
    customize_mfa_in_postlogin_action: true,
    error_page: { html: '<p>', show_log_link: false, url: '' },
    sandbox_version: '22',
  }))
    t.match(await patch({ [property]: value }), {
      status: 400,
      body: { errorCode: 'operation_not_supported', message: new RegExp(property) },
    })
  t.match(await patch({ flags: { enable_sso: false } }), { status: 400, body: { message: /flags\.enable_sso/ } })
  t.equal((await patch({ error_page: null, flags: { enable_legacy_profile: false } })).status, 200)
})

t.test('fields cut the answer', async t => {
  const { body } = await app.api('GET', '/tenants/settings?fields=friendly_name,flags')
  t.same(Object.keys(body).sort(), ['flags', 'friendly_name'])
})
