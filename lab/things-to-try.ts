import { dirname, join } from "node:path";
import { HURRIED_CHECKS } from "./hurried-checks";
import { type NetworkedLab, SERVICE_PORT } from "./networked-lab";
import { operatorUrl } from "./networked-router";
import { shellWord } from "./shell-word";
import { terraformVariables } from "./terraform-variables";
import { ECHO_PORT } from "./traffic";

/** Something to paste into a shell. */
export interface Thing {
  readonly what: string;
  readonly commands: readonly string[];
}

const REPOSITORY = join(__dirname, "..");

/** How many flows a shell sends in a few seconds. */
const FLOWS = 100;

/** What a user can do with a running lab, in an order in which one step leads to the next. */
export function thingsToTry(lab: NetworkedLab): readonly Thing[] {
  return [...deploying(lab), ...sending(lab), ...breaking(lab), ...looking(lab), destroying(lab)];
}

const inside = ({ name }: { readonly name: string }): string => `ip netns exec ${name}`;

/** Asks the REST API from the operator's place. */
function ask({ network, router }: NetworkedLab, question: string): string {
  const user = shellWord(`${router.username}:${router.password}`);
  const login = `-u ${user} --cacert ${shellWord(router.caCertificateFile)}`;
  return `${inside(network.operator.namespace)} curl -sS -w '\\n' ${login} ${question.replace("REST", `${operatorUrl(network)}/rest`)}`;
}

const cdktf = ({ network }: NetworkedLab, command: string): string =>
  `${inside(network.operator.namespace)} ${shellWord(join(REPOSITORY, "node_modules", ".bin", "cdktf"))} ${command}`;

function deploying(lab: NetworkedLab): Thing[] {
  const { network, router } = lab;
  const site = shellWord(join(dirname(network.socketFile), "site"));
  const app = `node --require ${shellWord(require.resolve("tsx/cjs"))} ${shellWord(join(REPOSITORY, "main.ts"))}`;
  return [
    { what: "ask the router for its routes, as the operator", commands: [ask(lab, "REST/ip/route")] },
    ...("check-gateway-ping-interval" in (router.rows("/routing/settings")[0] ?? {})
      ? [
          {
            what: "let it notice a dead gateway within a second, not within 21",
            commands: [ask(lab, `${HURRIED} REST/routing/settings/set`)],
          },
        ]
      : []),
    {
      what: "deploy main.ts; its state goes when the lab does",
      commands: [
        `mkdir -p ${site} && cd ${site} && cp ${shellWord(join(REPOSITORY, "cdktf.json"))} .`,
        ...terraformVariables(router, operatorUrl(network)),
        cdktf(lab, `deploy article --app ${shellWord(app)} --auto-approve --skip-provider-lock`),
      ],
    },
  ];
}

const JSON_TYPE = "-H 'content-type: application/json'";

/** A row of the scheduler. */
const HELLO = { name: "hello", interval: "1s", "on-event": ":log info hello" };

const HURRIED = `${JSON_TYPE} -d '${JSON.stringify(HURRIED_CHECKS)}'`;

function sending({ network }: NetworkedLab): Thing[] {
  const [lan] = network.lans;
  const [wan] = network.wans;
  if (lan === undefined || wan === undefined) {
    return [];
  }
  const [first = ""] = network.internet.addresses(1);
  const target = `TCP4:${first.replace(/\d+$/, "$i")}:${ECHO_PORT}`;
  return [
    {
      what: `send ${FLOWS} flows from the LAN, and count the addresses that the far end saw them come from`,
      commands: [
        `${inside(lan.namespace)} sh -c 'for i in $(seq ${FLOWS}); do echo hello | socat -t 2 - ${target}; done' | cut -d" " -f2 | sort | uniq -c`,
      ],
    },
    {
      what: `connect from the Internet to the router's address on ${wan.name}; it answers with your address and port`,
      commands: [
        `echo hello | ${inside(network.internet.namespace)} socat -t 2 - TCP4:${wan.customer}:${SERVICE_PORT}`,
      ],
    },
  ];
}

function breaking(lab: NetworkedLab): Thing[] {
  const [wan] = lab.network.wans;
  if (wan === undefined) {
    return [];
  }
  const { name, namespace } = wan;
  const routes = ask(lab, `"REST/ip/route?.proplist=comment,gateway,active"`);
  return [
    {
      what: `kill the gateway of ${name}`,
      commands: [`${inside(namespace)} nft add rule ip faults prerouting drop`],
    },
    { what: 'see its routes lose "active", and send flows again', commands: [routes] },
    {
      what: "bring it back",
      commands: [`${inside(namespace)} nft flush chain ip faults prerouting`],
    },
    {
      what: `pull the cable of ${name}, then plug it in again`,
      commands: [
        `ip -n ${namespace.name} link set customer down`,
        routes,
        `ip -n ${namespace.name} link set customer up`,
      ],
    },
  ];
}

function looking(lab: NetworkedLab): Thing[] {
  const { network } = lab;
  return [
    {
      what: "see what the rules have counted; put watch before it",
      commands: [ask(lab, `"REST/ip/firewall/mangle?.proplist=comment,packets"`)],
    },
    {
      what: "see what each ISP has counted at its door, by source",
      commands: network.wans.map(({ namespace }) => `${inside(namespace)} nft list set netdev door sources`),
    },
    {
      what: "see what the rows have become in the kernel",
      commands: [
        `ip -n ${network.router.name} route show table all`,
        `${inside(network.router)} nft list ruleset`,
      ],
    },
    {
      what: "let the router run a script every second, see its log, and end that",
      commands: [
        ask(lab, `-X PUT ${JSON_TYPE} -d '${JSON.stringify(HELLO)}' REST/system/scheduler`),
        "sleep 3",
        ask(lab, "REST/log"),
        ask(lab, "-X DELETE REST/system/scheduler/hello"),
      ],
    },
    { what: "be the operator", commands: [`${inside(network.operator.namespace)} bash`] },
  ];
}

const destroying = (lab: NetworkedLab): Thing => ({
  what: "take the gateway away again, where it was deployed",
  commands: [cdktf(lab, "destroy article --skip-synth --auto-approve --skip-provider-lock")],
});
