// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
import t from 'tap'
import { refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7 } = await withSdks(t)
const { prompts } = v7
// biome-ignore lint/suspicious/noExplicitAny: sent on purpose where the type says no
type Any = any

t.test('version 7 sets how people are asked', async t => {
  const standard = {
    universal_login_experience: 'new',
    identifier_first: false,
    webauthn_platform_first_factor: false,
  } as const
  t.same(await prompts.getSettings(), standard)
  t.match(await prompts.updateSettings({ identifier_first: true }), { identifier_first: true })
  t.same(await prompts.updateSettings(standard), standard)
  for (const body of [{ universal_login_experience: 'classic' }, { webauthn_platform_first_factor: true }] as const)
    t.match(await refusal(prompts.updateSettings(body)), { statusCode: 400, body: { message: /does not enforce/ } })
})

t.test('version 7 sets texts, by prompt and language', async t => {
  t.same(await prompts.customText.get('login', 'en'), {})
  const texts = { login: { title: 'Welcome to ${companyName}', alertListTitle: 'Alerts', buttonText: 'Go' } }
  await prompts.customText.set('login', 'en', texts)
  t.same(await prompts.customText.get('login', 'en'), texts)
  t.same(await prompts.customText.get('login', 'de'), {}, 'in no other language')
  const whole = (await prompts.customText.get('login', 'de', { queryParams: { include_defaults: true } })) as Any
  t.ok(whole.login.title && whole.login.title !== 'Sign in', 'the catalogue can be read')
  await prompts.customText.set('login', 'en', {})
  t.same(await prompts.customText.get('login', 'en'), {})
})

t.test('a text that no screen has, or that names what it is not given, is refused', async t => {
  for (const [texts, message] of [
    [{ 'no-screen': { title: 'x' } }, /not allowed: no-screen/],
    [{ login: { noSuchText: 'x' } }, /not allowed: login.noSuchText/],
    [{ login: { title: 'Hi ${user.email}' } }, /There is no \$\{user.email\}/],
    [{ login: { __proto__x: 'x' } }, /not allowed/],
  ] as const)
    t.match(await refusal(prompts.customText.set('login', 'en', texts as Any)), { statusCode: 400, body: { message } })
})

t.test('prompts and languages that Auth0 has and Lintel has not hold nothing', async t => {
  t.same(await prompts.customText.get('mfa-push', 'en'), {})
  t.same(await prompts.customText.get('login', 'zgh'), {})
  await prompts.customText.set('mfa-push', 'en', {})
  t.match(await refusal(prompts.customText.set('mfa-push', 'en', { 'mfa-push-list': { title: 'x' } })), {
    statusCode: 400,
    body: { message: /no prompt mfa-push/ },
  })
  t.match(await refusal(prompts.customText.set('login', 'zgh', { login: { title: 'x' } })), {
    statusCode: 400,
    body: { message: /does not speak zgh/ },
  })
  t.match(await refusal(prompts.customText.get('no-such-prompt' as Any, 'en')), {
    statusCode: 400,
    body: { message: /^Path validation error: .* on property prompt/ },
  })
  t.match(await refusal(prompts.customText.get('login', 'xx' as Any)), {
    statusCode: 400,
    body: { message: /^Path validation error: .* on property language/ },
  })
})

t.test('version 7 sets markup within screens', async t => {
  t.same(await prompts.partials.get('login'), {})
  const login = {
    'form-content-start': '<p>A</p>',
    'form-content-end': '<p>B</p>',
    'form-footer-start': '<p>C</p>',
    'form-footer-end': '<p>D</p>',
    'secondary-actions-start': '<p>E</p>',
    'secondary-actions-end': '<p>F</p>',
  }
  await prompts.partials.set('login', { login })
  t.same(await prompts.partials.get('login'), { login })
  t.same(await prompts.partials.get('login-id'), {}, 'in no other prompt')
  await prompts.partials.set('login', { login: { 'form-content-start': '<p>G</p>' } })
  t.same(await prompts.partials.get('login'), { login: { 'form-content-start': '<p>G</p>' } }, 'as a whole')
  await prompts.partials.set('login', {})
  t.same(await prompts.partials.get('login'), {})
  const consent = { 'customized-consent': { 'form-content': '<p>{{ transaction.params.authorization_details }}</p>' } }
  await prompts.partials.set('customized-consent', consent as Any)
  t.same(await prompts.partials.get('customized-consent'), consent)
  for (const [prompt, body, message] of [
    ['login', { signup: login }, /not allowed: signup/],
    ['login', { login: { 'no-such-place': 'x' } }, /not allowed/],
    ['login', { login: { 'form-content-start': '{% if %}' } }, /Liquid template syntax error/],
    ['customized-consent', { 'customized-consent': { 'form-content-start': 'x' } }, /not allowed: form-content-start/],
    ['login', { login: { 'form-content': 'x' } }, /not allowed: form-content/],
  ] as const)
    t.match(await refusal(prompts.partials.set(prompt, body as Any)), { statusCode: 400, body: { message } })
  t.match(await refusal(prompts.partials.get('consent' as Any)), {
    statusCode: 400,
    body: { message: /^Path validation error: .* on property prompt/ },
  })
})
