import { invalidValue, noMatch, notInTheLab, outOfRange } from "../errors";
import type { ValueType } from "./type";

/** Any text. */
export const anyText: ValueType = { read: (value) => value, emptyIsValue: false };

/** Any text, the empty one included, which is stored and shown. */
export const textOrEmpty: ValueType = { read: (value) => value, emptyIsValue: true };

/** The text of a script, of any number of lines. */
export const scriptText: ValueType = { read: (value) => value, emptyIsValue: true, multiline: true };

/** Text that must not be empty, such as a name. */
export const nonEmptyText: ValueType = {
  read: (value, argument) => {
    if (value === "") {
      throw invalidValue(argument);
    }
    return value;
  },
  emptyIsValue: true,
};

/** `yes` and `no`, shown as `true` and `false`. */
export const yesOrNo: ValueType = {
  read: (value, argument) => {
    if (value === "yes" || value === "true") {
      return "true";
    }
    if (value === "no" || value === "false") {
      return "false";
    }
    throw noMatch(argument);
  },
};

/** An argument whose mere presence means yes, whatever its value says (`fib`, `blackhole`). */
export const flag: ValueType = {
  read: (value, argument) => {
    if (!["", "yes", "true", "no", "false"].includes(value)) {
      throw invalidValue(argument);
    }
    return "";
  },
  emptyIsValue: true,
  flag: true,
};

/** A decimal number within a range. */
export const integer = (least: number, most: number): ValueType => ({
  read: (value, argument) => {
    if (!/^\d{1,15}$/.test(value)) {
      throw invalidValue(argument);
    }
    const number = Number(value);
    if (number < least || number > most) {
      throw outOfRange(argument, least, most);
    }
    return String(number);
  },
});

/** One of some words, which are shown as written (enums keep `yes` and `no`). */
export const oneOf = (...words: readonly string[]): ValueType => ({
  read: (value, argument) => {
    if (!words.includes(value)) {
      throw noMatch(argument);
    }
    return value;
  },
});

/** Text of a given form, for what the lab keeps without interpreting it. */
export const form = (pattern: RegExp): ValueType => ({
  read: (value, argument) => {
    if (!pattern.test(value)) {
      throw invalidValue(argument);
    }
    return value;
  },
});

/** Several values with commas between them. */
export const listOf = (type: ValueType, options: { emptyIsValue?: boolean } = {}): ValueType => ({
  read: (value, argument, world) =>
    value === "" && options.emptyIsValue === true
      ? ""
      : value
          .split(",")
          .map((part) => type.read(part.trim(), argument, world))
          .join(","),
  references: type.references?.map((reference) => ({
    menu: reference.menu,
    names: (value) => value.split(",").flatMap(reference.names),
    replace: (value, from, to) =>
      value
        .split(",")
        .map((part) => reference.replace(part, from, to))
        .join(","),
  })),
  emptyIsValue: options.emptyIsValue,
});

/** A value that a leading `!` turns into "anything but". */
export const negatable = (type: ValueType): ValueType => ({
  read: (value, argument, world) =>
    value.startsWith("!")
      ? `!${type.read(value.slice(1), argument, world)}`
      : type.read(value, argument, world),
  references: type.references?.map((reference) => ({
    menu: reference.menu,
    names: (value) => reference.names(value.replace(/^!/, "")),
    replace: (value, from, to) =>
      value.startsWith("!")
        ? `!${reference.replace(value.slice(1), from, to)}`
        : reference.replace(value, from, to),
  })),
});

/** Some fixed words, or else a value of another type. */
export const wordOr = (words: readonly string[], type: ValueType): ValueType => ({
  ...type,
  read: (value, argument, world) => (words.includes(value) ? value : type.read(value, argument, world)),
});

/** An argument that a router takes and the lab would have to forget. */
export const unsupported: ValueType = {
  read: (_value, argument) => {
    throw notInTheLab(argument);
  },
  emptyIsValue: true,
};
