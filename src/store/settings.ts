// A tenant's settings (Auth0: /tenants/settings): one JSON object of what was set. `readSettings` adds the defaults, for every reader.
import { LintelError } from '../errors.ts'
import type { JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

/** Classes of authentication (`acr`) that a sign-in here can reach, the weakest first. */
export const ACR_VALUES = [
  'urn:lintel:acr:single-factor',
  // Auth0's word for it, and OpenID's before (PAPE 1.0).
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
] as const

export type ProtocolDialect = 'auth0' | 'rfc'

/** What is enforced. An empty string is a setting that is not set. */
export type TenantSettings = {
  /** the tenant's name on its pages and in its mails */
  friendly_name: string
  picture_url: string
  support_email: string
  support_url: string
  /** the languages of its pages and mails, its own first; none: all there are */
  enabled_locales: string[]
  /** where a logout that names no client may lead */
  allowed_logout_urls: string[]
  /** a session's end, whatever happens in it */
  session_lifetime_in_minutes: number
  /** a session's end when nothing happens in it */
  idle_session_lifetime_in_minutes: number
  /** the same of a session whose cookie goes with the browser */
  ephemeral_session_lifetime_in_minutes: number
  idle_ephemeral_session_lifetime_in_minutes: number
  session_cookie: {
    /** whether the cookie of a new session outlives the browser */
    mode: 'persistent' | 'non-persistent'
  }
  /** the audience of a request that names none: a resource server's identifier */
  default_audience: string
  /** the name of the database connection that is asked first */
  default_directory: string
  /** where a person goes whose sign-in cannot be resumed */
  default_redirection_uri: string
  /** how errors and a few answers are put: in Auth0's form, or strictly in the RFCs' */
  protocol_dialect: ProtocolDialect
  /** RFC 7591: who may register a client: nobody, whoever holds an initial access token, anybody */
  dynamic_client_registration: 'off' | 'initial_access_token' | 'open'
  dynamic_client_registration_security_mode: 'strict' | 'permissive'
  /** whether a client_id may be the URL of a document that describes the client */
  client_id_metadata_document_supported: boolean
  /** whether authorization requests may be pushed (RFC 9126) */
  pushed_authorization_requests_supported: boolean
  oidc_logout: {
    /** whether the discovery document names the end_session_endpoint */
    rp_logout_end_session_endpoint_discovery: boolean
  }
  /** classes of authentication (`acr`) that the discovery document lists */
  acr_values_supported: (typeof ACR_VALUES)[number][]
  mtls: {
    /** whether metadata names the host where clients show certificates */
    enable_endpoint_aliases: boolean
  }
  /** RFC 8628 §6.1: what a code that a person types is made of */
  device_flow: { charset: 'base20' | 'digits'; mask: string }
  sessions: {
    /** whether a logout without a proof of its session asks first */
    oidc_logout_prompt_enabled: boolean
  }
  flags: {
    /** whether a new client may use every connection there is */
    enable_client_connections: boolean
  }
  /** how many messages to phones are sent at most, whoever asks: they cost money */
  phone_messages: { per_hour: number; per_day: number }
  /** Auth0: /prompts */
  prompts: {
    /** whether a name is asked for on a page of its own, before what proves it */
    identifier_first: boolean
  }
}

export const DEFAULT_SETTINGS: TenantSettings = {
  friendly_name: '',
  picture_url: '',
  support_email: '',
  support_url: '',
  enabled_locales: [],
  allowed_logout_urls: [],
  session_lifetime_in_minutes: 168 * 60,
  idle_session_lifetime_in_minutes: 72 * 60,
  ephemeral_session_lifetime_in_minutes: 72 * 60,
  idle_ephemeral_session_lifetime_in_minutes: 24 * 60,
  session_cookie: { mode: 'persistent' },
  default_audience: '',
  default_directory: '',
  default_redirection_uri: '',
  protocol_dialect: 'auth0',
  device_flow: { charset: 'base20', mask: '****-****' },
  pushed_authorization_requests_supported: true,
  dynamic_client_registration: 'off',
  dynamic_client_registration_security_mode: 'strict',
  client_id_metadata_document_supported: false,
  oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
  acr_values_supported: [],
  mtls: { enable_endpoint_aliases: false },
  sessions: { oidc_logout_prompt_enabled: true },
  flags: { enable_client_connections: true },
  phone_messages: { per_hour: 500, per_day: 2_000 },
  prompts: { identifier_first: false },
}

/** @param stored what `find` and `facts.settings` answer */
export function readSettings(stored: JsonObject): TenantSettings {
  const { mtls, oidc_logout, session_cookie, sessions, flags, phone_messages, prompts, ...rest } =
    stored as Partial<TenantSettings>
  return {
    ...DEFAULT_SETTINGS,
    ...rest,
    mtls: { ...DEFAULT_SETTINGS.mtls, ...mtls },
    oidc_logout: { ...DEFAULT_SETTINGS.oidc_logout, ...oidc_logout },
    session_cookie: { ...DEFAULT_SETTINGS.session_cookie, ...session_cookie },
    sessions: { ...DEFAULT_SETTINGS.sessions, ...sessions },
    flags: { ...DEFAULT_SETTINGS.flags, ...flags },
    phone_messages: { ...DEFAULT_SETTINGS.phone_messages, ...phone_messages },
    prompts: { ...DEFAULT_SETTINGS.prompts, ...prompts },
  }
}

const inexistent = () => new LintelError('inexistent_tenant', 'The tenant does not exist.')

export function createSettings({ db, tenant: { tenant_id } }: Scope) {
  return {
    async find(): Promise<JsonObject> {
      const row = await db
        .selectFrom('tenants')
        .select('settings')
        .where('tenant_id', '=', tenant_id)
        .executeTakeFirst()
      if (!row) throw inexistent()
      return row.settings
    },
    /**
     * Sets the given keys, removes those given as null; the row is locked meanwhile, so call it inside a transaction.
     * @param asked the keys, or what they are made of
     */
    async update(asked: JsonObject | ((before: JsonObject) => JsonObject), now: Date): Promise<JsonObject> {
      const row = await db
        .selectFrom('tenants')
        .select('settings')
        .where('tenant_id', '=', tenant_id)
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw inexistent()
      const patch = typeof asked === 'function' ? asked(row.settings) : asked
      const settings = Object.fromEntries(
        Object.entries({ ...row.settings, ...patch }).filter(([, value]) => value !== null),
      )
      await db
        .updateTable('tenants')
        .set({ settings: JSON.stringify(settings), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .execute()
      return settings
    },
  }
}
