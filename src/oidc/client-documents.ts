// What a client has put somewhere on the web for us to read: the document that describes it, its key set. Fetched by the same rules: little, soon
// given up, kept as long as its cache headers say within bounds, and nobody's server is flooded by what strangers name.
import { networkOf } from '../http/network.ts'
import type { Outbound, OutboundAnswer } from '../http/outbound.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'

const MAX_BYTES = 10 * 1024
const TIMEOUT_MS = 3_000
/** Bounds of what the document's own cache headers say. */
const FRESH_SECONDS = { min: 300, max: 86_400 }
/** A document that could not be read is not asked for again meanwhile. */
export const FAILED_SECONDS = 30
const WINDOW_SECONDS = 900
/** Unknown documents, of which everybody can name any number. */
const FETCHES_PER_NETWORK = 30
const FETCHES_PER_HOST = 100

/** The message is for whoever wrote it, or registers the client. */
export class UnusableDocument extends Error {
  readonly reason: 'unreachable' | 'invalid'
  constructor(reason: 'unreachable' | 'invalid', message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** RFC 9111 §5.2.2.1, §5.3 */
export function freshUntil({ headers }: OutboundAnswer, now: Date): Date {
  const max_age = /(?:^|,)\s*max-age\s*=\s*"?(\d{1,10})/i.exec(headers.get('cache-control') ?? '')?.[1]
  const expires = Date.parse(headers.get('expires') ?? '')
  const seconds = max_age !== undefined ? Number(max_age) : Number.isNaN(expires) ? 0 : (expires - now.getTime()) / 1000
  return new Date(now.getTime() + 1000 * Math.max(FRESH_SECONDS.min, Math.min(FRESH_SECONDS.max, seconds)))
}

/** Throws UnusableDocument. */
export async function fetchObject(
  outbound: Outbound,
  url: string,
  what: string,
): Promise<{ object: JsonObject; answer: OutboundAnswer }> {
  let answer: OutboundAnswer
  try {
    const headers = { accept: 'application/json' }
    answer = await outbound(url, { headers, max_bytes: MAX_BYTES, timeout_ms: TIMEOUT_MS })
  } catch (cause) {
    throw new UnusableDocument('unreachable', `${what} could not be fetched`, { cause })
  }
  if (answer.status !== 200) throw new UnusableDocument('unreachable', `${what} answers ${answer.status}`)
  if (!/^application\/(?:[\w.+-]+\+)?json(?:;|$)/i.test(answer.headers.get('content-type')?.trim() ?? ''))
    throw new UnusableDocument('invalid', `${what} is not application/json`)
  let object: unknown
  try {
    object = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body))
  } catch (cause) {
    throw new UnusableDocument('invalid', `${what} is not JSON`, { cause })
  }
  if (object === null || typeof object !== 'object' || Array.isArray(object))
    throw new UnusableDocument('invalid', `${what} is not a JSON object`)
  return { object: object as JsonObject, answer }
}

/** Whether this network may have us read one more document, of this host. */
export async function mayFetch(store: TenantStore, url: string, ip: string, now: Date): Promise<boolean> {
  const network = await store.throttles.hit(['client document', 'network', networkOf(ip)], WINDOW_SECONDS, now)
  if (network.count > FETCHES_PER_NETWORK) return false
  // Whatever the port: it is the same machine that would be flooded.
  const { hostname } = new URL(url)
  return (
    (await store.throttles.hit(['client document', 'host', hostname], WINDOW_SECONDS, now)).count <= FETCHES_PER_HOST
  )
}
