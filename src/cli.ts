#!/usr/bin/env node
// lintel serve | migrate | …: finds the verb, reads its flags, runs it, and says what went wrong in a sentence. Ends with 0 when it is done,
// 1 when it was refused, 2 when it was asked wrongly; 3 is a plan that was not applied.
import { parseArgs } from 'node:util'
import { breachedPasswordVerbs } from './cli/breached-passwords.ts'
import { clientVerbs } from './cli/client.ts'
import { connectionVerbs } from './cli/connection.ts'
import { exportVerbs } from './cli/export.ts'
import { importVerbs } from './cli/import.ts'
import { logVerbs } from './cli/logs.ts'
import { openContext } from './cli/open.ts'
import { requestVerbs } from './cli/request.ts'
import { roleVerbs } from './cli/role.ts'
import { serverVerbs } from './cli/server.ts'
import { tenantVerbs } from './cli/tenant.ts'
import { userVerbs } from './cli/user.ts'
import { type Flags, type Io, Misused, Refused, type Verb, type Verbs } from './cli/verb.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { LintelError } from './errors.ts'
import { refuseOldNode, serve } from './serve.ts'
import { isUnreachable } from './store/database.ts'

const VERBS: Verbs = {
  ...serverVerbs,
  ...tenantVerbs,
  ...clientVerbs,
  ...connectionVerbs,
  ...userVerbs,
  ...roleVerbs,
  ...importVerbs,
  ...exportVerbs,
  ...requestVerbs,
  ...logVerbs,
  ...breachedPasswordVerbs,
}

const isSwitch = (meaning: string) => meaning.startsWith('=')
const isRequired = (meaning: string) => meaning.startsWith('!')
const isOptional = (arg: string) => arg.startsWith('[')
const isMany = (arg: string) => /…\]?$/.test(arg)

function headline(name: string, { args = [], flags }: Verb): string {
  const shown = Object.entries(flags).map(([flag, meaning]) => {
    const form = isSwitch(meaning) ? `--${flag}` : `--${flag} …`
    return isRequired(meaning) ? form : `[${form}]`
  })
  return ['lintel', name, ...args.map(arg => (isOptional(arg) ? arg : `<${arg}>`)), ...shown].join(' ')
}

const SERVE = 'lintel serve\n    runs the server (what npm start does)'
const overview = (names: readonly string[]) =>
  names.map(name => `${headline(name, VERBS[name] as Verb)}\n    ${(VERBS[name] as Verb).says}`).join('\n')

function help(name: string): string {
  const verb = VERBS[name] as Verb
  const flags = Object.entries(verb.flags).map(
    ([flag, meaning]) =>
      `  --${flag.padEnd(14)} ${meaning.replace(/^[!=]/, '')}${isRequired(meaning) ? ' (required)' : ''}`,
  )
  return [headline(name, verb), `    ${verb.says}`, ...flags].join('\n')
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (b[j] === letter ? 0 : 1)))
    row = next
  }
  return row.at(-1) as number
}
function nearest(word: string, among: readonly string[]): string | undefined {
  const [first] = among.map(name => ({ name, far: distance(word, name) })).sort((a, b) => a.far - b.far)
  return first && first.far <= Math.max(2, word.length / 3) ? first.name : undefined
}
const didYouMean = (word: string, among: readonly string[], prefix = '') => {
  const near = nearest(word, among)
  return near === undefined ? '' : ` Did you mean ${prefix}${near}?`
}

function readFlags(verb: Verb, given: string[]): { flags: Flags; args: string[] } {
  const names = Object.keys(verb.flags)
  const parsed = (() => {
    try {
      return parseArgs({
        args: given,
        allowPositionals: true,
        options: Object.fromEntries(
          Object.entries(verb.flags).map(([flag, meaning]) => [
            flag,
            { type: isSwitch(meaning) ? 'boolean' : 'string' },
          ]),
        ),
      })
    } catch (error) {
      const unknown = /Unknown option '--?([^']+)'/.exec((error as Error).message)?.[1]
      if (unknown === undefined) throw new Misused((error as Error).message)
      throw new Misused(`There is no --${unknown} here.${didYouMean(unknown, names, '--')}`)
    }
  })()
  const flags = parsed.values as Flags
  for (const [flag, meaning] of Object.entries(verb.flags))
    if (isRequired(meaning) && !flags[flag]) throw new Misused(`--${flag} is missing: ${meaning.slice(1)}`)
  const { args = [] } = verb
  const wanted = args.filter(arg => !isOptional(arg))
  const missing = wanted[parsed.positionals.length]
  if (missing !== undefined) throw new Misused(`<${missing}> is missing.`)
  const surplus = args.some(isMany) ? undefined : parsed.positionals[args.length]
  if (surplus !== undefined) throw new Misused(`${surplus} is one argument too many.`)
  return { flags, args: parsed.positionals }
}

/** What is asked for, or why it cannot be told. */
function findVerb(given: readonly string[]): { name: string; verb: Verb } | { noun: string } | undefined {
  const words = given.slice(0, 2).filter(word => !word.startsWith('-'))
  for (const name of [words.join(' '), words[0] ?? '']) {
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
    if (verb) return { name, verb }
  }
  const noun = words[0]
  return noun !== undefined && Object.keys(VERBS).some(name => name.startsWith(`${noun} `)) ? { noun } : undefined
}

export async function main(given: string[], io: Io): Promise<number> {
  const say = (line: string) => io.stdout.write(`${line}\n`)
  const complain = (line: string) => io.stderr.write(`${line}\n`)
  const asksHelp = given.includes('--help') || given[0] === 'help'
  const asked = findVerb(given[0] === 'help' ? given.slice(1) : given)

  if (!asked || 'noun' in asked) {
    const words = given.filter(word => !word.startsWith('-'))
    const names = Object.keys(VERBS).filter(name => !asked || name.startsWith(`${asked.noun} `))
    const wanted = given.length === 0 || asksHelp
    if (wanted) {
      say(asked ? overview(names) : [SERVE, overview(names)].join('\n'))
      return 0
    }
    const near = didYouMean(words.slice(0, 2).join(' '), ['serve', ...Object.keys(VERBS)], 'lintel ')
    complain(`There is no lintel ${words.slice(0, 2).join(' ')}.${near}`)
    complain(asked ? overview(names) : [SERVE, overview(names)].join('\n'))
    return 2
  }
  const { name, verb } = asked
  if (asksHelp) {
    say(help(name))
    return 0
  }

  let opened: ReturnType<typeof openContext> | undefined
  let code = 1
  try {
    const { flags, args } = readFlags(verb, given.slice(name.split(' ').length))
    const config: Config = readConfig(io.env)
    opened = openContext(io, config, flags, args)
    code = await verb.run(opened.context)
  } catch (error) {
    if (error instanceof Misused) {
      complain(error.message)
      complain(headline(name, verb))
      code = 2
    } else if (error instanceof ConfigError || error instanceof LintelError || error instanceof Refused)
      complain(error.message)
    else if (isUnreachable(error)) complain('The database cannot be reached. Check DATABASE_URL.')
    else if ((error as { code?: unknown }).code === '42P01')
      complain('The database has no Lintel schema yet. Run: lintel migrate')
    else throw error
  } finally {
    await opened?.close(code)
  }
  return code
}

if (import.meta.main) {
  refuseOldNode()
  const given = process.argv.slice(2)
  const { stdin, stdout, stderr, env } = process
  process.exitCode =
    given[0] === 'serve' && given.length === 1 ? await serve() : await main(given, { stdin, stdout, stderr, env })
  // All is closed; what a library forgot must not hold the prompt.
  setTimeout(() => process.exit(), 2_000).unref()
}
