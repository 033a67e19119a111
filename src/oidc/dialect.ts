// The two dialects, one engine: what the RFCs and Auth0 say differently, as a table. A tenant speaks one of them (`protocol_dialect`): Auth0's
// unless told otherwise, since its SDKs compare statuses and texts; the RFCs' for certification and for clients that want the standard.
import { errors } from 'oidc-provider'
import { type ProtocolDialect, readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { CIBA, DEVICE_CODE, JWT_BEARER, TOKEN_EXCHANGE } from './client-metadata.ts'
import { requestFacts } from './request-facts.ts'

export type Dialect = ProtocolDialect

/** The tenant's. */
export const dialectOf = async (store: TenantStore): Promise<Dialect> =>
  readSettings(await store.facts.settings()).protocol_dialect

// --- what is said differently without being an error ---

/** OpenID Connect Core §5.1: a number of seconds. */
export const UPDATED_AT = {
  rfc: (at: Date): unknown => Math.floor(at.getTime() / 1000),
  auth0: (at: Date): unknown => at.toISOString(),
}

/** RFC 9126 §2.2: seconds for which a pushed request is good where its client names none. */
export const PUSHED_REQUEST_SECONDS = { rfc: 60, auth0: 30 }

/** OpenID Connect Core §5.4: with an access token at hand, the claims of a scope are told at /userinfo only. */
export const CONFORM_ID_TOKEN_CLAIMS = { rfc: true, auth0: false }

// --- what is refused differently ---

/** Without a description: as oidc-provider describes it. */
type Form = { status: number; error: string; description?: string }

/** `{name}` is filled in. docs/compatibility.md is made from it. */
export const SITUATIONS = {
  // RFC 6749 §5.2
  bad_client: {
    rfc: { status: 401, error: 'invalid_client', description: 'client authentication failed' },
    auth0: { status: 401, error: 'access_denied', description: 'Unauthorized' },
  },
  bad_code: {
    rfc: { status: 400, error: 'invalid_grant' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid authorization code' },
  },
  // RFC 7636 §4.6
  bad_code_verifier: {
    rfc: { status: 400, error: 'invalid_grant' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Failed to verify code verifier' },
  },
  bad_refresh_token: {
    rfc: { status: 400, error: 'invalid_grant' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Unknown or invalid refresh token.' },
  },
  // RFC 8628 §3.5
  device_pending: {
    rfc: { status: 400, error: 'authorization_pending' },
    auth0: { status: 403, error: 'authorization_pending', description: 'User has yet to authorize device code.' },
  },
  device_slow_down: {
    rfc: { status: 400, error: 'slow_down' },
    auth0: { status: 429, error: 'slow_down', description: 'You are polling faster than the specified interval.' },
  },
  device_expired: {
    rfc: { status: 400, error: 'expired_token' },
    auth0: { status: 403, error: 'expired_token', description: 'Expired or invalid device code.' },
  },
  device_denied: {
    rfc: { status: 400, error: 'access_denied' },
    auth0: { status: 403, error: 'access_denied', description: 'User has denied the request.' },
  },
  bad_device_code: {
    rfc: { status: 400, error: 'invalid_grant' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid or expired device code.' },
  },
  // CIBA Core §11, §13
  ciba_pending: {
    rfc: { status: 400, error: 'authorization_pending' },
    auth0: { status: 400, error: 'authorization_pending', description: 'The end-user authorization is pending' },
  },
  ciba_slow_down: {
    rfc: { status: 400, error: 'slow_down' },
    auth0: { status: 400, error: 'slow_down', description: 'You are polling faster than allowed.' },
  },
  ciba_expired: {
    rfc: { status: 400, error: 'expired_token' },
    auth0: { status: 400, error: 'expired_token', description: 'The authorization request has expired' },
  },
  ciba_denied: {
    rfc: { status: 400, error: 'access_denied' },
    auth0: {
      status: 400,
      error: 'access_denied',
      description: 'The end-user denied the authorization request or it has been expired',
    },
  },
  bad_auth_req_id: {
    rfc: { status: 400, error: 'invalid_grant' },
    auth0: { status: 400, error: 'invalid_grant', description: 'Invalid or expired auth_req_id' },
  },
  unknown_user: {
    rfc: { status: 400, error: 'unknown_user_id' },
    auth0: { status: 400, error: 'unknown_user_id', description: 'User ID is malformed or unknown' },
  },
  user_unreachable: {
    rfc: {
      status: 403,
      error: 'access_denied',
      description: 'the user cannot be reached by the channels of the client',
    },
    auth0: {
      status: 400,
      error: 'access_denied',
      description: 'The user cannot be reached by the notification channels of the client',
    },
  },
  unsupported_grant_type: {
    rfc: { status: 400, error: 'unsupported_grant_type' },
    auth0: { status: 403, error: 'unsupported_grant_type', description: 'Unsupported grant type: {grant_type}' },
  },
  grant_type_not_allowed: {
    rfc: { status: 400, error: 'unauthorized_client' },
    auth0: {
      status: 403,
      error: 'unauthorized_client',
      description: "Grant type '{grant_type}' not allowed for the client.",
    },
  },
  user_blocked: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the user is blocked' },
    auth0: { status: 401, error: 'unauthorized', description: 'user is blocked' },
  },
  connection_disabled: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the connection is not enabled for the client' },
    auth0: { status: 403, error: 'invalid_grant', description: 'the connection is not enabled for the client' },
  },
  // RFC 6749 §4.3
  wrong_credentials: {
    rfc: { status: 400, error: 'invalid_grant', description: 'wrong email or password' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Wrong email or password.' },
  },
  unverified_email: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the email address is not verified' },
    auth0: { status: 401, error: 'unauthorized', description: 'Please verify your email before logging in.' },
  },
  password_leaked: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the password is known from a breach' },
    auth0: {
      status: 401,
      error: 'password_leaked',
      description:
        "This login attempt has been blocked because the password you're using was previously disclosed through a data breach (not in this application).",
    },
  },
  too_many_attempts: {
    rfc: { status: 400, error: 'invalid_grant', description: 'too many attempts; try again later' },
    auth0: { status: 429, error: 'too_many_attempts', description: 'Too many attempts. Try again later.' },
  },
  server_busy: {
    rfc: { status: 503, error: 'temporarily_unavailable', description: 'too many sign-ins at this moment' },
    auth0: { status: 429, error: 'too_many_requests', description: 'Too many sign-ins at this moment. Try again.' },
  },
  upstream_unavailable: {
    rfc: { status: 503, error: 'temporarily_unavailable', description: 'the password cannot be verified now' },
    auth0: { status: 503, error: 'temporarily_unavailable', description: 'The password cannot be verified now.' },
  },
  no_connection: {
    rfc: { status: 400, error: 'invalid_request', description: 'no such connection is enabled for the client' },
    auth0: { status: 403, error: 'invalid_request', description: 'no such connection is enabled for the client' },
  },
  third_party_password: {
    rfc: { status: 400, error: 'unauthorized_client', description: 'a third party may not ask for passwords' },
    auth0: { status: 403, error: 'unauthorized_client', description: 'A third party may not ask for passwords.' },
  },
  // Auth0's; no specification has a word for it. Its SDKs compare the words.
  mfa_required: {
    rfc: { status: 400, error: 'mfa_required', description: 'a second factor is required' },
    auth0: { status: 403, error: 'mfa_required', description: 'Multifactor authentication required' },
  },
  bad_mfa_token: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the mfa_token is unknown or spent' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Malformed mfa_token' },
  },
  expired_mfa_token: {
    rfc: { status: 400, error: 'expired_token', description: 'the mfa_token is expired' },
    auth0: { status: 401, error: 'expired_token', description: 'mfa_token is expired' },
  },
  bad_mfa_audience: {
    rfc: { status: 400, error: 'invalid_target', description: 'the mfa_token was asked for with another resource' },
    auth0: { status: 403, error: 'invalid_grant', description: 'The mfa_token was asked for with another audience.' },
  },
  bad_otp: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the code is wrong' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid otp_code.' },
  },
  bad_oob: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the code is wrong, or good no more' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid binding_code.' },
  },
  bad_recovery_code: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the recovery code is wrong' },
    auth0: { status: 403, error: 'invalid_grant', description: 'MFA Authorization rejected.' },
  },
  mfa_pending: {
    rfc: { status: 400, error: 'authorization_pending', description: 'the user has yet to answer' },
    auth0: {
      status: 400,
      error: 'authorization_pending',
      description: 'Authorization pending: please repeat the request in a few seconds.',
    },
  },
  association_required: {
    rfc: { status: 400, error: 'association_required', description: 'the user has enrolled no authenticator' },
    auth0: {
      status: 403,
      error: 'association_required',
      description: 'User is not enrolled. You can use /mfa/associate endpoint to enroll the first authenticator.',
    },
  },
  unsupported_challenge_type: {
    rfc: { status: 400, error: 'unsupported_challenge_type', description: 'the user has no such authenticator' },
    auth0: {
      status: 400,
      error: 'unsupported_challenge_type',
      description: 'User does not have any authenticators that support the requested challenge types.',
    },
  },
  consent_required: {
    rfc: { status: 400, error: 'consent_required', description: 'the user has yet to consent' },
    auth0: { status: 403, error: 'consent_required', description: 'Consent required' },
  },
  wrong_code: {
    rfc: { status: 400, error: 'invalid_grant', description: 'wrong address or verification code' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Wrong email, phone number or verification code.' },
  },
  codes_off: {
    rfc: { status: 400, error: 'unauthorized_client', description: 'such codes are not enabled for the connection' },
    auth0: {
      status: 403,
      error: 'unauthorized_client',
      description: 'Such codes are not enabled for the connection.',
    },
  },
  third_party_passkey: {
    rfc: { status: 400, error: 'unauthorized_client', description: 'a third party may not ask for passkeys' },
    auth0: { status: 403, error: 'unauthorized_client', description: 'A third party may not ask for passkeys.' },
  },
  passkeys_off: {
    rfc: { status: 400, error: 'unauthorized_client', description: 'passkeys are not enabled for the connection' },
    auth0: { status: 403, error: 'unauthorized_client', description: 'Passkeys are not enabled for the connection.' },
  },
  no_signup: {
    rfc: { status: 400, error: 'access_denied', description: 'nobody signs up by a passkey here' },
    auth0: { status: 403, error: 'access_denied', description: 'Public signup is disabled' },
  },
  invalid_signup: {
    rfc: { status: 400, error: 'invalid_grant', description: 'no account can be made of this' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid sign up' },
  },
  bad_passkey: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the passkey proves nothing here' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid passkey.' },
  },
  // RFC 9449 §5.2, RFC 8705 §3.4: no specification names an error for it.
  proof_required: {
    rfc: {
      status: 400,
      error: 'invalid_request',
      description: 'a token for this resource must be bound ({mechanism})',
    },
    auth0: {
      status: 400,
      error: 'invalid_request',
      description: 'Proof-of-Possession is required ({mechanism})',
    },
  },
  // RFC 8693 §2.2.2
  bad_subject_token: {
    rfc: { status: 400, error: 'invalid_request', description: 'the subject token is invalid' },
    auth0: { status: 400, error: 'invalid_request', description: 'Invalid subject_token' },
  },
  bad_actor_token: {
    rfc: { status: 400, error: 'invalid_request', description: 'the actor token is invalid' },
    auth0: { status: 400, error: 'invalid_request', description: 'Invalid actor_token' },
  },
  // RFC 7523 §3.1
  bad_assertion: {
    rfc: { status: 400, error: 'invalid_grant', description: 'the assertion is invalid' },
    auth0: { status: 403, error: 'invalid_grant', description: 'Invalid assertion' },
  },
  exchange_not_allowed: {
    rfc: { status: 400, error: 'unauthorized_client', description: 'the client may not exchange such tokens' },
    auth0: { status: 403, error: 'unauthorized_client', description: 'The client may not exchange such tokens.' },
  },
  // RFC 8707 §2
  malformed_audience: {
    rfc: { status: 400, error: 'invalid_target', description: 'the resource is malformed' },
    auth0: { status: 400, error: 'invalid_target', description: 'The audience or resource is malformed.' },
  },
  several_audiences: {
    rfc: { status: 400, error: 'invalid_target', description: 'only one resource may be requested' },
    auth0: { status: 400, error: 'invalid_target', description: 'Only one audience or resource may be requested.' },
  },
  no_audience: {
    rfc: { status: 400, error: 'invalid_target', description: 'no resource was requested' },
    auth0: {
      status: 403,
      error: 'access_denied',
      description: 'No audience parameter was provided, and no default audience has been configured',
    },
  },
  service_not_found: {
    rfc: { status: 400, error: 'invalid_target', description: 'the resource is unknown' },
    auth0: { status: 403, error: 'access_denied', description: 'Service not found: {audience}' },
  },
  client_not_authorized: {
    rfc: { status: 400, error: 'unauthorized_client', description: 'the client may not access this resource' },
    auth0: {
      status: 403,
      error: 'access_denied',
      description:
        'Client is not authorized to access "{audience}". You need to create a "client-grant" associated to this API.',
    },
  },
  scopes_not_granted: {
    rfc: { status: 400, error: 'invalid_scope', description: 'the client may not request these scopes' },
    auth0: { status: 403, error: 'access_denied', description: 'Client has not been granted scopes: {scopes}' },
  },
  // RFC 7591, draft-ietf-oauth-client-id-metadata-document: an answer of neither's, to whom there is no room for
  too_many_registrations: {
    rfc: { status: 429, error: 'temporarily_unavailable', description: 'too many clients are being registered' },
    auth0: { status: 429, error: 'too_many_requests', description: 'Too many clients are being registered' },
  },
} as const satisfies { [situation: string]: { rfc: Form; auth0: Form } }

export type Situation = keyof typeof SITUATIONS
export type OAuthError = { error: string; error_description?: string }
type Variables = { [name: string]: string }

/** RFC 6749 §5.2 allows these characters in a description; a client's own value may hold others. */
const printable = (text: string) => text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 300)

function spoken(dialect: Dialect, situation: Situation, variables: Variables): Form {
  const form: Form = SITUATIONS[situation][dialect]
  if (form.description === undefined) return form
  const description = form.description.replace(/\{(\w+)\}/g, (_, name: string) => printable(variables[name] ?? ''))
  return { ...form, description }
}

/**
 * An error to throw inside oidc-provider, which answers or redirects with it.
 * @param dialect to be named where no request of oidc-provider's is running
 */
export function refusal(
  situation: Situation,
  variables: Variables = {},
  dialect: Dialect = requestFacts().dialect,
): errors.OIDCProviderError {
  const { status, error, description } = spoken(dialect, situation, variables)
  // oidc-provider (9.13.3) hides what a 503 says.
  return Object.assign(new errors.OIDCProviderError(status, error), { error_description: description, expose: true })
}

/** What oidc-provider (9.13.3) says of a client whose tokens are bound to a certificate and that shows none. */
const isAboutCertificate = (thrown: unknown): boolean =>
  thrown instanceof errors.InvalidGrant && thrown.error_detail === 'mutual TLS client certificate not provided'

function situationOf(thrown: unknown, grant_type: string): Situation | undefined {
  if (thrown instanceof errors.InvalidClientAuth) return 'bad_client'
  if (thrown instanceof errors.UnsupportedGrantType) return 'unsupported_grant_type'
  if (thrown instanceof errors.InvalidGrant) {
    // The client must always prove possession (RFC 9449 §5.2).
    if (thrown.error_detail === 'DPoP proof JWT not provided' || isAboutCertificate(thrown)) return 'proof_required'
    if (grant_type === 'refresh_token') return 'bad_refresh_token'
    if (grant_type === DEVICE_CODE) return 'bad_device_code'
    if (grant_type === CIBA) return 'bad_auth_req_id'
    if (grant_type === TOKEN_EXCHANGE) return 'bad_subject_token'
    if (grant_type === JWT_BEARER) return 'bad_assertion'
    return thrown.error_detail?.includes('code_verifier') ? 'bad_code_verifier' : 'bad_code'
  }
  if (grant_type === DEVICE_CODE || grant_type === CIBA) {
    const flow = grant_type === CIBA ? 'ciba' : 'device'
    if (thrown instanceof errors.AuthorizationPending) return `${flow}_pending`
    if (thrown instanceof errors.SlowDown) return `${flow}_slow_down`
    if (thrown instanceof errors.ExpiredToken) return `${flow}_expired`
    if (thrown instanceof errors.AccessDenied) return `${flow}_denied`
    if (thrown instanceof errors.UnknownUserId) return 'unknown_user'
    // The endpoint that begins it.
    if (
      thrown instanceof errors.InvalidRequest &&
      thrown.error_description === `${grant_type} is not allowed for this client`
    )
      return 'grant_type_not_allowed'
  }
  // oidc-provider has no class of its own for it.
  if (thrown instanceof errors.InvalidRequest && thrown.error_description?.startsWith('requested grant type is not'))
    return 'grant_type_not_allowed'
  return undefined
}

/** How an error of oidc-provider's at an endpoint for clients is answered; undefined: as oidc-provider says it. */
export function translated(
  dialect: Dialect,
  thrown: unknown,
  grant_type: string,
): { status: number; body: OAuthError } | undefined {
  const situation = situationOf(thrown, grant_type)
  if (!situation || dialect === 'rfc') return undefined
  const { status, error, description } = spoken(dialect, situation, {
    grant_type,
    mechanism: isAboutCertificate(thrown) ? 'mtls' : 'dpop',
  })
  return { status, body: { error, ...(description === undefined ? {} : { error_description: description }) } }
}
