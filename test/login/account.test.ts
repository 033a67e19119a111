// One's own account: whoever is signed in at this browser sees and changes what is hers, and nobody else anything of it.
import { generate } from 'otplib'
import t from 'tap'
import { createTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { createClient, createPerson, databaseConnection, PASSWORD, storeOf } from '../support/scene.ts'
import { SoftwareKey } from '../support/software-key.ts'
import { errorsOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
await createClient(app)
await databaseConnection(app)

/** Signed in, on a page of her account. */
async function signedIn(at: TestApp, email: string, path = '/account', password = PASSWORD) {
  const visitor = new Visitor(at.issuer)
  const page = await visitor.submit(await visitor.get(path), { username: email, password })
  return { visitor, page }
}
const inbox = () => app.mailbox?.list() ?? []
const at = ({ user_id }: { user_id: string }) => `/users/${encodeURIComponent(user_id)}`
const valuesOf = (page: Visited, name: string) =>
  [...page.body.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map(([, value]) => value as string)
/** A sign-in of long ago. */
const age = ({ user_id }: { user_id: string }, seconds = 3600) =>
  app.database.query(
    `update sessions set authenticated_at = authenticated_at - make_interval(secs => $2),
      payload = payload || jsonb_build_object('loginTs', (payload ->> 'loginTs')::int - $2) where user_id = $1`,
    [user_id, seconds],
  )

t.test('who is not signed in signs in on the way, and comes to the page that she asked for', async t => {
  const ada = await createPerson(app)
  const login = await new Visitor(app.issuer).get('/account')
  t.match(login.body, 'Continue to Lintel', 'no app, no name of one')
  t.notMatch(login.body, 'All Applications')
  const { page } = await signedIn(app, ada.email, '/account/sessions')
  t.equal(page.status, 200)
  t.equal(page.url.pathname, '/account/sessions')
  t.match(page.headers.get('cache-control'), 'no-store')
  const { visitor } = await signedIn(app, ada.email)
  t.equal((await visitor.get('/account')).url.pathname, '/account', 'once')
})

t.test('what she is called', async t => {
  const ada = await createPerson(app)
  const { visitor, page } = await signedIn(app, ada.email)
  const saved = await visitor.submit(page, { name: ' Ada <b>Lovelace</b> ', nickname: '' })
  t.match(saved.body, 'value="Ada &lt;b&gt;Lovelace&lt;/b&gt;"')
  const { body } = await app.api('GET', at(ada))
  t.match(body, { name: 'Ada <b>Lovelace</b>' })
  t.notOk('nickname' in body)
  t.strictSame(errorsOf(await visitor.submit(page, { name: 'x'.repeat(301) })), ['invalid-name'])
})

t.test('a form that is not this browser’s own changes nothing', async t => {
  const ada = await createPerson(app)
  const { visitor } = await signedIn(app, ada.email)
  for (const path of [
    '',
    '/password',
    '/email',
    '/security',
    '/security/totp',
    '/sessions',
    '/apps',
    '/identities',
    '/data',
  ]) {
    const { status } = await visitor.fetch(`/account${path}`, {
      method: 'POST',
      body: new URLSearchParams({
        name: 'Mallory',
        password: 'another correct horse',
        action: 'all',
        confirm: ada.email,
      }),
    })
    t.equal(status, 303, path)
  }
  const { body } = await app.api('GET', at(ada))
  t.not(body.name, 'Mallory')
  t.equal((await signedIn(app, ada.email)).page.status, 200, 'the password is what it was')
})

t.test('a new password asks for a fresh sign-in, ends the others and tells her', async t => {
  const ada = await createPerson(app)
  const { visitor } = await signedIn(app, ada.email)
  const other = await signedIn(app, ada.email)
  await age(ada)
  const asked = await visitor.get('/account/password')
  t.match(asked.url.pathname, /^\/u\/.+\/login$/, 'her sign-in is too old')
  const form = await visitor.submit(asked, { username: ada.email, password: PASSWORD })
  t.equal(form.url.pathname, '/account/password')
  t.strictSame(errorsOf(await visitor.submit(form, { password: 'short' })), ['password-too-weak'])
  t.strictSame(errorsOf(await visitor.submit(form, { password: '' })), ['no-password'])
  const changed = await visitor.submit(form, { password: 'another correct horse' })
  t.equal(changed.status, 200)
  t.match((await visitor.get('/account')).url.pathname, '/account', 'she stays')
  t.match((await other.visitor.get('/account')).url.pathname, /\/login$/, 'others do not')
  t.strictSame(errorsOf((await signedIn(app, ada.email)).page), ['wrong-credentials'])
  t.equal((await signedIn(app, ada.email, '/account', 'another correct horse')).page.status, 200)
  await eventually(() => inbox().some(({ to, subject }) => to === ada.email && /password was changed/.test(subject)))
})

t.test('another address counts once its owner has confirmed it; the old one is told', async t => {
  const ada = await createPerson(app)
  const bob = await createPerson(app)
  const { visitor } = await signedIn(app, ada.email)
  const page = await visitor.get('/account/email')
  t.strictSame(errorsOf(await visitor.submit(page, { email: 'nobody' })), ['invalid-email-format'])
  const email = `new-${ada.email}`
  const linkTo = async (to: string) => {
    let link: string | undefined
    await eventually(() => {
      link = app.mailbox
        ?.list()
        .find(mail => mail.to === to && /Confirm/.test(mail.subject))
        ?.text.match(/http\S+/)?.[0]
      return link !== undefined
    })
    return link as string
  }
  await visitor.submit(page, { email: `  ${email.toUpperCase()} ` })
  const link = await linkTo(email)
  t.match(link, `${app.issuer}account/email/confirm?ticket=`)
  t.equal((await app.api('GET', at(ada))).body.email, ada.email, 'not yet')
  const elsewhere = new Visitor(app.issuer)
  const confirm = await elsewhere.get(link)
  await elsewhere.get(link)
  t.match(confirm.body, email)
  t.match(confirm.body, `${ada.email.slice(0, 1)}***@example.com at Lintel`, 'whose account it will belong to')
  t.notMatch(confirm.body, ` ${ada.email}`, 'to who knows it already')
  t.match(confirm.body, 'Confirm only if this account is yours')
  t.equal((await elsewhere.submit(confirm)).status, 200)
  t.match((await app.api('GET', at(ada))).body, { email, email_verified: true })
  t.equal((await elsewhere.submit(confirm)).status, 400, 'once')
  await eventually(() => inbox().some(mail => mail.to === ada.email && mail.text.includes(email)))
  t.equal((await visitor.get('/account')).url.pathname, '/account', 'where she asked she stays signed in')

  // A taken address is answered like any other, and comes to nothing.
  const again = await visitor.submit(await visitor.get('/account/email'), { email: bob.email })
  t.strictSame(errorsOf(again), [])
  const taken = await elsewhere.submit(await elsewhere.get(await linkTo(bob.email)))
  t.equal(taken.status, 400)
  t.equal((await app.api('GET', at(ada))).body.email, email)
})

t.test('her devices: one is signed out, or all others', async t => {
  const ada = await createPerson(app)
  const bob = await createPerson(app)
  const { visitor } = await signedIn(app, ada.email)
  const second = await signedIn(app, ada.email)
  const third = await signedIn(app, ada.email)
  const bobs = await signedIn(app, bob.email)
  const page = await visitor.get('/account/sessions')
  const [first = ''] = valuesOf(page, 'action')
  t.equal(valuesOf(page, 'action').length, 3, 'two others, and all of them')
  await visitor.submit(page, {}, first)
  const signedOut = async () =>
    (await Promise.all([second, third].map(({ visitor }) => visitor.get('/account')))).filter(({ url }) =>
      url.pathname.endsWith('/login'),
    ).length
  t.equal(await signedOut(), 1)
  const [theirs] = await (await storeOf(app)).sessions.listAfter(bob.user_id, undefined, 10, new Date())
  await visitor.submit(page, {}, theirs?.id)
  t.equal((await bobs.visitor.get('/account')).url.pathname, '/account', 'another person’s are not hers to end')
  await visitor.submit(page, {}, 'all')
  t.equal(await signedOut(), 2)
  t.equal((await visitor.get('/account')).url.pathname, '/account')
})

t.test('an authenticator app is added by a code of it, then asked for, and removed', async t => {
  const ada = await createPerson(app)
  await app.api('PUT', '/guardian/factors/otp', { enabled: true })
  const { visitor } = await signedIn(app, ada.email)
  // A session knows the second of its sign-in alone; what is added within that one could have been there before.
  await age(ada, 2)
  const adding = await visitor.submit(await visitor.get('/account/security'), {}, 'add-totp')
  const secret = (adding.body.match(/id="secret">([^<]+)</)?.[1] ?? '').replaceAll(' ', '')
  t.strictSame(errorsOf(await visitor.submit(adding, { code: '000000' })), ['wrong-code'])
  const added = await visitor.submit(adding, { code: await generate({ secret }) })
  t.equal(added.url.pathname, '/account/security', added.body)
  t.match(added.body, /value="totp\|dev_/)
  await eventually(() =>
    inbox().some(({ to, subject }) => to === ada.email && /sign in|authenticator|added/i.test(subject)),
  )

  const later = await signedIn(app, ada.email)
  t.equal(later.page.url.pathname, '/account', 'her name is hers to change')
  const challenged = await later.visitor.get('/account/security')
  t.match(challenged.url.pathname, /mfa/, 'what she signs in by asks for all that she has')
  const code = await generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 })
  const security = await later.visitor.submit(challenged, { code })
  t.equal(security.url.pathname, '/account/security')
  await app.api('PUT', '/guardian/factors/recovery-code', { enabled: true })
  await eventually(async () =>
    (await later.visitor.get('/account/security')).body.includes('value="new-recovery-code"'),
  )
  const kept = await later.visitor.submit(security, {}, 'new-recovery-code')
  t.match(kept.body, /id="recovery-code">[A-Z0-9]{4}(-[A-Z0-9]{4}){5}</)
  const bob = await createPerson(app)
  const bobs = await signedIn(app, bob.email, '/account/security')
  const [id = ''] = valuesOf(security, 'remove')
  await bobs.visitor.submit(bobs.page, { remove: id })
  t.equal((await app.api('GET', `${at(ada)}/authentication-methods`)).body.length, 2, 'not another’s to remove')
  await later.visitor.submit(await later.visitor.get('/account/security'), { remove: id })
  await eventually(() => inbox().some(({ to, subject }) => to === ada.email && /factor was removed/.test(subject)))
  const left = (await app.api('GET', `${at(ada)}/authentication-methods`)).body
  t.strictSame(left, [], 'nor is there a recovery code, which would be all that she is asked for')
})

t.test('a security key is added where the tenant asks for any, for her alone', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const { visitor, page } = await signedIn(app, ada.email, '/account/security')
  t.notMatch(page.body, 'data-webauthn')
  const { hostname: rpId, origin } = new URL(app.issuer)
  const key = new SoftwareKey()
  const ceremonyOf = ({ body }: Visited) =>
    JSON.parse((body.match(/data-webauthn="([^"]*)"/)?.[1] ?? '').replaceAll('&quot;', '"'))
  const add = (by: typeof visitor, from: Visited, { challenge }: { challenge: string }, type = 'webauthn-roaming') =>
    by.submit(from, { type, credential: JSON.stringify(key.create({ challenge, origin, rpId })) }, 'webauthn')
  await app.api('PUT', '/guardian/factors/webauthn-roaming', { enabled: true })
  await eventually(async () => (await visitor.get('/account/security')).body.includes('data-webauthn'))
  await age(ada, 2)
  const offered = await visitor.get('/account/security')
  const ceremony = ceremonyOf(offered)
  const bobs = await signedIn(app, bob.email, '/account/security')
  t.same(errorsOf(await add(bobs.visitor, bobs.page, ceremony)), ['webauthn-failed'], 'not by another’s ceremony')
  const kept = async () => (await app.api('GET', `${at(ada)}/authentication-methods`)).body
  for (const type of ['passkey', 'webauthn-platform', '']) await add(visitor, offered, ceremony, type)
  t.same(await kept(), [], 'nothing that is not offered')
  const added = await add(visitor, offered, ceremony)
  t.same([added.url.pathname, errorsOf(added)], ['/account/security', []])
  t.match(await kept(), [{ type: 'webauthn-roaming', confirmed: true }])
  t.same(errorsOf(await add(visitor, offered, ceremony)), ['webauthn-failed'], 'once')
  await age(ada)
  t.match((await visitor.get('/account/security')).url.pathname, /\/login$/, 'by a sign-in of a few minutes ago')
  await app.api('PUT', '/guardian/factors/webauthn-roaming', { enabled: false })
})

t.test('applications: what each may do, in the words of the API, and an end of it', async t => {
  const ada = await createPerson(app)
  const shop = await createClient(app, { name: 'Shop' })
  const orders = { name: 'Orders', identifier: 'https://orders.example/' }
  const scopes = [{ value: 'read:orders', description: 'Read <your> orders' }, { value: 'write:orders' }]
  const { id } = (await app.api('POST', '/resource-servers', { ...orders, scopes })).body
  const store = await storeOf(app)
  const hers = { user_id: ada.user_id, client_id: shop.client_id }
  await store.consents.add(
    [
      { ...hers, resource_server_id: id, scope: ['read:orders', 'write:orders'] },
      { ...hers, resource_server_id: null, scope: ['email'] },
    ],
    new Date(),
  )
  const { visitor, page } = await signedIn(app, ada.email, '/account/apps')
  t.match(page.body, 'Shop')
  for (const line of ['Read &lt;your&gt; orders', 'write:orders', 'See your email address']) t.match(page.body, line)
  t.notMatch((await visitor.submit(page, {}, shop.client_id)).body, 'Shop')
  t.strictSame(await store.consents.list({ user_id: ada.user_id }, { limit: 10, offset: 0 }), [])
})

t.test('linked accounts', async t => {
  const [ada, second] = [await createPerson(app), await createPerson(app)]
  await app.api('POST', `${at(ada)}/identities`, { provider: 'auth0', user_id: second.user_id.replace('auth0|', '') })
  const { visitor, page } = await signedIn(app, ada.email, '/account/identities')
  t.match(page.body, second.email)
  await visitor.submit(page, {}, ada.user_id)
  t.equal((await app.api('GET', at(ada))).body.identities.length, 2, 'the first one stays')
  await visitor.submit(page, {}, second.user_id)
  t.equal((await app.api('GET', at(ada))).body.identities.length, 1)
})

t.test('her data as a file, without what is not hers to see; and the end of her account', async t => {
  const ada = await createPerson(app)
  await app.api('PATCH', at(ada), { app_metadata: { plan: 'secret' }, user_metadata: { colour: 'blue' } })
  const { visitor, page } = await signedIn(app, ada.email, '/account/data')
  const file = await visitor.get('/account/data/download')
  t.match(file.headers.get('content-disposition'), 'attachment')
  t.match(JSON.parse(file.body), { profile: { email: ada.email, user_metadata: { colour: 'blue' } }, sessions: [{}] })
  t.notMatch(file.body, /secret|password_hash|argon2/)
  t.strictSame(errorsOf(await visitor.submit(page, { confirm: 'yes' })), ['not-confirmed'])
  t.equal((await app.api('GET', at(ada))).status, 200)
  const gone = await visitor.submit(page, { confirm: ada.email })
  t.match(titleOf(gone), 'deleted')
  t.equal((await app.api('GET', at(ada))).status, 404)
  t.match((await visitor.get('/account')).url.pathname, /\/login$/)
})

t.test('who is blocked sees nothing', async t => {
  const ada = await createPerson(app)
  const { visitor } = await signedIn(app, ada.email)
  await app.api('PATCH', at(ada), { blocked: true })
  t.match((await visitor.get('/account')).url.pathname, /\/login$/)
})
