// The languages that there are, and which of them a request is answered in. English (words.ts) is the source of keys; each other language is
// a file in words/, named by its BCP 47 tag, and found by being there. Owns no words.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { english, type Translation, type Words } from './words.ts'

const FOLDER = join(import.meta.dirname, 'words')

const directionOf = (language: string): Words['direction'] =>
  // Node 24 has it; TypeScript's library does not know it yet.
  (new Intl.Locale(language) as Intl.Locale & { getTextInfo(): { direction: Words['direction'] } }).getTextInfo()
    .direction

type Texts = { readonly [key: string]: string }
type Catalogue = { readonly [prompt: string]: { readonly [screen: string]: Texts } }

/** A text that is not translated yet stays English. */
function complete(language: string, { name, prompts }: Translation): Words {
  const translated = prompts as Catalogue
  const whole = Object.entries(english.prompts as Catalogue).map(([prompt, screens]) => [
    prompt,
    Object.fromEntries(
      Object.entries(screens).map(([screen, texts]) => [screen, { ...texts, ...translated[prompt]?.[screen] }]),
    ),
  ])
  return { language, name, direction: directionOf(language), prompts: Object.fromEntries(whole) as Words['prompts'] }
}

/** What the files say, by language; for tests. */
export const translations = new Map<string, Translation>()
for (const file of readdirSync(FOLDER).sort()) {
  const { default: translation } = (await import(join(FOLDER, file))) as { default: Translation }
  translations.set(basename(file, '.ts'), translation)
}

const catalogues = new Map<string, Words>([
  [english.language, english],
  ...[...translations].map(([language, translation]) => [language, complete(language, translation)] as const),
])

/** English first. */
export const LANGUAGES: readonly string[] = [...catalogues.keys()]

export function wordsIn(language: string): Words {
  const words = catalogues.get(language)
  if (!words) throw new Error(`no words in ${language}`)
  return words
}

/** Those of a tenant, its own first; nothing set: all there are. */
export function localesOf({ enabled_locales }: { enabled_locales: readonly string[] }): readonly string[] {
  const enabled = enabled_locales.filter(language => catalogues.has(language))
  return enabled.length === 0 ? LANGUAGES : enabled
}

// --- which one ---

const LONGEST_TAG = 35
const MOST_TAGS = 16
const LONGEST_LIST = 512

/** RFC 5646, with what its speakers would write it in: zh-TW is not zh-Hans. */
function likely(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag).maximize()
  } catch {
    return undefined
  }
}

/** RFC 4647 §3.4, and beyond it: of a language in the same script, another region's is better than another language. */
export function lookUp(tag: string, available: readonly string[]): string | undefined {
  const exact = available.find(language => language.toLowerCase() === tag.toLowerCase())
  if (exact !== undefined) return exact
  const wanted = tag.length > LONGEST_TAG ? undefined : likely(tag)
  if (!wanted) return undefined
  const near = available
    .map(language => ({ language, locale: likely(language) }))
    .filter(({ locale }) => locale?.language === wanted.language && locale.script === wanted.script)
  return (near.find(({ locale }) => locale?.region === wanted.region) ?? near[0])?.language
}

const firstOf = (tags: readonly string[], available: readonly string[]): string | undefined => {
  for (const tag of tags.slice(0, MOST_TAGS)) {
    const found = lookUp(tag, available)
    if (found !== undefined) return found
  }
  return undefined
}

/** OpenID Connect Core §3.1.2.1: tags in order of preference. */
const inUiLocales = (ui_locales: string | undefined, available: readonly string[]) =>
  firstOf((ui_locales ?? '').slice(0, LONGEST_LIST).split(' ').filter(Boolean), available)

/** RFC 9110 §12.5.4. */
function inAcceptLanguage(header: string | undefined, available: readonly string[]): string | undefined {
  const weighed = (header ?? '')
    .slice(0, LONGEST_LIST)
    .split(',', MOST_TAGS)
    .map(part => {
      const [, tag, q = '1'] = /^\s*([A-Za-z0-9-]+|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/.exec(part) ?? []
      return { tag, q: Number(q) }
    })
    .filter((one): one is { tag: string; q: number } => one.tag !== undefined && one.q > 0)
    .sort((a, b) => b.q - a.q)
    // Anything is as good as the tenant's own.
    .map(({ tag }) => (tag === '*' ? (available[0] as string) : tag))
  return firstOf(weighed, available)
}

/** What a request says of languages. */
export type Wishes = {
  /** the app's wish */
  ui_locales?: string | undefined
  /** the person's own, just now */
  picked?: string | undefined
  /** the person's own, before: what `choiceOf` answered */
  kept?: string | undefined
  accept_language?: string | undefined
}

/**
 * What to keep of a pick: the language, and the one that the app had wished for. A choice outlives the request, and stands against the app's
 * wish for as long as the app wishes the same: `es.fr` is Spanish in place of French, and gives way when the app comes to ask for German.
 */
export function choiceOf({ picked, ui_locales }: Wishes, available: readonly string[]): string | undefined {
  if (picked === undefined || !available.includes(picked)) return undefined
  const wished = inUiLocales(ui_locales, available)
  return wished === undefined ? picked : `${picked}.${wished}`
}

/** @param available a tenant's languages, of which the first is its own */
export function negotiate(wishes: Wishes, available: readonly string[]): string {
  const { picked, kept = '', ui_locales, accept_language } = wishes
  if (picked !== undefined && available.includes(picked)) return picked
  const wished = inUiLocales(ui_locales, available)
  const [chosen = '', instead_of] = kept.split('.')
  if (available.includes(chosen) && (wished === undefined || wished === instead_of)) return chosen
  return wished ?? inAcceptLanguage(accept_language, available) ?? (available[0] as string)
}
