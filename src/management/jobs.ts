// Jobs: work in the background, as who asked for it may ask about it. Each type begins in a file of its own under jobs/.

import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import type { Job as StoredJob } from '../store/jobs.ts'
import type { TenantStore } from '../store/store.ts'
import { shownExport } from './jobs/users-exports.ts'
import { holds } from './route.ts'

export const Job = Type.Object(
  {
    id: Type.String(),
    type: Type.Enum(['users_import', 'users_export', 'verification_email']),
    status: Type.Enum(['pending', 'processing', 'completed', 'failed']),
    created_at: Type.String({ format: 'date-time' }),
    connection_id: Type.Optional(Type.String()),
    external_id: Type.Optional(Type.String()),
    percentage_done: Type.Optional(Type.Integer()),
    time_left_seconds: Type.Optional(Type.Integer({ description: 'An estimate' })),
    status_details: Type.Optional(Type.String({ description: 'Why it failed' })),
    summary: Type.Optional(
      Type.Object({
        failed: Type.Integer(),
        updated: Type.Integer(),
        inserted: Type.Integer(),
        total: Type.Integer(),
      }),
    ),
    format: Type.Optional(Type.Enum(['json', 'csv'])),
    location: Type.Optional(Type.String({ description: 'Where its result is' })),
  },
  { title: 'Job' },
)

const JobParams = Type.Object({ id: Type.String({ pattern: '^job_[A-Za-z0-9]{16}$' }) })

const EntryErrors = Type.Object({
  user: Type.Object({}, { additionalProperties: true, description: 'As it came, secrets and hashes hidden' }),
  errors: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      path: Type.String({ description: 'Where in the user; empty: the user as a whole' }),
    }),
  ),
})

const ERRORS_AT_ONCE = 200

async function* errorsAsJson(
  store: TenantStore,
  job_id: string,
  first: Awaited<ReturnType<TenantStore['user_imports']['listErrors']>>,
): AsyncGenerator<string> {
  let page = first
  let before = '['
  while (page.length > 0) {
    yield before + page.map(({ error }) => JSON.stringify(error)).join(',')
    before = ','
    page = await store.user_imports.listErrors(job_id, page.at(-1)?.position ?? 0, ERRORS_AT_ONCE)
  }
  yield ']'
}

/** As every type of job is shown. What only one type has comes beside it. */
export function shownJob(job: StoredJob): Static<typeof Job> {
  const { id, type, status, created_at, percentage_done, ...rest } = job
  if (status === 'uploading') throw inexistentJob()
  const { connection_id, external_id, time_left_seconds, status_details, summary } = rest
  return {
    id,
    type,
    status,
    created_at: created_at.toISOString(),
    ...(connection_id === null ? {} : { connection_id }),
    ...(external_id === null ? {} : { external_id }),
    ...(type === 'verification_email' ? {} : { percentage_done }),
    ...(time_left_seconds === null ? {} : { time_left_seconds }),
    ...(status_details === null ? {} : { status_details }),
    ...(summary === null ? {} : { summary }),
  }
}

const inexistentJob = () => new LintelError('inexistent_job', 'The job does not exist')

export const jobs: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/jobs/:id',
    {
      config: { scopes: ['create:users', 'read:users'], sdk: 'jobs.get' },
      schema: { params: JobParams, response: { 200: Job } },
    },
    async request => {
      const { params, store } = request
      const job = await store.jobs.find(params.id)
      if (!job) throw inexistentJob()
      if (job.type !== 'users_export') return shownJob(job)
      return { ...shownJob(job), ...shownExport(store, job, holds(request, 'read:users'), new Date()) }
    },
  )

  server.get(
    '/jobs/:id/errors',
    {
      config: { scopes: ['create:users', 'read:users'], sdk: 'jobs.errors.get' },
      schema: { params: JobParams, response: { 200: Type.Union([Type.Array(EntryErrors), Job]), 204: Type.Null() } },
    },
    async ({ params, store }, reply) => {
      const job = await store.jobs.find(params.id)
      if (!job || job.status === 'uploading') throw inexistentJob()
      const first = await store.user_imports.listErrors(job.id, -1, ERRORS_AT_ONCE)
      if (first.length > 0) {
        // A million of them are no more in memory than a hundred: they are no value that a schema could serialise.
        const texts = Readable.from(errorsAsJson(store, job.id, first))
        return reply.type('application/json; charset=utf-8').send(texts as never)
      }
      if (job.status === 'failed') return shownJob(job)
      return reply.code(204).send(null)
    },
  )
}
