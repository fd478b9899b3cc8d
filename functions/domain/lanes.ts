/** Does tasks in their order, so many at a time. @throws what the first failing one throws, once none is on its way */
export async function inLanes(tasks: readonly (() => Promise<void>)[], lanes: number): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    try {
      for (let task = tasks[next++]; task !== undefined && !failed; task = tasks[next++]) await task();
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failure = ended.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
