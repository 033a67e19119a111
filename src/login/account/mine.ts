// One request to a page of the person's own account: who she is, by the session of this browser alone. Nothing in a URL or a form names her.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { csrfToken, isOwnForm } from '../../http/csrf.ts'
import type { Tenant as ShownTenant } from '../../http/pages.ts'
import { askToSignIn, signedIn } from '../../oidc/interaction.ts'
import type { LogEvent } from '../../store/log-events.ts'
import type { FoundSession } from '../../store/sessions.ts'
import type { TenantStore } from '../../store/store.ts'
import { showError } from '../error.ts'
import { factorsOf } from '../second-factors.ts'
import { eventOf, formTo, type Room, shownTenant } from '../visit.ts'

export const ACCOUNT = '/account'

/** What changes how she gets in asks for a proof no older than this. */
const FRESH_SECONDS = 10 * 60

export type Mine = {
  room: Room
  request: FastifyRequest
  reply: FastifyReply
  store: TenantStore
  session: FoundSession
  user_id: string
  /** how she knows herself */
  account: string
  tenant: ShownTenant
}

/** A form of this page, for her alone: whoever signs in at this browser later sends it in vain. */
export const ownForm = ({ request, reply, session }: Mine, path: string) => ({
  ...formTo(request, reply, path),
  csrf: csrfToken(request, reply, path, session.id),
})

/** The same, and the way back. */
export const accountForm = (mine: Mine, path: string, back = ACCOUNT) => ({ ...ownForm(mine, path), links: { back } })

/** Whether she could have proved more when she signed in. What she has added since, she has just proved. */
async function hadFactors(
  store: TenantStore,
  room: Pick<Room, 'hasMail'>,
  { user_id, connection_id, account, authenticated_at, payload }: FoundSession,
): Promise<boolean> {
  const { amr = [] } = payload as { amr?: string[] }
  const { allowed, methods } = await factorsOf(store, user_id, { amr, connection_id })
  // A session knows the second of its sign-in.
  const then = authenticated_at.getTime() + 1000
  if (methods.some(({ enrolled_at }) => enrolled_at !== null && enrolled_at.getTime() < then)) return true
  // A confirmed address is a factor without being enrolled, unless it is what she came by.
  const isProved = amr.includes('otp') && !amr.includes('pwd')
  const isMailbox = allowed.has('email') && !isProved && account.email !== null && account.email_verified === true
  return isMailbox && room.hasMail(store)
}

/**
 * Undefined: the request has been answered, on the way to a sign-in that comes back here.
 * @param fresh whether the sign-in must be no older than minutes, and by all that she has
 */
export async function enterAccount(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { path, fresh }: { path: string; fresh: boolean },
): Promise<Mine | undefined> {
  const { store } = request
  const session = await signedIn(request, reply)
  const { amr = [] } = (session?.payload ?? {}) as { amr?: string[] }
  const multi_factor =
    fresh && session !== undefined && !amr.includes('mfa') && (await hadFactors(store, room, session))
  const age = session ? (Date.now() - session.authenticated_at.getTime()) / 1000 : 0
  if (session && !multi_factor && (!fresh || age < FRESH_SECONDS)) {
    const { user_id, account } = session
    const name = account.email ?? account.username ?? account.phone_number ?? account.name ?? user_id
    return { room, request, reply, store, session, user_id, account: name, tenant: await shownTenant(store) }
  }
  const asked = { path, multi_factor, ...(fresh ? { max_age: FRESH_SECONDS } : {}) }
  const step = await askToSignIn(request, reply, asked)
  if (step.step === 'elsewhere') return undefined
  await showError(room, request, reply, 400, { kind: 'invalid' })
  return undefined
}

/** The same for a form; undefined also when it is not one of ours, and the page is shown anew. */
export async function enterAccountForm(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  options: { path: string; fresh: boolean },
): Promise<Mine | undefined> {
  const mine = await enterAccount(room, request, reply, options)
  if (!mine || isOwnForm(request, mine.session.id)) return mine
  reply.redirect(options.path, 303)
  return undefined
}

export const ownEvent = ({ request, user_id, account, session }: Mine, event: LogEvent): LogEvent =>
  eventOf(request, {}, { user_id, user_name: account, session_id: session.id, ...event })
