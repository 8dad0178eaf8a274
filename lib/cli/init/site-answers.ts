import { isAddress, isCidr } from "../../routeros/ipv4";
import { InputError } from "../input";

/** What a new project is to hold. */
export interface SiteAnswers {
  readonly lan: { readonly interface: string; readonly address: string };
  readonly wans: readonly SiteWan[];
  /** The version of RouterOS, where it is known. */
  readonly version?: string;
  readonly pipeline: Pipeline;
}

/** A WAN of the data of a gateway, with as much as its kind needs. */
export type SiteWan = { readonly name: string; readonly interface: string } & (
  | { readonly kind: "dhcp" | "point-to-point" }
  | { readonly kind: "static"; readonly address: string; readonly gateway: string }
  | { readonly kind: "point-to-point"; readonly pppoe: SitePppoe }
);

interface SitePppoe {
  readonly interface: string;
  readonly user: string;
  readonly passwordVariable: string;
}

const PIPELINES = ["none", "github", "gitlab"] as const;
/** Which example pipeline a project gets. */
export type Pipeline = (typeof PIPELINES)[number];

/** A question that a terminal or an option answers. */
export interface Question<Name extends keyof SiteAnswers = keyof SiteAnswers> {
  readonly option: string;
  /** How the option's value is written. */
  readonly value: string;
  readonly text: string;
  /** The answer that an empty line gives. */
  readonly byDefault: string;
  /** @throws InputError that says what to write instead */
  readonly read: (answer: string) => SiteAnswers[Name];
}

/** The questions, in their order. */
export const QUESTIONS: { readonly [Name in keyof Required<SiteAnswers>]: Question<Name> } = {
  lan: {
    option: "--lan",
    value: "<interface address>",
    text: "The LAN: its interface, and the router's address with the prefix length",
    byDefault: "bridge 192.168.88.1/24",
    read: lanOf,
  },
  wans: {
    option: "--wans",
    value: "<wan, ...>",
    text: 'The WANs, separated by commas, such as "fibre ether1 203.0.113.2/30 203.0.113.1", "cable ether2 dhcp", "lte lte1 point-to-point", or "dsl pppoe-dsl pppoe ether3 USER"',
    byDefault: "fibre ether1 dhcp, cable ether2 dhcp",
    read: (answer) => answer.split(",").map((wan) => wanOf(wan.trim())),
  },
  version: {
    option: "--routeros-version",
    value: "<version>",
    text: "The version of RouterOS, such as 7.20, or unknown",
    byDefault: "unknown",
    read: versionOf,
  },
  pipeline: {
    option: "--pipeline",
    value: "<name>",
    text: `The pipeline: ${PIPELINES.join(", ")}`,
    byDefault: "none",
    read: pipelineOf,
  },
};

function lanOf(answer: string): SiteAnswers["lan"] {
  const [name, address, ...more] = words(answer);
  if (name === undefined || address === undefined || !isCidr(address) || more.length > 0) {
    throw new InputError(
      `the LAN ${JSON.stringify(answer)}: write an interface and an address with its prefix length, such as ${QUESTIONS.lan.byDefault}`,
    );
  }
  return { interface: name, address };
}

function wanOf(text: string): SiteWan {
  const [name = "", face = "", kind = "", ...rest] = words(text);
  const [first = "", second = ""] = rest;
  const wan = { name, interface: face };
  if ((kind === "dhcp" || kind === "point-to-point") && rest.length === 0) {
    return { kind, ...wan };
  }
  if (kind === "pppoe" && rest.length === 2) {
    const passwordVariable = `${name.replace(/\W/g, "_").replace(/^(?=\d)/, "_")}_password`;
    return { kind: "point-to-point", ...wan, pppoe: { interface: first, user: second, passwordVariable } };
  }
  if (isCidr(kind) && isAddress(first) && rest.length === 1) {
    return { kind: "static", ...wan, address: kind, gateway: first };
  }
  throw new InputError(
    `the WAN ${JSON.stringify(text)}: write a name, an interface, and one of: dhcp; point-to-point; an address with its prefix length and the ISP's gateway; pppoe with the interface below and the user`,
  );
}

function versionOf(answer: string): string | undefined {
  if (answer === "unknown") {
    return undefined;
  }
  if (!/^7\.\d+(\.\d+)?$/.test(answer)) {
    throw new InputError(
      `the version ${JSON.stringify(answer)}: write one of RouterOS 7, such as 7.20, or unknown`,
    );
  }
  return answer;
}

function pipelineOf(answer: string): Pipeline {
  const pipeline = PIPELINES.find((name) => name === answer);
  if (pipeline === undefined) {
    throw new InputError(`the pipeline ${JSON.stringify(answer)}: write ${PIPELINES.join(", ")}`);
  }
  return pipeline;
}

const words = (answer: string): readonly string[] => answer.split(/\s+/).filter((word) => word !== "");
