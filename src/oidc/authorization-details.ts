// Rich authorization requests (RFC 9396): what exactly a client may do, in types that resource servers declare (Auth0: `authorization_details`).
// Details are permitted by the user each time, granted as they were shown, narrowed at the token endpoint, never widened.
import { isDeepStrictEqual } from 'node:util'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { TenantStore } from '../store/store.ts'
import { goesByClientGrants, storedClient } from './client-metadata.ts'
import { requestFacts } from './request-facts.ts'
import { resourceOfAudience } from './requests.ts'
import { audienceOf, audiencesOf, resourceServerOf } from './resource-servers.ts'

export type AuthorizationDetail = { type: string; [member: string]: unknown }

// A person reads all of it before she permits it: what is longer than a page is refused, not cut.
const MAX_LENGTH = 8_192
const MAX_DETAILS = 10
const MAX_DEPTH = 5

const refused = (description: string) => new errors.InvalidAuthorizationDetails(description)

/** Looks no deeper than that itself. */
const isDeeper = (value: unknown, most: number): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (most === 0 || Object.values(value).some(member => isDeeper(member, most - 1)))

/** Those of a request's parameters, which oidc-provider has looked through. */
export const detailsIn = ({ authorization_details }: { authorization_details?: unknown }): AuthorizationDetail[] =>
  authorization_details === undefined ? [] : JSON.parse(String(authorization_details))

export const requestedDetails = (ctx: KoaContextWithOIDC): AuthorizationDetail[] => detailsIn(ctx.oidc.params ?? {})

async function declaredTypes(store: TenantStore, audience: string): Promise<string[]> {
  const { authorization_details } = await resourceServerOf(store, audience)
  return (authorization_details ?? []).map(({ type }) => type)
}

/** RFC 9396 §2.2: the members that every type means alike. */
const COMMON_LISTS = new Set(['locations', 'actions', 'datatypes', 'privileges'])

/** Whether `asked` is `granted`, or less of its lists. Of members that only their type understands, nothing but equality is known. */
function isWithin(asked: AuthorizationDetail, granted: AuthorizationDetail): boolean {
  // A list that is left out may mean everything.
  const members = Object.keys(granted)
  if (members.length !== Object.keys(asked).length) return false
  return members.every(member => {
    if (!Object.hasOwn(asked, member)) return false
    const [less, more] = [asked[member], granted[member]]
    if (isDeepStrictEqual(less, more)) return true
    return (
      COMMON_LISTS.has(member) &&
      Array.isArray(less) &&
      Array.isArray(more) &&
      less.length > 0 &&
      less.every(one => more.includes(one))
    )
  })
}

/** At the token endpoint: no more than was granted. */
export function checkWithin(ctx: KoaContextWithOIDC, granted: unknown): void {
  const details = (granted ?? []) as AuthorizationDetail[]
  if (!requestedDetails(ctx).every(asked => details.some(detail => isWithin(asked, detail))))
    throw refused('authorization_details go beyond what was granted')
}

/** @param types those that the tenant's resource servers declare */
export function richAuthorizationRequests(
  store: TenantStore,
  types: readonly string[],
  default_resource: string | undefined,
) {
  async function validate(ctx: KoaContextWithOIDC, { type }: { type: string }): Promise<void> {
    const { client, params } = ctx.oidc
    const stored = client && storedClient(client)
    const { authorization_details_types } = stored?.registration ?? {}
    if (Array.isArray(authorization_details_types) && !authorization_details_types.includes(type))
      throw refused('the client has not registered this type of authorization_details')
    const details = requestedDetails(ctx)
    if (details.length > MAX_DETAILS || isDeeper(details, MAX_DEPTH) || JSON.stringify(details).length > MAX_LENGTH)
      throw refused('authorization_details are too long')
    const resource = params?.resource ?? resourceOfAudience(ctx) ?? default_resource
    if (typeof resource !== 'string') throw refused('authorization_details need an audience')
    const { subject_type_authorization } = await resourceServerOf(store, audienceOf(resource))
    // Auth0: there a client grant lists the types, and none here does.
    if (subject_type_authorization.user.policy !== 'allow_all' || (stored && goesByClientGrants(stored)))
      throw refused('the client was not granted this type of authorization_details')
    if (!(await declaredTypes(store, audienceOf(resource))).includes(type))
      throw refused('the audience does not know this type of authorization_details')
  }

  return {
    enabled: true as const,
    types: Object.fromEntries(types.map(type => [type, { validate }])),
    /** What the user has just permitted. */
    authorizationDetailsForGrantSource(ctx: KoaContextWithOIDC): AuthorizationDetail[] {
      if (!ctx.oidc.result?.consent) throw new errors.AccessDenied('authorization_details were not permitted')
      return requestedDetails(ctx)
    },
    async authorizationDetailsForAccessToken(
      ctx: KoaContextWithOIDC,
      token: object,
      source: { rar?: unknown; resource?: unknown } | undefined,
    ): Promise<AuthorizationDetail[] | undefined> {
      checkWithin(ctx, source?.rar)
      const granted = (source?.rar ?? []) as AuthorizationDetail[]
      const asked = requestedDetails(ctx)
      const { audience } = (token as { resourceServer?: { audience: string } }).resourceServer ?? {}
      // A refresh token may be good for further resource servers (Auth0); what was permitted at one means nothing at another.
      const permitted_at = requestFacts().presented?.payload.resource ?? source?.resource
      if (audience === undefined || !audiencesOf(permitted_at).includes(audience)) {
        if (asked.length > 0) throw refused('authorization_details were not permitted for this audience')
        return undefined
      }
      // RFC 9396 §7: those that this token's resource server understands.
      const declared = await declaredTypes(store, audience)
      return (asked.length > 0 ? asked : granted).filter(({ type }) => declared.includes(type))
    },
    authorizationDetailsForIntrospection: (_ctx: KoaContextWithOIDC, token: { rar?: unknown }) =>
      token.rar as AuthorizationDetail[] | undefined,
  }
}
