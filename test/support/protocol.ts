// The protocol without its pages: a Lintel whose interactions are finished by a door of the test's own, apps and users straight from the store.
import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { Test } from 'tap'
import { newClientId, newClientSecret, newResourceServerId } from '../../src/ids.ts'
import {
  abortInteraction,
  finishConsent,
  finishLogin,
  isLostInteraction,
  readInteraction,
} from '../../src/oidc/interaction.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import type { NewResourceServer, ResourceServer } from '../../src/store/resource-servers.ts'
import type { TenantStore } from '../../src/store/store.ts'
import { createTestApp, type TestApp } from './app.ts'
import { eventually } from './eventually.ts'
import { type Visited, Visitor } from './visitor.ts'

export const CALLBACK = 'https://app.example/callback'

type Door =
  | { do: 'read' }
  | { do: 'login'; user_id: string; connection_id: string }
  | { do: 'consent'; granted: boolean }
  | { do: 'abort'; error: string; description: string }

/** Lives under the path of the interaction's cookie, like a page. */
function doorRoutes(server: TestApp['server']): void {
  server.post<{ Params: { uid: string } }>('/u/:uid/door', async (request, reply) => {
    const door = request.body as Door
    try {
      switch (door.do) {
        case 'read':
          return await readInteraction(request, reply)
        case 'login':
          return await finishLogin(request, reply, { ...door, amr: ['pwd'], at: Math.floor(Date.now() / 1000) })
        case 'consent':
          return await finishConsent(request, reply, door)
        case 'abort':
          return await abortInteraction(request, reply, door.error, door.description)
      }
    } catch (error) {
      if (isLostInteraction(error)) return reply.code(410).send({ lost: true })
      throw error
    }
  })
}

export type Parameters = { [name: string]: string | string[] | undefined }

const encoded = (parameters: Parameters): URLSearchParams => {
  const out = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one !== undefined) out.append(name, one)
  }
  return out
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
export type Answer = { status: number; headers: Headers; body: any; text: string }

export type Person = { user_id: string; email: string }

export class Protocol {
  readonly app: TestApp
  readonly store: TenantStore
  connection_id = ''

  constructor(app: TestApp) {
    this.app = app
    this.store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  }

  get issuer(): string {
    return this.app.issuer
  }

  /** Waits until the process has heard of what was changed. */
  async settled(): Promise<void> {
    // Made anew for each revision: another one means that what was remembered before is gone.
    const revision = () => this.store.facts.derived('test/settled', async () => Symbol())
    const before = await revision()
    await this.app.database.query("select pg_notify('lintel_revision', 'default')")
    await eventually(async () => (await revision()) !== before)
  }

  async createClient(patch: Partial<NewClient> = {}): Promise<Client> {
    const client_id = newClientId()
    const client = await this.store.clients.create(
      {
        client_id,
        global: false,
        name: 'App',
        description: null,
        logo_uri: null,
        app_type: 'spa',
        is_first_party: true,
        oidc_conformant: true,
        client_secret: newClientSecret(),
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        callbacks: [CALLBACK],
        allowed_logout_urls: [],
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
        ...patch,
      } as NewClient,
      new Date(),
    )
    await this.store.connections.enableClients(this.connection_id, [client_id])
    return client
  }

  createApi(patch: Partial<NewResourceServer> = {}): Promise<ResourceServer> {
    return this.store.resource_servers.create(
      {
        id: newResourceServerId(),
        identifier: `https://api.example/${randomBytes(4).toString('hex')}`,
        name: 'API',
        is_system: false,
        scopes: [{ value: 'read:things', description: 'Read things' }, { value: 'write:things' }],
        signing_alg: 'RS256',
        allow_offline_access: true,
        token_lifetime: 7_200,
        token_lifetime_for_web: 7_200,
        token_dialect: 'access_token',
        enforce_policies: false,
        skip_consent_for_verifiable_first_party_clients: true,
        subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
        ...patch,
      },
      new Date(),
    )
  }

  async createUser(patch: object = {}): Promise<Person> {
    const email = `${randomBytes(6).toString('hex')}@example.com`
    const connection = await this.store.connections.find(this.connection_id)
    const { user_id } = await this.store.users.create(
      { connection: connection!, email, email_verified: true, name: 'Ada Lovelace', nickname: 'ada', ...patch },
      new Date(),
    )
    return { user_id, email }
  }

  browser(headers: { [name: string]: string } = {}): Visitor {
    return new Visitor(this.issuer, headers)
  }

  async post(path: string, parameters: Parameters, headers: { [name: string]: string } = {}): Promise<Answer> {
    return answer(await this.app.fetch(path, { method: 'POST', headers, body: encoded(parameters) }))
  }

  token(parameters: Parameters, headers: { [name: string]: string } = {}): Promise<Answer> {
    return this.post('/oauth/token', parameters, headers)
  }

  async get(path: string, headers: { [name: string]: string } = {}): Promise<Answer> {
    return answer(await this.app.fetch(path, { headers }))
  }

  /** Where an authorization request leads: the app's callback, or a page of ours. */
  authorize(browser: Visitor, parameters: Parameters): Promise<Visited> {
    return browser.fetch(`/authorize?${encoded(parameters)}`)
  }

  async door(browser: Visitor, page: Visited, door: Door): Promise<Visited> {
    return browser.fetch(`/u/${uidOf(page)}/door`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(door),
    })
  }

  /** Signs in at the page that an authorization led to; answers where the resumed request leads. */
  async signIn(browser: Visitor, page: Visited, person: Person): Promise<Visited> {
    const finished = await this.door(browser, page, {
      do: 'login',
      user_id: person.user_id,
      connection_id: this.connection_id,
    })
    return browser.fetch(finished.headers.get('location') ?? '/nowhere')
  }

  /** An authorization request, a sign-in if one is asked for, and the answer at the callback. */
  async authorized(
    client: Pick<Client, 'client_id'>,
    person: Person,
    parameters: Parameters = {},
    browser = this.browser(),
  ): Promise<{ callback: URL; verifier: string; browser: Visitor }> {
    const verifier = randomBytes(32).toString('base64url')
    let page = await this.authorize(browser, {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid profile email offline_access',
      state: 'state',
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    })
    if (locationOf(page).pathname.startsWith('/u/')) page = await this.signIn(browser, page, person)
    return { callback: locationOf(page), verifier, browser }
  }

  redeem(
    client: Pick<Client, 'client_id'>,
    { callback, verifier }: { callback: URL; verifier: string },
    parameters: Parameters = {},
  ): Promise<Answer> {
    return this.token({
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      ...parameters,
    })
  }

  /** All the way to tokens. */
  async tokens(
    client: Pick<Client, 'client_id'>,
    person: Person,
    parameters: Parameters = {},
    browser = this.browser(),
  ): Promise<Answer & { browser: Visitor }> {
    const authorized = await this.authorized(client, person, parameters, browser)
    const answered = await this.redeem(client, authorized)
    if (answered.status !== 200) throw new Error(`no tokens: ${authorized.callback.href} ${answered.text}`)
    return { ...answered, browser }
  }

  refresh(client: Pick<Client, 'client_id'>, refresh_token: string, parameters: Parameters = {}): Promise<Answer> {
    return this.token({ grant_type: 'refresh_token', client_id: client.client_id, refresh_token, ...parameters })
  }
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  return { status: response.status, headers: response.headers, body, text }
}

/** Of the interaction whose page an authorization led to. */
export const uidOf = (page: Visited): string => locationOf(page).pathname.split('/')[2] ?? ''

export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
export const locationOf = (page: Visited): URL => new URL(page.headers.get('location') ?? '', page.url)
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export const claimsOf = (jwt: string): any => decodeJwt(jwt)
export const headerOf = (jwt: string) => decodeProtectedHeader(jwt)

/** Ends with the test. */
export async function createProtocol(
  t: Test,
  options: Omit<NonNullable<Parameters_<typeof createTestApp>>, 'routes'> = {},
): Promise<Protocol> {
  const app = await createTestApp(t, { ...options, routes: doorRoutes })
  const protocol = new Protocol(app)
  const connection = await protocol.store.connections.findByName('Username-Password-Authentication')
  protocol.connection_id = connection!.id
  return protocol
}

type Parameters_<F extends (...args: never[]) => unknown> = F extends (t: never, options?: infer O) => unknown
  ? O
  : never
