// What a client must prove beyond its identity, and what its tokens and requests say of how its user was authenticated.
import { Type } from 'typebox'

export const possessionSettings = {
  require_proof_of_possession: Type.Optional(
    Type.Boolean({
      description: 'Tokens are bound to a key: by DPoP, or by the certificate the client authenticates by',
    }),
  ),
}

export const authenticationRegistration = {
  /** OpenID Connect Registration §2: seconds since the sign-in that count as long ago, where a request does not say */
  default_max_age: Type.Optional(Type.Integer({ minimum: 0, maximum: 31_622_400 })),
  require_auth_time: Type.Optional(Type.Boolean()),
  /** RFC 9396 §10; where it is missing, every type that the audience declares */
  authorization_details_types: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 100, uniqueItems: true }),
  ),
}
