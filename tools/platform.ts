const GO_OS: Partial<Record<NodeJS.Platform, string>> = { win32: "windows" };
const GO_ARCH: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", ia32: "386" };

/** The platform by the names that Go and Terraform share. */
export const PLATFORM = {
  os: GO_OS[process.platform] ?? process.platform,
  arch: GO_ARCH[process.arch] ?? process.arch,
} as const;

/** A program's file name on this platform. */
export const executableName = (name: string): string => (PLATFORM.os === "windows" ? `${name}.exe` : name);
