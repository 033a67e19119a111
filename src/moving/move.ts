// Makes a tenant what a folder describes, through the routes of the Management API: there is no second way to write. Run inside a
// transaction that is rolled back it is the plan; run again and committed it is the deed. What Lintel refuses of a thing is left out of
// it and said so, never silently.
import { isDeepStrictEqual } from 'node:util'
import type { Assets, Json } from './auth0-folder.ts'
import { DOCUMENT_TYPES, type Document, documentsOf, undocumented } from './documents.ts'
import { type Api, listAll, ownApiOf, permissionsOf, RESOURCES, type Resource, without } from './resources.ts'

export type LeftOut = { option: string; because: string }
export type Step = {
  type: string
  name: string
  action: 'create' | 'update' | 'unchanged' | 'unsupported'
  /** the properties that get another value */
  changes?: string[]
  left_out?: LeftOut[]
  /** why it is unsupported */
  reason?: string
}

const UNTAKEN: { readonly [type: string]: string } = {
  rules: 'Lintel runs no rules',
  rulesConfigs: 'Lintel runs no rules',
  hooks: 'Lintel runs no hooks',
  pages: 'Lintel has no classic pages: its own are framed by a template of branding',
}
const NOT_BUILT = 'not built yet'
const HOURS = [
  'session_lifetime',
  'idle_session_lifetime',
  'ephemeral_session_lifetime',
  'idle_ephemeral_session_lifetime',
]

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether it says anything at all: tools write what is empty, too. */
const saysSomething = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(saysSomething)
    : isObject(value)
      ? Object.values(value).some(saysSomething)
      : value !== null && value !== undefined && value !== ''

/** For comparing: neither the order of an object's properties nor of a set's members tells things apart. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(settled)
    return items.every(item => typeof item === 'string') ? items.sort() : items
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, settled(inner)]))
}
const same = (a: unknown, b: unknown) => isDeepStrictEqual(settled(a), settled(b))

/** What of `wanted` is not so already; an object counts by the members that it names. */
function differences(wanted: Json, standing: Json): string[] {
  const differs = (a: unknown, b: unknown): boolean =>
    isObject(a) && isObject(b) ? Object.entries(a).some(([name, inner]) => differs(inner, b[name])) : !same(a, b)
  return Object.keys(wanted).filter(name => differs(wanted[name], standing[name]))
}

/** What stands, with what is wanted in its place; lists as a whole. */
const merged = (standing: Json, wanted: Json): Json => ({
  ...standing,
  ...Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      const before = standing[name]
      return [name, isObject(value) && isObject(before) ? merged(before, value) : value]
    }),
  ),
})

/** Takes the property at this path out of `thing`; one inside a list goes with the whole list. */
function takeOut(thing: Json, dotted: string): boolean {
  const names = dotted.split('.')
  const end = names.findIndex(name => /^\d+$/.test(name))
  const path = end === -1 ? names : names.slice(0, end)
  let at: unknown = thing
  for (const name of path.slice(0, -1)) at = isObject(at) ? at[name] : undefined
  const last = path.at(-1)
  if (!isObject(at) || last === undefined || !Object.hasOwn(at, last)) return false
  delete at[last]
  return true
}

/** Takes out what a refusal is about. @returns what that was; undefined: nothing that `body` could do without */
function yieldTo(body: Json, message: string): string | undefined {
  const offered = /^Scopes that .+ does not offer: (.+)$/.exec(message)?.[1]
  if (offered !== undefined && Array.isArray(body.scope)) {
    const unknown = new Set(offered.split(', '))
    body.scope = body.scope.filter(value => !unknown.has(String(value)))
    return `scope: ${offered}`
  }
  const option =
    /Lintel does not enforce ([\w.-]+?)\. It is/.exec(message)?.[1] ??
    /Additional properties not allowed: ([^']+)'/.exec(message)?.[1] ??
    /' on property ([\w.-]+?)\.$/.exec(message)?.[1]
  return option !== undefined && takeOut(body, option) ? option : undefined
}

/** Placeholders that nobody gave a value: never written as if they were one. */
function takeOutPlaceholders(thing: Json, left_out: LeftOut[], path: string[] = []): void {
  for (const [name, value] of Object.entries(thing)) {
    const option = [...path, name].join('.')
    if (isObject(value)) {
      const said = left_out.length
      takeOutPlaceholders(value, left_out, [...path, name])
      if (left_out.length > said && Object.keys(value).length === 0) delete thing[name]
    } else {
      const marker = /##\w+##|@@\w+@@/.exec(JSON.stringify(value) ?? '')?.[0]
      if (marker === undefined) continue
      delete thing[name]
      left_out.push({ option, because: `${marker} has no value (give it with --config, or --env)` })
    }
  }
}

export type Moving = {
  assets: Assets
  /** What has nothing to do, from the plan: it is not asked for again. */
  skip?: ReadonlySet<string>
  /** called before each thing */
  onStep?(type: string, name: string): void
}

export const stepKey = ({ type, name }: { type: string; name: string }) => `${type} ${name}`

export async function move(api: Api, { assets, skip, onStep }: Moving): Promise<Step[]> {
  const steps: Step[] = []
  const mover = await createMover(api, assets)
  const known = new Set([...RESOURCES.map(({ type }) => type), ...DOCUMENT_TYPES])

  for (const resource of RESOURCES) {
    const said = assets[resource.type]
    const things = Array.isArray(said) ? said.filter(thing => !resource.isOwn?.(thing)) : []
    if (things.length === 0) continue
    const standing = await listAll(api, resource)
    for (const thing of things) {
      const name = resource.identity(thing)
      onStep?.(resource.type, name)
      if (skip?.has(stepKey({ type: resource.type, name })))
        steps.push({ type: resource.type, name, action: 'unchanged' })
      else if (!standing) steps.push({ type: resource.type, name, action: 'unsupported', reason: NOT_BUILT })
      else steps.push(await mover.moveThing(resource, thing, name, standing))
    }
  }
  for (const document of documentsOf(assets)) {
    const { type, name, said, others = [] } = document
    if (Object.keys(without(said, others)).length === 0) continue
    onStep?.(type, name)
    if (skip?.has(stepKey({ type, name }))) steps.push({ type, name, action: 'unchanged' })
    else steps.push(await mover.moveDocument(document))
  }
  for (const [type, name, reason] of undocumented(assets)) steps.push({ type, name, action: 'unsupported', reason })
  for (const [type, said] of Object.entries(assets)) {
    if (known.has(type)) continue
    for (const thing of Array.isArray(said) ? said : [said])
      if (saysSomething(thing)) {
        const name = String(thing.name ?? thing.template ?? thing.id ?? type)
        steps.push({ type, name, action: 'unsupported', reason: UNTAKEN[type] ?? NOT_BUILT })
      }
  }
  return steps
}

async function createMover(api: Api, assets: Assets) {
  const client_ids = new Map<string, string>()
  const connection_ids = new Map<string, string>()
  const remember = (resource: Resource, thing: Json) => {
    if (resource.type === 'clients') client_ids.set(String(thing.name), String(thing.client_id))
    if (resource.path === '/connections') connection_ids.set(String(thing.name), String(thing.id))
  }
  for (const resource of RESOURCES)
    if (resource.type === 'clients' || resource.path === '/connections')
      for (const thing of (await listAll(api, resource)) ?? []) remember(resource, thing)
  const { body: own } = await api('GET', '/resource-servers?per_page=100')
  const own_apis = new Map(
    (own as Json[])
      .filter(({ is_system }) => is_system === true)
      .map(({ identifier }) => [ownApiOf(identifier), identifier]),
  )

  /** Lintel's own APIs have other identifiers in every tenant. */
  const audienceOf = (identifier: unknown) => own_apis.get(ownApiOf(identifier)) ?? identifier
  const clientOf = (name: unknown) => client_ids.get(String(name)) ?? name
  const isOwnClient = RESOURCES.find(({ type }) => type === 'clients')?.isOwn
  const described = Array.isArray(assets.clients) ? assets.clients : undefined
  const own_names = new Set(described?.filter(client => isOwnClient?.(client)).map(({ name }) => name))

  /** Clients that the folder does not describe keep what they have. */
  function enabledClients(listed: unknown[], standing: Json | undefined, left_out: LeftOut[]): unknown[] {
    const known = new Set<unknown>(client_ids.values())
    const spoken = described ? new Set(described.map(({ name }) => clientOf(name))) : known
    const kept = ((standing?.enabled_clients ?? []) as unknown[]).filter(id => !spoken.has(id))
    const wanted = listed.filter(name => !own_names.has(name)).map(clientOf)
    for (const name of wanted.filter(id => !known.has(id)))
      left_out.push({ option: `enabled_clients: ${name}`, because: 'There is no client of this name' })
    return [...new Set([...wanted.filter(id => known.has(id)), ...kept])]
  }

  /** The thing as this tenant would say it: ids for names, nothing that only another tenant has. */
  function translated(resource: Resource, thing: Json, standing: Json | undefined, left_out: LeftOut[]): Json {
    const wanted = without(structuredClone(thing), resource.readonly)
    if (resource.type === 'resourceServers' && thing.is_system === true)
      // What it is called and offers is Lintel's.
      return without(wanted, ['identifier', 'name', 'scopes', 'signing_alg', 'signing_secret'])
    if ('client_id' in wanted) wanted.client_id = clientOf(wanted.client_id)
    if ('audience' in wanted) wanted.audience = audienceOf(wanted.audience)
    if (Array.isArray(wanted.enabled_clients))
      wanted.enabled_clients = enabledClients(wanted.enabled_clients, standing, left_out)
    if (Array.isArray(wanted.permissions))
      wanted.permissions = wanted.permissions.map(({ resource_server_identifier, permission_name }) => ({
        resource_server_identifier: audienceOf(resource_server_identifier),
        permission_name,
      }))
    // Auth0 answers it so where none is set, and takes it from nobody.
    if (resource.type === 'phoneTemplates' && isObject(wanted.content) && wanted.content.from === '')
      wanted.content = without(wanted.content, ['from'])
    const user = (wanted.subject_token_verification as { user?: Json } | undefined)?.user
    if (user) user.connection_id = connection_ids.get(String(user.connection_id)) ?? user.connection_id
    return wanted
  }

  const permissionKey = (permission: Json) => `${permission.resource_server_identifier} ${permission.permission_name}`

  /** A role's permissions are a list of their own. @returns whether there was anything to do */
  async function movePermissions(role_id: unknown, wanted: Json[], left_out: LeftOut[]): Promise<boolean> {
    const standing = await permissionsOf(api, role_id)
    const missing = (from: Json[], others: Json[]) => {
      const there = new Set(others.map(permissionKey))
      return from.filter(permission => !there.has(permissionKey(permission)))
    }
    let done = false
    for (const permission of missing(wanted, standing)) {
      const { status, body } = await api('POST', `/roles/${role_id}/permissions`, { permissions: [permission] })
      if (status < 300) done = true
      else left_out.push({ option: `permissions: ${permissionKey(permission)}`, because: body.message })
    }
    const surplus = missing(standing, wanted)
    if (surplus.length > 0) {
      await api('DELETE', `/roles/${role_id}/permissions`, { permissions: surplus })
      done = true
    }
    return done
  }

  /** Asks until nothing more of the body is refused, or the whole of it. */
  async function ask(method: string, path: string, body: Json, left_out: LeftOut[], said?: Document['body']) {
    for (;;) {
      const answer = await api(method, path, said ? said(body) : body)
      if (answer.status < 400) return { answer: answer.body as Json }
      if (answer.status >= 500) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body?.message}`)
      const because: string = answer.body?.message ?? `${answer.status}`
      const option = yieldTo(body, because)
      // It may be what a placeholder was to say.
      if (option === undefined)
        return { because: left_out.find(({ because }) => because.includes(' has no value'))?.because ?? because }
      left_out.push({ option, because })
    }
  }

  async function moveThing(resource: Resource, thing: Json, name: string, all: Json[]): Promise<Step> {
    const { type, path, id } = resource
    const left_out: LeftOut[] = []
    const standing = all.find(other =>
      type === 'clientGrants'
        ? resource.identity({ ...other, client_id: nameOf(other.client_id) }) ===
          resource.identity({ ...thing, audience: audienceOf(thing.audience) })
        : resource.identity(other) === name,
    )
    const { permissions, ...wanted } = translated(resource, thing, standing, left_out)
    takeOutPlaceholders(wanted, left_out)
    const step = (action: Step['action'], more: Partial<Step> = {}): Step => ({
      type,
      name,
      action,
      ...more,
      ...(left_out.length > 0 ? { left_out } : {}),
    })

    if (!standing && resource.always)
      return { type, name, action: 'unsupported', reason: `Lintel has no ${name} among its ${type}` }
    if (!standing) {
      // It begins so, and cannot be asked to.
      if (type === 'logStreams' && wanted.status === 'active') delete wanted.status
      const asked = await ask('POST', path, type === 'roles' ? { description: '', ...wanted } : wanted, left_out)
      if (!asked.answer) return { type, name, action: 'unsupported', reason: asked.because }
      all.push(asked.answer)
      remember(resource, asked.answer)
      if (type === 'roles' && Array.isArray(permissions)) await movePermissions(asked.answer.id, permissions, left_out)
      return step('create')
    }
    const at = `${path}/${encodeURIComponent(String(standing[id]))}`
    const changeable = without(wanted, resource.fixed)
    if (isObject(changeable.options) && isObject(standing.options))
      // A patch replaces the options as a whole.
      changeable.options = { ...standing.options, ...changeable.options }
    const names = differences(changeable, standing)
    const changes: string[] = []
    if (names.length > 0) {
      const body = Object.fromEntries(names.map(each => [each, changeable[each]]))
      const asked = await ask(resource.always ? 'PUT' : 'PATCH', at, body, left_out)
      if (!asked.answer) return { type, name, action: 'unsupported', reason: asked.because }
      changes.push(...names.filter(each => !same(asked.answer[each], standing[each])))
    }
    if (type === 'roles' && Array.isArray(permissions) && (await movePermissions(standing.id, permissions, left_out)))
      changes.push('permissions')
    return changes.length > 0 ? step('update', { changes }) : step('unchanged')
  }
  const nameOf = (client_id: unknown) => [...client_ids].find(([, id]) => id === client_id)?.[0] ?? client_id

  async function moveDocument(document: Document): Promise<Step> {
    const { type, name, path, method, said, others = [], whole, create, update, body } = document
    const read = ({ status, body }: Awaited<ReturnType<Api>>): Json | undefined =>
      status === 200 ? (document.read ? document.read(body) : body) : undefined
    const found = await api('GET', path)
    if (found.status === 403) return { type, name, action: 'unsupported', reason: NOT_BUILT }
    if (found.status === 400) return { type, name, action: 'unsupported', reason: found.body.message }
    const before = read(found)
    const left_out: LeftOut[] = []
    const wanted = structuredClone(without(said, others))
    takeOutPlaceholders(wanted, left_out)
    for (const hours of HOURS) {
      const value = wanted[hours]
      if (typeof value !== 'number' || Number.isInteger(value)) continue
      delete wanted[hours]
      wanted[`${hours}_in_minutes`] = Math.round(value * 60)
    }
    const names = differences(wanted, before ?? {})
    if (names.length > 0) {
      const changed = whole ? merged(before ?? {}, wanted) : Object.fromEntries(names.map(each => [each, wanted[each]]))
      const asked =
        !before && create !== undefined
          ? await ask('POST', create, wanted, left_out)
          : await ask(method, update?.(found.body) ?? path, changed, left_out, body)
      if ('because' in asked) return { type, name, action: 'unsupported', reason: asked.because }
    }
    const after = read(await api('GET', path)) ?? {}
    const changes = Object.keys({ ...before, ...after }).filter(each => !same(after[each], before?.[each]))
    const action: Partial<Step> = before ? { action: 'update', changes } : { action: 'create' }
    return {
      type,
      name,
      action: 'unchanged',
      ...(changes.length > 0 ? action : {}),
      ...(left_out.length > 0 ? { left_out } : {}),
    }
  }
  return { moveThing, moveDocument }
}
