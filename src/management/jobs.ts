// Jobs: work in the background, as who asked for it may ask about it. Each type begins in a file of its own under jobs/.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import type { Job as StoredJob } from '../store/jobs.ts'
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
}
