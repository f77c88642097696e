// The worker of veyl/client in Node.

import { parentPort } from "node:worker_threads";

import nodeEndpoint from "./comlink-node.js";
import { serve } from "./host.js";
import init, { initNotebook } from "./veyl.node.js";

serve({ init, initNotebook }, nodeEndpoint(parentPort));
