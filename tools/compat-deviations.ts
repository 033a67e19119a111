// Why an answer of Lintel differs from what was recorded of Auth0's. `npm run compat:replay` fails where a deviation stands in no line here,
// and where a line here names one that does not occur any more; docs/compatibility.md shows them.

/** @property deviations by the words that the replay prints; `*` stands for what may differ within them */
export type Explanation = {
  resource: string
  endpoints?: readonly string[]
  deviations: readonly string[]
  why: string
}

const flags = (...names: string[]) => names.map(name => `flags.${name} is missing`)

export const EXPLANATIONS: readonly Explanation[] = [
  {
    resource: 'actions',
    deviations: ['actions is empty'],
    why: 'Lintel runs no Actions; the list is there for tools.',
  },
  {
    resource: 'attack-protection',
    deviations: [
      'shields is empty',
      'admin_notification_frequency is empty',
      'stage.pre-user-registration.shields is empty',
      'stage.pre-change-password.shields is empty',
      'allowlist is empty',
    ],
    why: 'Recorded of tenants that had set them; none is set at first.',
  },
  {
    resource: 'client-grants',
    deviations: ['authorization_details_types is missing'],
    why: 'Not enforced by client grants; a client names the types that it may ask for.',
  },
  {
    resource: 'clients',
    deviations: ['addons is refused', 'addons is missing'],
    why: 'SAML and the other addons come with their rooms.',
  },
  {
    resource: 'clients',
    deviations: ['app_type is refused', 'app_type is missing'],
    why: 'Types of ready-made integrations (`sso_integration` and its like) are not there. Without a type, none is answered.',
  },
  {
    resource: 'clients',
    deviations: ['cross_origin_auth is missing'],
    why: 'An older name, not in Auth0’s description; newer recordings say `cross_origin_authentication`, as Lintel does.',
  },
  {
    resource: 'clients',
    deviations: [
      'clients[].native_social_login is missing',
      'clients[].organization_require_behavior is missing',
      'clients[].organization_usage is missing',
    ],
    why: 'Organizations and native social login are not there; what is not enforced is not claimed.',
  },
  {
    resource: 'clients',
    deviations: ['clients[].allowed_clients is empty'],
    why: 'Delegation between clients is not there: the list is always empty.',
  },
  {
    resource: 'clients',
    deviations: ['next is missing'],
    why: 'Recorded as an empty string in a list by offset, where nothing reads it. Lintel has `next` in lists by cursor, while there is one.',
  },
  {
    resource: 'clients',
    deviations: ['validation.warnings is empty'],
    why: 'Auth0 warns of properties that it ignores; Lintel ignores them in silence, as the draft asks.',
  },
  {
    resource: 'connections',
    deviations: [
      'options.customScripts is refused',
      'options.customScripts is missing',
      'options.enabledDatabaseCustomization is refused',
      'options.enabledDatabaseCustomization is missing',
    ],
    why: 'Lintel runs no scripts. People of another database come over by `upstream` (lazy migration).',
  },
  {
    resource: 'connections',
    deviations: [
      'connections[].options.attributes is missing',
      'connections[].options.mfa is missing',
      'connections[].options.passkey_options is missing',
      'connections[].options.strategy_version is missing',
      'options.mfa is missing',
      'options.passkey_options is missing',
      'options.password_history is missing',
      'options.password_options is missing',
      'options.strategy_version is missing',
    ],
    why: 'What is not enforced is not claimed: it is accepted only with a value that asks for what happens anyway, and is not answered.',
  },
  {
    resource: 'connections',
    endpoints: ['DELETE /connections/{id}'],
    deviations: ['status 202 instead of 204'],
    why: 'Recorded as 202 sixty-seven times and as 204 once; Lintel answers 204 where there is none any more.',
  },
  {
    resource: 'connections',
    endpoints: ['GET /connections/{id}/keys', 'POST /connections/{id}/keys/rotate'],
    deviations: ['status 400 instead of 200: operation_not_supported', 'status 400 instead of 201: *'],
    why: 'Recorded of an OIDC connection. A database connection has no keys, and is refused as at Auth0.',
  },
  {
    resource: 'custom-domains',
    deviations: ['certificate is missing', 'cname_api_key is missing', 'origin_domain_name is missing'],
    why: 'Certificates are the operator’s proxy’s, and nothing stands before it.',
  },
  {
    resource: 'custom-domains',
    deviations: ['relying_party_identifier is refused', 'relying_party_identifier is missing'],
    why: 'A passkey is for the domain that it was made at.',
  },
  {
    resource: 'log-streams',
    deviations: ['status 400 instead of 200: operation_not_supported', '[].sink.* is missing', 'sink.* is missing'],
    why: 'Recorded of streams to services that have each their own form. Lintel has the type `http`, and refuses others by name.',
  },
  {
    resource: 'network-acls',
    deviations: [
      ...['asns', 'geo_country_codes', 'geo_subdivision_codes', 'ja3_fingerprints', 'ja4_fingerprints'].flatMap(
        signal => [`rule.match.${signal} is refused`, `rule.match.${signal} is missing`],
      ),
      'rule is refused',
      'network_acls[].rule.match.geo_country_codes is missing',
      // The one recorded has no other signal: another stands in its place.
      'network_acls[].rule.action.allow is missing',
    ],
    why: 'Lintel knows a request’s address and user agent; what only Auth0’s edge sees is refused by name.',
  },
  {
    resource: 'network-acls',
    deviations: ['tenant_id is missing', 'deleted_at is missing'],
    why: 'Columns of Auth0’s own that its description does not have.',
  },
  {
    resource: 'resource-servers',
    deviations: ['authorization_policy is refused', 'proof_of_possession is missing', 'scopes is empty'],
    why: 'Recorded of Auth0’s My Account API, a system API that is not there.',
  },
  {
    resource: 'resource-servers',
    deviations: ['consent_policy is refused'],
    why: 'Transactions that are consented to with a second factor come with that factor.',
  },
  {
    resource: 'resource-servers',
    deviations: ['token_encryption.encryption_key.thumbprint_sha256 is missing'],
    why: 'The thumbprint is a certificate’s. The recording cuts certificates off; a bare key is sent in place of it.',
  },
  {
    resource: 'roles',
    deviations: ['owner_id is refused', 'owner_id is missing', 'type is refused'],
    why: 'Roles of organizations come with organizations.',
  },
  {
    resource: 'rules',
    deviations: [
      'nothing like it can be made: operation_not_supported',
      'status 400 instead of 201: operation_not_supported',
    ],
    why: 'Lintel runs no rules: the list is empty, and a write is refused.',
  },
  {
    resource: 'rules-configs',
    deviations: ['the body is empty', 'status 400 instead of 200: operation_not_supported'],
    why: 'Lintel runs no rules: the list is empty, and a write is refused.',
  },
  {
    resource: 'tenants',
    endpoints: ['GET /tenants/settings'],
    deviations: [
      'change_password is missing',
      'phone_consolidated_experience is missing',
      'resource_parameter_profile is missing',
      'sandbox_versions_available is missing',
      ...flags(
        'allow_legacy_delegation_grant_types',
        'allow_legacy_ro_grant_types',
        'allow_legacy_tokeninfo_endpoint',
        'dashboard_log_streams_next',
        'enable_adfs_waad_email_verification',
        'enable_apis_section',
        'enable_custom_domain_in_emails',
        'enable_idtoken_api2',
        'enable_legacy_logs_search_v2',
        'enable_legacy_profile',
        'enable_pipeline2',
        'remove_alg_from_jwks',
      ),
    ],
    why: 'What is not enforced is not claimed: it is accepted only with a value that asks for what happens anyway, and is not answered.',
  },
  {
    resource: 'tenants',
    endpoints: ['PATCH /tenants/settings'],
    deviations: flags(
      'cannot_change_enforce_client_authentication_on_passwordless_start',
      'custom_domains_provisioning',
      'enforce_client_authentication_on_passwordless_start',
    ),
    why: 'What is not enforced is not claimed, as above.',
  },
  {
    resource: 'tenants',
    deviations: [
      'guardian_mfa_page is missing',
      'sandbox_version is missing',
      'universal_login is missing',
      ...flags(
        'allow_changing_enable_sso',
        'dashboard_new_onboarding',
        'disable_fields_map_fix',
        'disable_impersonation',
        'disable_management_api_sms_obfuscation',
        'mfa_show_factor_list_on_enrollment',
        'new_universal_login_experience_enabled',
        'no_disclose_enterprise_connections',
        'revoke_refresh_token_grant',
        'universal_login',
        'use_scope_descriptions_for_consent',
      ),
    ],
    why: 'What is not enforced is not claimed, as above.',
  },
  {
    resource: 'tenants',
    deviations: ['flags.enable_sso is refused'],
    why: 'Single sign-on is always on.',
  },
  {
    resource: 'token-exchange-profiles',
    deviations: ['status 400 instead of 201: operation_not_supported', 'action_id is missing'],
    why: 'Auth0 verifies a subject token by an Action; Lintel is told how in `subject_token_verification`.',
  },
  {
    resource: 'users',
    endpoints: ['POST /users'],
    deviations: ['status 201 instead of 409'],
    why: 'Auth0 refuses to choose among several custom domains; Lintel’s links lead to the one that is the default.',
  },
]
