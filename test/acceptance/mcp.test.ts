// The client of the MCP SDK, which has never heard of Lintel, finds its way from an MCP server's refusal to a token for that server.

import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import { decodeJwt } from 'jose'
import t from 'tap'
import { hostDocuments } from '../support/agents.ts'
import { createTestApp } from '../support/app.ts'
import { startMcpServer, type TestMcpServer } from '../support/mcp-server.ts'
import { configure, createPerson, databaseConnection, PASSWORD } from '../support/scene.ts'
import { type Visited, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const SCOPES = ['weather:read']
const server = await startMcpServer(t, app.issuer, SCOPES)
const other = await startMcpServer(t, app.issuer, SCOPES)
const bare = await startMcpServer(t, app.issuer, [])

const connection = await databaseConnection(app)
const api = async (method: string, path: string, body: object) => {
  const answer = await app.api(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
await configure(app, async () => {
  await api('PATCH', '/tenants/settings', {
    flags: { enable_dynamic_client_registration: true },
    client_id_metadata_document_supported: true,
  })
  await api('PATCH', `/connections/${connection.id}`, { is_domain_connection: true })
  for (const [name, { url }, scopes] of [
    ['Weather', server, SCOPES],
    ['Elsewhere', other, SCOPES],
    ['Bare', bare, []],
  ] as const) {
    await api('POST', '/resource-servers', {
      name,
      identifier: url,
      scopes: scopes.map(value => ({ value, description: 'Read the weather' })),
    })
    await api('POST', '/client-grants', {
      audience: url,
      default_for: 'third_party_clients',
      subject_type: 'user',
      scope: scopes,
    })
  }
})

const CALLBACK = 'http://127.0.0.1:9/callback'

/** What an agent keeps about itself. */
class Agent implements OAuthClientProvider {
  asked: URL | undefined
  information: OAuthClientInformationMixed | undefined
  kept: OAuthTokens | undefined
  verifier = ''
  clientMetadataUrl?: string
  readonly redirectUrl = CALLBACK
  readonly clientMetadata = {
    client_name: 'Agent Smith',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  }
  state = () => 'state'
  clientInformation = () => this.information
  saveClientInformation = (information: OAuthClientInformationMixed) => {
    this.information = information
  }
  tokens = () => this.kept
  saveTokens = (tokens: OAuthTokens) => {
    this.kept = tokens
  }
  redirectToAuthorization = (url: URL) => {
    this.asked = url
  }
  saveCodeVerifier = (verifier: string) => {
    this.verifier = verifier
  }
  codeVerifier = () => this.verifier
}

const connect = async (agent: Agent, { url }: TestMcpServer) => {
  const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: agent })
  const client = new Client({ name: 'agent', version: '1.0.0' })
  return { transport, client, connected: client.connect(transport as never) }
}

/** A person signs in and allows it; answers what the consent page showed, and the code. */
async function allow(agent: Agent, email: string): Promise<{ consent: Visited; code: string }> {
  const visitor = new Visitor(app.issuer)
  const page = await visitor.get(agent.asked as URL)
  const consent = await visitor.submit(page, { username: email, password: PASSWORD })
  const done = await visitor.submit(consent, {}, 'accept')
  const callback = new URL(done.headers.get('location') ?? 'nowhere:', done.url)
  const code = callback.searchParams.get('code')
  if (code === null || !callback.href.startsWith(CALLBACK)) throw new Error(`no code: ${callback.href}`)
  return { consent, code }
}

async function connectedAgent(agent: Agent, to: TestMcpServer, email: string) {
  const first = await connect(agent, to)
  const refused = await first.connected.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(refused instanceof UnauthorizedError)) throw new Error('it was let in, or failed', { cause: refused })
  const { consent, code } = await allow(agent, email)
  await first.transport.finishAuth(code)
  const second = await connect(agent, to)
  await second.connected
  const { content } = await second.client.callTool({ name: 'whoami' })
  await second.client.close()
  return { consent, says: JSON.parse((content as { text: string }[])[0]?.text ?? '{}') }
}

const mcp = (url: string, token: string) =>
  fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  })

t.test('an agent that registers gets a token for the one MCP server that its user allowed', async t => {
  const ada = await createPerson(app)
  const agent = new Agent()
  const { consent, says } = await connectedAgent(agent, server, ada.email)
  t.match(says, { sub: ada.user_id, client_id: agent.information?.client_id })
  t.match(agent.information, { client_id: /^tpc_/, client_name: 'Agent Smith', client_id_issued_at: Number })

  const { searchParams } = agent.asked as URL
  t.equal(searchParams.get('resource'), server.url)
  t.equal(searchParams.get('code_challenge_method'), 'S256')
  t.equal(consent.url.pathname.split('/').at(-1), 'consent')
  for (const words of ['Agent Smith', 'not verified', 'Weather', server.url, 'Read the weather', 'on this device'])
    t.match(consent.body, words)

  const { access_token } = agent.kept as OAuthTokens
  const claims = decodeJwt(access_token)
  t.match(claims, { aud: server.url, scope: 'weather:read', azp: agent.information?.client_id })
  t.equal((await mcp(server.url, access_token)).status, 200)
  t.equal((await mcp(other.url, access_token)).status, 401, 'nothing to another')
  t.equal((await mcp(bare.url, access_token)).status, 401)
  const management = await app.fetch('/api/v2/users', { headers: { authorization: `Bearer ${access_token}` } })
  t.equal(management.status, 401, 'nor to the Management API')
  t.match(management.headers.get('www-authenticate'), 'resource_metadata=')
  const userinfo = await app.fetch('/userinfo', { headers: { authorization: `Bearer ${access_token}` } })
  t.equal(userinfo.status, 401, 'nor does it tell who the user is')
})

t.test('an agent whose client_id is its document needs no registration', async t => {
  const host = await hostDocuments(t, { https: true })
  const agent = new Agent()
  agent.clientMetadataUrl = host.url('/agent.json')
  host.documents['/agent.json'] = agent.clientMetadata
  const grace = await createPerson(app)
  const { consent, says } = await connectedAgent(agent, server, grace.email)
  t.same(says, { sub: grace.user_id, client_id: agent.clientMetadataUrl })
  t.match(consent.body, new URL(host.origin).host, 'the page says where it describes itself')
  t.match(decodeJwt((agent.kept as OAuthTokens).access_token), { azp: agent.clientMetadataUrl, aud: server.url })
})

t.test('an MCP server without scopes is one too', async t => {
  const alan = await createPerson(app)
  const agent = new Agent()
  const { consent, says } = await connectedAgent(agent, bare, alan.email)
  t.equal(says.sub, alan.user_id)
  t.match(consent.body, bare.url)
  t.equal((await mcp(server.url, (agent.kept as OAuthTokens).access_token)).status, 401)
})

t.test('who declines is not signed in', async t => {
  const edsger = await createPerson(app)
  const agent = new Agent()
  const { connected } = await connect(agent, server)
  await t.rejects(connected, /Unauthorized/)
  const visitor = new Visitor(app.issuer)
  const consent = await visitor.submit(await visitor.get(agent.asked as URL), {
    username: edsger.email,
    password: PASSWORD,
  })
  const done = await visitor.submit(consent, {}, 'deny')
  t.equal(new URL(done.headers.get('location') ?? '').searchParams.get('error'), 'access_denied')
})

t.test('a registered agent asks for nothing that is not granted to third parties', async t => {
  const agent = new Agent()
  const { connected } = await connect(agent, server)
  await t.rejects(connected, /Unauthorized/)
  const closed = await app.api('POST', '/resource-servers', {
    name: 'Closed',
    identifier: 'https://closed.example/mcp',
  })
  t.equal(closed.status, 201)
  const barbara = await createPerson(app)
  for (const resource of ['https://closed.example/mcp', `${app.issuer}api/v2/`, 'https://nobody.example/']) {
    const url = new URL(agent.asked as URL)
    url.searchParams.set('resource', resource)
    const visitor = new Visitor(app.issuer)
    let page = await visitor.get(url)
    if (page.headers.get('location') === null)
      page = await visitor.submit(page, { username: barbara.email, password: PASSWORD })
    const location = new URL(page.headers.get('location') ?? '', page.url)
    t.match(location.searchParams.get('error'), /access_denied|invalid_target/, resource)
  }
})
