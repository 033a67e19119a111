// Codes and links without a page (Auth0: /passwordless/start, /otp/challenge and the grant that takes what was typed). Only for first-party
// clients that were given it. What is sent to whom, and how it is proved, is the login room's to know.
import type { FastifyRequest } from 'fastify'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { newIdentityUserId } from '../../ids.ts'
import type { Client } from '../../store/clients.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { OTP_CHALLENGE, PASSWORDLESS_OTP, PASSWORDLESS_START, storedClient } from '../client-metadata.ts'
import { refusal, type Situation } from '../dialect.ts'
import { requestedResources } from '../provider-internals.ts'
import { requestFacts } from '../request-facts.ts'
import { grantDirectly, objectIn, required } from './direct.ts'
import type { GrantType } from './grant-type.ts'

/** @property connection the name of a connection, or what Auth0 calls it: `email`, `sms` */
type Asked = { request: FastifyRequest; client: Client; connection: string }

/** `invalid`: what the app sent is wrong, and why. */
type Refused =
  | {
      refused:
        | 'no-connection'
        | 'off'
        | 'too-many'
        | 'same-user-login'
        | 'ip-blocked'
        | 'wrong-code'
        | 'expired-code'
        | 'blocked'
    }
  | { refused: 'invalid'; why: string }
type Given = { email: string | undefined; phone_number: string | undefined }
type Proved = { user_id: string; connection_id: string; amr: string[]; refused?: never }

/** The login room's deeds: throttled, logged, the same for known and unknown addresses. */
export type Codes = {
  start(
    asked: Asked,
    given: Given & { link: JsonObject | undefined },
    now: Date,
  ): Promise<{ by: 'email' | 'sms'; to: string } | Refused>
  challenge(asked: Asked, given: Given, now: Date): Promise<{ auth_session: string } | Refused>
  redeem(asked: Asked, username: string, otp: string, now: Date): Promise<Proved | Refused>
  redeemSession(
    asked: Omit<Asked, 'connection'>,
    auth_session: string,
    otp: string,
    now: Date,
  ): Promise<Proved | Refused>
}

declare module 'fastify' {
  interface FastifyInstance {
    codes: Codes
  }
}

const SITUATION: { [Why in Exclude<Refused['refused'], 'invalid'>]: Situation } = {
  'no-connection': 'no_connection',
  off: 'codes_off',
  'too-many': 'too_many_attempts',
  'same-user-login': 'too_many_attempts',
  'ip-blocked': 'too_many_attempts',
  'wrong-code': 'wrong_code',
  'expired-code': 'wrong_code',
  blocked: 'user_blocked',
}

const refusalOf = (refused: Refused): errors.OIDCProviderError =>
  refused.refused === 'invalid' ? new errors.InvalidRequest(refused.why) : refusal(SITUATION[refused.refused])

function asking({ oidc: { client, params } }: KoaContextWithOIDC) {
  const { request, now } = requestFacts()
  if (!client || !params || !request) throw new Error('a token request without a client')
  const stored = storedClient(client)
  // Whoever types a code for it sees no page of ours.
  if (!stored.is_first_party) throw refusal('third_party_password')
  if (typeof params.organization === 'string') throw new errors.InvalidRequest('organization is not supported')
  return { asked: { request, client: stored }, params, now }
}

/** They go into a link. */
const MOST_PARAMETERS = 2_000

const textIn = (params: KoaContextWithOIDC['oidc']['params'], name: string): string | undefined => {
  const value = params?.[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, 320) : undefined
}

const handler =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { asked, params, now } = asking(ctx)
    const otp = required(params, 'otp')
    const { auth_session } = params as { auth_session?: string }
    // A code is looked at only for a request that could be answered.
    await requestedResources(ctx)
    const { codes } = asked.request.server
    const proof =
      auth_session === undefined
        ? await codes.redeem(
            { ...asked, connection: required(params, 'realm') },
            required(params, 'username'),
            otp,
            now,
          )
        : await codes.redeemSession(asked, auth_session, otp, now)
    if (proof.refused) throw refusalOf(proof)
    await grantDirectly(store, ctx, { ...proof, gty: 'passwordless' })
  }

export const passwordlessGrant: GrantType = {
  names: [PASSWORDLESS_OTP],
  parameters: ['username', 'otp', 'realm', 'auth_session', 'organization', 'scope', 'resource', 'acr_values'],
  handler,
}

const begin = () => async (ctx: KoaContextWithOIDC) => {
  const { asked, params, now } = asking(ctx)
  const { codes } = asked.request.server
  const starts = params.grant_type === PASSWORDLESS_START
  // Each has an endpoint of its own, which authenticates its clients as the token endpoint does.
  if (asked.request.routeOptions.url !== (starts ? '/passwordless/start' : '/otp/challenge'))
    throw new errors.UnsupportedGrantType()
  const given = { email: textIn(params, 'email'), phone_number: textIn(params, 'phone_number') }
  if (!starts) {
    const connection = textIn(params, 'connection') ?? required(params, 'realm')
    const begun = await codes.challenge({ ...asked, connection }, given, now)
    if ('refused' in begun) throw refusalOf(begun)
    ctx.body = begun
    return
  }
  const connection = required(params, 'connection')
  const { send = given.email === undefined ? 'code' : 'link' } = params as { send?: string }
  if (send !== 'code' && send !== 'link') throw new errors.InvalidRequest('send must be code or link')
  // Auth0: what the link asks for.
  if (String(params.authParams ?? '').length > MOST_PARAMETERS)
    throw new errors.InvalidRequest('authParams is too long')
  const link = send === 'link' ? (objectIn(params, 'authParams') ?? {}) : undefined
  const begun = await codes.start({ ...asked, connection }, { ...given, link }, now)
  if ('refused' in begun) throw refusalOf(begun)
  const { by, to } = begun
  // Auth0 says here whether the address is verified, and so whether there is an account: we do not.
  ctx.body = {
    _id: newIdentityUserId(now),
    ...(by === 'email' ? { email: to, email_verified: false } : { phone_number: to, phone_verified: false }),
  }
}

/** No ways to ask for tokens, but as if: requests at /passwordless/start and /otp/challenge. */
export const codeBeginnings: GrantType = {
  names: [PASSWORDLESS_START, OTP_CHALLENGE],
  parameters: ['connection', 'realm', 'email', 'phone_number', 'organization', 'send', 'authParams'],
  handler: begin,
}
