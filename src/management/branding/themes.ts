// A tenant's theme: Auth0's whole schema. There is one at most. Made into a stylesheet in http/themes.ts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import { contrastWarnings } from '../../http/themes.ts'
import { newThemeId } from '../../ids.ts'
import { readTheme, type Theme } from '../../store/branding.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { Color, checkPageUrl } from '../branding.ts'
import { managementEvent } from '../route.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shown, shownValues } from '../unenforced.ts'

/** What stands before a visitor of Lintel's is no captcha of somebody else's, with a look to choose. */
export const UNENFORCED_THEME_COLORS = { captcha_widget_theme: shown<'auto'>('auto') }
export const UNENFORCED_THEME_WIDGET = { social_buttons_layout: shown<'bottom'>('bottom') }
export const UNENFORCED_THEME = {
  identifiers: hidden({
    login_display: 'unified',
    otp_autocomplete: true,
    phone_display: { formatting: 'international', masking: 'mask_digits' },
  }),
}

const strict = { additionalProperties: false }
const size = (minimum: number, maximum: number) => Type.Number({ minimum, maximum })
const Shape = Type.Enum(['pill', 'rounded', 'sharp'])
const Side = Type.Enum(['left', 'center', 'right'])
const face = (least: number) =>
  Type.Object(
    { bold: Type.Boolean(), size: size(least, 150) },
    { ...strict, description: 'size: % of reference_text_size' },
  )
const Url = Type.String({ maxLength: 2_000, description: 'https, or empty' })

const Borders = Type.Object(
  {
    button_border_radius: size(1, 10),
    button_border_weight: size(0, 10),
    buttons_style: Shape,
    input_border_radius: size(0, 10),
    input_border_weight: size(0, 3),
    inputs_style: Shape,
    show_widget_shadow: Type.Boolean(),
    widget_border_weight: size(0, 10),
    widget_corner_radius: size(0, 50),
  },
  strict,
)
const colors = {
  base_focus_color: Type.Optional(Color),
  base_hover_color: Type.Optional(Color),
  body_text: Color,
  error: Color,
  header: Color,
  icons: Color,
  input_background: Color,
  input_border: Color,
  input_filled_text: Color,
  input_labels_placeholders: Color,
  links_focused_components: Color,
  primary_button: Color,
  primary_button_label: Color,
  read_only_background: Type.Optional(Color),
  secondary_button_border: Color,
  secondary_button_label: Color,
  success: Color,
  widget_background: Color,
  widget_border: Color,
}
const Fonts = Type.Object(
  {
    body_text: face(0),
    buttons_text: face(0),
    font_url: Url,
    input_labels: face(0),
    links: face(0),
    links_style: Type.Enum(['normal', 'underlined']),
    reference_text_size: size(12, 24),
    subtitle: face(0),
    title: face(75),
  },
  strict,
)
const PageBackground = Type.Object({ background_color: Color, background_image_url: Url, page_layout: Side }, strict)
const widget = {
  header_text_alignment: Side,
  logo_height: size(1, 100),
  logo_position: Type.Enum(['left', 'center', 'right', 'none']),
  logo_url: Url,
}
const displayName = Type.String({ maxLength: 2_048, pattern: '^[^<>]*$' })

const NewTheme = Type.Object(
  {
    displayName: Type.Optional(displayName),
    borders: Borders,
    colors: Type.Object({ ...colors, ...acceptedProperties(UNENFORCED_THEME_COLORS) }, strict),
    fonts: Fonts,
    page_background: PageBackground,
    widget: Type.Object({ ...widget, ...acceptedProperties(UNENFORCED_THEME_WIDGET) }, strict),
    ...acceptedProperties(UNENFORCED_THEME),
  },
  strict,
)
export const BrandingTheme = Type.Object(
  {
    themeId: Type.String(),
    displayName,
    borders: Borders,
    colors: Type.Object({ ...colors, ...answeredProperties(UNENFORCED_THEME_COLORS) }),
    fonts: Fonts,
    page_background: PageBackground,
    widget: Type.Object({ ...widget, ...answeredProperties(UNENFORCED_THEME_WIDGET) }),
  },
  { title: 'BrandingTheme' },
)
const Params = Type.Object({ themeId: Type.String({ pattern: '^[a-zA-Z0-9]{32}$' }) })

function themeOf(themeId: string, given: Static<typeof NewTheme>): Theme {
  const { colors, widget, displayName = 'Unnamed Theme', ...rest } = enforcedOnly(given, UNENFORCED_THEME)
  checkPageUrl(rest.fonts.font_url, 'fonts.font_url')
  checkPageUrl(rest.page_background.background_image_url, 'page_background.background_image_url')
  checkPageUrl(widget.logo_url, 'widget.logo_url')
  return {
    ...rest,
    themeId,
    displayName,
    colors: enforcedOnly(colors, UNENFORCED_THEME_COLORS, 'colors.'),
    widget: enforcedOnly(widget, UNENFORCED_THEME_WIDGET, 'widget.'),
  } as Theme
}

const present = ({ colors, widget, ...theme }: Theme) => ({
  ...theme,
  colors: { ...shownValues(UNENFORCED_THEME_COLORS), ...colors },
  widget: { ...shownValues(UNENFORCED_THEME_WIDGET), ...widget },
})

// Auth0's sentences.
const inexistent = (doing: 'retrieving' | 'updating' | 'deleting') =>
  new LintelError('theme_not_found', `There was an error ${doing} branding settings: invalid theme ID`)

/** Colours that are hard to tell apart are no error, but whoever writes them is told: here, and by the log event. */
function warn(reply: FastifyReply, warnings: readonly string[]): { details?: JsonObject } {
  if (warnings.length === 0) return {}
  reply.header('lintel-contrast', warnings.join('; '))
  return { details: { contrast: warnings } }
}

export const themes: FastifyPluginAsyncTypebox = async server => {
  const find = async (store: TenantStore, themeId?: string): Promise<Theme> => {
    const theme = readTheme(await store.settings.find())
    if (!theme || (themeId !== undefined && theme.themeId !== themeId)) throw inexistent('retrieving')
    return theme
  }

  server.post(
    '/branding/themes',
    {
      config: { scopes: ['update:branding'], sdk: 'branding.themes.create' },
      schema: { body: NewTheme, response: { 200: BrandingTheme } },
    },
    async (request, reply) => {
      const { body, store } = request
      const theme = themeOf(newThemeId(), body)
      const now = new Date()
      await store.transaction(async tx => {
        await tx.settings.update(before => {
          if (readTheme(before))
            throw new LintelError(
              'theme_conflict',
              'There was an error updating branding settings: The theme already exists',
            )
          return { theme }
        }, now)
        const warned = warn(reply, contrastWarnings(theme))
        await tx.logs.write(managementEvent(request, 'Create branding theme', warned), now)
      })
      return present(theme)
    },
  )

  server.get(
    '/branding/themes/default',
    {
      config: { scopes: ['read:branding'], sdk: 'branding.themes.getDefault' },
      schema: { response: { 200: BrandingTheme } },
    },
    async ({ store }) => present(await find(store)),
  )

  server.get(
    '/branding/themes/:themeId',
    {
      config: { scopes: ['read:branding'], sdk: 'branding.themes.get' },
      schema: { params: Params, response: { 200: BrandingTheme } },
    },
    async ({ params, store }) => present(await find(store, params.themeId)),
  )

  server.patch(
    '/branding/themes/:themeId',
    {
      config: { scopes: ['update:branding'], sdk: 'branding.themes.update' },
      schema: { params: Params, body: NewTheme, response: { 200: BrandingTheme } },
    },
    async (request, reply) => {
      const { body, params, store } = request
      const theme = themeOf(params.themeId, body)
      const now = new Date()
      await store.transaction(async tx => {
        await tx.settings.update(before => {
          if (readTheme(before)?.themeId !== params.themeId) throw inexistent('updating')
          return { theme }
        }, now)
        const warned = warn(reply, contrastWarnings(theme))
        await tx.logs.write(managementEvent(request, 'Update branding theme', warned), now)
      })
      return present(theme)
    },
  )

  server.delete(
    '/branding/themes/:themeId',
    {
      config: { scopes: ['delete:branding'], sdk: 'branding.themes.delete' },
      schema: { params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { params, store } = request
      const now = new Date()
      await store.transaction(async tx => {
        await tx.settings.update(before => {
          if (readTheme(before)?.themeId !== params.themeId) throw inexistent('deleting')
          return { theme: null }
        }, now)
        await tx.logs.write(managementEvent(request, 'Delete branding theme'), now)
      })
      return reply.code(204).send(null)
    },
  )
}
