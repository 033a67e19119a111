// The mfa_token: says that somebody has given a first proof to this client, and what the client asked for. Whoever has it has nothing else.
import { errors } from 'oidc-provider'
import { hashBearer } from '../../store/hash.ts'
import type { HeldProof } from '../../store/held-proofs.ts'
import type { TenantStore } from '../../store/store.ts'
import { refusal } from '../dialect.ts'
import { requestFacts } from '../request-facts.ts'

/** Auth0's measure. */
const LIFETIME_MS = 10 * 60_000

/** As the client asked. @property gty as it is kept with what is issued */
export type FirstRequest = { scope?: string; audience?: string; gty: string }

/** What oidc-provider answers as an error, with members of our own. */
export class MfaRequired extends errors.OIDCProviderError {
  readonly members: { mfa_token: string; mfa_requirements: object }
  constructor(refused: errors.OIDCProviderError, members: MfaRequired['members']) {
    super(refused.statusCode, refused.error)
    this.error_description = refused.error_description as string
    this.expose = true
    this.members = members
  }
}

/** The refusal of a request that has proved one factor and needs two. */
export async function mfaRequired(
  store: TenantStore,
  proof: { user_id: string; connection_id: string; client_id: string; amr: readonly string[]; at: number },
  first: FirstRequest,
): Promise<MfaRequired> {
  const { accounts, now, request } = requestFacts()
  if (!request) throw new Error('nobody asks')
  const { at, ...about } = proof
  // For the log.
  const account = await store.users.findAccount(proof.user_id)
  if (account) accounts.set(proof.user_id, account)
  const requirements = await request.server.secondFactors.requirementsOf(request, proof)
  const mfa_token = await store.held_proofs.create(
    {
      ...about,
      purpose: 'mfa_token',
      authenticated_at: new Date(at * 1000),
      details: { ...first },
      expires_at: new Date(now.getTime() + LIFETIME_MS),
    },
    now,
  )
  const mfa_requirements = Object.fromEntries(
    Object.entries(requirements).map(([what, types]) => [what, types.map((type: string) => ({ type }))]),
  )
  return new MfaRequired(refusal('mfa_required'), { mfa_token, mfa_requirements })
}

/** A proof that is held for this client and still good, of somebody who may sign in. */
export async function findMfaToken(
  store: TenantStore,
  token: string,
  client_id: string,
  now: Date,
): Promise<HeldProof> {
  const held = await store.held_proofs.find('mfa_token', hashBearer(token))
  // Another client's is as unknown as none.
  if (!held || held.client_id !== client_id) throw refusal('bad_mfa_token')
  if (held.expires_at <= now) throw refusal('expired_mfa_token')
  const account = await store.users.findAccount(held.user_id)
  if (!account) throw refusal('bad_mfa_token')
  if (account.blocked) throw refusal('user_blocked')
  return held
}
