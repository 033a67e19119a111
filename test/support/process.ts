// Lintel as a process of its own, the way a person starts it.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import type { Test } from 'tap'
import { eventually } from './eventually.ts'

const SRC = path.join(import.meta.dirname, '../../src')

export type Finished = { code: number | null; stdout: string; stderr: string }
export type Running = {
  process: ChildProcess
  /** what it has printed so far */
  output(): string
  ended: Promise<Finished>
}

/** Only what is given, and what any process needs to run; nothing of the suite's own environment but what was compiled already. */
const environment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  ...env,
})

/** Several processes that start at once, beside other tests, share two cores. */
const READY_WITHIN_MS = 40_000

export function start(file: 'main.ts' | 'cli.ts', args: string[], env: NodeJS.ProcessEnv, input = ''): Running {
  const child = spawn(process.execPath, [path.join(SRC, file), ...args], {
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  const ended = new Promise<Finished>(resolve => child.on('close', code => resolve({ code, stdout, stderr })))
  return { process: child, output: () => stdout + stderr, ended }
}

export const run = (args: string[], env: NodeJS.ProcessEnv, input?: string): Promise<Finished> =>
  start('cli.ts', args, env, input).ended

/** A server that is ready; ended with the test if it still runs then. */
export async function serve(t: Test, env: NodeJS.ProcessEnv & { PORT: string }): Promise<Running> {
  const running = start('main.ts', [], env)
  t.teardown(async () => {
    running.process.kill('SIGTERM')
    await running.ended
  })
  let dead = false
  void running.ended.then(() => {
    dead = true
  })
  await eventually(async () => {
    if (dead) throw new Error(`it ended: ${running.output()}`)
    return fetch(`http://127.0.0.1:${env.PORT}/readyz`).then(
      response => response.ok,
      () => false,
    )
  }, READY_WITHIN_MS)
  return running
}
