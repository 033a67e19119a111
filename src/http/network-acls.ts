// Who may ask at all: a tenant's network access control lists (Auth0), looked at before anything else is known of a request. What one server
// cannot tell of a connection (its country, its network's owner, its TLS fingerprint) no list can ask for (management/network-acls.ts).
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { LintelError } from '../errors.ts'
import type { LogEvent } from '../store/log-events.ts'
import type { NetworkAcl } from '../store/network-acls.ts'
import type { NetworkAclMatch, NetworkAclRule } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { networks } from './outbound.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** which lists a route is subject to; unless named, those of authentication */
    part?: 'management' | 'dynamic_client_registration'
  }
}

type Asked = { ip: string; connecting_ip: string; hostname: string; user_agent: string }
type Signal = (asked: Asked) => boolean
type Judge = { id: string; action: NetworkAclRule['action']; scope: NetworkAclRule['scope']; applies: Signal }

/** Of a user agent, so much is compared: a header of many kilobytes and many patterns would keep everybody waiting. */
const COMPARED = 500

/** `*` stands for anything; each piece between two of them is looked for once. */
function matcherOf(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text => text === pattern
  return text => {
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
    const end = text.length - last.length
    let at = first.length
    for (const piece of rest) {
      const found = text.indexOf(piece, at)
      if (found < 0 || found + piece.length > end) return false
      at = found + piece.length
    }
    return true
  }
}

/** Auth0: one of a signal's values is enough; IPv4 and IPv6 are one signal. */
function signalsOf(match: NetworkAclMatch = {}): Signal[] {
  const signals: Signal[] = []
  const addresses = (of: (asked: Asked) => string, ...given: (string[] | undefined)[]) => {
    if (given.every(list => list === undefined)) return
    const list = networks(given.flatMap(list => list ?? []))
    // Node: an IPv4 address that is written as one of IPv6 is what it stands for.
    signals.push(asked => list.check(of(asked), isIP(of(asked)) === 6 ? 'ipv6' : 'ipv4'))
  }
  addresses(({ ip }) => ip, match.ipv4_cidrs, match.ipv6_cidrs)
  addresses(({ connecting_ip }) => connecting_ip, match.connecting_ipv4_cidrs, match.connecting_ipv6_cidrs)
  if (match.hostnames) {
    const names = new Set(match.hostnames.map(name => name.toLowerCase()))
    signals.push(({ hostname }) => names.has(hostname))
  }
  if (match.user_agents) {
    const matchers = match.user_agents.map(matcherOf)
    signals.push(({ user_agent }) => matchers.some(matches => matches(user_agent)))
  }
  return signals
}

/** Auth0: each signal of a list must be as it says. */
function judgeOf({ id, rule }: NetworkAcl): Judge {
  const wanted = signalsOf(rule.match)
  const unwanted = signalsOf(rule.not_match)
  const applies: Signal = asked => wanted.every(is => is(asked)) && unwanted.every(is => !is(asked))
  return { id, action: rule.action, scope: rule.scope, applies }
}

const judgesOf = (store: TenantStore): Promise<Judge[]> =>
  store.facts.derived('http/network-acls', async () => (await store.facts.network_acls()).map(judgeOf))

function covers(scope: NetworkAclRule['scope'], part: 'management' | 'dynamic_client_registration' | undefined) {
  if (scope === 'tenant' || scope === part) return true
  // Auth0: whatever is not the Management API's, the registration of clients too.
  return scope === 'authentication' && part !== 'management'
}

/** A flood must not fill the log: what one list did is told once in a while, with how often it did it. */
const TOLD_EVERY_MS = 60_000

/** @param log takes an event without making the request wait */
export function enforceNetworkAcls(
  server: FastifyInstance,
  log: (store: TenantStore, event: LogEvent, now: Date) => void,
): void {
  const told = new LRUCache<string, { at: number; since: number }>({ max: 1_000 })

  function tell(request: FastifyRequest, { id, action }: Judge, now: Date): void {
    const { store } = request
    const key = `${store.tenant.tenant_id} ${id}`
    const last = told.get(key)
    if (last && now.getTime() - last.at < TOLD_EVERY_MS) {
      last.since += 1
      return
    }
    told.set(key, { at: now.getTime(), since: 0 })
    const event: LogEvent = {
      type: 'acls_summary',
      description: 'A network ACL applied to a request',
      ip: request.ip,
      user_agent: request.headers['user-agent'],
      hostname: request.host,
      details: { network_acl_id: id, action, others_since_last: last?.since ?? 0 },
    }
    log(store, event, now)
  }

  server.addHook('onRequest', async (request, reply) => {
    const { store } = request
    // Nobody's: health checks.
    if (!store) return
    const judges = await judgesOf(store)
    if (judges.length === 0) return
    const asked = {
      ip: request.ip,
      connecting_ip: request.socket.remoteAddress ?? '',
      hostname: request.hostname.toLowerCase(),
      user_agent: (request.headers['user-agent'] ?? '').slice(0, COMPARED),
    }
    for (const judge of judges) {
      const { action, scope } = judge
      if (!covers(scope, request.routeOptions.config.part) || !judge.applies(asked)) continue
      tell(request, judge, new Date())
      // Auth0: one that logs only watches.
      if (action.log) continue
      if (action.allow) return
      if (action.redirect_uri !== undefined) return reply.redirect(action.redirect_uri, 302)
      throw new LintelError('access_denied', 'Access is denied by the network rules of this tenant.')
    }
  })
}
