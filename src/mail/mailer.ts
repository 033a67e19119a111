// Mail leaves here: the contract, and what no implementation of it may let through. Owns delivery; not what a mail says (views/mail and
// http/mail.ts) nor when it is tried again (jobs/).

/**
 * @property from in place of the mailer's own: an address, or `Name <address>`
 * @property id letters, digits and hyphens. The same each time it is sent: a mailbox that is handed it twice may show it once
 */
export type Message = { to: string; subject: string; html: string; text: string; from?: string; id?: string }

/** Refused for good (RFC 5321 §4.2.1): to ask again would be answered alike. The words quote nothing that a server says. */
export class RefusedMailError extends Error {
  override name = 'RefusedMailError'
}

export type Mailer = {
  /** whom messages are from that do not say so */
  readonly from: string
  /** Resolves when somebody has taken responsibility for the message; rejects otherwise. */
  send(message: Message): Promise<void>
  close(): Promise<void>
}

// One bare address: no display name, no second recipient, no quoting to hide one in. What a header injection (CWE-93) needs, a line
// break, is a control character.
const ADDRESS = /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+$/u
const CONTROL = /\p{Cc}/u

/** Throws when a message could go astray: to more people than one, or with headers of somebody else's making. */
export function checkMessage({ to, subject }: Message): void {
  if (to.length > 320 || !ADDRESS.test(to)) throw new Error('the recipient of a mail is not one bare address')
  if (subject === '' || CONTROL.test(subject)) throw new Error('the subject of a mail is not one line')
}

/** Of an address, or `Name <address>`; undefined: it is neither, or more than one. */
export function parseSender(from: string): { name: string; address: string } | undefined {
  const [, quoted, plain = '', bracketed, bare] =
    /^(?:(?:"([^"\\]{0,200})"|([^"<>,;:@]{0,200}?))\s*<([^<>]+)>|([^<>\s]+))$/u.exec(from.trim()) ?? []
  const address = bracketed ?? bare
  if (address === undefined || address.length > 320 || !ADDRESS.test(address) || CONTROL.test(from)) return undefined
  return { name: quoted ?? plain.trim(), address }
}

/** In lower case. */
export const domainOf = (from: string): string | undefined =>
  parseSender(from)?.address.replace(/^.*@/, '').toLowerCase()

/** The same as `parseSender`; throws where a sender is no sender. */
export function readSender(from: string): { name: string; address: string } {
  const sender = parseSender(from)
  if (!sender) throw new Error('the sender of a mail is not one address')
  return sender
}
