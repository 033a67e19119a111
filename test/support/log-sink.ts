// Where a log stream is sent: a server on loopback that keeps what it was sent, and answers as it is told.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { eventually } from './eventually.ts'

export type Sent = { path: string; headers: IncomingHttpHeaders; body: string }

export class LogSink {
  /** every request, whatever it was answered */
  readonly sent: Sent[] = []
  /** those that were answered 200 */
  readonly accepted: Sent[] = []
  origin = ''
  /** what is answered next, request by request; `otherwise` when nothing is left */
  readonly statuses: number[] = []
  otherwise = 200
  /** lines; more are answered 413 */
  most = Number.POSITIVE_INFINITY
  /** until it resolves, nothing is answered */
  held: Promise<void> | undefined

  url(path = '/logs'): string {
    return `${this.origin}${path}`
  }

  /** What has arrived at this path, event by event. */
  logs(path = '/logs'): { log_id: string; data: { [field: string]: unknown } }[] {
    return this.accepted
      .filter(sent => sent.path === path)
      .flatMap(({ body }) =>
        body
          .trimEnd()
          .split('\n')
          .map(line => JSON.parse(line)),
      )
  }

  /** The descriptions of what has arrived, when the last of them is this one. */
  async descriptionsUntil(description: string, path = '/logs'): Promise<unknown[]> {
    const seen = () => this.logs(path).map(({ data }) => data.description)
    await eventually(() => seen().includes(description))
    return seen()
  }
}

/** Ends with the test. */
export async function startLogSink(t: Test): Promise<LogSink> {
  const sink = new LogSink()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const sent = { path: request.url ?? '', headers: request.headers, body }
    sink.sent.push(sent)
    await sink.held
    const tooMuch = body.trimEnd().split('\n').length > sink.most
    const status = sink.statuses.shift() ?? (tooMuch ? 413 : sink.otherwise)
    if (status === 200) sink.accepted.push(sent)
    response.writeHead(status, status === 302 ? { location: sink.url('/elsewhere') } : {}).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  sink.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return sink
}
