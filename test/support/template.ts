// The template that each test file's database is a copy of: migrated and filled as a first start does it. Made once a run.
import { createApp } from '../../src/app.ts'
import { createLogger } from '../../src/http/logger.ts'
import { ADMIN, CHEAP_ARGON2, KEYS } from './app.ts'
import { makeTemplate } from './database.ts'

export const prepareTemplate = (): Promise<void> =>
  makeTemplate(async url => {
    const app = await createApp({
      argon2: CHEAP_ARGON2,
      bootstrap: ADMIN,
      client_certificates: { ca: undefined, header: undefined, verified_header: undefined },
      database_connection_timeout: 5_000,
      database_pool_size: 5,
      database_statement_timeout: 0,
      database_tls: undefined,
      database_url: url,
      encryption_keys: KEYS,
      breached_passwords_file: undefined,
      hashing_concurrency: 2,
      host: '127.0.0.1',
      issuer: 'http://localhost:3000/',
      log_retention_days: 30,
      logger: createLogger('silent'),
      management_rate_limit: 0,
      users_import_max_bytes: 1_073_741_824,
      metrics: { port: undefined, token: undefined },
      mtls_subdomain: undefined,
      dns_servers: [],
      migrate: true,
      outbound_allow: [],
      production: false,
      smtp: undefined,
      tls: undefined,
      trusted_proxies: [],
    })
    await app.prepare()
    await app.close()
  })
