// How people are asked who they are. Enforced in login/.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { JsonObject } from '../store/schema.ts'
import { readSettings } from '../store/settings.ts'
import { managementEvent } from './route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, shown, shownValues } from './unenforced.ts'

/** Auth0: `classic` pages are scripts of the tenant's own; a platform authenticator is a passkey here, by the connection's options. */
export const UNENFORCED_PROMPTS = {
  universal_login_experience: shown<'new'>('new'),
  webauthn_platform_first_factor: shown<false>(false),
}

const identifier_first = Type.Boolean({
  description: 'Whether who one is comes on a page of its own, before the proof',
})
const Patch = Type.Object(
  {
    identifier_first: Type.Optional(Type.Union([identifier_first, Type.Null()])),
    ...acceptedProperties(UNENFORCED_PROMPTS),
  },
  { additionalProperties: false, minProperties: 1 },
)
export const PromptSettings = Type.Object(
  { identifier_first, ...answeredProperties(UNENFORCED_PROMPTS) },
  { title: 'PromptSettings' },
)

const present = (settings: JsonObject) => ({
  ...shownValues(UNENFORCED_PROMPTS),
  identifier_first: readSettings(settings).prompts.identifier_first,
})

export const prompts: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/prompts',
    {
      config: { scopes: ['read:prompts'], sdk: 'prompts.getSettings' },
      schema: { response: { 200: PromptSettings } },
    },
    async ({ store }) => present(await store.settings.find()),
  )

  server.patch(
    '/prompts',
    {
      config: { scopes: ['update:prompts'], sdk: 'prompts.updateSettings' },
      schema: { body: Patch, response: { 200: PromptSettings } },
    },
    async request => {
      const { body, store } = request
      const { identifier_first } = enforcedOnly(body, UNENFORCED_PROMPTS)
      const now = new Date()
      return store.transaction(async tx => {
        const updated = await tx.settings.update(before => {
          const { prompts } = readSettings(before)
          return identifier_first === undefined
            ? {}
            : { prompts: { ...prompts, identifier_first: identifier_first ?? false } }
        }, now)
        await tx.logs.write(managementEvent(request, 'Update prompts settings'), now)
        return present(updated)
      })
    },
  )
}
