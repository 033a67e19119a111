// An authentication method in Auth0's older words: an enrolment, whose id is its method's without the type.
import { type Static, Type } from 'typebox'
import type { AuthenticationMethod } from '../../store/authentication-methods.ts'

const text = () => Type.Optional(Type.String())

export const enrollmentProperties = {
  id: Type.String(),
  status: Type.Enum(['pending', 'confirmed']),
  name: text(),
  identifier: text(),
  phone_number: text(),
  enrolled_at: text(),
  last_auth: text(),
}
export const Enrollment = Type.Object(enrollmentProperties, { title: 'Enrollment' })

export function shownEnrollment(method: AuthenticationMethod): Static<typeof Enrollment> {
  const { id, confirmed, name, phone_number, key_id, enrolled_at, last_auth_at } = method
  return {
    id: id.slice(id.indexOf('|') + 1),
    status: confirmed ? 'confirmed' : 'pending',
    ...(name === null ? {} : { name }),
    ...(key_id === null ? {} : { identifier: key_id }),
    ...(phone_number === null ? {} : { name: name ?? phone_number, phone_number }),
    ...(enrolled_at === null ? {} : { enrolled_at: enrolled_at.toISOString() }),
    ...(last_auth_at === null ? {} : { last_auth: last_auth_at.toISOString() }),
  }
}
