// Passwords as NIST SP 800-63B-4 §3.1.1.2 and OWASP ASVS 6.2 want them, in the connection that a new tenant begins with.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, PASSWORD, visit } from '../support/scene.ts'
import { errorsOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
let people = 0

async function signUp(password: string) {
  const email = `person${++people}@example.com`
  const { visitor, page } = await visit(app, client, { screen_hint: 'signup' })
  return { email, page: await visitor.submit(page, { email, password }) }
}
async function canSignIn(email: string, password: string): Promise<boolean> {
  const { visitor, page } = await visit(app, client)
  return codeIn(await visitor.submit(page, { username: email, password })) !== undefined
}

t.test('eight characters at least, and none that everybody tries first', async t => {
  for (const [password, error] of [
    ['short 7', 'password-too-weak'],
    ['12345678', 'password-too-common'],
    ['password', 'password-too-common'],
    ['PassWord', 'password-too-common'],
    ['iloveyou', 'password-too-common'],
    ['password123', 'password-too-common'],
    ['qwertyuiop', 'password-too-common'],
  ] as const) {
    const { page } = await signUp(password)
    t.same(errorsOf(page), [error], password)
    const created = await app.api('POST', '/users', {
      connection: 'Username-Password-Authentication',
      email: `admin${people}@example.com`,
      password,
    })
    t.equal(created.status, 400, password)
  }
  const person = await createPerson(app)
  const { body } = await app.api('POST', '/tickets/password-change', { user_id: person.user_id })
  const visitor = new Visitor(app.issuer)
  const chosen = { 'password-reset': '12345678', 're-enter-password': '12345678' }
  t.same(errorsOf(await visitor.submit(await visitor.get(body.ticket), chosen)), ['password-too-common'])
  t.ok(await canSignIn(person.email, PASSWORD))
})

t.test('any characters, as many as one likes, taken as they are', async t => {
  for (const password of [
    'only lower case letters',
    '🂡🂢🂣🂤🂥🂦🂧🂨',
    '  spaces around  ',
    'x'.repeat(71) + 'y'.repeat(60),
    "'; drop table users; --",
    '<script>alert(1)</script>',
    'p%61ssw%6Frd+&=?',
  ]) {
    const { email, page } = await signUp(password)
    t.ok(codeIn(page), password)
    t.ok(await canSignIn(email, password), password)
    t.notOk(await canSignIn(email, `${password}x`), 'no more than it is')
    t.notOk(await canSignIn(email, password.slice(0, -1)), 'and no less')
    t.notOk(await canSignIn(email, password.toUpperCase() === password ? `${password} ` : password.toUpperCase()))
  }
})

t.test('a password manager can do its work', async t => {
  const { visitor, page } = await visit(app, client)
  for (const [shown, autocomplete] of [
    [page, 'current-password'],
    [await visitor.get(page.url.pathname.replace(/login$/, 'signup')), 'new-password'],
  ] as const) {
    const [field = ''] = shown.body.match(/<input[^>]*type="password"[^>]*>/) ?? []
    t.match(field, `autocomplete="${autocomplete}"`)
    t.notMatch(field, /maxlength|onpaste|readonly/)
  }
})
