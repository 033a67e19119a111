// Which of her mailboxes or phones a code goes to, where she has several. Auth0: `mfa-email-list` and `mfa-sms-list`, the latter for calls too.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOwnForm } from '../../http/csrf.ts'
import { readForm } from '../form.ts'
import { formTo, show } from '../visit.ts'
import { enterMfa, kindsOf, type MfaRoom, type MfaVisit } from './factor.ts'

const FACTOR = { 'mfa-email-list': 'email', 'mfa-sms-list': 'sms' } as const
type Screen = keyof typeof FACTOR
const SCREEN: { [factor: string]: Screen | undefined } = { email: 'mfa-email-list', sms: 'mfa-sms-list' }

/** The page on which she chooses among what she has of this kind; undefined: there is nothing to choose. */
export function listOf({ ways }: Pick<MfaVisit, 'ways'>, factor: string): Screen | undefined {
  return ways.filter(way => way.factor === factor).length > 1 ? SCREEN[factor] : undefined
}

function showList(
  visit: MfaVisit,
  screen: Screen,
  errors: { code: 'form-expired' }[] = [],
  status = 200,
): FastifyReply {
  const { client, reply, request, room, tenant, url } = visit
  const ways = visit.ways.flatMap(({ factor, way: { id, detail = '' } }) =>
    factor === FACTOR[screen] ? [{ id, to: detail }] : [],
  )
  const view = screen === 'mfa-email-list' ? 'mfa-email/mfa-email-list' : 'mfa-sms/mfa-sms-list'
  // Where there is no other kind, back to the code that is on its way.
  const back = url(kindsOf(visit).length > 1 ? 'mfa-login-options' : 'mfa')
  return show(
    room,
    reply,
    view,
    { tenant, client, ...formTo(request, reply, url(screen)), ways, links: { back }, errors },
    status,
  )
}

export function listPages(server: FastifyInstance, room: MfaRoom): void {
  for (const screen of ['mfa-email-list', 'mfa-sms-list'] as const) {
    const path = `/u/:uid/${screen}`
    const isOffered = (visit: MfaVisit) => listOf(visit, FACTOR[screen]) !== undefined

    server.get(path, async (request, reply) => {
      const visit = await enterMfa(room, request, reply, new Date())
      if (!visit) return reply
      return isOffered(visit) ? showList(visit, screen) : reply.redirect(visit.url('mfa'), 303)
    })

    server.post(path, async (request, reply) => {
      const now = new Date()
      const visit = await enterMfa(room, request, reply, now)
      if (!visit) return reply
      if (!isOffered(visit)) return reply.redirect(visit.url('mfa'), 303)
      if (!isOwnForm(request)) return showList(visit, screen, [{ code: 'form-expired' }], 403)
      const { action } = readForm(request, ['action'])
      const chosen = visit.ways.find(({ factor, way }) => factor === FACTOR[screen] && way.id === action)
      return chosen ? chosen.ask(visit, chosen.way, now) : showList(visit, screen, [], 400)
    })
  }
}
