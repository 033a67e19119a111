/** Waits until something that another process or connection brings about is so; gives up, loudly, after ten seconds. */
export async function eventually(isSo: () => Promise<boolean> | boolean, within_ms = 10_000): Promise<void> {
  for (const began = performance.now(); performance.now() - began < within_ms; ) {
    if (await isSo()) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('it never came about')
}
