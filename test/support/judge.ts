// What is wrong with a page as it stands in a browser, in sentences: what axe-core finds, what does not fit, what the keyboard cannot do.
// What runs in the browser is written as text: this project knows no DOM.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What depends on colours and on the width alone. */
const LOOKS = ['color-contrast', 'link-in-text-block', 'target-size']

/** @param looks only what may differ in other colours or at another width; else everything */
export async function axeFindings(page: Page, looks = false): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(`${axe};0`)
  const runOnly = looks ? { type: 'rule', values: LOOKS } : { type: 'tag', values: TAGS }
  const options = { runOnly, resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

/** What reaches beyond the window's edge: now, with letters twice as large, and with those of WCAG 1.4.12 far apart. */
export async function overflows(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const root = document.documentElement
    const sheet = new CSSStyleSheet()
    document.adoptedStyleSheets = [sheet]
    const apart = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'
    const findings = ['', ':root { font-size: 200% }', apart].flatMap(style => {
      sheet.replaceSync(style)
      const [all, seen] = [root.scrollWidth, root.clientWidth]
      if (all <= seen) return []
      const wide = [...document.querySelectorAll('body *')].filter(one => one.scrollWidth > one.clientWidth + 1)
      return [all + ' pixels in ' + seen + ' ' + style + ': ' + wide.map(one => one.outerHTML.slice(0, 80))]
    })
    document.adoptedStyleSheets = []
    return findings
  })()`)
}

/** What is not dark on white on paper, though it is light on dark on the screen; what has colours of its own among a person's forced ones. */
export async function colourFindings(page: Page): Promise<string[]> {
  const seen = `[...document.querySelectorAll('body, body *')].filter(one => one.checkVisibility())`
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  const printed: string[] = await page.evaluate(`${seen}.flatMap(one => {
    const { color, backgroundColor } = getComputedStyle(one)
    const light = it => it.match(/[0-9.]+/g).slice(0, 3).reduce((sum, part) => sum + part / (it.startsWith('rgb') ? 765 : 3), 0)
    const bare = one !== document.body && backgroundColor.endsWith(', 0)')
    const legible = light(color) < 0.45 && (bare || light(backgroundColor) > 0.9)
    return legible ? [] : ['printed ' + color + ' on ' + backgroundColor + ': ' + one.outerHTML.slice(0, 80)]
  })`)
  await page.emulateMedia({ media: null, forcedColors: 'active' })
  const forced: string[] = await page.evaluate(`${seen}.flatMap(one => {
    if (one.localName !== 'svg' || one.matches('.qr')) return []
    const [own, around] = [one, one.parentElement].map(it => getComputedStyle(it).color)
    return own === around ? [] : ['forced ' + own + ' among ' + around + ': ' + one.outerHTML.slice(0, 80)]
  })`)
  await page.emulateMedia({ forcedColors: null })
  return [...printed, ...forced]
}

/** Words of what is pressed and of what names it that are broken at the end of a line, where no hyphen may stand. */
export async function brokenWords(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const broken = []
    const range = document.createRange()
    for (const one of document.querySelectorAll('a, button, label, summary, h1, h2')) {
      const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode
        if (!parentElement.checkVisibility()) continue
        for (const { 0: token, index } of data.matchAll(/\\S+/g)) {
          // An address, or a number, goes on wherever the line ends; some words say themselves where they part.
          if (/[@.\\d]\\S|\u00AD/.test(token)) continue
          for (const word of token.matchAll(/[\\p{Script=Latin}\\p{Script=Arabic}\\p{M}]+/gu)) {
            range.setStart(texts.currentNode, index + word.index)
            range.setEnd(texts.currentNode, index + word.index + word[0].length)
            const [first, ...more] = range.getClientRects()
            if (more.some(({ top }) => top > first.bottom - 1)) broken.push('broken: ' + word[0])
          }
        }
      }
    }
    return broken
  })()`)
}

/** What a page without JavaScript keeps from its reader, but for what only a script can serve. */
export async function hiddenFindings(page: Page): Promise<string[]> {
  const [all, seen] = (await page.evaluate(`(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
    for (const one of document.querySelectorAll('[data-webauthn]')) one.remove()
    const main = document.querySelector('main')
    return [main.textContent, main.innerText].map(text => text.replace(/\\s+/g, ''))
  })()`)) as [string, string]
  return seen === all ? [] : [`of “${all}” only “${seen}” is seen`]
}

/** One tour by the Tab key: whether it reaches everything that can be used, in the order of the page, and is seen at each stop. */
export async function keyboardFindings(page: Page): Promise<string[]> {
  const stops: string[] = await page.evaluate(`(async () => {
    // What has the focus by itself gets it with the first frame.
    await new Promise(requestAnimationFrame)
    // From the top: the next Tab goes on from where the last focus was, even when that is gone.
    const top = document.createElement('i')
    top.tabIndex = -1
    document.body.prepend(top)
    top.focus()
    top.remove()
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter(one => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)
      .map((one, i) => {
        one.dataset.stop = i
        return one.outerHTML.slice(0, 120)
      })
  })()`)
  const findings: string[] = []
  for (const [i, html] of stops.entries()) {
    await page.keyboard.press('Tab')
    const { stop, seen } = await focusOf(page)
    if (stop !== i) findings.push(`Tab ${i + 1} should be at ${html}, is at ${stops[stop]}`)
    else if (!seen) findings.push(`the focus is not seen at ${html}`)
  }
  return findings
}

/** @property name what a screen reader calls it; none: nothing has the focus  @property description what it says besides, of an error too */
export type Focus = { name: string; seen: boolean; invalid: boolean; description: string; stop: number }

/** What has the focus. */
export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(`(() => {
    const one = document.activeElement
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    const { top, bottom } = one.getBoundingClientRect()
    const textOf = id => document.getElementById(id)?.textContent ?? ''
    return {
      name: one === document.body ? '' : (one.labels?.[0] ?? one).textContent.trim().replace(/\\s+/g, ' '),
      seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && bottom > 0 && top < innerHeight,
      invalid: one.ariaInvalid === 'true',
      description: (one.getAttribute('aria-describedby') ?? '').split(' ').map(textOf).join(' ').trim(),
      stop: Number(one.dataset.stop),
    }
  })()`)
}
