// Facts. `forTenant` is the only way from a request to a query: no repository can be had without a tenant, and each puts
// its tenant into every statement. Knows no HTTP and no OAuth flow.
import { CompiledQuery, type Kysely } from 'kysely'
import { createArtefacts } from './artefacts.ts'
import { createAttempts } from './attempts.ts'
import { createAuthenticationMethods } from './authentication-methods.ts'
import { createBlacklistedTokens } from './blacklisted-tokens.ts'
import { createClientCredentials } from './client-credentials.ts'
import { createClientGrants } from './client-grants.ts'
import { createClients } from './clients.ts'
import { createConnections } from './connections.ts'
import { createConsents } from './consents.ts'
import { createCustomDomains } from './custom-domains.ts'
import { createCustomTexts } from './custom-texts.ts'
import { createEmailProviders } from './email-providers.ts'
import { createEmailTemplates } from './email-templates.ts'
import type { Facts } from './facts.ts'
import { createGrants } from './grants.ts'
import { createHeldProofs } from './held-proofs.ts'
import { createJobs } from './jobs.ts'
import { createLogEvents } from './log-events.ts'
import { createLogStreams } from './log-streams.ts'
import { createNetworkAcls } from './network-acls.ts'
import { createOneTimeCodes } from './one-time-codes.ts'
import { createPageTemplates } from './page-templates.ts'
import { createPhoneProviders } from './phone-providers.ts'
import { createPhoneTemplates } from './phone-templates.ts'
import { createRefreshTokens } from './refresh-tokens.ts'
import { createRegistrationTokens } from './registration-tokens.ts'
import { createRememberedBrowsers } from './remembered-browsers.ts'
import { createResourceServers } from './resource-servers.ts'
import { createRoles } from './roles.ts'
import type { Database } from './schema.ts'
import type { Scope, Tenant } from './scope.ts'
import type { Seal } from './seal.ts'
import { createSessions } from './sessions.ts'
import { createSettings } from './settings.ts'
import { createSigningKeys } from './signing-keys.ts'
import { createStats } from './stats.ts'
import { createSubjects } from './subjects.ts'
import { insertTenant, type NewTenant, type Tenants } from './tenants.ts'
import { createThrottles } from './throttles.ts'
import { createTickets } from './tickets.ts'
import { createTokenExchangeProfiles } from './token-exchange-profiles.ts'
import { createUpstreamSecrets } from './upstreams.ts'
import { createUserAttributeProfiles } from './user-attribute-profiles.ts'
import { createUserImports } from './user-imports.ts'
import { createUsers } from './users.ts'

/** Runs one statement on the caller's connection or open transaction. */
export type Execute = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>

/**
 * A job's data at rest: whatever it says (addresses, links) is sealed, so that no caller has to remember to.
 * @property user_id whom it is about, so that it goes when she does
 * @property custom_domain_id where it was asked for, so that what it says and links to is that issuer's
 * @property language what whoever asked for it reads
 */
export type SealedJob = {
  tenant_id: string
  user_id?: string
  custom_domain_id?: string
  language?: string
  sealed: string
}

/** Puts a job into the outbox on the caller's transaction: it exists if and only if that transaction commits. */
export type Enqueue = (execute: Execute, kind: string, data: SealedJob) => Promise<void>

/** Every repository there is. The tenant-isolation suite walks this list. */
export const repositories = {
  artefacts: createArtefacts,
  attempts: createAttempts,
  authentication_methods: createAuthenticationMethods,
  remembered_browsers: createRememberedBrowsers,
  blacklisted_tokens: createBlacklistedTokens,
  client_credentials: createClientCredentials,
  client_grants: createClientGrants,
  clients: createClients,
  connections: createConnections,
  consents: createConsents,
  custom_domains: createCustomDomains,
  custom_texts: createCustomTexts,
  email_providers: createEmailProviders,
  email_templates: createEmailTemplates,
  grants: createGrants,
  held_proofs: createHeldProofs,
  jobs: createJobs,
  log_streams: createLogStreams,
  logs: createLogEvents,
  network_acls: createNetworkAcls,
  one_time_codes: createOneTimeCodes,
  phone_providers: createPhoneProviders,
  phone_templates: createPhoneTemplates,
  page_templates: createPageTemplates,
  refresh_tokens: createRefreshTokens,
  registration_tokens: createRegistrationTokens,
  resource_servers: createResourceServers,
  roles: createRoles,
  sessions: createSessions,
  settings: createSettings,
  signing_keys: createSigningKeys,
  stats: createStats,
  subjects: createSubjects,
  throttles: createThrottles,
  tickets: createTickets,
  token_exchange_profiles: createTokenExchangeProfiles,
  user_attribute_profiles: createUserAttributeProfiles,
  upstream_secrets: createUpstreamSecrets,
  user_imports: createUserImports,
  users: createUsers,
} as const

type Repositories = { readonly [Name in keyof typeof repositories]: ReturnType<(typeof repositories)[Name]> }

export type TenantStore = Repositories & {
  readonly tenant: Tenant
  /** What whoever is served reads (BCP 47), if that is known; each job takes it along. */
  readonly language: string | undefined
  /** The same store for somebody who reads this. */
  inLanguage(language: string): TenantStore
  /** Configuration-like facts, kept in the process and invalidated when they change. */
  readonly facts: Facts
  /** 32 bytes for this purpose that only this tenant has, on every replica and after a restart. */
  secret(purpose: string): Buffer
  /** Runs `work` in one transaction. Inside one already, joins it. */
  transaction<T>(work: (store: TenantStore) => Promise<T>): Promise<T>
  /** A hash that is the same in every process, and that nobody makes who has not the encryption keys. */
  mac(purpose: string, value: string): string
  /**
   * Puts a job into the outbox, on the open transaction if there is one. `data` is JSON; whom it is about stands in `user_id`.
   * @param at the issuer that it is to be done as: a custom domain's, or (null) the tenant's own; unless named, this one
   */
  enqueue(kind: string, data: { user_id?: string; [key: string]: unknown }, at?: string | null): Promise<void>
}

export type Store = {
  readonly tenants: Tenants
  forTenant(tenant: Tenant): TenantStore
  /** Makes a tenant and what `fill` puts into it, in one transaction; two at once: one waits and gets `tenant_exists`. */
  createTenant(input: NewTenant, now: Date, fill: (store: TenantStore) => Promise<void>): Promise<Tenant>
  /** What `enqueue` was given. */
  openJob(kind: string, job: SealedJob): unknown
}

export type StoreParts = {
  db: Kysely<Database>
  seal: Seal
  tenants: Tenants
  factsOf(tenant: Tenant): Facts
  enqueue: Enqueue
}

const placeOfJob = (tenant_id: string, kind: string) => ({ tenant_id, table: 'jobs', row: kind, column: 'data' })

function tenantStore(
  parts: StoreParts,
  tenant: Tenant,
  db: Kysely<Database>,
  joined: boolean,
  language?: string,
): TenantStore {
  const scope: Scope = { db, tenant, seal: parts.seal }
  const made: { [name: string]: unknown } = {}
  const others = new Map<string, TenantStore>()
  const store = {
    tenant,
    language,
    inLanguage(asked: string): TenantStore {
      if (asked === language) return store
      const other = others.get(asked) ?? tenantStore(parts, tenant, db, joined, asked)
      others.set(asked, other)
      return other
    },
    get facts() {
      return parts.factsOf(tenant)
    },
    secret: (purpose: string) => parts.seal.secret(purpose, tenant.tenant_id),
    transaction<T>(work: (store: TenantStore) => Promise<T>): Promise<T> {
      if (joined) return work(store)
      return db.transaction().execute(tx => work(tenantStore(parts, tenant, tx, true, language)))
    },
    mac: (purpose: string, value: string) => parts.seal.mac(JSON.stringify([purpose, tenant.tenant_id, value])),
    enqueue(
      kind: string,
      data: { user_id?: string; [key: string]: unknown },
      at: string | null | undefined = tenant.custom_domain?.id,
    ) {
      const { tenant_id } = tenant
      const domain = at == null ? {} : { custom_domain_id: at }
      const about = data.user_id === undefined ? {} : { user_id: data.user_id }
      const execute: Execute = (text, values) => db.executeQuery(CompiledQuery.raw(text, values))
      const sealed = parts.seal.seal(JSON.stringify(data), placeOfJob(tenant_id, kind))
      const read = language === undefined ? {} : { language }
      return parts.enqueue(execute, kind, { tenant_id, ...about, ...domain, ...read, sealed })
    },
  } as TenantStore
  for (const [name, create] of Object.entries(repositories)) {
    Object.defineProperty(store, name, {
      enumerable: true,
      get() {
        made[name] ??= create(scope)
        return made[name]
      },
    })
  }
  return store
}

export function createStore(parts: StoreParts): Store {
  // Made once for each tenant that is known, not once for each request.
  const stores = new WeakMap<Tenant, TenantStore>()
  function forTenant(tenant: Tenant): TenantStore {
    let store = stores.get(tenant)
    if (!store) {
      store = tenantStore(parts, tenant, parts.db, false)
      stores.set(tenant, store)
    }
    return store
  }
  return {
    tenants: parts.tenants,
    forTenant,
    createTenant: (input, now, fill) =>
      parts.db.transaction().execute(async tx => {
        const tenant = await insertTenant(tx, parts.tenants, input, now)
        await fill(tenantStore(parts, tenant, tx, true))
        return tenant
      }),
    openJob: (kind, { tenant_id, sealed }) => JSON.parse(parts.seal.open(sealed, placeOfJob(tenant_id, kind))),
  }
}
