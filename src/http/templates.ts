// What a tenant writes in Liquid (frames of pages, pieces of screens, mails): the only owner of the Liquid engine. A template reaches no file and
// no other template, and time and memory end; what it prints is escaped, always: no filter lifts that.
import { createHash } from 'node:crypto'
import {
  type Context,
  type Emitter,
  Liquid,
  type LiquidOptions,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs'
import { invalidProperty } from '../errors.ts'

/** Auth0's, in characters. */
export const LONGEST_TEMPLATE = 102_400
/** In milliseconds: a page waits for it. */
const RENDER_MS = 50
/** In what the engine counts: characters and items that filters and loops are given. */
const RENDER_SIZE = 250_000
/** In characters. The engine does not count what is only printed, and a loop prints a template many times in no time. */
const LONGEST_OUTPUT = 1_000_000

/** Tags that would read other templates. */
const ELSEWHERE = ['include', 'render', 'layout', 'block']
/** Filters that evaluate an expression for each item, between two looks at the clock. Neither Auth0's nor Shopify's. */
const SLOW = ['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp']

export type Variables = { readonly [name: string]: unknown }
/** What stands where a frame says so: Lintel's own markup. */
export type Slots = { readonly head: string; readonly widget: string }

export type PageFrame = { render(variables: Variables, slots: Slots): string }
/** A piece of a page, or a mail. */
export type Piece = { render(variables: Variables): string }

const printed = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

const ENTITIES: { [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (value: unknown) => printed(value).replace(/[&<>"']/g, character => ENTITIES[character] as string)

type TagClass = Liquid['tags'][string]
type Capturing = { variable: string; render(context: Context, emitter: Emitter): unknown }

/** What is captured is counted: else each capture could hold the one before twice, and whatever looks at the last has to write it out. */
function counted(tag: TagClass | undefined): TagClass {
  const Capture = tag as unknown as new (...given: ConstructorParameters<TagClass>) => Capturing
  return class extends Capture {
    override *render(context: Context, emitter: Emitter) {
      yield super.render(context, emitter)
      context.memoryLimit.use(String((context.bottom() as Variables)[this.variable]).length)
    }
  } as unknown as TagClass
}

/** Throws before anybody writes out what is too long. */
function bounded(output: string): string {
  if (output.length > LONGEST_OUTPUT) throw new Error(`the template prints more than ${LONGEST_OUTPUT} characters`)
  return output
}

function engine(options: LiquidOptions): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: LONGEST_TEMPLATE,
    renderLimit: RENDER_MS,
    memoryLimit: RENDER_SIZE,
    ...options,
  })
  for (const tag of ELSEWHERE) delete liquid.tags[tag]
  for (const filter of SLOW) delete liquid.filters[filter]
  liquid.registerTag('capture', counted(liquid.tags.capture))
  // What is printed is escaped once, at the end: by nobody before, and nobody can do without it.
  delete liquid.filters.raw
  for (const filter of ['escape', 'escape_once']) liquid.registerFilter(filter, printed)
  return liquid
}

const html = engine({ outputEscape: escaped })
const frames = engine({ outputEscape: escaped })
/** For what is no HTML: subjects. */
const plain = engine({ outputEscape: printed })

/** The tags of a frame that is being parsed. */
let seen: string[] = []
const SLOTS = Symbol('slots')

/** Auth0: `{%- auth0:head -%}` and `{%- auth0:widget -%}`. */
frames.registerTag(
  'auth0',
  class extends Tag {
    readonly slot: 'head' | 'widget'
    constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
      super(token, remaining, liquid)
      const name = token.args.trim()
      if (name !== ':head' && name !== ':widget') throw new Error(`tag "auth0${name}" not found`)
      this.slot = name === ':head' ? 'head' : 'widget'
      seen.push(this.slot)
    }
    override render(context: Context, emitter: Emitter): void {
      emitter.write((context.globals as { [SLOTS]?: Slots })[SLOTS]?.[this.slot] ?? '')
    }
  },
)

/** @param property where the template stands in a body, for the error that says where it is wrong */
function parsed(liquid: Liquid, source: string, property: string): Template[] {
  if (source.length > LONGEST_TEMPLATE)
    throw invalidProperty(`Payload content length greater than maximum allowed: ${LONGEST_TEMPLATE}.`, property)
  try {
    return liquid.parse(source)
  } catch (error) {
    throw invalidProperty(`Liquid template syntax error: ${(error as Error).message}`, property)
  }
}

/** @throws LintelError what is wrong with it, and in which line */
export function parseFrame(source: string, property = 'template'): PageFrame {
  seen = []
  const templates = parsed(frames, source, property)
  if (seen.filter(slot => slot === 'head').length !== 1 || seen.filter(slot => slot === 'widget').length !== 1)
    throw invalidProperty('Payload content missing required Liquid tags (auth0:head and auth0:widget).', property)
  return {
    render: (variables, slots) => bounded(frames.renderSync(templates, variables, { globals: { [SLOTS]: slots } })),
  }
}

export function parsePiece(source: string, property: string): Piece {
  const templates = parsed(html, source, property)
  return { render: variables => bounded(html.renderSync(templates, variables)) }
}

/** One line of text. */
export function parseLine(source: string, property: string): Piece {
  const templates = parsed(plain, source, property)
  return {
    render: variables =>
      bounded(plain.renderSync(templates, variables))
        .replace(/[\p{Cc}\s]+/gu, ' ')
        .trim(),
  }
}

/** The sources of a Content-Security-Policy that let in the `<style>` elements of this markup, and no others. */
export function stylesOf(markup: string): string[] {
  const sources = new Set<string>()
  const lower = markup.toLowerCase()
  for (let at = lower.indexOf('<style'); at !== -1; at = lower.indexOf('<style', at)) {
    const begin = lower.indexOf('>', at) + 1
    const end = lower.indexOf('</style', begin)
    if (begin === 0 || end === -1) break
    // HTML §13.2.3.5: a parser reads line ends as one character.
    const sheet = markup.slice(begin, end).replace(/\r\n?/g, '\n')
    sources.add(`'sha256-${createHash('sha256').update(sheet).digest('base64')}'`)
    at = end
  }
  return [...sources]
}

/** What is wrong with a text in Liquid, in words for who wrote it; undefined: nothing. */
export function liquidProblem(template: string): string | undefined {
  try {
    plain.parse(template)
  } catch (error) {
    return (error as Error).message
  }
  return undefined
}

/** A text that is no HTML. Throws when the template breaks, or takes too much. */
export const renderLiquid = (template: string, variables: Variables): string =>
  bounded(plain.parseAndRenderSync(template, variables))
