import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'

const DAY_MS = 86_400_000
/** What is shown unless the range is named, and how long a user counts as active. */
const DAYS = 30

export const DailyStats = Type.Object(
  {
    date: Type.String({ format: 'date-time' }),
    logins: Type.Integer(),
    signups: Type.Integer(),
    leaked_passwords: Type.Integer(),
    updated_at: Type.String({ format: 'date-time' }),
    created_at: Type.String({ format: 'date-time' }),
  },
  { title: 'DailyStats' },
)

const day = (description: string) => Type.Optional(Type.String({ pattern: '^[0-9]{8}$', description }))

const dateOf = (date: Date): string => date.toISOString().slice(0, 10)
const daysFrom = (date: string, days: number): string => dateOf(new Date(Date.parse(date) + days * DAY_MS))

/** `20310301` as `2031-03-01`. */
function parse(given: string, name: string): string {
  const date = given.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  const time = Date.parse(date)
  if (Number.isNaN(time) || dateOf(new Date(time)) !== date || date < '0001')
    throw new LintelError('invalid_query_string', `${name} is not a day (YYYYMMDD).`)
  return date
}

export const stats: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/stats/active-users',
    {
      config: { scopes: ['read:stats'], sdk: 'stats.getActiveUsersCount' },
      schema: { response: { 200: Type.Integer({ description: 'Users who signed in within the last 30 days' }) } },
    },
    async ({ store }) => store.stats.activeUsers(new Date(Date.now() - DAYS * DAY_MS)),
  )

  server.get(
    '/stats/daily',
    {
      config: { scopes: ['read:stats'], sdk: 'stats.getDaily' },
      schema: {
        querystring: Type.Object(
          {
            from: day('The first day (UTC), YYYYMMDD. 30 days up to `to` unless named'),
            to: day('The last day, YYYYMMDD. Today unless named'),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(DailyStats) },
      },
    },
    async ({ query, store }) => {
      const to = query.to === undefined ? dateOf(new Date()) : parse(query.to, 'to')
      const from = query.from === undefined ? daysFrom(to, 1 - DAYS) : parse(query.from, 'from')
      if (from > to) throw new LintelError('invalid_query_string', 'from lies after to.')
      const days = await store.stats.daily(from, to)
      return days.map(({ date, created_at, updated_at, ...counts }) => ({
        date: `${date}T00:00:00.000Z`,
        ...counts,
        updated_at: updated_at.toISOString(),
        created_at: created_at.toISOString(),
      }))
    },
  )
}
