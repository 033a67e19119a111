// What a tenant's pages say in its own words, by Auth0's prompt, screen and key. Used in http/look.ts; the words that stand otherwise are the
// catalogue's (http/words.ts).
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { invalidProperty, LintelError } from '../../errors.ts'
import { LANGUAGES, wordsIn } from '../../http/languages.ts'
import type { Texts } from '../../store/custom-texts.ts'
import { managementEvent } from '../route.ts'
import { CATALOGUE, LanguageName, PromptName } from './names.ts'

const strict = { additionalProperties: false }
const NAME = '^[A-Za-z0-9_-]{1,100}$'
const CustomText = Type.Record(
  Type.String({ pattern: NAME }),
  Type.Record(Type.String({ pattern: NAME }), Type.String({ maxLength: 2_000 }), strict),
  { ...strict, title: 'CustomText', description: 'By screen, then by key' },
)
const Params = Type.Object({ prompt: PromptName, language: LanguageName })
const Query = Type.Object(
  {
    include_defaults: Type.Optional(
      Type.Boolean({ description: 'Lintel’s own: with the catalogue’s texts where there is none of the tenant’s' }),
    ),
  },
  strict,
)

/** What every text may say. */
const EVERYWHERE = ['companyName', 'clientName']
const placesIn = (text: string) => [...text.matchAll(/\$\{([^}]*)\}|\{(\w+), plural,/g)].map(([, a, b]) => a ?? b ?? '')

/** Throws unless each is the text of a screen that there is, and says nothing that this text is not given. */
function check(prompt: string, language: string, texts: Texts): void {
  if (Object.keys(texts).length === 0) return
  const screens = CATALOGUE[prompt]
  if (!screens) throw new LintelError('operation_not_supported', `Lintel has no prompt ${prompt}.`)
  if (!LANGUAGES.includes(language))
    throw new LintelError(
      'operation_not_supported',
      `Lintel does not speak ${language}. It speaks ${LANGUAGES.join(', ')}.`,
    )
  for (const [screen, said] of Object.entries(texts)) {
    const known = Object.hasOwn(screens, screen) ? screens[screen] : undefined
    if (!known) throw invalidProperty(`Additional properties not allowed: ${screen}`, screen)
    for (const [key, text] of Object.entries(said)) {
      const property = `${screen}.${key}`
      const standard = Object.hasOwn(known, key) ? known[key] : undefined
      if (standard === undefined) throw invalidProperty(`Additional properties not allowed: ${property}`, property)
      const given = [...new Set([...placesIn(standard), ...EVERYWHERE])]
      const unknown = placesIn(text).find(name => !given.includes(name))
      if (unknown !== undefined)
        throw invalidProperty(`There is no $\{${unknown}} in this text, but ${given.join(', ')}`, property)
    }
  }
}

export const customText: FastifyPluginAsyncTypebox = async server => {
  const url = '/prompts/:prompt/custom-text/:language'

  server.get(
    url,
    {
      config: { scopes: ['read:prompts'], sdk: 'prompts.customText.get' },
      schema: { params: Params, querystring: Query, response: { 200: CustomText } },
    },
    async ({ params: { prompt, language }, query, store }) => {
      const texts = await store.custom_texts.find(prompt, language)
      if (!query.include_defaults || !CATALOGUE[prompt] || !LANGUAGES.includes(language)) return texts
      const standard = wordsIn(language).prompts[prompt as never] as Texts
      return Object.fromEntries(
        Object.entries(standard).map(([screen, said]) => [screen, { ...said, ...texts[screen] }]),
      )
    },
  )

  server.put(
    url,
    {
      config: { scopes: ['update:prompts'], sdk: 'prompts.customText.set' },
      schema: { params: Params, body: CustomText, response: { 200: CustomText } },
    },
    async request => {
      const { body, params, store } = request
      const { prompt, language } = params
      check(prompt, language, body)
      const now = new Date()
      await store.transaction(async tx => {
        await tx.custom_texts.put(prompt, language, body, now)
        await tx.logs.write(managementEvent(request, 'Set custom text for a prompt'), now)
      })
      return body
    },
  )
}
