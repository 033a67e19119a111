import { Readable } from 'node:stream'
import t from 'tap'
import { JsonArrayError, jsonArrayElements } from '../../src/http/json-array.ts'

const LIMITS = { element: 1_000, depth: 5 }

async function elementsOf(text: string | Buffer, size: number): Promise<unknown[]> {
  const bytes = Buffer.from(text as string)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const out: unknown[] = []
  for await (const texts of jsonArrayElements(pieces(), LIMITS)) out.push(...texts.map(each => JSON.parse(each)))
  return out
}

const ARRAYS = [
  '[]',
  ' [ \n ] ',
  '[1]',
  '[ 1 , "a,b]" , {"x":[1,{"y":"}"}]}, null, true ]\n',
  '\ufeff[{"a":"\\"\\\\"},{"b":"\\\\"}]',
  '[[],[[]],{}]',
  '["é€😀", {"é€😀": "\\ud83d\\ude00"}]',
  `[${Array.from({ length: 300 }, (_, i) => JSON.stringify({ i, text: '"[{,'.repeat(i % 5) })).join(',')}]`,
]

t.test('the elements are JSON.parse’s, wherever the bytes are cut', async t => {
  for (const text of ARRAYS)
    for (const size of [1, 2, 3, 7, 64, 100_000])
      t.same(await elementsOf(text, size), JSON.parse(text.replace('\ufeff', '')), `${text.slice(0, 30)} by ${size}`)
})

t.test('what is no JSON array is refused', async t => {
  for (const text of [
    '',
    ' ',
    '{}',
    '1',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[,]',
    '[1 2]',
    '[}]',
    '[{]',
    '[{]}',
    '["a]',
    '[1]]',
    '[1]x',
    'x[1]',
    '[1][2]',
    '[1]\ufeff',
    '[{"a":1,}]',
    "['a']",
    '[nul]',
    '{"a":1}\n{"a":2}\n',
    Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]),
  ])
    for (const size of [1, 1_000])
      await t.rejects(elementsOf(text, size), JsonArrayError, JSON.stringify(String(text).slice(0, 30)))
})

t.test('an element that is too large or too deep is refused before it has come whole', async t => {
  async function* endless(piece: string) {
    yield Buffer.from('[')
    for (;;) yield Buffer.from(piece)
  }
  const drain = async (source: AsyncIterable<Uint8Array>) => {
    for await (const _ of jsonArrayElements(source, LIMITS)) t.fail('nothing is complete')
  }
  await t.rejects(drain(endless('"x')), /larger than 1000 bytes/)
  await t.rejects(drain(endless('[')), /deeper than 5 levels/)
  await t.rejects(drain(endless('{"a":')), /deeper than 5 levels/)
  await t.rejects(drain(Readable.from([Buffer.from('['), Buffer.from(' '.repeat(2_000))])), /larger than/)
})
