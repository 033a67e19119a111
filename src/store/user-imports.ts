// Imports of users: the uploaded entries that wait, the entries that failed, and the writing of many users at once. One statement for a chunk,
// however many entries it has; two writers of one name: one of them sees the other's at its next attempt.
import { type RawBuilder, sql } from 'kysely'
import { newAuthenticationMethodId } from '../ids.ts'
import type { Connection } from './connections.ts'
import { hashAtRest, IS_FOREIGN_AT_REST } from './password-hashes.ts'
import type { JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'
import { foldedNames, type Profile, withDefaults } from './users.ts'

export type Chunk = { position: number; entries: unknown[] }

/** @property user_id a user who is there already, when she is why */
export type ImportError = { position: number; user_id: string | undefined; error: JsonObject }

/** Whom an entry may mean. */
export type Namesake = {
  connection_id: string
  identity_user_id: string
  user_id: string
  email: string | null
  username: string | null
  phone_number: string | null
  is_primary: boolean
}

type Names = { user_ids: string[]; emails: string[]; usernames: string[]; phone_numbers: string[] }

export type MfaFactor =
  | { type: 'totp'; secret: string }
  | { type: 'phone'; phone_number: string }
  | { type: 'email'; email: string }

export type ImportedUser = Partial<Profile> & {
  identity_user_id: string
  password_hash?: string | undefined
  user_metadata?: JsonObject
  app_metadata?: JsonObject
  mfa_factors: MfaFactor[]
}

/** What an import changes of a user who is there; undefined stays. Metadata are replaced whole. */
export type ImportedPatch = Partial<
  Pick<Profile, 'email_verified' | 'name' | 'given_name' | 'family_name' | 'nickname' | 'picture'>
> & {
  user_id: string
  identity_user_id: string
  /** taken if she has never signed in with one that is ours */
  password_hash?: string | undefined
  user_metadata?: JsonObject
  app_metadata?: JsonObject
}

/** Auth0: imports that a tenant may have under way at once. */
export const MOST_IMPORTS = 2
/** An upload that has brought nothing for so long has broken off. */
const BROKEN_OFF_MS = 300_000

const PATCH_COLUMNS = {
  user_id: 'text',
  identity_user_id: 'text',
  password_hash: 'text',
  email_verified: 'boolean',
  name: 'text',
  given_name: 'text',
  family_name: 'text',
  nickname: 'text',
  picture: 'text',
  user_metadata: 'jsonb',
  app_metadata: 'jsonb',
} as const
const COLUMNS = {
  ...PATCH_COLUMNS,
  email: 'text',
  username: 'text',
  phone_number: 'text',
  phone_verified: 'boolean',
  blocked: 'boolean',
} as const

// Plans that were made and kept when a table was all but empty read it from end to end, those that check foreign keys too: each row would cost
// more than the one before. Autovacuum says so once a minute; an import tells at 1,000 users, at 2,000, at 4,000 …
const FIRST_TOLD = 1_000
const LAST_TOLD = 128_000
function isGrown(before: number, after: number): boolean {
  for (let size = FIRST_TOLD; size <= LAST_TOLD; size *= 2) if (before < size && after >= size) return true
  return false
}

const recordset = (rows: readonly object[], columns: { readonly [name: string]: string }): RawBuilder<unknown> => {
  const typed = Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`)
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(${sql.join(typed)})`
}

export function createUserImports(scope: Scope) {
  const { db, tenant, seal } = scope
  const { tenant_id } = tenant
  const placeOf = (table: string, column: string, job_id: string, position: number) => ({
    tenant_id,
    table,
    row: `${job_id} ${position}`,
    column,
  })
  const placeOfChunk = (job_id: string, position: number) => placeOf('user_import_chunks', 'entries', job_id, position)
  const placeOfError = (job_id: string, position: number) => placeOf('user_import_errors', 'error', job_id, position)

  const atRest = (connection_id: string, identity_user_id: string, password_hash: string | undefined) =>
    password_hash === undefined ? undefined : hashAtRest(scope, { connection_id, identity_user_id }, password_hash)

  return {
    /** How many imports are under way. Inside a transaction: nobody else begins one until it ends. */
    async countActive(now: Date): Promise<number> {
      await db.selectFrom('tenants').select('tenant_id').where('tenant_id', '=', tenant_id).forNoKeyUpdate().execute()
      const { count } = await db
        .selectFrom('jobs')
        .select(eb => eb.fn.countAll<string>().as('count'))
        .where('tenant_id', '=', tenant_id)
        .where('type', '=', 'users_import')
        .where(eb =>
          eb.or([
            eb('status', 'in', ['pending', 'processing']),
            eb.and([eb('status', '=', 'uploading'), eb('updated_at', '>', new Date(now.getTime() - BROKEN_OFF_MS))]),
          ]),
        )
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    /** Keeps entries of a file on its way. @param entries a JSON array */
    async addChunk(job_id: string, position: number, entries: string, now: Date): Promise<void> {
      await db
        .with('touched', query =>
          query
            .updateTable('jobs')
            .set({ updated_at: now })
            .where('tenant_id', '=', tenant_id)
            .where('id', '=', job_id)
            .where('status', '=', 'uploading'),
        )
        .insertInto('user_import_chunks')
        .values({ tenant_id, job_id, position, entries: seal.seal(entries, placeOfChunk(job_id, position)) })
        .execute()
    },

    async firstChunk(job_id: string): Promise<Chunk | undefined> {
      const row = await db
        .selectFrom('user_import_chunks')
        .select(['position', 'entries'])
        .where('tenant_id', '=', tenant_id)
        .where('job_id', '=', job_id)
        .orderBy('position')
        .limit(1)
        .executeTakeFirst()
      return (
        row && {
          position: row.position,
          entries: JSON.parse(seal.open(row.entries, placeOfChunk(job_id, row.position))),
        }
      )
    },

    /** @param position undefined: all that are left */
    async removeChunks(job_id: string, position: number | undefined): Promise<void> {
      await db
        .deleteFrom('user_import_chunks')
        .where('tenant_id', '=', tenant_id)
        .where('job_id', '=', job_id)
        .$if(position !== undefined, query => query.where('position', '=', position as number))
        .execute()
    },

    async addErrors(job_id: string, errors: readonly ImportError[]): Promise<void> {
      const rows = errors.map(({ position, user_id, error }) => ({
        position,
        user_id,
        error: seal.seal(JSON.stringify(error), placeOfError(job_id, position)),
      }))
      await sql`
        insert into user_import_errors (tenant_id, job_id, position, user_id, error)
        select ${tenant_id}, ${job_id}, position, user_id, error
        from ${recordset(rows, { position: 'integer', user_id: 'text', error: 'text' })}`.execute(db)
    },

    /** Those behind a position, in the file's order. */
    async listErrors(job_id: string, after: number, limit: number): Promise<{ position: number; error: JsonObject }[]> {
      const rows = await db
        .selectFrom('user_import_errors')
        .select(['position', 'error'])
        .where('tenant_id', '=', tenant_id)
        .where('job_id', '=', job_id)
        .where('position', '>', after)
        .orderBy('position')
        .limit(limit)
        .execute()
      return rows.map(({ position, error }) => ({
        position,
        error: JSON.parse(seal.open(error, placeOfError(job_id, position))),
      }))
    },

    /** Whoever has one of these names in the connection, or one of these ids of its strategy. */
    async findNamesakes(connection: Pick<Connection, 'id' | 'strategy'>, names: Names): Promise<Namesake[]> {
      const named = (column: string, values: string[]) =>
        sql`${sql.ref(column)} = any(${values}::text[]) and connection_id = ${connection.id}`
      const by = [
        sql`provider = ${connection.strategy} and identity_user_id = any(${names.user_ids}::text[])`,
        named('email', names.emails),
        named('username', names.usernames),
        named('phone_number', names.phone_numbers),
      ].map(
        condition => sql`
          select connection_id, identity_user_id, user_id, email, username, phone_number,
            provider || '|' || identity_user_id = user_id as is_primary
          from identities where tenant_id = ${tenant_id} and ${condition}`,
      )
      const { rows } = await sql<Namesake>`${sql.join(by, sql` union `)}`.execute(db)
      return rows
    },

    /**
     * All or none: a name that somebody took meanwhile is a unique violation.
     * @param before how many were inserted before these
     */
    async insert(
      connection: Pick<Connection, 'id' | 'strategy'>,
      users: readonly ImportedUser[],
      before: number,
      now: Date,
    ): Promise<void> {
      const methods: object[] = []
      const rows = users.map(({ mfa_factors, identity_user_id, password_hash, ...given }) => {
        const user_id = `${connection.strategy}|${identity_user_id}`
        for (const factor of mfa_factors) {
          const id = newAuthenticationMethodId(factor.type)
          const place = { tenant_id, table: 'authentication_methods', row: id, column: 'secret' }
          methods.push({
            ...factor,
            id,
            user_id,
            ...('secret' in factor ? { secret: seal.seal(factor.secret, place) } : {}),
          })
        }
        return {
          ...withDefaults(foldedNames(given)),
          user_id,
          identity_user_id,
          password_hash: atRest(connection.id, identity_user_id, password_hash),
        }
      })
      await sql`
        with given as materialized (select * from ${recordset(rows, COLUMNS)}), people as (
          insert into users (
            tenant_id, user_id, connection_id, email, email_verified, username, phone_number, phone_verified, name, given_name,
            family_name, nickname, picture, blocked, user_metadata, app_metadata, created_at, updated_at
          )
          select ${tenant_id}, user_id, ${connection.id}, email, coalesce(email_verified, false), username, phone_number,
            phone_verified, name, given_name, family_name, nickname, picture, coalesce(blocked, false), user_metadata,
            app_metadata, ${now}, ${now}
          from given
        ), ties as (
          insert into identities (
            tenant_id, connection_id, identity_user_id, user_id, provider, email, username, phone_number, created_at
          )
          select ${tenant_id}, ${connection.id}, identity_user_id, user_id, ${connection.strategy}, email, username,
            phone_number, ${now}
          from given
        ), methods as (
          insert into authentication_methods (
            tenant_id, id, user_id, type, confirmed, secret, phone_number, email, created_at, enrolled_at
          )
          select ${tenant_id}, id, user_id, type, true, secret, phone_number, email, ${now}, ${now}
          from ${recordset(methods, { id: 'text', user_id: 'text', type: 'text', secret: 'text', phone_number: 'text', email: 'text' })}
        )
        insert into passwords (tenant_id, connection_id, identity_user_id, password_hash, updated_at)
        select ${tenant_id}, ${connection.id}, identity_user_id, password_hash, ${now}
        from given where password_hash is not null`.execute(db)
      if (isGrown(before, before + users.length)) await sql`analyze users, identities, passwords`.execute(db)
    },

    async update(connection_id: string, patches: readonly ImportedPatch[], now: Date): Promise<void> {
      const rows = patches.map(({ password_hash, ...patch }) => ({
        ...patch,
        password_hash: atRest(connection_id, patch.identity_user_id, password_hash),
      }))
      const { user_id, identity_user_id, password_hash, ...columns } = PATCH_COLUMNS
      const changes = Object.keys(columns).map(
        name => sql`${sql.ref(name)} = coalesce(${sql.ref(`given.${name}`)}, ${sql.ref(`users.${name}`)})`,
      )
      await sql`
        with given as materialized (select * from ${recordset(rows, PATCH_COLUMNS)}), proofs as (
          insert into passwords (tenant_id, connection_id, identity_user_id, password_hash, updated_at)
          select ${tenant_id}, ${connection_id}, identity_user_id, password_hash, ${now}
          from given where password_hash is not null
          on conflict (tenant_id, connection_id, identity_user_id) do update
            set password_hash = excluded.password_hash, updated_at = excluded.updated_at where ${IS_FOREIGN_AT_REST}
        )
        update users set ${sql.join(changes)}, updated_at = ${now}
        from given where users.tenant_id = ${tenant_id} and users.user_id = given.user_id`.execute(db)
    },
  }
}
