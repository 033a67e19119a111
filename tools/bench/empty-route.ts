// The yardstick of the Management API: a Fastify that does nothing but answer.
import fastify from 'fastify'
import { serve } from './child.ts'

serve<undefined, { url: string }>(async () => {
  const server = fastify()
  server.get('/', async () => ({}))
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return { ready: { url }, stop: () => server.close() }
})
