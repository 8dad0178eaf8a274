import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

/** One REST request. */
export interface RestRequest {
  readonly url: string;
  readonly method: string;
  /** User and password, as `user:password`. */
  readonly auth: string;
  readonly body?: string;
}

/** A thread that sends REST requests for one that waits, so that a device is as easy to ask as a lab router. */
export class RestThread {
  private readonly signal = new Int32Array(new SharedArrayBuffer(4));
  private readonly channel = new MessageChannel();

  /** @param certificate PEM file that vouches for the device; the machine's own where there is none */
  public constructor(certificate: string | undefined) {
    const { port1, port2 } = this.channel;
    const worker = new Worker(join(__dirname, "rest-worker.js"), {
      workerData: { port: port2, signal: this.signal, certificate },
      transferList: [port2],
    });
    worker.unref();
    port1.unref();
  }

  /** Sends a request and waits for its answer; the text of what kept one away comes with the status 0. */
  public send(request: RestRequest): { readonly status: number; readonly text: string } {
    Atomics.store(this.signal, 0, 0);
    this.channel.port1.postMessage(request);
    Atomics.wait(this.signal, 0, 0);
    return receiveMessageOnPort(this.channel.port1)?.message;
  }
}
