// Lintel runs no Actions; their room is not built. The list alone is here, and empty: Auth0's deployment tool reads it before it touches
// databases and token exchange profiles, and passes over both when it may not.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { offsetQuery } from '../http/paging.ts'

export const actions: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/actions/actions',
    {
      config: { scopes: ['read:actions'], sdk: 'actions.list' },
      schema: {
        querystring: Type.Object(
          {
            page: offsetQuery.page,
            per_page: offsetQuery.per_page,
            triggerId: Type.Optional(Type.String({ maxLength: 100 })),
            actionName: Type.Optional(Type.String({ maxLength: 255 })),
            deployed: Type.Optional(Type.Boolean()),
            installed: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            actions: Type.Array(Type.Object({}), { maxItems: 0, description: 'Lintel has no Actions' }),
            total: Type.Integer(),
            page: Type.Integer(),
            per_page: Type.Integer(),
          }),
        },
      },
    },
    async ({ query: { page, per_page } }) => ({ actions: [], total: 0, page, per_page }),
  )
}
