// The tables as TypeScript. One type per table, one field per column, under the column's own name.
import type { ColumnType, JSONColumnType } from 'kysely'

type Json<T extends object | null> = JSONColumnType<T>
type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>
type Defaulted<T> = ColumnType<T, T | undefined, T>

export type JsonObject = { [key: string]: unknown }

export type TenantsTable = {
  tenant_id: string
  domain: string | null
  settings: Json<JsonObject>
  /** sealed; what pairwise subjects are made with. Once made it never changes. */
  pairwise_salt: ColumnType<string | null, string | undefined, string>
  revision: ColumnType<string, never, never>
  created_at: Date
  updated_at: Date
}

export type SigningKeyState = 'next' | 'current' | 'previous'

/** RFC 7518 §3.1, RFC 8037 §3.1 */
export type SigningKeyAlg = 'RS256' | 'RS512' | 'PS256' | 'ES256' | 'EdDSA'

export type SigningKeysTable = {
  tenant_id: string
  kid: string
  alg: SigningKeyAlg
  state: SigningKeyState
  public_jwk: Json<JsonObject>
  /** sealed PKCS #8 PEM */
  private_key: string
  cert: string
  pkcs7: string
  fingerprint: string
  thumbprint: string
  current_since: Date | null
  current_until: Date | null
  revoked_at: Date | null
  created_at: Date
}

export type JwtConfiguration = { alg: string; lifetime_in_seconds: number; secret_encoded: boolean }

export type RefreshTokenSettings = {
  rotation_type: 'rotating' | 'non-rotating'
  expiration_type: 'expiring' | 'non-expiring'
  leeway: number
  token_lifetime: number
  infinite_token_lifetime: boolean
  idle_token_lifetime: number
  infinite_idle_token_lifetime: boolean
  /** multi-resource refresh tokens: what else may be asked for */
  policies?: RefreshTokenPolicy[]
}

export type RefreshTokenPolicy = { audience: string; scope: string[] }

/** The credentials (by id) that a method, or a purpose, accepts. */
export type CredentialReferences = { credentials: { id: string }[] }

export type ClientAuthenticationMethods = {
  private_key_jwt?: CredentialReferences
  tls_client_auth?: CredentialReferences
  self_signed_tls_client_auth?: CredentialReferences
}

/** Auth0's words for why a session ends. */
export type LogoutInitiator =
  | 'rp-logout'
  | 'idp-logout'
  | 'password-changed'
  | 'session-expired'
  | 'session-revoked'
  | 'account-deleted'
  | 'email-identifier-changed'
  | 'mfa-phone-unenrolled'
  | 'account-deactivated'

export type OidcLogout = {
  backchannel_logout_urls: string[]
  backchannel_logout_initiators?: { mode: 'custom' | 'all'; selected_initiators?: LogoutInitiator[] }
  backchannel_logout_session_metadata?: { include: boolean }
}

export type TokenExchange = { allow_any_profile_of_type: ('custom_authentication' | 'on_behalf_of_token_exchange')[] }

/** Who must prove a second factor: nobody, whose sign-in is unusual, everybody. */
export type FactorPolicy = 'never' | 'confidence-score' | 'always'

export type ClientsTable = {
  tenant_id: string
  client_id: string
  global: Defaulted<boolean>
  name: string
  description: string | null
  logo_uri: string | null
  app_type: string | null
  is_first_party: boolean
  oidc_conformant: boolean
  /** sealed */
  client_secret: string | null
  token_endpoint_auth_method: string
  grant_types: string[]
  callbacks: string[]
  allowed_logout_urls: string[]
  web_origins: string[]
  allowed_origins: string[]
  initiate_login_uri: string | null
  jwt_configuration: Json<JwtConfiguration>
  refresh_token: Json<RefreshTokenSettings>
  client_metadata: Json<{ [key: string]: string }>
  async_approval_notification_channels: string[] | null
  client_authentication_methods: NullableJson<ClientAuthenticationMethods>
  compliance_level: string | null
  oidc_logout: NullableJson<OidcLogout>
  par_request_expiry: number | null
  /** what RFC 7591 and its extensions have a name for and Auth0 has not */
  registration: ColumnType<JsonObject, string | undefined, string>
  require_proof_of_possession: Defaulted<boolean>
  /** whether an app's own page may take passwords (/co/authenticate) */
  cross_origin_authentication: Defaulted<boolean>
  require_pushed_authorization_requests: Defaulted<boolean>
  resource_server_identifier: string | null
  signed_request_object: NullableJson<{ required: boolean } & Partial<CredentialReferences>>
  token_exchange: NullableJson<TokenExchange>
  /** Auth0: it describes itself, by RFC 7591 (`dcr`) or by a document at its client_id (`cimd`) */
  external_metadata_type: Defaulted<'cimd' | 'dcr' | null>
  /** Auth0: who made it so, an administrator or the client itself */
  external_metadata_created_by: Defaulted<'admin' | 'client' | null>
  /** Auth0: `strict` is OAuth 2.1 and no API that is not granted */
  third_party_security_mode: Defaulted<'strict' | null>
  /** null: as the tenant's policy says */
  multi_factor_policy: Defaulted<FactorPolicy | null>
  created_at: Date
  updated_at: Date
}

export type CredentialType = 'public_key' | 'cert_subject_dn' | 'x509_cert'

export type ClientCredentialsTable = {
  tenant_id: string
  id: string
  client_id: string
  name: string | null
  credential_type: CredentialType
  kid: string | null
  alg: string | null
  pem: string | null
  public_jwk: NullableJson<JsonObject>
  subject_dn: string | null
  thumbprint_sha256: string | null
  expires_at: Date | null
  created_at: Date
  updated_at: Date
}

export type ScopeDefinition = { value: string; description?: string }

export type TokenDialect = 'access_token' | 'access_token_authz' | 'rfc9068_profile' | 'rfc9068_profile_authz'

export type SubjectTypeAuthorization = {
  user: { policy: 'allow_all' | 'deny_all' | 'require_client_grant' }
  client: { policy: 'deny_all' | 'require_client_grant' }
}

export type ProofOfPossession = {
  mechanism: 'dpop' | 'mtls'
  required: boolean
  required_for?: 'public_clients' | 'all_clients'
}

export type TokenEncryption = {
  format: 'compact-nested-jwe'
  encryption_key: { name?: string; alg: string; kid?: string; pem: string }
}

export type ResourceServersTable = {
  tenant_id: string
  id: string
  identifier: string
  name: string
  is_system: Defaulted<boolean>
  scopes: ColumnType<ScopeDefinition[], string, string>
  signing_alg: string
  allow_offline_access: boolean
  token_lifetime: number
  token_lifetime_for_web: number
  token_dialect: TokenDialect
  enforce_policies: boolean
  skip_consent_for_verifiable_first_party_clients: boolean
  subject_type_authorization: Json<SubjectTypeAuthorization>
  authorization_details: ColumnType<{ type: string }[] | null, string | null, string | null>
  consent_policy: string | null
  proof_of_possession: NullableJson<ProofOfPossession>
  /** sealed; what signs by HS256 */
  signing_secret: string | null
  token_encryption: NullableJson<TokenEncryption>
  /** null: no more than the client's */
  multi_factor_policy: Defaulted<Exclude<FactorPolicy, 'never'> | null>
  created_at: Date
  updated_at: Date
}

export type ClientGrantsTable = {
  tenant_id: string
  id: string
  /** null: a default */
  client_id: string | null
  default_for: Defaulted<'third_party_clients' | null>
  resource_server_id: string
  subject_type: 'client' | 'user'
  scope: string[]
  allow_all_scopes: boolean
  is_system: Defaulted<boolean>
  created_at: Date
}

export type ConnectionsTable = {
  tenant_id: string
  id: string
  name: string
  strategy: string
  display_name: string | null
  options: Json<JsonObject>
  realms: string[]
  is_domain_connection: Defaulted<boolean>
  show_as_button: boolean | null
  metadata: Json<{ [key: string]: string }>
  created_at: Date
  updated_at: Date
}

export type ConnectionClientsTable = { tenant_id: string; connection_id: string; client_id: string }

export type UsersTable = {
  tenant_id: string
  user_id: string
  connection_id: string
  email: string | null
  email_verified: Defaulted<boolean>
  username: string | null
  phone_number: string | null
  phone_verified: boolean | null
  name: string | null
  given_name: string | null
  family_name: string | null
  nickname: string | null
  picture: string | null
  blocked: Defaulted<boolean>
  user_metadata: NullableJson<JsonObject>
  app_metadata: NullableJson<JsonObject>
  last_password_reset: Date | null
  created_at: Date
  updated_at: Date
}

export type IdentitiesTable = {
  tenant_id: string
  connection_id: string
  identity_user_id: string
  user_id: string
  provider: string
  is_social: Defaulted<boolean>
  email: string | null
  username: string | null
  phone_number: string | null
  profile_data: NullableJson<JsonObject>
  created_at: Date
}

export type PasswordsTable = {
  tenant_id: string
  connection_id: string
  identity_user_id: string
  password_hash: string
  updated_at: Date
}

export type UserStatsTable = {
  tenant_id: string
  user_id: string
  logins_count: Defaulted<number>
  last_login: Date | null
  last_ip: string | null
}

export type RolesTable = { tenant_id: string; id: string; name: string; description: string; created_at: Date }

export type RolePermissionsTable = {
  tenant_id: string
  role_id: string
  resource_server_id: string
  permission_name: string
}

export type UserRolesTable = { tenant_id: string; user_id: string; role_id: string }

export type UserPermissionsTable = {
  tenant_id: string
  user_id: string
  resource_server_id: string
  permission_name: string
}

export type Device = {
  initial_ip?: string
  initial_user_agent?: string
  last_ip?: string
  last_user_agent?: string
}

export type SessionsTable = {
  tenant_id: string
  id: string
  cookie_hash: string
  user_id: string
  connection_id: string
  payload: Json<JsonObject>
  device: Json<Device>
  session_metadata: NullableJson<JsonObject>
  authenticated_at: Date
  last_interacted_at: Date
  idle_expires_at: Date
  expires_at: Date
  created_at: Date
  updated_at: Date
}

export type SessionClientsTable = { tenant_id: string; session_id: string; client_id: string }

export type GrantsTable = {
  tenant_id: string
  id: string
  user_id: string
  client_id: string
  connection_id: string
  session_id: string
  offline: boolean
  payload: Json<JsonObject>
  revoked_at: Date | null
  expires_at: Date
  created_at: Date
}

export type ArtefactsTable = {
  tenant_id: string
  kind: string
  id_hash: string
  grant_id: string | null
  payload: Json<JsonObject>
  /** RFC 8628: the second way to a device code */
  user_code_hash: string | null
  /** RFC 8628 §3.5: when it was last asked whether somebody has decided */
  polled_at: Defaulted<Date | null>
  /** sealed: what has to be said again to whom it came from */
  secret: Defaulted<string | null>
  consumed_at: Date | null
  expires_at: Date
  created_at: Date
}

export type RefreshTokenFamiliesTable = {
  tenant_id: string
  id: string
  grant_id: string
  user_id: string
  client_id: string
  session_id: string
  rotating: boolean
  resource_servers: ColumnType<{ audience: string; scopes: string }[], string, string>
  device: Json<Device>
  refresh_token_metadata: NullableJson<JsonObject>
  last_exchanged_at: Date | null
  idle_expires_at: Date | null
  expires_at: Date | null
  created_at: Date
}

export type RefreshTokensTable = {
  tenant_id: string
  token_hash: string
  family_id: string
  parent_hash: string | null
  payload: Json<JsonObject>
  consumed_at: Date | null
  expires_at: Date
  created_at: Date
}

export type ConsentsTable = {
  tenant_id: string
  id: string
  user_id: string
  client_id: string
  resource_server_id: string | null
  scope: string[]
  created_at: Date
  updated_at: Date
}

export type TicketPurpose =
  | 'verify_email'
  | 'reset_password'
  | 'async_approval'
  | 'unblock'
  | 'enroll_factor'
  | 'change_email'

export type TicketsTable = {
  tenant_id: string
  ticket_hash: string
  purpose: TicketPurpose
  user_id: string
  connection_id: string
  identity_user_id: string
  client_id: string | null
  email: string | null
  result_url: string | null
  options: Json<JsonObject>
  consumed_at: Date | null
  expires_at: Date
  created_at: Date
}

/** How a message reaches a phone (Auth0's words): `text` is SMS. */
export type DeliveryMethod = 'text' | 'voice'

/** Of Twilio: all of it; of a webhook: the last two. */
export type PhoneProviderConfiguration = {
  sid?: string
  default_from?: string
  mssid?: string
  /** Twilio's API, where it is not Twilio that speaks it */
  base_url?: string
  webhook_url?: string
  delivery_methods: DeliveryMethod[]
}

export type PhoneProvidersTable = {
  tenant_id: string
  id: string
  name: 'twilio' | 'custom'
  disabled: boolean
  configuration: Json<PhoneProviderConfiguration>
  /** sealed */
  credentials: string
  created_at: Date
  updated_at: Date
}

/** Auth0's types of message that something here sends. */
export type PhoneMessageType = 'otp_verify' | 'otp_enroll'

/** @property body Liquid */
export type PhoneTemplateContent = {
  from?: string
  body: { text: string; voice: string }
}

export type PhoneTemplatesTable = {
  tenant_id: string
  id: string
  type: PhoneMessageType
  disabled: boolean
  content: Json<PhoneTemplateContent>
  created_at: Date
  updated_at: Date
}

/** How a token of somebody else's is verified, and whose it is. */
export type SubjectTokenVerification = {
  issuer: string
  audience: string
  algs: string[]
  /** one of the two */
  jwks?: { keys: JsonObject[] }
  jwks_uri?: string
  /** RFC 7519 §4.1.7: a token is exchanged once */
  single_use: boolean
  /** also taken as an assertion (RFC 7523 §2.1) */
  accept_as_assertion: boolean
  user: { connection_id: string; claim: string; match: 'user_id' | 'email' }
}

export type TokenExchangeProfilesTable = {
  tenant_id: string
  id: string
  name: string
  subject_token_type: string
  type: 'custom_authentication'
  subject_token_verification: Json<SubjectTokenVerification>
  created_at: Date
  updated_at: Date
}

export type UserAttributeProfilesTable = {
  tenant_id: string
  id: string
  name: string
  user_id: Json<JsonObject>
  user_attributes: Json<JsonObject>
  created_at: Date
  updated_at: Date
}

export type UpstreamSecretsTable = {
  tenant_id: string
  connection_id: string
  /** what the secret is good for */
  address: string
  /** sealed */
  secret: string
  updated_at: Date
}

export type CustomDomainsTable = {
  tenant_id: string
  id: string
  /** with a port if the issuers of this installation are http and it is not the standard one */
  domain: string
  type: 'auth0_managed_certs' | 'self_managed_certs'
  /** `failed`: it was lost to whom it belongs now */
  status: 'pending_verification' | 'ready' | 'failed'
  verification_token: string
  verified_by: 'txt' | 'file' | null
  verified_at: Date | null
  error_msg: string | null
  is_default: boolean
  domain_metadata: Json<{ [name: string]: string }>
  created_at: Date
  updated_at: Date
}

/** @property hostnames the names that were asked; `connecting_…`: of the connection itself, which may be a proxy's */
export type NetworkAclMatch = {
  ipv4_cidrs?: string[]
  ipv6_cidrs?: string[]
  connecting_ipv4_cidrs?: string[]
  connecting_ipv6_cidrs?: string[]
  user_agents?: string[]
  hostnames?: string[]
}

export type NetworkAclRule = {
  action: { block?: true; allow?: true; log?: true; redirect?: true; redirect_uri?: string }
  match?: NetworkAclMatch
  not_match?: NetworkAclMatch
  scope: 'management' | 'authentication' | 'tenant' | 'dynamic_client_registration'
}

export type NetworkAclsTable = {
  tenant_id: string
  id: string
  description: string
  active: boolean
  /** the lowest first */
  priority: number
  rule: Json<NetworkAclRule>
  created_at: Date
  updated_at: Date
}

export type JobType = 'users_import' | 'users_export' | 'verification_email'

export type JobSummary = { failed: number; updated: number; inserted: number; total: number }

export type JobsTable = {
  tenant_id: string
  id: string
  type: JobType
  /** `uploading`: its file is on its way */
  status: 'uploading' | 'pending' | 'processing' | 'completed' | 'failed'
  status_details: string | null
  connection_id: string | null
  user_id: string | null
  external_id: string | null
  /** sealed JSON */
  parameters: string
  percentage_done: Defaulted<number>
  time_left_seconds: number | null
  summary: NullableJson<JobSummary>
  created_at: Date
  updated_at: Date
}

export type UserImportChunksTable = {
  tenant_id: string
  job_id: string
  position: number
  /** sealed JSON */
  entries: string
}

export type UserImportErrorsTable = {
  tenant_id: string
  job_id: string
  position: number
  user_id: string | null
  /** sealed JSON */
  error: string
}

/** Auth0's names. */
export type AuthenticationMethodType =
  | 'totp'
  | 'phone'
  | 'email'
  | 'recovery-code'
  | 'webauthn-roaming'
  | 'webauthn-platform'
  | 'passkey'

export type AuthenticationMethodsTable = {
  tenant_id: string
  id: string
  user_id: string
  type: AuthenticationMethodType
  name: string | null
  confirmed: Defaulted<boolean>
  /** sealed */
  secret: string | null
  phone_number: string | null
  email: string | null
  created_at: Date
  enrolled_at: Date | null
  last_auth_at: Date | null
  /** keyed: of a recovery code */
  code_hash: Defaulted<string | null>
  /** RFC 6238: the last that was used */
  last_step: ColumnType<string | null, number | undefined, number>
  preferred_authentication_method: Defaulted<'sms' | 'voice' | null>
  /** WebAuthn: the credential's id, base64url */
  key_id: Defaulted<string | null>
  /** COSE, base64url */
  public_key: Defaulted<string | null>
  sign_count: ColumnType<string | null, number | null, number>
  transports: NullableJson<string[]>
  aaguid: Defaulted<string | null>
  credential_device_type: Defaulted<'single_device' | 'multi_device' | null>
  credential_backed_up: Defaulted<boolean | null>
  relying_party_identifier: Defaulted<string | null>
  /** base64url: how the authenticator calls the user */
  user_handle: Defaulted<string | null>
  user_agent: Defaulted<string | null>
}

/** @property code_hash keyed; null until the code is sent */
export type OneTimeCodesTable = {
  tenant_id: string
  id: string
  purpose: string
  transaction: string
  user_id: string | null
  details: Json<JsonObject>
  code_hash: string | null
  attempts: Defaulted<number>
  created_at: Date
  expires_at: Date
  consumed_at: Date | null
}

export type HeldProofsTable = {
  tenant_id: string
  token_hash: string
  purpose: 'mfa_token' | 'login_ticket' | 'enrolment'
  user_id: string
  client_id: string
  connection_id: string
  amr: string[]
  /** of the first proof */
  authenticated_at: Date
  details: Json<JsonObject>
  created_at: Date
  expires_at: Date
  consumed_at: Date | null
}

export type RememberedBrowsersTable = {
  tenant_id: string
  token_hash: string
  user_id: string
  user_agent: string | null
  created_at: Date
  idle_expires_at: Date
  expires_at: Date
}

export type LogEventsTable = {
  tenant_id: string
  date: Date
  log_id: string
  tx: ColumnType<string, string | undefined, never>
  type: string
  description: string | null
  user_id: string | null
  user_name: string | null
  client_id: string | null
  client_name: string | null
  connection_id: string | null
  connection: string | null
  ip: string | null
  user_agent: string | null
  hostname: string | null
  audience: string | null
  scope: string | null
  session_id: string | null
  correlation_id: string | null
  details: NullableJson<JsonObject>
}

/** How a stream's events are sent; what of it is secret stands apart. */
export type LogStreamSink = {
  httpEndpoint: string
  httpContentType: string
  httpContentFormat: 'JSONLINES' | 'JSONARRAY' | 'JSONOBJECT'
}

export type LogStreamFilter = { type: 'category'; name: string }

export type LogStreamsTable = {
  tenant_id: string
  id: string
  name: string
  type: 'http'
  status: 'active' | 'paused' | 'suspended'
  sink: Json<LogStreamSink>
  /** sealed */
  secrets: string
  filters: ColumnType<LogStreamFilter[], string, string>
  start_from: Date | null
  /** with `log_id`: the last event that has arrived, in the log's order */
  tx: string
  log_id: string
  /** whose turn it is to deliver, and until when; with no lease, when the last turn ended */
  lease: string | null
  lease_ends_at: Date | null
  failures: Defaulted<number>
  failing_since: Date | null
  retry_at: Date | null
  created_at: Date
  updated_at: Date
}

export type DailyStatsTable = {
  tenant_id: string
  date: ColumnType<never, string, string>
  logins: number
  signups: number
  leaked_passwords: number
  created_at: Date
  updated_at: Date
}

/** How far one who reads the log in its order has come. */
export type LogCursorsTable = { tenant_id: string; reader: string; tx: string; log_id: string }

export type BlacklistedTokensTable = {
  tenant_id: string
  /** empty: any */
  aud: string
  jti: string
  expires_at: Date
  created_at: Date
}

export type RegistrationTokensTable = {
  tenant_id: string
  token_hash: string
  /** null: an initial access token */
  client_id: string | null
  uses_left: number | null
  expires_at: Date | null
  created_at: Date
}

export type ThrottlesTable = {
  tenant_id: string
  key: string
  count: number
  /** tries on an account since its limit was reached */
  beyond: Defaulted<number>
  window_ends_at: Date
  /** whose tries on an account are counted */
  subject: Defaulted<string | null>
  connection_id: Defaulted<string | null>
  ip: Defaulted<string | null>
}

export type CustomTextsTable = {
  tenant_id: string
  prompt: string
  language: string
  /** by screen, then by key */
  texts: Json<{ [screen: string]: { [key: string]: string } }>
  updated_at: Date
}

export type PageTemplatesTable = { tenant_id: string; name: string; body: string; updated_at: Date }

export type EmailTemplatesTable = {
  tenant_id: string
  template: string
  enabled: boolean
  body: string | null
  from: string | null
  subject: string | null
  result_url: string | null
  url_lifetime_in_seconds: number | null
  include_email_in_redirect: boolean | null
  created_at: Date
  updated_at: Date
}

export type EmailProvidersTable = {
  tenant_id: string
  name: string
  enabled: boolean
  default_from_address: string | null
  /** sealed JSON */
  credentials: string
  settings: Json<{ headers?: { [name: string]: string } }>
  created_at: Date
  updated_at: Date
}

export type Database = {
  tenants: TenantsTable
  signing_keys: SigningKeysTable
  client_credentials: ClientCredentialsTable
  clients: ClientsTable
  resource_servers: ResourceServersTable
  custom_domains: CustomDomainsTable
  network_acls: NetworkAclsTable
  client_grants: ClientGrantsTable
  connections: ConnectionsTable
  connection_clients: ConnectionClientsTable
  users: UsersTable
  identities: IdentitiesTable
  passwords: PasswordsTable
  user_stats: UserStatsTable
  roles: RolesTable
  role_permissions: RolePermissionsTable
  user_roles: UserRolesTable
  user_permissions: UserPermissionsTable
  sessions: SessionsTable
  session_clients: SessionClientsTable
  grants: GrantsTable
  artefacts: ArtefactsTable
  refresh_token_families: RefreshTokenFamiliesTable
  refresh_tokens: RefreshTokensTable
  consents: ConsentsTable
  registration_tokens: RegistrationTokensTable
  tickets: TicketsTable
  token_exchange_profiles: TokenExchangeProfilesTable
  user_attribute_profiles: UserAttributeProfilesTable
  custom_texts: CustomTextsTable
  page_templates: PageTemplatesTable
  email_templates: EmailTemplatesTable
  email_providers: EmailProvidersTable
  upstream_secrets: UpstreamSecretsTable
  authentication_methods: AuthenticationMethodsTable
  one_time_codes: OneTimeCodesTable
  phone_providers: PhoneProvidersTable
  phone_templates: PhoneTemplatesTable
  remembered_browsers: RememberedBrowsersTable
  held_proofs: HeldProofsTable
  jobs: JobsTable
  user_import_chunks: UserImportChunksTable
  user_import_errors: UserImportErrorsTable
  log_events: LogEventsTable
  log_streams: LogStreamsTable
  log_cursors: LogCursorsTable
  daily_stats: DailyStatsTable
  blacklisted_tokens: BlacklistedTokensTable
  throttles: ThrottlesTable
}
