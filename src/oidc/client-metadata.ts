// An Auth0-shaped client as RFC 7591 metadata. Pure.
import type { ClientMetadata as LibraryClientMetadata } from 'oidc-provider'
import type { Client } from '../store/clients.ts'

/** The stored client rides along as `stored`, for what RFC 7591 has no word for. */
export type ClientMetadata = LibraryClientMetadata & { stored: Client }

export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'] as const
export const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const

/** Anything else is no client: it must not even reach PostgreSQL, which refuses some strings. */
export const isClientId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9._~-]{1,64}$/.test(value)

/** The client as it was registered. */
export const storedClient = (client: object): Client => (client as { stored: Client }).stored

export function clientMetadata(client: Client): ClientMetadata {
  const redirects = client.callbacks.length > 0 && client.grant_types.includes('authorization_code')
  const grant_types = GRANT_TYPES.filter(
    type => client.grant_types.includes(type) && (type !== 'authorization_code' || redirects),
  )
  const { alg } = client.jwt_configuration
  const needs_secret = client.token_endpoint_auth_method !== 'none' || alg === 'HS256'
  return {
    client_id: client.client_id,
    client_name: client.name,
    // RFC 8252 §7.3: only a native app's loopback redirects may come with any port.
    application_type: client.app_type === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: client.token_endpoint_auth_method as (typeof AUTH_METHODS)[number],
    ...(needs_secret && client.client_secret !== undefined ? { client_secret: client.client_secret } : {}),
    grant_types,
    response_types: redirects ? ['code'] : [],
    redirect_uris: client.callbacks,
    id_token_signed_response_alg: alg as 'RS256' | 'HS256',
    stored: client,
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/**
 * Whether a URL is one of those registered: the same string, or (Auth0) one whose `*`, the first label of an https host, is filled
 * with one label. The placeholder itself is no place to go.
 */
export function isRegistered(value: string, registered: readonly string[]): boolean {
  return registered.some(url => {
    if (url === value) return !url.includes('*')
    const [scheme, rest, ...more] = url.split('https://*.')
    if (scheme !== '' || rest === undefined || more.length > 0) return false
    return new RegExp(`^https://[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.${escaped(rest)}$`).test(value)
  })
}

/** Origins whose scripts may call the token endpoint for this client (Auth0: those of its callbacks always may). */
export function isAllowedOrigin(origin: string, client: Client): boolean {
  return (
    isRegistered(origin, [...client.allowed_origins, ...client.web_origins]) ||
    isRegistered(origin, client.callbacks.flatMap(originOf))
  )
}

/** As a browser writes it in `Origin`; nothing for a scheme that has none. */
function originOf(url: string): string[] {
  const origin = /^https?:\/\/[^/?#]+/.exec(url)?.[0]
  return origin === undefined ? [] : [origin]
}
