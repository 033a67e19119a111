// What oidc-provider says to a request, before anybody hands it on.
import type { OutgoingHttpHeaders } from 'node:http'
import type { errors, KoaContextWithOIDC } from 'oidc-provider'

export type Answered = {
  ctx: KoaContextWithOIDC
  status: number
  headers: OutgoingHttpHeaders
  body: unknown
  /** What oidc-provider refused, if it did. */
  error?: errors.OIDCProviderError
  /** Set when it would show an error page: there is nobody to redirect to. */
  page?: { error: string; error_description?: string; state?: string }
}
