// Sends a stream's next events to where they go, in the log's order, and remembers how far it has come. What is not answered with 2xx is
// sent again: an event arrives once at least, and none arrives before those that come before it.
import { createHash } from 'node:crypto'
import { type Outbound, OutboundError } from '../../http/outbound.ts'
import { webhookHeaders } from '../../http/standard-webhooks.ts'
import type { StoredLogEvent } from '../../store/log-events.ts'
import type { LeasedLogStream, LogStream } from '../../store/log-streams.ts'
import type { TenantStore } from '../../store/store.ts'
import { shownLog } from '../logs/log.ts'
import { categoryOf } from './categories.ts'

/** How long others leave a stream to who delivers it; longer than one request takes. */
export const LEASE_MS = 60_000
const TIMEOUT_MS = 10_000
/** Fewer after each failure: perhaps it was too much at once. */
const BATCH = 100
const MOST_SECONDS = 600
// Auth0: a stream whose server is away for so long is given up.
const SUSPENDED_AFTER_MS = 7 * 86_400_000
const ANSWER_BYTES = 1024 * 1024

function bodyOf(format: LogStream['sink']['httpContentFormat'], events: StoredLogEvent[]): string {
  const logs = events.map(event => ({ log_id: event.log_id, data: shownLog(event) }))
  if (format === 'JSONARRAY') return JSON.stringify(logs)
  if (format === 'JSONOBJECT') return JSON.stringify({ logs })
  return logs.map(log => `${JSON.stringify(log)}\n`).join('')
}

/** The same events are the same message, each time they are sent. */
function messageId(id: string, events: StoredLogEvent[]): string {
  const digest = createHash('sha256').update(JSON.stringify([id, ...events.map(({ log_id }) => log_id)]))
  return `msg_${digest.digest('hex').slice(0, 32)}`
}

/** Answers what went wrong, in words for an operator; undefined: it has arrived. */
async function post(
  outbound: Outbound,
  { id, sink, secrets }: LogStream,
  events: StoredLogEvent[],
  now: Date,
): Promise<string | undefined> {
  const body = bodyOf(sink.httpContentFormat, events)
  const { httpAuthorization, httpCustomHeaders = [], httpSigningSecret } = secrets
  try {
    const { status } = await outbound(sink.httpEndpoint, {
      method: 'POST',
      headers: {
        ...Object.fromEntries(httpCustomHeaders.map(({ header, value }) => [header.toLowerCase(), value])),
        ...(httpAuthorization === undefined ? {} : { authorization: httpAuthorization }),
        'content-type': sink.httpContentType,
        ...webhookHeaders(httpSigningSecret, messageId(id, events), body, now),
      },
      body,
      timeout_ms: TIMEOUT_MS,
      max_bytes: ANSWER_BYTES,
    })
    return status >= 200 && status < 300 ? undefined : `${new URL(sink.httpEndpoint).host} answered ${status}`
  } catch (error) {
    if (error instanceof OutboundError) return error.message
    throw error
  }
}

// A place in the log's order lies before whatever has not committed yet, anywhere in the cluster: what is older than the stream's beginning may follow it.
const wants = ({ filters, start_from, created_at }: LogStream, { type, date }: StoredLogEvent): boolean =>
  date >= (start_from ?? created_at) && (filters.length === 0 || filters.some(({ name }) => name === categoryOf(type)))

async function fail(
  store: TenantStore,
  { id, name, updated_at, failures, failing_since }: LeasedLogStream,
  lease: string,
  problem: string,
  now: Date,
): Promise<void> {
  const suspend = failing_since !== null && now.getTime() - failing_since.getTime() >= SUSPENDED_AFTER_MS
  const retry_at = new Date(now.getTime() + Math.min(2 ** failures, MOST_SECONDS) * 1000)
  await store.transaction(async tx => {
    const failed = await tx.log_streams.fail(id, lease, { suspend, retry_at, updated_at }, now)
    if (failed && suspend)
      await tx.logs.write(
        {
          type: 'log_stream_suspended',
          description: `The log stream ${name} is suspended: ${problem}`,
          details: { log_stream_id: id },
        },
        now,
      )
  })
}

/**
 * One request's worth of events.
 * @returns whether there may be more to send at once. Throws when the events have not arrived; when they are sent again is written down.
 */
export async function deliverLogs(
  store: TenantStore,
  outbound: Outbound,
  { id, lease }: { id: string; lease: string },
  now: Date,
): Promise<boolean> {
  const stream = await store.log_streams.findLeased(id, lease)
  if (stream?.status !== 'active') return false
  const most = Math.max(1, BATCH >> stream.failures)
  const { events, position } = await store.logs.after(stream.position, most)
  if (events.length === 0) return false
  const wanted = events.filter(event => wants(stream, event))
  const problem = wanted.length > 0 ? await post(outbound, stream, wanted, now) : undefined
  if (problem !== undefined) {
    await fail(store, stream, lease, problem, now)
    throw new Error(`log stream ${id} of tenant ${store.tenant.tenant_id}: ${problem}`)
  }
  const standing = await store.log_streams.advance(id, lease, position, new Date(now.getTime() + LEASE_MS))
  const unchanged = standing?.status === 'active' && standing.updated_at.getTime() === stream.updated_at.getTime()
  return unchanged && events.length === most
}
