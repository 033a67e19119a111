// A token bucket per client, in this process. Its headers say what it will really do.
import { LRUCache } from 'lru-cache'

export type RateLimit = {
  limit: number
  remaining: number /** unix seconds at which the bucket is full again */
  reset: number
  allowed: boolean
}

/** @param per_second how fast a bucket refills; it holds ten seconds' worth */
export function createRateLimiter(per_second: number): (key: string, now: number) => RateLimit {
  const capacity = per_second * 10
  const buckets = new LRUCache<string, { tokens: number; at: number }>({ max: 10_000 })
  return (key, now) => {
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now }
    const tokens = Math.min(capacity, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * per_second)
    const allowed = tokens >= 1
    const left = allowed ? tokens - 1 : tokens
    buckets.set(key, { tokens: left, at: Math.max(now, bucket.at) })
    return {
      limit: capacity,
      remaining: Math.floor(left),
      reset: Math.ceil(now / 1000 + (allowed ? (capacity - left) / per_second : (1 - left) / per_second)),
      allowed,
    }
  }
}
