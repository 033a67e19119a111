// A Fastify request, answered by a tenant's Provider. oidc-provider (Koa) sees a request whose host and scheme are the issuer's, whatever
// the client sent, and writes to a response that nobody reads from: what it says is handed to Fastify's reply, so that our headers, error
// handler and log lines hold here as everywhere.
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { errors, KoaContextWithOIDC } from 'oidc-provider'
import { isUnreachable, unavailable } from '../store/database.ts'
import type { Answered } from './answered.ts'
import { dialectOf } from './dialect.ts'
import { providerOf } from './provider.ts'
import { handlerOf } from './provider-internals.ts'
import { newRequestFacts } from './request-facts.ts'

export type Asked = {
  method: 'GET' | 'POST'
  /** path and query */
  url: string
  /** of a POST */
  form?: URLSearchParams
}

/** The issuer's own host and scheme: oidc-provider builds URLs from them (an attacker's Host would become the token endpoint). */
function headersOf(request: FastifyRequest, { form }: Asked): IncomingMessage['headers'] {
  const { host, protocol } = new URL(request.store.tenant.issuer)
  const { 'content-type': _, 'content-length': __, 'transfer-encoding': ___, ...headers } = request.raw.headers
  return {
    ...headers,
    host,
    'x-forwarded-host': host,
    'x-forwarded-proto': protocol.slice(0, -1),
    ...(form
      ? {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(form.toString())),
        }
      : {}),
  }
}

/** The request as oidc-provider shall see it; its body has been read and is given once more. */
function requestFor(request: FastifyRequest, asked: Asked): IncomingMessage {
  const body = Buffer.from(asked.form?.toString() ?? '')
  return Object.create(request.raw, {
    method: { value: asked.method, writable: true },
    url: { value: asked.url, writable: true },
    headers: { value: headersOf(request, asked) },
    readable: { value: true },
    readableEncoding: { value: null },
    iterator: {
      value: async function* () {
        yield body
      },
    },
  }) as IncomingMessage
}

export async function ask(request: FastifyRequest, asked: Asked): Promise<Answered> {
  const provider = await providerOf(request.store)
  const res = new ServerResponse(request.raw)
  res.statusCode = 404
  // oidc-provider adds the hash of the one script that an answer by form or by postMessage needs.
  res.setHeader('content-security-policy', "default-src 'none';script-src;base-uri 'none'")
  const ctx = provider.createContext(requestFor(request, asked), res) as unknown as KoaContextWithOIDC
  const facts = newRequestFacts({
    now: new Date(),
    request,
    dialect: await dialectOf(request.store),
    ip: request.ip,
    user_agent: request.headers['user-agent'],
  })
  facts.authorized = {}
  ctx.state.facts = facts
  await handlerOf(provider)(ctx)
  // One that ended without a session, refused or for another question.
  const { interaction } = facts.authorized
  if (interaction !== undefined) await request.store.artefacts.remove('Interaction', interaction)
  const { error, refused } = ctx.state as {
    error?: errors.OIDCProviderError
    refused?: { out: NonNullable<Answered['page']> }
  }
  // The database was away: a retry may succeed, and no client should be sent home with `server_error` for that.
  if (isUnreachable(error)) throw unavailable(error)
  if (error && !error.expose) request.log.error({ err: error }, 'request failed')
  return {
    ctx,
    status: ctx.status,
    headers: res.getHeaders(),
    body: ctx.body,
    ...(error ? { error } : {}),
    ...(refused ? { page: refused.out } : {}),
  }
}

/** Hands over what oidc-provider answered. */
export function hand(reply: FastifyReply, { status, headers, body }: Answered): FastifyReply {
  reply.code(status)
  // Koa's page around a redirect would repeat the code in its URL.
  const bare = status >= 300 && status < 400
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'content-length' || (bare && name === 'content-type')) continue
    reply.header(name, value)
  }
  if (bare || body === undefined || body === null) return reply.send()
  return reply.send(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
}
