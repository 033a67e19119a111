// A code by mail, to the address that the user has confirmed or to one that was enrolled for her. It is no proof where the mailbox was the
// first one, and nobody adds it by herself.
import type { FastifyInstance } from 'fastify'
import { mailboxOf } from '../second-factors.ts'
import type { MfaFactor, MfaRoom, MfaSubject } from './factor.ts'
import { maskedEmail, OWN_MAILBOX, send, sentCodePage } from './sent-code.ts'

/** One that was enrolled stays her factor while no mail can be sent: or who knows her password would choose another. */
function mailboxes({ account, factors, hasMail, held }: MfaSubject): { id: string; to: string }[] {
  const own = hasMail ? mailboxOf(account, factors, held) : undefined
  const enrolled = factors.methods.flatMap(({ id, type, email }) =>
    type === 'email' && email !== null && email !== own ? [{ id, to: email }] : [],
  )
  return [...(own === undefined ? [] : [{ id: OWN_MAILBOX, to: own }]), ...enrolled]
}

export const email: MfaFactor = {
  factor: 'email',
  ways: visit => mailboxes(visit).map(({ id, to }) => ({ id, detail: maskedEmail(to) })),
  async ask(visit, { id }, now) {
    const mailbox = mailboxes(visit).find(one => one.id === id)
    if (!mailbox) return visit.reply.redirect(visit.url('mfa'), 303)
    return send(visit, { by: 'email', to: mailbox.to, ...(id === OWN_MAILBOX ? {} : { method_id: id }) }, now)
  },
}

export const emailPages = (server: FastifyInstance, room: MfaRoom): void => sentCodePage(server, room, 'email')
