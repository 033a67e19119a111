// A process under measurement, and how the bench talks with it: it is started with its input, says when it is ready, answers questions,
// and ends when the bench does.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Child<Ready> = {
  ready: Ready
  ask<Answer>(question: string, argument?: unknown): Promise<Answer>
  stop(): Promise<void>
}

type Reply = { id: number; answer?: unknown; error?: string }

/**
 * @param file a module that calls `serve`
 * @param heap MiB that its objects may take; undefined: as many as Node.js allows
 */
export async function start<Ready>(file: string, input: unknown, heap?: number): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(file), {
    // Nothing of who starts it, neither settings nor loaders.
    execArgv: heap === undefined ? [] : [`--max-old-space-size=${heap}`],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
    // What the server logs is written, and goes nowhere.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let asked = 0
  child.on('message', ({ id, answer, error }: Reply) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(answer)
    else call?.reject(new Error(error))
  })
  const ended = once(child, 'exit')
  void ended.then(([code]) => {
    for (const call of waiting.values()) call.reject(new Error(`${file} ended with ${code}`))
  })
  const ask = <Answer>(question: string, argument?: unknown): Promise<Answer> => {
    const call = Promise.withResolvers<unknown>()
    const id = asked++
    waiting.set(id, call)
    child.send({ id, question, argument }, error => error && call.reject(error))
    return call.promise as Promise<Answer>
  }
  try {
    return {
      ready: await ask<Ready>('start', input),
      ask,
      async stop() {
        if (child.exitCode !== null || child.signalCode !== null) return
        await ask('stop').catch(() => {})
        if (child.connected) child.disconnect()
        await ended
      },
    }
  } catch (error) {
    child.kill()
    throw error
  }
}

export type Served<Ready> = {
  ready: Ready
  answers?: { [question: string]: (argument: never) => unknown }
  stop(): Promise<void>
}

/** The child's side. Every child also answers `cpu`: milliseconds of processor time that it has used. */
export function serve<Input, Ready>(begin: (input: Input) => Promise<Served<Ready>>): void {
  let served: Served<Ready> | undefined
  const answerTo = async (question: string, argument: unknown): Promise<unknown> => {
    if (question === 'start') {
      served = await begin(argument as Input)
      return served.ready
    }
    if (question === 'stop') return served?.stop()
    if (question === 'cpu') {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    }
    return served?.answers?.[question]?.(argument as never)
  }
  process.on('message', async ({ id, question, argument }: { id: number; question: string; argument: unknown }) => {
    try {
      process.send?.({ id, answer: await answerTo(question, argument) })
    } catch (error) {
      process.send?.({ id, error: String((error as Error).stack) })
    }
  })
  // The bench has stopped us, or is gone.
  process.on('disconnect', () => process.exit())
}
