// Roles: named bundles of permissions on resource servers, given to users.
import { type Selectable, sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import {
  countPermissions,
  isAmong,
  knownPermissions,
  listPermissions,
  offeredPermissions,
  type Permission,
  type PermissionName,
  unlessMissing,
} from './permissions.ts'
import type { RolesTable } from './schema.ts'
import type { Scope } from './scope.ts'
import { totalOf } from './totals.ts'

export type Role = Omit<Selectable<RolesTable>, 'tenant_id' | 'created_at'>

type Window = { limit: number; offset: number }

export type RoleUser = { user_id: string; email: string | null; name: string | null; picture: string | null }

export type RoleFilter = { /** part of a name, in any case */ name?: string }

const COLUMNS = ['id', 'name', 'description'] as const

export function createRoles(scope: Scope) {
  const {
    db,
    tenant: { tenant_id },
  } = scope

  const filtered = ({ name }: RoleFilter) =>
    db
      .selectFrom('roles')
      .where('tenant_id', '=', tenant_id)
      .$if(name !== undefined, query =>
        query.where(eb => eb(eb.fn('strpos', [eb.fn('lower', ['name']), eb.fn('lower', [eb.val(name)])]), '>', 0)),
      )

  const membersOf = (role_id: string) =>
    db
      .selectFrom('user_roles')
      .innerJoin('users', join =>
        join.onRef('users.tenant_id', '=', 'user_roles.tenant_id').onRef('users.user_id', '=', 'user_roles.user_id'),
      )
      .select(['users.user_id', 'users.email', 'users.name', 'users.picture'])
      .where('user_roles.tenant_id', '=', tenant_id)
      .where('user_roles.role_id', '=', role_id)
      .orderBy('user_roles.user_id')

  const held = (role_id: string) => sql`
    select resource_server_id, permission_name from role_permissions
    where tenant_id = ${tenant_id} and role_id = ${role_id}`

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
    list: (filter: RoleFilter, { limit, offset }: Window): Promise<Role[]> =>
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

    listUsers: (role_id: string, { limit, offset }: Window): Promise<RoleUser[]> =>
      membersOf(role_id).limit(limit).offset(offset).execute(),
    /** Those after `from` (a user_id), in order. */
    listUsersAfter: (role_id: string, from: string | undefined, take: number): Promise<RoleUser[]> =>
      membersOf(role_id)
        .$if(from !== undefined, query => query.where('user_roles.user_id', '>', from as string))
        .limit(take)
        .execute(),
    /** Exact to ten thousand, an estimate beyond. */
    countUsers: (role_id: string): Promise<number> =>
      totalOf(
        db,
        db
          .selectFrom('user_roles')
          .select('user_id')
          .where('tenant_id', '=', tenant_id)
          .where('role_id', '=', role_id)
          .orderBy('user_id'),
      ),
    async addUsers(role_id: string, user_ids: readonly string[]): Promise<void> {
      await unlessMissing(() =>
        db
          .insertInto('user_roles')
          .values(user_ids.map(user_id => ({ tenant_id, user_id, role_id })))
          .onConflict(conflict => conflict.doNothing())
          .execute(),
      )
    },

    listPermissions: (role_id: string, window: Window): Promise<Permission[]> =>
      listPermissions(scope, held(role_id), window),
    countPermissions: (role_id: string): Promise<number> => countPermissions(scope, held(role_id)),
    async addPermissions(role_id: string, names: readonly PermissionName[]): Promise<void> {
      const keys = await offeredPermissions(scope, names)
      await unlessMissing(() =>
        db
          .insertInto('role_permissions')
          .values(keys.map(key => ({ ...key, tenant_id, role_id })))
          .onConflict(conflict => conflict.doNothing())
          .execute(),
      )
    },
    async removePermissions(role_id: string, names: readonly PermissionName[]): Promise<void> {
      const keys = await knownPermissions(scope, names)
      if (keys.length === 0) return
      await db
        .deleteFrom('role_permissions')
        .where('tenant_id', '=', tenant_id)
        .where('role_id', '=', role_id)
        .where(isAmong(keys))
        .execute()
    },
  }
}
