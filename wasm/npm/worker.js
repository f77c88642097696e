// The worker of veyl/client in a page.

import { serve } from "./host.js";
import init, { initNotebook } from "./veyl.js";

serve({ init, initNotebook }, globalThis);
