// What follows a proof that a person gave an app, which hands it to the token endpoint: no page, no session. What she may ask for is looked at
// before anything is issued, whichever the proof was.
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { LintelError } from '../../errors.ts'
import { check } from '../../http/body.ts'
import { newBearerValue } from '../../ids.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { acrOf, isMultiFactor, TOLD_OF_TWO } from '../authentication-context.ts'
import { OIDC_SCOPES } from '../claims.ts'
import { storedClient } from '../client-metadata.ts'
import { refusal } from '../dialect.ts'
import { demandOf, isDemanded } from '../multi-factor.ts'
import { missingConsent } from '../prompts.ts'
import { issueTokensFor, type RequestedResource, requestedResources } from '../provider-internals.ts'
import { requestFacts } from '../request-facts.ts'
import { audiencesOf } from '../resource-servers.ts'
import { mfaRequired } from './mfa-token.ts'

/**
 * @property connection_id by which she came
 * @property amr RFC 8176
 * @property gty as oidc-provider keeps it with what is issued
 * @property at seconds; undefined: now
 */
export type DirectProof = { user_id: string; connection_id: string; amr: readonly string[]; gty: string; at?: number }

export function required(params: KoaContextWithOIDC['oidc']['params'], name: string): string {
  const value = params?.[name]
  if (typeof value !== 'string' || value === '')
    throw new errors.InvalidRequest(`missing required parameter(s) (${name})`)
  return value
}

/** A parameter that is an object: here it has come as JSON. */
export function objectIn(params: KoaContextWithOIDC['oidc']['params'], name: string): JsonObject | undefined {
  const given = params?.[name]
  if (given === undefined || given === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(String(given))
    // In a form it was text: what it holds nobody has looked at.
    check(value, 0)
  } catch (error) {
    if (error instanceof LintelError) throw new errors.InvalidRequest(`${name}: ${error.message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new errors.InvalidRequest(`${name} must be an object`)
  return value as JsonObject
}

function defaultScopes(resource_server: RequestedResource | undefined): string[] {
  if (!resource_server) return ['openid', 'profile', 'email']
  return [...resource_server.scopes].filter(scope => !OIDC_SCOPES.includes(scope))
}

/** Answers with the tokens that the request asks for, as far as this client may have them for this user. */
export async function grantDirectly(store: TenantStore, ctx: KoaContextWithOIDC, proof: DirectProof): Promise<void> {
  const { client, params, provider } = ctx.oidc
  const facts = requestFacts()
  if (!client || !params) throw new Error('a token request without a client')
  const { user_id, connection_id, amr, gty, at = Math.floor(facts.now.getTime() / 1000) } = proof
  ctx.oidc.entity('Account', { accountId: user_id, claims: async () => ({ sub: user_id }) })

  // Cut down to what this user holds.
  const [resource_server, ...others] = await requestedResources(ctx)
  if (others.length > 0) throw refusal('several_audiences')
  const { scope } = params as { scope?: string }
  const [audience] = audiencesOf(params.resource)
  const request = { client: storedClient(client), resource: resource_server?.identifier(), asked: params }
  const demand = await demandOf(store, request)
  // No browser is known here, and nobody has looked for what is unusual: who may have to prove more, has to.
  if (await isDemanded(demand, { amr, signals: undefined, isRemembered: async () => false })) {
    const first = {
      gty,
      ...(scope === undefined ? {} : { scope }),
      ...(audience === undefined ? {} : { audience }),
    }
    throw await mfaRequired(store, { user_id, connection_id, client_id: client.clientId, amr, at }, first)
  }
  const offered = new Set(resource_server ? resource_server.scopes : OIDC_SCOPES)
  const refreshes = client.grantTypeAllowed('refresh_token') && offered.has('offline_access')
  // Auth0: who names none gets all of the API's.
  const asked = typeof params.scope === 'string' ? params.scope.split(' ') : defaultScopes(resource_server)
  const scopes = asked.filter(scope => offered.has(scope) && (scope !== 'offline_access' || refreshes))
  params.scope = scopes.join(' ') || undefined
  if ((await missingConsent(store, ctx)).length > 0) throw refusal('consent_required')

  const grant = new provider.Grant({ accountId: user_id, clientId: client.clientId })
  grant.jti = newBearerValue()
  grant.addOIDCScope(scopes.filter(scope => OIDC_SCOPES.includes(scope)).join(' '))
  if (isMultiFactor(amr)) grant.addOIDCClaims(Object.keys(TOLD_OF_TWO))
  const resource = resource_server?.identifier()
  if (resource !== undefined) grant.addResourceScope(resource, scopes.join(' '))
  facts.connection_id = connection_id
  facts.granting = { session_id: '', offline: scopes.includes('offline_access') }

  const acr = acrOf(amr)
  const authentication = {
    ...(acr === undefined ? {} : { acr }),
    amr: [...amr],
    authTime: at,
    ...(isMultiFactor(amr) ? { claims: { id_token: TOLD_OF_TWO } } : {}),
  }
  facts.authentication = authentication
  const source = new provider.AuthorizationCode({
    accountId: user_id,
    client,
    gty,
    grantId: grant.jti,
    scope: scopes.join(' '),
    ...(resource === undefined ? {} : { resource }),
    ...authentication,
  })
  await issueTokensFor(ctx, source, grant, gty)
  await store.users.recordLogin(user_id, facts.ip ?? '', facts.now)
}
