// Client grants: which scopes of a resource server a client may ask, in its own name (`client`) or for a user (`user`).
import { sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedForeignKey, violatedUnique } from './database.ts'
import { shownIdentifier, storedIdentifier } from './own-apis.ts'
import type { Scope } from './scope.ts'

export type ClientGrant = {
  id: string
  /** undefined: the default of many (`default_for`) */
  client_id?: string
  default_for?: 'third_party_clients'
  /** the resource server's identifier */
  audience: string
  subject_type: 'client' | 'user'
  scope: string[]
  allow_all_scopes: boolean
  is_system: boolean
}

export type ClientGrantFilter = {
  audience?: string
  client_id?: string
  default_for?: 'third_party_clients'
  subject_type?: 'client' | 'user'
}

const COLUMNS = [
  'client_grants.id',
  'client_grants.client_id',
  'client_grants.default_for',
  'client_grants.subject_type',
  'client_grants.scope',
  'client_grants.allow_all_scopes',
  'client_grants.is_system',
] as const

export function createClientGrants({ db, tenant }: Scope) {
  const { tenant_id } = tenant

  type Row = Omit<ClientGrant, 'audience' | 'client_id' | 'default_for'> & {
    client_id: string | null
    default_for: 'third_party_clients' | null
    identifier: string
  }
  const shown = ({ identifier, client_id, default_for, ...row }: Row): ClientGrant => ({
    ...row,
    ...(client_id === null ? {} : { client_id }),
    ...(default_for === null ? {} : { default_for }),
    audience: shownIdentifier(tenant, identifier),
  })

  const joined = () =>
    db
      .selectFrom('client_grants')
      .innerJoin('resource_servers', join =>
        join
          .onRef('resource_servers.tenant_id', '=', 'client_grants.tenant_id')
          .onRef('resource_servers.id', '=', 'client_grants.resource_server_id'),
      )
      .where('client_grants.tenant_id', '=', tenant_id)

  function filtered(filter: ClientGrantFilter) {
    let query = joined()
    if (filter.audience !== undefined)
      query = query.where('resource_servers.identifier', '=', storedIdentifier(tenant, filter.audience))
    if (filter.client_id !== undefined) query = query.where('client_grants.client_id', '=', filter.client_id)
    if (filter.default_for !== undefined) query = query.where('client_grants.default_for', '=', filter.default_for)
    if (filter.subject_type !== undefined) query = query.where('client_grants.subject_type', '=', filter.subject_type)
    return query
  }

  const one = (id: string) =>
    joined().select(COLUMNS).select('resource_servers.identifier').where('client_grants.id', '=', id)

  const find = async (id: string): Promise<ClientGrant | undefined> => {
    const row = await one(id).executeTakeFirst()
    return row && shown(row)
  }

  return {
    find,
    /** As it will stay until the open transaction ends; its resource server too. */
    async findForUpdate(id: string): Promise<ClientGrant | undefined> {
      const row = await one(id).forUpdate().executeTakeFirst()
      return row && shown(row)
    },
    /** What a token request needs, in one statement: the client's own grant, else the default of third parties' clients if it is one. */
    async findFor(client_id: string, resource_server_id: string, subject_type: 'client' | 'user') {
      return db
        .selectFrom('client_grants')
        .select(['scope', 'allow_all_scopes'])
        .where('tenant_id', '=', tenant_id)
        .where('resource_server_id', '=', resource_server_id)
        .where('subject_type', '=', subject_type)
        .where(eb =>
          eb.or([
            eb('client_id', '=', client_id),
            eb.and([
              eb('default_for', '=', 'third_party_clients'),
              eb.exists(
                eb
                  .selectFrom('clients')
                  .select('clients.client_id')
                  .where('clients.tenant_id', '=', tenant_id)
                  .where('clients.client_id', '=', client_id)
                  .where('clients.is_first_party', '=', false),
              ),
            ]),
          ]),
        )
        .orderBy('client_id', order => order.nullsLast())
        .limit(1)
        .executeTakeFirst()
    },
    async list(
      filter: ClientGrantFilter,
      { limit, offset }: { limit: number; offset: number },
    ): Promise<ClientGrant[]> {
      const rows = await filtered(filter)
        .select(COLUMNS)
        .select('resource_servers.identifier')
        .orderBy('client_grants.created_at')
        .orderBy('client_grants.id')
        .limit(limit)
        .offset(offset)
        .execute()
      return rows.map(shown)
    },
    /** Those after `from` (an id) in the order of ids. */
    async listAfter(filter: ClientGrantFilter, from: string | undefined, take: number): Promise<ClientGrant[]> {
      const rows = await filtered(filter)
        .select(COLUMNS)
        .select('resource_servers.identifier')
        .$if(from !== undefined, query => query.where('client_grants.id', '>', from as string))
        .orderBy('client_grants.id')
        .limit(take)
        .execute()
      return rows.map(shown)
    },
    async count(filter: ClientGrantFilter): Promise<number> {
      const { count } = await filtered(filter).select(sql<string>`count(*)`.as('count')).executeTakeFirstOrThrow()
      return Number(count)
    },
    async create(
      grant: Omit<ClientGrant, 'audience' | 'is_system'> & { resource_server_id: string; is_system?: boolean },
      now: Date,
    ): Promise<ClientGrant> {
      try {
        await db
          .insertInto('client_grants')
          .values({ is_system: false, ...grant, tenant_id, created_at: now })
          .execute()
      } catch (error) {
        if (violatedUnique(error)) {
          throw new LintelError(
            'client_grant_conflict',
            'A client grant for this client and audience exists already.',
            { cause: error },
          )
        }
        if (violatedForeignKey(error))
          throw new LintelError('inexistent_client', 'The client does not exist.', { cause: error })
        throw error
      }
      return (await find(grant.id)) as ClientGrant
    },
    async update(
      id: string,
      patch: { scope?: string[]; allow_all_scopes?: boolean },
    ): Promise<ClientGrant | undefined> {
      const { numUpdatedRows } = await db
        .updateTable('client_grants')
        .set(patch)
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n ? find(id) : undefined
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('client_grants')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
