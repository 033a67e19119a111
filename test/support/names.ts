// Names for tests: a DNS server of one's own, and *.localhost on this machine (RFC 6761 §6.3; the system's resolver need not know it).
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import DNS from 'dns2'
import type { Test } from 'tap'

const isLocal = (host: string) => host.endsWith('.localhost')
const HERE = { address: '127.0.0.1', family: 4 }

/** From here on this process finds every *.localhost on this machine. */
export function resolveLocalNames(): void {
  const { lookup } = dns
  const { lookup: promised } = dns.promises
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of node:dns
  const double = (host: string, options: any, callback: any) => {
    if (!isLocal(host)) return lookup(host, options, callback)
    const answer = callback ?? options
    return options.all ? answer(null, [HERE]) : answer(null, HERE.address, HERE.family)
  }
  Object.assign(dns, { lookup: double })
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of node:dns
  const doublePromised = async (host: string, options: any) => {
    if (!isLocal(host)) return promised(host, options)
    return options?.all ? [HERE] : HERE
  }
  Object.assign(dns.promises, { lookup: doublePromised })
  syncBuiltinESMExports()
}

/** A DNS server on loopback. What it was not told is not there; to a name that is `broken` it says SERVFAIL. */
export async function openDns(t: Test): Promise<{ address: string; txt: Map<string, string[]>; broken: Set<string> }> {
  const txt = new Map<string, string[]>()
  const broken = new Set<string>()
  const server = DNS.createServer({
    udp: true,
    handle: (request, send) => {
      const response = DNS.Packet.createResponseFromRequest(request)
      const [question] = request.questions
      const name = question?.name.toLowerCase() ?? ''
      const known = txt.get(name)
      if (broken.has(name)) response.header.rcode = 2
      else if (!known) response.header.rcode = 3
      else
        for (const data of known)
          response.answers.push({ name, type: DNS.Packet.TYPE.TXT, class: DNS.Packet.CLASS.IN, ttl: 1, data } as never)
      send(response)
    },
  })
  const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } })
  t.teardown(() => server.close())
  return { address: `127.0.0.1:${(udp as { port: number }).port}`, txt, broken }
}
