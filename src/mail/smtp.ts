// Delivery to an SMTP server (RFC 5321): the operator's, or a tenant's own.
import { isIP } from 'node:net'
import { createTransport, type Transporter } from 'nodemailer'
import { checkMessage, domainOf, type Mailer, RefusedMailError, readSender } from './mailer.ts'

const LIMITS = {
  // The outbox tries again; a job must not hang on a server that does not answer.
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  disableFileAccess: true,
  disableUrlAccess: true,
} as const

/**
 * A password goes over TLS only: with smtp:// the server must offer STARTTLS (RFC 3207), lest whoever stands between strips the offer and
 * reads along. `?requireTLS=false` in the URL lifts that.
 */
function demandsTls(url: URL): boolean {
  return url.protocol === 'smtp:' && url.password !== '' && !url.searchParams.has('requireTLS')
}

/** nodemailer: the sender or the recipient, and the message itself. What a server says before them is about the connection, and may be mended. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE']

function isRefusal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number }
  return ABOUT_THE_MAIL.includes(code ?? '') && responseCode >= 500
}

const mailerBy = (transport: Transporter, from: string, headers: { [name: string]: string } = {}): Mailer => ({
  from,
  async send(message) {
    checkMessage(message)
    const { to, subject, html, text, id } = message
    const mail = {
      from: message.from === undefined ? from : readSender(message.from),
      // As an object it is taken as it is; a string would be read as a list.
      to: { name: '', address: to },
      subject,
      html,
      text,
      ...(id === undefined ? {} : { messageId: `<${id}@${domainOf(message.from ?? from) ?? 'lintel'}>` }),
      // RFC 3834 §5: no out-of-office answers.
      headers: { ...headers, 'auto-submitted': 'auto-generated' },
    }
    try {
      await transport.sendMail(mail)
    } catch (error) {
      throw isRefusal(error) ? new RefusedMailError('The mail server refused the mail.') : error
    }
  },
  async close() {
    await transport.close()
  },
})

export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const requireTLS = demandsTls(new URL(url)) ? { requireTLS: true } : {}
  // One that takes long to judge a message, and is left before it says that it has it, delivers it at each attempt (RFC 5321 §4.5.3.2.6). A
  // tenant's own server is not waited for as long: the mails of others stand behind it.
  const patience = { ...LIMITS, socketTimeout: 60_000 }
  return mailerBy(createTransport({ url, pool: true, ...requireTLS, ...patience }), from)
}

/**
 * @property address of `host`, as it was judged: the connection goes nowhere else
 * @property trusted whether it may be spoken to without TLS
 */
export type SmtpServer = {
  host: string
  address: string
  trusted: boolean
  port: number
  user?: string | undefined
  pass?: string | undefined
  from: string
  headers?: { [name: string]: string } | undefined
}

/** A tenant's own server: a connection for each mail. */
export function createTenantMailer({ host, address, trusted, port, user, pass, from, headers }: SmtpServer): Mailer {
  const transport = createTransport({
    host: address,
    port,
    secure: port === 465,
    requireTLS: port !== 465 && (!trusted || pass !== undefined),
    ...(isIP(host) === 0 ? { tls: { servername: host } } : {}),
    ...(user === undefined ? {} : { auth: { user, pass: pass ?? '' } }),
    ...LIMITS,
  })
  return mailerBy(transport, from, headers)
}
