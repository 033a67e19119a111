// The countries that a phone number is typed for: by name, in the language of a page, and the one that a browser is likely to be in.
import type { FastifyRequest } from 'fastify'
import { CALLING_CODES } from '../store/calling-codes.ts'

export type Country = { country: string; name: string; code: string }

const known = new Map<string, readonly Country[]>()

/** In the order of their names. */
export function countriesIn(language: string): readonly Country[] {
  const listed = known.get(language)
  if (listed) return listed
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const { compare } = new Intl.Collator(language)
  const countries = [...CALLING_CODES]
    .map(([country, code]) => ({ country, code, name: names.of(country) ?? country }))
    .sort((a, b) => compare(a.name, b.name))
  known.set(language, countries)
  return countries
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}

/** From what the browser says of its languages: a country that one of them names, else where the first is mostly spoken. */
export function likelyCountry({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const locales = (headers['accept-language'] ?? '')
    .slice(0, 200)
    .split(',')
    .flatMap(part => localeOf((part.split(';')[0] ?? '').trim()) ?? [])
  const countries = [...locales.map(({ region }) => region), locales[0]?.maximize().region]
  return countries.find(country => country !== undefined && CALLING_CODES.has(country))
}
