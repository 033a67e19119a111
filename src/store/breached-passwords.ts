// Passwords that are known from breaches, in a file of the operator's. Made from the text that haveibeenpwned.com offers (`SHA-1:count`, in the
// order of the hashes) and read in two small pieces a question, so that it takes neither memory nor a network.
//
// | bytes       | what                                                                                              |
// | ----------- | ------------------------------------------------------------------------------------------------- |
// | 0–15        | MAGIC                                                                                             |
// | 524 304 more | for each first two bytes of a hash, and once more: how many entries stand before it (64 bits, LE) |
// | 4 an entry  | the next four bytes of the hash, in order                                                         |
//
// Six bytes of a hash are kept, so one password in 2^48 / entries is taken for breached that is not: of a thousand million entries, one in 281 474.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'

const MAGIC = Buffer.from('lintel breached1')
const PREFIXES = 65_536
const INDEX_BYTES = (PREFIXES + 1) * 8
const ENTRIES_AT = MAGIC.length + INDEX_BYTES
const ENTRY_BYTES = 4
const BUFFER_BYTES = 1_048_576

export type BreachedPasswords = {
  /** how many passwords it knows */
  readonly entries: number
  has(password: string): Promise<boolean>
  close(): Promise<void>
}

async function read(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
  if (bytesRead !== length) throw new Error('the file of breached passwords is cut off')
  return buffer
}

/** Whether the sorted entries have this one. */
function holds(entries: Buffer, wanted: number): boolean {
  let [from, to] = [0, entries.length / ENTRY_BYTES]
  while (from < to) {
    const middle = (from + to) >>> 1
    const entry = entries.readUInt32BE(middle * ENTRY_BYTES)
    if (entry === wanted) return true
    if (entry < wanted) from = middle + 1
    else to = middle
  }
  return false
}

/** Throws a sentence when the file is none of these. */
export async function openBreachedPasswords(path: string): Promise<BreachedPasswords> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const isOne = size >= ENTRIES_AT && (await read(file, MAGIC.length, 0)).equals(MAGIC)
    const entries = isOne ? Number((await read(file, 8, ENTRIES_AT - 8)).readBigUInt64LE()) : -1
    if (size !== ENTRIES_AT + entries * ENTRY_BYTES)
      throw new Error(`${path} is no file of breached passwords. lintel breached-passwords build makes one.`)

    const knows = async (password: string): Promise<boolean> => {
      const hash = createHash('sha1').update(password).digest()
      const bounds = await read(file, 16, MAGIC.length + hash.readUInt16BE(0) * 8)
      const [from, to] = [Number(bounds.readBigUInt64LE(0)), Number(bounds.readBigUInt64LE(8))]
      if (from === to) return false
      return holds(await read(file, (to - from) * ENTRY_BYTES, ENTRIES_AT + from * ENTRY_BYTES), hash.readUInt32BE(2))
    }
    return {
      entries,
      async has(password) {
        // One password may be written with different code points (credentials/password.ts).
        for (const form of new Set([password, password.normalize('NFKC')])) if (await knows(form)) return true
        return false
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

const LINE = /^([0-9A-Fa-f]{40})(?::\d+)?\r?$/

/** Whole lines of a file, a chunk's worth at a time. */
async function* linesOf(path: string): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: BUFFER_BYTES })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    // What has no end is no list of hashes.
    if (rest.length > 1_000) throw new Error('a line is too long to be a hash')
    yield lines
  }
  if (rest !== '') yield [rest]
}

/**
 * Makes the file anew, beside it and then in its place: whoever has it open goes on with the old one.
 * @param progress called now and then with how many entries there are
 */
export async function buildBreachedPasswords(
  from: string,
  to: string,
  progress: (entries: number) => void = () => {},
): Promise<number> {
  const made = `${to}.${process.pid}.new`
  const index = Buffer.alloc(INDEX_BYTES)
  let entries = 0
  let number = 0
  let prefix = 0
  let last = -1
  const out = createWriteStream(made, { start: 0, flags: 'wx' })
  // What goes wrong with it is told by whoever waits for it.
  const written = finished(out)
  written.catch(() => {})
  try {
    await once(out, 'open')
    out.write(Buffer.alloc(ENTRIES_AT))
    for await (const lines of linesOf(from)) {
      const block = Buffer.allocUnsafe(lines.length * ENTRY_BYTES)
      let filled = 0
      for (const line of lines) {
        number++
        if (line === '' || line === '\r') continue
        const hash = LINE.exec(line)?.[1]
        if (hash === undefined) throw new Error(`line ${number} is no SHA-1 hash with a count`)
        // 48 bits: a safe integer.
        const value = Number.parseInt(hash.slice(0, 12), 16)
        if (value < last) throw new Error(`line ${number} is out of order: sort the file by hash first`)
        if (value === last) continue
        last = value
        const own = Math.floor(value / 2 ** 32)
        while (prefix <= own) index.writeBigUInt64LE(BigInt(entries), prefix++ * 8)
        filled = block.writeUInt32BE(value % 2 ** 32, filled)
        entries++
      }
      if (!out.write(block.subarray(0, filled))) await Promise.race([once(out, 'drain'), written])
      progress(entries)
    }
    // A download that failed must not take the place of the list that is there.
    if (entries === 0) throw new Error('there is no hash in it')
    while (prefix <= PREFIXES) index.writeBigUInt64LE(BigInt(entries), prefix++ * 8)
    out.end()
    await written
    const file = await open(made, 'r+')
    try {
      await file.write(Buffer.concat([MAGIC, index]), 0, ENTRIES_AT, 0)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(made, to)
    return entries
  } catch (error) {
    out.destroy()
    await rm(made, { force: true })
    throw error
  }
}
