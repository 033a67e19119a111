// DPoP (RFC 9449) at the endpoints for clients: oidc-provider verifies the proofs, refuses replays by our ReplayDetection and binds tokens; refresh
// tokens of public clients too (§5).
import type { KoaContextWithOIDC } from 'oidc-provider'
import { nonceSecret } from '../http/dpop.ts'
import type { TenantStore } from '../store/store.ts'

/** Auth0: a browser's or a device's proof carries a nonce of ours, so that none can be made in advance; others need not. */
export const requiresNonce = (auth_method: string | undefined): boolean => auth_method === 'none'

export const dPoP = (store: TenantStore) => ({
  enabled: true as const,
  nonceSecret: nonceSecret(store),
  requireNonce: (ctx: KoaContextWithOIDC) => requiresNonce(ctx.oidc.client?.clientAuthMethod),
})
