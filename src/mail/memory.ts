// The mailbox of development mode: keeps the last messages instead of sending them, so that a newcomer sees every mail without a server, and
// every message to a phone without a provider.
import { checkMessage, type Mailer, type Message } from './mailer.ts'

/** @property html of a mail */
export type KeptMessage = Omit<Message, 'html'> & { html?: string; id: string; from: string; date: Date }

export type Mailbox = Mailer & {
  /** What was for a phone. */
  keep(message: Pick<KeptMessage, 'to' | 'from' | 'subject' | 'text'>): void
  /** The newest first. */
  list(): readonly KeptMessage[]
  get(id: string): KeptMessage | undefined
}

const KEPT = 100

export function createMailbox(from: string): Mailbox {
  const messages: KeptMessage[] = []
  let last = 0
  function keep(message: Omit<KeptMessage, 'id' | 'date'>): void {
    messages.unshift({ ...message, id: String(++last), date: new Date() })
    messages.length = Math.min(messages.length, KEPT)
  }
  return {
    from,
    keep,
    async send(message) {
      checkMessage(message)
      keep({ from, ...message })
    },
    list: () => messages,
    get: id => messages.find(message => message.id === id),
    async close() {},
  }
}
