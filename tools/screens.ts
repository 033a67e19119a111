// `npm run screens`: a picture of every screen, phone and desktop, light and dark, and their index, in docs/screens/.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { openGallery } from '../test/support/gallery.ts'

const FOLDER = path.join(import.meta.dirname, '../docs/screens')
const SIZES = { phone: { width: 390, height: 760 }, desktop: { width: 1120, height: 760 } } as const
const SCHEMES = ['light', 'dark'] as const

const gallery = await openGallery({ errors: false })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
})

await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
const names = gallery.paths.filter(path => path.startsWith('/full/')).map(path => path.slice('/full/'.length))
for (const colorScheme of SCHEMES) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const context = await browser.newContext({ colorScheme, viewport, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const chrome = await context.newCDPSession(page)
    for (const name of names) {
      await page.goto(`${gallery.origin}/full/${name}`)
      const { cssContentSize } = await chrome.send('Page.getLayoutMetrics')
      const height = Math.max(viewport.height, cssContentSize.height)
      const { data } = await chrome.send('Page.captureScreenshot', {
        format: 'webp',
        quality: 70,
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width: viewport.width, height, scale: 1 },
      })
      await writeFile(path.join(FOLDER, fileOf(name, size, colorScheme)), Buffer.from(data, 'base64'))
    }
    await context.close()
  }
}
await browser.close()
await gallery.close()

function fileOf(name: string, size: string, scheme: string): string {
  return `${name.split('/').at(-1)}.${size}.${scheme}.webp`
}

/** Screens by their prompts, each with its four pictures. */
function index(): string {
  const prompts = Map.groupBy(names, name => name.split('/')[0] as string)
  const sections = [...prompts].map(([prompt, screens]) => {
    const rows = screens.map(name => {
      const pictures = Object.keys(SIZES).flatMap(size =>
        SCHEMES.map(
          scheme => `<img src="${fileOf(name, size, scheme)}" alt="${name}, ${size}, ${scheme}" height="300">`,
        ),
      )
      return `### ${name.split('/')[1]}\n\n${pictures.join('\n')}\n`
    })
    return `## ${prompt}\n\n${rows.join('\n')}`
  })
  return `# Screens\n\nEvery page, on a phone and on a desktop, in light and in dark. Written by \`npm run screens\`.\n\n${sections.join('\n')}`
}

await writeFile(path.join(FOLDER, 'README.md'), index())
console.log(`${names.length} screens in docs/screens/`)
