// Tenants that differ in one word only: every row of one has a twin of the same ids in the other, its values marked with the tenant's name.
// A statement that forgets its tenant then answers twice, or with the other's word.
import { type Kysely, sql } from 'kysely'
import { FACTOR_TRIES_IN_A_ROW, factorTriesKey } from '../../src/store/attempts.ts'
import { hashBearer } from '../../src/store/hash.ts'
import type { Database } from '../../src/store/schema.ts'
import type { Seal } from '../../src/store/seal.ts'

export const NOW = new Date('2027-01-15T12:00:00.000Z')
export const LATER = new Date('2028-01-15T12:00:00.000Z')
export const LOG_ID = `900${NOW.toISOString().replace(/\D/g, '')}${'1'.padStart(18, '0')}`
export const LEASE = 'a-lease'
export const TICKET = 'a-ticket'
export const INITIAL_TOKEN = 'an-initial-access-token'
export const REGISTRATION_TOKEN = 'a-registration-access-token'
export const HELD_TOKEN = 'what-a-proof-is-held-under'
export const ASKED_CODE = { purpose: 'a purpose', transaction: 'a transaction' }
export const THROTTLED = ['sign-in', '192.0.2.1']
/** Tries of which there are too many already. */
export const TRY = {
  account: {
    connection_id: 'connection-1',
    identifier: 'user1@example.com',
    network: '192.0.2.1',
    ip: '192.0.2.1',
    max_attempts: 1,
    blocks: true,
  },
  network: { stage: 'pre-login', network: '192.0.2.1', max_attempts: 1, rate: 60_000 },
} as const

const json = (value: object) => JSON.stringify(value)

/** A tenant with nothing in it. */
export async function createBare(db: Kysely<Database>, name: string): Promise<void> {
  const times = { created_at: NOW, updated_at: NOW }
  await db
    .insertInto('tenants')
    .values({ tenant_id: name, domain: `${name}.test`, settings: '{}', ...times })
    .execute()
}

/** A tenant with something of everything. */
export async function createTwin(db: Kysely<Database>, seal: Seal, name: string): Promise<void> {
  await createBare(db, name)
  const tenant_id = name
  const created = { tenant_id, created_at: NOW }
  const written = { ...created, updated_at: NOW }
  const payload = json({ of: name })

  await db
    .updateTable('tenants')
    .set({
      settings: json({ friendly_name: name }),
      pairwise_salt: seal.seal(`salt ${name}`, {
        tenant_id,
        table: 'tenants',
        row: tenant_id,
        column: 'pairwise_salt',
      }),
    })
    .where('tenant_id', '=', tenant_id)
    .execute()
  for (const state of ['next', 'current', 'previous'] as const) {
    const kid = `kid-${state}`
    await db
      .insertInto('signing_keys')
      .values({
        ...created,
        kid,
        alg: 'RS256',
        state,
        public_jwk: json({ of: name }),
        private_key: seal.seal(`private ${name}`, {
          tenant_id,
          table: 'signing_keys',
          row: kid,
          column: 'private_key',
        }),
        cert: name,
        pkcs7: name,
        fingerprint: name,
        thumbprint: name,
        current_since: null,
        current_until: null,
        revoked_at: null,
      })
      .execute()
  }
  for (const client_id of ['client-1', 'client-2']) {
    await db
      .insertInto('clients')
      .values({
        ...written,
        client_id,
        name,
        description: name,
        logo_uri: null,
        app_type: 'spa',
        is_first_party: true,
        oidc_conformant: true,
        client_secret: seal.seal(`secret ${name}`, {
          tenant_id,
          table: 'clients',
          row: client_id,
          column: 'client_secret',
        }),
        token_endpoint_auth_method: 'none',
        grant_types: [],
        callbacks: [`https://${name}.example/`],
        allowed_logout_urls: [],
        web_origins: [],
        allowed_origins: [],
        initiate_login_uri: null,
        jwt_configuration: json({ alg: 'RS256', lifetime_in_seconds: 1, secret_encoded: false }),
        oidc_logout: json({ backchannel_logout_urls: [`https://${name}.example/logout`] }),
        refresh_token: '{}',
        client_metadata: json({ of: name }),
        external_metadata_created_by: 'client',
      })
      .execute()
  }
  await db
    .insertInto('client_credentials')
    .values({
      ...written,
      id: 'credential-1',
      client_id: 'client-1',
      name,
      credential_type: 'public_key',
      public_jwk: json({ of: name }),
    })
    .execute()
  for (const [token, client_id, uses_left] of [
    [INITIAL_TOKEN, null, 2],
    [REGISTRATION_TOKEN, 'client-1', null],
  ] as const) {
    const expires_at = client_id === null ? LATER : null
    await db
      .insertInto('registration_tokens')
      .values({ ...created, token_hash: hashBearer(token), client_id, uses_left, expires_at })
      .execute()
  }
  await db
    .insertInto('resource_servers')
    .values({
      ...written,
      id: 'api-1',
      identifier: 'the api',
      name,
      scopes: json([{ value: 'read', description: name }, { value: 'write' }]),
      signing_alg: 'RS256',
      allow_offline_access: true,
      token_lifetime: 1,
      token_lifetime_for_web: 1,
      token_dialect: 'access_token',
      enforce_policies: true,
      skip_consent_for_verifiable_first_party_clients: false,
      subject_type_authorization: '{}',
      authorization_details: json([{ type: name }]),
      signing_secret: seal.seal(`secret ${name}`, {
        tenant_id,
        table: 'resource_servers',
        row: 'api-1',
        column: 'signing_secret',
      }),
    })
    .execute()
  for (const [id, status] of [
    ['domain-1', 'ready'],
    ['domain-2', 'pending_verification'],
  ] as const) {
    await db
      .insertInto('custom_domains')
      .values({
        ...written,
        id,
        domain: `${id}.${name}.example`,
        type: 'self_managed_certs',
        status,
        verification_token: name,
        verified_by: null,
        verified_at: null,
        error_msg: null,
        is_default: false,
        domain_metadata: json({ of: name }),
      })
      .execute()
  }
  await db
    .insertInto('network_acls')
    .values({
      ...written,
      id: 'acl-1',
      description: name,
      active: true,
      priority: 1,
      rule: json({ action: { log: true }, match: { user_agents: [name] }, scope: 'tenant' }),
    })
    .execute()
  const asked = { resource_server_id: 'api-1', scope: ['read', name], allow_all_scopes: false }
  await db
    .insertInto('client_grants')
    .values({ ...created, ...asked, id: 'client-grant-1', client_id: 'client-1', subject_type: 'client' })
    .execute()
  await db
    .insertInto('connections')
    .values({
      ...written,
      id: 'connection-1',
      name: 'directory',
      strategy: 'auth0',
      display_name: name,
      options: json({ of: name }),
      realms: [name],
      show_as_button: null,
      metadata: json({ of: name }),
    })
    .execute()
  await db
    .insertInto('connection_clients')
    .values({ tenant_id, connection_id: 'connection-1', client_id: 'client-1' })
    .execute()

  await db
    .insertInto('upstream_secrets')
    .values({
      tenant_id,
      connection_id: 'connection-1',
      address: 'upstream',
      secret: seal.seal(name, { tenant_id, table: 'upstream_secrets', row: 'connection-1', column: 'secret' }),
      updated_at: NOW,
    })
    .execute()

  for (const n of ['1', '2']) {
    const user_id = `auth0|${n}`
    const identity = { tenant_id, connection_id: 'connection-1', identity_user_id: n }
    const address = { email: `user${n}@example.com`, username: `user${n}`, phone_number: `+${n}` }
    await db
      .insertInto('users')
      .values({
        ...written,
        ...address,
        user_id,
        connection_id: 'connection-1',
        email_verified: true,
        name,
        nickname: name,
        user_metadata: json({ of: name }),
        app_metadata: json({ of: name }),
      })
      .execute()
    await db
      .insertInto('identities')
      .values({ ...created, ...identity, ...address, user_id, provider: 'auth0', profile_data: json({ of: name }) })
      .execute()
    await db
      .insertInto('passwords')
      .values({ ...identity, password_hash: `hash ${name}`, updated_at: NOW })
      .execute()
    await db
      .insertInto('user_stats')
      .values({ tenant_id, user_id, logins_count: 3, last_login: NOW, last_ip: name })
      .execute()
  }
  const user_id = 'auth0|1'

  for (const id of ['role-1', 'role-2'])
    await db
      .insertInto('roles')
      .values({ ...created, id, name: `${id} ${name}`, description: name })
      .execute()
  const permission = { tenant_id, resource_server_id: 'api-1' }
  await db
    .insertInto('role_permissions')
    .values({ ...permission, role_id: 'role-1', permission_name: 'read' })
    .execute()
  await db.insertInto('user_roles').values({ tenant_id, user_id, role_id: 'role-1' }).execute()
  await db
    .insertInto('user_permissions')
    .values({ ...permission, user_id, permission_name: 'read' })
    .execute()

  const device = json({ initial_ip: name, last_ip: name })
  await db
    .insertInto('sessions')
    .values({
      ...written,
      id: 'session-1',
      cookie_hash: 'cookie-1',
      user_id,
      connection_id: 'connection-1',
      payload,
      device,
      session_metadata: json({ of: name }),
      authenticated_at: NOW,
      last_interacted_at: NOW,
      idle_expires_at: LATER,
      expires_at: LATER,
    })
    .execute()
  await db.insertInto('session_clients').values({ tenant_id, session_id: 'session-1', client_id: 'client-1' }).execute()
  for (const id of ['grant-1', 'grant-2']) {
    await db
      .insertInto('grants')
      .values({
        ...created,
        id,
        user_id,
        client_id: 'client-1',
        connection_id: 'connection-1',
        session_id: 'session-1',
        offline: false,
        payload,
        revoked_at: null,
        expires_at: LATER,
      })
      .execute()
  }
  for (const [kind, id_hash, grant_id] of [
    ['Interaction', 'interaction-1', null],
    ['Artefact', 'code-1', 'grant-1'],
    ['AuthorizationCode', 'code-9', 'grant-2'],
  ] as const) {
    await db
      .insertInto('artefacts')
      .values({ ...created, kind, id_hash, grant_id, payload, consumed_at: null, expires_at: LATER })
      .execute()
  }
  await db
    .insertInto('artefacts')
    .values({
      ...created,
      kind: 'Waiting',
      id_hash: 'waiting-1',
      grant_id: null,
      payload: json({ of: name, accountId: user_id, clientId: 'client-1' }),
      secret: seal.seal(`secret ${name}`, { tenant_id, table: 'artefacts', row: 'waiting-1', column: 'secret' }),
      consumed_at: null,
      expires_at: LATER,
    })
    .execute()
  await db
    .insertInto('refresh_token_families')
    .values({
      ...created,
      id: 'family-1',
      grant_id: 'grant-1',
      user_id,
      client_id: 'client-1',
      session_id: 'session-1',
      rotating: true,
      resource_servers: json([{ audience: 'the api', scopes: name }]),
      device,
      refresh_token_metadata: json({ of: name }),
      last_exchanged_at: NOW,
      idle_expires_at: LATER,
      expires_at: LATER,
    })
    .execute()
  await db
    .insertInto('refresh_tokens')
    .values({
      ...created,
      token_hash: 'token-1',
      family_id: 'family-1',
      parent_hash: null,
      payload,
      consumed_at: null,
      expires_at: LATER,
    })
    .execute()
  await db
    .insertInto('consents')
    .values({
      ...written,
      id: 'consent-1',
      user_id,
      client_id: 'client-1',
      resource_server_id: 'api-1',
      scope: ['read', name],
    })
    .execute()
  await db
    .insertInto('tickets')
    .values({
      ...created,
      ticket_hash: hashBearer(TICKET),
      purpose: 'reset_password',
      user_id,
      connection_id: 'connection-1',
      identity_user_id: '1',
      client_id: 'client-1',
      email: `${name}@example.com`,
      result_url: null,
      options: json({ of: name }),
      consumed_at: null,
      expires_at: LATER,
    })
    .execute()
  await db
    .insertInto('token_exchange_profiles')
    .values({
      ...written,
      id: 'profile-1',
      name,
      subject_token_type: 'urn:token',
      type: 'custom_authentication',
      subject_token_verification: json({ issuer: name }),
    })
    .execute()
  await db
    .insertInto('user_attribute_profiles')
    .values({ ...written, id: 'profile-1', name: 'A profile', user_id: json({}), user_attributes: json({ of: name }) })
    .execute()
  await db
    .insertInto('custom_texts')
    .values({
      tenant_id,
      prompt: 'login',
      language: 'en',
      texts: json({ login: { title: name } }),
      updated_at: NOW,
    })
    .execute()
  await db
    .insertInto('page_templates')
    .values({ tenant_id, name: 'login/login/form-content-start', body: name, updated_at: NOW })
    .execute()
  await db
    .insertInto('email_templates')
    .values({
      ...written,
      template: 'verify_email',
      enabled: true,
      body: name,
      from: name,
      subject: name,
      result_url: null,
      url_lifetime_in_seconds: 1,
      include_email_in_redirect: null,
    })
    .execute()
  await db
    .insertInto('email_providers')
    .values({
      ...written,
      name: 'smtp',
      enabled: true,
      default_from_address: name,
      credentials: seal.seal(json({ smtp_host: name, smtp_port: 25 }), {
        tenant_id,
        table: 'email_providers',
        row: 'smtp',
        column: 'credentials',
      }),
      settings: json({ headers: { 'x-of': name } }),
    })
    .execute()
  await db
    .insertInto('jobs')
    .values({
      ...written,
      id: 'job-1',
      type: 'users_import',
      status: 'pending',
      status_details: name,
      connection_id: 'connection-1',
      user_id,
      external_id: name,
      parameters: seal.seal(json({ of: name }), { tenant_id, table: 'jobs', row: 'job-1', column: 'parameters' }),
      time_left_seconds: 1,
      summary: json({ failed: 0, updated: 0, inserted: 0, total: 0 }),
    })
    .execute()
  const sealed = (table: string, row: string, column: string) =>
    seal.seal(json([{ of: name }]), { tenant_id, table, row, column })
  await db
    .insertInto('user_import_chunks')
    .values({
      tenant_id,
      job_id: 'job-1',
      position: 0,
      entries: sealed('user_import_chunks', 'job-1 0', 'entries'),
    })
    .execute()
  await db
    .insertInto('user_import_errors')
    .values({
      tenant_id,
      job_id: 'job-1',
      position: 0,
      user_id,
      error: sealed('user_import_errors', 'job-1 0', 'error'),
    })
    .execute()
  const method = {
    ...created,
    user_id,
    name,
    phone_number: null,
    email: null,
    secret: null,
    enrolled_at: NOW,
    last_auth_at: null,
  }
  await db
    .insertInto('authentication_methods')
    .values([
      {
        ...method,
        id: 'totp|dev_1',
        type: 'totp',
        confirmed: false,
        secret: sealed('authentication_methods', 'totp|dev_1', 'secret'),
      },
      {
        ...method,
        id: 'totp|dev_2',
        type: 'totp',
        confirmed: true,
        secret: sealed('authentication_methods', 'totp|dev_2', 'secret'),
      },
      { ...method, id: 'recovery-code|dev_1', type: 'recovery-code', confirmed: true, code_hash: 'code-hash' },
      { ...method, id: 'passkey|dev_1', type: 'passkey', confirmed: true, key_id: 'key-1', sign_count: 1 },
    ])
    .execute()
  await db
    .insertInto('remembered_browsers')
    .values({
      tenant_id,
      token_hash: 'remembered-1',
      user_id,
      user_agent: name,
      created_at: NOW,
      idle_expires_at: LATER,
      expires_at: LATER,
    })
    .execute()
  await db
    .insertInto('one_time_codes')
    .values({
      ...ASKED_CODE,
      tenant_id,
      id: 'code-1',
      user_id,
      details: json({ of: name }),
      code_hash: seal.mac(JSON.stringify(['one-time code', tenant_id, 'code-1', '12345678'])),
      created_at: NOW,
      expires_at: LATER,
      consumed_at: null,
    })
    .execute()
  await db
    .insertInto('held_proofs')
    .values({
      tenant_id,
      token_hash: hashBearer(HELD_TOKEN),
      purpose: 'mfa_token',
      user_id,
      client_id: 'client-1',
      connection_id: 'connection-1',
      amr: ['pwd'],
      authenticated_at: NOW,
      details: json({ of: name }),
      created_at: NOW,
      expires_at: LATER,
      consumed_at: null,
    })
    .execute()
  await db
    .insertInto('log_events')
    .values({
      tenant_id,
      date: NOW,
      log_id: LOG_ID,
      type: 's',
      description: name,
      user_id,
      user_name: name,
      client_id: 'client-1',
      client_name: name,
      ip: name,
      user_agent: name,
      details: json({ of: name }),
    })
    .execute()
  await db
    .insertInto('phone_providers')
    .values({
      id: 'phone-provider-1',
      name: 'twilio',
      disabled: false,
      configuration: json({ sid: name, delivery_methods: ['text'] }),
      credentials: seal.seal(json({ auth_token: name }), {
        tenant_id,
        table: 'phone_providers',
        row: 'phone-provider-1',
        column: 'credentials',
      }),
      ...written,
    })
    .execute()
  await db
    .insertInto('phone_templates')
    .values({
      id: 'phone-template-1',
      type: 'otp_verify',
      disabled: false,
      content: json({ body: { text: name, voice: name } }),
      ...written,
    })
    .execute()
  await db
    .insertInto('log_streams')
    .values({
      ...written,
      id: 'stream-1',
      name,
      type: 'http',
      status: 'active',
      sink: json({ httpEndpoint: `https://${name}.test/`, httpContentType: name, httpContentFormat: 'JSONLINES' }),
      secrets: seal.seal(json({ httpSigningSecret: name }), {
        tenant_id,
        table: 'log_streams',
        row: 'stream-1',
        column: 'secrets',
      }),
      filters: '[]',
      start_from: null,
      tx: '0',
      log_id: '',
      lease: LEASE,
      lease_ends_at: LATER,
      failing_since: null,
      retry_at: null,
    })
    .execute()
  await db.insertInto('log_cursors').values({ tenant_id, reader: 'daily_stats', tx: '0', log_id: '' }).execute()
  await db
    .insertInto('daily_stats')
    .values({ ...written, date: '2027-01-14', logins: 1, signups: 1, leaked_passwords: 1 })
    .execute()
  await db
    .insertInto('blacklisted_tokens')
    .values({ ...created, aud: name, jti: 'token', expires_at: LATER })
    .execute()
  await db
    .insertInto('throttles')
    .values({ tenant_id, key: seal.mac(JSON.stringify(THROTTLED)), count: 5, window_ends_at: LATER })
    .execute()
  const { account, network } = TRY
  const keyOf = (...parts: string[]) => seal.mac(JSON.stringify(['tries', ...parts]))
  await db
    .insertInto('throttles')
    .values([
      {
        tenant_id,
        key: keyOf(account.connection_id, account.identifier, 'network', account.network),
        count: 5,
        window_ends_at: LATER,
        subject: seal.mac(JSON.stringify(['tries on', account.identifier])),
        connection_id: account.connection_id,
        ip: name,
      },
      { tenant_id, key: keyOf(network.stage, network.network), count: 0, window_ends_at: LATER },
      { tenant_id, key: factorTriesKey({ seal }, 'auth0|1'), count: FACTOR_TRIES_IN_A_ROW, window_ends_at: LATER },
    ])
    .execute()
  await sql`insert into pgboss.job (name, data) select name, ${json({ tenant_id, user_id, sealed: name })}::jsonb from pgboss.queue order by name limit 1`.execute(
    db,
  )
}

/** The tables whose rows belong to a tenant. */
export async function tenantTables(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`.execute(db)
  return rows.map(row => row.name)
}

/** Everything a tenant has, table by table. */
export async function everythingOf(db: Kysely<Database>, tenant_id: string): Promise<{ [table: string]: string[] }> {
  const rowsOf = (table: string) =>
    sql`select ${table}::text as table, to_jsonb(t)::text as row from ${sql.table(table)} t where tenant_id = ${tenant_id}`
  const jobs = sql`select 'pgboss.job' as table, data::text as row from pgboss.job where data ->> 'tenant_id' = ${tenant_id}`
  const tables = await tenantTables(db)
  const { rows } = await sql<{ table: string; row: string }>`
    ${sql.join([...tables.map(rowsOf), jobs], sql` union all `)} order by 1, 2`.execute(db)
  const out: { [table: string]: string[] } = Object.fromEntries([...tables, 'pgboss.job'].map(table => [table, []]))
  for (const { table, row } of rows) out[table]?.push(row)
  return out
}
