// Things of which a tenant has many, by the names that Auth0's deployment tool has for them: where the Management API keeps them, what each is
// recognised by in another tenant, and which ids in it are written as names. In the order in which one can need the other.
import type { Json } from './auth0-folder.ts'

/** A request to the Management API, with a path below /api/v2. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is read by whoever knows the endpoint
export type Api = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: any }>

export type Resource = {
  type: string
  path: string
  /** where its list stands in the answer; lists that are never paged answer an array */
  key?: string
  id: string
  /** what it is known by in any tenant */
  identity(thing: Json): string
  /** made by the server, or shown to its own tenant alone */
  readonly: readonly string[]
  /** known when it is made, and fixed from then on */
  fixed: readonly string[]
  /** what a query must say so that these alone are listed */
  query?: string
  /** what a list holds and no folder does */
  isOwn?(thing: Json): boolean
  /** its list comes whole */
  unpaged?: true
  /** all that there can be are there: each is only written anew */
  always?: true
}

const named = (thing: Json) => String(thing.name)

/** The page that a developer tries a Lintel on; made anew wherever it is wanted. */
const TRY_IT = { name: 'Try it', client: 'lintel-try-it', resource_server: 'urn:lintel:try-it' }

/** In a folder it is known by what it was made with. */
const isTryItClient = ({ client_id, name, callbacks }: Json): boolean =>
  client_id === undefined
    ? name === TRY_IT.name && Array.isArray(callbacks) && callbacks.every(url => String(url).endsWith('/try'))
    : client_id === TRY_IT.client

/** Each tenant has these, under an identifier of its own. */
const OWN_APIS: { [path: string]: string } = {
  'api/v2': 'the Management API',
  me: 'the My Account API',
  mfa: 'the MFA API',
}
export const ownApiOf = (identifier: unknown): string | undefined =>
  OWN_APIS[/^https?:\/\/[^/]+\/(api\/v2|me|mfa)\/$/.exec(String(identifier))?.[1] ?? '']

export const RESOURCES: readonly Resource[] = [
  {
    type: 'resourceServers',
    path: '/resource-servers',
    key: 'resource_servers',
    id: 'id',
    identity: thing => (thing.is_system === true && ownApiOf(thing.identifier)) || String(thing.identifier),
    readonly: ['id', 'is_system', 'client'],
    fixed: ['identifier'],
    isOwn: ({ identifier }) => identifier === TRY_IT.resource_server,
  },
  {
    type: 'clients',
    path: '/clients',
    key: 'clients',
    id: 'client_id',
    identity: named,
    readonly: [
      'client_id',
      'client_secret',
      'callback_url_template',
      'config_route',
      'custom_login_page_preview',
      'external_client_id',
      'external_metadata_created_by',
      'external_metadata_type',
      'global',
      'owners',
      'signing_keys',
      'tenant',
    ],
    fixed: [],
    query: 'is_global=false',
    isOwn: isTryItClient,
  },
  {
    type: 'databases',
    path: '/connections',
    key: 'connections',
    id: 'id',
    identity: named,
    readonly: ['id', 'provisioning_ticket_url', 'realms'],
    fixed: ['name', 'strategy'],
    query: 'strategy=auth0',
  },
  {
    type: 'connections',
    path: '/connections',
    key: 'connections',
    id: 'id',
    identity: named,
    readonly: ['id', 'provisioning_ticket_url', 'realms'],
    fixed: ['name', 'strategy'],
    isOwn: ({ strategy }) => strategy === 'auth0',
  },
  {
    type: 'clientGrants',
    path: '/client-grants',
    key: 'client_grants',
    id: 'id',
    identity: ({ client_id, default_for, audience, subject_type = 'client' }) =>
      `${client_id ?? default_for} → ${audience}${subject_type === 'user' ? ' (for users)' : ''}`,
    readonly: ['id', 'is_system'],
    fixed: ['client_id', 'default_for', 'audience', 'subject_type'],
  },
  { type: 'roles', path: '/roles', key: 'roles', id: 'id', identity: named, readonly: ['id'], fixed: [] },
  {
    type: 'userAttributeProfiles',
    path: '/user-attribute-profiles',
    key: 'user_attribute_profiles',
    id: 'id',
    identity: named,
    readonly: ['id'],
    fixed: [],
  },
  {
    type: 'tokenExchangeProfiles',
    path: '/token-exchange-profiles',
    key: 'token_exchange_profiles',
    id: 'id',
    identity: named,
    readonly: ['id', 'created_at', 'updated_at'],
    fixed: ['type'],
  },
  {
    type: 'networkACLs',
    path: '/network-acls',
    key: 'network_acls',
    id: 'id',
    identity: ({ description, priority }) => String(description ?? `priority ${priority}`),
    readonly: ['id', 'created_at', 'updated_at'],
    fixed: [],
  },
  {
    type: 'logStreams',
    path: '/log-streams',
    id: 'id',
    identity: named,
    readonly: ['id', 'created_at', 'updated_at'],
    fixed: ['type'],
  },
  {
    type: 'customDomains',
    path: '/custom-domains',
    id: 'custom_domain_id',
    identity: ({ domain }) => String(domain),
    readonly: [
      'custom_domain_id',
      'created_at',
      'origin_domain_name',
      'primary',
      'is_default',
      'status',
      'verification',
      'certificate',
    ],
    fixed: ['domain', 'type'],
  },
  {
    type: 'phoneTemplates',
    path: '/branding/phone/templates',
    key: 'templates',
    id: 'id',
    identity: ({ type }) => String(type),
    readonly: ['id', 'tenant', 'channel', 'customizable', 'created_at', 'updated_at'],
    fixed: ['type'],
    unpaged: true,
  },
  {
    type: 'guardianFactors',
    path: '/guardian/factors',
    id: 'name',
    identity: named,
    readonly: ['trial_expired'],
    fixed: ['name'],
    always: true,
  },
]

/** Every one of a kind, whatever way its list is paged. `undefined`: its room is not built. */
export async function listAll(api: Api, resource: Resource): Promise<Json[] | undefined> {
  const { path, key, query, isOwn } = resource
  const unpaged = key === undefined || resource.unpaged === true
  const all: Json[] = []
  for (let page = 0; ; page++) {
    const paging = unpaged ? '' : `page=${page}&per_page=100&include_totals=true`
    const asked = [query, paging].filter(Boolean).join('&')
    const { status, body } = await api('GET', `${path}${asked === '' ? '' : `?${asked}`}`)
    if (status === 403) return undefined
    // What knows cursors only is asked by them.
    if (status === 400 && page === 0 && !unpaged) return listByCursor(api, path, key as string)
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${body?.message}`)
    const items = (Array.isArray(body) ? body : body[key as string]) as Json[]
    all.push(...items)
    if (unpaged || items.length === 0 || all.length >= (body.total ?? Number.POSITIVE_INFINITY))
      return all.filter(thing => !isOwn?.(thing))
  }
}

async function listByCursor(api: Api, path: string, key: string): Promise<Json[]> {
  const all: Json[] = []
  for (let from: string | undefined; ; ) {
    const after = from === undefined ? '' : `&from=${encodeURIComponent(from)}`
    const { status, body } = await api('GET', `${path}?take=100${after}`)
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${body?.message}`)
    all.push(...body[key])
    if (body.next === undefined) return all
    from = body.next
  }
}

export const without = (thing: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(thing).filter(([name]) => !names.includes(name)))

/** What a role permits, in an order of its own. */
export async function permissionsOf(api: Api, role_id: unknown): Promise<Json[]> {
  const all: Json[] = []
  for (let page = 0; ; page++) {
    const { body } = await api('GET', `/roles/${role_id}/permissions?per_page=100&page=${page}`)
    all.push(...(body as Json[]))
    if (body.length < 100) break
  }
  return all
    .map(({ resource_server_identifier, permission_name }) => ({ resource_server_identifier, permission_name }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
