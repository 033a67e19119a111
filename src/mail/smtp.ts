// Delivery to an SMTP server (RFC 5321).
import { createTransport } from 'nodemailer'
import { checkMessage, type Mailer } from './mailer.ts'

/**
 * A password goes over TLS only: with smtp:// the server must offer STARTTLS (RFC 3207), lest whoever stands between strips the offer and
 * reads along. `?requireTLS=false` in the URL lifts that.
 */
function demandsTls(url: URL): boolean {
  return url.protocol === 'smtp:' && url.password !== '' && !url.searchParams.has('requireTLS')
}

export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    ...(demandsTls(new URL(url)) ? { requireTLS: true } : {}),
    // The outbox tries again; a job must not hang on a server that does not answer.
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(message) {
      checkMessage(message)
      const { to, subject, html, text } = message
      await transport.sendMail({
        from,
        // As an object it is taken as it is; a string would be read as a list.
        to: { name: '', address: to },
        subject,
        html,
        text,
        // RFC 3834 §5: no out-of-office answers.
        headers: { 'auto-submitted': 'auto-generated' },
      })
    },
    async close() {
      await transport.close()
    },
  }
}
