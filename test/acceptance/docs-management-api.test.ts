// docs/management-api.md: each resource has its three examples, and each prints what the page says.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import t from 'tap'
import { ADMIN } from '../support/app.ts'
import { createRunner, examplesOf, isPrinted } from '../support/examples.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'
import { localhostTls } from '../support/tls.ts'

const tls = localhostTls()
const protocol = await createProtocol(t, { tls })
const { app } = protocol
const page = await readFile(path.join(import.meta.dirname, '../../docs/management-api.md'), 'utf8')
const examples = examplesOf(page)

t.test('every resource has an example for curl, for TypeScript and for the SDK', async t => {
  const { paths } = (await (await app.fetch('/api/v2/openapi.json')).json()) as { paths: object }
  const resources = new Set(Object.keys(paths).map(path => path.split('/')[1] as string))
  for (const resource of resources)
    t.same(
      [...new Set(examples.filter(({ section }) => section === resource).map(({ language }) => language))],
      ['curl', 'TypeScript', 'auth0 SDK'],
      resource,
    )
})

t.test('what is printed is compared to the letter, but for …', async t => {
  t.ok(isPrinted('{"id":"rol_…","a":[1],…}\n', '{"id":"rol_x","a":[1],"b":2}'))
  for (const printed of ['{"id":"rol_x","a":[2],"b":2}', '{"id":"rol_x","a":[1],"b":2} and more', ''])
    t.notOk(isPrinted('{"id":"rol_…","a":[1],…}\n', printed), printed)
})

t.test('every example works, and prints what the page says', async t => {
  const ada = await protocol.createUser({ email: 'ada@example.com' })
  const shop = await protocol.createClient({ name: 'Shop', app_type: 'regular_web' })
  const { body } = await protocol.tokens(shop, ada)
  const consent = { user_id: ada.user_id, client_id: shop.client_id, resource_server_id: null, scope: ['openid'] }
  await protocol.store.consents.add([consent], new Date())
  const ca = path.join(t.testdir({ 'ca.pem': tls.cert }), 'ca.pem')
  const { run } = await createRunner(t, {
    CURL_CA_BUNDLE: ca,
    LINTEL_URL: app.issuer.slice(0, -1),
    ADMIN_CLIENT_ID: ADMIN.client_id,
    ADMIN_CLIENT_SECRET: ADMIN.client_secret,
    TOKEN: await app.adminToken(),
    USER_ID: ada.user_id,
    CLIENT_ID: shop.client_id,
    CONNECTION_ID: protocol.connection_id,
    SESSION_ID: claimsOf(body.id_token).sid as string,
  })
  for (const example of examples) {
    const { section, language, prints } = example
    const { printed, failed } = await run(example)
    const name = `${section}, ${language}`
    t.equal(failed, undefined, `${name} succeeds`)
    if (prints !== undefined) t.ok(isPrinted(prints, printed), `${name} prints what the page says`, { prints, printed })
  }
})
