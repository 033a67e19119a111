// Sign in without a password: an address or a number, and the code or the link that is sent there. Known and unknown ones cost the same and are
// answered the same. A link signs in the browser that asked for it, by its person's POST; opened anywhere else it shows a code to type there.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginPasswordlessPage } from '../http/pages.ts'
import { abortInteraction, isLostInteraction, type Sent } from '../oidc/interaction.ts'
import { isEmail } from '../store/email-addresses.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import { askForCode, type CodeView, type SentClaim, showChallenge, takeChallenge } from './code-challenge.ts'
import type { PasswordlessConnection, Ways } from './connection.ts'
import { type Address, LINK_SCREEN, ofInteraction, openTicket, proveFirstCode } from './first-codes.ts'
import { readForm } from './form.ts'
import { signIn } from './sign-in.ts'
import { enter, enterPrompt, entranceOf, formTo, type Room, show, shownTenant, type Visit } from './visit.ts'

const PROMPT = 'login-passwordless'
type Errors = NonNullable<LoginPasswordlessPage['errors']>
type Screen = 'login-passwordless-email-code' | 'login-passwordless-email-link' | 'login-passwordless-sms-otp'
const SCREENS: readonly Screen[] = [
  'login-passwordless-email-code',
  'login-passwordless-email-link',
  'login-passwordless-sms-otp',
]

const screenOf = ({ by, link }: Pick<Sent, 'by' | 'link'>): Screen => {
  if (by === 'sms') return 'login-passwordless-sms-otp'
  return link ? 'login-passwordless-email-link' : 'login-passwordless-email-code'
}
const challengeOf = (screen: Screen) =>
  ({ view: `${PROMPT}/${screen}` satisfies CodeView, screen, edit: PROMPT }) as const

function showStart(visit: Visit, typed: string | undefined, errors: Errors = [], status = 200): FastifyReply {
  const { client, interaction, reply, request, room, tenant, url, ways } = visit
  return show(
    room,
    reply,
    'login-passwordless/login-passwordless-lists',
    {
      tenant,
      client,
      ...formTo(request, reply, url(PROMPT)),
      by: { email: ways.email !== undefined, sms: ways.sms !== undefined },
      values: { username: typed ?? interaction.login_hint },
      links: { login: ways.database ? url(entranceOf(visit)) : undefined },
      errors,
    },
    status,
  )
}

/** Where the name that was typed leads. */
export function addressIn(
  { email, sms }: Pick<Ways, 'email' | 'sms'>,
  typed: string,
): { connection: PasswordlessConnection; address: Address } | { flaw: Errors[number]['code'] } {
  const number = readPhoneNumber(typed)
  if (typed === '') return { flaw: email && sms ? 'no-name' : sms ? 'no-phone-number' : 'no-email' }
  if (sms && isPhoneNumber(number)) return { connection: sms, address: { by: 'sms', to: number } }
  if (email && isEmail(typed)) return { connection: email, address: { by: 'email', to: typed.toLowerCase() } }
  return { flaw: sms && (!email || /^[+\d]/.test(number)) ? 'invalid-phone-number' : 'invalid-email-format' }
}

export function passwordless(server: FastifyInstance, room: Room): void {
  /** Undefined: answered, because nobody signs in so here. */
  async function enterPasswordless(request: FastifyRequest, reply: FastifyReply): Promise<Visit | undefined> {
    const visit = await enterPrompt(room, request, reply, 'login')
    if (!visit || visit.ways.email || visit.ways.sms) return visit
    reply.redirect(visit.url('login'), 303)
    return undefined
  }

  server.get(`/u/:uid/${PROMPT}`, async (request, reply) => {
    const visit = await enterPasswordless(request, reply)
    return visit
      ? showStart(visit, visit.interaction.claim?.of === 'login' ? visit.interaction.claim.identifier : undefined)
      : reply
  })

  server.post(`/u/:uid/${PROMPT}`, async (request, reply) => {
    const visit = await enterPasswordless(request, reply)
    if (!visit) return reply
    const typed = readForm(request, ['username']).username.trim()
    if (!isOwnForm(request)) return showStart(visit, typed, [{ code: 'form-expired' }], 403)
    const meant = addressIn(visit.ways, typed)
    if ('flaw' in meant) return showStart(visit, typed, [{ code: meant.flaw, field: 'username' }], 400)
    const asked = await askForCode(visit, { ...meant, identifier: typed }, new Date())
    if (!asked) return showStart(visit, typed, [{ code: 'too-many-codes' }], 429)
    return reply.redirect(visit.url(screenOf(meant.address)), 303)
  })

  type Asked = { visit: Visit; connection: PasswordlessConnection; claim: SentClaim }

  /** Undefined: answered. What was sent has a page of its own, and none can be had before something was. */
  async function enterSent(request: FastifyRequest, reply: FastifyReply, screen: Screen): Promise<Asked | undefined> {
    const visit = await enterPasswordless(request, reply)
    if (!visit) return undefined
    const { claim } = visit.interaction
    const sent = claim?.of === 'login' ? claim.sent : undefined
    const connection = sent && visit.ways[sent.by]
    if (claim?.of === 'login' && sent && connection?.id === claim.connection_id && screenOf(sent) === screen)
      return { visit, connection, claim: { ...claim, sent } }
    reply.redirect(visit.url(PROMPT), 303)
    return undefined
  }

  for (const screen of SCREENS) {
    server.get(`/u/:uid/${screen}`, async (request, reply) => {
      const asked = await enterSent(request, reply, screen)
      return asked ? showChallenge(asked.visit, challengeOf(screen), asked.claim.sent) : reply
    })

    server.post(`/u/:uid/${screen}`, async (request, reply) => {
      const asked = await enterSent(request, reply, screen)
      if (!asked) return reply
      const { claim, connection, visit } = asked
      const now = new Date()
      const taken = await takeChallenge(visit, challengeOf(screen), connection, claim, now)
      if (typeof taken !== 'string') return taken
      const { identifier, sent } = claim
      if (sent.by !== 'email' || (taken !== 'link' && taken !== 'code')) return reply.redirect(visit.url(screen), 303)
      const link = taken === 'link'
      const address = { by: sent.by, to: sent.to }
      if (!(await askForCode(visit, { connection, identifier, address, link }, now)))
        return showChallenge(visit, challengeOf(screen), sent, { errors: [{ code: 'too-many-codes' }] }, 429)
      return reply.redirect(visit.url(screenOf({ by: sent.by, link })), 303)
    })
  }

  // --- the link ---

  const broken = async (request: FastifyRequest, reply: FastifyReply) =>
    show(
      room,
      reply,
      'login-passwordless/login-passwordless-link-error',
      { tenant: await shownTenant(request.store) },
      400,
    )

  /** The visit in which a link was asked for, if it was in this browser, and nothing was sent since. */
  async function enterOwn(request: FastifyRequest, reply: FastifyReply, code_id: string): Promise<Asked | undefined> {
    try {
      const visit = await enter(room, request, reply)
      const { claim, prompt } = visit.interaction
      const sent = claim?.of === 'login' ? claim.sent : undefined
      const connection = visit.ways.email
      if (prompt !== 'login' || claim?.of !== 'login' || !sent || sent.code_id !== code_id) return undefined
      return connection?.id === claim.connection_id ? { visit, connection, claim: { ...claim, sent } } : undefined
    } catch (error) {
      if (isLostInteraction(error)) return undefined
      throw error
    }
  }

  // Mail scanners open links, some with scripts: what opens it spends nothing.
  server.get<{ Params: { uid: string }; Querystring: { ticket?: unknown } }>(
    `/u/:uid/${LINK_SCREEN}`,
    async (request, reply) => {
      const { store } = request
      const { ticket: raw } = request.query
      const ticket = typeof raw === 'string' ? openTicket(room.seal, store, raw) : undefined
      if (!ticket) return broken(request, reply)
      const own = await enterOwn(request, reply, ticket.code_id)
      if (own) return showLink(own, raw as string)
      return show(room, reply, 'login-passwordless/login-passwordless-other-device', {
        tenant: await shownTenant(store),
        code: ticket.code,
      })
    },
  )

  function showLink({ claim, visit }: Asked, ticket: string, status = 200): FastifyReply {
    const { client, reply, request, tenant, url } = visit
    const form = { ...formTo(request, reply, url(LINK_SCREEN)), fields: { ticket } }
    const page = { tenant, client, ...form, address: claim.sent.to }
    return show(room, reply, 'login-passwordless/login-passwordless-link', page, status)
  }

  server.post<{ Params: { uid: string } }>(`/u/:uid/${LINK_SCREEN}`, async (request, reply) => {
    const { store } = request
    const { ticket: raw } = readForm(request, ['ticket'])
    const ticket = openTicket(room.seal, store, raw)
    const own = ticket && (await enterOwn(request, reply, ticket.code_id))
    if (!own) return broken(request, reply)
    if (!isOwnForm(request)) return showLink(own, raw, 403)
    const { claim, connection, visit } = own
    const { client, uid } = visit.interaction
    const { by, to, code_id } = claim.sent
    const tried = { request, client, connection, code_id, address: { by, to }, transaction: ofInteraction(uid) }
    const now = new Date()
    const { proof, refused } = await proveFirstCode(room, { ...tried, typed: ticket.code }, now)
    if (proof) return signIn(visit, proof, now)
    if (refused === 'blocked') return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
    return broken(request, reply)
  })
}
