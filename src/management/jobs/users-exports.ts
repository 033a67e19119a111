// Exports of users (docs/users-export.md). The job keeps what was asked; the file is written while it is fetched, so that it holds who is there
// at that moment and nobody's data lie about. Who has its URL may fetch it, for a minute.
import { timingSafeEqual } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import { newJobId } from '../../ids.ts'
import type { Job } from '../../store/jobs.ts'
import type { TenantStore } from '../../store/store.ts'
import { managementEvent } from '../route.ts'
import { type ExportParameters, exportedUsers, pathOf } from './exported-users.ts'

/** Auth0's. Asked again, the job has another URL. */
const LOCATION_LIFETIME_SECONDS = 60
const strict = { additionalProperties: false }

const Fields = Type.Array(
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, description: 'A path, e.g. `user_metadata.plan`' }),
      export_as: Type.Optional(
        Type.String({ minLength: 1, maxLength: 100, description: 'What it is called in the file' }),
      ),
    },
    strict,
  ),
  // Auth0: so many.
  { minItems: 1, maxItems: 30 },
)
const asked = {
  connection_id: Type.Optional(
    Type.String({ pattern: '^con_[A-Za-z0-9]{16}$', description: 'Whose users; without it, the whole tenant’s' }),
  ),
  format: Type.Optional(Type.Enum(['json', 'csv'], { description: 'json: one object a line. The default' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, description: 'How many users at most' })),
  fields: Type.Optional(Fields),
}
export const UsersExport = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('users_export'),
    status: Type.Literal('pending'),
    created_at: Type.String({ format: 'date-time' }),
    connection: Type.Optional(Type.String({ description: 'The connection’s name' })),
    ...asked,
  },
  { title: 'UsersExport' },
)

/** No one else can make it; it says nothing of who may do what, and is good for one job until its time. */
const signatureOf = (store: TenantStore, job_id: string, expires: number): string =>
  store.mac('users export', `${job_id} ${expires}`)

const isSignature = (given: string, signature: string): boolean =>
  given.length === signature.length && timingSafeEqual(Buffer.from(given), Buffer.from(signature))

const parametersOf = (job: Job) => job.parameters as ExportParameters & { client_id: string }

/** What an export shows beside what every job does. @param located whether to who may read users */
export function shownExport(store: TenantStore, job: Job, located: boolean, now: Date) {
  const { format } = parametersOf(job)
  if (!located || job.status !== 'completed') return { format }
  const url = new URL(`api/v2/jobs/${job.id}/export`, store.tenant.issuer)
  const expires = Math.floor(now.getTime() / 1_000) + LOCATION_LIFETIME_SECONDS
  url.search = new URLSearchParams({
    expires: String(expires),
    signature: signatureOf(store, job.id, expires),
  }).toString()
  return { format, location: url.href }
}

const acceptsGzip = (header: string | undefined): boolean =>
  (header ?? '').split(',').some(coding => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding))

export const usersExports: FastifyPluginAsyncTypebox = async server => {
  server.post(
    '/jobs/users-exports',
    {
      config: { scopes: ['read:users'], sdk: 'jobs.usersExports.create' },
      schema: { body: Type.Object(asked, strict), response: { 200: UsersExport } },
    },
    async request => {
      const { body, store } = request
      const { connection_id, format = 'json', limit, fields } = body
      for (const { name } of format === 'csv' ? (fields ?? []) : []) {
        const path = pathOf(name)
        if (path.length === 1 && /^(user|app)_metadata$/.test(path[0] ?? ''))
          throw invalidProperty(`${name} has no column of its own: name the properties in it`, 'fields')
      }
      const now = new Date()
      const parameters = {
        format,
        ...(limit === undefined ? {} : { limit }),
        ...(fields === undefined ? {} : { fields }),
      }
      return store.transaction(async tx => {
        const connection = connection_id === undefined ? undefined : await tx.connections.find(connection_id)
        if (connection_id !== undefined && !connection)
          throw new LintelError('inexistent_connection', 'The connection does not exist')
        const about = connection ? { connection_id: connection.id } : {}
        const { client_id } = request.bearer
        const job = await tx.jobs.create(
          {
            id: newJobId(),
            type: 'users_export',
            status: 'pending',
            ...about,
            parameters: { ...parameters, client_id },
          },
          now,
        )
        // There is nothing to wait for.
        await tx.jobs.update(job.id, { status: 'completed', percentage_done: 100, time_left_seconds: 0 }, now)
        await tx.logs.write(
          managementEvent(request, 'Create an export of users', { ...about, details: { job_id: job.id } }),
          now,
        )
        return {
          id: job.id,
          type: 'users_export' as const,
          status: 'pending' as const,
          created_at: now.toISOString(),
          ...(connection ? { connection_id: connection.id, connection: connection.name } : {}),
          ...parameters,
        }
      })
    },
  )

  server.get(
    '/jobs/:id/export',
    {
      config: { public: true },
      exposeHeadRoute: false,
      schema: {
        params: Type.Object({ id: Type.String({ pattern: '^job_[A-Za-z0-9]{16}$' }) }),
        querystring: Type.Object(
          { expires: Type.Integer({ minimum: 0 }), signature: Type.String({ minLength: 1, maxLength: 100 }) },
          strict,
        ),
      },
    },
    async (request, reply) => {
      const { params, query, store } = request
      const now = new Date()
      const isGood =
        isSignature(query.signature, signatureOf(store, params.id, query.expires)) &&
        now.getTime() < query.expires * 1_000
      const job = isGood ? await store.jobs.find(params.id) : undefined
      if (job?.type !== 'users_export')
        throw new LintelError('not_found', 'This link is not, or no longer, good. Ask for the job to have another.')
      const { client_id, ...parameters } = parametersOf(job)
      const connection_id = job.connection_id ?? undefined
      await store.logs.write(
        {
          type: 'sapi',
          description: 'Download an export of users',
          client_id,
          connection_id,
          ip: request.ip,
          user_agent: request.headers['user-agent'],
          hostname: request.host,
          details: { job_id: job.id },
        },
        now,
      )
      const { format } = parameters
      reply.headers({
        'cache-control': 'no-store',
        vary: 'accept-encoding',
        'content-type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson',
        'content-disposition': `attachment; filename="users.${format}"`,
      })
      const text = Readable.from(exportedUsers(store, connection_id, parameters), { objectMode: false })
      if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(text)
      reply.header('content-encoding', 'gzip')
      // Whoever ends one ends the other; how it ended is Fastify's to tell.
      return reply.send(pipeline(text, createGzip(), () => {}))
    },
  )
}
