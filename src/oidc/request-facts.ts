// What one request has learnt on its way: oidc-provider asks its adapter for a token, then for the grant and the user behind it, one by one;
// we read them together and answer the later questions from here.
import type { FastifyRequest } from 'fastify'
import Provider from 'oidc-provider'
import type { Account } from '../store/accounts.ts'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { Grant } from '../store/grants.ts'
import type { FoundToken } from '../store/refresh-tokens.ts'
import type { Authorized, FoundSession } from '../store/sessions.ts'
import type { ProtocolDialect } from '../store/settings.ts'

/** What a client's refresh token policy adds to a request (multi-resource-refresh.ts). */
export type Further = { resource: string; audience: string; scope: string[] }

export type RequestFacts = {
  now: Date
  /** Undefined outside of one that oidc-provider answers. */
  request: FastifyRequest | undefined
  /** How the tenant speaks. */
  dialect: ProtocolDialect
  ip: string | undefined
  user_agent: string | undefined
  grants: Map<string, Grant>
  accounts: Map<string, Account>
  /** The session that the browser's cookie named. */
  session?: FoundSession
  /** Hash of that cookie. */
  session_cookie_hash?: string
  /** It was ended by somebody else while this request ran. */
  session_has_ended?: boolean
  /** The public id of one that this request has stored as a new one. */
  session_began?: string
  /** The connection that has just vouched for the user (on resume), or the session's. */
  connection_id?: string
  /** What was unusual about the sign-in, hers or the session's; null: nobody has looked. */
  signals?: readonly string[] | null
  /** The session under which a grant is about to be stored, and whether the grant outlives it. */
  granting?: { session_id: string; offline: boolean }
  /** The grant being stored, if it is. */
  granted?: Promise<unknown> | undefined
  /** What came of the authorization so far: stored with its session. Undefined outside of a request: each is stored by itself. */
  authorized?: Authorized
  /** Hash of the code that is being exchanged: spent with what it is exchanged for. */
  redeeming?: string
  /** The refresh token that was presented. */
  presented?: FoundToken & { token_hash: string }
  /** What a policy of its client lets it be exchanged for besides. */
  further?: Further
  /** Hash of the refresh token that the next one to be stored succeeds. */
  spending?: string
  /** Grants that this request has revoked already. */
  revoked: Set<string>
  /** The claims that hold the authorization request (RFC 9101), where it did not come as parameters. */
  request_object?: { readonly [claim: string]: unknown }
  /** Seconds for which the request that was pushed is good. */
  pushed_for?: number
  /** How the user has just been authenticated, without a page. */
  authentication?: { acr?: string; amr: string[]; authTime: number; claims?: object }
  /** What the access token that is being issued says besides. */
  token_claims?: { act?: object; amr?: readonly string[]; acr?: string }
  /** Of the user's permissions, those that it may state; undefined: all. */
  most_permissions?: readonly unknown[]
  /** The longest that a token for one of the resource servers asked for may live, in seconds. */
  longest_token?: number
  /** Permissions of the user, by resource server id. */
  permissions: Map<string, Promise<string[]>>
  /** Clients by the URL of the document that describes them. */
  documents: Map<string, Promise<RegisteredClient | undefined>>
}

export const newRequestFacts = (about: {
  now: Date
  request?: FastifyRequest
  dialect?: ProtocolDialect
  ip?: string | undefined
  user_agent?: string | undefined
}): RequestFacts => ({
  now: about.now,
  request: about.request,
  dialect: about.dialect ?? 'auth0',
  ip: about.ip,
  // Kept with sessions and refresh tokens: no more of it than tells devices apart.
  user_agent: about.user_agent?.slice(0, 512),
  grants: new Map(),
  accounts: new Map(),
  revoked: new Set(),
  permissions: new Map(),
  documents: new Map(),
})

/** The running request's; outside one (the interaction door) an empty set of its own. */
export const requestFacts = (): RequestFacts =>
  (Provider.ctx?.state.facts as RequestFacts | undefined) ?? newRequestFacts({ now: new Date() })
