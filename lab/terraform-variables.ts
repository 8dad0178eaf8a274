import { CLI_CONFIG_FILE } from "../tools/pinned-provider";
import type { LabRouter } from "./router";
import { shellWord } from "./shell-word";

/** Shell commands after which Terraform finds a router and its provider. */
export function terraformVariables(router: LabRouter, url: string): readonly string[] {
  return [
    `export ROS_HOSTURL=${url}`,
    `export ROS_USERNAME=${shellWord(router.username)}`,
    `export ROS_PASSWORD=${shellWord(router.password)}`,
    `export ROS_CA_CERTIFICATE=${shellWord(router.caCertificateFile)}`,
    `export TF_CLI_CONFIG_FILE=${shellWord(CLI_CONFIG_FILE)}`,
  ];
}
