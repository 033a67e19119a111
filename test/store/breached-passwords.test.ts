import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import t from 'tap'
import { buildBreachedPasswords, openBreachedPasswords } from '../../src/store/breached-passwords.ts'

const folder = t.testdir()
const out = path.join(folder, 'breached')
const hashed = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
async function listOf(lines: string[], end = '\n'): Promise<string> {
  const list = path.join(folder, `${randomBytes(6).toString('hex')}.txt`)
  await writeFile(list, lines.join(end))
  return list
}

t.test('it knows what was in the list, and nothing else', async t => {
  const known = Array.from({ length: 50_000 }, (_, i) => `password-${i}`)
  const lines = known
    .map(hashed)
    .sort()
    .map((hash, i) => `${hash}:${i}`)
  t.equal(await buildBreachedPasswords(await listOf(lines, '\r\n'), out), 50_000)
  t.equal((await stat(out)).size, 16 + 65_537 * 8 + 50_000 * 4)
  const breached = await openBreachedPasswords(out)
  t.teardown(() => breached.close())
  t.equal(breached.entries, 50_000)
  for (let i = 0; i < 50_000; i += 97) {
    t.ok(await breached.has(`password-${i}`))
    t.notOk(await breached.has(`other-${i}`))
  }
})

t.test('the first and the last hash, and one alone', async t => {
  for (const lines of [
    ['0'.repeat(40), 'f'.repeat(40)],
    [`${hashed('x')}:1`, ''],
  ]) {
    const list = await listOf(lines)
    const entries = lines.filter(Boolean).length
    t.equal(await buildBreachedPasswords(list, out), entries)
    const breached = await openBreachedPasswords(out)
    t.equal(breached.entries, entries)
    t.equal(await breached.has('x'), lines[0]?.startsWith(hashed('x')) ?? false)
    await breached.close()
  }
})

t.test('a password is found however its characters are written', async t => {
  await buildBreachedPasswords(await listOf([hashed('caf\u00e9')]), out)
  const breached = await openBreachedPasswords(out)
  t.teardown(() => breached.close())
  t.ok(await breached.has('cafe\u0301'))
})

t.test('what is no list makes nothing, and leaves the file that is there', async t => {
  const before = await readFile(out)
  for (const [lines, says] of [
    [['hunter2'], /line 1 is no SHA-1/],
    [[hashed('a').slice(1)], /line 1 is no SHA-1/],
    [[hashed('a'), `${hashed('b')}:x`], /line 2/],
    [['F'.repeat(40), '0'.repeat(40)], /line 2 is out of order/],
    [['x'.repeat(3_000_000)], /too long/],
    [[], /no hash/],
    [['', '\r'], /no hash/],
  ] as const)
    await t.rejects(buildBreachedPasswords(await listOf([...lines]), out), says)
  await t.rejects(buildBreachedPasswords(path.join(folder, 'nothing'), out), /ENOENT/)
  t.same(await readFile(out), before)
  t.same(
    (await readdir(folder)).filter(name => name.endsWith('.new')),
    [],
  )
})

t.test('what is no such file is not opened', async t => {
  for (const [name, bytes] of [
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.alloc(600_000, 'x')],
    ['cut', (await readFile(out)).subarray(0, -1)],
  ] as const) {
    const file = path.join(folder, name)
    await writeFile(file, bytes)
    await t.rejects(openBreachedPasswords(file), /no file of breached passwords/)
  }
})
