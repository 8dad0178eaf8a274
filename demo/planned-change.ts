/** What a plan does to a resource, as `terraform show -json` says it. */
export interface PlannedChange {
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
  };
}

type Attributes = Readonly<Record<string, unknown>>;
