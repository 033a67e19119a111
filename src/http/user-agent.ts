// What a browser calls itself, as a person would say it. Only names that browsers of these days send are known; nothing is guessed, and nothing
// is decided by it.

// A browser names those that it wants to be taken for, too: the first that is found is the one it is.
const BROWSERS = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*\bSafari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const

/** @returns nothing unless both can be told */
export function readUserAgent(text = ''): { browser: string; system: string } | undefined {
  if (!text.startsWith('Mozilla/5.0 (')) return undefined
  const [browser, system] = [BROWSERS, SYSTEMS].map(names => names.find(([form]) => form.test(text))?.[1])
  return browser && system ? { browser, system } : undefined
}
