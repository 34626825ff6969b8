type Stream = Partial<ReadableStream & AsyncIterable<unknown>> | null | undefined;

/** Can a body be read only once? */
export const isStream = (body: unknown): boolean =>
  !!((body as Stream)?.getReader ?? (body as Stream)?.[Symbol.asyncIterator]);
