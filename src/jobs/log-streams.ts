// Log streams are delivered as events come. Owns the rhythm: once a second, whatever streams have something to send and are nobody's; a few at
// once, each for itself, so that a slow server holds up no other stream. What delivering is, the hallway hands in.

export type LogStreamer = {
  start(): void
  /** Lets the requests that are on their way finish. */
  stop(): Promise<void>
}

export type LogStreamerOptions<Stream> = {
  /** Takes at most `limit` streams that are due, for this process alone. */
  take(limit: number, now: Date): Promise<Stream[]>
  /** Sends what comes next; whether there may be more at once. */
  deliver(stream: Stream, now: Date): Promise<boolean>
  release(stream: Stream, now: Date): Promise<void>
  onError(error: Error): void
}

const POLL_MS = 1_000
const AT_ONCE = 10
/** How long one stream keeps its place while others may be waiting for it. */
const TURN_MS = 10_000

export function createLogStreamer<Stream>({
  take,
  deliver,
  release,
  onError,
}: LogStreamerOptions<Stream>): LogStreamer {
  const running = new Set<Promise<void>>()
  let stopping = false
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined

  async function run(stream: Stream): Promise<void> {
    const until = Date.now() + TURN_MS
    try {
      while (!stopping && Date.now() < until && (await deliver(stream, new Date())));
    } catch (error) {
      onError(error as Error)
    }
    await release(stream, new Date()).catch(onError)
  }

  async function poll(): Promise<void> {
    try {
      const streams = running.size < AT_ONCE ? await take(AT_ONCE - running.size, new Date()) : []
      for (const stream of streams) {
        const delivering = run(stream).finally(() => running.delete(delivering))
        running.add(delivering)
      }
    } catch (error) {
      onError(error as Error)
    }
    if (!stopping) schedule()
  }

  function schedule(): void {
    timer = setTimeout(() => {
      polling = poll()
    }, POLL_MS).unref()
  }

  return {
    start: schedule,
    async stop() {
      stopping = true
      clearTimeout(timer)
      await polling
      await Promise.all(running)
    },
  }
}
