type Task = () => Promise<void>;

/**
 * Does tasks in their order, so many at a time, and asks for the next one as soon as there is a lane for it.
 * @throws what the first failing one throws, once none is on its way
 */
export async function inLanes(tasks: Iterable<Task> | AsyncIterable<Task>, lanes: number): Promise<void> {
  const coming = Symbol.asyncIterator in tasks ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]();
  let failed = false;
  const lane = async (): Promise<void> => {
    try {
      for (let next = await coming.next(); !next.done && !failed; next = await coming.next())
        await next.value();
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failure = ended.find((end) => end.status === 'rejected');
  if (failure === undefined) return;
  await coming.return?.();
  throw failure.reason;
}
