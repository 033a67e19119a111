// Where links lead that a request causes (tickets, mails): to the domain that it names, or else the one that it came to, or else the default.
import type { FastifyInstance } from 'fastify'
import { LintelError } from '../../errors.ts'
import type { Tenant } from '../../store/scope.ts'
import type { TenantStore } from '../../store/store.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what it causes has links in it: Auth0's header `auth0-custom-domain` says to which domain */
    links?: true
  }
}

const HEADER = 'auth0-custom-domain'

/** From here on such a request is its tenant's at that issuer. After its bearer has been let in. */
export function chooseDomainOfLinks(server: FastifyInstance, forTenant: (tenant: Tenant) => TenantStore): void {
  server.addHook('onRequest', async request => {
    if (!request.routeOptions.config.links) return
    const { store } = request
    const named = request.headers[HEADER]
    if (named === undefined && store.tenant.custom_domain) return
    const chosen = (await store.facts.issuers()).find(({ tenant, is_default }) =>
      named === undefined ? is_default : new URL(tenant.issuer).host === String(named).toLowerCase(),
    )
    if (!chosen)
      throw new LintelError('invalid_body', `The header ${HEADER} does not name a verified domain of this tenant.`)
    if (chosen.tenant.issuer !== store.tenant.issuer) request.store = forTenant(chosen.tenant)
  })
}
