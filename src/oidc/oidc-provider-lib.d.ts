// What provider-internals.ts imports from inside oidc-provider (9.13.3), which has no types for it.
declare module 'oidc-provider/lib/helpers/grant_common.js' {
  import type Provider from 'oidc-provider'
  import type { AuthorizationCode, Grant, KoaContextWithOIDC } from 'oidc-provider'

  export function issueTokens(
    provider: Provider,
    helpers: object,
    ctx: KoaContextWithOIDC,
    source: AuthorizationCode,
    grant: Grant,
    about: { gty: string; entityLabel: string; cert: unknown; dPoP: unknown },
  ): Promise<void>
  export function applyDpopBinding(
    provider: Provider,
    ctx: KoaContextWithOIDC,
    dPoP: unknown,
    token: object,
  ): Promise<void>
  export function applyMtlsBinding(token: object, cert: unknown): void
}

declare module 'oidc-provider/lib/helpers/grants.js' {
  import type Provider from 'oidc-provider'
  import type { KoaContextWithOIDC } from 'oidc-provider'

  type Helper<Answer> = (provider: Provider, ctx: KoaContextWithOIDC, ...rest: unknown[]) => Answer
  export const checkDpopRequired: Helper<void>
  export const checkMtlsCert: Helper<unknown>
  export const resolveRequestedResources: Helper<Promise<unknown[]>>
  export const validateDpop: Helper<Promise<unknown>>
  export function buildTokenResponse(provider: Provider, answer: { [member: string]: unknown }): object
}

declare module 'oidc-provider/lib/actions/introspection.js' {
  import type { KoaContextWithOIDC } from 'oidc-provider'

  const steps: ((ctx: KoaContextWithOIDC, next: () => Promise<void>) => unknown)[]
  export default steps
}
