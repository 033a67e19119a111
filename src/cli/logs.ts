import { setTimeout } from 'node:timers/promises'
import type { LogFilter, StoredLogEvent } from '../store/log-events.ts'
import { type Context, TENANT, type Verbs } from './verb.ts'

const POLL_MS = 500
const PAGE = 100

function show({ flags, say }: Context, event: StoredLogEvent): void {
  if (flags.json === true) {
    say(JSON.stringify(event))
    return
  }
  const { date, type, description, user_name, user_id, client_name, client_id, ip } = event
  const about = [user_name ?? user_id, client_name ?? client_id, ip].filter(Boolean).join('  ')
  // What strangers wrote must not steer a terminal.
  say(`${date.toISOString()}  ${type.padEnd(8)}  ${description ?? ''}  ${about}`.replaceAll(/\p{Cc}/gu, '�').trimEnd())
}

export const logVerbs: Verbs = {
  logs: {
    says: 'shows the latest log events, oldest first; --follow goes on with those to come, until it is interrupted',
    flags: {
      ...TENANT,
      follow: '=goes on',
      type: 'of this type, such as s or fp',
      user: 'of this user, by id',
      limit: 'how many of the past (default: 100)',
      json: '=one JSON object a line',
    },
    async run(context) {
      const { flags, io } = context
      const { logs } = await context.tenant()
      const filter: LogFilter = {
        ...(flags.type === undefined ? {} : { q: `type:${JSON.stringify(String(flags.type))}` }),
        ...(flags.user === undefined ? {} : { user_id: String(flags.user) }),
      }
      const limit = Math.min(Number(flags.limit ?? PAGE) || 0, 10_000)
      // The place is taken before the past is shown, so that nothing falls between.
      let position = await logs.position()
      const past = await logs.list(filter, { direction: 'desc', limit, offset: 0 })
      const seen = new Set(past.map(({ log_id }) => log_id))
      for (const event of past.reverse()) show(context, event)
      if (flags.follow !== true) return 0

      const ending = new AbortController()
      const stop = () => ending.abort()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
      io.stdout.once('close', stop)
      io.stdout.once('error', stop)
      while (!ending.signal.aborted) {
        const page = await logs.after(position, PAGE, filter)
        position = page.position
        for (const event of page.events) if (!seen.has(event.log_id)) show(context, event)
        if (page.events.length < PAGE) await setTimeout(POLL_MS, undefined, { signal: ending.signal }).catch(() => {})
      }
      return 0
    },
  },
}
