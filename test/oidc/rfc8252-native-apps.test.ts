import t from 'tap'
import { letAgentsIn, register } from '../support/agents.ts'
import { CALLBACK, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import type { Visitor } from '../support/visitor.ts'

// RFC 8252, OAuth 2.0 for Native Apps

const p = await createProtocol(t)
await letAgentsIn(p, { dynamic_client_registration: 'open' })
const ada = await p.createUser()
const LOOPBACK = 'http://127.0.0.1/cb'
const SCHEME = 'com.example.agent:/cb'

type Asking = { client: { client_id: string }; browser: Visitor; redirect_uri: string }

const ask = async ({ client, browser, redirect_uri }: Asking, parameters: Parameters = {}): Promise<URL> =>
  (await p.authorized(client, ada, { redirect_uri, scope: 'openid profile', ...parameters }, browser)).callback

async function permit({ browser }: Asking, asked: URL): Promise<URL> {
  const page = { headers: new Headers({ location: asked.href }) } as never
  const finished = await p.door(browser, page, { do: 'consent', granted: true })
  return locationOf(await browser.fetch(finished.headers.get('location') ?? '/nowhere'))
}

t.test('§8.6: a third party’s app on a device gets nothing without its user’s word, each time', async t => {
  const { body: client } = await register(p, {
    client_name: 'Agent',
    redirect_uris: [LOOPBACK, SCHEME, CALLBACK],
    token_endpoint_auth_method: 'none',
  })
  for (const redirect_uri of ['http://127.0.0.1:7777/cb', SCHEME]) {
    const asking = { client, browser: p.browser(), redirect_uri }
    t.ok((await permit(asking, await ask(asking))).searchParams.get('code'), redirect_uri)
    t.match((await ask(asking)).pathname, /^\/u\//, 'again: who is there now may be somebody else')
    const silent = await ask(asking, { prompt: 'none' })
    t.equal(silent.searchParams.get('error'), 'consent_required')
    t.ok((await permit(asking, await ask(asking))).searchParams.get('code'))
  }
  const web = { client, browser: p.browser(), redirect_uri: CALLBACK }
  t.ok((await ask(web)).searchParams.get('code'), 'a host of the web is who it is: asked once')
})

t.test('a first party’s goes on as it did', async t => {
  const client = await p.createClient({ app_type: 'native', callbacks: [LOOPBACK] })
  const asking = { client, browser: p.browser(), redirect_uri: LOOPBACK }
  t.ok((await ask(asking)).searchParams.get('code'))
  t.ok((await ask(asking, { prompt: 'none' })).searchParams.get('code'))
})
