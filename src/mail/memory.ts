// The mailbox of development mode: keeps the last messages instead of sending them, so that a newcomer sees every mail without a server.
import { checkMessage, type Mailer, type Message } from './mailer.ts'

export type KeptMessage = Message & { id: string; from: string; date: Date }

export type Mailbox = Mailer & {
  /** The newest first. */
  list(): readonly KeptMessage[]
  get(id: string): KeptMessage | undefined
}

const KEPT = 100

export function createMailbox(from: string): Mailbox {
  const messages: KeptMessage[] = []
  let last = 0
  return {
    async send(message) {
      checkMessage(message)
      messages.unshift({ ...message, id: String(++last), from, date: new Date() })
      messages.length = Math.min(messages.length, KEPT)
    },
    list: () => messages,
    get: id => messages.find(message => message.id === id),
    async close() {},
  }
}
