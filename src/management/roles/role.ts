// A role on the wire.
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { Role as StoredRole } from '../../store/roles.ts'
import { holds, insufficientScope } from '../route.ts'
import { answeredProperties, hidden, shown, shownValues } from '../unenforced.ts'

export const RoleId = Type.String({ pattern: '^rol_[A-Za-z0-9]{16}$' })
export const RoleParams = Type.Object({ id: RoleId })

/** Every role is the tenant's; an organization has none of its own. */
export const ROLE_UNENFORCED = { type: shown('tenant' as const), owner_id: hidden() }

export const Role = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    description: Type.String(),
    ...answeredProperties(ROLE_UNENFORCED),
  },
  { title: 'Role' },
)

export const shownRole = (role: StoredRole): Static<typeof Role> => ({ ...role, ...shownValues(ROLE_UNENFORCED) })

export const inexistentRole = () => new LintelError('inexistent_role', 'The role does not exist.')

/** Auth0: who has which role is for `read:role_members`, or for `read:users` and `read:roles` together. */
export function demandMembersRead(request: FastifyRequest): void {
  if (holds(request, 'read:role_members')) return
  for (const scope of ['read:users', 'read:roles']) if (!holds(request, scope)) throw insufficientScope([scope])
}
