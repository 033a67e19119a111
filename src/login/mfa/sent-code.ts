// A code that is sent to a mailbox or a phone: its way there, and the page that takes it. The same for proving a factor and for adding a phone.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../../http/csrf.ts'
import type { SentCodePage } from '../../http/pages.ts'
import type { Factor } from '../../store/multi-factor.ts'
import { readForm } from '../form.ts'
import { type CodeChannel, isUnsent, proveCode, sendCode } from '../second-factors.ts'
import { proceed } from '../sign-in.ts'
import { show } from '../visit.ts'
import {
  added,
  askedFor,
  enterMfa,
  errorFor,
  failed,
  isRefused,
  logHeld,
  type MfaRoom,
  type MfaVisit,
  progressOf,
  proved,
  type Way,
} from './factor.ts'
import { listOf } from './list.ts'

type By = CodeChannel['by']

/** The way by the address that she has confirmed, and has not enrolled. */
export const OWN_MAILBOX = 'email'

const SCREEN = { email: 'mfa-email-challenge', sms: 'mfa-sms-challenge', voice: 'mfa-voice-challenge' } as const
const PROMPT = { email: 'mfa-email', sms: 'mfa-sms', voice: 'mfa-voice' } as const
const FACTOR: { [Channel in By]: Factor } = { email: 'email', sms: 'sms', voice: 'sms' }
const SENT = { email: 'gd_send_email', sms: 'gd_send_sms', voice: 'gd_send_voice' }
/** RFC 8176: what is mailed is a one-time password, a phone confirms by text message or call. */
const AMR = { email: ['otp'], sms: ['sms'], voice: ['tel'] }

export const factorOf = (by: By): Factor => FACTOR[by]
export const screenOf = (by: By): string => SCREEN[by]

const purposeOf = (by: By) => `second factor by ${by}`

/** Enough to know it by, for whoever knows it: who has one proof only learns no more. */
const masked = (by: By, to: string): string =>
  by === 'email' ? to.replace(/^(.).*(@.*)$/, '$1***$2') : to.replace(/.(?=.{4})/g, '*')

export const maskedEmail = (to: string): string => masked('email', to)
export const maskedPhone = (to: string): string => masked('sms', to)

/** Sends a code, and leads to the page that takes it. @param method_id what it proves, or adds */
export async function send(
  visit: MfaVisit,
  { by, to, method_id, adding }: CodeChannel & { method_id?: string; adding?: string },
  now: Date,
): Promise<FastifyReply> {
  const { held, interaction, store } = visit
  const { user_id } = held
  const again = progressOf(held).sent?.to === to ? '?resent=1' : ''
  const asking = store.transaction(async tx => {
    const channel = { by, to } as CodeChannel
    const enrolls = adding !== undefined
    const asked = { purpose: purposeOf(by), transaction: interaction.uid, user_id, channel, enrolls }
    const sent = await sendCode(tx, asked, now)
    await logHeld(tx, visit, held, { type: SENT[by] }, now)
    return sent
  })
  const code_id = await asking.catch(error => {
    if (isUnsent(error)) return undefined
    throw error
  })
  if (code_id === undefined) return showChallenge(visit, by, to, { errors: [{ code: 'too-many-codes' }], status: 429 })
  const method = method_id === undefined ? {} : { method_id }
  const mfa = { sent: { code_id, by, to, ...method }, ...(adding === undefined ? {} : { adding }) }
  return proceed(visit, { ...held, mfa }, `${SCREEN[by]}${again}`)
}

async function showChallenge(
  visit: MfaVisit,
  by: By,
  to: string,
  { errors = [], resent = false, status = 200 }: { errors?: SentCodePage['errors']; resent?: boolean; status?: number },
): Promise<FastifyReply> {
  const is_added = progressOf(visit.held).adding !== undefined
  const page = await askedFor(visit, SCREEN[by])
  const list = listOf(visit, FACTOR[by])
  const links = is_added
    ? { other: visit.url('mfa-begin-enroll-options') }
    : { ...page.links, edit: list && visit.url(list) }
  const remember = is_added ? undefined : page.remember
  const data = { ...page, remember, links, to: masked(by, to), resent, errors }
  return show(visit.room, visit.reply, `${PROMPT[by]}/${SCREEN[by]}` as 'mfa-email/mfa-email-challenge', data, status)
}

/** What is proved by the right code: that she has what it was sent to, which must still be hers to prove by. */
async function accept(visit: MfaVisit, by: By, now: Date): Promise<boolean> {
  const { held, store } = visit
  const { adding, sent } = progressOf(held)
  const { user_id } = held
  if (adding !== undefined)
    return store.transaction(async tx => {
      if (!(await tx.authentication_methods.confirm(user_id, adding, {}, now))) return false
      await added(tx, visit, FACTOR[by], now)
      return true
    })
  if (sent?.method_id !== undefined) await store.authentication_methods.touch(user_id, sent.method_id, now)
  return true
}

/** The page that takes a code which was sent so. */
export function sentCodePage(server: FastifyInstance, room: MfaRoom, by: By): void {
  const screen = SCREEN[by]

  /** The code that this page is about; undefined: the request has been answered. */
  async function enterSent(request: MfaVisit['request'], reply: FastifyReply, now: Date) {
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return undefined
    const { adding, sent } = progressOf(visit.held)
    const ways = visit.ways
    // One that is being added counts for her first only; one that she has must not have been taken from her meanwhile.
    const isAsked = (way: Way) => way.id === (sent?.method_id ?? OWN_MAILBOX)
    const holds =
      adding !== undefined ? ways.length === 0 : ways.some(({ factor, way }) => factor === FACTOR[by] && isAsked(way))
    if (sent?.by === by && holds) return { visit, sent }
    reply.redirect(visit.url('mfa'), 303)
    return undefined
  }

  server.get(`/u/:uid/${screen}`, async (request, reply) => {
    const entered = await enterSent(request, reply, new Date())
    if (!entered) return reply
    const { resent } = (request.query ?? {}) as { resent?: unknown }
    return showChallenge(entered.visit, by, entered.sent.to, { resent: resent === '1' })
  })

  server.post(`/u/:uid/${screen}`, async (request, reply) => {
    const now = new Date()
    const entered = await enterSent(request, reply, now)
    if (!entered) return reply
    const { visit, sent } = entered
    const { held, interaction, store } = visit
    const form = readForm(request, ['code', 'rememberBrowser', 'action'])
    const again = (code: NonNullable<SentCodePage['errors']>[number]['code'], status = 400) =>
      showChallenge(visit, by, sent.to, {
        errors: [{ code, ...(code === 'form-expired' ? {} : { field: 'code' }) }],
        status,
      })
    if (!isOwnForm(request)) return again('form-expired', 403)
    if (form.action === 'resend') {
      const { adding } = progressOf(held)
      const { method_id } = sent
      return send(
        visit,
        {
          by,
          to: sent.to,
          ...(method_id === undefined ? {} : { method_id }),
          ...(adding === undefined ? {} : { adding }),
        },
        now,
      )
    }
    if (form.code.trim() === '') return again('invalid-otp-code-format')
    const about = { purpose: purposeOf(by), transaction: interaction.uid, user_id: held.user_id }
    const { outcome } = await proveCode(store, sent.code_id, about, form.code, now)
    if (outcome !== 'right') {
      await failed(visit, FACTOR[by], outcome, now)
      return again(errorFor(outcome), isRefused(outcome) ? 429 : 400)
    }
    if (!(await accept(visit, by, now))) return reply.redirect(visit.url('mfa'), 303)
    return proved(visit, { factor: FACTOR[by], amr: AMR[by], remember: form.rememberBrowser === 'true' }, now)
  })
}
