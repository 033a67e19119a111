// What the discovery document (RFC 8414) says, where oidc-provider (9.13.3) would say it otherwise.
import type { TenantSettings } from '../store/settings.ts'
import type { Metadata } from './certificates.ts'

export function discovered(metadata: Metadata, { acr_values_supported }: TenantSettings): Metadata {
  return Object.fromEntries(
    // OpenID Connect Discovery §3, Auth0: as the tenant lists them.
    Object.entries({ ...metadata, acr_values_supported }).filter(
      // RFC 8414 §3.2: what has no elements is left out.
      ([, value]) => !Array.isArray(value) || value.length > 0,
    ),
  )
}
