// Passkeys without a page (Auth0: /passkey/challenge, /passkey/register and the grant that takes what the authenticator answered). Only for
// first-party clients that were given it. How a passkey is proved, and who may sign up by one, is the login room's to know.
import type { FastifyRequest } from 'fastify'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { Client } from '../../store/clients.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { PASSKEY_CHALLENGE, PASSKEY_REGISTER, storedClient, WEBAUTHN } from '../client-metadata.ts'
import { refusal, type Situation } from '../dialect.ts'
import { requestedResources } from '../provider-internals.ts'
import { requestFacts } from '../request-facts.ts'
import { grantDirectly, objectIn, required } from './direct.ts'
import type { GrantType } from './grant-type.ts'
import { proveSecond } from './multi-factor.ts'

/** @property realm the name of a connection; undefined: the client's first */
type Asked = { request: FastifyRequest; client: Client; realm: string | undefined }

/** `invalid`: what the app sent is wrong, and why. */
export type PasskeyRefused =
  | { refused: 'no-connection' | 'off' | 'no-signup' | 'ip-blocked' | 'failed' | 'blocked' | 'unverified' | 'taken' }
  | { refused: 'upstream-unavailable' }
  | { refused: 'invalid'; why: string }

export type PasskeyBegun = { auth_session: string; authn_params_public_key: object; refused?: never }
export type PasskeyProved = { user_id: string; connection_id: string; amr: string[]; refused?: never }

/** The login room's deeds. Each is throttled and logged by itself. */
export type Passkeys = {
  challenge(asked: Asked, now: Date): Promise<PasskeyBegun | PasskeyRefused>
  register(asked: Asked & { profile: JsonObject }, now: Date): Promise<PasskeyBegun | PasskeyRefused>
  prove(asked: Asked & { auth_session: string; answer: unknown }, now: Date): Promise<PasskeyProved | PasskeyRefused>
}

declare module 'fastify' {
  interface FastifyInstance {
    passkeys: Passkeys
  }
}

const SITUATION: { [Why in Exclude<PasskeyRefused['refused'], 'invalid'>]: Situation } = {
  'no-connection': 'no_connection',
  off: 'passkeys_off',
  'no-signup': 'no_signup',
  'ip-blocked': 'too_many_attempts',
  'upstream-unavailable': 'upstream_unavailable',
  failed: 'bad_passkey',
  taken: 'invalid_signup',
  blocked: 'user_blocked',
  unverified: 'unverified_email',
}

function refusalOf(refused: PasskeyRefused): errors.OIDCProviderError {
  return refused.refused === 'invalid' ? new errors.InvalidRequest(refused.why) : refusal(SITUATION[refused.refused])
}

function asking({ oidc: { client, params } }: KoaContextWithOIDC) {
  const { request, now } = requestFacts()
  if (!client || !params || !request) throw new Error('a token request without a client')
  const stored = storedClient(client)
  // Whoever answers for it sees no page of ours.
  if (!stored.is_first_party) throw refusal('third_party_passkey')
  if (typeof params.organization === 'string') throw new errors.InvalidRequest('organization is not supported')
  const realm = typeof params.realm === 'string' ? params.realm : undefined
  return { asked: { request, client: stored, realm }, params, now }
}

const handler =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    // A key beside what was proved before (multi-factor.ts).
    if (ctx.oidc.params?.mfa_token !== undefined) return proveSecond(store)(ctx)
    const { asked, params, now } = asking(ctx)
    const auth_session = required(params, 'auth_session')
    required(params, 'authn_response')
    const answer = objectIn(params, 'authn_response')
    // A passkey is looked at only for a request that could be answered.
    await requestedResources(ctx)
    const proof = await asked.request.server.passkeys.prove({ ...asked, auth_session, answer }, now)
    if (proof.refused) throw refusalOf(proof)
    await grantDirectly(store, ctx, { ...proof, gty: 'webauthn' })
  }

export const webauthnGrant: GrantType = {
  names: [WEBAUTHN],
  parameters: ['auth_session', 'mfa_token', 'authn_response', 'realm', 'organization', 'scope', 'resource'],
  handler,
}

const begin = () => async (ctx: KoaContextWithOIDC) => {
  const { asked, params, now } = asking(ctx)
  const { passkeys } = asked.request.server
  const registers = params.grant_type === PASSKEY_REGISTER
  // Each has an endpoint of its own, which authenticates its clients as the token endpoint does.
  if (asked.request.routeOptions.url !== (registers ? '/passkey/register' : '/passkey/challenge'))
    throw new errors.UnsupportedGrantType()
  const profile = { ...objectIn(params, 'user_profile'), user_metadata: objectIn(params, 'user_metadata') ?? null }
  const begun = registers ? await passkeys.register({ ...asked, profile }, now) : await passkeys.challenge(asked, now)
  if (begun.refused) throw refusalOf(begun)
  ctx.body = begun
}

/** No ways to ask for tokens, but as if: requests at /passkey/challenge and /passkey/register. */
export const passkeyBeginnings: GrantType = {
  names: [PASSKEY_CHALLENGE, PASSKEY_REGISTER],
  parameters: ['realm', 'organization', 'user_profile', 'user_metadata'],
  handler: begin,
}
