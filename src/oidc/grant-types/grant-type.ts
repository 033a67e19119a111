// A way to ask for tokens that oidc-provider has not.
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { TenantStore } from '../../store/store.ts'

export type GrantType = {
  /** as `grant_type` */
  names: readonly string[]
  /** what a request of it may hold beside its client's authentication */
  parameters: readonly string[]
  /** Answers `ctx`, or throws an error of oidc-provider's. */
  handler: (store: TenantStore) => (ctx: KoaContextWithOIDC) => Promise<void>
}
