// The one door to what oidc-provider (9.13.3) does not offer to configure. Each departure says why. Looked through at every update.

import { hash } from 'node:crypto'
import type { AccessToken, AuthorizationCode, Grant, KoaContextWithOIDC } from 'oidc-provider'
import Provider from 'oidc-provider'
import introspectionSteps from 'oidc-provider/lib/actions/introspection.js'
import { applyDpopBinding, applyMtlsBinding, issueTokens } from 'oidc-provider/lib/helpers/grant_common.js'
import * as grantHelpers from 'oidc-provider/lib/helpers/grants.js'
import { newBearerValue } from '../ids.ts'
import { hashBearer } from '../store/hash.ts'
import type { JsonObject } from '../store/schema.ts'
import { certificateOf } from './certificates.ts'
import { isRegistered, storedClient } from './client-metadata.ts'
import { checkSenderConstraint } from './fapi.ts'
import { lasting } from './pushed-requests.ts'
import { requestFacts } from './request-facts.ts'

type Bound = { save(ttl?: number): Promise<string>; jkt?: string; 'x5t#S256'?: string }
type Pushed = { save(ttl: number): Promise<string>; request: string }
type Prototypes = {
  ReplayDetection: { unique(iss: string, jti: string, exp: number): Promise<boolean> }
  Client: { Schema: { prototype: { redirectUris(): void } }; prototype: object }
  Session: {
    get(ctx: KoaContextWithOIDC): Promise<{ state?: object }>
    prototype: { exp?: number; persist(): Promise<unknown> }
  }
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

/** As oidc-provider resolved it; its types know the plain answer only. */
export type RequestedResource = { identifier(): string; scopes: Set<string> }

/** The resource servers that a token request asks for, or that it is given by default. */
export const requestedResources = (ctx: KoaContextWithOIDC): Promise<RequestedResource[]> =>
  grantHelpers.resolveRequestedResources(ctx.oidc.provider, ctx) as Promise<unknown[]> as Promise<RequestedResource[]>

/**
 * Answers a token request as one for a code is answered: sender constraints, access token, refresh token, ID token. oidc-provider keeps it for
 * its own grant types.
 * @param source what was granted, in a code's shape; it is never stored
 * @param grant is stored here
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
  // Not before: what is refused leaves no grant behind.
  await grant.save()
  await issueTokens(provider, helpers, ctx, source, grant, { gty, entityLabel: 'grant', cert, dPoP })
}

type IdTokens = {
  IdToken: {
    new (
      claims: { sub: string },
      about: { client: unknown },
    ): {
      mask: object
      set(claim: string, value: unknown): void
      issue(options: { use: 'logout' }): Promise<string>
    }
    validate(jwt: string, client: unknown): Promise<{ payload: JsonObject; header: { typ?: string } }>
  }
}

/**
 * A logout token as oidc-provider makes it: signed (and encrypted) like the client's ID tokens, for two minutes, with the `sub` that the client
 * knows. Its own way to send it goes around our outbox and our outbound requests.
 */
export async function issueLogoutToken(
  provider: Provider,
  client_id: string,
  sub: string,
  claims: JsonObject,
): Promise<string> {
  const client = await provider.Client.find(client_id)
  const token = new (provider as unknown as IdTokens).IdToken({ sub }, { client })
  token.mask = { sub: null }
  for (const [claim, value] of Object.entries(claims)) token.set(claim, value)
  return token.issue({ use: 'logout' })
}

/** The claims of an ID token of ours, expired or not. The algorithm is the client's registered one, never the token's own choice. */
export async function readIdToken(provider: Provider, client_id: string, jwt: string): Promise<JsonObject> {
  const client = await provider.Client.find(client_id)
  const { payload, header } = await (provider as unknown as IdTokens).IdToken.validate(jwt, client)
  if (header.typ !== undefined && header.typ !== 'JWT') throw new Error(`a ${header.typ} is no ID token`)
  return payload
}

type Introspect = (ctx: KoaContextWithOIDC) => Promise<object>
type Step = (typeof introspectionSteps)[number]
const introspections = new WeakMap<Provider, Introspect>()

/** For the providers of ours; in any other one of this process the step stays as it is. */
function replaceStep(
  name: string,
  replacement: (ctx: KoaContextWithOIDC, ours: Introspect, next: Parameters<Step>[1]) => unknown,
): void {
  const at = introspectionSteps.findIndex(step => step.name === name)
  const step = introspectionSteps[at]
  if (!step) throw new Error(`oidc-provider's introspection has no step ${name} any more`)
  introspectionSteps[at] = (ctx, next) => {
    const ours = introspections.get(ctx.oidc.provider)
    return ours ? replacement(ctx, ours, next) : step(ctx, next)
  }
}

// RFC 7662 at oidc-provider finds what it has stored, and refuses JWTs. Authentication and the signed answer (RFC 9701) are its, in between
// stands our look-up.
replaceStep('rejectStructuredTokens', (_ctx, _ours, next) => next())
replaceStep('renderTokenResponse', async (ctx, ours) => {
  ctx.body = await ours(ctx)
})

export const setIntrospection = (provider: Provider, introspect: Introspect): void => {
  introspections.set(provider, introspect)
}

/** Stands for a form of the device flow that our own pages have sent. */
export const DEVICE_FORM = newBearerValue()

/** What a token request proves to have: the key of its DPoP proof, and the certificate of its connection. */
export type Possession = { jkt: string | undefined; x5t: string | undefined; dPoP: unknown; cert: unknown }

export async function possessionOf(ctx: KoaContextWithOIDC): Promise<Possession> {
  const { provider } = ctx.oidc
  const dPoP = (await grantHelpers.validateDpop(provider, ctx)) as { thumbprint: string } | undefined
  grantHelpers.checkDpopRequired(provider, ctx, dPoP)
  const cert = grantHelpers.checkMtlsCert(provider, ctx)
  const shown = certificateOf(ctx)
  return { jkt: dPoP?.thumbprint, x5t: shown && hash('sha256', shown.raw, 'base64url'), dPoP, cert }
}

/**
 * Binds a token to what its request proved to have.
 * @param cnf what the token was bound to that it is issued for: it stays bound
 */
export async function bindTo(
  ctx: KoaContextWithOIDC,
  token: AccessToken,
  { dPoP, cert, x5t }: Possession,
  cnf: { 'x5t#S256'?: string } | undefined,
): Promise<void> {
  if (cert !== undefined) applyMtlsBinding(token, cert)
  else if (cnf?.['x5t#S256'] !== undefined) Object.assign(token, { 'x5t#S256': x5t })
  await applyDpopBinding(ctx.oidc.provider, ctx, dPoP, token)
}

/** RFC 6749 §5.1, RFC 8693 §2.2.1 */
export const tokenResponse = (
  ctx: KoaContextWithOIDC,
  token: AccessToken,
  { value, issued_token_type }: { value: string; issued_token_type: string },
): object =>
  grantHelpers.buildTokenResponse(ctx.oidc.provider, {
    accessToken: value,
    authorizationDetails: (token as { rar?: unknown }).rar,
    expiresIn: token.expiration,
    issuedTokenType: issued_token_type,
    scope: token.scope || undefined,
    tokenType: token.tokenType,
  })

/** The client of the running request. */
function askingClient(): object {
  const { client } = Provider.ctx?.oidc ?? {}
  if (!client) throw new Error('something is issued outside of a request')
  return client
}

/**
 * An API need not have scopes (RFC 8707 §2 asks for none), while oidc-provider refuses an authorization of which no scope is left. To its one
 * question whether any is, this grant says yes, by a space; whoever reads scopes out of the answer finds none.
 */
export function allowNoScope(grant: Grant): void {
  grant.getResourceScopeFiltered = () => ' '
}

/** Throws what oidc-provider has against a client's metadata. It would say so at every request of the client's. */
export function checkClientMetadata(provider: Provider, metadata: object): void {
  const { Client } = provider as unknown as { Client: new (metadata: object) => object }
  new Client(metadata)
}

/**
 * @param claim whether nobody has named this id until `exp` (seconds since the epoch); of two at once, one wins
 * @param successor a session's next cookie; nobody else can tell it from the one before
 */
export function adapt(
  provider: Provider,
  claim: (id_hash: string, exp: number) => Promise<boolean>,
  successor: (cookie: string) => string,
): void {
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
    // The new value follows from the old one (and from a key): of two tabs that are resumed at once, neither is left with a dead cookie.
    resetIdentifier(this: { id: string; touched: boolean }): void {
      this.id = successor(this.id)
      this.touched = true
    },
  })

  // RFC 8628: oidc-provider keeps the secret of its forms in the session, of which a browser that is not signed in has none here. The forms
  // are ours, with a token of their own (http/csrf.ts), and come to it from inside this process only.
  const { get } = Session
  Session.get = async ctx => {
    const session = await get.call(Session, ctx)
    if (ctx.oidc?.route === 'code_verification') session.state = { secret: DEVICE_FORM }
    return session
  }
  // After a code that is wrong it saves the session once more, also one that never was there.
  const { persist } = Session.prototype
  Session.prototype.persist = async function () {
    return this.exp === undefined ? undefined : persist.call(this)
  }

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
      (name === 'resume' || name === 'device_resume') && uid !== undefined
        ? { ...options, uid: hashBearer(uid) }
        : options,
    )
  }
}
