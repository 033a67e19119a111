import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { codeIn, configure, createClient, createPerson, PASSWORD, storeOf, trade, visit } from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

// RFC 9396 §6: what a person reads before she permits it

const app = await createTestApp(t)
const AUDIENCE = 'https://bank.example/'
const client = await createClient(app, { name: 'Merchant' })
await configure(app, async () => {
  const store = await storeOf(app)
  const example = await store.resource_servers.findByIdentifier('urn:lintel:try-it')
  if (!example) throw new Error('no resource server')
  const authorization_details = [{ type: 'payment' }, { type: '<b>odd</b>' }]
  await store.resource_servers.create(
    { ...example, id: 'bbbbbbbbbbbbbbbbbbbbbbbb', identifier: AUDIENCE, name: 'Bank', authorization_details },
    new Date(),
  )
})

async function atConsent(details: unknown, visitor = new Visitor(app.issuer)) {
  const params = { audience: AUDIENCE, scope: 'openid', authorization_details: JSON.stringify(details) }
  const { page, asked } = await visit(app, client, params, visitor)
  const person = await createPerson(app)
  return { visitor, asked, page: await visitor.submit(page, { username: person.email, password: PASSWORD }) }
}

t.test('an app of our own asks too, and every member is to be read', async t => {
  const { visitor, page, asked } = await atConsent([
    {
      type: 'payment',
      actions: ['initiate', 'cancel'],
      instructedAmount: { currency: 'EUR', amount: '123.50' },
      creditors: [{ name: 'Merchant A' }, { name: 'Merchant B' }],
      recurring: false,
      limits: [],
      extra: {},
      note: null,
    },
  ])
  t.equal(page.status, 200)
  t.match(page.url.pathname, /\/consent$/)
  const lines = [...page.body.matchAll(/<dt><bdi>([^<]*)<\/bdi><\/dt>\s*<dd>([^<]*)<\/dd>/g)].map(([, name, value]) => [
    name,
    value,
  ])
  t.same(lines, [
    ['actions', 'initiate, cancel'],
    ['instructedAmount › currency', 'EUR'],
    ['instructedAmount › amount', '123.50'],
    ['creditors › 1 › name', 'Merchant A'],
    ['creditors › 2 › name', 'Merchant B'],
    ['recurring', 'false'],
    ['limits', ''],
    ['extra', '{}'],
    ['note', 'null'],
  ])
  t.match(page.body, /<strong><bdi>payment<\/bdi><\/strong>/)
  const code = codeIn(await visitor.submit(page, {}, 'accept')) ?? ''
  const { body } = await trade(app, client, code, asked)
  t.match(body, { authorization_details: [{ type: 'payment', recurring: false }] })
})

t.test('nothing in them is markup, turns what follows around, or hides', async t => {
  const { page } = await atConsent([
    {
      type: '<b>odd</b>',
      '<i>name</i>': '<script>alert(1)</script>',
      amount: '1\u202e00.5\u200b1',
      'a\u202eb': '"\'&',
    },
  ])
  t.notMatch(page.body, /<script>alert|<i>name|<b>odd/)
  t.match(page.body, '&lt;script&gt;alert(1)&lt;/script&gt;')
  t.match(page.body, '&lt;b&gt;odd&lt;/b&gt;')
  t.notMatch(page.body, /[\u202e\u200b]/)
  t.match(page.body, '1\ufffd00.5\ufffd1')
})

t.test('a tenant shows in its own way what is asked for, and Lintel’s list stays', async t => {
  const name = 'customized-consent/customized-consent/form-content'
  const body =
    '{% for detail in transaction.params.authorization_details %}<p class="own">{{ detail.type }}: {{ detail.amount }}</p>{% endfor %}'
  await configure(app, store => store.page_templates.put(name, body, new Date()))
  t.teardown(() => configure(app, store => store.page_templates.removeWithin('customized-consent')))
  const { page } = await atConsent([{ type: 'payment', amount: '<b>1\u202e2' }])
  t.match(page.body, '<p class="own">payment: &lt;b&gt;1\ufffd2</p>')
  t.match(page.body, /<dt><bdi>amount<\/bdi><\/dt>/)
  const plain = await visit(app, client, { audience: AUDIENCE, scope: 'openid' })
  t.notMatch(plain.page.body, 'class="own"')
})

t.test('a page template makes apps look different by what is said of each', async t => {
  const logo_uri = 'https://cdn.example/club.png'
  const club = await createClient(app, { name: 'Club', logo_uri, client_metadata: { brand: 'club"><b>' } })
  const body =
    '<html><head>{%- auth0:head -%}<style>.club { color: red }</style></head><body class="{{ application.metadata.brand }}"><img src="{{ application.logo_url }}" alt="{{ application.name }} {{ application.id }}">{%- auth0:widget -%}</body></html>'
  await configure(app, store => store.page_templates.put('universal-login', body, new Date()))
  t.teardown(() => configure(app, store => store.page_templates.remove('universal-login')))
  const { page } = await visit(app, club)
  t.match(page.body, '<body class="club&quot;&gt;&lt;b&gt;">')
  t.match(page.body, `<img src="${logo_uri}" alt="Club ${club.client_id}">`)
  t.match(page.headers.get('content-security-policy'), 'sha256-', 'the style is let in')
  t.match((await visit(app, client)).page.body, '<body class=""><img src=""')
})

t.test('declined: the app gets nothing', async t => {
  const { visitor, page } = await atConsent([{ type: 'payment' }])
  const declined = await visitor.submit(page, {}, 'deny')
  t.equal(new URL(declined.headers.get('location') ?? '').searchParams.get('error'), 'access_denied')
  t.equal(codeIn(declined), undefined)
})

t.test('permitted once: the next request asks again', async t => {
  const { visitor, page } = await atConsent([{ type: 'payment' }])
  t.ok(codeIn(await visitor.submit(page, {}, 'accept')))
  const again = await visit(
    app,
    client,
    { audience: AUDIENCE, scope: 'openid', authorization_details: JSON.stringify([{ type: 'payment' }]) },
    visitor,
  )
  t.match(again.page.url.pathname, /\/consent$/)
})
