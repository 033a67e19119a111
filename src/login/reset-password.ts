// Forgotten passwords: asking for a link, which is answered alike for everybody, and the page that the link opens. Opening it spends
// nothing; the new password does. Each step stands on the ticket alone, so none can be skipped or taken out of order (CVE-2026-18963).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { passwordFlaw, passwordRules } from '../credentials/password-policy.ts'
import { BREACH_EVENTS, findBreach } from '../http/breached-passwords.ts'
import { isOwnForm } from '../http/csrf.ts'
import type { CodePage, ResetPasswordErrorPage, ResetPasswordPage, ResetPasswordRequestPage } from '../http/pages.ts'
import { type Claim, endSessions } from '../oidc/interaction.ts'
import { attributesOf } from '../store/attributes.ts'
import type { Client } from '../store/clients.ts'
import type { Ticket } from '../store/tickets.ts'
import { admitForm, noteFailedForm, workFor } from './bot-detection.ts'
import { showChallenge, statusOf } from './code-challenge.ts'
import { type DatabaseConnection, findDatabase } from './connection.ts'
import { readForm } from './form.ts'
import { nameSaid } from './login-id.ts'
import { confirmEmail, noticeOf, queueNotice } from './mails.ts'
import { flawError, unlessBusy } from './password.ts'
import { resendResetCode, resetsByCode, sendResetCode, takeResetCode } from './reset-password-code.ts'
import { admitMailRequest } from './throttles.ts'
import { ticketForm } from './ticket-page.ts'
import {
  enterSignIn,
  eventOf,
  formTo,
  homeOf,
  offersReset,
  type Room,
  type SignInVisit,
  show,
  shownClient,
  shownTenant,
  withResult,
} from './visit.ts'

const PATH = '/u/reset-verify'
const PURPOSE = 'reset_password'
/** Auth0's screen for a code of a mail, at an address of its own. */
const CODE_CHALLENGE = {
  view: 'email-otp-challenge/email-otp-challenge',
  screen: 'reset-password-code',
  edit: 'reset-password-request',
} as const
type CodeError = NonNullable<CodePage['errors']>[number]
type ResetClaim = Extract<Claim, { of: 'reset' }>
/** Longer than any name one signs in by. */
const LONGEST_IDENTIFIER = 320

/** Whether one signs in by more than an address. */
function hasOtherNames({ options }: DatabaseConnection): boolean {
  const { email, username, phone_number } = attributesOf(options)
  return username.identifier || phone_number.identifier || !email.identifier
}

function showRequest(
  visit: SignInVisit,
  typed: string,
  errors: NonNullable<ResetPasswordRequestPage['errors']> = [],
  status = 200,
): FastifyReply {
  const { connection, request, reply, room, tenant, client, url } = visit
  const has_username = hasOtherNames(connection)
  const action = url('reset-password-request')
  return show(
    room,
    reply,
    'reset-password/reset-password-request',
    {
      tenant,
      client,
      ...formTo(request, reply, action, workFor(visit, ['password_reset'], action, errors)),
      has_username,
      by_code: resetsByCode(connection),
      values: has_username ? { username: typed } : { email: typed },
      links: { login: url('login') },
      errors,
    },
    status,
  )
}

/** A ticket whose connection and identity are still there. */
type Opened = { raw: string; ticket: Ticket; connection: DatabaseConnection; client: Client | undefined }

async function showProblem(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  reason: ResetPasswordErrorPage['reason'],
): Promise<FastifyReply> {
  const tenant = await shownTenant(request.store)
  const links = { request: await homeOf(request.store, undefined) }
  return show(room, reply, 'reset-password/reset-password-error', { tenant, reason, links }, 400)
}

const REASONS = { used: 'Used', expired: 'Expired' } as const

/** Undefined: the request has been answered, with what is wrong with the link. */
async function open(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  raw: unknown,
  now: Date,
): Promise<Opened | undefined> {
  const { store } = request
  const ticket = typeof raw === 'string' ? await store.tickets.find(raw, PURPOSE, now) : undefined
  const connection = ticket && (await findDatabase(store, ticket.connection_id))
  if (typeof raw !== 'string' || !ticket || !connection || ticket.state !== 'live') {
    await showProblem(room, request, reply, ticket && ticket.state !== 'live' ? REASONS[ticket.state] : 'Generic')
    return undefined
  }
  const client = ticket.client_id === null ? undefined : await store.facts.client(ticket.client_id)
  return { raw, ticket, connection, client }
}

async function showForm(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { raw, ticket, connection }: Opened,
  errors: NonNullable<ResetPasswordPage['errors']> = [],
  status = 200,
  password?: string,
): Promise<FastifyReply> {
  return show(
    room,
    reply,
    'reset-password/reset-password',
    {
      ...(await ticketForm(request, reply, PATH, raw, ticket)),
      password_rules: passwordRules(connection.options, password),
      errors,
    },
    status,
  )
}

export function resetPassword(server: FastifyInstance, room: Room): void {
  server.get('/u/:uid/reset-password-request', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    if (!offersReset(visit, visit.connection)) return reply.redirect(visit.url('login'), 303)
    return showRequest(visit, nameSaid(visit) ?? '')
  })

  server.post('/u/:uid/reset-password-request', async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    const { connection, interaction, store, tenant, client, url } = visit
    if (!offersReset(visit, connection)) return reply.redirect(url('login'), 303)
    const has_username = hasOtherNames(connection)
    const name = has_username ? 'username' : 'email'
    const form = readForm(request, [name, 'action'])
    const typed = (form[name] ?? '').trim()
    if (!isOwnForm(request)) return showRequest(visit, typed, [{ code: 'form-expired' }], 403)
    if (typed === '') {
      return showRequest(visit, '', [{ code: has_username ? 'no-username' : 'no-email', field: name }], 400)
    }

    const now = new Date()
    if (!(await admitForm(visit, 'password_reset', now)))
      return showRequest(visit, typed, [{ code: 'challenge-required' }], 400)
    // Cut within a character it could not be stored.
    const identifier = typed.toLowerCase().slice(0, LONGEST_IDENTIFIER).toWellFormed()
    const admitted = await admitMailRequest(store, identifier, request.ip, now)
    if (admitted !== 'ok') {
      const code = admitted === 'network' ? 'ip-blocked' : 'too-many-email'
      return showRequest(visit, typed, [{ code }], 429)
    }
    // What comes of it only the mail says.
    await noteFailedForm(visit, 'password_reset', now)
    if (resetsByCode(connection)) {
      await sendResetCode(visit, identifier, typed, now)
      return reply.redirect(url(CODE_CHALLENGE.screen), 303)
    }
    await store.enqueue('reset_password_requested', {
      connection_id: connection.id,
      identifier,
      client_id: interaction.client.client_id,
      ip: request.ip,
      user_agent: request.headers['user-agent'],
    })
    return show(room, reply, 'reset-password/reset-password-email', {
      tenant,
      client,
      ...formTo(request, reply, url('reset-password-request')),
      has_username,
      identifier: typed,
      resent: form.action === 'resend',
      links: { login: url('login') },
    })
  })

  /** Undefined: answered. There is no page of a code before one was asked for. */
  async function enterSent(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ visit: SignInVisit; claim: ResetClaim } | undefined> {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return undefined
    const { connection, interaction, url } = visit
    const { claim } = interaction
    // A way that was closed meanwhile is closed.
    const isOpen = offersReset(visit, connection) && resetsByCode(connection)
    if (claim?.of === 'reset' && claim.connection_id === connection.id && isOpen) return { visit, claim }
    reply.redirect(url('reset-password-request'), 303)
    return undefined
  }

  server.get(`/u/:uid/${CODE_CHALLENGE.screen}`, async (request, reply) => {
    const asked = await enterSent(request, reply)
    return asked ? showChallenge(asked.visit, CODE_CHALLENGE, asked.claim.sent) : reply
  })

  server.post(`/u/:uid/${CODE_CHALLENGE.screen}`, async (request, reply) => {
    const asked = await enterSent(request, reply)
    if (!asked) return reply
    const { visit, claim } = asked
    const { sent } = claim
    const now = new Date()
    const again = (error: CodeError, status: number) =>
      showChallenge(visit, CODE_CHALLENGE, sent, { errors: [error] }, status)
    if (!isOwnForm(request)) return again({ code: 'form-expired' }, 403)
    const { action, code } = readForm(request, ['action', 'code'])
    if (action === 'resend') {
      const refused = await resendResetCode(visit, claim, now)
      return refused
        ? again({ code: refused }, statusOf(refused))
        : showChallenge(visit, CODE_CHALLENGE, sent, { resent: true })
    }
    if (code.trim() === '') return again({ code: 'no-code', field: 'code' }, 400)
    const { refused, ticket } = await takeResetCode(visit, sent, code, now)
    if (refused) return again({ code: refused, field: 'code' }, 400)
    const opened = await open(room, request, reply, ticket, now)
    return opened ? showForm(room, request, reply, opened) : reply
  })

  server.get<{ Querystring: { ticket?: unknown } }>(PATH, async (request, reply) => {
    const opened = await open(room, request, reply, request.query.ticket, new Date())
    return opened ? showForm(room, request, reply, opened) : reply
  })

  server.post(PATH, async (request, reply) => {
    const { store } = request
    const now = new Date()
    const form = readForm(request, ['ticket', 'password-reset', 're-enter-password'])
    const opened = await open(room, request, reply, form.ticket, now)
    if (!opened) return reply
    if (!isOwnForm(request)) return showForm(room, request, reply, opened, [{ code: 'form-expired' }], 403)

    const { raw, ticket, connection, client } = opened
    const { user_id, connection_id, identity_user_id, email } = ticket
    const password = form['password-reset']
    const errors: NonNullable<ResetPasswordPage['errors']>[number][] = []
    if (password === '') errors.push({ code: 'no-password-reset', field: 'password-reset' })
    else {
      const flaw = passwordFlaw(connection.options, password, (await store.users.find(user_id)) ?? {})
      if (flaw) errors.push({ ...flawError(flaw), field: 'password-reset' })
      else if (form['re-enter-password'] === '')
        errors.push({ code: 'no-re-enter-password', field: 're-enter-password' })
      else if (form['re-enter-password'] !== password)
        errors.push({ code: 'password-mismatch', field: 're-enter-password' })
    }
    const stage = 'pre-change-password'
    const breach = errors.length === 0 ? await findBreach(store, room.breaches, stage, password) : undefined
    if (breach) {
      const event = { type: BREACH_EVENTS[stage], user_id, user_name: email ?? undefined }
      await store.logs.write(eventOf(request, { connection, client }, event), now)
      if (breach.blocks) errors.push({ code: 'password-breached', field: 'password-reset' })
    }
    if (errors.length > 0) return showForm(room, request, reply, opened, errors, 400, password || undefined)

    const password_hash = await unlessBusy(() => room.hasher.hash(password))
    if (password_hash === undefined) return showForm(room, request, reply, opened, [{ code: 'server-busy' }], 429)

    const about = { user_id, user_name: email ?? undefined }
    const problem = await store.transaction(async tx => {
      if (!(await tx.tickets.consume(raw, PURPOSE, now))) return 'Used'
      const write = (type: string, description?: string) =>
        tx.logs.write(eventOf(request, { connection, client }, { type, ...about, description }), now)
      // Bound to the account and to the address that it was sent to: one that was changed meanwhile opens nothing any more.
      const holder = email === null ? undefined : await tx.users.findCredentials(connection_id, { email })
      const holds = email === null || (holder?.user_id === user_id && holder.identity_user_id === identity_user_id)
      if (!holds || !(await tx.users.setPassword(user_id, connection_id, identity_user_id, password_hash, now))) {
        await write('fcp', 'The link was issued for an address that is no longer the account’s.')
        return 'Generic'
      }
      await tx.tickets.consumeAll(ticket, now)
      if (ticket.options.mark_email_as_verified === true && email !== null) {
        const before = await tx.users.findAccount(user_id)
        // Who wrote down an address that nobody had shown to be hers may have left more than a password (pre-hijacking).
        if (before?.email === email && !before.email_verified) {
          const left = (await tx.authentication_methods.removeAll(user_id, { types: ['passkey'] })).map(
            ({ type }) => type,
          )
          // A code to it signs in.
          if (before.phone_number !== null) {
            await tx.users.update(user_id, { phone_number: null }, now)
            left.push('phone')
          }
          for (const type of left) await queueNotice(tx, room, noticeOf(type, 'removed'), { user_id, email }, now)
          if (left.length > 0) await write('gd_unenroll', 'Made before the address was known to be hers.')
        }
        await confirmEmail(tx, room, { user_id, email, client_id: ticket.client_id }, now)
      }
      await endSessions(tx, { user_id, refresh_tokens: true, initiator: 'password-changed' }, now)
      // Those too whose session ended before.
      await tx.grants.revoke({ user_id }, now)
      await tx.attempts.forget(await tx.users.listSignInNames(user_id))
      await queueNotice(tx, room, 'password-changed', { user_id, email }, now)
      await write('scp')
      return undefined
    })
    if (problem) return showProblem(room, request, reply, problem)
    const result_url = withResult(ticket, true, 'You can now login to the application with the new password.')
    if (result_url) return reply.redirect(result_url, 303)
    const { interaction } = ticket.options
    return show(room, reply, 'reset-password/reset-password-success', {
      tenant: await shownTenant(store),
      client: client && shownClient(client),
      // Who was on her way to an app goes on with that.
      links: { continue: typeof interaction === 'string' ? `/u/${interaction}` : await homeOf(store, client) },
    })
  })
}
