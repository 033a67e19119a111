// What sign-in tests have in common: an app that asks, people who have accounts, a visitor on her way.
import { createHash, randomBytes } from 'node:crypto'
import { hash } from 'argon2'
import { DATABASE_CONNECTION } from '../../src/first-start.ts'
import { ticketUrl } from '../../src/http/mail.ts'
import { newClientId } from '../../src/ids.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import type { Connection } from '../../src/store/connections.ts'
import type { TenantStore } from '../../src/store/store.ts'
import { DEFAULT_TENANT } from '../../src/store/tenants.ts'
import type { NewTicket } from '../../src/store/tickets.ts'
import type { User } from '../../src/store/users.ts'
import { CHEAP_ARGON2, type TestApp } from './app.ts'
import { eventually } from './eventually.ts'
import { type Visited, Visitor } from './visitor.ts'

export const PASSWORD = 'correct horse battery staple'
export const CALLBACK = 'https://app.example/callback'

const hashed = hash(PASSWORD, {
  memoryCost: CHEAP_ARGON2.memory,
  timeCost: CHEAP_ARGON2.iterations,
  parallelism: CHEAP_ARGON2.parallelism,
})

export async function storeOf(app: TestApp): Promise<TenantStore> {
  const tenant = await app.store.tenants.find(DEFAULT_TENANT)
  if (!tenant) throw new Error('no tenant')
  return app.store.forTenant(tenant)
}

export async function databaseConnection(app: TestApp): Promise<Connection> {
  const connection = await (await storeOf(app)).connections.findByName(DATABASE_CONNECTION)
  if (!connection) throw new Error('no connection')
  return connection
}

/** Changes configuration-like facts, and waits until the process has heard of it. */
export async function configure(app: TestApp, change: (store: TenantStore) => Promise<unknown>): Promise<void> {
  const store = await storeOf(app)
  // Made anew for each revision: another one means that what was remembered before is gone.
  const revision = () => store.facts.derived('test/revision', async () => Symbol())
  const before = await revision()
  await change(store)
  await eventually(async () => (await revision()) !== before)
}

/** Sets options of the database connection. */
export const setOptions = (app: TestApp, options: { [name: string]: unknown }): Promise<void> =>
  configure(app, async store => {
    const connection = await databaseConnection(app)
    await store.connections.update(connection.id, { options: { ...connection.options, ...options } }, new Date())
  })

/** A public client whose people come from the database connection. */
export async function createClient(app: TestApp, overrides: Partial<NewClient> = {}): Promise<Client> {
  const store = await storeOf(app)
  const client = await store.clients.create(
    {
      client_id: newClientId(),
      global: false,
      name: 'Shop',
      description: null,
      logo_uri: null,
      app_type: 'spa',
      is_first_party: true,
      oidc_conformant: true,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      callbacks: [CALLBACK],
      allowed_logout_urls: ['https://app.example/'],
      web_origins: [],
      allowed_origins: [],
      initiate_login_uri: null,
      jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
      refresh_token: {
        rotation_type: 'rotating',
        expiration_type: 'expiring',
        leeway: 0,
        token_lifetime: 2_592_000,
        infinite_token_lifetime: false,
        idle_token_lifetime: 1_296_000,
        infinite_idle_token_lifetime: false,
      },
      client_metadata: {},
      ...overrides,
    },
    new Date(),
  )
  await store.connections.enableClients((await databaseConnection(app)).id, [client.client_id])
  return client
}

/** Somebody with the password PASSWORD. */
export async function createPerson(
  app: TestApp,
  person: Partial<
    Pick<User, 'email' | 'username' | 'email_verified' | 'phone_number' | 'phone_verified' | 'blocked'>
  > = {},
): Promise<User & { email: string }> {
  const email = person.email ?? `${randomBytes(6).toString('hex')}@example.com`
  const store = await storeOf(app)
  const connection = await databaseConnection(app)
  const user = await store.users.create(
    { connection, email_verified: true, ...person, email, password_hash: await hashed },
    new Date(),
  )
  return { ...user, email }
}

/** What `authorize` needs to trade the code that comes back. */
export type Asked = { url: string; verifier: string; state: string }

export function askFor(client: Client, params: { [name: string]: string } = {}): Asked {
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(8).toString('base64url')
  const query = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: client.callbacks[0] ?? '',
    scope: 'openid profile email',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...params,
  })
  return { url: `/authorize?${query}`, verifier, state }
}

/** The code that an app was sent, or undefined when the browser is still with us. */
export function codeIn(page: Visited): string | undefined {
  const location = page.headers.get('location')
  return location === null ? undefined : (new URL(location, page.url).searchParams.get('code') ?? undefined)
}

export type Tokens = { access_token: string; id_token: string; refresh_token?: string }

export async function trade(app: TestApp, client: Client, code: string, { verifier }: Asked) {
  const response = await app.fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client.client_id,
      redirect_uri: client.callbacks[0] ?? '',
      code,
      code_verifier: verifier,
    }),
  })
  return { status: response.status, body: (await response.json()) as Tokens }
}

/** Walks to the sign-in page of a client. */
export async function visit(
  app: TestApp,
  client: Client,
  params: { [name: string]: string } = {},
  visitor = new Visitor(app.issuer),
): Promise<{ visitor: Visitor; page: Visited; asked: Asked }> {
  const asked = askFor(client, params)
  return { visitor, asked, page: await visitor.get(asked.url) }
}

/** Signs somebody in, all the way to the code. */
export async function signIn(
  app: TestApp,
  client: Client,
  person: { email: string },
  visitor = new Visitor(app.issuer),
): Promise<{ visitor: Visitor; asked: Asked; code: string }> {
  const { page, asked } = await visit(app, client, {}, visitor)
  const done = await visitor.submit(page, { username: person.email, password: PASSWORD })
  const code = codeIn(done)
  if (code === undefined) throw new Error(`no code: ${done.status} ${done.body.slice(0, 500)}`)
  return { visitor, asked, code }
}

/** A link as the Management API makes it. */
export async function ticketFor(app: TestApp, user: User, overrides: Partial<NewTicket> = {}): Promise<URL> {
  const store = await storeOf(app)
  const purpose = overrides.purpose ?? 'reset_password'
  const raw = await store.tickets.create(
    {
      purpose,
      user_id: user.user_id,
      connection_id: (await databaseConnection(app)).id,
      identity_user_id: user.user_id.replace('auth0|', ''),
      email: user.email,
      options: {},
      expires_at: new Date(Date.now() + 60_000),
      ...overrides,
    },
    new Date(),
  )
  return new URL(ticketUrl(app.issuer, purpose, raw))
}

/** The types of the log events about a user name, oldest first. */
export async function eventsOf(app: TestApp, user_name: string): Promise<string[]> {
  const { rows } = await app.database.query('select type from log_events where user_name = $1 order by date, log_id', [
    user_name,
  ])
  return rows.map(row => row.type as string)
}
