// The closed list of errors that Lintel's own API answers. OAuth errors are oidc-provider's classes and live in oidc/.

const STATUS = {
  // 400
  invalid_body: 400,
  invalid_password: 400,
  invalid_query_string: 400,
  invalid_uri: 400,
  operation_not_supported: 400,
  phone_message_refused: 400,
  invalid_paging: 400,
  // 401
  invalid_token: 401,
  // RFC 9449 §7.1, §9
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  // RFC 9470 §3
  insufficient_user_authentication: 401,
  // 403
  insufficient_scope: 403,
  access_denied: 403,
  // 404
  not_found: 404,
  inexistent_user: 404,
  inexistent_client: 404,
  inexistent_client_credential: 404,
  inexistent_connection: 404,
  inexistent_resource_server: 404,
  inexistent_role: 404,
  inexistent_ciba_request: 404,
  inexistent_permission: 404,
  inexistent_client_grant: 404,
  inexistent_session: 404,
  inexistent_refresh_token: 404,
  inexistent_signing_key: 404,
  inexistent_log: 404,
  inexistent_log_stream: 404,
  inexistent_rule: 404,
  inexistent_job: 404,
  inexistent_tenant: 404,
  inexistent_token_exchange_profile: 404,
  inexistent_custom_domain: 404,
  inexistent_network_acl: 404,
  inexistent_user_attribute_profile: 404,
  inexistent_phone_provider: 404,
  inexistent_phone_template: 404,
  inexistent_authentication_method: 404,
  // Auth0's spelling
  inexistent_templates_universal_login: 404,
  theme_not_found: 404,
  inexistent_email_provider: 404,
  inexistent_email_template: 404,
  // 409
  conflict: 409,
  user_exists: 409,
  username_exists: 409,
  identity_conflict: 409,
  // Auth0's code at the Management API for the two before.
  auth0_idp_error: 409,
  client_exists: 409,
  client_grant_conflict: 409,
  connection_conflict: 409,
  log_stream_limit: 409,
  resource_server_exists: 409,
  role_conflict: 409,
  tenant_exists: 409,
  token_exchange_profile_conflict: 409,
  user_attribute_profile_conflict: 409,
  custom_domain_exists: 409,
  custom_domain_not_ready: 409,
  default_custom_domain: 409,
  network_acl_conflict: 409,
  phone_provider_conflict: 409,
  phone_template_conflict: 409,
  authentication_method_conflict: 409,
  theme_conflict: 409,
  email_provider_conflict: 409,
  email_template_conflict: 409,
  // 413, 415, 429
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  // 5xx
  internal_error: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof STATUS

/** An error that a caller may read: code, HTTP status and a sentence. Anything else that is thrown answers 500 without its message. */
export class LintelError extends Error {
  readonly code: ErrorCode
  readonly statusCode: number
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LintelError'
    this.code = code
    this.statusCode = STATUS[code]
  }
}

/** A value that no schema can judge, in Auth0's wording of a schema violation. @param property where it stands in the body */
export const invalidProperty = (what: string, property: string): LintelError =>
  new LintelError('invalid_body', `Payload validation error: '${what}' on property ${property}.`)
