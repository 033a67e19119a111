import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { checkpointQuery, fieldsQuery, offsetPage, offsetQuery, offsetReply, pickFields } from '../http/paging.ts'
import { timeOfLogId } from '../ids.ts'
import { LOG_SCOPES, Log, logWindow, ofUsersOnly, shownLog, sortQuery } from './logs/log.ts'

export const logs: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/logs',
    {
      config: { scopes: LOG_SCOPES, sdk: 'logs.list' },
      schema: {
        querystring: Type.Object(
          {
            ...offsetQuery,
            ...sortQuery,
            ...checkpointQuery,
            ...fieldsQuery,
            q: Type.Optional(Type.String({ description: 'Lucene query syntax' })),
            search: Type.Optional(
              Type.String({ description: 'Starts of client_name, connection or user_name, or `field:start` pairs' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: offsetReply('logs', Log) },
      },
    },
    async request => {
      const { store, query } = request
      const { from, take = 50, q, search } = query
      const filter = { ...ofUsersOnly(request), q: q?.trim() || undefined, search: search?.trim() || undefined }
      // Auth0: a checkpoint page of the log is a bare array; the next one is asked for from its last log_id.
      if (from !== undefined || query.take !== undefined) {
        if (from !== undefined && !timeOfLogId(from))
          throw new LintelError('invalid_query_string', `from is not the log_id of an event.`)
        const page = await store.logs.listAfter(filter, from, take)
        return page.map(event => pickFields(shownLog(event), query)) as never
      }
      const page = await store.logs.list(filter, logWindow(query))
      return offsetPage(
        'logs',
        query,
        page.map(event => pickFields(shownLog(event), query)),
        () => store.logs.count(filter),
      )
    },
  )

  server.get(
    '/logs/:id',
    {
      config: { scopes: LOG_SCOPES, sdk: 'logs.get' },
      schema: {
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) }),
        response: { 200: Log },
      },
    },
    async request => {
      const event = await request.store.logs.find(request.params.id)
      const hidden = ofUsersOnly(request).of_users && event?.user_id === null
      if (!event || hidden) throw new LintelError('inexistent_log', 'Log not found.')
      return shownLog(event)
    },
  )
}
