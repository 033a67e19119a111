// Deletion is deletion: what a person left where no foreign key reaches.
import { type RawBuilder, sql } from 'kysely'

// Who administered, and from where, stays.
const FORGET = sql`
  update log_events set user_name = null, details = null,
    ip = case when type in ('sapi', 'fapi') then ip end,
    user_agent = case when type in ('sapi', 'fapi') then user_agent end`

/**
 * Goes into a `with` after an expression named `people` (their `user_id`, `email` and `username`): their log events, and those of nobody
 * that name them (a failed sign-in, a refused sign-up), forget who it was and where from; the jobs about them are dropped.
 */
export const erasing = (tenant_id: string): RawBuilder<unknown> => sql`
  theirs as (
    ${FORGET} where tenant_id = ${tenant_id} and user_id in (select user_id from people)
  ), names as (
    select email as name from people union select username from people
  ), naming as (
    ${FORGET} where tenant_id = ${tenant_id} and user_id is null and user_name in (select name from names)
  ), jobs as (
    delete from pgboss.job
    where data ->> 'tenant_id' = ${tenant_id} and data ->> 'user_id' in (select user_id from people)
  )`

/** Goes into `people` too: who these users' linked identities were before they were theirs. */
export const linkedTo = (tenant_id: string, user_ids: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select provider || '|' || identity_user_id as user_id, email, username from identities
  where tenant_id = ${tenant_id} and user_id in ${user_ids}`
