// Pages, mails and assets: the only owner of the template engine. Owns how data become HTML, not when or for whom.
// Templates are views/<prompt>/<screen>.eta; assets are views/assets/*, served under a name that carries their hash.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countriesIn } from './countries.ts'
import { LANGUAGES, wordsIn } from './languages.ts'
import { type Dress, dress, type Look } from './look.ts'
import type { Mails, Message } from './mails.ts'
import type { Client, Pages, Tenant } from './pages.ts'
import { qrCode } from './qr.ts'
import { languageOf, languagesOffered } from './request-language.ts'
import { fill, type Prompt, text, type Variables } from './words.ts'

export interface Views {
  /** Answers a page, in the language of its request; the status code is the caller's. */
  page<N extends keyof Pages>(
    reply: Pick<FastifyReply, 'header' | 'view' | 'request'>,
    name: N,
    data: Pages[N],
  ): FastifyReply
  /** A page as a string, for answers that Fastify does not send. */
  html<N extends keyof Pages>(name: N, data: Pages[N], language?: string): string
  /** @param language none: the tenant's own */
  mail<N extends keyof Mails>(name: N, data: Mails[N], language?: string): Message
}

/**
 * What a page may load. No form-action: Chrome applies it to the redirect after a form too, and sign-in ends at the app. No markup of a tenant's
 * own brings a script along.
 */
const policyOf = (styles: readonly string[], look: Look | undefined, more: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src ${["'self'", ...styles].join(' ')}`,
    "script-src 'self'",
    "img-src 'self' https: data:",
    ...(look?.font_origin ? [`font-src ${look.font_origin}`] : []),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...more,
  ].join('; ')

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Eta prints "undefined" for a datum that is missing; here it throws. */
function printable(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new TypeError(`a template printed ${value === null ? 'null' : typeof value}`)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (value: unknown) => printable(value).replace(/[&<>"']/g, character => ENTITIES[character] as string)

/** Texts that programs show or read out: where a word may part means nothing there. */
const UNBROKEN = /pageTitle$|^subject$|AltText$/i
const unbroken = (key: string, value: string) => (UNBROKEN.test(key) ? value.replaceAll('\u00AD', '') : value)

/** What some pages may load besides. */
function morePolicy(name: string, data: object): string[] {
  if (name.startsWith('dev/')) return ["connect-src 'self'", "frame-src 'self'"]
  const { frames = [] } = data as { frames?: readonly string[] }
  const origins = new Set(frames.map(url => new URL(url).origin))
  return origins.size === 0 ? [] : [`frame-src ${[...origins].join(' ')}`]
}

interface Asset {
  type: string
  body: Buffer
  /** made when it is first asked for: it takes longer than the rest of a start */
  brotli(): Promise<Buffer>
}

const compress = promisify(brotliCompress)

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Every asset under the name it is served by, and that name by the plain one. */
function readAssets(directories: string[]) {
  const served = new Map<string, Asset>()
  const names = new Map<string, string>()
  for (const directory of directories) {
    for (const file of readdirSync(directory)) {
      const extension = extname(file)
      const type = TYPES[extension]
      if (!type) continue
      const body = readFileSync(join(directory, file))
      const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
      const name = `${basename(file, extension)}.${hash}${extension}`
      served.set(name, { type, body, brotli: once(() => compress(body)) })
      names.set(file, name)
    }
  }
  return { served, names }
}

export async function registerViews(
  app: FastifyInstance,
  options: { root: string; production: boolean },
): Promise<Views> {
  const { root, production } = options
  const settings = { views: root, cache: production }
  const eta = new Eta({ ...settings, escapeFunction: escapeHtml })
  const plain = new Eta({ ...settings, escapeFunction: printable })

  const assets = join(root, 'assets')
  const { served, names } = readAssets(production ? [assets] : [assets, join(assets, 'dev')])

  await app.register(fastifyView, { engine: { eta }, root, production })

  app.get<{ Params: { name: string } }>('/assets/:name', { config: { any_host: true } }, async (request, reply) => {
    const asset = served.get(request.params.name)
    if (!asset) return reply.callNotFound()
    const brotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
    if (brotli) reply.header('content-encoding', 'br')
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(asset.type)
      .send(brotli ? await asset.brotli() : asset.body)
  })

  const asset = (file: string): string => {
    const name = names.get(file)
    if (!name) throw new Error(`no asset ${file}`)
    return `/assets/${name}`
  }

  function context(
    prompt: string,
    screen: string,
    data: { tenant: Tenant; client?: Client | undefined },
    language: string | undefined,
  ) {
    const { friendly_name: companyName, locales = LANGUAGES, look } = data.tenant
    const words = wordsIn(language ?? locales[0] ?? 'en')
    const variables = { companyName, clientName: data.client?.name ?? companyName }
    const say = (screen: string, key: string, more: Variables | undefined, on = prompt) => {
      const own = look?.text(on, screen, key, words.language)
      const all = { ...variables, ...more }
      return unbroken(key, own === undefined ? text(words, on, screen, key, all) : fill(own, words, all, () => ''))
    }
    const own = (prompt: Prompt, screen: string): { [key: string]: string } =>
      Object.fromEntries(
        Object.entries<string>(words.prompts[prompt][screen as never]).map(([key, template]) => [
          key,
          look?.text(prompt, screen, key, words.language) ?? template,
        ]),
      )
    return {
      ...data,
      language: words.language,
      direction: words.direction,
      asset,
      qr: qrCode,
      countries: () => countriesIn(words.language),
      date: (date: Date) =>
        `${date.toLocaleString(words.language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`,
      /** A text of this screen. */
      t: (key: string, more?: Variables) => say(screen, key, more),
      /** A text that several screens share. */
      shared: (key: string, more?: Variables) => say('layout', key, more, prompt === 'mail' ? 'mail' : 'common'),
      /** All texts of this screen, with what is known of every page filled in. */
      filled: () =>
        Object.fromEntries(
          Object.entries(own(prompt as Prompt, screen)).map(([key, template]) => [
            key,
            unbroken(
              key,
              fill(template, words, variables, () => ''),
            ),
          ]),
        ),
      place: () => '',
      /** All texts of a screen, unfilled. */
      texts: (prompt: Prompt, screen: string) => own(prompt, screen),
    }
  }

  const pageContext = <N extends keyof Pages>(name: N, data: Pages[N], language: string | undefined) => {
    const [prompt, screen] = name.split('/') as [string, string]
    // Those who develop read English.
    return context(prompt, screen, data, prompt === 'dev' ? 'en' : language)
  }

  /** What its request adds to a page: the way to the same page in another language. */
  function spoken<N extends keyof Pages>(request: FastifyRequest, name: N, data: Pages[N]) {
    const { locales = LANGUAGES } = data.tenant
    const it = pageContext(name, data, languageOf(request, locales))
    return { ...it, languages: name.startsWith('dev/') ? [] : languagesOffered(request, locales) }
  }

  /** The page in its tenant's own markup. */
  function dressOf<N extends keyof Pages>(name: N, it: ReturnType<typeof pageContext>, data: Pages[N]) {
    const { tenant, client } = data
    const { look, friendly_name, support_email, support_url, locales = LANGUAGES } = tenant
    const [prompt, screen] = name.split('/') as [string, string]
    const { language } = it
    const own = {
      branding: look?.branding ?? {},
      tenant: { friendly_name, support_email, support_url, enabled_locales: locales },
      locale: language,
      prompt: { name: prompt, screen: { name: screen } },
    }
    const { authorization_details } = data as Partial<Pages['customized-consent/customized-consent']>
    const more = {
      transaction: authorization_details && { params: { authorization_details } },
      application: client && {
        id: client.client_id,
        name: client.name,
        logo_url: client.logo_uri,
        metadata: client.client_metadata ?? {},
      },
      prompt: {
        name: prompt,
        screen: {
          name: screen,
          get texts() {
            return it.filled()
          },
        },
      },
    }
    return dress(look, { prompt, screen, language }, { own, more }, (err, template) =>
      app.log.warn({ err, template }, 'a template of a tenant’s own failed'),
    )
  }

  return {
    page(reply, name, data) {
      const it = spoken(reply.request, name, data)
      const { look } = data.tenant
      const dressed: Partial<Dress> = name.startsWith('dev/') ? {} : dressOf(name, it, data)
      reply.header('content-security-policy', policyOf(dressed.styles ?? [], look, morePolicy(name, data)))
      return reply.view(name, { ...it, ...dressed })
    },
    html: (name, data, language) => eta.render(name, pageContext(name, data, language)),
    mail(name, data, language) {
      const it = context('mail', name, data, language)
      const facts: Partial<Mails['verify-email'] & Mails['email-changed']> = data
      const variables = {
        ...(facts.expires_at && { expires: it.date(facts.expires_at) }),
        ...(facts.time && { time: it.date(facts.time) }),
        ...(facts.old_email && { oldEmail: facts.old_email }),
        ...(facts.new_email && { newEmail: facts.new_email }),
      }
      const filled = { ...it, variables }
      return {
        subject: it.t('subject'),
        html: eta.render('mail/html', filled),
        text: plain.render('mail/text', filled),
      }
    },
  }
}
