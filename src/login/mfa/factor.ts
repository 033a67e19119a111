// What the pages of a second proof have in common: who may come to one, what each factor brings, and what follows when one is proved.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { newRecoveryCode } from '../../credentials/one-time-code.ts'
import type { SecondProofPage } from '../../http/pages.ts'
import type { HeldLogin } from '../../oidc/interaction.ts'
import type { Account } from '../../store/accounts.ts'
import { type Factor, readMultiFactor } from '../../store/multi-factor.ts'
import type { TenantStore } from '../../store/store.ts'
import { queueNotice } from '../mails.ts'
import { CODES_LOCKED, type Factors, factorsOf } from '../second-factors.ts'
import { goOn } from '../sign-in.ts'
import { nextScreen } from '../steps.ts'
import { enter, eventOf, formTo, type Room, type Visit } from '../visit.ts'

/** What a sign-in remembers of its second proof. */
export type Progress = {
  /** the code that is on its way */
  sent?: { code_id: string; by: 'email' | 'sms' | 'voice'; to: string; method_id?: string }
  /** the method that is being added */
  adding?: string
  /** the key that she has just added, and proved by that */
  enrolled?: { id: string; user_verified: boolean }
  /** the phone for which she is choosing how to be reached */
  choosing?: string
  /** she wants this browser to be remembered */
  remember?: boolean
  /** a recovery code that she has yet to save, sealed; `next`: it took the place of one that was used */
  recovery?: { code: string; next: boolean }
}
export const progressOf = ({ mfa = {} }: HeldLogin): Progress => mfa

/** @property account hers; undefined: she is gone */
export type MfaSubject = Visit & { held: HeldLogin; factors: Factors; account: Account | undefined }

/** @property ways what she could prove here, in the order in which it is asked for @property addable what she could add */
export type MfaVisit = MfaSubject & {
  ways: readonly (MfaFactor & { way: Way })[]
  addable: readonly (MfaFactor & Required<Pick<MfaFactor, 'add'>>)[]
}

/** @property factor_pages the factors that there are pages for, the first to be asked for before the others */
export type MfaRoom = Room & { factor_pages: readonly MfaFactor[] }

/**
 * One way to prove a factor.
 * @property id of the authenticator, or what stands for it
 * @property detail which of hers it is: its name, or part of its number
 */
export type Way = { id: string; detail?: string | undefined }

/** One factor, whose pages are a file each. */
export type MfaFactor = {
  factor: Factor
  /** Which of hers could be asked for here. */
  ways(visit: MfaSubject): Way[]
  /** To the page that asks for it; a code that it needs is sent. */
  ask(visit: MfaVisit, way: Way, now: Date): Promise<FastifyReply>
  /** To the page on which she adds one. Absent: nobody adds it by herself. */
  add?(visit: MfaVisit, now: Date): Promise<FastifyReply>
}

/**
 * A page of a sign-in that is held, if it is the one that comes next. Undefined: the request has been answered, and leads there (no step can be
 * taken out of order or twice; CVE-2026-18963).
 */
export async function enterHeld(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  screen: string,
  now: Date,
): Promise<(Visit & { held: HeldLogin }) | undefined> {
  const visit = await enter(room, request, reply)
  const { held, uid } = visit.interaction
  if (!held) {
    reply.redirect(`/u/${uid}`, 303)
    return undefined
  }
  const next = await nextScreen(visit, held, now)
  if (next === screen) return { ...visit, held }
  if (next === undefined) await goOn(visit, held, now)
  else reply.redirect(visit.url(next), 303)
  return undefined
}

/**
 * @param adding the page adds a factor: only who has none may, by her first proof. Whoever has one proves it, and adds others elsewhere: with one
 *   factor only nobody chooses the other.
 */
export async function enterMfa(
  room: MfaRoom,
  request: FastifyRequest,
  reply: FastifyReply,
  now: Date,
  { adding = false }: { adding?: boolean } = {},
): Promise<MfaVisit | undefined> {
  const visit = await enterHeld(room, request, reply, 'mfa', now)
  if (!visit) return undefined
  const { store, held } = visit
  const account = await store.users.findAccount(held.user_id)
  const subject = { ...visit, account, factors: await factorsOf(store, held.user_id, held) }
  const pages = room.factor_pages.filter(({ factor }) => subject.factors.allowed.has(factor))
  const ways = pages.flatMap(page => page.ways(subject).map(way => ({ ...page, way })))
  const addable = pages.flatMap(page => (page.add ? [{ ...page, add: page.add }] : []))
  if (!adding || ways.length === 0) return { ...subject, ways, addable }
  reply.redirect(visit.url('mfa'), 303)
  return undefined
}

// --- what pages show ---

/** What she could prove, each kind once: the first of it. */
export const kindsOf = ({ ways }: Pick<MfaVisit, 'ways'>): MfaVisit['ways'] =>
  ways.filter(({ factor }, at) => ways.findIndex(other => other.factor === factor) === at)

/** Whether this sign-in may be remembered: not one that the app wants to see done each time. */
async function rememberOf({ interaction, store }: Visit): Promise<{ checked: boolean } | undefined> {
  const { remember_browser } = readMultiFactor(await store.facts.settings())
  if (interaction.demand === 'requested' || !remember_browser.display_remember_me_checkbox) return undefined
  return { checked: remember_browser.remember_me_default_value }
}

/** What every page that asks for a proof shows. */
export async function askedFor(visit: MfaVisit, screen: string): Promise<SecondProofPage> {
  const { tenant, client, request, reply, url } = visit
  return {
    tenant,
    client,
    ...formTo(request, reply, url(screen)),
    remember: await rememberOf(visit),
    links: { other: kindsOf(visit).length > 1 ? url('mfa-login-options') : undefined },
  }
}

// --- what follows ---

export const logHeld = (
  tx: TenantStore,
  { request, interaction }: Visit,
  { user_id, user_name }: Pick<HeldLogin, 'user_id' | 'user_name'>,
  event: { type: string; description?: string; details?: { [name: string]: unknown } },
  now: Date,
): Promise<void> =>
  tx.logs.write(eventOf(request, { client: interaction.client }, { ...event, user_id, user_name }), now)

const placeOf = ({ interaction, store: { tenant } }: Visit) => ({
  tenant_id: tenant.tenant_id,
  table: 'artefacts',
  row: interaction.uid,
  column: 'payload',
})
const sealed = (visit: Visit, code: string) => visit.room.seal.seal(code, placeOf(visit))
export const opened = (visit: Visit, code: string): string => visit.room.seal.open(code, placeOf(visit))

/**
 * She has proved a second factor: on to what is next. Who has no recovery code yet, and may have one, is given one to save.
 * @param proof.amr RFC 8176 @param proof.recovery_code the one that follows the one just used
 */
export async function proved(
  visit: MfaVisit,
  proof: { factor: Factor; amr: readonly string[]; remember: boolean; recovery_code?: string },
  now: Date,
): Promise<FastifyReply> {
  const { held, factors, store } = visit
  const { factor, amr, remember, recovery_code } = proof
  const type = factor === 'recovery-code' ? 'gd_recovery_succeed' : 'gd_auth_succeed'
  await logHeld(store, visit, held, { type, details: { authenticator: factor } }, now)
  await store.attempts.forgetFactorTries(held.user_id)
  const has = factors.methods.some(method => method.type === 'recovery-code')
  const wants = factors.allowed.has('recovery-code') && !has && factor !== 'email'
  const code = recovery_code ?? (wants ? newRecoveryCode() : undefined)
  const mfa: Progress = {
    remember: remember && (await rememberOf(visit)) !== undefined,
    ...(code === undefined ? {} : { recovery: { code: sealed(visit, code), next: recovery_code !== undefined } }),
  }
  return goOn(visit, { ...held, amr: [...new Set([...held.amr, ...amr, 'mfa'])], mfa }, now)
}

/** A new authenticator counts from now on, and whoever has the account is told. On the transaction that makes it count. */
export async function added(tx: TenantStore, visit: MfaVisit, factor: Factor, now: Date): Promise<void> {
  const { account, held, room } = visit
  await logHeld(tx, visit, held, { type: 'gd_enrollment_complete', details: { authenticator: factor } }, now)
  const { user_id } = held
  await queueNotice(tx, room, 'factor-added', { user_id, email: account?.email }, now)
}

type Failure = 'wrong' | 'gone' | 'too-many' | 'locked'
/** What was refused unseen. */
export const isRefused = (outcome: Failure): boolean => outcome === 'too-many' || outcome === 'locked'

/** What the log says of a proof that failed. */
export const failed = (visit: MfaVisit, factor: Factor, outcome: Failure, now: Date) => {
  const kind = factor === 'recovery-code' ? 'recovery' : 'otp'
  const type = isRefused(outcome)
    ? `gd_${kind}_rate_limit_exceed`
    : factor === 'recovery-code'
      ? 'gd_recovery_failed'
      : 'gd_auth_failed'
  const event = { type, details: { authenticator: factor }, ...(outcome === 'locked' ? CODES_LOCKED : {}) }
  return logHeld(visit.store, visit, visit.held, event, now)
}

/** Auth0's codes for what was wrong with a proof, and one of ours. */
export const errorFor = (outcome: Failure) =>
  (
    ({
      wrong: 'invalid-code',
      gone: 'invalid-expired-code',
      'too-many': 'too-many-failures',
      locked: 'codes-locked',
    }) as const
  )[outcome]
