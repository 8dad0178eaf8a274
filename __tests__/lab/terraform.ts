import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import spawn from "cross-spawn";
import type { LabRouter } from "../../lab/router";
import { terraformEnvironment } from "../../tools/terraform-environment";

/** Resources as Terraform's JSON has them: type, name, attributes. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export interface Run {
  readonly code: number | null;
  readonly text: string;
}

const PROVIDER = { routeros: { source: "terraform-routeros/routeros", version: "1.99.1" } };

/** The real Terraform with the real provider, over HTTPS and with the lab's certificate, in a folder of its own. */
export class Terraform {
  private readonly folder = mkdtempSync(join(tmpdir(), "lab-terraform-"));

  constructor(private readonly router: LabRouter) {}

  /** Makes these resources the configuration. */
  write(resource: Resources): void {
    const configuration = {
      terraform: { required_providers: PROVIDER },
      provider: { routeros: {} },
      resource,
    };
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(configuration));
  }

  async apply(): Promise<Run> {
    if (!existsSync(join(this.folder, ".terraform"))) {
      const init = await this.run("init");
      if (init.code !== 0) return init;
    }
    return this.run("apply", "-auto-approve");
  }

  destroy(): Promise<Run> {
    return this.run("destroy", "-auto-approve");
  }

  /** Exit code 0 is an empty plan, 2 one with changes. */
  plan(): Promise<Run> {
    return this.run("plan", "-detailed-exitcode");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  // The lab router lives in this process, so nothing may wait for Terraform synchronously.
  private run(command: string, ...args: string[]): Promise<Run> {
    const { router } = this;
    const child = spawn("terraform", [command, "-no-color", "-input=false", ...args], {
      cwd: this.folder,
      env: {
        ...terraformEnvironment(),
        ROS_HOSTURL: router.httpsUrl,
        ROS_USERNAME: router.username,
        ROS_PASSWORD: router.password,
        ROS_CA_CERTIFICATE: router.caCertificateFile,
        ROS_SUPPRESS_SYSO_DEL_WARN: "true",
      },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    }
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, text }));
    });
  }
}
