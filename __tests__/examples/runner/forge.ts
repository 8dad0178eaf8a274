import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A comment on a request to merge. */
export interface Comment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
}

/** A pipeline that ran for a request to merge. */
export interface PipelineRun {
  readonly id: number;
  /** The commit that it was run for. */
  readonly head: string;
  readonly ok: boolean;
}

interface Records {
  readonly comments: readonly Comment[];
  readonly runs: readonly PipelineRun[];
  /** By the commit on the protected branch, the head of the request that it came by. */
  readonly merged: Readonly<Record<string, string>>;
}

/** What GitHub and GitLab keep, in a folder: the programs that the pipelines call read and write it. */
export class Forge {
  public constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  public get comments(): readonly Comment[] {
    return this.read().comments;
  }

  public get runs(): readonly PipelineRun[] {
    return this.read().runs;
  }

  public get merged(): Records["merged"] {
    return this.read().merged;
  }

  public comment(author: string, body: string): void {
    const { comments } = this.read();
    this.write({ comments: [...comments, { id: 101 + comments.length, author, body }] });
  }

  /** Writes a comment over; false where there is none with this id. */
  public edit(id: number, body: string): boolean {
    const { comments } = this.read();
    this.write({ comments: comments.map((comment) => (comment.id === id ? { ...comment, body } : comment)) });
    return comments.some((comment) => comment.id === id);
  }

  public record(run: PipelineRun): void {
    this.write({ runs: [run, ...this.runs] });
  }

  public merge(commit: string, head: string): void {
    this.write({ merged: { ...this.merged, [commit]: head } });
  }

  /** Where a run's artefact is kept. */
  public artifact(run: number, name: string): string {
    return join(this.folder, "artifacts", String(run), name);
  }

  private get file(): string {
    return join(this.folder, "forge.json");
  }

  private read(): Records {
    return existsSync(this.file)
      ? JSON.parse(readFileSync(this.file, "utf8"))
      : { comments: [], runs: [], merged: {} };
  }

  private write(changed: Partial<Records>): void {
    writeFileSync(this.file, JSON.stringify({ ...this.read(), ...changed }));
  }
}

/** The forge of the pipeline that calls a program. */
export const callersForge = (): Forge => new Forge(process.env["FORGE"] ?? "");
