// Connections as these pages see them, and which of them a request is for.
import { attributesOf } from '../store/attributes.ts'
import {
  type Connection,
  type DatabaseOptions,
  isPasswordless,
  type PasswordlessOptions,
  type PasswordlessStrategy,
  readDatabaseOptions,
  readPasswordlessOptions,
} from '../store/connections.ts'
import { isEmail } from '../store/email-addresses.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { folded } from '../store/user-accounts.ts'

export type DatabaseConnection = Omit<Connection, 'options'> & { options: DatabaseOptions }
export type PasswordlessConnection = Omit<Connection, 'options' | 'strategy'> & {
  strategy: PasswordlessStrategy
  options: PasswordlessOptions
}

const DATABASE = 'auth0'

const asDatabase = (connection: Connection): DatabaseConnection => ({
  ...connection,
  options: readDatabaseOptions(connection.options),
})

function asPasswordless(connection: Connection): PasswordlessConnection | undefined {
  const { strategy } = connection
  if (!isPasswordless(strategy)) return undefined
  return { ...connection, strategy, options: readPasswordlessOptions(connection.options) }
}

/** The ways in to a client: a database, and those where people prove that a message reached them. */
export type Ways = { database?: DatabaseConnection; email?: PasswordlessConnection; sms?: PasswordlessConnection }

/**
 * The connections that a client's users sign in by: the one the app named (Auth0: `connection` at /authorize), else one of each kind. Of several
 * databases the tenant's default directory, of several of a kind otherwise the oldest that is enabled for the client. None: there is none, or
 * the named one is not the client's.
 */
export async function waysIn(store: TenantStore, client_id: string, named: string | undefined): Promise<Ways> {
  const enabled = await store.facts.connections_of(client_id)
  const those = named === undefined ? enabled : enabled.filter(({ name }) => name === named)
  const { default_directory } = readSettings(await store.facts.settings())
  const databases = those.filter(({ strategy }) => strategy === DATABASE)
  const database = databases.find(({ name }) => name === default_directory) ?? databases[0]
  const ways: Ways = database ? { database: asDatabase(database) } : {}
  for (const connection of those) {
    const passwordless = asPasswordless(connection)
    if (passwordless) ways[passwordless.strategy] ??= passwordless
  }
  return ways
}

/** The passwordless connection that an app names; Auth0 calls it by its strategy. */
export async function passwordlessFor(
  store: TenantStore,
  client_id: string,
  named: string,
): Promise<PasswordlessConnection | undefined> {
  const enabled = await store.facts.connections_of(client_id)
  const those = enabled.flatMap(connection => asPasswordless(connection) ?? [])
  return those.find(({ name }) => name === named) ?? those.find(({ strategy }) => strategy === named)
}

/** The database connection that a client's users sign in by. */
export async function connectionFor(
  store: TenantStore,
  client_id: string,
  named: string | undefined,
): Promise<DatabaseConnection | undefined> {
  return (await waysIn(store, client_id, named)).database
}

/** A connection by its id, while it is still there: enabled for the client or not, since a link outlives the visit it was asked in. */
export async function findDatabase(store: TenantStore, id: string): Promise<DatabaseConnection | undefined> {
  const connection = await store.connections.find(id)
  return connection?.strategy === DATABASE ? asDatabase(connection) : undefined
}

export type Identifier = { email: string } | { username: string } | { phone_number: string }

/** Which name was typed. No username has the form of an address, and none of a number where numbers are names. */
export function identifierOf({ options }: Pick<DatabaseConnection, 'options'>, typed: string): Identifier {
  const { email, username, phone_number } = attributesOf(options)
  if (phone_number.identifier) {
    const number = readPhoneNumber(typed)
    if (isPhoneNumber(number)) return { phone_number: number }
  }
  if (!email.identifier) return { username: typed }
  return username.identifier && !isEmail(typed) ? { username: typed } : { email: typed }
}

/** The name itself: the same however it is written, so that all tries at it are counted together. */
export const countedAs = (name: Identifier): string => folded(Object.values(name)[0] as string)
