// The mailbox of development mode, where there is no mail server. It shows everyone's links, so production has no such route.
import type { FastifyInstance } from 'fastify'
import { LintelError } from '../errors.ts'
import type { Mailbox } from '../mail/memory.ts'
import { type Room, show, shownTenant } from './visit.ts'

export const DEV_MAIL_PATH = '/dev/mail'
const urlOf = (id: string) => `${DEV_MAIL_PATH}/${id}`

/** A message's own HTML has inline styles, as mail must; nothing in it runs, and it is shown in our own frame only. */
const MESSAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

export function devMail(server: FastifyInstance, room: Room, mailbox: Mailbox): void {
  function messageOf(id: string) {
    const message = mailbox.get(id)
    if (!message) throw new LintelError('not_found', 'There is no such message.')
    return message
  }
  const messages = () => mailbox.list().map(({ id, to, subject, date }) => ({ url: urlOf(id), to, subject, date }))

  server.get(DEV_MAIL_PATH, async (request, reply) => {
    const tenant = await shownTenant(request.store)
    return show(room, reply, 'dev/mail', { tenant, messages: messages() })
  })

  server.get<{ Params: { id: string } }>(`${DEV_MAIL_PATH}/:id`, async (request, reply) => {
    const { id, to, from, subject, date, text, html } = messageOf(request.params.id)
    return show(room, reply, 'dev/mail', {
      tenant: await shownTenant(request.store),
      messages: messages(),
      message: {
        to,
        from,
        subject,
        date,
        text,
        html_url: html === undefined ? undefined : `${urlOf(id)}/html`,
        links: text.match(/^https?:\/\/\S+$/gm) ?? [],
      },
    })
  })

  server.get<{ Params: { id: string } }>(`${DEV_MAIL_PATH}/:id/html`, async (request, reply) => {
    const { html } = messageOf(request.params.id)
    if (html === undefined) throw new LintelError('not_found', 'This message is plain text.')
    return reply
      .header('x-frame-options', 'SAMEORIGIN')
      .header('content-security-policy', MESSAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(html)
  })
}
