// The APIs that Lintel has itself. Each is a resource server in every tenant: its identifier, its scopes and who may ask for them follow the
// issuer and this release and are never stored.
import { CURRENT_USER_SCOPES, MANAGEMENT_SCOPES } from './management-scopes.ts'
import type { ScopeDefinition, SubjectTypeAuthorization } from './schema.ts'
import { canonicalIssuer, type Tenant } from './scope.ts'

/** What an app may do to its user's authenticators for her (Auth0: the MFA API). */
const MFA_SCOPES: ScopeDefinition[] = [
  { value: 'enroll', description: 'Enroll authenticators of yours' },
  { value: 'read:authenticators', description: 'Read which authenticators you have' },
  { value: 'remove:authenticators', description: 'Remove authenticators of yours' },
]

/** The same by Auth0's My Account API. */
const MY_ACCOUNT_SCOPES: ScopeDefinition[] = [
  { value: 'read:me:authentication_methods', description: 'Read how you sign in' },
  { value: 'create:me:authentication_methods', description: 'Add ways for you to sign in' },
  { value: 'update:me:authentication_methods', description: 'Rename the ways in which you sign in' },
  { value: 'delete:me:authentication_methods', description: 'Remove ways in which you sign in' },
  { value: 'read:me:factors', description: 'Read which ways to sign in there are' },
]

type OwnApi = {
  /** under the issuer */
  path: string
  /** whether it has a name at each of the tenant's issuers, and not at the tenant's own alone */
  at_each_issuer: boolean
  name: string
  scopes: ScopeDefinition[]
  /** what a user's own token may hold; each of them is about her alone */
  user_scopes: ScopeDefinition[]
  subject_type_authorization: SubjectTypeAuthorization
  token_lifetime: number
  token_lifetime_for_web: number
}

/** By the identifier that is stored. */
export const OWN_APIS = {
  /** Auth0: any first-party app may ask for a user's own access to it (which is less than what a client may have in its own name). */
  'lintel:management-api': {
    path: 'api/v2/',
    at_each_issuer: false,
    name: 'Lintel Management API',
    scopes: MANAGEMENT_SCOPES,
    user_scopes: CURRENT_USER_SCOPES,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
    token_lifetime: 86_400,
    token_lifetime_for_web: 7_200,
  },
  /** Auth0: an app needs a client grant, its users' more than their second factors are within reach. */
  'lintel:my-account-api': {
    path: 'me/',
    at_each_issuer: true,
    name: 'Lintel My Account API',
    scopes: MY_ACCOUNT_SCOPES,
    user_scopes: MY_ACCOUNT_SCOPES,
    subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'deny_all' } },
    token_lifetime: 86_400,
    token_lifetime_for_web: 7_200,
  },
  'lintel:mfa-api': {
    path: 'mfa/',
    at_each_issuer: true,
    name: 'Lintel MFA API',
    scopes: MFA_SCOPES,
    user_scopes: MFA_SCOPES,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
    token_lifetime: 600,
    token_lifetime_for_web: 600,
  },
} as const satisfies { [stored: string]: OwnApi }

export type OwnApiName = keyof typeof OWN_APIS
export const OWN_API_NAMES = Object.keys(OWN_APIS) as OwnApiName[]

export const isOwnApi = (stored: string): stored is OwnApiName => Object.hasOwn(OWN_APIS, stored)

/** Under the tenant's own issuer, at whichever it is asked for. */
const audienceOf = (tenant: Tenant, name: OwnApiName): string => canonicalIssuer(tenant) + OWN_APIS[name].path

export const managementAudience = (tenant: Tenant): string => audienceOf(tenant, 'lintel:management-api')

/** By what it is called here. Auth0: the Management API has one name, the others one at each domain. */
function audiencesOf(tenant: Tenant, name: OwnApiName): [string, ...string[]] {
  const { at_each_issuer, path } = OWN_APIS[name]
  return [audienceOf(tenant, name), ...(at_each_issuer && tenant.custom_domain ? [tenant.issuer + path] : [])]
}

export const myAccountAudiences = (tenant: Tenant) => audiencesOf(tenant, 'lintel:my-account-api')
export const mfaAudiences = (tenant: Tenant) => audiencesOf(tenant, 'lintel:mfa-api')

const ownApiOf = (tenant: Tenant, identifier: string): OwnApiName | undefined =>
  OWN_API_NAMES.find(name => audiencesOf(tenant, name).includes(identifier))

/** The identifier that is stored for one that is asked for, and the one that is shown for it. */
export const storedIdentifier = (tenant: Tenant, identifier: string): string =>
  ownApiOf(tenant, identifier) ?? identifier
export const shownIdentifier = (tenant: Tenant, stored: string): string =>
  isOwnApi(stored) ? audienceOf(tenant, stored) : stored

/** The scopes that a user's own token for this API may hold. */
export function userScopesOf(
  tenant: Tenant,
  { identifier, scopes }: { identifier: string; scopes: ScopeDefinition[] },
): ScopeDefinition[] {
  const name = ownApiOf(tenant, identifier)
  return name === undefined ? scopes : OWN_APIS[name].user_scopes
}
