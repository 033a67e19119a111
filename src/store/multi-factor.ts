// What a tenant asks of its users beside a first proof (Auth0: /guardian). Kept with its settings, so that it is in memory wherever it is
// asked for.
import type { AuthenticationMethodType, JsonObject } from './schema.ts'

/** Auth0's names. `push-notification` and `duo` are a third party's. */
export const FACTORS = ['otp', 'sms', 'email', 'webauthn-roaming', 'webauthn-platform', 'recovery-code'] as const
export type Factor = (typeof FACTORS)[number]

/** Which of them a method is. A passkey is a first proof. */
export const FACTOR_OF: { [Type in AuthenticationMethodType]: Factor | undefined } = {
  totp: 'otp',
  phone: 'sms',
  email: 'email',
  'recovery-code': 'recovery-code',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
  passkey: undefined,
}

/** Auth0: who must: everybody, whoever seems to be at risk; none: nobody. */
export const POLICIES = ['all-applications', 'confidence-score'] as const
export type MultiFactorPolicy = (typeof POLICIES)[number]

/** @property otp_expiration_time seconds */
export type CodeSettings = { otp_length: number; otp_expiration_time: number }

export type MultiFactor = {
  factors: { [Name in Factor]: boolean }
  policies: MultiFactorPolicy[]
  /** how a code reaches a phone */
  message_types: ('sms' | 'voice')[]
  /** codes that are sent */
  codes: { email: CodeSettings; phone: CodeSettings }
  /** a browser on which a second proof is not asked for again: whether that is offered, and for how many seconds it holds */
  remember_browser: {
    display_remember_me_checkbox: boolean
    remember_me_default_value: boolean
    /** since a sign-in there */
    mfa_session_inactivity_timeout: number
    /** since the second proof */
    mfa_session_overall_timeout: number
  }
}

const DAY = 86_400
const CODES: CodeSettings = { otp_length: 8, otp_expiration_time: 300 }

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
  codes: { email: CODES, phone: CODES },
  remember_browser: {
    display_remember_me_checkbox: true,
    remember_me_default_value: false,
    mfa_session_inactivity_timeout: 30 * DAY,
    mfa_session_overall_timeout: 30 * DAY,
  },
}

/** @param stored what `settings.find` and `facts.settings` answer */
export function readMultiFactor(stored: JsonObject): MultiFactor {
  const given = (stored as { multi_factor?: Partial<MultiFactor> }).multi_factor
  return {
    ...DEFAULTS,
    ...given,
    factors: { ...DEFAULTS.factors, ...given?.factors },
    codes: { ...DEFAULTS.codes, ...given?.codes },
    remember_browser: { ...DEFAULTS.remember_browser, ...given?.remember_browser },
  }
}
