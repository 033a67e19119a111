// A puzzle that costs whoever solves it a second of computing and whoever set it nothing (Hashcash's idea): a number is looked for that, hashed
// together with the challenge, begins with so many zero bits. A challenge says for what form it is and since when; nothing is stored.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A hundred thousand hashes on average: about a second of a phone. */
const DIFFICULTY_BITS = 17
const LIFETIME_MS = 10 * 60_000

export type Work = { id: string; issued_at: Date }

const sign = (secret: Buffer, body: string, purpose: string) =>
  createHmac('sha256', secret)
    .update(JSON.stringify([purpose, body]))
    .digest('base64url')

/** @param purpose what the form is that must come with it */
export function newWork(secret: Buffer, purpose: string, now: Date): { challenge: string; bits: number } {
  const body = `${DIFFICULTY_BITS}.${now.getTime()}.${randomBytes(16).toString('base64url')}`
  return { challenge: `${body}.${sign(secret, body, purpose)}`, bits: DIFFICULTY_BITS }
}

/** Undefined: this server has not set it, or not for this, or too long ago. */
export function readWork(secret: Buffer, purpose: string, challenge: string, now: Date): Work | undefined {
  const [bits, at, id, signature = '', ...rest] = challenge.split('.')
  const expected = Buffer.from(sign(secret, `${bits}.${at}.${id}`, purpose))
  const given = Buffer.from(signature)
  if (rest.length > 0 || !id || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const issued_at = new Date(Number(at))
  const age = now.getTime() - issued_at.getTime()
  return age >= 0 && age < LIFETIME_MS ? { id, issued_at } : undefined
}

/** Whether this is a solution. @param solution decimal digits */
export function isSolved(challenge: string, solution: string): boolean {
  if (!/^\d{1,15}$/.test(solution)) return false
  const digest = createHash('sha256').update(`${challenge}:${solution}`).digest()
  return digest.readUInt32BE(0) >>> (32 - DIFFICULTY_BITS) === 0
}
