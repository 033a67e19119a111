// The load: as many workers as asked, each with one request in flight, for a bounded time, over connections that are kept.
import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Child } from './child.ts'

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string }
export type Request = { method?: string; headers?: OutgoingHttpHeaders; body?: string }

const agent = new Agent({ keepAlive: true, scheduling: 'fifo' })

export const hangUp = (): void => agent.destroy()

export function send(url: URL, { method = 'GET', headers = {}, body }: Request = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      agent,
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body ?? '') },
    })
    outgoing.on('error', reject)
    outgoing.on('response', response => {
      const chunks: Buffer[] = []
      response.on('error', reject)
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    outgoing.end(body)
  })
}

export function expect(status: number, answer: Answer): Answer {
  if (answer.status !== status)
    throw new Error(`expected ${status}, was answered ${answer.status}: ${answer.body.slice(0, 500)}`)
  return answer
}

/** One unit of work of one worker; false: there is none left. */
export type Step = (worker: number) => Promise<boolean>

export type Slice = {
  per_second: number
  /** processor time of the server's process for one unit, in milliseconds */
  cpu_ms: number
}

/** Works for `ms` milliseconds or until there is no work left; how long each unit took, in milliseconds. */
export async function work(step: Step, workers: number, ms: number): Promise<number[]> {
  const took: number[] = []
  const end = performance.now() + ms
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let began = performance.now(); began < end; ) {
        if (!(await step(worker))) return
        const now = performance.now()
        took.push(now - began)
        began = now
      }
    }),
  )
  return took
}

/**
 * Begins one every so many milliseconds, however long the last one takes, until it is done; how long each took. Who waits for an answer
 * before asking again hardly notices a server that stands still.
 */
export async function pace(one: () => Promise<unknown>, every_ms: number, isDone: () => boolean): Promise<number[]> {
  const running: Promise<number>[] = []
  const time = async () => {
    const began = performance.now()
    await one()
    return performance.now() - began
  }
  while (!isDone()) {
    running.push(time())
    await setTimeout(every_ms)
  }
  return Promise.all(running)
}

export async function measure(child: Child<unknown>, step: Step, workers: number, ms: number): Promise<Slice> {
  const cpu = await child.ask<number>('cpu')
  const began = performance.now()
  const { length } = await work(step, workers, ms)
  const seconds = (performance.now() - began) / 1000
  const used = (await child.ask<number>('cpu')) - cpu
  return { per_second: length / seconds, cpu_ms: used / length }
}
