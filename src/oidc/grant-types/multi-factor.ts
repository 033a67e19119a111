// The second factor of a sign-in without a page (Auth0: mfa_required, /mfa/challenge and the grants mfa-otp, mfa-oob, mfa-recovery-code). What
// was proved first is held under an mfa_token, which opens nothing: with a second proof it is spent, by one winner, and what was asked for
// first is issued, after the same checks. How a factor is proved is the login room's to know.
import type { FastifyRequest } from 'fastify'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { HeldProof } from '../../store/held-proofs.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { isConnectionEnabled } from '../account.ts'
import { MFA_CHALLENGE, MFA_OOB, MFA_OTP, MFA_RECOVERY_CODE, WEBAUTHN } from '../client-metadata.ts'
import { refusal } from '../dialect.ts'
import { requestFacts } from '../request-facts.ts'
import { resourceOf } from '../resource-servers.ts'
import { grantDirectly, objectIn, required } from './direct.ts'
import type { GrantType } from './grant-type.ts'
import { type FirstRequest, findMfaToken } from './mfa-token.ts'

export type GivenFactor =
  | { by: 'otp'; otp: string }
  | { by: 'oob'; oob_code: string; binding_code: string | undefined }
  | { by: 'recovery-code'; recovery_code: string }
  | { by: 'webauthn'; answer: JsonObject }

/** @property amr of this proof, RFC 8176 @property recovery_code the next one, shown this once */
export type SecondProof =
  | { amr: string[]; recovery_code?: string; refused?: never }
  | { refused: 'wrong' | 'too-many' | 'locked' | 'pending' }

/** Ours: Auth0 has keys as second factors on its pages only. */
const KEY_TYPES = ['webauthn-roaming', 'webauthn-platform'] as const
type KeyType = (typeof KEY_TYPES)[number]

export type AskedChallenge = {
  /** `otp`, `oob`, or of a key */
  types: readonly string[]
  authenticator_id: string | undefined
  oob_channel: string | undefined
}

export type Challenge =
  | { challenge_type: 'otp'; refused?: never }
  | { challenge_type: 'oob'; oob_code: string; binding_method: 'prompt'; refused?: never }
  | { challenge_type: KeyType; authn_params_public_key: object; refused?: never }
  | { refused: 'nothing-enrolled' | 'unsupported' | 'too-many' }

/** The login room's deeds. Each is throttled and logged by itself. */
export type SecondFactors = {
  /** Auth0's names of what she could prove, or could enrol. */
  requirementsOf(
    request: FastifyRequest,
    proved: { user_id: string; amr: readonly string[]; connection_id: string },
  ): Promise<{ challenge: string[] } | { enroll: string[] }>
  challenge(request: FastifyRequest, held: HeldProof, asked: AskedChallenge, now: Date): Promise<Challenge>
  /** @param tx on which the proof is spent */
  prove(tx: TenantStore, request: FastifyRequest, held: HeldProof, given: GivenFactor, now: Date): Promise<SecondProof>
}

declare module 'fastify' {
  interface FastifyInstance {
    secondFactors: SecondFactors
  }
}

function asking(ctx: KoaContextWithOIDC) {
  const { client, params } = ctx.oidc
  const { request, now } = requestFacts()
  if (!client || !params || !request) throw new Error('a token request without a client')
  return { client, params, request, now }
}

const optional = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

function givenIn(params: KoaContextWithOIDC['oidc']['params']): GivenFactor {
  switch (params?.grant_type) {
    case MFA_OTP:
      return { by: 'otp', otp: required(params, 'otp') }
    case MFA_OOB:
      return { by: 'oob', oob_code: required(params, 'oob_code'), binding_code: optional(params.binding_code) }
    case WEBAUTHN:
      required(params, 'authn_response')
      return { by: 'webauthn', answer: objectIn(params, 'authn_response') ?? {} }
    default:
      return { by: 'recovery-code', recovery_code: required(params, 'recovery_code') }
  }
}

const WRONG = {
  otp: 'bad_otp',
  oob: 'bad_oob',
  'recovery-code': 'bad_recovery_code',
  webauthn: 'bad_passkey',
} as const

/** Takes a second proof for what waits under an mfa_token, and answers what was asked for first. */
export const proveSecond =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params, request, now } = asking(ctx)
    const token = required(params, 'mfa_token')
    const given = givenIn(params)
    const held = await findMfaToken(store, token, client.clientId, now)
    const { user_id, connection_id, amr, authenticated_at } = held
    const first = held.details as FirstRequest
    // What was asked for at first is what there is: another audience may demand other things.
    const resource = first.audience === undefined ? undefined : resourceOf(first.audience)
    if (params.resource !== undefined && params.resource !== resource) throw refusal('bad_mfa_audience')

    if (!(await isConnectionEnabled(store, client.clientId, connection_id))) throw refusal('connection_disabled')

    const proof = await store.transaction(async tx => {
      const proof = await request.server.secondFactors.prove(tx, request, held, given, now)
      // Together with what was spent of the factor: of two at once, the other one's proof stays as it was.
      if (!proof.refused && !(await tx.held_proofs.spend('mfa_token', held.token_hash, now)))
        throw refusal('bad_mfa_token')
      return proof
    })
    if (proof.refused === 'too-many' || proof.refused === 'locked') throw refusal('too_many_attempts')
    if (proof.refused === 'pending') throw refusal('mfa_pending')
    if (proof.refused) throw refusal(WRONG[given.by])

    params.scope = first.scope
    params.resource = resource
    const at = Math.floor(authenticated_at.getTime() / 1000)
    await grantDirectly(store, ctx, {
      user_id,
      connection_id,
      amr: [...new Set([...amr, ...proof.amr, 'mfa'])],
      gty: first.gty,
      at,
    })
    if (proof.recovery_code !== undefined) ctx.body = { ...(ctx.body as object), recovery_code: proof.recovery_code }
  }

export const multiFactorGrants: GrantType = {
  names: [MFA_OTP, MFA_OOB, MFA_RECOVERY_CODE],
  parameters: ['mfa_token', 'otp', 'oob_code', 'binding_code', 'recovery_code', 'scope', 'resource'],
  handler: proveSecond,
}

const CHALLENGE_TYPES = ['otp', 'oob']
const isChallengeType = (type: string) => [...CHALLENGE_TYPES, ...KEY_TYPES].includes(type)

const challenge =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params, request, now } = asking(ctx)
    // It has an endpoint of its own (/mfa/challenge), which authenticates its clients as this one does.
    if (request.routeOptions.url !== '/mfa/challenge') throw new errors.UnsupportedGrantType()
    const token = required(params, 'mfa_token')
    const types = optional(params.challenge_type)?.split(' ') ?? CHALLENGE_TYPES
    if (!types.every(isChallengeType)) throw refusal('unsupported_challenge_type')
    const held = await findMfaToken(store, token, client.clientId, now)
    const asked = {
      types,
      authenticator_id: optional(params.authenticator_id),
      oob_channel: optional(params.oob_channel),
    }
    const answered = await request.server.secondFactors.challenge(request, held, asked, now)
    if (answered.refused === 'nothing-enrolled') throw refusal('association_required')
    if (answered.refused === 'too-many') throw refusal('too_many_attempts')
    if (answered.refused) throw refusal('unsupported_challenge_type')
    ctx.body = answered
  }

/** No way to ask for tokens, but as if: a request at /mfa/challenge, of a client that is authenticated as at the token endpoint. */
export const multiFactorChallenge: GrantType = {
  names: [MFA_CHALLENGE],
  parameters: ['mfa_token', 'challenge_type', 'authenticator_id', 'oob_channel'],
  handler: challenge,
}
