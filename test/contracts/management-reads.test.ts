// What every route under /api/v2 promises to who reads: fields, cursors, HEAD and OPTIONS; and to who deletes what is not there.
import t from 'tap'
import { declaredRoutes, queryOf, type Route } from '../support/declared-routes.ts'
import { createManaged, REFUSING, routeKey, type Standing, standing } from '../support/managed.ts'

t.setTimeout(120_000)
const managed = await createManaged(t)
const { app } = managed.protocol
const routes = await declaredRoutes(app)
const isWilling = (route: { method: string; path: string }) => !REFUSING.includes(routeKey(route))
const reads = routes.filter(route => route.method === 'GET' && isWilling(route))

// Two of everything that a list shows.
for (const route of routes.filter(({ method, path }) => method === 'POST' && !path.includes('{'))) {
  if (!isWilling(route) || !reads.some(({ path }) => path === route.path)) continue
  for (const _ of [1, 2]) {
    const { path, body } = await standing(managed, route)
    await managed.make(path, body as object)
  }
}

/** The same path, asked for more. */
const more = ({ path }: Standing, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`
const get = async (path: string) => {
  const { status, body } = await app.api('GET', path)
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
  return body
}

/** What is shown of each: the object itself, or the items of a list in whatever shape. */
const itemsOf = (route: Route, body: object): object[] => {
  if (Array.isArray(body)) return body
  if (!queryOf(route, 'page') && !queryOf(route, 'take')) return [body]
  return Object.values(body).find(Array.isArray) ?? []
}

t.test('fields are the ones to include, or to exclude', { timeout: 60_000 }, async t => {
  const chosen = reads.filter(route => queryOf(route, 'fields'))
  t.ok(chosen.length >= 8, `${chosen.length} routes`)
  for (const route of chosen)
    await t.test(route.name, async t => {
      const at = await standing(managed, route)
      const shapes = queryOf(route, 'include_totals') ? ['', 'include_totals=true&'] : ['']
      if (queryOf(route, 'take')) shapes.push('take=1&')
      for (const shape of shapes) {
        const [whole] = itemsOf(route, await get(more(at, shape)))
        if (!whole) continue
        const [field = '', another = ''] = Object.keys(whole).filter(key => !key.includes(' '))
        const named = `${shape}fields=${field},${another}`
        const [included] = itemsOf(route, await get(more(at, named)))
        t.strictSame(Object.keys(included ?? {}).sort(), [field, another].sort(), `${shape} these`)
        t.strictSame(itemsOf(route, await get(more(at, `${named}&include_fields=true`)))[0], included)
        const [excluded] = itemsOf(route, await get(more(at, `${named}&include_fields=false`)))
        t.notOk(field in (excluded ?? {}) || another in (excluded ?? {}), `${shape} all but these`)
        t.equal(Object.keys(excluded ?? {}).length, Object.keys(whole).length - 2)
      }
      const nonsense = await app.api('GET', more(at, `fields=${encodeURIComponent('<script>')}`))
      t.equal(nonsense.status, 400, 'what is no name of a field')
    })
})

t.test('a walk along cursors meets what one page shows, once', { timeout: 60_000 }, async t => {
  const lists = reads.filter(route => queryOf(route, 'take'))
  t.ok(lists.length >= 8, `${lists.length} lists`)
  for (const route of lists)
    await t.test(route.name, async t => {
      const at = await standing(managed, route)
      const whole = await get(more(at, `take=${queryOf(route, 'take')?.schema.maximum}`))
      // Auth0: of logs, the last entry is the cursor; and each look at them is another entry.
      if (Array.isArray(whole)) return
      const walked: object[] = []
      let from = ''
      do {
        const page = await get(more(at, `take=1${from}`))
        walked.push(...itemsOf(route, page))
        from = page.next === undefined ? '' : `&from=${encodeURIComponent(page.next)}`
      } while (from !== '' && walked.length <= 100)
      t.strictSame(walked, itemsOf(route, whole))
      for (const garbage of ['%00', '-1', "' or 1=1 --", '\u{1f4a9}', 'x'.repeat(1_999)]) {
        const { status } = await app.api('GET', more(at, `take=1&from=${encodeURIComponent(garbage)}`))
        t.ok(status === 200 || status === 400, `from ${garbage.slice(0, 20)}: ${status}`)
      }
    })
})

t.test('HEAD answers as GET does, without a body; OPTIONS does nothing', { timeout: 60_000 }, async t => {
  const token = await app.adminToken()
  const headers = { authorization: `Bearer ${token}` }
  for (const route of reads) {
    const { path } = await standing(managed, route)
    const head = await app.fetch(`/api/v2${path}`, { method: 'HEAD', headers })
    const shown = await app.fetch(`/api/v2${path}`, { headers })
    t.equal(head.status, shown.status, route.name)
    t.equal(await head.text(), '', route.name)
    await shown.arrayBuffer()
    t.equal((await app.fetch(`/api/v2${path}`, { method: 'HEAD' })).status, 401, `HEAD of ${route.name} for nobody`)
  }
  for (const path of new Set(routes.map(route => route.path))) {
    const answer = await app.fetch(`/api/v2${path.replaceAll(/\{[^}]+\}/g, 'x')}`, { method: 'OPTIONS', headers })
    t.ok([204, 404].includes(answer.status), `OPTIONS ${path}: ${answer.status}`)
    t.equal(await answer.text().then(text => text.includes('"id"')), false)
  }
})

/** Auth0 documents no 404 for these: what is not there need not be deleted. */
const IDEMPOTENT = new Set(
  `/client-grants/{} /clients/{}/credentials/{} /clients/{} /connections/{} /custom-domains/{} /device-credentials/{}
  /anomaly/blocks/ips/{} /user-blocks/{} /refresh-tokens/{} /resource-servers/{} /sessions/{} /token-exchange-profiles/{} /user-attribute-profiles/{} /grants
  /grants/{} /users/{}`.split(/\s+/),
)

t.test('what has been deleted is deleted once more, where Auth0 does so', { timeout: 60_000 }, async t => {
  for (const route of routes.filter(({ method }) => method === 'DELETE').filter(isWilling))
    await t.test(route.name, async t => {
      const { path, body } = await standing(managed, route)
      const first = await app.api('DELETE', path, body)
      t.ok([200, 202, 204].includes(first.status), `${first.status} ${JSON.stringify(first.body)}`)
      const again = await app.api('DELETE', path, body)
      const [, key = ''] = routeKey(route).split(' ')
      // Seen at Auth0: a connection goes with 202, one that is gone with 204.
      if (IDEMPOTENT.has(key)) t.ok([204, first.status].includes(again.status), String(again.status))
      else if (key.split('{}').length === 2 && key.endsWith('{}')) t.equal(again.status, 404)
      else t.ok(again.status < 500, String(again.status))
    })
})
