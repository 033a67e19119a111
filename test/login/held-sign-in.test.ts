// A sign-in that was proved, by a browser that has not yet gone on to the app: what ends a user's sessions ends it too.
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { codeIn, createClient, createPerson, databaseConnection, PASSWORD, visit } from '../support/scene.ts'
import { formOf } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app)
const connection = await databaseConnection(app)
const at = ({ user_id }: { user_id: string }) => `/users/${encodeURIComponent(user_id)}`
const identities = ({ user_id }: { user_id: string }) => `${at({ user_id })}/identities`
const idOf = ({ user_id }: { user_id: string }) => user_id.replace('auth0|', '')

/** Answers how the browser goes on. */
async function held(username: string) {
  const { visitor, page } = await visit(app, client)
  const { action, fields } = formOf(page)
  const body = new URLSearchParams({ ...fields, action: 'default', username, password: PASSWORD })
  const { status, headers, url } = await visitor.fetch(action, { method: 'POST', body })
  if (status !== 303) throw new Error(`no sign-in: ${status}`)
  return () => visitor.get(new URL(headers.get('location') ?? '', url))
}

t.test('it goes on by itself', async t => {
  const ada = await createPerson(app)
  t.ok(codeIn(await (await held(ada.email))()))
})

for (const [what, end] of [
  ['a new password', ada => app.api('PATCH', at(ada), { password: 'another correct horse' })],
  ['another address', ada => app.api('PATCH', at(ada), { email: `new-${ada.email}` })],
  ['a block', ada => app.api('PATCH', at(ada), { blocked: true })],
  ['the end of her sessions', ada => app.api('DELETE', `${at(ada)}/sessions`)],
  ['her end', ada => app.api('DELETE', at(ada))],
] as [string, (ada: { user_id: string; email: string }) => Promise<unknown>][])
  t.test(`${what} ends it, and nobody else’s`, async t => {
    const [ada, bob] = [await createPerson(app), await createPerson(app)]
    const goOn = await held(ada.email)
    const goOnAsBob = await held(bob.email)
    await end(ada)
    const page = await goOn()
    t.notOk(codeIn(page))
    t.ok(page.status < 500, `${page.status}`)
    t.ok(codeIn(await goOnAsBob()))
  })

t.test('whoever came by an identity that is unlinked does not become its former owner', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  await app.api('POST', identities(primary), {
    provider: 'auth0',
    user_id: idOf(secondary),
    connection_id: connection.id,
  })
  const goOn = await held(secondary.email)
  await app.api('DELETE', `${identities(primary)}/auth0/${idOf(secondary)}`)
  t.notOk(codeIn(await goOn()))
})
