// What every verb of the command line is, and what it is given: its flags, its streams, and the ways to a tenant, opened when they are
// first asked for.
import type { Readable, Writable } from 'node:stream'
import type { Config } from '../config.ts'
import type { Api } from '../moving/resources.ts'
import type { OpenStore } from '../store/open.ts'
import type { Seal } from '../store/seal.ts'
import type { TenantStore } from '../store/store.ts'

export type Io = {
  stdin: Readable & { isTTY?: boolean }
  stdout: Writable & { isTTY?: boolean }
  stderr: Writable & { isTTY?: boolean }
  env: NodeJS.ProcessEnv
}

/** A request that throws what it is refused with. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is read by whoever knows the endpoint
export type Call = (method: string, path: string, body?: unknown) => Promise<any>

/** The Management API of a tenant, in this process. */
export type Administration = { api: Api; call: Call }

/** All of it is one transaction. */
export type Transaction = Administration & { commit(): Promise<void>; rollback(): Promise<void> }

/** The whole application, its jobs at work; it listens on no port. */
export type Working = Administration & { upload(path: string, form: FormData): ReturnType<Api> }

export type Flags = { [name: string]: string | boolean | undefined }

export type Context = {
  io: Io
  config: Config
  /** the positional arguments */
  args: string[]
  flags: Flags
  now: Date
  say(line: string): void
  complain(line: string): void
  /** Over what is still going on: on a terminal alone, on a line of its own that the next one replaces. */
  progress(line: string): void
  seal(): Promise<Seal>
  store(): Promise<OpenStore>
  tenant(): Promise<TenantStore>
  /** Committed when the verb ends with 0. */
  administration(): Promise<Administration>
  transaction(): Promise<Transaction>
  working(): Promise<Working>
}

export type Verb = {
  says: string
  /** the positional arguments; `[…]` may be left out, `…` at the end: any number */
  args?: readonly string[]
  /** flag → what it means; a leading `!` makes it required, a leading `=` a switch */
  flags: { readonly [flag: string]: string }
  run(context: Context): Promise<number>
}
export type Verbs = { readonly [name: string]: Verb }

export const TENANT = { tenant: 'the tenant (default: default)' } as const
export const JSON_FLAG = { json: '=as JSON' } as const

/** What a command is refused with: a sentence, and 1. */
export class Refused extends Error {}

/** What a command was asked wrongly: a sentence, and 2. */
export class Misused extends Error {}

/** A secret given as a flag ends up in shell histories and process lists; it is read from standard input. */
export async function readSecret({ stdin, stderr }: Io): Promise<string> {
  if (stdin.isTTY) stderr.write('Password (ends with Enter): ')
  let text = ''
  for await (const chunk of stdin) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  const secret = text.replace(/\r?\n[\s\S]*$/, '')
  if (secret === '') throw new Refused('No password was given on standard input.')
  return secret
}

/** On a terminal alone; anybody else says --yes. */
export async function confirm({ io }: Context, question: string): Promise<boolean> {
  io.stderr.write(`${question} [y/N] `)
  let text = ''
  for await (const chunk of io.stdin) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return /^\s*y(es)?\s*$/i.test(text)
}

/** `name=value …`: a value is JSON where it can be read as such, else a string; a dotted name is one within another. */
export function readAssignments(args: readonly string[]): { [name: string]: unknown } {
  if (args.length === 0) throw new Misused('Name what is to change: name=value …')
  const patch: { [name: string]: unknown } = {}
  for (const arg of args) {
    const [, name, text] = /^([\w.-]+)=([\s\S]*)$/.exec(arg) ?? []
    if (name === undefined || text === undefined) throw new Misused(`${arg} is not of the form name=value.`)
    let value: unknown = text
    try {
      value = JSON.parse(text)
    } catch {
      // A string, then.
    }
    const path = name.split('.')
    let at = patch
    for (const part of path.slice(0, -1)) {
      const inner = Object.hasOwn(at, part) ? at[part] : undefined
      at = at[part] = typeof inner === 'object' && inner !== null ? { ...inner } : {}
    }
    Object.defineProperty(at, path.at(-1) as string, { value, enumerable: true, configurable: true, writable: true })
  }
  return patch
}

/** Where the API takes an object as a whole, only those of its members change that are named. */
export function mergedWith(current: { [name: string]: unknown }, patch: { [name: string]: unknown }): typeof patch {
  const isObject = (value: unknown): value is { [name: string]: unknown } =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  return Object.fromEntries(
    Object.entries(patch).map(([name, value]) => {
      const standing = current[name]
      return [name, isObject(value) && isObject(standing) ? { ...standing, ...mergedWith(standing, value) } : value]
    }),
  )
}

/** On one line of a terminal: control characters in what others wrote must not steer it, nor hide what stands there. */
export const printable = (text: unknown): string =>
  String(text).replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '�')

/** One thing: its JSON. */
export const showJson = ({ say }: Context, thing: unknown): void => say(JSON.stringify(thing, null, 2))

/** A list: a table for people, JSON for programs. */
export function showList(
  { say, flags }: Context,
  things: readonly { [name: string]: unknown }[],
  columns: readonly string[],
): void {
  if (flags.json === true) {
    say(JSON.stringify(things, null, 2))
    return
  }
  const cell = (value: unknown) => printable(value ?? '')
  const rows = things.map(thing => columns.map(column => cell(thing[column])))
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  for (const row of [columns, ...rows]) say(line(row))
}

export const seg = (value: unknown): string => encodeURIComponent(String(value))

/** Every one of a list by offset. */
export async function listed<Thing = { [name: string]: unknown }>(
  call: Call,
  path: string,
  key: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<Thing[]> {
  const all: Thing[] = []
  for (let page = 0; all.length < limit; page++) {
    const answer = await call(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}page=${page}&per_page=100&include_totals=true`,
    )
    all.push(...answer[key])
    if (answer[key].length < 100) break
  }
  return all.slice(0, limit)
}

/** What has this name, or this id. */
export async function findNamed(
  call: Call,
  path: string,
  key: string,
  id: string,
  name: string,
): Promise<{ [name: string]: unknown }> {
  const all = await listed(call, path, key)
  const found = all.filter(thing => thing[id] === name)
  const those = found.length > 0 ? found : all.filter(thing => thing.name === name)
  if (those.length === 1) return those[0] as { [name: string]: unknown }
  const what = key.replaceAll('_', ' ')
  throw new Refused(
    those.length === 0
      ? `There is none of that name or id among the ${what}: ${name}`
      : `Several ${what} have the name ${name}; give the id: ${those.map(thing => thing[id]).join(', ')}`,
  )
}
