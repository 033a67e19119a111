// Client credentials (Auth0's word): public keys and certificates by which a client proves who it is. Which method or purpose accepts which,
// the client says.
import type { Insertable, Selectable } from 'kysely'
import type { Client } from './clients.ts'
import type { ClientCredentialsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type ClientCredential = Omit<Selectable<ClientCredentialsTable>, 'tenant_id'>
export type NewClientCredential = Omit<ClientCredential, 'created_at' | 'updated_at'>

/** A client as the protocol needs it: with all its credentials, also those that have expired. */
export type RegisteredClient = Client & { credentials: ClientCredential[] }

export function createClientCredentials({ db, tenant: { tenant_id } }: Scope) {
  const of = (client_id: string) =>
    db.selectFrom('client_credentials').where('tenant_id', '=', tenant_id).where('client_id', '=', client_id)
  const shown = ({ tenant_id: _, ...row }: Selectable<ClientCredentialsTable>): ClientCredential => row

  return {
    /** All of a client's, the oldest first. */
    async listFor(client_id: string): Promise<ClientCredential[]> {
      const rows = await of(client_id).selectAll().orderBy('created_at').orderBy('id').execute()
      return rows.map(shown)
    },
    async find(client_id: string, id: string): Promise<ClientCredential | undefined> {
      const row = await of(client_id).selectAll().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    async create(credential: NewClientCredential, now: Date): Promise<ClientCredential> {
      const row = await db
        .insertInto('client_credentials')
        .values({
          ...credential,
          public_jwk: credential.public_jwk && JSON.stringify(credential.public_jwk),
          tenant_id,
          created_at: now,
          updated_at: now,
        } as Insertable<ClientCredentialsTable>)
        .returningAll()
        .executeTakeFirstOrThrow()
      return shown(row)
    },
    async update(
      client_id: string,
      id: string,
      { expires_at }: { expires_at: Date | null },
      now: Date,
    ): Promise<ClientCredential | undefined> {
      const row = await db
        .updateTable('client_credentials')
        .set({ expires_at, updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('client_id', '=', client_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    async remove(client_id: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('client_credentials')
        .where('tenant_id', '=', tenant_id)
        .where('client_id', '=', client_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
