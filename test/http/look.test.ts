// A tenant's own markup, words and colours on real views: where they stand, and what they cannot do.
import { join } from 'node:path'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import { type Look, PLACES, placesIn } from '../../src/http/look.ts'
import type { Pages } from '../../src/http/pages.ts'
import { parseFrame, parseLine, parsePiece, renderLiquid, stylesOf } from '../../src/http/templates.ts'
import { contrast, contrastWarnings, isUrlForCss, mailColorsOf, stylesheetOf } from '../../src/http/themes.ts'
import { registerViews } from '../../src/http/views.ts'
import { SCREENS_WITH_PARTIALS } from '../../src/management/prompts/names.ts'
import type { Theme } from '../../src/store/branding.ts'
import { newTheme } from '../support/managed.ts'
import { full } from '../support/sample-pages.ts'

const PLAIN: Look = {
  stylesheet: undefined,
  logo_url: undefined,
  favicon_url: undefined,
  font_origin: undefined,
  mail_colors: undefined,
  branding: {},
  frame: undefined,
  pieces: new Map(),
  text: () => undefined,
  styles: new Map(),
}
const theme = { themeId: 'x', ...newTheme() } as Theme

/** A page of a tenant that looks so. */
async function pageOf(t: Test, name: keyof Pages, look: Partial<Look>, client?: { name: string }) {
  const app = fastify()
  t.teardown(() => app.close())
  const views = await registerViews(app, { root: join(import.meta.dirname, '../../views'), production: false })
  const data = full()[name]
  app.get('/', (_request, reply) =>
    views.page(reply, name, {
      ...data,
      tenant: { ...data.tenant, look: { ...PLAIN, styles: new Map(), ...look } },
      ...(client ? { client } : {}),
    } as never),
  )
  const { payload, headers } = await app.inject('/')
  return { html: payload, policy: String(headers['content-security-policy']) }
}

t.test('every screen that takes markup has each place for it, once', async t => {
  for (const [prompt, screens] of Object.entries(SCREENS_WITH_PARTIALS))
    for (const screen of screens) {
      const name = `${prompt}/${screen}`
      const pieces = new Map(PLACES.map(place => [`${name}/${place}`, parsePiece(`<i>${place} here</i>`, '')]))
      const { html } = await pageOf(t, name as keyof Pages, { pieces })
      for (const place of placesIn(prompt))
        t.equal(html.split(`<i>${place} here</i>`).length - 1, 1, `${name}: ${place}`)
    }
})

t.test('a frame stands around the widget, and has what Auth0 lets it print', async t => {
  const frame = parseFrame(
    `<!doctype html><html lang="{{ locale }}"><head>{%- auth0:head -%}<style>p { color: {{ branding.colors.primary }} }</style></head>
     <body class="{{ prompt.name }} {{ prompt.screen.name }}"><p>{{ tenant.friendly_name }}|{{ application.name }}|{{ prompt.screen.texts.title }}|
     {{ organization.name }}</p>{%- auth0:widget -%}</body></html>`,
  )
  const { html, policy } = await pageOf(t, 'login/login', { frame, branding: { colors: { primary: '#112233' } } })
  t.match(html, /^<!doctype html><html lang="en"><head><meta charset/)
  t.match(html, '<body class="login login">')
  t.match(html, '|Sign in|')
  t.match(html, 'name="_csrf"')
  t.match(policy, `style-src 'self' ${stylesOf('<style>p { color: #112233 }</style>')[0]};`)
  t.match(policy, "script-src 'self';")
  t.notMatch(policy, 'unsafe')
})

t.test('what others are called becomes neither markup, nor Liquid, nor a rule of style', async t => {
  const hostile = `<script>alert(1)</script>{{ tenant }}{% if %}</style><style>*{display:none}`
  const frame = parseFrame(
    '<html><head>{%- auth0:head -%}<style>a{} /* {{ application.name }} */</style></head><body>{{ application.name | escape }}{%- auth0:widget -%}</body></html>',
  )
  const { html, policy } = await pageOf(t, 'login/login', { frame }, { name: hostile })
  t.notMatch(html, '<script>alert')
  t.notMatch(html, '</style><style>*')
  t.match(html, '&lt;script&gt;alert(1)&lt;/script&gt;{{ tenant }}{% if %}')
  t.notMatch(html, '&amp;lt;script', 'it is escaped once')
  const [, sheet = ''] = /<style>([^<]*)<\/style>/.exec(html) ?? []
  const [hash = ''] = stylesOf(`<style>${sheet}</style>`)
  t.notMatch(policy, hash, 'a sheet that such a name is in is not let in')
})

t.test('a template that fails leaves the page as it is without', async t => {
  const frame = parseFrame(
    '{%- auth0:head -%}{% for i in (1..90000) %}{% for j in (1..90000) %}{% endfor %}{% endfor %}{%- auth0:widget -%}',
  )
  const pieces = new Map([
    ['login/login/form-content-start', parsePiece('{% for i in (1..100000000) %}x{% endfor %}', '')],
  ])
  const { html } = await pageOf(t, 'login/login', { frame, pieces })
  t.match(html, /^<!doctype html>\n<html lang="en"/)
  t.match(html, 'name="password"')
})

t.test('a template’s time and size end, however it goes about it', async t => {
  const pump = `{% for i in (1..3000) %}${'a'.repeat(90_000)}{% endfor %}`
  const doubled =
    '{% capture s %}aaaaaaaa{% endcapture %}{% for i in (1..25) %}{% capture s %}{{s}}{{s}}{% endcapture %}{% endfor %}'
  for (const template of [pump, `${doubled}{{ s }}`, `${doubled}{% if s contains "b" %}{% endif %}`]) {
    t.throws(() => parsePiece(template, '').render({}), /limit exceeded|prints more than|string length/)
    t.throws(() => parseLine(template, '').render({}), /limit exceeded|prints more than|string length/)
    t.throws(() => renderLiquid(template, {}), /limit exceeded|prints more than|string length/)
  }
  const frame = parseFrame(`{%- auth0:head -%}${pump}{%- auth0:widget -%}`)
  t.throws(() => frame.render({}, { head: '', widget: '' }), /limit exceeded|prints more than/)
  for (const filter of ['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp'])
    t.throws(() => parsePiece(`{{ a | ${filter}: "i", "i" }}`, ''), /undefined filter/, filter)
  t.throws(() => parsePiece('{{ "now" | date: "%999999999Y" }}', '').render({}), /limit exceeded/)
  t.throws(() => parsePiece(`{{ (1..90000) | join: "${'b'.repeat(9_000)}" }}`, '').render({}), /limit exceeded/)
  t.equal(parsePiece('{% capture s %}<b>{{ a }}</b>{% endcapture %}{{ s | size }}', '').render({ a: '<' }), '11')
})

t.test('a template sees what it is given, and nothing that JavaScript adds', async t => {
  const names = [
    'constructor',
    '__proto__',
    'toString',
    'user.constructor',
    'user["__proto__"]',
    '"x".constructor',
    'user.at',
  ]
  const template = names.map(name => `{{ ${name} }}`).join('')
  t.equal(parsePiece(template, '').render({ user: { name: 'Ada' } }), '')
  for (const tag of ['include', 'render', 'layout', 'block'])
    t.throws(() => parsePiece(`{% ${tag} "/etc/passwd" %}`, ''), /not found/, tag)
})

t.test('a tenant’s own text is text', async t => {
  const text: Look['text'] = (prompt, screen, key) =>
    `${prompt}/${screen}/${key}` === 'login/login/title' ? '<b>Hi</b> {{ 1 }} <%= 2 %>' : undefined
  const { html } = await pageOf(t, 'login/login', { text })
  t.match(html, '<h1>&lt;b&gt;Hi&lt;/b&gt; {{ 1 }} &lt;%= 2 %&gt;</h1>')
})

t.test('a theme is nothing but custom properties', async t => {
  const css = stylesheetOf({}, theme)
  t.match(css, '--lintel-primary-button:#635dff')
  t.match(css, '--lintel-button-border-radius:3px')
  t.match(css, 'color-scheme:light')
  t.equal(stylesheetOf({}, undefined), '')
  const dark = { ...theme, colors: { ...theme.colors, widget_background: '#101010' } }
  t.match(stylesheetOf({}, dark), 'color-scheme:dark')
  t.match(stylesheetOf({ colors: { primary: '#0059d6' } }, undefined), '--lintel-primary-button-label:#ffffff')
  for (const color of ['#fff;}*{display:none', '#fff<', '#fff\\'])
    t.throws(() => stylesheetOf({}, { ...theme, colors: { ...theme.colors, header: color } }), /leave its place/)
})

t.test(
  'a font’s or a picture’s URL is one that there can be, and ends no string of style and no source of a policy',
  async t => {
    for (const url of ['https://cdn.example/a.png', 'https://cdn.example:8443/f?x=1&y=%20', 'https://cdn.example'])
      t.ok(isUrlForCss(url), url)
    for (const url of [
      'http://cdn.example/a',
      'https://cdn.example/a")}*{display:none',
      "https://cdn.example/a';",
      'https://cdn.example/a b',
      'https://cdn.example/\\22',
      'https://cdn.example/</style>',
      'https://cdn.example;script-src *',
      'https://user@cdn.example/',
      'https://cdn.example:99999/f.woff2',
      'https://999.999.999.999/f.woff2',
      'javascript:alert(1)',
      'data:text/css,*{}',
    ])
      t.notOk(isUrlForCss(url), url)
  },
)

t.test('contrast is WCAG’s', async t => {
  t.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00')
  t.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
  t.equal(contrast('#fff', '#fff').toFixed(2), '1.00')
  t.equal(contrast('#00000000', '#ffffff').toFixed(2), '1.00', 'what is transparent lets the other through')
  t.match(contrastWarnings({ ...theme, colors: { ...theme.colors, error: '#eeeeee' } }).join(), /^error on|,error on/)
})

t.test('a subject is one line, whatever a variable says', async t => {
  t.equal(
    parseLine('Hi {{ name }}', 's').render({ name: 'A\r\nBcc: b@example.com <i>' }),
    'Hi A Bcc: b@example.com <i>',
  )
})

t.test('a mail wears the colour of the buttons, as clients of mail can paint it and people read it', async t => {
  t.equal(mailColorsOf({}, undefined), undefined)
  t.same(mailColorsOf({ colors: { primary: '#ff0' } }, undefined), {
    button: '#ffff00',
    label: '#000000',
    link: mailColorsOf({ colors: { primary: '#ffff00' } }, undefined)?.link,
  })
  const pale = mailColorsOf({ colors: { primary: '#0000ff40' } }, undefined)
  t.match(pale, { button: '#bfbfff', label: '#000000', link: /^#[0-9a-f]{6}$/ })
  t.ok(contrast(pale?.link ?? '', '#ffffff') >= 4.5)
})
