// What a database connection knows its people by (Auth0: flexible identifiers): which of e-mail address, username and phone number is a name to
// sign in by, and which of them a sign-up asks for.
export const ATTRIBUTES = ['email', 'username', 'phone_number'] as const
export type AttributeName = (typeof ATTRIBUTES)[number]

type Status = 'required' | 'optional' | 'inactive'

/** As Auth0 writes it, and as it is stored: what was said. */
export type GivenAttributes = {
  email?: {
    identifier?: { active?: boolean; default_method?: 'password' | 'email_otp' }
    profile_required?: boolean
    signup?: { status?: Status; verification?: { active?: boolean } }
    verification_method?: 'link' | 'otp'
  }
  username?: {
    identifier?: { active?: boolean }
    profile_required?: boolean
    signup?: { status?: Status }
    validation?: { min_length?: number; max_length?: number }
  }
  phone_number?: {
    identifier?: { active?: boolean; default_method?: 'password' | 'phone_otp' }
    profile_required?: boolean
    signup?: { status?: Status; verification?: { active?: boolean } }
  }
}

/**
 * @property identifier one signs in by it
 * @property signup whether a sign-up asks for it
 * @property verified_by_code a sign-up on our pages proves it by a code, before there is an account
 * @property verified_by_link who has signed up is sent a link that confirms it
 * @property reset_by_code who forgot her password is sent a code instead of a link
 * @property by_code who signs in by it is asked for a code before a password
 */
export type Attribute = {
  identifier: boolean
  signup: Status
  verified_by_code: boolean
  verified_by_link: boolean
  reset_by_code: boolean
  by_code: boolean
}
export type Attributes = { [Name in AttributeName]: Attribute }

const attribute = (identifier: boolean, signup: Status): Attribute => ({
  identifier,
  signup,
  verified_by_code: false,
  verified_by_link: false,
  reset_by_code: false,
  by_code: false,
})

export function attributesOf({
  attributes: given,
  requires_username,
}: {
  attributes?: GivenAttributes
  requires_username: boolean
}): Attributes {
  if (!given)
    return {
      email: { ...attribute(true, 'required'), verified_by_link: true },
      username: attribute(requires_username, requires_username ? 'required' : 'inactive'),
      phone_number: attribute(false, 'inactive'),
    }
  const { email, username, phone_number } = given
  return {
    email: {
      identifier: email?.identifier?.active ?? false,
      signup: email?.signup?.status ?? 'inactive',
      verified_by_code: email?.signup?.verification?.active === true && email.verification_method === 'otp',
      verified_by_link: email?.signup?.verification?.active === true && email.verification_method !== 'otp',
      reset_by_code: email?.verification_method === 'otp',
      by_code: email?.identifier?.default_method === 'email_otp',
    },
    username: attribute(username?.identifier?.active ?? false, username?.signup?.status ?? 'inactive'),
    phone_number: {
      identifier: phone_number?.identifier?.active ?? false,
      signup: phone_number?.signup?.status ?? 'inactive',
      verified_by_code: phone_number?.signup?.verification?.active === true,
      verified_by_link: false,
      reset_by_code: false,
      by_code: phone_number?.identifier?.default_method === 'phone_otp',
    },
  }
}

/** How long a username may be. */
export function usernameLength({
  attributes,
  validation,
}: {
  attributes?: GivenAttributes
  validation: { username: { min: number; max: number } }
}) {
  const { min_length, max_length } = attributes?.username?.validation ?? {}
  const { min, max } = validation.username
  return { min: min_length ?? min, max: max_length ?? max }
}
