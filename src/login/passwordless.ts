// Sign in without a password: an address or a number, and the code or the link that is sent there. Known and unknown ones cost the same and are
// answered the same. A link signs in the browser that asked for it, by its person's POST; opened anywhere else it shows a code to type there.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { LoginPasswordlessPage } from '../http/pages.ts'
import { abortInteraction, isLostInteraction, type Sent } from '../oidc/interaction.ts'
import { isEmail } from '../store/email-addresses.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import type { JsonObject } from '../store/schema.ts'
import { takeBackFailedForm, workFor } from './bot-detection.ts'
import { askForCode, type CodeView, type SentClaim, showChallenge, statusOf, takeChallenge } from './code-challenge.ts'
import { countedAs, type PasswordlessConnection, type Ways } from './connection.ts'
import { codeIn, directCodes } from './direct-codes.ts'
import {
  type Address,
  LINK_PATH,
  LINK_SCREEN,
  type LinkOfClient,
  ofInteraction,
  openTicket,
  proveFirstCode,
  transactionOfClient,
} from './first-codes.ts'
import { readForm } from './form.ts'
import { nameSaid } from './login-id.ts'
import { countryShown, typedNumber } from './phone-field.ts'
import { signIn } from './sign-in.ts'
import { enter, enterPrompt, entranceOf, formTo, type Room, show, shownTenant, type Visit } from './visit.ts'

const PROMPT = 'login-passwordless'
/** Holds the link of an app on its way to the page where it is spent. */
const linkCookie = ({ store }: FastifyRequest) =>
  store.tenant.issuer.startsWith('https:') ? '__Secure-lintel_link' : 'lintel_link'
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
  const { client, reply, request, room, tenant, url, ways } = visit
  return show(
    room,
    reply,
    'login-passwordless/login-passwordless-lists',
    {
      tenant,
      client,
      ...formTo(request, reply, url(PROMPT), workFor(visit, ['passwordless'], url(PROMPT), errors)),
      by: { email: ways.email !== undefined, sms: ways.sms !== undefined },
      country: countryShown(request),
      values: { username: typed ?? nameSaid(visit) },
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
  if (email && isEmail(typed)) return { connection: email, address: { by: 'email', to: countedAs({ email: typed }) } }
  return { flaw: sms && (!email || /^[+\d]/.test(number)) ? 'invalid-phone-number' : 'invalid-email-format' }
}

export function passwordless(server: FastifyInstance, room: Room): void {
  const codes = directCodes(room)

  /** Undefined: answered, because nobody signs in so here. */
  async function enterPasswordless(request: FastifyRequest, reply: FastifyReply): Promise<Visit | undefined> {
    const visit = await enterPrompt(room, request, reply, 'login')
    if (!visit || visit.ways.email || visit.ways.sms) return visit
    reply.redirect(visit.url('login'), 303)
    return undefined
  }

  server.get(`/u/:uid/${PROMPT}`, async (request, reply) => {
    const visit = await enterPasswordless(request, reply)
    const raw = request.cookies[linkCookie(request)]
    const linked = visit && ofClient(visit, raw)
    if (visit && linked) return showLink(visit, linked.to, raw as string)
    return visit ? showStart(visit, undefined) : reply
  })

  server.post(`/u/:uid/${PROMPT}`, async (request, reply) => {
    const visit = await enterPasswordless(request, reply)
    if (!visit) return reply
    const { username } = readForm(request, ['username'])
    const typed = typedNumber(request, username.trim())
    if (!isOwnForm(request)) return showStart(visit, typed, [{ code: 'form-expired' }], 403)
    const meant = addressIn(visit.ways, typed)
    if ('flaw' in meant) return showStart(visit, typed, [{ code: meant.flaw, field: 'username' }], 400)
    const now = new Date()
    const refused = await askForCode(visit, { ...meant, identifier: typed }, now)
    if (refused) return showStart(visit, typed, [{ code: refused }], statusOf(refused))
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
      const refused = await askForCode(visit, { connection, identifier, address, link }, now)
      if (refused)
        return showChallenge(visit, challengeOf(screen), sent, { errors: [{ code: refused }] }, statusOf(refused))
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

  /** A link that an app asked for, opened in this browser: whom it may sign in to this very app. */
  function ofClient(
    visit: Visit,
    raw: string | undefined,
  ): (LinkOfClient & { code_id: string; code: string }) | undefined {
    const ticket = raw === undefined ? undefined : openTicket(room.seal, visit.store, raw, new Date())
    const { of_client, code_id = '', code = '' } = ticket ?? {}
    const { client_id } = visit.interaction.client
    if (of_client?.client_id !== client_id || of_client.connection_id !== visit.ways[of_client.by]?.id) return undefined
    return { ...of_client, code_id, code }
  }

  /** The app brings the code that was typed, and what it asks /authorize for (auth0-js: passwordlessVerify). From here on it is as a link. */
  async function linkOfCode(request: FastifyRequest): Promise<string | undefined> {
    const query = request.query as { [name: string]: unknown }
    const brought = await codeIn(request, query)
    if (brought.refused) return undefined
    const { client, connection, username, otp } = brought
    return codes.linkOf({ request, client, connection }, username, otp, query as JsonObject, new Date())
  }

  // The app's browser may be another one than this. Opening the link spends nothing: it leads to a sign-in of this browser, and is kept until then.
  server.get<{ Querystring: { ticket?: unknown } }>(LINK_PATH, async (request, reply) => {
    const { store } = request
    const raw = request.query.ticket ?? (await linkOfCode(request))
    const { of_client } = (typeof raw === 'string' && openTicket(room.seal, store, raw, new Date())) || {}
    const connections = of_client ? await store.facts.connections_of(of_client.client_id) : []
    const connection = connections.find(({ id }) => id === of_client?.connection_id)
    if (!of_client || !connection) return broken(request, reply)
    const secure = store.tenant.issuer.startsWith('https:')
    reply.setCookie(linkCookie(request), raw as string, {
      path: '/u',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: 900,
    })
    const query = new URLSearchParams(of_client.params)
    query.set('client_id', of_client.client_id)
    query.set('connection', connection.name)
    // Whoever is signed in here may be somebody else.
    query.set('prompt', 'login')
    return reply.redirect(`/authorize?${query}`, 303)
  })

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
      const ticket = typeof raw === 'string' ? openTicket(room.seal, store, raw, new Date()) : undefined
      if (!ticket) return broken(request, reply)
      const own = await enterOwn(request, reply, ticket.code_id)
      if (own) return showLink(own.visit, own.claim.sent.to, raw as string)
      // One that stands for itself is opened elsewhere.
      if (ticket.of_client) return broken(request, reply)
      return show(room, reply, 'login-passwordless/login-passwordless-other-device', {
        tenant: await shownTenant(store),
        code: ticket.code,
      })
    },
  )

  function showLink(visit: Visit, address: string, ticket: string, status = 200): FastifyReply {
    const { client, reply, request, tenant, url } = visit
    const form = { ...formTo(request, reply, url(LINK_SCREEN)), fields: { ticket } }
    const errors = status === 403 ? [{ code: 'form-expired' } as const] : []
    const data = { tenant, client, ...form, address, errors }
    return show(room, reply, 'login-passwordless/login-passwordless-link', data, status)
  }

  server.post<{ Params: { uid: string } }>(`/u/:uid/${LINK_SCREEN}`, async (request, reply) => {
    const { store } = request
    const { ticket: raw } = readForm(request, ['ticket'])
    const ticket = openTicket(room.seal, store, raw, new Date())
    if (!ticket) return broken(request, reply)
    const { code, code_id } = ticket
    let visit: Visit | undefined
    let sent: { address: Address; transaction: string } | undefined
    if (ticket.of_client) {
      visit = await enterPasswordless(request, reply)
      if (!visit) return reply
      const linked = ofClient(visit, raw)
      const address = linked && { by: linked.by, to: linked.to }
      if (address)
        sent = {
          address,
          transaction: transactionOfClient(store, linked.client_id, linked.connection_id, address),
        }
    } else {
      const own = await enterOwn(request, reply, code_id)
      visit = own?.visit
      if (own) {
        const { by, to } = own.claim.sent
        sent = { address: { by, to }, transaction: ofInteraction(own.visit.interaction.uid) }
      }
    }
    const connection = sent && visit?.ways[sent.address.by]
    if (!visit || !connection || !sent) return broken(request, reply)
    if (!isOwnForm(request)) return showLink(visit, sent.address.to, raw, 403)
    reply.clearCookie(linkCookie(request), { path: '/u' })
    const now = new Date()
    const tried = { request, client: visit.interaction.client, connection, code_id, typed: code, ...sent }
    const { proof, refused } = await proveFirstCode(room, tried, now)
    if (proof) {
      // What an app asked for came by no form.
      if (!ticket.of_client) await takeBackFailedForm(visit, 'passwordless')
      return signIn(visit, proof, now)
    }
    if (refused === 'blocked') return abortInteraction(request, reply, 'unauthorized', 'user is blocked')
    return broken(request, reply)
  })
}
