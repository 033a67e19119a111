// A client's server on loopback that is told of logouts (OpenID Connect Back-Channel Logout).
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import type { Test } from 'tap'
import { eventually } from './eventually.ts'

export type Told = { path: string; type: string | undefined; fields: string[]; token: string }

export class ListeningClient {
  readonly told: Told[] = []
  origin = ''
  /** what is answered next, request by request; 200 when nothing is left */
  readonly statuses: number[] = []

  url(path = '/logout'): string {
    return `${this.origin}${path}`
  }

  /** The tokens for this session, when so many have come. */
  async tokensOf(sid: string, count = 1): Promise<string[]> {
    const tokens = () => this.told.map(({ token }) => token).filter(token => decodeJwt(token).sid === sid)
    await eventually(() => tokens().length >= count)
    return tokens()
  }
}

/** Ends with the test. */
export async function startListeningClient(t: Test): Promise<ListeningClient> {
  const client = new ListeningClient()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    client.told.push({
      path: request.url ?? '',
      type: request.headers['content-type'],
      fields: [...form.keys()],
      token: form.get('logout_token') ?? '',
    })
    response.writeHead(client.statuses.shift() ?? 200).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  client.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return client
}
