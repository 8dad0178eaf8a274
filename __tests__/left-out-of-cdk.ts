/*
 * In place of what CDK does and no test looks at, as `jest.config.js` says: the stack of where each token and construct
 * was made, which under jest is most of a synthesis, and loading a packer of archives.
 */

export const captureStackTrace = (): string[] => [];

/** What CDK Terrain calls the same. */
export const captureCreationStack = captureStackTrace;
