// People who prove who they are by what was sent to them.

import { newConnectionId } from '../../src/ids.ts'
import type { KeptMessage } from '../../src/mail/memory.ts'
import type { Client } from '../../src/store/clients.ts'
import type { Connection } from '../../src/store/connections.ts'
import type { TestApp } from './app.ts'
import { mailsTo } from './mail.ts'
import { configure, storeOf } from './scene.ts'

/** A connection of this strategy, which these clients use. */
export async function createPasswordless(
  app: TestApp,
  strategy: 'email' | 'sms',
  clients: readonly Client[],
  options: { [name: string]: unknown } = {},
): Promise<Connection> {
  const id = newConnectionId()
  await configure(app, async store => {
    await store.connections.create(
      {
        id,
        name: strategy,
        strategy,
        display_name: null,
        options: options as Connection['options'],
        realms: [strategy],
        is_domain_connection: false,
        show_as_button: null,
        metadata: {},
      },
      new Date(),
    )
    await store.connections.enableClients(
      id,
      clients.map(({ client_id }) => client_id),
    )
  })
  const connection = await (await storeOf(app)).connections.find(id)
  if (!connection) throw new Error('no connection')
  return connection
}

export function codeOf(message: KeptMessage | undefined): string {
  const code = message?.text.match(/^\d{6,40}$/m)?.[0]
  if (code === undefined) throw new Error(`a mail without a code: ${message?.text}`)
  return code
}

/** The code of the mail that came last, when there are so many. */
export const mailedCode = async (app: TestApp, to: string, count = 1): Promise<string> =>
  codeOf((await mailsTo(app, to, count)).at(-1))
