// Consents: a user's standing permission to a client (Auth0 calls them grants). The scopes of OpenID Connect itself stand under no
// resource server and are shown with the audience `<issuer>userinfo`.
import { sql } from 'kysely'
import { newConsentId } from '../ids.ts'
import { violatedForeignKey } from './database.ts'
import { shownIdentifier, storedIdentifier } from './own-apis.ts'
import type { Scope } from './scope.ts'

export type Consent = { id: string; user_id: string; client_id: string; audience: string; scope: string[] }
export type ConsentFilter = { user_id?: string; client_id?: string; audience?: string }

export function createConsents({ db, tenant }: Scope) {
  const { tenant_id } = tenant
  const userinfo = `${tenant.issuer}userinfo`

  function filtered(filter: ConsentFilter) {
    let query = db
      .selectFrom('consents')
      .leftJoin('resource_servers', join =>
        join
          .onRef('resource_servers.tenant_id', '=', 'consents.tenant_id')
          .onRef('resource_servers.id', '=', 'consents.resource_server_id'),
      )
      .where('consents.tenant_id', '=', tenant_id)
    if (filter.user_id !== undefined) query = query.where('consents.user_id', '=', filter.user_id)
    if (filter.client_id !== undefined) query = query.where('consents.client_id', '=', filter.client_id)
    if (filter.audience === userinfo) query = query.where('consents.resource_server_id', 'is', null)
    else if (filter.audience !== undefined)
      query = query.where('resource_servers.identifier', '=', storedIdentifier(tenant, filter.audience))
    return query
  }

  const shown = ({ identifier, ...row }: Omit<Consent, 'audience'> & { identifier: string | null }): Consent => ({
    ...row,
    audience: identifier === null ? userinfo : shownIdentifier(tenant, identifier),
  })

  const selected = (filter: ConsentFilter) =>
    filtered(filter)
      .select(['consents.id', 'consents.user_id', 'consents.client_id', 'consents.scope'])
      .select('resource_servers.identifier')
      .orderBy('consents.id')

  return {
    async list(filter: ConsentFilter, { limit, offset }: { limit: number; offset: number }): Promise<Consent[]> {
      const rows = await selected(filter).limit(limit).offset(offset).execute()
      return rows.map(shown)
    },
    async count(filter: ConsentFilter): Promise<number> {
      const { count } = await filtered(filter)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** What this user has permitted this client, by resource server id (null: OpenID Connect's own scopes). */
    async findFor(user_id: string, client_id: string): Promise<Map<string | null, Set<string>>> {
      const rows = await db
        .selectFrom('consents')
        .select(['resource_server_id', 'scope'])
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('client_id', '=', client_id)
        .execute()
      return new Map(rows.map(row => [row.resource_server_id, new Set(row.scope)]))
    },
    /** Adds to what was permitted before. Quietly nothing when the user or the resource server is gone. */
    async add(
      consents: { user_id: string; client_id: string; resource_server_id: string | null; scope: string[] }[],
      now: Date,
    ): Promise<void> {
      const rows = consents.map(consent => ({
        ...consent,
        tenant_id,
        id: newConsentId(),
        created_at: now,
        updated_at: now,
      }))
      if (rows.length === 0) return
      try {
        await db
          .insertInto('consents')
          .values(rows)
          .onConflict(conflict =>
            conflict.columns(['tenant_id', 'user_id', 'client_id', 'resource_server_id']).doUpdateSet({
              scope: sql`(select coalesce(array_agg(distinct s order by s), '{}') from unnest(consents.scope || excluded.scope) s)`,
              updated_at: now,
            }),
          )
          .execute()
      } catch (error) {
        if (!violatedForeignKey(error)) throw error
      }
    },
    /** Takes a permission back, and with it every grant that this user gave this client. One statement; false: there was none. */
    async remove(which: { id: string } | { user_id: string }, now: Date): Promise<boolean> {
      const rows = await db
        .with('removed', query => {
          const removing = query.deleteFrom('consents').where('tenant_id', '=', tenant_id)
          return (
            'id' in which ? removing.where('id', '=', which.id) : removing.where('user_id', '=', which.user_id)
          ).returning(['user_id', 'client_id'])
        })
        .with('revoked', query =>
          query
            .updateTable('grants')
            .from('removed')
            .set({ revoked_at: now })
            .where('grants.tenant_id', '=', tenant_id)
            .whereRef('grants.user_id', '=', 'removed.user_id')
            .whereRef('grants.client_id', '=', 'removed.client_id')
            .where('grants.revoked_at', 'is', null),
        )
        .selectFrom('removed')
        .select('client_id')
        .execute()
      return rows.length > 0
    },
  }
}
