// What every route under /api/v2 promises. A route is enrolled by existing: the list is the OpenAPI document, which the routes make themselves.
import { readdir, readFile } from 'node:fs/promises'
import fastify from 'fastify'
import t from 'tap'
import { ENDPOINTS, OWN_ENDPOINTS } from '../../src/management/endpoints.ts'
import { endpointKey } from '../../src/management/not-built.ts'
import { guard } from '../../src/management/route.ts'
import { MANAGEMENT_SCOPES } from '../../src/store/management-scopes.ts'
import { apiWith, managementToken } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { declaredRoutes, queryOf, type Route, type Schema } from '../support/declared-routes.ts'
import { signInForOwn } from '../support/own-access.ts'
import { createClient, createPerson } from '../support/scene.ts'

const app = await createTestApp(t)
const anonymous = await app.fetch('/api/v2/openapi.json')
const document = (await anonymous.json()) as {
  openapi: string
  components: { schemas: { [name: string]: Schema } }
}
const routes = await declaredRoutes(app)

const admin = await managementToken(app)
const call = (method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) =>
  apiWith(app, token, method, path, body)
const made = async (path: string, body: object) => (await call('POST', path, { token: admin, body })).body

// A client that may ask for a token, and for nothing in it.
const nobody = await made('/clients', { name: 'Nobody', app_type: 'non_interactive' })
await made('/client-grants', { client_id: nobody.client_id, audience: `${app.issuer}api/v2/`, scope: [] })
const powerless = await managementToken(app, { client: nobody })

/** A value that one of our own patterns takes. */
const sampleOf = (pattern: string): string =>
  pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\[([^\]])[^\]]*\]\{(\d+)(?:,\d*)?\}/g, (_, first: string, times: string) => first.repeat(Number(times)))
    .replace(/\[([^\]])[^\]]*\][+*]?/g, '$1')
    .replace(/\\/g, '')

const filled = ({ path, operation }: Route, value: (pattern: string | undefined) => string) =>
  path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find(each => each.in === 'path' && each.name === name)
    return encodeURIComponent(parameter?.schema.enum?.[0] ?? value(parameter?.schema.pattern))
  })

/** The path with ids of the right form, of nothing that is there. */
const wellFormed = (route: Route) => filled(route, pattern => (pattern === undefined ? 'nothing' : sampleOf(pattern)))

// Something to page through, and somewhere to page from.
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
const user = await made('/users', {
  connection: 'Username-Password-Authentication',
  email: 'ada@example.com',
  password: 'correct horse battery',
})
const role = await made('/roles', { name: 'Reader' })
const [connection] = await store.connections.list({}, { limit: 1, offset: 0 })
const parents: { [resource: string]: string } = {
  users: user.user_id,
  roles: role.id,
  connections: connection?.id ?? '',
  clients: nobody.client_id,
}

/** What a list wants to be asked for. */
const management = `resource_server_identifier=${encodeURIComponent(`${app.issuer}api/v2/`)}`
const wanted: { [path: string]: string } = {
  '/refresh-tokens': `user_id=${encodeURIComponent(user.user_id)}`,
  '/users/{id}/effective-permissions': management,
  '/users/{id}/effective-permissions/sources/effective-roles': `${management}&permission_name=read:users`,
  '/users/{id}/effective-roles/sources/groups': `role_id=${role.id}`,
}

// What is for users' own tokens is asked for by one.
const { access_token: own } = await signInForOwn(app, await createClient(app), await createPerson(app))
const whoMay = ({ scopes }: Route) => (scopes.every(scope => scope.includes(':current_user')) ? own : admin)

/** The path of a list that is there, ready for more of a query. */
const existing = (route: Route) => {
  const path = filled(route, () => {
    const parent = parents[route.path.split('/')[1] ?? '']
    if (parent === undefined) throw new Error(`${route.name}: give this test something to list under`)
    return parent
  })
  return `${path}?${wanted[route.path] ?? ''}&`
}

t.test('the document is public, and says what it is', async t => {
  t.equal(anonymous.status, 200)
  t.equal(document.openapi, '3.1.0')
  t.ok(routes.length > 50, `${routes.length} routes`)
  t.equal(
    new Set(routes.map(({ operation }) => operation.operationId)).size,
    routes.length,
    'each has a name of its own',
  )
})

t.test('every route is one of Auth0’s, or one of the few of our own', async t => {
  const known = new Set([...ENDPOINTS, ...OWN_ENDPOINTS].map(({ method, path }) => endpointKey(method, path)))
  for (const { name, method, path } of routes) t.ok(known.has(endpointKey(method, path)), name)
})

t.test('a route that declares no scopes, or one that nobody can hold, does not boot', async t => {
  const boot = async (config: object) => {
    const server = fastify()
    server.register(async api => {
      guard(api, { rate_limit: 0, bearerOf: async () => undefined, corsFor() {} })
      api.get('/x', { config }, () => 'x')
    })
    await server.ready()
  }
  await t.rejects(boot({}), /declares no scopes/)
  await t.rejects(boot({ scopes: [], sdk: 'x' }), /declares no scopes/)
  await t.rejects(boot({ scopes: ['read:minds'], sdk: 'x' }), /no such scope/)
  await t.rejects(boot({ scopes: ['read:users'] }), /SDK/)
  await t.rejects(boot({ not_built: true }), /declares no scopes/)
  await t.resolves(boot({ scopes: ['read:users'], sdk: 'x' }))
})

t.test('a route that lets users in says whose the thing is, or does not boot', async t => {
  const boot = async (path: string, config: object) => {
    const server = fastify()
    server.register(async api => {
      guard(api, { rate_limit: 0, bearerOf: async () => undefined, corsFor() {} })
      api.get(path, { config: { scopes: [], sdk: 'x', ...config } }, () => 'x')
    })
    await server.ready()
  }
  const own_scopes = ['read:current_user']
  await t.rejects(boot('/x', { own_scopes }), /whose it is/)
  await t.rejects(boot('/x/:id', { own_scopes }), /whose it is/)
  await t.rejects(boot('/users/:name', { own_scopes }), /whose it is/)
  await t.resolves(boot('/users/:id', { own_scopes }))
  await t.resolves(boot('/users/:id/x/:other', { own_scopes }))
  await t.resolves(boot('/x/:id', { own_scopes, ownerOf: async () => undefined }))
  await t.rejects(boot('/users/:id', { own_scopes: ['read:users'] }), /no such scope/, 'by scopes of their own')
  await t.rejects(boot('/users/:id', { scopes: own_scopes }), /no such scope/, 'which are no client’s')
})

t.test('nobody enters without a token', async t => {
  for (const route of routes) {
    const { status, body } = await call(route.method, wellFormed(route))
    t.match(
      { status, body },
      { status: 401, body: { statusCode: 401, error: 'Unauthorized', message: 'Missing authentication' } },
      route.name,
    )
  }
})

t.test('nobody enters without a scope, and is told which one is wanted', async t => {
  for (const route of routes) {
    const { status, body } = await call(route.method, wellFormed(route), { token: powerless })
    t.same(
      { status, body },
      {
        status: 403,
        body: {
          statusCode: 403,
          error: 'Forbidden',
          message: `Insufficient scope, expected any of: ${route.scopes.join(',')}`,
          errorCode: 'insufficient_scope',
        },
      },
      route.name,
    )
  }
})

t.test('every scope is demanded by a route, or read by one', async t => {
  const demanded = new Set(routes.flatMap(({ scopes }) => scopes))
  const folder = new URL('../../src/management/', import.meta.url)
  const files = (await readdir(folder, { recursive: true })).filter(
    file => file.endsWith('.ts') && file !== 'endpoints.ts',
  )
  const source = (await Promise.all(files.map(file => readFile(new URL(file, folder), 'utf8')))).join('\n')
  for (const { value } of MANAGEMENT_SCOPES) t.ok(demanded.has(value) || source.includes(`'${value}'`), value)
})

/** Whether objects of this schema take properties that it does not name. */
function isOpen(given: Schema): boolean {
  const schema = given.$ref ? (document.components.schemas[given.$ref.split('/').at(-1) ?? ''] as Schema) : given
  if (schema.anyOf) return schema.anyOf.some(isOpen)
  if (schema.type === 'array') return isOpen(schema.items ?? {})
  if (schema.type !== undefined && schema.type !== 'object') return false
  return schema.enum === undefined && schema.additionalProperties !== false
}

t.test('an unknown field in a body is refused', async t => {
  for (const route of routes) {
    const schema = route.operation.requestBody?.content['application/json']?.schema
    if (!schema) continue
    t.notOk(isOpen(schema), `${route.name} names its fields`)
    const nonsense = { 'no such field': true }
    const body = schema.type === 'array' ? [nonsense] : nonsense
    const answer = await call(route.method, wellFormed(route), { token: whoMay(route), body })
    t.match(answer, { status: 400, body: { error: 'Bad Request', errorCode: String } }, route.name)
    t.match(answer.body.message, /^Payload validation error/, answer.body.message)
  }
})

t.test('an id that is none is refused or not found, and never a fault of ours', async t => {
  const names = ({ operation }: Route) => operation.parameters.some(each => each.in === 'path' && !each.schema.enum)
  for (const route of routes.filter(names)) {
    const body = route.operation.requestBody ? {} : undefined
    for (const id of ['no such id!', '%', '../../users', '\ud7ff', "' or 1=1 --", 'x'.repeat(700)]) {
      const { status } = await call(
        route.method,
        filled(route, () => id),
        { token: admin, body },
      )
      const idempotent = route.method === 'DELETE' && (status === 202 || status === 204)
      t.ok([400, 404].includes(status) || idempotent, `${route.name} with ${id.slice(0, 20)}: ${status}`)
    }
    for (const raw of ['%00', 'a%00b', '%ED%A0%80', '%ZZ']) {
      const { status } = await call(route.method, route.path.replace(/\{[^}]+\}/g, raw), { token: admin, body })
      t.ok([400, 404].includes(status), `${route.name} with ${raw}: ${status}`)
    }
  }
})

t.test('an unknown query parameter is refused', async t => {
  for (const route of routes.filter(({ operation }) => !operation.requestBody)) {
    const { status, body } = await call(route.method, `${wellFormed(route)}?no_such_parameter=1`, { token: admin })
    t.match({ status, body }, { status: 400, body: { message: /^Query validation error/ } }, route.name)
  }
})

t.test('a list by offset has a beginning, an end, and nothing behind it', async t => {
  // Auth0: the list of Actions is always an envelope, of another form.
  const lists = routes.filter(route => queryOf(route, 'page') && queryOf(route, 'include_totals'))
  t.ok(lists.length >= 8, `${lists.length} lists`)
  for (const route of lists) {
    const get = (query: string) => call('GET', `${existing(route)}${query}`, { token: admin })
    const bare = await get('')
    t.equal(bare.status, 200, route.name)
    t.type(bare.body, Array, `${route.name} is a bare array`)

    const envelope = (await get('include_totals=true&page=0&per_page=100')).body
    t.match(envelope, { start: 0, limit: 100, total: Number }, `${route.name} counts`)
    const key = Object.keys(envelope).find(name => Array.isArray(envelope[name])) ?? ''
    t.equal(envelope[key].length, Math.min(envelope.total, 100), `${route.name}: the total is true`)

    // Auth0's search shows a thousand and no more; this is within them.
    const past = await get('include_totals=true&page=9&per_page=100')
    t.match(
      { status: past.status, body: past.body },
      { status: 200, body: { start: 900, limit: 100, [key]: [] } },
      route.name,
    )
    t.same(past.body[key], [], `${route.name}: past the end is empty`)
    t.same((await get('page=9&per_page=100')).body, [], route.name)

    t.same((await get('per_page=0')).body, [], `${route.name}: a page of nothing`)
    t.equal((await get('per_page=101')).status, 400, `${route.name}: a page of too much`)
    t.equal((await get('page=-1')).status, 400, route.name)
    t.equal((await get('page=x')).status, 400, route.name)
  }
})

t.test('a list by cursor ends without a next', async t => {
  const lists = routes.filter(route => queryOf(route, 'take'))
  t.ok(lists.length >= 5, `${lists.length} lists`)
  for (const route of lists) {
    const most = queryOf(route, 'take')?.schema.maximum ?? 0
    const get = (query: string) => call('GET', `${existing(route)}${query}`, { token: admin })
    const whole = await get(`take=${most}`)
    t.equal(whole.status, 200, route.name)
    // Auth0: logs are a bare array, whose last entry is the next cursor.
    if (!Array.isArray(whole.body)) {
      t.notOk('next' in whole.body, `${route.name}: there is no next page`)
      t.notOk('total' in whole.body, `${route.name}: take wins over totals`)
      t.ok(Object.values(whole.body).some(Array.isArray), route.name)
    }
    t.equal((await get('take=0')).status, 400, `${route.name}: a page of nothing`)
    t.equal((await get(`take=${most + 1}`)).status, 400, `${route.name}: a page of too much`)
    const { status } = await get('take=1&from=no-such-cursor')
    t.ok(status === 200 || status === 400, `${route.name}: a made-up cursor: ${status}`)
  }
})

t.test('what Auth0 has and Lintel has not is never allowed', async t => {
  const built = new Set(routes.map(({ method, path }) => endpointKey(method, path)))
  const missing = ENDPOINTS.filter(({ method, path }) => !built.has(endpointKey(method, path)))
  t.equal(missing.length + routes.length, ENDPOINTS.length + OWN_ENDPOINTS.length)
  for (const { method, path, scopes } of missing) {
    const there = path.replace(/\{[^}]+\}/g, 'x')
    t.equal((await call(method, there)).status, 401, `${method} ${path}`)
    t.match(
      await call(method, there, { token: admin }),
      {
        status: 403,
        body: { message: `Insufficient scope, expected any of: ${scopes.join(',')}`, errorCode: 'insufficient_scope' },
      },
      `${method} ${path}`,
    )
  }
})
