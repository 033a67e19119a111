// Network access control lists: who may ask at all. Enforced in http/network-acls.ts.
import { isIP } from 'node:net'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty, LintelError } from '../errors.ts'
import { offsetPage, offsetQuery, offsetReply, windowOf } from '../http/paging.ts'
import { checkUrl } from '../http/urls.ts'
import { newNetworkAclId } from '../ids.ts'
import type { NetworkAcl as StoredAcl } from '../store/network-acls.ts'
import type { NetworkAclMatch, NetworkAclRule } from '../store/schema.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, enforcedOnly, hidden } from './unenforced.ts'

/** What one server cannot tell of a connection. */
export const UNENFORCED_NETWORK_SIGNALS = {
  asns: hidden(),
  auth0_managed: hidden(),
  geo_country_codes: hidden(),
  geo_subdivision_codes: hidden(),
  ja3_fingerprints: hidden(),
  ja4_fingerprints: hidden(),
  http_message_signature: hidden(),
}

const list = (maxLength: number, description: string, maxItems = 1_000) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength }), { minItems: 1, maxItems, description }))
const signals = {
  ipv4_cidrs: list(50, 'Addresses and networks of the client'),
  ipv6_cidrs: list(50, 'Addresses and networks of the client'),
  connecting_ipv4_cidrs: list(50, 'Those of the connection itself, which may be a proxy’s'),
  connecting_ipv6_cidrs: list(50, 'Those of the connection itself, which may be a proxy’s'),
  // Each is a search through a header that a stranger sends, at each request.
  user_agents: list(500, 'The whole of the header, of which 500 characters count; * stands for anything', 50),
  hostnames: list(255, 'The host that was asked, without a port'),
}
const GivenMatch = Type.Object(
  { ...signals, ...acceptedProperties(UNENFORCED_NETWORK_SIGNALS) },
  { additionalProperties: false },
)
const Yes = Type.Optional(Type.Unsafe<true>({ type: 'boolean', enum: [true] }))
const Action = Type.Object(
  {
    block: Yes,
    allow: Yes,
    log: Yes,
    redirect: Yes,
    redirect_uri: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
  },
  { additionalProperties: false },
)
const scope = Type.Enum(['management', 'authentication', 'tenant', 'dynamic_client_registration'])
const GivenRule = Type.Object(
  { action: Action, match: Type.Optional(GivenMatch), not_match: Type.Optional(GivenMatch), scope },
  { additionalProperties: false },
)

const description = Type.String({ maxLength: 255 })
const active = Type.Boolean({ description: 'Whether it is in force' })
const priority = Type.Integer({ minimum: 1, maximum: 100, description: 'The lowest is looked at first' })
const Params = Type.Object({ id: Type.String({ pattern: '^acl_[A-Za-z0-9]{22}$' }) })

const NewAcl = Type.Object(
  { description, active, priority: Type.Integer({ ...priority, default: 50 }), rule: GivenRule },
  { additionalProperties: false },
)
const AclPatch = Type.Object(
  {
    description: Type.Optional(description),
    active: Type.Optional(active),
    priority: Type.Optional(priority),
    rule: Type.Optional(GivenRule),
  },
  { additionalProperties: false },
)

const Match = Type.Object(signals)
export const NetworkAcl = Type.Object(
  {
    id: Type.String(),
    description: Type.String(),
    active: Type.Boolean(),
    priority: Type.Integer(),
    rule: Type.Object({ action: Action, match: Type.Optional(Match), not_match: Type.Optional(Match), scope }),
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'NetworkAcl' },
)

const shownAcl = ({ created_at, updated_at, ...acl }: StoredAcl): Static<typeof NetworkAcl> => ({
  ...acl,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
})

const inexistent = () => new LintelError('inexistent_network_acl', 'Network ACL not found')

function checkNetwork(entry: string, family: 4 | 6, property: string): void {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  if (isIP(address) !== family || address.includes('%') || Number(prefix ?? 0) > (family === 4 ? 32 : 128))
    throw invalidProperty(`Not an IPv${family} address or network`, property)
}

function settledMatch(given: Static<typeof GivenMatch>, name: 'match' | 'not_match'): NetworkAclMatch {
  const match: NetworkAclMatch = enforcedOnly(given, UNENFORCED_NETWORK_SIGNALS, `rule.${name}.`)
  for (const [family, properties] of [
    [4, ['ipv4_cidrs', 'connecting_ipv4_cidrs']],
    [6, ['ipv6_cidrs', 'connecting_ipv6_cidrs']],
  ] as const)
    for (const property of properties)
      for (const entry of match[property] ?? []) checkNetwork(entry, family, `rule.${name}.${property}`)
  for (const hostname of match.hostnames ?? [])
    if (URL.parse(`http://${hostname}/`)?.hostname !== hostname.toLowerCase())
      throw invalidProperty('Not a host name', `rule.${name}.hostnames`)
  return match
}

function settledRule({ action, match, not_match, scope }: Static<typeof GivenRule>): NetworkAclRule {
  const deeds = [action.block, action.allow, action.redirect].filter(deed => deed === true)
  if (deeds.length > 1 || (deeds.length === 0 && !action.log))
    throw invalidProperty('One of block, allow, redirect and log', 'rule.action')
  if ((action.redirect === undefined) !== (action.redirect_uri === undefined))
    throw invalidProperty('redirect and redirect_uri go together', 'rule.action')
  if (action.redirect_uri !== undefined) checkUrl(action.redirect_uri, 'link', 'rule.action.redirect_uri')
  const rule: NetworkAclRule = {
    action,
    ...(match ? { match: settledMatch(match, 'match') } : {}),
    ...(not_match ? { not_match: settledMatch(not_match, 'not_match') } : {}),
    scope,
  }
  // One that names nobody would mean everybody.
  if (Object.keys({ ...rule.match, ...rule.not_match }).length === 0)
    throw invalidProperty('match or not_match must name a signal', 'rule')
  return rule
}

export const networkAcls: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/network-acls',
    {
      config: { scopes: ['read:network_acls'], sdk: 'networkAcls.list' },
      schema: {
        querystring: Type.Object({ ...offsetQuery }, { additionalProperties: false }),
        response: { 200: offsetReply('network_acls', NetworkAcl) },
      },
    },
    async ({ store, query }) => {
      const acls = await store.network_acls.list(windowOf(query))
      return offsetPage('network_acls', query, acls.map(shownAcl), () => store.network_acls.count())
    },
  )

  server.post(
    '/network-acls',
    {
      config: { scopes: ['create:network_acls'], sdk: 'networkAcls.create' },
      schema: { body: NewAcl, response: { 201: NetworkAcl } },
    },
    async (request, reply) => {
      const now = new Date()
      const { rule, ...asked } = request.body
      const acl = { ...asked, id: newNetworkAclId(), rule: settledRule(rule) }
      const created = await request.store.transaction(async tx => {
        const created = await tx.network_acls.create(acl, now)
        await tx.logs.write(managementEvent(request, 'Create a network ACL', { details: about(created) }), now)
        return created
      })
      return reply.code(201).send(shownAcl(created))
    },
  )

  server.get(
    '/network-acls/:id',
    {
      config: { scopes: ['read:network_acls'], sdk: 'networkAcls.get' },
      schema: { params: Params, response: { 200: NetworkAcl } },
    },
    async ({ store, params }) => {
      const found = await store.network_acls.find(params.id)
      if (!found) throw inexistent()
      return shownAcl(found)
    },
  )

  for (const [method, body, sdk] of [
    ['PATCH', AclPatch, 'networkAcls.update'],
    ['PUT', NewAcl, 'networkAcls.set'],
  ] as const)
    server.route({
      method,
      url: '/network-acls/:id',
      config: { scopes: ['update:network_acls'], sdk },
      schema: { params: Params, body, response: { 200: NetworkAcl } },
      async handler(request) {
        const now = new Date()
        const { rule, ...asked } = request.body as Static<typeof AclPatch>
        const patch = { ...asked, ...(rule ? { rule: settledRule(rule) } : {}) }
        return request.store.transaction(async tx => {
          const updated = await tx.network_acls.update((request.params as Static<typeof Params>).id, patch, now)
          if (!updated) throw inexistent()
          await tx.logs.write(managementEvent(request, 'Update a network ACL', { details: about(updated) }), now)
          return shownAcl(updated)
        })
      },
    })

  server.delete(
    '/network-acls/:id',
    {
      config: { scopes: ['delete:network_acls'], sdk: 'networkAcls.delete' },
      // Auth0: this body, with this status.
      schema: { params: Params, response: { 200: Type.Object({ code: Type.Literal(204), object: Type.Literal('') }) } },
    },
    async request => {
      const now = new Date()
      await request.store.transaction(async tx => {
        const { id } = request.params
        if (!(await tx.network_acls.remove(id))) throw inexistent()
        await tx.logs.write(managementEvent(request, 'Delete a network ACL', { details: { network_acl_id: id } }), now)
      })
      return { code: 204 as const, object: '' as const }
    },
  )
}

const about = ({ id, description }: StoredAcl) => ({ network_acl_id: id, description })
