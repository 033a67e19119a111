// What a sign-in still wants of a person who has proved something: each step looks at facts, in this order, and names its page.
import type { HeldLogin } from '../oidc/interaction.ts'
import { secondFactor } from './mfa/step.ts'
import { passkeyNudge } from './passkey-nudge.ts'
import type { Step, Visit } from './visit.ts'

const steps: readonly Step[] = [secondFactor, passkeyNudge]

/** The page that comes next; undefined: nothing more is wanted. */
export async function nextScreen(visit: Visit, held: HeldLogin, now: Date): Promise<string | undefined> {
  for (const step of steps) {
    const screen = await step(visit, held, now)
    if (screen !== undefined) return screen
  }
  return undefined
}
