import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { LANGUAGES, localesOf } from '../http/languages.ts'
import { fieldsQuery, pickFields } from '../http/paging.ts'
import { checkUrl, checkUrls } from '../http/urls.ts'
import { managementAudience } from '../store/own-apis.ts'
import type { JsonObject } from '../store/schema.ts'
import { ACR_VALUES, DEFAULT_SETTINGS, readSettings, type TenantSettings } from '../store/settings.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from './unenforced.ts'

export const UNENFORCED_SETTINGS = {
  allow_organization_name_in_authentication_api: shown(false),
  authorization_response_iss_parameter_supported: shown(true),
  change_password: hidden({ enabled: false, html: '' }),
  country_codes: hidden(),
  customize_mfa_in_postlogin_action: shown(false),
  default_token_quota: hidden(),
  enable_ai_guide: hidden(false),
  error_page: hidden({ html: '', show_log_link: false, url: '' }),
  guardian_mfa_page: hidden({ enabled: false, html: '' }),
  include_session_metadata_in_tenant_logs: hidden(false),
  legacy_sandbox_version: hidden(''),
  phone_consolidated_experience: hidden(false),
  resource_parameter_profile: hidden('audience', 'compatibility'),
  sandbox_version: hidden(),
  security_headers: hidden(),
  skip_non_verifiable_callback_uri_confirmation_prompt: hidden(),
}

export const UNENFORCED_FLAGS = {
  allow_changing_enable_sso: hidden(false),
  allow_legacy_delegation_grant_types: hidden(false),
  allow_legacy_ro_grant_types: hidden(false),
  allow_legacy_tokeninfo_endpoint: hidden(false),
  change_pwd_flow_v1: hidden(false),
  custom_domains_provisioning: hidden(false),
  dashboard_insights_view: hidden(false),
  dashboard_log_streams_next: hidden(false),
  disable_clickjack_protection_headers: shown(false),
  disable_fields_map_fix: hidden(false),
  disable_impersonation: hidden(true),
  disable_management_api_sms_obfuscation: hidden(true),
  enable_adfs_waad_email_verification: hidden(false),
  enable_apis_section: hidden(true, false),
  enable_idtoken_api2: hidden(false),
  enable_legacy_profile: hidden(false),
  enable_pipeline2: hidden(true),
  enable_public_signup_user_exists_error: shown(false),
  enable_sso: shown(true),
  enforce_client_authentication_on_passwordless_start: hidden(),
  genai_trial: hidden(false),
  improved_signup_bot_detection_in_classic: hidden(false),
  mfa_show_factor_list_on_enrollment: hidden(false),
  no_disclose_enterprise_connections: hidden(false, true),
  remove_alg_from_jwks: hidden(false),
  revoke_refresh_token_grant: hidden(),
  trust_azure_adfs_email_verified_connection_property: hidden(false),
}

const YEAR_IN_HOURS = 8_784
const hours = Type.Optional(Type.Integer({ minimum: 1, maximum: YEAR_IN_HOURS }))
const minutes = Type.Optional(Type.Integer({ minimum: 1, maximum: YEAR_IN_HOURS * 60 }))
const strict = { additionalProperties: false }

const ProtocolDialect = Type.Enum(['auth0', 'rfc'], {
  description: "How the protocol's errors are put: in Auth0's form, or strictly in the RFCs'. Lintel's own setting.",
})

/** The discovery document says only what is true. */
const AcrValues = Type.Array(Type.Enum([...ACR_VALUES]), { uniqueItems: true })

/** Auth0 lists more; here they are those that there are words in. */
const Locales = Type.Unsafe<'en'[]>(
  Type.Array(Type.Enum([...LANGUAGES]), {
    minItems: 1,
    uniqueItems: true,
    description: 'The languages of pages and mails. The first is for whoever asks for none of them.',
  }),
)

const DynamicClientRegistration = Type.Enum(['off', 'initial_access_token', 'open'], {
  description:
    'Who may register clients (RFC 7591): nobody, holders of an initial access token (`lintel registration-token create`), anybody. Lintel’s own setting; Auth0’s flag enable_dynamic_client_registration is `open`.',
})

const RegistrationSecurityMode = Type.Enum(['strict', 'permissive'], {
  description:
    'What a client may register of itself. strict: OAuth 2.1. permissive gives up, for clients registered from then on: PKCE where they have a secret or a key (a stolen code is then worth what the client makes of its nonce), and tokens that never pass through the browser (they may have the implicit and hybrid flows). They choose how they are answered (algorithms, encryption, pairwise subjects), and Lintel fetches what they name (jwks_uri, sector_identifier_uri) and calls their logout URLs. Third parties they stay: consent, the mark that nobody has verified them, domain connections and client grants.',
})

const SessionCookie = Type.Object(
  {
    mode: Type.Enum(['persistent', 'non-persistent'], {
      description: 'Whether the cookie of a session that begins outlives the browser',
    }),
  },
  strict,
)

const most = Type.Integer({ minimum: 0, maximum: 10_000_000 })
const PhoneMessages = Type.Object(
  { per_hour: most, per_day: most },
  {
    description:
      'How many messages to phones are sent at most, whoever asks, so that nobody runs up a bill by them. Lintel’s own setting.',
  },
)

/** Given in hours, or in minutes; kept in minutes. */
const LIFETIMES = [
  'session_lifetime',
  'idle_session_lifetime',
  'ephemeral_session_lifetime',
  'idle_ephemeral_session_lifetime',
] as const

const DeviceFlow = Type.Object({
  charset: Type.Enum(['base20', 'digits']),
  mask: Type.String({ maxLength: 20, pattern: '^[-* ]*$' }),
})

// RFC 8628 §5.1: what is short enough to be typed must be long enough not to be guessed, together with what throttles guesses.
const FEWEST_CHARACTERS = { base20: 6, digits: 8 } as const

function deviceFlowOf(given: Partial<Static<typeof DeviceFlow>>): TenantSettings['device_flow'] {
  const device_flow = { ...DEFAULT_SETTINGS.device_flow, ...given }
  const fewest = FEWEST_CHARACTERS[device_flow.charset]
  if (device_flow.mask.split('*').length - 1 < fewest)
    throw invalidProperty(`The mask needs at least ${fewest} * with this charset`, 'device_flow.mask')
  return device_flow
}

const SettingsPatch = Type.Object(
  {
    friendly_name: Type.Optional(Type.String({ maxLength: 200 })),
    picture_url: Type.Optional(Type.String()),
    support_email: Type.Optional(Type.String({ pattern: '^$|^[^\\s@]{1,64}@[^\\s@]{1,190}$' })),
    support_url: Type.Optional(Type.String()),
    enabled_locales: Type.Optional(Type.Union([Locales, Type.Null()])),
    allowed_logout_urls: Type.Optional(Type.Array(Type.String(), { maxItems: 100, uniqueItems: true })),
    session_lifetime: hours,
    session_lifetime_in_minutes: minutes,
    idle_session_lifetime: hours,
    idle_session_lifetime_in_minutes: minutes,
    ephemeral_session_lifetime: hours,
    ephemeral_session_lifetime_in_minutes: minutes,
    idle_ephemeral_session_lifetime: hours,
    idle_ephemeral_session_lifetime_in_minutes: minutes,
    session_cookie: Type.Optional(Type.Union([SessionCookie, Type.Null()])),
    oidc_logout: Type.Optional(
      Type.Union([
        Type.Object({ rp_logout_end_session_endpoint_discovery: Type.Optional(Type.Boolean()) }, strict),
        Type.Null(),
      ]),
    ),
    default_audience: Type.Optional(Type.String({ maxLength: 600 })),
    default_directory: Type.Optional(Type.String({ maxLength: 128 })),
    default_redirection_uri: Type.Optional(Type.String()),
    protocol_dialect: Type.Optional(ProtocolDialect),
    dynamic_client_registration: Type.Optional(DynamicClientRegistration),
    dynamic_client_registration_security_mode: Type.Optional(RegistrationSecurityMode),
    client_id_metadata_document_supported: Type.Optional(Type.Boolean()),
    acr_values_supported: Type.Optional(Type.Union([AcrValues, Type.Null()])),
    pushed_authorization_requests_supported: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    mtls: Type.Optional(
      Type.Union([Type.Object({ enable_endpoint_aliases: Type.Optional(Type.Boolean()) }, strict), Type.Null()]),
    ),
    device_flow: Type.Optional(Type.Union([Type.Partial(DeviceFlow, strict), Type.Null()])),
    phone_messages: Type.Optional(Type.Union([Type.Partial(PhoneMessages, strict), Type.Null()])),
    sessions: Type.Optional(
      Type.Union([Type.Object({ oidc_logout_prompt_enabled: Type.Optional(Type.Boolean()) }, strict), Type.Null()]),
    ),
    flags: Type.Optional(
      Type.Object(
        {
          enable_client_connections: Type.Optional(Type.Boolean()),
          enable_dynamic_client_registration: Type.Optional(Type.Boolean()),
          ...acceptedProperties(UNENFORCED_FLAGS),
        },
        strict,
      ),
    ),
    ...acceptedProperties(UNENFORCED_SETTINGS),
  },
  strict,
)

export const Settings = Type.Partial(
  Type.Object({
    friendly_name: Type.String(),
    picture_url: Type.String(),
    support_email: Type.String(),
    support_url: Type.String(),
    enabled_locales: Locales,
    allowed_logout_urls: Type.Array(Type.String()),
    session_lifetime: Type.Number({ description: 'Hours' }),
    idle_session_lifetime: Type.Number({ description: 'Hours' }),
    ephemeral_session_lifetime: Type.Number({ description: 'Hours' }),
    idle_ephemeral_session_lifetime: Type.Number({ description: 'Hours' }),
    session_cookie: SessionCookie,
    oidc_logout: Type.Object({ rp_logout_end_session_endpoint_discovery: Type.Boolean() }),
    default_audience: Type.String(),
    default_directory: Type.String(),
    default_redirection_uri: Type.String(),
    protocol_dialect: ProtocolDialect,
    dynamic_client_registration: DynamicClientRegistration,
    dynamic_client_registration_security_mode: RegistrationSecurityMode,
    client_id_metadata_document_supported: Type.Boolean(),
    acr_values_supported: AcrValues,
    pushed_authorization_requests_supported: Type.Boolean(),
    mtls: Type.Object({ enable_endpoint_aliases: Type.Boolean() }),
    device_flow: DeviceFlow,
    phone_messages: PhoneMessages,
    sessions: Type.Object({ oidc_logout_prompt_enabled: Type.Boolean() }),
    flags: Type.Object({
      enable_client_connections: Type.Boolean(),
      enable_dynamic_client_registration: Type.Boolean(),
      ...answeredProperties(UNENFORCED_FLAGS),
    }),
    ...answeredProperties(UNENFORCED_SETTINGS),
  }),
  { title: 'TenantSettings' },
)
type Settings = Static<typeof Settings>

function present(stored: JsonObject): Settings {
  const settings = readSettings(stored)
  const { flags, ...rest } = settings
  for (const lifetime of LIFETIMES) delete (rest as JsonObject)[`${lifetime}_in_minutes`]
  return {
    ...shownValues(UNENFORCED_SETTINGS),
    ...rest,
    enabled_locales: [...localesOf(settings)] as Settings['enabled_locales'] & object,
    ...Object.fromEntries(LIFETIMES.map(lifetime => [lifetime, settings[`${lifetime}_in_minutes`] / 60])),
    flags: {
      ...shownValues(UNENFORCED_FLAGS),
      ...flags,
      enable_dynamic_client_registration: rest.dynamic_client_registration === 'open',
    },
  }
}

type RegistrationMode = TenantSettings['dynamic_client_registration']

/** Auth0's flag knows open and closed; with an initial access token it is closed to everybody. */
function registrationMode(
  before: RegistrationMode,
  asked: RegistrationMode | undefined,
  flag: boolean | undefined,
): RegistrationMode {
  if (asked !== undefined && flag !== undefined && (asked === 'open') !== flag)
    throw invalidProperty('It contradicts dynamic_client_registration', 'flags.enable_dynamic_client_registration')
  if (asked !== undefined) return asked
  if (flag === true) return 'open'
  return flag === false && before === 'open' ? 'off' : before
}

/** Minutes, of whichever of the two was given. */
function minutesOf(
  { hours, minutes }: { hours: number | undefined; minutes: number | undefined },
  property: string,
): number | undefined {
  if (hours !== undefined && minutes !== undefined)
    throw invalidProperty(`It cannot be given together with ${property}`, `${property}_in_minutes`)
  return hours === undefined ? minutes : hours * 60
}

const LINKS = ['picture_url', 'support_url'] as const

/** @property mtls_subdomain the label before a tenant's host where clients show certificates; undefined: there is no such host */
export type TenantsOptions = { mtls_subdomain: string | undefined }

export const tenants: FastifyPluginAsyncTypebox<TenantsOptions> = async (server, { mtls_subdomain }) => {
  server.get(
    '/tenants/settings',
    {
      config: { scopes: ['read:tenant_settings'], sdk: 'tenants.settings.get' },
      schema: { querystring: Type.Object(fieldsQuery, strict), response: { 200: Settings } },
    },
    async ({ query, store }) => pickFields(present(await store.settings.find()), query),
  )

  server.patch(
    '/tenants/settings',
    {
      config: { scopes: ['update:tenant_settings'], sdk: 'tenants.settings.update' },
      schema: { body: SettingsPatch, response: { 200: Settings } },
    },
    async request => {
      const { body, store } = request
      const now = new Date()
      const { flags, ...asked } = enforcedOnly(body, UNENFORCED_SETTINGS)
      if (asked.mtls?.enable_endpoint_aliases && mtls_subdomain === undefined)
        throw new LintelError(
          'operation_not_supported',
          'There is no host for endpoint aliases: the operator has not set LINTEL_MTLS_SUBDOMAIN.',
        )
      for (const property of LINKS) if (asked[property]) checkUrl(asked[property], 'link', property)
      if (asked.default_redirection_uri) checkUrl(asked.default_redirection_uri, 'https', 'default_redirection_uri')
      checkUrls(asked.allowed_logout_urls, 'redirect', 'allowed_logout_urls')
      const patch: JsonObject = { ...asked }
      if (asked.device_flow) patch.device_flow = deviceFlowOf(asked.device_flow)
      for (const lifetime of LIFETIMES) {
        delete patch[lifetime]
        const minutes = minutesOf({ hours: asked[lifetime], minutes: asked[`${lifetime}_in_minutes`] }, lifetime)
        if (minutes !== undefined) patch[`${lifetime}_in_minutes`] = minutes
      }
      // What is set to nothing is not set.
      for (const [property, value] of Object.entries(patch)) if (value === '') patch[property] = null

      return store.transaction(async tx => {
        if (asked.default_audience) {
          if (asked.default_audience === managementAudience(tx.tenant))
            throw invalidProperty('The Management API is nobody’s default', 'default_audience')
          if (!(await tx.resource_servers.findByIdentifier(asked.default_audience)))
            throw invalidProperty('There is no such resource server', 'default_audience')
        }
        if (asked.default_directory && !(await tx.connections.findByName(asked.default_directory)))
          throw invalidProperty('There is no such connection', 'default_directory')
        if (flags) {
          const before = readSettings(await tx.settings.find())
          const { enable_dynamic_client_registration: flag, ...others } = enforcedOnly(
            flags,
            UNENFORCED_FLAGS,
            'flags.',
          )
          patch.flags = { ...before.flags, ...others }
          const asks = asked.dynamic_client_registration
          patch.dynamic_client_registration = registrationMode(before.dynamic_client_registration, asks, flag)
        }
        const updated = await tx.settings.update(patch, now)
        await tx.logs.write(managementEvent(request, 'Update tenant settings'), now)
        return present(updated)
      })
    },
  )
}
