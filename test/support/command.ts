// A command of the command line, in this process: what it does is the same, without a second's start.
import { PassThrough, Readable } from 'node:stream'
import { main } from '../../src/cli.ts'
import type { Finished } from './process.ts'

export type Terminal = { tty?: boolean }

export async function command(
  args: string[],
  env: NodeJS.ProcessEnv,
  input = '',
  { tty = false }: Terminal = {},
): Promise<Finished> {
  const collected = () => {
    const stream = Object.assign(new PassThrough(), { isTTY: tty })
    let text = ''
    stream.on('data', chunk => {
      text += chunk
    })
    return { stream, text: () => text }
  }
  const stdout = collected()
  const stderr = collected()
  const stdin = Object.assign(Readable.from([input]), { isTTY: tty })
  const code = await main(args, { stdin, stdout: stdout.stream, stderr: stderr.stream, env })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}
