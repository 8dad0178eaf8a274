/** What is wrong with an ISP; `cut` and the others may be so at the same time. */
export type LinkFault = "cut" | "black-hole" | "dead-gateway";

/** Every fault but the cut one, as rules: the links stay up and nothing answers. */
export const NO_FAULT = `
flush chain ip faults forward
flush chain ip faults prerouting
flush chain arp faults input
flush chain arp faults output
`;

export const FAULT_RULES = {
  "black-hole": "add rule ip faults forward drop",
  // A machine that is off does not answer for its address either.
  "dead-gateway": `
add rule ip faults prerouting drop
add rule arp faults input drop
add rule arp faults output drop`,
};

/** Every customer goes out by the ISP's own address. */
export const CARRIER_NAT = `
table ip carrier {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "uplink" masquerade
  }
}`;

/** Room for faults, and what an ISP never forwards: its customers can not reach one another through it. */
export const RULESET = `
table ip faults {
  chain prerouting {
    type filter hook prerouting priority -400; policy accept;
  }
  chain forward {
    type filter hook forward priority -1; policy accept;
  }
}
table arp faults {
  chain input {
    type filter hook input priority 0; policy accept;
  }
  chain output {
    type filter hook output priority 0; policy accept;
  }
}
table ip isolation {
  chain forward {
    type filter hook forward priority 0; policy accept;
    iifname "access" oifname "access" drop
  }
}
`;
