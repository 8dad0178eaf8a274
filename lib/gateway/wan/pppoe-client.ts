/**
 * A PPPoE client of the router.
 *
 * @see https://manual.mikrotik.com/docs/cli-reference/interface/pppoe-client.md
 */
export interface PppoeClient {
  /** The interface towards the ISP's access concentrator, such as `ether1` or a VLAN; may be a token. */
  readonly interface: string;

  /** The name that the ISP knows its customer by; may be a token. */
  readonly user: string;

  /**
   * The password that goes with it, as a token: the value of a sensitive `TerraformVariable`, or of a resource that keeps
   * secrets. Written out it would stand in `cdk.tf.json`.
   */
  readonly password: string;
}
