// Forms that only our own pages can send (CSRF, and login CSRF: the cookie is there before anybody is signed in). A double submit: the
// browser holds a secret in an HttpOnly cookie, the form an HMAC of the path it posts to under that secret. A token is good for its own
// form only, in any tab, for as long as the browser is open; where a form is about whoever is signed in, for as long as she is (`session_id`).
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { newBearerValue } from '../ids.ts'

const isHttps = (request: FastifyRequest) => request.store.tenant.issuer.startsWith('https:')

/** `__Host-`: no sibling domain can plant it. Browsers accept the prefix over https only. */
const cookieName = (request: FastifyRequest) => (isHttps(request) ? '__Host-lintel_csrf' : 'lintel_csrf')

const SECRET = /^[A-Za-z0-9_-]{43}$/

const pathOf = (url: string) => url.split('?', 1)[0] as string

const tokenFor = (secret: string, action: string, session_id: string) =>
  createHmac('sha256', secret)
    .update(`${pathOf(action)}${session_id && `\n${session_id}`}`)
    .digest('base64url')

function secretOf(request: FastifyRequest): string | undefined {
  const secret = request.cookies[cookieName(request)]
  return secret !== undefined && SECRET.test(secret) ? secret : undefined
}

/** The `_csrf` of a form that posts to `action`. */
export function csrfToken(request: FastifyRequest, reply: FastifyReply, action: string, session_id = ''): string {
  const name = cookieName(request)
  let secret = secretOf(request)
  if (secret === undefined) {
    secret = newBearerValue()
    // Two forms on one answer share it.
    request.cookies[name] = secret
    reply.setCookie(name, secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(request) })
  }
  return tokenFor(secret, action, session_id)
}

/** Whether this POST came from our own form. */
export function isOwnForm(request: FastifyRequest, session_id = ''): boolean {
  const { _csrf: given } = (request.body ?? {}) as { _csrf?: unknown }
  const secret = secretOf(request)
  // Fetch Metadata: a browser that says where a request comes from is believed, but only when that speaks against it.
  const site = request.headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') return false
  if (secret === undefined || typeof given !== 'string') return false
  const expected = Buffer.from(tokenFor(secret, request.url, session_id))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
