// What a new tenant begins with, and what the first start of a process puts into an empty database.
import { LintelError } from './errors.ts'
import {
  newBearerValue,
  newClientGrantId,
  newClientId,
  newClientSecret,
  newConnectionId,
  newResourceServerId,
} from './ids.ts'
import { newSigningKey } from './oidc/signing-keys.ts'
import type { NewClient } from './store/clients.ts'
import { managementAudience, OWN_APIS, type OwnApiName, shownIdentifier } from './store/own-apis.ts'
import type { Tenant } from './store/scope.ts'
import type { Store, TenantStore } from './store/store.ts'
import { DEFAULT_TENANT } from './store/tenants.ts'

export const DATABASE_CONNECTION = 'Username-Password-Authentication'
export const TRY_IT_CLIENT = 'lintel-try-it'
export const TRY_IT_API = 'urn:lintel:try-it'

export type AdministrationClient = { client_id: string; client_secret: string }

const DEFAULT_JWT = { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false }
const DEFAULT_REFRESH: NewClient['refresh_token'] = {
  rotation_type: 'non-rotating',
  expiration_type: 'non-expiring',
  leeway: 0,
  token_lifetime: 2_592_000,
  infinite_token_lifetime: true,
  idle_token_lifetime: 1_296_000,
  infinite_idle_token_lifetime: true,
}

const ROTATING: NewClient['refresh_token'] = {
  ...DEFAULT_REFRESH,
  rotation_type: 'rotating',
  expiration_type: 'expiring',
  infinite_token_lifetime: false,
  infinite_idle_token_lifetime: false,
}

const bareClient = (client_id: string, name: string): NewClient => ({
  client_id,
  global: false,
  name,
  description: null,
  logo_uri: null,
  app_type: null,
  is_first_party: true,
  oidc_conformant: true,
  token_endpoint_auth_method: 'none',
  grant_types: [],
  callbacks: [],
  allowed_logout_urls: [],
  web_origins: [],
  allowed_origins: [],
  initiate_login_uri: null,
  jwt_configuration: DEFAULT_JWT,
  refresh_token: DEFAULT_REFRESH,
  client_metadata: {},
})

/** A client as `lintel client create` makes it: what its type needs, nothing more. */
export function newClient(
  input: Pick<NewClient, 'name' | 'callbacks' | 'allowed_logout_urls'> & { app_type: string },
): NewClient {
  const grants: { [type: string]: string[] } = {
    spa: ['authorization_code', 'refresh_token'],
    native: ['authorization_code', 'refresh_token'],
    regular_web: ['authorization_code', 'refresh_token', 'client_credentials'],
    non_interactive: ['client_credentials'],
  }
  const grant_types = grants[input.app_type]
  if (!grant_types) throw new LintelError('invalid_body', `No such type of client: ${input.app_type}`)
  const isPublic = input.app_type === 'spa' || input.app_type === 'native'
  return {
    ...bareClient(newClientId(), input.name),
    ...input,
    grant_types,
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_post',
    client_secret: newClientSecret(),
    ...(isPublic ? { refresh_token: ROTATING } : {}),
  }
}

async function createAdministration(
  store: TenantStore,
  administration: AdministrationClient,
  resource_server_id: string,
  now: Date,
): Promise<void> {
  await store.clients.create(
    {
      ...bareClient(administration.client_id, 'Lintel Administration'),
      app_type: 'non_interactive',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      client_secret: administration.client_secret,
    },
    now,
  )
  await store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: administration.client_id,
      resource_server_id,
      subject_type: 'client',
      scope: [],
      allow_all_scopes: true,
    },
    now,
  )
}

/** Answers its id. */
async function createOwnApi(store: TenantStore, stored: OwnApiName, now: Date): Promise<string> {
  const { name, subject_type_authorization, token_lifetime, token_lifetime_for_web } = OWN_APIS[stored]
  const { id } = await store.resource_servers.create(
    {
      subject_type_authorization,
      token_lifetime,
      token_lifetime_for_web,
      id: newResourceServerId(),
      identifier: shownIdentifier(store.tenant, stored),
      name,
      is_system: true,
      scopes: [],
      signing_alg: 'RS256',
      allow_offline_access: false,
      token_dialect: 'access_token',
      enforce_policies: false,
      skip_consent_for_verifiable_first_party_clients: true,
    },
    now,
  )
  return id
}

async function fill(store: TenantStore, administration: AdministrationClient, now: Date): Promise<void> {
  await store.signing_keys.create(await newSigningKey('RS256', now), 'current', now)
  await store.signing_keys.create(await newSigningKey('RS256', now), 'next', now)
  const management = await createOwnApi(store, 'lintel:management-api', now)
  await createOwnApi(store, 'lintel:my-account-api', now)
  await createOwnApi(store, 'lintel:mfa-api', now)
  await store.connections.create(
    {
      id: newConnectionId(),
      name: DATABASE_CONNECTION,
      strategy: 'auth0',
      display_name: null,
      // NIST SP 800-63B-4 §3.1.1.2: length over composition, and none that everybody tries first.
      options: {
        passwordPolicy: 'none',
        password_complexity_options: { min_length: 8 },
        password_dictionary: { enable: true, dictionary: [] },
      },
      realms: [DATABASE_CONNECTION],
      is_domain_connection: false,
      show_as_button: null,
      metadata: {},
    },
    now,
  )
  await store.clients.create(
    { ...bareClient(newClientId(), 'All Applications'), global: true, client_secret: newClientSecret() },
    now,
  )
  await createAdministration(store, administration, management, now)
}

export const newAdministrationClient = (): AdministrationClient => ({
  client_id: newClientId(),
  client_secret: newBearerValue(),
})

/** Throws LintelError `tenant_exists` when it is there already. */
export function createTenant(
  store: Store,
  input: { tenant_id: string; domain: string | null },
  administration: AdministrationClient,
  now: Date,
): Promise<Tenant> {
  return store.createTenant(input, now, tenantStore => fill(tenantStore, administration, now))
}

/**
 * Makes the tenant `default` when there is none; answers its administration client then, and undefined when it stood already.
 * Given `bootstrap` values, a standing tenant's administration follows them.
 */
export async function ensureDefaultTenant(
  store: Store,
  bootstrap: AdministrationClient | undefined,
  now: Date,
): Promise<AdministrationClient | undefined> {
  const found = await store.tenants.find(DEFAULT_TENANT)
  if (!found) {
    const administration = bootstrap ?? newAdministrationClient()
    try {
      await createTenant(store, { tenant_id: DEFAULT_TENANT, domain: null }, administration, now)
      return administration
    } catch (error) {
      // Another process was first.
      if ((error as { code?: unknown }).code !== 'tenant_exists') throw error
    }
  } else if (bootstrap) await ensureAdministration(store.forTenant(found), bootstrap, now)
  return undefined
}

/** Several processes may start at once: locks the tenant, and looks again for what the caller is about to make. */
async function oneAtATime(tx: TenantStore, client_id: string, now: Date) {
  await tx.settings.update({}, now)
  return tx.clients.find(client_id)
}

async function ensureAdministration(
  store: TenantStore,
  administration: AdministrationClient,
  now: Date,
): Promise<void> {
  const client = await store.clients.find(administration.client_id)
  if (client?.client_secret === administration.client_secret) return
  await store.transaction(async tx => {
    const client = await oneAtATime(tx, administration.client_id, now)
    if (client) {
      await tx.clients.update(client.client_id, { client_secret: administration.client_secret }, now)
      return
    }
    const resource_server = await tx.resource_servers.findByIdentifier(managementAudience(tx.tenant))
    if (!resource_server) throw new Error('the Management API’s resource server is missing')
    await createAdministration(tx, administration, resource_server.id, now)
  })
}

/** The try-it page's client and the API that it gets tokens for are there in development and gone in production. */
export async function ensureTryIt(store: TenantStore, wanted: boolean, now: Date): Promise<void> {
  const client = await store.clients.find(TRY_IT_CLIENT)
  const api = await store.resource_servers.findByIdentifier(TRY_IT_API)
  if (!wanted) {
    if (client) await store.clients.remove(TRY_IT_CLIENT)
    if (api) await store.resource_servers.remove(api.id)
    return
  }
  if (client && api) return
  await store.transaction(async tx => {
    const hasClient = (await oneAtATime(tx, TRY_IT_CLIENT, now)) !== undefined
    const hasApi = (await tx.resource_servers.findByIdentifier(TRY_IT_API)) !== undefined
    if (!hasClient) await createTryItClient(tx, now)
    if (!hasApi) await createTryItApi(tx, now)
  })
}

async function createTryItClient(tx: TenantStore, now: Date): Promise<void> {
  await tx.clients.create(
    {
      ...bareClient(TRY_IT_CLIENT, 'Try it'),
      app_type: 'spa',
      grant_types: ['authorization_code', 'refresh_token'],
      callbacks: ['lintel:try'],
      allowed_logout_urls: ['lintel:try'],
      refresh_token: ROTATING,
    },
    now,
  )
  const connection = await tx.connections.findByName(DATABASE_CONNECTION)
  if (connection) await tx.connections.enableClients(connection.id, [TRY_IT_CLIENT])
}

async function createTryItApi(tx: TenantStore, now: Date): Promise<void> {
  await tx.resource_servers.create(
    {
      id: newResourceServerId(),
      identifier: TRY_IT_API,
      name: 'Try it',
      is_system: false,
      scopes: [],
      signing_alg: 'RS256',
      allow_offline_access: true,
      token_lifetime: 86_400,
      token_lifetime_for_web: 7_200,
      token_dialect: 'access_token',
      enforce_policies: false,
      skip_consent_for_verifiable_first_party_clients: true,
      subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
    },
    now,
  )
}
