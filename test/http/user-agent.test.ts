import t from 'tap'
import { readUserAgent } from '../../src/http/user-agent.ts'

const MOZILLA = 'Mozilla/5.0 '
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

t.test('a browser is called by its name, on what it runs', async t => {
  for (const [text, browser, system] of [
    ['(X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Linux'],
    ['(Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Windows'],
    [`(Windows NT 10.0; Win64; x64) ${CHROME} Edg/141.0.0.0`, 'Edge', 'Windows'],
    [`(Windows NT 10.0; Win64; x64) ${CHROME} OPR/125.0.0.0`, 'Opera', 'Windows'],
    [`(X11; CrOS x86_64 14541.0.0) ${CHROME}`, 'Chrome', 'ChromeOS'],
    [`(Linux; Android 10; K) ${CHROME.replace('Safari', 'Mobile Safari')}`, 'Chrome', 'Android'],
    [
      '(Linux; Android 15; SAMSUNG SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36',
      'Samsung Internet',
      'Android',
    ],
    [`(Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/26.1 Safari/605.1.15`, 'Safari', 'macOS'],
    [
      `(iPhone; CPU iPhone OS 18_7 like Mac OS X) ${WEBKIT} Version/26.1 Mobile/15E148 Safari/604.1`,
      'Safari',
      'iPhone',
    ],
    [`(iPad; CPU OS 18_7 like Mac OS X) ${WEBKIT} CriOS/141.0.0.0 Mobile/15E148 Safari/604.1`, 'Chrome', 'iPad'],
  ] as const)
    t.strictSame(readUserAgent(MOZILLA + text), { browser, system })
})

t.test('of anything else nothing is said', async t => {
  for (const text of [
    undefined,
    '',
    'curl/8.5.0',
    'Firefox/145.0 (Linux)',
    `${MOZILLA}(PlayStation; PlayStation 5/12.00) ${WEBKIT} Version/18.0 Safari/605.1.15`,
    `${MOZILLA}(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)`,
  ])
    t.equal(readUserAgent(text), undefined)
})
