/** Whether an object was written as `{ ... }`, here or in another realm, such as a test runner's. */
export function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null || Object.hasOwn(prototype, "isPrototypeOf");
}
