// Clients that register themselves (RFC 7591) and look after what they registered (RFC 7592). Lintel's own routes: what is stored is Auth0's
// shape of a client, and oidc-provider's handler would store its own; its Client class still judges the result.
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { errors } from 'oidc-provider'
import { LintelError } from '../errors.ts'
import { networkOf } from '../http/network.ts'
import type { Outbound } from '../http/outbound.ts'
import { newClientSecret, newThirdPartyClientId } from '../ids.ts'
import type { ClientCredential, NewClientCredential, RegisteredClient } from '../store/client-credentials.ts'
import type { Client, NewClient } from '../store/clients.ts'
import type { JsonObject } from '../store/schema.ts'
import { readSettings } from '../store/settings.ts'
import { mayFetch } from './client-documents.ts'
import { authMethodOf, clientMetadata } from './client-metadata.ts'
import { dialectOf, refusal } from './dialect.ts'
import { about } from './events.ts'
import { answerOAuthError } from './http.ts'
import { furtherDescription, nothingFurther, shownFurther } from './permissive-registration.ts'
import { providerOf } from './provider.ts'
import { checkClientMetadata } from './provider-internals.ts'
import {
  columnsOf,
  credentialsOf,
  describedClient,
  hasRoom,
  invalid,
  keyReferences,
  type OwnMethod,
  replaceCredentials,
  type SelfDescription,
  selfDescribedClient,
  text,
} from './self-description.ts'

const PATH = '/oidc/register'
const BODY_LIMIT = 32 * 1024
const WINDOW_SECONDS = 900
/** An agent's service registers for all of its users from one network. */
const REGISTRATIONS_PER_NETWORK = 100
const METHODS: readonly OwnMethod[] = ['client_secret_basic', 'client_secret_post', 'none', 'private_key_jwt']
const PERMISSIVE_METHODS: readonly OwnMethod[] = [...METHODS, 'client_secret_jwt']

export type RegistrationOptions = {
  /** Throws the Management API's error for a client that could not be made there. It may ask a stranger. */
  checkSelfRegistered(outbound: Outbound, client: RegisteredClient): Promise<void>
}

/** The Management API's words for what is wrong, in RFC 7591's error. */
async function inWords(check: Promise<void>): Promise<void> {
  try {
    await check
  } catch (error) {
    if (!(error instanceof LintelError) || error.code !== 'invalid_body') throw error
    const [, what, property] = /^Payload validation error: '(.*)' on property (.*)\.$/s.exec(error.message) ?? []
    throw invalid(what ? `${property?.replace(/^registration\./, '')}: ${what}` : error.message)
  }
}

/** Throws what the Management API, and what oidc-provider, has against a client that we would store. */
async function checkRegistrable(
  { store, server }: FastifyRequest,
  client: NewClient,
  credentials: readonly NewClientCredential[],
  { checkSelfRegistered }: RegistrationOptions,
  now: Date,
): Promise<void> {
  const times = { created_at: now, updated_at: now }
  const kept = credentials.map(credential => ({ ...credential, ...times }))
  const unstored = { registration: {}, ...client, ...times, credentials: kept } as RegisteredClient
  if (isPermissive(unstored)) await inWords(checkSelfRegistered(server.outbound, unstored))
  checkClientMetadata(await providerOf(store), clientMetadata(unstored, now))
}

const isPermissive = ({ third_party_security_mode }: Pick<Client, 'third_party_security_mode'>) =>
  third_party_security_mode === null

/** A stranger names servers for us to ask; each is asked so often and no more. */
async function admitFetches({ store, ip }: FastifyRequest, metadata: JsonObject, now: Date): Promise<void> {
  for (const name of ['jwks_uri', 'sector_identifier_uri']) {
    const url = text(metadata, name)
    if (url === undefined) continue
    if (!URL.canParse(url)) throw invalid(`${name} must be a URL`)
    if (!(await mayFetch(store, url, ip, now))) throw refusal('too_many_registrations', {}, await dialectOf(store))
  }
}

/**
 * What a client says of itself, as it is taken up.
 * @param before the client as it is, if it is there
 */
async function read(
  request: FastifyRequest,
  metadata: JsonObject,
  before: Client | undefined,
  now: Date,
): Promise<SelfDescription> {
  const settings = readSettings(await request.store.facts.settings())
  // Looser than it was registered it does not become.
  const permissive =
    settings.dynamic_client_registration_security_mode === 'permissive' && (!before || isPermissive(before))
  const methods = permissive ? PERMISSIVE_METHODS : METHODS
  const { response_types, ...described } = describedClient(metadata, { methods, permissive })
  if (!permissive) return before && isPermissive(before) ? { ...described, further: nothingFurther(before) } : described
  await admitFetches(request, metadata, now)
  const { outbound } = request.server
  const { method } = described
  return { ...described, ...(await furtherDescription(outbound, metadata, { response_types, method }, before, now)) }
}

/** The columns of what it said, with its keys for what they are for. */
function settledColumns(described: SelfDescription, credentials: readonly NewClientCredential[], before?: Client) {
  const columns = columnsOf(described, credentials)
  if (!described.further) return columns
  const signed_request_object = before?.signed_request_object ?? null
  return isPermissive(described.further)
    ? { ...columns, ...keyReferences({ ...columns, signed_request_object }, credentials) }
    : { ...columns, signed_request_object: null }
}

// --- and back ---

/** To show, or to be answered under (OpenID Connect Core §10.1). */
const usesSecret = (method: string, { registration, jwt_configuration }: Partial<Client> = {}) =>
  method.startsWith('client_secret_') ||
  [jwt_configuration?.alg, registration?.userinfo_signed_response_alg].includes('HS256')

/** RFC 7591 §3.2.1, RFC 7592 §3 */
function answerOf(
  { store }: FastifyRequest,
  client: Client,
  credentials: readonly ClientCredential[],
  registration_access_token: string,
): JsonObject {
  const permissive = isPermissive(client)
  const codes = client.grant_types.includes('authorization_code')
  const method = authMethodOf(client)
  const { jwks } = client.registration as { jwks?: { keys: JsonObject[] } }
  const keys = [
    ...credentials.map(({ alg, kid, public_jwk }) => ({ ...public_jwk, alg, ...(kid === null ? {} : { kid }) })),
    ...(jwks?.keys ?? []),
  ]
  return {
    client_id: client.client_id,
    client_id_issued_at: Math.floor(client.created_at.getTime() / 1000),
    ...(usesSecret(method, client) ? { client_secret: client.client_secret, client_secret_expires_at: 0 } : {}),
    ...(permissive ? shownFurther(client) : {}),
    ...(keys.length > 0 && client.registration.jwks_uri === undefined ? { jwks: { keys } } : {}),
    client_name: client.name,
    ...(client.logo_uri === null ? {} : { logo_uri: client.logo_uri }),
    redirect_uris: client.callbacks,
    grant_types: client.grant_types,
    response_types: client.registration.response_types ?? (codes ? ['code'] : []),
    token_endpoint_auth_method: method,
    application_type: client.app_type === 'native' ? 'native' : 'web',
    registration_access_token,
    registration_client_uri: `${store.tenant.issuer}${PATH.slice(1)}/${client.client_id}`,
  }
}

// --- the routes ---

function metadataOf(request: FastifyRequest): JsonObject {
  const { body } = request
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new errors.InvalidRequest('the body must be application/json')
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new errors.InvalidRequest('the body must be a JSON object')
  return body as JsonObject
}

/** RFC 6750 §2.1 */
function presentedToken(request: FastifyRequest): string {
  const m = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')
  if (!m?.[1]) throw new errors.InvalidToken('no bearer token')
  return m[1]
}

const errorHandler: NonNullable<RouteOptions['errorHandler']> = (error, request, reply) => {
  if (error instanceof errors.InvalidToken)
    reply.header('www-authenticate', `Bearer realm="${request.store.tenant.issuer}", error="invalid_token"`)
  return answerOAuthError(error, request, reply)
}

/** @param counted an initial access token counts for itself */
async function admit({ store, ip }: FastifyRequest, counted: boolean, now: Date): Promise<void> {
  const count = counted ? 0 : (await store.throttles.hit(['registration', networkOf(ip)], WINDOW_SECONDS, now)).count
  if (count > REGISTRATIONS_PER_NETWORK || !(await hasRoom(store)))
    throw refusal('too_many_registrations', {}, await dialectOf(store))
}

export async function registration(server: FastifyInstance, options: RegistrationOptions): Promise<void> {
  const route = {
    errorHandler,
    exposeHeadRoute: false,
    bodyLimit: BODY_LIMIT,
    config: { part: 'dynamic_client_registration' },
  } as const
  const params = { type: 'object', properties: { client_id: { type: 'string', pattern: '^[A-Za-z0-9._~-]{1,64}$' } } }
  type Managed = { Params: { client_id: string } }

  /** Off, there is nothing here. */
  server.addHook('preValidation', async (request, reply) => {
    const { dynamic_client_registration } = readSettings(await request.store.facts.settings())
    if (dynamic_client_registration === 'off') return reply.callNotFound()
    // An agent may live in a browser. No cookie counts here, and every answer is the asker's own.
    reply.headers({ 'access-control-allow-origin': '*', pragma: 'no-cache' })
  })

  for (const [url, methods] of [
    [PATH, 'POST'],
    [`${PATH}/:client_id`, 'GET, PUT, DELETE'],
  ] as const)
    server.options(url, async (_request, reply) =>
      reply
        .headers({
          'access-control-allow-methods': methods,
          'access-control-allow-headers': 'authorization, content-type, mcp-protocol-version',
          'access-control-max-age': '3600',
        })
        .code(204)
        .send(),
    )

  server.post(PATH, route, async (request, reply) => {
    const { store } = request
    const now = new Date()
    const { dynamic_client_registration } = readSettings(await store.facts.settings())
    const initial = dynamic_client_registration === 'initial_access_token' ? presentedToken(request) : undefined
    if (initial !== undefined && !(await store.registration_tokens.isInitial(initial, now)))
      throw new errors.InvalidToken('unknown, expired or used up')
    await admit(request, initial !== undefined, now)
    const described = await read(request, metadataOf(request), undefined, now)
    const client_id = newThirdPartyClientId()
    const credentials = credentialsOf(client_id, described.keys)
    const client: NewClient = {
      ...selfDescribedClient(client_id, settledColumns(described, credentials), {
        external_metadata_type: 'dcr',
        external_metadata_created_by: 'client',
      }),
      ...(usesSecret(described.method, described.further) ? { client_secret: newClientSecret() } : {}),
    }
    await checkRegistrable(request, client, credentials, options, now)
    const answer = await store.transaction(async tx => {
      if (initial !== undefined && !(await tx.registration_tokens.spendInitial(initial, now)))
        throw new errors.InvalidToken('unknown, expired or used up')
      const created = await tx.clients.create(client, now)
      const keys = await replaceCredentials(tx, client_id, credentials, now)
      const token = await tx.registration_tokens.createFor(created.client_id, now)
      const description = 'Register a client dynamically'
      await tx.logs.write({ ...about(request, { client: created }), type: 'sapi', description }, now)
      return answerOf(request, created, keys, token)
    })
    return reply.code(201).send(answer)
  })

  /** RFC 7592 §2: a client that is gone, and a token that is not its own, are the same. */
  async function owned(request: FastifyRequest<Managed>): Promise<{ client: Client; token: string }> {
    const { store, params } = request
    const token = presentedToken(request)
    const isOwn = await store.registration_tokens.isFor(params.client_id, token)
    const client = isOwn ? await store.clients.find(params.client_id) : undefined
    if (!client) throw new errors.InvalidToken('not this client’s registration access token')
    return { client, token }
  }

  server.get<Managed>(`${PATH}/:client_id`, { ...route, schema: { params } }, async request => {
    const { client, token } = await owned(request)
    const credentials = await request.store.client_credentials.listFor(client.client_id)
    return answerOf(request, client, credentials, token)
  })

  server.put<Managed>(`${PATH}/:client_id`, { ...route, schema: { params } }, async request => {
    const { store } = request
    const now = new Date()
    const { client, token } = await owned(request)
    const metadata = metadataOf(request)
    for (const name of [
      'registration_access_token',
      'registration_client_uri',
      'client_secret_expires_at',
      'client_id_issued_at',
    ])
      if (metadata[name] !== undefined) throw new errors.InvalidRequest(`${name} must not be sent`)
    if (metadata.client_id !== client.client_id) throw new errors.InvalidRequest('client_id must be the client’s own')
    // RFC 7592 §2.2: it may repeat its secret, not choose one.
    if (metadata.client_secret !== undefined && metadata.client_secret !== client.client_secret)
      throw new errors.InvalidRequest('client_secret must be the client’s own')
    const described = await read(request, metadata, client, now)
    const needsSecret = usesSecret(described.method, described.further) && client.client_secret === undefined
    const credentials = credentialsOf(client.client_id, described.keys)
    const after = {
      ...settledColumns(described, credentials, client),
      ...(needsSecret ? { client_secret: newClientSecret() } : {}),
    }
    await checkRegistrable(request, { ...client, ...after }, credentials, options, now)
    return store.transaction(async tx => {
      const next = await tx.registration_tokens.rotate(client.client_id, token, now)
      const updated = next && (await tx.clients.update(client.client_id, after, now))
      if (!updated) throw new errors.InvalidToken('not this client’s registration access token')
      const keys = await replaceCredentials(tx, client.client_id, credentials, now)
      const description = 'Update a client’s own registration'
      await tx.logs.write({ ...about(request, { client: updated }), type: 'sapi', description }, now)
      return answerOf(request, updated, keys, next)
    })
  })

  server.delete<Managed>(`${PATH}/:client_id`, { ...route, schema: { params } }, async (request, reply) => {
    const { store } = request
    const { client } = await owned(request)
    const now = new Date()
    await store.transaction(async tx => {
      // Its grants, tokens and consents go with it.
      if (!(await tx.clients.remove(client.client_id))) return
      const description = 'Delete a client’s own registration'
      await tx.logs.write({ ...about(request, { client }), type: 'sapi', description }, now)
    })
    return reply.code(204).send()
  })
}
