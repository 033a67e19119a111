// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
import { join } from 'node:path'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import { choiceOf, LANGUAGES, localesOf, lookUp, negotiate, translations, wordsIn } from '../../src/http/languages.ts'
import type { Look } from '../../src/http/look.ts'
import type { Mails } from '../../src/http/mails.ts'
import type { Pages } from '../../src/http/pages.ts'
import { registerViews, type Views } from '../../src/http/views.ts'
import { english, text } from '../../src/http/words.ts'
import { full, mails, minimal } from '../support/sample-pages.ts'

type Catalogue = { [prompt: string]: { [screen: string]: { [key: string]: string } } }

/** Every text by `prompt / screen / key`. Those who develop read English. */
const textsOf = (prompts: object) =>
  new Map(
    Object.entries(prompts as Catalogue)
      .filter(([prompt]) => prompt !== 'dev')
      .flatMap(([prompt, screens]) =>
        Object.entries(screens).flatMap(([screen, texts]) =>
          Object.entries(texts).map(([key, template]) => [`${prompt} / ${screen} / ${key}`, template] as const),
        ),
      ),
  )
const source = textsOf(english.prompts)
const others = [...translations].map(([language, { prompts }]) => ({ language, texts: textsOf(prompts) }))

async function views(t: Test): Promise<Views> {
  const app = fastify()
  t.teardown(() => app.close())
  return registerViews(app, { root: join(import.meta.dirname, '../../views'), production: false })
}

t.test('there are ten languages, English first', async t => {
  t.equal(LANGUAGES[0], 'en')
  for (const language of ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pt-BR', 'zh-CN'])
    t.ok(LANGUAGES.includes(language), language)
  t.equal(wordsIn('ar').direction, 'rtl')
  t.equal(wordsIn('ja').direction, 'ltr')
  t.equal(wordsIn('pt-BR').name, 'Português (Brasil)')
  t.throws(() => wordsIn('tlh'), /no words in tlh/)
})

t.test('every key exists in every language, and no other', async t => {
  for (const { language, texts } of others) {
    t.same(
      [...source.keys()].filter(key => !texts.has(key)),
      [],
      `${language}: nothing is missing`,
    )
    t.same(
      [...texts.keys()].filter(key => !source.has(key)),
      [],
      `${language}: nothing is left over`,
    )
    t.same(
      [...texts].filter(([, template]) => template.trim() === '').map(([key]) => key),
      [],
      `${language}: no hole`,
    )
  }
})

/** What its typesetters would strike out. */
const WRONG: { [language: string]: RegExp } = {
  ar: /[\u0621-\u064a]\s?[,;?]/,
  es: /(?:^|[.:;,]\s)(?:[^¿.:;,]*\?|[^¡.:;,]*!(?!@))/,
  // The space before them is one that no line ends at.
  fr: / [?!;:»]|« |[^\s\u00a0][?!;»](?!@)/,
  ja: /[\u3040-\u30ff\u4e00-\u9fff][,.:;!?()]|[,:;!?()][\u3040-\u30ff\u4e00-\u9fff]/,
  'zh-CN': /[\u4e00-\u9fff][,.:;!?()]|[,:;!?()][\u4e00-\u9fff]/,
}

t.test('each language has its own marks and spaces', async t => {
  for (const { language, texts } of [{ language: 'en', texts: source }, ...others]) {
    const wrong = [/\.\.\.|\p{L}'\p{L}|\s$| {2}/u, WRONG[language] ?? /^$/]
    const plain = (template: string) => template.replace(/\$\{\w+\}/g, 'X').replace(/\w+, plural,/g, '')
    t.same(
      [...texts].filter(([, template]) => wrong.some(marks => marks.test(plain(template)))),
      [],
      language,
    )
  }
})

t.test('a text has the variables of the English one', async t => {
  const variablesOf = (template = '') =>
    [
      ...new Set([...template.matchAll(/\$\{(\w+)\}|\{(\w+), plural,/g)].map(([, name, counted]) => name ?? counted)),
    ].sort()
  for (const { language, texts } of others) {
    const differ = [...texts].filter(
      ([key, template]) => `${variablesOf(template)}` !== `${variablesOf(source.get(key))}`,
    )
    t.same(differ, [], language)
  }
})

t.test('a plural has every form that its language counts in, and none that it does not know', async t => {
  const plurals = [{ language: 'en', texts: source }, ...others].flatMap(({ language, texts }) =>
    [...texts].flatMap(([key, template]) =>
      [...template.matchAll(/\{\w+, plural,((?:\s*\w+ \{[^{}]*\})+)\s*\}/g)].map(([, forms = '']) => ({
        language,
        key,
        forms,
      })),
    ),
  )
  t.ok(plurals.length > 3 * LANGUAGES.length)
  for (const { language, key, forms } of plurals) {
    const named = [...forms.matchAll(/(\w+) \{/g)].map(([, form]) => form)
    const rules = new Intl.PluralRules(language)
    const counted = new Set(Array.from({ length: 201 }, (_, n) => rules.select(n)))
    t.same(
      [...counted].filter(form => !named.includes(form)),
      [],
      `${language}: ${key} has all`,
    )
    t.same(
      named.filter(form => !rules.resolvedOptions().pluralCategories.includes(form as never)),
      [],
      `${language}: ${key}`,
    )
    t.ok(named.includes('other'), `${language}: ${key} has one for all others`)
  }
  const left = [...source, ...others.flatMap(({ texts }) => [...texts])].filter(([, template]) =>
    /plural,/.test(template.replace(/\{\w+, plural,(?:\s*\w+ \{[^{}]*\})+\s*\}/g, '')),
  )
  t.same(left, [], 'each is written as it is read')
})

t.test('one of them, two of them, five of them', async t => {
  const least = (language: string, count: number) =>
    text(wordsIn(language), 'signup', 'signup', 'password-policy-length-at-least', { count })
  t.equal(least('en', 1), 'At least 1 character')
  t.equal(least('en', 5), 'At least 5 characters')
  t.equal(least('es', 1), 'Al menos 1 carácter')
  t.equal(least('es', 2), 'Al menos 2 caracteres')
  t.equal(least('ja', 8), '8文字以上')
  t.equal(least('ar', 1), 'حرف واحد على الأقل')
  t.equal(least('ar', 2), 'حرفين على الأقل')
  t.equal(least('ar', 8), '8 أحرف على الأقل')
  t.equal(least('ar', 12), '12 حرفًا على الأقل')
  t.equal(least('ar', 100), '100 حرف على الأقل')
  t.equal(
    text(wordsIn('de'), 'signup', 'signup', 'password-policy-contains-at-least', { count: 1_000, total: 4 }),
    'Mindestens 1.000 von diesen 4:',
    'numbers are written as the language writes them',
  )
})

t.test('names from elsewhere stay by themselves where one reads from right to left', async t => {
  t.equal(
    text(wordsIn('ar'), 'login', 'login', 'description', { clientName: 'Shop!' }),
    'المتابعة إلى \u2068Shop!\u2069',
  )
  t.equal(text(wordsIn('fr'), 'login', 'login', 'description', { clientName: 'Shop!' }), 'Continuez vers Shop!')
})

t.test('a language is found by its tag, by one of the same script, or not at all', async t => {
  for (const [tag, found] of [
    ['de', 'de'],
    ['DE-ch', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['es-419', 'es'],
    ['zh', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-TW', undefined],
    ['zh-Hant-HK', undefined],
    ['en-GB-oxendict', 'en'],
    ['ar-EG-u-nu-latn', 'ar'],
    ['tlh', undefined],
    ['en_US', undefined],
    ['<script>', undefined],
    ['', undefined],
    [`de${'-abcdefgh'.repeat(1_000)}`, undefined],
  ] as const)
    t.equal(lookUp(tag, LANGUAGES), found, tag.slice(0, 40))
  t.equal(lookUp('pt-PT', ['en', 'pt-BR', 'pt-PT']), 'pt-PT', 'its own region comes first')
  t.equal(lookUp('es-MX', ['en', 'es-AR', 'es-MX']), 'es-MX')
  t.equal(lookUp('fr-BE', ['en', 'fr-CA']), 'fr-CA', 'another region before another language')
})

t.test('the app’s wish, then the browser’s, then the tenant’s', async t => {
  const all = LANGUAGES
  t.equal(negotiate({}, all), 'en')
  t.equal(negotiate({}, ['fr', 'en']), 'fr', 'the first is the tenant’s own')
  t.equal(negotiate({ ui_locales: 'tlh de fr', accept_language: 'es' }, all), 'de')
  t.equal(negotiate({ ui_locales: 'tlh', accept_language: 'es' }, all), 'es')
  t.equal(
    negotiate({ ui_locales: 'de', accept_language: 'fr' }, ['en', 'fr']),
    'fr',
    'what is not enabled is not there',
  )
  for (const [accept_language, language] of [
    ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'fr'],
    ['tlh, nl;q=0.4, ja;q=0.8', 'ja'],
    ['it;q=0, nl;q=0.1', 'nl'],
    ['tlh, *;q=0.1', 'en'],
    ['*', 'en'],
    ['de;q=2, fr;q=0.5', 'fr'],
    ['de;q=x, , ;;;, fr;level=1', 'en'],
    [`${'x-a,'.repeat(100_000)}de`, 'en'],
    [`${' '.repeat(100_000)}de`, 'en'],
  ] as const)
    t.equal(negotiate({ accept_language }, all), language, accept_language.slice(0, 40))
  t.equal(negotiate({ ui_locales: `${'tlh '.repeat(100_000)}de` }, all), 'en', 'nobody waits for a list without end')
})

t.test('a person’s choice stands against what the app wished when she chose, and no further', async t => {
  const all = LANGUAGES
  t.equal(choiceOf({ picked: 'es' }, all), 'es')
  t.equal(choiceOf({ picked: 'es', ui_locales: 'fr-CA en' }, all), 'es.fr')
  t.equal(choiceOf({ picked: 'tlh' }, all), undefined)
  t.equal(choiceOf({}, all), undefined)
  t.equal(negotiate({ picked: 'es', ui_locales: 'fr', kept: 'de' }, all), 'es')
  t.equal(negotiate({ kept: 'es', accept_language: 'de' }, all), 'es')
  t.equal(negotiate({ kept: 'es', ui_locales: 'fr' }, all), 'fr', 'chosen elsewhere')
  t.equal(negotiate({ kept: 'es.fr', ui_locales: 'fr' }, all), 'es', 'chosen in place of this')
  t.equal(negotiate({ kept: 'es.fr', ui_locales: 'de' }, all), 'de', 'the app has come to wish for another')
  t.equal(negotiate({ kept: 'es.fr' }, all), 'es')
  t.equal(negotiate({ kept: 'es', accept_language: 'fr' }, ['en', 'fr']), 'fr', 'no longer enabled')
  t.equal(negotiate({ kept: '.', accept_language: 'fr' }, all), 'fr')
})

t.test('a tenant that names no language has all, one that is gone is not missed', async t => {
  t.same(localesOf({ enabled_locales: [] }), LANGUAGES)
  t.same(localesOf({ enabled_locales: ['fr', 'tlh', 'en'] }), ['fr', 'en'])
  t.same(localesOf({ enabled_locales: ['tlh'] }), LANGUAGES)
})

type Render = (name: string, data: unknown, language?: string) => string

t.test('every language says every page and mail, in its direction', async t => {
  const { html, mail } = await views(t)
  for (const language of LANGUAGES) {
    const { direction } = wordsIn(language)
    for (const [kind, pages] of Object.entries({ minimal, full: full() }))
      for (const [name, data] of Object.entries(pages)) {
        const page = (html as Render)(name, data, language)
        const said = name.startsWith('dev/') ? 'lang="en" dir="ltr"' : `lang="${language}" dir="${direction}"`
        t.ok(page.startsWith(`<!doctype html>\n<html ${said}>`), `${language}: ${name}, ${kind}`)
        t.notMatch(
          page.replace(/ data-[a-z]+="[^"]*"/g, ''),
          /undefined|\$\{|, plural,/,
          `${language}: ${name}, ${kind}`,
        )
      }
    for (const [name, data] of Object.entries(mails())) {
      const message = (mail as (name: string, data: unknown, language: string) => ReturnType<Views['mail']>)(
        name,
        data,
        language,
      )
      t.ok(message.html.includes(`<html lang="${language}" dir="${direction}">`), `${language}: ${name}`)
      t.notMatch(message.subject + message.html + message.text, /undefined|\$\{|, plural,/, `${language}: ${name}`)
    }
  }
})

t.test('dates are the language’s', async t => {
  const { mail } = await views(t)
  const { time, ...rest } = mails()['password-changed']
  const textIn = (language: string) => mail('password-changed', { ...rest, time }, language).text
  t.match(textIn('en'), 'March 4, 2027 at 9:26 AM UTC')
  t.match(textIn('de'), '4. März 2027 um 09:26 UTC')
  t.match(textIn('ja'), '2027年3月4日 9:26 UTC')
})

/** All strings in a page's data, the longest first. */
function stringsIn(data: unknown): string[] {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.add(value)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        found.add(name)
        walk(inner)
      }
  }
  walk(data)
  return [...found].filter(string => string !== '').sort((a, b) => b.length - a.length)
}

const ENTITIES: { [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const TECHNICAL =
  /^(?:class|id|href|src|d|content|style|sandbox|autocomplete|aria-(?:describedby|labelledby|controls)|viewBox|rel|sizes|media|pattern|points|transform|data-(?:words|claims|options))$/

t.test('no page says what the catalogue does not', async t => {
  const { html } = await views(t)
  // Every text of the catalogue between marks: what is left outside them was written elsewhere.
  const look = {
    text: (prompt: string, screen: string, key: string) => {
      const template = (english.prompts as Catalogue)[prompt]?.[screen]?.[key] ?? ''
      return `⟦${template.replace(/\{(\w+), plural,.*\}/, '$${$1}')}⟧`
    },
    pieces: new Map(),
    styles: new Map(),
    branding: {},
  } as unknown as Look
  for (const [kind, pages] of Object.entries({ minimal, full: full() }))
    for (const [name, data] of Object.entries(pages) as [keyof Pages, Pages[keyof Pages]][]) {
      if (name.startsWith('dev/')) continue
      // Countries are CLDR's to name.
      const page = (html as Render)(name, { ...data, tenant: { ...data.tenant, look } }).replace(/<option.*/g, '')
      const said = [
        page.replace(/<[^>]*>/g, '\n'),
        ...[...page.matchAll(/\s([a-zA-Z-]+)="([^"]*)"/g)]
          .filter(([, attribute = '', value = '']) => !TECHNICAL.test(attribute) && /\s|⟦/.test(value))
          .map(([, , value]) => value),
      ].join('\n')
      t.match(said, '⟦', `${name}, ${kind}: says something`)
      let rest = said.replace(/&(#39|[a-z]+);/g, (_, entity: string) => ENTITIES[entity] ?? '')
      // A text may hold another.
      for (let before = ''; before !== rest; ) {
        before = rest
        rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ')
      }
      // What is to be typed stands in groups.
      rest = rest.replaceAll(/\b[A-Z2-7]{4}(?: [A-Z2-7]{4})+\b|\b[A-Z2-9]{4}(?:-[A-Z2-9]{3,4}){2,}\b/g, groups =>
        groups.replace(/[ -]/g, ''),
      )
      for (const string of stringsIn(data)) rest = rest.replaceAll(string, ' ')
      t.notMatch(rest, /\p{L}{2}/u, `${name}, ${kind}`)
    }
})

t.test('where a word may part is said to whom it is shown, not in titles, subjects and attributes', async t => {
  const { html, mail } = await views(t)
  const samples = { pages: [minimal, full('\u00AD')], mails: [mails(), mails('\u00AD')] }
  const parted: string[] = []
  for (const language of LANGUAGES) {
    for (const pages of samples.pages) {
      for (const name of Object.keys(pages) as (keyof Pages)[]) {
        // Those who develop see what was sent.
        if (name.startsWith('dev/')) continue
        const page = html(name, pages[name] as never, language)
        const titles = page.match(/<title>[^<]*|\s(?:alt|aria-label|title)="[^"]*"/g) ?? []
        if (titles.some(title => title.includes('\u00AD'))) parted.push(`${language}: ${name}`)
      }
    }
    for (const facts of samples.mails) {
      for (const name of Object.keys(facts) as (keyof Mails)[])
        if (mail(name, facts[name] as never, language).subject.includes('\u00AD')) parted.push(`${language}: ${name}`)
    }
  }
  t.same(parted, [])
  t.match(
    html('account/account-security', full()['account/account-security'], 'de'),
    'Wieder\u00ADherstellungs\u00ADcode',
  )
})
