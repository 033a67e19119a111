// What RFC 7591 and its extensions have a name for and Auth0 has not: a client's `registration`, in the words of the standards. Every member
// is enforced; another one is refused.
import { Type } from 'typebox'
import { clientAuthenticationRegistration } from './authentication.ts'
import { cibaRegistration } from './device-and-ciba.ts'
import { logoutRegistration } from './logout.ts'
import { authenticationRegistration } from './possession.ts'
import { requestRegistration } from './requests.ts'
import { tokenRegistration } from './tokens.ts'

export const Registration = Type.Object(
  {
    ...clientAuthenticationRegistration,
    ...authenticationRegistration,
    ...cibaRegistration,
    ...logoutRegistration,
    ...requestRegistration,
    ...tokenRegistration,
  },
  { additionalProperties: false },
)
