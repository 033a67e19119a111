// The authenticator app: adding one (a QR code, or its secret as text) and a code of it.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { totpUri } from '../../credentials/totp.ts'
import { isOwnForm } from '../../http/csrf.ts'
import type { OtpChallengePage, OtpEnrollmentPage } from '../../http/pages.ts'
import { readForm } from '../form.ts'
import { beginTotp, confirmTotp, proveTotp } from '../second-factors.ts'
import { proceed } from '../sign-in.ts'
import { formTo, show } from '../visit.ts'
import {
  added,
  askedFor,
  enterMfa,
  errorFor,
  failed,
  isRefused,
  type MfaFactor,
  type MfaRoom,
  type MfaVisit,
  progressOf,
  proved,
} from './factor.ts'

const FACTOR = 'otp'
const SCREENS = ['mfa-otp-enrollment-qr', 'mfa-otp-enrollment-code'] as const
type EnrollmentScreen = (typeof SCREENS)[number]

const nameOf = ({ account, held }: MfaVisit) =>
  account?.email ?? account?.username ?? account?.phone_number ?? held.user_name

/** The app that is being added; undefined: none is. */
async function adding({ held, store }: MfaVisit) {
  const { adding: id } = progressOf(held)
  const method = id === undefined ? undefined : await store.authentication_methods.find(held.user_id, id)
  return method?.type === 'totp' && !method.confirmed && method.secret !== null
    ? { id: method.id, secret: method.secret }
    : undefined
}

export const otp: MfaFactor = {
  factor: FACTOR,
  ways: ({ factors }) => {
    const apps = factors.methods.filter(({ type }) => type === 'totp')
    // A code of any app will do, so they are one way.
    return apps.length === 0 ? [] : [{ id: 'otp' }]
  },
  async ask({ reply, url }) {
    return reply.redirect(url('mfa-otp-challenge'), 303)
  },
  async add(visit, now) {
    const { held, store } = visit
    const { method } = await beginTotp(store, { user_id: held.user_id, account: nameOf(visit) }, now)
    return proceed(visit, { ...held, mfa: { adding: method.id } }, 'mfa-otp-enrollment-qr')
  },
}

async function showEnrollment(
  visit: MfaVisit,
  screen: EnrollmentScreen,
  secret: string,
  errors: OtpEnrollmentPage['errors'] = [],
  status = 200,
): Promise<FastifyReply> {
  const { client, reply, request, room, tenant, url } = visit
  const other = SCREENS.find(one => one !== screen) as EnrollmentScreen
  return show(
    room,
    reply,
    `mfa-otp/${screen}`,
    {
      tenant,
      client,
      ...formTo(request, reply, url(screen)),
      uri: totpUri(secret, { issuer: tenant.friendly_name, account: nameOf(visit) }),
      secret,
      errors,
      links: { other: url(other), back: url('mfa-begin-enroll-options') },
    },
    status,
  )
}

async function showChallenge(
  visit: MfaVisit,
  errors: OtpChallengePage['errors'] = [],
  status = 200,
): Promise<FastifyReply> {
  const page = await askedFor(visit, 'mfa-otp-challenge')
  return show(visit.room, visit.reply, 'mfa-otp/mfa-otp-challenge', { ...page, errors }, status)
}

export function otpPages(server: FastifyInstance, room: MfaRoom): void {
  for (const screen of SCREENS) {
    server.get(`/u/:uid/${screen}`, async (request, reply) => {
      const visit = await enterMfa(room, request, reply, new Date(), { adding: true })
      if (!visit) return reply
      const app = await adding(visit)
      return app ? showEnrollment(visit, screen, app.secret) : reply.redirect(visit.url('mfa'), 303)
    })

    server.post(`/u/:uid/${screen}`, async (request, reply) => {
      const now = new Date()
      const visit = await enterMfa(room, request, reply, now, { adding: true })
      if (!visit) return reply
      const { code } = readForm(request, ['code'])
      const app = await adding(visit)
      if (!app) return reply.redirect(visit.url('mfa'), 303)
      if (!isOwnForm(request)) return showEnrollment(visit, screen, app.secret, [{ code: 'form-expired' }], 403)
      if (code.trim() === '') {
        const error = { code: 'invalid-otp-code-format', field: 'code' } as const
        return showEnrollment(visit, screen, app.secret, [error], 400)
      }
      const { user_id } = visit.held
      const outcome = await visit.store.transaction(async tx => {
        const proof = await confirmTotp(tx, { user_id, id: app.id }, code, now)
        if (proof.outcome === 'right') await added(tx, visit, FACTOR, now)
        return proof.outcome
      })
      if (outcome === 'right') return proved(visit, { factor: FACTOR, amr: ['otp'], remember: false }, now)
      await failed(visit, FACTOR, outcome, now)
      const error = { code: errorFor(outcome), field: 'code' } as const
      return showEnrollment(visit, screen, app.secret, [error], isRefused(outcome) ? 429 : 400)
    })
  }

  server.get('/u/:uid/mfa-otp-challenge', async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    return visit.ways.some(({ factor }) => factor === FACTOR)
      ? showChallenge(visit)
      : reply.redirect(visit.url('mfa'), 303)
  })

  server.post('/u/:uid/mfa-otp-challenge', async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return reply
    if (!visit.ways.some(({ factor }) => factor === FACTOR)) return reply.redirect(visit.url('mfa'), 303)
    const { code, rememberBrowser } = readForm(request, ['code', 'rememberBrowser'])
    if (!isOwnForm(request)) return showChallenge(visit, [{ code: 'form-expired' }], 403)
    if (code.trim() === '') return showChallenge(visit, [{ code: 'invalid-otp-code-format', field: 'code' }], 400)
    const { held, factors, store } = visit
    const { outcome } = await proveTotp(store, held.user_id, factors.methods, code, now)
    if (outcome === 'right')
      return proved(visit, { factor: FACTOR, amr: ['otp'], remember: rememberBrowser === 'true' }, now)
    await failed(visit, FACTOR, outcome, now)
    return showChallenge(visit, [{ code: errorFor(outcome), field: 'code' }], isRefused(outcome) ? 429 : 400)
  })
}
