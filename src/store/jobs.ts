// Jobs (Auth0): what an administrator asked for, is done in the background, and is asked about. Here are the requests and how far they are;
// that they are worked on is the outbox's concern.
import type { Selectable } from 'kysely'
import type { JobsTable, JobType, JsonObject } from './schema.ts'
import type { Scope } from './scope.ts'

/** @property parameters what was asked for; sealed at rest */
export type Job = Omit<Selectable<JobsTable>, 'tenant_id' | 'parameters'> & { parameters: JsonObject }

export type NewJob = {
  id: string
  type: JobType
  /** `uploading` is shown to nobody */
  status: 'uploading' | 'pending'
  connection_id?: string
  /** whom it is about, so that it goes when she does */
  user_id?: string
  external_id?: string
  parameters: JsonObject
}

export type JobPatch = Partial<
  Pick<
    Job,
    | 'status'
    | 'status_details'
    | 'connection_id'
    | 'external_id'
    | 'percentage_done'
    | 'time_left_seconds'
    | 'summary'
    | 'parameters'
  >
>

export function createJobs({ db, tenant: { tenant_id }, seal }: Scope) {
  const placeOf = (id: string) => ({ tenant_id, table: 'jobs', row: id, column: 'parameters' })
  const sealed = (id: string, parameters: JsonObject) => seal.seal(JSON.stringify(parameters), placeOf(id))
  const opened = ({ tenant_id: _, parameters, ...row }: Selectable<JobsTable>): Job => ({
    ...row,
    parameters: JSON.parse(seal.open(parameters, placeOf(row.id))),
  })
  const one = (id: string) => db.selectFrom('jobs').selectAll().where('tenant_id', '=', tenant_id).where('id', '=', id)

  return {
    async find(id: string): Promise<Job | undefined> {
      const row = await one(id).executeTakeFirst()
      return row && opened(row)
    },

    /** Who has it may work on it until the transaction ends; the next waits, and sees what this one did. */
    async findForUpdate(id: string): Promise<Job | undefined> {
      const row = await one(id).forUpdate().executeTakeFirst()
      return row && opened(row)
    },

    async create({ parameters, ...job }: NewJob, now: Date): Promise<Job> {
      const row = await db
        .insertInto('jobs')
        .values({
          connection_id: null,
          user_id: null,
          external_id: null,
          status_details: null,
          time_left_seconds: null,
          summary: null,
          ...job,
          parameters: sealed(job.id, parameters),
          tenant_id,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return opened(row)
    },

    async update(id: string, { parameters, summary, ...patch }: JobPatch, now: Date): Promise<Job | undefined> {
      const row = await db
        .updateTable('jobs')
        .set({
          ...patch,
          ...(parameters === undefined ? {} : { parameters: sealed(id, parameters) }),
          ...(summary === undefined ? {} : { summary: summary && JSON.stringify(summary) }),
          updated_at: now,
        })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row && opened(row)
    },

    /** With all that hangs on it. */
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('jobs')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
