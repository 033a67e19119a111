// What an agent needs before anybody has heard of it: a tenant that lets it register, an API that is granted to third parties, and a host for
// the document that describes it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import type { ResourceServer } from '../../src/store/resource-servers.ts'
import type { JsonObject } from '../../src/store/schema.ts'
import type { Answer, Protocol } from './protocol.ts'
import { localhostTls } from './tls.ts'

/** Tenant settings, and the people that a third party's client may sign in. */
export async function letAgentsIn(protocol: Protocol, settings: JsonObject): Promise<void> {
  await protocol.store.settings.update(settings, new Date())
  await protocol.store.connections.update(protocol.connection_id, { is_domain_connection: true }, new Date())
  await protocol.settled()
}

/** Says that every third party's client may ask users for scopes of this API. */
export async function grantToThirdParties(
  { store }: Protocol,
  { id }: ResourceServer,
  scope?: string[],
): Promise<void> {
  await store.client_grants.create(
    {
      id: newClientGrantId(),
      default_for: 'third_party_clients',
      resource_server_id: id,
      subject_type: 'user',
      scope: scope ?? [],
      allow_all_scopes: scope === undefined,
    },
    new Date(),
  )
}

export async function sendJson(
  { app }: Protocol,
  method: string,
  path: string,
  body?: unknown,
  headers: { [name: string]: string } = {},
): Promise<Answer> {
  const response = await app.fetch(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = undefined
  }
  return { status: response.status, headers: response.headers, body: parsed, text }
}

export const register = (protocol: Protocol, metadata: unknown, headers: { [name: string]: string } = {}) =>
  sendJson(protocol, 'POST', '/oidc/register', metadata, headers)

export type DocumentHost = {
  origin: string
  /** how often something was asked for */
  asked: number
  /** by path: what it answers; the client_id is the URL itself unless the document says otherwise */
  documents: { [path: string]: object | ((request: IncomingMessage, response: ServerResponse) => void) }
  url(path: string): string
}

/** Ends with the test. */
export async function hostDocuments(t: Test, { https = false } = {}): Promise<DocumentHost> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    host.asked++
    const document = host.documents[request.url ?? '']
    if (typeof document === 'function') return document(request, response)
    if (!document) return response.writeHead(404).end()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ client_id: host.url(request.url ?? ''), ...document }))
  }
  const server = https ? createTlsServer(localhostTls(), answer) : createServer(answer)
  await new Promise<void>(resolve => server.listen(0, https ? 'localhost' : '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const origin = https ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
  const host: DocumentHost = { origin, asked: 0, documents: {}, url: path => `${origin}${path}` }
  return host
}
