// Whoever changes how she proves who she is proves it anew (RFC 9470): a token that was had long ago, or by one factor where she has two, reads
// but does not change.
import type { JWTPayload } from 'jose'
import { LintelError } from '../errors.ts'
import { ACR_VALUES } from '../store/settings.ts'

/** How long after a sign-in one may. */
const MAX_AGE_SECONDS = 900
const [, MULTI_FACTOR] = ACR_VALUES

/** RFC 9470 §3 @property challenge for the header */
export class InsufficientProof extends LintelError {
  readonly challenge: string
  constructor(message: string, wanted: string) {
    super('insufficient_user_authentication', message)
    this.challenge = `Bearer error="insufficient_user_authentication", error_description="${message}", ${wanted}`
  }
}

/** @param claims of her access token for an API of ours @param hasFactors whether she could prove a second factor */
export function demandFreshProof(claims: JWTPayload, hasFactors: boolean, now: Date): void {
  const { auth_time, amr } = claims
  const age = typeof auth_time === 'number' ? now.getTime() / 1000 - auth_time : Number.POSITIVE_INFINITY
  if (age > MAX_AGE_SECONDS)
    throw new InsufficientProof('A more recent sign-in is required', `max_age="${MAX_AGE_SECONDS}"`)
  if (hasFactors && !(Array.isArray(amr) && amr.includes('mfa')))
    throw new InsufficientProof('A second factor is required', `acr_values="${MULTI_FACTOR}"`)
}
