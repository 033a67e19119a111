import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { fieldsQuery, pickFields } from '../http/paging.ts'
import { shownUser, User } from './users/user.ts'

export const usersByEmail: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/users-by-email',
    {
      config: { scopes: ['read:users'], sdk: 'users.listUsersByEmail' },
      schema: {
        querystring: Type.Object(
          {
            // Auth0: exact; a database connection's addresses are in lower case.
            email: Type.String({ minLength: 1, maxLength: 320, description: 'The address as it is stored' }),
            ...fieldsQuery,
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(User) },
      },
    },
    async ({ store, query }) =>
      (await store.users.listByEmail(query.email)).map(user => pickFields(shownUser(user), query)),
  )
}
