import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, eventsOf, PASSWORD, storeOf, trade, visit } from '../support/scene.ts'
import { formOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const AUDIENCE = 'https://weather.example/'
const store = await storeOf(app)
const example = await store.resource_servers.findByIdentifier('urn:lintel:try-it')
if (!example) throw new Error('no resource server')
await store.resource_servers.create(
  {
    ...example,
    id: 'aaaaaaaaaaaaaaaaaaaaaaaa',
    identifier: AUDIENCE,
    name: 'Weather',
    scopes: [{ value: 'read:weather', description: 'Read the weather of your <stations>' }, { value: 'write:weather' }],
    skip_consent_for_verifiable_first_party_clients: false,
  },
  new Date(),
)
const client = await createClient(app, { name: 'Umbrella', is_first_party: false })

async function atConsent(params: { [name: string]: string } = {}, visitor = new Visitor(app.issuer)) {
  const person = await createPerson(app)
  const { page, asked } = await visit(app, client, { scope: 'openid email', ...params }, visitor)
  const next = await visitor.submit(page, { username: person.email, password: PASSWORD })
  return { person, visitor, asked, login: page, page: next }
}

t.test('a third-party app asks first, and says what for', async t => {
  const { person, page } = await atConsent({ audience: AUDIENCE, scope: 'openid email read:weather write:weather' })
  t.equal(page.status, 200)
  t.match(page.url.pathname, /\/consent$/)
  t.equal(titleOf(page), 'Allow access?')
  for (const words of [
    'Umbrella asks for access to your',
    'Know who you are',
    'See your email address',
    'Read the weather of your &lt;stations&gt;',
    'write:weather',
    person.email,
  ])
    t.match(page.body, words)
})

t.test('allowed: the app gets its code, and the next time nobody is asked', async t => {
  const { visitor, page, asked } = await atConsent()
  const done = await visitor.submit(page, {}, 'accept')
  t.equal((await trade(app, client, codeIn(done) ?? '', asked)).status, 200)
  t.ok(codeIn((await visit(app, client, { scope: 'openid email' }, visitor)).page))
  const more = await visit(app, client, { scope: 'openid email profile' }, visitor)
  t.match(more.page.url.pathname, /\/consent$/, 'but for more than was allowed')
  t.notMatch(more.page.body, 'See your email address', 'and only for that')
})

t.test('what she allowed she takes back in her account, and what came of it ends', async t => {
  const { person, visitor, page, asked } = await atConsent({ scope: 'openid email offline_access' })
  const { body } = await trade(app, client, codeIn(await visitor.submit(page, {}, 'accept')) ?? '', asked)
  const refresh = (refresh_token: string) =>
    app.fetch('/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', client_id: client.client_id, refresh_token }),
    })
  const { refresh_token = '' } = (await (await refresh(body.refresh_token ?? '')).json()) as { refresh_token?: string }
  t.ok(refresh_token)
  const apps = await visitor.get('/account/apps')
  t.match(apps.body, 'Umbrella')
  t.match(apps.body, 'See your email address')
  const other = await atConsent()
  await other.visitor.submit(other.page, {}, 'accept')
  const none = await visitor.submit(apps, {}, client.client_id)
  t.notMatch(none.body, 'Umbrella')
  t.equal((await refresh(refresh_token)).status, 403)
  t.match((await visit(app, client, { scope: 'openid email' }, visitor)).page.url.pathname, /\/consent$/)
  t.ok((await eventsOf(app, person.email)).includes('sapi'))
  t.match((await other.visitor.get('/account/apps')).body, 'Umbrella', 'hers alone')
})

t.test('declined: the app is told, and nothing is remembered', async t => {
  const { person, visitor, page } = await atConsent()
  const declined = await visitor.submit(page, {}, 'deny')
  const answer = new URL(declined.headers.get('location') ?? '').searchParams
  t.equal(answer.get('error'), 'access_denied')
  t.equal(codeIn(declined), undefined)
  t.match((await visit(app, client, { scope: 'openid email' }, visitor)).page.url.pathname, /\/consent$/)
  t.same((await eventsOf(app, person.email)).sort(), ['f', 's'])
})

t.test('an empty, forged or foreign POST allows nothing (CVE-2026-49448)', async t => {
  const { visitor, page } = await atConsent()
  const { action, fields } = formOf(page)
  for (const body of [
    {},
    { action: 'accept' },
    { action: 'accept', _csrf: 'x' },
    { _csrf: fields._csrf ?? '' },
    { _csrf: fields._csrf ?? '', action: 'default' },
  ]) {
    const answer = await visitor.post(action, body)
    t.match([400, 403].includes(answer.status), true, JSON.stringify(body))
    t.equal(titleOf(answer), 'Allow access?', 'the question stands')
  }
  const stranger = new Visitor(app.issuer)
  t.equal((await stranger.post(action, { ...fields, action: 'accept' })).status, 400)
  t.ok(codeIn(await visitor.submit(page, {}, 'accept')))
})

t.test('no step is taken out of order: consent before sign-in, or a sign-in page after it', async t => {
  const visitor = new Visitor(app.issuer)
  const { page } = await visit(app, client, {}, visitor)
  const early = await visitor.get(page.url.pathname.replace(/login$/, 'consent'))
  t.match(early.url.pathname, /\/login$/)
  const forced = await visitor.post(page.url.pathname.replace(/login$/, 'consent'), {
    ...formOf(page).fields,
    action: 'accept',
  })
  t.match(forced.url.pathname, /\/login$/)

  const { visitor: other, page: question, login } = await atConsent()
  for (const screen of ['login', 'signup', 'reset-password-request', 'email-verification-sent'])
    t.match((await other.get(question.url.pathname.replace(/consent$/, screen))).url.pathname, /\/consent$/, screen)
  const late = await other.submit(login, { username: 'x@example.com', password: 'x' })
  t.equal(late.status, 400, 'the page of a step that is done belongs to an interaction that is gone')
})

t.test('a first-party app asks nothing', async t => {
  const own = await createClient(app)
  const person = await createPerson(app)
  const { visitor, page } = await visit(app, own)
  t.ok(codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })))
})
