// How a log event is shown.
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { type OffsetQuery, windowOf } from '../../http/paging.ts'
import type { StoredLogEvent } from '../../store/log-events.ts'
import type { JsonObject } from '../../store/schema.ts'
import { holds } from '../route.ts'

export const Log = Type.Partial(
  Type.Object({
    _id: Type.String(),
    log_id: Type.String(),
    date: Type.String({ format: 'date-time' }),
    type: Type.String({ description: "Auth0's code of what happened" }),
    description: Type.Union([Type.String(), Type.Null()]),
    user_id: Type.String(),
    user_name: Type.String(),
    client_id: Type.String(),
    client_name: Type.String(),
    connection_id: Type.String(),
    connection: Type.String(),
    ip: Type.String(),
    user_agent: Type.String(),
    isMobile: Type.Boolean(),
    hostname: Type.String(),
    audience: Type.String(),
    scope: Type.String(),
    session_id: Type.String(),
    references: Type.Object({ correlation_id: Type.String() }),
    details: Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true }),
  }),
  { title: 'Log' },
)

export const LOG_SCOPES = ['read:logs', 'read:logs_users']

export const sortQuery = {
  sort: Type.String({
    pattern: '^date:-?1$',
    default: 'date:-1',
    description: '`date:1`: the oldest first; `date:-1`: the newest',
  }),
}

// Auth0: a listing shows no more; whoever reads all of it does so from event to event (`from`, `take`).
const LISTED = 1_000

export function logWindow(query: OffsetQuery & { sort: string }) {
  const { limit, offset } = windowOf(query)
  if (offset >= LISTED)
    throw new LintelError(
      'invalid_paging',
      `You can only page through the first ${LISTED} records. Page with from and take instead.`,
    )
  const direction = query.sort === 'date:1' ? ('asc' as const) : ('desc' as const)
  return { direction, limit: Math.min(limit, LISTED - offset), offset }
}

/** Who holds read:logs_users only sees what users did. */
export const ofUsersOnly = (request: FastifyRequest): { of_users: boolean } => ({
  of_users: !holds(request, 'read:logs'),
})

export function shownLog({ date, description, correlation_id, details, ...event }: StoredLogEvent) {
  const known = Object.entries(event).filter(([, value]) => value !== null)
  return {
    _id: event.log_id,
    date: date.toISOString(),
    description,
    isMobile: /\bMobi|\bAndroid\b/.test(event.user_agent ?? ''),
    ...(details === null ? {} : { details }),
    ...(correlation_id === null ? {} : { references: { correlation_id } }),
    ...Object.fromEntries(known),
  }
}
