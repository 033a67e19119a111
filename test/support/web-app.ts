// An app's own origin, a second one on loopback: answers whatever path with what the test gives it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export type WebApp = { origin: string /** the URLs that browsers asked for */; asked: URL[] }

/** Ends with the test. @param pages by path; others answer 404 */
export async function startWebApp(
  t: Test,
  pages: { [path: string]: { type: string; body: string | Buffer } },
): Promise<WebApp> {
  const asked: URL[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    asked.push(url)
    const page = pages[url.pathname]
    response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' }).end(page?.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, asked }
}
