/**
 * Runs a job on the newest value only: while one runs, values that come in replace each
 * other, and the last of them runs next. So a drag never queues up behind the worker.
 */
export function latest<T>(job: (value: T) => Promise<void>, fail: (error: unknown) => void): (value: T) => void {
  let waiting: { value: T } | undefined;
  let running = false;
  const run = async () => {
    running = true;
    while (waiting) {
      const { value } = waiting;
      waiting = undefined;
      try {
        await job(value);
      } catch (error) {
        fail(error);
      }
    }
    running = false;
  };
  return (value) => {
    waiting = { value };
    if (!running) void run();
  };
}
