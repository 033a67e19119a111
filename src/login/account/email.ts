// Another address. It counts once its owner has opened the link that was sent there; the old one is told.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LintelError } from '../../errors.ts'
import { isOwnForm } from '../../http/csrf.ts'
import { queueMail, TICKET_LIFETIME_SECONDS, ticketUrl } from '../../http/mail.ts'
import type { AccountEmailPage } from '../../http/pages.ts'
import { endSessions } from '../../oidc/interaction.ts'
import type { Account } from '../../store/accounts.ts'
import { isEmail } from '../../store/email-addresses.ts'
import { readForm } from '../form.ts'
import { maskedEmail, maskedPhone } from '../mfa/sent-code.ts'
import { admitEnrollment, admitMail } from '../throttles.ts'
import { eventOf, formTo, type Room, show, shownTenant } from '../visit.ts'
import { ACCOUNT, accountForm, enterAccount, enterAccountForm, type Mine, ownEvent } from './mine.ts'

export const EMAIL = `${ACCOUNT}/email`
const CONFIRM = `${EMAIL}/confirm`
const PURPOSE = 'change_email'
type Errors = NonNullable<AccountEmailPage['errors']>

/** Enough for its owner to know it by: who was sent the link may be a stranger. */
function maskedName({ email, username, phone_number, name }: Account): string {
  if (email !== null) return maskedEmail(email)
  if (phone_number !== null) return maskedPhone(phone_number)
  return (username ?? name ?? '').replace(/^(.).*$/s, '$1***')
}

const showEmail = (
  mine: Mine,
  { typed, errors = [], status = 200, sent }: { typed?: string; errors?: Errors; status?: number; sent?: string } = {},
): FastifyReply =>
  show(
    mine.room,
    mine.reply,
    'account/account-email',
    {
      tenant: mine.tenant,
      ...accountForm(mine, EMAIL),
      email: mine.session.account.email,
      values: { email: typed },
      sent,
      errors,
    },
    status,
  )

export function accountEmail(server: FastifyInstance, room: Room): void {
  const options = { path: EMAIL, fresh: true }

  server.get(EMAIL, async (request, reply) => {
    const mine = await enterAccount(room, request, reply, options)
    if (!mine) return reply
    return (await room.hasMail(mine.store)) ? showEmail(mine) : reply.redirect(ACCOUNT, 303)
  })

  server.post(EMAIL, async (request, reply) => {
    const mine = await enterAccountForm(room, request, reply, options)
    if (!mine) return reply
    if (!(await room.hasMail(mine.store))) return reply.redirect(ACCOUNT, 303)
    const { store, user_id, session } = mine
    const typed = readForm(request, ['email']).email.trim()
    const email = typed.toLowerCase()
    if (typed === '') return showEmail(mine, { errors: [{ code: 'no-email', field: 'email' }], status: 400 })
    if (!isEmail(email))
      return showEmail(mine, { typed, errors: [{ code: 'invalid-email-format', field: 'email' }], status: 400 })
    const now = new Date()
    // For her, and for whoever's mailbox it is.
    if (!(await admitMail(store, user_id, PURPOSE, now)) || !(await admitEnrollment(store, email, now)))
      return showEmail(mine, { typed, errors: [{ code: 'too-many-email' }], status: 429 })
    const [identity] = await store.users.listIdentities(user_id)
    if (!identity) throw new LintelError('inexistent_user', 'The user does not exist.')
    const { connection_id, identity_user_id } = identity
    const expires_at = new Date(now.getTime() + TICKET_LIFETIME_SECONDS * 1000)
    await store.transaction(async tx => {
      // The last one that was asked for counts.
      await tx.tickets.consumeAll({ purpose: PURPOSE, connection_id, identity_user_id }, now)
      const ticket = await tx.tickets.create(
        {
          purpose: PURPOSE,
          user_id,
          connection_id,
          identity_user_id,
          email,
          options: { from: session.account.email, session_id: session.id },
          expires_at,
        },
        now,
      )
      const url = ticketUrl(store.tenant.issuer, PURPOSE, ticket)
      await queueMail(tx, { mail: 'confirm-email', to: email, user_id, data: { url, expires_at } })
      await tx.logs.write(
        ownEvent(mine, { type: 'ce', description: 'A new email address waits to be confirmed.' }),
        now,
      )
    })
    return showEmail(mine, { sent: typed })
  })

  // The link: whoever opens it has the mailbox, and need not be signed in on that device.
  async function showOutcome(request: FastifyRequest, reply: FastifyReply, outcome: 'done' | 'failed') {
    const tenant = await shownTenant(request.store)
    const status = outcome === 'done' ? 200 : 400
    return show(room, reply, 'account/account-email-confirm', { tenant, outcome, links: { back: ACCOUNT } }, status)
  }

  // Whose account it will belong to stands there: somebody else may have entered her address, and would have it.
  async function showConfirm(request: FastifyRequest, reply: FastifyReply, raw: string): Promise<FastifyReply> {
    const { store } = request
    const ticket = await store.tickets.find(raw, PURPOSE, new Date())
    const account = ticket?.state === 'live' ? await store.users.findAccount(ticket.user_id) : undefined
    if (!ticket || !account) return showOutcome(request, reply, 'failed')
    return show(room, reply, 'account/account-email-confirm', {
      tenant: await shownTenant(request.store),
      ...formTo(request, reply, CONFIRM),
      fields: { ticket: raw },
      email: ticket.email,
      account: maskedName(account),
      links: { back: ACCOUNT },
    })
  }

  server.get<{ Querystring: { ticket?: unknown } }>(CONFIRM, async (request, reply) => {
    const { ticket } = request.query
    return showConfirm(request, reply, typeof ticket === 'string' ? ticket : '')
  })

  server.post(CONFIRM, async (request, reply) => {
    const { store } = request
    const { ticket: raw } = readForm(request, ['ticket'])
    if (!isOwnForm(request)) return showConfirm(request, reply, raw)
    const now = new Date()
    try {
      const done = await store.transaction(async tx => {
        const ticket = await tx.tickets.consume(raw, PURPOSE, now)
        if (!ticket || ticket.email === null) return false
        const { user_id, email } = ticket
        const { from, session_id } = ticket.options as { from?: string | null; session_id?: string }
        const user = await tx.users.find(user_id)
        // Changed by somebody else meanwhile: this is no longer what she saw.
        if (!user || user.blocked || (user.email ?? null) !== (from ?? null)) return false
        await tx.users.update(user_id, { email, email_verified: true }, now)
        const whose = { connection_id: ticket.connection_id, identity_user_id: ticket.identity_user_id }
        for (const purpose of ['reset_password', 'verify_email'] as const)
          await tx.tickets.consumeAll({ purpose, ...whose }, now)
        const others = session_id === undefined ? {} : { except_id: session_id }
        await endSessions(tx, { user_id, ...others, initiator: 'email-identifier-changed' }, now)
        if (from)
          await queueMail(tx, {
            mail: 'email-changed',
            to: from,
            user_id,
            data: { time: now, old_email: from, new_email: email },
          })
        await tx.logs.write(eventOf(request, {}, { type: 'sce', user_id, user_name: email }), now)
        return true
      })
      return showOutcome(request, reply, done ? 'done' : 'failed')
    } catch (error) {
      if (error instanceof LintelError && error.code === 'user_exists') return showOutcome(request, reply, 'failed')
      throw error
    }
  })
}
