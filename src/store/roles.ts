// Roles: named bundles of permissions on resource servers, given to users.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { RolesTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type Role = Omit<Selectable<RolesTable>, 'tenant_id' | 'created_at'>

export type RoleFilter = { /** part of a name, in any case */ name?: string }

const COLUMNS = ['id', 'name', 'description'] as const

export function createRoles({ db, tenant: { tenant_id } }: Scope) {
  const filtered = ({ name }: RoleFilter) =>
    db
      .selectFrom('roles')
      .where('tenant_id', '=', tenant_id)
      .$if(name !== undefined, query =>
        query.where(eb => eb(eb.fn('strpos', [eb.fn('lower', ['name']), eb.fn('lower', [eb.val(name)])]), '>', 0)),
      )

  async function named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (violatedUnique(error))
        throw new LintelError('role_conflict', 'A role with this name exists already.', { cause: error })
      throw error
    }
  }

  return {
    find: (id: string): Promise<Role | undefined> =>
      filtered({}).select(COLUMNS).where('id', '=', id).executeTakeFirst(),
    list: (filter: RoleFilter, { limit, offset }: { limit: number; offset: number }): Promise<Role[]> =>
      filtered(filter).select(COLUMNS).orderBy('name').orderBy('id').limit(limit).offset(offset).execute(),
    async count(filter: RoleFilter): Promise<number> {
      const { count } = await filtered(filter)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    create: (role: Role, now: Date): Promise<Role> =>
      named(() =>
        db
          .insertInto('roles')
          .values({ ...role, tenant_id, created_at: now })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow(),
      ),
    update: (id: string, patch: Partial<Omit<Role, 'id'>>): Promise<Role | undefined> =>
      named(() =>
        db
          .updateTable('roles')
          // An empty patch is a valid one; it must still be an UPDATE.
          .set({ ...patch, id })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .returning(COLUMNS)
          .executeTakeFirst(),
      ),
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('roles')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
