// Counts do not depend on the machine: what each flow asks of the database on a warm process. A statement more is a decision, not an accident.
import t from 'tap'
import { ADMIN } from '../support/app.ts'
import { createProtocol } from '../support/protocol.ts'
import { statementsOf, untilFactsAreKept } from '../support/statements.ts'

const protocol = await createProtocol(t)
const { app } = protocol
const client = await protocol.createClient()
const { identifier: audience } = await protocol.createApi()
const person = await protocol.createUser()

const { browser, body: first } = await protocol.tokens(client, person, { audience })
const authorize = () => protocol.authorized(client, person, { audience }, browser)
const clientCredentials = () =>
  protocol.token({ grant_type: 'client_credentials', ...ADMIN, audience: `${app.issuer}api/v2/` })

/** The log event apart, which need not be written while the request waits. */
const statements = async (request: () => Promise<unknown>) =>
  (await statementsOf(app, request)).filter(kind => kind !== 'log')

await untilFactsAreKept(app)
await protocol.refresh(client, first.refresh_token)
await clientCredentials()
await authorize()

t.test('discovery and the key set ask nothing', async t => {
  for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
    await protocol.get(path)
    t.same(await statements(() => protocol.get(path)), [])
  }
})

t.test('client credentials ask nothing', async t => {
  t.same(await statements(clientCredentials), [])
})

t.test('a browser that is signed in gets a code: its session read and saved, the grant, the code', async t => {
  t.same(await statements(authorize), ['read', 'write', 'write', 'write'])
})

t.test('a code is exchanged: found with its grant and user, spent, a refresh token stored', async t => {
  const authorized = await authorize()
  const seen = await statements(async () => {
    t.ok((await protocol.redeem(client, authorized)).body.refresh_token)
  })
  t.same(seen, ['read', 'write', 'write'])
})

t.test('a refresh token is exchanged: found with its grant and user, spent and succeeded in one', async t => {
  const { body } = await protocol.redeem(client, await authorize())
  const seen = await statements(async () => {
    t.ok((await protocol.refresh(client, body.refresh_token)).body.refresh_token)
  })
  t.same(seen, ['read', 'write'])
})
