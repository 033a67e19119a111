// Replays recorded exchanges at a Lintel: what a recording speaks of is made first, of what was recorded of it, and ids and names are
// translated. A setting that Lintel refuses by name is left out, and said, so that the rest of the answer can still be compared.
import { generateKeyPairSync } from 'node:crypto'
import { issue } from '../../test/support/certificates.ts'
import { declaredRoutes, type Route } from '../../test/support/declared-routes.ts'
import { type Managed, routeKey, standing } from '../../test/support/managed.ts'
import { differences, type Json } from './shape.ts'

type Sample = { path: string; req?: Json; res?: Json }
/** By method and path: a request and its answer for each status that was seen. */
export type Recorded = { [endpoint: string]: { samples: { [status: string]: Sample } } }

/** @property deviations from what was recorded, in words that stay the same from run to run */
export type Exchange = { resource: string; endpoint: string; status: number; deviations: string[] }

const MOST_REFUSALS = 60
const CONNECTION = 'Username-Password-Authentication'
/** How an id of each resource is called in its own body. */
const ID_OF: { [resource: string]: string } = {
  clients: 'client_id',
  users: 'user_id',
  'custom-domains': 'custom_domain_id',
}
/** What a resource is told by. Each exchange has names of its own, so that none stands in another's way. */
const NATURAL = ['name', 'identifier', 'email', 'username', 'domain'] as const

/** Requests that name what only we can have: a verified domain, a document. */
const OURS = new Set(['PATCH /custom-domains/default', 'POST /clients/cimd/preview', 'POST /clients/cimd/register'])

/** What else is said of a credential. */
const expiryIn = (like: Json): object => (like?.expires_at === undefined ? {} : { expires_at: like.expires_at })

/** Nothing like what the recording speaks of can be had here. */
class NothingLikeIt extends Error {}

const plain = (path: string) => path.replaceAll(/\{[^}]+\}/g, '{}')
const isTruncated = (value: unknown) => typeof value === 'string' && value.endsWith('…')
const certificate = issue([['CN', 'Replayed']]).cert
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ type: 'spki', format: 'pem' })

/** Keys and certificates are cut off in the recording; others take their place. */
function mendKeys(at: Json): void {
  if (at === null || typeof at !== 'object') return
  if (isTruncated(at.pem)) {
    const encrypts = at.alg?.startsWith('RSA')
    at.pem = encrypts ? rsa : certificate
    if (!encrypts) at.alg = 'ES256'
  }
  for (const each of Object.values(at)) mendKeys(each)
}

/** The property that a refusal names, as a path into the body. */
function refusedIn(message: string): string | undefined {
  const named =
    /^Lintel does not enforce ([\w.-]+)\. /.exec(message) ??
    /^Payload validation error: 'Additional properties not allowed: ([^']+)'/.exec(message) ??
    /^Payload validation error: .* on property ([^ ]+)\.$/.exec(message) ??
    /^([a-z_.]+): /.exec(message)
  return named?.[1]
}

/** Takes what stands at a path out of a body. */
function without(body: Json, path: string): boolean {
  const keys = path.split('.')
  const last = keys.pop() as string
  const parent = keys.reduce((at: Json, key) => at?.[key], body)
  if (parent === null || typeof parent !== 'object' || !(last in parent)) return false
  if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return true
}

export async function replay(managed: Managed, recorded: Recorded): Promise<Exchange[]> {
  const { app } = managed.protocol
  const routes = new Map((await declaredRoutes(app)).map(route => [`${route.method} ${plain(route.path)}`, route]))
  const ids = new Map<string, string>()
  let count = 0
  /** Of network ACLs there is one of each. What the scene makes itself begins at the other end. */
  let priority = 100

  /** Sends a body, and again without what is refused by name. */
  async function send(method: string, path: string, body: Json, insists = false) {
    const refused: string[] = []
    for (;;) {
      const answer = await app.api(method, path, body ?? undefined)
      const named = answer.status === 400 && !insists ? refusedIn(answer.body?.message ?? '') : undefined
      if (named === undefined || refused.length > MOST_REFUSALS || !without(body, named)) return { ...answer, refused }
      refused.push(named)
    }
  }

  const listIn = (body: Json): Json[] =>
    Array.isArray(body) ? body : (Object.values(body ?? {}).find(Array.isArray) ?? [])

  async function created(resource: string, body: Json): Promise<string> {
    const key = ID_OF[resource] ?? 'id'
    const { status, body: made } = await send('POST', `/${resource}`, body)
    if (status < 300 && made?.[key] !== undefined) return made[key]
    const route = routes.get(`POST /${resource}`) as Route
    const given = (await standing(managed, route)).body as object
    let refusal = ''
    for (const another of [{ ...body, ...given }, given]) {
      const answer = await send('POST', `/${resource}`, another)
      if (answer.status < 300) return answer.body[key]
      refusal = answer.body.errorCode
    }
    throw new NothingLikeIt(refusal)
  }

  /** Something of ours for what the recording calls so: like it, where it is known. */
  async function ours(resource: string, recorded_id: string, like?: Json): Promise<string> {
    const known = ids.get(recorded_id)
    if (known !== undefined && like === undefined) return known
    // A client has one grant for an API.
    if (resource === 'client-grants' && like?.client_id) ids.delete(like.client_id)
    const route = routes.get(`POST /${resource}`)
    if (!route) throw new NothingLikeIt('there is no way to make one')
    const { properties = {} } = (route.operation.requestBody?.content['application/json']?.schema ?? {}) as {
      properties?: object
    }
    const accepted = Object.entries(like ?? {}).filter(([key, value]) => key in properties && value !== '[REDACTED]')
    const body = await translated(Object.fromEntries(accepted), resource)
    if (resource === 'users') {
      body.connection = body.username === undefined ? CONNECTION : await connectionNamed(CONNECTION, true)
      body.password = 'correct horse battery staple'
      delete body.user_id
    }
    const id = await created(resource, body)
    ids.set(recorded_id, id)
    return id
  }

  /** A body of our own, for what can be said of nothing that was recorded. */
  const given = async (endpoint: string): Promise<Json> =>
    structuredClone((await standing(managed, routes.get(endpoint) as Route)).body)

  async function connectionNamed(name: string, usernames: boolean): Promise<string> {
    if (name === CONNECTION && !usernames) return name
    const key = `${name} ${usernames}`
    const known = ids.get(key)
    if (known !== undefined) return known
    const made = `replayed-${++count}`
    await managed.make('/connections', {
      name: made,
      strategy: 'auth0',
      ...(usernames ? { options: { requires_username: true } } : {}),
    })
    ids.set(key, made)
    return made
  }

  async function apiOf(identifier: string, scope: string[] = [], types: string[] = []): Promise<string> {
    if (/\/api\/v2\/$/.test(identifier)) return `${app.issuer}api/v2/`
    const known = ids.get(identifier)
    if (known !== undefined) return known
    const made = `https://replayed.example/${++count}`
    await managed.make('/resource-servers', {
      identifier: made,
      name: 'API',
      scopes: scope.map(value => ({ value, description: 'A scope' })),
      ...(types.length > 0 ? { authorization_details: types.map(type => ({ type })) } : {}),
    })
    ids.set(identifier, made)
    return made
  }

  /** A body of the recording, in which what it names is ours. */
  async function translated(body: Json, resource: string): Promise<Json> {
    const out = structuredClone(body)
    if (Array.isArray(out)) {
      for (const item of out) if (item?.client_id) item.client_id = await ours('clients', item.client_id)
      return out
    }
    if (out === null || typeof out !== 'object') return out
    const n = ++count
    for (const key of NATURAL) {
      if (typeof out[key] !== 'string') continue
      if (key === 'email') out.email = `replayed-${n}@example.com`
      else if (key === 'username') out.username = `replayed${n}`
      else if (key === 'identifier') out.identifier = `https://replayed.example/named/${n}`
      else if (key === 'domain') out.domain = `replayed-${n}.example.com`
      else if (resource === 'connections') out.name = `replayed-name-${n}`
      else out[key] = `Replayed ${n}`
    }
    if (resource === 'connections') delete out.realms
    if (typeof out.priority === 'number') out.priority = priority--
    mendKeys(out)
    if (typeof out.client_id === 'string' && resource !== 'clients')
      out.client_id = await ours('clients', out.client_id)
    if (typeof out.audience === 'string')
      out.audience = await apiOf(out.audience, out.scope, out.authorization_details_types)
    if (typeof out.connection === 'string')
      out.connection = await connectionNamed(out.connection, out.username !== undefined)
    if (typeof out.connection_id === 'string') out.connection_id = await ours('connections', out.connection_id)
    if (typeof out.user_id === 'string' && resource === 'users') out.user_id = `replayed${n}`
    for (const [key, of] of [
      ['roles', 'roles'],
      ['users', 'users'],
      ['enabled_clients', 'clients'],
    ] as const)
      if (Array.isArray(out[key])) out[key] = await Promise.all(out[key].map((id: string) => ours(of, id)))
    if (Array.isArray(out.permissions)) {
      const names = out.permissions.map((each: Json) => each.permission_name)
      for (const each of out.permissions)
        each.resource_server_identifier = await apiOf(each.resource_server_identifier, names)
    }
    return out
  }

  /** What a list under something shows was put there before. */
  async function fill(route: Route, path: string, res: Json): Promise<void> {
    if (routeKey(route) === 'GET /custom-domains/default')
      await app.api('PATCH', path, await given('PATCH /custom-domains/default'))
    const [, , , below] = route.path.split('/')
    if (route.method !== 'GET' || below === undefined || listIn(res).length === 0) return
    if (below === 'clients') {
      const clients = await Promise.all(listIn(res).map(({ client_id }) => ours('clients', client_id)))
      await app.api(
        'PATCH',
        path,
        clients.map(client_id => ({ client_id, status: true })),
      )
      return
    }
    const post = routes.get(`POST ${plain(route.path)}`)
    if (!post) return
    if (below === 'permissions') {
      const permissions = listIn(res).map(({ resource_server_identifier, permission_name }) => ({
        resource_server_identifier,
        permission_name,
      }))
      await send('POST', path, await translated({ permissions }, below))
    } else if (below === 'roles' || below === 'users') {
      const own = await Promise.all(listIn(res).map(item => ours(below, item[ID_OF[below] ?? 'id'], item)))
      await send('POST', path, { [below]: own })
    } else await send('POST', path, { ...(await given(routeKey(post))), ...expiryIn(listIn(res)[0]) })
  }

  /** Where a recorded path leads here; what it speaks of is made. */
  async function placed(route: Route, { path, res }: Sample, status: number): Promise<string> {
    const [bare = '', query] = path.replace(/^\/api\/v2/, '').split('?')
    const pattern = route.path.split('/').slice(1)
    const given = bare.split('/').slice(1)
    const [resource = ''] = pattern
    if (status === 404 || (status === 400 && route.method === 'GET')) return [bare, ...(query ? [query] : [])].join('?')
    const parts: string[] = []
    for (const [at, segment] of pattern.entries()) {
      if (!segment.startsWith('{')) parts.push(segment)
      else if (at === 1 && routes.has(`POST /${resource}`)) {
        const like = pattern.length > 2 ? undefined : status < 300 && res !== '' ? res : {}
        parts.push(encodeURIComponent(await ours(resource, decodeURIComponent(given[1] ?? ''), like)))
      } else if (at === 3 && routes.has(`POST /${pattern[0]}/{}/${pattern[2]}`)) {
        const list = routes.get(`POST /${pattern[0]}/{}/${pattern[2]}`) as Route
        const { body } = await standing(managed, list)
        parts.push((await managed.make(`/${parts.join('/')}`, { ...(body as object), ...expiryIn(res) })).id)
      } else parts.push(decodeURIComponent((await standing(managed, route)).path.split('/')[at + 1] ?? ''))
    }
    const there = `/${parts.join('/')}`
    await fill(route, there, res)
    if (pattern.length === 1 && route.method === 'GET' && routes.has(`POST /${resource}`))
      for (const item of listIn(res).slice(0, 5)) await ours(resource, item[ID_OF[resource] ?? 'id'], item)
    if (query === undefined) return there
    const asked = new URLSearchParams(query)
    const client_id = asked.get('client_id')
    if (client_id !== null) asked.set('client_id', await ours('clients', client_id))
    const audience = asked.get('audience')
    if (audience !== null) asked.set('audience', await apiOf(audience))
    // Who is searched for has another name here.
    if (asked.has('q')) asked.set('q', '*:*')
    return `${there}?${asked}`
  }

  async function deviationsOf(route: Route, sample: Sample, status: number, resource: string): Promise<string[]> {
    try {
      return await compared(route, sample, status, resource)
    } catch (error) {
      if (error instanceof NothingLikeIt) return [`nothing like it can be made: ${error.message}`]
      throw error
    }
  }

  async function compared(route: Route, sample: Sample, status: number, resource: string): Promise<string[]> {
    const { method } = route
    const at = await placed(route, sample, status)
    const key = routeKey(route)
    const isOurs = OURS.has(key) && status < 300
    const body = isOurs ? await given(key) : await translated(sample.req ?? undefined, resource)
    // Recorded of what had been registered before.
    if (isOurs && key.includes('/cimd/')) await app.api('POST', '/clients/cimd/register', body)
    const answer = await send(method, at, method === 'GET' ? undefined : body, status >= 400)
    const deviations = answer.refused.map(property => `${property} is refused`)
    if (answer.status !== status) {
      const why = answer.status >= 400 ? `: ${answer.body?.errorCode ?? answer.body?.message}` : ''
      deviations.push(`status ${answer.status} instead of ${status}${why}`)
    } else if (status >= 400) {
      if (sample.res?.errorCode !== undefined && answer.body?.errorCode === undefined)
        deviations.push('errorCode is missing')
    } else if (sample.res !== '' && sample.res !== undefined)
      deviations.push(...differences(sample.res, answer.body, answer.refused))
    else if (answer.body !== undefined) deviations.push('there is a body')
    return deviations
  }

  const exchanges: Exchange[] = []
  // What is made comes first, while its name is free.
  const inOrder = Object.entries(recorded).sort(
    ([a], [b]) => Number(b.startsWith('POST')) - Number(a.startsWith('POST')),
  )
  for (const [endpoint, { samples }] of inOrder) {
    const [method = '', path = ''] = endpoint.split(' ')
    const route = routes.get(`${method} ${plain(path)}`)
    if (!route) continue
    const [, resource = ''] = path.split('/')
    for (const [status_text, sample] of Object.entries(samples)) {
      const status = Number(status_text)
      const deviations = await deviationsOf(route, sample, status, resource)
      exchanges.push({ resource, endpoint, status, deviations })
    }
  }
  return exchanges
}
