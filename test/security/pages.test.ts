// Every page, whichever room it is of: nobody posts to it from elsewhere, frames it or keeps it; and a browser without cookies is told.
// (Hostile strings in pages: test/http/views.test.ts. Two tabs, the back button, double submits, foreign interactions and interactions that
// are gone: test/login/sign-in.test.ts. Session fixation: sessions.test.ts. Open redirection: rfc9700-attacks.test.ts.)
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { configure, createClient, createPerson, PASSWORD, visit } from '../support/scene.ts'
import { formOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)

/** The routes of pages, as the server lists them. */
function pages(method: string): string[] {
  const above: string[] = []
  return app.server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap(line => {
      const [, indent = '', segment = '', methods = ''] =
        /^((?:│ {3}| {4})*)[├└]── (\S*)(?: \((.*)\))?/.exec(line) ?? []
      above.length = indent.length / 4
      above.push(segment)
      const path = above.join('')
      return methods.split(', ').includes(method) && /^\/(u|account|activate)(\/|$)/.test(path) ? [path] : []
    })
}

const posted = pages('POST')

t.test('a POST that no page of ours sent changes nothing, on any page of a sign-in', async t => {
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, client)
  const uid = page.url.pathname.split('/')[2] ?? ''
  t.ok(posted.length > 30, `${posted.length} pages take a POST`)
  for (const path of posted.filter(path => !path.startsWith('/account'))) {
    const url = new URL(path.replace(':uid', uid).replace(/:\w+/g, 'x'), app.issuer)
    // What an attacker's form would send, from within the victim's browser: everything but the token.
    const fields = { username: person.email, email: person.email, password: PASSWORD, ticket: 'x', action: 'default' }
    for (const _csrf of [undefined, 'x', 'x.y']) {
      const body = new URLSearchParams(_csrf === undefined ? fields : { ...fields, _csrf })
      const answer = await visitor.fetch(url, { method: 'POST', body })
      // Out of its order a step leads back to where the person stands, whatever was sent.
      const to = answer.headers.get('location')
      const stays = to !== null && /^\/(u|authorize|activate)(\/|$)/.test(new URL(to, url).pathname)
      // Who is signed in nowhere is told that she is signed out.
      const refused = [400, 403, 404, 410].includes(answer.status) || path === '/u/logout'
      t.ok(stays ? new URL(to, url).origin === url.origin : refused, `${path}: ${answer.status} ${to}`)
    }
  }
  t.notOk(
    [...visitor.cookies.values()].some(({ name }) => name.endsWith('session')),
    'nobody is signed in',
  )
})

t.test('nor on any page of her account, whose owner is signed in', async t => {
  const [person, mallory] = [await createPerson(app), await createPerson(app)]
  const signedIn = async ({ email }: { email: string }) => {
    const visitor = new Visitor(app.issuer)
    const page = await visitor.submit(await visitor.get('/account'), { username: email, password: PASSWORD })
    t.equal(page.url.pathname, '/account')
    return { visitor, page }
  }
  const [owner, elsewhere] = [await signedIn(person), await signedIn(mallory)]
  const other = await signedIn(person)
  const kept = async () => {
    const of = `/users/${encodeURIComponent(person.user_id)}`
    const paths = ['', '/sessions', '/authentication-methods']
    const answers = await Promise.all(paths.map(path => app.api('GET', of + path)))
    t.same(
      answers.map(({ status }) => status),
      [200, 200, 200],
    )
    const [user, sessions, methods] = answers.map(({ body }) => body)
    return { user, sessions: sessions.sessions.map(({ id }: { id: string }) => id).sort(), methods }
  }
  const before = await kept()
  // What would change something on one page or another.
  const fields = {
    name: 'Mallory',
    nickname: 'Mallory',
    email: 'mallory@example.com',
    password: 'another correct horse',
    're-enter-password': 'another correct horse',
    confirm: person.email,
    code: '000000',
    action: 'all',
  }
  const own = posted.filter(path => path.startsWith('/account'))
  t.ok(own.length >= 9, own.join())
  for (const path of own) {
    const { _csrf: of_another = '' } = formOf(elsewhere.page).fields
    for (const _csrf of [undefined, 'x', 'x.y', of_another]) {
      const body = new URLSearchParams(_csrf === undefined ? fields : { ...fields, _csrf })
      const answer = await owner.visitor.fetch(new URL(path, app.issuer), { method: 'POST', body })
      const to = answer.headers.get('location')
      // A link of a mail stands for itself, and there is none.
      if (path.endsWith('/confirm')) t.equal(answer.status, 400, path)
      else t.same([answer.status, to?.startsWith('/account')], [303, true], `${path}: ${to}`)
    }
  }
  t.same(await kept(), before)
  for (const { visitor } of [owner, other])
    t.equal((await visitor.get('/account')).url.pathname, '/account', 'nobody is signed out')
  t.match((await owner.visitor.submit(owner.page, fields)).body, 'value="Mallory"', 'by her own form it is changed')
})

t.test('no page is framed, kept or given away by a Referer', async t => {
  const { visitor, page } = await visit(app, client)
  const uid = page.url.pathname.split('/')[2] ?? ''
  for (const path of new Set([...pages('GET'), ...posted])) {
    const answer = await visitor.get(path.replace(':uid', uid).replace(/:\w+/g, 'x'))
    t.match(answer.headers.get('cache-control'), 'no-store', `${path}: ${answer.status}`)
    t.equal(answer.headers.get('referrer-policy'), 'no-referrer', path)
    t.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
    t.equal(answer.headers.get('x-frame-options'), 'DENY', path)
    t.match(answer.headers.get('content-security-policy'), "frame-ancestors 'none'", path)
    t.notMatch(answer.headers.get('content-security-policy'), 'unsafe', path)
  }
})

t.test(
  'what somebody types, and what an app and a tenant are called, is text on every page that repeats it',
  async t => {
    const HOSTILE = `"'><script>alert(1)</script>`
    await configure(app, store => store.settings.update({ friendly_name: HOSTILE }, new Date()))
    t.teardown(() => configure(app, store => store.settings.update({ friendly_name: '' }, new Date())))
    const odd = await createClient(app, { name: HOSTILE, is_first_party: false })
    const { visitor, page } = await visit(app, odd, { login_hint: HOSTILE })
    const seen = [page]
    for (const way of ['signup', 'forgot']) seen.push(await visitor.submit(page, {}, way))
    for (const one of [...seen]) {
      const { fields } = formOf(one)
      const typed = Object.keys(fields).filter(name => name !== '_csrf')
      seen.push(await visitor.submit(one, Object.fromEntries(typed.map(name => [name, HOSTILE]))))
    }
    const ada = await createPerson(app)
    seen.push(
      await visitor.submit(page, { username: ada.email, password: PASSWORD }),
      await visitor.get('/oidc/logout'),
    )
    t.ok(seen.length >= 8)
    for (const { url, body } of seen) {
      t.notMatch(body, '<script>alert', url.pathname)
      t.match(body, '&lt;script&gt;alert(1)&lt;/script&gt;', `${url.pathname}: it was there`)
    }
  },
)

t.test('a form of one page is no good on another, nor in another browser (login CSRF)', async t => {
  const person = await createPerson(app)
  const [mine, theirs] = [await visit(app, client), await visit(app, client)]
  const { action } = formOf(theirs.page)
  const { _csrf = '' } = formOf(mine.page).fields
  const answer = await theirs.visitor.post(action, {
    _csrf,
    username: person.email,
    password: PASSWORD,
    action: 'default',
  })
  t.equal(answer.status, 403)
  const mineElsewhere = await theirs.visitor.post(formOf(mine.page).action, {
    _csrf: formOf(theirs.page).fields._csrf ?? '',
    username: person.email,
    password: PASSWORD,
    action: 'default',
  })
  t.equal(mineElsewhere.status, 400)
})

t.test('a browser that keeps no cookies is told so, and sent round in no circle', async t => {
  const { page } = await visit(app, client)
  const answer = await new Visitor(app.issuer).get(page.url)
  t.equal(answer.status, 400)
  t.equal(titleOf(answer), 'This page needs cookies')
})

t.test('where nothing is, people find a page in their language, and programs JSON', async t => {
  const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const ask = (path: string, accept: string, init: RequestInit = {}) =>
    app.fetch(path, { ...init, headers: { accept, 'accept-language': 'de', ...init.headers } })
  for (const path of ['/nothing', '/u/nothing/here', '/authorize/x/y', '/assets/gone.css', '/login?x=<script>']) {
    const page = await ask(path, BROWSER)
    t.equal(page.status, 404, path)
    t.match(page.headers.get('content-type'), 'text/html')
    t.match(page.headers.get('content-security-policy'), "default-src 'none'")
    const html = await page.text()
    t.match(html, '<html lang="de"')
    t.notMatch(html, '<script>')
    for (const accept of ['application/json', '*/*']) {
      const answer = await ask(path, accept)
      t.match(await answer.json(), { statusCode: 404, error: 'Not Found', errorCode: 'not_found' }, path)
    }
  }
  const refused: [string, number, RequestInit?][] = [
    ['/nothing?x=%00', 400],
    ['/authorize', 404, { method: 'DELETE' }],
    ['/nothing', 413, { method: 'POST', body: new URLSearchParams({ x: 'x'.repeat(70_000) }) }],
  ]
  for (const [path, status, init] of refused) {
    const page = await ask(path, BROWSER, init)
    t.equal(page.status, status, path)
    t.match(page.headers.get('content-type'), 'text/html')
    t.equal((await ask(path, '*/*', init)).headers.get('content-type'), 'application/json; charset=utf-8')
  }
  const stranger = await app.server.inject({ url: '/', headers: { host: 'nobody.example', accept: BROWSER } })
  t.equal(stranger.statusCode, 404, 'at a host that is no tenant’s')
  t.match(stranger.body, '<h1>There is nothing here</h1>')
  for (const path of ['/api/v2/nothing', '/api/v2/users', '/oauth/nothing', '/.well-known/nothing'])
    t.match((await ask(path, BROWSER)).headers.get('content-type'), 'application/json', path)
})
