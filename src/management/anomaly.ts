// Networks that have used up their attempts (Auth0: suspicious IP throttling).
import { isIP } from 'node:net'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { networkOf } from '../http/network.ts'
import { networks } from '../http/outbound.ts'
import { NETWORK_STAGES, readAttackProtection } from '../store/attack-protection.ts'
import { managementEvent } from './route.ts'

const Params = Type.Object({ id: Type.String({ maxLength: 50, description: 'An IP address' }) })

function addressOf({ id }: { id: string }): string {
  if (isIP(id) === 0 || id.includes('%'))
    throw new LintelError('invalid_uri', `Path validation error: Not an IP address.`)
  return id
}

export const anomaly: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/anomaly/blocks/ips/:id',
    {
      config: { scopes: ['read:anomaly_blocks'], sdk: 'anomaly.blocks.checkIp' },
      schema: { params: Params, response: { 200: Type.Null() } },
    },
    async ({ store, params }, reply) => {
      const ip = addressOf(params)
      const { suspicious_ip_throttling } = readAttackProtection(await store.settings.find())
      const { enabled, shields, allowlist, stage } = suspicious_ip_throttling
      const trusted = networks(allowlist).check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')
      const network = networkOf(ip)
      const tries = NETWORK_STAGES.map(name => ({ stage: name, network, ...stage[name] }))
      const blocked =
        enabled && shields.includes('block') && !trusted && (await store.attempts.isUsedUp(tries, new Date()))
      if (!blocked) throw new LintelError('not_found', 'IP address specified is not currently blocked.')
      return reply.send(null)
    },
  )

  server.delete(
    '/anomaly/blocks/ips/:id',
    {
      config: { scopes: ['delete:anomaly_blocks'], sdk: 'anomaly.blocks.unblockIp' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const ip = addressOf(request.params)
      const now = new Date()
      await request.store.transaction(async tx => {
        await tx.attempts.refill(networkOf(ip))
        await tx.logs.write(managementEvent(request, 'Remove the blocked IP address'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
