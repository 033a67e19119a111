// Breached-password detection: whether a password is known from breaches, and what the tenant wants done about it.
import { readAttackProtection } from '../store/attack-protection.ts'
import type { BreachedPasswords } from '../store/breached-passwords.ts'
import type { TenantStore } from '../store/store.ts'

export type Breaches = Pick<BreachedPasswords, 'has'> | undefined

type Stage = 'login' | 'pre-user-registration' | 'pre-change-password'

/** Auth0: the event of a breached password. */
export const BREACH_EVENTS = {
  login: 'pwd_leak',
  'pre-user-registration': 'signup_pwd_leak',
  'pre-change-password': 'reset_pwd_leak',
} as const satisfies { [Name in Stage]: string }

export type Breach = { blocks: boolean; notifies_user: boolean }

/**
 * Undefined: there is nothing against it. Otherwise the log is to have its event, whatever else is done.
 * @param breaches undefined: the operator has given no list
 */
export async function findBreach(
  store: TenantStore,
  breaches: Breaches,
  stage: Stage,
  password: string,
): Promise<Breach | undefined> {
  if (!breaches) return undefined
  const { breached_password_detection: detection } = readAttackProtection(await store.facts.settings())
  const { shields } = stage === 'login' ? detection : detection.stage[stage]
  if (!detection.enabled || shields.length === 0 || !(await breaches.has(password))) return undefined
  const acts: readonly string[] = shields
  return { blocks: acts.includes('block'), notifies_user: acts.includes('user_notification') }
}
