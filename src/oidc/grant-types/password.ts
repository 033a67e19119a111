// The password grant (RFC 6749 §4.3) and Auth0's password-realm, which names the connection. Only for first-party clients that were given it:
// OAuth 2.1 has dropped it, since whoever takes a password can keep it.
import type { FastifyRequest } from 'fastify'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Client } from '../../store/clients.ts'
import type { TenantStore } from '../../store/store.ts'
import { PASSWORD_REALM, storedClient } from '../client-metadata.ts'
import { refusal, type Situation } from '../dialect.ts'
import { requestedResources } from '../provider-internals.ts'
import { requestFacts } from '../request-facts.ts'
import { grantDirectly, required } from './direct.ts'
import type { GrantType } from './grant-type.ts'

/** The login room's deed: throttled, logged, the same for known and unknown names. */
export type SignInDirectly = (
  tried: { request: FastifyRequest; client: Client; realm: string | undefined; username: string; password: string },
  now: Date,
) => Promise<
  | { user_id: string; connection_id: string; refused?: never }
  | {
      refused:
        | 'same-user-login'
        | 'ip-blocked'
        | 'server-busy'
        | 'upstream-unavailable'
        | 'wrong-credentials'
        | 'blocked'
        | 'unverified'
        | 'password-breached'
        | 'no-connection'
    }
>

declare module 'fastify' {
  interface FastifyInstance {
    signInDirectly: SignInDirectly
  }
}

type Refused = Extract<Awaited<ReturnType<SignInDirectly>>, { refused: string }>['refused']

const SITUATION: { [Why in Refused]: Situation } = {
  'same-user-login': 'too_many_attempts',
  'ip-blocked': 'too_many_attempts',
  'server-busy': 'server_busy',
  'upstream-unavailable': 'upstream_unavailable',
  'wrong-credentials': 'wrong_credentials',
  blocked: 'user_blocked',
  unverified: 'unverified_email',
  'password-breached': 'password_leaked',
  'no-connection': 'no_connection',
}

const names = ['password', PASSWORD_REALM]
/** RFC 9470 §4: an API that wants two factors is answered by `acr_values`. */
const parameters = ['username', 'password', 'realm', 'scope', 'resource', 'acr_values']

const MAX_USERNAME = 254

const handler =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params } = ctx.oidc
    const { request, now } = requestFacts()
    if (!client || !params || !request) throw new Error('a token request without a client')
    const stored = storedClient(client)
    if (!stored.is_first_party) throw refusal('third_party_password')

    const username = required(params, 'username').trim().slice(0, MAX_USERNAME)
    const password = required(params, 'password')
    const realm = params.grant_type === PASSWORD_REALM ? required(params, 'realm') : undefined
    // A password is looked at only for a request that could be answered.
    await requestedResources(ctx)

    const proof = await request.server.signInDirectly({ request, client: stored, realm, username, password }, now)
    if (proof.refused) throw refusal(SITUATION[proof.refused])
    await grantDirectly(store, ctx, { ...proof, amr: ['pwd'], gty: 'password' })
  }

export const passwordGrant: GrantType = { names, parameters, handler }
