// A permission on the wire, as roles and users have it.
import { Type } from 'typebox'

const name = {
  resource_server_identifier: Type.String({ minLength: 1, maxLength: 600 }),
  permission_name: Type.String({ minLength: 1, maxLength: 280 }),
}

export const Permission = Type.Object(
  {
    ...name,
    resource_server_name: Type.String(),
    description: Type.Optional(Type.String()),
  },
  { title: 'Permission' },
)

export const Permissions = Type.Object(
  { permissions: Type.Array(Type.Object(name, { additionalProperties: false }), { minItems: 1, maxItems: 1_000 }) },
  { additionalProperties: false },
)
