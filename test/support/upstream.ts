// A directory of people elsewhere: answers by the contract of docs/lazy-migration.md on loopback.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export type UpstreamRequest = { authorization: string | undefined; body: { [name: string]: string } }

export class UpstreamDirectory {
  url = ''
  readonly secret = 'a secret between the two of us'
  readonly requests: UpstreamRequest[] = []
  /** by e-mail address or username */
  readonly people = new Map<string, { password: string; profile: { [name: string]: unknown } }>()
  /** what is answered instead, once each */
  readonly instead: { status: number; body?: string }[] = []
  /** Undefined: answers at once. */
  hold: Promise<unknown> | undefined

  /** How often this name was asked for. */
  askedFor(name: string): number {
    return this.requests.filter(({ body }) => body.email === name || body.username === name).length
  }

  answer({ body }: UpstreamRequest): { status: number; body?: string } {
    const other = this.instead.shift()
    if (other) return other
    const person = this.people.get(body.email ?? body.username ?? '')
    if (!person) return { status: 404 }
    if (body.action === 'verify' && body.password !== person.password) return { status: 401 }
    return { status: 200, body: JSON.stringify(person.profile) }
  }
}

/** Ends with the test. */
export async function startUpstream(t: Test): Promise<UpstreamDirectory> {
  const upstream = new UpstreamDirectory()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString() || '{}'
    const asked = { authorization: request.headers.authorization, body: JSON.parse(body) }
    upstream.requests.push(asked)
    await upstream.hold
    const answer = upstream.answer(asked)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/verify`
  return upstream
}
