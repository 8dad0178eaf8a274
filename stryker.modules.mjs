import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import Table from "cli-table3";

/** Ends a mutation run with a table of the modules of `lib`: how many faults put into each were seen by a test. */
class Modules {
  onMutationTestReportReady({ files }) {
    const modules = new Map();
    for (const [file, { mutants }] of Object.entries(files)) {
      const [, module] = file.split("/");
      modules.set(module, [...(modules.get(module) ?? []), ...mutants]);
    }
    const table = new Table({
      head: ["module", "mutants", "seen", "survived", "untested", "score"],
      style: { head: [], border: [], compact: true },
      colAligns: ["left", "right", "right", "right", "right", "right"],
    });
    const all = [...modules.values()].flat();
    table.push(...[...[...modules].sort(), ["all", all]].map(rowOf));
    console.log(table.toString());
  }
}

function rowOf([module, mutants]) {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [seen, survived, untested] = [count("Killed", "Timeout"), count("Survived"), count("NoCoverage")];
  const judged = seen + survived + untested;
  return [
    module,
    judged,
    seen,
    survived,
    untested,
    judged === 0 ? "-" : `${((100 * seen) / judged).toFixed(1)} %`,
  ];
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, "modules", Modules)];
