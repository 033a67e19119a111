// House rules of Fastify: how bodies are read, how errors are answered, which headers every response carries, which tenant a request is for.
// Owns no route of its own but the health checks.
import { type IncomingHttpHeaders, maxHeaderSize } from 'node:http'
import { isIP } from 'node:net'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import { LintelError } from '../errors.ts'
import { isUnreachable, unavailable } from '../store/database.ts'
import { isEmail } from '../store/email-addresses.ts'
import type { Tenant } from '../store/scope.ts'
import type { TenantStore } from '../store/store.ts'
import { parseForm, parseJson } from './body.ts'
import { type ClientCertificates, takeClientCertificates } from './client-certificate.ts'
import { lateSerializer, lateValidator } from './late-schemas.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The facts of the tenant that this request's host names. */
    store: TenantStore
  }
  interface FastifyContextConfig {
    /** Answers on every host, for no tenant (health checks). */
    any_host?: boolean
    /** Its body may take as long as it takes, while something comes. */
    takes_long?: boolean
    /** Programs ask it: it answers at the host for mutual TLS too. */
    at_mtls_host?: boolean
  }
}

export type ServerOptions = {
  logger: Logger
  tls: { cert: string; key: string } | undefined
  client_certificates: ClientCertificates
  /** the label before a tenant's host where clients show certificates */
  mtls_subdomain: string | undefined
  /** addresses or networks whose X-Forwarded-For counts */
  trusted_proxies: readonly string[]
  tenantByHost(host: string): Promise<Tenant | undefined>
  forTenant(tenant: Tenant): TenantStore
  /** Whether the database has been prepared. */
  isReady(): boolean
}

/** For forms, and for whoever asks for nothing that is here; the Management API takes more once it knows who asks. */
const BODY_LIMIT = 64 * 1024

const ERROR_NAMES: { [status: number]: string } = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

const PART = { body: 'Payload', querystring: 'Query', params: 'Path', headers: 'Header' } as const
const PART_CODE = {
  body: 'invalid_body',
  querystring: 'invalid_query_string',
  params: 'invalid_uri',
  headers: 'invalid_body',
} as const

/** Auth0's wording of a schema violation: `Payload validation error: '…' on property x`. */
function validationError(error: FastifyError): LintelError {
  const part = (error.validationContext ?? 'body') as keyof typeof PART
  const [first] = error.validation ?? []
  const at = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.')
  const params = (first?.params ?? {}) as { [name: string]: unknown }
  const inside = (name: unknown) => (at === '' ? String(name) : `${at}.${String(name)}`)
  const what =
    first?.keyword === 'additionalProperties'
      ? `Additional properties not allowed: ${inside(params.additionalProperty)}`
      : first?.keyword === 'required'
        ? `Missing required property: ${inside(params.missingProperty)}`
        : first?.keyword === 'type'
          ? `Expected type ${String(params.type)}`
          : first?.keyword === 'pattern'
            ? `String does not match pattern ${String(params.pattern)}`
            : first?.keyword === 'enum' || first?.keyword === 'const'
              ? `No enum match: expected ${JSON.stringify(params.allowedValues ?? params.allowedValue)}`
              : (first?.message ?? 'invalid')
  return new LintelError(
    PART_CODE[part] ?? 'invalid_body',
    `${PART[part] ?? 'Payload'} validation error: '${what}'${at === '' ? '' : ` on property ${at}`}.`,
  )
}

/** Turns whatever was thrown into what a caller may read. `undefined`: nothing but a 500. */
export function readableError(thrown: unknown): LintelError | undefined {
  if (thrown instanceof LintelError) return thrown
  if (isUnreachable(thrown)) return unavailable(thrown)
  const error = thrown as FastifyError
  if (error.validation) return validationError(error)
  switch (error.statusCode) {
    case 400:
      return new LintelError('invalid_body', error.message)
    case 413:
      return new LintelError('payload_too_large', 'The request body is too large.')
    case 415:
      return new LintelError('unsupported_media_type', 'The content type is not supported here.')
    default:
      return undefined
  }
}

export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = readableError(thrown)
  const statusCode = error?.statusCode ?? 500
  if (statusCode >= 500) request.log.error({ err: error?.cause ?? thrown }, 'request failed')
  if (statusCode === 503) reply.header('retry-after', '1')
  reply
    .code(statusCode)
    .type('application/json; charset=utf-8')
    .send({
      statusCode,
      error: ERROR_NAMES[statusCode] ?? 'Error',
      message: error?.message ?? `An internal error occurred. The log knows more under request id ${request.id}.`,
      ...(error ? { errorCode: error.code } : {}),
    })
}

type Answer = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => unknown

/** Programs ask here, whatever they say that they accept: some say text/html without being asked. */
const FOR_PROGRAMS = /^\/(?:api\/v2|oauth|\.well-known)(?:\/|$)/

const isPerson = ({ url, headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/html') === true && !FOR_PROGRAMS.test(url)

/**
 * Where nothing is: programs read JSON, people a page. A plugin of its own, so that a page that cannot be made is answered by the server's own
 * handler.
 */
export const nowhere =
  (showPerson: Answer) =>
  async (server: FastifyInstance): Promise<void> => {
    server.setErrorHandler((thrown, request, reply) =>
      (isPerson(request) ? showPerson : answerError)(thrown, request, reply),
    )
    server.setNotFoundHandler(async () => {
      throw new LintelError('not_found', 'There is nothing at this path.')
    })
  }

/** Their path's percent-encoding says nothing (RFC 3986 §2.1). */
const unreadable = new WeakSet<object>()

/** Takes such a path letter by letter, so that it is answered by whoever answers there: to people by a page, to programs by JSON. */
function readablePath(request: { url?: string | undefined; originalUrl?: string }): string {
  // fastify 5 sets it; oidc-provider 9 takes what differs for the path that it is mounted at.
  delete request.originalUrl
  const { url = '/' } = request
  const [path = '', ...query] = url.split('?')
  if (!path.includes('%')) return url
  try {
    decodeURIComponent(path)
    return url
  } catch {
    unreadable.add(request)
    return [path.replaceAll('%', '%25'), ...query].join('?')
  }
}

function validator(coerceTypes: false | 'array'): ReturnType<typeof lateValidator> {
  const ajv = new Ajv({ allErrors: false, strict: false, useDefaults: true, removeAdditional: false, coerceTypes })
  addFormats.default(ajv)
  // What the pages take for an address, so that nobody is made who could not sign in.
  ajv.addFormat('email', isEmail)
  return lateValidator(schema => ajv.compile(schema))
}
const strict = validator(false)
const coercing = validator('array')

/**
 * Of what proxies say, only X-Forwarded-For counts: a Host or scheme that a client made up must not pass through one that knows nothing of
 * these headers. Some proxies write a port beside the address; left there, every connection would be another client.
 */
function keepForwardedFor(headers: IncomingHttpHeaders): void {
  delete headers['x-forwarded-host']
  delete headers['x-forwarded-proto']
  const chain = headers['x-forwarded-for']
  if (typeof chain === 'string')
    headers['x-forwarded-for'] = chain.replace(
      /\[([0-9A-Fa-f:.]{2,45})\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}/g,
      '$1$2',
    )
}

/** RFC 8705 §7.2: asked for, not demanded. Whoever relies on one looks whether it was verified. */
const askForCertificates = (ca: string | undefined) =>
  ca === undefined ? {} : { requestCert: true, rejectUnauthorized: false, ca }

/** Whoever sends a body so slowly that it is not there in time holds the connection no longer, except where a route takes files. */
export function endSlowBodies(server: FastifyInstance, within_ms: number): void {
  server.addHook('onRequest', async ({ raw, routeOptions }) => {
    if (routeOptions.config.takes_long) return
    const timer = setTimeout(() => raw.complete || raw.destroy(), within_ms).unref()
    raw.once('close', () => clearTimeout(timer))
  })
}

export function createServer(options: ServerOptions): FastifyInstance {
  const server = fastify({
    loggerInstance: options.logger,
    // One line per request is written in observe.ts, without URLs.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trusted_proxies.length > 0 ? [...options.trusted_proxies] : false,
    rewriteUrl: readablePath,
    // No less than Node takes of a request's head: what is too long for a name is a name that nobody has.
    routerOptions: { maxParamLength: maxHeaderSize },
    // A slow client must not hold a connection for ever; most must not for long (see below).
    requestTimeout: 3_600_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    ...(options.tls ? { https: { ...options.tls, ...askForCertificates(options.client_certificates.ca) } } : {}),
  }) as unknown as FastifyInstance

  type Compiler = Parameters<typeof server.setValidatorCompiler>[0]
  server.setValidatorCompiler((({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : coercing)(schema as object)) as Compiler)
  server.setSerializerCompiler(lateSerializer)

  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, parseJson)
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, parseForm)

  server.setErrorHandler(answerError)

  server.decorateRequest('store')
  endSlowBodies(server, 60_000)
  takeClientCertificates(server, options.client_certificates, options.trusted_proxies)
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    // PostgreSQL holds no NUL; nothing legitimate sends one.
    if (request.url.includes('%00')) throw new LintelError('invalid_uri', 'The URL contains a NUL character.')
    // A path that leads nowhere is answered as such, however it is written.
    if (unreadable.has(request.raw) && !request.is404)
      throw new LintelError('invalid_uri', 'The path of the URL cannot be decoded.')
    keepForwardedFor(request.raw.headers)
    if (request.routeOptions.config.any_host) return
    // Limits count by it, logs tell it: who has none is nobody (CVE-2024-47070).
    if (isIP(request.ip) === 0)
      throw new LintelError('invalid_body', 'X-Forwarded-For does not name the client by an address.')
    if (!options.isReady()) throw new LintelError('unavailable', 'Lintel is starting. Try again shortly.')
    const host = request.host.toLowerCase()
    // RFC 9112 §3.2: of two, a proxy may have judged the other one. §3.2.2: an absolute target has a host of its own, which it may have judged too.
    if (request.raw.rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name)).length > 1)
      throw new LintelError('invalid_body', 'The request names two hosts.')
    if (!request.url.startsWith('/') && URL.parse(request.url)?.host !== host)
      throw new LintelError('invalid_uri', 'The target of the request names another host than its header.')
    const alias = options.mtls_subdomain === undefined ? undefined : `${options.mtls_subdomain}.`
    const isAlias = alias !== undefined && request.routeOptions.config.at_mtls_host && host.startsWith(alias)
    const tenant =
      (await options.tenantByHost(host)) ?? (isAlias ? await options.tenantByHost(host.slice(alias.length)) : undefined)
    if (!tenant) throw new LintelError('not_found', 'No tenant answers at this host.')
    request.store = options.forTenant(tenant)
    if (tenant.issuer.startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000')
  })

  closePolitely(server)
  return server
}

/**
 * Fastify waits on close for keep-alive connections, which may idle for minutes. While closing, each answer says `Connection: close`
 * and idle connections are ended, so that requests in flight finish and nothing else holds the process.
 */
function closePolitely(server: FastifyInstance): void {
  let closing = false
  let sweep: NodeJS.Timeout | undefined
  server.addHook('preClose', async () => {
    closing = true
    sweep = setInterval(() => server.server.closeIdleConnections(), 50).unref()
  })
  server.addHook('onRequest', async (_request, reply) => {
    if (closing) reply.raw.setHeader('connection', 'close')
  })
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  server.addHook('onClose', async () => clearInterval(sweep))
}
