// Configuration-like facts (clients, resource servers, client grants, connections, signing keys, settings, the tenant of a host), kept in the
// process. A tenant's facts are dropped whole when its revision rises: PostgreSQL notifies at commit, and a poll once a second
// finds what a notification missed. When no poll has succeeded for five seconds nothing is served from memory any more, so that
// a disabled client never outlives that.
import { LRUCache } from 'lru-cache'
import type { RegisteredClient } from './client-credentials.ts'
import type { Connection } from './connections.ts'
import type { NetworkAcl } from './network-acls.ts'
import type { ResourceServer } from './resource-servers.ts'
import type { JsonObject } from './schema.ts'
import type { Tenant } from './scope.ts'
import type { SigningKey } from './signing-keys.ts'
import type { Issuer } from './tenants.ts'

export type Facts = {
  client(client_id: string): Promise<RegisteredClient | undefined>
  resource_server(identifier: string): Promise<ResourceServer | undefined>
  /** What this client may ask of this resource server in its own name (`client`) or for a user (`user`); undefined: nothing. */
  client_grant(
    client_id: string,
    resource_server_id: string,
    subject_type: 'client' | 'user',
  ): Promise<{ scope: string[]; allow_all_scopes: boolean } | undefined>
  /** The connections that this client may use. */
  connections_of(client_id: string): Promise<Connection[]>
  connection(name: string): Promise<Connection | undefined>
  /** Every key that is not revoked: next, current, previous. */
  signing_keys(): Promise<SigningKey[]>
  settings(): Promise<JsonObject>
  /** The tenant's own, and those of the custom domains that it holds. */
  issuers(): Promise<Issuer[]>
  /** Those in force, in the order in which they are looked at. */
  network_acls(): Promise<NetworkAcl[]>
  /**
   * Anything derived from facts that is dear to make (a Provider, an imported key): made once per revision.
   * `make` may read facts.
   */
  derived<T>(key: string, make: () => Promise<T>): Promise<T>
}

/** Where facts come from when they are not in memory. */
export type FactsSource = Omit<Facts, 'derived'>

export type FactsCache = {
  of(tenant: Tenant): Facts
  /** The tenant of this host, from memory when it is known and fresh. */
  tenantByHost(host: string): Promise<Tenant | undefined>
  /** What the listener calls: a tenant's facts changed (or, without a tenant, any may have). */
  drop(tenant_id?: string): void
  /** What the poll calls: these revisions hold at this moment. A tenant that is missing is gone. */
  see(revisions: ReadonlyMap<string, string>): void
  /** The tenants in memory, for the poll. */
  tenants(): string[]
}

type Memory = { tenant: Tenant; revision: string | undefined; values: Map<string, Promise<unknown>> }

const TRUSTED_FOR_MS = 5_000
const VALUES_PER_TENANT = 10_000

/** @param monotonic a clock in milliseconds that never goes back */
export function createFactsCache(
  sourceOf: (tenant: Tenant) => FactsSource,
  findTenantByHost: (host: string) => Promise<Tenant | undefined>,
  monotonic: () => number = () => performance.now(),
): FactsCache {
  // One for each issuer: what is derived at one of a tenant's is not what is derived at another. They are dropped together.
  const memories = new LRUCache<string, Memory>({ max: 1_000 })
  const hosts = new LRUCache<string, Tenant>({ max: 1_000 })
  let trusted_until = Number.NEGATIVE_INFINITY
  // How often hosts were dropped: what was being looked up meanwhile may be older than that.
  let drops = 0

  const isTrusted = () => monotonic() < trusted_until

  function memoryOf(tenant: Tenant): Memory {
    // A domain that is removed, and claimed again, is another one of the same name: what is still going on at the first is not for the second.
    const key = JSON.stringify([tenant.tenant_id, tenant.issuer, tenant.custom_domain?.id])
    let memory = memories.get(key)
    if (memory === undefined) {
      memory = { tenant, revision: undefined, values: new Map() }
      memories.set(key, memory)
    }
    return memory
  }

  function remembered<T>(tenant: Tenant, key: string, load: () => Promise<T>): Promise<T> {
    if (!isTrusted()) return load()
    const memory = memoryOf(tenant)
    const known = memory.values.get(key)
    if (known !== undefined) return known as Promise<T>
    // The promise itself is kept, so that a crowd asks once; a failure and an absence are not kept.
    const loading = load()
    if (memory.values.size >= VALUES_PER_TENANT) memory.values.clear()
    memory.values.set(key, loading)
    const { values } = memory
    const forget = () => {
      if (values.get(key) === loading) values.delete(key)
    }
    loading.then(value => value === undefined && forget(), forget)
    return loading
  }

  function drop(tenant_id?: string): void {
    if (tenant_id === undefined) {
      memories.clear()
      hosts.clear()
      drops += 1
      return
    }
    for (const [key, { tenant }] of memories.entries()) if (tenant.tenant_id === tenant_id) memories.delete(key)
    dropHosts(tenant_id)
  }

  function dropHosts(tenant_id: string): void {
    drops += 1
    for (const [host, tenant] of hosts.entries()) if (tenant.tenant_id === tenant_id) hosts.delete(host)
  }

  return {
    of(tenant) {
      const source = sourceOf(tenant)
      const key = (...parts: string[]) => JSON.stringify(parts)
      return {
        client: id => remembered(tenant, key('client', id), () => source.client(id)),
        resource_server: identifier =>
          remembered(tenant, key('resource_server', identifier), () => source.resource_server(identifier)),
        client_grant: (client_id, rs, subject_type) =>
          remembered(tenant, key('client_grant', client_id, rs, subject_type), () =>
            source.client_grant(client_id, rs, subject_type),
          ),
        connections_of: client_id =>
          remembered(tenant, key('connections_of', client_id), () => source.connections_of(client_id)),
        connection: name => remembered(tenant, key('connection', name), () => source.connection(name)),
        signing_keys: () => remembered(tenant, key('signing_keys'), () => source.signing_keys()),
        settings: () => remembered(tenant, key('settings'), () => source.settings()),
        issuers: () => remembered(tenant, key('issuers'), () => source.issuers()),
        network_acls: () => remembered(tenant, key('network_acls'), () => source.network_acls()),
        derived: (name, make) => remembered(tenant, key('derived', name), make),
      }
    },
    async tenantByHost(host) {
      const known = isTrusted() ? hosts.get(host) : undefined
      if (known) return known
      const before = drops
      const tenant = await findTenantByHost(host)
      if (tenant && drops === before) {
        hosts.set(host, tenant)
        memoryOf(tenant)
      }
      return tenant
    },
    drop,
    see(revisions) {
      for (const memory of [...memories.values()]) {
        const { tenant_id } = memory.tenant
        const revision = revisions.get(tenant_id)
        if (revision === undefined) drop(tenant_id)
        else if (memory.revision === undefined) {
          // What was read before the first look at the revision may be older than it.
          memory.revision = revision
          memory.values = new Map()
          dropHosts(tenant_id)
        } else if (memory.revision !== revision) drop(tenant_id)
      }
      trusted_until = monotonic() + TRUSTED_FOR_MS
    },
    tenants: () => [...new Set([...memories.values()].map(({ tenant }) => tenant.tenant_id))],
  }
}
