// Lintel under measurement: as `npm start` runs it in production, with the settings it has by default but for the rate limit and the proxy
// that it believes, over a database of its own that holds a few hundred users. Counts its statements.
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createPasswordHasher } from '../../src/credentials/password.ts'
import { DATABASE_CONNECTION, newClient } from '../../src/first-start.ts'
import { createLogger } from '../../src/http/logger.ts'
import { newClientGrantId, newResourceServerId } from '../../src/ids.ts'
import { managementAudience } from '../../src/store/own-apis.ts'
import type { TenantStore } from '../../src/store/store.ts'
import { DEFAULT_TENANT } from '../../src/store/tenants.ts'
import type { Statement } from '../../test/support/plans.ts'
import { isBackground } from '../../test/support/statements.ts'
import { serve } from './child.ts'
import { CALLBACK, type ManagementTarget, type ProtocolTarget } from './flows.ts'

export type LintelTarget = { protocol: ProtocolTarget; management: ManagementTarget }

const AUDIENCE = 'https://api.example.com/'
const PASSWORD = 'correct horse battery staple'
const USERS = 500

const config = readConfig({})

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** An API, a machine and a web application that may ask for it, people. */
async function furnish(store: TenantStore, now: Date) {
  const resource_server = await store.resource_servers.create(
    {
      id: newResourceServerId(),
      identifier: AUDIENCE,
      name: 'Things',
      is_system: false,
      scopes: [{ value: 'read:things', description: '' }],
      signing_alg: 'RS256',
      allow_offline_access: true,
      token_lifetime: 7_200,
      token_lifetime_for_web: 7_200,
      token_dialect: 'access_token',
      enforce_policies: false,
      skip_consent_for_verifiable_first_party_clients: true,
      subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
    },
    now,
  )
  const machine = await store.clients.create(
    newClient({ name: 'Machine', app_type: 'non_interactive', callbacks: [], allowed_logout_urls: [] }),
    now,
  )
  const grant = {
    client_id: machine.client_id,
    resource_server_id: resource_server.id,
    subject_type: 'client',
  } as const
  await store.client_grants.create(
    { ...grant, id: newClientGrantId(), scope: ['read:things'], allow_all_scopes: false },
    now,
  )
  const regular = newClient({ name: 'Web', app_type: 'regular_web', callbacks: [CALLBACK], allowed_logout_urls: [] })
  const refresh_token = { ...regular.refresh_token, rotation_type: 'rotating', expiration_type: 'expiring' } as const
  const web = await store.clients.create(
    { ...regular, refresh_token: { ...refresh_token, infinite_token_lifetime: false } },
    now,
  )
  const connection = await store.connections.findByName(DATABASE_CONNECTION)
  if (!connection) throw new Error('no database connection')
  await store.connections.enableClients(connection.id, [web.client_id])

  const password_hash = await createPasswordHasher(config.argon2, 1).hash(PASSWORD)
  const usernames = Array.from({ length: USERS }, (_, n) => `person-${n}@example.com`)
  const user_ids: string[] = []
  for (const email of usernames) {
    const user = await store.users.create({ connection, email, email_verified: true, password_hash }, now)
    user_ids.push(user.user_id)
  }
  return { machine, web, user_ids, users: usernames.map(username => ({ username, password: PASSWORD })) }
}

const credentials = ({ client_id, client_secret }: { client_id: string; client_secret?: string }) => {
  if (client_secret === undefined) throw new Error('no client secret')
  return { client_id, client_secret }
}

/** @property forgetful counts no statements: what it is told of each is kept until somebody asks */
type Input = { database_url: string; forgetful?: boolean }

serve<Input, LintelTarget>(async ({ database_url, forgetful }) => {
  const port = await freePort()
  const issuer = `http://localhost:${port}/`
  const admin = { client_id: 'bench', client_secret: randomBytes(24).toString('base64url') }
  let statements: Statement[] = []
  const app = await createApp({
    ...config,
    production: true,
    bootstrap: admin,
    database_url,
    encryption_keys: [{ id: 'bench', key: randomBytes(32) }],
    issuer,
    logger: createLogger(config.log_level),
    management_rate_limit: 0,
    // Whoever asks says which network she is in.
    trusted_proxies: ['127.0.0.1', '::1'],
    onStatement: (sql, parameters) => {
      if (!forgetful && !isBackground(sql)) statements.push({ sql, parameters })
    },
  })
  await app.prepare()
  await app.server.listen({ host: '127.0.0.1', port })
  const tenant = await app.store.tenants.find(DEFAULT_TENANT)
  if (!tenant) throw new Error('no tenant')
  const { machine, web, user_ids, users } = await furnish(app.store.forTenant(tenant), new Date())

  return {
    ready: {
      protocol: {
        issuer,
        machine: { ...credentials(machine), audience: AUDIENCE, scope: 'read:things' },
        web: credentials(web),
        authorization: { scope: 'openid profile email offline_access', audience: AUDIENCE },
        users,
      },
      management: { issuer, machine: { ...admin, audience: managementAudience(tenant) }, user_ids },
    },
    answers: {
      /** bytes */
      memory: () => process.memoryUsage.rss(),
      /** Those since the last question. */
      statements() {
        const seen = statements
        statements = []
        return seen
      },
    },
    stop: () => app.close(),
  }
})
