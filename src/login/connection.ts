// A database connection as these pages see it, and which one a request is for.
import { type Connection, type DatabaseOptions, readDatabaseOptions } from '../store/connections.ts'
import { isEmail } from '../store/email-addresses.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'

export type DatabaseConnection = Omit<Connection, 'options'> & { options: DatabaseOptions }

const STRATEGY = 'auth0'

const asDatabase = (connection: Connection): DatabaseConnection => ({
  ...connection,
  options: readDatabaseOptions(connection.options),
})

/**
 * The connection that a client's users sign in by: the one the app named (Auth0: `connection` at /authorize), else the tenant's
 * default directory, else the oldest that is enabled for the client. Undefined: there is none, or the named one is not the client's.
 */
export async function connectionFor(
  store: TenantStore,
  client_id: string,
  named: string | undefined,
): Promise<DatabaseConnection | undefined> {
  const enabled = (await store.facts.connections_of(client_id)).filter(({ strategy }) => strategy === STRATEGY)
  if (named !== undefined) {
    const connection = enabled.find(({ name }) => name === named)
    return connection && asDatabase(connection)
  }
  const { default_directory } = readSettings(await store.facts.settings())
  const connection = enabled.find(({ name }) => name === default_directory) ?? enabled[0]
  return connection && asDatabase(connection)
}

/** A connection by its id, while it is still there: enabled for the client or not, since a link outlives the visit it was asked in. */
export async function findDatabase(store: TenantStore, id: string): Promise<DatabaseConnection | undefined> {
  const connection = await store.connections.find(id)
  return connection?.strategy === STRATEGY ? asDatabase(connection) : undefined
}

/** Which name was typed. No username has the form of an address. */
export const identifierOf = (
  connection: DatabaseConnection,
  typed: string,
): { email: string } | { username: string } =>
  connection.options.requires_username && !isEmail(typed) ? { username: typed } : { email: typed }
