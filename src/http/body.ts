// Bodies, read strictly: UTF-8 or nothing, no NUL, no lone surrogate, bounded depth, no duplicate form parameter lost.
import type { FastifyRequest } from 'fastify'
import { LintelError } from '../errors.ts'

const MAX_DEPTH = 20
const MAX_PARAMETERS = 1_000
const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw new LintelError('invalid_body', 'The body is not valid UTF-8.')
  }
}

/** Refuses what PostgreSQL cannot hold and what a serialiser could be exhausted by. */
export function check(value: unknown, depth: number): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new LintelError('invalid_body', 'A string in the body contains a NUL character.')
    if (!value.isWellFormed()) throw new LintelError('invalid_body', 'A string in the body is not well-formed Unicode.')
  } else if (value !== null && typeof value === 'object') {
    if (depth >= MAX_DEPTH) throw new LintelError('invalid_body', `The body is nested deeper than ${MAX_DEPTH} levels.`)
    for (const [key, item] of Object.entries(value)) {
      check(key, depth + 1)
      if (key === '__proto__') throw new LintelError('invalid_body', 'The body names a forbidden property.')
      check(item, depth + 1)
    }
  }
}

export function readJson(body: Buffer): unknown {
  const text = decode(body)
  let value: unknown
  try {
    // An empty body is no body: some clients name a content type on every request.
    value = text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new LintelError('invalid_body', 'The body is not valid JSON.')
  }
  check(value, 0)
  return value
}

export function parseJson(
  _request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  try {
    done(null, readJson(body as Buffer))
  } catch (error) {
    done(error as Error)
  }
}

/** A form as an object; a parameter sent twice becomes an array, so that whoever demands one value can refuse it. */
export function parseForm(
  _request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  try {
    const out: { [name: string]: string | string[] } = Object.create(null)
    const text = decode(body as Buffer)
    // Before they are taken apart: a small body of many parameters would keep the process busy for long.
    if (text.split('&', MAX_PARAMETERS + 1).length > MAX_PARAMETERS)
      throw new LintelError('invalid_body', `The form has more than ${MAX_PARAMETERS} parameters.`)
    try {
      decodeURIComponent(text)
    } catch {
      throw new LintelError('invalid_body', 'The form is not percent-encoded UTF-8.')
    }
    for (const [name, value] of new URLSearchParams(text)) {
      const before = out[name]
      if (before === undefined) out[name] = value
      else if (typeof before === 'string') out[name] = [before, value]
      else before.push(value)
    }
    check(out, 0)
    done(null, { ...out })
  } catch (error) {
    done(error as Error)
  }
}
