// The examples of a page of docs: fenced code with what it prints in a fence below, run from top to bottom in one shell and one process.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { formatWithOptions } from 'node:util'
import type { Test } from 'tap'

export type Example = {
  section: string
  language: 'curl' | 'TypeScript' | 'auth0 SDK'
  code: string
  /** undefined: nothing is said about it */
  prints: string | undefined
}

const LANGUAGES = { bash: 'curl', ts: 'TypeScript', 'ts auth0': 'auth0 SDK' } as const

export function examplesOf(page: string): Example[] {
  return page.split(/^## /m).flatMap(part => {
    const section = part.slice(0, part.indexOf('\n'))
    const fences = [...part.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }))
    return fences.flatMap(({ info, text: code }, at) => {
      const language = LANGUAGES[info as keyof typeof LANGUAGES]
      const next = fences[at + 1]
      return language ? [{ section, language, code, prints: next?.info === 'text' ? next.text : undefined }] : []
    })
  })
}

/** Whether this is what the page says; `…` stands for anything. */
export function isPrinted(said: string, printed: string): boolean {
  const literal = said
    .trimEnd()
    .split('…')
    .map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('[\\s\\S]*?')}$`).test(printed.trimEnd())
}

type Ran = { printed: string; failed: string | undefined }

/** @param env what the examples find in their environment. Ends with the test. */
export async function createRunner(t: Test, env: { [name: string]: string }) {
  const cache = path.join(import.meta.dirname, '../../node_modules/.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(path.join(cache, 'examples-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))

  const shell = spawn('bash', { cwd: folder, env: { PATH: process.env.PATH, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  t.teardown(() => shell.stdin.end())
  let heard = ''
  let complained = ''
  let onHeard = () => {}
  shell.stdout.setEncoding('utf8').on('data', text => {
    heard += text
    onHeard()
  })
  shell.stderr.setEncoding('utf8').on('data', text => {
    complained += text
  })

  /** In one shell: what an example sets, the next ones find. */
  async function bash(code: string): Promise<Ran> {
    heard = complained = ''
    const ended = new Promise<RegExpExecArray>(resolve => {
      onHeard = () => {
        const end = /\0(\d+)\0$/.exec(heard)
        if (end) resolve(end)
      }
    })
    shell.stdin.write(`${code}\nprintf '\\0%d\\0' $?\n`)
    const { 1: code_, index } = await ended
    return { printed: heard.slice(0, index), failed: code_ === '0' ? undefined : `exit ${code_}: ${complained}` }
  }

  let written = 0
  const preludes: string[] = []

  /** What an example exports, the next ones find. */
  async function typescript(code: string): Promise<Ran> {
    const name = `${++written}.mjs`
    await writeFile(path.join(folder, name), `${preludes.join('')}${stripTypeScriptTypes(code)}`)
    let printed = ''
    const { log } = globalThis.console
    globalThis.console.log = (...values: unknown[]) => {
      printed += `${formatWithOptions({ colors: false }, ...values)}\n`
    }
    try {
      await import(pathToFileURL(path.join(folder, name)).href)
      for (const [, exported] of code.matchAll(/^export (?:async function|const) (\w+)/gm))
        preludes.push(`import { ${exported} } from './${name}'\n`)
      return { printed, failed: undefined }
    } catch (error) {
      return { printed, failed: String(error) }
    } finally {
      globalThis.console.log = log
    }
  }

  Object.assign(process.env, env)
  return {
    run: ({ language, code }: Example): Promise<Ran> => (language === 'curl' ? bash(code) : typescript(code)),
  }
}
