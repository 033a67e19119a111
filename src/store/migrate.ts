// Kysely migrations from migrations/, under Kysely's own lock. Forward only.
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './schema.ts'

const FOLDER = path.join(import.meta.dirname, '../../migrations')

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {}
  for (const file of (await readdir(folder)).sort()) {
    if (!/^\d{14}_[a-z0-9]+(_[a-z0-9]+)+\.ts$/.test(file)) throw new Error(`migrations/${file}: not a migration's name`)
    const { up } = (await import(pathToFileURL(path.join(folder, file)).href)) as Partial<Migration>
    if (typeof up !== 'function') throw new Error(`migrations/${file}: exports no function "up"`)
    migrations[file.slice(0, -3)] = { up }
  }
  return migrations
}

const migratorOf = (db: Kysely<Database>, folder: string) =>
  new Migrator({
    db,
    provider: { getMigrations: () => readMigrations(folder) },
    migrationTableName: 'lintel_migrations',
    migrationLockTableName: 'lintel_migrations_lock',
  })

/** Applies what is missing, in order, one transaction for all; answers the names applied. Throws on failure. */
export async function migrate(db: Kysely<Database>, folder = FOLDER): Promise<string[]> {
  const { error, results } = await migratorOf(db, folder).migrateToLatest()
  if (error) throw error
  return (results ?? []).map(result => result.migrationName)
}

/** The names of migrations not yet applied. */
export async function pendingMigrations(db: Kysely<Database>, folder = FOLDER): Promise<string[]> {
  const all = await migratorOf(db, folder).getMigrations()
  return all.filter(migration => migration.executedAt === undefined).map(migration => migration.name)
}
