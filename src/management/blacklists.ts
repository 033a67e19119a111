// Tokens that are good no more (Auth0: blacklists). Lintel keeps an entry for as long as any access token lives.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { managementEvent } from './route.ts'

const MAX_TOKENS = 10_000
/** The longest that an access token may live (`token_lifetime` of a resource server), and a day for clocks. */
const KEPT_FOR_MS = 31 * 86_400_000

const text = { minLength: 1, maxLength: 600, pattern: '^[^\\u0000-\\u001f]*$' }
const Token = Type.Object(
  {
    aud: Type.Optional(
      Type.String({
        ...text,
        description: 'An audience of the token, or the client that it was issued to. Any unless named',
      }),
    ),
    jti: Type.String({ ...text, description: 'The `jti` of the token' }),
  },
  { additionalProperties: false },
)

export const blacklists: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/blacklists/tokens',
    {
      config: { scopes: ['blacklist:tokens'], sdk: 'blacklists.getAll' },
      schema: {
        querystring: Type.Object({ aud: Type.Optional(Type.String(text)) }, { additionalProperties: false }),
        response: { 200: Type.Array(Token) },
      },
    },
    async ({ query, store }) => {
      const tokens = await store.blacklisted_tokens.list(query.aud, new Date())
      return tokens.map(({ aud, jti }) => (aud === undefined ? { jti } : { aud, jti }))
    },
  )

  server.post(
    '/blacklists/tokens',
    {
      config: { scopes: ['blacklist:tokens'], sdk: 'blacklists.add' },
      schema: { body: Token, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { body, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        const expires_at = new Date(now.getTime() + KEPT_FOR_MS)
        if (!(await tx.blacklisted_tokens.add({ aud: body.aud, jti: body.jti }, expires_at, now))) return
        if ((await tx.blacklisted_tokens.count(now)) > MAX_TOKENS)
          throw new LintelError(
            'operation_not_supported',
            `A tenant blacklists at most ${MAX_TOKENS} tokens at a time.`,
          )
        await tx.logs.write(managementEvent(request, 'Blacklist a token'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
