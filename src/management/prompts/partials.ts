// Pieces of a tenant's own markup within a screen, in Liquid, at Auth0's places. Parsed when they are written; put in by http/look.ts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty } from '../../errors.ts'
import { PLACES, placesIn } from '../../http/look.ts'
import { parsePiece } from '../../http/templates.ts'
import type { PageTemplate } from '../../store/page-templates.ts'
import { managementEvent } from '../route.ts'
import { PartialPromptName, SCREENS_WITH_PARTIALS } from './names.ts'

const strict = { additionalProperties: false }
const piece = Type.Optional(Type.String({ maxLength: 20_000, description: 'Liquid' }))
const Partials = Type.Record(
  Type.String({ pattern: '^[a-z0-9-]{1,100}$' }),
  Type.Object(
    Object.fromEntries(PLACES.map(place => [place, piece])) as Record<(typeof PLACES)[number], typeof piece>,
    strict,
  ),
  { ...strict, title: 'Partials', description: 'By screen, then by place' },
)
const Params = Type.Object({ prompt: PartialPromptName })

const byScreen = (templates: readonly PageTemplate[]) => {
  const screens: Static<typeof Partials> = {}
  for (const { name, body } of templates) {
    const [, screen = '', place] = name.split('/') as [string, string, (typeof PLACES)[number]]
    screens[screen] = { ...screens[screen], [place]: body }
  }
  return screens
}

/** Throws unless each can be read, and stands in a screen that there is. */
function pieces(prompt: string, given: Static<typeof Partials>): PageTemplate[] {
  const screens = SCREENS_WITH_PARTIALS[prompt] ?? []
  return Object.entries(given).flatMap(([screen, places]) => {
    const written = Object.entries(places).filter(([, body]) => body !== '')
    if (!screens.includes(screen) && written.length > 0)
      throw invalidProperty(`Additional properties not allowed: ${screen}`, screen)
    return written.map(([place, body]) => {
      if (!placesIn(prompt).some(known => known === place))
        throw invalidProperty(`Additional properties not allowed: ${place}`, `${screen}.${place}`)
      parsePiece(body, `${screen}.${place}`)
      return { name: `${prompt}/${screen}/${place}`, body }
    })
  })
}

export const partials: FastifyPluginAsyncTypebox = async server => {
  const url = '/prompts/:prompt/partials'

  server.get(
    url,
    {
      config: { scopes: ['read:prompts'], sdk: 'prompts.partials.get' },
      schema: { params: Params, response: { 200: Partials } },
    },
    async ({ params, store }) => byScreen(await store.page_templates.listWithin(params.prompt)),
  )

  server.put(
    url,
    {
      config: { scopes: ['update:prompts'], sdk: 'prompts.partials.set' },
      schema: { params: Params, body: Partials, response: { 200: Partials } },
    },
    async request => {
      const { body, params, store } = request
      const templates = pieces(params.prompt, body)
      const now = new Date()
      await store.transaction(async tx => {
        await tx.page_templates.removeWithin(params.prompt)
        for (const { name, body } of templates) await tx.page_templates.put(name, body, now)
        await tx.logs.write(managementEvent(request, 'Set partials for a prompt'), now)
      })
      return byScreen(templates)
    },
  )
}
