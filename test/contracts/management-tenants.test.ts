// Nothing of one tenant is there for another's administrator: each route is asked for something real, of somebody else's.
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { declaredRoutes, type Route } from '../support/declared-routes.ts'
import { createManaged, EVERYBODYS, REFUSING, routeKey, standing } from '../support/managed.ts'

t.setTimeout(120_000)
const managed = await createManaged(t)
const { app } = managed.protocol
const domain = `other.localhost:${new URL(app.issuer).port}`
const administration = newAdministrationClient()
const other = await createTenant(app.store, { tenant_id: 'other', domain }, administration, new Date())

/** Auth0 documents no 404 for these: who is not there is not told from who has nothing. */
const SILENT: { [route: string]: { status: number; body: unknown } } = {
  'GET /users/{}/logs': { status: 200, body: [] },
  'POST /users/{}/revoke-access': { status: 202, body: undefined },
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Without sockets: another tenant is another host. */
async function ask(host: string, token: string, method: string, path: string, body?: unknown) {
  const answer = await app.server.inject({
    method: method as Method,
    url: `/api/v2${path}`,
    headers: { host, authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: answer.statusCode, body: answer.payload === '' ? undefined : (answer.json() ?? undefined) }
}

const issued = await app.server.inject({
  method: 'POST',
  url: '/oauth/token',
  headers: { host: domain },
  payload: { grant_type: 'client_credentials', ...administration, audience: `${other.issuer}api/v2/` },
})
const stranger: string = issued.json().access_token
const admin = await app.adminToken()
const { host } = new URL(app.issuer)

const isEverybodys = (route: Route) => EVERYBODYS.some(path => routeKey(route).endsWith(` ${path}`))
const routes = (await declaredRoutes(app)).filter(route => route.path.includes('{') && !isEverybodys(route))
const reads = routes.filter(route => route.method === 'GET' && !REFUSING.includes(routeKey(route)))

t.test('what is of another tenant is not there', { timeout: 60_000 }, async t => {
  for (const route of routes)
    await t.test(route.name, async t => {
      const { path, body } = await standing(managed, route)
      const before = new Map<string, unknown>()
      // What a route reads is read again afterwards, and so is what a writing route's neighbour reads of the same thing.
      for (const read of reads)
        if (read.path === route.path) before.set(path, (await ask(host, admin, 'GET', path)).body)

      const answer = await ask(domain, stranger, route.method, path, body)
      const idempotent = route.method === 'DELETE' && (answer.status === 204 || answer.status === 202)
      const silent = SILENT[routeKey(route)]
      if (silent) t.strictSame(answer, silent)
      else if (!idempotent) t.match(answer, { status: 404, body: { error: 'Not Found' } }, String(answer.status))
      t.equal((await ask(host, stranger, route.method, path, body)).status, 401, 'and her token is nothing at its host')

      for (const [there, shown] of before) {
        const now = await ask(host, admin, 'GET', there)
        t.ok(now.status === 200 || now.status === 204, 'it is there')
        t.strictSame(now.body, shown, 'and as it was')
      }
    })
})
