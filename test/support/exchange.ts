// Clients that exchange tokens, an issuer of somebody else's, and the requests that are made.
import { createHmac, randomUUID } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { newClientGrantId, newTokenExchangeProfileId } from '../../src/ids.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import type { ResourceServer } from '../../src/store/resource-servers.ts'
import type { SubjectTokenVerification } from '../../src/store/schema.ts'
import type { TokenExchangeProfile } from '../../src/store/token-exchange-profiles.ts'
import type { Answer, Parameters, Protocol } from './protocol.ts'

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
export const LEGACY_TOKEN = 'urn:acme:legacy-token'

export const confidential = (p: Protocol, patch: Partial<NewClient> = {}): Promise<Client> =>
  p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token', TOKEN_EXCHANGE],
    ...patch,
  })

/** The backend of an API, which may act on behalf of who calls it. */
export const backendOf = (p: Protocol, api: ResourceServer, patch: Partial<NewClient> = {}): Promise<Client> =>
  confidential(p, {
    app_type: 'resource_server',
    resource_server_identifier: api.identifier,
    grant_types: [TOKEN_EXCHANGE],
    token_exchange: { allow_any_profile_of_type: ['on_behalf_of_token_exchange'] },
    ...patch,
  })

export async function grantFor(p: Protocol, client: Client, api: ResourceServer, scope?: string[]): Promise<string> {
  const { id } = await p.store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: client.client_id,
      resource_server_id: api.id,
      subject_type: 'user',
      scope: scope ?? [],
      allow_all_scopes: scope === undefined,
    },
    new Date(),
  )
  await p.settled()
  return id
}

export const asClient = ({ client_id, client_secret }: Pick<Client, 'client_id' | 'client_secret'>) => ({
  client_id,
  ...(client_secret === undefined ? {} : { client_secret }),
})

export const exchange = (
  p: Protocol,
  client: Client,
  subject_token: string,
  parameters: Parameters = {},
  headers: { [name: string]: string } = {},
): Promise<Answer> =>
  p.token(
    {
      grant_type: TOKEN_EXCHANGE,
      ...asClient(client),
      subject_token,
      subject_token_type: ACCESS_TOKEN,
      ...parameters,
    },
    headers,
  )

/** Somebody else who signs tokens. */
export async function createIssuer(issuer = 'https://legacy.example/') {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: randomUUID() }
  return {
    issuer,
    jwk,
    /** The same key, for another algorithm. */
    keyFor: async (alg: string) => (await importJWK({ ...(await exportJWK(privateKey)), alg }, alg)) as CryptoKey,
    sign(claims: JWTPayload, header: { [name: string]: unknown } = {}, key: CryptoKey = privateKey): Promise<string> {
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT({ iss: issuer, iat: now, exp: now + 60, jti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: jwk.kid ?? '', ...header } as { alg: string })
        .sign(key)
    },
  }
}

export async function trust(
  p: Protocol,
  { issuer, jwk }: { issuer: string; jwk: JWK },
  verification: Partial<SubjectTokenVerification> = {},
  subject_token_type = LEGACY_TOKEN,
): Promise<TokenExchangeProfile> {
  const profile = await p.store.token_exchange_profiles.create(
    {
      id: newTokenExchangeProfileId(),
      name: 'Legacy',
      subject_token_type,
      type: 'custom_authentication',
      subject_token_verification: {
        issuer,
        audience: p.issuer,
        algs: ['RS256'],
        ...(verification.jwks_uri === undefined ? { jwks: { keys: [{ ...jwk }] } } : {}),
        single_use: false,
        accept_as_assertion: false,
        user: { connection_id: p.connection_id, claim: 'sub', match: 'user_id' },
        ...verification,
      },
    },
    new Date(),
  )
  await p.settled()
  return profile
}

/** CVE-2026-11800: what a public key verifies when it is taken for a secret. */
export function hmacBy(secret: string | Buffer, claims: JWTPayload, header: object = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const parts = [
    { alg: 'HS256', typ: 'JWT', ...header },
    { iat: now, exp: now + 60, ...claims },
  ].map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...parts, createHmac('sha256', secret).update(parts.join('.')).digest('base64url')].join('.')
}
