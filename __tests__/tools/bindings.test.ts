import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import spawn from "cross-spawn";
import { isArgument, isShownOnly } from "../../lib/routeros/arguments";
import { MENU_OF, propertyName } from "../../lib/routeros/menus";
import { providerResource, RESOURCE_TYPES } from "../../lib/routeros/provider-resources";
import { adaptSchema, type ProviderSchemas, readSchema } from "../../tools/bindings-schema";
import { fullTest } from "../tier";
import { REPOSITORY, removeFolders, temporaryFolder } from "./checkout";

afterAll(removeFolders);

const LIB = join(REPOSITORY, "bindings", "lib");
const MODULES = readdirSync(LIB).filter((name) => statSync(join(LIB, name)).isDirectory());

let schemas: ProviderSchemas;
let leftOut: string[];
beforeAll(async () => {
  schemas = await readSchema();
  leftOut = adaptSchema(schemas);
});

/** A project of somebody else's, with the packages of ours that it needs. */
function project(...packages: string[]): string {
  const folder = temporaryFolder();
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules", name), link, "junction");
  }
  return folder;
}

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawn.sync("npm", args, { cwd, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("what the state tool knows of the provider's schema", () => {
  type Attributes = Readonly<Record<string, { sensitive?: boolean; computed?: boolean; optional?: boolean }>>;
  const attributesOf = (type: string): Attributes =>
    Object.values(schemas.provider_schemas)[0]?.resource_schemas[type]?.block.attributes ?? {};

  it("is every resource, with the attributes that are sensitive", () => {
    const types = Object.keys(Object.values(schemas.provider_schemas)[0]?.resource_schemas ?? {});
    expect(RESOURCE_TYPES).toEqual(types.sort());
    for (const type of types) {
      const marked = Object.entries(attributesOf(type)).flatMap(([name, { sensitive }]) =>
        sensitive ? [name] : [],
      );
      expect([type, providerResource(type)?.sensitive]).toEqual([type, marked.sort()]);
    }
  });

  it("is every attribute that is sent, none of which is computed alone", () => {
    for (const type of RESOURCE_TYPES) {
      const sent = [...(providerResource(type)?.written.keys() ?? [])];
      const attributes = attributesOf(type);
      const wrong = sent.filter(
        (name) => attributes[name]?.computed === true && attributes[name]?.optional !== true,
      );
      expect([type, wrong]).toEqual([type, []]);
    }
  });

  it("is every attribute that a router only shows", () => {
    for (const [type, menu] of Object.entries(MENU_OF)) {
      const shown = Object.entries(attributesOf(type))
        .filter(([name, { computed, optional }]) => computed && !optional && name !== "id")
        .map(([name]) => propertyName(name));
      const missed = shown.filter((field) => !isShownOnly(menu, field) && !isArgument(menu, field));
      expect([type, missed]).toEqual([type, []]);
    }
  });
});

describe("the bindings", () => {
  fullTest("have a module, that loads, for every resource and data source and the provider", () => {
    const loaded = MODULES.map((name) => {
      const exported = Object.values(require(join(LIB, name))) as { tfResourceType?: string }[];
      const type = exported.find(({ tfResourceType }) => tfResourceType !== undefined)?.tfResourceType;
      return name.startsWith("data-") ? `data ${type}` : type;
    });
    const schema = Object.values(schemas.provider_schemas)[0];
    expect(loaded.sort()).toEqual(
      [
        "routeros",
        ...Object.keys(schema?.resource_schemas ?? {}),
        ...Object.keys(schema?.data_source_schemas ?? {}).map((type) => `data ${type}`),
      ].sort(),
    );
  });

  fullTest("are all reachable from the index, eager or lazy", () => {
    expect(Object.keys(require(LIB))).toHaveLength(MODULES.length);
    const lazy = Object.getOwnPropertyNames(require(join(LIB, "lazy-index"))).filter(
      (name) => name !== "__esModule",
    );
    expect(lazy.sort()).toEqual(Object.keys(require(LIB)).sort());
  });

  fullTest("are typed, and take an unconfigured provider", () => {
    const folder = project("@cdktf/provider-routeros", "cdktf", "constructs", "@types/node");
    const source = `
import { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { ipAddress } from "@cdktf/provider-routeros";
import { TerraformStack } from "cdktf";

export class Stack extends TerraformStack {
  constructor(scope: TerraformStack) {
    super(scope, "stack");
    new RouterosProvider(this, "r", {});
    const route = new IpRoute(this, "route", { gateway: "10.112.0.1", distance: 1 });
    const distance: number = route.distance;
    // @ts-expect-error a route has no such argument
    new IpRoute(this, "unknown", { gateway: "10.112.0.1", destination: "0.0.0.0/0", distance });
    // @ts-expect-error an address needs an interface
    new ipAddress.IpAddress(this, "address", { address: "192.168.0.1/24" });
  }
}
`;
    writeFileSync(join(folder, "stack.ts"), source);
    const tsc = join(REPOSITORY, "node_modules", ".bin", "tsc");
    const compilerOptions = { noEmit: true, strict: true, module: "node16", types: ["node"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["stack.ts"] }));
    const { stdout } = spawn.sync(tsc, [], { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe("");
  });

  it("lack only what their README names", () => {
    const readme = readFileSync(join(REPOSITORY, "bindings", "README.md"), "utf8");
    const table = [...readme.matchAll(/^ *\| `(routeros_\w+)` +\| (.*) \|$/gm)];
    const named = table.flatMap(([, type, names = ""]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => `${type}.${name}`),
    );
    expect(leftOut.length).toBeGreaterThan(0);
    expect(named.sort()).toEqual([...leftOut].sort());
  });

  fullTest("pack as a package of their own, which another project installs under its name", () => {
    const folder = project("cdktf", "constructs");
    const packed = JSON.parse(
      npm(REPOSITORY, "pack", "-w", "bindings", "--json", "--pack-destination", folder),
    );
    const [{ filename, files }] = Object.values(packed) as [{ filename: string; files: { path: string }[] }];
    const roots = new Set(files.map(({ path }) => path.replace(/^lib\/.*/, "lib/")));
    expect([...roots].sort()).toEqual(["LICENSE", "README.md", "lib/", "package.json"]);

    const installed = join(folder, "node_modules", "@cdktf", "provider-routeros");
    mkdirSync(installed, { recursive: true });
    spawn.sync("tar", ["-xzf", join(folder, filename), "-C", installed, "--strip-components=1"]);
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8"),
    );
    expect([dependencies, Object.keys(peerDependencies)]).toEqual([undefined, ["cdktf", "constructs"]]);

    const app = `
const { Testing, TerraformStack } = require("cdktf");
const { RouterosProvider } = require("@cdktf/provider-routeros/lib/provider");
const stack = new TerraformStack(Testing.app(), "stack");
new RouterosProvider(stack, "r", {});
console.log(JSON.stringify(JSON.parse(Testing.synth(stack)).terraform.required_providers));
`;
    const { stdout } = spawn.sync(process.execPath, ["-e", app], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(stdout)).toEqual({
      routeros: { source: "terraform-routeros/routeros", version: "1.99.1" },
    });
  });
});
