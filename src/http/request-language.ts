// The language that one request is answered in, and what it causes later is put in.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readSettings } from '../store/settings.ts'
import { choiceOf, localesOf, negotiate, type Wishes, wordsIn } from './languages.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the app that waits for this page asked for, where the request itself does not say so. */
    ui_locales?: string
  }
}

const COOKIE = 'lintel_language'
const YEAR = 31_536_000
/** A person's pick, in a page's own URL. */
const PICK = 'lang'

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function wishesOf(request: FastifyRequest): Wishes {
  const query = request.query as { [name: string]: unknown }
  const body = (request.body ?? {}) as { [name: string]: unknown }
  return {
    // Auth0: what asks by API says it in a header of its own.
    ui_locales:
      request.ui_locales ??
      text(query.ui_locales) ??
      text(body.ui_locales) ??
      text(request.headers['x-request-language']),
    picked: text(query[PICK]),
    // Read here, since pages of the protocol are answered where no cookies are parsed.
    kept: new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w.-]{2,80})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1],
    accept_language: request.headers['accept-language'],
  }
}

/** @param available a tenant's languages, its own first */
export const languageOf = (request: FastifyRequest, available: readonly string[]): string =>
  negotiate(wishesOf(request), available)

const availableTo = async ({ store }: FastifyRequest) => localesOf(readSettings(await store.facts.settings()))

/** From here on the request's store puts its language down with each job; call it again when `ui_locales` has come to light. */
export async function speak(request: FastifyRequest): Promise<void> {
  const { store } = request
  request.store = store.inLanguage(negotiate(wishesOf(request), await availableTo(request)))
}

/** The address of a form on a page whose own address says which language is wished for. */
export const keepWish = ({ query, store }: FastifyRequest, action: string): string =>
  (query as { ui_locales?: unknown }).ui_locales === undefined || store.language === undefined
    ? action
    : `${action}?ui_locales=${store.language}`

/** What a person picks, her browser keeps. */
export async function keepPick(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const wishes = wishesOf(request)
  const choice = wishes.picked === undefined ? undefined : choiceOf(wishes, await availableTo(request))
  if (choice === undefined || choice === wishes.kept) return
  reply.setCookie(COOKIE, choice, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.store.tenant.issuer.startsWith('https:'),
    maxAge: YEAR,
  })
}

/** Whether a page that answers this can be asked for once more. */
const canComeAgain = ({ method, params }: FastifyRequest): boolean =>
  method === 'GET' || (params as { uid?: unknown } | undefined)?.uid !== undefined

export type OfferedLanguage = { language: string; name: string; url: string; current: boolean }

/** The same page in each of these languages. */
export function languagesOffered(request: FastifyRequest, available: readonly string[]): OfferedLanguage[] {
  if (available.length < 2 || !canComeAgain(request)) return []
  const current = languageOf(request, available)
  const parameters = new URLSearchParams(request.url.split('?', 2)[1])
  return available.map(language => {
    parameters.set(PICK, language)
    // No path: one of two slashes would lead elsewhere.
    return { language, name: wordsIn(language).name, url: `?${parameters}`, current: language === current }
  })
}
