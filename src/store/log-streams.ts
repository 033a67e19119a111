// Where a tenant's log is sent, and how far each stream has come. One process at a time delivers a stream: it holds the lease, and what it
// writes down of the delivery counts only while it does.
import { type Selectable, sql } from 'kysely'
import type { LogPosition } from './log-events.ts'
import type { LogStreamsTable } from './schema.ts'
import type { Scope } from './scope.ts'

export type LogStreamSecrets = {
  /** RFC 9110 §11.6.2: the value of the header */
  httpAuthorization?: string
  httpCustomHeaders?: { header: string; value: string }[]
  /** Standard Webhooks: `whsec_` and base64 */
  httpSigningSecret: string
}

type Row = Selectable<LogStreamsTable>
export type LogStream = Pick<
  Row,
  'id' | 'name' | 'type' | 'status' | 'sink' | 'filters' | 'start_from' | 'created_at' | 'updated_at'
> & { secrets: LogStreamSecrets }
export type NewLogStream = Omit<LogStream, 'created_at' | 'updated_at' | 'status'>
export type LogStreamPatch = Partial<Pick<LogStream, 'name' | 'status' | 'sink' | 'secrets' | 'filters'>>

/** A stream in the hands of who delivers it. */
export type LeasedLogStream = LogStream & {
  position: LogPosition
  failures: number
  failing_since: Date | null
}
/** What has changed meanwhile: whoever delivers stops, and begins anew with what holds now. */
export type Standing = Pick<LogStream, 'status' | 'updated_at'>

export function createLogStreams({ db, tenant: { tenant_id }, seal }: Scope) {
  const place = (id: string) => ({ tenant_id, table: 'log_streams', row: id, column: 'secrets' })

  const shown = ({ id, name, type, status, sink, secrets, filters, start_from, created_at, updated_at }: Row) => ({
    id,
    name,
    type,
    status,
    sink,
    secrets: JSON.parse(seal.open(secrets, place(id))) as LogStreamSecrets,
    filters,
    start_from,
    created_at,
    updated_at,
  })

  const all = () => db.selectFrom('log_streams').selectAll().where('tenant_id', '=', tenant_id)
  const changing = (id: string) => db.updateTable('log_streams').where('tenant_id', '=', tenant_id).where('id', '=', id)
  const leased = (id: string, lease: string) => changing(id).where('lease', '=', lease)

  return {
    async list(): Promise<LogStream[]> {
      const rows = await all().orderBy('created_at').orderBy('id').execute()
      return rows.map(shown)
    },
    async find(id: string): Promise<LogStream | undefined> {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    /** As it will stay until the open transaction ends. */
    async findForUpdate(id: string): Promise<LogStream | undefined> {
      const row = await all().where('id', '=', id).forUpdate().executeTakeFirst()
      return row && shown(row)
    },
    async create({ secrets, ...stream }: NewLogStream, position: LogPosition, now: Date): Promise<LogStream> {
      const row = await db
        .insertInto('log_streams')
        .values({
          ...stream,
          ...position,
          tenant_id,
          status: 'active',
          sink: JSON.stringify(stream.sink),
          filters: JSON.stringify(stream.filters),
          secrets: seal.seal(JSON.stringify(secrets), place(stream.id)),
          lease: null,
          lease_ends_at: null,
          failing_since: null,
          retry_at: null,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return shown(row)
    },
    /** What is changed may be what was wrong: failures are forgotten, and the next attempt is at once. */
    async update(
      id: string,
      { sink, secrets, filters, ...patch }: LogStreamPatch,
      now: Date,
    ): Promise<LogStream | undefined> {
      const row = await changing(id)
        .set({
          ...patch,
          ...(sink ? { sink: JSON.stringify(sink) } : {}),
          ...(filters ? { filters: JSON.stringify(filters) } : {}),
          ...(secrets ? { secrets: seal.seal(JSON.stringify(secrets), place(id)) } : {}),
          failures: 0,
          failing_since: null,
          retry_at: null,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirst()
      return row && shown(row)
    },
    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('log_streams')
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    async findLeased(id: string, lease: string): Promise<LeasedLogStream | undefined> {
      const row = await all().where('id', '=', id).where('lease', '=', lease).executeTakeFirst()
      if (!row) return undefined
      const { tx, log_id, failures, failing_since } = row
      return { ...shown(row), position: { tx, log_id }, failures, failing_since }
    },
    /** Events up to here have arrived. Undefined: the lease is somebody else's by now, or the stream is gone. */
    async advance(
      id: string,
      lease: string,
      position: LogPosition,
      lease_ends_at: Date,
    ): Promise<Standing | undefined> {
      return leased(id, lease)
        .set({ ...position, lease_ends_at, failures: 0, failing_since: null, retry_at: null })
        .returning(['status', 'updated_at'])
        .executeTakeFirst()
    },
    async release(id: string, lease: string, now: Date): Promise<void> {
      await leased(id, lease).set({ lease: null, lease_ends_at: now }).execute()
    },
    /** An attempt that came to nothing, unless the stream was changed since it began: then that is forgotten. */
    async fail(
      id: string,
      lease: string,
      { suspend, retry_at, updated_at }: { suspend: boolean; retry_at: Date; updated_at: Date },
      now: Date,
    ): Promise<boolean> {
      const { numUpdatedRows } = await leased(id, lease)
        .where('updated_at', '=', updated_at)
        .set(eb => ({
          failures: eb('failures', '+', 1),
          failing_since: eb.fn.coalesce('failing_since', sql<Date>`${now}::timestamptz`),
          retry_at,
          ...(suspend ? { status: 'suspended' as const, updated_at: now } : {}),
        }))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
