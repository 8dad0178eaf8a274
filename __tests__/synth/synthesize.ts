import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack } from "cdktf";
import { ValidateTerraformVersion } from "cdktf/lib/validations/validate-terraform-version";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { GatewayProblemsError } from "../../lib/gateway/terraform/report-problems";
import { terraformValues } from "../../lib/gateway/terraform/terraform-values";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import type { Problem } from "../../lib/gateway/validation/problem";

/** What Terraform reads of a stack, as far as the tests do. */
export interface Synthesized {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly moved?: { from: string; to: string }[];
  readonly [block: string]: unknown;
}

export const wlan1 = { name: "wlan1", interface: "wlan1", address: "10.112.0.2/24", gateway: "10.112.0.1" };
export const wlan2 = { name: "wlan2", interface: "wlan2", address: "10.111.0.2/24", gateway: "10.111.0.1" };
export const wlan3 = { name: "wlan3", interface: "wlan3", address: "10.113.0.2/24", gateway: "10.113.0.1" };

/** The article's gateway. */
export const article: EcmpMasqueradeGatewayProps = {
  lans: [{ interface: "Local", address: "192.168.0.1/24" }],
  wans: [Wan.static(wlan1), Wan.static(wlan2)],
};

// Each stack that moves resources asks `terraform version`: here the first does, for all.
const { validate } = ValidateTerraformVersion.prototype;
let versionProblems: string[] | undefined;
ValidateTerraformVersion.prototype.validate = function (this: ValidateTerraformVersion) {
  versionProblems ??= validate.call(this);
  return versionProblems;
};

const root = mkdtempSync(join(tmpdir(), "synth-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** An app that synthesizes into a folder of its own. */
export function newApp(): App {
  return new App({ outdir: mkdtempSync(join(root, "app-")) });
}

/** A stack with the provider of one router. */
export function routerStack(app: App = newApp(), id = "site"): TerraformStack {
  const stack = new TerraformStack(app, id);
  new RouterosProvider(stack, "routeros", {});
  return stack;
}

/** A gateway alone in a stack. */
export function gatewayOf(
  props: Partial<EcmpMasqueradeGatewayProps> = {},
  id = "gateway",
): EcmpMasqueradeGateway {
  return new EcmpMasqueradeGateway(routerStack(), id, { ...article, ...props });
}

/** What is wrong with a gateway, as its user reads it: the constructor throws, and nothing is synthesized. */
export function problemsWith(props: Partial<EcmpMasqueradeGatewayProps>, id = "gateway"): string[] {
  try {
    gatewayOf(props, id);
  } catch (error) {
    if (error instanceof GatewayProblemsError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

/** What is wrong with one prop, without the value. */
export type Reason = Pick<Problem, "path" | "fault" | "remedy">;

/** What is wrong with a gateway, as data. */
export function reasonsWith(props: Partial<EcmpMasqueradeGatewayProps>, id = "gateway"): Reason[] {
  return problemsOf({ ...article, ...props }, id, terraformValues).map(({ path, fault, remedy }) => ({
    path,
    fault,
    ...(remedy !== undefined && { remedy }),
  }));
}

/** Synthesizes as `cdktf synth` does, validations included, and reads the stack's file. */
export function synthesize(stack: TerraformStack): Synthesized {
  const app = App.of(stack);
  mkdirSync(join(app.outdir, "stacks"), { recursive: true });
  app.synth();
  return JSON.parse(readFileSync(join(app.outdir, "stacks", stack.node.id, "cdk.tf.json"), "utf8"));
}

/** Synthesizes a gateway alone in a stack. */
export function synthesizeGateway(props: Partial<EcmpMasqueradeGatewayProps> = {}): Synthesized {
  return synthesize(TerraformStack.of(gatewayOf(props)));
}

/** Every resource by its address, without CDKTF's own metadata. */
export function resourcesOf({ resource }: Synthesized): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, { "//": _, ...attributes }]) => [`${type}.${name}`, attributes]),
    ),
  );
}

/** Every row by its comment, as the router will hold it. */
export function rowsByComment(synthesized: Synthesized): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.values(resourcesOf(synthesized)).map(({ depends_on: _, comment, ...row }) => [comment, row]),
  );
}
