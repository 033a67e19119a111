// A tenant as a folder describes it: names in place of ids, placeholders in place of secrets, nothing that is only this tenant's.
import type { Assets, Json } from './auth0-folder.ts'
import { documentsOf, type Names, outlineOf } from './documents.ts'
import { type Api, listAll, ownApiOf, permissionsOf, RESOURCES, type Resource, without } from './resources.ts'

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

export async function readTenant(api: Api, names: Omit<Names, 'languages'>): Promise<Assets> {
  const assets: Assets = {}
  const lists = new Map<Resource, Json[]>()
  for (const resource of RESOURCES) lists.set(resource, (await listAll(api, resource)) ?? [])
  const namesIn = (type: string, id: string) =>
    new Map(
      [...lists]
        .filter(([resource]) => resource.type === type)
        .flatMap(([, things]) => things.map(thing => [thing[id], thing.name])),
    )
  const clients = namesIn('clients', 'client_id')
  const connections = new Map([...namesIn('databases', 'id'), ...namesIn('connections', 'id')])

  for (const [resource, things] of lists) {
    const shown: Json[] = []
    for (const thing of things) {
      if (isAsMade(thing)) continue
      const said = without(
        thing,
        resource.readonly.filter(name => name !== 'is_system'),
      )
      if (resource.type === 'clientGrants') {
        if (said.client_id !== undefined && !clients.has(said.client_id)) continue
        said.client_id = clients.get(said.client_id)
      }
      if (said.is_system === true) delete said.scopes
      if (Array.isArray(said.enabled_clients))
        said.enabled_clients = said.enabled_clients
          .map(id => clients.get(id))
          .filter(name => name !== undefined)
          .sort()
      if (resource.type === 'roles') said.permissions = await permissionsOf(api, thing.id)
      const verification = said.subject_token_verification as { user?: Json } | undefined
      if (verification?.user)
        said.subject_token_verification = {
          ...verification,
          user: {
            ...verification.user,
            connection_id: connections.get(verification.user.connection_id) ?? verification.user.connection_id,
          },
        }
      if (isObject(said.sink))
        // Each tenant signs with a secret of its own.
        said.sink = masked(resource.identity(thing), without(said.sink, ['httpSigningSecret']))
      // Auth0's tool wants it, though how a mail looks is its template's.
      if (said.strategy === 'email' && isObject(said.options)) said.options = { ...said.options, email: { body: '' } }
      if (said.signing_secret !== undefined) said.signing_secret = placeholder('API', said.name, 'signing_secret')
      shown.push(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)))
    }
    shown.sort((a, b) => (resource.identity(a) < resource.identity(b) ? -1 : 1))
    assets[resource.type] = shown
  }
  const { body: settings } = await api('GET', '/tenants/settings')
  const outline = outlineOf({ ...names, languages: settings.enabled_locales })
  for (const { path, said, read, masked } of documentsOf(outline)) {
    const { status, body } = await api('GET', path)
    const thing: Json | undefined = status === 200 ? (read ? read(body) : body) : undefined
    if (thing) Object.assign(said, masked ? masked(thing) : thing)
  }
  return { ...assets, ...(withoutEmpty(outline) as Assets) }
}

/** What is still as the outline had it says nothing: objects without members, and what has a name alone. */
function withoutEmpty(said: Json): Json {
  const full = Object.entries(said).flatMap(([name, value]): [string, unknown][] => {
    if (Array.isArray(value) && value.every(isObject)) {
      const things = value.filter(thing => Object.keys(without(thing, ['template'])).length > 0)
      return value.length > 0 && things.length === 0 ? [] : [[name, things]]
    }
    if (!isObject(value)) return [[name, value]]
    const kept = withoutEmpty(value)
    return Object.keys(kept).length === 0 ? [] : [[name, kept]]
  })
  return Object.fromEntries(full)
}

/**
 * Our own APIs have other identifiers in every tenant, which Auth0's tool would take for other APIs: one is described only where its tokens
 * live longer or shorter than they did at first.
 */
function isAsMade({ is_system, identifier, token_lifetime, token_lifetime_for_web }: Json): boolean {
  const [lifetime, for_web] = ownApiOf(identifier) === 'the MFA API' ? [600, 600] : [86_400, 7_200]
  return is_system === true && token_lifetime === lifetime && token_lifetime_for_web === for_web
}

/** Secrets leave no tenant in a folder: a placeholder stands for each. */
const placeholder = (...names: unknown[]): string =>
  `##${names
    .join('_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()}##`

const masked = (name: string, sink: Json): Json =>
  Object.fromEntries(
    Object.entries(sink).map(([property, value]) => {
      if (property === 'httpCustomHeaders' && Array.isArray(value))
        return [property, value.map(one => ({ ...one, value: placeholder('LOG_STREAM', name, property, one.header) }))]
      const isSecret = /authorization|token|secret|apikey|password|writekey/i.test(property) && value
      return [property, isSecret ? placeholder('LOG_STREAM', name, property) : value]
    }),
  )
