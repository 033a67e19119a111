import t from 'tap'
import { LANGUAGES } from '../../src/http/languages.ts'
import { newClientSecret } from '../../src/ids.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { createPasswordless } from '../support/passwordless.ts'
import { codeIn, createClient, createPerson, PASSWORD, visit } from '../support/scene.ts'
import { statementsOf, untilFactsAreKept } from '../support/statements.ts'
import { errorsOf, linkOf, titleOf, type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app)
let networks = 0
/** Somebody whose browser wants this language. */
const reader = (accept_language = '*') =>
  new Visitor(app.issuer, { 'accept-language': accept_language, 'x-forwarded-for': `198.51.100.${++networks}` })
const languageOf = (page: Visited) => page.body.match(/<html lang="([^"]*)"/)?.[1]
const at = async (visitor: Visitor, params: { [name: string]: string } = {}) =>
  (await visit(app, client, params, visitor)).page
const spoken = async () =>
  ((await (await app.fetch('/.well-known/openid-configuration')).json()) as { ui_locales_supported: string[] })
    .ui_locales_supported
async function enable(enabled_locales: string[] | null): Promise<void> {
  await app.api('PATCH', '/tenants/settings', { enabled_locales })
  await eventually(async () => `${await spoken()}` === `${enabled_locales ?? LANGUAGES}`)
}

t.test('a page is in the language that the app asks for, else in the browser’s, else in the tenant’s', async t => {
  const german = await at(reader('fr, en;q=0.5'), { ui_locales: 'tlh de-AT es' })
  t.equal(languageOf(german), 'de')
  t.equal(titleOf(german), 'Anmelden')
  t.equal(languageOf(await at(reader('tlh, pt-PT;q=0.9, en;q=0.8'), { ui_locales: 'tlh' })), 'pt-BR')
  t.equal(languageOf(await at(reader('tlh'))), 'en')
  const arabic = await at(reader('ar-EG'))
  t.match(arabic.body, '<html lang="ar" dir="rtl">')
  t.equal(titleOf(arabic), 'تسجيل الدخول')
})

t.test('errors, and the pages that follow, keep to it', async t => {
  const visitor = reader()
  const page = await at(visitor, { ui_locales: 'it' })
  const wrong = await visitor.submit(page, { username: 'nobody@example.com', password: '' })
  t.same(errorsOf(wrong), ['no-password'])
  t.match(wrong.body, 'Inserisci la tua password.')
  const forgotten = await visitor.submit(wrong, {}, 'forgot')
  t.equal(titleOf(forgotten), 'Hai dimenticato la password?')
})

t.test('pages outside of an interaction speak as the browser does', async t => {
  t.equal(titleOf(await reader('nl-BE').get('/activate')), 'Verbind een apparaat')
  t.equal(titleOf(await reader('zh-Hans').get('/u/nothing/here')), '这里什么都没有')
  t.equal(titleOf(await reader('ja').get('/u/reset-verify?ticket=x')), 'このリンクは使えません')
  const refused = await reader('fr').get('/authorize?client_id=nobody')
  t.equal(refused.status, 400)
  t.equal(titleOf(refused), 'Cette demande ne peut pas aboutir')
  t.equal(languageOf(await reader('fr').get('/authorize?client_id=nobody&ui_locales=es')), 'es')
  t.equal(languageOf(await reader('fr').get('/oidc/logout?ui_locales=pt')), 'pt-BR')
})

t.test('who picks a language keeps it, without script', async t => {
  const visitor = reader('en')
  const page = await at(visitor)
  const spanish = await visitor.get(linkOf(page, 'Español'))
  t.equal(titleOf(spanish), 'Iniciar sesión')
  t.match(spanish.body, /lang="es" hreflang="es" aria-current="true"/)
  const [cookie] = spanish.headers.getSetCookie().filter(line => line.startsWith('lintel_language'))
  t.match(cookie, /^lintel_language=es; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/)
  t.equal(languageOf(await at(visitor)), 'es')
  t.equal(languageOf(await visitor.get('/activate')), 'es')
  const wrong = await visitor.submit(spanish, { username: '', password: '' })
  t.equal(languageOf(await visitor.get(linkOf(wrong, 'Nederlands'))), 'nl', 'from a page that answered a form, too')
})

t.test('a pick stands against the app’s wish, until the app wishes for another', async t => {
  const visitor = reader('en')
  const french = await at(visitor, { ui_locales: 'fr' })
  t.equal(languageOf(french), 'fr')
  t.equal(languageOf(await visitor.get(linkOf(french, 'Deutsch'))), 'de')
  t.equal(languageOf(await at(visitor, { ui_locales: 'fr' })), 'de')
  t.equal(languageOf(await at(visitor, { ui_locales: 'it' })), 'it')
  t.equal(languageOf(await at(visitor)), 'de')
})

t.test('the picker’s links lead to the same page, with what it was asked for', async t => {
  const page = await reader().get('/activate?user_code=BCDF-GHJK')
  const link = linkOf(page, 'Italiano')
  t.equal(`${link.origin}/`, app.issuer)
  t.equal(link.pathname, '/activate')
  t.same(
    [...link.searchParams],
    [
      ['user_code', 'BCDF-GHJK'],
      ['lang', 'it'],
    ],
  )
  const elsewhere = await reader().fetch(`${new URL(app.issuer).origin}//evil.example/x`)
  t.notMatch(elsewhere.body, /href="\/\/evil/, 'and nowhere else')
})

t.test('what asks for a language is neither trusted nor repeated', async t => {
  const hostile = `"><script>alert(1)</script>`
  for (const [name, page] of Object.entries({
    ui_locales: await at(reader(), { ui_locales: hostile }),
    'ui_locales in a query': await reader().get(`/authorize?client_id=x&ui_locales=${encodeURIComponent(hostile)}`),
    pick: await reader().get(`/activate?lang=${encodeURIComponent(hostile)}`),
    'the header': await reader('"><script>alert(1)</script>, de;q=x').get('/activate'),
    'many of them': await at(reader(), { ui_locales: 'tlh '.repeat(1_500) }),
  })) {
    t.equal(languageOf(page), 'en', name)
    t.notMatch(page.body, '<script>alert', name)
  }
  const twice = await reader().get('/activate?lang=de&lang=fr')
  t.equal(twice.status, 200)
  const planted = reader()
  planted.headers.cookie = 'lintel_language=../../etc.%3Cscript%3E'
  t.equal(languageOf(await planted.get('/activate')), 'en')
})

t.test('a tenant’s languages are those that it enables, its own first', async t => {
  t.teardown(() => enable(null))
  await enable(['fr', 'ar'])
  const page = await at(reader('de'), { ui_locales: 'es' })
  t.equal(languageOf(page), 'fr')
  t.throws(() => linkOf(page, 'Español'))
  t.equal(languageOf(await at(reader('ar'))), 'ar')
  t.equal(languageOf(await reader().get('/activate?lang=de')), 'fr', 'a pick is one of them')
  t.same(await spoken(), ['fr', 'ar'])
  await enable(['fr'])
  t.notMatch((await at(reader())).body, 'hreflang', 'nothing to pick')
})

t.test('the discovery document names all there are', async t => {
  t.same(await spoken(), LANGUAGES)
})

t.test('a mail is in the language of the request that caused it, and so is the page that its link opens', async t => {
  const person = await createPerson(app)
  const visitor = reader()
  const page = await at(visitor, { ui_locales: 'ar' })
  const request = await visitor.submit(page, {}, 'forgot')
  await visitor.submit(request, { email: person.email })
  const [mail] = await mailsTo(app, person.email)
  t.equal(mail?.subject, 'اختر كلمة مرور جديدة')
  t.match(mail?.html, '<html lang="ar" dir="rtl">')
  const elsewhere = reader('en')
  const form = await elsewhere.get(linkIn(mail))
  t.equal(languageOf(form), 'ar')
  const done = await elsewhere.submit(form, {
    'password-reset': `${PASSWORD} 2`,
    're-enter-password': `${PASSWORD} 2`,
  })
  t.equal(titleOf(done), 'تم تغيير كلمة المرور')
  t.equal(languageOf(done), 'ar')
  t.equal((await mailsTo(app, person.email, 2))[1]?.subject, 'تم تغيير كلمة مرورك', 'also what follows from it')
})

t.test('a mail that nobody’s browser caused is in the tenant’s own', async t => {
  t.teardown(() => enable(null))
  await enable(['de', 'en'])
  const person = await createPerson(app, { email_verified: false })
  await app.api('POST', '/jobs/verification-email', { user_id: person.user_id })
  t.equal((await mailsTo(app, person.email))[0]?.subject, 'Bestätigen Sie Ihre E-Mail-Adresse')
})

t.test('what asks by API says its language in a header', async t => {
  const person = await createPerson(app)
  await app.fetch('/dbconnections/change_password', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-language': 'nl' },
    body: JSON.stringify({
      client_id: client.client_id,
      email: person.email,
      connection: 'Username-Password-Authentication',
    }),
  })
  t.equal((await mailsTo(app, person.email))[0]?.subject, 'Kies een nieuw wachtwoord')
})

t.test('a code that is asked for by API comes in the language of who asked', async t => {
  const client_secret = newClientSecret()
  const backend = await createClient(app, {
    client_secret,
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['http://auth0.com/oauth/grant-type/passwordless/otp'],
  })
  await createPasswordless(app, 'email', [backend])
  const response = await app.fetch('/passwordless/start', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'it' },
    body: JSON.stringify({
      client_id: backend.client_id,
      client_secret,
      connection: 'email',
      email: 'sofia@example.com',
      send: 'code',
    }),
  })
  t.equal(response.status, 200, await response.text())
  t.match((await mailsTo(app, 'sofia@example.com'))[0]?.subject, /^Il tuo codice per /)
})

t.test('no language costs a statement', async t => {
  const visitor = reader('de')
  const page = await at(visitor, { ui_locales: 'fr es' })
  await untilFactsAreKept(app)
  await visitor.get(page.url)
  const reads = await statementsOf(app, () => visitor.get(page.url))
  t.ok(reads.length <= 1, `${reads}`)
})

t.test('a whole sign-in goes through in every language', async t => {
  const person = await createPerson(app)
  for (const language of LANGUAGES) {
    const visitor = reader()
    const page = await at(visitor, { ui_locales: language })
    t.equal(languageOf(page), language)
    t.ok(codeIn(await visitor.submit(page, { username: person.email, password: PASSWORD })), language)
  }
})
