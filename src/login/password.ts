// What the pages that take a password share.
import type { PasswordFlaw } from '../credentials/password-policy.ts'
import { LintelError } from '../errors.ts'
import type { Variables } from '../http/words.ts'

const FLAWS = {
  PasswordStrengthError: 'password-too-weak',
  PasswordTooLongError: 'password-too-long',
  PasswordDictionaryError: 'password-too-common',
  PasswordNoUserInfoError: 'password-contains-user-information',
} as const

/** A flaw in the words of the pages. */
export const flawError = (
  flaw: PasswordFlaw,
): { code: (typeof FLAWS)[PasswordFlaw['name']]; variables?: Variables } => ({
  code: FLAWS[flaw.name],
  ...('max' in flaw ? { variables: { max: flaw.max } } : {}),
})

/** What the work answers, or undefined when more passwords wait to be hashed than this process takes on. */
export async function unlessBusy<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LintelError && error.code === 'too_many_requests') return undefined
    throw error
  }
}
