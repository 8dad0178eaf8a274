import ipaddr from "ipaddr.js";

/**
 * Texts on their way into configuration files, scripts and command lines. Each is checked for its place where it is
 * written, whatever a menu has let pass: a program that runs as root must not read it as anything else.
 */

const LONGEST_SHOWN = 60;

/** A value as an error shows it: control characters as escapes, and not all of a long one. */
export const clipped = (text: string): string => {
  const escaped = JSON.stringify(text).slice(1, -1);
  return escaped.length > LONGEST_SHOWN ? `${escaped.slice(0, LONGEST_SHOWN)}...` : escaped;
};

const written = (fits: boolean, text: string, what: string): string => {
  if (!fits) {
    throw new Error(`the data plane does not take "${clipped(text)}" for ${what}`);
  }
  return text;
};

const LABEL = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/** A name of the DNS, as `host.example`: letters, digits, hyphens and underscores between dots. */
export const isDomainName = (text: string): boolean =>
  text.length <= 253 && text.split(".").every((label) => LABEL.test(label));

export const domainName = (text: string): string => written(isDomainName(text), text, "a domain name");

/** The most bytes that one string of a TXT record holds. */
const LONGEST_DNS_TEXT = 255;

const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

/** A text that one string of a TXT record holds. */
export const isDnsText = (text: string): boolean =>
  isPlain(text) && Buffer.byteLength(text) <= LONGEST_DNS_TEXT;

/** The text of a TXT record within quotes, as `dnsmasq` reads it. */
export const quotedDnsText = (text: string): string =>
  `"${written(isDnsText(text), text, "the text of a record").replace(/["\\]/g, "\\$&")}"`;

export const ipAddress = (text: string): string => written(ipaddr.isValid(text), text, "an IP address");

/** The name of a network device: what no shell, no `ip` and no `nft` reads otherwise. */
export const isDeviceName = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(text);

export const deviceName = (text: string): string => written(isDeviceName(text), text, "a network device");

/** One command of a batch of `ip`, which knows quotes, backslashes and comments. */
export const ipCommand = (text: string): string =>
  written(/^[\w .,:/%@+[\]-]*$/.test(text), text, "a command of ip");

/** One line of a ruleset of `nft`, which knows further lines, semicolons, comments, variables and includes. */
export const nftLine = (text: string): string =>
  written(/^[\w .,:/|&<>=!@{}()"*+;-]*$/.test(text), text, "a line of nft");

/** A kernel parameter's path below `/proc/sys/net`. */
export const parameterName = (text: string): string =>
  written(/^[a-z0-9]+(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/.test(text), text, "a kernel parameter");

export const parameterValue = (text: string): string =>
  written(/^\d+$/.test(text), text, "the value of a kernel parameter");

/** The longest line that `dnsmasq` reads as one: of a longer one it takes the rest for another option. */
const LONGEST_LINE = 1000;

/** One line of a configuration of `dnsmasq`. */
export const dnsmasqLine = (text: string): string =>
  written(isPlain(text) && Buffer.byteLength(text) <= LONGEST_LINE, text, "a line of dnsmasq");
