// What an operator watches: /healthz (the process), /readyz (database, migrations, keys), one log line a request, Prometheus metrics.
import { timingSafeEqual } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { hashBearer } from '../store/hash.ts'
import { bearerToken } from './bearer.ts'
import { readableError } from './server.ts'

export type ObserveOptions = {
  /** Resolves when requests can be served; rejects with why not. */
  checkReady(): Promise<void>
  metrics: { token: string | undefined }
  pool(): { total: number; idle: number; waiting: number }
}

/** trace id and parent of a W3C `traceparent`, for the log line. */
function traceOf(request: FastifyRequest): { trace_id?: string; parent_id?: string } {
  const m = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(String(request.headers.traceparent ?? ''))
  return m ? { trace_id: m[1] as string, parent_id: m[2] as string } : {}
}

export function observe(server: FastifyInstance, options: ObserveOptions): { registry: Registry } {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'lintel_http_request_duration_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const aborted = new Counter({
    name: 'lintel_http_requests_aborted_total',
    help: 'Requests whose client went away',
    registers: [registry],
  })
  new Gauge({
    name: 'lintel_database_connections',
    help: 'Connections of the pool',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(options.pool())) this.set({ state }, count)
    },
  })

  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.raw.statusCode }, reply.elapsedTime / 1000)
    if (request.routeOptions.config.any_host) return
    // The route, never the URL: a URL may carry a code or a ticket.
    request.log.info(
      {
        ...traceOf(request),
        tenant_id: request.store?.tenant.tenant_id,
        method: request.method,
        route,
        status: reply.raw.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ip: request.ip,
      },
      'request',
    )
  })
  server.addHook('onRequestAbort', async _request => aborted.inc())

  const answerHere = { config: { any_host: true } }
  server.get('/healthz', answerHere, async () => ({ status: 'ok' }))
  server.get('/readyz', answerHere, async (request, reply) => {
    try {
      await options.checkReady()
      return { status: 'ready' }
    } catch (error) {
      // Anybody may ask: a driver's message names hosts and users.
      request.log.warn({ err: error }, 'not ready')
      const reason = readableError(error)?.message ?? 'The log says why.'
      return reply.code(503).header('retry-after', '1').send({ status: 'not ready', reason })
    }
  })

  const { token } = options.metrics
  if (token !== undefined) {
    server.get('/metrics', answerHere, async (request, reply) => {
      const given = Buffer.from(hashBearer(bearerToken(request)))
      if (!timingSafeEqual(given, Buffer.from(hashBearer(token)))) return reply.code(401).send()
      return reply.type(registry.contentType).send(await registry.metrics())
    })
  }
  return { registry }
}

/** Metrics on a port of their own, for who must not publish them. */
export async function serveMetrics(registry: Registry, host: string, port: number): Promise<FastifyInstance> {
  const server = fastify()
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
  await server.listen({ host, port })
  return server
}
