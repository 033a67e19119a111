// Log streams: where a tenant's log is sent as it is written (Auth0's custom webhooks). Of Auth0's kinds there is `http`; the others are
// refused by name.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { checkSigningSecret, newSigningSecret } from '../http/standard-webhooks.ts'
import { checkUrl } from '../http/urls.ts'
import { newLogStreamId } from '../ids.ts'
import type { LogStreamSecrets, LogStream as StoredStream } from '../store/log-streams.ts'
import type { LogStreamSink } from '../store/schema.ts'
import { CATEGORIES } from './log-streams/categories.ts'
import { holds, managementEvent } from './route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from './unenforced.ts'

export const UNENFORCED_LOG_STREAM = {
  isPriority: shown(false),
  pii_config: hidden(),
}

const OTHER_TYPES = ['eventbridge', 'eventgrid', 'datadog', 'splunk', 'sumo', 'segment', 'mixpanel']
const MAX_STREAMS = 20
/** In place of a secret, for who may read but not write. */
const MASK = '********'

/** RFC 9110 §5.5: what a header's value may be, without what nobody means. */
const HEADER_VALUE = '^[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?$'
const strict = { additionalProperties: false }

const CustomHeader = Type.Object(
  {
    header: Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }),
    value: Type.String({ pattern: HEADER_VALUE, maxLength: 2_048 }),
  },
  strict,
)

const secretSettings = {
  httpAuthorization: Type.Optional(
    Type.String({ pattern: HEADER_VALUE, maxLength: 4_096, description: 'The header Authorization' }),
  ),
  httpCustomHeaders: Type.Optional(Type.Array(CustomHeader, { maxItems: 20 })),
  httpSigningSecret: Type.Optional(
    Type.String({
      pattern: '^(whsec_[A-Za-z0-9+/]{32,88}={0,2}|\\*{8})$',
      description:
        'What requests are signed with (Standard Webhooks): `whsec_` and 24 to 64 bytes as base64. Made up unless given, and kept unless changed',
    }),
  ),
}

const Sink = Type.Object(
  {
    httpEndpoint: Type.String({ maxLength: 2_000, description: 'https' }),
    httpContentType: Type.Optional(
      Type.String({ pattern: HEADER_VALUE, maxLength: 200, description: '`application/json` unless named' }),
    ),
    httpContentFormat: Type.Optional(
      Type.Enum(['JSONLINES', 'JSONARRAY', 'JSONOBJECT'], { description: 'JSONLINES unless named' }),
    ),
    ...secretSettings,
  },
  strict,
)
type Sink = Static<typeof Sink>

const Filter = Type.Object({ type: Type.Enum(['category']), name: Type.Enum([...CATEGORIES]) }, strict)

const settable = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  filters: Type.Optional(
    Type.Array(Filter, { uniqueItems: true, maxItems: CATEGORIES.length, description: 'Every event unless named' }),
  ),
  ...acceptedProperties(UNENFORCED_LOG_STREAM),
}

const NewStream = Type.Object(
  {
    ...settable,
    type: Type.Enum(['http']),
    sink: Sink,
    startFrom: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'The first moment whose events are sent. From now on unless named',
      }),
    ),
  },
  strict,
)
const StreamPatch = Type.Object(
  {
    ...settable,
    status: Type.Optional(
      Type.Enum(['active', 'paused', 'suspended'], {
        description: '`active` goes on where the stream stopped. Lintel suspends a stream that has failed for a week',
      }),
    ),
    sink: Type.Optional(Sink),
  },
  { ...strict, minProperties: 1 },
)
const Params = Type.Object({ id: Type.String({ pattern: '^lst_[A-Za-z0-9]{16}$' }) })

export const LogStream = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    type: Type.Enum(['http']),
    status: Type.Enum(['active', 'paused', 'suspended']),
    sink: Type.Object({
      httpEndpoint: Type.String(),
      httpContentType: Type.String(),
      httpContentFormat: Type.Enum(['JSONLINES', 'JSONARRAY', 'JSONOBJECT']),
      httpAuthorization: Type.Optional(Type.String()),
      httpCustomHeaders: Type.Optional(Type.Array(CustomHeader)),
      httpSigningSecret: Type.String(),
    }),
    filters: Type.Optional(Type.Array(Filter)),
    ...answeredProperties(UNENFORCED_LOG_STREAM),
  },
  { title: 'LogStream' },
)

const masked = ({ httpAuthorization, httpCustomHeaders }: LogStreamSecrets): LogStreamSecrets => ({
  ...(httpAuthorization === undefined ? {} : { httpAuthorization: MASK }),
  ...(httpCustomHeaders ? { httpCustomHeaders: httpCustomHeaders.map(({ header }) => ({ header, value: MASK })) } : {}),
  httpSigningSecret: MASK,
})

/** As its reader may see it. @param writer a scope that lets its holder write these secrets, and so see them */
function shownStream(request: FastifyRequest, stream: StoredStream, ...writer: string[]): Static<typeof LogStream> {
  const { id, name, type, status, sink, secrets, filters } = stream
  const mayWrite = holds(request, 'update:log_streams', ...writer)
  return {
    id,
    name,
    type,
    status,
    sink: { ...sink, ...(mayWrite ? secrets : masked(secrets)) },
    ...(filters.length > 0 ? { filters: filters as Static<typeof Filter>[] } : {}),
    ...shownValues(UNENFORCED_LOG_STREAM),
  }
}

const inexistent = () => new LintelError('inexistent_log_stream', 'The log stream does not exist.')

/** What says how a message is framed, by whom it is or to whom is not the stream's to say twice. */
const OWN_HEADERS =
  /^(authorization|connection|content-.*|date|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|webhook-.*)$/i

function checkSecrets({ httpAuthorization, httpCustomHeaders = [], httpSigningSecret }: Sink): void {
  const mask = (property: string) => invalidProperty('A mask is not a value', `sink.${property}`)
  if (httpAuthorization === MASK) throw mask('httpAuthorization')
  if (httpSigningSecret === MASK) throw mask('httpSigningSecret')
  if (httpSigningSecret !== undefined) checkSigningSecret(httpSigningSecret, 'sink.httpSigningSecret')
  const names = new Set<string>()
  for (const [index, { header, value }] of httpCustomHeaders.entries()) {
    const property = `httpCustomHeaders.${index}`
    if (value === MASK) throw mask(`${property}.value`)
    if (OWN_HEADERS.test(header)) throw invalidProperty('The header is not free to be set', `sink.${property}.header`)
    if (names.has(header.toLowerCase())) throw invalidProperty('The header is named twice', `sink.${property}.header`)
    names.add(header.toLowerCase())
  }
}

/** @param httpSigningSecret what is kept unless the body names another */
function settled(given: Sink, httpSigningSecret: string): { sink: LogStreamSink; secrets: LogStreamSecrets } {
  const { httpEndpoint, httpContentType = 'application/json', httpContentFormat = 'JSONLINES', ...secrets } = given
  checkUrl(httpEndpoint, 'link', 'sink.httpEndpoint')
  checkSecrets(given)
  return { sink: { httpEndpoint, httpContentType, httpContentFormat }, secrets: { httpSigningSecret, ...secrets } }
}

/** Before anything is made of the rest of the body, which is another kind's. */
async function refuseOtherTypes({ body }: FastifyRequest): Promise<void> {
  const { type } = (body ?? {}) as { type?: unknown }
  if (OTHER_TYPES.includes(type as string))
    throw new LintelError('operation_not_supported', `Lintel has no log streams of type ${type}, only of type http.`)
}

export const logStreams: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/log-streams',
    {
      config: { scopes: ['read:log_streams'], sdk: 'logStreams.list' },
      schema: { response: { 200: Type.Array(LogStream) } },
    },
    async request => (await request.store.log_streams.list()).map(stream => shownStream(request, stream)),
  )

  server.post(
    '/log-streams',
    {
      config: { scopes: ['create:log_streams'], sdk: 'logStreams.create' },
      schema: { body: NewStream, response: { 200: LogStream } },
      preValidation: refuseOtherTypes,
    },
    async request => {
      const { body, store } = request
      const now = new Date()
      const { name = 'http', type, filters = [], sink, startFrom } = enforcedOnly(body, UNENFORCED_LOG_STREAM)
      const settings = settled(sink, newSigningSecret())
      const start_from = startFrom === undefined ? null : new Date(startFrom)
      const created = await store.transaction(async tx => {
        if ((await tx.log_streams.list()).length >= MAX_STREAMS)
          throw new LintelError('log_stream_limit', `A tenant has at most ${MAX_STREAMS} log streams.`)
        const position = await tx.logs.position(start_from ?? undefined)
        const stream = { id: newLogStreamId(), name, type, filters, start_from, ...settings }
        const made = await tx.log_streams.create(stream, position, now)
        await tx.logs.write(managementEvent(request, 'Create a log stream'), now)
        return made
      })
      return shownStream(request, created, 'create:log_streams')
    },
  )

  server.get(
    '/log-streams/:id',
    {
      config: { scopes: ['read:log_streams'], sdk: 'logStreams.get' },
      schema: { params: Params, response: { 200: LogStream } },
    },
    async request => {
      const stream = await request.store.log_streams.find(request.params.id)
      if (!stream) throw inexistent()
      return shownStream(request, stream)
    },
  )

  server.patch(
    '/log-streams/:id',
    {
      config: { scopes: ['update:log_streams'], sdk: 'logStreams.update' },
      schema: { params: Params, body: StreamPatch, response: { 200: LogStream } },
    },
    async request => {
      const { body, params, store } = request
      const now = new Date()
      const { sink, ...patch } = enforcedOnly(body, UNENFORCED_LOG_STREAM)
      const updated = await store.transaction(async tx => {
        const stream = await tx.log_streams.findForUpdate(params.id)
        if (!stream) throw inexistent()
        const settings = sink && settled(sink, stream.secrets.httpSigningSecret)
        const changed = await tx.log_streams.update(params.id, { ...patch, ...settings }, now)
        await tx.logs.write(managementEvent(request, 'Update a log stream'), now)
        return changed
      })
      if (!updated) throw inexistent()
      return shownStream(request, updated)
    },
  )

  server.delete(
    '/log-streams/:id',
    {
      config: { scopes: ['delete:log_streams'], sdk: 'logStreams.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        if (!(await tx.log_streams.remove(params.id))) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Delete a log stream'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
