// A password's hash at rest. Our own stands as it is. One that others made, which an import brought, may be weak (MD5) or carry a key (HMAC),
// and is sealed until its owner signs in and it is replaced.
import { type RawBuilder, sql } from 'kysely'
import type { Scope } from './scope.ts'

type Owner = { connection_id: string; identity_user_id: string }

const placeOf = ({ tenant: { tenant_id } }: Pick<Scope, 'tenant'>, { connection_id, identity_user_id }: Owner) => ({
  tenant_id,
  table: 'passwords',
  row: `${connection_id} ${identity_user_id}`,
  column: 'password_hash',
})

/** PHC strings begin with a dollar sign, others' hashes are JSON. */
const isForeign = (password_hash: string) => password_hash.startsWith('{')

export const hashAtRest = (scope: Pick<Scope, 'seal' | 'tenant'>, owner: Owner, password_hash: string): string =>
  isForeign(password_hash) ? scope.seal.seal(password_hash, placeOf(scope, owner)) : password_hash

export const hashFromRest = (scope: Pick<Scope, 'seal' | 'tenant'>, owner: Owner, stored: string): string =>
  stored.startsWith('v1.') ? scope.seal.open(stored, placeOf(scope, owner)) : stored

export const IS_FOREIGN_AT_REST = sql<boolean>`passwords.password_hash like 'v1.%'`

/** The row still has the hash that was read as `password_hash`. */
export const stillHas = (password_hash: string): RawBuilder<boolean> =>
  isForeign(password_hash) ? IS_FOREIGN_AT_REST : sql<boolean>`passwords.password_hash = ${password_hash}`
