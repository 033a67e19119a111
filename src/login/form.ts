// Forms as a browser sends them.
import type { FastifyRequest } from 'fastify'
import { LintelError } from '../errors.ts'

const LONGEST_CREDENTIAL = 16_384

/** What a script put into a form's `credential`; undefined: nothing that could be one. */
export function readCredential(text: string): unknown {
  try {
    return text.length > LONGEST_CREDENTIAL ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The named fields of a form; one that is missing is empty. Other fields are ignored: password managers and browser extensions add their own,
 * and nothing that is not named here is ever looked at. A named field that is sent twice is refused, since two readers could
 * take two different ones.
 */
export function readForm<Name extends string>(
  request: FastifyRequest,
  names: readonly Name[],
): { [N in Name]: string } {
  const body = (request.body ?? {}) as { [name: string]: string | string[] }
  const out = {} as { [N in Name]: string }
  for (const name of names) {
    const value = Object.hasOwn(body, name) ? body[name] : ''
    if (typeof value !== 'string') throw new LintelError('invalid_body', `The field ${name} was sent more than once.`)
    out[name] = value
  }
  return out
}
