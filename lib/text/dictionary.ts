/** Values by names that come from outside. */
export type Dictionary<Value> = Readonly<Record<string, Value>>;

/** A record in which a name such as `constructor` finds nothing: it inherits from no object. */
export function dictionary<Value>(values: Readonly<Record<string, Value>>): Dictionary<Value> {
  return Object.assign(Object.create(null), values);
}
