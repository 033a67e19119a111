import { X509Certificate } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { fieldsQuery, listPage, listQuery, listReply, pickFields } from '../http/paging.ts'
import { checkUrl, checkUrls } from '../http/urls.ts'
import { newClientId, newClientSecret } from '../ids.ts'
import type { Client as StoredClient } from '../store/clients.ts'
import type { JwtConfiguration, RefreshTokenSettings } from '../store/schema.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import {
  AUTH_METHODS,
  answeredClientAuthentication,
  changedClientAuthentication,
  checkAuthentication,
  checkMethods,
  newClientAuthentication,
  readMethods,
  settledMethod,
} from './clients/authentication.ts'
import { ClientIdParams } from './clients/client-id.ts'
import { addCredentials } from './clients/credentials.ts'
import {
  checkChannels,
  checkWaiting,
  cibaAnswers,
  cibaSettings,
  WAITING_GRANT_TYPES,
} from './clients/device-and-ciba.ts'
import {
  checkExchange,
  EXCHANGE_GRANT_TYPES,
  exchangeAnswers,
  exchangeSettings,
  RESOURCE_SERVER,
  refreshTokenPolicies,
  tokenExchangeOf,
} from './clients/exchange.ts'
import { checkFrontchannelLogout, logoutChanges, logoutSettings, shownLogoutSettings } from './clients/logout.ts'
import { possessionSettings } from './clients/possession.ts'
import { Registration } from './clients/registration.ts'
import {
  changedSignedRequests,
  newSignedRequests,
  readSignedRequests,
  requestAnswers,
  requestSettings,
  settledRequests,
  signedRequestObjectOf,
} from './clients/requests.ts'
import {
  checkThirdParty,
  shownThirdParty,
  thirdPartyAnswers,
  thirdPartyChanges,
  thirdPartySettings,
} from './clients/third-party.ts'
import {
  CLIENT_SIGNING_ALGS,
  checkKeySetUri,
  checkTokens,
  neededAlgs,
  readSector,
  settledRegistration,
} from './clients/tokens.ts'
import { firstKeysOf, type KeysOptions } from './keys.ts'
import { mergeStringMetadata, StringMetadata } from './metadata.ts'
import { holds, insufficientScope, managementEvent } from './route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from './unenforced.ts'

export const UNENFORCED_CLIENT = {
  addons: hidden({}),
  allowed_clients: shown<string[]>([]),
  client_aliases: shown<string[]>([]),
  cross_origin_loc: hidden(''),
  custom_login_page: hidden(''),
  custom_login_page_on: shown(true),
  custom_login_page_preview: hidden(''),
  default_organization: hidden(),
  encryption_key: hidden(),
  express_configuration: hidden(),
  fedcm_login: hidden({ google: { is_enabled: false } }),
  form_template: hidden(''),
  is_token_endpoint_ip_header_trusted: shown(false),
  mobile: hidden({}),
  my_organization_configuration: hidden(),
  native_social_login: hidden(
    { apple: { enabled: false }, facebook: { enabled: false } },
    { apple: { enabled: false }, facebook: { enabled: false }, google: { enabled: false } },
  ),
  oidc_conformant: shown(true),
  organization_discovery_methods: hidden(),
  organization_require_behavior: hidden('no_prompt'),
  organization_usage: hidden('deny'),
  redirection_policy: hidden(),
  session_transfer: hidden(),
  skip_non_verifiable_callback_uri_confirmation_prompt: hidden(),
  sso: hidden(true),
  sso_disabled: shown(false),
  token_quota: hidden(),
  token_vault_privileged_access: hidden(),
}

export const UNENFORCED_JWT = { scopes: hidden({}), secret_encoded: shown(false) }
export const UNENFORCED_REFRESH_TOKEN = {}

const APP_TYPES = ['native', 'spa', 'regular_web', 'non_interactive', RESOURCE_SERVER] as const
const GRANT_TYPES = [
  'authorization_code',
  'implicit',
  'refresh_token',
  'client_credentials',
  'password',
  'http://auth0.com/oauth/grant-type/password-realm',
  'http://auth0.com/oauth/grant-type/mfa-otp',
  'http://auth0.com/oauth/grant-type/mfa-oob',
  'http://auth0.com/oauth/grant-type/mfa-recovery-code',
  'http://auth0.com/oauth/grant-type/passwordless/otp',
  'urn:okta:params:oauth:grant-type:webauthn',
  ...WAITING_GRANT_TYPES,
  ...EXCHANGE_GRANT_TYPES,
] as const

const MONTH = 2_592_000
const MAX_URLS = 100

const MultiFactorPolicy = Type.Enum(['never', 'confidence-score', 'always'], {
  description: 'Who must prove a second factor at this client. Without it: as the tenant’s policies say',
})
const urls = Type.Optional(Type.Array(Type.String(), { maxItems: MAX_URLS, uniqueItems: true }))

const enforced = {
  description: Type.Optional(Type.String({ maxLength: 140 })),
  logo_uri: Type.Optional(Type.String()),
  app_type: Type.Optional(Type.Enum([...APP_TYPES])),
  is_first_party: Type.Optional(Type.Boolean()),
  cross_origin_authentication: Type.Optional(
    Type.Boolean({ description: 'Whether pages of the app’s own take passwords, by /co/authenticate' }),
  ),
  callbacks: urls,
  allowed_logout_urls: urls,
  web_origins: urls,
  allowed_origins: urls,
  grant_types: Type.Optional(Type.Array(Type.Enum([...GRANT_TYPES]), { uniqueItems: true })),
  token_endpoint_auth_method: Type.Optional(Type.Enum([...AUTH_METHODS])),
  initiate_login_uri: Type.Optional(Type.String()),
  jwt_configuration: Type.Optional(
    Type.Object(
      {
        alg: Type.Optional(Type.Enum([...CLIENT_SIGNING_ALGS])),
        lifetime_in_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: MONTH })),
        ...acceptedProperties(UNENFORCED_JWT),
      },
      { additionalProperties: false },
    ),
  ),
  refresh_token: Type.Optional(
    Type.Union([
      Type.Object(
        {
          rotation_type: Type.Enum(['rotating', 'non-rotating']),
          expiration_type: Type.Enum(['expiring', 'non-expiring']),
          leeway: Type.Optional(Type.Integer({ minimum: 0, maximum: MONTH })),
          token_lifetime: Type.Optional(Type.Integer({ minimum: 1, maximum: 157_788_000 })),
          infinite_token_lifetime: Type.Optional(Type.Boolean()),
          idle_token_lifetime: Type.Optional(Type.Integer({ minimum: 1, maximum: 157_788_000 })),
          infinite_idle_token_lifetime: Type.Optional(Type.Boolean()),
          policies: Type.Optional(Type.Union([refreshTokenPolicies, Type.Null()])),
          ...acceptedProperties(UNENFORCED_REFRESH_TOKEN),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  ),
  client_metadata: Type.Optional(StringMetadata),
  registration: Type.Optional(Type.Union([Registration, Type.Null()])),
  ...cibaSettings,
  ...logoutSettings,
  ...possessionSettings,
  multi_factor_policy: Type.Optional(Type.Union([MultiFactorPolicy, Type.Null()])),
  ...requestSettings,
  ...exchangeSettings,
  ...thirdPartySettings,
  ...acceptedProperties(UNENFORCED_CLIENT),
}
const name = Type.String({ minLength: 1, maxLength: 255, pattern: '^[^<>]+$' })

const NewClient = Type.Object(
  { name, ...enforced, ...newClientAuthentication, ...newSignedRequests },
  { additionalProperties: false },
)
const ClientPatch = Type.Object(
  {
    ...enforced,
    ...changedClientAuthentication,
    ...changedSignedRequests,
    name: Type.Optional(name),
    /** Auth0 takes any; a secret that can be guessed is none. */
    client_secret: Type.Optional(Type.String({ minLength: 16, maxLength: 255 })),
    token_endpoint_auth_method: Type.Optional(Type.Union([Type.Enum([...AUTH_METHODS]), Type.Null()])),
  },
  { additionalProperties: false },
)

/** What anybody who may read clients sees of one. */
const SUMMARY = ['client_id', 'name', 'description', 'app_type'] as const

export const Client = Type.Partial(
  Type.Object({
    client_id: Type.String(),
    tenant: Type.String(),
    global: Type.Boolean(),
    name: Type.String(),
    description: Type.String(),
    logo_uri: Type.String(),
    app_type: Type.Enum([...APP_TYPES]),
    is_first_party: Type.Boolean(),
    cross_origin_authentication: Type.Boolean(),
    callbacks: Type.Array(Type.String()),
    allowed_logout_urls: Type.Array(Type.String()),
    web_origins: Type.Array(Type.String()),
    allowed_origins: Type.Array(Type.String()),
    grant_types: Type.Array(Type.String()),
    token_endpoint_auth_method: Type.Enum([...AUTH_METHODS]),
    ...answeredClientAuthentication,
    initiate_login_uri: Type.String(),
    jwt_configuration: Type.Object({
      alg: Type.Enum([...CLIENT_SIGNING_ALGS]),
      lifetime_in_seconds: Type.Integer(),
      ...answeredProperties(UNENFORCED_JWT),
    }),
    refresh_token: Type.Object({
      rotation_type: Type.Enum(['rotating', 'non-rotating']),
      expiration_type: Type.Enum(['expiring', 'non-expiring']),
      leeway: Type.Integer(),
      token_lifetime: Type.Integer(),
      infinite_token_lifetime: Type.Boolean(),
      idle_token_lifetime: Type.Integer(),
      infinite_idle_token_lifetime: Type.Boolean(),
      policies: Type.Optional(refreshTokenPolicies),
    }),
    client_metadata: Type.Record(Type.String(), Type.String()),
    registration: Registration,
    ...cibaAnswers,
    ...shownLogoutSettings,
    ...possessionSettings,
    multi_factor_policy: MultiFactorPolicy,
    ...requestAnswers,
    ...exchangeAnswers,
    callback_url_template: Type.Boolean(),
    client_secret: Type.String({ description: 'Only to holders of read:client_keys or read:client_credentials' }),
    signing_keys: Type.Array(Type.Object({ cert: Type.String(), pkcs7: Type.String(), subject: Type.String() })),
    ...thirdPartyAnswers,
    ...answeredProperties(UNENFORCED_CLIENT),
  }),
  { title: 'Client' },
)
type Client = Static<typeof Client>

const inexistent = () => new LintelError('inexistent_client', 'The client does not exist')

type Sight = { all: boolean; secrets: boolean }

/** @param writer a scope that lets its holder write every field, and so see what it wrote */
const sightOf = (request: FastifyRequest, ...writer: string[]): Sight => ({
  all: holds(request, 'read:clients', 'read:client_keys', ...writer),
  secrets: holds(request, 'read:client_keys', 'read:client_credentials'),
})

/** The certificates that a client may check this tenant's signatures by. */
async function signingKeysOf(store: TenantStore) {
  const current = (await store.facts.signing_keys()).filter(key => key.state === 'current')
  return current.map(({ alg, cert, pkcs7 }) => ({
    alg,
    cert,
    pkcs7,
    subject: `/${new X509Certificate(cert).subject.replaceAll('\n', '/')}`,
  }))
}

async function presenter(store: TenantStore, { all, secrets }: Sight): Promise<(client: StoredClient) => Client> {
  const keys = secrets ? await signingKeysOf(store) : []
  return ({ client_secret, created_at: _c, updated_at: _u, oidc_conformant: _o, ...stored }) => {
    const { jwt_configuration, client_metadata, registration, ...rest } = stored
    const client_alg = jwt_configuration.alg
    const whole: Client = {
      ...shownValues(UNENFORCED_CLIENT),
      ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) as Client),
      ...(Object.keys(client_metadata).length > 0 ? { client_metadata } : {}),
      ...(Object.keys(registration).length > 0 ? { registration } : {}),
      jwt_configuration: jwt_configuration as Client['jwt_configuration'] & object,
      tenant: store.tenant.tenant_id,
      callback_url_template: false,
      ...shownThirdParty(stored as StoredClient),
    }
    // Auth0: of a client that has another method than a secret, neither that nor the secret is told.
    const bySecret = !stored.client_authentication_methods
    if (!bySecret) delete whole.token_endpoint_auth_method
    return {
      ...(all ? whole : (Object.fromEntries(SUMMARY.map(field => [field, whole[field]])) as Client)),
      ...(secrets && bySecret && client_secret !== undefined ? { client_secret } : {}),
      ...(secrets
        ? { signing_keys: keys.filter(({ alg }) => alg === (client_alg === 'HS256' ? 'RS256' : client_alg)) }
        : {}),
    }
  }
}

type Body = Static<typeof NewClient> | Static<typeof ClientPatch>

function jwtConfigurationOf(given: NonNullable<Body['jwt_configuration']>): JwtConfiguration {
  const { alg = 'RS256', lifetime_in_seconds = 36_000 } = enforcedOnly(given, UNENFORCED_JWT, 'jwt_configuration.')
  return { alg, lifetime_in_seconds, secret_encoded: false }
}

/** RFC 9700 §4.14.2: a public client's refresh tokens rotate, unless it was told otherwise. */
const defaultRefreshToken = (rotating: boolean): RefreshTokenSettings => ({
  rotation_type: rotating ? 'rotating' : 'non-rotating',
  expiration_type: rotating ? 'expiring' : 'non-expiring',
  leeway: 0,
  token_lifetime: MONTH,
  infinite_token_lifetime: !rotating,
  idle_token_lifetime: MONTH / 2,
  infinite_idle_token_lifetime: !rotating,
})

function refreshTokenOf(given: NonNullable<Body['refresh_token']>): RefreshTokenSettings {
  const { policies, ...asked } = enforcedOnly(given, UNENFORCED_REFRESH_TOKEN, 'refresh_token.')
  const expiring = asked.expiration_type === 'expiring'
  const settings: RefreshTokenSettings = {
    leeway: 0,
    infinite_token_lifetime: !expiring,
    infinite_idle_token_lifetime: !expiring,
    ...asked,
    token_lifetime: asked.token_lifetime ?? MONTH,
    idle_token_lifetime: asked.idle_token_lifetime ?? Math.min(MONTH / 2, asked.token_lifetime ?? MONTH),
    ...(policies ? { policies } : {}),
  }
  const { rotation_type, infinite_token_lifetime, infinite_idle_token_lifetime } = settings
  if (rotation_type === 'rotating' && !expiring)
    throw invalidProperty('A rotating refresh token must be expiring', 'refresh_token.expiration_type')
  if (rotation_type === 'rotating' && infinite_token_lifetime)
    throw invalidProperty('A rotating refresh token must have a lifetime', 'refresh_token.infinite_token_lifetime')
  if (expiring && infinite_token_lifetime && infinite_idle_token_lifetime)
    throw invalidProperty('An expiring refresh token must have a lifetime', 'refresh_token.infinite_token_lifetime')
  if (!expiring && !infinite_token_lifetime)
    throw invalidProperty('A refresh token with a lifetime must be expiring', 'refresh_token.infinite_token_lifetime')
  if (!expiring && !infinite_idle_token_lifetime)
    throw invalidProperty(
      'A refresh token with a lifetime must be expiring',
      'refresh_token.infinite_idle_token_lifetime',
    )
  if (
    !infinite_token_lifetime &&
    !infinite_idle_token_lifetime &&
    settings.idle_token_lifetime > settings.token_lifetime
  )
    throw invalidProperty('The idle lifetime must not exceed the token lifetime', 'refresh_token.idle_token_lifetime')
  return settings
}

/** What a client with this body becomes, before `settled` has looked at it as a whole. */
function changesOf(body: Body): Partial<StoredClient> {
  const {
    refresh_token,
    jwt_configuration,
    client_metadata: _,
    registration,
    signed_request_object: ___,
    token_exchange,
    third_party_security_mode: _m,
    token_endpoint_auth_method,
    client_authentication_methods: __,
    oidc_logout,
    oidc_backchannel_logout,
    ...rest
  } = enforcedOnly(body, UNENFORCED_CLIENT)
  const changes: Partial<StoredClient> = {
    ...rest,
    ...logoutChanges({
      ...(oidc_logout === undefined ? {} : { oidc_logout }),
      ...(oidc_backchannel_logout === undefined ? {} : { oidc_backchannel_logout }),
    }),
  }
  for (const field of ['description', 'logo_uri', 'initiate_login_uri'] as const)
    if (changes[field] === '') changes[field] = null
  checkUrls(rest.callbacks, 'redirect', 'callbacks')
  checkUrls(rest.allowed_logout_urls, 'redirect', 'allowed_logout_urls')
  checkUrls(rest.web_origins, 'origin', 'web_origins')
  checkUrls(rest.allowed_origins, 'origin', 'allowed_origins')
  if (changes.logo_uri) checkUrl(changes.logo_uri, 'link', 'logo_uri')
  if (changes.initiate_login_uri) checkUrl(changes.initiate_login_uri, 'https', 'initiate_login_uri')
  checkChannels(rest.async_approval_notification_channels)
  if (jwt_configuration) changes.jwt_configuration = jwtConfigurationOf(jwt_configuration)
  if (refresh_token) changes.refresh_token = refreshTokenOf(refresh_token)
  if (registration !== undefined) changes.registration = settledRegistration(registration ?? {})
  if (token_exchange !== undefined) changes.token_exchange = token_exchange && tokenExchangeOf(token_exchange)
  if (token_endpoint_auth_method) changes.token_endpoint_auth_method = token_endpoint_auth_method
  return changes
}

const isPublicType = (app_type: string | null | undefined) => app_type === 'native' || app_type === 'spa'
const defaultAuthMethod = (app_type: string | null | undefined) =>
  isPublicType(app_type) ? 'none' : 'client_secret_post'

/** Auth0 would give `implicit` too; here a client has it only when it was given it. */
const defaultGrantTypes = (app_type: string | undefined, isPublic: boolean): string[] =>
  app_type === 'non_interactive'
    ? ['client_credentials']
    : app_type === RESOURCE_SERVER
      ? ['urn:ietf:params:oauth:grant-type:token-exchange']
      : ['authorization_code', 'refresh_token', ...(isPublic ? [] : ['client_credentials'])]

/** Which scopes a change takes: whoever may say by which credentials a client authenticates needs not be one who may change all of it. */
function divided(body: Static<typeof ClientPatch>): { about_credentials: boolean; about_the_rest: boolean } {
  const { client_authentication_methods, signed_request_object, token_endpoint_auth_method, ...rest } = body
  const credentials = [client_authentication_methods, signed_request_object]
  const givesWay = client_authentication_methods && token_endpoint_auth_method === null
  return {
    about_credentials: credentials.some(setting => setting !== undefined),
    about_the_rest: Object.keys(rest).length > 0 || (token_endpoint_auth_method !== undefined && !givesWay),
  }
}

/** RFC 6749 §4.4: only a client that can keep a secret speaks for itself. */
function checkGrantTypes(client: { token_endpoint_auth_method: string; grant_types: string[] }): void {
  if (client.token_endpoint_auth_method === 'none' && client.grant_types.includes('client_credentials'))
    throw invalidProperty('client_credentials needs a token_endpoint_auth_method other than none', 'grant_types')
}

export const clients: FastifyPluginAsyncTypebox<Pick<KeysOptions, 'newSigningKey'>> = async (
  server,
  { newSigningKey },
) => {
  const readers = ['read:clients', 'read:client_keys', 'read:client_credentials', 'read:client_summary']

  server.get(
    '/clients',
    {
      config: { scopes: readers, sdk: 'clients.list' },
      schema: {
        querystring: Type.Object(
          {
            ...listQuery,
            ...fieldsQuery,
            is_global: Type.Optional(Type.Boolean()),
            is_first_party: Type.Optional(Type.Boolean()),
            cross_origin_authentication: Type.Optional(
              Type.Boolean({ description: 'Whether pages of the app’s own take passwords, by /co/authenticate' }),
            ),
            app_type: Type.Optional(Type.String({ maxLength: 500, description: 'Comma-separated' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: listReply('clients', Client) },
      },
    },
    async request => {
      const { query, store } = request
      const filter = {
        ...(query.is_global === undefined ? {} : { global: query.is_global }),
        ...(query.is_first_party === undefined ? {} : { is_first_party: query.is_first_party }),
        ...(query.app_type === undefined ? {} : { app_type: query.app_type.split(',').map(type => type.trim()) }),
      }
      const present = await presenter(store, sightOf(request))
      return listPage(
        'clients',
        query,
        {
          list: window => store.clients.list(filter, window),
          count: () => store.clients.count(filter),
          listAfter: (from, take) => store.clients.listAfter(filter, from, take),
        },
        client => client.client_id,
        page => page.map(client => pickFields(present(client), query)),
      )
    },
  )

  server.post(
    '/clients',
    {
      config: { scopes: ['create:clients'], sdk: 'clients.create' },
      schema: { body: NewClient, response: { 201: Client } },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      const changes = { ...changesOf(body), ...thirdPartyChanges(body) }
      const token_endpoint_auth_method = settledMethod(body, undefined, defaultAuthMethod(body.app_type))
      const isPublic = token_endpoint_auth_method === 'none'
      const client_id = newClientId()
      const { methods, credentials } = await readMethods(client_id, body.client_authentication_methods)
      const signing = await readSignedRequests(client_id, body.signed_request_object, credentials)
      credentials.push(...signing.credentials)
      if (credentials.length > 0 && !holds(request, 'create:client_credentials'))
        throw insufficientScope(['create:client_credentials'])
      const client = {
        client_id,
        client_secret: newClientSecret(),
        global: false,
        description: null,
        logo_uri: null,
        app_type: null,
        is_first_party: true,
        oidc_conformant: true,
        callbacks: [],
        allowed_logout_urls: [],
        web_origins: [],
        allowed_origins: [],
        initiate_login_uri: null,
        jwt_configuration: jwtConfigurationOf({}),
        refresh_token: defaultRefreshToken(isPublic),
        grant_types: defaultGrantTypes(body.app_type, isPublic),
        ...changes,
        name: body.name,
        token_endpoint_auth_method,
        client_authentication_methods: methods,
        signed_request_object: signing.signed_request_object,
        client_metadata: mergeStringMetadata({}, body.client_metadata ?? {}, 'client_metadata'),
      }
      checkGrantTypes(client)
      checkThirdParty(client)
      checkWaiting(client)
      checkAuthentication({ registration: {}, ...client } as StoredClient)
      checkFrontchannelLogout(client)
      checkKeySetUri(client)
      checkTokens(client as StoredClient, await readSector(server.outbound, client.registration))
      const introduceKeys = await firstKeysOf(store, neededAlgs(client), newSigningKey, now)
      const shownCredentials = credentials.map(credential => ({ ...credential, created_at: now, updated_at: now }))
      const created = await store.transaction(async tx => {
        await introduceKeys(tx)
        await checkExchange(tx, client)
        const row = await tx.clients.create(settledRequests(client, body, shownCredentials), now)
        await addCredentials(tx, client_id, credentials, now)
        if (readSettings(await tx.settings.find()).flags.enable_client_connections)
          await tx.connections.enableEvery(row.client_id)
        await tx.logs.write(managementEvent(request, 'Create a client'), now)
        return row
      })
      const present = await presenter(store, sightOf(request, 'create:clients'))
      return reply.code(201).send(present(created))
    },
  )

  server.get(
    '/clients/:id',
    {
      config: { scopes: readers, sdk: 'clients.get' },
      schema: {
        params: ClientIdParams,
        querystring: Type.Object(fieldsQuery, { additionalProperties: false }),
        response: { 200: Client },
      },
    },
    async request => {
      const { params, query, store } = request
      const client = await store.clients.find(params.id)
      if (!client) throw inexistent()
      return pickFields((await presenter(store, sightOf(request)))(client), query)
    },
  )

  server.patch(
    '/clients/:id',
    {
      config: { scopes: ['update:clients', 'update:client_keys', 'update:client_credentials'], sdk: 'clients.update' },
      schema: { params: ClientIdParams, body: ClientPatch, response: { 200: Client } },
    },
    async request => {
      const { body, params, store } = request
      const { client_secret, ...others } = body
      if (client_secret !== undefined && !holds(request, 'update:client_keys'))
        throw insufficientScope(['update:client_keys'])
      const { about_credentials, about_the_rest } = divided(others)
      if (about_credentials && !holds(request, 'update:client_credentials'))
        throw insufficientScope(['update:client_credentials'])
      if (about_the_rest && !holds(request, 'update:clients')) throw insufficientScope(['update:clients'])
      const now = new Date()
      const changes = changesOf(body)
      // A new callback is looked up in the document that the client has named before.
      const registration =
        changes.registration ?? (changes.callbacks && (await store.facts.client(params.id))?.registration)
      const sector = await readSector(server.outbound, registration)
      const introduceKeys = await firstKeysOf(store, neededAlgs(changes), newSigningKey, now)
      const updated = await store.transaction(async tx => {
        await introduceKeys(tx)
        const before = await tx.clients.findForUpdate(params.id)
        if (!before) throw inexistent()
        if (before.global && Object.keys(enforcedOnly(body, UNENFORCED_CLIENT)).length > 0)
          throw new LintelError('operation_not_supported', GLOBAL)
        const after = { ...before, ...changes }
        after.token_endpoint_auth_method = settledMethod(body, before, defaultAuthMethod(after.app_type))
        if (body.client_authentication_methods !== undefined) {
          await checkMethods(tx, params.id, body.client_authentication_methods ?? {})
          after.client_authentication_methods = body.client_authentication_methods
        }
        if (body.signed_request_object !== undefined)
          after.signed_request_object = signedRequestObjectOf(body.signed_request_object)
        if (body.refresh_token === null)
          after.refresh_token = defaultRefreshToken(after.token_endpoint_auth_method === 'none')
        if (body.client_metadata)
          after.client_metadata = mergeStringMetadata(before.client_metadata, body.client_metadata, 'client_metadata')
        after.client_secret ??= newClientSecret()
        checkGrantTypes(after)
        thirdPartyChanges(body, before)
        checkThirdParty(after)
        checkWaiting(after)
        checkAuthentication(after)
        checkFrontchannelLogout(after)
        checkKeySetUri(after, before)
        checkTokens(after, sector, before)
        await checkExchange(tx, after, before)
        const settled = settledRequests(after, body, await tx.client_credentials.listFor(after.client_id))
        const { client_id, global: _g, created_at: _c, updated_at: _u, ...values } = settled
        const row = await tx.clients.update(client_id, values, now)
        await tx.logs.write(managementEvent(request, 'Update a client'), now)
        return row as StoredClient
      })
      return (await presenter(store, sightOf(request, 'update:clients')))(updated)
    },
  )

  server.delete(
    '/clients/:id',
    {
      config: { scopes: ['delete:clients'], sdk: 'clients.delete' },
      schema: { params: ClientIdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        const client = await tx.clients.findForUpdate(params.id)
        if (!client) return
        if (client.global) throw new LintelError('operation_not_supported', GLOBAL)
        await tx.clients.remove(params.id)
        await tx.logs.write(managementEvent(request, 'Delete a client'), now)
      })
      return reply.code(204).send(null)
    },
  )

  server.post(
    '/clients/:id/rotate-secret',
    {
      config: { scopes: ['update:client_keys'], sdk: 'clients.rotateSecret' },
      schema: { params: ClientIdParams, response: { 200: Client } },
    },
    async request => {
      const { params, store } = request
      const now = new Date()
      const client_secret = newClientSecret()
      const rotated = await store.transaction(async tx => {
        const client = await tx.clients.update(params.id, { client_secret }, now)
        if (!client) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Rotate a client secret'), now)
        return client
      })
      const present = await presenter(store, sightOf(request, 'update:clients'))
      // Whoever may replace the secret is told what by.
      return { ...present(rotated), client_secret }
    },
  )
}

const GLOBAL = 'The global client stands for all clients. It can be neither changed nor deleted.'
