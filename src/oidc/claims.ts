// Which claim comes from which scope, and what it is for this user. ID tokens and /userinfo are made from the same table.
import type { Account } from '../store/accounts.ts'
import { type Dialect, UPDATED_AT } from './dialect.ts'

type Claims = { [claim: string]: (account: Account, dialect: Dialect) => unknown }

/** OpenID Connect Core §5.4, and Auth0's `nickname`. */
export const CLAIMS = {
  openid: { sub: account => account.user_id },
  profile: {
    name: account => account.name,
    given_name: account => account.given_name,
    family_name: account => account.family_name,
    nickname: account => account.nickname,
    preferred_username: account => account.username,
    picture: account => account.picture,
    updated_at: (account, dialect) => UPDATED_AT[dialect](account.updated_at),
  },
  email: {
    email: account => account.email,
    email_verified: account => (account.email === null ? null : account.email_verified),
  },
  phone: {
    phone_number: account => account.phone_number,
    phone_number_verified: account => (account.phone_number === null ? null : account.phone_verified === true),
  },
} as const satisfies { [scope: string]: Claims }

export const OIDC_SCOPES = [...Object.keys(CLAIMS), 'offline_access']

/** The names of the claims that these scopes give. */
export const claimNames = (scopes: Iterable<string>): string[] =>
  [...scopes].flatMap(scope => Object.keys((CLAIMS as { [scope: string]: Claims })[scope] ?? {}))

/** The claims that these scopes give about a user. What is not known of her is left out. */
export function claimsFor(
  account: Account,
  scopes: Iterable<string>,
  dialect: Dialect,
): { sub: string; [claim: string]: unknown } {
  const out: { sub: string; [claim: string]: unknown } = { sub: account.user_id }
  for (const scope of scopes) {
    for (const [claim, value] of Object.entries((CLAIMS as { [scope: string]: Claims })[scope] ?? {})) {
      const known = value(account, dialect)
      if (known !== null) out[claim] = known
    }
  }
  return out
}
