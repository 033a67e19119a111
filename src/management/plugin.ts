// The Auth0-shaped Management API, one file per first path segment. Owns shapes, scopes and masking; the facts are the store's.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actions } from './actions.ts'
import { anomaly } from './anomaly.ts'
import { type AttackProtectionOptions, attackProtection } from './attack-protection.ts'
import { blacklists } from './blacklists.ts'
import { phoneProviders } from './branding/phone-providers.ts'
import { phoneTemplates } from './branding/phone-templates.ts'
import { pageTemplates } from './branding/templates.ts'
import { themes } from './branding/themes.ts'
import { branding } from './branding.ts'
import { type CibaRequestsOptions, cibaRequests } from './ciba-requests.ts'
import { clientGrants } from './client-grants.ts'
import { type CimdOptions, cimdClients } from './clients/cimd.ts'
import { clientCredentials } from './clients/credentials.ts'
import { clients } from './clients.ts'
import { connectionKeys } from './connections/keys.ts'
import { connectionUsers } from './connections/users.ts'
import { connections } from './connections.ts'
import { chooseDomainOfLinks } from './custom-domains/links.ts'
import { type CustomDomainsOptions, customDomains } from './custom-domains.ts'
import { deviceCredentials } from './device-credentials.ts'
import { docs } from './docs.ts'
import { type EmailTemplatesOptions, emailTemplates } from './email-templates.ts'
import { emails } from './emails.ts'
import { grants } from './grants.ts'
import { guardianEnrollments } from './guardian/enrollments.ts'
import { guardianPhone } from './guardian/phone.ts'
import { guardian } from './guardian.ts'
import { usersExports } from './jobs/users-exports.ts'
import { type UsersImportsOptions, usersImports } from './jobs/users-imports.ts'
import { verificationEmail } from './jobs/verification-email.ts'
import { jobs } from './jobs.ts'
import { type KeysOptions, keys } from './keys.ts'
import { logStreams } from './log-streams.ts'
import { logs } from './logs.ts'
import { networkAcls } from './network-acls.ts'
import { notBuilt } from './not-built.ts'
import { openapi } from './openapi.ts'
import { customText } from './prompts/custom-text.ts'
import { partials } from './prompts/partials.ts'
import { prompts } from './prompts.ts'
import { refreshTokens } from './refresh-tokens.ts'
import { resourceServers } from './resource-servers.ts'
import { rolePermissions } from './roles/permissions.ts'
import { roleUsers } from './roles/users.ts'
import { roles } from './roles.ts'
import { type GuardOptions, guard } from './route.ts'
import { rules } from './rules.ts'
import type { SessionsOptions } from './sessions/session.ts'
import { sessions } from './sessions.ts'
import { stats } from './stats.ts'
import { type TenantsOptions, tenants } from './tenants.ts'
import { tickets } from './tickets.ts'
import { tokenExchangeProfiles } from './token-exchange-profiles.ts'
import { userAttributeProfiles } from './user-attribute-profiles.ts'
import { userBlocks } from './user-blocks.ts'
import { userAuthenticationMethods } from './users/authentication-methods.ts'
import { userEffective } from './users/effective.ts'
import { type UserIdentitiesOptions, userIdentities } from './users/identities.ts'
import { userLogs } from './users/logs.ts'
import { type MultifactorOptions, userMultifactor } from './users/multifactor.ts'
import { userPermissions } from './users/permissions.ts'
import { userRefreshTokens } from './users/refresh-tokens.ts'
import { userRevokeAccess } from './users/revoke-access.ts'
import { userRoles } from './users/roles.ts'
import { userSessions } from './users/sessions.ts'
import { type UsersOptions, users } from './users.ts'
import { usersByEmail } from './users-by-email.ts'

export type ManagementOptions = AttackProtectionOptions &
  CibaRequestsOptions &
  CimdOptions &
  CustomDomainsOptions &
  EmailTemplatesOptions &
  KeysOptions &
  MultifactorOptions &
  SessionsOptions &
  TenantsOptions &
  UserIdentitiesOptions &
  UsersImportsOptions &
  UsersOptions &
  GuardOptions & {
    /** What a script of another origin asks first, before it asks by one of these methods. */
    preflight(request: FastifyRequest, reply: FastifyReply, methods: readonly string[]): Promise<FastifyReply>
  }

export async function management(server: FastifyInstance, options: ManagementOptions): Promise<void> {
  const built = guard(server, options)
  chooseDomainOfLinks(server, options.forTenant)
  const { hasher, breaches, endSessions, tellOfEnd } = options
  await server.register(actions)
  await server.register(anomaly)
  await server.register(attackProtection, { breaches: options.breaches })
  await server.register(blacklists)
  await server.register(branding)
  await server.register(themes)
  await server.register(pageTemplates)
  await server.register(phoneProviders)
  await server.register(phoneTemplates)
  await server.register(cibaRequests, { approvals: options.approvals })
  await server.register(clientGrants)
  await server.register(cimdClients, { lookAtDocument: options.lookAtDocument, keepDocument: options.keepDocument })
  await server.register(clients, { newSigningKey: options.newSigningKey })
  await server.register(clientCredentials)
  await server.register(connections, { tellOfEnd })
  await server.register(connectionKeys)
  await server.register(connectionUsers, { endSessions, tellOfEnd })
  await server.register(customDomains, {
    proofs: options.proofs,
    tenantByHost: options.tenantByHost,
    forTenant: options.forTenant,
  })
  await server.register(deviceCredentials)
  await server.register(emails)
  await server.register(emailTemplates, { defaultEmail: options.defaultEmail })
  await server.register(grants)
  await server.register(guardian)
  await server.register(guardianEnrollments, { endSessions })
  await server.register(guardianPhone)
  await server.register(jobs)
  await server.register(usersExports)
  await server.register(verificationEmail)
  await server.register(usersImports, { users_import_max_bytes: options.users_import_max_bytes })
  await server.register(keys, { newSigningKey: options.newSigningKey, nextSigningKeys: options.nextSigningKeys })
  await server.register(logStreams)
  await server.register(logs)
  await server.register(networkAcls)
  await server.register(prompts)
  await server.register(customText)
  await server.register(partials)
  await server.register(refreshTokens)
  await server.register(resourceServers, { newSigningKey: options.newSigningKey })
  await server.register(roles)
  await server.register(rolePermissions)
  await server.register(roleUsers)
  await server.register(userAttributeProfiles)
  await server.register(userBlocks)
  await server.register(users, { hasher, breaches, endSessions, tellOfEnd })
  await server.register(userAuthenticationMethods, { endSessions })
  await server.register(userEffective)
  await server.register(userIdentities, { userProvenBy: options.userProvenBy, endSessions, tellOfEnd })
  await server.register(userLogs)
  await server.register(userMultifactor, { endSessions, giveRecoveryCode: options.giveRecoveryCode })
  await server.register(userPermissions)
  await server.register(userRefreshTokens)
  await server.register(userRevokeAccess, { endSessions })
  await server.register(userRoles)
  await server.register(userSessions, { endSessions })
  await server.register(usersByEmail)
  await server.register(rules)
  await server.register(stats)
  await server.register(sessions, { endSessions })
  await server.register(tenants, { mtls_subdomain: options.mtls_subdomain })
  await server.register(tickets)
  await server.register(tokenExchangeProfiles)
  // Apps in the browser ask by their users' own tokens.
  const asked = Map.groupBy(
    built.filter(({ own }) => own),
    ({ path }) => path,
  )
  for (const [path, routes] of asked) {
    const methods = routes.map(({ method }) => method)
    server.options(path, async (request, reply) => options.preflight(request, reply, methods))
  }
  await server.register(openapi, { built })
  await server.register(docs)
  await server.register(notBuilt, { built })
}
