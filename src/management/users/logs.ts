import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetPage, offsetQuery, offsetReply } from '../../http/paging.ts'
import { LOG_SCOPES, Log, logWindow, shownLog, sortQuery } from '../logs/log.ts'
import { UserParams } from './user.ts'

export const userLogs: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/users/:id/logs',
    {
      config: { scopes: LOG_SCOPES, sdk: 'users.logs.list' },
      schema: {
        params: UserParams,
        querystring: Type.Object({ ...offsetQuery, ...sortQuery }, { additionalProperties: false }),
        response: { 200: offsetReply('logs', Log) },
      },
    },
    async ({ store, params, query }) => {
      const filter = { user_id: params.id }
      const page = await store.logs.list(filter, logWindow(query))
      return offsetPage('logs', query, page.map(shownLog), () => store.logs.count(filter))
    },
  )
}
