// Upstreams: where the people of a database connection are verified who have not come here yet, and the secret that Lintel has with each. What
// an upstream is stands in the connection's options; its secret stands by itself, so that nothing that shows a connection can show it.
import type { Scope } from './scope.ts'

export type Upstream = {
  /** whether it can say who is there without a password */
  finds_users: boolean
} & (
  | {
      type: 'auth0'
      /** the other tenant's, with its slash */
      issuer: string
      client_id: string
      /** the other tenant's connection */
      realm: string
    }
  | { type: 'http'; url: string }
)

/** Where the secret goes: to an upstream elsewhere it is not handed. */
export const addressOf = (upstream: Upstream): string =>
  JSON.stringify(upstream.type === 'auth0' ? [upstream.issuer, upstream.client_id] : [upstream.url])

export function createUpstreamSecrets({ db, tenant: { tenant_id }, seal }: Scope) {
  const placeOf = (connection_id: string) => ({
    tenant_id,
    table: 'upstream_secrets',
    row: connection_id,
    column: 'secret',
  })

  return {
    /** Undefined: there is none for this address. */
    async find(connection_id: string, address: string): Promise<string | undefined> {
      const row = await db
        .selectFrom('upstream_secrets')
        .select('secret')
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .where('address', '=', address)
        .executeTakeFirst()
      return row && seal.open(row.secret, placeOf(connection_id))
    },
    async put(connection_id: string, address: string, secret: string, now: Date): Promise<void> {
      const sealed = { address, secret: seal.seal(secret, placeOf(connection_id)), updated_at: now }
      await db
        .insertInto('upstream_secrets')
        .values({ ...sealed, tenant_id, connection_id })
        .onConflict(conflict => conflict.columns(['tenant_id', 'connection_id']).doUpdateSet(sealed))
        .execute()
    },
    async remove(connection_id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('upstream_secrets')
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', connection_id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
