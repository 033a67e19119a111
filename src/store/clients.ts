// Clients (RFC 6749 §2). The secret is sealed; only these functions open it.
import type { Insertable, Selectable } from 'kysely'
import { LintelError } from '../errors.ts'
import { violatedUnique } from './database.ts'
import type { ClientsTable } from './schema.ts'
import type { Scope } from './scope.ts'
import { listens } from './sessions.ts'

/** A client with its secret in clear (undefined: it has none). */
export type Client = Omit<Selectable<ClientsTable>, 'tenant_id' | 'client_secret'> & { client_secret?: string }
/** Settings of the protocol that a new client need not name. */
type ProtocolSettings = Pick<
  Client,
  | 'async_approval_notification_channels'
  | 'client_authentication_methods'
  | 'compliance_level'
  | 'cross_origin_authentication'
  | 'external_metadata_created_by'
  | 'external_metadata_type'
  | 'multi_factor_policy'
  | 'oidc_logout'
  | 'par_request_expiry'
  | 'registration'
  | 'require_proof_of_possession'
  | 'require_pushed_authorization_requests'
  | 'resource_server_identifier'
  | 'signed_request_object'
  | 'third_party_security_mode'
  | 'token_exchange'
>
export type NewClient = Omit<Client, 'created_at' | 'updated_at' | keyof ProtocolSettings> & Partial<ProtocolSettings>
export type ClientPatch = Partial<Omit<NewClient, 'client_id' | 'global'>>

export type ClientFilter = {
  is_first_party?: boolean
  global?: boolean
  app_type?: string[]
}

const JSON_COLUMNS = [
  'jwt_configuration',
  'refresh_token',
  'client_metadata',
  'client_authentication_methods',
  'oidc_logout',
  'registration',
  'signed_request_object',
  'token_exchange',
] as const
const URL_COLUMNS = ['callbacks', 'allowed_logout_urls'] as const

/** The try-it page stands on the issuer, which is never stored: its URL is kept under this name. */
const TRY_IT = 'lintel:try'

export function createClients({ db, tenant: { tenant_id, issuer }, seal }: Scope) {
  const shownUrl = (url: string) => (url === TRY_IT ? `${issuer}try` : url)
  const storedUrl = (url: string) => (url === `${issuer}try` ? TRY_IT : url)

  const place = (client_id: string) => ({ tenant_id, table: 'clients', row: client_id, column: 'client_secret' })

  function opened({ tenant_id: _, client_secret, ...stored }: Selectable<ClientsTable>): Client {
    const row = {
      ...stored,
      callbacks: stored.callbacks.map(shownUrl),
      allowed_logout_urls: stored.allowed_logout_urls.map(shownUrl),
    }
    return client_secret === null ? row : { ...row, client_secret: seal.open(client_secret, place(row.client_id)) }
  }

  /** Columns as they are written: JSON as text, the secret sealed. */
  function closed<T extends ClientPatch>(client_id: string, { client_secret, ...values }: T) {
    const out: { [column: string]: unknown } = { ...values }
    for (const column of JSON_COLUMNS)
      if (out[column] !== undefined && out[column] !== null) out[column] = JSON.stringify(out[column])
    for (const column of URL_COLUMNS) if (values[column] !== undefined) out[column] = values[column].map(storedUrl)
    if (client_secret !== undefined) out.client_secret = seal.seal(client_secret, place(client_id))
    return out
  }

  function filtered(filter: ClientFilter) {
    let query = db.selectFrom('clients').where('tenant_id', '=', tenant_id)
    if (filter.is_first_party !== undefined) query = query.where('is_first_party', '=', filter.is_first_party)
    if (filter.global !== undefined) query = query.where('global', '=', filter.global)
    if (filter.app_type) query = query.where('app_type', 'in', filter.app_type)
    return query
  }

  const one = (client_id: string) => filtered({}).selectAll().where('client_id', '=', client_id)

  return {
    async find(client_id: string): Promise<Client | undefined> {
      const row = await one(client_id).executeTakeFirst()
      return row && opened(row)
    },
    /** As it will stay until the open transaction ends. */
    async findForUpdate(client_id: string): Promise<Client | undefined> {
      const row = await one(client_id).forUpdate().executeTakeFirst()
      return row && opened(row)
    },
    async list(filter: ClientFilter, { limit, offset }: { limit: number; offset: number }): Promise<Client[]> {
      const rows = await filtered(filter)
        .selectAll()
        .orderBy('created_at')
        .orderBy('client_id')
        .limit(limit)
        .offset(offset)
        .execute()
      return rows.map(opened)
    },
    /** Those after `from` (a client id) in the order of ids. */
    async listAfter(filter: ClientFilter, from: string | undefined, take: number): Promise<Client[]> {
      const rows = await filtered(filter)
        .selectAll()
        .$if(from !== undefined, query => query.where('client_id', '>', from as string))
        .orderBy('client_id')
        .limit(take)
        .execute()
      return rows.map(opened)
    },
    async count(filter: ClientFilter): Promise<number> {
      const { count } = await filtered(filter)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Those that no administrator made. */
    async countSelfRegistered(): Promise<number> {
      const { count } = await filtered({})
        .select(eb => eb.fn.countAll<string>().as('count'))
        .where('external_metadata_created_by', '=', 'client')
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** Whether any of them wants to hear when a session ends. */
    async someListen(): Promise<boolean> {
      const row = await db
        .selectFrom('clients')
        .select('client_id')
        .where('tenant_id', '=', tenant_id)
        .where(listens)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async create(client: NewClient, now: Date): Promise<Client> {
      try {
        const row = await db
          .insertInto('clients')
          .values({
            ...closed(client.client_id, client),
            tenant_id,
            client_id: client.client_id,
            created_at: now,
            updated_at: now,
          } as unknown as Insertable<ClientsTable>)
          .returningAll()
          .executeTakeFirstOrThrow()
        return opened(row)
      } catch (error) {
        if (violatedUnique(error))
          throw new LintelError('client_exists', 'A client with this id exists already.', { cause: error })
        throw error
      }
    },
    async update(client_id: string, patch: ClientPatch, now: Date): Promise<Client | undefined> {
      const row = await db
        .updateTable('clients')
        .set({ ...closed(client_id, patch), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('client_id', '=', client_id)
        .returningAll()
        .executeTakeFirst()
      return row && opened(row)
    },
    async remove(client_id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('clients')
        .where('tenant_id', '=', tenant_id)
        .where('client_id', '=', client_id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
