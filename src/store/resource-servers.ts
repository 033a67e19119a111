// Resource servers (RFC 6749 §1.1): the APIs that tokens are for. Lintel's own are some of them in every tenant (own-apis.ts).
import { type Insertable, type Selectable, sql } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import { isOwnApi, OWN_APIS, shownIdentifier, storedIdentifier } from './own-apis.ts'
import type { ResourceServersTable } from './schema.ts'
import type { Scope } from './scope.ts'

/** With its signing secret in clear (undefined: it has none). */
export type ResourceServer = Omit<Selectable<ResourceServersTable>, 'tenant_id' | 'signing_secret'> & {
  signing_secret?: string
}
/** Settings of the protocol that a new resource server need not name. */
type ProtocolSettings = Pick<
  ResourceServer,
  'authorization_details' | 'consent_policy' | 'multi_factor_policy' | 'proof_of_possession' | 'token_encryption'
>
export type NewResourceServer = Omit<
  ResourceServer,
  'created_at' | 'updated_at' | 'signing_secret' | keyof ProtocolSettings
> &
  Partial<ProtocolSettings> & { signing_secret?: string | null }
export type ResourceServerPatch = Partial<Omit<NewResourceServer, 'id' | 'identifier' | 'is_system'>>

export type ResourceServerFilter = { identifiers?: string[] }

const JSON_COLUMNS = [
  'scopes',
  'subject_type_authorization',
  'authorization_details',
  'proof_of_possession',
  'token_encryption',
] as const

export function createResourceServers({ db, tenant, seal }: Scope) {
  const { tenant_id } = tenant
  const place = (id: string) => ({ tenant_id, table: 'resource_servers', row: id, column: 'signing_secret' })

  function shown({ tenant_id: _, signing_secret, ...stored }: Selectable<ResourceServersTable>): ResourceServer {
    const row =
      signing_secret === null ? stored : { ...stored, signing_secret: seal.open(signing_secret, place(stored.id)) }
    if (!isOwnApi(row.identifier)) return row
    const { scopes, subject_type_authorization } = OWN_APIS[row.identifier]
    return {
      ...row,
      scopes,
      subject_type_authorization,
      skip_consent_for_verifiable_first_party_clients: true,
      identifier: shownIdentifier(tenant, row.identifier),
    }
  }

  function written(id: string, values: ResourceServerPatch) {
    const out: { [column: string]: unknown } = { ...values }
    if (values.signing_secret) out.signing_secret = seal.seal(values.signing_secret, place(id))
    for (const column of JSON_COLUMNS)
      if (out[column] !== undefined && out[column] !== null) out[column] = JSON.stringify(out[column])
    return out
  }

  const filtered = ({ identifiers }: ResourceServerFilter) =>
    db
      .selectFrom('resource_servers')
      .where('tenant_id', '=', tenant_id)
      .$if(identifiers !== undefined, query =>
        query.where(
          'identifier',
          'in',
          identifiers!.map(identifier => storedIdentifier(tenant, identifier)),
        ),
      )
  const one = (id: string) => filtered({}).selectAll().where('id', '=', id)

  return {
    async find(id: string): Promise<ResourceServer | undefined> {
      const row = await one(id).executeTakeFirst()
      return row && shown(row)
    },
    /** As it will stay until the open transaction ends. */
    async findForUpdate(id: string): Promise<ResourceServer | undefined> {
      const row = await one(id).forUpdate().executeTakeFirst()
      return row && shown(row)
    },
    async findByIdentifier(identifier: string): Promise<ResourceServer | undefined> {
      // The stored name of an API of ours is no audience of its own.
      if (isOwnApi(identifier)) return undefined
      const row = await filtered({})
        .selectAll()
        .where('identifier', '=', storedIdentifier(tenant, identifier))
        .executeTakeFirst()
      return row && shown(row)
    },
    /** The types of authorization details (RFC 9396) that any of them declares. */
    async authorizationDetailsTypes(): Promise<string[]> {
      const { rows } = await sql<{ type: string }>`
        select distinct detail ->> 'type' as type
        from resource_servers, jsonb_array_elements(authorization_details) as detail
        where tenant_id = ${tenant_id} order by 1`.execute(db)
      return rows.map(({ type }) => type)
    },
    async list(
      filter: ResourceServerFilter,
      { limit, offset }: { limit: number; offset: number },
    ): Promise<ResourceServer[]> {
      const rows = await filtered(filter)
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return rows.map(shown)
    },
    async count(filter: ResourceServerFilter): Promise<number> {
      const { count } = await filtered(filter)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Those after `from` (an id) in the order of ids. */
    async listAfter(filter: ResourceServerFilter, from: string | undefined, take: number): Promise<ResourceServer[]> {
      const rows = await filtered(filter)
        .selectAll()
        .$if(from !== undefined, query => query.where('id', '>', from as string))
        .orderBy('id')
        .limit(take)
        .execute()
      return rows.map(shown)
    },
    /** @param resource_server `is_system`: one of ours, whose scopes are not stored */
    async create(resource_server: NewResourceServer, now: Date): Promise<ResourceServer> {
      const exists = () =>
        new LintelError('resource_server_exists', 'A resource server with this identifier exists already.')
      const identifier = storedIdentifier(tenant, resource_server.identifier)
      if (!resource_server.is_system && isOwnApi(identifier)) throw exists()
      try {
        const row = await db
          .insertInto('resource_servers')
          .values({
            ...written(resource_server.id, resource_server),
            ...(resource_server.is_system ? { identifier, scopes: '[]' } : {}),
            tenant_id,
            created_at: now,
            updated_at: now,
          } as unknown as Insertable<ResourceServersTable>)
          .returningAll()
          .executeTakeFirstOrThrow()
        return shown(row)
      } catch (error) {
        if (violatedUnique(error)) throw exists()
        throw error
      }
    },
    /** Permissions on scopes that are no longer offered go with them, and so does what clients were granted of them. */
    async update(id: string, patch: ResourceServerPatch, now: Date): Promise<ResourceServer | undefined> {
      const row = await db
        .updateTable('resource_servers')
        .set({ ...written(id, patch), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      if (row && patch.scopes) {
        const offered = ['', ...patch.scopes.map(scope => scope.value)]
        for (const table of ['role_permissions', 'user_permissions'] as const) {
          await db
            .deleteFrom(table)
            .where('tenant_id', '=', tenant_id)
            .where('resource_server_id', '=', id)
            .where('permission_name', 'not in', offered)
            .execute()
        }
        await db
          .updateTable('client_grants')
          .set({ scope: sql`array(select value from unnest(scope) as value where value = any(${offered}))` })
          .where('tenant_id', '=', tenant_id)
          .where('resource_server_id', '=', id)
          .execute()
      }
      return row && shown(row)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('resource_servers')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
