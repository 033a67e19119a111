// `npm run proof:screens`: every screen in every language, in a real Chromium: what axe-core finds, and what overflows a phone or letters of
// 200 %. Ends with 1 if anything does. CI looks at English, and at one walk in Arabic.
import { chromium } from 'playwright-core'
import { LANGUAGES } from '../src/http/languages.ts'
import { openGallery } from '../test/support/gallery.ts'
import { axeFindings, overflows } from '../test/support/judge.ts'

const gallery = await openGallery()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' })
const page = await context.newPage()
let wrong = 0
for (const language of LANGUAGES) {
  const before = wrong
  for (const path of gallery.paths) {
    await page.goto(`${gallery.origin}${path}?lang=${language}`)
    for (const finding of [...(await axeFindings(page)), ...(await overflows(page))]) {
      console.log(`${language} ${path}: ${finding}`)
      wrong++
    }
  }
  console.log(`${language}: ${gallery.paths.length} pages, ${wrong - before} findings`)
}
await browser.close()
await gallery.close()
process.exitCode = wrong === 0 ? 0 : 1
