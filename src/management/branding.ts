// How a tenant's pages look, in a few words: its colours, logo, icon and font. Enforced in http/look.ts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { invalidProperty } from '../errors.ts'
import { isUrlForCss } from '../http/themes.ts'
import { type Branding, readBranding } from '../store/branding.ts'
import { managementEvent } from './route.ts'

const strict = { additionalProperties: false }
const nullable = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

export const Color = Type.String({ pattern: '^#(([0-9a-fA-F]{3}){1,2}|([0-9a-fA-F]{4}){1,2})$' })
const Url = Type.String({ maxLength: 2_000, description: 'https' })

const Gradient = Type.Object(
  {
    type: Type.Literal('linear-gradient'),
    start: Color,
    end: Color,
    angle_deg: Type.Number({ minimum: -360, maximum: 360 }),
  },
  strict,
)
const PageBackground = Type.Union([Color, Gradient])

const BrandingPatch = Type.Object(
  {
    colors: nullable(
      Type.Object(
        { primary: nullable(Color), page_background: nullable(PageBackground) },
        { ...strict, minProperties: 1 },
      ),
    ),
    favicon_url: nullable(Url),
    logo_url: nullable(Url),
    font: nullable(Type.Object({ url: nullable(Url) }, { ...strict, minProperties: 1 })),
  },
  { ...strict, minProperties: 1 },
)

export const BrandingSettings = Type.Partial(
  Type.Object({
    colors: Type.Partial(Type.Object({ primary: Color, page_background: PageBackground })),
    favicon_url: Url,
    logo_url: Url,
    font: Type.Partial(Type.Object({ url: Url })),
  }),
  { title: 'BrandingSettings' },
)

/** Throws unless a page can load it. Empty: none. */
export function checkPageUrl(url: string | null | undefined, property: string): void {
  if (url && !isUrlForCss(url))
    throw invalidProperty('Not an https URL of letters, digits and -._~:/?@!$&+,=%', property)
}

/** What is null is not set. */
const present = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))

function changed(before: Branding, { colors, font, ...urls }: Static<typeof BrandingPatch>): Branding {
  const after = present({
    ...before,
    ...urls,
    ...(colors === undefined ? {} : { colors: colors && present(colors) }),
    ...(font === undefined ? {} : { font: font && present(font) }),
  })
  return after as Branding
}

export const branding: FastifyPluginAsyncTypebox = async server => {
  server.get(
    '/branding',
    {
      config: { scopes: ['read:branding'], sdk: 'branding.get' },
      schema: { response: { 200: BrandingSettings } },
    },
    async ({ store }) => readBranding(await store.settings.find()),
  )

  server.patch(
    '/branding',
    {
      config: { scopes: ['update:branding'], sdk: 'branding.update' },
      schema: { body: BrandingPatch, response: { 200: BrandingSettings } },
    },
    async request => {
      const { body, store } = request
      checkPageUrl(body.favicon_url, 'favicon_url')
      checkPageUrl(body.logo_url, 'logo_url')
      checkPageUrl(body.font?.url, 'font.url')
      const now = new Date()
      return store.transaction(async tx => {
        const updated = await tx.settings.update(before => ({ branding: changed(readBranding(before), body) }), now)
        await tx.logs.write(managementEvent(request, 'Update branding settings'), now)
        return readBranding(updated)
      })
    },
  )
}
