// What a user may do: the roles she has, and the permissions that are hers directly or by them.
import { sql } from 'kysely'
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
import type { Role } from './roles.ts'
import type { Scope } from './scope.ts'

type Window = { limit: number; offset: number }

/** Where a permission comes from; Auth0 leaves id and name of a direct one empty. */
export type PermissionSource = { source_id: string; source_name: string; source_type: 'DIRECT' | 'ROLE' }
export type UserPermission = Permission & { sources: PermissionSource[] }

export function createUserAuthorization(scope: Scope) {
  const {
    db,
    tenant: { tenant_id },
  } = scope

  const rolesOf = (user_id: string) =>
    db
      .selectFrom('user_roles')
      .innerJoin('roles', join =>
        join.onRef('roles.tenant_id', '=', 'user_roles.tenant_id').onRef('roles.id', '=', 'user_roles.role_id'),
      )
      .where('user_roles.tenant_id', '=', tenant_id)
      .where('user_roles.user_id', '=', user_id)

  const held = (user_id: string) => sql`
    select resource_server_id, permission_name, json_agg(
      json_build_object('source_id', source_id, 'source_name', source_name, 'source_type', source_type) order by source_id
    ) as sources
    from (
      select resource_server_id, permission_name, '' as source_id, '' as source_name, 'DIRECT' as source_type
      from user_permissions where tenant_id = ${tenant_id} and user_id = ${user_id}
      union all
      select by_role.resource_server_id, by_role.permission_name, role.id, role.name, 'ROLE'
      from user_roles
      join roles as role on role.tenant_id = user_roles.tenant_id and role.id = user_roles.role_id
      join role_permissions as by_role on by_role.tenant_id = role.tenant_id and by_role.role_id = role.id
      where user_roles.tenant_id = ${tenant_id} and user_roles.user_id = ${user_id}
    ) as source
    group by resource_server_id, permission_name`

  return {
    async exists(user_id: string): Promise<boolean> {
      const row = await db
        .selectFrom('users')
        .select('user_id')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .executeTakeFirst()
      return row !== undefined
    },

    listRoles: (user_id: string, { limit, offset }: Window): Promise<Role[]> =>
      rolesOf(user_id)
        .select(['roles.id', 'roles.name', 'roles.description'])
        .orderBy('roles.name')
        .orderBy('roles.id')
        .limit(limit)
        .offset(offset)
        .execute(),
    async countRoles(user_id: string): Promise<number> {
      const { count } = await rolesOf(user_id)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Those after `from` (an id) in the order of ids. @param granting only those that give this permission */
    listRolesAfter: (
      user_id: string,
      from: string | undefined,
      take: number,
      granting?: { resource_server_id: string; permission_name: string },
    ): Promise<Role[]> =>
      rolesOf(user_id)
        .select(['roles.id', 'roles.name', 'roles.description'])
        .$if(from !== undefined, query => query.where('roles.id', '>', from as string))
        .$if(granting !== undefined, query =>
          query.where(eb =>
            eb.exists(
              eb
                .selectFrom('role_permissions')
                .select('role_permissions.role_id')
                .whereRef('role_permissions.tenant_id', '=', 'roles.tenant_id')
                .whereRef('role_permissions.role_id', '=', 'roles.id')
                .where('role_permissions.resource_server_id', '=', granting?.resource_server_id ?? '')
                .where('role_permissions.permission_name', '=', granting?.permission_name ?? ''),
            ),
          ),
        )
        .orderBy('roles.id')
        .limit(take)
        .execute(),
    async addRoles(user_id: string, role_ids: readonly string[]): Promise<void> {
      await unlessMissing(() =>
        db
          .insertInto('user_roles')
          .values(role_ids.map(role_id => ({ tenant_id, user_id, role_id })))
          .onConflict(conflict => conflict.doNothing())
          .execute(),
      )
    },
    async removeRoles(user_id: string, role_ids: readonly string[]): Promise<void> {
      await db
        .deleteFrom('user_roles')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('role_id', 'in', role_ids)
        .execute()
    },

    listPermissions: (user_id: string, window: Window): Promise<UserPermission[]> =>
      listPermissions(scope, held(user_id), window),
    /** Those on one resource server after `from` (a name) in the order of names. */
    listPermissionsAfter: (
      user_id: string,
      resource_server_id: string,
      from: string | undefined,
      take: number,
    ): Promise<UserPermission[]> => {
      const wanted = sql`
        select * from (${held(user_id)}) as each
        where resource_server_id = ${resource_server_id} and permission_name > ${from ?? ''}`
      return listPermissions(scope, wanted, { limit: take, offset: 0 })
    },
    countPermissions: (user_id: string): Promise<number> => countPermissions(scope, held(user_id)),
    async addPermissions(user_id: string, names: readonly PermissionName[]): Promise<void> {
      const keys = await offeredPermissions(scope, names)
      await unlessMissing(() =>
        db
          .insertInto('user_permissions')
          .values(keys.map(key => ({ ...key, tenant_id, user_id })))
          .onConflict(conflict => conflict.doNothing())
          .execute(),
      )
    },
    async removePermissions(user_id: string, names: readonly PermissionName[]): Promise<void> {
      const keys = await knownPermissions(scope, names)
      if (keys.length === 0) return
      await db
        .deleteFrom('user_permissions')
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where(isAmong(keys))
        .execute()
    },
  }
}
