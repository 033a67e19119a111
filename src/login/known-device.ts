// Devices on which an account has signed in before: a cookie with a random name for the device, and for each account a keyed hash that only
// this server can have made. It proves nothing but that, opens nothing, and only chooses which counter of tries applies.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { newBearerValue } from '../ids.ts'

const MOST_ACCOUNTS = 8
const YEAR = 365 * 24 * 60 * 60

export type Mac = (value: string) => string
type Account = { connection_id: string; identifier: string }

const isHttps = (request: FastifyRequest) => request.store.tenant.issuer.startsWith('https:')
const cookieName = (request: FastifyRequest) => (isHttps(request) ? '__Host-lintel_device' : 'lintel_device')

function read(request: FastifyRequest): { device: string; marks: string[] } | undefined {
  const [device = '', ...marks] = (request.cookies[cookieName(request)] ?? '').split('.')
  return /^[A-Za-z0-9_-]{43}$/.test(device) ? { device, marks: marks.slice(0, MOST_ACCOUNTS) } : undefined
}

const markOf = (request: FastifyRequest, mac: Mac, device: string, { connection_id, identifier }: Account) =>
  mac(JSON.stringify(['device', request.store.tenant.tenant_id, device, connection_id, identifier]))

const equal = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Whether accounts have signed in here before; which, only each mark says. */
export const hasDevice = (request: FastifyRequest): boolean => read(request) !== undefined

/** The device's name, if this account has signed in on it before. */
export function knownDevice(request: FastifyRequest, mac: Mac, account: Account): string | undefined {
  const cookie = read(request)
  if (!cookie) return undefined
  const mark = markOf(request, mac, cookie.device, account)
  return cookie.marks.some(other => equal(mark, other)) ? cookie.device : undefined
}

export function rememberDevice(request: FastifyRequest, reply: FastifyReply, mac: Mac, account: Account): void {
  const { device, marks } = read(request) ?? { device: newBearerValue(), marks: [] }
  const mark = markOf(request, mac, device, account)
  const value = [device, mark, ...marks.filter(other => other !== mark)].slice(0, MOST_ACCOUNTS + 1).join('.')
  reply.setCookie(cookieName(request), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(request),
    maxAge: YEAR,
  })
}
