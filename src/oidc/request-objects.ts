// JWT-secured authorization requests (RFC 9101), by value: at /authorize and at /oauth/par. Whoever sends one has named the keys that sign
// it (`signed_request_object`); nothing but those is looked at.
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { check as checkReceived } from '../http/body.ts'
import { isSignedFor } from './client-keys.ts'
import { storedClient } from './client-metadata.ts'
import { checkFapiRequestObject } from './fapi.ts'
import { requestFacts } from './request-facts.ts'

/** RFC 9101 §10.8: a JWT made for something else, an assertion or a proof, is no request. */
const TYPES = ['oauth-authz-req+jwt', 'jwt']

type Claims = { readonly [claim: string]: unknown }

/**
 * oidc-provider has read the object, and compared its `iss`, `aud` and times. It knows one key set per client (9.13.3), for every purpose:
 * the signature is checked here first, by the keys for this one.
 */
export async function checkRequestObject(
  ctx: KoaContextWithOIDC,
  claims: Claims,
  header: Claims,
  client: object,
): Promise<void> {
  const facts = requestFacts()
  const stored = storedClient(client)
  try {
    // It was never a body of ours: what may not come in one may not come in here.
    checkReceived(claims, 0)
  } catch {
    throw new errors.InvalidRequestObject('Request Object claims are invalid')
  }
  facts.request_object = claims
  // Plain parameters, pushed: oidc-provider keeps them in this form.
  if (header.alg === 'none' && ctx.oidc.entities.PushedAuthorizationRequest) {
    // The client may have come to sign its requests since.
    if ((client as { requireSignedRequestObject?: boolean }).requireSignedRequestObject)
      throw new errors.InvalidRequest('Request Object must be used by this client')
    return
  }
  const { typ } = header
  if (
    typ !== undefined &&
    !TYPES.includes(
      String(typ)
        .toLowerCase()
        .replace(/^application\//, ''),
    )
  )
    throw new errors.InvalidRequestObject('Request Object is of another type')
  // CIBA Core §7.1.1
  if (ctx.oidc.route === 'backchannel_authentication')
    for (const claim of ['exp', 'iat', 'nbf', 'jti'])
      if (claims[claim] === undefined) throw new errors.InvalidRequestObject(`Request Object has no ${claim}`)
  checkFapiRequestObject(stored, claims, header, facts.now)
  // One that was pushed is looked at again: the key may have been withdrawn since.
  if (!(await isSignedFor(stored, 'request_object', String(ctx.oidc.params?.request), facts.now)))
    throw new errors.InvalidRequestObject('could not validate Request Object')
}
