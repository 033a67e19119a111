// The code that a person keeps for when nothing else is at hand: shown once, when it is made and each time that the next one takes its place.
import type { FastifyInstance } from 'fastify'
import { isOwnForm } from '../../http/csrf.ts'
import type { RecoveryCodeChallengePage } from '../../http/pages.ts'
import { readForm } from '../form.ts'
import { giveRecoveryCode, proveRecoveryCode } from '../second-factors.ts'
import { goOn } from '../sign-in.ts'
import { formTo, show } from '../visit.ts'
import {
  askedFor,
  enterHeld,
  enterMfa,
  errorFor,
  failed,
  logHeld,
  type MfaFactor,
  type MfaRoom,
  type MfaVisit,
  opened,
  progressOf,
  proved,
} from './factor.ts'

const FACTOR = 'recovery-code'
const SHOWN = ['mfa-recovery-code-enrollment', 'mfa-recovery-code-challenge-new-code'] as const

export const recoveryCode: MfaFactor = {
  factor: FACTOR,
  ways: ({ factors }) => (factors.methods.some(({ type }) => type === FACTOR) ? [{ id: FACTOR }] : []),
  async ask({ reply, url }) {
    return reply.redirect(url('mfa-recovery-code-challenge'), 303)
  },
}

async function showChallenge(visit: MfaVisit, errors: RecoveryCodeChallengePage['errors'] = [], status = 200) {
  // Whoever uses the last resort has lost what a browser would be remembered for.
  const { remember: _, ...page } = await askedFor(visit, 'mfa-recovery-code-challenge')
  return show(visit.room, visit.reply, 'mfa-recovery-code/mfa-recovery-code-challenge', { ...page, errors }, status)
}

export function recoveryCodePages(server: FastifyInstance, room: MfaRoom): void {
  server.get('/u/:uid/mfa-recovery-code-challenge', async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    return visit.ways.some(({ factor }) => factor === FACTOR)
      ? showChallenge(visit)
      : reply.redirect(visit.url('mfa'), 303)
  })

  server.post('/u/:uid/mfa-recovery-code-challenge', async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return reply
    if (!visit.ways.some(({ factor }) => factor === FACTOR)) return reply.redirect(visit.url('mfa'), 303)
    const { code } = readForm(request, ['code'])
    if (!isOwnForm(request)) return showChallenge(visit, [{ code: 'form-expired' }], 403)
    if (code.trim() === '') return showChallenge(visit, [{ code: 'no-recovery-code', field: 'code' }], 400)
    const proof = await proveRecoveryCode(visit.store, visit.held.user_id, code, now)
    if (proof.outcome === 'right') {
      const given = { factor: FACTOR, amr: ['kba'], remember: false, recovery_code: proof.next } as const
      return proved(visit, given, now)
    }
    await failed(visit, FACTOR, proof.outcome, now)
    const status = proof.outcome === 'too-many' ? 429 : 400
    return showChallenge(visit, [{ code: errorFor(proof.outcome), field: 'code' }], status)
  })

  for (const screen of SHOWN) {
    const path = `/u/:uid/${screen}`

    server.get(path, async (request, reply) => {
      const visit = await enterHeld(room, request, reply, screen, new Date())
      if (!visit) return reply
      const { client, held, tenant, url } = visit
      const { recovery } = progressOf(held)
      return show(room, reply, `mfa-recovery-code/${screen}`, {
        tenant,
        client,
        ...formTo(request, reply, url(screen)),
        code: opened(visit, recovery?.code ?? ''),
      })
    })

    /** She has saved it. One that is new counts from now on; one that followed another has since that was used. */
    server.post(path, async (request, reply) => {
      const now = new Date()
      const visit = await enterHeld(room, request, reply, screen, now)
      if (!visit) return reply
      if (!isOwnForm(request)) return reply.redirect(visit.url(screen), 303)
      const { held, store } = visit
      const { recovery, ...mfa } = progressOf(held)
      if (recovery && !recovery.next)
        await store.transaction(async tx => {
          await giveRecoveryCode(tx, held.user_id, now, opened(visit, recovery.code))
          const details = { authenticator: FACTOR }
          await logHeld(tx, visit, held, { type: 'gd_enrollment_complete', details }, now)
        })
      return goOn(visit, { ...held, mfa }, now)
    })
  }
}
