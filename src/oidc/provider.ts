// The only `new Provider`: one per tenant, made when it is first needed and again when the tenant's configuration-like facts change.
import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { CLOCK_TOLERANCE, configuration } from './configuration.ts'
import { jwtBearer } from './grant-types/jwt-bearer.ts'
import { multiFactorChallenge, multiFactorGrants } from './grant-types/multi-factor.ts'
import { passwordGrant } from './grant-types/password.ts'
import { codeBeginnings, passwordlessGrant } from './grant-types/passwordless.ts'
import { tokenExchange } from './grant-types/token-exchange.ts'
import { passkeyBeginnings, webauthnGrant } from './grant-types/webauthn.ts'
import { introspect } from './introspection.ts'
import { adapt, setIntrospection } from './provider-internals.ts'
import { requestFacts } from './request-facts.ts'
import { providerKeys } from './signing-keys.ts'

/** Seconds by which oidc-provider lets a DPoP proof be dated ahead. */
const PROOF_AHEAD = 300

export const providerOf = (store: TenantStore): Promise<Provider> =>
  store.facts.derived('oidc/provider', async () => {
    const settings = readSettings(await store.facts.settings())
    const keys = await providerKeys(store)
    const types = await store.resource_servers.authorizationDetailsTypes()
    const provider = new Provider(store.tenant.issuer, configuration(store, settings, keys, types))
    // Host and scheme of each request are the issuer's (bridge.ts); oidc-provider reads them from the headers of a proxy.
    provider.proxy = true
    const claim = (id_hash: string, exp: number) => {
      // Kept as long as its token is good, the clocks' difference included. oidc-provider (9.13.3) takes a DPoP proof that is dated ahead, and
      // would forget it while it is still good.
      const expires_at = new Date((exp + CLOCK_TOLERANCE + PROOF_AHEAD) * 1000)
      return store.artefacts.claim('ReplayDetection', id_hash, expires_at, requestFacts().now)
    }
    adapt(provider, claim, cookie => store.mac('session cookie', cookie))
    setIntrospection(provider, introspect(store))
    for (const { names, parameters, handler } of [
      passwordGrant,
      multiFactorGrants,
      multiFactorChallenge,
      webauthnGrant,
      passkeyBeginnings,
      passwordlessGrant,
      codeBeginnings,
      tokenExchange,
      jwtBearer,
    ])
      for (const name of names) provider.registerGrantType(name, handler(store), parameters)
    // What went wrong, for whoever answers (bridge.ts): oidc-provider tells listeners only.
    const note = (ctx: KoaContextWithOIDC, error: Error) => {
      ctx.state.error = error
    }
    // RFC 9207 §2: in every answer. oidc-provider (9.13.3) leaves it out beside an ID token.
    provider.on('authorization.success', (ctx: KoaContextWithOIDC, answer?: { [parameter: string]: unknown }) => {
      if (answer && !ctx.oidc.responseMode?.includes('jwt')) answer.iss = provider.issuer
    })
    provider.on('server_error', note)
    provider.on('grant.error', note)
    provider.on('revocation.error', note)
    provider.on('introspection.error', note)
    provider.on('authorization.error', note)
    provider.on('backchannel_authentication.error', note)
    provider.on('code_verification.error', note)
    provider.on('device_authorization.error', note)
    provider.on('device_resume.error', note)
    provider.on('pushed_authorization_request.error', note)
    provider.on('pushed_authorization_request.success', ctx => {
      ctx.body = { ...(ctx.body as object), expires_in: requestFacts().pushed_for }
    })
    return provider
  })
