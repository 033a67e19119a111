// Security keys, and what a device knows its user by (fingerprint, face, screen lock): adding one and answering with it. Only a script can ask an
// authenticator; who has none is told so, and finds her way to another factor.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { methodsOf } from '../../credentials/webauthn.ts'
import { isOwnForm } from '../../http/csrf.ts'
import type { WebauthnChallengePage, WebauthnEnrollmentPage, WebauthnNicknamePage } from '../../http/pages.ts'
import { readUserAgent } from '../../http/user-agent.ts'
import type { AuthenticationMethod } from '../../store/authentication-methods.ts'
import { readCredential, readForm } from '../form.ts'
import { proceed } from '../sign-in.ts'
import { formTo, show } from '../visit.ts'
import {
  beginWebauthnEnrollment,
  beginWebauthnProof,
  finishWebauthnEnrollment,
  proveWebauthn,
  relyingPartyOf,
} from '../webauthn.ts'
import {
  added,
  askedFor,
  enterMfa,
  failed,
  type MfaFactor,
  type MfaRoom,
  type MfaSubject,
  type MfaVisit,
  progressOf,
  proved,
} from './factor.ts'

type Factor = 'webauthn-roaming' | 'webauthn-platform'
const NICKNAME = 'mfa-webauthn-change-key-nickname'
const SUCCESS = 'mfa-webauthn-enrollment-success'
const LONGEST_NAME = 100

const keysOf = ({ factors }: MfaSubject, factor: Factor) => factors.methods.filter(({ type }) => type === factor)

/** Those that this issuer may ask for: a key is for one relying party. */
function usable(visit: MfaSubject, factor: Factor): AuthenticationMethod[] {
  const party = relyingPartyOf(visit.store)
  return keysOf(visit, factor).filter(({ relying_party_identifier }) => relying_party_identifier === party?.id)
}

const showNotAvailable = ({ client, reply, room, tenant, url, ways }: MfaVisit, adding: boolean) =>
  show(room, reply, 'mfa-webauthn/mfa-webauthn-not-available-error', {
    tenant,
    client,
    links: {
      other: adding || ways.length > 1 ? url(adding ? 'mfa-begin-enroll-options' : 'mfa-login-options') : undefined,
    },
  })

function factorPages(factor: Factor) {
  const [enrollment, challenge] = [`mfa-${factor}-enrollment`, `mfa-${factor}-challenge`] as const
  const enrolmentOf = ({ held, interaction }: MfaVisit) => ({
    user_id: held.user_id,
    type: factor,
    transaction: interaction.uid,
  })

  const page: MfaFactor = {
    factor,
    // Whether this browser has it at hand or not: what she has added is what she is asked for. Any of hers will do.
    ways: visit => (keysOf(visit, factor).length === 0 ? [] : [{ id: factor }]),
    ask: async ({ reply, url }) => reply.redirect(url(challenge), 303),
    add: async ({ reply, url }) => reply.redirect(url(enrollment), 303),
  }

  async function showEnrollment(
    visit: MfaVisit,
    errors: WebauthnEnrollmentPage['errors'] = [],
    status = 200,
  ): Promise<FastifyReply> {
    const { client, reply, request, room, store, tenant, url, addable } = visit
    if (!relyingPartyOf(store)) return showNotAvailable(visit, true)
    const ceremony = JSON.stringify(await beginWebauthnEnrollment(store, enrolmentOf(visit), new Date()))
    const links = { other: addable.length > 1 ? url('mfa-begin-enroll-options') : undefined }
    const data = { tenant, client, ...formTo(request, reply, url(enrollment)), ceremony, links, errors }
    return show(room, reply, `mfa-webauthn/${enrollment}`, data, status)
  }

  async function showChallenge(
    visit: MfaVisit,
    errors: WebauthnChallengePage['errors'] = [],
    status = 200,
  ): Promise<FastifyReply> {
    const { held, interaction, reply, room, store } = visit
    const methods = usable(visit, factor)
    if (methods.length === 0) return showNotAvailable(visit, false)
    const asked = { user_id: held.user_id, transaction: interaction.uid, methods }
    const ceremony = JSON.stringify(beginWebauthnProof(store, asked, new Date()))
    const data = { ...(await askedFor(visit, challenge)), ceremony, errors }
    return show(room, reply, `mfa-webauthn/${challenge}`, data, status)
  }

  function register(server: FastifyInstance, room: MfaRoom): void {
    server.get(`/u/:uid/${enrollment}`, async (request, reply) => {
      const visit = await enterMfa(room, request, reply, new Date(), { adding: true })
      if (!visit) return reply
      return visit.addable.some(one => one.factor === factor)
        ? showEnrollment(visit)
        : reply.redirect(visit.url('mfa'), 303)
    })

    server.post(`/u/:uid/${enrollment}`, async (request, reply) => {
      const now = new Date()
      const visit = await enterMfa(room, request, reply, now, { adding: true })
      if (!visit) return reply
      const { held, store } = visit
      if (!visit.addable.some(one => one.factor === factor) || !relyingPartyOf(store))
        return reply.redirect(visit.url('mfa'), 303)
      const { credential } = readForm(request, ['credential'])
      if (!isOwnForm(request)) return showEnrollment(visit, [{ code: 'form-expired' }], 403)
      const enrolled = await finishWebauthnEnrollment(
        store,
        {
          ...enrolmentOf(visit),
          answer: readCredential(credential),
          user_agent: request.headers['user-agent'],
        },
        now,
        { after: tx => added(tx, visit, factor, now) },
      )
      if (enrolled.outcome === 'right') {
        const { method, user_verified } = enrolled
        return proceed(visit, { ...held, mfa: { enrolled: { id: method.id, user_verified } } }, NICKNAME)
      }
      if (enrolled.outcome === 'too-many') return showEnrollment(visit, [{ code: 'too-many-failures' }], 429)
      return showEnrollment(
        visit,
        [{ code: enrolled.outcome === 'gone' ? 'webauthn-expired' : 'webauthn-failed' }],
        400,
      )
    })

    server.get(`/u/:uid/${challenge}`, async (request, reply) => {
      const visit = await enterMfa(room, request, reply, new Date())
      if (!visit) return reply
      return visit.ways.some(one => one.factor === factor)
        ? showChallenge(visit)
        : reply.redirect(visit.url('mfa'), 303)
    })

    server.post(`/u/:uid/${challenge}`, async (request, reply) => {
      const now = new Date()
      const visit = await enterMfa(room, request, reply, now)
      if (!visit) return reply
      const { held, interaction, store } = visit
      const methods = usable(visit, factor)
      if (methods.length === 0) return reply.redirect(visit.url('mfa'), 303)
      const { credential, rememberBrowser } = readForm(request, ['credential', 'rememberBrowser'])
      if (!isOwnForm(request)) return showChallenge(visit, [{ code: 'form-expired' }], 403)
      const proof = await proveWebauthn(
        store,
        { user_id: held.user_id, transaction: interaction.uid, methods, answer: readCredential(credential) },
        now,
      )
      if (proof.outcome === 'right') {
        const remember = rememberBrowser === 'true'
        return proved(visit, { factor, amr: methodsOf(proof.assertion), remember }, now)
      }
      await failed(visit, factor, proof.outcome, now)
      if (proof.outcome === 'too-many') return showChallenge(visit, [{ code: 'too-many-failures' }], 429)
      return showChallenge(visit, [{ code: proof.outcome === 'gone' ? 'webauthn-expired' : 'webauthn-failed' }], 400)
    })
  }
  return { page, register }
}

const FACTORS = [factorPages('webauthn-roaming'), factorPages('webauthn-platform')]

/** A key of a person's pocket before what the device has: the first is at hand wherever she is. */
export const webauthn: readonly MfaFactor[] = FACTORS.map(({ page }) => page)

/** The key that she has just added; undefined: she has not. */
function justAdded({ factors, held }: MfaVisit) {
  const { enrolled } = progressOf(held)
  const method = enrolled && factors.methods.find(({ id }) => id === enrolled.id)
  return method && { method, factor: method.type as Factor, user_verified: enrolled.user_verified }
}

const isPlatform = ({ type }: AuthenticationMethod) => type === 'webauthn-platform'

export function webauthnPages(server: FastifyInstance, room: MfaRoom): void {
  for (const { register } of FACTORS) register(server, room)

  const showNickname = (
    visit: MfaVisit,
    method: AuthenticationMethod,
    name: string,
    errors: WebauthnNicknamePage['errors'] = [],
    status = 200,
  ) => {
    const { client, reply, request, room, tenant, url } = visit
    const data = { tenant, client, ...formTo(request, reply, url(NICKNAME)), platform: isPlatform(method) }
    return show(room, reply, `mfa-webauthn/${NICKNAME}`, { ...data, values: { nickname: name }, errors }, status)
  }

  server.get(`/u/:uid/${NICKNAME}`, async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    const added = justAdded(visit)
    if (!added) return reply.redirect(visit.url('mfa'), 303)
    const ofDevice = isPlatform(added.method) ? readUserAgent(request.headers['user-agent'])?.system : undefined
    return showNickname(visit, added.method, added.method.name ?? ofDevice ?? '')
  })

  server.post(`/u/:uid/${NICKNAME}`, async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    const added = justAdded(visit)
    if (!added) return reply.redirect(visit.url('mfa'), 303)
    const { nickname } = readForm(request, ['nickname'])
    const name = nickname.trim()
    if (!isOwnForm(request)) return showNickname(visit, added.method, name, [{ code: 'form-expired' }], 403)
    const code = name === '' ? 'no-nickname' : name.length > LONGEST_NAME ? 'nickname-too-long' : undefined
    if (code) return showNickname(visit, added.method, name, [{ code, field: 'nickname' }], 400)
    await visit.store.authentication_methods.update(visit.held.user_id, added.method.id, { name })
    return reply.redirect(visit.url(SUCCESS), 303)
  })

  server.get(`/u/:uid/${SUCCESS}`, async (request, reply) => {
    const visit = await enterMfa(room, request, reply, new Date())
    if (!visit) return reply
    const added = justAdded(visit)
    if (!added) return reply.redirect(visit.url('mfa'), 303)
    const { client, tenant, url } = visit
    const data = { tenant, client, ...formTo(request, reply, url(SUCCESS)), platform: isPlatform(added.method) }
    return show(visit.room, reply, `mfa-webauthn/${SUCCESS}`, data)
  })

  server.post(`/u/:uid/${SUCCESS}`, async (request, reply) => {
    const now = new Date()
    const visit = await enterMfa(room, request, reply, now)
    if (!visit) return reply
    const added = justAdded(visit)
    if (!added || !isOwnForm(request)) return reply.redirect(visit.url(added ? SUCCESS : 'mfa'), 303)
    // Adding it was proving it.
    return proved(visit, { factor: added.factor, amr: methodsOf(added), remember: false }, now)
  })
}
