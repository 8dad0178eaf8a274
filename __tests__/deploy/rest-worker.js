/* Sends REST requests for a thread that waits for each: it is woken when the answer lies in the port. */
const { readFileSync } = require("node:fs");
const http = require("node:http");
const https = require("node:https");
const { workerData } = require("node:worker_threads");

const { port, signal, certificate } = workerData;
const ca = certificate && readFileSync(certificate);

function send({ url, method, auth, body }, done) {
  const client = url.startsWith("https:") ? https : http;
  const headers = { "content-type": "application/json" };
  const request = client.request(url, { method, auth, ca, headers, timeout: 60_000 }, (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    response.on("end", () => done({ status: response.statusCode, text }));
  });
  request.on("timeout", () => request.destroy(new Error("no answer within a minute")));
  request.on("error", ({ message }) => done({ status: 0, text: message }));
  request.end(body);
}

port.on("message", (request) =>
  send(request, (answer) => {
    port.postMessage(answer);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  }),
);
