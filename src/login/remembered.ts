// A browser on which somebody has proved two factors and said that she does not want to be asked there for a while.
import { rememberedCookie, rememberedHashes, rememberedWith } from '../http/remembered-browser.ts'
import { readMultiFactor } from '../store/multi-factor.ts'
import type { TenantStore } from '../store/store.ts'
import type { Visit } from './visit.ts'

const MAX_USER_AGENT = 512

const after = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000)

const lifetimesOf = async ({ store }: Visit) => {
  const { mfa_session_inactivity_timeout, mfa_session_overall_timeout } = readMultiFactor(
    await store.facts.settings(),
  ).remember_browser
  return { idle: mfa_session_inactivity_timeout, overall: mfa_session_overall_timeout }
}

const cookieOf = ({ request, store }: Visit) => request.cookies[rememberedCookie(store.tenant.issuer).name]

export const isRememberedBrowser = (visit: Visit, user_id: string, now: Date): Promise<boolean> =>
  visit.store.remembered_browsers.find(user_id, rememberedHashes(cookieOf(visit)), now)

/** She has signed in without being asked: the browser is kept as long again. */
export async function keepRemembering(visit: Visit, tx: TenantStore, user_id: string, now: Date): Promise<void> {
  const hashes = rememberedHashes(cookieOf(visit))
  if (hashes.length === 0) return
  const { idle } = await lifetimesOf(visit)
  await tx.remembered_browsers.touch(user_id, hashes, after(now, idle))
}

/** Inside the caller's transaction. */
export async function rememberBrowser(visit: Visit, tx: TenantStore, user_id: string, now: Date): Promise<void> {
  const { request, reply, store } = visit
  const { idle, overall } = await lifetimesOf(visit)
  const { name, options } = rememberedCookie(store.tenant.issuer)
  const { cookie, token_hash } = rememberedWith(cookieOf(visit))
  const browser = {
    user_id,
    token_hash,
    user_agent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null,
    idle_expires_at: after(now, Math.min(idle, overall)),
    expires_at: after(now, overall),
  }
  await tx.remembered_browsers.create(browser, now)
  reply.setCookie(name, cookie, { ...options, maxAge: overall })
}
