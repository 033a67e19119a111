// What a tenant has set against attacks (Auth0: /attack-protection). Kept with its settings, so that it is in memory wherever it is asked for.
import type { JsonObject } from './schema.ts'

export type BruteForceProtection = {
  enabled: boolean
  shields: ('block' | 'user_notification')[]
  /** addresses and networks whose tries are not counted */
  allowlist: string[]
  mode: 'count_per_identifier_and_ip' | 'count_per_identifier'
  /** failures in a row */
  max_attempts: number
}

/** @property rate milliseconds after which one more is granted */
export type Allowance = { max_attempts: number; rate: number }

/** What a network may have too much of: failed sign-ins, sign-ups, and tokens of others that are refused (Auth0: Custom Token Exchange). */
export const NETWORK_STAGES = ['pre-login', 'pre-user-registration', 'pre-custom-token-exchange'] as const
export type NetworkStage = (typeof NETWORK_STAGES)[number]

export type SuspiciousIpThrottling = {
  enabled: boolean
  shields: ('block' | 'admin_notification')[]
  allowlist: string[]
  stage: { [Stage in NetworkStage]: Allowance }
}

export type BreachedPasswordDetection = {
  enabled: boolean
  /** at sign-in */
  shields: ('block' | 'user_notification' | 'admin_notification')[]
  admin_notification_frequency: 'immediately'[]
  stage: { [Stage in 'pre-user-registration' | 'pre-change-password']: { shields: ('block' | 'admin_notification')[] } }
}

type ChallengePolicy = 'never' | 'when_risky' | 'always'
export type BotDetection = {
  /** how soon a network is a risk */
  bot_detection_level: 'low' | 'medium' | 'high'
  challenge_password_policy: ChallengePolicy
  challenge_passwordless_policy: ChallengePolicy
  challenge_password_reset_policy: ChallengePolicy
  allowlist: string[]
  /** what would be asked for is only told in the log */
  monitoring_mode_enabled: boolean
}

export type AttackProtection = {
  bot_detection: BotDetection
  breached_password_detection: BreachedPasswordDetection
  brute_force_protection: BruteForceProtection
  suspicious_ip_throttling: SuspiciousIpThrottling
}

/** Auth0's. */
const DEFAULTS: AttackProtection = {
  bot_detection: {
    bot_detection_level: 'low',
    challenge_password_policy: 'when_risky',
    challenge_passwordless_policy: 'when_risky',
    challenge_password_reset_policy: 'when_risky',
    allowlist: [],
    monitoring_mode_enabled: false,
  },
  breached_password_detection: {
    enabled: false,
    shields: [],
    admin_notification_frequency: [],
    stage: { 'pre-user-registration': { shields: [] }, 'pre-change-password': { shields: [] } },
  },
  brute_force_protection: {
    enabled: true,
    shields: ['block', 'user_notification'],
    allowlist: [],
    mode: 'count_per_identifier_and_ip',
    max_attempts: 10,
  },
  suspicious_ip_throttling: {
    enabled: true,
    shields: ['admin_notification', 'block'],
    allowlist: [],
    stage: {
      'pre-login': { max_attempts: 100, rate: 864_000 },
      'pre-user-registration': { max_attempts: 50, rate: 1_728_000 },
      'pre-custom-token-exchange': { max_attempts: 10, rate: 600_000 },
    },
  },
}

/** @param stored what `settings.find` and `facts.settings` answer */
export function readAttackProtection(stored: JsonObject): AttackProtection {
  const given = stored as { [Name in keyof AttackProtection]?: Partial<AttackProtection[Name]> }
  const { bot_detection, breached_password_detection, brute_force_protection, suspicious_ip_throttling } = DEFAULTS
  return {
    bot_detection: { ...bot_detection, ...given.bot_detection },
    breached_password_detection: { ...breached_password_detection, ...given.breached_password_detection },
    brute_force_protection: { ...brute_force_protection, ...given.brute_force_protection },
    suspicious_ip_throttling: {
      ...suspicious_ip_throttling,
      ...given.suspicious_ip_throttling,
      stage: { ...suspicious_ip_throttling.stage, ...given.suspicious_ip_throttling?.stage },
    },
  }
}
