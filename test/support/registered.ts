// Clients and resource servers as the Management API makes them, with whatever they need (keys of their algorithms).
import * as client from 'openid-client'
import { CALLBACK, locationOf, type Person, type Protocol } from './protocol.ts'
import { Visitor } from './visitor.ts'

export type RegisteredApp = { client_id: string; client_secret: string; token_endpoint_auth_method: string }

/** A public client unless told otherwise. */
export async function registerClient(p: Protocol, settings: object = {}): Promise<RegisteredApp> {
  const { status, body } = await p.app.api('POST', '/clients', {
    name: 'App',
    app_type: 'spa',
    callbacks: [CALLBACK],
    allowed_logout_urls: ['https://app.example/bye'],
    ...settings,
  })
  if (status !== 201) throw new Error(`no client: ${JSON.stringify(body)}`)
  await p.store.connections.enableClients(p.connection_id, [body.client_id])
  await p.settled()
  return body
}

export const CONFIDENTIAL = { app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' }

export async function registerApi(p: Protocol, settings: object = {}) {
  const { status, body } = await p.app.api('POST', '/resource-servers', {
    identifier: `https://api.example/${crypto.randomUUID()}`,
    scopes: [{ value: 'read:things' }],
    allow_offline_access: true,
    ...settings,
  })
  if (status !== 201) throw new Error(`no resource server: ${JSON.stringify(body)}`)
  await p.settled()
  return body as { id: string; identifier: string; signing_secret?: string }
}

/** openid-client, which checks every signature. */
export async function judgeOf(
  p: Protocol,
  app: RegisteredApp,
  metadata: object = {},
  ...execute: ((config: client.Configuration) => void)[]
): Promise<client.Configuration> {
  const authentication =
    app.token_endpoint_auth_method === 'none' ? client.None() : client.ClientSecretPost(app.client_secret)
  return client.discovery(new URL(p.issuer), app.client_id, metadata, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks, ...execute],
  })
}

/** A sign-in as openid-client asks for it, and what it takes for an answer. */
export async function signedIn(
  p: Protocol,
  config: client.Configuration,
  person: Person,
  parameters: { [name: string]: string } = {},
) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedNonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid profile email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: expectedNonce,
    ...parameters,
  })
  const browser = new Visitor(p.issuer)
  const callback = locationOf(await p.signIn(browser, await browser.fetch(url), person))
  const checks = { pkceCodeVerifier, expectedNonce, idTokenExpected: true }
  return { browser, tokens: await client.authorizationCodeGrant(config, callback, checks) }
}
