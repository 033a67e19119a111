// How Auth0's Authentication API says no beside the token endpoint: `error` and `error_description` as there (RFC 6749 §5.2), each with its status.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LintelError } from '../errors.ts'
import { readableError } from '../http/server.ts'

export class Refused extends Error {
  readonly status: number
  readonly error: string
  constructor(status: number, error: string, description: string) {
    super(description)
    this.status = status
    this.error = error
  }
}

export const invalid = (description: string): Refused => new Refused(400, 'invalid_request', description)

const generic = ({ statusCode }: LintelError) => (statusCode < 500 ? 'invalid_request' : 'server_error')

/** @param errorOf what is not said in these words is called */
export function answerRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
  errorOf: (readable: LintelError) => string = generic,
): FastifyReply {
  const readable = readableError(thrown)
  const [status, error, error_description] =
    thrown instanceof Refused
      ? [thrown.status, thrown.error, thrown.message]
      : readable
        ? [readable.statusCode, errorOf(readable), readable.message]
        : [500, 'server_error', `An internal error occurred. The log knows more under request id ${request.id}.`]
  if (status >= 500) request.log.error({ err: readable?.cause ?? thrown }, 'request failed')
  return reply.code(status).header('cache-control', 'no-store').send({ error, error_description })
}
