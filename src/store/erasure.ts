// Deletion is deletion: what a person left where no foreign key reaches.
import { type RawBuilder, sql } from 'kysely'

/**
 * Goes into a `with` after an expression named `people` (their `user_id`): their log events forget who they were and where they came from,
 * the jobs about them are dropped. Who administered, and from where, stays.
 */
export const erasing = (tenant_id: string): RawBuilder<unknown> => sql`
  log as (
    update log_events set user_name = null, details = null,
      ip = case when type in ('sapi', 'fapi') then ip end,
      user_agent = case when type in ('sapi', 'fapi') then user_agent end
    where tenant_id = ${tenant_id} and user_id in (select user_id from people)
  ), jobs as (
    delete from pgboss.job
    where data ->> 'tenant_id' = ${tenant_id} and data ->> 'user_id' in (select user_id from people)
  )`
