// A Lintel of one's own, listening on a free loopback port over a database of one's own.
import { createServer } from 'node:net'
import type { Test } from 'tap'
import { type App, type AppOptions, createApp } from '../../src/app.ts'
import { createLogger } from '../../src/http/logger.ts'
import { createDatabase, type TestDatabase } from './database.ts'

export const ADMIN = { client_id: 'test-admin', client_secret: 'test-admin-secret-0123456789' }
export const KEYS = [{ id: 'test', key: Buffer.alloc(32, 7) }]

/** Cheap on purpose: the suite hashes many passwords. */
export const CHEAP_ARGON2 = { memory: 1_024, iterations: 1, parallelism: 1 }

export type TestApp = App & {
  issuer: string
  database: TestDatabase
  /** what the process logged, one JSON line each */
  logs: string[]
  /** SQL statements since the last call */
  statements(): string[]
  /** fetch() on a path of the issuer; redirects are not followed */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** a Management API token of the administration client */
  adminToken(): Promise<string>
  /** a Management API call as the administration client; a body is sent as JSON */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  api(method: string, path: string, body?: unknown): Promise<{ status: number; headers: Headers; body: any }>
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Ends with the test. */
export async function createTestApp(
  t: Test,
  overrides: Partial<AppOptions> & { database?: TestDatabase; routes?: (server: App['server']) => void } = {},
): Promise<TestApp> {
  const { database: given, routes, ...options } = overrides
  const database = given ?? (await createDatabase())
  const port = await freePort()
  const issuer = options.issuer ?? `${options.tls ? 'https' : 'http'}://localhost:${port}/`
  const logs: string[] = []
  let statements: string[] = []
  const app = await createApp({
    argon2: CHEAP_ARGON2,
    bootstrap: ADMIN,
    client_certificates: { ca: undefined, header: undefined, verified_header: undefined },
    database_connection_timeout: 5_000,
    database_pool_size: 5,
    database_statement_timeout: 10_000,
    database_tls: undefined,
    breached_passwords_file: undefined,
    hashing_concurrency: 2,
    host: '127.0.0.1',
    log_retention_days: 30,
    management_rate_limit: 0,
    users_import_max_bytes: 1_073_741_824,
    metrics: { port: undefined, token: undefined },
    mtls_subdomain: undefined,
    dns_servers: [],
    migrate: true,
    outbound_allow: ['127.0.0.0/8', '::1'],
    production: false,
    smtp: undefined,
    tls: undefined,
    trusted_proxies: [],
    database_url: database.url,
    encryption_keys: KEYS,
    logger: createLogger('info', { write: line => logs.push(line) }),
    onStatement: sql => statements.push(sql),
    ...options,
    issuer,
  })
  routes?.(app.server)
  await app.prepare()
  await app.server.listen({ host: '127.0.0.1', port: Number(new URL(issuer).port) || port })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= app.close()
    return closed
  }
  t.teardown(async () => {
    await close()
    if (!given) await database.drop()
  })

  let token: Promise<string> | undefined
  const self: TestApp = {
    ...app,
    close,
    issuer,
    database,
    logs,
    statements() {
      const seen = statements
      statements = []
      return seen
    },
    fetch: (path, init) => fetch(new URL(path, issuer), { redirect: 'manual', ...init }),
    adminToken() {
      token ??= self
        .fetch('/oauth/token', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ grant_type: 'client_credentials', ...ADMIN, audience: `${issuer}api/v2/` }),
        })
        .then(async response => {
          const body = (await response.json()) as { access_token?: string }
          if (!body.access_token) throw new Error(`no management token: ${response.status} ${JSON.stringify(body)}`)
          return body.access_token
        })
      return token
    },
    async api(method, path, body) {
      const response = await self.fetch(`/api/v2${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await self.adminToken()}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
  return self
}
