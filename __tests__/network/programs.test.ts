import { execute } from "../../lab/network/namespace";
import { startProgram } from "../../lab/network/program";

test("a program that never says that it is ready is ended, and its failure says so", async () => {
  const starting = startProgram(["sh", "-c", "echo thinking >&2; exec sleep 1000"], "ready", 500);
  await expect(starting).rejects.toThrow(/has not started within 0\.5 s/);
});

test("a command that never ends is ended, and its failure says so", async () => {
  const running = execute(["sh", "-c", "echo thinking >&2; exec sleep 1000"], "", 500);
  await expect(running).rejects.toThrow(/failed: it has not ended within 0\.5 s/);
});
