// The second proof of a sign-in: which factor, and where a person finds her way to another.
import type { FastifyInstance } from 'fastify'
import { isOwnForm } from '../../http/csrf.ts'
import { abortInteraction } from '../../oidc/interaction.ts'
import { readForm } from '../form.ts'
import { formTo, type Room, show } from '../visit.ts'
import { email, emailPages } from './email.ts'
import { enterMfa, kindsOf, logHeld, type MfaFactor, type MfaVisit, progressOf } from './factor.ts'
import { listOf, listPages } from './list.ts'
import { otp, otpPages } from './otp.ts'
import { phone, phonePages } from './phone.ts'
import { recoveryCode, recoveryCodePages } from './recovery-code.ts'
import { factorOf, screenOf } from './sent-code.ts'
import { webauthn, webauthnPages } from './webauthn.ts'

/** The first to be asked for before the others. Another factor is a file of its own and a line here. */
const FACTOR_PAGES: readonly MfaFactor[] = [...webauthn, otp, phone, email, recoveryCode]

/** Two are demanded, and there is no way to a second. */
async function refuse(visit: MfaVisit, now: Date) {
  const { held, interaction, reply, request, store } = visit
  const description = 'Multifactor authentication is required, and there is no factor that could be enrolled.'
  await logHeld(store, visit, held, { type: 'f', description }, now)
  const error = interaction.demand === 'requested' ? 'unmet_authentication_requirements' : 'access_denied'
  return abortInteraction(request, reply, error, description)
}

const shownChoices = (visit: MfaVisit, screen: string) => {
  const { client, reply, request, tenant, url } = visit
  return { tenant, client, ...formTo(request, reply, url(screen)) }
}

function showOptions(visit: MfaVisit, errors: { code: 'form-expired' }[] = [], status = 200) {
  const { room, reply } = visit
  const factors = visit.addable.map(({ factor }) => factor)
  return show(
    room,
    reply,
    'mfa/mfa-begin-enroll-options',
    { ...shownChoices(visit, 'mfa-begin-enroll-options'), factors, errors },
    status,
  )
}

function showWays(visit: MfaVisit, errors: { code: 'form-expired' }[] = [], status = 200) {
  const { room, reply } = visit
  // Of which one is told on the page on which she chooses among several.
  const ways = kindsOf(visit).map(({ factor, way: { detail } }) => ({
    factor,
    detail: listOf(visit, factor) ? undefined : detail,
  }))
  return show(
    room,
    reply,
    'mfa/mfa-login-options',
    { ...shownChoices(visit, 'mfa-login-options'), ways, errors },
    status,
  )
}

export function mfa(server: FastifyInstance, entry: Room): void {
  const room = { ...entry, factor_pages: FACTOR_PAGES }

  server.get('/u/:uid/mfa', async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return reply
    const { adding, sent } = progressOf(visit.held)
    // A page that is opened again sends no second code.
    if (sent && adding === undefined && visit.ways.some(({ factor }) => factor === factorOf(sent.by)))
      return reply.redirect(visit.url(screenOf(sent.by)), 303)
    const [first] = visit.ways
    if (first) return first.ask(visit, first.way, now)
    const [only, ...others] = visit.addable
    if (!only) return refuse(visit, now)
    return others.length > 0 ? reply.redirect(visit.url('mfa-begin-enroll-options'), 303) : only.add(visit, now)
  })

  server.get('/u/:uid/mfa-begin-enroll-options', async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date(), { adding: true })
    return visit ? showOptions(visit) : reply
  })

  server.post('/u/:uid/mfa-begin-enroll-options', async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now, { adding: true })
    if (!visit) return reply
    if (!isOwnForm(request)) return showOptions(visit, [{ code: 'form-expired' }], 403)
    const { action } = readForm(request, ['action'])
    const chosen = visit.addable.find(({ factor }) => factor === action)
    return chosen ? chosen.add(visit, now) : showOptions(visit, [], 400)
  })

  server.get('/u/:uid/mfa-login-options', async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    return visit.ways.length > 0 ? showWays(visit) : reply.redirect(visit.url('mfa'), 303)
  })

  server.post('/u/:uid/mfa-login-options', async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return reply
    if (!isOwnForm(request)) return showWays(visit, [{ code: 'form-expired' }], 403)
    const { action } = readForm(request, ['action'])
    const chosen = kindsOf(visit).find(({ factor }) => factor === action)
    if (!chosen) return showWays(visit, [], 400)
    const list = listOf(visit, chosen.factor)
    return list ? reply.redirect(visit.url(list), 303) : chosen.ask(visit, chosen.way, now)
  })

  webauthnPages(server, room)
  otpPages(server, room)
  emailPages(server, room)
  phonePages(server, room)
  recoveryCodePages(server, room)
  listPages(server, room)
}
