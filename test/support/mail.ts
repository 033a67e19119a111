// The mailbox of development mode, read as its owner would.
import type { KeptMessage } from '../../src/mail/memory.ts'
import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'

const of = (app: TestApp, to: string): KeptMessage[] =>
  (app.mailbox?.list() ?? []).filter(message => message.to === to).reverse()

/** Waits until an address has so many mails; answers them, the oldest first. */
export async function mailsTo(app: TestApp, to: string, count = 1): Promise<KeptMessage[]> {
  await eventually(() => of(app, to).length >= count)
  return of(app, to)
}

/** Waits until no job is left: whoever has no mail now gets none. */
export async function untilJobsAreDone(app: TestApp): Promise<void> {
  await eventually(async () => {
    const { rows } = await app.database.query(
      "select count(*)::int as left from pgboss.job where name not in ('housekeeping', 'daily_stats') and state < 'completed'",
    )
    return rows[0].left === 0
  })
}

/** The one link in a mail. */
export function linkIn(message: KeptMessage | undefined): URL {
  const links = message?.text.match(/https?:\/\/\S+/g) ?? []
  if (links.length !== 1) throw new Error(`a mail with ${links.length} links: ${message?.text}`)
  return new URL(links[0] as string)
}
