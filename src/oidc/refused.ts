// What Auth0's Authentication API once had and Lintel never will: each says where to go instead. docs/compatibility.md lists them.
import type { FastifyInstance } from 'fastify'

/** By path, for every method. */
export const REFUSED: { readonly [path: string]: string } = {
  '/oauth/ro': 'Use /oauth/token with the grant type http://auth0.com/oauth/grant-type/password-realm.',
  '/oauth/access_token': 'Use /oauth/token with the grant type urn:ietf:params:oauth:grant-type:token-exchange.',
  '/delegation': 'Use /oauth/token with the grant type urn:ietf:params:oauth:grant-type:token-exchange.',
  '/tokeninfo': 'Use /userinfo, or verify the ID token by the keys at /.well-known/jwks.json.',
  '/usernamepassword/login': 'There are no login pages of the tenant’s own. Use /authorize, or /co/authenticate.',
  '/user/ssodata': 'Ask /authorize with prompt=none whether somebody is signed in.',
  '/user/geoloc/country': 'Lintel does not know where its users are.',
  '/users/:user_id/impersonate': 'Nobody signs in as somebody else.',
}

export function refused(server: FastifyInstance): void {
  for (const [url, instead] of Object.entries(REFUSED))
    server.route({
      method: ['GET', 'POST'],
      url,
      exposeHeadRoute: false,
      handler: (_request, reply) =>
        reply
          .code(410)
          .header('cache-control', 'no-store')
          .send({ error: 'unsupported_endpoint', error_description: `This endpoint is not supported. ${instead}` }),
    })
}
