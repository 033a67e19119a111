// The one door to what oidc-provider (9.13.3) does not offer to configure. Each departure says why. Looked through at every update.

import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { newBearerValue } from '../ids.ts'
import { hashBearer } from '../store/hash.ts'
import { isRegistered, storedClient } from './client-metadata.ts'

type Prototypes = {
  ReplayDetection: { unique(iss: string, jti: string, exp: number): Promise<boolean> }
  Client: { Schema: { prototype: { redirectUris(): void } }; prototype: object }
  Session: { prototype: object }
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

/** @param claim whether nobody has named this id until `exp` (seconds since the epoch); of two at once, one wins */
export function adapt(provider: Provider, claim: (id_hash: string, exp: number) => Promise<boolean>): void {
  const { Client, Session, OIDCContext, ReplayDetection } = provider as unknown as Prototypes

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
