// The elements of a JSON array that is larger than memory: found by their commas and brackets while the bytes come in, each then read by
// JSON.parse. No more is held than one element and what one read of the stream brought.

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d]
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d]
const BOM = [0xef, 0xbb, 0xbf]
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

export class JsonArrayError extends Error {
  override readonly name = 'JsonArrayError'
}

export type JsonArrayLimits = {
  /** bytes */
  element: number
  depth: number
}

/** @returns the elements as texts that JSON.parse has read, those together that one read of the stream completed */
export async function* jsonArrayElements(
  bytes: AsyncIterable<Uint8Array>,
  limits: JsonArrayLimits,
): AsyncGenerator<string[]> {
  // A byte order mark within the text is no space (RFC 8259 §2).
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let state = 'before' as 'before' | 'inside' | 'after'
  let depth = 0
  let inString = false
  let escaped = false
  let none = true
  let offset = 0
  /** of the element that is not complete */
  let held: Uint8Array[] = []
  let length = 0

  function hold(part: Uint8Array): void {
    length += part.length
    if (length > limits.element) throw new JsonArrayError(`An element is larger than ${limits.element} bytes`)
    held.push(part)
  }

  function complete(): string {
    let text: string
    try {
      text = utf8.decode(held.length === 1 ? held[0] : Buffer.concat(held))
      JSON.parse(text)
    } catch (cause) {
      throw new JsonArrayError('Not valid JSON', { cause })
    }
    held = []
    length = 0
    none = false
    return text
  }

  for await (const read of bytes) {
    const elements: string[] = []
    let start = 0
    for (let at = 0; at < read.length; at++) {
      const byte = read[at] as number
      if (state === 'inside') {
        if (inString) {
          if (escaped) escaped = false
          else if (byte === BACKSLASH) escaped = true
          else if (byte === QUOTE) inString = false
        } else if (byte === QUOTE) inString = true
        else if (byte === OPEN || byte === OPEN_OBJECT) {
          if (++depth > limits.depth)
            throw new JsonArrayError(`An element is nested deeper than ${limits.depth} levels`)
        } else if (depth > 0) {
          if (byte === CLOSE || byte === CLOSE_OBJECT) depth--
        } else if (byte === COMMA || byte === CLOSE) {
          hold(read.subarray(start, at))
          // [] has no element; [,] and [1,] have one that is none.
          const isEmpty = byte === CLOSE && none && held.every(part => part.every(isSpace))
          if (!isEmpty) elements.push(complete())
          start = at + 1
          if (byte === CLOSE) state = 'after'
        } else if (byte === CLOSE_OBJECT) throw new JsonArrayError('Not valid JSON')
      } else if (state === 'before' && byte === OPEN) {
        state = 'inside'
        start = at + 1
      } else if (!isSpace(byte) && byte !== BOM[offset + at]) throw new JsonArrayError('Not a JSON array')
    }
    if (state === 'inside') hold(read.subarray(start))
    offset += read.length
    if (elements.length > 0) yield elements
  }
  if (state !== 'after') throw new JsonArrayError('Not a whole JSON array')
}
