// Pages, mails and assets: the only owner of the template engine. Owns how data become HTML, not when or for whom.
// Templates are views/<prompt>/<screen>.eta; assets are views/assets/*, served under a name that carries their hash.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Client, Mails, Message, Pages, Tenant } from './pages.ts'
import { qrCode } from './qr.ts'
import { english, type Prompt, text, type Variables } from './words.ts'

export interface Views {
  /** Answers a page; the status code is the caller's. */
  page<N extends keyof Pages>(reply: Pick<FastifyReply, 'header' | 'view'>, name: N, data: Pages[N]): FastifyReply
  /** A page as a string, for answers that Fastify does not send. */
  html<N extends keyof Pages>(name: N, data: Pages[N]): string
  mail<N extends keyof Mails>(name: N, data: Mails[N]): Message
}

/**
 * What a page may load. No form-action: Chrome applies it to the redirect after a form too, and sign-in ends at the app. What
 * answers html() itself sends this as well.
 */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors 'none'"

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
  brotli: Buffer
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
      served.set(name, { type, body, brotli: brotliCompressSync(body) })
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
      .send(brotli ? asset.brotli : asset.body)
  })

  const asset = (file: string): string => {
    const name = names.get(file)
    if (!name) throw new Error(`no asset ${file}`)
    return `/assets/${name}`
  }

  function context(prompt: string, screen: string, data: { tenant: Tenant; client?: Client | undefined }) {
    const words = english
    const companyName = data.tenant.friendly_name
    const variables = { companyName, clientName: data.client?.name ?? companyName }
    return {
      ...data,
      language: words.language,
      asset,
      qr: qrCode,
      date: (date: Date) =>
        `${date.toLocaleString(words.language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`,
      /** A text of this screen. */
      t: (key: string, more?: Variables) => text(words, prompt, screen, key, { ...variables, ...more }),
      /** A text that several screens share. */
      shared: (key: string, more?: Variables) =>
        text(words, prompt === 'mail' ? 'mail' : 'common', 'layout', key, { ...variables, ...more }),
      /** All texts of a screen, unfilled. */
      texts: (prompt: Prompt, screen: string) => words.prompts[prompt][screen as never],
    }
  }

  const pageContext = <N extends keyof Pages>(name: N, data: Pages[N]) => {
    const [prompt, screen] = name.split('/') as [string, string]
    return context(prompt, screen, data)
  }

  return {
    page(reply, name, data) {
      reply.header('content-security-policy', [PAGE_POLICY, ...morePolicy(name, data)].join('; '))
      return reply.view(name, pageContext(name, data))
    },
    html: (name, data) => eta.render(name, pageContext(name, data)),
    mail(name, data) {
      const it = context('mail', name, data)
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
