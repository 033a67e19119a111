// What a client's compliance level (Auth0's word) demands of it, in the Management API and in the protocol: FAPI 2.0, as a profile that a
// client takes upon itself. The first two levels are Auth0's, the others Lintel's own.

export type ComplianceProfile = {
  /** FAPI 2.0 Security Profile §5.3.2.1: how it may prove who it is; a client has one method */
  authentication: readonly ('private_key_jwt' | 'tls_client_auth' | 'self_signed_tls_client_auth')[]
  /** what its access tokens are bound to */
  binding: 'dpop' | 'mtls'
  /** FAPI 2.0 Message Signing §5.3, §5.4: whether requests and answers are signed as well */
  signs: boolean
}

const PRIVATE_KEY_JWT = ['private_key_jwt'] as const
const MTLS = ['tls_client_auth', 'self_signed_tls_client_auth'] as const

export const COMPLIANCE_LEVELS = {
  fapi2_sp_pkj_mtls: { authentication: PRIVATE_KEY_JWT, binding: 'mtls', signs: false },
  fapi2_sp_mtls_mtls: { authentication: MTLS, binding: 'mtls', signs: false },
  fapi2_sp_pkj_dpop: { authentication: PRIVATE_KEY_JWT, binding: 'dpop', signs: false },
  fapi2_ms_pkj_mtls: { authentication: PRIVATE_KEY_JWT, binding: 'mtls', signs: true },
  fapi2_ms_pkj_dpop: { authentication: PRIVATE_KEY_JWT, binding: 'dpop', signs: true },
} as const satisfies { [level: string]: ComplianceProfile }

export type ComplianceLevel = keyof typeof COMPLIANCE_LEVELS

/** FAPI 2.0 Security Profile §5.4.1 */
export const FAPI_ALGS: readonly string[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519']

/** Undefined: it has taken none upon itself. A level that nobody here knows is no level at all. */
export function complianceOf({
  compliance_level = null,
}: {
  compliance_level?: string | null
}): ComplianceProfile | undefined {
  if (compliance_level === null || compliance_level === 'none') return undefined
  if (!Object.hasOwn(COMPLIANCE_LEVELS, compliance_level))
    throw new Error(`a client has the compliance level ${compliance_level}, which is not enforced`)
  return COMPLIANCE_LEVELS[compliance_level as ComplianceLevel]
}
