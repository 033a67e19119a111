// Passwords: argon2id (RFC 9106) with OWASP's parameters unless configured. Hashing is bounded, so that a flood of sign-ins can neither
// exhaust memory nor take every libuv thread from signatures; who finds the queue full is told to come back.
import { hash, verify } from '@node-rs/argon2'
import { LintelError } from '../errors.ts'
import { readForeignHash, verifyForeignHash } from './foreign-hash.ts'

export type HashParameters = { /** KiB */ memory: number; iterations: number; parallelism: number }

export type PasswordHasher = {
  /** PHC string. */
  hash(password: string): Promise<string>
  /**
   * Whether the password is the one hashed. Without a hash (no such user) the same work is done and the answer is no.
   * `stale`: the hash was made with other parameters, or by others, and should be renewed.
   */
  verify(password_hash: string | undefined, password: string): Promise<{ ok: boolean; stale: boolean }>
}

const QUEUE_PER_LANE = 50

function createLanes(concurrency: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= concurrency) {
      if (waiting.length >= concurrency * QUEUE_PER_LANE) {
        throw new LintelError('too_many_requests', 'Too many sign-ins at this moment. Try again shortly.')
      }
      // Whoever finishes hands its lane over, so `running` stays as it is.
      await new Promise<void>(resolve => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

/** The parameters of a PHC string, by name: libraries order them differently. */
function parametersOf(password_hash: string): HashParameters | undefined {
  const fields = /^\$argon2id\$v=19\$([^$]+)\$/.exec(password_hash)?.[1]
  if (fields === undefined) return undefined
  const named = Object.fromEntries(fields.split(',').map(field => field.split('=')))
  return { memory: Number(named.m), iterations: Number(named.t), parallelism: Number(named.p) }
}

/** NIST SP 800-63B-4 §3.1.1.2: two keyboards may write one password with different code points. */
const normalized = (password: string) => password.normalize('NFKC')

/**
 * @param concurrency hashes at once; keep it below the size of libuv's thread pool (4 unless UV_THREADPOOL_SIZE says otherwise)
 * @param onHash called with each one; for counting
 */
export function createPasswordHasher(
  parameters: HashParameters,
  concurrency: number,
  onHash: () => void = () => {},
): PasswordHasher {
  const lane = createLanes(concurrency)
  const inLane = <T>(work: () => Promise<T>): Promise<T> =>
    lane(() => {
      onHash()
      return work()
    })
  const make = (password: string) =>
    hash(normalized(password), {
      memoryCost: parameters.memory,
      timeCost: parameters.iterations,
      parallelism: parameters.parallelism,
    })
  let nobody: Promise<string> | undefined

  return {
    hash: password => inLane(() => make(password)),
    async verify(password_hash, password) {
      nobody ??= make('nobody has this password')
      const foreign = password_hash === undefined ? undefined : readForeignHash(password_hash)
      if (foreign) {
        // Others' hashes may be cheap: our own work is done besides, so that nobody can tell them from no user at all.
        const decoy = await nobody
        const ok = await inLane(async () => {
          await verify(decoy, normalized(password))
          return verifyForeignHash(foreign, password)
        })
        return { ok, stale: ok }
      }
      const against = password_hash ?? (await nobody)
      const ok = (await inLane(() => verify(against, normalized(password)))) && password_hash !== undefined
      const used = parametersOf(against)
      const stale =
        used?.memory !== parameters.memory ||
        used.iterations !== parameters.iterations ||
        used.parallelism !== parameters.parallelism
      return { ok, stale: ok && stale }
    },
  }
}
