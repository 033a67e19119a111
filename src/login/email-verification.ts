// Verify an e-mail address: asking for the link, and the page that it opens. Opening it spends nothing, since mail scanners open links; the
// button does.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import type { EmailVerificationResultPage, EmailVerificationSentPage } from '../http/pages.ts'
import type { Ticket } from '../store/tickets.ts'
import { admitForm, noteFailedForm, workFor } from './bot-detection.ts'
import { findDatabase } from './connection.ts'
import { readForm } from './form.ts'
import type { Jobs } from './mails.ts'
import { confirmEmail } from './mails.ts'
import { admitMailRequest } from './throttles.ts'
import { ticketForm, ticketResult } from './ticket-page.ts'
import { enterSignIn, eventOf, formTo, type Room, type SignInVisit, show, withResult } from './visit.ts'

const PATH = '/u/email-verification'
const PURPOSE = 'verify_email'
const SENT = 'email-verification-sent'

/** A sign-up that waits for its address, as it was first asked for. */
type MailJob = { kind: 'signup_requested'; data: Jobs['signup_requested'] }

const placeOf = (visit: SignInVisit) => ({
  tenant_id: visit.store.tenant.tenant_id,
  table: 'interactions',
  row: visit.interaction.uid,
  column: 'mail_job',
})

/**
 * Asks for the mail and says so, in the same words whatever comes of it. The page carries its job along, sealed and good for this
 * interaction alone, so that asking again is the very same request.
 */
export async function sendAndShow(visit: SignInVisit, job: MailJob, resent: boolean, now: Date): Promise<FastifyReply> {
  const { request, store } = visit
  const admitted = await admitMailRequest(store, job.data.email, request.ip, now)
  // What comes of it only the mail says.
  await noteFailedForm(visit, 'password', now)
  if (admitted === 'ok') await store.enqueue(job.kind, job.data)
  return showSent(visit, job, resent)
}

function showSent(
  visit: SignInVisit,
  job: MailJob,
  resent: boolean,
  errors: NonNullable<EmailVerificationSentPage['errors']> = [],
): FastifyReply {
  const { room, request, reply, tenant, client, url } = visit
  const action = url(SENT)
  return show(
    room,
    reply,
    `email-verification/${SENT}`,
    {
      tenant,
      client,
      ...formTo(request, reply, action, workFor(visit, ['password'], action, errors)),
      fields: { job: room.seal.seal(JSON.stringify(job), placeOf(visit)) },
      email: job.data.email,
      resent,
      links: { login: url('login') },
      errors,
    },
    errors.length > 0 ? 400 : 200,
  )
}

async function showResult(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  result: EmailVerificationResultPage['result'],
  ticket: Ticket | undefined,
): Promise<FastifyReply> {
  const page = await ticketResult(request, result, ticket)
  const status = result === 'invalidAccountOrCode' ? 400 : 200
  return show(room, reply, 'email-verification/email-verification-result', page, status)
}

/** Whether the address that a used ticket stands for is verified by now. */
async function isVerified(request: FastifyRequest, { user_id, email }: Ticket): Promise<boolean> {
  const account = await request.store.users.findAccount(user_id)
  return account?.email_verified === true && account.email === email
}

export function emailVerification(server: FastifyInstance, room: Room): void {
  server.get(`/u/:uid/${SENT}`, async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    return visit ? reply.redirect(visit.url('login'), 303) : reply
  })

  server.post(`/u/:uid/${SENT}`, async (request, reply) => {
    const visit = await enterSignIn(room, request, reply)
    if (!visit) return reply
    if (!isOwnForm(request)) return reply.redirect(visit.url('login'), 303)
    const { job } = readForm(request, ['job'])
    let opened: MailJob
    try {
      opened = JSON.parse(room.seal.open(job, placeOf(visit)))
    } catch {
      return reply.redirect(visit.url('login'), 303)
    }
    const now = new Date()
    if (!(await admitForm(visit, 'password', now)))
      return showSent(visit, opened, false, [{ code: 'challenge-required' }])
    return sendAndShow(visit, opened, true, now)
  })

  async function showButton(request: FastifyRequest, reply: FastifyReply, raw: string, status: number) {
    const ticket = await request.store.tickets.find(raw, PURPOSE, new Date())
    if (ticket?.state !== 'live') {
      const done = ticket?.state === 'used' && (await isVerified(request, ticket))
      return showResult(room, request, reply, done ? 'alreadyVerified' : 'invalidAccountOrCode', ticket)
    }
    const page = await ticketForm(request, reply, PATH, raw, ticket)
    return show(room, reply, 'email-verification/email-verification', page, status)
  }

  server.get<{ Querystring: { ticket?: unknown } }>(PATH, async (request, reply) => {
    const { ticket } = request.query
    return showButton(request, reply, typeof ticket === 'string' ? ticket : '', 200)
  })

  server.post(PATH, async (request, reply) => {
    const { store } = request
    const now = new Date()
    const { ticket: raw } = readForm(request, ['ticket'])
    if (!isOwnForm(request)) return showButton(request, reply, raw, 403)

    const spent = await store.transaction(async tx => {
      const ticket = await tx.tickets.consume(raw, PURPOSE, now)
      if (!ticket) return undefined
      const { user_id, email } = ticket
      // Bound to the account and to the address: one that was changed meanwhile is not verified by this.
      const { client_id } = ticket
      const verified = email !== null && (await confirmEmail(tx, room, { user_id, email, client_id }, now))
      await tx.tickets.consumeAll(ticket, now)
      const connection = await findDatabase(tx, ticket.connection_id)
      await tx.logs.write(
        eventOf(
          request,
          { connection },
          {
            type: verified ? 'sv' : 'fv',
            user_id,
            user_name: email ?? undefined,
            client_id: ticket.client_id ?? undefined,
            ...(verified ? {} : { description: 'This address is no longer the account’s.' }),
          },
        ),
        now,
      )
      return { ticket, verified }
    })
    if (!spent) return showButton(request, reply, raw, 400)
    const { ticket, verified } = spent
    const result_url = withResult(
      ticket,
      verified,
      verified ? 'Your email was verified. You can continue using the application.' : 'Access expired.',
    )
    if (result_url) return reply.redirect(result_url, 303)
    return showResult(room, request, reply, verified ? 'verified' : 'invalidAccountOrCode', ticket)
  })
}
