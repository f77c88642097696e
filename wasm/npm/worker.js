// The worker of veyl/client in a page.

import { serve } from "./host.js";
import init from "./veyl.js";

serve(init, globalThis);
