// What a Lintel without configuration makes for itself in its data directory: a PostgreSQL, a key ring, the administrator's credentials.
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Config, parseKeyRing } from './config.ts'
import type { AdministrationClient } from './first-start.ts'
import type { KeyRing } from './store/seal.ts'

export type Foundations = { database_url: string; encryption_keys: KeyRing; release(): Promise<void> }

/** Written whole or not at all, readable by its owner only. */
function writePrivately(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function ownKeyRing(data_dir: string): KeyRing {
  const file = path.join(data_dir, 'encryption-keys')
  let text = readIfThere(file)
  if (text === undefined) {
    text = `local:${randomBytes(32).toString('base64')}\n`
    writePrivately(file, text)
  }
  return parseKeyRing(text.trim())
}

export async function layFoundations(config: Config, log: (line: string) => void): Promise<Foundations> {
  const encryption_keys = config.encryption_keys ?? ownKeyRing(config.data_dir)
  if (config.database_url !== undefined)
    return { database_url: config.database_url, encryption_keys, release: async () => {} }
  // Imported here alone: an image with a server of its own need not carry it.
  const { openEmbedded } = await import('./store/embedded.ts')
  const embedded = await openEmbedded({ data_dir: config.data_dir, log })
  return { database_url: embedded.connection_string, encryption_keys, release: () => embedded.stop() }
}

const administrationFile = (config: Config) => path.resolve(config.data_dir, 'administration.json')

/**
 * Keeps the administrator's credentials as the very token request that curl can send: `-d @administration.json`.
 * Answers the file's path.
 */
export function keepAdministration(config: Config, { client_id, client_secret }: AdministrationClient): string {
  const file = administrationFile(config)
  const request = { grant_type: 'client_credentials', client_id, client_secret, audience: `${config.issuer}api/v2/` }
  writePrivately(file, `${JSON.stringify(request, null, 2)}\n`)
  return file
}

/** The path of the kept credentials, brought up to date with the issuer; undefined when there are none. */
export function keptAdministration(config: Config): string | undefined {
  const text = readIfThere(administrationFile(config))
  if (text === undefined) return undefined
  const kept = JSON.parse(text) as AdministrationClient & { audience: string }
  return kept.audience === `${config.issuer}api/v2/` ? administrationFile(config) : keepAdministration(config, kept)
}
