// The one door to what oidc-provider (9.13.3) does not offer to configure. Each departure says why. Looked through at every update.

import type { AuthorizationCode, Grant, KoaContextWithOIDC, ResourceServer } from 'oidc-provider'
import Provider from 'oidc-provider'
import { issueTokens } from 'oidc-provider/lib/helpers/grant_common.js'
import * as grantHelpers from 'oidc-provider/lib/helpers/grants.js'
import { newBearerValue } from '../ids.ts'
import { hashBearer } from '../store/hash.ts'
import { isRegistered, storedClient } from './client-metadata.ts'
import { checkSenderConstraint } from './fapi.ts'
import { lasting } from './pushed-requests.ts'
import { requestFacts } from './request-facts.ts'

type Bound = { save(ttl?: number): Promise<string>; jkt?: string; 'x5t#S256'?: string }
type Pushed = { save(ttl: number): Promise<string>; request: string }
type Prototypes = {
  ReplayDetection: { unique(iss: string, jti: string, exp: number): Promise<boolean> }
  Client: { Schema: { prototype: { redirectUris(): void } }; prototype: object }
  Session: { prototype: object }
  AccessToken: { prototype: Bound }
  ClientCredentials: { prototype: Bound }
  PushedAuthorizationRequest: { prototype: Pushed }
  OIDCContext: { prototype: { urlFor(name: string, options?: { uid?: string }): string } }
}

type Handler = (ctx: KoaContextWithOIDC) => Promise<void>
const handlers = new WeakMap<Provider, Handler>()

/** What runs a request: Koa's middleware, without Koa's own answer. */
export function handlerOf(provider: Provider): Handler {
  const known = handlers.get(provider)
  if (known) return known
  const { compose, middleware } = provider as unknown as { compose(middleware: unknown): Handler; middleware: unknown }
  const handler = compose(middleware)
  handlers.set(provider, handler)
  return handler
}

/** The resource servers that a token request asks for, or that it is given by default. */
export const requestedResources = (ctx: KoaContextWithOIDC): Promise<ResourceServer[]> =>
  grantHelpers.resolveRequestedResources(ctx.oidc.provider, ctx)

/**
 * Answers a token request as one for a code is answered: sender constraints, access token, refresh token, ID token. oidc-provider keeps it for
 * its own grant types.
 * @param source what was granted, in a code's shape; it is never stored
 * @param gty Auth0's word for the grant type in a token
 */
export async function issueTokensFor(
  ctx: KoaContextWithOIDC,
  source: AuthorizationCode,
  grant: Grant,
  gty: string,
): Promise<void> {
  const { provider } = ctx.oidc
  const helpers = Object.fromEntries(
    Object.entries(grantHelpers).map(([name, helper]) => [
      name,
      (helper as (...args: unknown[]) => unknown).bind(undefined, provider),
    ]),
  )
  const dPoP = await grantHelpers.validateDpop(provider, ctx)
  const cert = grantHelpers.checkMtlsCert(provider, ctx)
  grantHelpers.checkDpopRequired(provider, ctx, dPoP)
  await issueTokens(provider, helpers, ctx, source, grant, { gty, entityLabel: 'grant', cert, dPoP })
}

/** The client of the running request. */
function askingClient(): object {
  const { client } = Provider.ctx?.oidc ?? {}
  if (!client) throw new Error('something is issued outside of a request')
  return client
}

/** @param claim whether nobody has named this id until `exp` (seconds since the epoch); of two at once, one wins */
export function adapt(provider: Provider, claim: (id_hash: string, exp: number) => Promise<boolean>): void {
  const { AccessToken, Client, ClientCredentials, OIDCContext, PushedAuthorizationRequest, ReplayDetection, Session } =
    provider as unknown as Prototypes

  // oidc-provider looks and then writes, and two replays at once both find nothing. NUL, so that no issuer can be another one's beginning.
  ReplayDetection.unique = (iss, jti, exp) => claim(hashBearer(`${iss}\0${jti}`), exp)

  // Redirect URIs are checked when they are registered (the Management API's rules are Auth0's); oidc-provider's own rules about schemes per
  // application type would make every request of a client fail for one odd URI.
  Client.Schema.prototype.redirectUris = () => {}

  const { redirectUriAllowed } = Client.prototype as { redirectUriAllowed(uri: string): boolean }
  Object.assign(Client.prototype, {
    // Auth0: a registered `https://*.example.com/…` stands for any one label.
    redirectUriAllowed(this: object, uri: string): boolean {
      return (
        isRegistered(uri, storedClient(this).callbacks) || (!uri.includes('*') && redirectUriAllowed.call(this, uri))
      )
    },
    // Auth0: `sid` is in every ID token, not only where back-channel logout asks for it.
    includeSid: () => true,
  })

  Object.assign(Session.prototype, {
    // Auth0: `sid` is the session's public id, the same for every client.
    sidFor(this: { uid: string }): string {
      return this.uid
    },
    // One row per session, found by its public id: a new cookie value replaces the old one's hash, and nothing is to be destroyed.
    resetIdentifier(this: { id: string; touched: boolean }): void {
      this.id = newBearerValue()
      this.touched = true
    },
  })

  // Sixty seconds are hard-coded, and told (see the event in provider.ts).
  const { save } = PushedAuthorizationRequest.prototype
  PushedAuthorizationRequest.prototype.save = function () {
    const { request, seconds } = lasting(this.request, askingClient())
    this.request = request
    requestFacts().pushed_for = seconds
    return save.call(this, seconds)
  }

  // FAPI 2.0: each grant type checks for itself whether its token is bound. A token that is not is not saved either.
  for (const { prototype } of [AccessToken, ClientCredentials]) {
    const saveToken = prototype.save
    prototype.save = function (ttl) {
      checkSenderConstraint(askingClient(), this)
      return saveToken.call(this, ttl)
    }
  }

  // An interaction's id is the value of the browser's cookie. In URLs, and so in histories and proxies' logs, stands its hash.
  const { urlFor } = OIDCContext.prototype
  OIDCContext.prototype.urlFor = function (name, options) {
    const { uid } = options ?? {}
    return urlFor.call(
      this,
      name,
      name === 'resume' && uid !== undefined ? { ...options, uid: hashBearer(uid) } : options,
    )
  }
}
