import t from 'tap'
import { refusal, withSdks } from '../support/auth0-sdk.ts'
import { newFrame, newTheme } from '../support/managed.ts'

const { app, v7 } = await withSdks(t)
// biome-ignore lint/suspicious/noExplicitAny: sent on purpose where the type says no
type Any = any

t.test('version 7 sets colours, logo, icon and font, and takes them away', async t => {
  t.same(await v7.branding.get(), {})
  const set = {
    colors: { primary: '#0059d6', page_background: '#000000' },
    favicon_url: 'https://acme.example/favicon.ico',
    logo_url: 'https://acme.example/v2/logo.png',
    font: { url: 'https://acme.example/font/acme.woff2' },
  }
  t.same(await v7.branding.update(set), set)
  t.same(await v7.branding.get(), set)
  const page_background = { type: 'linear-gradient', start: '#ffffff', end: '#000000', angle_deg: 35 }
  t.match(await v7.branding.update({ colors: { page_background } }), { colors: { page_background } })
  t.same(await v7.branding.update({ colors: null, favicon_url: null, logo_url: null, font: null } as Any), {})
})

t.test('what would leave its place in a stylesheet or a policy is refused', async t => {
  for (const [property, body] of [
    ['colors.primary', { colors: { primary: 'red' } }],
    ['colors.primary', { colors: { primary: '#fff;}body{display:none' } }],
    ['logo_url', { logo_url: 'http://acme.example/logo.png' }],
    ['logo_url', { logo_url: 'javascript:alert(1)' }],
    ['logo_url', { logo_url: 'https://acme.example/"onload="x' }],
    ['font.url', { font: { url: 'https://acme.example/a.woff2");}*{display:none}' } }],
    ['font.url', { font: { url: "https://acme.example;script-src 'unsafe-inline'/a.woff2" } }],
    ['font.url', { font: { url: 'https://a;script-src/a.woff2' } }],
  ] as const) {
    const refused = await refusal(v7.branding.update(body as Any))
    t.match(refused, { statusCode: 400 }, JSON.stringify(body))
    t.match(JSON.stringify(refused), property.split('.')[0])
  }
})

t.test('version 7 makes, reads, changes and deletes the one theme', async t => {
  const { themes } = v7.branding
  t.match(await refusal(themes.getDefault()), { statusCode: 404, body: { errorCode: 'theme_not_found' } })
  const given = newTheme() as Any
  const made = await themes.create(given)
  t.match(made, { ...given, themeId: /^[A-Za-z0-9]{32}$/ })
  t.same(await themes.getDefault(), made)
  t.same(await themes.get(made.themeId), made)
  t.match(await refusal(themes.create(given)), { statusCode: 409, body: { errorCode: 'theme_conflict' } })
  const sharp = { ...given, borders: { ...given.borders, buttons_style: 'sharp' } }
  t.match(await themes.update(made.themeId, sharp), { borders: { buttons_style: 'sharp' } })
  t.match(await refusal(themes.update('x'.repeat(32), sharp)), { statusCode: 404 })
  await themes.delete(made.themeId)
  t.match(await refusal(themes.delete(made.themeId)), { statusCode: 404 })
})

t.test('what of a theme is not enforced is refused by name', async t => {
  const given = newTheme() as Any
  for (const [name, body] of [
    ['colors.captcha_widget_theme', { ...given, colors: { ...given.colors, captcha_widget_theme: 'dark' } }],
    ['widget.social_buttons_layout', { ...given, widget: { ...given.widget, social_buttons_layout: 'top' } }],
    ['identifiers', { ...given, identifiers: { login_display: 'separate' } }],
  ] as const)
    t.match(await refusal(v7.branding.themes.create(body)), {
      statusCode: 400,
      body: { message: new RegExp(`does not enforce ${name}`) },
    })
})

t.test('who writes a theme that is hard to read is told so, by the answer and by the log', async t => {
  const given = newTheme() as Any
  const faint = { ...given, colors: { ...given.colors, primary_button_label: '#6f69ff', body_text: '#fefefe' } }
  const answer = await app.fetch('/api/v2/branding/themes', {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.adminToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify(faint),
  })
  t.equal(answer.status, 200)
  t.match(answer.headers.get('lintel-contrast'), /body_text on widget_background: 1, needs 4.5/)
  t.match(answer.headers.get('lintel-contrast'), /primary_button_label on primary_button/)
  const { rows } = await app.database.query(
    "select details from log_events where type = 'sapi' and description = 'Create branding theme' order by log_id desc limit 1",
  )
  t.match(rows[0].details.contrast, [/body_text/])
  const { themeId } = (await answer.json()) as { themeId: string }
  await v7.branding.themes.delete(themeId)
})

t.test('version 7 sets, reads and deletes the frame of pages', async t => {
  const { templates } = v7.branding
  t.match(await refusal(templates.getUniversalLogin()), {
    statusCode: 404,
    body: { errorCode: 'inexistent_templates_universal_login', message: 'Template does not exist.' },
  })
  const frame = newFrame()
  const { rawResponse: first } = await templates.updateUniversalLogin(frame).withRawResponse()
  t.equal(first.status, 201)
  const { rawResponse: second } = await templates.updateUniversalLogin(frame.template as Any).withRawResponse()
  t.equal(second.status, 204)
  t.same(await templates.getUniversalLogin(), { body: frame.template })
  const asHtml = await app.fetch('/api/v2/branding/templates/universal-login', {
    method: 'PUT',
    headers: { authorization: `Bearer ${await app.adminToken()}`, 'content-type': 'text/html' },
    body: frame.template,
  })
  t.equal(asHtml.status, 204, 'the markup itself is a body too')
  for (const [template, message] of [
    ['<p>nothing</p>', /missing required Liquid tags/],
    ['{%- auth0:head -%}', /missing required Liquid tags/],
    ['{%- auth0:head -%}\n{%- auth0:widget -%}\n{{ x | raw }}', /undefined filter: raw, line:3/],
    ['{%- auth0:head -%}{%- auth0:widget -%}{% include "/etc/passwd" %}', /tag "include" not found/],
    ['{%- auth0:head -%}{%- auth0:widget -%}{% render "x" %}', /tag "render" not found/],
    ['{%- auth0:head -%}{%- auth0:widget -%}{% if %}', /line:1/],
    [`{%- auth0:head -%}{%- auth0:widget -%}${'x'.repeat(102_400)}`, /102400/],
  ] as const)
    t.match(await refusal(templates.updateUniversalLogin({ template })), { statusCode: 400, body: { message } })
  await templates.deleteUniversalLogin()
  await templates.deleteUniversalLogin()
})
