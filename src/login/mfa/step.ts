// When a sign-in still wants a second proof, and what of it is left to do.
import { lacksFactor } from '../../oidc/interaction.ts'
import { isRememberedBrowser } from '../remembered.ts'
import type { Step } from '../visit.ts'

export const secondFactor: Step = async (visit, held, now) => {
  const { amr, signals, mfa, user_id } = held
  const isRemembered = () => isRememberedBrowser(visit, user_id, now)
  if (await lacksFactor(visit.interaction, { amr, signals, isRemembered })) return 'mfa'
  const { recovery } = (mfa ?? {}) as { recovery?: { next: boolean } }
  if (!recovery) return undefined
  return recovery.next ? 'mfa-recovery-code-challenge-new-code' : 'mfa-recovery-code-enrollment'
}
