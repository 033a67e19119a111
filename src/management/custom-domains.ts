// Custom domains: a tenant's further issuers. Which requests such a domain answers, and in whose name, is decided where the tenant of a host is
// found (store/tenants.ts); its certificate is the operator's proxy's.
import { isIP } from 'node:net'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { type DomainProofs, fileUrlOf, recordOf, txtNameOf } from '../http/domain-proof.ts'
import { OutboundError } from '../http/outbound.ts'
import { checkpointPage, checkpointQuery, checkpointReply, fieldsQuery, pickFields } from '../http/paging.ts'
import { newBearerValue, newCustomDomainId } from '../ids.ts'
import type { CustomDomain as StoredDomain } from '../store/custom-domains.ts'
import { canonicalIssuer, type Tenant } from '../store/scope.ts'
import type { TenantStore } from '../store/store.ts'
import { mergeStringMetadata, StringMetadata } from './metadata.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from './unenforced.ts'

/** TLS is ended by the operator's proxy, which also says where a request came from. A passkey is for the domain that it was made at. */
export const UNENFORCED_CUSTOM_DOMAIN = {
  tls_policy: shown('recommended'),
  custom_client_ip_header: hidden('', 'x-forwarded-for'),
  relying_party_identifier: hidden(),
}

const MAX_DOMAINS = 100

const Params = Type.Object({ id: Type.String({ pattern: '^cd_[A-Za-z0-9]{16}$' }) })

const NewDomain = Type.Object(
  {
    domain: Type.String({
      minLength: 3,
      maxLength: 255,
      pattern: '^[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
      description: 'A host name; with a port only where this installation speaks http, in development',
    }),
    type: Type.Enum(['auth0_managed_certs', 'self_managed_certs'], {
      description: 'Of no effect: either way the certificate is that of the proxy before Lintel',
    }),
    verification_method: Type.Optional(Type.Enum(['txt'])),
    domain_metadata: Type.Optional(StringMetadata),
    ...acceptedProperties(UNENFORCED_CUSTOM_DOMAIN),
  },
  { additionalProperties: false },
)
const DomainPatch = Type.Object(
  { domain_metadata: Type.Optional(StringMetadata), ...acceptedProperties(UNENFORCED_CUSTOM_DOMAIN) },
  { additionalProperties: false },
)
const DefaultDomain = Type.Object(
  {
    domain: Type.String({
      minLength: 3,
      maxLength: 255,
      description: 'A verified custom domain, or the tenant’s own to have none',
    }),
  },
  { additionalProperties: false },
)

export const CustomDomain = Type.Object(
  {
    custom_domain_id: Type.String(),
    domain: Type.String(),
    primary: Type.Boolean({ description: 'The same as `is_default`' }),
    is_default: Type.Boolean({ description: 'Whether links lead there where nothing says otherwise' }),
    status: Type.Enum(['pending_verification', 'ready', 'failed'], {
      description: '`failed`: it was lost to another tenant, which proved it when the proof of this one was gone',
    }),
    type: Type.Enum(['auth0_managed_certs', 'self_managed_certs']),
    verification: Type.Object({
      methods: Type.Array(
        Type.Object({
          name: Type.Enum(['txt']),
          record: Type.String({ description: 'What the TXT record says, or the file at the well-known path' }),
          domain: Type.String({ description: 'The name of the TXT record' }),
        }),
      ),
      status: Type.Enum(['pending', 'verified', 'failed']),
      error_msg: Type.Optional(Type.String()),
      last_verified_at: Type.Optional(Type.String({ format: 'date-time' })),
    }),
    domain_metadata: Type.Record(Type.String(), Type.String()),
    created_at: Type.String({ format: 'date-time' }),
    ...answeredProperties(UNENFORCED_CUSTOM_DOMAIN),
  },
  { title: 'CustomDomain' },
)
const OwnDomain = Type.Object({ domain: Type.String() }, { title: 'CanonicalDomain' })
const Tested = Type.Object(
  { success: Type.Boolean(), message: Type.Optional(Type.String()) },
  { title: 'CustomDomainTest' },
)

const VERIFICATION = { pending_verification: 'pending', ready: 'verified', failed: 'failed' } as const

/** As it will be. */
const issuerAt = (tenant: Tenant, domain: string): string => `${new URL(canonicalIssuer(tenant)).protocol}//${domain}/`
const ownDomain = ({ tenant }: TenantStore): string => new URL(canonicalIssuer(tenant)).host

function shownDomain({ tenant }: TenantStore, domain: StoredDomain): Static<typeof CustomDomain> {
  const { id, is_default, status, verification_token, verified_at, error_msg } = domain
  return {
    custom_domain_id: id,
    domain: domain.domain,
    primary: is_default,
    is_default,
    status,
    type: domain.type,
    verification: {
      methods: [
        { name: 'txt', record: recordOf(verification_token), domain: txtNameOf(issuerAt(tenant, domain.domain)) },
      ],
      status: VERIFICATION[status],
      ...(error_msg === null ? {} : { error_msg }),
      ...(verified_at === null ? {} : { last_verified_at: verified_at.toISOString() }),
    },
    domain_metadata: domain.domain_metadata,
    created_at: domain.created_at.toISOString(),
    ...shownValues(UNENFORCED_CUSTOM_DOMAIN),
  }
}

const inexistent = () => new LintelError('inexistent_custom_domain', 'The custom domain does not exist')

/** As requests will name it: what differs from that, a browser would never ask for. */
function checkedName(store: TenantStore, given: string): string {
  const domain = given.toLowerCase()
  const own = new URL(canonicalIssuer(store.tenant))
  const wrong = (what: string) => invalidProperty(what, 'domain')
  const url = URL.parse(issuerAt(store.tenant, domain))
  if (url?.host !== domain) throw wrong('Not a host name as browsers write it')
  if (isIP(url.hostname) !== 0 || !url.hostname.includes('.')) throw wrong('Not a fully qualified host name')
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(url.hostname))
    throw wrong('Not a fully qualified host name')
  if (url.port !== '' && own.protocol === 'https:') throw wrong('A port is for development')
  return domain
}

/** Auth0's query, as far as a handful of domains needs it: `field:value`, `*` at its end, AND between them. */
function matching(q: string | undefined): (domain: Static<typeof CustomDomain>) => boolean {
  if (q === undefined) return () => true
  const wanted = q.split(/\s+AND\s+/).map(term => {
    const [, field = '', quoted, bare] =
      /^(domain|custom_domain_id|status|type|is_default|primary):(?:"([^"]*)"|(\S+))$/.exec(term.trim()) ?? []
    const value = (quoted ?? bare ?? '').toLowerCase()
    if (field === '' || value === '')
      throw new LintelError('invalid_query_string', `Query validation error: 'Not understood: ${term}' on property q.`)
    return { field: field as 'domain', value }
  })
  return domain =>
    wanted.every(({ field, value }) => {
      const actual = String(domain[field]).toLowerCase()
      return value.endsWith('*') ? actual.startsWith(value.slice(0, -1)) : actual === value
    })
}

export type CustomDomainsOptions = {
  proofs: DomainProofs
  /** Who answers at this host now. */
  tenantByHost(host: string): Promise<Tenant | undefined>
  forTenant(tenant: Tenant): TenantStore
}

export const customDomains: FastifyPluginAsyncTypebox<CustomDomainsOptions> = async (
  server,
  { proofs, tenantByHost, forTenant },
) => {
  server.get(
    '/custom-domains',
    {
      config: { scopes: ['read:custom_domains'], sdk: 'customDomains.list' },
      schema: {
        querystring: Type.Object(
          {
            ...checkpointQuery,
            ...fieldsQuery,
            q: Type.Optional(
              Type.String({ maxLength: 1_000, description: '`field:value` (`*` at its end), with AND between them' }),
            ),
            sort: Type.Optional(Type.Enum(['domain:1'], { description: 'Of a list that is not paged' })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Union([
            Type.Array(Type.Partial(CustomDomain)),
            checkpointReply('custom_domains', Type.Partial(CustomDomain)),
          ]),
        },
      },
    },
    async ({ store, query }) => {
      const { from, take, q, sort } = query
      const is = matching(q)
      const domains = (await store.custom_domains.list()).map(one => shownDomain(store, one)).filter(is)
      const picked = (some: typeof domains) => some.map(one => pickFields(one, query))
      if (from === undefined && take === undefined) {
        if (sort !== undefined) domains.sort((a, b) => (a.domain < b.domain ? -1 : 1))
        return picked(domains) as never
      }
      const page = await checkpointPage(
        'custom_domains',
        { ...(from === undefined ? {} : { from }), ...(take === undefined ? {} : { take }) },
        async (from = '', take) => domains.filter(({ custom_domain_id }) => custom_domain_id > from).slice(0, take),
        ({ custom_domain_id }) => custom_domain_id,
      )
      const { custom_domains } = page as { custom_domains: typeof domains }
      return { ...(page as object), custom_domains: picked(custom_domains) } as never
    },
  )

  server.post(
    '/custom-domains',
    {
      config: { scopes: ['create:custom_domains'], sdk: 'customDomains.create' },
      schema: { body: NewDomain, response: { 201: CustomDomain } },
    },
    async (request, reply) => {
      const { store } = request
      const now = new Date()
      const asked = enforcedOnly(request.body, UNENFORCED_CUSTOM_DOMAIN)
      const domain = checkedName(store, asked.domain)
      const holder = await tenantByHost(domain)
      // What another tenant holds as a custom domain may have come to this one since: that is seen when it is proved.
      const isConfigured = holder !== undefined && holder.custom_domain === undefined
      if (
        isConfigured ||
        new URL(issuerAt(store.tenant, domain)).hostname === new URL(canonicalIssuer(store.tenant)).hostname
      )
        throw new LintelError('custom_domain_exists', 'Custom domain already exists.')
      const created = await store.transaction(async tx => {
        if ((await tx.custom_domains.list()).length >= MAX_DOMAINS)
          throw new LintelError('operation_not_supported', `A tenant has at most ${MAX_DOMAINS} custom domains.`)
        const created = await tx.custom_domains.create(
          {
            id: newCustomDomainId(),
            domain,
            type: asked.type,
            verification_token: newBearerValue(),
            domain_metadata: mergeStringMetadata({}, asked.domain_metadata ?? {}, 'domain_metadata'),
          },
          now,
        )
        await tx.logs.write(managementEvent(request, 'Configure a custom domain', { details: about(created) }), now)
        return created
      })
      return reply.code(201).send(shownDomain(store, created))
    },
  )

  server.get(
    '/custom-domains/default',
    {
      config: { scopes: ['read:custom_domains'], sdk: 'customDomains.getDefault' },
      schema: { response: { 200: Type.Union([CustomDomain, OwnDomain]) } },
    },
    async ({ store }) => {
      const chosen = (await store.custom_domains.list()).find(({ is_default }) => is_default)
      return chosen ? shownDomain(store, chosen) : { domain: ownDomain(store) }
    },
  )

  server.patch(
    '/custom-domains/default',
    {
      config: { scopes: ['update:custom_domains'], sdk: 'customDomains.setDefault' },
      schema: { body: DefaultDomain, response: { 200: Type.Union([CustomDomain, OwnDomain]) } },
    },
    async request => {
      const { store } = request
      const now = new Date()
      const domain = request.body.domain.toLowerCase()
      const isOwn = domain === ownDomain(store)
      const chosen = await store.transaction(async tx => {
        const named = (await tx.custom_domains.list()).find(one => one.domain === domain)
        if (!named && !isOwn) throw invalidProperty('Not a domain of this tenant', 'domain')
        const chosen = await tx.custom_domains.setDefault(isOwn ? undefined : named?.id, now)
        if (!chosen && !isOwn)
          throw new LintelError('invalid_body', 'The domain must be verified before it can be set as default.')
        await tx.logs.write(managementEvent(request, 'Set the default domain', { details: { domain } }), now)
        return chosen
      })
      return chosen ? shownDomain(store, chosen) : { domain }
    },
  )

  server.get(
    '/custom-domains/:id',
    {
      config: { scopes: ['read:custom_domains'], sdk: 'customDomains.get' },
      schema: { params: Params, response: { 200: CustomDomain } },
    },
    async ({ store, params }) => {
      const found = await store.custom_domains.find(params.id)
      if (!found) throw inexistent()
      return shownDomain(store, found)
    },
  )

  server.patch(
    '/custom-domains/:id',
    {
      config: { scopes: ['update:custom_domains'], sdk: 'customDomains.update' },
      schema: { params: Params, body: DomainPatch, response: { 200: CustomDomain } },
    },
    async request => {
      const { store } = request
      const now = new Date()
      const { domain_metadata } = enforcedOnly(request.body, UNENFORCED_CUSTOM_DOMAIN)
      const updated = await store.transaction(async tx => {
        const before = await tx.custom_domains.findForUpdate(request.params.id)
        if (!before) throw inexistent()
        const metadata =
          domain_metadata && mergeStringMetadata(before.domain_metadata, domain_metadata, 'domain_metadata')
        const updated = metadata && (await tx.custom_domains.update(before.id, metadata, now))
        await tx.logs.write(managementEvent(request, 'Update a custom domain', { details: about(before) }), now)
        return updated ?? before
      })
      return shownDomain(store, updated)
    },
  )

  server.delete(
    '/custom-domains/:id',
    {
      config: { scopes: ['delete:custom_domains'], sdk: 'customDomains.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const now = new Date()
      await request.store.transaction(async tx => {
        const before = await tx.custom_domains.findForUpdate(request.params.id)
        if (!before) return
        if (!(await tx.custom_domains.remove(before.id)))
          throw new LintelError(
            'default_custom_domain',
            'Cannot delete the default custom domain. Please set another domain as default before deleting this one.',
          )
        await tx.logs.write(managementEvent(request, 'Delete a custom domain', { details: about(before) }), now)
      })
      return reply.code(204).send(null)
    },
  )

  /** Whoever can prove it now has it: one who could once, and cannot any more, loses it. */
  async function takeFromFormerHolder(issuer: string, now: Date): Promise<boolean> {
    const { host } = new URL(issuer)
    const holder = await tenantByHost(host)
    if (holder?.custom_domain === undefined) return false
    const theirs = forTenant(holder)
    const held = await theirs.custom_domains.find(holder.custom_domain.id)
    if (!held?.verified_by || !(await proofs.isGone(issuer, recordOf(held.verification_token), held.verified_by)))
      return false
    return theirs.transaction(async tx => {
      const lost = await tx.custom_domains.lose(held.id, 'Its record is gone, and another tenant has proved it.', now)
      const event = { type: 'fapi', description: 'A custom domain was lost: another tenant has proved it' }
      if (lost) await tx.logs.write({ ...event, details: about(held) }, now)
      return lost
    })
  }

  async function hold(request: FastifyRequest, domain: StoredDomain, now: Date): Promise<StoredDomain | undefined> {
    const { store } = request
    const issuer = issuerAt(store.tenant, domain.domain)
    const by = await proofs.find(issuer, recordOf(domain.verification_token))
    const taken = await tenantByHost(domain.domain)
    const refusal =
      by === undefined
        ? `Neither has ${txtNameOf(issuer)} the TXT record, nor does ${fileUrlOf(issuer)} show it.`
        : taken && taken.custom_domain === undefined
          ? 'The domain is in use.'
          : undefined
    if (by === undefined || refusal !== undefined) return store.custom_domains.refuse(domain.id, refusal ?? '', now)
    const attempt = () =>
      store.transaction(async tx => {
        const held = await tx.custom_domains.hold(domain.id, by, now)
        if (held) await tx.logs.write(managementEvent(request, 'Verify a custom domain', { details: about(held) }), now)
        return held
      })
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof LintelError) || error.code !== 'custom_domain_exists') throw error
      if (!(await takeFromFormerHolder(issuer, now))) throw error
      return attempt()
    }
  }

  server.post(
    '/custom-domains/:id/verify',
    {
      config: { scopes: ['create:custom_domains'], sdk: 'customDomains.verify' },
      schema: { params: Params, response: { 201: CustomDomain } },
    },
    async (request, reply) => {
      const { store } = request
      const found = await store.custom_domains.find(request.params.id)
      if (!found) throw inexistent()
      const domain = found.status === 'ready' ? found : await hold(request, found, new Date())
      if (!domain) throw inexistent()
      return reply.code(201).send(shownDomain(store, domain))
    },
  )

  server.post(
    '/custom-domains/:id/test',
    {
      config: { scopes: ['read:custom_domains'], sdk: 'customDomains.test' },
      schema: { params: Params, response: { 200: Tested } },
    },
    async ({ store, params }) => {
      const found = await store.custom_domains.find(params.id)
      if (!found) throw inexistent()
      if (found.status !== 'ready') throw new LintelError('custom_domain_not_ready', 'The custom domain is not ready.')
      const issuer = issuerAt(store.tenant, found.domain)
      return ownAnswer(issuer)
    },
  )

  /** Whether a request to it ends up here, past the operator's proxy. */
  async function ownAnswer(issuer: string): Promise<Static<typeof Tested>> {
    const failed = (what: string) => ({ success: false, message: `${issuer} ${what}` })
    try {
      const { status, body } = await server.outbound(`${issuer}.well-known/openid-configuration`)
      if (status !== 200) return failed(`answers with status ${status}.`)
      const named = (JSON.parse(body.toString('utf8')) as { issuer?: unknown } | null)?.issuer
      return named === issuer ? { success: true } : failed('is answered by another server, or without its Host header.')
    } catch (error) {
      if (error instanceof OutboundError) return failed(`cannot be reached: ${error.message}`)
      if (error instanceof SyntaxError) return failed('does not answer as Lintel does.')
      throw error
    }
  }
}

const about = ({ id, domain }: StoredDomain) => ({ custom_domain_id: id, domain })
