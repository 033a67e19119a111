// `npm run proof:screens`: every screen in every language, in a real Chromium: what axe-core finds, and what overflows a phone or letters of
// 200 %. Ends with 1 if anything does. Words (`npm run proof:screens -- ar ja`) choose languages. CI looks at English, and at one walk in Arabic.
import { chromium } from 'playwright-core'
import { LANGUAGES } from '../src/http/languages.ts'
import { openGallery } from '../test/support/gallery.ts'
import { axeFindings, overflows } from '../test/support/judge.ts'

const gallery = await openGallery()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
let wrong = 0
const wanted = process.argv.slice(2)
for (const language of wanted.length > 0 ? wanted : LANGUAGES) {
  const before = wrong
  const context = await browser.newContext({
    locale: language,
    viewport: { width: 320, height: 640 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  for (const path of gallery.paths) {
    await page.goto(`${gallery.origin}${path}`)
    for (const finding of [...(await axeFindings(page)), ...(await overflows(page))]) {
      console.log(`${language} ${path}: ${finding}`)
      wrong++
    }
  }
  await context.close()
  console.log(`${language}: ${gallery.paths.length} pages, ${wrong - before} findings`)
}
await browser.close()
await gallery.close()
process.exitCode = wrong === 0 ? 0 : 1
