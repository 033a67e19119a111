// What Lintel fetches on somebody's behalf (keys, metadata documents, logout and notification URLs). An address that a stranger names must not
// reach what only this machine can (SSRF): a name is resolved once and the connection goes to the address that was judged, so that a second
// answer of the resolver (DNS rebinding) changes nothing. Private networks only where the operator allows them; plain http only there.
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP } from 'node:net'

export type OutboundRequest = {
  method?: 'GET' | 'POST'
  headers?: { [name: string]: string }
  body?: string
  /** of the answer's body */
  max_bytes?: number
  /** for the whole of it */
  timeout_ms?: number
}
declare module 'fastify' {
  interface FastifyInstance {
    outbound: Outbound
  }
}

/** A redirect is an answer like any other: it is not followed. */
export type OutboundAnswer = { status: number; headers: Headers; body: Buffer }
export type Outbound = (url: string, request?: OutboundRequest) => Promise<OutboundAnswer>

/** The message is for an operator's log; it holds the host, never the whole URL. */
export class OutboundError extends Error {
  override name = 'OutboundError'
}

/** Not reachable over the public internet (IANA's special-purpose registries). */
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const DEFAULT_BYTES = 64 * 1024
const DEFAULT_MS = 5_000

/**
 * The system's resolver holds a thread of libuv's small pool until it is answered, and a stranger's name server need not answer. Hashing and
 * signing go by that pool too: a few names must not take all of it.
 */
const LOOKUPS_AT_ONCE = 2

/** Throws when an entry is neither an address nor a network. */
export function networks(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

const holds = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

type Lookup = (host: string) => Promise<LookupAddress[]>

/** Each in its turn. One that nobody waits for any more keeps its place until it is answered, and is not begun if it has not been. */
function inTurn(lookUp: Lookup, most: number): (host: string, signal: AbortSignal) => Promise<LookupAddress[]> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (host, signal) => {
    const { promise: given_up, reject } = Promise.withResolvers<never>()
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    const answered = (async () => {
      while (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
      if (signal.aborted) {
        waiting.shift()?.()
        throw signal.reason
      }
      running++
      try {
        return await lookUp(host)
      } finally {
        running--
        waiting.shift()?.()
      }
    })()
    try {
      return await Promise.race([answered, given_up])
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }
}

const systemLookup: Lookup = host => lookup(host, { all: true })

/** @param allow addresses and networks (`127.0.0.0/8`) that may be reached although they are private */
export function createOutbound(allow: readonly string[], lookUp: Lookup = systemLookup): Outbound {
  const resolved = inTurn(lookUp, LOOKUPS_AT_ONCE)
  const special = networks(SPECIAL)
  const allowed = networks(allow)

  async function addressOf({ hostname, protocol }: URL, signal: AbortSignal): Promise<LookupAddress> {
    const host = hostname.replace(/^\[|\]$/g, '')
    const family = isIP(host)
    const addresses = family === 0 ? await resolved(host, signal) : [{ address: host, family }]
    for (const one of addresses) {
      const isAllowed = holds(allowed, one.address)
      if (isAllowed || (protocol === 'https:' && !holds(special, one.address))) return one
    }
    throw new OutboundError(
      protocol === 'https:'
        ? `${host} is not on the public internet, and LINTEL_OUTBOUND_ALLOW does not name it`
        : `${host} is asked without TLS, which only LINTEL_OUTBOUND_ALLOW's addresses are`,
    )
  }

  return async function outbound(url, { method = 'GET', headers = {}, body, ...limits } = {}) {
    const { max_bytes = DEFAULT_BYTES, timeout_ms = DEFAULT_MS } = limits
    const target = URL.parse(url)
    if (!target || !/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '')
      throw new OutboundError('not an http(s) URL without credentials')
    const signal = AbortSignal.timeout(timeout_ms)
    try {
      const pinned = await addressOf(target, signal)
      return await exchange(target, pinned, { method, headers, body, max_bytes, signal })
    } catch (error) {
      if (error instanceof OutboundError) throw error
      const why = signal.aborted ? `no answer within ${timeout_ms} ms` : (error as Error).message
      throw new OutboundError(`${target.host}: ${why}`, { cause: error })
    }
  }
}

/**
 * Where a connection goes that is not HTTP's, by the same rules.
 * @returns the address to connect to; `trusted`: one of those that the operator allows, also without TLS
 */
export type Pin = (host: string) => Promise<{ address: string; trusted: boolean }>

export function createPin(allow: readonly string[], lookUp: Lookup = systemLookup): Pin {
  const resolved = inTurn(lookUp, LOOKUPS_AT_ONCE)
  const special = networks(SPECIAL)
  const allowed = networks(allow)
  return async host => {
    const family = isIP(host)
    const addresses = family === 0 ? await resolved(host, AbortSignal.timeout(DEFAULT_MS)) : [{ address: host, family }]
    for (const { address } of addresses) {
      if (holds(allowed, address)) return { address, trusted: true }
      if (!holds(special, address)) return { address, trusted: false }
    }
    throw new OutboundError(`${host} is not on the public internet, and LINTEL_OUTBOUND_ALLOW does not name it`)
  }
}

type Exchange = {
  method: string
  headers: { [name: string]: string }
  body: string | undefined
  max_bytes: number
  signal: AbortSignal
}

function exchange(target: URL, pinned: LookupAddress, { body, max_bytes, ...rest }: Exchange): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? https : http).request(target, {
      ...rest,
      // A connection of its own: none that was opened for another name or another judgement.
      agent: false,
      lookup: (_host, { all }, answer) => (all ? answer(null, [pinned]) : answer(null, pinned.address, pinned.family)),
      headers: {
        'user-agent': 'Lintel',
        accept: '*/*',
        ...rest.headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    })
    request.on('error', reject)
    // Node lets a request end without a word when its answer changes the protocol and nobody listens.
    request.on('close', () => reject(new Error('no answer')))
    request.on('response', response => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('error', reject)
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        chunks.push(chunk)
        if (bytes <= max_bytes) return
        reject(new OutboundError(`${target.host}: more than ${max_bytes} bytes`))
        request.destroy()
      })
      response.on('end', () => {
        const headers = new Headers()
        for (const [name, values] of Object.entries(response.headersDistinct))
          for (const value of values ?? []) headers.append(name, value)
        resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) })
      })
    })
    request.end(body)
  })
}
