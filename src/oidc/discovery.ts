// What the discovery document (RFC 8414) says, where oidc-provider (9.13.3) would say it otherwise.
import type { TenantSettings } from '../store/settings.ts'
import type { Metadata } from './certificates.ts'
import { isInside } from './client-metadata.ts'

export function discovered(metadata: Metadata, { acr_values_supported }: TenantSettings): Metadata {
  const { token_endpoint_auth_methods_supported: methods } = metadata
  return Object.fromEntries(
    Object.entries({
      ...metadata,
      // RFC 8414 §2 leaves it open when it is not said. RFC 7662 §2.1: a client id is no authorization.
      ...(Array.isArray(methods)
        ? { introspection_endpoint_auth_methods_supported: methods.filter(method => method !== 'none') }
        : {}),
      // OpenID Connect Discovery §3, Auth0: as the tenant lists them.
      acr_values_supported,
      grant_types_supported: (metadata.grant_types_supported as string[]).filter(type => !isInside(type)),
    }).filter(
      // RFC 8414 §3.2: what has no elements is left out.
      ([, value]) => !Array.isArray(value) || value.length > 0,
    ),
  )
}
