// Users by the dozen in a database of one's own, straight into the tables, and the search over them.
import type { Test } from 'tap'
import { openKysely, openPool } from '../../src/store/database.ts'
import { compileUserSearch } from '../../src/store/user-search/compile.ts'
import { createDatabase } from './database.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Identity = {
  connection: string
  provider: string
  user_id: string
  isSocial: boolean
  profileData?: { [key: string]: Json }
}
export type Person = {
  user_id: string
  email?: string
  email_verified?: boolean
  username?: string
  phone_number?: string
  phone_verified?: boolean
  name?: string
  given_name?: string
  family_name?: string
  nickname?: string
  picture?: string
  blocked?: boolean
  app_metadata?: { [key: string]: Json }
  user_metadata?: { [key: string]: Json }
  last_password_reset?: string
  created_at: string
  updated_at: string
  stats?: { logins_count: number; last_login?: string; last_ip?: string }
  identities: Identity[]
}

const NOW = new Date('2026-01-01T00:00:00Z')
export const CONNECTIONS = ['Username-Password-Authentication', 'google', "o'connor"]

const json = (value: { [key: string]: Json } | undefined) => (value === undefined ? null : JSON.stringify(value))

/** Ends with the test. */
export async function openPeople(t: Test) {
  const database = await createDatabase()
  const pool = openPool(
    { connection_string: database.url, pool_size: 2, statement_timeout: 20_000, connection_timeout: 5_000 },
    error => t.fail(error.message),
  )
  const db = openKysely(pool)
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })

  async function createTenant(tenant_id: string): Promise<void> {
    await db
      .insertInto('tenants')
      .values({ tenant_id, domain: null, settings: '{}', created_at: NOW, updated_at: NOW })
      .execute()
    for (const [i, name] of CONNECTIONS.entries()) {
      const at = { created_at: NOW, updated_at: NOW }
      await db
        .insertInto('connections')
        .values({
          tenant_id,
          id: `con_${i}`,
          name,
          strategy: 'auth0',
          options: '{}',
          realms: [],
          metadata: '{}',
          ...at,
        })
        .execute()
    }
  }

  async function createPeople(tenant_id: string, people: readonly Person[]): Promise<void> {
    for (const { stats, identities, app_metadata, user_metadata, ...person } of people) {
      const { user_id } = person
      await db
        .insertInto('users')
        .values({
          ...person,
          tenant_id,
          connection_id: 'con_0',
          app_metadata: json(app_metadata),
          user_metadata: json(user_metadata),
          created_at: new Date(person.created_at),
          updated_at: new Date(person.updated_at),
          last_password_reset: person.last_password_reset ? new Date(person.last_password_reset) : null,
        })
        .execute()
      for (const { connection, provider, user_id: identity_user_id, isSocial, profileData } of identities) {
        const connection_id = `con_${CONNECTIONS.indexOf(connection)}`
        const row = {
          tenant_id,
          user_id,
          connection_id,
          identity_user_id,
          provider,
          is_social: isSocial,
          created_at: NOW,
        }
        await db
          .insertInto('identities')
          .values({ ...row, profile_data: json(profileData) })
          .execute()
      }
      if (stats) {
        const { logins_count, last_login, last_ip } = stats
        const row = { tenant_id, user_id, logins_count, last_ip: last_ip ?? null }
        await db
          .insertInto('user_stats')
          .values({ ...row, last_login: last_login ? new Date(last_login) : null })
          .execute()
      }
    }
  }

  /** The query that the contract of compileUserSearch names. */
  const usersOf = (tenant_id: string) =>
    db
      .selectFrom('users')
      .leftJoin('user_stats', join =>
        join.onRef('user_stats.tenant_id', '=', 'users.tenant_id').onRef('user_stats.user_id', '=', 'users.user_id'),
      )
      .select('users.user_id')
      .where('users.tenant_id', '=', tenant_id)

  async function search(tenant_id: string, q: string): Promise<string[]> {
    const rows = await usersOf(tenant_id).where(compileUserSearch(q)).orderBy('users.user_id').execute()
    return rows.map(row => row.user_id)
  }

  return { db, createTenant, createPeople, usersOf, search }
}

// Numbers that look random and are the same in every run (mulberry32).
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let z = Math.imul(state ^ (state >>> 15), 1 | state)
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296
  }
}
