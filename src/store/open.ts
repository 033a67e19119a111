// Opens the storey: pool, repositories, the facts in memory and what keeps them fresh.
import type { Kysely } from 'kysely'
import pg from 'pg'
import {
  type DatabaseOptions,
  isUnreachable,
  LISTENER,
  type OnStatement,
  openKysely,
  openPool,
  type Pool,
} from './database.ts'
import { createFactsCache } from './facts.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import type { Database } from './schema.ts'
import type { Tenant } from './scope.ts'
import type { Seal } from './seal.ts'
import { createStore, type Enqueue, type Execute, type Store } from './store.ts'
import { createTenants } from './tenants.ts'

export type OpenStoreOptions = {
  database: DatabaseOptions
  /** In place of a pool of its own (one-transaction.ts). */
  pool?: Pool
  issuer: string
  seal: Seal
  enqueue: Enqueue
  /** Whether to keep configuration-like facts in memory (a server does; a command that ends at once need not). */
  remember: boolean
  onError(error: Error): void
  /** For counting and explaining. */
  onStatement?: OnStatement
}

export type OpenStore = Store & {
  tenantByHost(host: string): Promise<Tenant | undefined>
  execute: Execute
  listen: Listen
  migrate(): Promise<string[]>
  pendingMigrations(): Promise<string[]>
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  poolState(): { total: number; idle: number; waiting: number }
  /** The raw handle, for the storey's own maintenance (partitions, resealing, copying). */
  db: Kysely<Database>
  close(): Promise<void>
}

/** Hears a channel (NOTIFY) until closed. `onListening`: what was said before is unknown, at first and after each lost connection. */
export type Listen = (
  channel: string,
  onNotification: (payload: string) => void,
  onListening: () => void,
) => Promise<{ close(): Promise<void> }>

const POLL_MS = 1_000

export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const pool = options.pool ?? openPool(options.database, options.onError)
  const db = openKysely(pool, options.onStatement)
  const tenants = createTenants(db, options.issuer)
  const cache = createFactsCache(
    tenant => {
      const facts = store.forTenant(tenant)
      return {
        async client(client_id) {
          const client = await facts.clients.find(client_id)
          return client && { ...client, credentials: await facts.client_credentials.listFor(client_id) }
        },
        resource_server: identifier => facts.resource_servers.findByIdentifier(identifier),
        client_grant: (client_id, id, subject_type) => facts.client_grants.findFor(client_id, id, subject_type),
        connections_of: client_id => facts.connections.listForClient(client_id),
        connection: name => facts.connections.findByName(name),
        signing_keys: () => facts.signing_keys.list(),
        settings: () => facts.settings.find(),
        issuers: () => tenants.issuersOf(tenant),
        network_acls: () => facts.network_acls.listActive(),
      }
    },
    host => tenants.findByHost(host),
  )
  const store = createStore({
    db,
    seal: options.seal,
    tenants,
    factsOf: tenant => cache.of(tenant),
    enqueue: options.enqueue,
  })

  let closing = false
  let listener: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  const channels = new Map([
    ['lintel_revision', { onNotification: (payload: string) => cache.drop(payload), onListening: () => cache.drop() }],
  ])

  async function listen(): Promise<void> {
    const { connection_string, ssl } = options.database
    const client = new pg.Client({
      connectionString: connection_string,
      application_name: LISTENER,
      keepAlive: true,
      ...(ssl === undefined ? {} : { ssl }),
    })
    const lost = () => {
      if (listener === client) listener = undefined
      client.end().catch(() => {})
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ channel, payload }) => channels.get(channel)?.onNotification(payload ?? ''))
    listener = client
    try {
      await client.connect()
      for (const [channel, { onListening }] of channels) {
        await client.query(`listen ${pg.escapeIdentifier(channel)}`)
        onListening()
      }
    } catch {
      // The poll carries on alone; the next one tries to listen again.
      lost()
    }
  }

  async function poll(): Promise<void> {
    try {
      const ids = cache.tenants()
      const rows = await db
        .selectFrom('tenants')
        .select(['tenant_id', 'revision'])
        .where('tenant_id', 'in', ids.length > 0 ? ids : [''])
        .execute()
      cache.see(new Map(rows.map(row => [row.tenant_id, row.revision])))
      if (!listener && !closing) await listen()
    } catch (error) {
      if (!isUnreachable(error) && !isMissingSchema(error)) options.onError(error as Error)
    }
    if (!closing) timer = setTimeout(poll, POLL_MS).unref()
  }

  if (options.remember) await poll()

  return {
    ...store,
    db,
    tenantByHost: host => cache.tenantByHost(host),
    execute: (text, values) => pool.query(text, values as unknown[]),
    async listen(channel, onNotification, onListening) {
      channels.set(channel, { onNotification, onListening })
      const name = pg.escapeIdentifier(channel)
      // Without a connection the next poll makes one and hears every channel.
      await listener?.query(`listen ${name}`).then(onListening, () => {})
      return {
        async close() {
          channels.delete(channel)
          await listener?.query(`unlisten ${name}`).catch(() => {})
        },
      }
    },
    async migrate() {
      const applied = await migrate(db)
      cache.drop()
      return applied
    },
    pendingMigrations: () => pendingMigrations(db),
    poolState: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async ping() {
      await pool.query('select 1')
    },
    async close() {
      closing = true
      clearTimeout(timer)
      await listener?.end().catch(() => {})
      await db.destroy()
    },
  }
}

/** undefined_table: before the first migration. */
const isMissingSchema = (error: unknown): boolean => (error as { code?: unknown }).code === '42P01'
