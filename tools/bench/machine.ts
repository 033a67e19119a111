// What the machine does by itself, and the parts that everything rests on: signatures, password hashes, statements.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { verify } from '@node-rs/argon2'
import { verify as verifyByReference } from 'argon2'
import pg from 'pg'
import { createPasswordHasher, type HashParameters } from '../../src/credentials/password.ts'
import { serve } from './child.ts'
import { pace, type Slice, type Step, work } from './load.ts'

export type MachineInput = {
  database_url: string
  pool_size: number
  argon2: HashParameters
  hashing_concurrency: number
}

/** Milliseconds that each signature took, one begun every few milliseconds. */
export type SigningDelays = {
  idle: number[]
  /** beside password verifications in Lintel's queue */
  bounded: number[]
  /** beside as many given to libuv's pool at once */
  unbounded: number[]
}

const SIGNING = 8
const SIGN_EVERY_MS = 5
const FLOOD = 100

async function timed(step: Step, workers: number, ms: number): Promise<Slice> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const { length } = await work(step, workers, ms)
  const { user, system } = process.cpuUsage(cpu)
  return { per_second: (length * 1000) / (performance.now() - began), cpu_ms: (user + system) / 1000 / length }
}

serve<MachineInput, { postgresql: string }>(async input => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signAsync = promisify(sign)
  const text = randomBytes(600)
  const signOnce = () => signAsync('sha256', text, privateKey)

  const hasher = createPasswordHasher(input.argon2, input.hashing_concurrency)
  const password_hash = await hasher.hash('correct horse battery staple')

  const pool = new pg.Pool({ connectionString: input.database_url, max: input.pool_size })
  await pool.query('create table if not exists bench (n integer)')
  const { rows } = await pool.query<{ server_version: string }>('show server_version')

  const step =
    (one: () => Promise<unknown>): Step =>
    () =>
      one().then(() => true)

  const signUntil = (isDone: () => boolean) => pace(signOnce, SIGN_EVERY_MS, isDone)
  async function signBeside(verifyOnce: () => Promise<unknown>): Promise<number[]> {
    let isDone = false
    const flood = Promise.all(Array.from({ length: FLOOD }, verifyOnce)).then(() => {
      isDone = true
    })
    const took = await signUntil(() => isDone)
    await flood
    return took
  }

  return {
    ready: { postgresql: rows[0]?.server_version ?? '' },
    answers: {
      /** What PostgreSQL does by itself within a minute. */
      analyze: () => pool.query('vacuum analyze').then(() => true),
      signatures: (ms: number) => timed(step(signOnce), SIGNING, ms),
      hashes: (ms: number) =>
        timed(
          step(() => hasher.verify(password_hash, 'correct horse battery staple')),
          input.hashing_concurrency,
          ms,
        ),
      referenceHashes: (ms: number) =>
        timed(
          step(() => verifyByReference(password_hash, 'correct horse battery staple')),
          input.hashing_concurrency,
          ms,
        ),
      selects: (ms: number) =>
        timed(
          step(() => pool.query('select 1')),
          input.pool_size,
          ms,
        ),
      commits: (ms: number) =>
        timed(
          step(() => pool.query('insert into bench values (1)')),
          input.pool_size,
          ms,
        ),
      async signingDelays(ms: number): Promise<SigningDelays> {
        const end = performance.now() + ms
        const wrong = 'wrong horse battery staple'
        return {
          idle: await signUntil(() => performance.now() > end),
          bounded: await signBeside(() => hasher.verify(password_hash, wrong)),
          unbounded: await signBeside(() => verify(password_hash, wrong)),
        }
      },
    },
    stop: () => pool.end(),
  }
})
