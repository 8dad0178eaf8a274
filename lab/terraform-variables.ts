import { CLI_CONFIG_FILE } from "../tools/pinned-provider";
import type { LabRouter } from "./router";

/** Shell commands after which Terraform finds a router and its provider. */
export function terraformVariables(router: LabRouter, url: string): readonly string[] {
  return [
    `export ROS_HOSTURL=${url}`,
    `export ROS_USERNAME=${router.username}`,
    `export ROS_PASSWORD=${router.password}`,
    `export ROS_CA_CERTIFICATE=${router.caCertificateFile}`,
    `export TF_CLI_CONFIG_FILE=${CLI_CONFIG_FILE}`,
  ];
}
