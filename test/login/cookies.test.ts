import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { createClient, createPerson, signIn, visit } from '../support/scene.ts'
import { localhostTls } from '../support/tls.ts'

t.test('over https every cookie is Secure and HttpOnly, and the ones for the whole site are __Host-', async t => {
  const app = await createTestApp(t, { tls: localhostTls() })
  const client = await createClient(app)
  const { visitor } = await signIn(app, client, await createPerson(app))
  await visit(app, client, { prompt: 'login' }, visitor)
  const cookies = [...visitor.cookies.values()]
  t.ok(cookies.length >= 4)
  for (const { name, path, attributes } of cookies) {
    t.match(attributes, /\bSecure\b/i, name)
    t.match(attributes, /\bHttpOnly\b/i, name)
    t.match(attributes, /\bSameSite=(Lax|None)\b/i, name)
    t.notMatch(attributes, /\bDomain=/i, name)
    if (path === '/') t.match(name, /^__Host-/)
  }
})
