// A client asks for a user's word (CIBA): the mail that tells her, the page that its link opens, and the one on which she answers. The link
// alone opens nothing and spends nothing: who answers has signed in as exactly that user.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnForm } from '../http/csrf.ts'
import { queueMail, ticketUrl } from '../http/mail.ts'
import type { AsyncApprovalErrorPage } from '../http/pages.ts'
import {
  askForApproval,
  type CibaJobs,
  finishApproval,
  type PendingApproval,
  pendingApproval,
} from '../oidc/interaction.ts'
import type { TenantStore } from '../store/store.ts'
import { shownDetails } from './authorization-details.ts'
import { showError } from './error.ts'
import { readForm } from './form.ts'
import { admitApprovalMail } from './throttles.ts'
import { enterPrompt, formTo, type Room, show, shownClient, shownTenant, type Visit } from './visit.ts'

const PATH = '/u/async-approval'
const PURPOSE = 'async_approval'

/** Does jobs of kind `approval_requested`. */
export async function sendApprovalMail(
  store: TenantStore,
  { user_id, request_id }: CibaJobs['approval_requested'],
  now: Date,
): Promise<void> {
  const approval = await pendingApproval(store, request_id)
  if (!approval || approval.user_id !== user_id) return
  const client = await store.facts.client(approval.client_id)
  const account = await store.users.findAccount(user_id)
  const [identity] = await store.users.listIdentities(user_id)
  // Asked again, for minutes may have passed: only an address that is known to be hers is told.
  if (!client || !account || !identity || account.blocked || account.email === null || !account.email_verified) return
  const { email } = account
  const { expires_at, client_id } = approval
  if (!(await admitApprovalMail(store, user_id, now))) {
    const description = 'Too many requests to this user.'
    await store.logs.write({ type: 'ciba_start_failed', user_id, user_name: email, client_id, description }, now)
    return
  }
  await store.transaction(async tx => {
    const { connection_id, identity_user_id } = identity
    const options = { request_id }
    const ticket = await tx.tickets.create(
      { purpose: PURPOSE, user_id, connection_id, identity_user_id, client_id, email, options, expires_at },
      now,
    )
    const url = ticketUrl(store.tenant.issuer, PURPOSE, ticket)
    const data = { url, expires_at, client: shownClient(client) }
    await queueMail(tx, { mail: 'async-approval', to: email, user_id, data })
  })
}

async function showProblem(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  reason: AsyncApprovalErrorPage['reason'],
): Promise<FastifyReply> {
  const tenant = await shownTenant(request.store)
  return show(room, reply, 'async-approval-flow/async-approval-error', { tenant, reason }, 400)
}

/** What a link's ticket stands for; spends nothing. */
async function askedBy(
  request: FastifyRequest,
  raw: string,
): Promise<{ approval: PendingApproval; email: string | undefined } | undefined> {
  const { store } = request
  const ticket = await store.tickets.find(raw, PURPOSE, new Date())
  if (ticket?.state !== 'live') return undefined
  const approval = await pendingApproval(store, String(ticket.options.request_id))
  return approval?.user_id === ticket.user_id ? { approval, email: ticket.email ?? undefined } : undefined
}

export function ciba(server: FastifyInstance, room: Room): void {
  async function showStart(request: FastifyRequest, reply: FastifyReply, raw: string, status: number) {
    const { store } = request
    const asked = await askedBy(request, raw)
    const client = asked && (await store.facts.client(asked.approval.client_id))
    if (!client) return showProblem(room, request, reply, 'gone')
    return show(
      room,
      reply,
      'async-approval-flow/async-approval-start',
      {
        tenant: await shownTenant(store),
        client: shownClient(client),
        ...formTo(request, reply, PATH),
        fields: { ticket: raw },
        errors: status === 200 ? [] : [{ code: 'form-expired' }],
      },
      status,
    )
  }

  server.get<{ Querystring: { ticket?: unknown } }>(PATH, async (request, reply) => {
    const { ticket } = request.query
    return showStart(request, reply, typeof ticket === 'string' ? ticket : '', 200)
  })

  server.post(PATH, async (request, reply) => {
    const { ticket: raw } = readForm(request, ['ticket'])
    if (!isOwnForm(request)) return showStart(request, reply, raw, 403)
    const asked = await askedBy(request, raw)
    if (!asked) return showProblem(room, request, reply, 'gone')
    const step = await askForApproval(request, reply, asked.approval, asked.email)
    if (step.step === 'elsewhere') return reply
    if (step.step !== 'failed') return showProblem(room, request, reply, 'gone')
    const { error, error_description, statusCode } = step.error
    return showError(room, request, reply, statusCode, { kind: 'invalid', error, error_description })
  })

  async function showQuestion(visit: Visit, status = 200): Promise<FastifyReply> {
    const { interaction, reply, request, store, tenant, client, url } = visit
    const { approval: asked, user_id } = interaction
    if (asked?.user_id !== user_id)
      return show(room, reply, 'async-approval-flow/async-approval-wrong-user', { tenant, client }, 403)
    const approval = asked && (await pendingApproval(store, asked.id))
    if (!approval) return showProblem(room, request, reply, 'gone')
    const account = await store.users.findAccount(approval.user_id)
    const { audience, scope, binding_message, authorization_details } = approval
    const resource_server = audience === undefined ? undefined : await store.facts.resource_server(audience)
    const described = (name: string) => resource_server?.scopes.find(({ value }) => value === name)?.description
    return show(
      room,
      reply,
      'async-approval-flow/async-approval',
      {
        tenant,
        client,
        ...formTo(request, reply, url('async-approval')),
        user: { name: account?.email ?? account?.username ?? account?.name ?? '' },
        binding_message,
        scopes: scope.map(name => ({ name, description: described(name) })),
        details: shownDetails(authorization_details),
        errors: status === 403 ? [{ code: 'form-expired' }] : [],
      },
      status,
    )
  }

  server.get('/u/:uid/async-approval', async (request, reply) => {
    const visit = await enterPrompt(room, request, reply, 'async-approval')
    return visit ? showQuestion(visit) : reply
  })

  server.post('/u/:uid/async-approval', async (request, reply) => {
    const visit = await enterPrompt(room, request, reply, 'async-approval')
    if (!visit) return reply
    const { action } = readForm(request, ['action'])
    if (!isOwnForm(request)) return showQuestion(visit, 403)
    // Only the two buttons mean anything: an empty POST approves nothing (CVE-2026-49448).
    if (action !== 'accept' && action !== 'deny') return showQuestion(visit, 400)
    const { tenant, client } = visit
    switch (await finishApproval(request, reply, { granted: action === 'accept' })) {
      case 'done':
        return show(
          room,
          reply,
          action === 'accept'
            ? 'async-approval-flow/async-approval-accepted'
            : 'async-approval-flow/async-approval-denied',
          { tenant, client },
        )
      case 'wrong-user':
        return showQuestion(visit)
      case 'refused':
        return showProblem(room, request, reply, 'refused')
      case 'gone':
        return showProblem(room, request, reply, 'gone')
    }
  })
}
