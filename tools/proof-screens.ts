// `npm run proof:screens`: every screen in every language, in a real Chromium, with JavaScript and without: what axe-core finds, what overflows a
// phone by large or spaced letters, which words are broken, which colours do not suit, what only a script would show. Ends with 1 if anything does. Words
// (`npm run proof:screens -- ar ja`) choose languages. CI looks at English, and at one walk in Arabic.
import { type BrowserContextOptions, chromium } from 'playwright-core'
import { LANGUAGES } from '../src/http/languages.ts'
import { openGallery } from '../test/support/gallery.ts'
import { axeFindings, brokenWords, colourFindings, hiddenFindings, overflows } from '../test/support/judge.ts'

const gallery = await openGallery()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
let wrong = 0
const wanted = process.argv.slice(2)
for (const language of wanted.length > 0 ? wanted : LANGUAGES) {
  const before = wrong
  const phone: BrowserContextOptions = {
    locale: language,
    viewport: { width: 320, height: 640 },
    reducedMotion: 'reduce',
  }
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  const bare = await browser.newContext({ ...phone, javaScriptEnabled: false })
  const barePage = await bare.newPage()
  for (const path of gallery.paths) {
    await page.goto(`${gallery.origin}${path}`)
    const findings = [...(await axeFindings(page)), ...(await brokenWords(page))]
    findings.push(...(await overflows(page)), ...(await colourFindings(page)))
    // The try-it page is an app of its own, and says so.
    if (!path.endsWith('/dev/try')) {
      await barePage.goto(`${gallery.origin}${path}`)
      findings.push(...(await hiddenFindings(barePage)))
    }
    for (const finding of findings) {
      console.log(`${language} ${path}: ${finding}`)
      wrong++
    }
  }
  await context.close()
  await bare.close()
  console.log(`${language}: ${gallery.paths.length} pages, ${wrong - before} findings`)
}
await browser.close()
await gallery.close()
process.exitCode = wrong === 0 ? 0 : 1
