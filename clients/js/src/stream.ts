/** Can a body be read only once? */
export const isStream = (body: unknown): boolean => "getReader" in Object(body) || Symbol.asyncIterator in Object(body);
