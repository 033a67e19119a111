// Connections: the sources of identities, and the clients that may use each.
import { type Insertable, type Selectable, sql } from 'kysely'
import { LintelError } from '../errors.ts'
import type { GivenAttributes } from './attributes.ts'
import { violatedForeignKey, violatedUnique } from './database.ts'
import { erasing, linkedTo } from './erasure.ts'
import type { ConnectionsTable, JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'
import { type EndedSession, heardOf } from './sessions.ts'
import type { Upstream } from './upstreams.ts'

export type Connection = Omit<Selectable<ConnectionsTable>, 'tenant_id'>
export type NewConnection = Omit<Connection, 'created_at' | 'updated_at'>
export type ConnectionPatch = Partial<Omit<NewConnection, 'id' | 'name' | 'strategy'>>
export type ConnectionFilter = { name?: string; strategy?: string[] }

/** The options of the database strategy `auth0` that are enforced. */
export type DatabaseOptions = {
  /** which kinds of characters a password needs: none, or ever more of them up to `excellent` */
  passwordPolicy: 'none' | 'low' | 'fair' | 'good' | 'excellent'
  password_complexity_options: { min_length: number }
  password_no_personal_info: { enable: boolean }
  password_dictionary: { enable: boolean; dictionary: string[] }
  requires_username: boolean
  validation: { username: { min: number; max: number } }
  disable_signup: boolean
  /** no “Forgot password?” */
  disable_self_service_change_password: boolean
  /** whether failed sign-ins to one account are counted and stopped */
  brute_force_protection: boolean
  /** Lintel's own (Auth0 leaves it to an Action): nobody signs in by an address that is not confirmed */
  require_verified_email: boolean
  /** Auth0: who is unknown here is verified at the upstream, once, and lives here from then on */
  import_mode: boolean
  /** Lintel's own (Auth0 has scripts for it) */
  upstream?: Upstream
  /** by which names one signs in and what one is asked for at sign-up; without it `requires_username` says so (store/attributes.ts) */
  attributes?: GivenAttributes
  authentication_methods: {
    /** whether one signs in by a password, and whether one signs up by choosing one */
    password: { enabled: boolean; signup_behavior: 'allow' | 'block' }
    passkey: { enabled: boolean }
    /** a code by mail in place of the password, to who has confirmed her address */
    email_otp: { enabled: boolean }
    phone_otp: { enabled: boolean }
  }
  passkey_options: {
    /** how a sign-in page offers passkeys: in the list of names that the browser fills in, as a button, or both */
    challenge_ui: 'both' | 'autofill' | 'button'
    /** whether who signed in by a passkey of another device is offered one of this */
    local_enrollment_enabled: boolean
    /** whether who signed in without one is offered one */
    progressive_enrollment_enabled: boolean
  }
}

/** The strategies whose people prove who they are by what was sent to them. */
export const PASSWORDLESS = ['email', 'sms'] as const
export type PasswordlessStrategy = (typeof PASSWORDLESS)[number]

export const isPasswordless = (strategy: string): strategy is PasswordlessStrategy =>
  (PASSWORDLESS as readonly string[]).includes(strategy)

/** The options of the strategies `email` and `sms` that are enforced. */
export type PasswordlessOptions = {
  /** digits of a code, and the seconds for which it is good */
  totp: { length: number; time_step: number }
  /** nobody new */
  disable_signup: boolean
  brute_force_protection: boolean
}

export const DEFAULT_PASSWORDLESS_OPTIONS: PasswordlessOptions = {
  totp: { length: 8, time_step: 300 },
  disable_signup: false,
  brute_force_protection: true,
}

/** The options of a passwordless connection with every default in its place. */
export function readPasswordlessOptions(options: JsonObject): PasswordlessOptions {
  const given = options as Partial<PasswordlessOptions>
  return {
    ...DEFAULT_PASSWORDLESS_OPTIONS,
    ...given,
    totp: { ...DEFAULT_PASSWORDLESS_OPTIONS.totp, ...given.totp },
  }
}

export const DEFAULT_DATABASE_OPTIONS: DatabaseOptions = {
  passwordPolicy: 'none',
  // NIST SP 800-63B-4 §3.1.1.2: at least eight characters.
  password_complexity_options: { min_length: 8 },
  password_no_personal_info: { enable: false },
  password_dictionary: { enable: false, dictionary: [] },
  requires_username: false,
  validation: { username: { min: 1, max: 15 } },
  disable_signup: false,
  disable_self_service_change_password: false,
  brute_force_protection: true,
  require_verified_email: false,
  import_mode: false,
  authentication_methods: {
    password: { enabled: true, signup_behavior: 'allow' },
    passkey: { enabled: false },
    email_otp: { enabled: false },
    phone_otp: { enabled: false },
  },
  passkey_options: { challenge_ui: 'both', local_enrollment_enabled: true, progressive_enrollment_enabled: true },
}

/** The options of a database connection with every default in its place. */
export function readDatabaseOptions(options: JsonObject): DatabaseOptions {
  const given = options as Partial<DatabaseOptions>
  return {
    ...DEFAULT_DATABASE_OPTIONS,
    ...given,
    password_dictionary: { ...DEFAULT_DATABASE_OPTIONS.password_dictionary, ...given.password_dictionary },
    validation: { ...DEFAULT_DATABASE_OPTIONS.validation, ...given.validation },
    authentication_methods: {
      ...DEFAULT_DATABASE_OPTIONS.authentication_methods,
      ...given.authentication_methods,
      password: {
        ...DEFAULT_DATABASE_OPTIONS.authentication_methods.password,
        ...given.authentication_methods?.password,
      },
    },
    passkey_options: { ...DEFAULT_DATABASE_OPTIONS.passkey_options, ...given.passkey_options },
  }
}

export const hasPasswords = ({ authentication_methods: { password } }: DatabaseOptions): boolean => password.enabled

export const signsUpByPassword = ({ authentication_methods: { password } }: DatabaseOptions): boolean =>
  password.enabled && password.signup_behavior === 'allow'

const JSON_COLUMNS = ['options', 'metadata'] as const

export function createConnections({ db, tenant: { tenant_id } }: Scope) {
  const shown = ({ tenant_id: _, ...row }: Selectable<ConnectionsTable>): Connection => row

  function written(values: ConnectionPatch) {
    const out: { [column: string]: unknown } = { ...values }
    for (const column of JSON_COLUMNS) if (out[column] !== undefined) out[column] = JSON.stringify(out[column])
    return out
  }

  function filtered(filter: ConnectionFilter) {
    let query = db.selectFrom('connections').where('tenant_id', '=', tenant_id)
    if (filter.name !== undefined) query = query.where('name', '=', filter.name)
    if (filter.strategy) query = query.where('strategy', 'in', filter.strategy)
    return query
  }

  return {
    async find(id: string): Promise<Connection | undefined> {
      const row = await filtered({}).selectAll().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    async findByName(name: string): Promise<Connection | undefined> {
      const row = await filtered({ name }).selectAll().executeTakeFirst()
      return row && shown(row)
    },
    /** Those enabled for the client, and for a third party's client those of the domain (Auth0: `is_domain_connection`). */
    async listForClient(client_id: string): Promise<Connection[]> {
      const rows = await filtered({})
        .selectAll()
        .where(eb =>
          eb.or([
            eb.exists(
              eb
                .selectFrom('connection_clients')
                .select('connection_id')
                .where('tenant_id', '=', tenant_id)
                .where('client_id', '=', client_id)
                .whereRef('connection_id', '=', 'connections.id'),
            ),
            // The global client stands for all of them.
            eb.exists(
              eb
                .selectFrom('clients')
                .select('client_id')
                .where('tenant_id', '=', tenant_id)
                .where('client_id', '=', client_id)
                .where('global', '=', true),
            ),
            eb.and([
              eb('is_domain_connection', '=', true),
              eb.exists(
                eb
                  .selectFrom('clients')
                  .select('client_id')
                  .where('tenant_id', '=', tenant_id)
                  .where('client_id', '=', client_id)
                  .where('is_first_party', '=', false),
              ),
            ]),
          ]),
        )
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(shown)
    },
    async list(filter: ConnectionFilter, { limit, offset }: { limit: number; offset: number }): Promise<Connection[]> {
      const rows = await filtered(filter)
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return rows.map(shown)
    },
    /** Those after `from` (an id) in the order of ids. */
    async listAfter(filter: ConnectionFilter, from: string | undefined, take: number): Promise<Connection[]> {
      const rows = await filtered(filter)
        .selectAll()
        .$if(from !== undefined, query => query.where('id', '>', from as string))
        .orderBy('id')
        .limit(take)
        .execute()
      return rows.map(shown)
    },
    async count(filter: ConnectionFilter): Promise<number> {
      const { count } = await filtered(filter)
        .select(eb => eb.fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async create(connection: NewConnection, now: Date): Promise<Connection> {
      try {
        const row = await db
          .insertInto('connections')
          .values({
            ...written(connection),
            tenant_id,
            created_at: now,
            updated_at: now,
          } as unknown as Insertable<ConnectionsTable>)
          .returningAll()
          .executeTakeFirstOrThrow()
        return shown(row)
      } catch (error) {
        if (violatedUnique(error)) {
          throw new LintelError('connection_conflict', 'A connection with this name exists already.', { cause: error })
        }
        throw error
      }
    },
    async update(id: string, patch: ConnectionPatch, now: Date): Promise<Connection | undefined> {
      const row = await db
        .updateTable('connections')
        .set({ ...written(patch), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    /**
     * Its users and their identities go with it, and what they left in the log and in the outbox. One statement. Answers those sessions of
     * theirs of whose end a client wants to hear; undefined: there was no such connection.
     */
    async remove(id: string): Promise<EndedSession[] | undefined> {
      const { rows } = await sql<{ ended: EndedSession[] }>`
        with connection as (
          delete from connections where tenant_id = ${tenant_id} and id = ${id} returning id
        ), persons as (
          select user_id, email, username from users where tenant_id = ${tenant_id} and connection_id = ${id}
        ), people as (
          select user_id, email, username from persons union ${linkedTo(tenant_id, sql`(select user_id from persons)`)}
        ), ${erasing(tenant_id)}, ending_too as (
          select * from sessions where tenant_id = ${tenant_id} and connection_id = ${id}
        )
        select ${heardOf('ending_too')} as ended from connection`.execute(db)
      return rows[0]?.ended
    },
    /** The clients that each of these connections is enabled for. */
    async listClientsOf(ids: string[]): Promise<Map<string, string[]>> {
      const rows = await db
        .selectFrom('connection_clients')
        .select(['connection_id', 'client_id'])
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', 'in', ids.length > 0 ? ids : [''])
        .orderBy('client_id')
        .execute()
      const clients = new Map<string, string[]>(ids.map(id => [id, []]))
      for (const { connection_id, client_id } of rows) clients.get(connection_id)?.push(client_id)
      return clients
    },
    /** The ids of enabled clients after `from`, in order. */
    async listClientsAfter(id: string, from: string | undefined, take: number): Promise<string[]> {
      const rows = await db
        .selectFrom('connection_clients')
        .select('client_id')
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', id)
        .$if(from !== undefined, query => query.where('client_id', '>', from as string))
        .orderBy('client_id')
        .limit(take)
        .execute()
      return rows.map(row => row.client_id)
    },
    async enableClients(id: string, client_ids: string[]): Promise<void> {
      if (client_ids.length === 0) return
      try {
        await db
          .insertInto('connection_clients')
          .values(client_ids.map(client_id => ({ tenant_id, connection_id: id, client_id })))
          .onConflict(conflict => conflict.columns(['tenant_id', 'connection_id', 'client_id']).doNothing())
          .execute()
      } catch (error) {
        if (violatedForeignKey(error))
          throw new LintelError('inexistent_client', 'One of the clients does not exist.', { cause: error })
        throw error
      }
    },
    /** Those enabled for the client, after `from` (an id) in the order of ids. */
    async listEnabledAfter(
      client_id: string,
      filter: ConnectionFilter,
      from: string | undefined,
      take: number,
    ): Promise<Connection[]> {
      const rows = await filtered(filter)
        .selectAll()
        .where(eb =>
          eb.exists(
            eb
              .selectFrom('connection_clients')
              .select('connection_id')
              .where('tenant_id', '=', tenant_id)
              .where('client_id', '=', client_id)
              .whereRef('connection_id', '=', 'connections.id'),
          ),
        )
        .$if(from !== undefined, query => query.where('id', '>', from as string))
        .orderBy('id')
        .limit(take)
        .execute()
      return rows.map(shown)
    },
    /** Lets a client use every connection there is. */
    async enableEvery(client_id: string): Promise<void> {
      await db
        .insertInto('connection_clients')
        .columns(['tenant_id', 'connection_id', 'client_id'])
        .expression(filtered({}).select(eb => ['tenant_id', 'id', eb.val(client_id).as('client_id')]))
        .onConflict(conflict => conflict.columns(['tenant_id', 'connection_id', 'client_id']).doNothing())
        .execute()
    },
    async disableClients(id: string, which: { only: string[] } | { except: string[] }): Promise<void> {
      const [operator, client_ids] =
        'only' in which ? (['in', which.only] as const) : (['not in', which.except] as const)
      await db
        .deleteFrom('connection_clients')
        .where('tenant_id', '=', tenant_id)
        .where('connection_id', '=', id)
        // An empty list is no SQL; no client has the empty id.
        .where('client_id', operator, client_ids.length > 0 ? client_ids : [''])
        .execute()
    },
  }
}
