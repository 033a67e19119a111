// OpenID Connect Back-Channel Logout 1.0: when a session ends, the clients that were used in it are told, server to server, each by a job of
// its own on the transaction that ended it. Which ends a client wants to hear of, it says itself (Auth0: initiators).
import type { Outbound, OutboundAnswer } from '../http/outbound.ts'
import { OutboundError } from '../http/outbound.ts'
import { newBearerValue } from '../ids.ts'
import type { JsonObject, LogoutInitiator, OidcLogout } from '../store/schema.ts'
import type { EndedSession, WhichSessions } from '../store/sessions.ts'
import type { TenantStore } from '../store/store.ts'
import { providerOf } from './provider.ts'
import { issueLogoutToken } from './provider-internals.ts'

export const BACKCHANNEL_LOGOUT = 'backchannel_logout'

/** Nine attempts over some eight minutes. */
export const BACKCHANNEL_LOGOUT_RETRIES = 8

// Auth0: what a client hears of that selected nothing.
const DEFAULT_INITIATORS: readonly LogoutInitiator[] = ['rp-logout', 'idp-logout']

/**
 * It names the user but not as the job's `user_id`: a job about somebody goes with her, and this one has yet to be done when she is gone.
 * @property trace_id the same in every attempt and in the log
 */
export type BackchannelLogoutJob = {
  client_id: string
  sub: string
  sid: string
  initiator: LogoutInitiator
  session_metadata?: JsonObject
  trace_id: string
}

function wants({ backchannel_logout_initiators: initiators }: OidcLogout, initiator: LogoutInitiator): boolean {
  if (initiators?.mode === 'all') return true
  // Auth0: a logout by a client is always told.
  if (initiator === 'rp-logout') return true
  return (initiators?.selected_initiators ?? DEFAULT_INITIATORS).includes(initiator)
}

/** Queues what the clients of these sessions are to be told. On the transaction that ended them. */
export async function tellOfEnd(
  store: TenantStore,
  ended: readonly EndedSession[],
  initiator: LogoutInitiator,
): Promise<void> {
  for (const { id, user_id, session_metadata, custom_domain_id, listeners } of ended) {
    for (const { client_id, oidc_logout } of listeners) {
      if (!oidc_logout?.backchannel_logout_urls[0] || !wants(oidc_logout, initiator)) continue
      const metadata = oidc_logout.backchannel_logout_session_metadata?.include && session_metadata
      const job: BackchannelLogoutJob = {
        client_id,
        sub: user_id,
        sid: id,
        initiator,
        ...(metadata ? { session_metadata: metadata } : {}),
        trace_id: newBearerValue(),
      }
      // In the name of the issuer that its ID tokens came from.
      await store.enqueue(BACKCHANNEL_LOGOUT, job, custom_domain_id)
    }
  }
}

/**
 * Ends sessions and the grants that end with them (with `refresh_tokens`, every grant of theirs), and tells their clients. On the caller's
 * transaction.
 */
export async function endAndTell(
  tx: TenantStore,
  { refresh_tokens = false, initiator, ...which }: EndingSessions,
  now: Date,
): Promise<EndedSession[]> {
  const ended = await tx.sessions.end(which, { offline: refresh_tokens }, now)
  await tellOfEnd(tx, ended, initiator)
  return ended
}

/** @property initiator why: Auth0's word for it */
export type EndingSessions = WhichSessions & { refresh_tokens?: boolean; initiator: LogoutInitiator }

/** The same outside of a transaction: one statement, as long as no client of the tenant's listens. */
export async function endBySelf(store: TenantStore, which: EndingSessions, now: Date): Promise<EndedSession[]> {
  const end = (on: TenantStore) => endAndTell(on, which, now)
  return (await someListen(store)) ? store.transaction(end) : end(store)
}

const someListen = (store: TenantStore): Promise<boolean> =>
  store.facts.derived('oidc/logout-listeners', () => store.clients.someListen())

/** Ends the sessions of this tenant that expired before this moment, at most `limit`; answers how many. */
export const endExpiredSessions = (store: TenantStore, before: Date, limit: number): Promise<number> =>
  store.transaction(async tx => {
    const ended = await tx.sessions.endExpired(before, limit)
    await tellOfEnd(tx, ended, 'session-expired')
    return ended.length
  })

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** §2.8: done, or refused for good, or worth another try. */
async function post(outbound: Outbound, url: string, logout_token: string): Promise<{ done: boolean; said: string }> {
  let answer: OutboundAnswer
  try {
    answer = await outbound(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token }).toString(),
    })
  } catch (error) {
    if (error instanceof OutboundError) return { done: false, said: error.message }
    throw error
  }
  return { done: answer.status >= 200 && answer.status < 300, said: String(answer.status) }
}

/** Does jobs of kind `backchannel_logout`. Signed when it is sent: a token lives for two minutes, and keys change. */
export const backchannelLogoutHandler =
  (outbound: Outbound) =>
  async (store: TenantStore, job: BackchannelLogoutJob, { last }: { last: boolean }): Promise<void> => {
    const { client_id, sub, sid, initiator, session_metadata, trace_id } = job
    const client = await store.facts.client(client_id)
    const url = client?.oidc_logout?.backchannel_logout_urls[0]
    // It does not listen any more.
    if (!client || !url) return
    const logout_token = await issueLogoutToken(await providerOf(store), client_id, sub, {
      jti: newBearerValue(),
      sid,
      events: { [EVENT]: {} },
      trace_id,
      ...(session_metadata ? { session_metadata } : {}),
    })
    const { done, said } = await post(outbound, url, logout_token)
    const refused = said === '400'
    if (done || refused || last) {
      const event = {
        type: done ? 'oidc_backchannel_logout_succeeded' : 'oidc_backchannel_logout_failed',
        description: done ? 'The client was told of the logout' : `The client could not be told of the logout: ${said}`,
        client_id,
        client_name: client.name,
        user_id: sub,
        session_id: sid,
        details: { initiator, trace_id },
      }
      await store.logs.write(event, new Date())
    }
    if (!done && !refused) throw new Error(`back-channel logout of client ${client_id}: ${said}`)
  }
