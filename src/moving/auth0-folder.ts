// The two forms in which Auth0's deployment tool keeps a tenant: one tenant.yaml, or a folder with a file for each thing. Owns the forms
// alone; what the things mean is resources.ts's.
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { LintelError } from '../errors.ts'

export type Json = { [name: string]: unknown }
/** What a folder describes, by the tool's names: lists of things, or a thing of which there is one. */
export type Assets = { [type: string]: Json | Json[] }
/** What `##NAME##` (a string) and `@@NAME@@` (any value) stand for. */
export type Keywords = { [name: string]: unknown }
export type Format = 'directory' | 'yaml'

/** Folders with a file for each thing of a kind. A kind may be a part of another. */
const FOLDERS: { readonly [folder: string]: string } = {
  'action-modules': 'actionModules',
  actions: 'actions',
  'branding/templates': 'branding.templates',
  clients: 'clients',
  'connection-profiles': 'connectionProfiles',
  connections: 'connections',
  'custom-domains': 'customDomains',
  'database-connections': 'databases',
  emails: 'emailTemplates',
  'event-streams': 'eventStreams',
  'flow-vault-connections': 'flowVaultConnections',
  flows: 'flows',
  forms: 'forms',
  grants: 'clientGrants',
  'guardian/factors': 'guardianFactors',
  'guardian/providers': 'guardianFactorProviders',
  'guardian/templates': 'guardianFactorTemplates',
  hooks: 'hooks',
  'log-streams': 'logStreams',
  'network-acls': 'networkACLs',
  organizations: 'organizations',
  pages: 'pages',
  'phone-providers': 'phoneProviders',
  'phone-templates': 'phoneTemplates',
  'prompts/screenRenderSettings': 'prompts.screenRenderers',
  'rate-limit-policies': 'rateLimitPolicies',
  'resource-servers': 'resourceServers',
  roles: 'roles',
  rules: 'rules',
  'rules-configs': 'rulesConfigs',
  'self-service-profiles': 'selfServiceProfiles',
  themes: 'themes',
  'token-exchange-profiles': 'tokenExchangeProfiles',
  triggers: 'triggers',
  'user-attribute-profiles': 'userAttributeProfiles',
}

/** Things of which there is one, or a list in one file. */
const FILES: { readonly [file: string]: string } = {
  'attack-protection/bot-detection.json': 'attackProtection.botDetection',
  'attack-protection/breached-password-detection.json': 'attackProtection.breachedPasswordDetection',
  'attack-protection/brute-force-protection.json': 'attackProtection.bruteForceProtection',
  'attack-protection/captcha.json': 'attackProtection.captcha',
  'attack-protection/suspicious-ip-throttling.json': 'attackProtection.suspiciousIpThrottling',
  'branding/branding.json': 'branding',
  'custom-domains/custom-domains.json': 'customDomains',
  'emails/provider.json': 'emailProvider',
  // Lintel's own, which Auth0's tool passes over.
  'guardian/emailCodes.json': 'guardianSettings.emailCodes',
  'guardian/phoneCodes.json': 'guardianSettings.phoneCodes',
  'guardian/phoneFactorMessageTypes.json': 'guardianPhoneFactorMessageTypes',
  'guardian/phoneFactorSelectedProvider.json': 'guardianPhoneFactorSelectedProvider',
  'guardian/policies.json': 'guardianPolicies',
  'guardian/rememberBrowser.json': 'guardianSettings.rememberBrowser',
  'phone-providers/provider.json': 'phoneProviders',
  'prompts/custom-text.json': 'prompts.customText',
  'prompts/partials.json': 'prompts.partials',
  'prompts/prompts.json': 'prompts',
  'tenant.json': 'tenant',
}
/** Auth0's tool takes no YAML with a type that it does not know. */
const NOT_IN_YAML = new Set(['guardianSettings'])

/** Texts that stand in a file of their own, of which a thing says the name. @property at where that is, in either form */
type Text = {
  of: string
  property: string
  named: string
  at: { readonly [format in Format]: string }
  may_lack?: true
}
const TEXTS: readonly Text[] = [
  {
    of: 'branding.templates',
    property: 'body',
    named: 'template',
    at: { directory: 'branding/templates', yaml: 'branding_templates' },
  },
  { of: 'emailTemplates', property: 'body', named: 'template', at: { directory: 'emails', yaml: 'emailTemplates' } },
  { of: 'pages', property: 'html', named: 'name', at: { directory: 'pages', yaml: 'pages' }, may_lack: true },
  {
    of: 'connections',
    property: 'options.email.body',
    named: 'name',
    at: { directory: 'connections', yaml: 'connections' },
    may_lack: true,
  },
]

/** Not things of the tenant, but what the tool was told. */
const TOOLS_OWN = new Set(['exclude', 'include'])

const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true
const isFolder = (file: string) => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at `a.b`. */
const valueAt = (whole: Json, at: string): unknown =>
  at
    .split('.')
    .reduce<unknown>((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), whole)

/** Adds to what stands at `a` or `a.b`: a list to a list, members to members. */
function put(assets: Assets, at: string, value: unknown): void {
  const [type, part] = at.split('.') as [string, string?]
  const before = valueAt(assets, at)
  const joined =
    Array.isArray(before) && Array.isArray(value)
      ? [...before, ...value]
      : isObject(before) && isObject(value)
        ? { ...before, ...value }
        : value
  assets[type] = (part === undefined ? joined : { ...assets[type], [part]: joined }) as Json
}

function replaced(text: string, keywords: Keywords): string {
  return text
    .replaceAll(/(["']?)@@(\w+)@@\1/g, (marker, _quote, name: string) =>
      Object.hasOwn(keywords, name) ? JSON.stringify(keywords[name]) : marker,
    )
    .replaceAll(/##(\w+)##/g, (marker, name: string) =>
      Object.hasOwn(keywords, name) ? String(keywords[name]) : marker,
    )
}

/** Who made the folder may be a stranger: it is not to lead to other files of whoever imports it. */
function refuseLink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new LintelError('invalid_body', `${file} is a symbolic link, which no import follows.`)
}

function load(file: string, keywords: Keywords, read: (text: string) => unknown): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new LintelError('invalid_body', `${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
  try {
    return read(replaced(text, keywords))
  } catch (cause) {
    // Parsers quote the text, in which placeholders have become secrets.
    const { message, linePos } = cause as Error & { linePos?: { line: number; col: number }[] }
    const [at] = linePos ?? []
    const where = at ? `line ${at.line}, column ${at.col}` : /position \d+(?: \(.*?\))?/.exec(message)?.[0]
    throw new LintelError('invalid_body', `${file} is not well formed${where ? `: see ${where}` : ''}.`)
  }
}

export const readJson = (file: string): unknown => load(file, {}, JSON.parse)

/** @param place the folder, its tenant.yaml, or a YAML file of any name */
export function readFolder(place: string, keywords: Keywords): Assets {
  const yaml = isFile(place) ? place : path.join(place, 'tenant.yaml')
  if (yaml !== place) refuseLink(yaml)
  if (isFile(yaml)) {
    const said = load(yaml, keywords, text => parse(text, { strict: true }))
    if (!isObject(said)) throw new LintelError('invalid_body', `${yaml} does not describe a tenant.`)
    const assets = Object.fromEntries(
      Object.entries(said).filter(
        ([type, value]) => typeof value === 'object' && value !== null && !TOOLS_OWN.has(type),
      ),
    ) as Assets
    readTexts(path.dirname(yaml), 'yaml', assets, keywords)
    return assets
  }
  if (!isFolder(place)) throw new LintelError('invalid_body', `There is no folder ${place}.`)
  const assets = readDirectory(place, keywords)
  readTexts(place, 'directory', assets, keywords)
  return assets
}

function readDirectory(place: string, keywords: Keywords): Assets {
  /** by their names below the folder */
  const filesOf = (folder: string): string[] => {
    const names = readdirSync(path.join(place, folder)).sort()
    for (const name of names) refuseLink(path.join(place, folder, name))
    return names
      .map(name => path.posix.join(folder, name))
      .flatMap(file => (isFolder(path.join(place, file)) ? filesOf(file) : file.endsWith('.json') ? [file] : []))
  }
  const assets: Assets = {}
  for (const file of filesOf('')) {
    const [top = '', within] = file.split('/')
    if (within === undefined && file !== 'tenant.json') continue
    if (top === 'database-connections' && path.posix.basename(file) !== 'database.json') continue
    const said = load(path.join(place, file), keywords, JSON.parse)
    const whole = Object.hasOwn(FILES, file) ? (FILES[file] as string) : undefined
    if (whole !== undefined) {
      put(assets, whole, said)
      continue
    }
    const folder = [`${top}/${within}`, top].find(known => Object.hasOwn(FOLDERS, known))
    // Some folders hold one file with the whole list.
    const things = (Array.isArray(said) ? said : [said]).filter(
      thing => isObject(thing) && Object.keys(thing).length > 0,
    )
    if (things.length === 0) continue
    if (folder !== undefined) put(assets, FOLDERS[folder] as string, things)
    else assets[file] = things
  }
  return assets
}

/** Whether it is a name of a file, and not what would stand in it. */
const isFileName = (value: unknown): value is string =>
  typeof value === 'string' && /^[^<>{}\n]+\.(html|liquid|json)$/i.test(value)

/** @param base the folder below `place` that the name is from */
function textFile(place: string, base: string, name: string): string {
  const file = path.resolve(place, base, ...name.split(/[\\/]/))
  const steps = path.relative(path.resolve(place), file).split(path.sep)
  if (steps[0] === '..' || path.isAbsolute(steps.join(path.sep)))
    throw new LintelError('invalid_body', `${name} is outside the folder.`)
  for (const [i] of steps.entries()) refuseLink(path.join(place, ...steps.slice(0, i + 1)))
  return file
}

/** The folder that a file's name is from: in YAML the place itself, but for connections. */
const baseOf = ({ of, at }: Text, format: Format): string =>
  format === 'directory' || of === 'connections' ? at[format] : '.'

/** Puts the texts where the assets name their files. */
function readTexts(place: string, format: Format, assets: Assets, keywords: Keywords): void {
  const read = (base: string, name: string, may_lack = false, parse: (text: string) => unknown = text => text) => {
    const file = textFile(place, base, name)
    return may_lack && !isFile(file) ? '' : load(file, keywords, parse)
  }
  for (const text of TEXTS) {
    const { of, property, may_lack } = text
    const things = valueAt(assets, of)
    for (const thing of Array.isArray(things) ? things : []) {
      const [last = '', ...before] = property.split('.').reverse()
      const holder = before.length === 0 ? thing : valueAt(thing, before.reverse().join('.'))
      if (isObject(holder) && isFileName(holder[last]))
        holder[last] = read(baseOf(text, format), holder[last], may_lack)
    }
  }
  const { prompts } = assets
  if (!isObject(prompts)) return
  const { partials, screenRenderers } = prompts
  if (format === 'directory' && isObject(partials))
    prompts.partials = mapped(partials, screens => partialsIn(screens, read))
  if (format === 'yaml' && Array.isArray(screenRenderers))
    prompts.screenRenderers = screenRenderers.flatMap(prompt =>
      Object.values(isObject(prompt) ? prompt : {}).flatMap(screens =>
        Object.values(isObject(screens) ? screens : {}).map(file =>
          isFileName(file) ? read('.', file, false, JSON.parse) : file,
        ),
      ),
    )
}

const mapped = (whole: Json, change: (value: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, change(value)]))

/** `[{ screen: [{ name: place, template: file }] }]`, as the tool keeps them, by screen and place. */
const partialsIn = (screens: unknown, read: (base: string, file: string) => unknown): Json =>
  mapped(Object.assign({}, ...(Array.isArray(screens) ? screens : [])), places =>
    Object.fromEntries(
      (Array.isArray(places) ? places : [])
        .filter(isObject)
        .map(({ name, template }) => [String(name), String(read('prompts', String(template))).trim()]),
    ),
  )

/** File systems count bytes. */
function beginningOf(name: string): string {
  let beginning = ''
  for (const character of name) {
    if (Buffer.byteLength(beginning + character) > MOST_NAME_BYTES) break
    beginning += character
  }
  return beginning
}
const MOST_NAME_BYTES = 200

/** A name as a file: none leads out of its folder, and no two that differ in letters or case fall together. */
function fileNames(names: string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    const plain = beginningOf(
      name
        .normalize()
        .replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Cs}/\\?%*:|"<>]/gu, '-')
        .replace(/^\.+|[. ]+$/g, '-'),
    )
    let file = plain || '-'
    for (let i = 2; taken.has(file.toLowerCase()); i++) file = `${plain} ${i}`
    taken.add(file.toLowerCase())
    return file
  })
}

/** @returns the files that stood there before and were not written now: who imports the folder imports them too */
export function writeFolder(
  place: string,
  format: Format,
  assets: Assets,
  nameOf: (type: string, thing: Json) => string,
) {
  const before = existsSync(place)
    ? readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(file => isFile(path.join(place, file)))
    : []
  const written = new Set<string>()
  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true })
    writeFileSync(path.join(place, file), text)
    written.add(path.normalize(file))
  }

  const said = structuredClone(assets)
  for (const text of TEXTS) {
    const { of, property, named, at } = text
    const things = valueAt(said, of)
    if (!Array.isArray(things)) continue
    const names = fileNames(things.map(thing => String(thing[named])))
    for (const [i, thing] of things.entries()) {
      const [last = '', ...before] = property.split('.').reverse()
      const holder = before.length === 0 ? thing : valueAt(thing, before.reverse().join('.'))
      if (!isObject(holder) || typeof holder[last] !== 'string') continue
      const file = path.posix.join(at[format], `${names[i]}.html`)
      write(file, holder[last])
      holder[last] = `./${path.posix.relative(baseOf(text, format), file)}`
    }
  }
  if (format === 'yaml') {
    const kept = Object.entries(said).filter(([type]) => !NOT_IN_YAML.has(type))
    write('tenant.yaml', stringify(Object.fromEntries(kept), { lineWidth: 0 }))
  } else writeDirectory(said, nameOf, write)
  return { written: [...written], left: before.filter(file => !written.has(path.normalize(file))) }
}

function writeDirectory(
  assets: Assets,
  nameOf: (type: string, thing: Json) => string,
  write: (file: string, text: string) => void,
): void {
  const writeJson = (file: string, value: unknown) => write(file, `${JSON.stringify(value, null, 2)}\n`)
  const elsewhere = new Set([...Object.values(FILES), ...Object.values(FOLDERS)])
  const whole = new Set(Object.values(FILES))
  for (const [file, at] of Object.entries(FILES)) {
    const value = valueAt(assets, at)
    if (at === 'prompts.partials' && isObject(value)) writeJson(file, partialFiles(value, write))
    else if (!isObject(value)) value !== undefined && writeJson(file, value)
    else writeJson(file, Object.fromEntries(Object.entries(value).filter(([part]) => !elsewhere.has(`${at}.${part}`))))
  }
  for (const [folder, at] of Object.entries(FOLDERS)) {
    const things = valueAt(assets, at)
    if (!Array.isArray(things) || whole.has(at)) continue
    const names = fileNames(things.map(thing => nameOf(at, thing)))
    for (const [i, thing] of things.entries())
      writeJson(
        path.join(folder, ...(at === 'databases' ? [names[i] as string, 'database.json'] : [`${names[i]}.json`])),
        thing,
      )
  }
}

function partialFiles(partials: Json, write: (file: string, text: string) => void): Json {
  return Object.fromEntries(
    Object.entries(partials).map(([prompt, screens]) => [
      prompt,
      [
        Object.fromEntries(
          Object.entries(screens as Json).map(([screen, places]) => [
            screen,
            Object.entries(places as Json).map(([name, text]) => {
              const template = path.posix.join('partials', prompt, screen, `${name}.liquid`)
              write(path.join('prompts', template), String(text))
              return { name, template }
            }),
          ]),
        ),
      ],
    ]),
  )
}
