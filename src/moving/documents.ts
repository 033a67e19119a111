// Things of which a tenant has one, or one under each of Auth0's names, wherever a folder says them: settings, a theme, mails, words of pages. Of
// what is said twice, since Auth0 has older doors to it, an outline names the newer one.
import type { Assets, Json } from './auth0-folder.ts'

export type Document = {
  type: string
  /** what it is called among those of its type */
  name: string
  /** where it is asked for; what is not found can be made */
  path: string
  /** what the folder says of it, in the assets themselves */
  said: Json
  /** of what is said there, what is another document, or its name alone */
  others?: readonly string[]
  /** written as a whole, not by what differs */
  whole?: true
  method: 'PATCH' | 'PUT'
  /** where the first one is posted; otherwise it is written like any other */
  create?: string
  /** where it is written, by what was answered, if not where it is asked for */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is read by whoever knows the endpoint
  update?(answer: any): string
  /** an answer as a folder says it; undefined: there is none */
  // biome-ignore lint/suspicious/noExplicitAny: the same
  read?(answer: any): Json | undefined
  /** what the folder says as a request does */
  body?(thing: Json): unknown
  /** Secrets are never answered: placeholders by Auth0's names stand for them. */
  masked?(thing: Json): Json
}

/** What of it goes by names that a tenant does not list itself. */
export type Names = {
  languages: readonly string[]
  prompts: readonly string[]
  prompts_with_partials: readonly string[]
  email_templates: readonly string[]
}

export const DOCUMENT_TYPES: ReadonlySet<string> = new Set([
  'attackProtection',
  'branding',
  'emailProvider',
  'emailTemplates',
  'guardianFactorProviders',
  'guardianFactorTemplates',
  'guardianPhoneFactorMessageTypes',
  'guardianPhoneFactorSelectedProvider',
  'guardianPolicies',
  'guardianSettings',
  'phoneProviders',
  'prompts',
  'tenant',
  'themes',
])

const ATTACK_PROTECTION: { readonly [part: string]: string } = {
  botDetection: 'bot-detection',
  breachedPasswordDetection: 'breached-password-detection',
  bruteForceProtection: 'brute-force-protection',
  captcha: 'captcha',
  suspiciousIpThrottling: 'suspicious-ip-throttling',
}
/** Auth0's tool has no name for these. */
const GUARDIAN_SETTINGS: { readonly [part: string]: string } = {
  emailCodes: '/guardian/factors/email/settings',
  phoneCodes: '/guardian/factors/phone/settings',
  rememberBrowser: '/guardian/settings',
}
/** Kept with another type in a folder, and documents of their own. */
const PARTS: { readonly [type: string]: readonly string[] } = {
  branding: ['templates'],
  prompts: ['customText', 'partials', 'screenRenderers'],
}

/** What an export asks for: assets that say nothing yet. */
export const outlineOf = ({ languages, prompts, prompts_with_partials, email_templates }: Names): Assets => {
  const each = <T>(names: readonly string[], value: (name: string) => T) =>
    Object.fromEntries(names.map(name => [name, value(name)]))
  return {
    attackProtection: each(Object.keys(ATTACK_PROTECTION), () => ({})),
    guardianPolicies: {},
    guardianPhoneFactorMessageTypes: {},
    guardianSettings: each(Object.keys(GUARDIAN_SETTINGS), () => ({})),
    phoneProviders: [{}],
    branding: { templates: [{ template: 'universal_login' }] },
    themes: [{}],
    prompts: {
      customText: each(languages, () => each(prompts, () => ({}))),
      partials: each(prompts_with_partials, () => ({})),
    },
    emailProvider: {},
    emailTemplates: email_templates.map(template => ({ template })),
    tenant: {},
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const objectsIn = (value: unknown): [string, Json][] =>
  isObject(value) ? Object.entries(value).filter((entry): entry is [string, Json] => isObject(entry[1])) : []
const listIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const seg = (name: unknown) => encodeURIComponent(String(name))
const strip = (thing: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(thing).filter(([name]) => !names.includes(name)))

/** Every document that the assets name, in the order in which one can need the other. */
export function documentsOf(assets: Assets): Document[] {
  const documents: Document[] = []
  const add = (document: Document) => documents.push(document)
  const settings = (type: string, path: string, method: Document['method'], more: Partial<Document> = {}) => {
    const said = assets[type]
    if (isObject(said)) add({ type, name: 'settings', path, said, method, others: PARTS[type] ?? [], ...more })
  }

  for (const [name, said] of objectsIn(assets.attackProtection)) {
    const path = ATTACK_PROTECTION[name]
    if (path) add({ type: 'attackProtection', name, path: `/attack-protection/${path}`, said, method: 'PATCH' })
  }
  const [provider] = listIn(assets.phoneProviders)
  if (provider)
    add({
      type: 'phoneProviders',
      name: 'provider',
      path: '/branding/phone/providers',
      said: provider,
      others: ['id', 'tenant', 'channel', 'created_at', 'updated_at'],
      method: 'PATCH',
      create: '/branding/phone/providers',
      update: ({ providers }) => `/branding/phone/providers/${providers[0].id}`,
      read: ({ providers }) => {
        const [one] = providers as Json[]
        return one && strip(one, ['id', 'tenant', 'channel', 'created_at', 'updated_at'])
      },
      masked: thing => ({
        ...thing,
        credentials:
          thing.name === 'twilio'
            ? { auth_token: '##TWILIO_AUTH_TOKEN##' }
            : { signing_secret: '##PHONE_SIGNING_SECRET##' },
      }),
    })
  for (const said of listIn(assets.guardianFactorProviders))
    add({
      type: 'guardianFactorProviders',
      name: `${said.name} ${said.provider}`,
      path: `/guardian/factors/${seg(said.name)}/providers/${seg(said.provider)}`,
      said,
      others: ['name', 'provider'],
      method: 'PUT',
      whole: true,
    })
  for (const said of listIn(assets.guardianFactorTemplates))
    add({
      type: 'guardianFactorTemplates',
      name: String(said.name),
      path: `/guardian/factors/${seg(said.name)}/templates`,
      said,
      others: ['name'],
      method: 'PUT',
      whole: true,
    })
  settings('guardianPhoneFactorSelectedProvider', '/guardian/factors/phone/selected-provider', 'PUT', { whole: true })
  settings('guardianPhoneFactorMessageTypes', '/guardian/factors/phone/message-types', 'PUT', { whole: true })
  settings('guardianPolicies', '/guardian/policies', 'PUT', {
    whole: true,
    read: policies => ({ policies }),
    body: ({ policies }) => policies,
  })
  for (const [name, said] of objectsIn(assets.guardianSettings)) {
    const path = GUARDIAN_SETTINGS[name]
    if (path) add({ type: 'guardianSettings', name, path, said, method: 'PUT', whole: true })
  }
  const [theme] = listIn(assets.themes)
  if (theme)
    add({
      type: 'themes',
      name: 'theme',
      path: '/branding/themes/default',
      said: theme,
      others: ['themeId'],
      method: 'PATCH',
      whole: true,
      create: '/branding/themes',
      update: ({ themeId }) => `/branding/themes/${themeId}`,
      read: answer => strip(answer, ['themeId']),
    })
  settings('branding', '/branding', 'PATCH')
  for (const said of listIn(isObject(assets.branding) ? assets.branding.templates : undefined))
    add({
      type: 'branding',
      name: `template ${said.template}`,
      path: `/branding/templates/${seg(String(said.template).replaceAll('_', '-'))}`,
      said,
      others: ['template'],
      method: 'PUT',
      whole: true,
      body: ({ body }) => ({ template: body }),
    })
  settings('prompts', '/prompts', 'PATCH')
  const { customText, partials } = isObject(assets.prompts) ? assets.prompts : {}
  for (const [language, prompts] of objectsIn(customText))
    for (const [prompt, said] of objectsIn(prompts))
      add({
        type: 'prompts',
        name: `${prompt} in ${language}`,
        path: `/prompts/${seg(prompt)}/custom-text/${seg(language)}`,
        said,
        method: 'PUT',
        whole: true,
      })
  for (const [prompt, said] of objectsIn(partials))
    add({
      type: 'prompts',
      name: `partials of ${prompt}`,
      path: `/prompts/${seg(prompt)}/partials`,
      said,
      method: 'PUT',
      whole: true,
    })
  settings('emailProvider', '/emails/provider', 'PATCH', {
    create: '/emails/provider',
    masked: thing => {
      const { credentials } = thing as { credentials: Json }
      const smtp_pass = credentials.smtp_user === undefined ? {} : { smtp_pass: '##SMTP_PASS##' }
      return { ...thing, credentials: { ...credentials, ...smtp_pass } }
    },
  })
  for (const said of listIn(assets.emailTemplates))
    add({
      type: 'emailTemplates',
      name: String(said.template),
      path: `/email-templates/${seg(said.template)}`,
      said,
      method: 'PATCH',
      create: '/email-templates',
    })
  settings('tenant', '/tenants/settings', 'PATCH')
  return documents
}

/** What the folder says under these types and no document is. @returns [type, name, reason] */
export function* undocumented(assets: Assets): Generator<[string, string, string]> {
  for (const [type, known] of [
    ['attackProtection', ATTACK_PROTECTION],
    ['guardianSettings', GUARDIAN_SETTINGS],
  ] as const)
    for (const [part] of objectsIn(assets[type])) if (!(part in known)) yield [type, part, 'not built yet']
  for (const type of ['themes', 'phoneProviders'])
    for (const other of listIn(assets[type]).slice(1))
      yield [type, String(other.displayName ?? other.name), 'a tenant has one']
  const { screenRenderers } = isObject(assets.prompts) ? assets.prompts : {}
  for (const { prompt, screen, rendering_mode } of listIn(screenRenderers))
    if (rendering_mode !== 'standard')
      yield ['prompts', `renderer of ${prompt} ${screen}`, 'Lintel renders its screens itself']
}
