import { type IResolveContext, Lazy, type Precondition, type TerraformResource } from "cdktf";
import type { TokenCheck } from "./token-checks";

/** Has Terraform check values before it makes or changes a resource: while it plans, where it knows them then. */
export function addPreconditions(
  resource: TerraformResource | undefined,
  checks: readonly TokenCheck[],
): void {
  if (resource === undefined || checks.length === 0) {
    return;
  }
  const given = (resource.lifecycle?.precondition ?? []).map(inTerraform);
  const asked = new Map(
    checks.map((check) => [check, inTerraform({ ...check, condition: check.condition() })]),
  );
  // Terraform refuses a condition that refers to nothing, which one about tokens of mere texts does not.
  const refers = (context: IResolveContext) => (check: TokenCheck) =>
    check.values.some((value) => String(context.resolve(value)).includes("${"));
  const precondition = Lazy.anyValue({
    produce: (context) => [...given, ...checks.filter(refers(context)).map((check) => asked.get(check))],
  });
  resource.lifecycle = {
    ...resource.lifecycle,
    precondition: precondition as unknown as Precondition[],
  };
}

/** A precondition in Terraform's spelling: CDKTF does not translate what is produced later. */
function inTerraform({ condition, errorMessage }: Precondition): object {
  return { condition, error_message: errorMessage };
}
