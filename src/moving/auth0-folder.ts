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

const FOLDERS: { readonly [folder: string]: string } = {
  'action-modules': 'actionModules',
  actions: 'actions',
  clients: 'clients',
  'connection-profiles': 'connectionProfiles',
  connections: 'connections',
  'custom-domains': 'customDomains',
  emails: 'emailTemplates',
  'event-streams': 'eventStreams',
  'flow-vault-connections': 'flowVaultConnections',
  flows: 'flows',
  forms: 'forms',
  grants: 'clientGrants',
  hooks: 'hooks',
  'log-streams': 'logStreams',
  'network-acls': 'networkACLs',
  organizations: 'organizations',
  pages: 'pages',
  'phone-providers': 'phoneProviders',
  'phone-templates': 'phoneTemplates',
  prompts: 'prompts',
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
const FOLDER_OF = Object.fromEntries(Object.entries(FOLDERS).map(([folder, type]) => [type, folder]))

type Parts = { type: string; files: { readonly [file: string]: string } }

/** Things of which there is one, kept in several files. */
const PARTS: { readonly [folder: string]: Parts } = {
  'attack-protection': {
    type: 'attackProtection',
    files: {
      'bot-detection': 'botDetection',
      'breached-password-detection': 'breachedPasswordDetection',
      'brute-force-protection': 'bruteForceProtection',
      captcha: 'captcha',
      'suspicious-ip-throttling': 'suspiciousIpThrottling',
    },
  },
}

/** Not things of the tenant, but what the tool was told. */
const TOOLS_OWN = new Set(['exclude', 'include'])

const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() === true
const isFolder = (file: string) => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

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
    return Object.fromEntries(
      Object.entries(said).filter(
        ([type, value]) => typeof value === 'object' && value !== null && !TOOLS_OWN.has(type),
      ),
    ) as Assets
  }
  if (!isFolder(place)) throw new LintelError('invalid_body', `There is no folder ${place}.`)
  return readDirectory(place, keywords)
}

function readDirectory(place: string, keywords: Keywords): Assets {
  const json = (file: string) => load(file, keywords, JSON.parse) as Json
  const namesIn = (folder: string): string[] => {
    const names = readdirSync(folder).sort()
    for (const name of names) refuseLink(path.join(folder, name))
    return names
  }
  const filesOf = (folder: string): string[] =>
    namesIn(folder)
      .map(name => path.join(folder, name))
      .flatMap(file => (isFolder(file) ? filesOf(file) : file.endsWith('.json') ? [file] : []))
  const assets: Assets = {}
  for (const name of namesIn(place)) {
    const at = path.join(place, name)
    const parts = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined
    if (name === 'tenant.json') assets.tenant = json(at)
    else if (!isFolder(at)) continue
    else if (name === 'database-connections')
      assets.databases = filesOf(at)
        .filter(file => path.basename(file) === 'database.json')
        .map(json)
    else if (parts)
      assets[parts.type] = Object.fromEntries(
        filesOf(at).map(file => {
          const part = path.basename(file, '.json')
          return [parts.files[part] ?? part, json(file)]
        }),
      )
    else {
      const things = filesOf(at).flatMap(file => {
        const said = json(file)
        // Some folders hold one file with the whole list.
        return (Array.isArray(said) ? said : [said]).filter(thing => isObject(thing) && Object.keys(thing).length > 0)
      })
      if (things.length > 0) assets[Object.hasOwn(FOLDERS, name) ? (FOLDERS[name] as string) : name] = things
    }
  }
  return assets
}

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
  const writeJson = (file: string, value: unknown) => write(file, `${JSON.stringify(value, null, 2)}\n`)

  if (format === 'yaml') write('tenant.yaml', stringify(assets, { lineWidth: 0 }))
  else
    for (const [type, value] of Object.entries(assets)) {
      const parts = Object.entries(PARTS).find(([, { type: of }]) => of === type)
      if (parts) {
        const [folder, { files }] = parts
        for (const [file, name] of Object.entries(files)) {
          const part = (value as Json)[name]
          if (part !== undefined) writeJson(path.join(folder, `${file}.json`), part)
        }
      } else if (!Array.isArray(value)) writeJson(`${type}.json`, value)
      else {
        const names = fileNames(value.map(thing => nameOf(type, thing)))
        for (const [i, thing] of value.entries())
          writeJson(
            type === 'databases'
              ? path.join('database-connections', names[i] as string, 'database.json')
              : path.join(FOLDER_OF[type] ?? type, `${names[i]}.json`),
            thing,
          )
      }
    }
  return { written: [...written], left: before.filter(file => !written.has(path.normalize(file))) }
}
