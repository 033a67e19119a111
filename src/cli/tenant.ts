import { createTenant, newAdministrationClient } from '../first-start.ts'
import { JSON_FLAG, readAssignments, showJson, showList, TENANT, type Verbs } from './verb.ts'

export const tenantVerbs: Verbs = {
  'tenant list': {
    says: 'lists the tenants and where they answer',
    flags: JSON_FLAG,
    async run(context) {
      const tenants = await (await context.store()).tenants.list()
      showList(context, tenants, ['tenant_id', 'issuer'])
      return 0
    },
  },
  'tenant create': {
    says: 'makes a tenant with keys, connection and administration client, and prints the client’s secret',
    flags: { id: '!its id, such as acme', domain: '!the host it answers at, such as login.acme.com', ...JSON_FLAG },
    async run(context) {
      const { flags, now } = context
      const administration = newAdministrationClient()
      const tenant = await createTenant(
        await context.store(),
        { tenant_id: String(flags.id), domain: String(flags.domain) },
        administration,
        now,
      )
      showJson(context, { tenant_id: tenant.tenant_id, issuer: tenant.issuer, ...administration })
      return 0
    },
  },
  'tenant show': {
    says: 'shows a tenant’s issuer and settings',
    flags: { ...TENANT, ...JSON_FLAG },
    async run(context) {
      const { tenant } = await context.tenant()
      const { call } = await context.administration()
      showJson(context, { ...tenant, settings: await call('GET', '/tenants/settings') })
      return 0
    },
  },
  'tenant unlock': {
    says: 'puts every network ACL of a tenant out of force, whoever they keep out',
    flags: { ...TENANT, ...JSON_FLAG },
    async run(context) {
      const { network_acls } = await context.tenant()
      showJson(context, { network_acls_deactivated: await network_acls.deactivateAll(context.now) })
      return 0
    },
  },
  'tenant set': {
    says: 'changes settings: friendly_name=Acme session_lifetime=24 flags.enable_client_connections=false',
    args: ['name=value…'],
    flags: { ...TENANT, ...JSON_FLAG },
    async run(context) {
      const { call } = await context.administration()
      showJson(context, await call('PATCH', '/tenants/settings', readAssignments(context.args)))
      return 0
    },
  },
}
