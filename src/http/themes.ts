// A tenant's theme as a stylesheet: nothing but custom properties, which views/assets/lintel.css uses with defaults of its own. Owns the names
// of these properties, what may stand in them, and whether colours can be told apart.
//
// Each is Auth0's name with --lintel- before it:
//   colours      --lintel-<name of the colour>, e.g. --lintel-primary-button-label
//   borders      --lintel-{button,input}-border-{radius,weight}, --lintel-widget-{border-weight,corner-radius,shadow}
//   fonts        --lintel-font (a list of families), --lintel-reference-text-size, --lintel-links-style (text-decoration),
//                --lintel-{title,subtitle,body-text,buttons-text,input-labels,links}-{size,weight}
//   background   --lintel-page-background (the whole of `background`), --lintel-page-text (what can be read on it), --lintel-page-layout (the
//                margin of the widget)
//   widget       --lintel-header-text-alignment, --lintel-logo-height, --lintel-logo-position (justify-content), --lintel-logo-display
import type { Branding, PageBackground, Theme } from '../store/branding.ts'

/** RFC 3986, and nothing that ends a string of CSS or a source of a Content-Security-Policy. */
const URL_IN_CSS = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:[/?][A-Za-z0-9\-._~:/?@!$&+,=%]*)?$/

/** Of a font or a picture. Its origin stands in a policy: a host or a port that there cannot be is none. */
export const isUrlForCss = (value: string): boolean =>
  value.length <= 2_000 && URL_IN_CSS.test(value) && URL.canParse(value)

const SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
const SHADOW = '0 1px 3px rgb(0 0 0/.12),0 12px 40px rgb(0 0 0/.16)'
const MARGINS = { left: '0 auto 0 0', center: '0 auto', right: '0 0 0 auto' } as const
const JUSTIFY = { left: 'left', center: 'center', right: 'right', none: 'center' } as const

const radius = (style: 'pill' | 'rounded' | 'sharp', px: number) =>
  style === 'pill' ? '9999px' : style === 'sharp' ? '0' : `${px}px`

type Properties = { [name: string]: string | undefined }

/** The last gate: nothing is written that was not made above or passed it. */
function rule(selector: string, properties: Properties): string {
  const lines = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.startsWith('--') ? name.replaceAll('_', '-') : name}:${value}`],
  )
  if (lines.length === 0) return ''
  if (lines.some(line => /[{};<\\]/.test(line))) throw new Error('a theme would leave its place in a stylesheet')
  return `${selector}{${lines.join(';')}}`
}

function backgroundOf(background: PageBackground): string {
  if (typeof background === 'string') return background
  const { start, end, angle_deg } = background
  return `linear-gradient(${angle_deg}deg,${start},${end}) fixed`
}

function themeProperties({ borders, colors, fonts, page_background, widget }: Theme): Properties {
  const { background_color, background_image_url, page_layout } = page_background
  const { font_url: _, reference_text_size, links_style, ...faces } = fonts
  return {
    'color-scheme': luminance(colors.widget_background) > 0.18 ? 'light' : 'dark',
    ...Object.fromEntries(Object.entries(colors).map(([name, color]) => [`--lintel-${name}`, color])),
    '--lintel-button-border-radius': radius(borders.buttons_style, borders.button_border_radius),
    '--lintel-button-border-weight': `${borders.button_border_weight}px`,
    '--lintel-input-border-radius': radius(borders.inputs_style, borders.input_border_radius),
    '--lintel-input-border-weight': `${borders.input_border_weight}px`,
    '--lintel-widget-border-weight': `${borders.widget_border_weight}px`,
    '--lintel-widget-corner-radius': `${borders.widget_corner_radius}px`,
    '--lintel-widget-shadow': borders.show_widget_shadow ? SHADOW : 'none',
    // In rem: who has told her browser to write larger is heard.
    '--lintel-reference-text-size': `${reference_text_size / 16}rem`,
    ...Object.fromEntries(
      Object.entries(faces).flatMap(([name, { bold, size }]) => [
        [`--lintel-${name}-size`, `${Math.round(reference_text_size * size * 10) / 16_000}rem`],
        [`--lintel-${name}-weight`, bold ? '700' : '400'],
      ]),
    ),
    '--lintel-links-style': links_style === 'underlined' ? 'underline' : 'none',
    '--lintel-page-background':
      background_image_url === ''
        ? background_color
        : `${background_color} url("${background_image_url}") center/cover no-repeat fixed`,
    '--lintel-page-text': labelOn(background_color),
    '--lintel-page-layout': MARGINS[page_layout],
    '--lintel-header-text-alignment': widget.header_text_alignment,
    '--lintel-logo-height': `${widget.logo_height}px`,
    '--lintel-logo-position': JUSTIFY[widget.logo_position],
    '--lintel-logo-display': widget.logo_position === 'none' ? 'none' : 'block',
  }
}

/** What the design's own widget is painted in, light and dark: what a colour of the branding settings has to be read on. */
const WIDGET = { light: '#ffffff', dark: '#171e24' } as const

function brandingRules({ colors = {} }: Branding): string {
  const { primary, page_background } = colors
  const links = (scheme: 'light' | 'dark') => ({
    '--lintel-links-focused-components': primary && readableOn(WIDGET[scheme], primary),
  })
  return [
    rule(':root', {
      '--lintel-primary-button': primary,
      '--lintel-primary-button-label': primary && labelOn(primary),
      ...links('light'),
      '--lintel-page-background': page_background && backgroundOf(page_background),
      '--lintel-page-text':
        page_background && labelOn(typeof page_background === 'string' ? page_background : page_background.start),
    }),
    primary ? `@media (prefers-color-scheme:dark){${rule(':root', links('dark'))}}` : '',
  ].join('')
}

/** Empty: the design's own. A theme goes before branding settings. */
export function stylesheetOf(branding: Branding, theme: Theme | undefined): string {
  const font_url = fontOf(branding, theme)
  return [
    font_url ? `@font-face{font-family:"Tenant";src:url("${font_url}");font-display:swap}` : '',
    font_url ? rule(':root', { '--lintel-font': `"Tenant",${SYSTEM_FONTS}` }) : '',
    theme ? rule(':root', themeProperties(theme)) : brandingRules(branding),
  ].join('')
}

/** What a mail is painted with. Undefined: the design's own. */
export function mailColorsOf({ colors }: Branding, theme: Theme | undefined) {
  const color = theme?.colors.primary_button ?? colors?.primary
  if (color === undefined) return undefined
  // Clients of mail know no transparency.
  const button = hexOf(mix([1, 1, 1, 1], rgba(color), rgba(color)[3]))
  return { button, label: labelOn(button), link: readableOn('#ffffff', button) }
}

export const fontOf = ({ font }: Branding, theme: Theme | undefined): string | undefined =>
  theme?.fonts.font_url || font?.url || undefined

type Rgba = [red: number, green: number, blue: number, alpha: number]

function rgba(color: string): Rgba {
  const hex = color.slice(1)
  const digits = hex.length < 6 ? [...hex].map(digit => digit + digit).join('') : hex
  const channels = (digits.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16) / 255)
  const [red = 0, green = 0, blue = 0, alpha = 1] = channels
  return [red, green, blue, alpha]
}

const mix = (from: Rgba, to: Rgba, part: number): Rgba => {
  const channel = (index: 0 | 1 | 2) => from[index] * (1 - part) + to[index] * part
  return [channel(0), channel(1), channel(2), 1]
}

const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
/** WCAG 2.2, relative luminance. */
const luminanceOf = ([red, green, blue]: Rgba) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
const luminance = (color: string) => luminanceOf(rgba(color))

/** WCAG 2.2, contrast ratio of a colour on another, 1 to 21. What is transparent lets the other through. */
export function contrast(color: string, background: string): number {
  const below = mix([1, 1, 1, 1], rgba(background), rgba(background)[3])
  const [lower, higher] = [luminanceOf(mix(below, rgba(color), rgba(color)[3])), luminanceOf(below)].sort(
    (a, b) => a - b,
  ) as [number, number]
  return (higher + 0.05) / (lower + 0.05)
}

const labelOn = (background: string) =>
  contrast('#ffffff', background) >= contrast('#000000', background) ? '#ffffff' : '#000000'

const hexOf = (color: Rgba): string =>
  `#${color
    .slice(0, 3)
    .map(channel =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** The colour, lightened or darkened as far as it must be to be read there. */
function readableOn(background: string, color: string): string {
  const end = rgba(labelOn(background))
  for (let part = 0; part <= 1; part += 0.05) {
    const hex = hexOf(mix(rgba(color), end, part))
    if (contrast(hex, background) >= 4.5) return hex
  }
  return labelOn(background)
}

/** What of a theme is hard to read, as sentences (WCAG 2.2 §1.4.3 for texts, §1.4.11 for what else must be seen). */
export function contrastWarnings({ colors, fonts }: Theme): string[] {
  const widget = colors.widget_background
  const title_px = (fonts.reference_text_size * fonts.title.size) / 100
  const isLarge = title_px >= (fonts.title.bold ? 18.66 : 24)
  const pairs: [name: keyof Theme['colors'], background: keyof Theme['colors'], least: number][] = [
    ['header', 'widget_background', isLarge ? 3 : 4.5],
    ['body_text', 'widget_background', 4.5],
    ['links_focused_components', 'widget_background', 4.5],
    ['error', 'widget_background', 4.5],
    ['success', 'widget_background', 3],
    ['icons', 'widget_background', 3],
    ['secondary_button_label', 'widget_background', 4.5],
    ['primary_button_label', 'primary_button', 4.5],
    ['input_labels_placeholders', 'input_background', 4.5],
    ['input_filled_text', 'input_background', 4.5],
    ['input_border', 'widget_background', 3],
    ['base_focus_color', 'widget_background', 3],
  ]
  return pairs.flatMap(([name, background, least]) => {
    const color = colors[name]
    const ratio = color === undefined ? least : contrast(color, colors[background] ?? widget)
    const shown = Math.floor(ratio * 100) / 100
    return ratio < least ? [`${name} on ${background}: ${shown}, needs ${least}`] : []
  })
}
