// What a tenant asks of its users beside a first proof (Auth0: /guardian). Kept with its settings, so that it is in memory wherever it is
// asked for.
import type { JsonObject } from './schema.ts'

/** Auth0's names. `push-notification` and `duo` are a third party's. */
export const FACTORS = ['otp', 'sms', 'email', 'webauthn-roaming', 'webauthn-platform', 'recovery-code'] as const
export type Factor = (typeof FACTORS)[number]

/** Auth0: who must: everybody, whoever seems to be at risk; none: nobody. */
export const POLICIES = ['all-applications', 'confidence-score'] as const
export type MultiFactorPolicy = (typeof POLICIES)[number]

export type MultiFactor = {
  factors: { [Name in Factor]: boolean }
  policies: MultiFactorPolicy[]
  /** how a code reaches a phone */
  message_types: ('sms' | 'voice')[]
}

const DEFAULTS: MultiFactor = {
  factors: {
    otp: false,
    sms: false,
    email: false,
    'webauthn-roaming': false,
    'webauthn-platform': false,
    'recovery-code': false,
  },
  policies: [],
  message_types: ['sms'],
}

/** @param stored what `settings.find` and `facts.settings` answer */
export function readMultiFactor(stored: JsonObject): MultiFactor {
  const given = (stored as { multi_factor?: Partial<MultiFactor> }).multi_factor
  return { ...DEFAULTS, ...given, factors: { ...DEFAULTS.factors, ...given?.factors } }
}
