// Network access control lists (Auth0): who may ask at all, by address, name or user agent. Which request one is about is http/'s to say.
import type { Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { NetworkAclsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type NetworkAcl = Omit<Selectable<NetworkAclsTable>, 'tenant_id'>
export type NewNetworkAcl = Omit<NetworkAcl, 'created_at' | 'updated_at'>
export type NetworkAclPatch = Partial<Omit<NewNetworkAcl, 'id'>>

export function createNetworkAcls({ db, tenant: { tenant_id } }: Scope) {
  const all = () => db.selectFrom('network_acls').where('tenant_id', '=', tenant_id)
  const shown = ({ tenant_id: _, ...row }: Selectable<NetworkAclsTable>): NetworkAcl => row

  async function unlessTaken<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (!violatedUnique(error)) throw error
      throw new LintelError(
        'network_acl_conflict',
        'A Network ACL with this priority number has already been created.',
        { cause: error },
      )
    }
  }

  return {
    async find(id: string): Promise<NetworkAcl | undefined> {
      const row = await all().selectAll().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    async list({ limit, offset }: { limit: number; offset: number }): Promise<NetworkAcl[]> {
      const rows = await all().selectAll().orderBy('priority').limit(limit).offset(offset).execute()
      return rows.map(shown)
    },
    /** In the order in which they are looked at. */
    async listActive(): Promise<NetworkAcl[]> {
      const rows = await all().selectAll().where('active', '=', true).orderBy('priority').execute()
      return rows.map(shown)
    },
    async count(): Promise<number> {
      const { count } = await all()
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async create({ rule, ...acl }: NewNetworkAcl, now: Date): Promise<NetworkAcl> {
      const values = { ...acl, rule: JSON.stringify(rule), tenant_id, created_at: now, updated_at: now }
      const insert = db.insertInto('network_acls').values(values).returningAll()
      return shown(await unlessTaken(insert.executeTakeFirstOrThrow()))
    },
    async update(id: string, { rule, ...patch }: NetworkAclPatch, now: Date): Promise<NetworkAcl | undefined> {
      const row = await unlessTaken(
        db
          .updateTable('network_acls')
          .set({ ...patch, ...(rule ? { rule: JSON.stringify(rule) } : {}), updated_at: now })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && shown(row)
    },
    /** Puts all of them out of force; answers how many were in force. */
    async deactivateAll(now: Date): Promise<number> {
      const { numUpdatedRows } = await db
        .updateTable('network_acls')
        .set({ active: false, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('active', '=', true)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('network_acls')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
