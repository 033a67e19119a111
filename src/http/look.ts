// How a tenant's pages look and what they say, made ready once for each revision of its facts: its theme as a stylesheet under a name that
// carries its hash, its own markup parsed, its own words. A page that is warm asks no database for any of it.
import { createHash } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { readBranding, readTheme } from '../store/branding.ts'
import { UNIVERSAL_LOGIN } from '../store/page-templates.ts'
import type { TenantStore } from '../store/store.ts'
import { type PageFrame, type Piece, parseFrame, parsePiece, stylesOf, type Variables } from './templates.ts'
import { fontOf, mailColorsOf, stylesheetOf } from './themes.ts'

/** Auth0's places for markup within a screen. */
export const PLACES = [
  'form-content-start',
  'form-content-end',
  'form-footer-start',
  'form-footer-end',
  'secondary-actions-start',
  'secondary-actions-end',
  // The one of customized-consent.
  'form-content',
] as const
export type PlaceName = (typeof PLACES)[number]

/** Those of a prompt's screens. */
export const placesIn = (prompt: string): readonly PlaceName[] =>
  PLACES.filter(place => (place === 'form-content') === (prompt === 'customized-consent'))

export type Look = {
  /** Empty: the design's own. */
  stylesheet: { url: string; css: string; brotli: Buffer } | undefined
  logo_url: string | undefined
  favicon_url: string | undefined
  /** where the font comes from, for the policy of a page */
  font_origin: string | undefined
  mail_colors: ReturnType<typeof mailColorsOf>
  /** what templates may print of the branding settings */
  branding: object
  frame: PageFrame | undefined
  /** by `prompt/screen/place` */
  pieces: ReadonlyMap<string, Piece>
  text(prompt: string, screen: string, key: string, language: string): string | undefined
  /** What the policies of pages let in, by what distinguishes them; see views.ts. */
  styles: Map<string, string[]>
}

const PATH = '/assets/theme'

async function makeLook(store: TenantStore): Promise<Look> {
  const [settings, templates, custom_texts] = await Promise.all([
    store.facts.settings(),
    store.page_templates.list(),
    store.custom_texts.list(),
  ])
  const branding = readBranding(settings)
  const theme = readTheme(settings)
  const css = stylesheetOf(branding, theme)
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 16)
  const font_url = fontOf(branding, theme)
  const logo_url = theme?.widget.logo_url || branding.logo_url || undefined
  const frame = templates.find(({ name }) => name === UNIVERSAL_LOGIN)
  const texts = new Map(custom_texts.map(({ prompt, language, texts }) => [`${language}/${prompt}`, texts]))
  return {
    stylesheet: css === '' ? undefined : { url: `${PATH}/${hash}.css`, css, brotli: brotliCompressSync(css) },
    logo_url,
    favicon_url: branding.favicon_url,
    font_origin: font_url === undefined ? undefined : new URL(font_url).origin,
    mail_colors: mailColorsOf(branding, theme),
    branding: { ...branding, logo_url },
    frame: frame && parseFrame(frame.body),
    pieces: new Map(
      templates
        .filter(({ name }) => name !== UNIVERSAL_LOGIN)
        .map(({ name, body }) => [name, parsePiece(body, name)] as const),
    ),
    text(prompt, screen, key, language) {
      const said = texts.get(`${language}/${prompt}`)?.[screen]
      return said && Object.hasOwn(said, key) ? said[key] : undefined
    },
    styles: new Map(),
  }
}

export const lookOf = (store: TenantStore): Promise<Look> => store.facts.derived('look', () => makeLook(store))

/** A page in a tenant's own markup. */
export type Dress = {
  /** What stands there; nothing where nothing was put, or what was put there fails. */
  place(name: PlaceName): string
  /** The whole page; undefined: it has no frame of its own, or one that fails. */
  frame(head: string, widget: string): string | undefined
  /** What the page's policy has to let in. */
  styles: readonly string[]
}

/**
 * @property own what the tenant's administrators have set
 * @property more what others may have: a `<style>` in which that is printed is not let in, so that nobody's name becomes a rule of style
 */
export type Printable = { own: Variables; more: Variables }

export function dress(
  look: Look | undefined,
  page: { prompt: string; screen: string; language: string },
  { own, more }: Printable,
  onError: (error: unknown, template: string) => void,
): Dress {
  const name = (place: PlaceName) => `${page.prompt}/${page.screen}/${place}`
  const variables = { ...own, ...more }
  function rendered<T>(template: string, render: () => T): T | undefined {
    try {
      return render()
    } catch (error) {
      onError(error, template)
      return undefined
    }
  }

  function styles(): string[] {
    if (!look || (!look.frame && look.pieces.size === 0)) return []
    const key = JSON.stringify(page)
    const known = look.styles.get(key)
    if (known) return known
    const pieces = PLACES.flatMap(place => look.pieces.get(name(place)) ?? [])
    const markup = [
      rendered(UNIVERSAL_LOGIN, () => look.frame?.render(own, { head: '', widget: '' })),
      ...pieces.map(piece => rendered('styles', () => piece.render(own))),
    ]
    const found = markup.flatMap(one => stylesOf(one ?? ''))
    look.styles.set(key, found)
    return found
  }

  return {
    place: place => rendered(name(place), () => look?.pieces.get(name(place))?.render(variables)) ?? '',
    frame: (head, widget) => rendered(UNIVERSAL_LOGIN, () => look?.frame?.render(variables, { head, widget })),
    styles: styles(),
  }
}

/** Serves each tenant its stylesheet, at its own host. */
export function serveStylesheets(server: FastifyInstance): void {
  server.get<{ Params: { name: string } }>(`${PATH}/:name`, async (request, reply) => {
    const { stylesheet } = await lookOf(request.store)
    if (!stylesheet) return reply.callNotFound()
    // Between a change and the moment when every replica knows it, one may be asked for a sheet that another named.
    const isAsked = stylesheet.url === `${PATH}/${request.params.name}`
    reply.header('cache-control', isAsked ? 'public, max-age=31536000, immutable' : 'no-store')
    const brotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
    if (brotli) reply.header('content-encoding', 'br')
    return reply
      .header('vary', 'accept-encoding')
      .type('text/css; charset=utf-8')
      .send(brotli ? stylesheet.brotli : stylesheet.css)
  })
}
