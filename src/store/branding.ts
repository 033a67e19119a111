// How a tenant's pages look, as it was set: Auth0's branding settings and its one theme. Kept among the tenant's settings, where pages find
// both in memory.
import type { JsonObject } from './schema.ts'

export type PageBackground = string | { type: 'linear-gradient'; start: string; end: string; angle_deg: number }

export type Branding = {
  colors?: { primary?: string; page_background?: PageBackground }
  favicon_url?: string
  logo_url?: string
  font?: { url?: string }
}

type FontFace = { bold: boolean; size: number }
type Shape = 'pill' | 'rounded' | 'sharp'
type Side = 'left' | 'center' | 'right'

/** Auth0's, in its own words. Sizes of texts are percentages of `reference_text_size`, other sizes are pixels. */
export type Theme = {
  themeId: string
  displayName: string
  borders: {
    button_border_radius: number
    button_border_weight: number
    buttons_style: Shape
    input_border_radius: number
    input_border_weight: number
    inputs_style: Shape
    show_widget_shadow: boolean
    widget_border_weight: number
    widget_corner_radius: number
  }
  colors: {
    base_focus_color?: string
    base_hover_color?: string
    body_text: string
    error: string
    header: string
    icons: string
    input_background: string
    input_border: string
    input_filled_text: string
    input_labels_placeholders: string
    links_focused_components: string
    primary_button: string
    primary_button_label: string
    read_only_background?: string
    secondary_button_border: string
    secondary_button_label: string
    success: string
    widget_background: string
    widget_border: string
  }
  fonts: {
    body_text: FontFace
    buttons_text: FontFace
    font_url: string
    input_labels: FontFace
    links: FontFace
    links_style: 'normal' | 'underlined'
    reference_text_size: number
    subtitle: FontFace
    title: FontFace
  }
  page_background: { background_color: string; background_image_url: string; page_layout: Side }
  widget: { header_text_alignment: Side; logo_height: number; logo_position: Side | 'none'; logo_url: string }
}

/** @param settings what `find` and `facts.settings` answer */
export const readBranding = (settings: JsonObject): Branding => (settings.branding as Branding | undefined) ?? {}

export const readTheme = (settings: JsonObject): Theme | undefined => settings.theme as Theme | undefined
